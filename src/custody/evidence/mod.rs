//! A folder for an auditor: record, journal, reports, receipts and plan, with their sums in a manifest, and a checklist that
//! people sign. What stands here judges texts by their bytes; who reads them from a disk, and who signed, is for others.
//!
//! ```text
//! signature -> CHECKLIST.txt -> MANIFEST.json -> each file
//!                               record.json -> journal.jsonl -> receipts
//! ```
//!
//! The first chain says that nobody changed the folder since it was signed, the second that the files are of one set. Whoever
//! makes a folder can make both, but for signatures and for heads that others hold.

pub mod checklist;
pub mod clauses;
pub mod derived;
pub mod fitting;
pub mod manifest;
pub mod quoted;
pub mod redacted;
pub mod reports;
pub mod strict;

/// What signatures of a checklist are for, as `ssh-keygen -n` takes it.
pub const NAMESPACE: &str = "quorate-evidence";
