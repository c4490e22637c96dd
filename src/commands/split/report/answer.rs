//! The document beside the printed report of a ceremony.

use serde::Serialize;

use crate::{
    ceremony::print::PrintFormat,
    commands::verdicts::{KeyKind, ProvedTold},
    custody::record::{DateSource, Tool, rolled::RecordedRolls},
    host::document::{DocumentHead, Set},
    transfer::archive::day::TimeSource,
};

/// The report of a ceremony. Texts, days and times are as the operator stated them, or the clock.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CeremonyReport<'a> {
    /// The head.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(skip))]
    pub head: DocumentHead,
    /// The set.
    pub set: Set,
    /// The name of the set.
    pub label: Option<&'a str>,
    /// The policy in words.
    pub policy: String,
    /// The hash of the plan, all 64 digits.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub plan_hash: String,
    /// Where the key came from.
    pub key: KeySourceTold,
    /// What `recover --as` takes to give the key back; null for a new set of an old one.
    pub kind: Option<KeyKind>,
    /// Whether a passphrase is needed besides the shares; null where nobody said.
    pub passphrase: Option<bool>,
    /// What gave the random values.
    pub randomness: Randomness,
    /// How people's rolls went into it, if they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rolled: Option<&'a RecordedRolls>,
    /// Recombinations by which every quorum was tried, all with success, before any share was shown.
    #[cfg_attr(test, schemars(range(min = 2)))]
    pub recombinations: u64,
    /// What one quorum gave that was read back from its final words.
    pub read_from_words: WordsGave,
    /// The public values that were expected, all of which the key gives.
    pub proved: Vec<ProvedTold>,
    /// Where the shares went.
    pub handed_over: HandedOver,
    /// What was made of each share.
    pub formats: Vec<FormatTold>,
    /// The cards.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub cards: Vec<DealtCard<'a>>,
    /// What the program advises against, and was accepted: the options.
    pub accepted: Vec<&'static str>,
    /// The rules of the plan that are not known to be kept, which was accepted.
    pub rules_accepted: Vec<&'static str>,
    /// The day.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    pub date: String,
    /// Who says so.
    pub date_source: DateSource,
    /// The time at which it began, as `14:32`, in UTC if it is that of the clock.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::TIME)))]
    pub time: Option<String>,
    /// Who says so.
    pub time_source: Option<TimeSource>,
    /// The time of the clock when the report was written, in UTC.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::TIME)))]
    pub ended: Option<String>,
    /// Minutes between, by the clock.
    pub minutes: Option<u64>,
    /// Where it was.
    pub place: Option<&'a str>,
    /// Who was at the machine.
    pub operator: Option<&'a str>,
    /// Who was there.
    pub attendees: &'a [String],
    /// The machine, as somebody read it off.
    pub machine: Option<&'a str>,
    /// The SHA-256 of the medium that the machine was started from, as it was stated.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub medium_sha256: Option<&'a str>,
    /// The SHA-256 of the record's file, if there is a record. The first line of its journal holds the sum of this report.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub record_sha256: Option<String>,
    /// Whether it is the published practice key.
    pub practice: bool,
    /// What of it nothing can confirm.
    #[cfg_attr(test, schemars(length(min = 1)))]
    pub statement: &'static str,
    /// What made it.
    pub tool: Tool,
}

/// A card, and how it came into its custodian's hands.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DealtCard<'a> {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    pub member: u8,
    /// Who gets it.
    pub custodian: Option<&'a str>,
    /// To whom it was sealed: the code of the recipient, or `passphrase`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_to: Option<&'a str>,
    /// The number of its bag, as it was stated.
    pub bag: Option<&'a str>,
    /// How much of it was read back from the card; null where nothing was.
    pub read_back: Option<ReadBackTold>,
    /// How often its words were shown on the screen; null where they were not.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub shown: Option<usize>,
    /// Places that were typed otherwise than shown at first; null where nothing was read back.
    pub slips: Option<usize>,
}

/// Where a key came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeySourceTold {
    /// It was generated here, and nobody saw it.
    Generated,
    /// It was generated here, and a file was sealed to it.
    GeneratedForFile,
    /// It was read from a file or a pipe.
    Read,
    /// It was typed.
    Typed,
    /// It is that of an older set.
    OldSet,
    /// It is that of shares which another tool made.
    OtherTool,
}

/// What gave random values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Randomness {
    /// The kernel of this machine alone.
    Machine,
    /// The kernel, and people who rolled; `rolled` says for what.
    MachineAndPeople,
}

/// What a quorum gave that was read back from its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WordsGave {
    /// The key.
    Key,
    /// What the old shares give with the passphrase that was given; nothing confirmed that passphrase.
    OldShares,
    /// The encrypted key of the old set, which was not decrypted.
    OldSet,
}

/// Where shares went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum HandedOver {
    /// Onto the screen, for one custodian after the other.
    Screen,
    /// Into files.
    Folder,
    /// Into a pipe, or a file that the shell opened.
    Pipe,
}

/// How much of a share was read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReadBackTold {
    /// Three words, drawn by the program.
    ThreeWords,
    /// All the words.
    AllWords,
}

/// A format of shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FormatTold {
    /// Words as text.
    Words,
    /// The code as text.
    Qr,
    /// The code as SVG.
    Svg,
    /// The code as PNG.
    Png,
    /// A card as PDF.
    Pdf,
}

impl From<PrintFormat> for FormatTold {
    fn from(format: PrintFormat) -> Self {
        match format {
            PrintFormat::Words => Self::Words,
            PrintFormat::Qr => Self::Qr,
            PrintFormat::Svg => Self::Svg,
            PrintFormat::Png => Self::Png,
            PrintFormat::Pdf => Self::Pdf,
        }
    }
}
