//! A key compared with what anybody may know of it: nothing of it is left, nor of the private keys on the way to the value.

use quorate::{
    crypto::{hash::hmac_sha512, secret::SecretText},
    formats::public::{ChildNumber, Path, PublicSide, Reading, Showable, bip32::PrivateNode},
    slip39::MasterSecret,
};

use crate::{
    debugger::{needles::Needles, set::Stream},
    desk::Desk,
    files::{dealt, desk_with_key, words},
};

/// Of another key.
const OF_ANOTHER: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

/// What is added to a private key to have the one below it (BIP-32, the left half of `I`).
fn added(node: &PrivateNode, step: ChildNumber) -> Vec<u8> {
    let message = [&[0], node.key(), &step.to_bytes()].concat();
    hmac_sha512(&node.public().unwrap().chain_code, &message).expose()[..32].to_vec()
}

/// A desk with a key, all that is secret of it and of its wallet, and the first address of that.
fn desk_with_wallet() -> (Desk, Needles, String) {
    let (desk, mut needles) = desk_with_key();
    let seed = Stream::new(40).bytes(32);
    let master = PrivateNode::master(&seed).unwrap();
    // The account that is proved, and the last one of those that are searched for an address of another key.
    for path in ["m", "m/84h", "m/84h/0h", "m/84h/0h/0h", "m/86h", "m/86h/0h", "m/86h/0h/9h"] {
        let path: Path = path.parse().unwrap();
        needles = needles.bytes(&path.to_string(), master.below(path.steps()).unwrap().key());
        if let Some((last, above)) = path.steps().split_last() {
            needles = needles
                .bytes(&format!("{path}, what was added"), &added(&master.below(above).unwrap(), *last));
        }
    }
    let secret = MasterSecret::copy_of(&seed).unwrap();
    let wallet = PublicSide::new(&secret, Reading::Seed, &SecretText::default()).unwrap();
    (desk, needles, wallet.show(Showable::Address, None).unwrap().value)
}

#[test]
fn a_split_that_its_address_lets_pass_or_refuses() {
    let (desk, needles, address) = desk_with_wallet();
    let ran = desk.run(&words(&format!("split 2of3 --in key --exponent 0 --expect {address}"))).exits(0);
    ran.leaves_nothing_of(&dealt(needles.clone(), &desk.shares_in("stdout")));
    let ran = desk.run(&words(&format!("split 2of3 --in key --exponent 0 --expect {OF_ANOTHER}"))).exits(6);
    ran.leaves_nothing_of(&needles);
}

#[test]
fn a_drill_and_a_recovery_that_prove_an_address() {
    let (desk, needles, address) = desk_with_wallet();
    desk.prepare(&words(&format!("split 2of3 --in key --exponent 0 --expect {address} -o set")));
    let shares = desk.shares_under("set/secret");
    let needles = dealt(needles, &shares);
    let cards = "set/secret/share-1.txt set/secret/share-2.txt --record set/public/record.json";
    for (line, code) in [
        (format!("drill {cards} --show fingerprint,xpub,address"), 0),
        (format!("drill {cards} --expect {OF_ANOTHER}"), 6),
        (format!("recover {cards} -o out --expect {address}"), 0),
        (format!("recover {cards} -o none --expect {OF_ANOTHER}"), 6),
    ] {
        desk.run(&words(&line)).exits(code).leaves_nothing_of(&needles);
    }
}
