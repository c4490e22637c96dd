//! What options that take one of a few words take.

use clap::{ValueEnum, builder::PossibleValue};

use crate::{
    ceremony::{print::PrintFormat, split::die::Die},
    commands::verdicts::KeyKind,
    custody::journal::Event,
    formats::{
        foreign::ForeignFormat,
        key::{Language, Network},
    },
    paper::{pdf::Paper, sheet::languages::SheetLanguage},
    transfer::delivery::read_back::ReadBack,
};

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that supports it, unless `NO_COLOR` is set
    Auto,
    /// On every terminal
    Always,
    /// Never
    Never,
}

/// Sizes of a fresh key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Bits {
    /// 16 bytes, 20 words a share
    #[value(name = "128")]
    B128,
    /// 32 bytes, 33 words a share
    #[value(name = "256")]
    B256,
}

/// Kinds of key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum KeyKindChoice {
    /// Recognised: BIP-39 words, WIF, xprv, an age identity, or hex
    #[default]
    Auto,
    /// 32 to 256 hexadecimal digits
    Hex,
    /// BIP-39 words
    Bip39,
    /// A Bitcoin private key
    Wif,
    /// A BIP-32 extended private key
    Xprv,
    /// An age identity, as age-keygen writes it
    Age,
    /// Any 16 to 128 bytes, an even number, taken as they are
    Raw,
}

impl KeyKindChoice {
    /// The kind with this name, as plans have it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}

/// What of BIP-39 words is shared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Bip39As {
    /// What the words encode: 20 to 33 words a share; gives the words back
    #[default]
    Entropy,
    /// What wallets derive keys from: 59 words a share; many wallets take 20 and 33 only
    Seed,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes
    Yes,
    /// No
    No,
}

