//! Key files that are sealed, proved against the public halves that hosts, authorities and people have of them.

use std::{fs, path::Path};

use quorate::formats::keyfile::PublicHalf;
use serde_json::{Value, json};

use crate::{
    desk::Desk,
    proved::{json, last},
};

/// A file of tests/data/keyfiles, which protects nothing, brought to the desk.
fn bring(desk: &Desk, name: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keyfiles").join(name);
    desk.put(name, fs::read(from).unwrap());
}

const SHARES: [&str; 2] = ["set/secret/share-1.txt", "set/secret/share-2.txt"];

/// A desk where this key file was sealed, and the file that it was sealed to.
fn sealed(key_file: &str, options: &[&str]) -> (Desk, String) {
    let desk = Desk::new();
    bring(&desk, key_file);
    let split = ["split", "2of3", "--seal", key_file, "--date", "2016-05-02", "-o", "set"];
    let ran = desk.run(&[&split[..], options].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (desk, format!("set/public/{key_file}.age"))
}

#[test]
fn the_key_in_a_sealed_file_is_that_of_its_public_half_and_of_no_other() {
    for (key_file, halves) in [
        ("ed25519.openssh", &["ed25519.pub", "ed25519.spki.pem"][..]),
        ("rsa2048.pkcs8.pem", &["rsa2048.pub", "rsa2048.spki.pem", "rsa2048.certificate.pem"]),
        ("rsa2048.pkcs1.pem", &["rsa2048.pub"]),
        ("p384.sec1.pem", &["p384.pub", "p384.spki.pem"]),
    ] {
        let (desk, age) = sealed(key_file, &[]);
        bring(&desk, "rsa1024.pub");
        let open = ["--open", age.as_str(), "--expect-file"];
        let record = ["--record", "set/public/record.json", "--date", "2016-06-01"];
        for half in halves {
            bring(&desk, half);
            let drill = [&["drill"], &SHARES[..], &record, &open, &[half, "--json"]].concat();
            let ran = desk.run(&drill);
            assert_eq!(ran.code, 0, "{key_file} {half}: {ran:?}");
            assert!(ran.says(&format!("{half} is the public half of the sealed key")), "{}", ran.stderr);
            let proved = &ran.json()["proved"][0];
            assert_eq!([&proved["kind"], &proved["as"]], ["key-file", "sealed-file"]);
            let recover = [&["recover"], &SHARES[..], &open, &[half, "-o", "again"]].concat();
            assert_eq!(desk.run(&recover).code, 0);
            assert_eq!(fs::read(desk.path("again")).unwrap(), fs::read(desk.path(key_file)).unwrap());
            fs::remove_file(desk.path("again")).unwrap();
            let seal = ["split", "2of3", "--seal", key_file, "-o", "new", "--expect-file", half];
            assert_eq!(desk.run(&seal).code, 0, "{key_file} {half}");
            fs::remove_dir_all(desk.path("new")).unwrap();
        }
        let other = "rsa1024.pub";
        for command in [
            [&["recover"], &SHARES[..], &open, &[other, "-o", "again"]].concat(),
            [&["recover"], &SHARES[..], &open, &[halves[0], "--expect-file", other, "-o", "again"]].concat(),
            vec!["split", "2of3", "--seal", key_file, "-o", "new", "--expect-file", other],
        ] {
            assert_eq!(desk.refused_json(6, &command)["code"], "other-key", "{command:?}");
        }
        let drill = [&["drill"], &SHARES[..], &record, &open, &[other]].concat();
        let ran = desk.run(&drill);
        assert!(ran.code == 6 && ran.stdout.is_empty(), "{ran:?}");
    }
}

#[test]
fn a_line_or_a_fingerprint_is_compared_with_the_sealed_key_and_noted() {
    for (key_file, half) in [
        ("rsa2048.pkcs1.pem", "rsa2048.pub"),
        ("p384.sec1.pem", "p384.pub"),
        ("ed25519.openssh", "ed25519.pub"),
    ] {
        let (desk, age) = sealed(key_file, &[]);
        bring(&desk, half);
        bring(&desk, "rsa1024.pub");
        let (line, other) = (desk.read(half).trim().to_owned(), desk.read("rsa1024.pub").trim().to_owned());
        let print = |line: &str| PublicHalf::read(line.as_bytes()).unwrap().half.ssh_fingerprint();
        let (fingerprint, of_another) = (print(&line), print(&other));
        let on = |command: &str, day: &str, options: &[&str]| {
            let record = ["--record", "set/public/record.json", "--date", day, "--open", &age];
            desk.run(&[&[command], &SHARES[..], &record, options].concat())
        };
        let last_proved = || {
            let status = ["status", "set/public/record.json", "--date", "2016-07-01", "--json"];
            desk.run(&status).json()["proved"].clone()
        };
        assert_eq!(last_proved(), Value::Null);
        let ran = on("drill", "2016-06-01", &["--expect", &line, "--json"]);
        assert_eq!(ran.code, 0, "{key_file} {ran:?}");
        assert_eq!(
            [&ran.json()["proved"][0]["kind"], &ran.json()["proved"][0]["value"]],
            ["key-file", &fingerprint]
        );
        let noted = last(&desk, "proved");
        assert_eq!(noted["proved"], json!([{ "kind": "key-file" }]));
        assert_eq!(last_proved(), json!([{ "kind": "key-file", "proved": "2016-06-01" }]));
        let ran = on("recover", "2016-06-02", &["--expect", &fingerprint, "-o", "again", "--json"]);
        assert_eq!(ran.code, 0, "{key_file} {ran:?}");
        assert_eq!(ran.json()["proved"][0]["value"], fingerprint.as_str());
        assert_eq!(last_proved()[0]["proved"], "2016-06-02");
        for value in [&other, &of_another] {
            for options in [&["--expect", value][..], &["--expect", &line, "--expect", value]] {
                let ran = on("drill", "2016-06-03", options);
                assert!(ran.code == 6 && ran.stdout.is_empty() && !ran.says(value), "{ran:?}");
                let recover = [&["recover"], &SHARES[..], &["--open", &age, "-o", "other"], options].concat();
                assert_eq!(desk.refused_json(6, &recover)["code"], "other-key");
            }
            let split = ["split", "2of3", "--seal", key_file, "-o", "new", "--expect", value];
            assert_eq!(desk.refused_json(6, &split)["code"], "other-key");
        }
        assert_eq!(last_proved()[0]["proved"], "2016-06-02");
        for value in ["ssh-rsa AAAA", "ecdsa-sha2-nistp521 AAAA", "SHA256:short"] {
            let refused = desk
                .refused_json(2, &[&["drill"], &SHARES[..], &["--open", &age, "--expect", value]].concat());
            assert_eq!(refused["code"], "public-value");
        }
    }
}

#[test]
fn the_record_of_a_sealed_key_keeps_its_fingerprint_and_drills_compare_with_it() {
    let desk = Desk::new();
    bring(&desk, "p384.sec1.pem");
    bring(&desk, "p384.pub");
    let line = desk.read("p384.pub").trim().to_owned();
    let split = |folder: &str, options: &[&str]| {
        let split = [
            "split",
            "2of3",
            "--seal",
            "p384.sec1.pem",
            "--date",
            "2016-05-02",
            "-o",
            folder,
            "--expect",
            &line,
        ];
        assert_eq!(desk.run(&[&split[..], options].concat()).code, 0);
        json(&desk, &format!("{folder}/public/record.json"))["proved"].clone()
    };
    assert_eq!(split("set", &[])[0]["kind"], "key-file");
    assert_eq!(split("none", &["--no-keep-public"]), Value::Null);
    let drill = |options: &[&str]| {
        let record = ["--record", "set/public/record.json", "--date", "2016-06-01"];
        let ran = desk.run(&[&["drill"], &SHARES[..], &record, options].concat());
        assert!(ran.code == 0 && !ran.says("cannot tell"), "{ran:?}");
        last(&desk, "proved")
    };
    assert_eq!(drill(&[]), Value::Null, "of a file that was not opened nothing is said");
    let kept = json(&desk, "set/public/record.json")["proved"].clone();
    assert_eq!(drill(&["--open", "set/public/p384.sec1.pem.age"])["proved"], kept);
    // Of a plan's rule it is a proof.
    desk.put("plan.toml", "group = [{ threshold = 2, custodian = [{ name = \"ann\" }, { name = \"bob\" }, { name = \"cleo\" }] }]\n[rules]\nproved_within_days = 30\n");
    let split = [
        "split",
        "--plan",
        "plan.toml",
        "--seal",
        "p384.sec1.pem",
        "--date",
        "2016-05-02",
        "-o",
        "ruled",
        "--expect",
        &line,
    ];
    assert_eq!(desk.run(&split).code, 0);
    let due = |day| {
        let ran = desk.run(&["status", "ruled/public/record.json", "--date", day, "--json"]).json();
        ran["findings"].as_array().unwrap().iter().any(|one| one["finding"] == "not-proved")
    };
    assert!(!due("2016-06-01") && due("2016-06-02"));
}

#[test]
fn of_several_certificates_the_first_alone_counts() {
    let (desk, age) = sealed("rsa2048.pkcs8.pem", &[]);
    bring(&desk, "rsa2048.certificate.pem");
    bring(&desk, "ed25519.certificate.pem");
    let (own, other) = (desk.read("rsa2048.certificate.pem"), desk.read("ed25519.certificate.pem"));
    desk.put("own-first", format!("{own}{other}")).put("other-first", format!("{other}{own}"));
    let drill = |file| {
        desk.run(
            &[&["drill"], &SHARES[..], &["--open", &age, "--passphrase-file", "none", "--expect-file", file]]
                .concat(),
        )
    };
    desk.put("none", "");
    let ran = drill("own-first");
    assert!(ran.code == 0 && ran.says("1 more certificate in the file"), "{ran:?}");
    assert!(ran.says("nothing says that the certificate is valid"), "{}", ran.stderr);
    assert_eq!(drill("other-first").code, 6);
}

#[test]
fn what_lies_is_refused_and_what_is_locked_cannot_be_told() {
    for (key_file, half, exit, code) in [
        ("encrypted-ed25519.openssh", "ed25519.pub", 6, "cannot-tell"),
        ("unlike-p521.openssh", "ed25519.pub", 6, "cannot-tell"),
        ("ed25519.pub", "ed25519.pub", 6, "cannot-tell"),
    ] {
        let (desk, age) = sealed(key_file, &[]);
        bring(&desk, half);
        let recover =
            [&["recover"], &SHARES[..], &["--open", &age, "-o", "again", "--expect-file", half]].concat();
        assert_eq!(desk.refused_json(exit, &recover)["code"], code, "{key_file}");
        let split = ["split", "2of3", "--seal", key_file, "-o", "new", "--expect-file", half];
        assert_eq!(desk.refused_json(exit, &split)["code"], code, "{key_file}");
    }
    let (desk, age) = sealed("ed25519.openssh", &[]);
    desk.refused(
        2,
        &["recover", SHARES[0], SHARES[1], "--open", &age, "-o", "x", "--expect-file", "ed25519.openssh"],
    );
    desk.refused(2, &["recover", SHARES[0], SHARES[1], "--expect-file", "ed25519.openssh"]);
    assert_eq!(json(&desk, "set/public/record.json")["sealed"]["name"], "ed25519.openssh.age");
}
