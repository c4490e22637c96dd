//! Shares to order: honest ones from a deal, and forged ones whose checksum is right all the same.
//!
//! Forging goes through the words, the only way an attacker has; the library has no door for it.

use quorate::slip39::{
    Deal, Encryption, Exponent, Group, Identifier, MasterSecret, Passphrase, Policy, Share, ShareSet,
    math::rs1024::{CHECKSUM_WORDS, checksum},
    wordlist,
};

use crate::stream::Stream;

/// What every deal here is encrypted as, so that shares of two deals differ in nothing but their values.
pub const ENCRYPTION: Encryption = Encryption {
    identifier: Identifier::from_bits(0x2b5c),
    extendable: true,
    exponent: Exponent::from_bits(0),
};

/// `groups_needed` of the groups, each `(threshold, count)`.
pub fn policy(groups_needed: u8, groups: &[(u8, u8)]) -> Policy {
    let groups = groups.iter().map(|&(threshold, count)| Group::new(threshold, count).unwrap()).collect();
    Policy::new(groups_needed, groups).unwrap()
}

/// A deal of a secret of so many bytes, both drawn from the stream.
pub fn deal(policy: &Policy, bytes: usize, stream: &mut Stream) -> Deal {
    let secret = MasterSecret::copy_of(&stream.bytes(bytes)).unwrap();
    Deal::new(policy, secret.encrypt_as(&Passphrase::empty(), ENCRYPTION, &mut |_| {}), stream).unwrap()
}

/// The deal as it is handed out: mnemonics, by group and member.
pub fn mnemonics(deal: &Deal) -> Vec<Vec<String>> {
    let text = |share: &Share| share.mnemonic().expose().to_owned();
    deal.groups().iter().map(|group| group.iter().map(text).collect()).collect()
}

/// A set of the shares that these mnemonics are; all must be new and fit.
pub fn set<'a>(mnemonics: impl IntoIterator<Item = &'a String>) -> ShareSet {
    let mut set = ShareSet::default();
    for mnemonic in mnemonics {
        set.add(Share::parse(mnemonic).unwrap()).unwrap();
    }
    set
}

/// The words by their numbers.
pub fn indices(mnemonic: &str) -> Vec<u16> {
    mnemonic.split(' ').map(|word| wordlist::index(word).unwrap()).collect()
}

/// The words of these numbers.
pub fn spell(indices: &[u16]) -> String {
    indices.iter().map(|&index| wordlist::word(index)).collect::<Vec<_>>().join(" ")
}

/// The share with its last words made right for the others.
pub fn resealed(indices: &[u16]) -> String {
    let (body, _) = indices.split_at(indices.len() - CHECKSUM_WORDS);
    let extendable = body[1] >> 4 & 1 == 1;
    spell(&[body, &checksum(extendable, body)].concat())
}

/// The share with one bit of its value turned, counted from the value's end, and a checksum that fits.
pub fn with_bit_flipped(mnemonic: &str, bit: usize) -> String {
    let mut words = indices(mnemonic);
    let word = words.len() - CHECKSUM_WORDS - 1 - bit / 10;
    words[word] ^= 1 << (bit % 10);
    resealed(&words)
}
