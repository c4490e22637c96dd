//! The documents of `--json`: one a run, additive within a version. The schemas are in `docs/schema/`.

use serde::Serialize;

use super::failure::{Code, Failure};
use crate::{
    formats::visible::is_printable,
    host::failure::Details,
    slip39::{Header, SetHeader, ordinal},
};

/// The version of all documents.
const VERSION: u32 = 1;

/// What every document begins with.
#[derive(Debug, Serialize)]
pub struct DocumentHead {
    schema: String,
    version: u32,
    ok: bool,
}

impl DocumentHead {
    /// The head of a document of success.
    #[must_use]
    pub fn of(command: &str) -> Self {
        Self::ended(command, true)
    }

    /// The head of a document with this outcome.
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
        head: DocumentHead,
        #[serde(flatten)]
        answer: &'a T,
    }
    document(&Success { head: DocumentHead::of(command), answer })
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

/// Characters that are not printable can only be within strings, because the syntax of JSON is printable.
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Set {
    /// Its number.
    #[cfg_attr(test, schemars(range(min = 0, max = 32767)))]
    identifier: u16,
    /// Whether it is extendable.
    extendable: bool,
    /// The iteration exponent.
    #[cfg_attr(test, schemars(range(min = 0, max = 15)))]
    exponent: u8,
    /// How many of its groups must come together.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    groups_needed: u8,
    /// How many groups it has.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EmptyFiles {
    /// Present if the file of the passphrase was empty: the empty passphrase was taken.
    #[serde(rename = "passphrase_file_empty", skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub passphrase: bool,
    /// Present if the file of the old set's passphrase was empty: the empty one was taken.
    #[serde(rename = "old_passphrase_file_empty", skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub old: bool,
    /// Present if the file of the BIP-39 passphrase was empty: the empty one was taken.
    #[serde(rename = "bip39_passphrase_file_empty", skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub bip39: bool,
}

/// Whether a field is left out: it says something only where it is true.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(crate) const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// The place of a share in its set, both numbers from 1.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Place {
    /// The group.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// The number in the group.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
}

impl Place {
    /// That of the share with this header.
    #[must_use]
    pub const fn of(header: &Header) -> Self {
        Self { group: ordinal(header.group), member: ordinal(header.member) }
    }
}

/// A failure as programs read it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct FailureDocument<'a> {
    #[cfg_attr(test, schemars(skip))]
    schema: String,
    #[cfg_attr(test, schemars(skip))]
    version: u32,
    #[cfg_attr(test, schemars(skip))]
    ok: bool,
    /// The exit code.
    #[cfg_attr(test, schemars(range(min = 1)))]
    exit: u8,
    code: Code,
    /// What happened.
    #[cfg_attr(test, schemars(length(min = 1)))]
    message: &'a str,
    /// What to do next.
    #[cfg_attr(test, schemars(length(min = 1)))]
    hint: &'a str,
    /// The file that the failing share came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<&'a str>,
    /// Its group, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: Option<u8>,
    /// Its place in the group, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: Option<u8>,
    /// The position of the wrong word, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1)))]
    word: Option<usize>,
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    details: Option<&'a Details>,
}

/// The document of any command that failed.
#[must_use]
pub fn failure(command: &str, failure: &Failure) -> String {
    let about = failure.about();
    document(&FailureDocument {
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
