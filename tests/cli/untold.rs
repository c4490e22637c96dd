//! Where a record cannot tell whether a card was dealt, nobody is told that it was: not on the screen, not in a document,
//! not in the journal, and not by the exit code.

use quorate::{
    crypto::entropy::{Entropy, NoEntropy},
    slip39::{Deal, MasterSecret, Passphrase, Policy, Share},
};
use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// Bytes that are all the same.
struct Same(u8);

impl Entropy for Same {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoEntropy> {
        bytes.fill(self.0);
        Ok(())
    }
}

/// The shares of another key that say they are of the set of `share`, by group.
pub fn forged(share: &str, groups_needed: u8, groups: &[&str]) -> Vec<Vec<String>> {
    let encryption = Share::parse(share.trim()).unwrap().header().set.encryption;
    let groups = groups.iter().map(|group| group.parse::<Policy>().unwrap().groups()[0]).collect();
    let policy = Policy::new(groups_needed, groups).unwrap();
    let secret = MasterSecret::copy_of(&[9; 16]).unwrap();
    let ems = secret.encrypt_as(&Passphrase::empty(), encryption, &mut |_| {});
    let deal = Deal::new(&policy, ems, &mut Same(7)).unwrap();
    let text = |share: &Share| share.mnemonic().expose().to_owned();
    deal.groups().iter().map(|group| group.iter().map(text).collect()).collect()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    desk
}

/// A folder `set` of this policy, or these groups, and the words of its shares by file.
fn split(desk: &Desk, policy: &[&str]) {
    let split = ["split", "--in", "key", "--exponent", "0", "-o", "set"];
    assert_eq!(desk.run(&[&split[..], policy].concat()).code, 0);
}

/// The event and the cards of each line of a journal that says of cards that they are as they should be.
fn found_good(desk: &Desk, journal: &str) -> Vec<(String, Value)> {
    let lines = if desk.names().contains(journal) { desk.read(journal) } else { String::new() };
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter(|line| line["cards"].is_array() && line["event"] != "dealt")
        .map(|line| (line["event"].as_str().unwrap().to_owned(), line["cards"].clone()))
        .collect()
}

/// The record with a change in it.
fn change(desk: &Desk, record: &str, change: impl FnOnce(&mut Value)) {
    let mut changed: Value = serde_json::from_str(&desk.read(record)).unwrap();
    change(&mut changed);
    desk.put(record, serde_json::to_string_pretty(&changed).unwrap() + "\n");
}

#[test]
fn a_card_that_is_the_whole_key_is_not_called_dealt() {
    let desk = desk();
    split(&desk, &["1of1", "--accept-single-point"]);
    let (share, record) = ("set/secret/share-1.txt", "set/public/record.json");
    let check = ["check", share, "--record", record];
    let refused = desk.refused(6, &check);
    assert!(refused.error.contains("cannot tell: card 1.1 is the whole key"), "{refused:?}");
    assert!(refused.hint.contains("split again with --fingerprint"), "{refused:?}");
    let document = desk.refused_json(6, &check);
    assert_eq!(document["code"], "cannot-tell");
    assert_eq!(document["standings"][0]["standing"], "untold");
    assert_eq!(found_good(&desk, "set/public/journal.jsonl"), []);
    desk.refused(6, &["card", share, "--record", record, "-o", "cards"]);
    let recovered = desk.run(&["recover", share, "--record", record, "--json"]).json();
    let caveats = recovered["caveats"].to_string();
    assert!(caveats.contains("cannot tell: card 1.1 is the whole key"), "{recovered}");
    let drilled = desk.run(&["drill", share, "--record", record, "--json"]).json();
    assert_eq!(drilled["shares"][0]["standing"], "untold", "{drilled}");
}

#[test]
fn a_whole_key_that_its_fingerprint_proved_needs_no_warning() {
    let desk = desk();
    split(&desk, &["1of1", "--accept-single-point", "--fingerprint"]);
    let drill = ["drill", "set/secret/share-1.txt", "--record", "set/public/record.json", "--json"];
    let ran = desk.run(&drill);
    assert!(ran.code == 0 && !ran.says("cannot tell"), "{ran:?}");
    let document = ran.json();
    assert_eq!(
        (&document["shares"][0]["standing"], &document["confirmed_by"]),
        (&json!("untold"), &json!("fingerprint"))
    );
}

