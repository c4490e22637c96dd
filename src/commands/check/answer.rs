//! The documents of `check`: each share alone, then all together, and what the record says.

use crate::{
    ceremony::{
        check::{ShareVerdict, Verdict},
        recover::RecoverError,
    },
    host::{
        document::{Head, Place, Set, document},
        failure::{Code, Details, Failure},
    },
    slip39::{ordinal, words::value_bytes},
    transfer::{archive::standings::CheckedRecord, explain},
};
use serde::Serialize;

/// The document of a `check` that found nothing wrong.
#[must_use]
pub fn check(verdict: &Verdict, practice: bool, recorded: Option<&CheckedRecord>) -> String {
    let together = match &verdict.together {
        Some(Ok(quorum)) => Together {
            sufficient: true,
            digest: quorum.has_digest(),
            untested: quorum.untested().iter().map(Place::of).collect(),
            missing: None,
        },
        Some(Err(RecoverError::TooFew { progress, .. })) => Together {
            sufficient: false,
            digest: false,
            untested: Vec::new(),
            missing: Some(explain::missing(progress)),
        },
        _ => Together { sufficient: false, digest: false, untested: Vec::new(), missing: None },
    };
    document(&Check { head: Head::of("check"), checked: checked(verdict, recorded), together, practice })
}

/// Each share of a check, good or bad, and what the record says of them.
#[must_use]
pub fn checked(verdict: &Verdict, recorded: Option<&CheckedRecord>) -> Details {
    #[derive(Serialize)]
    struct Checked<'a> {
        shares: Vec<CheckedShare<'a>>,
        #[serde(flatten)]
        recorded: Option<&'a CheckedRecord>,
    }
    Details::of(&Checked { shares: verdict.shares.iter().map(checked_share).collect(), recorded })
}

#[derive(Serialize)]
struct Check {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    checked: Details,
    together: Together,
    practice: bool,
}

#[derive(Serialize)]
struct Together {
    sufficient: bool,
    digest: bool,
    untested: Vec<Place>,
    missing: Option<String>,
}

#[derive(Serialize)]
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

fn checked_share(verdict: &ShareVerdict) -> CheckedShare<'_> {
    let (source, line) = (verdict.source.name.as_str(), verdict.source.place.number());
    match &verdict.header {
        Ok(header) => CheckedShare::Good {
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
            CheckedShare::Bad { source, line, ok: false, code: failure.code, message: failure.message, word }
        }
    }
}
