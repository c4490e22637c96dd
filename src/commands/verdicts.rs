//! Verdicts as programs read them, where several commands tell the same.

use serde::Serialize;

use crate::{
    ceremony::{
        expected::ProvedValue,
        passphrase::{self, KeyVerdict},
    },
    custody::{
        record::{Record, rolled::RecordedRolls},
        status::state::State,
    },
    formats::{
        count::count,
        foreign::{Confirmation, ForeignFormat},
        key::Form,
        public::Reading,
    },
    host::document::is_false,
};

/// What confirms that a key is the one that was split.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ConfirmedBy {
    /// Its fingerprint in the record.
    Fingerprint,
    /// The sealed file, which it opened to its end.
    SealedFile,
    /// A public value that was expected of the key, and that it gives.
    PublicValue,
    /// The record: there is no passphrase, and the shares are those that were dealt.
    Record,
    /// Nothing.
    Nothing,
}

impl From<passphrase::KeyConfirmation> for ConfirmedBy {
    fn from(confirmed_by: passphrase::KeyConfirmation) -> Self {
        use passphrase::KeyConfirmation as By;
        match confirmed_by {
            By::Fingerprint => Self::Fingerprint,
            By::SealedFile => Self::SealedFile,
            By::PublicValue => Self::PublicValue,
            By::Record => Self::Record,
            By::Nothing | By::OtherPassphrase(_) => Self::Nothing,
        }
    }
}

/// A public value that a key has given.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProvedTold {
    /// The value, as it was given.
    pub value: String,
    /// Its kind: `bitcoin-address`, `xpub`, `fingerprint` and others.
    pub kind: &'static str,
    /// What the bytes of the key were taken to be.
    #[serde(rename = "as")]
    pub reading: ReadingTold,
    /// The path to it; not where it is that of the key itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Present if it is of the wallet with the BIP-39 passphrase that was given.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub bip39_passphrase: bool,
    /// Whether it proves the key. Eight digits match, and prove nothing.
    pub proves: bool,
}

/// What the bytes of a key are taken to be, when a public value follows from them.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReadingTold {
    /// The entropy of BIP-39 words.
    Bip39,
    /// A BIP-32 seed.
    Seed,
    /// An extended private key.
    Xprv,
    /// A private key.
    PrivateKey,
    /// An age identity.
    Age,
    /// A key file that was sealed to the key.
    SealedFile,
}

impl ProvedTold {
    /// All that was proved: values that the key has given, and the sealed key, by its fingerprint as OpenSSH shows it.
    #[must_use]
    pub fn all(values: &[ProvedValue], key_file: Option<&String>) -> Vec<Self> {
        let sealed = key_file.map(|fingerprint| Self::of_key_file(fingerprint.clone()));
        values.iter().map(Self::from).chain(sealed).collect()
    }

    const fn of_key_file(fingerprint: String) -> Self {
        Self {
            value: fingerprint,
            kind: "key-file",
            reading: ReadingTold::SealedFile,
            path: None,
            bip39_passphrase: false,
            proves: true,
        }
    }
}

impl From<&ProvedValue> for ProvedTold {
    fn from(proved: &ProvedValue) -> Self {
        let value = &proved.expected.value;
        Self {
            value: proved.expected.text.clone(),
            kind: value.kind(),
            reading: match proved.fit.reading {
                Reading::Words(_) => ReadingTold::Bip39,
                Reading::Seed => ReadingTold::Seed,
                Reading::Extended => ReadingTold::Xprv,
                Reading::Private(_) => ReadingTold::PrivateKey,
                Reading::Identity => ReadingTold::Age,
            },
            path: proved.fit.path.as_ref().map(ToString::to_string),
            bip39_passphrase: proved.has_bip39_passphrase,
            proves: value.proves(),
        }
    }
}

/// What the fingerprint in a record says of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Compared {
    /// It is the key that was split.
    Matches,
    /// There is none to compare with.
    None,
    /// No key was derived.
    #[serde(rename = "not compared")]
    NoKey,
    /// It is another key.
    Differs,
}

impl From<KeyVerdict> for Compared {
    fn from(verdict: KeyVerdict) -> Self {
        match verdict {
            KeyVerdict::Matches => Self::Matches,
            KeyVerdict::NoFingerprint => Self::None,
            KeyVerdict::NotCompared => Self::NoKey,
            KeyVerdict::Differs => Self::Differs,
        }
    }
}

/// What confirms the result of shares of another tool. That shares agree confirms them, and not what they give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Agreed {
    /// A digest in the shares.
    Digest,
    /// The checksum of the one share that is the whole secret.
    Checksum,
    /// More shares than needed, which agree.
    Agreement,
    /// Nothing.
    Nothing,
}

impl From<Confirmation> for Agreed {
    fn from(confirmation: Confirmation) -> Self {
        match confirmation {
            Confirmation::Digest => Self::Digest,
            Confirmation::Checksum => Self::Checksum,
            Confirmation::Agreement { .. } => Self::Agreement,
            Confirmation::Nothing => Self::Nothing,
        }
    }
}

/// What a key is, as `recover --as` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// An age identity.
    Age,
    /// Hexadecimal digits.
    Hex,
    /// BIP-39 words.
    Bip39,
    /// A Bitcoin private key.
    Wif,
    /// A BIP-32 extended private key.
    Xprv,
    /// Bytes.
    Raw,
    /// Text, of shares of another tool.
    Text,
}

impl From<Form> for KeyKind {
    fn from(form: Form) -> Self {
        match form {
            Form::Age => Self::Age,
            Form::Bip39(_) => Self::Bip39,
            Form::Bip39Seed | Form::Hex => Self::Hex,
            Form::Raw => Self::Raw,
            Form::Wif { .. } => Self::Wif,
            Form::Xprv => Self::Xprv,
        }
    }
}

/// What made shares that are not SLIP-0039.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ForeignTool {
    /// Codex32, BIP-93.
    Codex32,
    /// The Rust crates sharks and blahaj.
    Sharks,
    /// Sharded Secret Key Reconstruction.
    Sskr,
    /// `ssss-split`.
    Ssss,
    /// `ssss-split -D`.
    SsssPlain,
    /// HashiCorp Vault.
    Vault,
}

impl From<ForeignFormat> for ForeignTool {
    fn from(format: ForeignFormat) -> Self {
        match format {
            ForeignFormat::Codex32 => Self::Codex32,
            ForeignFormat::Sharks => Self::Sharks,
            ForeignFormat::Sskr => Self::Sskr,
            ForeignFormat::Ssss => Self::Ssss,
            ForeignFormat::SsssPlain => Self::SsssPlain,
            ForeignFormat::Vault => Self::Vault,
        }
    }
}

/// How people's rolls went into a set, and what two machines agree on.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RolledTold {
    /// How they went into it.
    #[serde(flatten)]
    rolls: RecordedRolls,
    /// Cards that were compared with what a second machine computed.
    cards_agreed: usize,
    /// Cards that there are.
    cards: usize,
}

impl RolledTold {
    /// What is known of it today; none where the kernel alone gave all random values.
    #[must_use]
    pub fn of(record: &Record, state: &State) -> Option<Self> {
        let (cards_agreed, cards) = state.agreed();
        record.rolled.clone().map(|rolls| Self { rolls, cards_agreed, cards })
    }

    /// The same for people.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let cards = count(self.cards, "card");
        let agreed = format!("agreed on by two machines: {} of {cards}", self.cards_agreed);
        self.rolls.told().into_iter().chain(self.rolls.opened.then_some(agreed)).collect()
    }
}
