//! One share, and its words: ten bits a word, packed as the standard draws it.
//!
//! ```text
//! | identifier 15 | ext 1 | exponent 4 | group 4 | group threshold - 1: 4 | group count - 1: 4 | member 4 | member threshold - 1: 4 |
//! | zeros, 0 to 8 | share value ............................................................................................. |
//! | checksum 30 |
//! ```

use std::ops::Range;

use super::mnemonic::{Mnemonic, MnemonicError};
use crate::{
    crypto::secret::SecretBytes,
    slip39::{
        header::{Encryption, Exponent, Header, Identifier, SetHeader},
        math::rs1024::{self, CHECKSUM_WORDS},
        readings,
        words::{HEADER_WORDS, Words, pack, unpack, value_bytes},
    },
};

/// One member's share: a header that may be shown and a value that may not.
#[derive(Debug)]
pub struct Share {
    header: Header,
    value: SecretBytes,
}

impl Share {
    pub(super) const fn new(header: Header, value: SecretBytes) -> Self {
        Self { header, value }
    }

    /// Reads a share from its words: in any case, with any white space, each in full or by four letters or more.
    ///
    /// # Errors
    ///
    /// When it is not a share. The error holds positions and counts, never a word; [`crate::slip39::diagnose`] looks
    /// for the likely slip of the pen behind it.
    pub fn parse(text: &str) -> Result<Self, MnemonicError> {
        Self::decode(&Words::read(text)?)
    }

    pub(super) fn decode(words: &Words) -> Result<Self, MnemonicError> {
        let words = words.as_slice();
        let share = Self::of_words(words)?;
        match Self::part(words) {
            Some((first, last)) => Err(MnemonicError::TwoReadings { first, last, words: words.len() }),
            None => Ok(share),
        }
    }

    /// The first part of the words that is a share by itself: its first and its last word, counted from 1.
    pub(super) fn part(words: &[u16]) -> Option<(usize, usize)> {
        Self::windows(words).find(|part| part.len() < words.len()).map(|part| (part.start + 1, part.end))
    }

    /// Every run of words within `words`, given by their places in the list, that is a share by itself: its places, counted
    /// from 0, in the order of their first word and then of their last. By chance one run in 2^30 is a share.
    pub fn windows(words: &[u16]) -> impl Iterator<Item = Range<usize>> {
        readings::windows(words, Self::may_begin_with, |run| Self::of_words(run).is_ok())
    }

    /// Whether four words can be the header of a share: most words of a text cannot, and need no checksum.
    fn may_begin_with(head: &[u16]) -> bool {
        let Header { set, group, .. } = Header::unpack(head);
        set.group_threshold <= set.group_count && group < set.group_count
    }

    /// The share that all these words are, by their places in the list, whatever a part of them may be.
    ///
    /// # Errors
    ///
    /// When they are none.
    pub fn of_words(words: &[u16]) -> Result<Self, MnemonicError> {
        let bytes = value_bytes(words.len()).ok_or(MnemonicError::WordCount { words: words.len() })?;
        let extendable = words[1] >> 4 & 1 == 1;
        if rs1024::residue(extendable, words) != rs1024::VALID {
            let other = rs1024::residue(!extendable, words) == rs1024::VALID;
            return Err(if other { MnemonicError::OtherRevision } else { MnemonicError::Checksum });
        }
        let (head, value) = words[..words.len() - CHECKSUM_WORDS].split_at(HEADER_WORDS);
        let header = Header::unpack(head);
        if header.set.group_threshold > header.set.group_count {
            return Err(MnemonicError::GroupThreshold);
        }
        if header.group >= header.set.group_count {
            return Err(MnemonicError::GroupIndex);
        }
        let value = SecretBytes::try_build(bytes, |place| unpack(value, place))?;
        Ok(Self { header, value })
    }

