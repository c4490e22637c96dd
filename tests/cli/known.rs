//! Keys and shares that are known beforehand: published examples, and sets of the Python reference.

use std::sync::LazyLock;

use serde_json::Value;

/// The first test vector of BIP-39.
pub const ABANDON: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

/// Its published seed under the passphrase TREZOR.
pub const ABANDON_SEED: &str = "c55257c360c07c72029aebc1b53c05ed0362ada38ead3e3e9efa3708e53495531f09a6987599d18264c1e1c92f2cf141630c7a3c4ab7c81b2f001698e7463b04";

/// The master key that BIP-32 makes of that seed, as published beside it.
pub const ABANDON_XPRV: &str = "xprv9s21ZrQH143K3h3fDYiay8mocZ3afhfULfb5GX8kCBdno77K4HiA15Tg23wpbeF1pLfs1c5SPmYHrEpTuuRhxMwvKDwqdKiGJS9XFKzUsAF";

/// BIP-32, test vector 1, chain m/0H.
pub const XPRV: &str = "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7";

/// One key as the four WIFs that it has: network, compressed, text.
pub const WIFS: [(&str, &str, &str); 4] = [
    ("mainnet", "no", "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"),
    ("mainnet", "yes", "KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617"),
    ("testnet", "no", "91gGn1HgSap6CbU12F6z3pJri26xzp7Ay1VW6NHCoEayNXwRpu2"),
    ("testnet", "yes", "cMzLdeGd5vEqxB8B6VFQoRopQ3sLAAvEzDAoQgvX54xwofSWj1fx"),
];

/// 16 bytes.
pub const HEX: &str = "00112233445566778899aabbccddeeff";

/// The sets of `tests/data/reference.json`.
pub static REFERENCE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/reference.json")).unwrap());

/// The sets of other tools in `tests/data/foreign.json`.
pub static FOREIGN: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/foreign.json")).unwrap());

/// Shares of such a set by name and encoding.
pub fn foreign(name: &str, encoding: &str) -> Vec<String> {
    texts(&FOREIGN[name][encoding])
}

/// The key of all those sets but `other_set`.
pub fn reference_key() -> String {
    REFERENCE["key"].as_str().unwrap().to_owned()
}

/// The passphrase of those sets that have one.
pub fn reference_passphrase() -> String {
    REFERENCE["passphrase"].as_str().unwrap().to_owned()
}

/// One share by name.
pub fn share(name: &str) -> String {
    REFERENCE[name].as_str().unwrap().to_owned()
}

/// The shares of a set by name.
pub fn shares(name: &str) -> Vec<String> {
    texts(&REFERENCE[name])
}

/// The shares of each group of the set of 2 of 3 groups: 2 of 3, 2 of 3, 3 of 5.
pub fn groups() -> Vec<Vec<String>> {
    REFERENCE["groups"].as_array().unwrap().iter().map(texts).collect()
}

/// What stands in a PDF of ours, as far as it is ASCII: each piece on a line of its own.
pub fn text_of_pdf(file: &[u8]) -> String {
    let mut text = String::new();
    for line in file.split(|byte| *byte == b'\n') {
        let Some(shown) = line.strip_prefix(b"(").and_then(|line| line.strip_suffix(b") Tj")) else {
            continue;
        };
        let glyphs = unescaped(shown);
        // The fonts have the letters in the order of ASCII, each in two bytes, after the glyphs that every font has.
        let letter = |glyph: &[u8]| match *glyph {
            [0, low] => char::from(low.wrapping_add(31)),
            _ => '?',
        };
        if glyphs.iter().step_by(2).all(|high| *high == 0) {
            text.extend(glyphs.chunks(2).map(letter));
        } else {
            // Words and hashes are in a font of one byte a letter.
            text.push_str(&String::from_utf8_lossy(&glyphs));
        }
        text.push('\n');
    }
    text
}

/// A string of a PDF without its escapes.
fn unescaped(mut shown: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let [first, rest @ ..] = shown {
        shown = rest;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let (byte, length) = match rest {
            [b'n', ..] => (b'\n', 1),
            [b'r', ..] => (b'\r', 1),
            [b't', ..] => (b'\t', 1),
            [b'b', ..] => (8, 1),
            [b'f', ..] => (12, 1),
            [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', ..] => {
                ((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'), 3)
            }
            [other, ..] => (*other, 1),
            [] => break,
        };
        bytes.push(byte);
        shown = &rest[length..];
    }
    bytes
}

/// `share` with another word at `position`, counted from 1.
pub fn misspelt(share: &str, position: usize, word: &str) -> String {
    let mut words: Vec<&str> = share.split(' ').collect();
    words[position - 1] = word;
    words.join(" ")
}

/// The first four letters of each word, in capitals.
pub fn abbreviated(share: &str) -> String {
    share.split(' ').map(|word| word[..4].to_uppercase()).collect::<Vec<_>>().join(" ")
}

fn texts(array: &Value) -> Vec<String> {
    array.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
