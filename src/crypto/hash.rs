//! The door to SHA-2 and HMAC, and the one key derivation of the standard: PBKDF2 with HMAC-SHA-256.
//!
//! The derivation is a loop of ours over the library's compression function. The library's own cannot say how far it
//! has come, which at the highest exponent takes a minute, and it copies its state once an iteration.
//!
//! The library's states move by value, with what has been put into them, so whatever takes a secret wipes the stack
//! behind it.

use std::slice::from_ref;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha512, block_api::compress256};

use crate::crypto::{secret::SecretBytes, stack};

/// Bytes of a SHA-256 digest.
pub const SHA256_BYTES: usize = 32;

/// Told now and then how many iterations have passed since it was last told.
pub type Tick<'a> = &'a mut dyn FnMut(u64);

/// Iterations between two ticks: some five milliseconds.
const ITERATIONS_A_TICK: u32 = 50_000;

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; SHA256_BYTES] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of `bytes`, in 64 hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// SHA-512 of `bytes`, which are no secret.
#[must_use]
pub fn sha512(bytes: &[u8]) -> [u8; 64] {
    Sha512::digest(bytes).into()
}

/// SHA-256 of bytes that come piece by piece and are no secret.
#[derive(Clone, Debug, Default)]
pub struct RunningSha256(Sha256);

