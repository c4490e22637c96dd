//! The JSON document of `preflight`.

use serde::Serialize;

use super::finding::{Finding, State, count};
use crate::host::document::Head;

/// What was found.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    findings: Vec<Found<'a>>,
    /// How many of them cannot be told: these are not fit.
    unknown: usize,
    tool_version: &'static str,
    tool_sha256: &'a str,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    check: &'a str,
    state: &'static str,
    text: &'a str,
}

/// The same, of a machine that is fit.
#[derive(Debug, Serialize)]
pub(super) struct Whole<'a> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    document: Document<'a>,
}

impl<'a> Document<'a> {
    pub(super) fn of(findings: &'a [Finding], digest: &'a str) -> Self {
        let found = |finding: &'a Finding| Found {
            check: finding.check,
            state: finding.state.told(),
            text: &finding.text,
        };
        Self {
            findings: findings.iter().map(found).collect(),
            unknown: count(findings, State::Unknown),
            tool_version: env!("CARGO_PKG_VERSION"),
            tool_sha256: digest,
        }
    }
}

impl<'a> Whole<'a> {
    pub(super) fn of(document: Document<'a>) -> Self {
        Self { head: Head::of("preflight"), document }
    }
}
