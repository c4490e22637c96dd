//! Every command through files and pipes, to a good end.

use serde_json::Value;

use crate::{
    debugger::{
        needles::Needles,
        set::{PASSPHRASE, Set, Stream, add_groups, add_share_keys},
    },
    desk::Desk,
};

/// A desk with a key of 32 bytes in `key`, a passphrase in `pass`, and all that is secret of them.
pub fn desk_with_key() -> (Desk, Needles) {
    let desk = Desk::new();
    let key = Stream::new(40).bytes(32);
    desk.put("key", hex(&key)).put("pass", PASSPHRASE);
    (desk, Needles::default().bytes("key", &key).bytes("passphrase", PASSPHRASE.as_bytes()))
}

/// A desk with a set of 3of5 in `1.txt` and so on, its passphrase in `pass`, and all that is secret of it.
pub fn desk_with_shares(passphrase: &str) -> (Desk, Set, Needles) {
    let desk = Desk::new();
    let set = Set::deal(41, "3of5", 32, passphrase);
    desk.put_shares(set.shares()).put("shares", set.shares()[..4].join("\n")).put("pass", PASSPHRASE);
    let needles = set.needles().bytes("passphrase", PASSPHRASE.as_bytes());
    (desk, set, needles)
}

/// A desk with a set of 2of3 and its record, dealt by the program to alice, bob and carol: `alice.txt` and so on.
pub fn desk_with_record() -> (Desk, Vec<String>, Needles) {
    let (desk, needles) = desk_with_key();
    let split = "split 2of3 --in key --custodian alice --custodian bob --custodian carol --date 2026-11-24 \
                 --fingerprint --exponent 0 -o set";
    desk.prepare(&words(split));
    let shares = desk.shares_under("set/secret");
    for (name, share) in ["alice", "bob", "carol"].iter().zip(&shares) {
        desk.put(&format!("{name}.txt"), share);
    }
    for name in ["record.json", "journal.jsonl"] {
        desk.put(name, desk.read(&format!("set/public/{name}")));
    }
    let needles = add_share_keys(dealt(needles, &shares), &texts(&shares), &salt(&desk, "record.json"));
    (desk, shares, needles)
}

/// Adds what a split has made, in one group.
pub fn dealt(needles: Needles, shares: &[String]) -> Needles {
    assert!(shares.len() > 1, "a split makes shares");
    add_groups(needles, &[texts(shares)])
}

