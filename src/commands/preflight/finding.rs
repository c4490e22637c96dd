//! What one check found, and what that means for a ceremony.

use serde::Serialize;

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct MachineFinding {
    /// What was looked at.
    #[cfg_attr(test, schemars(extend("enum" = super::CHECKS)))]
    pub(super) check: &'static str,
    /// What it means for a ceremony.
    pub(super) state: Fitness,
    /// What was seen, or why nothing was.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub(super) text: String,
}

/// What a finding means for a ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fitness {
    /// As it should be.
    Fit,
    /// For a person to judge.
    Judge,
    /// Not as it should be.
    Unfit,
    /// It cannot be told from here. Never the same as fit.
    Unknown,
}

impl Fitness {
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Judge => "your call",
            Self::Unfit => "unfit",
            Self::Unknown => "unknown",
        }
    }
}

impl MachineFinding {
    pub(super) fn fit(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: Fitness::Fit, text: text.into() }
    }

    pub(super) fn unfit(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: Fitness::Unfit, text: text.into() }
    }

    pub(super) fn judge(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: Fitness::Judge, text: text.into() }
    }

    /// `text` says what was not to be seen.
    pub(super) fn unknown(check: &'static str, text: impl Into<String>) -> Self {
        Self { check, state: Fitness::Unknown, text: text.into() }
    }
}

/// How many findings are in this state.
pub(super) fn count(findings: &[MachineFinding], state: Fitness) -> usize {
    findings.iter().filter(|finding| finding.state == state).count()
}

/// Those checks whose finding is in this state, in the order of the report.
pub(super) fn names(findings: &[MachineFinding], state: Fitness) -> Vec<&'static str> {
    findings.iter().filter(|finding| finding.state == state).map(|finding| finding.check).collect()
}
