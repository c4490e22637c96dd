//! What the fuzzer's bytes are made into where bytes alone would never be let in.

use std::sync::LazyLock;

use quorate::{
    crypto::entropy::{Entropy, NoEntropy},
    slip39::{
        Deal, Encryption, Exponent, Group, Identifier, MasterSecret, Passphrase, Policy, Share,
        math::rs1024::checksum, wordlist,
    },
};

/// Words before the value, in which the extendable flag is.
const HEADER_WORDS: usize = 4;

/// The first byte, which says what to do with the others.
pub fn choice(bytes: &[u8]) -> (u8, &[u8]) {
    bytes.split_first().map_or((0, bytes), |(choice, rest)| (*choice, rest))
}

/// Words of these bytes, two a word, and a checksum that is right; at most one more than the longest share has.
pub fn sealed(bytes: &[u8]) -> String {
    let mut words: Vec<u16> = bytes.chunks_exact(2).take(108).map(|two| index([two[0], two[1]])).collect();
    words.resize(words.len().max(HEADER_WORDS), 0);
    let extendable = words[1] >> 4 & 1 == 1;
    words.extend(checksum(extendable, &words));
    spelt(&words)
}

const fn index(two: [u8; 2]) -> u16 {
    u16::from_be_bytes(two) % wordlist::COUNT as u16
}

/// The words with these numbers.
pub fn spelt(indices: &[u16]) -> String {
    indices.iter().map(|&index| wordlist::word(index)).collect::<Vec<_>>().join(" ")
}

/// Whether too many of an input's texts are no shares and have words enough for BIP-39: each of those is looked for in ten
/// lists, which takes longer than all the rest. A rare input may have one.
pub fn are_slow<'a>(input: &[u8], texts: impl Iterator<Item = &'a str>) -> bool {
    let is_slow = |text: &&str| text.split_whitespace().nth(11).is_some() && Share::parse(text).is_err();
    texts.filter(is_slow).nth(usize::from(is_rare(input))).is_some()
}

/// Whether an input is one of the hundredth part that may take long. None can ask for it: those that did would soon be most.
pub fn is_rare(bytes: &[u8]) -> bool {
    Numbers::of(bytes).below(100) == 0
}

/// Numbers that follow from bytes, and look random.
pub struct Numbers(u64);

impl Numbers {
    /// The numbers that these bytes begin.
    pub fn of(bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((mixed >> 32) * bound as u64) >> 32) as usize
    }
}

impl Entropy for Numbers {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        buffer.fill_with(|| self.below(256) as u8);
        Ok(())
    }
}

/// Two deals that differ in nothing but their values: 2 of the groups 2 of 3, 3 of 4 and 1 of 1.
pub static TWINS: LazyLock<[Deal; 2]> = LazyLock::new(|| {
    [1, 2].map(|seed| {
        let groups = [(2, 3), (3, 4), (1, 1)].map(|(threshold, count)| Group::new(threshold, count).unwrap());
        let policy = Policy::new(2, groups.to_vec()).unwrap();
        let encryption = Encryption {
            identifier: Identifier::from_bits(0x2b5c),
            extendable: true,
            exponent: Exponent::from_bits(0),
        };
        let secret = MasterSecret::copy_of(&[seed; 16]).unwrap();
        let ems = secret.encrypt_as(&Passphrase::empty(), encryption, &mut |_| {});
        Deal::new(&policy, ems, &mut Numbers::of(&[seed])).unwrap()
    })
});

/// The words of every share of both.
pub static DEALT: LazyLock<Vec<String>> = LazyLock::new(|| {
    let shares = TWINS.iter().flat_map(|deal| deal.groups().iter().flatten());
    shares.map(|share| share.mnemonic().expose().to_owned()).collect()
});
