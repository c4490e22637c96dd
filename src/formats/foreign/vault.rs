//! Unseal and recovery key shares of HashiCorp Vault, in hex (`keys`) or base64 (`keys_base64`): a byte for each of the
//! secret, which stands at 0, and the number last. The field is GF(2^8) modulo 0x11b. They carry neither threshold nor
//! checksum. Vault's PGP-encrypted shares must be decrypted first.
//!
//! They are taken as `vault operator init` prints them, too: behind their labels, or in its JSON.

use std::ops::RangeInclusive;

use super::{ShareError, encoding, field::Field, point::PointShare};

/// GF(2^8) modulo x^8 + x^4 + x^3 + x + 1.
pub const FIELD: Field = Field::new(8, [4, 3, 1]);

/// Bytes of a share: the lengths that Vault takes to unseal. What it makes itself has 33.
const BYTES: RangeInclusive<usize> = 16..=33;

/// The share that `text` is, in hex or base64, with or without its label.
///
/// # Errors
///
/// When it is none.
pub fn parse(text: &str) -> Result<PointShare, ShareError> {
    let bytes = encoding::share(labelled(text).unwrap_or(text))?;
    match bytes.expose() {
        [value @ .., number] if BYTES.contains(&bytes.len()) => PointShare::new(u32::from(*number), value),
        _ => Err(ShareError::VaultLength { bytes: bytes.len() }),
    }
}

/// What Vault calls a share: at the first unsealing, at that of a Vault that unseals itself, and after a change of keys.
const LABELS: [&str; 3] = ["unseal key ", "recovery key ", "key "];

/// The share in a line such as "Unseal Key 1: ...", or "Unseal Key 1 (hex): ..." of versions before 0.8.
pub fn labelled(line: &str) -> Option<&str> {
    let (label, share) = line.split_once(':')?;
    let label = label.trim().to_ascii_lowercase();
    let number = LABELS.iter().find_map(|start| label.strip_prefix(start))?;
    let number = ["(hex)", "(base64)"].iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let share = share.trim();
    (is_number(number.trim()) && !share.contains(char::is_whitespace)).then_some(share)
}

/// Whether a line beside labelled ones is what Vault says around them, and no share: its token, or prose.
pub fn is_remark(line: &str) -> bool {
    let is_label = || {
        let line = line.trim_start().to_ascii_lowercase();
        LABELS.iter().any(|start| line.starts_with(start))
    };
    line.split_whitespace().nth(3).is_some() && !is_label()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_vault_writes_them_and_in_no_other_way() {
        for (line, expected) in [
            ("Unseal Key 1: abc=", Some("abc=")),
            ("  Recovery Key 12 : abc", Some("abc")),
            ("Unseal Key 2 (hex)    : 00ff", Some("00ff")),
            ("unseal key 3 (base64): 00ff", Some("00ff")),
            ("Key 4: abc", Some("abc")),
            ("Unseal Key: abc", None),
            ("Unseal Key one: abc", None),
            ("Unseal Key 1: abc def", None),
            ("Key 1 fingerprint: abc; value: def", None),
            ("Initial Root Token: hvs.abc", None),
            ("abc", None),
        ] {
            assert_eq!(labelled(line), expected, "{line}");
        }
        for (line, expected) in [
            ("Initial Root Token: hvs.abc", true),
            ("restarted, or stopped, you must supply at least 3 of these keys to unseal it", true),
            ("Unseal Key 1: abc def", false),
            ("Key 1 fingerprint: abc; value: def", false),
            ("abc", false),
        ] {
            assert_eq!(is_remark(line), expected, "{line}");
        }
    }

    #[test]
    fn lengths_that_vault_does_not_take_are_refused() {
        for bytes in [0, 1, 15, 34, 66, 375] {
            let found = parse(&"a5".repeat(bytes)).map(|_| ());
            assert_eq!(found, Err(ShareError::VaultLength { bytes }));
        }
        for bytes in BYTES {
            assert_eq!(parse(&"a5".repeat(bytes)).unwrap().value.len(), bytes - 1);
        }
    }
}