    /// The share's words.
    #[must_use]
    pub fn mnemonic(&self) -> Mnemonic {
        let mut words = Words::empty(self.word_count());
        let (body, checksum) = words.as_mut_slice().split_at_mut(self.word_count() - CHECKSUM_WORDS);
        body[..HEADER_WORDS].copy_from_slice(&self.header.pack());
        pack(self.value.expose(), &mut body[HEADER_WORDS..]);
        checksum.copy_from_slice(&rs1024::checksum(self.header.set.encryption.extendable, body));
        words.spell()
    }

    /// What the share says of itself.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Bytes of the value, which is the length of the master secret.
    #[must_use]
    pub fn value_len(&self) -> usize {
        self.value.len()
    }

    /// Words that it is written in.
    #[must_use]
    pub fn word_count(&self) -> usize {
        HEADER_WORDS + (self.value.len() * 8).div_ceil(10) + CHECKSUM_WORDS
    }

    /// Whether both are the same share, in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.header == other.header && self.value.matches(other.value.expose())
    }

    pub(super) const fn value(&self) -> &SecretBytes {
        &self.value
    }
}

impl Mnemonic {
    /// Whether a text, in any case and spacing, is this same share.
    #[must_use]
    pub fn is_spelt_by(&self, text: &str) -> bool {
        let both = Share::parse(text).ok().zip(Share::parse(self.expose()).ok());
        both.is_some_and(|(one, other)| one.matches(&other))
    }
}

impl Header {
    fn pack(&self) -> [u16; HEADER_WORDS] {
        let SetHeader { encryption, group_threshold, group_count } = self.set;
        let fields: [(u64, u32); 8] = [
            (encryption.identifier.value().into(), 15),
            (encryption.extendable.into(), 1),
            (encryption.exponent.value().into(), 4),
            (self.group.into(), 4),
            ((group_threshold - 1).into(), 4),
            ((group_count - 1).into(), 4),
            (self.member.into(), 4),
            ((self.member_threshold - 1).into(), 4),
        ];
        let bits = fields.iter().fold(0, |bits, (field, width)| bits << width | field);
        [30, 20, 10, 0].map(|shift| low_bits(bits >> shift, 10))
    }

    fn unpack(words: &[u16]) -> Self {
        let bits = words.iter().fold(0, |bits, &word| bits << 10 | u64::from(word));
        let four = |shift: u32| low_bits(bits >> shift, 4) as u8;
        let encryption = Encryption {
            identifier: Identifier::from_bits(low_bits(bits >> 25, 15)),
            extendable: bits >> 24 & 1 == 1,
            exponent: Exponent::from_bits(four(20)),
        };
        let set = SetHeader { encryption, group_threshold: four(12) + 1, group_count: four(8) + 1 };
        Self { set, group: four(16), member: four(4), member_threshold: four(0) + 1 }
    }
}

