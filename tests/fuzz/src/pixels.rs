//! Any pixels, past the formats: the ladder and the decoder of codes.

use quorate::{
    paper::photo::{grey::Grey, scan},
    slip39::Share,
};

/// A width, a scale, and the pixels.
pub fn run(bytes: &[u8]) {
    let [width, scale, pixels @ ..] = bytes else { return };
    let (width, scale) = (usize::from(*width).max(1), usize::from(scale % 4) + 1);
    let height = pixels.len() / width;
    let grey = Grey::build(width * scale, height * scale, |place| {
        for (at, pixel) in place.iter_mut().enumerate() {
            let (x, y) = (at % (width * scale) / scale, at / (width * scale) / scale);
            *pixel = pixels[y * width + x];
        }
    });
    let texts = scan::codes(&grey, |text| Share::parse(text).is_ok());
    assert!(texts.len() < 500);
}
