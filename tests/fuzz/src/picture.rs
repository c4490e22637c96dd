//! Any bytes as a picture file, all the way to the shares in its codes.

use quorate::paper::photo::decode;

use crate::share::is_read;

/// The fuzzer's time is for what happens often, not for large pictures.
const MOST_PIXELS: usize = 250_000;

/// A file as it is.
pub fn run(file: &[u8]) {
    match decode::decode(file) {
        Ok(grey) if grey.width() * grey.height() > MOST_PIXELS => {}
        _ => is_read(file),
    }
}
