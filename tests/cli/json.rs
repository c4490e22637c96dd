//! The documents of `--json`: one on stdout, of the shape that scripts rely on.

use serde_json::json;

use crate::{desk::Desk, known};

#[test]
fn split_tells_the_set_and_every_share() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let split = ["split", "--group", "board=2of3", "--group", "2of2", "--groups-needed", "1", "--in", "key"];
    let names = ["a", "b", "c", "d", "e"].map(|name| ["--custodian", name]).concat();
    let ran = desk.run(&[&split[..], &names, &["--label", "x y", "--json"]].concat());
    let document = ran.json();
    assert_eq!(document["schema"], "quorate/split");
    assert_eq!(document["label"], "x y");
    assert_eq!(document["policy"], "1 of 2 groups (2 of 3, 2 of 2)");
    assert_eq!(document["kind"], "hex");
    assert_eq!(document["recombinations"], 3 + 1 + 2);
    assert!(document["output"].is_null());
    let set = &document["set"];
    assert_eq!((&set["extendable"], &set["exponent"]), (&json!(true), &json!(1)));
    assert_eq!((&set["groups_needed"], &set["group_count"]), (&json!(1), &json!(2)));
    assert!(set["identifier"].as_u64().unwrap() < 1 << 15);
    let shares = document["shares"].as_array().unwrap();
    let places: Vec<_> =
        shares.iter().map(|s| json!([s["group"], s["group_name"], s["member"], s["custodian"]])).collect();
    assert_eq!(
        json!(places),
        json!([
            [1, "board", 1, "a"],
            [1, "board", 2, "b"],
            [1, "board", 3, "c"],
            [2, null, 1, "d"],
            [2, null, 2, "e"]
        ])
    );
    let last: Vec<&str> = shares[3..].iter().map(|share| share["mnemonic"].as_str().unwrap()).collect();
    assert_eq!(desk.pipe(last.join("\n"), &["recover"]).product(), format!("{}\n", known::HEX));
}

#[test]
fn split_into_a_folder_names_files_and_no_words() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let document = desk.run(&["split", "2of3", "--in", "key", "-o", "cards", "--json"]).json();
    assert_eq!(document["output"], "cards");
    assert_eq!(document["shares"].as_array().unwrap().len(), 3);
    for share in document["shares"].as_array().unwrap() {
        assert!(share.get("mnemonic").is_none() && share["custodian"].is_null());
        assert!(desk.path("cards").join(share["file"].as_str().unwrap()).is_file());
    }
}

#[test]
fn recover_tells_the_key_in_its_form() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five")[..3].join("\n")).put("pass", "x");
    let key = known::reference_key();
    let document = desk.run(&["recover", "shares", "--json"]).json();
    assert_eq!(document["schema"], "quorate/recover");
    assert_eq!(document["secret"], json!({"kind": "hex", "encoding": "text", "value": key}));
    assert_eq!((&document["passphrase"], &document["practice"]), (&json!("assumed-empty"), &json!(false)));
    let raw = desk.run(&["recover", "shares", "--as", "raw", "--json"]).json();
    assert_eq!(raw["secret"], json!({"kind": "raw", "encoding": "hex", "value": key}));
    let given = desk.run(&["recover", "shares", "--passphrase-file", "pass", "--json"]).json();
    assert_eq!(given["passphrase"], "given");
    assert_ne!(given["secret"]["value"], key);
    let file = desk.run(&["recover", "shares", "-o", "out", "--json"]).json();
    assert!(file.get("secret").is_none());
    assert_eq!(file["output"], "out");
    assert_eq!(desk.read("out"), format!("{key}\n"));
}

#[test]
fn practice_tells_every_command_and_how_it_ended() {
    let desk = Desk::new();
    let ran = desk.run(&["practice", "--json"]);
    let document = ran.json();
    assert_eq!(document["schema"], "quorate/practice");
    let exits: Vec<u64> =
        document["steps"].as_array().unwrap().iter().map(|step| step["exit"].as_u64().unwrap()).collect();
    assert_eq!(exits, [0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 4, 0, 0, 0, 3, 0]);
    assert!(document["steps"][0]["command"].as_str().unwrap().starts_with("quorate policy --plan"));
    assert_eq!(ran.stderr, "");
}

#[test]
fn texts_are_documents_too() {
    let desk = Desk::new();
    for (arguments, schema) in
        [(&["man", "--json"][..], "quorate/man"), (&["completions", "bash", "--json"], "quorate/completions")]
    {
        let document = desk.run(arguments).json();
        assert_eq!(document["schema"], schema);
        assert!(document["text"].as_str().unwrap().contains("quorate"));
    }
}

#[test]
fn failures_tell_their_code_and_nothing_on_stderr() {
    let desk = Desk::new();
    desk.put("key", known::HEX).put("taken", "");
    for (exit, code, arguments) in [
        (1, "system", &["check", "./nowhere.txt"][..]),
        (2, "usage", &["split", "x"]),
        (3, "no-key", &["split", "2of3"]),
        (3, "malformed-key", &["split", "2of3", "--in", "key", "--kind", "wif"]),
        (3, "no-share", &["recover"]),
        (3, "other-kind", &["recover", "key"]),
        (7, "exists", &["split", "2of3", "--in", "key", "-o", "taken"]),
        (7, "single-point", &["split", "2of2", "--in", "key"]),
    ] {
        assert_eq!(desk.refused_json(exit, arguments)["code"], code, "{arguments:?}");
        assert_eq!(desk.run(&[arguments, &["--json"]].concat()).stderr, "", "{arguments:?}");
    }
}
