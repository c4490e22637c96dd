//! Codes that this program drew, read from the very file: half blocks, SVG, and cards as PDF. A folder of its own making is
//! read whole, whatever lies in it beside the words.

use super::grey::Grey;
use crate::{
    crypto::secret::{SecretBytes, SecretText},
    paper::{
        pdf::read_back,
        qr::{QUIET_ZONE, blocks, svg},
    },
};

/// Modules of the largest code, and of a quiet zone around it.
const MOST_MODULES: usize = 177 + 2 * QUIET_ZONE;

/// Pixels of a module.
const MODULE: usize = 4;

/// What our PDF files say of themselves.
const PRODUCER: &[u8] = b"/Producer (quorate)";

/// The code in a file of ours as a picture; none where it is another file.
#[must_use]
pub fn code(file: &[u8]) -> Option<Grey> {
    if file.starts_with(b"%PDF") {
        return picture(read_back::runs(&SecretBytes::copy_of(file)));
    }
    let text = str::from_utf8(file).ok()?;
    if blocks::is_meant(text) { picture(blocks::runs(text)) } else { picture(svg::runs(text)) }
}

/// The words on a card of ours that has no code; none where it is another file.
#[must_use]
pub fn words(file: &[u8]) -> Option<SecretText> {
    let words = file.starts_with(b"%PDF").then(|| read_back::words(&SecretBytes::copy_of(file)))?;
    (!words.is_empty()).then_some(words)
}

/// A text between these lines on a card of ours that has no code, such as a sealed file; none where it is another file.
#[must_use]
pub fn text_between(file: &[u8], first: &str, last: &str) -> Option<SecretText> {
    let document = file.starts_with(b"%PDF").then(|| SecretBytes::copy_of(file))?;
    read_back::text_between(&document, first, last).as_deref().map(SecretText::copy_of)
}

/// Whether a file is a card of ours, or a sheet, with neither a code nor words of a share on it.
#[must_use]
pub fn is_blank(file: &[u8]) -> bool {
    let is_ours = file.starts_with(b"%PDF") && file.windows(PRODUCER.len()).any(|bytes| bytes == PRODUCER);
    is_ours && code(file).is_none() && words(file).is_none()
}

/// Dark runs as a picture; none where there are none, or they lie where no code has any.
fn picture(runs: impl Iterator<Item = (usize, usize, usize)>) -> Option<Grey> {
    let (mut side, mut is_possible) = (0, true);
    let mut dark = SecretBytes::build(MOST_MODULES * MOST_MODULES, |_| {});
    for (column, row, length) in runs {
        let end = column.saturating_add(length);
        if end > MOST_MODULES || row >= MOST_MODULES {
            is_possible = false;
            break;
        }
        dark.expose_mut()[row * MOST_MODULES + column..][..length].fill(1);
        side = side.max(end).max(row + 1);
    }
    if side == 0 || !is_possible {
        return None;
    }
    let pixels = (side + QUIET_ZONE) * MODULE;
    Some(Grey::build(pixels, pixels, |shades| {
        for (at, shade) in shades.iter_mut().enumerate() {
            let (column, row) = (at % pixels / MODULE, at / pixels / MODULE);
            let is_dark = column < side && row < side && dark.expose()[row * MOST_MODULES + column] == 1;
            *shade = if is_dark { 0 } else { 255 };
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{photo::scan, qr::QrCode};

    #[test]
    fn what_was_drawn_is_read_again_and_nothing_else() {
        let code = QrCode::of_text("ACADEMIC ACID").unwrap();
        for file in [
            blocks::draw(&code, QUIET_ZONE, "\n"),
            blocks::draw(&code, blocks::NARROW, "\r\n"),
            svg::draw(&code),
        ] {
            let grey = super::code(file.expose().as_bytes()).unwrap();
            let texts = scan::codes(&grey, |_| true);
            assert_eq!(texts.iter().map(SecretText::expose).collect::<Vec<_>>(), ["ACADEMIC ACID"]);
        }
        for other in [
            &b""[..],
            b"academic acid",
            b"%PDF-1.7\n1 2 3 4 re\n",
            b"%PDF-1.7\n999999999999 2 18446744073709551615 1 re\n",
            b"<svg>\nM4 4h9999v1h-9999z\n</svg>",
            b"<?xml version=\"1.0\"?>\n<svg/>",
            b"\x1b[30;107m     \x1b[0m\n",
            &[0xff; 40],
        ] {
            assert!(super::code(other).is_none() && words(other).is_none(), "{other:?}");
        }
    }
}