#[test]
fn a_forged_card_that_nobody_brought_when_the_record_was_made_anew_counts_nowhere() {
    let desk = desk();
    let plan = "groups_needed = 1\n".to_owned()
        + &["a", "b"]
            .map(|name| format!("[[group]]\nname = \"{name}\"\nthreshold = 2\n{}", HOLDERS))
            .concat();
    desk.put("plan", plan.replace("NAME", "x"));
    split(&desk, &["--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"]);
    let card = |name: &str| format!("set/secret/{name}.txt");
    let (one, two) = (card("a-1"), card("a-2"));
    let made = desk.run(&["drill", &one, &two, "--new-record", "again.json", "--plan", "plan"]);
    assert_eq!(made.code, 0, "{made:?}");
    let before = found_good(&desk, "again.journal.jsonl");

    let forged = &forged(desk.read(&card("b-1")).lines().last().unwrap(), 1, &["2of3", "2of3"])[1];
    desk.put("forged", &forged[0]).put("both", forged[..2].join("\n"));
    let document = desk.refused_json(6, &["check", "forged", "--record", "again.json"]);
    assert_eq!(document["code"], "cannot-tell");
    let refused = desk.refused(6, &["card", "forged", "--record", "again.json", "-o", "cards"]);
    assert!(refused.error.contains("nobody brought card 2.1"), "{refused:?}");
    assert_eq!(found_good(&desk, "again.journal.jsonl"), before);

    // Beside a quorum it is idle: the key comes back, and the journal has the two that were dealt.
    let recover = ["recover", &one, &two, "forged", "--record", "again.json", "--date", "2099-01-01"];
    assert_eq!(desk.run(&recover).product().trim(), known::HEX);
    let lines = found_good(&desk, "again.journal.jsonl");
    assert_eq!(lines.last().unwrap(), &("recovered".to_owned(), json!(["1.1", "1.2"])));

    let document = desk.run(&[&recover[..], &["--json"]].concat()).json();
    let caveats = document["caveats"].as_array().unwrap();
    assert!(
        caveats.iter().any(|one| one.as_str().unwrap().contains("forged: the record cannot tell")),
        "{document}"
    );
    let drill = ["drill", &one, &two, "forged", "--record", "again.json", "--date", "2099-01-01"];
    let ran = desk.run(&[&drill[..], &["--report", "report.pdf", "--json"]].concat());
    assert!(ran.code == 0 && ran.says("warning: forged: the record cannot tell"), "{ran:?}");
    let report: Value = serde_json::from_str(&desk.read("report.json")).unwrap();
    for document in [ran.json(), report] {
        let standings = document["shares"].as_array().unwrap().iter().map(|share| &share["standing"]);
        assert_eq!(
            standings.collect::<Vec<_>>(),
            [&json!("dealt"), &json!("dealt"), &json!("untold")],
            "{document}"
        );
    }
    // The paper says the same of each; by the first record the forged one is none of the cards at all.
    let first =
        ["drill", &one, &two, "forged", "--record", "set/public/record.json", "--report", "first.pdf"];
    assert_eq!(desk.run(&first).code, 6);
    for (sheet, of_forged) in [
        ("report.pdf", "the record cannot tell whether it was dealt"),
        ("first.pdf", "never dealt, by the record"),
    ] {
        let text = known::text_of_pdf(&std::fs::read(desk.path(sheet)).unwrap()).replace('\n', " ");
        let (exercised, idle) = text.split_once("Brought, but not exercised").unwrap();
        assert_eq!(exercised.matches(".txt: dealt, as the record confirms").count(), 2, "{text}");
        assert!(idle.contains(&format!("from forged: {of_forged}")), "{text}");
    }

    // What two of them make is told apart from what a dealt quorum makes.
    let three = card("a-3");
    for (shares, member, standing) in [
        (&["both"][..], "2.3", "untold"),
        (&[&one, &two], "1.3", "untold"),
        (&[&one, &three], "1.2", "dealt"),
    ] {
        let reissue = [&["reissue"], shares, &["--record", "again.json", "--json", "--member"]].concat();
        let document = desk.run(&[&reissue[..], &[member]].concat()).json();
        assert_eq!(document["shares"][0]["standing"], standing, "{document}");
    }
    let unrecorded = desk.run(&["reissue", &one, &two, "--member", "1.3", "--json"]).json();
    assert_eq!(unrecorded["shares"][0]["standing"], Value::Null);
}

