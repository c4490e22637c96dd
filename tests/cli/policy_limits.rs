//! What a plan does not say, `policy` does not claim.

use crate::{desk::Desk, known};

const PLAN: &str = r#"
[[group]]
threshold = 2
custodian = [{ name = "alice", place = "bank" }, { name = "bob", place = "home" }, { name = "carol", place = "safe" }]
"#;

const PASSPHRASE: &str = r#"
[[required]]
name = "passphrase"
access = ["dana", "alice"]
places = ["notary", "bank"]
"#;

/// The exit, the report and the code of `policy` for this plan.
fn judged(plan: &str, options: &[&str]) -> (i32, String, String) {
    let desk = Desk::new();
    std::fs::write(desk.path("plan"), plan).unwrap();
    let arguments = [&["policy", "--plan", "plan"], options].concat();
    let ran = desk.run(&arguments);
    let document = desk.run(&[&arguments[..], &["--json"]].concat()).json();
    let code = document["code"].as_str().unwrap_or_default().to_owned();
    (ran.code, String::from_utf8(ran.stdout).unwrap(), code)
}

#[test]
fn a_rule_that_cannot_be_judged_is_not_kept() {
    let placeless = PLAN.replace(r#", place = "safe""#, "");
    let unassigned = format!("{PLAN}[[required]]\nname = \"passphrase\"\nplaces = [\"notary\", \"attic\"]\n");
    for (plan, rule) in [
        (format!("{placeless}[rules]\nno_single_place = true\n"), "no_single_place"),
        (format!("{unassigned}[rules]\ntake_at_least = 3\n"), "take_at_least"),
    ] {
        let (exit, report, code) = judged(&plan, &[]);
        assert_eq!((exit, code.as_str()), (6, "cannot-tell"), "{plan}: {report}");
        assert!(report.contains(&format!("CANNOT BE JUDGED: {rule}")), "{report}");
        assert!(!report.contains("none is broken"), "{report}");
    }
    // A plan that says enough is judged, and a rule that is broken all the same is broken.
    for (rules, exit) in [("no_single_place = true\ntake_at_least = 2", 0), ("take_at_least = 3", 6)] {
        let (found, report, code) = judged(&format!("{PLAN}[rules]\n{rules}\n"), &[]);
        assert_eq!((found, code == "rule-broken"), (exit, exit == 6), "{report}");
    }
}

#[test]
fn whom_to_call_names_the_keepers_of_what_is_needed_besides() {
    let plan = format!("{PLAN}{PASSPHRASE}");
    let (_, report, _) = judged(&plan, &["--absent", "alice"]);
    assert!(report.contains("also needed: passphrase (dana)"), "{report}");
    let (_, report, code) = judged(&plan, &["--absent", "alice", "--absent", "dana"]);
    assert!(report.contains("also needed: passphrase (nobody is within reach)"), "{report}");
    assert_eq!(code, "frozen");
}

#[test]
fn a_lost_card_is_made_again_only_where_the_others_can() {
    let desk = Desk::new();
    let lost = |policy: &[&str]| {
        let report = desk.run(&[&["policy"], policy].concat());
        let lines = report.product().lines().filter(|line| line.contains("a card is lost"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    for policy in ["1of1", "2of2", "3of3"] {
        let lines = lost(&[policy]);
        assert!(lines.len() == 1 && lines[0].ends_with("no other card replaces it"), "{policy}: {lines:?}");
    }
    for policy in ["2of3", "3of5"] {
        let lines = lost(&[policy]);
        assert!(lines.len() == 1 && lines[0].contains("make it again from the others"), "{lines:?}");
    }
    let lines = lost(&["--group", "board=2of2", "--group", "ops=2of3", "--groups-needed", "1"]);
    assert!(
        lines.len() == 2 && lines[0].contains("of board: it cannot be made again; the others still give"),
        "{lines:?}"
    );
    assert!(lines[1].contains("of ops: make it again"), "{lines:?}");
}

#[test]
fn a_new_set_is_made_of_the_cards_that_are_left_only_where_they_give_the_key() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let sheet = |folder: &str, policy: &[&str]| {
        let split = ["split", "--in", "key", "--accept-single-point", "--format", "pdf", "-o", folder];
        let made = desk.run(&[&split[..], policy].concat());
        assert_eq!(made.code, 0, "{made:?}");
        let pdf = std::fs::read(desk.path(&format!("{folder}/public/cover-sheet.pdf"))).unwrap();
        known::text_of_pdf(&pdf).lines().collect::<Vec<_>>().join(" ")
    };
    const LEFT: &str = "Make a new set from the cards that are left.";
    for policy in ["1of1", "2of2", "3of3"] {
        let text = sheet(policy, &[policy]);
        assert!(!text.contains(LEFT), "{policy}: {text}");
        assert!(text.contains("cards left give no key and no new set"), "{policy}: {text}");
    }
    assert!(sheet("most", &["2of3"]).contains(LEFT));
    let either = ["--group", "board=2of2", "--group", "ops=2of3", "--groups-needed"];
    assert!(sheet("either", &[&either[..], &["1"]].concat()).contains(LEFT), "the other group is left");
    let both = sheet("both", &[&either[..], &["2"]].concat());
    assert!(both.contains("where they still give the key") && !both.contains(LEFT), "{both}");
}

#[test]
fn sixteen_digits_of_a_hash_are_not_enough() {
    let desk = Desk::new();
    std::fs::write(desk.path("plan"), PLAN).unwrap();
    let document = desk.run(&["policy", "--plan", "plan", "--json"]).json();
    let hash = document["plan_hash"].as_str().unwrap();
    let expect = |digits: &str| {
        let arguments = ["policy", "--plan", "plan", "--expect-plan", digits];
        desk.run(&arguments).code
    };
    assert_eq!((expect(&hash[..32]), expect(hash), expect(&hash.to_uppercase())), (0, 0, 0));
    // Another plan may have any of the digits, but not all that are compared.
    for digits in [32, 64] {
        for at in 0..digits {
            let other = if hash[at..].starts_with('0') { "1" } else { "0" };
            let almost = format!("{}{other}{}", &hash[..at], &hash[at + 1..digits]);
            assert_eq!(expect(&almost), 7, "digit {} of {digits}", at + 1);
        }
    }
    for wrong in [&hash[..16], &hash[..31], &hash[..33], "", &"g".repeat(32)] {
        let refused = desk.refused(2, &["policy", "--plan", "plan", "--expect-plan", wrong]);
        assert!(refused.error.contains("32 hexadecimal digits"), "{refused:?}");
        assert!(refused.hint.contains("quorate policy"), "{refused:?}");
    }
}

#[test]
fn the_cover_sheet_says_what_the_analysis_says() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let cards = r#"{name="alice",access=["dana"]},{name="bob",access=["dana"]},{name="carol"},{name="erin"},{name="erin"}"#;
    let sheet = |threshold: u8, folder: &str| {
        let plan = format!("[[group]]\nthreshold = {threshold}\ncustodian = [{cards}]\n");
        std::fs::write(desk.path(folder).with_extension("toml"), plan).unwrap();
        let file = format!("{folder}.toml");
        let split = ["split", "--plan", &file, "--in", "key", "--accept-single-point"];
        let made = desk.run(&[&split[..], &["--format", "words,pdf", "-o", folder]].concat());
        assert_eq!(made.code, 0, "{made:?}");
        let text = known::text_of_pdf(
            &std::fs::read(desk.path(&format!("{folder}/public/cover-sheet.pdf"))).unwrap(),
        );
        let record: serde_json::Value =
            serde_json::from_str(&desk.read(&format!("{folder}/public/record.json"))).unwrap();
        let whole = text.lines().collect::<Vec<_>>();
        // A hash that is too long for one line goes on with the next.
        assert!(whole.concat().contains(record["plan_hash"].as_str().unwrap()), "{text}");
        whole.join(" ")
    };
    // Two people freeze it, and two have a quorum: the thresholds alone would say three.
    let text = sheet(3, "several");
    assert!(text.contains("carol + erin") && text.contains("dana + erin"), "{text}");
    assert!(text.contains("1 alice or dana") && !text.contains("2 cannot"), "{text}");
    // One is enough.
    let text = sheet(2, "single");
    assert!(text.contains("One person can take the key alone, dana or erin."), "{text}");
    assert!(text.contains("Accepted, and to be put right: dana alone could take the key."), "{text}");
    // Nobody else has what the only card has.
    assert_eq!(
        desk.run(&[
            "split",
            "2of2",
            "--in",
            "key",
            "--accept-single-point",
            "--format",
            "words,pdf",
            "-o",
            "all"
        ])
        .code,
        0
    );
    let text = known::text_of_pdf(&std::fs::read(desk.path("all/public/cover-sheet.pdf")).unwrap())
        .replace('\n', " ");
    assert!(text.contains("no other card replaces it") && !text.contains("make it again"), "{text}");
}
