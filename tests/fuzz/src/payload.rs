//! What the codes in a picture say: any texts. Those that are shares are read as they would be from a file of words, and
//! whatever else a code says is no share and stops nothing.

use quorate::{
    ceremony::reading::{Unusable, pictures},
    crypto::secret::SecretText,
    slip39::Share,
};

use crate::craft::{are_slow, choice, sealed};

/// Bytes of the largest QR code there is.
const LARGEST: usize = 2953;

/// The texts of several codes, one a line, or a share among them.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let rest = &rest[..rest.len().min(LARGEST)];
    // As the decoder's bytes become a text.
    let text = String::from_utf8_lossy(rest);
    let mut texts: Vec<SecretText> = text.split('\n').take(8).map(SecretText::copy_of).collect();
    if choice & 1 == 1 {
        let share = sealed(rest);
        texts.push(SecretText::copy_of(&if choice & 2 == 0 { share.to_uppercase() } else { share }));
    }
    if are_slow(bytes, texts.iter().map(SecretText::expose)) {
        return;
    }
    let whole: Vec<Share> = texts.iter().filter_map(|text| Share::parse(text.expose()).ok()).collect();
    match pictures::of_codes("a picture", &texts) {
        Ok(read) => {
            // A code may hold more than the words of its share.
            let mut read = read.shares.into_iter().filter_map(|one| one.share.ok());
            assert!(
                whole.iter().all(|share| read.any(|one| one.matches(share))),
                "a share in a code is not seen"
            );
        }
        Err(unusable) => {
            assert!(whole.is_empty() || unusable == Unusable::SeveralInCode, "a share in a code is not seen");
            assert!(matches!(unusable, Unusable::OtherCode | Unusable::OtherCodes | Unusable::SeveralInCode));
        }
    }
}
