//! What `preflight` answers.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    finding::{Fitness, MachineFinding, count},
    summary,
};
use crate::host::console;

/// What was found.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    /// What each check found.
    #[cfg_attr(test, schemars(length(min = 1)))]
    findings: &'a [MachineFinding],
    /// How many of them cannot be told: these are not fit.
    unknown: usize,
    /// The version of this program.
    tool_version: &'static str,
    /// The SHA-256 of its file.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    tool_sha256: &'a str,
    /// The SHA-256 that the medium for the room claims of itself. A changed medium would claim the right one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    medium_sha256_claimed: Option<&'a str>,
}

impl<'a> Answer<'a> {
    pub(super) fn of(findings: &'a [MachineFinding], digest: &'a str, medium: Option<&'a str>) -> Self {
        Self {
            findings,
            unknown: count(findings, Fitness::Unknown),
            tool_version: env!("CARGO_PKG_VERSION"),
            tool_sha256: digest,
            medium_sha256_claimed: medium,
        }
    }
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        let Self { findings, tool_version, tool_sha256, medium_sha256_claimed, .. } = self;
        let mut text = String::new();
        for MachineFinding { check, state, text: seen } in *findings {
            text.push_str(&format!("{:<9} {check}: {seen}\n", state.told()));
        }
        text.push_str(&format!("\n{}\n", summary(findings)));
        text.push_str(&format!("\nquorate {tool_version}, SHA-256 of its file:\n{tool_sha256}\n"));
        if let Some(medium) = medium_sha256_claimed {
            text.push_str(&format!(
                "\nSHA-256 of the medium, claimed by itself: compare one read elsewhere:\n{medium}\n"
            ));
        }
        text.into_bytes().into()
    }
}
