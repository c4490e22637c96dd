//! The corpus, read by quorate and by Debian's `zbarimg`.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

use quorate::{
    paper::photo::{decode, scan},
    slip39::Share,
};

use crate::{
    canvas::Canvas,
    corpus::{self, Picture},
    file,
};

/// Pictures that a reader read right, of how many.
#[derive(Default)]
struct Count {
    all: usize,
    ours: usize,
    theirs: usize,
}

/// What quorate reads as a share.
fn ours(file: &[u8]) -> Vec<String> {
    let is_share = |text: &str| Share::parse(text).is_ok();
    let texts = scan::codes(&decode::decode(file).unwrap(), is_share);
    texts.iter().map(|text| text.expose().to_owned()).filter(|text| is_share(text)).collect()
}

fn theirs(folder: &Path, picture: &Picture) -> String {
    let path = folder.join(&picture.name);
    fs::write(&path, &picture.file).unwrap();
    let only_qr = ["-q", "--raw", "-Sdisable", "-Sqrcode.enable"];
    let read = Command::new("zbarimg").args(only_qr).arg(&path).output().unwrap();
    String::from_utf8_lossy(&read.stdout).trim_end().to_owned()
}

/// Whether zbar can be asked. It must be there where everything is tested.
fn has_zbar() -> bool {
    let is_there = Command::new("zbarimg").arg("--version").output().is_ok();
    assert!(is_there || env::var_os("CI").is_none(), "zbarimg is missing: apt-get install zbar-tools");
    if !is_there {
        eprintln!("not compared with zbarimg, which is missing: apt-get install zbar-tools");
    }
    is_there
}

#[test]
fn more_is_read_than_zbar_reads_in_all_and_no_less_in_any_family() {
    let folder = tempfile::tempdir().unwrap();
    let has_zbar = has_zbar();
    let mut counts = BTreeMap::<&str, Count>::new();
    let (mut wrong, mut missed) = (Vec::new(), Vec::new());
    for picture in corpus::pictures() {
        let count = counts.entry(picture.family).or_default();
        count.all += 1;
        match ours(&picture.file).as_slice() {
            [] => missed.push(picture.name.clone()),
            [text] if *text == picture.text => count.ours += 1,
            _ => wrong.push(picture.name.clone()),
        }
        count.theirs += usize::from(has_zbar && theirs(folder.path(), &picture) == picture.text);
    }
    println!("{:12} {:>8} {:>8} {:>8}", "family", "pictures", "quorate", "zbar");
    for (family, Count { all, ours, theirs }) in &counts {
        println!("{family:12} {all:8} {ours:8} {theirs:8}");
    }
    let sum = |part: fn(&Count) -> usize| counts.values().map(part).sum::<usize>();
    let (all, ours, theirs) = (sum(|count| count.all), sum(|count| count.ours), sum(|count| count.theirs));
    println!("{:12} {all:8} {ours:8} {theirs:8}\nnot read: {}", "all", missed.join(" "));

    assert_eq!(wrong, Vec::<String>::new(), "a wrong share was read");
    assert!(all >= 300 && 100 * ours >= 90 * all, "{ours} of {all}");
    assert!(100 * ours >= 100 * theirs + 15 * all, "{ours} against {theirs} of {all}");
    for (family, Count { ours, theirs, .. }) in counts {
        assert!(ours >= theirs, "{family}: {ours} against {theirs}");
    }
}

#[test]
fn a_small_code_in_a_large_photograph_is_read_from_close_by() {
    let text = &corpus::shares()[2];
    let card = corpus::canvas_of(text, 320);
    for (left, top) in [(0, 0), (1500, 1100), (3680, 2680)] {
        let place = |at: usize, from: usize| at.checked_sub(from).filter(|&at| at < card.width);
        let photograph = Canvas::paint(4000, 3000, |x, y| match (place(x, left), place(y, top)) {
            (Some(across), Some(down)) => card.pixels[down * card.width + across],
            _ => 150.0 + (x % 7 * y % 11) as f32,
        });
        assert_eq!(ours(&file::jpeg(&photograph, 85)), std::slice::from_ref(text), "at {left}, {top}");
    }
}

#[test]
fn the_corpus_is_the_same_every_time() {
    let digest = |pictures: &[Picture]| {
        let bytes = pictures.iter().flat_map(|picture| &picture.file);
        bytes.fold(0u64, |sum, &byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
    };
    let some = || corpus::of_family("contrast");
    assert_eq!(digest(&some()), digest(&some()));
}
