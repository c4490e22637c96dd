//! What `note` answers.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    custody::journal::Event,
    host::console::{self, ELSEWHERE, Voice},
};

/// What was noted.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    /// What was noted.
    pub(super) event: Event,
    /// The code of the journal's head.
    pub(super) journal_head: String,
    /// The challenge that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) challenge: Option<String>,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        let asked = self.challenge.as_ref().map(|challenge| format!("challenge for receipts: {challenge}\n"));
        format!("{}journal head: {}\n", asked.unwrap_or_default(), self.journal_head).into_bytes().into()
    }
}

/// What was to be noted, and could not be.
#[derive(Debug, Serialize)]
pub(super) struct Unwritten<'a> {
    /// The line that is not in the journal, for whoever can add it.
    pub(super) line: &'a str,
}

impl console::Answer for Unwritten<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }

    fn tell_beside(&self, voice: &Voice) {
        voice.tell_whole(&format!("{}\n", self.line));
    }
}
