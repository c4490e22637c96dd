//! Whatever secret somebody puts wherever on a command line: no run says it again.

use std::fs;

use crate::{
    desk::{Desk, Ran},
    known,
};

/// A secret in one of the forms that the program reads, and pieces of it that nothing else would hold.
struct Secret {
    form: &'static str,
    text: String,
}

/// Made by the program itself where it writes the form, else by the tools that do.
fn secrets(desk: &Desk) -> Vec<Secret> {
    desk.put("key.hex", known::HEX);
    let split = desk.run(&["split", "2of3", "--in", "key.hex", "--exponent", "0"]);
    let words = split.lines()[0].clone();
    fs::write(desk.path("two.txt"), split.lines()[..2].join("\n")).unwrap();
    let key = desk.run(&["recover", "two.txt"]).product().trim_end().to_owned();
    let entropy = desk.run(&["recover", "two.txt", "--as", "bip39"]).product().trim_end().to_owned();
    let wide = desk.run(&["split", "2of3", "--generate", "256", "--exponent", "0"]);
    fs::write(desk.path("wide.txt"), wide.lines()[..2].join("\n")).unwrap();
    let shown = |form: &str| desk.run(&["recover", "wide.txt", "--as", form]).product().trim_end().to_owned();
    let (wif, xprv, age) = (shown("wif"), shown("xprv"), shown("age"));
    let foreign = [
        ("ssss", "1-1c41ef496eccfbeba439714085df8437"),
        ("sharks in hex", "01f2c3a4958677605142337e6f8a9bacbd"),
        ("a Vault share", "Dh5BwpnsoUbpD9hGhbYiH6ZLqVW6ZbmbeyUEQmvVnAqF"),
        ("a Vault share with a slash", "Dh5Bwpns/UbpD9hGhbYiH6ZLqVW6/bmbeyUEQmvVnAqF"),
        ("codex32", "ms12namea320zyxwvutsrqpnmlkjhgfedcaxrpp870hkkqrm"),
        ("a UR", "ur:sskr/taadecgojlcybyadaoknpdjynshyamjsdsadlumw"),
        (
            "bytewords",
            "tuna next keep gyro gear runs body acid also able heat luau tiny wasp pool fact idea oboe jazz girl \
             jade kite jump rock memo task idle wall what",
        ),
    ];
    let own = [
        ("hex", key),
        ("BIP-39 words", entropy.clone()),
        ("BIP-39 words run together", entropy.replace(' ', "")),
        ("a share", words.clone()),
        ("a share run together", words.replace(' ', "")),
        ("a share by four letters", known::abbreviated(&words)),
        ("a WIF", wif),
        ("an xprv", xprv),
        ("an age identity", age),
    ];
    let foreign = foreign.map(|(form, text)| (form, text.to_owned()));
    own.into_iter().chain(foreign).map(|(form, text)| Secret { form, text }).collect()
}

/// Every place of a command line where a value can stand.
const PLACES: &[&[&str]] = &[
    &["@"],
    &["--@"],
    &["--@=1"],
    &["-x@"],
    &["check", "@"],
    &["check", "./@"],
    &["check", "share.txt", "@"],
    &["check", "share.txt", "--@"],
    &["check", "share.txt", "--bogus=@"],
    &["check", "--from", "@"],
    &["check", "share.txt", "--record", "@"],
    &["check", "share.txt", "--record=@"],
    &["check", "share.txt", "--record", "record.json", "--receipt", "@"],
    &["check", "share.txt", "--record", "record.json", "--date", "@"],
    &["recover", "two.txt", "@"],
    &["recover", "two.txt", "--as", "@"],
    &["recover", "two.txt", "--as=@"],
    &["recover", "two.txt", "--passphrase", "@"],
    &["recover", "two.txt", "--passphrase=@"],
    &["recover", "two.txt", "--passphrase-file", "@"],
    &["recover", "two.txt", "--open", "@"],
    &["recover", "two.txt", "--record", "@"],
    &["recover", "two.txt", "-o", "@"],
    &["recover", "two.txt", "-o", "@/key"],
    &["split", "@"],
    &["split", "2of3", "@"],
    &["split", "2of3", "--in", "@"],
    &["split", "2of3", "--in=@"],
    &["split", "2of3", "--in", "key.hex", "--kind", "@"],
    &["split", "2of3", "--in", "key.hex", "--label", "@"],
    &["split", "2of3", "--in", "key.hex", "--label", "the key: (@)"],
    &["split", "2of3", "--in", "key.hex", "--custodian", "@", "--custodian", "b", "--custodian", "c"],
    &["split", "2of3", "--in", "key.hex", "--exponent", "@"],
    &["split", "2of3", "--in", "key.hex", "--record", "@"],
    &["split", "2of3", "--in", "key.hex", "--passphrase-file", "@"],
    &["split", "2of3", "--in", "key.hex", "--expect-plan", "@"],
    &["split", "2of3", "--in", "key.hex", "--contact", "@", "--format", "pdf", "-o", "never"],
    &["split", "2of3", "--in", "key.hex", "-o", "@"],
    &["split", "2of3", "--from", "@"],
    &["split", "2of3", "--seal", "@"],
    &["split", "--plan", "@"],
    &["split", "--group", "@"],
    &["split", "--group", "@=2of3", "--in", "key.hex"],
    &["split", "--group", "a=@", "--in", "key.hex"],
    &["drill", "two.txt", "--record", "@"],
    &["drill", "two.txt", "--report", "@"],
    &["drill", "two.txt", "--report", "never.pdf", "--attendee", "@"],
    &["drill", "two.txt", "--scenario", "@"],
    &["drill", "two.txt", "--report", "never.pdf", "--remediation", "@"],
    &["drill", "two.txt", "--expect-plan", "@"],
    &["drill", "two.txt", "--new-record", "@", "--plan", "plan.toml"],
    &["drill", "two.txt", "--new-record", "never.json", "--plan", "@"],
    &["card", "share.txt", "-o", "@"],
    &["card", "share.txt", "--label", "@"],
    &["card", "share.txt", "--of", "@"],
    &["reissue", "two.txt", "--member", "@"],
    &["reissue", "two.txt", "--member", "3", "--custodian", "@"],
    &["note", "@", "heard", "1"],
    &["note", "record.json", "@", "1"],
    &["note", "record.json", "heard", "@"],
    &["note", "record.json", "heard", "1", "--text", "@"],
    &["note", "record.json", "heard", "1", "--text", "it is key=@, in a bag"],
    &["note", "record.json", "moved", "1", "--to", "@"],
    &["note", "record.json", "lost", "1", "--card", "@"],
    &["note", "record.json", "lost", "1", "--set", "@"],
    &["note", "record.json", "receipt", "@"],
    &["status", "@"],
    &["status", "record.json", "--expect-head", "@"],
    &["policy", "@"],
    &["policy", "2of3", "--absent", "@"],
    &["policy", "2of3", "--lost", "@"],
    &["policy", "--plan", "@"],
    &["plan", "@"],
    &["completions", "@"],
    &["practice", "@"],
];