impl RunningSha256 {
    /// Adds the next piece.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The SHA-256 of all pieces, in 64 hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// SHA-256 of SHA-256 of `bytes`: the checksum of base58check.
#[must_use]
pub fn sha256_twice(bytes: &[u8]) -> [u8; SHA256_BYTES] {
    stack::wiped(|| Sha256::digest(Sha256::digest(bytes)).into())
}

/// HMAC-SHA-256 of the `parts` in a row.
#[must_use]
pub fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> SecretBytes {
    stack::wiped(|| tag(Hmac::<Sha256>::new(&key_block::<Sha256, 64>(key).into()), parts))
}

/// HKDF-SHA-256 (RFC 5869): 32 bytes of key from `input`, under a public `salt`, for the one use that `info` names.
#[must_use]
pub fn hkdf_sha256(salt: &[u8], input: &[u8], info: &[u8]) -> SecretBytes {
    let extracted = hmac_sha256(salt, &[input]);
    SecretBytes::build(SHA256_BYTES, |key| hkdf_expand_sha256(extracted.expose(), info, key))
}

/// The second half of HKDF-SHA-256 (RFC 5869, 2.3): fills `out` from the extracted key, for the one use that `info` names.
///
/// # Panics
///
/// Above 8,160 bytes, where the counter of the standard ends.
pub fn hkdf_expand_sha256(extracted: &[u8], info: &[u8], out: &mut [u8]) {
    let mut block = SecretBytes::copy_of(&[]);
    for (number, piece) in (1_u8..).zip(out.chunks_mut(SHA256_BYTES)) {
        block = hmac_sha256(extracted, &[block.expose(), info, &[number]]);
        piece.copy_from_slice(&block.expose()[..piece.len()]);
    }
}

/// SHA-256 of secret `parts` in a row.
#[must_use]
pub fn secret_sha256(parts: &[&[u8]]) -> SecretBytes {
    stack::wiped(|| {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        SecretBytes::copy_of(&hash.finalize())
    })
}

/// HMAC-SHA-512 of `message`: what BIP-32 makes a master key with.
#[must_use]
pub fn hmac_sha512(key: &[u8], message: &[u8]) -> SecretBytes {
    stack::wiped(|| tag(Hmac::<Sha512>::new(&key_block::<Sha512, 128>(key).into()), &[message]))
}

/// PBKDF2-HMAC-SHA-256 (RFC 8018), filling `out`, with password and salt each given as parts in a row.
///
/// One block of 32 bytes costs `iterations` times two compressions, and no block can be computed faster by having
/// more cores: each iteration needs the one before.
pub fn pbkdf2_hmac_sha256(
    password: &[&[u8]],
    salt: &[&[u8]],
    iterations: u32,
    out: &mut [u8],
    tick: Tick<'_>,
) {
    let whole = joined(password);
    stack::wiped(|| {
        let block = key_block::<Sha256, 64>(whole.expose());
        for (number, piece) in (1u32..).zip(out.chunks_mut(SHA256_BYTES)) {
            let number = number.to_be_bytes();
            let mut code = Hmac::<Sha256>::new(&block.into());
            salt.iter().for_each(|part| code.update(part));
            code.update(&number);
            let first = tag(code, &[]);
            let sum = iterate(&block, first.expose(), iterations, tick);
            piece.copy_from_slice(&sum[..piece.len()]);
        }
    });
}

/// PBKDF2-HMAC-SHA-512 for one block of at most 64 bytes: what BIP-39 makes a seed with. It runs once a split and takes
/// milliseconds, so it is written for reading.
pub fn pbkdf2_hmac_sha512(password: &[u8], salt: &[&[u8]], iterations: u32, out: &mut [u8]) {
    let mut message = joined(&[salt, &[&1u32.to_be_bytes()]].concat());
    out.fill(0);
    for _ in 0..iterations {
        message = hmac_sha512(password, message.expose());
        out.iter_mut().zip(message.expose()).for_each(|(sum, byte)| *sum ^= byte);
    }
}

/// The exclusive or of `iterations` keyed hashes, each of the one before, of which `first` is the first.
fn iterate(key_block: &[u8; 64], first: &[u8], iterations: u32, tick: Tick<'_>) -> [u8; SHA256_BYTES] {
    let after_pad = |pad: u8| {
        let mut state = INITIAL;
        compress256(&mut state, &[key_block.map(|byte| byte ^ pad)]);
        state
    };
    let (inner, outer) = (after_pad(0x36), after_pad(0x5c));
    let mut message = message_block(first);
    let mut sum = words(&message);
    let mut left = iterations.saturating_sub(1);
    while left > 0 {
        let now = left.min(ITERATIONS_A_TICK);
        for _ in 0..now {
            let mut state = inner;
            compress256(&mut state, from_ref(&message));
            put_words(&mut message, &state);
            state = outer;
            compress256(&mut state, from_ref(&message));
            put_words(&mut message, &state);
            sum.iter_mut().zip(&state).for_each(|(sum, word)| *sum ^= word);
        }
        left -= now;
        tick(u64::from(now));
    }
    put_words(&mut message, &sum);
    let mut result = [0; SHA256_BYTES];
    result.copy_from_slice(&message[..SHA256_BYTES]);
    result
}

/// A 32-byte message after one block of key, padded as SHA-256 pads it: a one bit, zeros, the length in bits.
fn message_block(message: &[u8]) -> [u8; 64] {
    let mut block = [0; 64];
    block[..SHA256_BYTES].copy_from_slice(message);
    block[SHA256_BYTES] = 0x80;
    block[62..].copy_from_slice(&768u16.to_be_bytes());
    block
}

#[inline]
fn words(block: &[u8; 64]) -> [u32; 8] {
    let (quads, _) = block[..SHA256_BYTES].as_chunks::<4>();
    std::array::from_fn(|at| u32::from_be_bytes(quads[at]))
}

#[inline]
fn put_words(block: &mut [u8; 64], words: &[u32; 8]) {
    let (quads, _) = block[..SHA256_BYTES].as_chunks_mut::<4>();
    quads.iter_mut().zip(words).for_each(|(quad, word)| *quad = word.to_be_bytes());
}

/// The initial state of SHA-256 (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

fn joined(parts: &[&[u8]]) -> SecretBytes {
    SecretBytes::build(parts.iter().map(|part| part.len()).sum(), |mut place| {
        for part in parts {
            let (here, rest) = place.split_at_mut(part.len());
            here.copy_from_slice(part);
            place = rest;
        }
    })
}

/// The key as HMAC takes it (RFC 2104): hashed when it is longer than a block, then filled up with zeros.
fn key_block<D: sha2::Digest, const BLOCK: usize>(key: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        let digest = D::digest(key);
        block[..digest.len()].copy_from_slice(&digest);
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    block
}

fn tag(mut code: impl hmac::Mac, parts: &[&[u8]]) -> SecretBytes {
    parts.iter().for_each(|part| code.update(part));
    SecretBytes::copy_of(&code.finalize().into_bytes())
}

/// Whether a text is a SHA-256 as this program writes it: 64 small hexadecimal digits.
#[must_use]
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// Bytes as hexadecimal digits. For values that are no secret: they are looked up in a table.
///
/// A journal of ten years has thousands of hashes, each of which is looked at every night.
#[must_use]
#[allow(clippy::missing_panics_doc, clippy::expect_used, reason = "sixteen digits are text, in any order")]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let two = |byte: &u8| [byte >> 4, byte & 15].map(|half| DIGITS[usize::from(half)]);
    let digits = bytes.iter().map(two).collect::<Vec<_>>().into_flattened();
    String::from_utf8(digits).expect("digits are text")
}

/// The bytes that hexadecimal digits, in any case, stand for; none unless there are as many as wanted. For values that
/// are no secret.
#[must_use]
pub fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let mut bytes = [0; N];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = value(*high)? << 4 | value(*low)?;
    }
    Some(bytes)
}

/// A short code that stands for a public text: 32 hex digits of its SHA-256, in groups of four.
///
/// 128 bits, so that nobody who writes both texts can find two with one code (2^64 trials); what is only compared with
/// a text of somebody else's needs less.
#[must_use]
pub fn code(hash: &str) -> String {
    fours(&hash.chars().take(32).collect::<String>()).join("-")
}

