//! The documents of `--json`: one a run, additive within a version. The schemas are in `docs/schema/`.

use super::failure::{Code, Failure};
use crate::{
    formats::visible::is_printable,
    host::failure::Details,
    slip39::{Header, SetHeader, ordinal},
};
use serde::Serialize;

/// The version of all documents.
const VERSION: u32 = 1;

/// What every document begins with.
#[derive(Debug, Serialize)]
pub struct Head {
    schema: String,
    version: u32,
    ok: bool,
}

impl Head {
    /// The head of a document that tells of success.
    #[must_use]
    pub fn of(command: &str) -> Self {
        Self::ended(command, true)
    }

    /// The head of a document that tells how something ended.
    #[must_use]
    pub fn ended(command: &str, ok: bool) -> Self {
        Self { schema: format!("quorate/{command}"), version: VERSION, ok }
    }
}

/// The document of a command that succeeded.
#[must_use]
pub fn success(command: &str, answer: &impl Serialize) -> String {
    #[derive(Serialize)]
    struct Success<'a, T> {
        #[serde(flatten)]
        head: Head,
        #[serde(flatten)]
        answer: &'a T,
    }
    document(&Success { head: Head::of(command), answer })
}

/// One line of JSON. Somebody may look at it: what would steer their terminal, in the name of a file for instance, is
/// escaped, and reads the same.
#[must_use]
pub fn document(value: &impl Serialize) -> String {
    let mut line = json(value);
    if !line.chars().all(is_printable) {
        line = escaped(&line);
    }
    line.push('\n');
    line
}

#[expect(clippy::expect_used, reason = "no error may become an empty document")]
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("documents are made of strings and numbers, which JSON takes")
}

/// What is not printable stands within strings, for the signs of JSON itself are.
fn escaped(line: &str) -> String {
    let escape = |unit: &u16| format!("\\u{unit:04x}");
    line.chars().fold(String::with_capacity(2 * line.len()), |mut escaped, character| {
        if is_printable(character) {
            escaped.push(character);
        } else {
            escaped.extend(character.encode_utf16(&mut [0; 2]).iter().map(escape));
        }
        escaped
    })
}

/// What the shares of a set have in common.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Set {
    identifier: u16,
    extendable: bool,
    exponent: u8,
    groups_needed: u8,
    group_count: u8,
}

impl Set {
    /// The identifier.
    #[must_use]
    pub const fn identifier(&self) -> u16 {
        self.identifier
    }

    /// The same as a header says it.
    #[must_use]
    pub const fn of(set: &SetHeader) -> Self {
        Self {
            identifier: set.encryption.identifier.value(),
            extendable: set.encryption.extendable,
            exponent: set.encryption.exponent.value(),
            groups_needed: set.group_threshold,
            group_count: set.group_count,
        }
    }
}

/// Files of passphrases that were empty: each a wish, or a command that failed.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct EmptyFiles {
    /// That of the set's passphrase.
    #[serde(rename = "passphrase_file_empty", skip_serializing_if = "is_false")]
    pub passphrase: bool,
    /// That of the old set's.
    #[serde(rename = "old_passphrase_file_empty", skip_serializing_if = "is_false")]
    pub old: bool,
    /// That of the BIP-39 passphrase.
    #[serde(rename = "bip39_passphrase_file_empty", skip_serializing_if = "is_false")]
    pub bip39: bool,
}

/// Whether a field is left out: it says something only where it is true.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(crate) const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The place of a share in its set, both numbers from 1.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Place {
    group: u8,
    member: u8,
}

impl Place {
    /// That of the share with this header.
    #[must_use]
    pub const fn of(header: &Header) -> Self {
        Self { group: ordinal(header.group), member: ordinal(header.member) }
    }
}

#[derive(Serialize)]
struct Failed<'a> {
    schema: String,
    version: u32,
    ok: bool,
    exit: u8,
    code: Code,
    message: &'a str,
    hint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    word: Option<usize>,
    #[serde(flatten)]
    details: Option<&'a Details>,
}

/// The document of any command that failed.
#[must_use]
pub fn failure(command: &str, failure: &Failure) -> String {
    let about = failure.about();
    document(&Failed {
        schema: format!("quorate/{command}"),
        version: VERSION,
        ok: false,
        exit: failure.exit(),
        code: failure.code,
        message: &failure.message,
        hint: &failure.hint,
        share: about.share.as_deref(),
        group: about.group,
        member: about.member,
        word: about.word,
        details: about.details.as_ref(),
    })
}
