//! Shares of BIP-93 that the Python package `codex32` deals must give back what it split, and what it refuses is refused.

use quorate::formats::foreign::{Confirmation, ForeignFormat, ForeignShare};
use serde_json::{Value, json};

use crate::{
    foreign::{hex, recover},
    reference::{ask, python},
    stream::Stream,
};

const SCRIPT: &str = "seeds.py";

/// Sets, at least: some of each length and each threshold.
const SETS: usize = 104;

#[test]
fn what_the_python_package_deals_comes_back() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(71);
    let (mut secrets, mut requests) = (Vec::new(), Vec::new());
    for set in 0..SETS {
        // The package takes the lengths that wallets make.
        let bytes = 16 + 4 * (set % 13);
        let threshold = 2 + set % 8;
        let seed = stream.bytes(bytes);
        let others: Vec<String> = (1..threshold).map(|_| hex(&stream.bytes(bytes))).collect();
        let count = threshold + stream.below(32 - threshold);
        requests.push(json!({
            "task": "deal", "seed": hex(&seed), "threshold": threshold, "identifier": "t3st", "others": others,
            "count": count
        }));
        secrets.push((seed, threshold));
    }
    for ((seed, threshold), dealt) in secrets.iter().zip(ask(&python, SCRIPT, &requests)) {
        let mut dealt: Vec<String> = serde_json::from_value(dealt).unwrap();
        let secret = dealt.remove(0);
        let told = format!("{threshold} of {}, {} bytes", dealt.len(), seed.len());
        let alone = recover(ForeignFormat::Codex32, &[secret], 0);
        assert!(alone.secret.matches(seed), "{told}");
        assert_eq!(alone.confirmation, Confirmation::Checksum);
        stream.shuffle(&mut dealt);
        for taken in [*threshold, dealt.len()] {
            let recovered = recover(ForeignFormat::Codex32, &dealt[..taken], 0);
            assert!(recovered.secret.matches(seed), "{told}: {taken} shares");
            let expected = match taken - threshold {
                0 => Confirmation::Nothing,
                spare => Confirmation::Agreement { spare },
            };
            assert_eq!(recovered.confirmation, expected, "{told}");
        }
    }
}

#[test]
fn what_is_altered_is_refused_by_both() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(72);
    let vectors: Value = serde_json::from_str(include_str!("../../data/codex32.json")).unwrap();
    let texts = |array: &Value| serde_json::from_value::<Vec<String>>(array.clone()).unwrap();
    let mut judged = Vec::new();
    for vector in vectors["valid"].as_array().unwrap() {
        for text in [texts(&vector["secrets"]), texts(&vector["shares"])].concat() {
            judged.push(text.clone());
            for _ in 0..40 {
                let mut altered = text.clone().into_bytes();
                for _ in 0..1 + stream.below(12) {
                    let (at, from) = (stream.below(altered.len()), stream.below(altered.len()));
                    altered[at] = altered[from];
                }
                judged.push(String::from_utf8(altered).unwrap());
            }
        }
    }
    let all = vectors["invalid"].as_array().unwrap();
    judged.extend(all.iter().flat_map(|group| texts(&group["texts"])));
    let requests: Vec<Value> = judged.iter().map(|text| json!({ "task": "judge", "text": text })).collect();
    let answers = ask(&python, SCRIPT, &requests);
    let taken = answers.iter().filter(|answer| !answer.is_null()).count();
    assert!(taken >= 31 && taken < judged.len() / 10, "{taken} of {}", judged.len());
    for (text, answer) in judged.iter().zip(answers) {
        assert_eq!(ForeignShare::parse(ForeignFormat::Codex32, text).is_ok(), !answer.is_null(), "{text}");
    }
}
