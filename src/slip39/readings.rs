//! Whether words that are a share have a second reading: a part of them that is a share by itself.
//!
//! The standard's checksum does not know where a share ends. Behind any share three words keep it valid, the same three
//! for all shares, and in front of it three others; with more than three an attacker is free to choose. Of a 1 of 1 the
//! longer text gives another key, and no error. An honest share has a second reading by chance only: a part of it has the
//! 30 bits of a checksum to match.

use std::ops::Range;

use super::words::{HEADER_WORDS, MAX_WORDS, MIN_WORDS, value_bytes};
use crate::slip39::math::rs1024::{VALID, residues};

/// Every run of words within `words` that is a share by itself, in the order of their first word and then of their last.
///
/// `may_begin` tells whether four words can be a header, `is_share` whether words whose checksum holds are a share. Takes at
/// most 110 steps of the checksum a word, however the words are chosen.
pub(super) fn windows(
    words: &[u16],
    may_begin: impl Fn(&[u16]) -> bool,
    is_share: impl Fn(&[u16]) -> bool + Copy,
) -> impl Iterator<Item = Range<usize>> {
    let starts = 0..(words.len() + 1).saturating_sub(MIN_WORDS);
    starts.filter(move |start| may_begin(&words[*start..*start + HEADER_WORDS])).flat_map(move |start| {
        let rest = &words[start..words.len().min(start + MAX_WORDS)];
        let valid = (1..).zip(residues(rest)).filter(|(_, residue)| *residue == VALID);
        let is_whole = move |length: &usize| value_bytes(*length).is_some() && is_share(&rest[..*length]);
        valid.map(|(length, _)| length).filter(is_whole).map(move |length| start..start + length)
    })
}

#[cfg(test)]
mod tests {

    use crate::slip39::{
        header::{Encryption, Exponent, Header, Identifier, SetHeader},
        math::rs1024::checksum,
        mnemonic::MnemonicError,
        share::Share,
        words::{MAX_WORDS, Words},
    };

    /// The words of a share of so many bytes.
    fn share(bytes: usize, extendable: bool) -> Vec<u16> {
        let encryption = Encryption {
            identifier: Identifier::from_bits(77),
            extendable,
            exponent: Exponent::from_bits(0),
        };
        let set = SetHeader { encryption, group_threshold: 1, group_count: 1 };
        let header = Header { set, group: 0, member: 0, member_threshold: 1 };
        let value: Vec<u8> = (0..).take(bytes).map(|at: u8| at.wrapping_mul(89) ^ 0x5a).collect();
        let share = Share::new(header, crate::crypto::secret::SecretBytes::copy_of(&value));
        Words::read(share.mnemonic().expose()).unwrap().as_slice().to_vec()
    }

    /// `words`, and behind them so many more, the last three of which make the checksum of all of them hold.
    fn lengthened(words: &[u16], by: usize) -> Vec<u16> {
        let free = (0..).take(by - 3).map(|at: u16| at * 331 % 1024);
        let mut longer: Vec<u16> = words.iter().copied().chain(free).collect();
        let extendable = words[1] >> 4 & 1 == 1;
        longer.extend(checksum(extendable, &longer));
        longer
    }

    /// `words`, and in front of them three that change nothing of the checksum, if any do.
    fn led(words: &[u16]) -> Option<Vec<u16>> {
        let header = |extendable: u16| {
            // The checksum's state after a customisation string, and after that string and three words, must be one.
            let wanted = crate::slip39::math::rs1024::residue(words[1] >> 4 & 1 == 1, &[]);
            let after = crate::slip39::math::rs1024::residue(extendable == 1, &[0, 0, 0]);
            let lead = [20, 10, 0].map(|shift| ((wanted ^ after) >> shift & 1023) as u16);
            (lead[1] >> 4 & 1 == extendable).then_some(lead)
        };
        let lead = header(0).or_else(|| header(1))?;
        Some(lead.iter().chain(words).copied().collect())
    }

    fn two_readings(words: &[u16]) -> Option<(usize, usize)> {
        match Share::of_words(words) {
            Ok(_) => Some(Share::part(words).unwrap()),
            Err(_) => None,
        }
    }

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn every_lengthening_of_every_share_is_noticed() {
        let mut tried = 0;
        for bytes in (16..=128).step_by(2) {
            for extendable in [false, true] {
                let words = share(bytes, extendable);
                assert_eq!(Share::part(&words), None, "{bytes} bytes");
                for length in words.len() + 3..=MAX_WORDS {
                    let longer = lengthened(&words, length - words.len());
                    if let Some(found) = two_readings(&longer) {
                        assert_eq!(found, (1, words.len()));
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried > 1000, "{tried}: most of them are shares but for their beginning");
    }

    #[test]
    fn the_words_that_lengthen_any_share_are_known() {
        let words = lengthened(&share(32, true), 3);
        let added: Vec<&str> = words[33..].iter().map(|word| crate::slip39::wordlist::word(*word)).collect();
        assert_eq!(added, ["advocate", "aspect", "axis"]);
    }

    #[test]
    fn a_share_at_the_end_or_in_the_middle_is_noticed() {
        let mut led_shares = 0;
        for bytes in (16..=120).step_by(2) {
            for extendable in [false, true] {
                let words = share(bytes, extendable);
                let Some(longer) = led(&words) else { continue };
                assert_eq!(Share::part(&longer), Some((4, words.len() + 3)), "{bytes} bytes");
                // With three behind it as well it stands in the middle, if nothing longer is a share by itself.
                let first = if Share::of_words(&longer).is_ok() { 1 } else { 4 };
                assert_eq!(Share::part(&lengthened(&longer, 3)).map(|(first, _)| first), Some(first));
                led_shares += 1;
            }
        }
        assert!(led_shares > 10, "{led_shares}");
    }

    #[test]
    fn a_share_with_two_readings_is_refused_with_both_places() {
        let words = lengthened(&share(16, true), 3);
        let mut text = Words::empty(words.len());
        text.as_mut_slice().copy_from_slice(&words);
        let refused = Share::parse(text.spell().expose()).map(|_| ());
        assert_eq!(refused, Err(MnemonicError::TwoReadings { first: 1, last: 20, words: 23 }));
    }
}
