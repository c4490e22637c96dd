//! What a record keeps of the public values that a key gave, and what every drill, recovery and new set makes of it.

use serde_json::Value;

use crate::{
    desk::Desk,
    expect::{ADDRESS, FINGERPRINT, RECORD, SHARES, WORDS, ZPUB, set_of, with},
    known,
};

pub fn json(desk: &Desk, file: &str) -> Value {
    serde_json::from_str(&desk.read(file)).unwrap()
}

/// The last line of the journal with this event.
pub fn last(desk: &Desk, event: &str) -> Value {
    let lines = desk.read("set/public/journal.jsonl");
    let mut lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.rfind(|line| line["event"] == event).unwrap_or_default()
}

#[test]
fn the_record_keeps_no_address_and_every_drill_compares_with_it() {
    let desk = set_of(WORDS, &["--expect", ADDRESS, "--expect", FINGERPRINT]);
    let record = desk.read("set/public/record.json");
    assert!(!record.contains(ADDRESS) && record.contains(FINGERPRINT), "{record}");
    let kept = &json(&desk, "set/public/record.json")["proved"];
    assert_eq!([&kept[0]["kind"], &kept[0]["path"]], ["bitcoin-address", "m/84h/0h/0h/0/3"]);
    assert_eq!([&kept[1]["kind"], &kept[1]["value"]], ["fingerprint", FINGERPRINT]);
    let opening = &json(&desk, "set/public/public-values.json")["values"][0];
    assert_eq!(opening["value"], ADDRESS);
    // By hand, as docs/build/record.md has it.
    let salt = opening["salt"].as_str().unwrap();
    let salt: Vec<u8> =
        (0..64).step_by(2).map(|at| u8::from_str_radix(&salt[at..at + 2], 16).unwrap()).collect();
    let hashed = [&b"quorate public value 1\n"[..], &salt, ADDRESS.as_bytes()].concat();
    assert_eq!(kept[0]["digest"], quorate::crypto::hash::sha256_hex(&hashed));
    let drill = || desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
    let ran = drill();
    let told = "recoverable: these shares give the key of the public values that were expected";
    assert!(ran.product().contains(told), "{ran:?}");
    let line = last(&desk, "proved");
    assert_eq!([&line["proved"], &line["day"]], [kept, &Value::from("2016-06-01")]);
    let status = ["status", "set/public/record.json", "--date", "2016-06-02"];
    let ran = desk.run(&status);
    let report = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(report.contains("public value (bitcoin-address): proved 2016-06-01"), "{report}");
    let told = desk.run(&[&status[..], &["--json"]].concat()).json();
    assert_eq!(told["proved"][0]["proved"], "2016-06-01");
    // Where the opening is missing nobody can tell, and nothing is said to be proved.
    std::fs::remove_file(desk.path("set/public/public-values.json")).unwrap();
    let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-07-01"]].concat()));
    assert!(
        ran.says("cannot tell whether the key gives the bitcoin-address of the record"),
        "{}",
        ran.stderr
    );
    assert_eq!(last(&desk, "proved")["proved"].as_array().unwrap().len(), 1, "the fingerprint alone");
    let report = String::from_utf8_lossy(
        &desk.run(&["status", "set/public/record.json", "--date", "2016-07-02"]).stdout,
    )
    .into_owned();
    assert!(report.contains("public value (bitcoin-address): proved 2016-06-01"), "{report}");
    assert!(report.contains("public value (fingerprint): proved 2016-07-01"), "{report}");
}

