//! What `check` answers about shares of other tools.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    ceremony::submission::Source,
    commands::verdicts::{Agreed, ForeignTool},
    formats::foreign::Facts,
    host::console,
    slip39::ordinal,
};

/// What a check of such shares found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer {
    /// What made the shares.
    pub(super) format: ForeignTool,
    /// Each share.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub(super) shares: Vec<CheckedForeign>,
    /// What they say together.
    pub(super) together: TogetherForeign,
    /// Never: nothing here knows a practice key.
    pub(super) practice: bool,
    #[serde(skip)]
    pub(super) text: String,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        self.text.as_bytes().into()
    }
}

/// A share of another tool.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct CheckedForeign {
    /// Where it came from.
    source: String,
    /// The line of a text, the code in a picture, or which share was typed.
    #[cfg_attr(test, schemars(range(min = 1)))]
    line: usize,
    /// Always: a check of such shares that finds something wrong is a failure.
    #[cfg_attr(test, schemars(extend("const" = true)))]
    ok: bool,
    /// Bytes of the secret.
    #[cfg_attr(test, schemars(range(min = 1)))]
    bytes: usize,
    #[serde(flatten)]
    place: ForeignPlace,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
enum ForeignPlace {
    Codex32 { identifier: String, index: char, threshold: u8 },
    Point { number: u32, name: Option<String> },
    Sskr { identifier: u16, group: u8, member: u8, member_threshold: u8, groups_needed: u8, group_count: u8 },
}

impl CheckedForeign {
    pub(super) fn new(source: &Source, facts: &Facts) -> Self {
        let (bytes, place) = match facts {
            Facts::Point { number, name, bytes } => {
                (*bytes, ForeignPlace::Point { number: *number, name: name.clone() })
            }
            Facts::Codex32 { header, bytes } => (
                *bytes,
                ForeignPlace::Codex32 {
                    identifier: header.identifier.iter().collect(),
                    index: header.index,
                    threshold: header.threshold,
                },
            ),
            Facts::Sskr { header, bytes } => (
                *bytes,
                ForeignPlace::Sskr {
                    identifier: header.set.identifier,
                    group: ordinal(header.group),
                    member: ordinal(header.member),
                    member_threshold: header.member_threshold,
                    groups_needed: header.set.group_threshold,
                    group_count: header.set.group_count,
                },
            ),
        };
        Self { source: source.name.clone(), line: source.place.number(), ok: true, bytes, place }
    }
}

/// What is known of such shares together.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct TogetherForeign {
    /// Whether there are enough; none where nobody said how many are needed.
    pub(super) sufficient: Option<bool>,
    /// Whether a digest confirmed them.
    pub(super) digest: bool,
    /// Nothing: all of them were tested, or could not be.
    pub(super) untested: [u8; 0],
    /// What is missing.
    pub(super) missing: Option<String>,
    /// As in the document of `recover`.
    pub(super) confirmed_by: Agreed,
    /// As in the document of `recover`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 255)))]
    pub(super) smallest_threshold: Option<u32>,
}
