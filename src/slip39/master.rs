//! The master secret, the passphrase, and what the two become: the encrypted master secret that is shared.

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::Tick,
        secret::SecretBytes,
    },
    slip39::{
        header::{Encryption, Exponent, Identifier},
        math::feistel::FeistelKey,
    },
};

/// What is protected: 16 to 128 bytes, an even number of them.
///
/// Below 16 bytes the digest in the shares would let keyholders with one share too few guess it; the standard sets the
/// floor. The ceiling is ours: longer keys are sealed in a file whose own key is shared.
#[derive(Debug)]
pub struct MasterSecret(SecretBytes);

impl MasterSecret {
    /// Bytes at least.
    pub const MIN_BYTES: usize = 16;
    /// Bytes at most.
    pub const MAX_BYTES: usize = 128;

    /// `bytes` as a master secret.
    ///
    /// # Errors
    ///
    /// When their number is odd or out of bounds.
    pub fn new(bytes: SecretBytes) -> Result<Self, MasterSecretError> {
        match bytes.len() {
            bytes if bytes < Self::MIN_BYTES => Err(MasterSecretError::TooShort { bytes }),
            bytes if bytes > Self::MAX_BYTES => Err(MasterSecretError::TooLong { bytes }),
            bytes if bytes % 2 == 1 => Err(MasterSecretError::Odd { bytes }),
            _ => Ok(Self(bytes)),
        }
    }

    /// A copy of `bytes` as a master secret.
    ///
    /// # Errors
    ///
    /// As [`MasterSecret::new`].
    pub fn copy_of(bytes: &[u8]) -> Result<Self, MasterSecretError> {
        Self::new(SecretBytes::copy_of(bytes))
    }

    /// Encrypts for an extendable set with a fresh identifier.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn encrypt(
        &self,
        passphrase: &Passphrase,
        exponent: Exponent,
        entropy: &mut impl Entropy,
        tick: Tick<'_>,
    ) -> Result<Ems, NoEntropy> {
        // The encryption of an extendable set does not depend on its identifier, which is drawn after the secret is bound.
        let unnamed = Encryption { identifier: Identifier::from_bits(0), extendable: true, exponent };
        let Ems { encryption, bytes } = self.encrypt_as(passphrase, unnamed, tick);
        entropy.bind(bytes.expose());
        Ok(Ems { encryption: Encryption { identifier: Identifier::random(entropy)?, ..encryption }, bytes })
    }

    /// Encrypts in a given way: for tests of the standard's both revisions; what ships writes extendable sets only.
    pub fn encrypt_as(&self, passphrase: &Passphrase, encryption: Encryption, tick: Tick<'_>) -> Ems {
        let salt = Salt::of(encryption);
        let bytes = salt.key(passphrase, encryption).encrypt(&self.0, tick);
        Ems { encryption, bytes }
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// Whether both are the same secret, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.matches(other.expose())
    }
}

/// What is shared: the master secret, encrypted with the passphrase. Still secret, for the passphrase may be empty.
#[derive(Debug)]
pub struct Ems {
    encryption: Encryption,
    bytes: SecretBytes,
}

impl Ems {
    pub(super) fn new(encryption: Encryption, bytes: SecretBytes) -> Self {
        Self { encryption, bytes }
    }

    /// Decrypts to the master secret that belongs to this passphrase. Every passphrase has one; none is "wrong".
    pub fn decrypt(&self, passphrase: &Passphrase, tick: Tick<'_>) -> MasterSecret {
        let salt = Salt::of(self.encryption);
        MasterSecret(salt.key(passphrase, self.encryption).decrypt(&self.bytes, tick))
    }

    /// The same under another identifier, for another set of the same encrypted master secret; none if this one is not
    /// extendable, for then the identifier is part of the encryption.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn for_another_set(&self, entropy: &mut impl Entropy) -> Result<Option<Self>, NoEntropy> {
        if !self.encryption.extendable {
            return Ok(None);
        }
        entropy.bind(self.bytes.expose());
        // Shares of two sets with one identifier could not be told apart by their headers.
        let identifier = loop {
            let drawn = Identifier::random(entropy)?;
            if drawn != self.encryption.identifier {
                break drawn;
            }
        };
        let encryption = Encryption { identifier, ..self.encryption };
        Ok(Some(Self { encryption, bytes: SecretBytes::copy_of(self.bytes.expose()) }))
    }

    /// How it was encrypted.
    #[must_use]
    pub const fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// Iterations that a decryption takes, for telling how far it has come.
    #[must_use]
    pub fn iterations(&self) -> u64 {
        FeistelKey::iterations(self.encryption.exponent.value(), self.bytes.len())
    }

    /// Whether both hold the same bytes, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.bytes.matches(other.bytes.expose())
    }

    pub(super) fn bytes(&self) -> &SecretBytes {
        &self.bytes
    }
}

/// Opens the encryption beside the shares: printable ASCII (32 to 126), may be empty.
#[derive(Debug)]
pub struct Passphrase(SecretBytes);

