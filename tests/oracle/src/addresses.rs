//! Addresses, public keys and fingerprints against the Python package `bip_utils`: what it derives of a key is found, with its
//! path, and what it derives of another key is not.

use quorate::{
    crypto::secret::SecretText,
    formats::{
        key::Language,
        public::{Fit, Path, PublicSide, PublicValue, Reading, SearchResult},
    },
    slip39::MasterSecret,
};
use serde_json::{Value, json};

use crate::{
    reference::{ask, hex, python},
    stream::Stream,
};

const SCRIPT: &str = "addresses.py";

/// Keys of each form.
const KEYS: usize = 1_000;

/// Keys whose values are searched for under all the usual paths, which takes longer.
const SEARCHED: usize = 40;

const NETWORKS: [&str; 2] = ["main", "test"];
const SCRIPTS: [&str; 4] = ["p2pkh", "p2sh", "p2wpkh", "p2tr"];

fn wallet(secret: &[u8], reading: Reading, passphrase: &str) -> PublicSide {
    let secret = MasterSecret::copy_of(secret).unwrap();
    PublicSide::new(&secret, reading, &SecretText::copy_of(passphrase)).unwrap()
}

fn find(wallet: &PublicSide, text: &str, path: Option<&Path>) -> SearchResult {
    let value = PublicValue::read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    wallet.find(&value, path).unwrap_or_else(|| panic!("{text} is not of this reading"))
}

/// The texts that an answer has for a point of secp256k1: addresses of both networks, and public keys.
fn of_point(answer: &Value) -> Vec<String> {
    let addresses = NETWORKS.iter().flat_map(|network| SCRIPTS.map(|script| &answer[network][script]));
    let x = answer["compressed"].as_str().unwrap()[2..].to_owned();
    let all = addresses.chain([&answer["ethereum"], &answer["compressed"], &answer["uncompressed"]]);
    let all = all.map(|text| text.as_str().unwrap().to_owned());
    let small = answer["ethereum"].as_str().unwrap().to_lowercase();
    all.chain([format!("xonly:{x}"), small]).collect()
}

fn fits(found: SearchResult, path: Option<&Path>) -> bool {
    matches!(found, SearchResult::Fits(Fit { path: at, .. }) if at.as_ref() == path)
}

/// A path that is searched, for a value of Bitcoin.
fn usual(stream: &mut Stream) -> String {
    let purpose = [44, 49, 84, 86][stream.below(4)];
    format!("m/{purpose}h/0h/{}h/{}/{}", stream.below(10), stream.below(2), stream.below(50))
}

#[test]
fn wallets_of_seeds_are_those_of_other_peoples_code() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(81);
    let mut cases = Vec::new();
    for _ in 0..KEYS {
        let (bytes, path) = (16 + 2 * stream.below(25), usual(&mut stream));
        cases.push((stream.bytes(bytes), path));
    }
    let node = |(seed, path): &(Vec<u8>, String)| json!({ "task": "node", "seed": hex(seed), "path": path });
    let nodes = ask(&python, SCRIPT, &cases.iter().map(node).collect::<Vec<_>>());
    let fingerprint = |(seed, _): &(Vec<u8>, String)| json!({ "task": "fingerprint", "seed": hex(seed) });
    let fingerprints = ask(&python, SCRIPT, &cases.iter().map(fingerprint).collect::<Vec<_>>());
    let (mut values, mut last) = (0, wallet(&[1; 32], Reading::Seed, ""));
    for (((seed, path), answer), print) in cases.iter().zip(&nodes).zip(&fingerprints) {
        let path: Path = path.parse().unwrap();
        let own = wallet(seed, Reading::Seed, "");
        let print = print.as_str().unwrap();
        assert!(fits(find(&own, print, None), None) && find(&last, print, None) == SearchResult::Other);
        let xpub = answer["xpub"].as_str().unwrap().to_owned();
        for text in of_point(answer).into_iter().chain([xpub]) {
            assert!(fits(find(&own, &text, Some(&path)), Some(&path)), "{} {path} {text}", hex(seed));
            assert_eq!(find(&last, &text, Some(&path)), SearchResult::Other, "{text}");
            values += 1;
        }
        last = own;
    }
    assert_eq!(values, 14 * KEYS);
}

