//! What the arguments of `split` mean.

use std::path::PathBuf;

use super::{
    Machine, PassphraseSource,
    asked::{self, refuse_single_point},
    foreign::{ForeignPlan, refuse_misplaced},
    names::{self, LONGEST_NAME, LONGEST_TEXT, refuse_secret, refuse_unprintable},
    passphrase_source,
    print::{PrintPlan, day},
    refuse_lost_output, refuse_unattended_terminal, refuse_unshown,
};
use crate::{
    ceremony::print::Format,
    date::Date,
    key::Language,
    plan::Plan,
    shell::{
        args::{
            self,
            choices::{Bip39As, Bits, Kind, ReadBack},
        },
        book::journal_path,
        failure::Failure,
        files::{STDIN, refuse_existing},
        foreign::read::recognised,
        output::Voice,
        sealing::ToSeal,
        sources::{is_stdin, refuse_double_stdin},
    },
    slip39::{Exponent, Header, Policy, ordinal},
};

/// What a split will do.
#[derive(Debug)]
pub struct SplitPlan {
    /// Who is needed.
    pub policy: Policy,
    /// The names of the groups, where they have any.
    pub group_names: Vec<Option<String>>,
    /// The custodians in the order of the shares; empty if none are named.
    pub custodians: Vec<String>,
    /// The name of the set.
    pub label: Option<String>,
    /// Where the key comes from.
    pub key: KeySource,
    /// The passphrase of the new set; none where nothing was said.
    pub passphrase: Option<PassphraseSource>,
    /// The passphrase of the old set.
    pub old_passphrase: Option<PassphraseSource>,
    /// The exponent, if one was asked for.
    pub exponent: Option<Exponent>,
    /// Where the shares go.
    pub output: ShareOutput,
    /// How much is typed back.
    pub read_back: ReadBack,
    /// What is made of each share.
    pub print: PrintPlan,
    /// The same as a plan, of which the record tells.
    pub plan: Plan,
    /// Where the record goes.
    pub record: RecordOutput,
    /// Whether the record is to hold a fingerprint of the key, whatever the key is.
    pub fingerprint: bool,
    /// What the owner wants to have beside it in the record.
    pub public_value: Option<String>,
    /// The record of the old set.
    pub old_record: Option<String>,
    /// The day, if it was given.
    pub date: Option<Date>,
    /// Whether a single point of failure was accepted, which the record tells.
    pub single_point_accepted: bool,
}

/// Characters of the name of a sealed file at the most: what file systems take.
const LONGEST_FILE_NAME: usize = 255;

/// Where the record of a new set goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOutput {
    /// To a new file.
    File(PathBuf),
    /// Into the folder of the shares, beside what else is public.
    InFolder,
    /// Nowhere: none was asked for.
    Nowhere,
}

/// Where the key of a split comes from.
#[derive(Debug)]
pub enum KeySource {
    /// A key that was never shared.
    Key(GivenSource),
    /// Shares that another tool made.
    Foreign(ForeignPlan, Vec<String>),
    /// The shares of an old set.
    Shares(Vec<String>),
    /// A fresh identity, to which this file is sealed.
    Seal(ToSeal),
}

/// Where a key comes from that was never shared.
#[derive(Debug)]
pub enum GivenSource {
    /// So many fresh bytes.
    Fresh(usize),
    /// A file or standard input.
    File(String, GivenKind),
    /// The terminal.
    Typed(GivenKind),
}

/// What a given key is.
#[derive(Clone, Debug)]
pub struct GivenKind {
    /// The kind.
    pub kind: Kind,
    /// What of BIP-39 words is shared.
    pub bip39_as: Bip39As,
    /// The BIP-39 list.
    pub language: Option<Language>,
    /// Where the BIP-39 passphrase is.
    pub bip39_passphrase_file: Option<String>,
}

/// Where shares go.
#[derive(Debug)]
pub enum ShareOutput {
    /// A new folder.
    Folder(PathBuf),
    /// A pipe or file: one share a line, or one document.
    Stdout,
    /// The terminal, one custodian at a time.
    Terminal,
}

