//! Pictures as an attacker makes them: what was valid, cut, flipped, spliced and lied about; and pixels without sense.

use std::time::{Duration, Instant};

use quorate::{
    paper::photo::{
        decode::{self, PictureError},
        grey::Grey,
        scan,
    },
    slip39::Share,
};

use crate::{chance::Chance, corpus, file};

const FILES: usize = 4_000;
const PIXELS: usize = 400;

/// Far above what any of them takes, and far below what a person would call a hang.
const PATIENCE: Duration = Duration::from_secs(20);

fn is_share(text: &str) -> bool {
    Share::parse(text).is_ok()
}

/// Small valid pictures of both formats.
fn seeds() -> Vec<Vec<u8>> {
    corpus::of_family("small")
        .into_iter()
        .step_by(5)
        .flat_map(|small| {
            let canvas = corpus::canvas_of(&small.text, 200);
            [file::png(&canvas), file::jpeg(&canvas, 70), file::progressive(&canvas, 60), small.file]
        })
        .collect()
}

/// One slip, or some.
fn mutated(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let pick = |chance: &mut Chance| chance.0.below(seeds.len());
    let mut bytes = seeds[pick(chance)].clone();
    // Half of them near the beginning, where the headers are.
    let place = |bytes: &[u8], chance: &mut Chance| {
        let end = if chance.0.below(2) == 0 { bytes.len().min(700) } else { bytes.len() };
        chance.0.below(end.max(1))
    };
    for _ in 0..=chance.0.below(6) {
        let at = place(&bytes, chance);
        if bytes.is_empty() {
            break;
        }
        match chance.0.below(7) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << chance.0.below(8),
            2 => bytes[at] = [0, 0x7f, 0x80, 0xff][chance.0.below(4)],
            3 => {
                let other = &seeds[pick(chance)];
                let from = place(other, chance);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            4 => {
                let end = (at + chance.0.below(64)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            5 => {
                let end = (at + chance.0.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let noise = chance.0.bytes(8.min(bytes.len() - at));
                bytes[at..at + noise.len()].copy_from_slice(&noise);
            }
        }
    }
    mend(&mut bytes);
    bytes
}

/// Makes the checksums of PNG chunks right, or every slip would end at the first of them.
fn mend(bytes: &mut [u8]) {
    let mut at = 8;
    while bytes.starts_with(b"\x89PNG") && at + 12 <= bytes.len() {
        let length = u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
        let Some(end) = length.checked_add(at + 8).filter(|&end| end + 4 <= bytes.len()) else { return };
        let checksum = crc32(&bytes[at + 4..end]).to_be_bytes();
        bytes[end..end + 4].copy_from_slice(&checksum);
        at = end + 4;
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[test]
fn no_file_does_harm() {
    let (seeds, mut chance) = (seeds(), Chance::new(7));
    let shares = corpus::shares();
    let mut ends = [0; 4];
    for number in 0..FILES {
        let bytes = mutated(&seeds, &mut chance);
        let begun = Instant::now();
        let end = match decode::decode(&bytes) {
            Ok(grey) => {
                let texts = scan::codes(&grey, is_share);
                let read: Vec<_> = texts.iter().filter(|text| is_share(text.expose())).collect();
                let right = |text: &str| shares.iter().any(|share| share == text);
                assert!(read.iter().all(|text| right(text.expose())), "number {number} gave a wrong share");
                usize::from(!read.is_empty())
            }
            Err(PictureError::TooLarge) => 2,
            Err(_) => 3,
        };
        ends[end] += 1;
        assert!(begun.elapsed() < PATIENCE, "number {number} took {:?}", begun.elapsed());
    }
    println!("decoded {}, read {}, too large {}, refused {}", ends[0], ends[1], ends[2], ends[3]);
    assert!(ends.iter().all(|&end| end > 0), "every end is reached: {ends:?}");
}

/// The corner of a code at (x, y), one every `pitch` modules.
const fn is_corner(x: usize, y: usize, pitch: usize) -> bool {
    let (x, y) = (x % pitch, y % pitch);
    let (outer, inner) = (x < 7 && y < 7, x > 0 && x < 6 && y > 0 && y < 6);
    outer && (!inner || x > 1 && x < 5 && y > 1 && y < 5)
}

#[test]
fn a_large_picture_of_nothing_but_corners_takes_no_longer_than_others() {
    for module in [1, 2, 3] {
        let grey = Grey::build(4000, 3000, |pixels| {
            for (at, pixel) in pixels.iter_mut().enumerate() {
                *pixel = if is_corner(at % 4000 / module, at / 4000 / module, 9) { 0 } else { 255 };
            }
        });
        let begun = Instant::now();
        assert!(scan::codes(&grey, is_share).is_empty());
        println!("corners with modules of {module}: {:?}", begun.elapsed());
        assert!(begun.elapsed() < PATIENCE, "{module}: {:?}", begun.elapsed());
    }
}

#[test]
fn no_pixels_do_harm() {
    let mut chance = Chance::new(8);
    for number in 0..PIXELS {
        let (width, height) = (1 + chance.0.below(700), 1 + chance.0.below(700));
        // Corners of codes among noise of every grain.
        let (grain, pitch) = (1 + chance.0.below(6), 8 + chance.0.below(20));
        let noise = chance.0.bytes(width.div_ceil(grain) * height.div_ceil(grain));
        let (is_mixed, only_corners) = (number % 3 == 0, number % 3 == 1);
        let grey = Grey::build(width, height, |pixels| {
            for (at, pixel) in pixels.iter_mut().enumerate() {
                let (x, y) = (at % width / grain, at / width / grain);
                let random = noise[y * width.div_ceil(grain) + x];
                *pixel = match is_corner(x, y, pitch) {
                    true if is_mixed || only_corners => 0,
                    _ if only_corners => 255,
                    _ => random,
                };
            }
        });
        let begun = Instant::now();
        let texts = scan::codes(&grey, is_share);
        assert!(!texts.iter().any(|text| is_share(text.expose())), "number {number}: a share out of nothing");
        assert!(begun.elapsed() < PATIENCE, "number {number} took {:?}", begun.elapsed());
    }
}
