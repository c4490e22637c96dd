//! The documents about shares of other tools.

use super::answer::Secret;
use crate::{
    ceremony::submission::Source,
    formats::foreign::{Facts, Format},
    host::document::{Head, document},
    slip39::ordinal,
};
use serde::Serialize;

/// What is known of a secret beside it.
#[derive(Clone, Debug, Serialize)]
pub struct ForeignFacts {
    /// What made the shares.
    pub format: &'static str,
    /// Bytes of the secret.
    pub bytes: usize,
    /// How many were said to be needed, where shares do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
    /// How many different shares there were.
    pub shares: usize,
    /// The smallest threshold on which all of them agree, where one more than that came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest_threshold: Option<u32>,
    /// `digest`, `checksum`, `agreement` or `nothing`.
    pub confirmed_by: &'static str,
}

/// What the document of a recovery from such shares is made of.
#[derive(Debug)]
pub struct RecoverForeign<'a> {
    /// The kind of the secret and the secret, if it did not go to a file.
    pub secret: Option<(&'static str, &'a str)>,
    /// Whether it is hex because raw bytes do not go into a document.
    pub is_hex_of_raw: bool,
    /// The file that it is in.
    pub output: Option<String>,
    /// Whether it is the published practice key.
    pub practice: bool,
    /// What is known of it.
    pub facts: ForeignFacts,
}

/// The document of `recover --from-format`.
#[must_use]
pub fn recover_foreign(recovered: &RecoverForeign<'_>) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        #[serde(flatten)]
        head: Head,
        #[serde(skip_serializing_if = "Option::is_none")]
        secret: Option<Secret<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        output: Option<&'a str>,
        passphrase: &'static str,
        digest: bool,
        practice: bool,
        foreign: &'a ForeignFacts,
    }
    let encoding = if recovered.is_hex_of_raw { "hex" } else { "text" };
    document(&Document {
        head: Head::of("recover"),
        secret: recovered.secret.map(|(kind, value)| Secret { kind, encoding, value }),
        output: recovered.output.as_deref(),
        passphrase: "none",
        digest: recovered.facts.confirmed_by == "digest",
        practice: recovered.practice,
        foreign: &recovered.facts,
    })
}

/// A share in the document of `check --from-format`.
#[derive(Debug, Serialize)]
pub struct CheckedForeign {
    source: String,
    line: usize,
    ok: bool,
    bytes: usize,
    #[serde(flatten)]
    place: ForeignPlace,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum ForeignPlace {
    Point { number: u32, name: Option<String> },
    Sskr { identifier: u16, group: u8, member: u8, member_threshold: u8, groups_needed: u8, group_count: u8 },
}

impl CheckedForeign {
    /// A share that is one, from this source.
    #[must_use]
    pub fn new(source: &Source, facts: &Facts) -> Self {
        let (bytes, place) = match facts {
            Facts::Point { number, name, bytes } => {
                (*bytes, ForeignPlace::Point { number: *number, name: name.clone() })
            }
            Facts::Sskr { header, bytes } => (
                *bytes,
                ForeignPlace::Sskr {
                    identifier: header.set.identifier,
                    group: ordinal(header.group),
                    member: ordinal(header.member),
                    member_threshold: header.member_threshold,
                    groups_needed: header.set.group_threshold,
                    group_count: header.set.group_count,
                },
            ),
        };
        Self { source: source.name.clone(), line: source.place.number(), ok: true, bytes, place }
    }
}

/// What is known of such shares together.
#[derive(Debug, Serialize)]
pub struct TogetherForeign {
    /// Whether there are enough; none where nobody said how many are needed.
    pub sufficient: Option<bool>,
    /// Whether a digest confirmed them.
    pub digest: bool,
    /// Nothing: all of them were tested, or could not be.
    pub untested: [u8; 0],
    /// What is missing.
    pub missing: Option<String>,
    /// As in the document of `recover`.
    pub confirmed_by: &'static str,
    /// As in the document of `recover`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smallest_threshold: Option<u32>,
}

/// The document of `check --from-format`.
#[must_use]
pub fn check_foreign(format: Format, shares: Vec<CheckedForeign>, together: TogetherForeign) -> String {
    #[derive(Serialize)]
    struct Document {
        #[serde(flatten)]
        head: Head,
        format: &'static str,
        shares: Vec<CheckedForeign>,
        together: TogetherForeign,
        practice: bool,
    }
    let head = Head::of("check");
    document(&Document { head, format: format.name(), shares, together, practice: false })
}
