//! The core against other crates that do the same, as paired ratios: `cargo run --release --bin peers`.
//!
//! A machine's speed changes from second to second. So both sides take turns in one process, each turn gives a ratio,
//! and the median of the ratios is told. Times are the thread's own CPU time.

use std::hint::black_box;

use quorate::{
    crypto::hash::pbkdf2_hmac_sha256,
    slip39::{
        Share,
        math::shamir::{self, Point},
    },
};
use quorate_benches::{KEY, three_of_five};
use rustix::time::{ClockId, clock_gettime};
use vsss_rs::Gf256;

/// Turns that each side takes.
const TURNS: usize = 61;

/// A turn repeats the work until it lasts about this long.
const TURN_NANOSECONDS: f64 = 3e6;

fn main() {
    println!("{:<54} {:>11} {:>11} {:>7}  {:<15} reached", "in process", "ours", "theirs", "ratio", "goal");
    for iterations in [10_000, 20_000] {
        derive(iterations);
    }
    parse();
    combine();
}

/// PBKDF2 as one round of the standard's network runs it: a half of 16 bytes, one block.
fn derive(iterations: u32) {
    let (password, salt) = (black_box(b"\x01correct horse"), black_box(&KEY[..16]));
    let ours = || {
        let mut out = [0; 16];
        pbkdf2_hmac_sha256(&[password], &[salt], iterations, &mut out, &mut |_| {});
        out
    };
    let theirs = || {
        let mut out = [0; 16];
        pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, iterations, &mut out);
        out
    };
    assert_eq!(ours(), theirs());
    let what = format!("PBKDF2, {iterations} iterations, against pbkdf2 0.13");
    compare(&what, Goal::AtMost(0.97), ours, theirs);
}

/// A share of 33 words, from text to header and value, its checksum proved.
fn parse() {
    let mnemonic = three_of_five(false).groups()[0][1].mnemonic();
    let text = mnemonic.expose();
    let ours = || Share::parse(black_box(text)).expect("our own share");
    let theirs = || {
        let words: Vec<String> = black_box(text).split(' ').map(String::from).collect();
        sssmc39::Share::from_mnemonic(&words).expect("a share of the standard")
    };
    assert_eq!(ours().header().member, theirs().member_index);
    compare("parse and check 33 words, against sssmc39 0.0.3", Goal::AtLeast(8.0), ours, theirs);
}

/// Three shares of 32 bytes, to be combined into the 32 bytes at another index.
fn combine() {
    let goal = Goal::AtLeast(15.0);
    let values = [KEY, [0x5a; 32], [0xc3; 32]];
    let points: [Point<'_>; 3] = [(1, &values[0]), (2, &values[1]), (3, &values[2])];
    let ours = || shamir::interpolate(black_box(&points), 0);

    let scheme = sharks::Sharks(3);
    let shares: Vec<sharks::Share> = scheme.dealer(&KEY).take(3).collect();
    let theirs = || scheme.recover(black_box(&shares)).expect("their own shares");
    assert_eq!(theirs(), KEY);
    compare("combine 3 shares of 32 bytes, against sharks 0.5", goal, ours, theirs);

    let scheme = blahaj::Sharks(3);
    let shares: Vec<blahaj::Share> = scheme.dealer(&KEY).take(3).collect();
    let theirs = || scheme.recover(black_box(&shares)).expect("their own shares");
    assert_eq!(theirs(), KEY);
    compare("combine 3 shares of 32 bytes, against blahaj 0.7", goal, ours, theirs);

    // This one has the standard's field, so it takes our shares: an index, then the value.
    let shares: Vec<Vec<u8>> =
        (1..).zip(&values).map(|(index, value)| [&[index][..], value].concat()).collect();
    let theirs = || Gf256::combine_array(black_box(&shares)).expect("three shares");
    assert_eq!(theirs(), ours().expose());
    compare("combine 3 shares of 32 bytes, against vsss-rs 6", goal, ours, theirs);
}

/// What a ratio should be.
#[derive(Clone, Copy)]
enum Goal {
    /// Our time over theirs.
    AtMost(f64),
    /// Their time over ours.
    AtLeast(f64),
}

/// Prints one row: the median times in microseconds, the median ratio, and whether it is good enough.
fn compare<A, B>(what: &str, goal: Goal, mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) {
    let (our_repeats, their_repeats) = (repeats(&mut ours), repeats(&mut theirs));
    let turns: Vec<(f64, f64)> =
        (0..TURNS).map(|_| (time(&mut ours, our_repeats), time(&mut theirs, their_repeats))).collect();
    let (ratio, goal, reached) = match goal {
        Goal::AtMost(most) => {
            let ratio = median(turns.iter().map(|(ours, theirs)| ours / theirs));
            (ratio, format!("at most {most}"), ratio <= most)
        }
        Goal::AtLeast(least) => {
            let ratio = median(turns.iter().map(|(ours, theirs)| theirs / ours));
            (ratio, format!("at least {least}"), ratio >= least)
        }
    };
    let microseconds = |side: fn(&(f64, f64)) -> f64| median(turns.iter().map(side)) / 1e3;
    println!(
        "{what:<54} {:>8.3} us {:>8.3} us {ratio:>7.2}  {goal:<15} {}",
        microseconds(|turn| turn.0),
        microseconds(|turn| turn.1),
        if reached { "yes" } else { "NO" },
    );
}

/// How often `work` fits into a turn.
fn repeats<T>(work: &mut impl FnMut() -> T) -> u32 {
    let mut repeats = 1;
    loop {
        let nanoseconds = time(work, repeats) * f64::from(repeats);
        if nanoseconds >= TURN_NANOSECONDS / 2.0 {
            return ((f64::from(repeats) * TURN_NANOSECONDS / nanoseconds) as u32).max(1);
        }
        repeats *= 2;
    }
}

/// Nanoseconds that `work` takes once, if it is done so often in a row.
fn time<T>(work: &mut impl FnMut() -> T, repeats: u32) -> f64 {
    let before = clock_gettime(ClockId::ThreadCPUTime);
    for _ in 0..repeats {
        black_box(work());
    }
    let after = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = (after.tv_sec - before.tv_sec) as f64;
    let nanoseconds = (after.tv_nsec - before.tv_nsec) as f64;
    (seconds * 1e9 + nanoseconds) / f64::from(repeats)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
