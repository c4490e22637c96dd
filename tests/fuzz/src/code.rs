//! A QR code: what is written is read back, from every drawing of it; and what is read from a code with stains is the
//! same share or none.

use quorate::{
    crypto::secret::SecretText,
    paper::{
        photo::{decode, grey::Grey, scan},
        qr::{QrCode, blocks, png, svg},
    },
    slip39::Share,
};

use crate::craft::{choice, sealed};

/// The alphabet of small codes.
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Bytes of a text at most: no receipt has as many, and the decoder's time grows with the code.
const LONGEST: usize = 300;

/// Pixels of a module.
const SCALE: usize = 3;

/// Any text that the program could write, or a share, or a share with stains on its code.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    match choice % 3 {
        0 => {
            let rest = &rest[..rest.len().min(LONGEST)];
            let text: String =
                rest.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % 45])).collect();
            let Ok(code) = QrCode::of_text(&text) else { return };
            if !text.is_empty() {
                assert_eq!(only(&scanned(&code, &[])), text);
                is_drawn(&code);
            }
        }
        1 => {
            let Ok(share) = Share::parse(&sealed(rest)) else { return };
            let code = QrCode::of(&share.mnemonic()).unwrap();
            assert!(Share::parse(&only(&scanned(&code, &[]))).unwrap().matches(&share));
            is_drawn(&code);
        }
        _ => {
            let (stains, rest) = rest.split_at(rest.len() / 2);
            let Ok(share) = Share::parse(&sealed(rest)) else { return };
            let code = QrCode::of(&share.mnemonic()).unwrap();
            for text in scanned(&code, stains) {
                assert!(Share::parse(text.expose()).is_ok_and(|read| read.matches(&share)), "misread");
            }
        }
    }
}

fn only(texts: &[SecretText]) -> String {
    let [text] = texts else { panic!("{} codes where one was drawn", texts.len()) };
    text.expose().to_owned()
}

/// What is read of a code, the modules turned that the stains name: two bytes each.
fn scanned(code: &QrCode, stains: &[u8]) -> Vec<SecretText> {
    let side = code.side_with_quiet_zone();
    let mut dark: Vec<bool> = (0..side * side).map(|at| code.is_dark(at % side, at / side)).collect();
    for two in stains.chunks_exact(2) {
        let at = usize::from(u16::from_be_bytes([two[0], two[1]])) % dark.len();
        dark[at] = !dark[at];
    }
    let width = side * SCALE;
    let grey = Grey::build(width, width, |pixels| {
        for (at, pixel) in pixels.iter_mut().enumerate() {
            let (column, row) = (at % width / SCALE, at / width / SCALE);
            *pixel = if dark[row * side + column] { 0 } else { 255 };
        }
    });
    scan::codes(&grey, |text| stains.is_empty() || Share::parse(text).is_ok())
}

/// In every form, as the program itself reads it back before it is handed out.
fn is_drawn(code: &QrCode) {
    assert!(code.is_drawn_by(code.runs()));
    assert!(svg::shows(&svg::draw(code), code));
    assert!(blocks::shows(&blocks::draw(code, 4, "\n"), code, 4));
    let picture = decode::decode(png::draw(code).unwrap().expose()).unwrap();
    assert_eq!(picture.width() % code.side_with_quiet_zone(), 0);
}
