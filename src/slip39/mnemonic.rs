//! One share, and its words: ten bits a word, packed as the standard draws it.
//!
//! ```text
//! | identifier 15 | ext 1 | exponent 4 | group 4 | group threshold - 1: 4 | group count - 1: 4 | member 4 | member threshold - 1: 4 |
//! | zeros, 0 to 8 | share value ............................................................................................. |
//! | checksum 30 |
//! ```

use std::fmt;

use zeroize::Zeroize as _;

use crate::{
    rs1024::{self, CHECKSUM_WORDS},
    secret::{SecretBytes, SecretText},
    slip39::{
        header::{Encryption, Exponent, Header, Identifier, SetHeader},
        master::MasterSecret,
    },
    wordlist,
};

/// Words before the share value.
const HEADER_WORDS: usize = 4;

/// Words of the shortest share: 16 bytes.
pub const MIN_WORDS: usize = 20;

/// Words of the longest share: 128 bytes.
pub const MAX_WORDS: usize = HEADER_WORDS + (MasterSecret::MAX_BYTES * 8).div_ceil(10) + CHECKSUM_WORDS;

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

/// A share's words in lower case with single spaces, as they are printed, scanned and typed.
pub struct Mnemonic(SecretText);

impl Mnemonic {
    /// The words as one line.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The words one by one.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.expose().split(' ')
    }
}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mnemonic(redacted)")
    }
}

/// Words by their indices, wiped when dropped.
pub(super) struct Words {
    indices: [u16; MAX_WORDS + 1],
    count: usize,
}

impl Words {
    fn empty(count: usize) -> Self {
        Self { indices: [0; MAX_WORDS + 1], count }
    }

    /// One word more than the longest share has is room enough to see a word too many.
    pub(super) fn read(text: &str) -> Result<Self, MnemonicError> {
        let mut words = Self::empty(0);
        let mut unknown = Vec::new();
        let mut count = 0;
        for typed in text.split_whitespace() {
            match wordlist::index(typed) {
                Some(index) if count < words.indices.len() => words.indices[count] = index,
                Some(_) => {}
                None => unknown.push(count + 1),
            }
            count += 1;
        }
        if count == 0 {
            return Err(MnemonicError::Empty);
        }
        if !unknown.is_empty() {
            return Err(MnemonicError::UnknownWords { positions: unknown, words: count });
        }
        if count > words.indices.len() {
            return Err(MnemonicError::WordCount { words: count });
        }
        words.count = count;
        Ok(words)
    }

    pub(super) fn as_slice(&self) -> &[u16] {
        &self.indices[..self.count]
    }

    fn as_mut_slice(&mut self) -> &mut [u16] {
        &mut self.indices[..self.count]
    }

    fn spell(&self) -> Mnemonic {
        let mut text = SecretText::with_capacity(self.count * (wordlist::LONGEST + 1));
        for (at, &index) in self.as_slice().iter().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(wordlist::word(index));
        }
        Mnemonic(text)
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.indices.zeroize();
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

/// Bytes of value in a share of so many words; none if no share has as many.
///
/// The value's bits are filled up with at most eight zeros at the front, to full words; its bytes are even in number.
#[must_use]
pub fn value_bytes(words: usize) -> Option<usize> {
    let bits = words.checked_sub(HEADER_WORDS + CHECKSUM_WORDS)? * 10;
    let bytes = bits / 16 * 2;
    let possible = bits % 16 <= 8 && (MasterSecret::MIN_BYTES..=MasterSecret::MAX_BYTES).contains(&bytes);
    possible.then_some(bytes)
}

/// The word counts that shares have, in ascending order: 20, 23, 27, 30, 33 and so on.
pub fn word_counts() -> impl Iterator<Item = usize> {
    (MIN_WORDS..=MAX_WORDS).filter(|&words| value_bytes(words).is_some())
}

/// Bytes to words, the first word filled up with zeros at the front.
fn pack(bytes: &[u8], words: &mut [u16]) {
    let (mut bits, mut held) = (0u32, (words.len() * 10 - bytes.len() * 8) as u32);
    let mut bytes = bytes.iter();
    for word in words {
        while held < 10 {
            bits = bits << 8 | bytes.next().map_or(0, |&byte| u32::from(byte));
            held += 8;
        }
        held -= 10;
        *word = low_bits((bits >> held).into(), 10);
        bits &= (1 << held) - 1;
    }
}

/// Words to bytes; the bits in front of the first byte must be zero.
fn unpack(words: &[u16], bytes: &mut [u8]) -> Result<(), MnemonicError> {
    let padding = words.len() * 10 - bytes.len() * 8;
    if words[0] >> (10 - padding) != 0 {
        return Err(MnemonicError::Padding);
    }
    let (mut bits, mut held) = (u32::from(words[0]), 10 - padding);
    let mut words = words[1..].iter();
    for byte in bytes {
        if held < 8 {
            bits = bits << 10 | words.next().map_or(0, |&word| u32::from(word));
            held += 10;
        }
        held -= 8;
        *byte = (bits >> held & 0xff) as u8;
        bits &= (1 << held) - 1;
    }
    Ok(())
}

/// Text that is not a share. Positions count from 1, as on the card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MnemonicError {
    /// The checksum does not hold.
    #[error("the checksum does not match")]
    Checksum,
    /// There is nothing.
    #[error("there are no words")]
    Empty,
    /// The header asks for more groups than it says there are.
    #[error("the header asks for more groups than there are")]
    GroupThreshold,
    /// The checksum holds under the customisation string of the other revision of the standard.
    #[error("the checksum is that of the other revision of SLIP-0039")]
    OtherRevision,
    /// The bits in front of the value are not zero.
    #[error("the padding is not zero")]
    Padding,
    /// Words that are not in the list.
    #[error("words that are not in the SLIP-0039 list")]
    UnknownWords {
        /// Where, counted from 1.
        positions: Vec<usize>,
        /// How many words there are in all.
        words: usize,
    },
    /// No share has so many words.
    #[error("{words} words: no share has so many")]
    WordCount {
        /// How many there are.
        words: usize,
    },
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
    fn the_word_counts_are_the_standards() {
        let counts: Vec<usize> = word_counts().collect();
        assert_eq!(counts[..6], [20, 22, 23, 25, 27, 28]);
        assert_eq!(counts.len(), 57, "one for each even length");
        assert_eq!((value_bytes(33), value_bytes(59), value_bytes(110)), (Some(32), Some(64), Some(128)));
        for words in [0, 7, 19, 21, 111] {
            assert_eq!(value_bytes(words), None, "{words}");
        }
    }

    #[test]
    fn the_errors_tell_what_is_wrong_and_no_word() {
        let good = share(16, true).mnemonic();
        let words: Vec<&str> = good.words().collect();
        let parse = |words: &[&str]| Share::parse(&words.join(" ")).map(|_| ()).unwrap_err();
        assert_eq!(Share::parse(" \n").map(|_| ()), Err(MnemonicError::Empty));
        assert_eq!(parse(&words[..19]), MnemonicError::WordCount { words: 19 });
        assert_eq!(parse(&["academic"; 600]), MnemonicError::WordCount { words: 600 });
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
