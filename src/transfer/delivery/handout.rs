//! Shares that exist, on their way out: into a folder, onto the terminal, or down a pipe.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    folder::{self, Item, Written},
    names,
    read_back::ReadBack,
    reveal,
    style::PrintPlan,
    taken::Taken,
};
use crate::{
    ceremony::{print::PrintFormat, submission::Source},
    crypto::{
        random::OsEntropy,
        secret::{SecretBytes, SecretText},
    },
    custody::{
        plan::SealedTo,
        record::{Standing, sealed::RecordedSealed},
    },
    formats::count::count,
    host::{
        console::{self, Console},
        failure::Failure,
        files::{read, staging::Staging},
        terminal::Terminal,
    },
    paper::{
        card::{Card, Part},
        sheet::SetFacts,
    },
    slip39::{Header, Mnemonic, SetHeader, ordinal},
    transfer::{
        archive::standings::CardVerdict,
        sealing::shares::{self, ArmoredShare},
    },
};

/// What becomes of shares that exist.
#[derive(Debug)]
pub struct HandoutPlan {
    /// How many shares there are in the group of each, if that is known.
    pub of: Option<u8>,
    /// The name of the set.
    pub label: Option<String>,
    /// Whose the shares are, in their order; empty if nobody is named.
    pub custodians: Vec<String>,
    /// What the record says of the key, for the sheets.
    pub taken: Taken,
    /// What is made of each share.
    pub print: PrintPlan,
    /// Where it goes.
    pub output: HandoutOutput,
    /// How much of each share is typed back from its card; none where cards are not written by hand.
    pub read_back: Option<ReadBack>,
}

/// Where shares go.
#[derive(Debug)]
pub enum HandoutOutput {
    /// A new folder.
    Folder(PathBuf),
    /// A pipe or file.
    Stdout,
    /// The terminal.
    Terminal,
}

/// Shares of one set, and what is known of them.
#[derive(Debug)]
pub struct Handout {
    /// The command that hands them out.
    pub command: &'static str,
    /// What they have in common.
    pub set: SetHeader,
    /// The shares, each once.
    pub shares: Vec<Outgoing>,
    /// Whether they suffice to recover the key.
    pub is_quorum: bool,
    /// Whether the key is the published practice key.
    pub is_practice: bool,
}

/// A share that is handed out.
#[derive(Debug)]
pub struct Outgoing {
    /// Where it came from, if it came.
    pub source: Option<Source>,
    /// What it says of itself.
    pub header: Header,
    /// Its words.
    pub mnemonic: Mnemonic,
    /// What a record says of it.
    pub recorded: ShareOnRecord,
    /// Whether the record says that it was dealt; none where no record was given.
    pub standing: Option<Standing>,
    /// The same, sealed to a holder, in whose place nothing else leaves.
    pub sealed: Option<ArmoredShare>,
}

/// What a record says of a share, and the share does not.
#[derive(Debug, Default)]
pub struct ShareOnRecord {
    /// How many shares there are in its group.
    pub count: Option<u8>,
    /// What its group is called.
    pub group_name: Option<String>,
    /// Whose it is.
    pub custodian: Option<String>,
}

/// What `card` and `reissue` answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer<'a> {
    /// The name of the set.
    pub label: Option<&'a str>,
    /// The folder that the files are in.
    pub output: Option<String>,
    /// The shares; none for a blank card that fits any set.
    pub shares: Vec<CardShare<'a>>,
    /// Files without a secret, within the folder.
    pub public: Vec<String>,
    /// The same for a pipe; nothing where they are in the folder.
    #[serde(skip)]
    pub product: SecretBytes,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        self.product.expose().into()
    }
}

/// A share in such an answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("oneOf" = [{ "required": ["mnemonic"] }, { "required": ["files"] }])))]
pub struct CardShare<'a> {
    /// Where it came from, if it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub member: u8,
    /// Whose it is: as it was typed, or who has it today by record and journal.
    pub custodian: Option<&'a str>,
    /// Whether the record says that it was dealt; null without a record. None is given out that was not dealt.
    pub standing: Option<CardVerdict>,
    /// Its words, if they did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::WORDS)))]
    #[cfg_attr(test, schemars(with = "Option<&'static str>"))]
    pub mnemonic: Option<Option<&'a str>>,
    /// The file that only its holder opens, within the folder; its words are null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// Its files with a secret, within the folder; none where only a blank card was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
}