/// Whether a run says again what only the secret holds: all of it, or a long piece, whatever stands between.
fn repeats(ran: &Ran, secret: &str) -> bool {
    let said = String::from_utf8_lossy(&ran.stdout).to_lowercase() + &ran.stderr.to_lowercase();
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let (said, secret) = (letters(&said), letters(&secret.to_lowercase()));
    secret.as_bytes().windows(12).any(|piece| said.contains(str::from_utf8(piece).unwrap()))
}

#[test]
fn no_run_repeats_a_secret_wherever_it_stands_on_the_command_line() {
    let desk = Desk::new();
    let secrets = secrets(&desk);
    fs::copy(desk.path("two.txt"), desk.path("share.txt")).unwrap();
    let set = ["split", "2of3", "--in", "key.hex", "--exponent", "0", "-o", "set"];
    assert_eq!(desk.run(&set).code, 0);
    fs::copy(desk.path("set/public/record.json"), desk.path("record.json")).unwrap();
    fs::write(desk.path("plan.toml"), desk.run(&["plan", "2of3"]).product()).unwrap();
    let rounds: usize = std::env::var("QUORATE_HUSH").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let mut runs = 0;
    for (at, secret) in secrets.iter().enumerate() {
        for (place, line) in PLACES.iter().enumerate() {
            // A few places of every secret, other ones of the next; all of them where time is no matter.
            if (place + 5 * at) % 9 >= rounds {
                continue;
            }
            let line: Vec<String> = line.iter().map(|part| part.replace('@', &secret.text)).collect();
            for json in [&[][..], &["--json"]] {
                let arguments: Vec<&str> =
                    json.iter().copied().chain(line.iter().map(String::as_str)).collect();
                let ran = desk.run(&arguments);
                assert!(!repeats(&ran, &secret.text), "{} in {:?}: {ran:?}", secret.form, PLACES[place]);
                assert_ne!(ran.code, 0, "{} in {:?} was taken", secret.form, PLACES[place]);
                runs += 1;
            }
        }
    }
    println!("{runs} runs");
}

#[test]
fn what_a_run_repeats_is_seen() {
    // The control of the test above.
    let desk = Desk::new();
    let secret = &secrets(&desk)[0].text;
    fs::write(desk.path(secret), "no share").unwrap();
    assert!(repeats(&desk.run(&["check", secret]), secret));
    assert!(!repeats(&desk.run(&["check", "two.txt"]), secret));
}

#[test]
fn what_names_no_file_is_told_by_its_place_or_its_option() {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    for (exit, arguments, error, hint) in [
        (2, &["check", "1.txt", "gone"][..], "argument 3 names no file that exists", "check the name"),
        (1, &["check", "1.txt", "./gone.txt"], "argument 3 names no file that exists", "check the name"),
        (1, &["split", "2of3", "--in=a/b"], "--in names no file that exists", "check the name"),
        (2, &["split", "2of3", "--in", "gone"], "--in names no file that exists", "check the name"),
        (1, &["--quiet", "status", "gone.json"], "argument 3 names no file that exists", "check the name"),
        (2, &["split", "2of3", "--from", "1.txt", "gone"], "argument 5 names no file", "check the name"),
        (
            2,
            &["recover", "--passphrase", "gone", "1.txt"],
            "argument 3 names no file",
            "--passphrase takes no value",
        ),
        (1, &["recover", "1.txt", "-o", "gone/key"], "the folder for -o does not exist", "make that folder"),
    ] {
        let refused = desk.refused(exit, arguments);
        assert!(refused.error.contains(error) && refused.hint.contains(hint), "{arguments:?}: {refused:?}");
    }
    // What ends as a file does is easier to find by its name; what could be anything else is not repeated, whatever its ending.
    let words = "academic-acid-acrobat-acquire-acne-activity-actress-adapt.txt";
    for (name, is_told) in
        [("./gone.txt", true), ("hunter2.txt", true), ("a/b", false), ("pass.word", false), (words, false)]
    {
        let ran = desk.run(&["check", name]);
        assert!(
            ran.says("argument 2 names no file that exists") && ran.says(name) == is_told,
            "{name}: {ran:?}"
        );
    }
}
