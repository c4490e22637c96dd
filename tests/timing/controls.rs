//! Programs with the faults that the ceremonies must not have, and what shows that marking marks.

use std::hint::black_box;

use crate::valgrind::{definedness, mark, reveal};

/// A control, by a name to call it.
pub type Control = (&'static str, fn());

/// All of them.
pub const ALL: [Control; 5] = [
    ("branch", || branch(true)),
    ("branch-on-what-is-public", || branch(false)),
    ("table", table),
    ("comparison", comparison),
    ("bits", bits),
];

fn secret() -> [u8; 16] {
    black_box(*b"sixteen or more.")
}

/// Goes another way for another secret.
fn branch(is_secret: bool) {
    let mut secret = secret();
    if is_secret {
        mark(&mut secret);
    }
    if black_box(&secret)[3] & 1 == 1 {
        println!("odd");
    }
}

/// Reads another place for another secret.
fn table() {
    static SQUARES: [u32; 256] = {
        let mut squares = [0; 256];
        let mut at = 0;
        while at < 256 {
            squares[at] = (at * at) as u32;
            at += 1;
        }
        squares
    };
    let mut secret = secret();
    mark(&mut secret);
    black_box(SQUARES[usize::from(black_box(&secret)[3])]);
}

/// Ends at the first difference.
fn comparison() {
    let mut secret = secret();
    mark(&mut secret);
    let is_same =
        black_box(&secret).iter().zip(black_box(b"sixteen of them.")).all(|(one, other)| one == other);
    if black_box(is_same) {
        println!("the same");
    }
}

/// What valgrind holds of a byte: as it came, marked, revealed.
fn bits() {
    let mut secret = secret();
    let as_it_came = definedness(&mut secret[3]);
    mark(&mut secret[3]);
    let marked = definedness(&mut secret[3]);
    reveal(&mut secret[3]);
    println!("{as_it_came:08b} {marked:08b} {:08b}", definedness(&mut secret[3]));
}
