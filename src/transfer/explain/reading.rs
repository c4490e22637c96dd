//! Why bytes hold nothing that could be a share, in prose.

use super::foreign;
use crate::{
    ceremony::{
        reading::Unusable,
        submission::{Place, Source},
    },
    formats::foreign::Format,
    host::failure::{Code, Failure},
    paper::photo::decode::PictureError,
};

/// The failure of what is called `shown`.
#[must_use]
pub fn unusable(shown: &str, error: Unusable) -> Failure {
    const ANOTHER: &str = "photograph the code on the card with the words on it";
    let (code, hint) = match error {
        Unusable::NotText => {
            (Code::NotText, "give a text file with one share a line, or a picture of the code as PNG or JPEG")
        }
        Unusable::Encrypted(error) => {
            let source = Source { name: shown.to_owned(), place: Place::Line(1), one_of_several: false };
            return foreign::unreadable(&source, Format::Vault, error);
        }
        Unusable::Nothing => (Code::NoShare, "give a text file with one share a line"),
        Unusable::TooMany => (Code::TooMany, "a set has at most 256 shares: give the files of one set"),
        Unusable::NoCode => (
            Code::NoCode,
            "take it again from near, straight, sharp and in even light; or give the words as text",
        ),
        Unusable::OtherCode | Unusable::OtherCodes => (Code::NotShare, ANOTHER),
        Unusable::Picture(error) => of_picture(error),
    };
    Failure::new(code, format!("{shown}: {error}"), hint)
}

const fn of_picture(error: PictureError) -> (Code, &'static str) {
    match error {
        PictureError::NoPicture | PictureError::Format(_) | PictureError::Colours => {
            (Code::PictureFormat, "save it as an ordinary PNG or JPEG, or give the words as text")
        }
        PictureError::TooLarge => (Code::TooLarge, "crop it to the code, or save it smaller"),
        PictureError::Damaged => {
            (Code::PictureDamaged, "copy it once more from where it was taken, or give the words as text")
        }
    }
}
