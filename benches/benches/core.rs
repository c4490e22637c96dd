//! How long the core takes for what it does: `cargo bench`.

use divan::{Bencher, black_box, counter::BytesCount};
use quorate::{
    ceremony::reading::{find, tokens::Tokens},
    crypto::secret::{SecretBytes, SecretText},
    formats::{
        public::{PublicSide, PublicValue, Reading, SearchResult},
        suspicion::document_holds_secret,
    },
    slip39::{
        Encryption, Exponent, Group, Identifier, MasterSecret, Passphrase, Policy, Share,
        math::{
            gf256,
            shamir::{self, Point, SECRET_INDEX},
        },
        wordlist,
    },
};
use quorate_benches::{Cheap, KEY, deal, key, three_of_five};

fn main() {
    divan::main();
}

/// Three values of 32 bytes: what three members bring together.
const POINTS: [Point<'static>; 3] = [(0, &KEY), (2, &[0x5a; 32]), (4, &[0xc3; 32])];

#[divan::bench]
fn interpolate_3_points_of_32_bytes_in_place() -> [u8; 32] {
    let mut out = [0; 32];
    gf256::interpolate(black_box(&POINTS), black_box(SECRET_INDEX), &mut out);
    out
}

#[divan::bench]
fn interpolate_3_points_of_32_bytes() -> SecretBytes {
    shamir::interpolate(black_box(&POINTS), black_box(SECRET_INDEX))
}

#[divan::bench]
fn split_3_of_5(bencher: Bencher) {
    let (secret, mut entropy) = (SecretBytes::copy_of(&KEY), Cheap::default());
    bencher.bench_local(|| shamir::split(3, 5, black_box(&secret), &mut entropy));
}

#[divan::bench]
fn parse_33_words(bencher: Bencher) {
    let text = three_of_five(true).groups()[0][0].mnemonic();
    bencher.bench_local(|| Share::parse(black_box(text.expose())));
}

/// The largest text that is read, of nothing but words of the list, in which there is no share.
#[divan::bench(args = ["random", "acid acid", "one a line"])]
fn find_no_share_in_1_mib(bencher: Bencher, kind: &str) {
    let mut number = 1u32;
    let mut text = String::with_capacity(1 << 20);
    while text.len() < (1 << 20) - 10 {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(if kind == "acid acid" { "acid" } else { wordlist::word((number >> 16) as u16) });
        text.push(if kind == "one a line" { '\n' } else { ' ' });
    }
    bencher.bench_local(|| {
        let found = find::shares(&Tokens::of(black_box(&text)));
        assert!(found.is_ok_and(|found| found.is_empty()));
    });
}

/// What a stranger would fill a file with, so that a search begins again at each: four times the letters take four times as long,
/// so that both columns have about the same bytes a second.
#[divan::bench(
    args = [
        "ms1", "ur:", "a", "q1", "1-", "acidq", "1-123456789012-", "(", "-", "1", "private keys-", "xprv.", "zoo the ", "zoo ",
        "\u{301}", "\"d\":",
    ],
    consts = [40_000, 160_000],
)]
fn find_no_secret<const LETTERS: usize>(bencher: Bencher, piece: &str) {
    let text = format!("{}{}", piece.repeat(LETTERS / piece.len()), "q".repeat(200));
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        assert!(!document_holds_secret(black_box(&text)), "{piece}");
    });
}

/// An address of another key, under all the paths of one form where wallets keep addresses: 4,000 are derived.
#[divan::bench(args = ["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"])]
fn find_no_path(bencher: Bencher, address: &str) {
    let (value, secret) = (PublicValue::read(address).unwrap(), MasterSecret::copy_of(&[7; 32]).unwrap());
    let wallet = PublicSide::new(&secret, Reading::Seed, &SecretText::default()).unwrap();
    bencher.bench_local(|| {
        let found = black_box(&wallet).find(&value, None);
        assert!(matches!(found, Some(SearchResult::NotAmong(paths)) if !paths.is_empty()));
    });
}

#[divan::bench]
fn spell_33_words(bencher: Bencher) {
    let deal = three_of_five(true);
    bencher.bench_local(|| black_box(&deal.groups()[0][0]).mnemonic());
}

#[divan::bench(args = [0, 1])]
fn encrypt_at_exponent(bencher: Bencher, exponent: u8) {
    let (key, passphrase, exponent) = (key(), Passphrase::empty(), Exponent::from_bits(exponent));
    let encryption = Encryption { identifier: Identifier::from_bits(0), extendable: true, exponent };
    bencher.bench_local(|| key.encrypt_as(&passphrase, encryption, &mut |_| {}));
}

#[divan::bench]
fn prove_3_of_5(bencher: Bencher) {
    let deal = three_of_five(true);
    bencher.bench_local(|| deal.prove());
}

#[divan::bench(sample_count = 5)]
fn prove_8_of_16_groups_of_8_of_16(bencher: Bencher) {
    let group = Group::new(8, 16).expect("a group");
    let deal = deal(&Policy::new(8, vec![group; 16]).expect("a policy"), true);
    bencher.bench_local(|| deal.prove());
}
