//! Any pixels, past the formats: the ladder and the decoder of codes. To be run as the target beside it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use quorate::{
    paper::{grey::Grey, scan},
    slip39::Share,
};

fuzz_target!(|bytes: &[u8]| {
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
});
