//! What the codes in a photograph or screenshot say.

use super::{Brought, SealedBody, Unusable, find, place, tokens::Tokens};
use crate::{
    ceremony::submission::{Source, SourcePlace, Submission},
    crypto::secret::{SecretBytes, SecretText},
    formats::age::{armor, small},
    paper::{
        photo::{decode, drawn, scan},
        qr::{QrCode, drawing},
    },
    slip39::Share,
};

/// From how many words on a text that is no share was perhaps meant to be one, and deserves a diagnosis.
const FEWEST_WORDS: usize = 10;

/// The shares in the picture that `bytes` are. Other codes beside them do not matter.
///
/// # Errors
///
/// When it cannot be read, or no code in it could be a share.
pub fn shares(shown: &str, bytes: &[u8]) -> Result<Brought, Unusable> {
    let grey = match (decode::decode(bytes), drawn::words(bytes)) {
        // A card of ours without a code.
        (Err(_), Some(words)) => {
            let text = drawn::text_between(bytes, armor::BEGIN, armor::END).unwrap_or(words);
            return Ok(as_drawn(of_codes(shown, &[text])?));
        }
        (decoded, _) => decoded.map_err(Unusable::Picture)?,
    };
    let sight = scan::sight(&grey, |text| Share::parse(text).is_ok() || small::is_meant(text.as_bytes()));
    let mut brought = Brought { unread: sight.unread, ..of_codes(shown, &sight.texts)? };
    if let [Submission { share: Ok(share), .. }] = brought.shares.as_slice()
        && QrCode::of(&share.mnemonic()).is_ok_and(|code| drawing::is_drawing(&grey, &code))
    {
        return Ok(as_drawn(brought));
    }
    let drawn = |sealed: &SealedBody| {
        let text = str::from_utf8(sealed.file.expose()).unwrap_or_default();
        QrCode::of_text(text).is_ok_and(|code| drawing::is_drawing(&grey, &code))
    };
    for sealed in &mut brought.sealed {
        if drawn(sealed) {
            sealed.source.place = SourcePlace::Drawn(sealed.source.place.number());
        }
    }
    Ok(brought)
}

/// The texts of the codes in the picture that `bytes` are which are shares of another tool, and how many more codes seem to
/// be there.
///
/// # Errors
///
/// When it cannot be read, or no code in it is such a share.
pub fn texts(
    shown: &str,
    bytes: &[u8],
    is_share: impl Fn(&str) -> bool,
) -> Result<(Vec<(Source, SecretText)>, usize), Unusable> {
    let grey = decode::decode(bytes).map_err(Unusable::Picture)?;
    let scan::Sight { texts: codes, unread, .. } = scan::sight(&grey, &is_share);
    let count = codes.len();
    let source =
        |code| Source { name: shown.to_owned(), place: SourcePlace::Code(code), one_of_several: count > 1 };
    let shares: Vec<(Source, SecretText)> = (1..)
        .zip(codes)
        .filter(|(_, text)| is_share(text.expose()))
        .map(|(code, text)| (source(code), text))
        .collect();
    if shares.is_empty() { Err(nothing(count)) } else { Ok((shares, unread)) }
}

/// The shares among the texts of a picture's codes, of which each holds one.
///
/// # Errors
///
/// When none of them could be a share, or one holds several.
pub fn of_codes(shown: &str, codes: &[SecretText]) -> Result<Brought, Unusable> {
    let mut brought = Brought::default();
    let one_of_several = codes.len() > 1;
    for (code, text) in (1..).zip(codes) {
        let source = Source { name: shown.to_owned(), place: SourcePlace::Code(code), one_of_several };
        let text = text.expose();
        if small::is_meant(text.as_bytes()) {
            brought.sealed.push(SealedBody { source, file: SecretBytes::copy_of(text.as_bytes()) });
            continue;
        }
        let mut found =
            place::placed(shown, text, &Tokens::of(text)).map_err(|find::TooMany| Unusable::TooMany)?;
        match found.shares.len() {
            0 if may_be_share(text) => brought.shares.push(Submission::read(source, text)),
            0 => {}
            1 => {
                brought.shares.extend(
                    found.shares.drain(..).map(|share| Submission { source: source.clone(), ..share }),
                );
                brought.remarks.extend(found.remarks.into_iter().map(|remark| remark.with_source(&source)));
            }
            _ => return Err(Unusable::SeveralInCode),
        }
    }
    let is_empty = brought.shares.is_empty() && brought.sealed.is_empty();
    if is_empty { Err(nothing(codes.len())) } else { Ok(brought) }
}

/// A drawing of ours, as a folder has it, is no paper.
fn as_drawn(mut brought: Brought) -> Brought {
    let of_shares = brought.shares.iter_mut().map(|found| &mut found.source);
    for source in of_shares.chain(brought.sealed.iter_mut().map(|sealed| &mut sealed.source)) {
        source.place = SourcePlace::Drawn(source.place.number());
    }
    brought
}

/// Words, and enough of them; no link, address or number.
fn may_be_share(text: &str) -> bool {
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    text.split_whitespace().count() >= FEWEST_WORDS && text.split_whitespace().all(is_word)
}

const fn nothing(codes: usize) -> Unusable {
    match codes {
        0 => Unusable::NoCode,
        1 => Unusable::OtherCode,
        _ => Unusable::OtherCodes,
    }
}
