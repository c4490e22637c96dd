//! What a private key looks like outside, each form with its inverse: text to master secret, master secret to text.
//!
//! A form also holds what the shares' words cannot carry (that it was a WIF, of which network, compressed or not);
//! it is told to the operator at the split and told back at the recovery.

use std::fmt;

use crate::{
    crypto::{
        secret::{SecretBytes, SecretText, are_equal},
        stack,
    },
    formats::text::{self, NotText},
    slip39::{MasterSecret, Share},
};

pub mod age;
mod bare;
pub mod base58check;
pub mod bip39;
pub mod error;
pub mod hex;
mod way;
pub mod wif;
pub mod xprv;

pub use bip39::Language;
pub use error::{FormError, KeyError};
pub use way::Way;
pub use wif::Network;

/// A private key as it came: the bytes to protect, and the form to show them in again.
#[derive(Debug)]
pub struct Key {
    master_secret: MasterSecret,
    form: Form,
    given: SecretBytes,
}

impl Key {
    /// Reads a key of the given kind. Text kinds lose what people put around a key;
    /// [`Kind::Raw`] is taken byte for byte.
    ///
    /// # Errors
    ///
    /// When it is not such a key. The error tells why, and positions, never what was read.
    pub fn read(bytes: &SecretBytes, kind: Kind<'_>) -> Result<Self, KeyError> {
        stack::wiped(|| Self::read_as(bytes, kind))
    }

    fn read_as(bytes: &SecretBytes, kind: Kind<'_>) -> Result<Self, KeyError> {
        if matches!(kind, Kind::Raw) {
            return Self::of(SecretBytes::copy_of(bytes.expose()), Form::Raw, bytes.expose());
        }
        let text = without_newline(bytes.expose());
        if text.is_empty() {
            return Err(KeyError::Nothing);
        }
        let may_be_hex = match kind {
            Kind::Auto(_) => !wif::LENGTHS.contains(&text.len()),
            kind => matches!(kind, Kind::Hex),
        };
        // Before all that looks at characters, and takes another way for one than for another.
        if may_be_hex && let Some(key) = hex::read_digits(text) {
            return key;
        }
        let text = text::decode(text).map_err(|NotText| KeyError::NotText)?;
        let text = bare::bare(text.expose())?;
        let text = text.expose();
        if text.is_empty() {
            return Err(KeyError::Nothing);
        }
        match kind {
            Kind::Auto(language) => Self::recognise(text, language),
            Kind::Bip39(language) => bip39::read(text, language),
            Kind::Bip39Seed(language, extra) => bip39::read_seed(text, language, extra),
            Kind::Age => age::read(text),
            Kind::Hex => hex::read(text),
            Kind::Wif => wif::read(text),
            Kind::Xprv => xprv::read(text),
            Kind::Raw => Err(KeyError::NotText),
        }
    }

    /// Forms with a checksum first, for they cannot be mistaken; then hex.
    fn recognise(text: &str, language: Option<Language>) -> Result<Self, KeyError> {
        if hex::is_meant(text) {
            return wif::read(text).or_else(|_| hex::read(text));
        }
        if age::is_meant(text) {
            return age::read(text);
        }
        let looks_like_words = text.split_whitespace().nth(1).is_some();
        if looks_like_words {
            return match bip39::read(text, language) {
                Err(_) if Share::parse(text).is_ok() => Err(KeyError::IsShare),
                read => read,
            };
        }
        if !base58check::is_meant(text) {
            return Err(KeyError::Unrecognised);
        }
        match xprv::read(text) {
            Err(KeyError::Base58Kind) => wif::read(text),
            read => read,
        }
    }

    /// The bytes to protect.
    #[must_use]
    pub const fn master_secret(&self) -> &MasterSecret {
        &self.master_secret
    }

    /// The form to show them in again.
    #[must_use]
    pub const fn form(&self) -> Form {
        self.form
    }

    /// Whether `recovered`, shown in the form that this key came in, is the very key that came.
    #[must_use]
    pub fn is_given_back_by(&self, recovered: &MasterSecret) -> bool {
        match self.form {
            // One-way: the words that the seed was made of are not in the shares.
            Form::Bip39Seed => self.master_secret.matches(recovered),
            form => form.show(recovered).is_ok_and(|shown| shown.matches(self.given.expose())),
        }
    }

    /// A key that nobody sees: made inside of random bytes, or put together from shares of another tool.
    ///
    /// # Errors
    ///
    /// When their number is not one that a master secret can have.
    pub fn generated(bytes: SecretBytes) -> Result<Self, KeyError> {
        let given = stack::wiped(|| hex::write(bytes.expose()));
        Self::of(bytes, Form::Hex, given.expose())
    }

    /// An age identity made inside, of random bytes.
    ///
    /// # Errors
    ///
    /// When they are not as many as an identity has.
    pub fn fresh_identity(bytes: SecretBytes) -> Result<Self, KeyError> {
        let mut text = SecretText::default();
        stack::wiped(|| age::write(bytes.expose(), &mut text)).map_err(|_| KeyError::AgeKind)?;
        Self::of(bytes, Form::Age, text.expose().as_bytes())
    }

    /// `secret` in `form`, of which `given` is the plainest writing.
    fn of(secret: SecretBytes, form: Form, given: &[u8]) -> Result<Self, KeyError> {
        let master_secret = MasterSecret::new(secret).map_err(KeyError::Size)?;
        Ok(Self { master_secret, form, given: SecretBytes::copy_of(given) })
    }
}

