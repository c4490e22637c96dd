//! The machine's own random bytes, and what it says of them before anybody rolls.

use crate::crypto::{
    entropy::{Entropy, NoEntropy},
    hash::{SHA256_BYTES, bytes, hex, secret_sha256},
    secret::{SecretBytes, SecretText, are_equal, is_among, published},
};

/// Bytes of the machine's own.
pub const MACHINE_BYTES: usize = 32;

/// Hexadecimal digits of a group, as people read them aloud.
const GROUP_DIGITS: usize = 4;

/// The machine's own random bytes: 32, to which it commits before anybody rolls.
#[derive(Debug)]
pub struct MachineBytes(SecretBytes);

impl MachineBytes {
    /// Fresh ones.
    ///
    /// # Errors
    ///
    /// When the random source fails.
    pub fn fresh(entropy: &mut impl Entropy) -> Result<Self, NoEntropy> {
        SecretBytes::try_build(MACHINE_BYTES, |place| entropy.fill(place)).map(Self)
    }

    /// Those that another machine showed: 64 hexadecimal digits, in any groups; none for anything else.
    #[must_use]
    pub fn read(text: impl AsRef<[u8]>) -> Option<Self> {
        // Where a digit stands is no secret; which one, stays one.
        let class = |byte: u8| {
            let is_digit = is_among(byte, b"0123456789abcdefABCDEF");
            published(&[is_digit | is_among(byte, b" \t\r\n") << 1])
        };
        let bytes = SecretBytes::try_build(MACHINE_BYTES, |place| {
            let mut digits = 0;
            for &byte in text.as_ref() {
                match class(byte) {
                    [1] => {
                        let value = (byte & 0x0f) + 9 * (byte >> 6);
                        *place.get_mut(digits / 2).ok_or(())? |= value << if digits % 2 == 0 { 4 } else { 0 };
                        digits += 1;
                    }
                    [2] => {}
                    _ => return Err(()),
                }
            }
            if digits == 2 * MACHINE_BYTES { Ok(()) } else { Err(()) }
        });
        bytes.ok().map(Self)
    }

    /// The bytes themselves.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// Their digits in groups of four, in their order.
    pub fn groups(&self) -> impl Iterator<Item = SecretText> {
        let digit = |nibble: u8| char::from(b'0' + nibble + (b'a' - b'0' - 10) * ((nibble + 6) >> 4));
        self.expose().chunks(GROUP_DIGITS / 2).map(move |two| {
            let mut group = SecretText::with_capacity(GROUP_DIGITS);
            for byte in two {
                group.push(digit(byte >> 4));
                group.push(digit(byte & 15));
            }
            group
        })
    }

    /// What the machine says of them before the first roll: their SHA-256. It cannot choose others afterwards.
    #[must_use]
    pub fn commitment(&self) -> Commitment {
        let mut digest = [0; SHA256_BYTES];
        digest.copy_from_slice(secret_sha256(&[self.expose()]).expose());
        Commitment(published(&digest))
    }
}

/// A commitment to the machine's random bytes. It is public: contributors write it down before they roll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment([u8; SHA256_BYTES]);

impl Commitment {
    /// The commitment with these 64 hexadecimal digits, in any groups.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits: String =
            text.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
        bytes(&digits).map(Self)
    }

    /// Its 64 digits.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// Whether it is that of these bytes.
    #[must_use]
    pub fn is_of(&self, machine: &MachineBytes) -> bool {
        are_equal(&machine.commitment().0, &self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_is_that_of_one_value_alone() {
        let machine = MachineBytes::read(hex(&(0..32).collect::<Vec<u8>>())).unwrap();
        let commitment = machine.commitment();
        // printf of the bytes 00 to 1f, into sha256sum.
        assert_eq!(commitment.hex(), "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
        assert!(commitment.is_of(&machine));
        let read = |text: &str| Commitment::read(text).unwrap();
        assert!(
            read("630d cd29 66c4 3366 9112 5448 bbb2 5b4f f412 a49c 732d b2c8 abc1 b858 1bd7 10dd")
                .is_of(&machine)
        );
        for digit in 0..64 {
            let mut other = commitment.hex();
            other.replace_range(digit..=digit, if other.as_bytes()[digit] == b'0' { "1" } else { "0" });
            assert!(!read(&other).is_of(&machine), "{digit}");
        }
        assert!(Commitment::read("630dcd29").is_none());
    }

    #[test]
    fn the_machine_s_bytes_are_read_as_they_are_shown() {
        let machine = MachineBytes::read("09afAF 10".repeat(8)).unwrap();
        assert_eq!(hex(machine.expose()), "09afaf10".repeat(8));
        let shown: Vec<String> = machine.groups().map(|group| group.expose().to_owned()).collect();
        assert_eq!(shown.len(), 16);
        assert_eq!(shown[..2], ["09af", "af10"]);
        assert_eq!(MachineBytes::read(shown.join(" ")).unwrap().expose(), machine.expose());
        for none in ["", "00", &"0".repeat(63), &"0".repeat(65), &"0g".repeat(32)] {
            assert!(MachineBytes::read(none).is_none(), "{none}");
        }
    }
}
