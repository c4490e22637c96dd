//! Passphrases, and the stanza that wraps a file key for one ("The scrypt recipient type" of the format).
//!
//! Where scrypt (RFC 7914) looks in its memory depends on the passphrase: that is how it makes guessing expensive, and the
//! format has nothing else. So whoever shares the processor's caches may learn of it while it is computed.

use std::hint::black_box;

use scrypt::{Params, scrypt};

use super::{
    base64,
    stanza::{HeaderError, Opens, Stanza},
    wrapping,
};
use crate::crypto::{
    secret::{SecretBytes, SecretText},
    stack,
};

/// What such a stanza begins with.
pub const KIND: &str = "scrypt";

/// The work of whoever guesses, as a binary logarithm: what age seals with, a second on a usual machine.
pub const WORK_FACTOR: u8 = 18;

/// The most that is done for a file: 1 GiB, and some seconds. Whoever made the file chose it.
pub const HIGHEST_WORK_FACTOR: u8 = 20;

/// Bytes of the salt.
pub const SALT_BYTES: usize = 16;

/// Bytes of the key that wraps.
const KEY_BYTES: usize = 32;

/// Stands before the salt, and keeps the keys apart from all others.
const LABEL: &[u8] = b"age-encryption.org/v1/scrypt";

/// The other two parameters of scrypt, fixed by the format.
const BLOCK_SIZE: u32 = 8;
const PARALLELISM: u32 = 1;

/// Bytes of memory that scrypt takes for the work factor `log_n`: 256 MiB for 18.
#[must_use]
pub const fn memory_needed(log_n: u8) -> u64 {
    128 * BLOCK_SIZE as u64 * 2_u64.saturating_pow(log_n as u32)
}

/// A passphrase: whoever knows it opens what was sealed to it.
#[derive(Debug)]
pub struct FilePassphrase(SecretText);

impl FilePassphrase {
    /// The passphrase of this text, whose UTF-8 counts; none if it is empty, which no age program allows.
    #[must_use]
    pub fn new(text: SecretText) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }
}

impl Opens for FilePassphrase {
    fn unwrap(&self, stanza: &Stanza) -> Result<Option<SecretBytes>, HeaderError> {
        let Some(Work { salt, log_n }) = Work::of(stanza)? else { return Ok(None) };
        Ok(wrapping::unwrapped(&wrap_key(self, &salt, log_n)?, stanza).ok())
    }
}

/// What a stanza asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    salt: [u8; SALT_BYTES],
    /// The work factor, 1 to [`HIGHEST_WORK_FACTOR`].
    pub log_n: u8,
}

impl Work {
    /// What a stanza of this kind asks for; none if it is of another. Nothing is computed.
    ///
    /// # Errors
    ///
    /// When it is of this kind, and not as the format has it; or when it asks for more than is done.
    pub fn of(stanza: &Stanza) -> Result<Option<Self>, HeaderError> {
        let Some([salt, factor]) = stanza.of_kind(KIND)? else { return Ok(None) };
        let salt = stanza.bytes(salt)?;
        // One number has one writing.
        if factor.starts_with('0') || !factor.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(stanza.malformed());
        }
        wrapping::check(stanza)?;
        let given = factor.parse().unwrap_or(u32::MAX);
        let log_n = u8::try_from(given).ok().filter(|log_n| *log_n <= HIGHEST_WORK_FACTOR);
        Ok(Some(Self { salt, log_n: log_n.ok_or(HeaderError::WorkFactor { given })? }))
    }
}

/// The stanza that wraps a file key for a passphrase, with the work of `log_n`. `salt` is for this stanza only.
///
/// # Errors
///
/// When the system has not the memory.
pub fn wrap(
    passphrase: &FilePassphrase,
    salt: &[u8; SALT_BYTES],
    log_n: u8,
    file_key: &SecretBytes,
) -> Result<Stanza, HeaderError> {
    let key = wrap_key(passphrase, salt, log_n)?;
    let arguments = vec![KIND.to_owned(), base64::unpadded(salt), log_n.to_string()];
    Ok(Stanza { line: 2, arguments, body: wrapping::wrapped(&key, file_key) })
}

fn wrap_key(
    passphrase: &FilePassphrase,
    salt: &[u8; SALT_BYTES],
    log_n: u8,
) -> Result<SecretBytes, HeaderError> {
    derived(passphrase.0.expose().as_bytes(), &[LABEL, salt].concat(), log_n)
}

/// The key that scrypt makes of these.
fn derived(passphrase: &[u8], salt: &[u8], log_n: u8) -> Result<SecretBytes, HeaderError> {
    let refused = HeaderError::WorkFactor { given: log_n.into() };
    if !(1..=HIGHEST_WORK_FACTOR).contains(&log_n) {
        return Err(refused);
    }
    let params = Params::new(log_n, BLOCK_SIZE, PARALLELISM).map_err(|_| refused)?;
    refuse_without_memory(memory_needed(log_n))?;
    // The allocator wipes what the library frees (`src/main.rs`).
    stack::wiped_deeply(|| {
        SecretBytes::try_build(KEY_BYTES, |place| {
            scrypt(passphrase, salt, &params, place).map_err(|_| refused)
        })
    })
}

