//! What `recover` answers about shares of other tools.

use std::borrow::Cow;

use serde::Serialize;

use super::answer::{PassphraseTold, Secret};
use crate::{
    commands::verdicts::{Agreed, ForeignTool, ProvedTold},
    crypto::secret::SecretBytes,
    host::console::{self, ELSEWHERE},
};

/// What is known of a secret beside it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ForeignFacts {
    /// What made the shares.
    pub format: ForeignTool,
    /// Bytes of the secret.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub bytes: usize,
    /// How many were said to be needed, where shares do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 255)))]
    pub threshold: Option<u32>,
    /// How many different shares there were.
    #[cfg_attr(test, schemars(range(min = 1, max = 255)))]
    pub shares: usize,
    /// The smallest threshold on which all of them agree, where one more than that came.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 255)))]
    pub smallest_threshold: Option<u32>,
    /// What confirms it.
    pub confirmed_by: Agreed,
}

/// What a recovery from such shares gives.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    /// The secret, if it did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) secret: Option<Secret<'a>>,
    /// The file that it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) output: Option<String>,
    /// None: the formats of other tools know no passphrase.
    pub(super) passphrase: PassphraseTold,
    /// Whether a digest confirmed the shares.
    pub(super) digest: bool,
    /// Whether it is the published practice key.
    pub(super) practice: bool,
    /// The public values that were expected, all of which it gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) proved: Vec<ProvedTold>,
    /// What is known of it.
    pub(super) foreign: ForeignFacts,
    /// The secret for people, if it did not go to a file.
    #[serde(skip)]
    pub(super) line: Option<&'a SecretBytes>,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        self.line.map_or(ELSEWHERE, |line| line.expose().into())
    }
}