impl Handout {
    /// Has its one share leave sealed, and not as words.
    ///
    /// # Errors
    ///
    /// When there are several, the random source fails, or the holder stops who is shown a passphrase.
    pub fn seal(&mut self, to: &SealedTo, plan: &HandoutPlan, console: &Console) -> Result<(), Failure> {
        let [share] = self.shares.as_mut_slice() else {
            let hint = "seal them one by one, each to its own holder";
            return Err(Failure::usage("several shares were brought for one recipient", hint));
        };
        let custodian = plan.custodians.first().or(share.recorded.custodian.as_ref()).map(String::as_str);
        let group_name = share.recorded.group_name.as_deref();
        let part = Part { header: share.header, group_name, count: share.recorded.count.or(plan.of) };
        let title = title(&part, custodian);
        let remark = format!("SLIP-0039. {title}");
        share.sealed = Some(shares::to(to, &share.mnemonic, (&title, &remark), console)?);
        Ok(())
    }

    /// Hands the shares out as the plan says.
    ///
    /// # Errors
    ///
    /// When the plan does not fit the shares, or they cannot be written; nothing is left behind then.
    pub fn deliver(&self, plan: &HandoutPlan, console: &Console) -> Result<(), Failure> {
        self.refuse_wrong_counts(plan)?;
        let items = self.items(plan);
        match &plan.output {
            HandoutOutput::Folder(folder) => {
                let words = items.first().map_or(0, |item| item.card.words);
                let (staging, facts) = (Staging::begin(folder)?, self.facts(plan, words));
                let written = folder::folder(staging, &items, &facts, &[], &plan.print, console)?;
                console.say(&format!("the files are in {}", read::shown(folder)));
                let plain = self.shares.iter().filter(|share| share.sealed.is_none()).count();
                if plain < self.shares.len() {
                    console.say("only its holder can open it: send it to them");
                } else if self.is_quorum && plan.print.has_secret() {
                    folder::tell_of_quorum(folder, console);
                }
                let answer = self.answer(plan, Some((folder, &written)), SecretBytes::copy_of(&[]));
                console.answer(self.command, &answer, None).map_err(|failure| {
                    failure.with_hint(format!("the files are still in {}", read::shown(folder)))
                })
            }
            HandoutOutput::Terminal => {
                let terminal = Terminal::open(console, "-o DIR writes files")?;
                let shown = items.iter().zip(&self.shares).map(|(item, share)| {
                    (item.remark.trim_start_matches("SLIP-0039. ").to_owned(), &share.mnemonic)
                });
                reveal::cards(&terminal, shown, &plan.print.formats, plan.read_back, &mut OsEntropy)
            }
            HandoutOutput::Stdout => {
                console.answer(self.command, &self.answer(plan, None, piped(plan, &items)?), None)
            }
        }
    }

    fn refuse_wrong_counts(&self, plan: &HandoutPlan) -> Result<(), Failure> {
        let shares = self.shares.len();
        if !plan.custodians.is_empty() && plan.custodians.len() != shares {
            let message =
                format!("{} for {}", count(plan.custodians.len(), "custodian"), count(shares, "share"));
            return Err(Failure::usage(message, "name one custodian for each share, in order, or none"));
        }
        let is_too_few = |of: u8| {
            let says = |header: &Header| header.member_threshold.max(ordinal(header.member));
            self.shares.iter().any(|share| says(&share.header) > of)
        };
        if plan.of.is_some_and(is_too_few) {
            let hint = "--of is the number of shares in the group, not the number that is needed";
            return Err(Failure::usage("--of is smaller than the number that a share bears", hint));
        }
        Ok(())
    }

    fn items<'a>(&'a self, plan: &'a HandoutPlan) -> Vec<Item<'a>> {
        let item = |(at, share): (usize, &'a Outgoing)| {
            let Outgoing { header, mnemonic, .. } = share;
            let custodian = share.custodian(at, plan);
            let group_name = share.recorded.group_name.as_deref();
            let called =
                || group_name.map_or_else(|| format!("group{}", ordinal(header.group)), str::to_owned);
            let group = (header.set.group_count > 1).then(called);
            let part = Part { header: *header, group_name, count: share.recorded.count.or(plan.of) };
            Item {
                stem: match share.sealed {
                    Some(_) if plan.print.neutral_names => names::neutral_stem(header),
                    _ => names::stem(group.as_deref(), ordinal(header.member), custodian),
                },
                remark: format!("SLIP-0039. {}", title(&part, custodian)),
                card: Card {
                    mnemonic: (!plan.print.is_blank).then_some(mnemonic),
                    is_specimen: self.is_practice,
                    ..plan.card(Some(part), custodian, mnemonic.words().count())
                },
                mnemonic,
                sealed: share.sealed.as_ref(),
            }
        };
        self.shares.iter().enumerate().map(item).collect()
    }

