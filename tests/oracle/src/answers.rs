//! What the program answers with `--json`, against the schemas under `docs/schema/`.
//!
//! Runs where `QUORATE_BIN` names the program.

use std::{
    env, fs,
    io::Write as _,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::schema::{breaches, schema};

/// The program, if it is named; with `CI` set it must be.
pub fn program() -> Option<String> {
    let named = env::var("QUORATE_BIN").ok();
    assert!(named.is_some() || env::var_os("CI").is_none(), "QUORATE_BIN must name the program");
    if named.is_none() {
        eprintln!("NOT RUN: QUORATE_BIN does not name the program");
    }
    named
}

/// The exit code and the one document of a run.
fn answer(program: &str, arguments: &[&str], input: &str) -> (i32, Value) {
    let mut run = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // A program that refuses early does not read to the end.
    let _ = run.stdin.take().unwrap().write_all(input.as_bytes());
    let output = run.wait_with_output().unwrap();
    let document = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?} is not one document: {error}"));
    (output.status.code().unwrap(), document)
}

fn conforms(answer: &Value, name: &str) {
    assert_eq!(breaches(&schema(name), answer), Vec::<String>::new(), "{name}: {answer}");
}

const KEY: &str = "000102030405060708090a0b0c0d0e0f";

#[test]
fn every_success_is_as_its_schema_says() {
    let Some(program) = program() else { return };
    let run = |arguments: &[&str], input: &str, schema: &str| {
        let (exit, answer) = answer(&program, arguments, input);
        assert_eq!(exit, 0, "{arguments:?}: {answer}");
        conforms(&answer, schema);
        answer
    };
    let split = run(&["split", "2of3", "--json", "--label", "a set"], KEY, "split");
    let mnemonic = |at: usize| split["shares"][at]["mnemonic"].as_str().unwrap().to_owned();
    let two = format!("{}\n{}\n", mnemonic(0), mnemonic(2));
    for form in ["hex", "bip39", "xprv", "raw"] {
        run(&["--json", "recover", "--as", form], &two, "recover");
    }
    run(&["check", "--json"], &mnemonic(1), "check");
    run(&["check", "--json"], &two, "check");
    let drill = run(&["drill", "--json"], &two, "drill");
    assert_eq!((&drill["quorums_tried"], &drill["fingerprint"]), (&Value::from(1), &Value::from("none")));
    run(&["practice", "--json"], "", "practice");
    run(&["man", "--json"], "", "man");
    run(&["recover", "--help", "--json"], "", "help");
    run(&["completions", "bash", "--json"], "", "completions");

    let folder = env::temp_dir().join(format!("quorate-answers-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    let (shares, key) = (folder.join("shares"), folder.join("key"));
    let groups = ["--group", "a=2of3", "--group", "b=3of4", "--groups-needed", "1", "--generate", "256"];
    let to_folder = [&["split", "--json", "-o", shares.to_str().unwrap()][..], &groups].concat();
    let split = run(&to_folder, "", "split");
    assert!(!split.to_string().contains("mnemonic"), "the words are in the files");
    let (set, print) = (folder.join("set"), folder.join("print"));
    let to_paper =
        ["split", "2of3", "--json", "--format", "words,qr,svg,png,pdf", "-o", set.to_str().unwrap()];
    let split = run(&to_paper, KEY, "split");
    assert_eq!(split["shares"][0]["files"].as_array().map(Vec::len), Some(5));
    assert_eq!(split["public"].as_array().map(Vec::len), Some(6));
    let report = fs::read(set.join("public/ceremony-report.json")).unwrap();
    conforms(&serde_json::from_slice(&report).unwrap(), "ceremony-report");
    run(&["card", "--json"], &two, "card");
    let card = ["card", "--json", "--format", "png,pdf", "-o", print.to_str().unwrap(), "--label", "a set"];
    let card = run(&[&card[..], &["--custodian", "Al", "--custodian", "Bo"]].concat(), &two, "card");
    assert!(!card.to_string().contains("mnemonic"), "the words are in the files");
    for (name, input) in [("any", ""), ("own", mnemonic(0).as_str())] {
        let out = folder.join(name);
        let blank = ["card", "--json", "--blank", "-o", out.to_str().unwrap()];
        let shares: &[&str] = if input.is_empty() { &[] } else { &["-"] };
        run(&[&blank[..], shares].concat(), input, "card");
    }
    let again = run(&["reissue", "--json", "--member", "2"], &two, "reissue");
    assert_eq!(again["shares"][0]["mnemonic"].as_str(), Some(mnemonic(1).as_str()));
    let card = folder.join("again");
    let to_card = ["reissue", "--json", "--member", "2", "--custodian", "Bo", "-o", card.to_str().unwrap()];
    assert!(!run(&to_card, &two, "reissue").to_string().contains("mnemonic"), "the words are on the card");
    let recovered = run(&["recover", "--json", "-o", key.to_str().unwrap()], &two, "recover");
    assert_eq!(recovered["secret"], Value::Null, "the key is in the file");
    run(&["plan", "--json", "2of3"], "", "plan");
    run(&["policy", "--json", "--group", "a=2of3", "--group", "b=3of5", "--lost", "1.1"], "", "policy");
    of_other_tools(&run);
    is_as_its_report_says(&program, &two, &folder.join("drill"));
    is_as_its_record_says(&program, &folder);
    fs::remove_dir_all(&folder).unwrap();
}

/// What is told of shares of other tools.
fn of_other_tools(run: &impl Fn(&[&str], &str, &str) -> Value) {
    let data: Value = serde_json::from_str(include_str!("../../data/foreign.json")).unwrap();
    let lines = |set: &str, encoding: &str| {
        let shares = data[set][encoding].as_array().unwrap().iter();
        shares.map(|share| share.as_str().unwrap()).collect::<Vec<_>>().join("\n")
    };
    let flags = ["--threshold", "3", "--accept-unconfirmed"];
    for (form, format, shares) in [
        ("hex", "vault", lines("vault", "base64")),
        ("wif", "vault", lines("vault", "hex")),
        ("text", "ssss", lines("ssss", "shares")),
        ("raw", "ssss", lines("ssss", "shares")),
    ] {
        let recover = ["recover", "--json", "--as", form, "--from", format];
        let answer = run(&[&recover[..], &flags].concat(), &shares, "recover");
        assert_eq!(answer["foreign"]["confirmed_by"], "agreement");
        run(&["check", "--json", "--from", format], &shares, "check");
        run(&["check", "--json", "--from", format, "--threshold", "3"], &shares, "check");
    }
    let sskr = lines("sskr", "shares");
    assert_eq!(run(&["recover", "--json", "--from", "sskr"], &sskr, "recover")["digest"], true);
    run(&["check", "--json", "--from", "sskr"], &sskr, "check");
}

/// A record and every line of its journal, with nothing in them that their schemas do not know.
fn what_is_kept_is_as_its_schema_says(folder: &std::path::Path) {
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let closed = |name: &str| {
        let mut schema = schema(name);
        schema["additionalProperties"] = Value::from(false);
        schema
    };
    let record: Value = serde_json::from_str(&read("record.json")).unwrap();
    assert_eq!(breaches(&closed("record"), &record), Vec::<String>::new());
    let journal = read("journal.jsonl");
    assert!(journal.lines().count() > 0, "{}", folder.display());
    for line in journal.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(breaches(&closed("journal"), &line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn the_record_and_journal_of_the_example_are_as_their_schemas_say() {
    let examples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/life");
    what_is_kept_is_as_its_schema_says(&examples);
}

/// What is told with a record, and of it.
fn is_as_its_record_says(program: &str, folder: &std::path::Path) {
    let set = folder.join("recorded");
    let record = set.join("public/record.json");
    let (set, record) = (set.to_str().unwrap(), record.to_str().unwrap());
    let share = format!("{set}/secret/share-1.txt");
    let other = format!("{set}/secret/share-2.txt");
    let run = |arguments: &[&str], input: &str, expected: i32| {
        let (exit, answer) = answer(program, &[&["--json"], arguments].concat(), input);
        assert_eq!(exit, expected, "{arguments:?}: {answer}");
        conforms(&answer, if exit == 0 { arguments[0] } else { "failure" });
        answer
    };
    run(&["split", "2of3", "--fingerprint", "-o", set], KEY, 0);
    run(&["status", record, "--journal"], "", 0);
    let copy = format!("{set}/copy.json");
    fs::copy(record, &copy).unwrap();
    fs::copy(format!("{set}/public/journal.jsonl"), format!("{set}/copy.journal.jsonl")).unwrap();
    run(&["status", record, &copy], "", 0);
    let challenge = run(&["note", record, "challenge"], "", 0)["challenge"].as_str().unwrap().to_owned();
    run(&["check", &share, "--record", record], "", 0);
    run(&["check", &share, "--record", record, "--receipt", &challenge], "", 0);
    run(&["recover", &share, &other, "--record", record], "", 0);
    run(&["drill", &share, &other, "--record", record], "", 0);
    let evidence = folder.join("evidence");
    let evidence = evidence.to_str().unwrap();
    let made = run(&["evidence", record, "-o", evidence], "", 0);
    let sum = ["--expect-manifest", made["manifest_sha256"].as_str().unwrap()];
    let verify = ["evidence", "--verify", evidence];
    let missing = run(&[&verify[..], &sum].concat(), "", 6);
    let clauses = missing["clauses"].as_array().unwrap().iter().map(|clause| clause["id"].as_str().unwrap());
    let accepted: Vec<&str> = clauses.flat_map(|id| ["--accept-missing", id]).collect();
    run(&[&verify[..], &sum, &accepted].concat(), "", 0);
    fs::write(std::path::Path::new(evidence).join("more"), "more").unwrap();
    run(&verify, "", 6);
    run(&["note", record, "lost", "3"], "", 0);
    let due = run(&["status", record], "", 6);
    let several = run(&["status", record, "./nowhere.json"], "", 1);
    assert_eq!(several["records"][0]["findings"], due["findings"]);
    // A failure has the fields of the document beside its own.
    assert_eq!(due["findings"][0]["finding"], "margin", "{due}");
    run(&["note", record, "heard", "nobody"], "", 2);
    what_is_kept_is_as_its_schema_says(std::path::Path::new(set).join("public").as_path());
    of_a_set_with_all_there_is(&run, folder);
    run(&["policy", "2of3", "--absent", "1", "--absent", "2"], "", 6);
    // Whatever this machine is like, the same is told, as a success or beside the reason of a failure.
    let (exit, answer) = answer(program, &["--json", "preflight"], "");
    assert!(matches!(exit, 0 | 6), "{answer}");
    let mut fields = answer.clone();
    fields["ok"] = Value::from(true);
    conforms(&fields, "preflight");
    conforms(&answer, if exit == 0 { "preflight" } else { "failure" });
}

/// A record with everything in it that a plan, rolls and public values can bring, and a journal with a card that was added.
fn of_a_set_with_all_there_is(run: &impl Fn(&[&str], &str, i32) -> Value, folder: &std::path::Path) {
    const WORDS: &str =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    let at = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let plan = |cards: &str| {
        format!(
            "others = [\"Pat\"]\nexpect = [\"73c5da0a\"]\n[[group]]\nthreshold = 2\ncustodian = [{cards}]\n\
             [rules]\ndice = true\nproved_within_days = 370\n"
        )
    };
    let cards = r#"{name="alice"},{name="bob"},{name="carol"}"#;
    let rolls: String = (0..100_u32).map(|at| char::from(b'1' + (at * at % 7) as u8)).collect();
    fs::write(at("plan.toml"), plan(cards)).unwrap();
    fs::write(at("more.toml"), plan(&format!(r#"{cards},{{name="dave"}}"#))).unwrap();
    fs::write(at("rolls"), rolls).unwrap();
    let (set, record) = (at("dice"), at("dice/public/record.json"));
    let value = ["--expect", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", "-o", &set];
    let split = ["split", "--plan", &at("plan.toml"), "--rolls", &at("rolls")];
    run(&[&split[..], &value].concat(), WORDS, 0);
    let kept = std::path::Path::new(&set).join("public");
    let read: Value = serde_json::from_str(&fs::read_to_string(&record).unwrap()).unwrap();
    assert!(read["rolled"].is_object() && read["proved"].is_array() && read["plan"]["others"].is_array());
    let hash = run(&["policy", "--plan", &at("more.toml")], "", 0)["plan_hash"].as_str().unwrap().to_owned();
    let cards = [at("dice/secret/1-alice.txt"), at("dice/secret/2-bob.txt")];
    let more = ["--member", "4", "--plan", &at("more.toml"), "--expect-plan", &hash, "-o", &at("more")];
    let reissue = ["reissue", &cards[0], &cards[1], "--record", &record];
    run(&[&reissue[..], &more].concat(), "", 0);
    run(&["drill", &cards[0], &cards[1], "--record", &record], "", 0);
    run(&["status", &record, "--journal"], "", 0);
    what_is_kept_is_as_its_schema_says(&kept);
    let journal = fs::read_to_string(kept.join("journal.jsonl")).unwrap();
    assert!(journal.contains(r#""event":"added""#) && journal.contains(r#""event":"proved""#), "{journal}");
}

/// A drill with a report that passes, and one that fails.
fn is_as_its_report_says(program: &str, two: &str, stem: &std::path::Path) {
    let one = two.lines().next().unwrap();
    for (name, input, expected) in [("good", two, 0), ("bad", one, 4)] {
        let pdf = stem.with_file_name(format!("{name}.pdf"));
        let named = ["--attendee", "Ann", "--scenario", "a fire", "--next", "2027-05-01"];
        let (exit, answer) = answer(
            program,
            &[&["drill", "--json", "--report", pdf.to_str().unwrap()][..], &named].concat(),
            input,
        );
        assert_eq!(exit, expected, "{answer}");
        conforms(&answer, if exit == 0 { "drill" } else { "failure" });
        let report = serde_json::from_slice(&fs::read(pdf.with_extension("json")).unwrap()).unwrap();
        conforms(&report, "drill-report");
    }
}

#[test]
fn every_failure_is_as_its_schema_says() {
    let Some(program) = program() else { return };
    let (_, split) = answer(&program, &["split", "2of3", "--json"], KEY);
    let first = split["shares"][0]["mnemonic"].as_str().unwrap();
    let (_, other) = answer(&program, &["split", "2of3", "--json"], KEY);
    let foreign = format!("{first}\n{}\n", other["shares"][1]["mnemonic"].as_str().unwrap());
    let (head, _) = first.rsplit_once(' ').unwrap();
    let wrong = format!("{head} {}", if first.ends_with("academic") { "acid" } else { "academic" });
    let cases: [(&[&str], &str, i32); 21] = [
        (&["recover", "--json", "./no-such-file"], "", 1),
        (&["--json"], "", 2),
        (&["split", "--json", "no policy"], "", 2),
        (&["nothing of the kind", "--json"], "", 2),
        (&["split", "2of3", "--json"], "not a key", 3),
        (&["check", "--json"], &wrong, 3),
        (&["recover", "--json"], first, 4),
        (&["check", "--json"], &foreign, 5),
        (&["split", "3of3", "--json"], KEY, 7),
        (&["drill", "--json"], first, 4),
        (&["drill", "--json"], &foreign, 5),
        (&["drill", "--json"], &wrong, 3),
        (&["card", "--json", "--format", "png"], first, 2),
        (&["card", "--json"], &wrong, 3),
        (&["card", "--json"], &foreign, 5),
        (&["reissue", "--json", "--member", "1"], first, 2),
        (&["reissue", "--json", "--member", "3"], first, 4),
        (&["recover", "--json", "--from", "vault"], "", 7),
        (&["check", "--json", "--from", "sskr"], first, 3),
        (&["check", "--json", "--from", "sharks"], "01aabb\n01aabc", 5),
        (&["recover", "--json", "--from", "ssss", "--threshold", "2", "--accept-unconfirmed"], "1-aa", 4),
    ];
    for (arguments, input, expected) in cases {
        let (exit, answer) = answer(&program, arguments, input);
        assert_eq!(
            (exit, answer["exit"].as_i64()),
            (expected, Some(expected.into())),
            "{arguments:?}: {answer}"
        );
        conforms(&answer, "failure");
    }
}