const HOLDERS: &str = "[[group.custodian]]\nrole = \"first\"\n[[group.custodian]]\nrole = \"second\"\n[[group.custodian]]\nrole = \"third\"\n";

#[test]
fn a_record_that_was_changed_cannot_tell_and_recovery_goes_on_without_its_word() {
    type Change = fn(&mut Value);
    let changes: [(&str, Change); 4] = [
        ("it holds no key of card 1.1", |record| record["shares"][0]["key"] = Value::Null),
        ("another iteration exponent than card 1.1", |record| record["set"]["exponent"] = json!(2)),
        ("another extendable flag than card 1.1", |record| record["set"]["extendable"] = json!(false)),
        ("another number of words than card 1.1", |record| {
            record["key"]["words"] = json!(33);
            record["key"]["bytes"] = json!(32);
        }),
    ];
    for (what, changed) in changes {
        let desk = desk();
        split(&desk, &["2of3"]);
        let record = "set/public/record.json";
        change(&desk, record, changed);
        std::fs::remove_file(desk.path("set/public/journal.jsonl")).ok();
        let (one, two) = ("set/secret/share-1.txt", "set/secret/share-2.txt");
        let refused = desk.refused(6, &["check", one, "--record", record]);
        assert!(
            refused.error.contains("cannot tell: it was changed") && refused.error.contains(what),
            "{refused:?}"
        );
        let recovered = desk.run(&["recover", one, two, "--record", record]);
        assert_eq!(recovered.product().trim(), known::HEX, "{what}");
        assert!(recovered.says("cannot tell: it was changed"), "{recovered:?}");
        let good = found_good(&desk, "set/public/journal.jsonl");
        assert!(good.iter().all(|(_, cards)| !cards.to_string().contains("1.1")), "{good:?}");
    }
}

#[test]
fn a_lone_card_of_the_practice_key_is_a_specimen_where_the_record_says_so() {
    let desk = Desk::new();
    desk.put("key", b"quorate practice: worthless key!");
    let split = ["split", "2of3", "--kind", "raw", "--in", "key", "-o", "set"];
    assert_eq!(desk.run(&split).code, 0);
    let (one, record) = ("set/secret/share-1.txt", "set/public/record.json");
    let check = desk.run(&["check", one, "--record", record, "--json"]);
    assert!(check.json()["practice"] == true && check.says("PRACTICE"), "{check:?}");
    let specimen = |arguments: &[&str]| {
        let ran = desk.run(&[&["card", one, "--format", "pdf"], arguments].concat());
        (ran.says("PRACTICE"), ran.stdout)
    };
    let (told, marked) = specimen(&["--record", record]);
    let (untold, unmarked) = specimen(&["--of", "3"]);
    assert!(told && !untold && marked != unmarked);
}

#[test]
fn a_recovery_names_what_it_did_not_test_and_what_is_for_practice() {
    let desk = desk();
    split(&desk, &["--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"]);
    let recover = ["recover", "set/secret/a-1.txt", "set/secret/a-2.txt", "set/secret/b-3.txt", "--json"];
    let document = desk.run(&recover).json();
    assert_eq!(document["untested"], json!([{ "group": 2, "member": 3 }]));
    let tested = desk.run(&[&recover[..3], &["--json"]].concat()).json();
    assert_eq!((&tested["untested"], &tested["practice"]), (&json!([]), &json!(false)));

    let status = ["status", "set/public/record.json", "--json"];
    assert_eq!(desk.run(&status).json()["practice"], false);
    let record = "other.json";
    desk.put(record, desk.read("set/public/record.json"));
    change(&desk, record, |record| record["practice"] = json!(true));
    let told = desk.run(&["status", record]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("PRACTICE"), "{told:?}");
    assert_eq!(desk.run(&["status", record, "--json"]).json()["practice"], true);
    // The record is believed no more than the key that came.
    let ran = desk.run(&[&recover[..], &["--record", record]].concat());
    assert!(ran.says("the published practice key, but it is another"), "{ran:?}");
    let drill = ["drill", "set/secret/a-1.txt", "set/secret/a-2.txt", "--record", record];
    let refused = desk.refused_json(6, &drill);
    assert_eq!(refused["code"], "cannot-tell", "{refused}");
    assert!(refused["message"].as_str().unwrap().contains("practice key, but it is another"), "{refused}");
    let line: Value = serde_json::from_str(desk.read("other.journal.jsonl").lines().last().unwrap()).unwrap();
    assert_eq!((&line["event"], &line["passed"]), (&"drilled".into(), &Value::Null));
}

