//! What the arguments of `split` mean.

use clap::ValueEnum as _;

use super::{dice::request::Dice, rules::AcceptedRules, takeover::Takeover};
use crate::{
    ceremony::{expected::Expected, print::PrintFormat},
    commands::{
        options::{
            day::day,
            holders::{confirming, no_recipient, refuse_untold_passphrase},
            outputs::refuse_piped,
            policy::{self, refuse_single_point},
            who::{AnyFile, is_file, refused_extra},
        },
        split::{
            key::{key_source, kind},
            options::Options,
        },
    },
    custody::{
        date::Date,
        plan::{Plan, SealedTo},
    },
    formats::{foreign::ForeignFormat, public::PublicValue},
    host::{
        console::{Console, Machine},
        failure::Failure,
        files::read::refuse_existing,
    },
    slip39::{Exponent, Header, Policy, ordinal},
    transfer::{
        delivery::{
            names::{
                self, LONGEST_NAME, LONGEST_TEXT, refuse_secret, refuse_secret_value, refuse_unclear,
                refuse_unprintable,
            },
            read_back::ReadBack,
            style::PrintPlan,
        },
        intake::{
            files::{is_stdin, refuse_double_stdin},
            sources::{PassphraseSource, passphrase_source},
        },
        sealing::{confirming::Confirming, halves::ExpectedHalf},
    },
};

pub use crate::commands::split::{
    key::{GivenKind, GivenSource, KeySource},
    output::{RecordOutput, ShareOutput},
    report::request::{ReportOutput, Statements},
};

/// What a split will do.
#[derive(Debug)]
pub struct Request {
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
    /// The plan's rules that are not known to be kept, which was accepted.
    pub rules: AcceptedRules,
    /// What the key must give before it is dealt.
    pub expected: Expected,
    /// The files with the public halves that the key which is sealed must have.
    pub expect_file: Vec<String>,
    /// Those that were typed.
    pub halves: Vec<ExpectedHalf>,
    /// Whether what it gives is kept; none where that depends on whether there is a passphrase.
    pub keeps_public: Option<bool>,
    /// Where the report of the ceremony goes.
    pub report: ReportOutput,
    /// What the operator states for it.
    pub stated: Statements,
    /// What people roll for it, if they do.
    pub dice: Option<Dice>,
    /// The file with the BIP-39 passphrase for it, if one was named.
    pub bip39_passphrase_file: Option<String>,
    /// The codes of recipients that were typed with the command.
    pub confirming: Confirming,
}

