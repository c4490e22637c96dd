//! The door to ML-KEM-768 (FIPS 203), and MLKEM768-X25519 over it, which is X-Wing (draft-ietf-hpke-pq): keys and shared secrets
//! that hold as long as one of the two does.
//!
//! The library keeps its large keys on the heap and wipes them; what it leaves on the stack is wiped here.

use ml_kem::{
    B32, Ciphertext, Decapsulate as _, DecapsulationKey, EncapsulationKey, Key, KeyExport as _, MlKem768,
    Seed, SharedKey,
};
use zeroize::Zeroize as _;

use crate::{
    crypto::{
        fips202::{sha3_256, shake256},
        secret::SecretBytes,
        stack,
    },
    formats::age::x25519::{BASE_POINT, IDENTITY_BYTES, is_low_order, multiplied},
};

/// Bytes of a public key of ML-KEM-768.
const LATTICE_BYTES: usize = 1184;

/// Bytes that ML-KEM-768 encapsulates a secret in.
const CIPHERTEXT_BYTES: usize = 1088;

/// Bytes that a private key of ML-KEM is made of, and those that an encapsulation takes.
const SEED_BYTES: usize = 64;
const MESSAGE_BYTES: usize = 32;

/// Bytes of a recipient: the public key of ML-KEM, and the point.
pub const RECIPIENT_BYTES: usize = LATTICE_BYTES + IDENTITY_BYTES;

/// Bytes of an encapsulated key: that of ML-KEM, and the ephemeral point.
pub const ENCAPSULATED_BYTES: usize = CIPHERTEXT_BYTES + IDENTITY_BYTES;

/// Random bytes that one encapsulation takes.
pub const RANDOM_BYTES: usize = MESSAGE_BYTES + IDENTITY_BYTES;

/// What is hashed behind all else.
const LABEL: &[u8] = br"\.//^\";

/// A recipient that files can be sealed to.
#[derive(Clone, Debug)]
pub struct HybridKey {
    lattice: EncapsulationKey<MlKem768>,
    point: [u8; IDENTITY_BYTES],
}

impl HybridKey {
    /// The recipient of these bytes; none if its numbers are too large for ML-KEM (FIPS 203, 7.2), or its point is one of low
    /// order, which gives the same product to everybody.
    #[must_use]
    pub fn new(bytes: &[u8; RECIPIENT_BYTES]) -> Option<Self> {
        let point = point_of(bytes);
        let lattice = Key::<EncapsulationKey<MlKem768>>::try_from(&bytes[..LATTICE_BYTES]).ok()?;
        let lattice = EncapsulationKey::new(&lattice).ok()?;
        (!is_low_order(&point)).then_some(Self { lattice, point })
    }

    /// A secret for this recipient, and what gives it to them. `random` is [`RANDOM_BYTES`], for this secret only.
    pub(super) fn encapsulated(&self, random: &SecretBytes) -> (SecretBytes, [u8; ENCAPSULATED_BYTES]) {
        let (message, ephemeral) = random.expose().split_at(MESSAGE_BYTES);
        let (ciphertext, of_lattice) = stack::wiped_deeply(|| {
            let mut place = B32::default();
            place.copy_from_slice(message);
            let (ciphertext, shared) = self.lattice.encapsulate_deterministic(&place);
            place.zeroize();
            (ciphertext, kept(shared))
        });
        let ephemeral = SecretBytes::copy_of(ephemeral);
        let share = multiplied(&ephemeral, &BASE_POINT);
        let of_points = multiplied(&ephemeral, &self.point);
        let mut encapsulated = [0; ENCAPSULATED_BYTES];
        encapsulated[..CIPHERTEXT_BYTES].copy_from_slice(&ciphertext);
        encapsulated[CIPHERTEXT_BYTES..].copy_from_slice(share.expose());
        (combined(&of_lattice, &of_points, share.expose(), &self.point), encapsulated)
    }
}

/// The last 32 bytes, which are a point in a recipient and in an encapsulated key.
pub fn point_of(bytes: &[u8]) -> [u8; IDENTITY_BYTES] {
    bytes.last_chunk().copied().unwrap_or([0; IDENTITY_BYTES])
}

/// The recipient of an identity.
pub(super) fn recipient(identity: &SecretBytes) -> [u8; RECIPIENT_BYTES] {
    let Private { seed, scalar } = Private::of(identity);
    let lattice = stack::wiped_deeply(|| decapsulation_key(&seed).encapsulation_key().to_bytes());
    let mut bytes = [0; RECIPIENT_BYTES];
    bytes[..LATTICE_BYTES].copy_from_slice(&lattice);
    bytes[LATTICE_BYTES..].copy_from_slice(multiplied(&scalar, &BASE_POINT).expose());
    bytes
}