impl Passphrase {
    /// `text` as a passphrase.
    ///
    /// # Errors
    ///
    /// When it holds anything but printable ASCII: other letters are typed differently on other machines.
    pub fn new(text: &str) -> Result<Self, PassphraseError> {
        match text.chars().position(|character| !(' '..='~').contains(&character)) {
            Some(at) => Err(PassphraseError { position: at + 1 }),
            None => Ok(Self(SecretBytes::copy_of(text.as_bytes()))),
        }
    }

    /// A passphrase of other letters, which the standard does not allow and Trezor once took: `text` in the normal form NFKD,
    /// as UTF-8. Only to recover what such a one has encrypted.
    #[must_use]
    pub fn beyond_ascii(text: &str) -> Self {
        Self(SecretBytes::copy_of(text.as_bytes()))
    }

    /// No passphrase, which is the empty one.
    #[must_use]
    pub fn empty() -> Self {
        Self(SecretBytes::copy_of(b""))
    }

    /// Whether it is the empty one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The salt of the encryption: nothing for extendable sets, else a label and the identifier.
struct Salt([u8; 8], usize);

impl Salt {
    fn of(encryption: Encryption) -> Self {
        let mut salt = *b"shamir\0\0";
        salt[6..].copy_from_slice(&encryption.identifier.value().to_be_bytes());
        Self(salt, if encryption.extendable { 0 } else { salt.len() })
    }

    fn key<'a>(&'a self, passphrase: &'a Passphrase, encryption: Encryption) -> FeistelKey<'a> {
        FeistelKey {
            passphrase: &passphrase.0,
            exponent: encryption.exponent.value(),
            salt: &self.0[..self.1],
        }
    }
}

/// Bytes that cannot be a master secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MasterSecretError {
    /// The number of bytes is odd.
    #[error("a key of {bytes} bytes cannot be shared: SLIP-0039 wants an even number")]
    Odd {
        /// How many there are.
        bytes: usize,
    },
    /// More than 128 bytes.
    #[error("a key of {bytes} bytes is too long to be written as words: 128 at most")]
    TooLong {
        /// How many there are.
        bytes: usize,
    },
    /// Fewer than 16 bytes.
    #[error("a key of {bytes} bytes is too short to be shared safely: 16 at least")]
    TooShort {
        /// How many there are.
        bytes: usize,
    },
}

/// A passphrase with something in it that is not printable ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("character {position} of the passphrase is not printable ASCII")]
pub struct PassphraseError {
    /// Which character, counted from 1.
    pub position: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_even_and_bounded() {
        for bytes in 0..=140 {
            let made = MasterSecret::new(SecretBytes::build(bytes, |_| {}));
            assert_eq!(made.is_ok(), (16..=128).contains(&bytes) && bytes % 2 == 0, "{bytes}");
        }
    }

    /// Draws what it is told to.
    struct Told(Vec<u16>);

    impl Entropy for Told {
        fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
            buffer.copy_from_slice(&self.0.remove(0).to_be_bytes());
            Ok(())
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn another_set_has_another_identifier_and_the_same_secret() {
        let secret = MasterSecret::copy_of(b"sixteen or more.").unwrap();
        let passphrase = Passphrase::new("TREZOR").unwrap();
        let exponent = Exponent::new(0).unwrap();
        let ems = secret.encrypt(&passphrase, exponent, &mut Told(vec![5]), &mut |_| {}).unwrap();
        assert_eq!(ems.encryption().identifier.value(), 5);
        assert_eq!(ems.iterations(), 10_000, "four rounds of 2,500, as the standard has it");
        // The first two draws are the identifier that there is, for only fifteen bits count.
        let again = ems.for_another_set(&mut Told(vec![5, 0x8005, 6])).unwrap().unwrap();
        assert_eq!(
            again.encryption(),
            Encryption { identifier: Identifier::from_bits(6), ..ems.encryption() }
        );
        assert!(again.matches(&ems));
        assert!(again.decrypt(&passphrase, &mut |_| {}).matches(&secret));
        assert!(!again.decrypt(&Passphrase::empty(), &mut |_| {}).matches(&secret));
        let other = Ems::new(ems.encryption(), SecretBytes::copy_of(&[7; 16]));
        assert!(!other.matches(&ems));
        let bound = Encryption { extendable: false, ..ems.encryption() };
        let bound = secret.encrypt_as(&passphrase, bound, &mut |_| {});
        assert!(bound.for_another_set(&mut Told(vec![])).unwrap().is_none());
        assert!(!bound.matches(&ems), "the identifier is in the salt");
    }

    #[test]
    fn passphrases_are_printable_ascii() {
        assert!(Passphrase::empty().is_empty() && Passphrase::new("").unwrap().is_empty());
        assert!(!Passphrase::new(" ").unwrap().is_empty());
        for text in ["", " ", "correct horse ~!"] {
            assert!(Passphrase::new(text).is_ok());
        }
        for (text, position) in [("\t", 1), ("ab\n", 3), ("naïve", 3), ("\u{7f}", 1)] {
            assert_eq!(Passphrase::new(text).map(|_| ()), Err(PassphraseError { position }));
        }
    }
}
