//! The least that a command can cost: a process that starts, encrypts a key so many times, and ends.
//!
//! `floor KEY-DERIVATIONS EXPONENT`; with 0 of them it is an empty program.

use std::{env, hint::black_box};

use quorate::slip39::{Encryption, Exponent, Identifier, Passphrase};
use quorate_benches::key;

fn main() {
    let numbers: Vec<u8> = env::args().skip(1).filter_map(|number| number.parse().ok()).collect();
    if let [derivations, exponent] = numbers[..] {
        let exponent = Exponent::from_bits(exponent);
        let encryption = Encryption { identifier: Identifier::from_bits(0), extendable: true, exponent };
        for _ in 0..derivations {
            black_box(key().encrypt_as(&Passphrase::empty(), encryption, &mut |_| {}));
        }
    }
}
