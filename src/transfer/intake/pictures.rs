//! Shares in pictures: what the codes in a photograph or screenshot say.

use crate::{
    ceremony::submission::{Place, Source, Submission},
    crypto::secret::SecretText,
    host::{
        console::tell,
        failure::{Code, Failure},
    },
    paper::{
        photo::{
            decode::{self, PictureError},
            drawn, scan,
        },
        qr::{QrCode, drawing},
    },
    slip39::Share,
};

/// From how many words on a text that is no share was perhaps meant to be one, and deserves a diagnosis.
const FEWEST_WORDS: usize = 10;

/// Reads the shares in the picture that `file` is. Other codes beside them do not matter.
///
/// # Errors
///
/// When it cannot be read, or no code in it could be a share.
pub fn shares(shown: &str, file: &[u8]) -> Result<Vec<Submission>, Failure> {
    let grey = match (decode::decode(file), drawn::words(file)) {
        // A card of ours without a code.
        (Err(_), Some(words)) => return Ok(of_codes(shown, &[words])?.into_iter().map(as_drawn).collect()),
        (decoded, _) => decoded.map_err(|error| unreadable(shown, error))?,
    };
    let sight = scan::sight(&grey, |text| Share::parse(text).is_ok());
    let mut found = of_codes(shown, &sight.texts)?;
    tell_unread(shown, sight.unread);
    if let [Submission { share: Ok(share), .. }] = found.as_slice()
        && QrCode::of(&share.mnemonic()).is_ok_and(|code| drawing::is_drawing(&grey, &code))
    {
        found = found.into_iter().map(as_drawn).collect();
    }
    Ok(found)
}

/// The texts of the codes in the picture that `file` is which are shares of another tool.
///
/// # Errors
///
/// When it cannot be read, or no code in it is such a share.
pub fn texts(
    shown: &str,
    file: &[u8],
    is_share: impl Fn(&str) -> bool,
) -> Result<Vec<(Source, SecretText)>, Failure> {
    let grey = decode::decode(file).map_err(|error| unreadable(shown, error))?;
    let scan::Sight { texts: codes, unread, .. } = scan::sight(&grey, &is_share);
    let (count, one_of_several) = (codes.len(), codes.len() > 1);
    let source = |code| Source { name: shown.to_owned(), place: Place::Code(code), one_of_several };
    let shares: Vec<(Source, SecretText)> = (1..)
        .zip(codes)
        .filter(|(_, text)| is_share(text.expose()))
        .map(|(code, text)| (source(code), text))
        .collect();
    if shares.is_empty() {
        return Err(nothing(shown, count));
    }
    tell_unread(shown, unread);
    Ok(shares)
}

/// A drawing of ours, as a folder has it, is no paper.
fn as_drawn(mut found: Submission) -> Submission {
    found.source.place = Place::Drawn(found.source.place.number());
    found
}

/// Whoever photographs five cards must not take four for five.
fn tell_unread(shown: &str, unread: usize) {
    let more = match unread {
        0 => return,
        1 => "1 more code seems to be there, and".to_owned(),
        many => format!("{many} more codes seem to be there, and"),
    };
    tell(&format!("quorate: warning: {shown}: {more} could not be read: take each from near\n"));
}

/// The shares among the texts of a picture's codes.
///
/// # Errors
///
/// When none of them could be a share.
pub fn of_codes(shown: &str, codes: &[SecretText]) -> Result<Vec<Submission>, Failure> {
    let meant: Vec<(usize, &SecretText)> =
        (1..).zip(codes).filter(|(_, text)| may_be_share(text.expose())).collect();
    if meant.is_empty() {
        return Err(nothing(shown, codes.len()));
    }
    let one_of_several = codes.len() > 1;
    let source = |code| Source { name: shown.to_owned(), place: Place::Code(code), one_of_several };
    Ok(meant.into_iter().map(|(code, text)| Submission::read(source(code), text.expose())).collect())
}

/// Words, and enough of them; no link, address or number.
fn may_be_share(text: &str) -> bool {
    let is_word = |word: &str| word.chars().all(char::is_alphabetic);
    text.split_whitespace().count() >= FEWEST_WORDS && text.split_whitespace().all(is_word)
}

fn nothing(shown: &str, codes: usize) -> Failure {
    let hint = "photograph the code on the card with the words on it";
    match codes {
        0 => Failure::new(
            Code::NoCode,
            format!("{shown}: no QR code could be read in this picture"),
            "take it again from near, straight, sharp and in even light; or give the words as text",
        ),
        1 => Failure::new(Code::NotShare, format!("{shown}: a QR code, but no share"), hint),
        _ => Failure::new(Code::NotShare, format!("{shown}: QR codes, but no share"), hint),
    }
}

fn unreadable(shown: &str, error: PictureError) -> Failure {
    let (code, hint) = match error {
        PictureError::NoPicture | PictureError::Format(_) | PictureError::Colours => {
            (Code::PictureFormat, "save it as an ordinary PNG or JPEG, or give the words as text")
        }
        PictureError::TooLarge => (Code::TooLarge, "crop it to the code, or save it smaller"),
        PictureError::Damaged => {
            (Code::PictureDamaged, "copy it once more from where it was taken, or give the words as text")
        }
    };
    Failure::new(code, format!("{shown}: {error}"), hint)
}
