//! What `note` answers.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    custody::{journal::Event, plan::SHOWN_DIGITS},
    host::console::{self, Console, ELSEWHERE},
};

/// What was noted.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer {
    /// What was noted.
    pub(super) event: Event,
    /// The code of the journal's head.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    pub(super) journal_head: String,
    /// For `challenge`: what keyholders are to sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::CHALLENGE)))]
    pub(super) challenge: Option<String>,
    /// For `amended`: the hash of the plan as it is from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub(super) plan_hash: Option<String>,
    /// For `import`: how many lines were taken over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) imported_lines: Option<usize>,
    /// For `import`: up to which line, from 1, the two journals are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) common_line: Option<usize>,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        let asked = self.challenge.as_ref().map(|challenge| format!("challenge for receipts: {challenge}\n"));
        let amended = self.plan_hash.as_ref().map(|hash| format!("plan of today: {}\n", shown(hash)));
        let (asked, amended) = (asked.unwrap_or_default(), amended.unwrap_or_default());
        format!("{asked}{amended}journal head: {}\n", self.journal_head).into_bytes().into()
    }
}

/// The digits of a plan's hash that people compare.
fn shown(hash: &str) -> &str {
    hash.get(..SHOWN_DIGITS).unwrap_or(hash)
}

/// What was to be noted, and could not be.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Unwritten<'a> {
    /// The line that is not in the journal, for whoever can add it.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub(super) line: &'a str,
}

impl console::Answer for Unwritten<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }

    fn tell_beside(&self, console: &Console) {
        console.tell_whole(&format!("{}\n", self.line));
    }
}
