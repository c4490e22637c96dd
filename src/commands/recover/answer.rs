//! What `recover` answers.

use std::borrow::Cow;

use serde::Serialize;

use crate::{
    commands::verdicts::{Compared, ConfirmedBy, KeyKind, ProvedTold},
    crypto::secret::SecretBytes,
    custody::record::sealed::RecordedSealed,
    formats::key::Way,
    host::{
        console::{self, ELSEWHERE},
        document::{Place, is_false},
    },
    transfer::intake::passphrase::How,
};

/// A key that was recovered, or what it opened, and what is known of it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer<'a> {
    /// The key, if it did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret<'a>>,
    /// The file that the key is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// What the key is in that form; not where it opened a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<WayTold>,
    /// How the passphrase came.
    pub passphrase: PassphraseTold,
    /// Present if the file of the passphrase was empty: the empty passphrase was taken.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub passphrase_file_empty: bool,
    /// How the BIP-39 passphrase came, where the wallet of BIP-39 words is shown. Nothing confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["given", "empty"])))]
    pub bip39_passphrase: Option<PassphraseTold>,
    /// Present if the file of the BIP-39 passphrase was empty.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub bip39_passphrase_file_empty: bool,
    /// What confirms that it is the key that was split, in this very form.
    pub confirmed_by: ConfirmedBy,
    /// What confirms the bytes that were split, where it does not confirm what is made of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["fingerprint", "sealed-file", "public-value", "record"])))]
    pub bytes_confirmed_by: Option<ConfirmedBy>,
    /// Present if the record contradicts the passphrase, and that was accepted: it is not the key of the record.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub other_passphrase_accepted: bool,
    /// The public values that were expected, all of which the key gives.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proved: Vec<ProvedTold>,
    /// What nothing confirms, and the cards of which the record cannot tell, for people.
    #[cfg_attr(test, schemars(inner(length(min = 1))))]
    pub caveats: Vec<String>,
    /// Whether a digest confirmed the shares.
    pub digest: bool,
    /// Shares that came and took no part in what was proved: nothing is known of them.
    pub untested: Vec<Place>,
    /// Whether it is the published practice key.
    pub practice: bool,
    /// Present if a record had a fingerprint to compare with, and it confirms the very form that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("const" = "matches")))]
    pub fingerprint: Option<Compared>,
    /// What was opened, if a sealed file was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened<'a>>,
    /// The key for people, if it goes down a pipe.
    #[serde(skip)]
    pub line: Option<&'a SecretBytes>,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        self.line.map_or(ELSEWHERE, |line| line.expose().into())
    }
}

/// A sealed file that was opened.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opened<'a> {
    /// The sealed file.
    #[cfg_attr(test, schemars(with = "RecordedSealed"))]
    pub sealed: Option<&'a RecordedSealed>,
    /// Bytes of what was sealed.
    pub bytes: u64,
}

/// A key.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Secret<'a> {
    /// Its form.
    pub kind: KeyKind,
    /// How it is written here.
    pub encoding: Encoding,
    /// The key.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub value: &'a str,
}

/// How a key is written in a document.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// As it is.
    Text,
    /// In hexadecimal digits: bytes do not go into a document.
    Hex,
}

/// How a passphrase came. That its file was empty is told beside it.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PassphraseTold {
    /// It was given.
    Given,
    /// The empty one was given.
    Empty,
    /// Nobody gave any, so the empty one was taken.
    AssumedEmpty,
    /// Shares of other tools know none.
    None,
}

impl From<How> for PassphraseTold {
    fn from(how: How) -> Self {
        match how {
            How::Given => Self::Given,
            How::Empty | How::EmptyFile => Self::Empty,
            How::Assumed => Self::AssumedEmpty,
        }
    }
}

/// What the key is in the form that is shown.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WayTold {
    /// The key as it came.
    Key,
    /// The bytes that were split, of a key in another form.
    Bytes,
    /// The BIP-32 master key of the wallet that the words stand for.
    WalletOfWords,
    /// The BIP-32 master key of the wallet that the seed stands for.
    WalletOfSeed,
    /// Nothing says what the bytes are.
    Assumed,
}

impl WayTold {
    /// None for another key, which is never given out.
    #[must_use]
    pub const fn of(way: Way) -> Option<Self> {
        match way {
            Way::Itself => Some(Self::Key),
            Way::Bytes => Some(Self::Bytes),
            Way::WalletOfWords(_) => Some(Self::WalletOfWords),
            Way::WalletOfSeed => Some(Self::WalletOfSeed),
            Way::Assumed => Some(Self::Assumed),
            Way::Another => None,
        }
    }
}
