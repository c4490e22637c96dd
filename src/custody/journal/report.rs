//! The report of a split or a drill, as its line in the journal names it: whoever has the files can tell that they are those which
//! were written on that day.

use serde::{Deserialize, Serialize};

use crate::crypto::hash::sha256_hex;

/// The sums of the two files of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSums {
    /// The SHA-256 of the PDF, 64 hex digits.
    pub pdf: String,
    /// The SHA-256 of the document beside it, 64 hex digits.
    pub json: String,
}

impl ReportSums {
    /// Those of these bytes.
    #[must_use]
    pub fn of(pdf: &[u8], json: &[u8]) -> Self {
        Self { pdf: sha256_hex(pdf), json: sha256_hex(json) }
    }
}
