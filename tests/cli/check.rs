//! `check`: for a lone holder, and for several together.

use crate::{desk::Desk, known};

#[test]
fn a_lone_share_is_told_in_plain_words() {
    let desk = Desk::new();
    desk.put("share.txt", &known::shares("three_of_five")[3]);
    let check = desk.run(&["check", "share.txt"]);
    let report = check.product();
    for said in [
        "share.txt: good, all 33 words are whole",
        "share 4; any 3",
        "SLIP-0039 extendable, iteration exponent 0, a key of 32 bytes",
    ] {
        assert!(report.contains(said), "{report}");
    }
    assert!(!report.contains("together"));
    desk.put("member.txt", &known::groups()[2][4]);
    let report = desk.run(&["check", "member.txt"]).product().to_owned();
    assert!(report.contains("share 5 of group 3; any 3 complete the group"));
}

#[test]
fn too_few_shares_are_nothing_wrong() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five")[..2].join("\n"));
    let check = desk.run(&["check", "shares"]);
    assert!(
        check.product().contains("together: no share contradicts another; 2 of the 3 shares needed are here"),
        "{check:?}"
    );
    assert!(check.product().contains("shares, line 2: good"));
}

#[test]
fn enough_shares_are_proved_together_and_no_key_is_shown() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five").join("\n"));
    let check = desk.run(&["check", "shares"]);
    assert!(check.product().contains("together: they fit together, enough to recover the key"));
    assert!(!check.product().contains(&known::reference_key()));
}

#[test]
fn of_several_each_is_told_before_the_one_that_is_wrong() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("good.txt", &shares[0]).put("bad.txt", known::misspelt(&shares[1], 9, "acid"));
    let ran = desk.run(&["check", "bad.txt", "good.txt"]);
    assert_eq!(ran.code, 3);
    assert!(ran.says("good.txt: share 1, its words are whole"), "{ran:?}");
    assert!(ran.says("bad.txt: word 9 (row 3, column 1) is wrong"));
    desk.refused(3, &["check", "bad.txt", "good.txt"]);
}

#[test]
fn every_share_is_a_row_of_the_document() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("two.txt", shares[..2].join("\n")).put("one.txt", &shares[2]);
    let document = desk.run(&["check", "two.txt", "one.txt", "--json"]).json();
    let rows = document["shares"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for (row, (source, line, member)) in
        rows.iter().zip([("two.txt", 1, 1), ("two.txt", 2, 2), ("one.txt", 1, 3)])
    {
        assert_eq!((&row["source"], &row["line"], &row["ok"]), (&source.into(), &line.into(), &true.into()));
        assert_eq!((&row["group"], &row["member"]), (&1.into(), &member.into()));
        assert_eq!(
            (&row["member_threshold"], &row["words"], &row["bytes"]),
            (&3.into(), &33.into(), &32.into())
        );
        assert_eq!(row["set"]["extendable"], true);
        assert_eq!(row["set"]["exponent"], 0);
    }
    let together = &document["together"];
    assert_eq!((&together["sufficient"], &together["digest"]), (&true.into(), &true.into()));
    assert_eq!(together["untested"].as_array().unwrap().len(), 0);
    assert!(together["missing"].is_null());
    assert_eq!(document["practice"], false);

    let lone = desk.run(&["check", "one.txt", "--json"]).json();
    assert_eq!(lone["together"]["sufficient"], false);
    assert_eq!(lone["together"]["missing"], "1 of the 3 shares needed are here: 2 more");
}

#[test]
fn a_wrong_word_is_in_the_document_with_its_share() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    desk.put("good.txt", &shares[0])
        .put("bad.txt", format!("\n{}\n", known::misspelt(&shares[1], 9, "acid")));
    let document = desk.refused_json(3, &["check", "good.txt", "bad.txt"]);
    assert_eq!((&document["code"], &document["word"]), (&"checksum".into(), &9.into()));
    let rows = document["shares"].as_array().unwrap();
    assert_eq!((&rows[0]["ok"], &rows[1]["ok"]), (&true.into(), &false.into()));
    assert_eq!(
        (&rows[1]["source"], &rows[1]["line"], &rows[1]["word"]),
        (&"bad.txt".into(), &2.into(), &9.into())
    );
    assert_eq!(rows[1]["code"], "checksum");
}

#[test]
fn shares_come_by_stdin_too() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    for arguments in [&["check"][..], &["check", "-"]] {
        assert!(desk.pipe(share, arguments).product().starts_with("standard input: good"));
    }
}

#[test]
fn several_shares_are_told_which_of_the_set_are_not_here() {
    let desk = Desk::new();
    let shares = known::shares("three_of_five");
    let names = desk.put_shares(&[&shares[0], &shares[2]]);
    let check = desk.run(&["check", &names[0], &names[1]]);
    assert!(
        check.product().contains("not here: 2, any share that was dealt above the highest number"),
        "{check:?}"
    );
    assert!(!desk.run(&["check", &names[0]]).product().contains("not here"));

    desk.put("key.txt", known::HEX);
    let split = ["split", "2of4", "-i", "key.txt", "--names", "ann,bob,carol,dana", "-o", "set"];
    desk.run(&[&split[..], &["--date", "2016-01-01"]].concat()).product();
    let two = ["set/secret/1-ann.txt", "set/secret/3-carol.txt", "--record", "set/public/record.json"];
    let check = [&["check"], &two[..], &["--date", "2016-01-02"]].concat();
    assert!(desk.run(&check).product().contains("not here: 1.2 (bob), 1.4 (dana)"));
    let document = desk.run(&[&check[..], &["--json"]].concat()).json();
    assert_eq!(document["not_here"], serde_json::json!(["1.2", "1.4"]));
    let all =
        ["set/secret/1-ann.txt", "set/secret/2-bob.txt", "set/secret/3-carol.txt", "set/secret/4-dana.txt"];
    let all = [&["check"], &all[..], &two[2..], &["--date", "2016-01-03"]].concat();
    assert!(desk.run(&all).product().contains("every card of the set is here"));
}

#[test]
fn sets_that_are_mixed_are_told_by_their_numbers() {
    let desk = Desk::new();
    desk.put("key.txt", known::HEX);
    let number = |folder: &str| {
        desk.run(&["split", "2of3", "-i", "key.txt", "-o", folder]).product();
        let share = format!("{folder}/secret/share-1.txt");
        let document = desk.run(&["--json", "check", &share]).json();
        document["shares"][0]["set"]["identifier"].as_u64().unwrap()
    };
    let (one, other) = (number("one"), number("other"));
    let refused = desk.refused(
        5,
        &["recover", "one/secret/share-1.txt", "one/secret/share-2.txt", "other/secret/share-3.txt"],
    );
    assert!(refused.error.contains(&format!("it is of set {other}, the others of {one}")), "{refused:?}");
    let checked = ["check", "other/secret/share-1.txt", "--record", "one/public/record.json"];
    let refused = desk.refused(6, &checked);
    assert!(refused.error.contains(&format!("is of set {other}, the record of set {one}")), "{refused:?}");
}
