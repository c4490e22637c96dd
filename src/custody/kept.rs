//! The text of a document that is kept: a record, public values, what an auditor gets.

use serde::Serialize;

/// JSON as people can read it, with a newline at its end.
#[must_use]
#[expect(clippy::expect_used, reason = "no error may become an empty document")]
pub(in crate::custody) fn text(document: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(document);
    text.expect("documents are made of strings, numbers and lists, which JSON takes") + "\n"
}
