//! Whole process against whole process: `quorate check PICTURE` and `zbarimg -q --raw PICTURE`, in turn, over the corpus
//! and over photographs of 12 and 48 million pixels. Prints figures and asserts none:
//!
//! ```sh
//! cargo build --release --locked && cargo test --locked --test pictures -- --ignored --nocapture
//! ```
//!
//! `QUORATE_BIN` names another build than that of the release.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use crate::{
    canvas::Canvas,
    chance::Chance,
    corpus::{self, Picture},
    file,
};

/// Runs of each program on each picture; the best counts, so that a busy machine hurts both less.
const RUNS: usize = 3;

#[test]
#[ignore = "measures, and asserts nothing"]
fn race() {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/target/release/quorate");
    let quorate = env::var("QUORATE_BIN").unwrap_or_else(|_| built.to_owned());
    let folder = tempfile::tempdir().unwrap();
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for Picture { name, file, .. } in corpus::pictures() {
        let path = folder.path().join(name);
        fs::write(&path, file).unwrap();
        let (quick, slow) = both(&quorate, &path);
        ours.push(quick);
        theirs.push(slow);
        ratios.push(slow / quick);
    }
    println!("{} pictures of the corpus, milliseconds", ours.len());
    println!("  quorate check   median {:6.1}   most {:6.1}", median(&mut ours), most(&ours));
    println!("  zbarimg         median {:6.1}   most {:6.1}", median(&mut theirs), most(&theirs));
    println!("  median of the ratios {:.1}", median(&mut ratios));
    for (name, canvas) in photographs() {
        let path = folder.path().join(name);
        fs::write(&path, file::jpeg(&canvas, 88)).unwrap();
        let (quick, slow) = both(&quorate, &path);
        let read = Command::new(&quorate).arg("check").arg(&path).output().unwrap();
        let lines =
            String::from_utf8_lossy(&read.stdout).lines().filter(|line| line.contains("good")).count();
        println!("{name:24} quorate {quick:7.1}   zbarimg {slow:7.1}   shares read {lines}");
    }
}

/// Photographs as telephones take them: one card, two small ones, no card at all, and one of 48 million pixels.
fn photographs() -> Vec<(&'static str, Canvas)> {
    let shares = corpus::shares();
    let mut chance = Chance::new(12);
    let mut table = |cards: &[(usize, usize, usize, &String)]| {
        let cards: Vec<_> =
            cards.iter().map(|&(x, y, side, text)| (x, y, corpus::canvas_of(text, side))).collect();
        let mut canvas = Canvas::paint(4032, 3024, |x, y| {
            let inside = |(left, top, card): &(usize, usize, Canvas)| {
                let (across, down) = (x.checked_sub(*left)?, y.checked_sub(*top)?);
                let is_in = across < card.width && down < card.height;
                is_in.then(|| card.pixels[down * card.width + across])
            };
            // A table of wood, so to say.
            cards
                .iter()
                .find_map(inside)
                .unwrap_or_else(|| 140.0 + 25.0 * (y as f32 / 9.0).sin() + (x % 5) as f32)
        });
        canvas.change(|pixel, x, _| pixel * (0.95 - x / 9000.0));
        canvas.grain(9.0, &mut chance);
        canvas
    };
    let one = table(&[(900, 500, 2000, &shares[2])]);
    let two = [(200, 200, 700, &shares[2]), (2600, 1900, 800, &shares[3])];
    let large = one.resized(8064, 6048);
    vec![
        ("12-one-card.jpg", one),
        ("12-two-cards.jpg", table(&two)),
        ("12-no-card.jpg", table(&[])),
        ("48-one-card.jpg", large),
    ]
}

/// Milliseconds of both programs.
fn both(quorate: &str, picture: &Path) -> (f64, f64) {
    let time = |command: &mut Command| {
        let begun = Instant::now();
        command.arg(picture).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        begun.elapsed().as_secs_f64() * 1e3
    };
    let run =
        |_| (time(Command::new(quorate).arg("check")), time(Command::new("zbarimg").args(["-q", "--raw"])));
    let runs: Vec<(f64, f64)> = (0..RUNS).map(run).collect();
    let best = |times: &mut dyn Iterator<Item = f64>| times.fold(f64::INFINITY, f64::min);
    (best(&mut runs.iter().map(|run| run.0)), best(&mut runs.iter().map(|run| run.1)))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}