#[test]
fn the_cover_sheet_says_what_the_key_is_proved_by_and_shows_none_of_it() {
    let values = ["--format", "words,pdf", "--expect", ADDRESS, "--expect", ZPUB, "--expect", FINGERPRINT];
    let sheet = |options: &[&str]| {
        let desk = set_of(WORDS, &[&values[..], options].concat());
        let sheet = known::text_of_pdf(&std::fs::read(desk.path("set/public/cover-sheet.pdf")).unwrap());
        sheet.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let told = sheet(&[]);
    for line in [
        "What the key is proved by",
        "bitcoin-address at m/84h/0h/0h/0/3: in public-values.json",
        "xpub at m/84h/0h/0h: in public-values.json",
        "fingerprint: in the record",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    let whole: String = told.split(' ').collect();
    assert!(!whole.contains(&ADDRESS[..12]) && !whole.contains(&ZPUB[..12]), "{told}");
    assert!(!sheet(&["--no-keep-public"]).contains("proved by"));
}

#[test]
fn what_lies_in_the_place_of_an_opening_proves_nothing() {
    let desk = set_of(WORDS, &["--expect", ADDRESS]);
    let other = set_of(WORDS, &["--expect", ADDRESS]);
    let own = desk.read("set/public/public-values.json");
    for text in [other.read("set/public/public-values.json"), own.replace("3cn3", "3cn4"), "{}".to_owned()] {
        desk.put("set/public/public-values.json", &text);
        let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
        assert!(ran.says("cannot tell whether"), "{}", ran.stderr);
        assert_eq!(last(&desk, "proved"), Value::Null);
    }
    // A record from which the values were taken away is another record, and the journal tells.
    let stripped = json(&desk, "set/public/record.json");
    let mut stripped = stripped.as_object().unwrap().clone();
    stripped.remove("proved");
    desk.put("set/public/record.json", serde_json::to_string_pretty(&stripped).unwrap());
    let ran = desk.run(&with("drill", &[&RECORD[..], &["--date", "2016-06-01"]].concat()));
    assert_eq!(ran.code, 6, "{ran:?}");
}

#[test]
fn a_wrong_passphrase_is_noticed_by_what_the_record_holds() {
    let desk = Desk::new();
    desk.put("key", WORDS).put("right", "TREZOR").put("wrong", "TREZ0R");
    let split = |folder: &str, more: &[&str]| {
        let all = ["split", "2of3", "--date", "2016-05-02", "--in", "key", "--expect", ADDRESS, "-o", folder];
        let ran = desk.run(&[&all[..], &["--passphrase-file", "right"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    };
    // A value ends the deniability of a passphrase, so that none is kept unasked.
    split("plain", &[]);
    assert_eq!(json(&desk, "plain/public/record.json")["proved"], Value::Null);
    assert!(!desk.path("plain/public/public-values.json").exists());
    split("set", &["--keep-public"]);
    for (file, exit) in [("wrong", 6), ("right", 0)] {
        let options = [&RECORD[..], &["--passphrase-file", file]].concat();
        let ran = desk.run(&with("drill", &options));
        assert_eq!(ran.code, exit, "{ran:?}");
        assert_eq!(desk.run(&with("recover", &[&options[..], &["--json"]].concat())).code, exit);
        // A new set of the key that a wrong passphrase gives is never made.
        let folder = format!("new-{file}");
        let new = [
            "split",
            "2of3",
            "--old-record",
            RECORD[1],
            "--old-passphrase-file",
            file,
            "--exponent",
            "2",
            "-o",
            &folder,
        ];
        let ran = desk.run(&[&new[..], &["--from"], &SHARES[..]].concat());
        assert_eq!(ran.code, exit, "{ran:?}");
        assert_eq!(desk.path(&folder).exists(), exit == 0, "nothing is made of another key");
        assert_eq!(last(&desk, "superseded") != Value::Null, exit == 0, "nothing is noted of it");
    }
    let none = ["split", "2of3", "--in", "key", "--expect", ADDRESS, "--no-keep-public", "-o", "none"];
    assert_eq!(desk.run(&none).code, 0);
    assert_eq!(json(&desk, "none/public/record.json")["proved"], Value::Null);
}

#[test]
fn a_plan_may_ask_for_proofs() {
    let desk = Desk::new();
    let plan = "\
[[group]]
threshold = 2
[[group.custodian]]
name = \"ann\"
[[group.custodian]]
name = \"bob\"
[[group.custodian]]
name = \"cleo\"
[rules]
proved_within_days = 30
";
    desk.put("key", WORDS).put("plan.toml", plan);
    let split = ["split", "--plan", "plan.toml", "--in", "key", "--date", "2016-05-02", "-o", "set"];
    let ran = desk.run(&[&split[..], &["--expect", ADDRESS]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let due = |day: &str| {
        let ran = desk.run(&["status", "set/public/record.json", "--date", day, "--json"]).json();
        ran["findings"].as_array().unwrap().iter().any(|one| one["finding"] == "not-proved")
    };
    assert!(!due("2016-06-01") && due("2016-06-02"));
    let shares = ["set/secret/1-ann.txt", "set/secret/3-cleo.txt"];
    let drill = |options: &[&str]| {
        desk.run(&[&["drill"], &shares[..], &RECORD[..], &["--date", "2016-06-20"], options].concat())
    };
    // Eight digits are no proof.
    std::fs::rename(desk.path("set/public/public-values.json"), desk.path("away")).unwrap();
    assert_eq!(drill(&["--expect", FINGERPRINT]).code, 0);
    assert!(due("2016-06-21"));
    std::fs::rename(desk.path("away"), desk.path("set/public/public-values.json")).unwrap();
    assert_eq!(drill(&[]).code, 0);
    assert!(!due("2016-07-20") && due("2016-07-21"));
}

#[test]
fn a_plan_may_say_what_the_key_gives() {
    let desk = Desk::new();
    let plan = |values: &str| {
        format!(
            "expect = [{values}]\n[[group]]\nthreshold = 2\ncustodian = [{{ name = \"ann\" }}, {{ name = \"bob\" }}, {{ name = \"cleo\" }}]\n"
        )
    };
    desk.put("key", WORDS).put("other", "00000000000000000000000000000001");
    desk.put("plan.toml", plan(&format!("\"{ADDRESS}\""))).put("bare.toml", plan(""));
    let hash = |file| desk.run(&["policy", "--plan", file, "--json"]).json()["plan_hash"].clone();
    assert!(hash("plan.toml") != hash("bare.toml") && hash("plan.toml") != Value::Null);
    let split = |key, folder| {
        let all = ["split", "--plan", "plan.toml", "--in", key, "--date", "2016-05-02", "-o", folder];
        desk.run(&all)
    };
    assert_eq!(split("other", "none").code, 6);
    assert!(!desk.path("none").exists());
    let ran = split("key", "set");
    assert!(ran.code == 0 && ran.says("m/84h/0h/0h/0/3"), "{}", ran.stderr);
    // The plan says it to every drill.
    std::fs::remove_file(desk.path("set/public/public-values.json")).unwrap();
    let shares = ["drill", "set/secret/1-ann.txt", "set/secret/2-bob.txt"];
    let ran = desk.run(&[&shares[..], &RECORD[..], &["--date", "2016-06-01"]].concat());
    assert!(ran.product().contains("passed: recoverable: these shares give the key"), "{ran:?}");
    for value in ["\"bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn4\"", "\"hunter2\"", "7"] {
        desk.put("bad.toml", plan(value));
        let refused = desk.refused(3, &["policy", "--plan", "bad.toml"]);
        assert!(refused.error.contains("line 1") && refused.error.contains("expect"), "{refused:?}");
    }
}

#[test]
fn a_whole_life_with_an_address() {
    let desk = Desk::new();
    desk.put("key", WORDS).put("right", "TREZOR").put("wrong", "TREZ0R");
    let split =
        ["split", "2of3", "--date", "2016-05-02", "--in", "key", "--expect", ADDRESS, "--keep-public"];
    assert_eq!(desk.run(&[&split[..], &["--passphrase-file", "right", "-o", "set"]].concat()).code, 0);
    let on = |command: &str, day: &str, more: &[&str]| {
        desk.run(&with(command, &[&RECORD[..], &["--date", day], more].concat()))
    };
    let ran = on("drill", "2016-06-01", &["--passphrase-file", "right"]);
    assert!(ran.product().contains("passed: recoverable"), "{ran:?}");
    assert_eq!(on("drill", "2016-06-02", &["--passphrase-file", "wrong"]).code, 6);
    assert_eq!(last(&desk, "drilled")["passed"], false);
    assert_eq!(last(&desk, "proved")["day"], "2016-06-01");
    let again = on("reissue", "2016-06-03", &["--member", "2"]);
    assert_eq!(
        again.product(),
        desk.read("set/secret/share-2.txt").lines().last().unwrap().to_owned() + "\n"
    );
    desk.put("again", again.product());
    let recover = ["recover", "again", SHARES[1], RECORD[0], RECORD[1], "--date", "2016-06-04"];
    let ran = desk.run(&[&recover[..], &["--passphrase-file", "right", "--as", "bip39"]].concat());
    assert_eq!(ran.product(), format!("{WORDS}\n"));
    assert_eq!(last(&desk, "proved")["day"], "2016-06-04");
    let status = desk.run(&["status", RECORD[1], "--date", "2016-06-05", "--json"]).json();
    assert_eq!(status["proved"][0]["proved"], "2016-06-04");
    let story = desk.run(&["status", RECORD[1], "--date", "2016-06-05", "--story"]);
    assert!(
        String::from_utf8_lossy(&story.stdout).contains("the key gave a public value (bitcoin-address)"),
        "{story:?}"
    );
}

#[test]
fn a_reissue_compares_the_key_where_it_has_it_and_else_says_that_it_cannot_tell() {
    let reissue = |desk: &Desk, folder: &str| {
        let day = ["--member", "2", "--date", "2016-06-01", "-o", folder];
        desk.run(&with("reissue", &[&RECORD[..], &day].concat()))
    };
    let told = "cannot tell whether the key gives the bitcoin-address of the record";
    let desk = set_of(WORDS, &["--expect", ADDRESS]);
    let ran = reissue(&desk, "card");
    assert!(ran.code == 0 && ran.says("m/84h/0h/0h/0/3") && !ran.says(told), "{}", ran.stderr);
    let values = desk.read("set/public/public-values.json");
    std::fs::remove_file(desk.path("set/public/public-values.json")).unwrap();
    let ran = reissue(&desk, "again");
    assert!(ran.code == 0 && ran.says(told), "{}", ran.stderr);
    // A record that holds the value of another key, and no journal that would tell: no card is made.
    desk.put("set/public/public-values.json", values);
    let mut record = json(&desk, "set/public/record.json");
    record["proved"] = serde_json::json!([{ "kind": "fingerprint", "value": "deadbeef" }]);
    record.as_object_mut().unwrap().remove("journal");
    std::fs::remove_file(desk.path("set/public/journal.jsonl")).unwrap();
    std::fs::write(desk.path("set/public/record.json"), record.to_string()).unwrap();
    let ran = reissue(&desk, "other");
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(!desk.path("other").exists());
    // With a passphrase a reissue has no key.
    let desk = Desk::new();
    desk.put("key", WORDS).put("pass", "TREZOR");
    let all = ["split", "2of3", "--date", "2016-05-02", "--in", "key", "--expect", ADDRESS, "-o", "set"];
    let ran = desk.run(&[&all[..], &["--passphrase-file", "pass", "--keep-public"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = reissue(&desk, "card");
    assert!(ran.code == 0 && ran.says(told), "{}", ran.stderr);
}
