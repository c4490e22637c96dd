//! What `check` answers: each share alone, then all together, and what the record says.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::report;
use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict},
        compare::ComparedShare,
        recover::RecoverError,
    },
    custody::status::state::Gone,
    host::{
        console::{self, Console, ELSEWHERE},
        document::{Place, Set},
        failure::{Code, Details, Failure},
    },
    slip39::{ordinal, words::value_bytes},
    transfer::{
        archive::{ledger::Ledger, standings::CardVerdict, today::Today},
        explain,
    },
};

/// What a check found that found nothing wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    #[serde(flatten, serialize_with = "as_details")]
    #[cfg_attr(test, schemars(with = "Checked<'static>"))]
    checked: Checked<'a>,
    /// What they say together.
    together: Together,
    /// Whether it is the published practice key.
    practice: bool,
    #[serde(skip)]
    told: Told,
}

/// The same of a check that found something wrong, which people are told beside it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Faulty<'a> {
    #[serde(flatten)]
    checked: Checked<'a>,
    #[serde(skip)]
    beside: Vec<String>,
}

/// An answer for people, and what they are told beside it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) text: String,
    pub(super) beside: Vec<String>,
}

/// Each share of a check, good or bad, and what the record says of them.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Checked<'a> {
    /// Each share, good or bad.
    #[cfg_attr(test, schemars(length(min = 1)))]
    shares: Vec<CheckedShare<'a>>,
    #[serde(flatten)]
    recorded: Option<RecordComparison>,
}

/// What a check against a record adds.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RecordComparison {
    /// The hash of the plan of the deal.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash: String,
    /// That of the plan of today, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash_today: Option<String>,
    /// The code of the journal's head.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    journal_head: String,
    /// What the record says of each share, in their order.
    standings: Vec<CardStanding>,
    /// The cards of the set that did not come, where several did.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_here: Option<Vec<String>>,
    /// The receipt, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::RECEIPT)))]
    receipt: Option<String>,
}

/// What the record says of a share.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct CardStanding {
    /// Where it came from.
    source: String,
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
    /// Who has it today, by the journal.
    custodian: Option<String>,
    /// What the record says.
    standing: CardVerdict,
    /// Present where the journal says that the card counts for nobody, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    noted: Option<Gone>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Together {
    /// Whether they are enough to recover the key.
    sufficient: bool,
    /// Whether a digest confirms them.
    digest: bool,
    /// Those that were not needed, and could not be tested.
    untested: Vec<Place>,
    /// What is missing, in words.
    missing: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum CheckedShare<'a> {
    /// A share that is whole.
    Good {
        /// Where it came from.
        source: &'a str,
        /// The line of a text, or the code in a picture.
        #[cfg_attr(test, schemars(range(min = 1)))]
        line: usize,
        /// Whether it is whole.
        #[cfg_attr(test, schemars(extend("const" = true)))]
        ok: bool,
        /// Its group, from 1.
        #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
        group: u8,
        /// Its place in the group, from 1.
        #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
        member: u8,
        /// How many of its group are needed.
        #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
        member_threshold: u8,
        /// How many words it has.
        #[cfg_attr(test, schemars(range(min = 20, max = 110)))]
        words: usize,
        /// Bytes of the key.
        #[cfg_attr(test, schemars(range(min = 16, max = 128), extend("multipleOf" = 2)))]
        bytes: usize,
        /// What the shares of its set have in common.
        set: Set,
    },
    /// A text that is no share.
    Bad {
        /// Where it came from.
        source: &'a str,
        /// The line of a text, or the code in a picture.
        #[cfg_attr(test, schemars(range(min = 1)))]
        line: usize,
        /// Whether it is whole.
        #[cfg_attr(test, schemars(extend("const" = false)))]
        ok: bool,
        /// Why not.
        code: Code,
        /// The same in words.
        message: String,
        /// The position of the failing word, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, schemars(range(min = 1)))]
        word: Option<usize>,
    },
}

/// In the order in which the same stands beside a failure.
fn as_details<S: Serializer>(checked: &Checked<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    Details::of(checked).serialize(serializer)
}

impl<'a> Answer<'a> {
    pub(super) fn new(verdict: &Verdict, checked: Checked<'a>, practice: bool, told: Told) -> Self {
        Self { checked, together: Together::of(verdict), practice, told }
    }
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        self.told.text.as_bytes().into()
    }

    fn tell_beside(&self, console: &Console) {
        self.told.beside.iter().for_each(|line| console.say(line));
    }
}

impl<'a> Faulty<'a> {
    pub(super) const fn new(checked: Checked<'a>, beside: Vec<String>) -> Self {
        Self { checked, beside }
    }
}

impl console::Answer for Faulty<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }

    fn tell_beside(&self, console: &Console) {
        self.beside.iter().for_each(|line| console.say(line));
    }
}

impl Together {
    fn of(verdict: &Verdict) -> Self {
        match &verdict.together {
            Some(Ok(quorum)) => Self {
                sufficient: true,
                digest: quorum.has_digest(),
                untested: quorum.untested().iter().map(Place::of).collect(),
                missing: None,
            },
            Some(Err(RecoverError::TooFew { progress, .. })) => Self {
                sufficient: false,
                digest: false,
                untested: Vec::new(),
                missing: Some(explain::missing(progress)),
            },
            _ => Self { sufficient: false, digest: false, untested: Vec::new(), missing: None },
        }
    }
}

impl<'a> Checked<'a> {
    pub(super) fn of(
        verdict: &'a Verdict,
        known: Option<(&Ledger, &Today)>,
        compared: &[ComparedShare],
        receipt: Option<&str>,
    ) -> Self {
        Self {
            shares: verdict.shares.iter().map(CheckedShare::of).collect(),
            recorded: known
                .map(|(ledger, today)| RecordComparison::of(ledger, today, verdict, compared, receipt)),
        }
    }
}

impl RecordComparison {
    fn of(
        ledger: &Ledger,
        today: &Today,
        verdict: &Verdict,
        compared: &[ComparedShare],
        receipt: Option<&str>,
    ) -> Self {
        let standing = |one: &ComparedShare| CardStanding {
            source: one.source.name.clone(),
            group: ordinal(one.card.group),
            member: ordinal(one.card.member),
            custodian: today.holder(one.card).map(str::to_owned),
            standing: one.standing.into(),
            noted: today.gone(one.card).map(|(how, _)| how),
        };
        Self {
            plan_hash: ledger.record.plan_hash.clone(),
            plan_hash_today: today.other_hash.clone(),
            journal_head: ledger.journal.head().code(),
            standings: compared.iter().map(standing).collect(),
            not_here: (verdict.shares.len() > 1).then(|| {
                report::not_here(verdict, &today.state.plan).iter().map(ToString::to_string).collect()
            }),
            receipt: receipt.map(str::to_owned),
        }
    }
}

impl<'a> CheckedShare<'a> {
    fn of(verdict: &'a ShareVerdict) -> Self {
        let (source, line) = (verdict.source.name.as_str(), verdict.source.place.number());
        match &verdict.header {
            Ok(header) => Self::Good {
                source,
                line,
                ok: true,
                group: ordinal(header.group),
                member: ordinal(header.member),
                member_threshold: header.member_threshold,
                words: verdict.words,
                bytes: value_bytes(verdict.words).unwrap_or_default(),
                set: Set::of(&header.set),
            },
            Err(unreadable) => {
                let failure = Failure::from((&verdict.source, unreadable));
                let word = failure.about().word;
                Self::Bad { source, line, ok: false, code: failure.code, message: failure.message, word }
            }
        }
    }
}