impl SplitPlan {
    /// Makes the plan.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, the policy is refused, or the output cannot be made.
    pub fn new(typed: args::Split, voice: &Voice, machine: Machine) -> Result<Self, Failure> {
        let plan = asked::plan(&typed.asked).map_err(|failure| hint_at_swallowed(failure, &typed.from))?;
        let kind = kind(&typed, &plan)?;
        let policy = plan.policy()?;
        let group_names: Vec<Option<String>> = plan.groups.iter().map(|group| group.name.clone()).collect();
        let custodians = custodians(&plan);
        let label = typed.label.clone().or_else(|| plan.title.clone());
        let single_point = refuse_single_point(&plan);
        let is_single_point = single_point.is_err();
        if !typed.accept_single_point {
            single_point?;
        }
        label.iter().try_for_each(|label| refuse_unprintable(label, LONGEST_NAME))?;
        typed.public_value.iter().try_for_each(|value| refuse_secret(value, LONGEST_TEXT))?;
        let names = custodians.iter().chain(&label).chain(group_names.iter().flatten());
        let record = record_output(&typed)?;
        let print = PrintPlan::new(&typed.print, Format::Words, record != RecordOutput::Nowhere, names)?;
        if typed.from.is_empty() && (typed.old_passphrase || typed.old_passphrase_file.is_some()) {
            let hint = "leave it out, or name the shares of the old set with --from";
            return Err(Failure::usage("an old passphrase goes with --from only", hint));
        }
        if typed.from.is_empty() && typed.old_record.is_some() {
            let hint = "leave it out, or name the shares of the old set with --from";
            return Err(Failure::usage("an old record goes with --from only", hint));
        }
        refuse_double_stdin(
            typed.input.iter().chain(&typed.asked.plan).chain(&typed.old_record).chain(&typed.from).chain(
                [&typed.passphrase_file, &typed.old_passphrase_file, &typed.bip39_passphrase_file]
                    .into_iter()
                    .flatten(),
            ),
        )?;
        let exponent = typed.exponent.as_deref().map(exponent).transpose()?;
        let passphrase = passphrase_source(typed.passphrase, typed.passphrase_file.clone());
        let old_passphrase = passphrase_source(typed.old_passphrase, typed.old_passphrase_file.clone());
        let stdin_taken = [&typed.passphrase_file, &typed.bip39_passphrase_file]
            .into_iter()
            .flatten()
            .any(|name| is_stdin(name));
        let output = match typed.output.as_deref() {
            Some(folder) => {
                let folder = PathBuf::from(folder);
                refuse_existing(&folder)?;
                ShareOutput::Folder(folder)
            }
            None if machine.stdout_is_terminal => ShareOutput::Terminal,
            None => ShareOutput::Stdout,
        };
        if matches!(output, ShareOutput::Stdout) {
            refuse_lost_output(machine, "-o DIR writes files; a pipe takes the words, one share a line")?;
        }
        match output {
            ShareOutput::Folder(_) if print.has_secret() => {}
            ShareOutput::Folder(_) => {
                let hint = "--format words,pdf adds the words; quorate card --blank makes blank cards alone";
                return Err(Failure::usage("with blank cards alone nobody would get the shares", hint));
            }
            ShareOutput::Terminal => {
                refuse_unattended_terminal(voice, "-o DIR writes files; a pipe takes one share a line")?;
                refuse_unshown(&print, voice)?;
                if !print.formats.contains(&Format::Words) {
                    let hint = "--format words,qr shows both; -o DIR writes files";
                    return Err(Failure::usage("a code alone cannot be read back", hint));
                }
            }
            ShareOutput::Stdout if print.formats == [Format::Words] => {}
            ShareOutput::Stdout => {
                let hint = "-o DIR writes files; a pipe takes the words, one share a line";
                return Err(Failure::usage("several files do not go down one pipe", hint));
            }
        }
        if typed.read_back.is_some() && !matches!(output, ShareOutput::Terminal) {
            let hint = "leave it out: what goes to a file or a pipe is not typed back";
            return Err(Failure::usage("--read-back goes with shares on a terminal only", hint));
        }
        let read_back = typed.read_back.unwrap_or_default();
        let key = key_source(&typed, kind, machine, stdin_taken)?;
        if let KeySource::Seal(file) = &key {
            refuse_unprintable(file.sealed_name(), LONGEST_FILE_NAME)?;
            if !matches!(output, ShareOutput::Folder(_)) {
                refuse_existing(&file.beside())?;
            }
        }
        let date = typed.print.date.as_deref().map(day).transpose()?;
        let plan = Self {
            policy,
            group_names,
            custodians,
            label,
            key,
            passphrase,
            old_passphrase,
            exponent,
            output,
            read_back,
            print,
            plan,
            record,
            fingerprint: typed.fingerprint,
            public_value: typed.public_value,
            old_record: typed.old_record,
            date,
            single_point_accepted: typed.accept_single_point && is_single_point,
        };
        plan.refuse_equal_files()?;
        Ok(plan)
    }

