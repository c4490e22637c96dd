#![no_main]

libfuzzer_sys::fuzz_target!(init: quorate_fuzz::abort_on_panic(), |bytes: &[u8]| quorate_fuzz::keyfile::run(bytes));