/// The digits of a public text in groups of four, as people read them aloud.
#[must_use]
pub fn fours(digits: &str) -> Vec<String> {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect()).collect()
}

/// The SHA-256 of a public text with a label before it, in hex.
#[must_use]
pub fn labelled_hash(label: &str, text: &str) -> String {
    sha256_hex(format!("{label}\n{text}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn derive(password: &[u8], salt: &[u8], iterations: u32, len: usize) -> String {
        let mut out = vec![0; len];
        pbkdf2_hmac_sha256(&[password], &[salt], iterations, &mut out, &mut |_| {});
        hex(&out)
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn pbkdf2_gives_the_published_answers() {
        // RFC 7914, section 11, both test vectors: each two blocks long.
        assert_eq!(
            derive(b"passwd", b"salt", 1, 64),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc\
             49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"
        );
        assert_eq!(
            derive(b"Password", b"NaCl", 80_000, 64),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
             a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"
        );
    }

    #[test]
    fn a_password_in_parts_or_longer_than_a_block_is_one_password() {
        let long = [b'x'; 200];
        let mut parts = [0; 16];
        pbkdf2_hmac_sha256(&[&long[..1], &long[1..]], &[b"sa", b"lt"], 3, &mut parts, &mut |_| {});
        assert_eq!(hex(&parts), derive(&long, b"salt", 3, 16));
        assert_eq!(derive(&long, b"salt", 3, 16), derive(&Sha256::digest(long), b"salt", 3, 16));
    }

    #[test]
    #[cfg_attr(miri, ignore = "iterates PBKDF2 too often to be interpreted")]
    fn every_iteration_but_the_first_is_told() {
        let mut told = 0;
        pbkdf2_hmac_sha256(&[b"p"], &[b"s"], 120_001, &mut [0; 8], &mut |passed| told += passed);
        assert_eq!(told, 120_000);
    }

    #[test]
    fn sha256_gives_the_published_answers() {
        // FIPS 180-4, the example of NIST; and twice, as Bitcoin's documents have it.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((hex(&sha256(b"abc")), sha256_hex(b"abc")), (abc.to_owned(), abc.to_owned()));
        assert_eq!(
            hex(&sha256_twice(b"hello")),
            "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"
        );
    }

    #[test]
    fn pbkdf2_with_sha512_gives_what_others_give() {
        // As many libraries' tests have it, after the vectors of RFC 6070.
        let mut out = [0; 64];
        pbkdf2_hmac_sha512(b"password", &[b"sa", b"lt"], 2, &mut out);
        assert_eq!(
            hex(&out),
            "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53c\
             f76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e"
        );
    }

    #[test]
    fn a_key_as_long_as_a_block_is_taken_as_it_is_and_a_longer_one_hashed() {
        assert_eq!(key_block::<Sha256, 64>(&[b'k'; 64]), [b'k'; 64]);
        let longer = key_block::<Sha256, 64>(&[b'k'; 65]);
        assert_eq!((&longer[..32], &longer[32..]), (&sha256(&[b'k'; 65])[..], &[0; 32][..]));
    }

    #[test]
    fn digits_are_those_of_every_byte_and_lead_back_to_it() {
        let all: [u8; 256] = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let digits = super::hex(&all);
        assert_eq!(digits, hex(&all));
        assert_eq!((bytes(&digits), bytes(&digits.to_uppercase())), (Some(all), Some(all)));
        for wrong in ["", "0", "000", "0g", "g0", "+1", "1 ", "é"] {
            assert_eq!(bytes::<1>(wrong), None, "{wrong}");
        }
        assert_eq!((super::hex(&[]), bytes::<0>("")), (String::new(), Some([])));
    }

    #[test]
    fn pieces_have_the_hash_of_the_whole() {
        let mut running = RunningSha256::default();
        ["", "a", "bc"].iter().for_each(|piece| running.add(piece.as_bytes()));
        assert_eq!(running.hex(), sha256_hex(b"abc"));
    }

    #[test]
    fn hkdf_gives_the_published_answers() {
        // RFC 5869, test cases 1 and 3, the first 32 of their 42 bytes.
        let salt: Vec<u8> = (0..13).collect();
        let info: Vec<u8> = (0xf0..0xfa).collect();
        assert_eq!(
            hex(hkdf_sha256(&salt, &[0x0b; 22], &info).expose()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
        );
        assert_eq!(
            hex(hkdf_sha256(&[], &[0x0b; 22], &[]).expose()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
        );
    }

    #[test]
    fn hmac_gives_the_published_answers() {
        // RFC 4231, test cases 2 and 6.
        assert_eq!(
            hex(hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]).expose()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let key = [0xaa; 131];
        let message = b"Test Using Larger Than Block-Size Key - Hash Key First";
        assert_eq!(
            hex(hmac_sha512(&key, message).expose()),
            "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352\
             6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"
        );
    }
}
