//! Why bytes hold nothing that could be a share, in prose.

use super::foreign;
use crate::{
    ceremony::{
        reading::{Remark, Unusable},
        submission::{Source, SourcePlace},
    },
    formats::foreign::ForeignFormat,
    host::failure::{Code, Failure},
    paper::photo::{decode::PictureError, pages::PdfPages},
};

/// What people must know of a text that is called `shown`, and whether it is a warning.
#[must_use]
pub fn remark(shown: &str, remark: &Remark) -> (String, bool) {
    match remark {
        Remark::InComment(source) => (format!("{source}: the share stands in a comment"), true),
        Remark::PassedOver(source) => {
            (format!("{source}: a share in a comment, passed over: others stand outside"), true)
        }
        Remark::Quoted(source) => (format!("{source}: the share stands in quoted mail"), true),
        Remark::LeftOut(source, lines) => {
            let (first, last) = (lines.start(), lines.end());
            let lines = if first == last {
                format!("line {first} stands")
            } else {
                format!("lines {first} to {last} stand")
            };
            (format!("{source}: {lines} in the middle of the share, but not part of it: left out"), true)
        }
        Remark::InProse(source) => (format!("{source}: {IN_PROSE}"), true),
        Remark::LeftOver(1) => (
            format!("{shown}: 1 word of the word list stands beside the shares, and is not part of them"),
            false,
        ),
        Remark::LeftOver(words) => (
            format!(
                "{shown}: {words} words of the word list stand beside the shares, and are not part of them"
            ),
            false,
        ),
    }
}

const IN_PROSE: &str = "a share stands within sentences that hold other words of the word list";

/// The failure where nobody can say that words within sentences are the share.
#[must_use]
pub fn in_prose(source: &Source) -> Failure {
    let hint = "put the words of the share on lines of their own, or answer at a terminal";
    Failure::new(Code::CannotTell, format!("{source}: {IN_PROSE}"), hint).with_source(&source.name)
}

/// The question where somebody can.
#[must_use]
pub fn ask_in_prose(source: &Source, words: usize) -> String {
    format!(
        "{source}: {IN_PROSE}.\nIts {words} words are a share by their checksum. Compare their number with the card."
    )
}

/// The failure of what is called `shown`.
#[must_use]
pub fn unusable(shown: &str, error: Unusable) -> Failure {
    const ANOTHER: &str = "photograph the code on the card with the words on it";
    let (code, hint) = match error {
        Unusable::NotText => (
            Code::NotText,
            "give a text with the words of the share, or a picture of the code as PNG or JPEG",
        ),
        Unusable::Encrypted(error) => {
            let source =
                Source { name: shown.to_owned(), place: SourcePlace::Line(1), one_of_several: false };
            return foreign::unreadable(&source, ForeignFormat::Vault, error);
        }
        Unusable::Nothing => {
            (Code::NoShare, "give a text with the words of a share; docs/use/bring.md tells what is read")
        }
        Unusable::TooMany => (Code::TooMany, "a set has at most 256 shares: give the files of one set"),
        Unusable::NoCode => (
            Code::NoCode,
            "take it again: near, straight, sharp and in even light; or give the words as text",
        ),
        Unusable::SeveralInCode => (
            Code::TwoReadings,
            "a card has one share in its code: use the card as it was dealt, and keep this one apart",
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
            (Code::PictureDamaged, "copy it again from its source, or give the words as text")
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
