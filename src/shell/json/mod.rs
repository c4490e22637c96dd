//! The documents of `--json`: one a run, additive within a version. The schemas are in `docs/schema/`.

use serde::Serialize;

use super::failure::{Code, Failure};
use crate::{
    custody::record::sealed::RecordedSealed,
    formats::visible::is_printable,
    slip39::{Header, SetHeader, ordinal},
};

mod check;
pub mod drill;
mod foreign;

pub use self::{
    check::{CheckedRecord, Standing, check, checked},
    foreign::{
        CheckedForeign, ForeignFacts, RecoverForeign, TogetherForeign, check_foreign, recover_foreign,
    },
};

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

/// One line of JSON. Somebody may look at it: what would steer their terminal, in the name of a file for instance, is
/// escaped, and reads the same.
#[must_use]
pub fn document(value: &impl Serialize) -> String {
    // The documents are made of strings and numbers: there is nothing in them that serde_json could refuse.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    if !line.chars().all(is_printable) {
        line = escaped(&line);
    }
    line.push('\n');
    line
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

/// The document of `split`.
#[derive(Debug, Serialize)]
pub struct Split<'a> {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The set.
    pub set: Set,
    /// The name of the set.
    pub label: Option<&'a str>,
    /// The policy in words.
    pub policy: String,
    /// What the key was, as `recover --as` takes it.
    pub kind: Option<&'static str>,
    /// Recombinations that were tried, all with success.
    pub recombinations: u64,
    /// The files of passphrases that were empty.
    #[serde(flatten)]
    pub empty_files: EmptyFiles,
    /// The folder that the shares are in.
    pub output: Option<String>,
    /// The hash of the plan, if there is a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_hash: Option<&'a str>,
    /// The file that the record is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The shares.
    pub shares: Vec<SplitShare<'a>>,
    /// Files without a secret, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<Vec<String>>,
    /// The file that was sealed to the key, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<&'a RecordedSealed>,
}

/// A share in the document of `split`.
#[derive(Debug, Serialize)]
pub struct SplitShare<'a> {
    /// Its group, from 1.
    pub group: u8,
    /// The name of the group.
    pub group_name: Option<&'a str>,
    /// Its place in the group, from 1.
    pub member: u8,
    /// Who gets it.
    pub custodian: Option<&'a str>,
    /// Its words, if they did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mnemonic: Option<&'a str>,
    /// The first of its files, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// All its files, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
}

/// The document of `card` and of `reissue`.
#[derive(Debug, Serialize)]
pub struct Card<'a> {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The name of the set.
    pub label: Option<&'a str>,
    /// The folder that the files are in.
    pub output: Option<String>,
    /// The shares.
    pub shares: Vec<CardShare<'a>>,
    /// Files without a secret, within the folder.
    pub public: Vec<String>,
}

/// A share in such a document.
#[derive(Debug, Serialize)]
pub struct CardShare<'a> {
    /// Where it came from, if it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its group, from 1.
    pub group: u8,
    /// Its place in the group, from 1.
    pub member: u8,
    /// Whose it is.
    pub custodian: Option<&'a str>,
    /// `dealt`, or `untold` where the record cannot tell; none without a record.
    pub standing: Option<&'static str>,
    /// Its words, if they did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mnemonic: Option<&'a str>,
    /// Its files, within the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
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

/// The document of `recover`.
#[derive(Debug, Serialize)]
pub struct Recover<'a> {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The key, if it did not go to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret<'a>>,
    /// The file that the key is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// What the key is in that form; not where it opened a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<&'static str>,
    /// `given`, `empty`, or `assumed-empty`.
    pub passphrase: &'static str,
    /// Whether the file of the passphrase was empty.
    #[serde(skip_serializing_if = "is_false")]
    pub passphrase_file_empty: bool,
    /// The same of the BIP-39 passphrase, where one was needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bip39_passphrase: Option<&'static str>,
    /// Whether the file of that one was empty.
    #[serde(skip_serializing_if = "is_false")]
    pub bip39_passphrase_file_empty: bool,
    /// What confirms that it is the key that was split, in this very form: `fingerprint`, `sealed-file`, `record`, or
    /// `nothing`.
    pub confirmed_by: &'static str,
    /// What confirms the bytes that were split, where it does not confirm what is made of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes_confirmed_by: Option<&'static str>,
    /// Whether the record contradicts the passphrase, and that was accepted.
    #[serde(skip_serializing_if = "is_false")]
    pub other_passphrase_accepted: bool,
    /// What nothing confirms, and the cards of which the record cannot tell, for people.
    pub caveats: Vec<String>,
    /// Whether a digest confirmed the shares.
    pub digest: bool,
    /// Shares that came and took no part in what was proved: nothing is known of them.
    pub untested: Vec<Place>,
    /// Whether it is the published practice key.
    pub practice: bool,
    /// `matches`, if a record had a fingerprint to compare with, and it confirms this very form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<&'static str>,
    /// What was opened, if a sealed file was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened<'a>>,
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_false(flag: &bool) -> bool {
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

/// A sealed file that was opened, in the document of `recover`.
#[derive(Debug, Serialize)]
pub struct Opened<'a> {
    /// The sealed file.
    pub sealed: Option<&'a RecordedSealed>,
    /// Bytes of what was sealed.
    pub bytes: u64,
}

/// A key in the document of `recover`.
#[derive(Debug, Serialize)]
pub struct Secret<'a> {
    /// Its form.
    pub kind: &'static str,
    /// `text`, or `hex` for raw bytes.
    pub encoding: &'static str,
    /// The key.
    pub value: &'a str,
}

/// The document of `note`.
#[derive(Debug, Serialize)]
pub struct Note {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// What was noted.
    pub event: String,
    /// The code of the journal's head.
    pub journal_head: String,
    /// The challenge that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

/// What a failed `note` adds to its document.
#[derive(Debug, Serialize)]
pub struct Unwritten<'a> {
    /// The line that is not in the journal.
    pub line: &'a str,
}

/// The document of `practice`.
#[derive(Debug, Serialize)]
pub struct Practice {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The commands, in order.
    pub steps: Vec<Step>,
}

/// A command of the exercise and its exit code.
#[derive(Debug, Serialize)]
pub struct Step {
    /// The command as it would be typed.
    pub command: String,
    /// How it ended, which is how it should.
    pub exit: u8,
}

/// The document of a command whose product is a text.
#[derive(Debug, Serialize)]
pub struct Text<'a> {
    /// The head.
    #[serde(flatten)]
    pub head: Head,
    /// The text.
    pub text: &'a str,
}

/// What a document tells beside a failure: fields of its own.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Details(serde_json::Value);

impl Details {
    /// The fields of `value`, which is a document without its head.
    #[must_use]
    pub fn of(value: &impl Serialize) -> Self {
        Self(serde_json::to_value(value).unwrap_or_default())
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
