//! Hybrid recipients, to and fro between quorate and the age of others: the npm package `age-encryption`, by the author of the
//! format, and the cases of its public test kit that the `age` crate does not bring along, from `cctv-age`.
//!
//! Both are asked by `node`, in the folder that `QUORATE_NODE` names. Without one the tests say that they did not run; where
//! `CI` is set they fail instead.

use std::{
    collections::BTreeMap,
    env,
    io::{Write as _, stderr},
};

use quorate::{
    crypto::{
        hash::{hex, sha256_hex},
        random::OsEntropy,
        secret::SecretBytes,
    },
    formats::{
        age::small::{SealTo, SmallFileError, StanzaKind, is_meant, kind_of, open, seal},
        identity::{self, OwnIdentity},
        recipient::Recipient,
    },
};
use serde_json::{Value, json};

use super::{
    holders::plain,
    sealed::{asked, case, open_as},
};

/// Files each way, and identities that they are for.
const FILES: usize = 40;
const IDENTITIES: usize = 8;

/// The fewest cases of the kit.
const CASES: usize = 19;

/// The folder with the packages, if there is one.
fn packages() -> Option<String> {
    let folder = env::var("QUORATE_NODE").ok();
    if folder.is_none() {
        assert!(env::var_os("CI").is_none(), "CI must set QUORATE_NODE");
        // Past the test harness, which hides what a passing test prints.
        writeln!(
            stderr(),
            "NOT RUN: hybrid recipients, for QUORATE_NODE names no folder with age-encryption"
        )
        .unwrap();
    }
    folder
}

/// The answers to these requests.
fn answers(folder: &str, requests: &[Value]) -> Vec<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/hybrid.mjs");
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let answered = String::from_utf8(asked("node", &[script, folder], lines.as_bytes())).unwrap();
    let answers: Vec<Value> = answered.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), requests.len());
    answers
}

fn bytes(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn own(text: &str) -> OwnIdentity {
    identity::read(&SecretBytes::copy_of(text.as_bytes())).unwrap().remove(0)
}

fn sealed(recipient: &str, plain: &[u8]) -> String {
    let Ok(Recipient::Hybrid(bytes)) = recipient.parse() else { panic!("not hybrid: {recipient}") };
    let to = SealTo::hybrid(&bytes).unwrap();
    seal(&to, &SecretBytes::copy_of(plain), &mut OsEntropy).unwrap()
}

#[test]
fn age_encryption_and_quorate_open_what_the_other_seals() {
    let Some(folder) = packages() else { return };
    let theirs = answers(&folder, &vec![json!({ "task": "generate" }); IDENTITIES]);
    let identities: Vec<[&str; 2]> =
        theirs.iter().map(|one| ["identity", "recipient"].map(|name| one[name].as_str().unwrap())).collect();
    for [identity, recipient] in &identities {
        let own = own(identity);
        assert_eq!(own.recipient().to_string(), *recipient);
        assert!(own.line().unwrap().matches(identity));
    }
    let files: Vec<([&str; 2], Vec<u8>)> =
        (0..FILES).map(|number| (identities[number % IDENTITIES], plain(number))).collect();
    let mut requests = Vec::new();
    for (number, ([identity, recipient], plain)) in files.iter().enumerate() {
        let ours = sealed(recipient, plain);
        requests.push(json!({ "task": "open", "identity": identity, "file": hex(ours.as_bytes()) }));
        let is_armored = number % 2 == 0;
        requests.push(
            json!({ "task": "seal", "recipient": recipient, "plain": hex(plain), "armored": is_armored }),
        );
    }
    let answers = answers(&folder, &requests);
    for (([identity, _], plain), answers) in files.iter().zip(answers.chunks(2)) {
        assert!(bytes(&answers[0]["plain"]) == *plain, "{} bytes", plain.len());
        let theirs = bytes(&answers[1]["file"]);
        assert!(is_meant(&theirs));
        assert_eq!(kind_of(&theirs), Ok(StanzaKind::Hybrid));
        assert!(open(&theirs, &[&own(identity)]).unwrap().matches(plain), "{} bytes", plain.len());
        let other = identities.iter().find(|[other, _]| other != identity).unwrap()[0];
        let refused = open(&theirs, &[&own(other)]).unwrap_err();
        assert_eq!(refused, SmallFileError::NotForThese { kind: StanzaKind::Hybrid });
    }
    println!("age-encryption: {FILES} files of {IDENTITIES} identities each way");
}

#[test]
fn the_hybrid_cases_of_the_test_kit_end_as_they_say() {
    let Some(folder) = packages() else { return };
    let kit = answers(&folder, &[json!({ "task": "kit" })]).remove(0);
    let cases: BTreeMap<&str, Vec<u8>> =
        kit.as_object().unwrap().iter().map(|(name, file)| (name.as_str(), bytes(file))).collect();
    let (mut opened, mut refused) = (0, 0);
    for (name, file) in &cases {
        let case = case(name, file);
        match open_as(&own(&case.identities[0]), &case.file, case.is_armored) {
            Ok(plain) => {
                assert_eq!(case.expect, "success", "{name}");
                assert_eq!(Some(sha256_hex(&plain)), case.payload, "{name}");
                opened += 1;
            }
            Err(error) => {
                assert_eq!(case.expect, error.told(), "{name}: {error:?}");
                refused += 1;
            }
        }
    }
    println!("test kit: {} hybrid cases, {opened} opened and {refused} refused as they must be", cases.len());
    assert!(cases.len() >= CASES && opened >= 5 && refused >= 12, "{opened} {refused}");
}
