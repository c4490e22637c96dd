//! To whom a share is sealed: a recipient of age, whose identity only its holder has. It is public; whoever swaps it for
//! their own in a plan gets the share, so people compare its [code](RecipientCode) by voice.

use std::{fmt, str::FromStr};

use bech32::{Bech32, Hrp, encode_lower_to_fmt};

use super::{
    age::{IDENTITY_BYTES, hybrid::RECIPIENT_BYTES},
    keyfile::{PublicHalf, curve},
    public::{PublicValue, ValueError},
};

mod code;
mod hybrid;

pub use self::code::{NoCode, RecipientCode};

/// A recipient of age.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// Of an age identity (`age1...`): a point of Curve25519.
    X25519([u8; IDENTITY_BYTES]),
    /// A public key of OpenSSH (`ssh-ed25519 AAAA...`): a point of Ed25519. Files that are sealed to it carry four bytes of
    /// its hash, which tell whoever knows the key that it is meant.
    Ssh([u8; IDENTITY_BYTES]),
    /// Of a hybrid identity (`age1pq1...`): a public key of ML-KEM-768, and a point of Curve25519.
    Hybrid(Box<[u8; RECIPIENT_BYTES]>),
}

impl Recipient {
    /// What people compare by voice.
    #[must_use]
    pub fn code(&self) -> RecipientCode {
        RecipientCode::of(&self.to_string())
    }

    /// The point of Curve25519 that files are sealed to. Tools make age identities of SSH keys, and both then have one point:
    /// two recipients with one are of one person. No two hybrid identities have one by chance.
    #[must_use]
    pub fn point(&self) -> Option<[u8; IDENTITY_BYTES]> {
        match self {
            Self::X25519(point) => Some(*point),
            Self::Ssh(key) => curve::montgomery(key),
            Self::Hybrid(bytes) => bytes.last_chunk().copied(),
        }
    }

    /// Whether whoever opens what is sealed to the one opens what is sealed to the other.
    #[must_use]
    pub fn is_of_one_person(&self, other: &Self) -> bool {
        self == other || self.point().zip(other.point()).is_some_and(|(own, theirs)| own == theirs)
    }
}

/// Why a text is no recipient. None repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRecipient {
    /// It is the private half.
    #[error("this is a private key: only its holder may ever have it")]
    Private,
    /// Its checksum or length is wrong, or it is no point that anybody can seal to.
    #[error("this recipient is mistyped: its checksum or its length is wrong")]
    Mistyped,
    /// age knows it, and this program does not.
    #[error("this recipient is of a kind that this program cannot seal to")]
    OtherKind,
    /// It is something else.
    #[error("this is no recipient: it begins with age1 or ssh-ed25519")]
    Unknown,
}

impl FromStr for Recipient {
    type Err = NoRecipient;

    /// Reads `age1...`, `age1pq1...`, or the line of an SSH key, whose comment is left out.
    fn from_str(text: &str) -> Result<Self, NoRecipient> {
        if hybrid::is_meant(text.trim()) {
            return hybrid::read(text.trim()).map(Self::Hybrid).ok_or(NoRecipient::Mistyped);
        }
        let recipient = match PublicValue::read(text) {
            Ok(PublicValue::Recipient(point)) => Self::X25519(point),
            Ok(PublicValue::Ssh(key)) => Self::Ssh(key),
            Err(ValueError::Private) => return Err(NoRecipient::Private),
            Err(ValueError::KeyFile | ValueError::PluginRecipient) => return Err(NoRecipient::OtherKind),
            Err(ValueError::Mistyped | ValueError::OffCurve) => return Err(NoRecipient::Mistyped),
            _ => return Err(NoRecipient::Unknown),
        };
        // A point of small order gives the same key to everybody, and no identity has it.
        let is_sealable = recipient.point().is_some_and(|point| !super::age::x25519::is_low_order(&point));
        if is_sealable { Ok(recipient) } else { Err(NoRecipient::Mistyped) }
    }
}