    /// Two names that differ only in signs or capitals would make one file.
    fn refuse_equal_files(&self) -> Result<(), Failure> {
        // As media see it that know no capitals.
        let mut stems: Vec<String> = self.stems().iter().map(|stem| stem.to_uppercase()).collect();
        stems.sort_unstable();
        let equal = stems.windows(2).any(|two| two[0] == two[1]);
        if equal && matches!(self.output, ShareOutput::Folder(_)) {
            let hint = "name the groups so that more than signs and capitals tell them apart";
            return Err(Failure::usage("two groups would have files of the same name", hint));
        }
        Ok(())
    }

    /// Who gets the share at this place in the order of shares, and what it is called for people.
    #[must_use]
    pub fn custodian(&self, at: usize) -> Option<&str> {
        self.custodians.get(at).map(String::as_str)
    }

    /// The file of each share without its ending, in the order of the shares: `2-bob`, `board-1-alice`, `share-3`.
    #[must_use]
    pub fn stems(&self) -> Vec<String> {
        let places = (0..).zip(self.policy.groups()).flat_map(|(at, group)| {
            let named = self.group_name(at).map(str::to_owned);
            let numbered = (self.policy.group_count() > 1).then(|| format!("group{}", ordinal(at)));
            let group_stem = named.or(numbered);
            (0..group.count()).map(move |member| (group_stem.clone(), ordinal(member)))
        });
        let stem = |(at, (group, number)): (usize, (Option<String>, u8))| {
            names::stem(group.as_deref(), number, self.custodian(at))
        };
        places.enumerate().map(stem).collect()
    }

    /// What a share is called in front of its custodian, and in its file.
    #[must_use]
    pub fn title(&self, at: usize, header: &Header) -> String {
        let count = self.policy.groups()[usize::from(header.group)].count();
        let label = self.label.as_ref().map_or_else(String::new, |label| format!("{label}: "));
        let group = match self.group_name(header.group) {
            Some(name) => format!("{name}, "),
            None if self.policy.group_count() > 1 => format!("group {}, ", ordinal(header.group)),
            None => String::new(),
        };
        let name = self.custodian(at).map_or_else(String::new, |name| format!(", for {name}"));
        format!(
            "{label}set {}, {group}share {} of {count}{name}",
            header.set.encryption.identifier,
            ordinal(header.member)
        )
    }

    /// The name of a group, if it has one.
    #[must_use]
    pub fn group_name(&self, group: u8) -> Option<&str> {
        self.group_names.get(usize::from(group)).and_then(Option::as_deref)
    }
}

/// A policy behind --from was taken for one more share.
fn hint_at_swallowed(failure: Failure, from: &[String]) -> Failure {
    if from.iter().any(|name| name.parse::<Policy>().is_ok()) {
        return failure.with_hint("it comes before --from: quorate split 3of5 --from FILES".to_owned());
    }
    failure
}

/// The kind of key, as it was typed or planned.
fn kind(typed: &args::Split, plan: &Plan) -> Result<Kind, Failure> {
    let planned = plan.key.as_deref().and_then(Kind::named);
    if typed.seal.is_some() && planned.is_some_and(|planned| planned != Kind::Age) {
        let hint = "leave the key out of the plan, or let it be age";
        return Err(Failure::usage("a file is sealed to an age identity, and the plan says otherwise", hint));
    }
    match (typed.kind, planned) {
        (Some(typed), Some(planned)) if typed != planned && typed != Kind::Auto => {
            Err(Failure::usage("--kind is not what the plan says", "leave it out, or change the plan"))
        }
        (typed, planned) => Ok(planned.or(typed).unwrap_or_default()),
    }
}