    fn facts<'a>(&self, plan: &'a HandoutPlan, words: usize) -> SetFacts<'a> {
        SetFacts {
            set: self.set,
            label: plan.label.as_deref(),
            policy: None,
            plan: None,
            group_names: &[],
            custodians: &[],
            words,
            key: plan.taken.key(),
            wallet: plan.taken.wallet(),
            has_passphrase: plan.taken.passphrase,
            contact: plan.print.contact.as_deref(),
            date: plan.print.date.as_deref(),
            version: env!("CARGO_PKG_VERSION"),
            plan_hash: None,
            record_hash: None,
            sealed: plan.taken.sealed.as_ref().map(RecordedSealed::named),
            proved: &[],
            is_specimen: self.is_practice,
        }
    }

    fn answer<'a>(
        &'a self,
        plan: &'a HandoutPlan,
        folder: Option<(&Path, &Written)>,
        product: SecretBytes,
    ) -> Answer<'a> {
        let share = |(at, share): (usize, &'a Outgoing)| CardShare {
            source: share.source.as_ref().map(ToString::to_string),
            group: ordinal(share.header.group),
            member: ordinal(share.header.member),
            custodian: share.custodian(at, plan),
            standing: share.standing.map(CardVerdict::from),
            mnemonic: match (&share.sealed, folder) {
                (Some(_), _) => Some(None),
                (None, None) => Some(Some(share.mnemonic.expose())),
                (None, Some(_)) => None,
            },
            sealed: share.sealed.as_ref().and(folder).and_then(|(_, written)| written.first(at)),
            files: folder.and_then(|(_, written)| written.shares.get(at)).cloned(),
        };
        Answer {
            label: plan.label.as_deref(),
            output: folder.map(|(folder, _)| folder.to_string_lossy().into_owned()),
            shares: self.shares.iter().enumerate().map(share).collect(),
            public: folder.map_or_else(Vec::new, |(_, written)| written.public.clone()),
            product,
        }
    }
}

impl Outgoing {
    /// Whose it is: what was typed has precedence over the record.
    fn custodian<'a>(&'a self, at: usize, plan: &'a HandoutPlan) -> Option<&'a str> {
        plan.custodians.get(at).or(self.recorded.custodian.as_ref()).map(String::as_str)
    }
}

impl HandoutPlan {
    /// A card without words, of this part if it is of one.
    #[must_use]
    pub fn card<'a>(&'a self, part: Option<Part<'a>>, custodian: Option<&'a str>, words: usize) -> Card<'a> {
        Card {
            label: self.label.as_deref(),
            part,
            custodian,
            mnemonic: None,
            words,
            wallet: self.taken.wallet(),
            contact: self.print.contact.as_deref(),
            date: self.print.date.as_deref(),
            is_specimen: false,
        }
    }
}

/// What a share is called: which set, which part, whose.
fn title(part: &Part<'_>, custodian: Option<&str>) -> String {
    let name = custodian.map_or_else(String::new, |name| format!(", for {name}"));
    format!("Set {}, {}{name}", part.header.set.encryption.identifier, part.name())
}

/// Words and codes one after the other; any other file alone.
fn piped(plan: &HandoutPlan, items: &[Item<'_>]) -> Result<SecretBytes, Failure> {
    if items.len() > 1 && !plan.print.is_for_terminal() {
        let hint = "-o DIR writes files; or give one share";
        return Err(Failure::usage("cannot write the files of several shares to one pipe", hint));
    }
    let mut product = SecretText::with_capacity(items.len() * 512);
    for item in items {
        if plan.print.formats == [PrintFormat::Words] {
            product.push_str(item.mnemonic.expose());
            product.push('\n');
            continue;
        }
        for (_, file) in item.files(&plan.print)? {
            match str::from_utf8(file.bytes.expose()) {
                Ok(text) if items.len() > 1 => product.push_str(text),
                _ => return Ok(file.bytes),
            }
        }
    }
    Ok(SecretBytes::copy_of(product.expose().as_bytes()))
}
