use super::*;
use crate::paper::qr::{QUIET_ZONE, QrCode};

/// White paper with codes on it: each text with the place of its left upper corner, and the pixels of a module.
fn paper(width: usize, height: usize, codes: &[(&str, usize, usize, usize)]) -> Grey {
    Grey::build(width, height, |pixels| {
        pixels.fill(255);
        for (text, left, top, module) in codes {
            let code = QrCode::of_text(text).unwrap();
            for (column, row, length) in code.runs() {
                let (left, top) = (left + (column - QUIET_ZONE) * module, top + (row - QUIET_ZONE) * module);
                for y in top..top + module {
                    pixels[y * width + left..][..length * module].fill(0);
                }
            }
        }
    })
}

/// As long as a share of 33 words.
fn text(number: usize) -> String {
    format!("SHARE NUMBER {number} {}", "ABCDEFGH ".repeat(24))
}

/// A picture of nothing but corners of codes, each of so many pixels a module.
fn carpet(side: usize, module: usize) -> Grey {
    let is_dark = |x: usize, y: usize| {
        let (x, y) = ((x / module) % 8, (y / module) % 8);
        let ring = x.min(y).min(6_usize.saturating_sub(x.max(y)));
        x < 7 && y < 7 && ring != 1
    };
    Grey::build(side, side, |pixels| {
        for (at, pixel) in pixels.iter_mut().enumerate() {
            *pixel = if is_dark(at % side, at / side) { 0 } else { 255 };
        }
    })
}

#[test]
fn five_cards_in_one_picture_are_five() {
    let texts: Vec<String> = (1..=5).map(text).collect();
    // In a block, in a row, and with one so large that the others are small beside it.
    let block = [(300, 250), (1300, 250), (2300, 250), (800, 1500), (1800, 1500)];
    let row = [(100, 700), (680, 700), (1260, 700), (1840, 700), (2420, 700)];
    for (places, modules) in [(block, [4; 5]), (row, [4; 5]), (block, [12, 3, 3, 3, 3])] {
        let codes: Vec<_> = texts
            .iter()
            .zip(places)
            .zip(modules)
            .map(|((text, (left, top)), module)| (text.as_str(), left, top, module))
            .collect();
        let sight = sight(&paper(3000, 2700, &codes), |text| text.starts_with("SHARE"));
        let mut read: Vec<&str> = sight.texts.iter().map(SecretText::expose).collect();
        read.sort_unstable();
        assert_eq!(
            (read, sight.unread),
            (texts.iter().map(String::as_str).collect(), 0),
            "{places:?} {modules:?}"
        );
    }
}

#[test]
fn a_code_that_is_seen_and_not_read_is_counted() {
    let (one, two, three) = (text(1), text(2), text(3));
    let codes = [(one.as_str(), 100, 100, 4), (two.as_str(), 500, 100, 4), (three.as_str(), 100, 500, 4)];
    let whole = paper(900, 900, &codes);
    assert_eq!(sight(&whole, |_| true).unread, 0);
    // A stain in the middle of two of them, where no corner is.
    let stained = Grey::build(900, 900, |pixels| {
        pixels.copy_from_slice(whole.pixels());
        for (left, top) in [(500, 100), (100, 500)] {
            for y in top + 50..top + 120 {
                pixels[y * 900 + left + 40..][..110].fill(255);
            }
        }
    });
    let sight = sight(&stained, |text| text.starts_with("SHARE"));
    assert_eq!((sight.texts.len(), sight.unread), (1, 2));
}

#[test]
fn a_carpet_of_corners_is_given_up_soon() {
    let stages = 2 * STAGE_TRIES + STAGE_TRIES_CLOSE;
    for (side, module) in [(1200, 1), (1200, 2), (1200, 4), (3500, 2), (3500, 4), (3000, 9)] {
        let effort = sight(&carpet(side, module), |_| true).effort;
        assert!(effort.is_carpet || effort.tries > MOST_TRIES, "{side} {module} shows no carpet: {effort:?}");
        assert!(effort.tries <= stages, "{side} {module}: {effort:?}");
        if effort.is_carpet {
            // Nothing is looked at after the look that showed it.
            assert!(effort.tries <= STAGE_TRIES + STAGE_TRIES_CLOSE, "{side} {module}: {effort:?}");
        }
    }
}