/// What the operator says the key is.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// Whatever it proves to be.
    Auto(Option<Language>),
    /// An age identity.
    Age,
    /// BIP-39 words, of which the entropy is protected.
    Bip39(Option<Language>),
    /// BIP-39 words, of which the seed is protected; with the BIP-39 passphrase, the "25th word".
    Bip39Seed(Option<Language>, &'a SecretText),
    /// 32 to 256 hexadecimal digits.
    Hex,
    /// Bytes as they are.
    Raw,
    /// A Bitcoin private key in wallet import format.
    Wif,
    /// A BIP-32 extended private key.
    Xprv,
}

/// A form to show a master secret in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An age identity: what opens files that were sealed to it.
    Age,
    /// BIP-39 words of this entropy.
    Bip39(Language),
    /// The 64-byte seed of BIP-39 words: what the standard asks for BIP-32 wallets. Shown in hex.
    Bip39Seed,
    /// Hexadecimal digits.
    Hex,
    /// Bytes as they are.
    Raw,
    /// Wallet import format.
    Wif {
        /// Main or test network.
        network: Network,
        /// Whether the key stands for a compressed public key.
        compressed: bool,
    },
    /// BIP-32 extended private key: as it came, or the master key of a seed.
    Xprv,
}

impl Form {
    /// The key in this form, without a final newline.
    ///
    /// # Errors
    ///
    /// When these bytes have no such form.
    pub fn show(self, secret: &MasterSecret) -> Result<SecretBytes, FormError> {
        stack::wiped(|| self.write(secret))
    }

    fn write(self, secret: &MasterSecret) -> Result<SecretBytes, FormError> {
        let bytes = secret.expose();
        let mut text = SecretText::with_capacity(4 * bytes.len());
        match self {
            Self::Age => age::write(bytes, &mut text)?,
            Self::Bip39(language) => bip39::write(bytes, language, &mut text)?,
            Self::Bip39Seed | Self::Hex => return Ok(hex::write(bytes)),
            Self::Raw => return Ok(SecretBytes::copy_of(bytes)),
            Self::Wif { network, compressed } => wif::write(bytes, network, compressed, &mut text)?,
            Self::Xprv => xprv::write(bytes, &mut text)?,
        }
        Ok(SecretBytes::copy_of(text.expose().as_bytes()))
    }

    /// Whether the bytes themselves tell that this is what they are.
    #[must_use]
    pub fn is_told_by(self, secret: &MasterSecret) -> bool {
        self == Self::Xprv && xprv::is_extended_private_key(secret.expose())
    }

    /// The short name, as `--as` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::Bip39(_) => "bip39",
            Self::Bip39Seed | Self::Hex => "hex",
            Self::Raw => "raw",
            Self::Wif { .. } => "wif",
            Self::Xprv => "xprv",
        }
    }
}

impl fmt::Display for Form {
    /// In words, with all that the shares do not carry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Age => f.write_str("an age identity"),
            Self::Bip39(language) => write!(f, "the entropy of BIP-39 words ({language})"),
            Self::Bip39Seed => f.write_str("the seed of BIP-39 words"),
            Self::Hex => f.write_str("hex"),
            Self::Raw => f.write_str("raw bytes"),
            Self::Wif { network, compressed } => {
                write!(f, "WIF, {network}, {}compressed", if *compressed { "" } else { "un" })
            }
            Self::Xprv => f.write_str("an extended private key (xprv)"),
        }
    }
}

/// `bytes` without one newline at the end, of Unix or of Windows.
#[must_use]
pub fn without_newline(bytes: &[u8]) -> &[u8] {
    let without = |end: &[u8]| {
        let (rest, last) = bytes.split_at_checked(bytes.len().checked_sub(end.len())?)?;
        are_equal(last, end).then_some(rest)
    };
    without(b"\r\n").or_else(|| without(b"\n")).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_newline_is_taken_away_and_nothing_else() {
        for (given, without) in [
            ("", ""),
            ("\n", ""),
            ("\r\n", ""),
            ("a", "a"),
            ("a\r\n", "a"),
            ("a\n\n", "a\n"),
            ("a\r", "a\r"),
            ("\na", "\na"),
        ] {
            assert_eq!(without_newline(given.as_bytes()), without.as_bytes(), "{given:?}");
        }
    }

    #[test]
    fn hex_is_told_from_what_is_nearly_hex() {
        let read =
            |text: &str, kind| Key::read(&SecretBytes::copy_of(text.as_bytes()), kind).map(|key| key.form());
        let digits = "00112233445566778899aabbccDDEEFF";
        for kind in [Kind::Auto(None), Kind::Hex] {
            assert_eq!(read(digits, kind), Ok(Form::Hex));
            assert_eq!(read(&format!("{digits}\r\n"), kind), Ok(Form::Hex));
            assert_eq!(read(&digits.replace('F', "G"), kind), Err(KeyError::HexDigit { position: 31 }));
            assert_eq!(read(&digits[1..], kind), Err(KeyError::HexLength { digits: 31 }));
            assert_eq!(read(&"0".repeat(52), kind), Ok(Form::Hex), "as long as a WIF, which has no 0");
            assert_eq!(read("", kind), Err(KeyError::Nothing));
            assert_eq!(
                Key::read(&SecretBytes::copy_of(&[0xff; 32]), kind).map(|_| ()),
                Err(KeyError::NotText)
            );
        }
    }
}
