//! The wallet of BIP-39 words, and the master key of a BIP-32 seed, against the Python packages `mnemonic` and `bip32`:
//! by the library for every list and length, and by the program from words to shares and back.
//!
//! It runs where the reference does, and the program where `QUORATE_BIN` names it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use quorate::{
    crypto::secret::SecretText,
    formats::key::{Form, Language, bip39},
    slip39::MasterSecret,
};
use serde_json::{Value, json};

use crate::{
    answers::program,
    reference::{ask, hex, python},
    stream::Stream,
};

const SCRIPT: &str = "wallets.py";
const PASSPHRASES: [&str; 4] = ["", "TREZOR", "Grüße, ｶﾅ", "e\u{301}t\u{e9} \u{3000}x"];

fn shown(form: Form, secret: &MasterSecret) -> String {
    String::from_utf8(form.show(secret).unwrap().expose().to_vec()).unwrap()
}

#[test]
fn the_wallet_of_words_is_that_of_other_peoples_code() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(61);
    let (mut cases, mut requests) = (Vec::new(), Vec::new());
    for language in Language::ALL {
        for bytes in [16, 20, 24, 28, 32] {
            for passphrase in PASSPHRASES {
                let entropy = stream.bytes(bytes);
                requests.push(json!({
                    "task": "wallet", "entropy": hex(&entropy), "language": language.name(), "passphrase": passphrase
                }));
                cases.push((language, entropy, passphrase));
            }
        }
    }
    for ((language, entropy, passphrase), answer) in cases.iter().zip(ask(&python, SCRIPT, &requests)) {
        let entropy = MasterSecret::copy_of(entropy).unwrap();
        let seed = bip39::seed_of(&entropy, *language, &SecretText::copy_of(passphrase)).unwrap();
        assert_eq!(hex(seed.expose()), answer["seed"], "{language} {passphrase:?}");
        assert_eq!(shown(Form::Xprv, &seed), answer["xprv"], "{language} {passphrase:?}");
        // The very fault: the entropy taken for a seed is another wallet.
        assert_ne!(shown(Form::Xprv, &entropy), answer["xprv"], "{language} {passphrase:?}");
        if *language == Language::English {
            assert_eq!(shown(Form::Bip39(*language), &entropy), answer["words"]);
        }
    }
}

#[test]
fn the_master_key_of_a_seed_is_that_of_other_peoples_code() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(62);
    let seeds: Vec<Vec<u8>> = (16..=64).step_by(2).map(|bytes| stream.bytes(bytes)).collect();
    let requests: Vec<Value> =
        seeds.iter().map(|seed| json!({ "task": "master", "seed": hex(seed) })).collect();
    for (seed, answer) in seeds.iter().zip(ask(&python, SCRIPT, &requests)) {
        assert_eq!(shown(Form::Xprv, &MasterSecret::copy_of(seed).unwrap()), answer, "{}", seed.len());
    }
}

fn run(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).current_dir(folder).output().unwrap()
}

/// What a run that must succeed put out.
fn product(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_program_gives_the_wallet_of_the_words_that_were_split() {
    let (Some(python), Some(program)) = (python(), program()) else { return };
    let mut stream = Stream::new(63);
    let drawn: Vec<(Language, Vec<u8>)> =
        Language::ALL.into_iter().map(|language| (language, stream.bytes(16))).collect();
    let request = |(language, entropy): &(Language, Vec<u8>)| {
        json!({
            "task": "wallet", "entropy": hex(entropy), "language": language.name(), "passphrase": PASSPHRASES[2]
        })
    };
    let requests: Vec<Value> = drawn.iter().map(request).collect();
    for ((language, _), answer) in drawn.iter().zip(ask(&python, SCRIPT, &requests)) {
        let folder = std::env::temp_dir().join(format!("quorate-wallet-{}-{language}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("words"), answer["words"].as_str().unwrap()).unwrap();
        fs::write(folder.join("25th"), PASSPHRASES[2]).unwrap();
        let split =
            ["split", "2of3", "--in", "words", "--language", language.name(), "--exponent", "0", "-o", "set"];
        product(&run(&program, &folder, &split));
        let shares = ["recover", "set/secret/share-1.txt", "set/secret/share-3.txt"];
        let record = ["--record", "set/public/record.json"];
        let xprv = ["--as", "xprv", "--bip39-passphrase-file", "25th"];
        let shown = product(&run(&program, &folder, &[&shares[..], &record, &xprv].concat()));
        assert_eq!(shown.trim_end(), answer["xprv"], "{language}");
        // A pipe gets no wallet of a passphrase that nobody named, and no key of another kind.
        for (form, code) in [("xprv", 7), ("wif", 7), ("age", 7)] {
            let refused = run(&program, &folder, &[&shares[..], &record, &["--as", form]].concat());
            assert_eq!((refused.status.code(), refused.stdout.len()), (Some(code), 0), "{language} {form}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
