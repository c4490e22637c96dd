//! What `check` answers: each share alone, then all together, and what the record says.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict},
        compare::Compared,
        recover::RecoverError,
    },
    host::{
        console::{self, ELSEWHERE, Voice},
        document::{Place, Set},
        failure::{Code, Details, Failure},
    },
    slip39::{ordinal, words::value_bytes},
    transfer::{
        archive::{ledger::Book, standings::CardVerdict},
        explain,
    },
};

/// What a check found that found nothing wrong.
#[derive(Debug, Serialize)]
pub(super) struct Answer<'a> {
    #[serde(flatten, serialize_with = "as_details")]
    checked: Checked<'a>,
    together: Together,
    practice: bool,
    #[serde(skip)]
    told: Told,
}

/// The same of a check that found something wrong, which people are told beside it.
#[derive(Debug, Serialize)]
pub(super) struct Faulty<'a> {
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
pub(super) struct Checked<'a> {
    shares: Vec<CheckedShare<'a>>,
    #[serde(flatten)]
    recorded: Option<Recorded>,
}

/// What a check against a record adds.
#[derive(Debug, Serialize)]
struct Recorded {
    /// The hash of the plan.
    plan_hash: String,
    /// The code of the journal's head.
    journal_head: String,
    /// What the record says of each share, in their order.
    standings: Vec<CardStanding>,
    /// The receipt, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<String>,
}

/// What the record says of a share.
#[derive(Debug, Serialize)]
struct CardStanding {
    /// Where it came from.
    source: String,
    /// Its group, from 1.
    group: u8,
    /// Its place in the group, from 1.
    member: u8,
    /// Who answers for it.
    custodian: Option<String>,
    standing: CardVerdict,
}

#[derive(Debug, Serialize)]
struct Together {
    sufficient: bool,
    digest: bool,
    untested: Vec<Place>,
    missing: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum CheckedShare<'a> {
    Good {
        source: &'a str,
        line: usize,
        ok: bool,
        group: u8,
        member: u8,
        member_threshold: u8,
        words: usize,
        bytes: usize,
        set: Set,
    },
    Bad {
        source: &'a str,
        line: usize,
        ok: bool,
        code: Code,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
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

    fn tell_beside(&self, voice: &Voice) {
        self.told.beside.iter().for_each(|line| voice.say(line));
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

    fn tell_beside(&self, voice: &Voice) {
        self.beside.iter().for_each(|line| voice.say(line));
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
        book: Option<&Book>,
        compared: &[Compared],
        receipt: Option<&str>,
    ) -> Self {
        Self {
            shares: verdict.shares.iter().map(CheckedShare::of).collect(),
            recorded: book.map(|book| Recorded::of(book, compared, receipt)),
        }
    }
}

impl Recorded {
    fn of(book: &Book, compared: &[Compared], receipt: Option<&str>) -> Self {
        let standing = |one: &Compared| CardStanding {
            source: one.source.name.clone(),
            group: ordinal(one.card.group),
            member: ordinal(one.card.member),
            custodian: book.record.plan.holder(one.card.group, one.card.member).map(str::to_owned),
            standing: one.standing.into(),
        };
        Self {
            plan_hash: book.record.plan_hash.clone(),
            journal_head: book.journal.head().code(),
            standings: compared.iter().map(standing).collect(),
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
