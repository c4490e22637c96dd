//! Why bytes hold nothing that could be a share, in prose.

use super::foreign;
use crate::{
    ceremony::{
        reading::Unusable,
        submission::{Place, Source},
    },
    formats::foreign::Format,
    host::failure::{Code, Failure},
    paper::photo::{decode::PictureError, pages::PdfPages},
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

fn of_picture(error: PictureError) -> (Code, &'static str) {
    match error {
        PictureError::NoPicture | PictureError::Colours => (Code::PictureFormat, ORDINARY),
        PictureError::Format(name) => (Code::PictureFormat, converted(name)),
        PictureError::Pdf(pages) => (Code::PictureFormat, of_pages(pages)),
        PictureError::TooLarge => (Code::TooLarge, "crop it to the code, or save it smaller"),
        PictureError::Damaged => {
            (Code::PictureDamaged, "copy it once more from where it was taken, or give the words as text")
        }
    }
}

const ORDINARY: &str = "save it as an ordinary PNG or JPEG, or give the words as text";

/// The one command that makes a picture of it that is read here.
fn converted(name: &str) -> &'static str {
    match name {
        "AVIF" => "convert it to PNG: avifdec FILE card.png",
        "BMP" | "GIF" | "TIFF" => "save it as PNG in any picture viewer, or: magick FILE card.png",
        "HEIC" => "convert it to PNG: heif-convert FILE card.png; or let the telephone export it as JPEG",
        "JPEG XL" => "convert it to PNG: djxl FILE card.png",
        "SVG" => "convert it to PNG: rsvg-convert -o card.png FILE",
        "WebP" => "convert it to PNG: dwebp FILE -o card.png",
        "a portable anymap" => "convert it to PNG: pnmtopng FILE > card.png",
        _ => ORDINARY,
    }
}

/// The same for a PDF.
const fn of_pages(pages: PdfPages) -> &'static str {
    match pages {
        PdfPages::Pictures => "make pictures of its pages, and give those: pdftoppm -png -r 200 FILE PREFIX",
        PdfPages::Text => "take its text out: pdftotext FILE - | quorate check -",
        PdfPages::Untold => {
            "make pictures: pdftoppm -png -r 200 FILE PREFIX; or take its text: pdftotext FILE -"
        }
    }
}
