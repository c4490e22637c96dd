//! How the letters of a passphrase become bytes, as it is typed.

use clap::{ValueEnum, builder::PossibleValue};

use crate::{
    host::failure::Failure,
    transfer::intake::{passphrase::PassphraseEncoding, sources::PassphraseSource},
};

impl ValueEnum for PassphraseEncoding {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Ascii, Self::Utf8Nfkd]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Ascii => ("ascii", "Printable ASCII only, as the standard requires"),
            Self::Utf8Nfkd => {
                ("utf8-nfkd", "UTF-8 in normal form NFKD, as Trezor once used for other letters")
            }
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// The encoding, where there is a passphrase to be encoded.
///
/// # Errors
///
/// When one is named, and no passphrase.
pub fn encoding(
    typed: Option<PassphraseEncoding>,
    source: Option<&PassphraseSource>,
) -> Result<PassphraseEncoding, Failure> {
    match (typed, source) {
        (Some(_), None) => Err(Failure::usage(
            "--passphrase-encoding requires --passphrase or --passphrase-file",
            "add one of the two, or leave it out",
        )),
        (typed, _) => Ok(typed.unwrap_or_default()),
    }
}