#[test]
fn usual_paths_are_found_and_others_are_not() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(82);
    let cases: Vec<(Vec<u8>, String)> =
        (0..SEARCHED).map(|_| (stream.bytes(32), usual(&mut stream))).collect();
    let node = |(seed, path): &(Vec<u8>, String)| json!({ "task": "node", "seed": hex(seed), "path": path });
    let nodes = ask(&python, SCRIPT, &cases.iter().map(node).collect::<Vec<_>>());
    for ((seed, path), answer) in cases.iter().zip(&nodes) {
        let own = wallet(seed, Reading::Seed, "");
        for script in SCRIPTS {
            let text = answer["main"][script].as_str().unwrap();
            assert!(
                fits(find(&own, text, None), Some(&path.parse().unwrap())),
                "{} {path} {text}",
                hex(seed)
            );
        }
        let elsewhere = wallet(&stream.bytes(32), Reading::Seed, "");
        let text = answer["main"]["p2wpkh"].as_str().unwrap();
        assert!(
            matches!(find(&elsewhere, text, None), SearchResult::NotAmong(paths) if paths.len() == 4),
            "{text}"
        );
    }
}

#[test]
fn wallets_of_words_take_their_passphrase() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(83);
    let mut cases = Vec::new();
    for at in 0..KEYS {
        let bytes = [16, 20, 24, 28, 32][at % 5];
        cases.push((stream.bytes(bytes), ["", "TREZOR", "Grüße, ｶﾅ"][at % 3]));
    }
    let seed = |(entropy, passphrase): &(Vec<u8>, &str)| json!({ "task": "seed", "entropy": hex(entropy), "passphrase": passphrase });
    let seeds = ask(&python, SCRIPT, &cases.iter().map(seed).collect::<Vec<_>>());
    let path: Path = "m/84h/0h/0h/0/0".parse().unwrap();
    let node = |seed: &Value| json!({ "task": "node", "seed": seed, "path": path.to_string() });
    let nodes = ask(&python, SCRIPT, &seeds.iter().map(node).collect::<Vec<_>>());
    for ((entropy, passphrase), answer) in cases.iter().zip(&nodes) {
        let words = Reading::Words(Language::English);
        let text = answer["main"]["p2wpkh"].as_str().unwrap();
        let own = wallet(entropy, words, passphrase);
        assert!(fits(find(&own, text, Some(&path)), Some(&path)), "{} {passphrase}", hex(entropy));
        let wrong = wallet(entropy, words, "another");
        assert_eq!(find(&wrong, text, Some(&path)), SearchResult::Other);
    }
}

#[test]
fn private_keys_of_both_curves_have_the_public_keys_that_other_peoples_code_has() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(84);
    let keys: Vec<Vec<u8>> = (0..KEYS).map(|_| stream.bytes(32)).collect();
    let asked = |task: &str| -> Vec<Value> {
        let request = |key: &Vec<u8>| json!({ "task": task, "key": hex(key) });
        ask(&python, SCRIPT, &keys.iter().map(request).collect::<Vec<_>>())
    };
    let private = Reading::Private(None);
    let mut last = wallet(&[1; 32], private, "");
    for ((key, point), edwards) in keys.iter().zip(asked("private")).zip(asked("edwards_private")) {
        let own = wallet(key, private, "");
        let solana = edwards["solana"].as_str().unwrap().to_owned();
        let raw = format!("ed25519:{}", edwards["key"].as_str().unwrap());
        for text in of_point(&point).into_iter().chain([solana, raw]) {
            assert!(fits(find(&own, &text, None), None), "{} {text}", hex(key));
            assert_eq!(find(&last, &text, None), SearchResult::Other, "{text}");
        }
        last = own;
    }
}

#[test]
fn wallets_of_solana_are_those_of_other_peoples_code() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(85);
    let mut cases = Vec::new();
    for at in 0..KEYS {
        let account = stream.below(50);
        let path =
            ["m/44h/501h".to_owned(), format!("m/44h/501h/{account}h"), format!("m/44h/501h/{account}h/0h")];
        cases.push((stream.bytes(64), path[at % 3].clone()));
    }
    let node =
        |(seed, path): &(Vec<u8>, String)| json!({ "task": "edwards", "seed": hex(seed), "path": path });
    let nodes = ask(&python, SCRIPT, &cases.iter().map(node).collect::<Vec<_>>());
    let mut last = wallet(&[1; 32], Reading::Seed, "");
    for ((seed, path), answer) in cases.iter().zip(&nodes) {
        let (own, path) = (wallet(seed, Reading::Seed, ""), path.parse().unwrap());
        let text = answer["solana"].as_str().unwrap();
        assert!(fits(find(&own, text, None), Some(&path)), "{} {path}", hex(seed));
        assert!(matches!(find(&last, text, None), SearchResult::NotAmong(paths) if paths.len() == 3));
        last = own;
    }
}