/// Characters of the name of a sealed file at the most: what file systems take.
const LONGEST_FILE_NAME: usize = 255;

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, the policy is refused, or the output cannot be made.
    pub fn new(mut typed: Options, console: &Console, machine: Machine) -> Result<Self, Failure> {
        understand(&mut typed)?;
        let takeover = Takeover::of(&typed)?;
        let taken_label = takeover.as_ref().and_then(|taken| taken.label.clone());
        let is_taken_over = takeover.is_some();
        let mut plan = match takeover {
            Some(taken) => taken.plan,
            None => policy::plan(&typed.asked).map_err(|failure| hint_at_swallowed(failure, &typed.from))?,
        };
        if is_taken_over {
            console.say("groups, people, places and rules are those of the old set today");
        }
        if !typed.sealing.to.is_empty() && typed.asked.expect_plan.is_some() {
            let hint = "write the recipient into the plan, whose hash then covers it";
            return Err(Failure::usage("--to would change the plan that --expect-plan names", hint));
        }
        typed.sealing.fill(&mut plan)?;
        let confirming = confirming(&typed.sealing.codes, &plan)?;
        let kind = kind(&typed, &plan)?;
        let policy = plan.policy()?;
        let group_names: Vec<Option<String>> = plan.groups.iter().map(|group| group.name.clone()).collect();
        let custodians = custodians(&plan);
        let label = typed.label.clone().or(taken_label).or_else(|| plan.title.clone());
        let single_point = refuse_single_point(&plan);
        let is_single_point = single_point.is_err();
        if !typed.accept_single_point {
            single_point?;
        }
        if typed.accept_broken_rules && typed.asked.plan.is_none() && !is_taken_over {
            let hint = "leave it out: only a plan in a file has rules";
            return Err(Failure::usage("--accept-broken-rules requires --plan", hint));
        }
        let dice = Dice::of(&typed, &policy)?;
        let rules = AcceptedRules::of(&plan, dice.as_ref(), typed.accept_broken_rules)?;
        typed.label.iter().try_for_each(|label| refuse_unclear(label))?;
        // A title was looked at with its plan, and may be a secret nevertheless.
        label.iter().try_for_each(|label| refuse_secret(label, LONGEST_NAME))?;
        typed.public_value.iter().try_for_each(|value| refuse_secret_value(value, LONGEST_TEXT))?;
        if typed.public_value.as_deref().is_some_and(|value| PublicValue::read(value).is_ok()) {
            let hint = "--expect VALUE proves it, and keeps it; --public-value is for notes";
            return Err(Failure::usage("--public-value takes nothing that can be proved", hint));
        }
        let names = custodians.iter().chain(&label).chain(group_names.iter().flatten());
        let record = RecordOutput::new(&typed)?;
        let is_dated = record != RecordOutput::Nowhere || typed.ceremony.report.is_some();
        let mut print = PrintPlan::new(&typed.print, PrintFormat::Words, is_dated, names)?;
        print.neutral_names = typed.sealing.neutral_names;
        if typed.from.is_empty() && (typed.old_passphrase || typed.old_passphrase_file.is_some()) {
            let hint = "leave it out, or name the shares of the old set with --from";
            return Err(Failure::usage("an old passphrase requires --from", hint));
        }
        if typed.from.is_empty() && typed.old_record.is_some() {
            let hint = "leave it out, or name the shares of the old set with --from";
            return Err(Failure::usage("an old record requires --from", hint));
        }
        typed.old_record.iter().try_for_each(|record| refuse_piped("--old-record", record))?;
        refuse_double_stdin(
            typed
                .input
                .iter()
                .chain(&typed.asked.plan)
                .chain(&typed.old_record)
                .chain(&typed.from)
                .chain(&typed.dice.rolls)
                .chain(&typed.dice.machine_bytes)
                .chain(&typed.passphrase_file)
                .chain(&typed.old_passphrase_file)
                .chain(&typed.bip39_passphrase_file),
        )?;
        let exponent = typed.exponent.as_deref().map(exponent).transpose()?;
        let passphrase = passphrase_source(typed.passphrase, typed.passphrase_file.clone());
        let old_passphrase = passphrase_source(typed.old_passphrase, typed.old_passphrase_file.clone());
        let mut others = typed.dice.rolls.iter().chain(&typed.dice.machine_bytes);
        let mut passphrases = typed.passphrase_file.iter().chain(&typed.bip39_passphrase_file);
        let stdin_taken = passphrases.any(|name| is_stdin(name)) || others.any(|name| is_stdin(name));
        let output = ShareOutput::new(&typed, &print, console, machine)?;
        let (report, stated) = ReportOutput::new(&typed.ceremony, &output, &plan)?;
        refuse_unsealable(&typed, &plan, &output, &print, console, machine)?;
        if typed.read_back.is_some() && !matches!(output, ShareOutput::Terminal) {
            let hint = "leave it out: what goes to a file or a pipe is not typed back";
            return Err(Failure::usage("--read-back requires shares on a terminal", hint));
        }
        let read_back = typed.read_back.unwrap_or_default();
        let halves = match &typed.seal {
            Some(_) => ExpectedHalf::take_from(&mut typed.expecting.values)?,
            None => Vec::new(),
        };
        typed.expecting.refuse_lone_path()?;
        let mut expecting = typed.expecting.clone();
        let planned = plan.expect.iter().filter(|value| !typed.expecting.values.contains(value));
        expecting.values.extend(planned.cloned());
        let expected = expecting.of(None, None, typed.language)?;
        let key = key_source(&typed, kind, machine, stdin_taken, expected.will_prove())?;
        if !expected.is_empty() && matches!(key, KeySource::Seal(_) | KeySource::Key(GivenSource::Fresh(_))) {
            let hint = "leave --expect out, and ask the first drill for the value of the new key";
            return Err(Failure::usage("nobody can know a value of a key that does not exist yet", hint));
        }
        if let KeySource::Seal(file) = &key {
            refuse_unprintable(file.sealed_name(), LONGEST_FILE_NAME)?;
            if !matches!(output, ShareOutput::Folder(_)) {
                refuse_existing(&file.beside())?;
            }
        }
        let date = typed.print.date.as_deref().map(day).transpose()?;
        let request = Self {
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
            rules,
            expected,
            expect_file: typed.expect_file,
            report,
            stated,
            dice,
            halves,
            keeps_public: match (typed.keep_public, typed.no_keep_public) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            bip39_passphrase_file: typed.bip39_passphrase_file,
            confirming,
        };
        request.refuse_equal_files()?;
        Ok(request)
    }

    /// Two names that differ only in signs or capitals would make one file.
    fn refuse_equal_files(&self) -> Result<(), Failure> {
        // As media see it that know no capitals.
        let mut stems: Vec<String> = self.stems().iter().map(|stem| stem.to_uppercase()).collect();
        stems.sort_unstable();
        let equal = stems.windows(2).any(|two| two[0] == two[1]);
        if equal && matches!(self.output, ShareOutput::Folder(_)) {
            let hint =
                "give the groups names that differ in letters or digits, not only in signs or capitals";
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

    /// The line above the words of a share in its file.
    #[must_use]
    pub fn remark(&self, at: usize, header: &Header) -> String {
        format!("SLIP-0039. {}. Needed: {}", self.title(at, header), self.policy)
    }

    /// The name of a group, if it has one.
    #[must_use]
    pub fn group_name(&self, group: u8) -> Option<&str> {
        self.group_names.get(usize::from(group)).and_then(Option::as_deref)
    }
}

/// Sealed shares are files; a passphrase that one is sealed to is shown on a terminal.
fn refuse_unsealable(
    typed: &Options,
    plan: &Plan,
    output: &ShareOutput,
    print: &PrintPlan,
    console: &Console,
    machine: Machine,
) -> Result<(), Failure> {
    let sealed: Result<Vec<SealedTo>, _> =
        plan.cards().filter_map(|(_, _, card)| card.sealed_to().transpose()).collect();
    let sealed = sealed.map_err(no_recipient)?;
    if sealed.is_empty() {
        return match print.neutral_names {
            true => Err(Failure::usage("--neutral-names requires a recipient", "leave it out, or add --to")),
            false => Ok(()),
        };
    }
    if matches!(output, ShareOutput::Compared(_)) {
        return Ok(());
    }
    if !matches!(output, ShareOutput::Folder(_)) {
        return Err(Failure::usage(
            "a share that is sealed requires -o DIR",
            "add -o DIR, or leave out --to",
        ));
    }
    if sealed.len() == plan.cards().count() && !print.formats.iter().all(|format| format.is_of_sealed()) {
        let hint = "--format words makes the sealed files, pdf the sealed cards as well";
        return Err(Failure::usage("every share is sealed: no code is drawn of one", hint));
    }
    if !sealed.contains(&SealedTo::Passphrase) {
        return Ok(());
    }
    if typed.dice.agree {
        let hint = "give that holder paper, or a recipient";
        let message = "--agree does not go with a passphrase: it is shown before the other machine agrees";
        return Err(Failure::usage(message, hint));
    }
    refuse_untold_passphrase(console, machine)
}

/// Finds the policy, the plan and the file of the key in what was typed without an option.
fn understand(typed: &mut Options) -> Result<(), Failure> {
    let is_ours = typed.from_format.is_none() && typed.from.is_empty();
    if is_ours && typed.asked.of.is_some() && typed.asked.needed.is_none() {
        typed.asked.needed = typed.unconfirmed.threshold.take();
    }
    if let Some(format) =
        typed.from.first().filter(|name| ForeignFormat::from_str(name, true).is_ok() && !is_file(name))
    {
        let hint = format!("--from-format {format} says what made them");
        return Err(Failure::usage("--from takes the files with the shares", hint));
    }
    let mut extra = typed.asked.understand(AnyFile::IsAPlanByName)?.into_iter();
    let says_the_key =
        typed.input.is_some() || typed.generate.is_some() || typed.seal.is_some() || !typed.from.is_empty();
    if let Some(name) = extra.next() {
        let says_who =
            typed.asked.policy.is_some() || typed.asked.plan.is_some() || !typed.asked.groups.is_empty();
        if !says_who {
            let hint = "name one before the key: quorate split 3of5 --in FILE; or give a plan: --plan FILE";
            return Err(Failure::usage("a policy is missing", hint));
        }
        if says_the_key || !is_stdin(&name) && !is_file(&name) {
            let hint = "--in FILE reads the key, --custodian NAME names who gets a share";
            return Err(refused_extra(&name, hint));
        }
        typed.input = Some(name);
    }
    match extra.next() {
        Some(name) => Err(refused_extra(&name, "one policy, and one file with the key")),
        None => Ok(()),
    }
}

/// A policy behind --from was taken for one more share.
fn hint_at_swallowed(failure: Failure, from: &[String]) -> Failure {
    if from.iter().any(|name| name.parse::<Policy>().is_ok()) {
        return failure.with_hint("it comes before --from: quorate split 3of5 --from FILES".to_owned());
    }
    failure
}

/// The custodians in the order of the shares: by name, or by role where nobody is named; none if nobody is known.
fn custodians(plan: &Plan) -> Vec<String> {
    let known = plan.cards().map(|(_, _, card)| card.holder().map(str::to_owned));
    known.collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn exponent(text: &str) -> Result<Exponent, Failure> {
    text.parse().ok().and_then(Exponent::new).ok_or_else(|| {
        Failure::usage("--exponent takes a number from 0 to 15", "leave it out for the usual 1")
    })
}
