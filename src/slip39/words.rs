//! The words of a share as ten-bit indices: read from text, spelt, packed from bytes and unpacked into them.

use zeroize::Zeroize as _;

use crate::{
    crypto::secret::SecretText,
    slip39::{
        master::MasterSecret,
        math::rs1024::CHECKSUM_WORDS,
        mnemonic::{Mnemonic, MnemonicError},
        wordlist,
    },
};

/// Words before the share value.
pub(super) const HEADER_WORDS: usize = 4;

/// Words of the shortest share: 16 bytes.
pub const MIN_WORDS: usize = 20;

/// Words of the longest share: 128 bytes.
pub const MAX_WORDS: usize = HEADER_WORDS + (MasterSecret::MAX_BYTES * 8).div_ceil(10) + CHECKSUM_WORDS;

/// Words by their indices, wiped when dropped. They lie on the heap: an array would be copied wherever the words move,
/// and only the last copy be wiped.
pub(super) struct Words {
    indices: Box<[u16; MAX_WORDS + 1]>,
    count: usize,
}

impl Words {
    pub(super) fn empty(count: usize) -> Self {
        Self { indices: Box::new([0; MAX_WORDS + 1]), count }
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

    pub(super) fn as_mut_slice(&mut self) -> &mut [u16] {
        &mut self.indices[..self.count]
    }

    /// Here share values become words, by look-ups whose places depend on them. Never inlined, for `tests/timing` knows
    /// this exception by the name of the function.
    #[inline(never)]
    pub(super) fn spell(&self) -> Mnemonic {
        let mut text = SecretText::with_capacity(self.count * (wordlist::LONGEST + 1));
        for (at, &index) in self.as_slice().iter().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(wordlist::word(index));
        }
        Mnemonic::new(text)
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.indices.zeroize();
    }
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

/// Bytes to words, the first word filled up with zeros at the front.
pub(super) fn pack(bytes: &[u8], words: &mut [u16]) {
    let (mut bits, mut held) = (0u32, (words.len() * 10 - bytes.len() * 8) as u32);
    let mut bytes = bytes.iter();
    for word in words {
        while held < 10 {
            bits = bits << 8 | bytes.next().map_or(0, |&byte| u32::from(byte));
            held += 8;
        }
        held -= 10;
        *word = (bits >> held & 1023) as u16;
        bits &= (1 << held) - 1;
    }
}

/// Words to bytes; the bits in front of the first byte must be zero.
pub(super) fn unpack(words: &[u16], bytes: &mut [u8]) -> Result<(), MnemonicError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn the_bits_in_front_of_a_value_must_be_zero() {
        for bytes in (16..=128).step_by(2) {
            let count = (bytes * 8usize).div_ceil(10);
            let value: Vec<u8> = (0..).take(bytes).map(|at: u8| at.wrapping_mul(57) | 0x80).collect();
            let (mut words, mut back) = (vec![0; count], vec![0; bytes]);
            pack(&value, &mut words);
            assert!(words.iter().all(|word| *word < 1024));
            assert_eq!(unpack(&words, &mut back), Ok(()));
            assert_eq!(back, value);
            for bit in 10 - (count * 10 - bytes * 8)..10 {
                words[0] ^= 1 << bit;
                assert_eq!(
                    unpack(&words, &mut back),
                    Err(MnemonicError::Padding),
                    "{bytes} bytes, bit {bit}"
                );
                words[0] ^= 1 << bit;
            }
        }
    }

    #[test]
    fn the_first_word_is_the_highest() {
        // 16 bytes in 13 words, with two zeros before them.
        let mut words = [0; 13];
        pack(&[0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x04, 0x01], &mut words);
        assert_eq!(words, [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn the_word_counts_are_the_standards() {
        let counts: Vec<usize> =
            (MIN_WORDS..=MAX_WORDS).filter(|&words| value_bytes(words).is_some()).collect();
        assert_eq!((MIN_WORDS, MAX_WORDS), (20, 110));
        assert_eq!(counts[..6], [20, 22, 23, 25, 27, 28]);
        assert_eq!(counts.len(), 57, "one for each even length");
        assert_eq!((value_bytes(33), value_bytes(59), value_bytes(110)), (Some(32), Some(64), Some(128)));
        for words in [0, 7, 19, 21, 111] {
            assert_eq!(value_bytes(words), None, "{words}");
        }
    }
}
