//! What a text is that was brought as a share, is none of SLIP-0039, and is unmistakably something else.

use crate::{
    crypto::secret::SecretBytes,
    formats::{
        foreign::ForeignFormat,
        key::{Key, Kind, bip39},
    },
};

/// What a text is that is no share of SLIP-0039. None of it is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookalike {
    /// A file that age sealed, or the text of one.
    AgeFile,
    /// An age identity.
    AgeIdentity,
    /// BIP-39 words: the wrong kind of paper.
    Bip39,
    /// A share that another tool made.
    Foreign(ForeignFormat),
    /// Hexadecimal digits, as many as a key has.
    Hex,
    /// What PEM, OpenSSH or PGP wrote as text.
    Pem,
    /// A receipt of this program.
    Receipt,
    /// A record of this program, its journal, or another document of it.
    Record,
    /// A UR of another type than SSKR.
    Ur,
    /// A UR of the type envelope, in which shares of SSKR are kept, too.
    UrEnvelope,
    /// A private key as wallets export it.
    Wif,
    /// An extended private key.
    Xprv,
}

/// What stands in a record, and in every line of a journal.
const OWN: [&str; 2] = ["\"quorate/", "{\"previous\":\""];

/// Hexadecimal digits of the shortest key.
const FEWEST_DIGITS: usize = 32;

impl Lookalike {
    /// What this text is, if it is unmistakably something.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(format) = ForeignFormat::recognise(text) {
            return Some(Self::Foreign(format));
        }
        if bip39::is_likely(text) {
            return Some(Self::Bip39);
        }
        let begins = |start: &str| {
            text.split_at_checked(start.len()).is_some_and(|(begun, _)| begun.eq_ignore_ascii_case(start))
        };
        if begins("age-encryption.org/") || begins("-----BEGIN AGE ") {
            return Some(Self::AgeFile);
        }
        if begins("-----BEGIN ") {
            return Some(Self::Pem);
        }
        if begins("QUORATE-RECEIPT/") {
            return Some(Self::Receipt);
        }
        if text.starts_with('{') && OWN.iter().any(|own| text.contains(own)) {
            return Some(Self::Record);
        }
        if begins("AGE-SECRET-KEY-") {
            return Some(Self::AgeIdentity);
        }
        if begins("ur:") {
            return Some(if begins("ur:envelope/") { Self::UrEnvelope } else { Self::Ur });
        }
        let bytes = SecretBytes::copy_of(text.as_bytes());
        if text.len() >= FEWEST_DIGITS && text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Some(Self::Hex);
        }
        let is_key = |kind| Key::read(&bytes, kind).is_ok();
        if is_key(Kind::Wif) {
            return Some(Self::Wif);
        }
        is_key(Kind::Xprv).then_some(Self::Xprv)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_as_what_it_is() {
        for (text, expected) in [
            ("ur:envelope/lftpsotansgylftanshfhdcxnywtbtjoremdgtswlbwpntad", Some(Lookalike::UrEnvelope)),
            ("UR:CRYPTO-SEED/OEADGDSTASLTLAKPTP", Some(Lookalike::Ur)),
            ("ur:something/abcd", Some(Lookalike::Ur)),
            ("ur:sskr/abcd", Some(Lookalike::Foreign(ForeignFormat::Sskr))),
            ("1-00112233445566778899aabbccddeeff", Some(Lookalike::Foreign(ForeignFormat::Ssss))),
            (
                "Unseal Key 1: hOWj4ko+SgfdH90OVXdQVu06B554dfLMu3s1PdRcnS3r",
                Some(Lookalike::Foreign(ForeignFormat::Vault)),
            ),
            // BIP-93, vectors 1 and 3.
            (
                "ms10testsxxxxxxxxxxxxxxxxxxxxxxxxxx4nzvca9cmczlw",
                Some(Lookalike::Foreign(ForeignFormat::Codex32)),
            ),
            (
                "MS12NAMEA320ZYXWVUTSRQPNMLKJHGFEDCAXRPP870HKKQRM",
                Some(Lookalike::Foreign(ForeignFormat::Codex32)),
            ),
            ("00112233445566778899AABBCCDDEEFF", Some(Lookalike::Hex)),
            ("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617", Some(Lookalike::Wif)),
            (
                "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7",
                Some(Lookalike::Xprv),
            ),
            (
                "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SWP0QA0",
                Some(Lookalike::AgeIdentity),
            ),
            ("age-encryption.org/v1", Some(Lookalike::AgeFile)),
            ("-----BEGIN AGE ENCRYPTED FILE-----", Some(Lookalike::AgeFile)),
            ("-----BEGIN PGP MESSAGE-----", Some(Lookalike::Pem)),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", Some(Lookalike::Pem)),
            (
                "legal winner thank year wave sausage worth useful legal winner thank yellow",
                Some(Lookalike::Bip39),
            ),
            ("duckling enlarge academic academic agency result length solution fridge kidney", None),
            ("{\n  \"schema\": \"quorate/record\",", Some(Lookalike::Record)),
            ("QUORATE-RECEIPT/2/1/3", Some(Lookalike::Receipt)),
            ("{\"words\": []}", None),
            ("hunter2", None),
            ("ms1", None),
            ("", None),
        ] {
            assert_eq!(Lookalike::of(text), expected, "{text}");
        }
    }
}