/// Where the library gets no memory, it ends the program, and nothing gives the terminal back.
fn refuse_without_memory(bytes: u64) -> Result<(), HeaderError> {
    let refused = HeaderError::Memory { bytes };
    let room = usize::try_from(bytes).map_err(|_| refused)?;
    let mut place = Vec::<u8>::new();
    place.try_reserve_exact(room).map_err(|_| refused)?;
    // Else the compiler leaves the question out.
    black_box(&place);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE_KEY: &[u8] = b"YELLOW SUBMARINE";

    fn passphrase(text: &str) -> FilePassphrase {
        FilePassphrase::new(SecretText::copy_of(text)).unwrap()
    }

    fn wrapped(text: &str, log_n: u8) -> Stanza {
        wrap(&passphrase(text), &[7; SALT_BYTES], log_n, &SecretBytes::copy_of(FILE_KEY)).unwrap()
    }

    #[test]
    fn the_key_is_that_of_hashlib() {
        // hashlib.scrypt(b'password', salt=b'NaCl', n=1024, r=8, p=1, dklen=32), and with n=2.
        let hex =
            |key: SecretBytes| -> String { key.expose().iter().map(|byte| format!("{byte:02x}")).collect() };
        assert_eq!(
            hex(derived(b"password", b"NaCl", 10).unwrap()),
            "27b418c674c769d12501fbb1f53bac32df6514c0f28d043872b148b348961a79"
        );
        assert_eq!(
            hex(derived(b"password", b"NaCl", 1).unwrap()),
            "e5ed8edc019edfef2d3ced0896faf9eec6921dcc68125ce81c10d53474ce1be5"
        );
    }

    #[test]
    fn only_its_own_passphrase_finds_the_file_key() {
        let stanza = wrapped("correct horse", 3);
        assert_eq!(stanza.arguments, ["scrypt", "BwcHBwcHBwcHBwcHBwcHBw", "3"]);
        assert!(passphrase("correct horse").unwrap(&stanza).unwrap().unwrap().matches(FILE_KEY));
        for other in ["correct horsf", "correct horse ", "x"] {
            assert!(passphrase(other).unwrap(&stanza).unwrap().is_none(), "{other}");
        }
        assert!(FilePassphrase::new(SecretText::default()).is_none());
    }

    #[test]
    fn a_stanza_that_is_not_as_the_format_has_it_is_refused_whoever_asks() {
        let good = wrapped("a", 2);
        let with = |at: usize, argument: &str| {
            let mut stanza = good.clone();
            stanza.arguments[at] = argument.to_owned();
            stanza
        };
        let (mut more, mut less, mut long, mut short) =
            (good.clone(), good.clone(), good.clone(), good.clone());
        more.arguments.push("2".to_owned());
        less.arguments.truncate(2);
        long.body.push(0);
        short.body.truncate(31);
        let malformed = [more, less, long, short].into_iter().chain([
            with(1, &base64::unpadded(&[7; SALT_BYTES - 1])),
            with(1, &base64::unpadded(&[7; SALT_BYTES + 1])),
            with(1, &base64::padded(&[7; SALT_BYTES])),
            with(1, "*"),
            with(2, "0"),
            with(2, "02"),
            with(2, "+2"),
            with(2, "-2"),
            with(2, "0x2"),
            with(2, "2a"),
            with(2, "2.0"),
        ]);
        for stanza in malformed {
            for who in ["a", "b"] {
                let refused = passphrase(who).unwrap(&stanza).unwrap_err();
                assert_eq!(refused, HeaderError::Malformed { line: 2 }, "{stanza:?}");
            }
        }
        assert!(passphrase("a").unwrap(&with(0, "Scrypt")).unwrap().is_none());
        for changed in [with(1, &base64::unpadded(&[8; SALT_BYTES])), with(2, "3")] {
            assert!(passphrase("a").unwrap(&changed).unwrap().is_none(), "{changed:?}");
        }
        for at in 0..good.body.len() {
            let mut changed = good.clone();
            changed.body[at] ^= 1;
            assert!(passphrase("a").unwrap(&changed).unwrap().is_none(), "{at}");
        }
    }

    #[test]
    fn more_work_than_is_allowed_is_refused_before_it_begins() {
        for (factor, given) in [
            ("21", 21),
            ("22", 22),
            ("63", 63),
            ("64", 64),
            ("255", 255),
            ("256", 256),
            ("4294967295", u32::MAX),
        ] {
            let mut stanza = wrapped("a", 1);
            factor.clone_into(&mut stanza.arguments[2]);
            let refused = passphrase("a").unwrap(&stanza).unwrap_err();
            assert_eq!(refused, HeaderError::WorkFactor { given });
        }
        let mut stanza = wrapped("a", 1);
        stanza.arguments[2] = "9".repeat(1000);
        assert_eq!(Work::of(&stanza), Err(HeaderError::WorkFactor { given: u32::MAX }));
        stanza.arguments[2] = "20".to_owned();
        assert_eq!(Work::of(&stanza).unwrap().unwrap().log_n, 20);
        for log_n in [0, 21, 255] {
            let refused = wrap(&passphrase("a"), &[7; SALT_BYTES], log_n, &SecretBytes::copy_of(FILE_KEY));
            assert_eq!(refused.unwrap_err(), HeaderError::WorkFactor { given: log_n.into() });
        }
    }

    #[test]
    fn the_memory_is_told_in_bytes() {
        assert_eq!([0, 1, 18, 20].map(memory_needed), [1024, 2048, 256 << 20, 1 << 30]);
        assert_eq!(memory_needed(53), 1 << 63);
        assert_eq!(refuse_without_memory(1 << 62), Err(HeaderError::Memory { bytes: 1 << 62 }));
    }
}