const fn low_bits(bits: u64, width: u32) -> u16 {
    (bits & ((1 << width) - 1)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(bytes: usize, extendable: bool) -> Share {
        let encryption = Encryption {
            identifier: Identifier::from_bits(0x5a5a),
            extendable,
            exponent: Exponent::from_bits(9),
        };
        let set = SetHeader { encryption, group_threshold: 3, group_count: 16 };
        let header = Header { set, group: 11, member: 7, member_threshold: 16 };
        Share::new(
            header,
            SecretBytes::build(bytes, |b| {
                b.iter_mut().zip(7u8..).for_each(|(b, i)| *b = i.wrapping_mul(29) | 0x81)
            }),
        )
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn every_length_packs_and_unpacks() {
        for bytes in (16..=128).step_by(2) {
            for extendable in [false, true] {
                let share = share(bytes, extendable);
                let mnemonic = share.mnemonic();
                assert_eq!(value_bytes(mnemonic.words().count()), Some(bytes));
                assert!(Share::parse(mnemonic.expose()).unwrap().matches(&share), "{bytes} bytes");
                let shouted = mnemonic.expose().to_uppercase().replace(' ', " \t\r\n ");
                assert!(Share::parse(&shouted).unwrap().matches(&share));
                let short: Vec<&str> = mnemonic.words().map(|word| &word[..4]).collect();
                assert!(Share::parse(&short.join(" ")).unwrap().matches(&share));
            }
        }
    }

    #[test]
    fn a_share_is_spelt_by_its_own_words_in_any_dress() {
        let (one, other) = (share(32, true), share(34, true));
        let words = one.mnemonic();
        assert!(words.is_spelt_by(&words.expose().to_uppercase().replace(' ', "\n")));
        assert!(!words.is_spelt_by(other.mnemonic().expose()) && !words.is_spelt_by("hunter2"));
        assert_eq!(words.words().collect::<Vec<_>>().join(" "), words.expose());
        assert_eq!((one.word_count(), one.value_len(), other.word_count()), (33, 32, 35));
        assert_eq!(format!("{words:?}"), "Mnemonic(redacted)");
    }

    #[test]
    fn shares_match_by_header_and_value() {
        let one = share(16, true);
        let with = |member, byte| {
            let mut value = SecretBytes::copy_of(one.value().expose());
            value.expose_mut()[3] ^= byte;
            Share::new(Header { member, ..*one.header() }, value)
        };
        assert!(one.matches(&with(7, 0)));
        assert!(!one.matches(&with(8, 0)) && !one.matches(&with(7, 1)) && !one.matches(&with(8, 1)));
    }

    #[test]
    fn a_header_that_contradicts_itself_is_refused() {
        let decoded = |group_threshold, group_count, group| {
            let one = share(16, true);
            let set = SetHeader { group_threshold, group_count, ..one.header().set };
            let text =
                Share::new(Header { set, group, ..*one.header() }, SecretBytes::copy_of(&[1; 16])).mnemonic();
            Share::parse(text.expose()).map(|share| (share.header().set.group_count, share.header().group))
        };
        assert_eq!(decoded(2, 2, 1), Ok((2, 1)));
        assert_eq!(decoded(3, 2, 1), Err(MnemonicError::GroupThreshold));
        assert_eq!(decoded(1, 2, 2), Err(MnemonicError::GroupIndex));
        assert_eq!(decoded(16, 16, 15), Ok((16, 15)));
    }

    #[test]
    fn the_errors_tell_what_is_wrong_and_no_word() {
        let good = share(16, true).mnemonic();
        let words: Vec<&str> = good.words().collect();
        let parse = |words: &[&str]| Share::parse(&words.join(" ")).map(|_| ()).unwrap_err();
        assert_eq!(Share::parse(" \n").map(|_| ()), Err(MnemonicError::Empty));
        assert_eq!(parse(&words[..19]), MnemonicError::WordCount { words: 19 });
        for words in [34, 109, 110, 111, 112, 600] {
            let expected = match value_bytes(words) {
                Some(_) => MnemonicError::Checksum,
                None => MnemonicError::WordCount { words },
            };
            assert_eq!(parse(&vec!["acid"; words]), expected);
        }
        let mut wrong = words.clone();
        (wrong[4], wrong[19]) = ("hunter", "aca");
        assert_eq!(parse(&wrong), MnemonicError::UnknownWords { positions: vec![5, 20], words: 20 });
        let mut wrong = words.clone();
        wrong[9] = if words[9] == "academic" { "acid" } else { "academic" };
        assert_eq!(parse(&wrong), MnemonicError::Checksum);
    }

    #[test]
    fn a_checksum_of_the_other_revision_is_recognised() {
        let share = share(32, true);
        let mut words = Words::read(share.mnemonic().expose()).unwrap();
        let (body, checksum) = words.as_mut_slice().split_at_mut(30);
        checksum.copy_from_slice(&rs1024::checksum(false, body));
        assert_eq!(Share::decode(&words).map(|_| ()), Err(MnemonicError::OtherRevision));
    }
}