#[test]
fn what_cards_give_that_the_record_cannot_tell_of_is_compared_with_what_it_knows() {
    let desk = desk();
    split(&desk, &["2of3"]);
    let (record, journal) = ("set/public/record.json", "set/public/journal.jsonl");
    let dealt = [1, 2].map(|number| format!("set/secret/share-{number}.txt"));
    let forged = &forged(desk.read(&dealt[0]).lines().last().unwrap(), 1, &["2of3"])[0];
    desk.put("one", &forged[0]).put("two", &forged[1]);
    change(&desk, record, |record| {
        for share in 0..2 {
            record["shares"][share]["key"] = Value::Null;
        }
    });
    std::fs::remove_file(desk.path(journal)).unwrap();
    let third = ["--member", "3", "--record", record];
    let refused = desk.refused(6, &[&["reissue", "one", "two"], &third[..]].concat());
    assert_eq!(refused.error, "the share that these shares give is not the one that was dealt");
    assert!(!desk.names().contains(journal), "and nothing is noted");
    let made = desk.run(&[&["reissue", &dealt[0], &dealt[1]], &third[..]].concat());
    assert!(made.code == 0 && made.says("the very share that was dealt"), "{made:?}");
}

#[test]
fn a_forged_card_stops_a_reissue_though_it_is_not_needed() {
    let desk = desk();
    split(&desk, &["--group", "a=2of3", "--group", "b=2of3", "--groups-needed", "1"]);
    let forged = forged(desk.read("set/secret/b-2.txt").lines().last().unwrap(), 1, &["2of3", "2of3"]);
    desk.put("forged", &forged[1][1]);
    let reissue = ["reissue", "set/secret/a-1.txt", "set/secret/a-2.txt", "--member", "1.3"];
    let with =
        |card: &'static str| [&reissue[..], &["--record", "set/public/record.json", "--", card]].concat();
    let journal = desk.read("set/public/journal.jsonl");
    let refused = desk.refused(6, &with("forged"));
    assert_eq!(refused.error, "forged: card 2.2 is not the one that was dealt");
    assert_eq!(desk.read("set/public/journal.jsonl"), journal);
    assert_eq!(desk.run(&with("set/secret/b-2.txt")).code, 0);
}

#[test]
fn the_whole_key_asks_for_a_drill_where_one_can_tell_and_for_a_fingerprint_where_none_can() {
    for (key, is_provable) in [(&["--generate", "256"][..], true), (&["--in", "key"], false)] {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let split = ["split", "1of1", "--accept-single-point", "--exponent", "0", "--date", "2026-10-01"];
        assert_eq!(desk.run(&[&split[..], key, &["-o", "set"]].concat()).code, 0);
        let record = "set/public/record.json";
        let card = ["set/secret/share-1.txt", "--record", record, "--date", "2026-10-02"];
        let hint =
            if is_provable { "quorate drill --record proves it" } else { "split again with --fingerprint" };
        let checked = desk.refused(6, &[&["check"], &card[..]].concat());
        assert!(checked.hint.contains(hint), "{checked:?}");
        let drilled = desk.run(&[&["drill"], &card[..]].concat());
        assert_eq!(drilled.code, if is_provable { 0 } else { 6 }, "{drilled:?}");
        assert_eq!(drilled.says(hint), !is_provable, "{drilled:?}");
        assert_eq!(desk.run(&["note", record, "handed-over", "1", "--date", "2026-10-02"]).code, 0);
        let told = desk.run(&["--json", "status", record, "--date", "2026-11-10"]).json();
        assert_eq!(
            (&told["complete"], told["ok"].clone()),
            (&is_provable.into(), is_provable.into()),
            "{told}"
        );
        if !is_provable {
            assert_eq!(told["findings"][0]["finding"], "not-complete", "{told}");
            assert!(told["hint"].as_str().unwrap().contains(hint), "{told}");
        }
        // A recovery proves it, too, and says with which card.
        let recovered = desk.run(&[&["recover"], &card[..]].concat());
        assert_eq!(recovered.code, 0, "{recovered:?}");
        let journal = desk.read("set/public/journal.jsonl");
        let last: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
        assert_eq!(last["cards"].is_array(), is_provable, "{last}");
        assert_eq!(last["passed"] == true, is_provable, "{last}");
    }
}