impl ValueEnum for PrintFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Words, Self::Qr, Self::Svg, Self::Png, Self::Pdf]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Words => ("words", "The words as text"),
            Self::Qr => ("qr", "A QR code in characters, for a terminal"),
            Self::Svg => ("svg", "A QR code as SVG"),
            Self::Png => ("png", "A QR code as PNG"),
            Self::Pdf => ("pdf", "A card as PDF, and sheets without a secret"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// What may be noted; the rest stands in a journal because a command did it.
impl ValueEnum for Event {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Heard,
            Self::Absent,
            Self::Back,
            Self::Lost,
            Self::Stolen,
            Self::Found,
            Self::Moved,
            Self::HandedOver,
            Self::Left,
            Self::Seal,
            Self::Destroyed,
            Self::Closed,
            Self::Opened,
            Self::Amended,
            Self::Withdraw,
            Self::Remark,
            Self::AcceptOldShares,
            Self::Import,
            Self::Challenge,
            Self::Receipt,
            Self::Agreed,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Heard => ("heard", "WHO was heard from"),
            Self::Absent => ("absent", "WHO cannot be reached; their cards are healthy"),
            Self::Back => ("back", "WHO can be reached again"),
            Self::Lost => ("lost", "A card is lost, and nobody is known to have it"),
            Self::Stolen => ("stolen", "A card is in the wrong hands"),
            Self::Found => ("found", "A lost card was found"),
            Self::Moved => ("moved", "A card lies elsewhere now, see --to"),
            Self::HandedOver => ("handed-over", "A card came into the hands of its custodian, or of --to"),
            Self::Left => ("left", "WHO has left, and can no longer reach a card"),
            Self::Seal => ("seal", "A card was sealed; --text has the number of the bag"),
            Self::Destroyed => ("destroyed", "A card was destroyed, or all that lay in a --place"),
            Self::Closed => ("closed", "A --place cannot be entered; what lies there is healthy"),
            Self::Opened => ("opened", "A --place can be entered again"),
            Self::Amended => ("amended", "The plan changed: --plan is the new one, for the same cards"),
            Self::Withdraw => {
                ("withdraw", "Line WHO of the journal was a mistake and is taken back; --text says why")
            }
            Self::Remark => ("remark", "Something worth keeping, which changes nothing: --text"),
            Self::AcceptOldShares => (
                "accept-old-shares",
                "The owner accepts that shares of an older set still open the key; --text says why",
            ),
            Self::Import => {
                ("import", "WHO is the journal of another keeper of this record: takes over its lines")
            }
            Self::Challenge => {
                ("challenge", "Keyholders are asked for receipts: gives a fresh challenge for them to sign")
            }
            Self::Receipt => ("receipt", "A receipt came; WHO is the file with it"),
            Self::Agreed => ("agreed", "The second machine has checked a card, and computed the same"),
            Self::Dealt
            | Self::Rebuilt
            | Self::Checked
            | Self::ReadBack
            | Self::Drilled
            | Self::Reissued
            | Self::Added
            | Self::Proved
            | Self::Recovered
            | Self::Superseded
            | Self::Unknown => return None,
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for KeyKind {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Hex, Self::Bip39, Self::Wif, Self::Xprv, Self::Age, Self::Raw, Self::Text]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Hex => ("hex", "Hexadecimal digits"),
            Self::Bip39 => ("bip39", "BIP-39 words of 16 to 32 bytes of entropy"),
            Self::Wif => ("wif", "A Bitcoin private key"),
            Self::Xprv => {
                ("xprv", "The extended private key that was split, or the BIP-32 master key of a seed")
            }
            Self::Age => ("age", "An age identity, which opens files that are sealed to it"),
            Self::Raw => ("raw", "The bytes as they are, without a newline"),
            Self::Text => ("text", "With --from-format: text that was split by another tool"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Die {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self.faces() {
            2 => PossibleValue::new("2").help("A coin: 1 heads, 2 tails"),
            6 => PossibleValue::new("6").help("A die of 6 sides"),
            8 => PossibleValue::new("8").help("A die of 8 sides"),
            10 => PossibleValue::new("10").help("A die of 10 sides"),
            12 => PossibleValue::new("12").help("A die of 12 sides"),
            20 => PossibleValue::new("20").help("A die of 20 sides"),
            52 => PossibleValue::new("52").help("A shuffled deck of cards"),
            _ => return None,
        })
    }
}

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Network {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Mainnet, Self::Testnet]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Mainnet => ("mainnet", "The main network"),
            Self::Testnet => ("testnet", "Any test network"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for SheetLanguage {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::English => "English",
            Self::German => "German",
            Self::French => "French",
            Self::Spanish => "Spanish",
            Self::Italian => "Italian",
            Self::Portuguese => "Portuguese",
        };
        Some(PossibleValue::new(self.code()).help(help))
    }
}

impl ValueEnum for Paper {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::A4, Self::Letter, Self::A5]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::A4 => ("a4", "210 x 297 mm"),
            Self::Letter => ("letter", "8.5 x 11 inches"),
            Self::A5 => ("a5", "148 x 210 mm"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for ReadBack {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Three, Self::All]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Three => ("3", "Three words, drawn at random for each share"),
            Self::All => ("all", "All the words, as in a ceremony"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for ForeignFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Codex32, Self::Sharks, Self::Sskr, Self::Ssss, Self::SsssPlain, Self::Vault]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (alias, help) = match self {
            Self::Codex32 => (None, "Codex32 (BIP-93), the seed of a wallet or shares of it: ms1..."),
            Self::Sharks => {
                (Some("blahaj"), "The Rust crates sharks and blahaj: share bytes in hex or base64")
            }
            Self::Sskr => (None, "Sharded Secret Key Reconstruction: bytewords, or ur:sskr/..."),
            Self::Ssss => (None, "ssss-split: NUMBER-HEX, or NAME-NUMBER-HEX"),
            Self::SsssPlain => (None, "ssss-split -D"),
            Self::Vault => (None, "HashiCorp Vault: unseal and recovery keys in hex or base64"),
        };
        Some(PossibleValue::new(self.name()).aliases(alias).help(help))
    }
}