/// The secret that was encapsulated for this identity; for another one, bytes that nobody has.
pub(super) fn decapsulated(identity: &SecretBytes, encapsulated: &[u8; ENCAPSULATED_BYTES]) -> SecretBytes {
    let Private { seed, scalar } = Private::of(identity);
    let (ciphertext, share) = (&encapsulated[..CIPHERTEXT_BYTES], point_of(encapsulated));
    let of_lattice = stack::wiped_deeply(|| {
        let mut place = Ciphertext::<MlKem768>::default();
        place.copy_from_slice(ciphertext);
        kept(decapsulation_key(&seed).decapsulate(&place))
    });
    let of_points = multiplied(&scalar, &share);
    let own = multiplied(&scalar, &BASE_POINT);
    combined(&of_lattice, &of_points, &share, own.expose())
}

/// What an identity becomes: the seed of ML-KEM, and the scalar of X25519.
struct Private {
    seed: SecretBytes,
    scalar: SecretBytes,
}

impl Private {
    fn of(identity: &SecretBytes) -> Self {
        let both =
            SecretBytes::build(SEED_BYTES + IDENTITY_BYTES, |place| shake256(identity.expose(), place));
        let (seed, scalar) = both.expose().split_at(SEED_BYTES);
        Self { seed: SecretBytes::copy_of(seed), scalar: SecretBytes::copy_of(scalar) }
    }
}

/// Whoever calls this wipes the stack deeply.
fn decapsulation_key(seed: &SecretBytes) -> DecapsulationKey<MlKem768> {
    let mut place = Seed::default();
    place.copy_from_slice(seed.expose());
    let key = DecapsulationKey::from_seed(place);
    place.zeroize();
    key
}

fn kept(mut shared: SharedKey) -> SecretBytes {
    let kept = SecretBytes::copy_of(&shared);
    shared.zeroize();
    kept
}

/// Both secrets as one. The ciphertext of ML-KEM is not hashed: nobody finds a second one for a secret of it.
fn combined(of_lattice: &SecretBytes, of_points: &SecretBytes, share: &[u8], point: &[u8]) -> SecretBytes {
    sha3_256(&[of_lattice.expose(), of_points.expose(), share, point, LABEL])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::hash::{bytes, hex, sha256_hex};

    /// The known answers for draft-ietf-hpke-pq; of what is long, the SHA-256.
    const IDENTITY: &str = "b3f98b03126a431ccecc62ae0f68e102c2d8e1cc7b21ba85d821d8e31761e0f8";
    const RECIPIENT: &str = "120b60e0ae3c00c1c9def1c61aeb12de710bfa49646ae6f99a7e564b25ace493";
    const RANDOM: &str = "a3a869097e0241158eca5dc6c9e695f9e0d2ee5db51c09c435aab69d56509a43\
        d94ff76d7d47cf79ecf75394261236cec024bd849cc782e14f7f0738af83daed";
    const ENCAPSULATED: &str = "3a7ef30fb815e75b7f0f16f5bab5c36250882d94ea0f776cc2241cdd3b36b480";
    const SHARED: &str = "b90cf181d95351d1091569487caaf6c3434eeb181a2c4c04631980ce139afa67";

    fn secret<const N: usize>(digits: &str) -> SecretBytes {
        SecretBytes::copy_of(&bytes::<N>(digits).unwrap())
    }

    #[test]
    fn the_published_answers() {
        let identity = secret::<32>(IDENTITY);
        let recipient = recipient(&identity);
        assert_eq!(sha256_hex(&recipient), RECIPIENT);
        let to = HybridKey::new(&recipient).unwrap();
        let (shared, encapsulated) = to.encapsulated(&secret::<64>(RANDOM));
        assert_eq!(sha256_hex(&encapsulated), ENCAPSULATED);
        assert_eq!(hex(shared.expose()), SHARED);
        assert_eq!(hex(decapsulated(&identity, &encapsulated).expose()), SHARED);
    }

    #[test]
    fn whatever_is_changed_gives_another_secret() {
        let identity = secret::<32>(IDENTITY);
        let to = HybridKey::new(&recipient(&identity)).unwrap();
        let (shared, encapsulated) = to.encapsulated(&secret::<64>(RANDOM));
        for at in [0, CIPHERTEXT_BYTES - 1, CIPHERTEXT_BYTES, ENCAPSULATED_BYTES - 2] {
            let mut changed = encapsulated;
            changed[at] ^= 1;
            assert!(!decapsulated(&identity, &changed).matches(shared.expose()), "{at}");
        }
        let other = SecretBytes::copy_of(&[1; 32]);
        assert!(!decapsulated(&other, &encapsulated).matches(shared.expose()));
    }

    #[test]
    fn what_nobody_can_be_sealed_to_is_no_recipient() {
        let good = recipient(&secret::<32>(IDENTITY));
        assert!(HybridKey::new(&good).is_some());
        let mut low = good;
        low[LATTICE_BYTES..].fill(0);
        assert!(HybridKey::new(&low).is_none());
        // The first number becomes 4095, which is above the modulus: 3329.
        let mut large = good;
        (large[0], large[1]) = (0xff, large[1] | 0x0f);
        assert!(HybridKey::new(&large).is_none());
        let mut modulus = good;
        (modulus[0], modulus[1]) = (0x01, modulus[1] & 0xf0 | 0x0d);
        assert!(HybridKey::new(&modulus).is_none());
        (modulus[0], modulus[1]) = (0x00, modulus[1]);
        assert!(HybridKey::new(&modulus).is_some());
    }
}
