//! Keys of OpenSSH, Ed25519 only, and the stanza that wraps a file key for one, as the package `agessh` of age has it: the key
//! becomes one of X25519, and what both sides compute is tweaked by the key as SSH writes it.
//!
//! The stanza carries four bytes of a hash of the key. Whoever knows the key can tell that it is meant.

use super::{
    base64,
    stanza::{HeaderError, Opens, Stanza},
    wrapping,
    x25519::{BASE_POINT, IDENTITY_BYTES, is_low_order, multiplied},
};
use crate::{
    crypto::{
        hash::hkdf_sha256,
        secret::{SecretBytes, published},
        stack,
    },
    formats::keyfile::{PublicHalf, curve},
};

/// What such a stanza begins with.
pub const KIND: &str = "ssh-ed25519";

/// Bytes of the hash that tell for which key a stanza is.
pub const TAG_BYTES: usize = 4;

/// Keeps the keys that wrap file keys, and the tweak, apart from all others.
const LABEL: &[u8] = b"age-encryption.org/v1/ssh-ed25519";

/// The first bytes of SHA-256 of a public key as SSH writes it.
#[must_use]
pub fn tag(key: &[u8; IDENTITY_BYTES]) -> [u8; TAG_BYTES] {
    let [first, second, third, fourth, ..] = PublicHalf::of_ed25519(*key).ssh_digest();
    [first, second, third, fourth]
}

/// A public key that files can be sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SshKey {
    key: [u8; IDENTITY_BYTES],
    /// The same as a point of Curve25519.
    point: [u8; IDENTITY_BYTES],
}

impl SshKey {
    /// The key with this point of Ed25519, compressed; none if it is no point, or one of low order, which gives the same key to
    /// everybody.
    #[must_use]
    pub fn new(key: [u8; IDENTITY_BYTES]) -> Option<Self> {
        let point = curve::montgomery(&key)?;
        (!is_low_order(&point)).then_some(Self { key, point })
    }

    /// The point of Ed25519, compressed.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; IDENTITY_BYTES] {
        &self.key
    }

    fn wrap_key(&self, shared: &SecretBytes, share: &[u8]) -> SecretBytes {
        let tweak = hkdf_sha256(&PublicHalf::of_ed25519(self.key).ssh_wire(), &[], LABEL);
        let tweaked = match shared.expose().try_into() {
            Ok(point) => multiplied(&tweak, point),
            // Not reached: it is a point.
            Err(_) => SecretBytes::copy_of(&[]),
        };
        hkdf_sha256(&[share, &self.point].concat(), tweaked.expose(), LABEL)
    }
}

/// A private key: whoever has it opens what was sealed to its public half.
#[derive(Debug)]
pub struct SshIdentity {
    scalar: SecretBytes,
    public: SshKey,
}

impl SshIdentity {
    /// The private key with this seed (RFC 8032, 5.1.5); none if it has not 32 bytes.
    #[must_use]
    pub fn new(seed: &SecretBytes) -> Option<Self> {
        let seed = seed.expose().try_into().ok()?;
        let scalar =
            stack::wiped_deeply(|| SecretBytes::build(IDENTITY_BYTES, |place| curve::scalar(seed, place)));
        let public = SshKey::new(published(&stack::wiped_deeply(|| curve::ed25519(seed))))?;
        Some(Self { scalar, public })
    }

    /// The public half: to whom files are sealed.
    #[must_use]
    pub const fn public(&self) -> &SshKey {
        &self.public
    }
}

impl Opens for SshIdentity {
    /// A stanza that carries the tag of this key and does not open was altered: that another key has the same tag is as likely
    /// as one in four thousand million.
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError> {
        let Some(SshShare { tag, share }) = SshShare::of(stanza)? else { return Ok(None) };
        if tag != self::tag(&self.public.key) {
            return Ok(None);
        }
        let key = self.public.wrap_key(&multiplied(&self.scalar, &share), &share);
        wrapping::unwrapped(&key, stanza).map(Some).map_err(|_| HeaderError::Altered)
    }
}

/// What a stanza tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SshShare {
    /// For which key it is: compare it with [`tag`].
    pub tag: [u8; TAG_BYTES],
    share: [u8; IDENTITY_BYTES],
}

impl SshShare {
    /// What a stanza of this kind tells; none if it is of another.
    ///
    /// # Errors
    ///
    /// When it is of this kind, and not as the format has it.
    pub fn of(stanza: &Stanza) -> Result<Option<Self>, HeaderError> {
        let Some([tag, share]) = stanza.of_kind(KIND)? else { return Ok(None) };
        let (tag, share) = (stanza.bytes(tag)?, stanza.bytes(share)?);
        wrapping::check(stanza)?;
        if is_low_order(&share) {
            return Err(HeaderError::LowOrder { line: stanza.line });
        }
        Ok(Some(Self { tag, share }))
    }
}