/// A set of this key, and a copy of its record that calls the key the practice key, without a journal.
fn called_practice(desk: &Desk, options: &[&str]) -> &'static str {
    split(desk, &[&["2of3"], options].concat());
    desk.put("lying.json", desk.read("set/public/record.json"));
    change(desk, "lying.json", |record| record["practice"] = json!(true));
    "lying.json"
}

#[test]
fn a_record_that_calls_another_key_practice_confirms_nothing() {
    let desk = desk();
    let record = called_practice(&desk, &[]);
    let (one, two) = ("set/secret/share-1.txt", "set/secret/share-2.txt");
    let recover = ["recover", one, two, "--record", record, "--json"];
    let document = desk.run(&recover).json();
    assert_eq!((&document["confirmed_by"], &document["practice"]), (&json!("nothing"), &json!(false)));
    assert_eq!(document["bytes_confirmed_by"], "record");
    let journal = desk.read("lying.journal.jsonl");
    let recovered: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!((&recovered["event"], &recovered["passed"]), (&json!("recovered"), &Value::Null));

    // A quorum of cards shows that it is another; one card alone cannot.
    let before = desk.read("lying.journal.jsonl");
    for command in [
        &["check", one, two, "--record", record][..],
        &["card", one, two, "--record", record, "-o", "cards"],
        &["drill", one, two, "--record", record],
    ] {
        let ran = desk.run(command);
        assert!(ran.code == 6 && ran.says("practice key, but it is another"), "{command:?}: {ran:?}");
        assert!(!ran.says("PRACTICE"), "{command:?}: {ran:?}");
        assert_eq!(desk.run(&[command, &["--json"]].concat()).json()["code"], "cannot-tell", "{command:?}");
    }
    let added = desk.read("lying.journal.jsonl").replacen(&before, "", 1);
    let verdicts = added.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["passed"].clone());
    assert!(verdicts.clone().count() == 2 && verdicts.clone().all(|passed| passed != true), "{added}");
    // Nor where it takes a passphrase to see it.
    desk.put("pass", "correct horse");
    let split =
        ["split", "2of3", "--in", "key", "--exponent", "0", "--passphrase-file", "pass", "-o", "with"];
    assert_eq!(desk.run(&split).code, 0);
    desk.put("other.json", desk.read("with/public/record.json"));
    change(&desk, "other.json", |record| record["practice"] = json!(true));
    let shares = ["with/secret/share-1.txt", "with/secret/share-2.txt"];
    let drill = ["drill", shares[0], shares[1], "--record", "other.json", "--passphrase-file", "pass"];
    let ran = desk.run(&[&drill[..], &["--report", "report.pdf"]].concat());
    assert!(ran.code == 6 && ran.says("practice key, but it is another") && !ran.says("PRACTICE"), "{ran:?}");
    let report: Value = serde_json::from_str(&desk.read("report.json")).unwrap();
    assert_eq!(report["practice"], false, "no specimen of a report");

    let again = desk.run(&["reissue", one, two, "--member", "3", "--record", record]);
    assert!(again.says("practice key, but it is another") && !again.says("PRACTICE"), "{again:?}");
}

#[test]
fn a_fingerprint_tells_of_a_lone_card_that_it_is_not_of_the_practice_key() {
    let desk = desk();
    let record = called_practice(&desk, &["--fingerprint"]);
    let one = "set/secret/share-1.txt";
    for command in
        [&["check", one, "--record", record][..], &["card", one, "--record", record, "-o", "cards"]]
    {
        let refused = desk.refused_json(6, command);
        assert_eq!(refused["code"], "cannot-tell", "{refused}");
    }
    assert_eq!(found_good(&desk, "lying.journal.jsonl"), []);
    let recovered =
        desk.run(&["recover", one, "set/secret/share-3.txt", "--record", record, "--json"]).json();
    assert_eq!(
        (&recovered["confirmed_by"], &recovered["bytes_confirmed_by"]),
        (&json!("nothing"), &json!("fingerprint"))
    );
}
