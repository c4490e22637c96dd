//! What `split` answers.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    commands::verdicts::{KeyKind, ProvedTold},
    crypto::secret::SecretText,
    custody::record::{rolled::RecordedRolls, sealed::RecordedSealed},
    host::{
        console,
        document::{EmptyFiles, Set},
    },
};

/// A new set, and where it is.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer<'a> {
    /// The set.
    pub set: Set,
    /// The name of the set.
    pub label: Option<&'a str>,
    /// The policy in words.
    pub policy: String,
    /// What `recover --as` takes to give the key back; null for a new set of an old one.
    pub kind: Option<KeyKind>,
    /// Recombinations that were tried, all with success.
    #[cfg_attr(test, schemars(range(min = 2)))]
    pub recombinations: u64,
    /// The files of passphrases that were empty.
    #[serde(flatten)]
    pub empty_files: EmptyFiles,
    /// The folder that the shares are in.
    pub output: Option<String>,
    /// The hash of the plan, if there is a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub plan_hash: Option<&'a str>,
    /// The file that the record is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The shares.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub shares: Vec<SplitShare<'a>>,
    /// Files without a secret, within the folder; only where the shares go into one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<Vec<String>>,
    /// The file that was sealed to the key, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<&'a RecordedSealed>,
    /// The public values that were expected, all of which the key gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proved: Vec<ProvedTold>,
    /// How people's rolls went into it, if they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolled: Option<&'a RecordedRolls>,
    /// What two machines compare, if the set was dealt with rolls and every share has a verification key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement_code: Option<String>,
    /// The shares for a pipe, one a line; nothing where they are in the folder.
    #[serde(skip)]
    pub lines: SecretText,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        self.lines.expose().as_bytes().into()
    }
}

/// A share of a new set.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("oneOf" = [
    { "required": ["mnemonic"], "not": { "required": ["sealed"] } },
    { "required": ["file", "files"], "not": { "required": ["sealed"] } },
    { "required": ["mnemonic", "sealed", "file", "files"], "properties": { "mnemonic": { "type": "null" } } }
])))]
pub struct SplitShare<'a> {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub group: u8,
    /// The name of the group.
    pub group_name: Option<&'a str>,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub member: u8,
    /// Who gets it.
    pub custodian: Option<&'a str>,
    /// Its words, if they did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::WORDS)))]
    #[cfg_attr(test, schemars(with = "Option<&'static str>"))]
    pub mnemonic: Option<Option<&'a str>>,
    /// The file that only its holder opens, within the folder; its words are null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// The first of its files, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// All its files, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
}