/// The custodians in the order of the shares: by name, or by role where nobody is named; none if nobody is known.
fn custodians(plan: &Plan) -> Vec<String> {
    let known = plan.cards().map(|(_, _, card)| card.custodian.clone().or_else(|| card.role.clone()));
    known.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Told before anybody types a key: a record is never overwritten, and needs something to hold.
fn record_output(typed: &args::Split) -> Result<RecordOutput, Failure> {
    let output = match (&typed.record, &typed.output) {
        (Some(file), _) => {
            let file = PathBuf::from(file);
            refuse_existing(&file)?;
            refuse_existing(&journal_path(&file))?;
            RecordOutput::File(file)
        }
        (None, Some(_)) => RecordOutput::InFolder,
        (None, None) => RecordOutput::Nowhere,
    };
    for (option, is_there) in [
        ("--fingerprint", typed.fingerprint),
        ("--public-value", typed.public_value.is_some()),
        ("--old-record", typed.old_record.is_some()),
    ] {
        if is_there && output == RecordOutput::Nowhere {
            let hint = "add --record FILE or -o DIR, or leave it out";
            return Err(Failure::usage(format!("{option} goes with a record only"), hint));
        }
    }
    Ok(output)
}

fn exponent(text: &str) -> Result<Exponent, Failure> {
    text.parse().ok().and_then(Exponent::new).ok_or_else(|| {
        Failure::usage("--exponent takes a number from 0 to 15", "leave it out for the usual 1")
    })
}

fn key_source(
    typed: &args::Split,
    kind: Kind,
    machine: Machine,
    stdin_taken: bool,
) -> Result<KeySource, Failure> {
    let is_given = typed.generate.is_none() && typed.from.is_empty() && typed.seal.is_none();
    let is_bip39 = is_given && matches!(kind, Kind::Auto | Kind::Bip39);
    for (name, is_there) in [
        ("--bip39-as", typed.bip39_as.is_some()),
        ("--bip39-passphrase-file", typed.bip39_passphrase_file.is_some()),
        ("--language", typed.language.is_some()),
    ] {
        if is_there && !is_bip39 {
            let hint = "leave it out, or give the words and --kind bip39";
            return Err(Failure::usage(format!("{name} goes with BIP-39 words only"), hint));
        }
    }
    if let Some(bits) = typed.generate {
        return Ok(KeySource::Key(GivenSource::Fresh(match bits {
            Bits::B128 => 16,
            Bits::B256 => 32,
        })));
    }
    if typed.from_format.is_none() && (typed.from.is_empty() || recognised(&typed.from).is_none()) {
        refuse_misplaced(&typed.unconfirmed, "--from-format")?;
    }
    if let Some(file) = &typed.seal {
        return Ok(KeySource::Seal(ToSeal::new(file)?));
    }
    if !typed.from.is_empty() {
        let format = typed.from_format.map(Into::into).or_else(|| recognised(&typed.from));
        let Some(format) = format else { return Ok(KeySource::Shares(typed.from.clone())) };
        if typed.old_passphrase || typed.old_passphrase_file.is_some() || typed.old_record.is_some() {
            let hint = "leave it out: shares of other tools have neither passphrase nor record here";
            return Err(Failure::usage("there is no old set of SLIP-0039", hint));
        }
        let foreign = ForeignPlan::new(format, "--from-format", &typed.unconfirmed)?;
        return Ok(KeySource::Foreign(foreign, typed.from.clone()));
    }
    let bip39_as = typed.bip39_as.unwrap_or_default();
    if typed.bip39_passphrase_file.is_some() && bip39_as == Bip39As::Entropy {
        let hint = "the entropy of the words does not depend on it; keep it apart, or use --bip39-as seed";
        return Err(Failure::usage("--bip39-passphrase-file goes with --bip39-as seed only", hint));
    }
    let kind = if bip39_as == Bip39As::Seed { Kind::Bip39 } else { kind };
    let given = GivenKind {
        kind,
        bip39_as,
        language: typed.language,
        bip39_passphrase_file: typed.bip39_passphrase_file.clone(),
    };
    Ok(KeySource::Key(match &typed.input {
        Some(file) => GivenSource::File(file.clone(), given),
        None if machine.stdin_is_terminal || stdin_taken => GivenSource::Typed(given),
        None => GivenSource::File(STDIN.to_owned(), given),
    }))
}