/// The stanza that wraps a file key for a public key. `ephemeral` is for this stanza only.
#[must_use]
pub fn wrap(to: &SshKey, ephemeral: &SecretBytes, file_key: &SecretBytes) -> Stanza {
    let share = multiplied(ephemeral, &BASE_POINT);
    let key = to.wrap_key(&multiplied(ephemeral, &to.point), share.expose());
    let arguments = vec![KIND.to_owned(), base64::unpadded(&tag(&to.key)), base64::unpadded(share.expose())];
    Stanza { line: 2, arguments, body: wrapping::wrapped(&key, file_key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE_KEY: &[u8] = b"YELLOW SUBMARINE";

    fn identity(seed: u8) -> SshIdentity {
        SshIdentity::new(&SecretBytes::copy_of(&[seed; 32])).unwrap()
    }

    fn wrapped(to: &SshIdentity) -> Stanza {
        wrap(to.public(), &SecretBytes::copy_of(&[9; 32]), &SecretBytes::copy_of(FILE_KEY))
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_public_halves_are_the_published_ones() {
        // RFC 8032, 7.1, the first; its point of Curve25519 by (1 + y) / (1 - y), computed apart; its tag by hashlib.
        let seed: [u8; 32] = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
            0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
        ];
        let identity = SshIdentity::new(&SecretBytes::copy_of(&seed)).unwrap();
        let SshKey { key, point } = identity.public();
        assert_eq!(hex(key), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(hex(point), "d85e07ec22b0ad881537c2f44d662d1a143cf830c57aca4305d85c7a90f6b62e");
        assert_eq!(hex(&tag(key)), "6db5e9b8");
        let from_scalar = multiplied(&identity.scalar, &BASE_POINT);
        assert!(from_scalar.matches(point));
    }

    #[test]
    fn only_its_own_key_finds_the_file_key() {
        let stanza = wrapped(&identity(1));
        assert_eq!(stanza.arguments[0], "ssh-ed25519");
        assert!(identity(1).unwrap(&stanza).unwrap().unwrap().matches(FILE_KEY));
        assert!(identity(2).unwrap(&stanza).unwrap().is_none());
        assert!(SshIdentity::new(&SecretBytes::copy_of(&[1; 31])).is_none());
        let mut low = [0; 32];
        low[0] = 1;
        assert_eq!(SshKey::new(low), None);
        assert_eq!(SshKey::new([2; 32]), None, "no point");
    }

    #[test]
    fn a_stanza_that_is_not_as_the_format_has_it_is_refused_whoever_asks() {
        let good = wrapped(&identity(1));
        let with = |at: usize, argument: &str| {
            let mut stanza = good.clone();
            stanza.arguments[at] = argument.to_owned();
            stanza
        };
        let (mut more, mut less, mut long, mut short) =
            (good.clone(), good.clone(), good.clone(), good.clone());
        more.arguments.push("more".to_owned());
        less.arguments.truncate(2);
        long.body.push(0);
        short.body.truncate(31);
        let malformed = [more, less, long, short].into_iter().chain([
            with(1, &base64::unpadded(&[1; 3])),
            with(1, &base64::unpadded(&[1; 5])),
            with(1, &base64::padded(&[1; 4])),
            with(2, &base64::unpadded(&[5; 31])),
            with(2, &base64::unpadded(&[5; 33])),
            with(2, &base64::padded(&[5; 32])),
        ]);
        for stanza in malformed {
            for who in [1, 2] {
                let refused = identity(who).unwrap(&stanza).unwrap_err();
                assert_eq!(refused, HeaderError::Malformed { line: 2 }, "{stanza:?}");
            }
        }
        let low = with(2, &base64::unpadded(&[0; 32]));
        for who in [1, 2] {
            assert_eq!(identity(who).unwrap(&low).unwrap_err(), HeaderError::LowOrder { line: 2 });
        }
        assert!(identity(1).unwrap(&with(0, "ssh-rsa")).unwrap().is_none());
    }

    #[test]
    fn what_was_altered_is_told_from_what_is_for_others() {
        let good = wrapped(&identity(1));
        let with = |at: usize, bytes: &[u8]| {
            let mut stanza = good.clone();
            stanza.arguments[at] = base64::unpadded(bytes);
            stanza
        };
        assert!(identity(1).unwrap(&with(1, &[0; 4])).unwrap().is_none());
        assert_eq!(identity(1).unwrap(&with(2, &[5; 32])).unwrap_err(), HeaderError::Altered);
        for at in 0..good.body.len() {
            let mut changed = good.clone();
            changed.body[at] ^= 1;
            assert_eq!(identity(1).unwrap(&changed).unwrap_err(), HeaderError::Altered, "{at}");
            assert!(identity(2).unwrap(&changed).unwrap().is_none());
        }
    }
}
