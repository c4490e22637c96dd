//! What is opened down a pipe is what was proved: files that change between the two passes.

use std::{cell::Cell, fs, path::PathBuf};

use tempfile::TempDir;

use super::*;
use crate::{
    crypto::random::OsEntropy,
    formats::age::{CHUNK_BYTES, Chunks, PayloadKey, SEALED_CHUNK_BYTES, begin},
};

/// The chunks of `plain` under this key.
fn chunks(key: &PayloadKey, plain: &[u8]) -> Vec<u8> {
    let (mut chunks, taken, mut first, mut sealed) = (Chunks::default(), Cell::new(0), 0, Vec::new());
    while first == 0 || !chunks.is_last() {
        let fill = |place: &mut [u8]| {
            let bytes = place.len().min(plain.len() - taken.get());
            place[..bytes].copy_from_slice(&plain[taken.get()..][..bytes]);
            taken.set(taken.get() + bytes);
            Ok::<_, ()>(bytes)
        };
        chunks.take_plain(first, fill, || Ok(taken.get() == plain.len())).unwrap();
        chunks.seal(key);
        sealed.extend_from_slice(chunks.sealed());
        first = chunks.next();
    }
    sealed
}

struct Bench {
    folder: TempDir,
    identity: Identity,
    beginning: Vec<u8>,
    key: PayloadKey,
}

impl Bench {
    fn new() -> Self {
        let identity = Identity::new(SecretBytes::build(32, |place| place.fill(7))).unwrap();
        let (beginning, key) = begin(&identity, &mut OsEntropy).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), identity, beginning, key }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("big.age")
    }

    fn sealed(&self, plain: &[u8]) -> Vec<u8> {
        [&self.beginning[..], &chunks(&self.key, plain)].concat()
    }

    /// Proves `first`, puts `second` in its place, and opens that: what came out, and how it ended.
    fn swapped(&self, first: &[u8], second: &[u8]) -> (Vec<u8>, Result<(), Failure>) {
        fs::write(self.path(), first).unwrap();
        let file = SealedFile::find(self.path().to_str().unwrap()).unwrap();
        let (_, proved) = file.prove(&self.identity, false, &Console::SILENT).unwrap();
        // In its place, and not over its name: the file that is open already is the one that changes.
        fs::write(self.path(), second).unwrap();
        let mut out = Vec::new();
        let write = |piece: &[u8]| {
            out.extend_from_slice(piece);
            Ok(())
        };
        let ended = file.open_proved(&self.identity, &proved, write, &Console::SILENT);
        (out, ended)
    }
}

#[test]
fn what_stays_as_it_was_proved_is_opened() {
    let bench = Bench::new();
    for bytes in [0, 1, CHUNK_BYTES, 9 * CHUNK_BYTES + 5] {
        let plain = vec![b'a'; bytes];
        let sealed = bench.sealed(&plain);
        let (out, ended) = bench.swapped(&sealed, &sealed);
        assert!(ended.is_ok() && out == plain, "{bytes}: {ended:?}");
    }
}

#[test]
fn nothing_of_another_file_is_written_whoever_sealed_it() {
    let bench = Bench::new();
    let (good, evil) = (vec![b'a'; 9 * CHUNK_BYTES + 5], vec![b'e'; 9 * CHUNK_BYTES + 5]);
    let sealed = bench.sealed(&good);
    let other = Bench::new();
    // Sealed to the same identity; and even with the same key, which only who has opened the file once can have.
    for (what, second) in [("another file", other.sealed(&evil)), ("the same key", bench.sealed(&evil))] {
        let (out, ended) = bench.swapped(&sealed, &second);
        let failure = ended.unwrap_err();
        assert!(out.is_empty(), "{what}: {} bytes came out", out.len());
        assert_eq!(failure.code, Code::Changed, "{what}");
        assert!(failure.hint.contains("discard it") && !failure.hint.contains("nothing of it was kept"));
    }
}

#[test]
fn what_is_written_before_a_change_is_true_and_the_hint_says_that_it_is_not_all() {
    let bench = Bench::new();
    let good = vec![b'a'; 9 * CHUNK_BYTES + 5];
    let sealed = bench.sealed(&good);
    let chunk = |at: usize| bench.beginning.len() + at * SEALED_CHUNK_BYTES;
    let evil = bench.sealed(&vec![b'e'; 9 * CHUNK_BYTES + 5]);
    let mut flipped = sealed.clone();
    flipped[chunk(8)] ^= 1;
    let changed = [
        ("a chunk of the same key", [&sealed[..chunk(8)], &evil[chunk(8)..]].concat()),
        ("a flipped bit", flipped),
        ("a shorter file", sealed[..chunk(8)].to_vec()),
        ("a whole, shorter file", bench.sealed(&good[..8 * CHUNK_BYTES])),
        ("a longer file", bench.sealed(&vec![b'a'; 12 * CHUNK_BYTES])),
    ];
    for (what, second) in changed {
        let (out, ended) = bench.swapped(&sealed, &second);
        assert!(out.len() <= 8 * CHUNK_BYTES && out.iter().all(|byte| *byte == b'a'), "{what}");
        assert_eq!(ended.unwrap_err().code, Code::Changed, "{what}");
    }
}
