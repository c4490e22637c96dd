//! Identities of age, the X25519 kind: `AGE-SECRET-KEY-1` and 32 bytes in Bech32 (BIP-173), as `age-keygen` writes them.

use std::fmt;

use bech32::{Bech32, Hrp, encode_upper_to_fmt, primitives::decode::CheckedHrpstring};

use super::{Form, FormError, Key, KeyError};
use crate::{
    crypto::secret::{SecretBytes, SecretText},
    formats::age::IDENTITY_BYTES,
};

/// What stands before the separator `1`.
pub(in crate::formats) const PREFIX: &str = "AGE-SECRET-KEY-";

/// What stands before the separator of a hybrid one.
pub(in crate::formats) const HYBRID_PREFIX: &str = "AGE-SECRET-KEY-PQ-";

/// Characters of an identity behind its prefix: the separator, 32 bytes, and the checksum.
const CHARACTERS_BEHIND: usize = 1 + 52 + 6;

/// Whether a text is meant to be an identity, or the file of one.
pub(super) fn is_meant(text: &str) -> bool {
    // In any case: one that is in small letters is refused for that, and not taken for something else.
    let is_it = |line: &str| line.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    text.lines().map(str::trim_start).any(is_it)
}

/// Reads an identity, with comments and empty lines around it as `age-keygen` writes them.
pub(super) fn read(text: &str) -> Result<Key, KeyError> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = lines.next().ok_or(KeyError::Nothing)?;
    if lines.next().is_some() {
        return Err(KeyError::AgeSeveral);
    }
    if line.get(..HYBRID_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(HYBRID_PREFIX)) {
        return Err(KeyError::AgeHybrid);
    }
    Key::of(read_line(line, PREFIX)?, Form::Age, line.as_bytes())
}

/// The 32 bytes of an identity with this prefix that stands alone in a line, without anything around it.
pub(in crate::formats) fn read_line(line: &str, prefix: &str) -> Result<SecretBytes, KeyError> {
    if line.len() != prefix.len() + CHARACTERS_BEHIND {
        return Err(KeyError::AgeLength { characters: line.chars().count() });
    }
    let decoded = CheckedHrpstring::new::<Bech32>(line).map_err(|_| KeyError::AgeChecksum)?;
    let is_canonical = line.starts_with(prefix) && decoded.validate_segwit_padding().is_ok();
    if !is_canonical || decoded.hrp().len() != prefix.len() {
        return Err(KeyError::AgeKind);
    }
    let mut bytes = decoded.byte_iter();
    SecretBytes::try_build(IDENTITY_BYTES, |place| {
        place.iter_mut().try_for_each(|at| bytes.next().map(|byte| *at = byte).ok_or(KeyError::AgeKind))
    })
}

/// Writes an identity as `age-keygen` does.
pub(super) fn write(identity: &[u8], text: &mut SecretText) -> Result<(), FormError> {
    write_line(identity, PREFIX, text)
}

/// Writes an identity with this prefix, without a newline.
pub(in crate::formats) fn write_line(
    identity: &[u8],
    prefix: &str,
    text: &mut SecretText,
) -> Result<(), FormError> {
    if identity.len() != IDENTITY_BYTES {
        return Err(FormError::Age { bytes: identity.len() });
    }
    let refused = FormError::Age { bytes: identity.len() };
    let prefix = Hrp::parse(prefix).map_err(|_| refused)?;
    encode_upper_to_fmt::<Bech32, _>(&mut Guarded(text), prefix, identity).map_err(|_| refused)
}

/// What the library writes goes straight where it is guarded.
struct Guarded<'a>(&'a mut SecretText);

impl fmt::Write for Guarded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the format: 32 times 0x42.
    const PUBLISHED: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    #[test]
    fn the_published_identity_is_read_and_written() {
        let key = read(PUBLISHED).unwrap();
        assert_eq!(key.form(), Form::Age);
        assert_eq!(key.master_secret().expose(), [0x42; 32]);
        assert!(key.is_given_back_by(key.master_secret()));
        assert!(Form::Age.show(key.master_secret()).unwrap().matches(PUBLISHED.as_bytes()));
    }

    #[test]
    fn the_file_of_an_identity_is_one() {
        let file = format!("# created: 2026-11-25T10:00:00Z\r\n# public key: age1...\r\n\n{PUBLISHED}\n");
        assert!(is_meant(&file) && is_meant(PUBLISHED) && !is_meant("age-secret"));
        let key = read(&file).unwrap();
        assert!(key.is_given_back_by(key.master_secret()));
        assert_eq!(read(&format!("{file}{PUBLISHED}")).unwrap_err(), KeyError::AgeSeveral);
        assert_eq!(read("# nothing\n").unwrap_err(), KeyError::Nothing);
    }

    #[test]
    fn what_is_no_identity_is_refused() {
        for at in 0..PUBLISHED.len() {
            let mut changed = PUBLISHED.to_owned();
            let other = if &changed[at..=at] == "Q" { "P" } else { "Q" };
            changed.replace_range(at..=at, other);
            assert!(matches!(read(&changed), Err(KeyError::AgeChecksum | KeyError::AgeKind)), "{at}");
        }
        assert_eq!(read(&PUBLISHED.to_lowercase()).unwrap_err(), KeyError::AgeKind);
        assert_eq!(read(&PUBLISHED[..73]).unwrap_err(), KeyError::AgeLength { characters: 73 });
        assert_eq!(read("AGE-PLUGIN-YUBIKEY-1QQQ").unwrap_err(), KeyError::AgeLength { characters: 23 });
        // The right length and checksum, and bits behind the last byte.
        let padded = bech32_of(&[0xff; 51], 0x1f);
        assert_eq!(read(&padded).unwrap_err(), KeyError::AgeKind);
        let hybrid = "AGE-SECRET-KEY-PQ-1HZLGZUPT4ETPKDEV8HSGFDCYZ4E522W0A7PU2LHT8EH9W6YLNC3SW78XKG";
        assert_eq!(read(hybrid).unwrap_err(), KeyError::AgeHybrid);
        let mut other_kind = String::new();
        let prefix = Hrp::parse("AGE-SECRET-KEZ-").unwrap();
        encode_upper_to_fmt::<Bech32, _>(&mut other_kind, prefix, &[1; 32]).unwrap();
        assert_eq!(read(&other_kind).unwrap_err(), KeyError::AgeKind);
        let mut text = SecretText::default();
        assert_eq!(write(&[1; 16], &mut text), Err(FormError::Age { bytes: 16 }));
    }

    /// An identity of digits of five bits, all but the last of which are in `digits`, with a checksum that holds.
    fn bech32_of(digits: &[u8; 51], last: u8) -> String {
        use bech32::{Fe32, primitives::iter::Fe32IterExt as _};
        let hrp = Hrp::parse(PREFIX).unwrap();
        let digits = digits.iter().map(|digit| digit & 0x1f).chain([last]);
        let digits: Vec<Fe32> = digits.map(|digit| Fe32::try_from(digit).unwrap()).collect();
        digits.into_iter().with_checksum::<Bech32>(&hrp).chars().collect::<String>().to_uppercase()
    }
}