impl fmt::Display for Recipient {
    /// The canonical form: what files and people write of it, without a comment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::X25519(point) => {
                let prefix = Hrp::parse("age").map_err(|_| fmt::Error)?;
                encode_lower_to_fmt::<Bech32, _>(f, prefix, point).map_err(|_| fmt::Error)
            }
            Self::Ssh(key) => f.write_str(&PublicHalf::of_ed25519(*key).ssh_line()),
            Self::Hybrid(bytes) => hybrid::write(bytes.as_slice(), f),
        }
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recipient of 32 times 0x42, and an SSH key.
    const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS";

    /// The example of the format.
    const HYBRID: &str = include_str!("../../../tests/data/age/hybrid.pub");

    fn read(text: &str) -> Result<Recipient, NoRecipient> {
        text.parse()
    }

    #[test]
    fn all_kinds_are_read_and_written_in_one_way() {
        let with_comment = format!(" {SSH} alice@example.org\n");
        for (text, canonical) in [(AGE, AGE), (SSH, SSH), (&with_comment, SSH), (HYBRID, HYBRID.trim_end())] {
            assert_eq!(read(text).unwrap().to_string(), canonical, "{text:?}");
        }
        assert_ne!(read(AGE).unwrap(), read(SSH).unwrap());
    }

    #[test]
    fn what_is_no_recipient_is_told_by_its_kind() {
        let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
        let typo = AGE.replace("zvkyg", "zvkyq");
        let low = Recipient::X25519([0; IDENTITY_BYTES]).to_string();
        for (text, refused) in [
            (secret, NoRecipient::Private),
            (&typo, NoRecipient::Mistyped),
            (&AGE[..60], NoRecipient::Mistyped),
            (&low, NoRecipient::Mistyped),
            (&SSH[..70], NoRecipient::Mistyped),
            ("ssh-rsa AAAAB3NzaC1yc2E", NoRecipient::OtherKind),
            (
                "age1yubikey1qg8f3xvwe6a3ce7uwk3kwk5jzqcv5n0qkhlxwpmdp7vk6vj3zsjsyfvyyzw",
                NoRecipient::OtherKind,
            ),
            ("Bob", NoRecipient::Unknown),
            ("", NoRecipient::Unknown),
            ("73c5da0a", NoRecipient::Unknown),
        ] {
            assert_eq!(read(text), Err(refused), "{text}");
        }
    }

    #[test]
    fn a_hybrid_recipient_that_was_changed_is_mistyped() {
        let text = HYBRID.trim_end();
        assert_eq!(text.len(), 1959);
        for at in (0..text.len()).step_by(61).chain([1957, 1958]) {
            let mut changed = text.to_owned();
            let other = if &changed[at..=at] == "q" { "p" } else { "q" };
            changed.replace_range(at..=at, other);
            let refused = read(&changed).unwrap_err();
            let is_told = matches!(refused, NoRecipient::Mistyped) || at < "age1pq1".len();
            assert!(is_told, "{at}: {refused}");
        }
        let mixed = format!("age1pq1{}", text["age1pq1".len()..].to_uppercase());
        let low_order = {
            let Ok(Recipient::Hybrid(mut bytes)) = read(HYBRID) else { panic!("it is one") };
            bytes[RECIPIENT_BYTES - 32..].fill(0);
            Recipient::Hybrid(bytes).to_string()
        };
        for (wrong, refused) in [
            (&text[..1900], NoRecipient::Mistyped),
            (&mixed, NoRecipient::Mistyped),
            (&low_order, NoRecipient::Mistyped),
            (&AGE.replacen("age1", "age1pq1", 1), NoRecipient::Mistyped),
            (&format!("{text}{text}"), NoRecipient::Mistyped),
            (&format!("{text} bob"), NoRecipient::Mistyped),
            (&text.to_uppercase(), NoRecipient::Unknown),
            (&text.replacen("age1pq1", "age1tagpq1", 1), NoRecipient::OtherKind),
            (include_str!("../../../tests/data/age/hybrid.key"), NoRecipient::Private),
        ] {
            assert_eq!(read(wrong), Err(refused), "{wrong}");
        }
    }

    #[test]
    fn a_hybrid_recipient_and_one_with_its_point_are_of_one_person() {
        let hybrid = read(HYBRID).unwrap();
        assert!(hybrid.is_of_one_person(&hybrid.clone()) && !hybrid.is_of_one_person(&read(AGE).unwrap()));
        // Whoever opens what is sealed to the hybrid one has the scalar.
        assert!(hybrid.is_of_one_person(&Recipient::X25519(hybrid.point().unwrap())));
        assert_eq!(hybrid.code().to_string(), "ZP64-HZXF-021K-JFDV-3D3Z");
    }

    #[test]
    fn an_age_recipient_that_was_made_of_an_ssh_key_is_of_the_same_person() {
        let ssh = read(SSH).unwrap();
        let age = Recipient::X25519(ssh.point().unwrap());
        assert!(ssh.is_of_one_person(&age) && age.is_of_one_person(&ssh));
        assert!(!ssh.is_of_one_person(&read(AGE).unwrap()));
        assert_ne!(ssh.code(), age.code());
    }
}
