//! X25519 identities and the stanza that wraps a file key for one ("The X25519 recipient type" of the format).

use x25519_dalek::{X25519_BASEPOINT_BYTES, x25519};
use zeroize::Zeroize as _;

use super::{
    base64,
    stanza::{HeaderError, Opens, Stanza},
    wrapping,
};
use crate::crypto::{hash::hkdf_sha256, secret::SecretBytes, stack};

/// Bytes of an identity, and of a recipient.
pub const IDENTITY_BYTES: usize = 32;

/// The point of which everybody takes a multiple (RFC 7748, 4.1).
pub(super) const BASE_POINT: [u8; IDENTITY_BYTES] = X25519_BASEPOINT_BYTES;

/// What such a stanza begins with.
pub const KIND: &str = "X25519";

/// Keeps the keys that wrap file keys apart from all others.
const LABEL: &[u8] = b"age-encryption.org/v1/X25519";

/// An identity: whoever has it opens what was sealed to it. Any 32 bytes are one.
#[derive(Debug)]
pub struct Identity(SecretBytes);

impl Identity {
    /// The identity of these bytes; none if they are not [`IDENTITY_BYTES`].
    #[must_use]
    pub fn new(bytes: SecretBytes) -> Option<Self> {
        (bytes.len() == IDENTITY_BYTES).then_some(Self(bytes))
    }

    /// The bytes, to be written as text.
    pub(in crate::formats) const fn bytes(&self) -> &SecretBytes {
        &self.0
    }

    /// What anybody may know of it: to whom files are sealed.
    #[must_use]
    pub fn recipient(&self) -> [u8; IDENTITY_BYTES] {
        multiplied(&self.0, &BASE_POINT).expose().try_into().unwrap_or([0; IDENTITY_BYTES])
    }
}

/// The share in a stanza of this kind; none if it is of another.
///
/// # Errors
///
/// When it is of this kind, and not as the format has it.
pub fn share_of(stanza: &Stanza) -> Result<Option<[u8; IDENTITY_BYTES]>, HeaderError> {
    let Some([share]) = stanza.of_kind(KIND)? else { return Ok(None) };
    let share = stanza.bytes(share)?;
    wrapping::check(stanza)?;
    Ok(Some(share))
}

impl Opens for Identity {
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError> {
        let Some(share) = share_of(stanza)? else { return Ok(None) };
        let shared = multiplied(&self.0, &share);
        if shared.matches(&[0; IDENTITY_BYTES]) {
            return Err(HeaderError::LowOrder { line: stanza.line });
        }
        Ok(wrapping::unwrapped(&wrap_key(&shared, &share, &self.recipient()), stanza).ok())
    }
}

/// The stanza that wraps a file key for a recipient. `ephemeral` is for this stanza only.
#[must_use]
pub fn wrap(recipient: &[u8; IDENTITY_BYTES], ephemeral: &SecretBytes, file_key: &SecretBytes) -> Stanza {
    let share = multiplied(ephemeral, &BASE_POINT);
    let key = wrap_key(&multiplied(ephemeral, recipient), share.expose(), recipient);
    let arguments = vec![KIND.to_owned(), base64::unpadded(share.expose())];
    Stanza { line: 2, arguments, body: wrapping::wrapped(&key, file_key) }
}

/// Whether a point gives the same product to everybody: one of the eight of low order (RFC 7748, 7).
#[must_use]
pub fn is_low_order(point: &[u8; IDENTITY_BYTES]) -> bool {
    // Any scalar tells: it is clamped to a multiple of eight, which takes exactly these to zero.
    x25519([1; IDENTITY_BYTES], *point) == [0; IDENTITY_BYTES]
}

fn wrap_key(shared: &SecretBytes, share: &[u8], recipient: &[u8; IDENTITY_BYTES]) -> SecretBytes {
    hkdf_sha256(&[share, recipient].concat(), shared.expose(), LABEL)
}

/// The point times the secret, which the library clamps (RFC 7748, 5).
pub(super) fn multiplied(secret: &SecretBytes, point: &[u8; IDENTITY_BYTES]) -> SecretBytes {
    stack::wiped_deeply(|| {
        let mut scalar = [0; IDENTITY_BYTES];
        scalar.copy_from_slice(secret.expose());
        let mut product = x25519(scalar, *point);
        let kept = SecretBytes::copy_of(&product);
        scalar.zeroize();
        product.zeroize();
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(seed: u8) -> Identity {
        Identity::new(SecretBytes::build(IDENTITY_BYTES, |place| place.fill(seed))).unwrap()
    }

    fn wrapped(to: &Identity) -> Stanza {
        let ephemeral = SecretBytes::build(IDENTITY_BYTES, |place| place.fill(9));
        wrap(&to.recipient(), &ephemeral, &SecretBytes::copy_of(b"YELLOW SUBMARINE"))
    }

    #[test]
    fn the_recipient_is_the_published_one() {
        // The identity and recipient of the format's own example, in hex.
        let recipient: String = identity(0x42).recipient().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(recipient, "132c442be010fbd57e72603328aa76e71fccc1503aae219327d14d9c9993f472");
    }

    #[test]
    fn only_its_own_identity_finds_the_file_key() {
        let stanza = wrapped(&identity(1));
        assert!(identity(1).unwrap(&stanza).unwrap().unwrap().matches(b"YELLOW SUBMARINE"));
        assert!(identity(2).unwrap(&stanza).unwrap().is_none());
    }

    #[test]
    fn a_stanza_that_is_not_as_the_format_has_it_is_refused_whoever_asks() {
        let good = wrapped(&identity(1));
        let changed = |change: fn(&mut Stanza)| {
            let mut stanza = good.clone();
            change(&mut stanza);
            stanza
        };
        let malformed = [
            changed(|stanza| stanza.arguments.push("more".to_owned())),
            changed(|stanza| stanza.arguments.truncate(1)),
            changed(|stanza| stanza.arguments[1].truncate(42)),
            changed(|stanza| stanza.arguments[1].push('=')),
            changed(|stanza| stanza.arguments[1] = base64::unpadded(&[5; 31])),
            changed(|stanza| stanza.arguments[1] = base64::unpadded(&[5; 33])),
            changed(|stanza| stanza.body.push(0)),
            changed(|stanza| stanza.body.truncate(31)),
        ];
        for stanza in malformed {
            for who in [1, 2] {
                let refused = identity(who).unwrap(&stanza).unwrap_err();
                assert_eq!(refused, HeaderError::Malformed { line: 2 }, "{stanza:?}");
            }
        }
        let other_kind = changed(|stanza| stanza.arguments[0] = "x25519".to_owned());
        assert!(identity(1).unwrap(&other_kind).unwrap().is_none());
    }

    #[test]
    fn points_of_low_order_are_refused() {
        // The points of order 1, 2, 4 and 8 that have encodings of 32 bytes below the prime (RFC 7748, 7).
        let mut one = [0; 32];
        one[0] = 1;
        let mut minus_one = [0xff; 32];
        (minus_one[0], minus_one[31]) = (0xec, 0x7f);
        for point in [[0; 32], one, minus_one] {
            let stanza = Stanza {
                arguments: vec![KIND.to_owned(), base64::unpadded(&point)],
                ..wrapped(&identity(1))
            };
            assert_eq!(identity(1).unwrap(&stanza).unwrap_err(), HeaderError::LowOrder { line: 2 });
        }
    }
}
