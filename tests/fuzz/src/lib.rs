//! Fuzzers of what quorate reads from strangers: one function a form, which takes any bytes and panics if the program
//! would, or if something that was accepted reads differently when it is written again.
//!
//! ```sh
//! tests/fuzz/run 300                  # every target from the stored corpus, five minutes in all
//! tests/fuzz/run --runs 10000000 key  # so many executions of one target
//! cargo test --manifest-path tests/fuzz/Cargo.toml   # the stored corpus once, without a fuzzer
//! ```
//!
//! Random bytes never get past a checksum, a hash or a signature. So most targets take a first byte that says whether
//! the rest is the text itself, or what to make a text of in which those are right.

use std::{backtrace::Backtrace, panic, process};

use quorate::paper::photo::contained::is_contained;

mod craft;

pub mod code;
pub mod foreign;
pub mod journal;
pub mod key;
pub mod keyfile;
pub mod mnemonic;
pub mod payload;
pub mod picture;
pub mod pixels;
pub mod plan;
pub mod planted;
pub mod policy;
pub mod receipt;
pub mod record;
pub mod sealed;
pub mod share;
pub mod text;
pub mod value;

/// What takes any bytes.
pub type Target = fn(&[u8]);

/// Every target, by name.
pub const TARGETS: [(&str, Target); 17] = [
    ("code", code::run),
    ("foreign", foreign::run),
    ("journal", journal::run),
    ("key", key::run),
    ("keyfile", keyfile::run),
    ("mnemonic", mnemonic::run),
    ("payload", payload::run),
    ("picture", picture::run),
    ("pixels", pixels::run),
    ("plan", plan::run),
    ("policy", policy::run),
    ("receipt", receipt::run),
    ("record", record::run),
    ("sealed", sealed::run),
    ("share", share::run),
    ("text", text::run),
    ("value", value::run),
];

/// Ends the process at a panic, so that the fuzzer sees it; but not at one that the program contains itself.
pub fn abort_on_panic() {
    panic::set_hook(Box::new(|panic| {
        if !is_contained() {
            eprintln!("{panic}\n{}", Backtrace::force_capture());
            process::abort();
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn what_is_read_of_any_text_is_what_a_search_of_every_run_finds() {
        let mut numbers = craft::Numbers::of(b"texts with shares");
        for _ in 0..3000 {
            let bytes: Vec<u8> = (0..10 + numbers.below(120)).map(|_| numbers.below(256) as u8).collect();
            text::run(&bytes);
        }
        let counts = text::Counts::so_far();
        assert!(counts.tried > 1_000_000, "{counts}");
        println!("{counts}");
    }

    /// What docs/use/bring.md says of chance.
    #[test]
    fn a_text_of_120_random_words_holds_some_300_runs_of_the_form_of_a_share() {
        const TEXTS: usize = 2000;
        let mut numbers = craft::Numbers::of(b"random words");
        let mut text = || text::runs_of_form(&[(); 120].map(|()| numbers.below(1024) as u16));
        let runs = (0..TEXTS).map(|_| text()).sum::<usize>() as f64 / TEXTS as f64;
        println!("{runs:.1} runs of the form of a share in a text of 120 random words");
        assert!((290.0..330.0).contains(&runs), "{runs}");
    }

    #[test]
    fn the_stored_corpus_passes() {
        panic::set_hook(Box::new(|panic| {
            if !is_contained() {
                eprintln!("{panic}");
            }
        }));
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut folders: Vec<_> =
            fs::read_dir(&corpus).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        folders.sort_unstable();
        assert_eq!(folders, TARGETS.map(|(name, _)| name));
        for (name, run) in TARGETS {
            let mut replayed = 0;
            for entry in fs::read_dir(corpus.join(name)).unwrap() {
                let path = entry.unwrap().path();
                let bytes = fs::read(&path).unwrap();
                let passed = panic::catch_unwind(|| run(&bytes));
                assert!(passed.is_ok(), "{} fails on {}", name, path.display());
                replayed += 1;
            }
            assert!(replayed > 0, "{name} has no corpus");
            println!("{name}: {replayed} inputs");
        }
    }

    #[test]
    fn the_planted_fault_is_one() {
        assert!(panic::catch_unwind(|| planted::run(b"QUORATE/+7")).is_err());
        planted::run(b"QUORATE/7");
    }
}
