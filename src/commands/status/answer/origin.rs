//! Where a record and its set come from, for programs: a record that was made anew, a set that was made of shares.

use serde::Serialize;

use crate::custody::record::{
    DateSource,
    origin::{RecordedOrigin, ShareFormat},
    remade::Remade,
};

/// That the record was made anew, and what was told of the one that was lost: nothing of that can be verified.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct MadeAnew {
    /// When it was made.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    day: String,
    /// Who says so.
    date_source: DateSource,
    /// The day of the deal, as it was told; null where nobody said.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    dealt: Option<String>,
    /// The SHA-256 of the lost record, or the digits of it that were told.
    record: Option<String>,
    /// The head of its journal that somebody holds, or its code.
    head: Option<String>,
}

impl MadeAnew {
    pub(super) fn of(remade: &Remade) -> Self {
        Self {
            day: remade.stamp.day.to_string(),
            date_source: remade.stamp.source,
            dealt: remade.dealt.map(|day| day.to_string()),
            record: remade.record.clone(),
            head: remade.head.clone(),
        }
    }
}

/// What the set was made of, as far as the shares that came said it, or whoever brought them.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct MadeOf {
    /// What had made those shares.
    format: ShareFormat,
    /// The number that they bear; null where they bear none.
    set: Option<u16>,
    /// How many different ones came. How many there are, none of them says.
    shares: usize,
    /// Groups that had to come together.
    groups_needed: u8,
    /// By group, how many of its shares had to come together; null for a group of which none came.
    thresholds: Vec<Option<u8>>,
}

impl MadeOf {
    pub(super) fn of(origin: &RecordedOrigin) -> Self {
        let RecordedOrigin { format, set, shares, groups_needed, thresholds } = origin.clone();
        Self { format, set, shares, groups_needed, thresholds }
    }
}
