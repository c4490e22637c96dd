//! Chunks that are sealed and opened, and every way of changing them.

use super::*;

fn key() -> PayloadKey {
    PayloadKey::of(&SecretBytes::copy_of(b"YELLOW SUBMARINE"), &[5; NONCE_BYTES])
}

fn fill(from: &mut &[u8], place: &mut [u8]) -> usize {
    let bytes = from.len().min(place.len());
    place[..bytes].copy_from_slice(&from[..bytes]);
    *from = &from[bytes..];
    bytes
}

fn seal(plain: &[u8]) -> Vec<u8> {
    let (mut chunks, mut rest, mut sealed, mut first) = (Chunks::default(), plain, Vec::new(), 0);
    loop {
        let from = std::cell::RefCell::new(&mut rest);
        let filled = chunks.take_plain::<()>(
            first,
            |place| Ok(fill(&mut from.borrow_mut(), place)),
            || Ok(from.borrow().is_empty()),
        );
        assert_eq!(filled, Ok(()));
        chunks.seal(&key());
        sealed.extend_from_slice(chunks.sealed());
        first = chunks.next();
        if chunks.is_last() {
            return sealed;
        }
    }
}

/// What opens of it, and whether it opens to its end.
fn open(sealed: &[u8]) -> (Vec<u8>, Result<(), StreamError>) {
    let (mut chunks, mut rest, mut plain, mut first) = (Chunks::default(), sealed, Vec::new(), 0);
    loop {
        let from = std::cell::RefCell::new(&mut rest);
        let filled = chunks.take_sealed::<()>(
            first,
            |place| Ok(fill(&mut from.borrow_mut(), place)),
            || Ok(from.borrow().is_empty()),
        );
        assert_eq!(filled, Ok(()));
        if let Err(error) = chunks.open(&key()) {
            return (plain, Err(error));
        }
        chunks.plain().for_each(|chunk| plain.extend_from_slice(chunk));
        first = chunks.next();
        if chunks.is_last() {
            return (plain, Ok(()));
        }
    }
}

fn refused(sealed: &[u8]) -> StreamError {
    open(sealed).1.unwrap_err()
}

fn plain(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8).collect()
}

const LENGTHS: [usize; 14] = [
    0,
    1,
    CHUNK_BYTES - 1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    2 * CHUNK_BYTES - 1,
    2 * CHUNK_BYTES,
    2 * CHUNK_BYTES + 1,
    4 * CHUNK_BYTES - 1,
    4 * CHUNK_BYTES,
    4 * CHUNK_BYTES + 1,
    5 * CHUNK_BYTES,
    8 * CHUNK_BYTES,
    8 * CHUNK_BYTES + 3,
];

#[test]
fn every_length_around_a_chunk_and_a_run_comes_back() {
    for bytes in LENGTHS {
        let sealed = seal(&plain(bytes));
        let chunks = bytes.div_ceil(CHUNK_BYTES).max(1);
        assert_eq!(sealed.len(), bytes + chunks * TAG_BYTES, "no empty chunk follows a full one");
        assert_eq!(open(&sealed), (plain(bytes), Ok(())));
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_is() {
    for bytes in LENGTHS {
        let sealed = seal(&plain(bytes));
        let chunk_ends = (1..=sealed.len() / SEALED_CHUNK_BYTES).map(|chunk| chunk * SEALED_CHUNK_BYTES);
        for end in chunk_ends.chain([0, 1, TAG_BYTES - 1, sealed.len() - 1]).filter(|end| *end < sealed.len())
        {
            let last = (end.saturating_sub(1) / SEALED_CHUNK_BYTES) as u64;
            let error = refused(&sealed[..end]);
            if end % SEALED_CHUNK_BYTES < TAG_BYTES {
                assert_eq!(error, StreamError::CutOff { chunk: last }, "{bytes} {end}");
            } else {
                // A chunk that is too short cannot be told from one that was changed.
                assert_eq!(error, StreamError::EndAltered { chunk: last }, "{bytes} {end}");
            }
        }
    }
}

#[test]
fn a_file_that_goes_on_is_refused() {
    for bytes in LENGTHS {
        let mut sealed = seal(&plain(bytes));
        let last = (sealed.len() - 1) / SEALED_CHUNK_BYTES;
        let is_full = sealed.len().is_multiple_of(SEALED_CHUNK_BYTES);
        sealed.push(0);
        let expected = if is_full {
            StreamError::Extended { chunk: last as u64 }
        } else {
            StreamError::EndAltered { chunk: last as u64 }
        };
        assert_eq!(refused(&sealed), expected, "{bytes}");
        sealed.extend(vec![0; SEALED_CHUNK_BYTES]);
        assert!(open(&sealed).1.is_err());
    }
}

#[test]
fn chunks_that_were_changed_moved_taken_or_brought_are_refused_with_their_place() {
    let sealed = seal(&plain(6 * CHUNK_BYTES + 5));
    let chunks: Vec<&[u8]> = sealed.chunks(SEALED_CHUNK_BYTES).collect();
    let of = |order: &[usize]| -> Vec<u8> { order.iter().flat_map(|at| chunks[*at]).copied().collect() };
    assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6]), sealed);
    for (order, chunk) in [
        (&[1, 0, 2, 3, 4, 5, 6][..], 0),
        (&[0, 1, 3, 2, 4, 5, 6], 2),
        (&[0, 1, 2, 4, 5, 6], 3),
        (&[0, 1, 2, 3, 4, 4, 5, 6], 5),
    ] {
        assert_eq!(refused(&of(order)), StreamError::Altered { chunk }, "{order:?}");
    }
    assert_eq!(refused(&of(&[0, 1, 2, 3, 4, 6])), StreamError::EndAltered { chunk: 5 });
    for (chunk, part) in chunks.iter().enumerate() {
        for at in [0, 1, part.len() / 2, part.len() - TAG_BYTES - 1, part.len() - TAG_BYTES, part.len() - 1] {
            for bit in 0..8 {
                let mut changed = sealed.clone();
                changed[chunk * SEALED_CHUNK_BYTES + at.min(part.len() - 1)] ^= 1 << bit;
                let (released, end) = open(&changed);
                let chunk = chunk as u64;
                let expected = if chunk == 6 {
                    StreamError::EndAltered { chunk }
                } else {
                    StreamError::Altered { chunk }
                };
                assert_eq!(end, Err(expected));
                assert!(plain(6 * CHUNK_BYTES).starts_with(&released), "nothing but what is authentic");
            }
        }
    }
}

#[test]
fn an_empty_chunk_at_the_end_of_a_file_that_is_not_empty_is_refused() {
    // What a careless writer makes: the end as a chunk of its own, under its right number.
    let mut sealed = seal(&plain(2 * CHUNK_BYTES));
    let mut open_end = sealed.split_off(SEALED_CHUNK_BYTES);
    key().0.open(&nonce(1, true), &mut open_end).unwrap();
    key().0.seal(&nonce(1, false), &mut open_end);
    sealed.extend(open_end);
    let mut empty = [0; TAG_BYTES];
    key().0.seal(&nonce(2, true), &mut empty);
    sealed.extend(empty);
    assert_eq!(refused(&sealed), StreamError::Altered { chunk: 2 });
}

#[test]
fn the_number_stands_before_the_end_in_the_nonce() {
    assert_eq!(nonce(0x0102, true), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1]);
    assert_eq!(nonce(u64::MAX, false)[3..], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]);
}
