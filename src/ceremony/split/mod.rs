//! A split: encrypt, deal, recombine every quorum, read one back from its final words, and only then let go.

pub mod die;
pub mod draws;
pub mod machine;
pub mod oddity;
pub mod randomness;
pub mod rolls;

use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::Tick,
    },
    formats::key::Key,
    slip39::{
        Deal, Ems, Exponent, Header, MasterSecret, Mnemonic, Passphrase, Policy, SetHeader, Share, ShareSet,
    },
};

/// Every share of a new set, proved.
#[derive(Debug)]
pub struct Split {
    /// What the shares have in common.
    pub set: SetHeader,
    /// The shares, by group and then member, as they will be shown.
    pub shares: Vec<(Header, Mnemonic)>,
    /// Recombinations that were tried, all with success.
    pub recombinations: u64,
}

/// Splits a key that was just read or made.
///
/// # Errors
///
/// When the random source fails, or the result does not give the key back; no share may be shown then.
pub fn split_key(
    policy: &Policy,
    key: &Key,
    passphrase: &Passphrase,
    exponent: Exponent,
    entropy: &mut impl Entropy,
    tick: Tick<'_>,
) -> Result<Split, SplitError> {
    let ems = key.master_secret().encrypt(passphrase, exponent, entropy, tick)?;
    deal(policy, ems, entropy, |read_back| key.is_given_back_by(&read_back.decrypt(passphrase, tick)))
}

/// Makes a new set of an old one without decrypting it: passphrase and exponent stay as they were.
///
/// # Errors
///
/// As [`split_key`], and when the old set is not extendable.
pub fn split_again(policy: &Policy, old: &Ems, entropy: &mut impl Entropy) -> Result<Split, SplitError> {
    let again = old.for_another_set(entropy)?.ok_or(SplitError::NotExtendable)?;
    deal(policy, again, entropy, |read_back| read_back.matches(old))
}

/// Makes a new set of an old one that was decrypted, under a passphrase and exponent of its own.
///
/// # Errors
///
/// As [`split_key`].
pub fn split_secret(
    policy: &Policy,
    secret: &MasterSecret,
    passphrase: &Passphrase,
    exponent: Exponent,
    entropy: &mut impl Entropy,
    tick: Tick<'_>,
) -> Result<Split, SplitError> {
    let ems = secret.encrypt(passphrase, exponent, entropy, tick)?;
    deal(policy, ems, entropy, |read_back| read_back.decrypt(passphrase, tick).matches(secret))
}

/// Deals, proves, and hands to `is_right` what one quorum gives back when it is read from its final words.
fn deal(
    policy: &Policy,
    ems: Ems,
    entropy: &mut impl Entropy,
    is_right: impl FnOnce(&Ems) -> bool,
) -> Result<Split, SplitError> {
    let deal = Deal::new(policy, ems, entropy)?;
    let recombinations = deal.prove().map_err(|_| SplitError::SelfCheck)?;
    let shares: Vec<(Header, Mnemonic)> =
        deal.groups().iter().flatten().map(|share| (*share.header(), share.mnemonic())).collect();
    let (Some((first, _)), Ok(read_back)) = (shares.first(), read_back(&shares, policy)) else {
        return Err(SplitError::SelfCheck);
    };
    if !is_right(&read_back) {
        return Err(SplitError::SelfCheck);
    }
    Ok(Split { set: first.set, shares, recombinations })
}

/// Reads every share from its words, and recombines the first that suffice.
fn read_back(shares: &[(Header, Mnemonic)], policy: &Policy) -> Result<Ems, SplitError> {
    let mut set = ShareSet::default();
    for (header, mnemonic) in shares {
        let share = Share::parse(mnemonic.expose()).map_err(|_| SplitError::SelfCheck)?;
        if share.header() != header {
            return Err(SplitError::SelfCheck);
        }
        let within_threshold =
            header.group < policy.groups_needed() && header.member < header.member_threshold;
        if within_threshold {
            set.add(share).map_err(|_| SplitError::SelfCheck)?;
        }
    }
    set.prove().map(|quorum| quorum.into_ems()).map_err(|_| SplitError::SelfCheck)
}

/// Why there are no shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// The random source failed.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The old set is not extendable: a new one of it must be encrypted anew.
    #[error("the old set is not extendable and must be encrypted anew")]
    NotExtendable,
    /// The shares do not give the key back.
    #[error("the new shares do not give the key back")]
    SelfCheck,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::{entropy::Scripted, secret::SecretBytes},
        formats::key::{Form, Kind},
    };

    fn key(text: &str) -> Key {
        Key::read(&SecretBytes::copy_of(text.as_bytes()), Kind::Auto(None)).unwrap()
    }

    #[test]
    fn no_share_is_given_out_if_the_last_comparison_fails() {
        let policy: Policy = "2of3".parse().unwrap();
        let secret = key("000102030405060708090a0b0c0d0e0f");
        let exponent = Exponent::from_bits(0);
        let ems =
            secret.master_secret().encrypt(&Passphrase::empty(), exponent, &mut Scripted(1), &mut |_| {});
        let split = deal(&policy, ems.unwrap(), &mut Scripted(2), |_| false);
        assert_eq!(split.map(|_| ()), Err(SplitError::SelfCheck));
    }

    #[test]
    fn a_key_is_compared_as_it_was_given() {
        let given = key("000102030405060708090A0B0C0D0E0F");
        assert_eq!(given.form(), Form::Hex);
        assert!(given.is_given_back_by(given.master_secret()));
        assert!(!given.is_given_back_by(key("100102030405060708090a0b0c0d0e0f").master_secret()));
    }

    #[test]
    fn a_set_that_is_not_extendable_gets_no_second_identifier() {
        let secret = key("000102030405060708090a0b0c0d0e0f");
        let ems = |extendable| {
            let identifier = crate::slip39::Identifier::from_bits(5);
            let encryption =
                crate::slip39::Encryption { identifier, extendable, exponent: Exponent::from_bits(0) };
            secret.master_secret().encrypt_as(&Passphrase::empty(), encryption, &mut |_| {})
        };
        let policy: Policy = "2of3".parse().unwrap();
        let again = split_again(&policy, &ems(false), &mut Scripted(3));
        assert_eq!(again.map(|_| ()), Err(SplitError::NotExtendable));
        let again = split_again(&policy, &ems(true), &mut Scripted(3)).unwrap();
        assert_ne!(again.set.encryption.identifier.value(), 5);
    }
}
