//! The published key of every exercise. It protects nothing, and is recognised wherever it turns up.

use crate::{
    custody::record::Record,
    slip39::{Ems, MasterSecret, Passphrase},
};

/// 32 bytes of readable text, so that nobody takes them for random.
pub const KEY: &[u8; 32] = b"quorate practice: worthless key!";

/// The first address of its wallet, taken as a BIP-32 seed: `m/84h/0h/0h/0/0`. Nothing should ever be sent there.
pub const ADDRESS: &str = "bc1qg4wrtp93zjasmmfht2yg3ncullyuju7qlvgmtc";

/// The exponent up to which a set of shares is decrypted only to see whether it holds the practice key: a few
/// milliseconds. Practice uses no higher one.
const HIGHEST_EXPONENT: u8 = 1;

/// Whether this is the practice key.
#[must_use]
pub fn is_practice(secret: &MasterSecret) -> bool {
    MasterSecret::copy_of(KEY).is_ok_and(|key| key.matches(secret))
}

/// What a quorum of shares holds under the empty passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeldKey {
    /// The practice key.
    Practice,
    /// Another key.
    Another,
    /// Nobody knows: there is no quorum, or it takes long to see.
    #[default]
    Unknown,
}

impl HeldKey {
    /// What these shares hold.
    #[must_use]
    pub fn by(ems: &Ems) -> Self {
        if ems.encryption().exponent.value() > HIGHEST_EXPONENT {
            return Self::Unknown;
        }
        Self::of(&ems.decrypt(&Passphrase::empty(), &mut |_| {}))
    }

    /// The same of the key that came out under the empty passphrase.
    #[must_use]
    pub fn of(secret: &MasterSecret) -> Self {
        if is_practice(secret) { Self::Practice } else { Self::Another }
    }
}

/// Whether a key is the practice key, by what a record says and the shares that came. Whoever can write to a record could
/// otherwise have the cards of a key called worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practice {
    /// It is, or nothing speaks against a record that says so.
    Yes,
    /// It is not, as far as anybody says.
    No,
    /// The record says that it is, and it is not.
    Contradicted,
}

impl Practice {
    /// What of it is known.
    #[must_use]
    pub fn of(record: Option<&Record>, held: HeldKey) -> Self {
        let Some(record) = record.filter(|record| record.practice) else {
            return if held == HeldKey::Practice { Self::Yes } else { Self::No };
        };
        // Under a passphrase the shares hold another key than under none.
        let is_another = held == HeldKey::Another && record.passphrase == Some(false);
        if held == HeldKey::Practice || !is_another && has_its_fingerprint(record) {
            Self::Yes
        } else {
            Self::Contradicted
        }
    }
}

/// Whether the fingerprint in a record, if there is one, is that of the practice key.
fn has_its_fingerprint(record: &Record) -> bool {
    let (Some(fingerprint), Some(salt)) = (&record.fingerprint, record.salt()) else { return true };
    MasterSecret::copy_of(KEY).is_ok_and(|key| fingerprint.is_of(&key, &salt, &mut |_| {}))
}

/// Whether these shares hold the practice key under the empty passphrase.
#[must_use]
pub fn holds_practice_key(ems: &Ems) -> bool {
    HeldKey::by(ems) == HeldKey::Practice
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::record::{fingerprint::Fingerprint, sample};

    #[test]
    fn a_record_is_believed_no_more_than_its_fingerprint_and_the_shares() {
        use super::Practice::{Contradicted, No, Yes};
        let (ordinary, _) = sample::of("2of3", 7);
        let salt = ordinary.salt().unwrap();
        let secret = MasterSecret::copy_of(KEY).unwrap();
        let its = Fingerprint::of(&secret, &salt, &mut |_| {});
        let other = ordinary.fingerprint.clone();
        for (says, passphrase, fingerprint, held, expected) in [
            (false, Some(false), None, HeldKey::Practice, Yes),
            (false, Some(false), None, HeldKey::Another, No),
            (false, Some(false), None, HeldKey::Unknown, No),
            (true, Some(false), None, HeldKey::Practice, Yes),
            (true, Some(false), None, HeldKey::Unknown, Yes),
            (true, Some(false), None, HeldKey::Another, Contradicted),
            // Under a passphrase they hold what they hold, and nobody can tell.
            (true, Some(true), None, HeldKey::Another, Yes),
            (true, None, None, HeldKey::Another, Yes),
            (true, Some(true), Some(its.clone()), HeldKey::Another, Yes),
            (true, Some(true), other.clone(), HeldKey::Another, Contradicted),
            (true, Some(false), other.clone(), HeldKey::Unknown, Contradicted),
        ] {
            let mut record = ordinary.clone();
            (record.practice, record.passphrase) = (says, passphrase);
            record.fingerprint = fingerprint;
            let found = Practice::of(Some(&record), held);
            assert_eq!(found, expected, "{says} {passphrase:?} {:?} {held:?}", record.fingerprint);
        }
        assert_eq!(Practice::of(None, HeldKey::Practice), Yes);
        assert_eq!(Practice::of(None, HeldKey::Another), No);
    }
}
