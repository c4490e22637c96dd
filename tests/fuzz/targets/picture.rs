//! Any bytes as a picture file, all the way to the texts of its codes. Begin it with some real pictures:
//!
//! ```sh
//! cd tests/fuzz && mkdir -p corpus/picture
//! RUSTFLAGS='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
//!     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
//!     -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing' \
//!     cargo +nightly run --release --target x86_64-unknown-linux-gnu --bin picture -- -max_len=20000 corpus/picture
//! ```

#![no_main]

use libfuzzer_sys::fuzz_target;
use quorate::{
    paper::{picture, scan},
    slip39::Share,
};

/// The fuzzer's time is for what happens often, not for large pictures.
const MOST_PIXELS: usize = 250_000;

fuzz_target!(|file: &[u8]| {
    if let Ok(grey) = picture::decode(file)
        && grey.width() * grey.height() <= MOST_PIXELS
    {
        let _ = scan::codes(&grey, |text| Share::parse(text).is_ok());
    }
});
