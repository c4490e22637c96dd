//! What is said of the public values of a key: those that it gave, by name; the others never.

use crate::{
    ceremony::expected::{ProvedValue, ValueDenied, WhyDenied},
    formats::public::{PublicValue, Reading, ValueError},
    host::failure::{Code, Failure},
};

/// Characters of a value from which on its middle is left out for people.
const LONG: usize = 64;

impl From<ValueError> for Failure {
    fn from(error: ValueError) -> Self {
        let hint = match error {
            ValueError::Unknown => {
                "give an address, an xpub, a fingerprint or a public key: see docs/use/prove-the-key.md"
            }
            ValueError::Mistyped | ValueError::OffCurve => "compare it with where it was copied from",
            ValueError::Private => "give the public value; your shell's history has the private one now",
            ValueError::MayBePrivate => "if they are a public key, write ed25519: or xonly: before them",
            ValueError::Script => "give the cosigner's xpub, as [fingerprint/path]xpub...",
            ValueError::HybridRecipient | ValueError::PluginRecipient => {
                "give the value of what was split: for an age identity, age1 and 58 more characters"
            }
            ValueError::KeyFile => "with --open SEALED it is compared with the key in the sealed file",
        };
        Self::new(Code::PublicValue, error.to_string(), hint)
    }
}

impl From<Box<ValueDenied>> for Failure {
    fn from(denied: Box<ValueDenied>) -> Self {
        let ValueDenied { value, is_recorded, why } = *denied;
        let mistyped = if value.has_check_digits() { "" } else { "; or the value is mistyped" };
        match why {
            WhyDenied::IsPrivate => Self::new(
                Code::PrivateValue,
                "what was given as a public value is the private key",
                "your shell's history has it now: remove it there, and give the public value",
            ),
            WhyDenied::Other | WhyDenied::NotAmong(_) if is_recorded => Self::new(
                Code::OtherKey,
                format!("this key does not give {value} that the record holds"),
                "try another passphrase, or another copy of the record: this one may have been changed",
            ),
            WhyDenied::Other => Self::new(
                Code::OtherKey,
                format!("this key does not give {value} that was expected"),
                format!("another share set, passphrase, BIP-39 passphrase or path may give it{mistyped}"),
            ),
            WhyDenied::OtherBip39Passphrase => Self::new(
                Code::CannotTell,
                format!("with this BIP-39 passphrase the key does not give {value} that the record holds"),
                "try another BIP-39 passphrase; or another passphrase",
            ),
            WhyDenied::OnlyAs(reading) => Self::new(
                Code::OtherKey,
                format!("the key came as bytes, and gives {value} only as {}", as_what(reading)),
                "it was split in the wrong form: split the words, with --kind bip39",
            ),
            WhyDenied::NotAmong(searched) => Self::new(
                Code::CannotTell,
                format!("{value} is not at any path that was searched{mistyped}"),
                not_among(&searched),
            ),
        }
    }
}

fn not_among(searched: &[String]) -> String {
    if searched.is_empty() {
        return "this extended key is not a master key, and does not hold its master's fingerprint"
            .to_owned();
    }
    format!("try --path PATH, or another passphrase. Searched: {}", searched.join(", "))
}

const fn as_what(reading: Reading) -> &'static str {
    match reading {
        Reading::Words(_) => "the entropy of BIP-39 words",
        Reading::Seed => "a seed",
        Reading::Extended => "an extended key",
        Reading::Private(_) => "a private key",
        Reading::Identity => "an age identity",
    }
}

/// That a value cannot come of a key in this form.
#[must_use]
pub fn impossible(value: &PublicValue, form: &str) -> Failure {
    let hint = "give a value that such a key has; for a key derived in a wallet, add its --path";
    Failure::usage(format!("a key that is {form} does not give {value}"), hint)
}

/// That nobody can tell whether the key gives a value that the record holds.
#[must_use]
pub fn untold(kind: &str) -> String {
    format!("cannot tell whether the key gives the {kind} of the record")
}

/// What a key has given, in a line.
#[must_use]
pub fn proved(proved: &ProvedValue) -> String {
    let value = shortened(&proved.expected.text);
    let reading = match (proved.fit.reading, proved.has_bip39_passphrase) {
        (reading @ Reading::Words(_), true) => format!("{}, with the BIP-39 passphrase", reading.told()),
        (reading @ Reading::Words(_), false) => format!("{}, without a BIP-39 passphrase", reading.told()),
        (reading, _) => reading.told().to_owned(),
    };
    match (&proved.expected.value, &proved.fit.path) {
        (PublicValue::Fingerprint(_), _) => {
            format!("{value} matches the fingerprint of {reading}; eight digits do not prove the key")
        }
        (_, Some(path)) => format!("{value} is {path} of {reading}"),
        (_, None) => format!("{value} is the public side of {reading}"),
    }
}

/// A long value with its two ends, which people compare.
#[must_use]
pub fn shortened(value: &str) -> String {
    let signs: Vec<char> = value.chars().collect();
    if signs.len() <= LONG {
        return value.to_owned();
    }
    let end = |part: &[char]| part.iter().collect::<String>();
    format!("{}...{}", end(&signs[..24]), end(&signs[signs.len() - 12..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_keep_both_ends() {
        let long = format!("{}{}", "a".repeat(60), "z".repeat(12));
        assert_eq!(shortened(&long), format!("{}...{}", "a".repeat(24), "z".repeat(12)));
        assert_eq!(shortened("bc1q"), "bc1q");
    }
}
