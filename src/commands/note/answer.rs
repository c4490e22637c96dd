//! The document of `note`.

use serde::Serialize;

use crate::host::document::Head;

/// The document of `note`.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// What was noted.
    pub event: String,
    /// The code of the journal's head.
    pub journal_head: String,
    /// The challenge that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// What a failed `note` adds to its document.
#[derive(Debug, Serialize)]
pub struct Unwritten<'a> {
    /// The line that is not in the journal.
    pub line: &'a str,
}