/// A command line, by its words.
pub fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn texts(shares: &[String]) -> Vec<&str> {
    shares.iter().map(String::as_str).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The salt of a record.
fn salt(desk: &Desk, record: &str) -> Vec<u8> {
    let record: Value = serde_json::from_str(&desk.read(record)).unwrap();
    let salt = record["salt"].as_str().unwrap();
    (0..salt.len() / 2).map(|at| u8::from_str_radix(&salt[2 * at..][..2], 16).unwrap()).collect()
}

#[test]
fn a_split_into_a_pipe() {
    let (desk, needles) = desk_with_key();
    for options in [
        "--in key",
        "--in key --passphrase-file pass",
        "--in key --exponent 3",
        "--in /dev/stdin",
        "--in key --json",
    ] {
        let line = format!("split 3of5 {options}");
        let ran = desk.pipe(desk.read("key"), &words(&line)).exits(0);
        let text = desk.read("stdout").replace(['"', ','], "\n");
        desk.put("made", text);
        ran.leaves_nothing_of(&dealt(needles.clone(), &desk.shares_in("made")));
    }
}

#[test]
fn a_split_with_a_record() {
    let (desk, needles) = desk_with_key();
    let line = "split 2of3 --in key --record record.json --fingerprint --label Treasury";
    let ran = desk.run(&words(line)).exits(0);
    let shares = desk.shares_in("stdout");
    let needles = add_share_keys(dealt(needles, &shares), &texts(&shares), &salt(&desk, "record.json"));
    ran.leaves_nothing_of(&needles);
}

#[test]
fn a_split_into_a_folder_on_every_kind_of_paper() {
    for formats in ["words", "words,qr", "words,svg", "words,png", "words,pdf", "words,qr,svg,png,pdf"] {
        let (desk, needles) = desk_with_key();
        let line = format!("split 2of3 --in key --exponent 0 --format {formats} -o set");
        let ran = desk.run(&words(&line)).exits(0);
        let shares = desk.shares_under("set/secret");
        let needles =
            add_share_keys(dealt(needles, &shares), &texts(&shares), &salt(&desk, "set/public/record.json"));
        ran.leaves_nothing_of(&needles);
    }
}

#[test]
fn a_split_among_groups() {
    let (desk, needles) = desk_with_key();
    let line = "split --group board=2of3 --group ops=3of4 --group safe=1of1 --groups-needed 2 --in key --exponent 0 \
                --accept-single-point";
    let ran = desk.run(&words(line)).exits(0);
    let shares = desk.shares_in("stdout");
    let groups = [texts(&shares[..3]), texts(&shares[3..7]), texts(&shares[7..])];
    ran.leaves_nothing_of(&add_groups(needles, &groups));
}

#[test]
fn a_split_of_an_old_set() {
    for (passphrase, options) in [
        ("", ""),
        ("", "--old-passphrase-file none --passphrase-file pass"),
        (PASSPHRASE, "--old-passphrase-file pass --passphrase-file other"),
    ] {
        let (desk, _, needles) = desk_with_shares(passphrase);
        desk.put("other", "Umbrella-41 walnut fjord").put("none", "");
        let needles = needles.bytes("new passphrase", desk.read("other").as_bytes());
        let line = format!("split 2of4 --from 1.txt 3.txt 5.txt {options}");
        let ran = desk.run(&words(&line)).exits(0);
        ran.leaves_nothing_of(&dealt(needles, &desk.shares_in("stdout")));
    }
}

/// A key in each of the forms that it may come in, made by the program from the same bytes.
#[test]
fn keys_of_every_kind_there_and_back() {
    for (bytes, form) in [(32, "hex"), (32, "raw"), (32, "wif"), (16, "bip39"), (32, "bip39"), (64, "xprv")] {
        let desk = Desk::new();
        let set = Set::deal(50, "2of3", bytes, "");
        desk.put("shares", set.shares()[..2].join("\n"));
        let recover = format!("recover shares --as {form}");
        let ran = desk.run(&words(&recover)).exits(0);
        let mut key = std::fs::read(desk.path("stdout")).unwrap();
        if form != "raw" {
            assert_eq!(key.pop(), Some(b'\n'));
        }
        let needles = match form {
            "bip39" => set.needles().words("key", str::from_utf8(&key).unwrap()),
            _ => set.needles().bytes("key text", &key),
        };
        ran.leaves_nothing_of(&needles);
        desk.put("key", &key);
        let split = format!("split 2of3 --in key --exponent 0 --kind {form}");
        let ran = desk.run(&words(&split)).exits(0);
        ran.leaves_nothing_of(&dealt(needles, &desk.shares_in("stdout")));
    }
}

#[test]
fn a_seed_of_words_under_a_25th_word() {
    let desk = Desk::new();
    let set = Set::deal(51, "2of3", 16, "");
    desk.put("shares", set.shares()[..2].join("\n")).put("extra", PASSPHRASE);
    desk.prepare(&words("recover shares --as bip39"));
    let key = desk.read("stdout").trim().to_owned();
    desk.put("key", &key);
    let line = "split 2of3 --in key --bip39-as seed --bip39-passphrase-file extra --exponent 0";
    let ran = desk.run(&words(line)).exits(0);
    let shares = desk.shares_in("stdout");
    desk.put("made", shares[..2].join("\n")).prepare(&words("recover made --as raw"));
    let seed = std::fs::read(desk.path("stdout")).unwrap();
    let needles = Needles::default()
        .words("key", &key)
        .bytes("25th word", PASSPHRASE.as_bytes())
        .bytes("entropy", &set.key)
        .bytes("seed", &seed);
    ran.leaves_nothing_of(&dealt(needles, &shares));
}

#[test]
fn a_recovery() {
    for (passphrase, line) in [
        ("", "recover 1.txt 3.txt 5.txt"),
        ("", "recover shares"),
        ("", "recover -"),
        ("", "recover shares --json"),
        ("", "recover shares -o out"),
        (PASSPHRASE, "recover shares --passphrase-file pass"),
        (PASSPHRASE, "recover shares --passphrase-file pass -o out"),
        (PASSPHRASE, "recover - --passphrase-file pass --as raw"),
    ] {
        let (desk, set, needles) = desk_with_shares(passphrase);
        let ran = desk.pipe(desk.read("shares"), &words(line)).exits(0);
        if !line.contains("raw") {
            let out = if line.contains("-o") { "out" } else { "stdout" };
            assert!(desk.read(out).contains(&hex(&set.key)));
        }
        ran.leaves_nothing_of(&needles);
    }
}

#[test]
fn a_recovery_from_groups_and_from_the_shortest_and_longest_shares() {
    let policy = "2of3".parse().unwrap();
    for bytes in [16, 128] {
        let desk = Desk::new();
        let set = Set::deal_groups(42, &policy, bytes, "");
        desk.put_shares(set.shares());
        desk.run(&words("recover 1.txt 2.txt 3.txt")).exits(0).leaves_nothing_of(&set.needles());
    }
}

#[test]
fn what_is_done_with_a_record() {
    let challenge = "4be0c47ad3f1082b9d65c3e18f07a2b4";
    for line in [
        "check alice.txt --record record.json",
        &format!("check alice.txt --record record.json --receipt {challenge}"),
        &format!("check alice.txt --record record.json --receipt {challenge} -o receipt.png"),
        "check alice.txt bob.txt carol.txt --record record.json --json",
        "recover alice.txt carol.txt --record record.json",
        "drill alice.txt bob.txt carol.txt --record record.json --report report.pdf --attendee dave",
        "drill alice.txt bob.txt carol.txt --record record.json --json",
        "reissue alice.txt bob.txt --member 3 --record record.json",
        "card alice.txt --record record.json --format pdf -o paper",
        "split 2of4 --from alice.txt bob.txt --old-record record.json -o new",
        "note record.json absent bob",
        "status record.json --date 2026-11-25",
        "policy 2of3",
    ] {
        let (desk, _, needles) = desk_with_record();
        desk.run(&words(line)).exits(0).leaves_nothing_of(&needles);
    }
}

#[test]
fn a_record_made_anew() {
    let (desk, _, needles) = desk_with_record();
    let plan = "[[group]]\nthreshold = 2\ncustodians = [\"alice\", \"bob\", \"carol\"]\n";
    desk.put("plan.toml", plan);
    desk.prepare(&words("plan 2of3"));
    let plan = desk.read("stdout");
    let plan = ["alice", "bob", "carol"]
        .iter()
        .zip(1..)
        .fold(plan, |plan, (name, number)| plan.replace(&format!("custodian {number}"), name));
    desk.put("plan.toml", plan);
    let line = "drill alice.txt bob.txt carol.txt --plan plan.toml --new-record new.json";
    desk.run(&words(line)).exits(0).leaves_nothing_of(&needles);
}

#[test]
fn what_is_done_with_shares_alone() {
    for line in [
        "check 1.txt",
        "check 1.txt 2.txt 3.txt",
        "check - --json",
        "drill 1.txt 2.txt 3.txt 4.txt",
        "drill shares --passphrase-file pass --report report.pdf",
        "reissue 1.txt 2.txt 3.txt --member 4",
        "reissue 1.txt 2.txt 3.txt --member 4 --json",
        "reissue 1.txt 2.txt 3.txt --member 4 --format pdf,png,words -o paper",
        "card shares --format words",
        "card 2.txt --format svg",
        "card 2.txt --format pdf,png,svg,qr,words -o paper",
        "card shares --format pdf --large --no-qr -o paper",
        "card shares --format pdf --qr-only -o paper",
    ] {
        let (desk, _, needles) = desk_with_shares("");
        desk.pipe(desk.read("shares"), &words(line)).exits(0).leaves_nothing_of(&needles);
    }
}
