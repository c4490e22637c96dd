//! Records that were looked at, each with what was seen, or why nothing was; and how that ends.

use std::collections::BTreeSet;

use super::{
    hints,
    request::{AskedRecord, Request},
    seen::Seen,
    words,
};
use crate::{
    custody::status::{Finding, Status},
    formats::suspicion::may_be_secret,
    host::{
        console::Console,
        failure::{Code, Failure},
        files::read::shown,
    },
};

/// A record, and what was seen; or why nothing was.
#[derive(Debug)]
pub(super) struct Looked {
    /// Its file; or its number, where there is no such file: what was typed may be a secret then, and is not repeated.
    pub name: String,
    /// What was seen.
    pub seen: Result<Seen, Failure>,
}

impl Looked {
    /// Looks at the record with this number among the arguments, from 1.
    pub(super) fn at(number: usize, asked: &AskedRecord, request: &Request, console: &Console) -> Self {
        let seen = Seen::of(asked, request, console);
        let is_text = asked.typed.to_str().is_some();
        let name = match &seen {
            Err(error) if error.about().argument.is_some() => format!("record {number}"),
            // Nobody looked whether there is such a file.
            Err(_) if !is_text && may_be_secret(&asked.typed.to_string_lossy()) => format!("record {number}"),
            _ => shown(asked.typed.as_ref()),
        };
        Self { name, seen }
    }

    /// Why it is not as it should be.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.seen.as_ref().map_or_else(|error| Some(error.clone()), |seen| failure(&seen.status))
    }

    /// That of its worst finding; none, and so before all others, where nothing could be read.
    fn rank(&self) -> Option<u8> {
        Some(self.seen.as_ref().ok()?.status.findings.first()?.rank())
    }
}

/// The same, each under a name of its own: signs that cannot be shown look alike, and a file may be called as a number is.
pub(super) fn with_names_of_their_own(mut looked: Vec<Looked>) -> Vec<Looked> {
    let mut names = BTreeSet::new();
    for (number, one) in (1..).zip(&mut looked) {
        while !names.insert(one.name.clone()) {
            one.name = format!("{} ({number})", one.name);
        }
    }
    looked
}

/// The worst of several records: first what could not be read, for nobody can tell what is wrong there.
pub(super) fn failure_of(looked: &[Looked]) -> Option<Failure> {
    let mut failed: Vec<(&Looked, Failure)> =
        looked.iter().filter_map(|one| Some((one, one.failure()?))).collect();
    failed.sort_by_key(|(one, _)| one.rank());
    let others = failed.len().saturating_sub(1);
    let (first, failure) = failed.into_iter().next()?;
    if looked.len() == 1 {
        return Some(failure);
    }
    let more = match others {
        0 => String::new(),
        1 => "; and another record".to_owned(),
        number => format!("; and {number} other records"),
    };
    let message = format!("{}: {}{more}", first.name, failure.message);
    Some(failure.with_message(message))
}

fn failure(status: &Status) -> Option<Failure> {
    let first = status.findings.first()?;
    let more = match status.findings.len() {
        1 => String::new(),
        number => format!(", and {} more", number - 1),
    };
    let code = match first {
        Finding::OtherHead { .. } => Code::OtherHead,
        Finding::Journal(_) | Finding::BegunAnew => Code::Journal,
        Finding::HeadUnreadable { .. } => Code::CannotTell,
        _ => Code::Due,
    };
    Some(Failure::new(code, format!("{}{more}", words::told(first)), hints::hint(first)))
}
