//! A ceremony in which three of five holders are far away, with all that may go wrong: a swapped recipient, a lost identity, a
//! thief on the telephone, a forged share.

use std::fs;

use serde_json::Value;

use crate::{
    desk::{Desk, Ran},
    journal::photograph,
    sealed_shares::{BOB, CAROL, EVE, SSH, code},
};

/// A key that protects nothing.
const KEY: &str = "8d1f6b3e5a7c9d2e4f608192a3b4c5d68d1f6b3e5a7c9d2e4f608192a3b4c5d6";

const RECORD: &str = "set/public/record.json";

/// The plan: Ann and Erin are in the room, and each of the others has a recipient.
fn plan(bob: &str) -> String {
    format!(
        "title = \"Treasury\"\nothers = [\"Olga\"]\n[[group]]\nthreshold = 3\n\
         [[group.custodian]]\nname = \"Ann\"\nplace = \"safe A\"\n\
         [[group.custodian]]\nname = \"Bob\"\nplace = \"Lagos\"\nrecipient = \"{bob}\"\nidentity_access = [\"Bea\"]\n\
         [[group.custodian]]\nname = \"Carol\"\nplace = \"Lima\"\nrecipient = \"{}\"\n\
         [[group.custodian]]\nname = \"Dan\"\nplace = \"Oslo\"\nrecipient = \"{}\"\n\
         [[group.custodian]]\nname = \"Erin\"\nplace = \"safe E\"\n",
        CAROL[1], SSH[1]
    )
}

/// A desk with the plan, and a folder of each far holder with their identity.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", KEY);
    fs::write(desk.path("plan.toml"), plan(BOB[1])).unwrap();
    for (folder, identity) in [("bob", BOB[0]), ("carol", CAROL[0]), ("dan", SSH[0]), ("thief", EVE[0])] {
        fs::create_dir(desk.path(folder)).unwrap();
        desk.put(&format!("{folder}/identity"), format!("{}\n", identity.trim_end()));
    }
    desk
}

/// The hash of a plan, as `policy` prints it.
fn hash(desk: &Desk, plan: &str) -> String {
    desk.run(&["policy", "--plan", plan, "--json"]).json()["plan_hash"].as_str().unwrap().to_owned()
}

/// What deals by this plan, with the codes that the true holders read.
fn split(desk: &Desk, plan: &str, expected: &str) -> Ran {
    let codes = [("Bob", "bob/identity"), ("Carol", "carol/identity"), ("Dan", "dan/identity")]
        .map(|(name, identity)| format!("{name}={}", code(desk, identity)));
    let mut split = vec!["split", "--plan", plan, "--expect-plan", expected, "--in", "key", "--fingerprint"];
    split.extend(codes.iter().flat_map(|code| ["--recipient-code", code]));
    split.extend(["--format", "words,pdf,png", "--date", "2016-05-02", "-o", "set"]);
    desk.run(&split)
}

/// The set, dealt; and each far holder with their share and a copy of the record.
fn dealt() -> Desk {
    let desk = desk();
    let ran = split(&desk, "plan.toml", &hash(&desk, "plan.toml"));
    assert_eq!(ran.code, 0, "{ran:?}");
    for (card, folder) in [("2-bob", "bob"), ("3-carol", "carol"), ("4-dan", "dan")] {
        let sealed = format!("set/secret/{card}.age");
        fs::copy(desk.path(&sealed), desk.path(&format!("{folder}/share.age"))).unwrap();
        fs::copy(desk.path(RECORD), desk.path(&format!("{folder}/record.json"))).unwrap();
    }
    desk
}

fn note(desk: &Desk, what: &[&str], day: &str) -> Ran {
    desk.run(&[&["note", RECORD], what, &["--date", day]].concat())
}

fn status(desk: &Desk, day: &str) -> Value {
    desk.run(&["status", RECORD, "--date", day, "--json"]).json()
}

/// A receipt, signed where the holder is, by a sealed share and its identity.
fn receipt(desk: &Desk, folder: &str, challenge: &str, day: &str) -> String {
    let [share, identity, record] =
        ["share.age", "identity", "record.json"].map(|file| format!("{folder}/{file}"));
    let check = ["check", &share, "--identity", &identity, "--record", &record];
    let ran = desk.run(&[&check[..], &["--receipt", challenge, "--date", day]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.product().to_owned()
}

#[test]
fn a_swapped_recipient_is_found_by_the_hash_and_by_the_code() {
    let desk = desk();
    fs::write(desk.path("swapped.toml"), plan(EVE[1])).unwrap();
    let agreed = hash(&desk, "plan.toml");
    assert_ne!(hash(&desk, "swapped.toml"), agreed);
    assert_eq!(split(&desk, "swapped.toml", &agreed).code, 7, "by the hash");
    let ran = split(&desk, "swapped.toml", &hash(&desk, "swapped.toml"));
    assert_eq!(ran.code, 6, "by the code: {ran:?}");
    assert!(ran.says("Bob"), "{}", ran.stderr);
    assert!(!desk.path("set").exists());
}

#[test]
fn a_remote_ceremony_is_complete_when_each_holder_has_opened_their_share() {
    let desk = dealt();
    let plain: Vec<String> = desk.names().into_iter().filter(|name| name.ends_with(".txt")).collect();
    assert_eq!(plain, ["set/secret/1-ann.txt", "set/secret/5-erin.txt"]);
    // In the room: read back from paper, and handed over.
    for (card, name) in [(1, "ann"), (5, "erin")] {
        photograph(&desk, &format!("set/secret/{card}-{name}.png"), "photo.png");
        let check = ["check", "photo.png", "--record", RECORD, "--date", "2016-05-02"];
        assert_eq!(desk.run(&check).code, 0);
        assert_eq!(note(&desk, &["handed-over", &card.to_string()], "2016-05-02").code, 0);
    }
    assert_eq!(status(&desk, "2016-05-03")["complete"], false);
    // A check on the keeper's machine proves nothing of the holder.
    let keeper = ["check", "set/secret/2-bob.age", "--identity", "bob/identity", "--record", RECORD];
    assert_eq!(desk.run(&[&keeper[..], &["--date", "2016-05-03"]].concat()).code, 0);
    assert_eq!(status(&desk, "2016-05-03")["cards"][1]["opened"], Value::Null);
    assert_eq!(note(&desk, &["challenge"], "2016-05-04").code, 0);
    let challenge = status(&desk, "2016-05-04")["challenge"].as_str().unwrap().to_owned();
    for (at, folder) in [(1, "bob"), (2, "carol"), (3, "dan")] {
        assert_eq!(status(&desk, "2016-05-05")["complete"], false);
        let signed = receipt(&desk, folder, &challenge, "2016-05-05");
        desk.put("receipt", signed);
        assert_eq!(note(&desk, &["receipt", "receipt"], "2016-05-05").code, 0);
        assert_eq!(status(&desk, "2016-05-05")["cards"][at]["opened"], "2016-05-04");
    }
    let told = desk.run(&["status", RECORD, "--date", "2016-05-05"]);
    assert!(told.product().contains("complete: dealt 2016-05-02, all 5 cards"), "{}", told.product());
    assert_eq!(status(&desk, "2016-05-05")["complete"], true);
    // A drill with sealed shares.
    let drill = ["drill", "set/secret/1-ann.txt", "bob/share.age", "dan/share.age", "--record", RECORD];
    let keys = ["--identity", "bob/identity", "--identity", "dan/identity", "--date", "2016-05-06"];
    let ran = desk.run(&[&drill[..], &keys].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(status(&desk, "2016-05-06")["drilled"], "2016-05-06");
    nothing_is_plain(&desk);
}

/// No words of a sealed share, and no identity, stand in any file but its own.
fn nothing_is_plain(desk: &Desk) {
    let words = |folder: &str| {
        let (share, identity) = (format!("{folder}/share.age"), format!("{folder}/identity"));
        desk.run(&["card", &share, "--identity", &identity]).product().trim().to_owned()
    };
    let sealed: Vec<String> = ["bob", "carol", "dan"].map(words).into_iter().collect();
    for name in desk.names() {
        let Ok(bytes) = fs::read(desk.path(&name)) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        for share in &sealed {
            // All shares of a set begin with the same words.
            let own: Vec<&str> = share.split(' ').skip(4).collect();
            assert!(!own.windows(2).any(|two| text.contains(&two.join(" "))), "{name} has words of a share");
        }
        if !name.ends_with("/identity") {
            assert!(!text.contains("AGE-SECRET-KEY") && !text.contains("OPENSSH PRIVATE"), "{name}");
        }
    }
}

#[test]
fn a_lost_identity_takes_a_new_plan_and_a_thief_on_the_telephone_gets_nothing() {
    let desk = dealt();
    // Carol has lost her identity; her new one is Eve's, for this test.
    let file = desk.run(&["plan", "--record", RECORD, "--date", "2016-06-01"]).product().to_owned();
    let new = file.replace(CAROL[1], EVE[1]);
    assert_ne!(new, file);
    fs::write(desk.path("new.toml"), &new).unwrap();
    let (expected, heard) = (hash(&desk, "new.toml"), format!("Carol={}", code(&desk, "thief/identity")));
    let to = format!("Carol={}", EVE[1]);
    let shares =
        ["set/secret/1-ann.txt", "bob/share.age", "set/secret/5-erin.txt", "--identity", "bob/identity"];
    let begun = ["--member", "3", "--record", RECORD, "--to", &to, "--date", "2016-06-02", "-o", "again"];
    let reissue = [&["reissue"], &shares[..], &begun].concat();
    let plan = ["--plan", "new.toml", "--expect-plan", &expected];
    let signed = ["--sign-off", "Ann", "--sign-off", "Olga"];
    let code = ["--recipient-code", &heard];
    let with = |parts: &[&[&str]]| -> Vec<String> {
        [&[&reissue[..]], parts].concat().concat().into_iter().map(str::to_owned).collect()
    };
    let refused = |exit: i32, parts: &[&[&str]]| {
        let arguments = with(parts);
        desk.refused(exit, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    // A thief has the recipient, and not all that it takes.
    refused(2, &[&code]);
    refused(2, &[&plan, &code, &signed]);
    assert_eq!(note(&desk, &["lost", "3"], "2016-06-01").code, 0);
    refused(2, &[&plan, &code]);
    refused(2, &[&plan, &code, &["--sign-off", "Ann", "--sign-off", "ann"]]);
    refused(2, &[&plan, &code, &["--sign-off", "Ann", "--sign-off", "Carol"]]);
    refused(2, &[&plan, &code, &["--sign-off", "Ann", "--sign-off", "Nobody"]]);
    refused(7, &[&plan, &signed]);
    let thief = format!("Carol={}", self::code(&desk, "bob/identity"));
    refused(6, &[&plan, &signed, &["--recipient-code", &thief]]);
    let wrong = ["--plan", "new.toml", "--expect-plan", &hash(&desk, "plan.toml")];
    refused(7, &[&wrong, &code, &signed]);
    let unsealed = [&["reissue"], &shares[..], &["--member", "3", "--record", RECORD]].concat();
    assert!(desk.refused(2, &unsealed).error.contains("sealed to its holder"));
    // All of it.
    let all = with(&[&plan, &code, &signed]);
    let ran = desk.run(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ran.code, 0, "{ran:?}");
    let journal = desk.read("set/public/journal.jsonl");
    let last: Value = serde_json::from_str(journal.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["event"], &last["witnesses"]),
        (&"reissued".into(), &serde_json::json!(["Ann", "Olga"]))
    );
    let today = status(&desk, "2016-06-03");
    assert_eq!(today["plan_hash_today"], expected);
    assert_eq!(today["cards"][2]["sealed_to"], self::code(&desk, "thief/identity"));
    let check = ["check", "again/secret/3-carol.age", "--identity", "thief/identity", "--record", RECORD];
    assert_eq!(desk.run(&[&check[..], &["--date", "2016-06-03"]].concat()).code, 0);
    // The journal has the file that was made, so that a wrong identity is told whose it is.
    let sealed_to = self::code(&desk, "thief/identity");
    assert_eq!(last["sealed"]["to"], sealed_to);
    let other = ["check", "again/secret/3-carol.age", "--identity", "bob/identity", "--record", RECORD];
    let told = desk.refused(3, &[&other[..], &["--date", "2016-06-03"]].concat()).error;
    assert!(told.contains(&format!("sealed to Carol ({sealed_to}), by the record")), "{told}");
    nothing_is_plain(&desk);
    // Nobody takes that back alone, and what was sealed is out.
    let line = journal.lines().count().to_string();
    assert_eq!(note(&desk, &["withdraw", &line, "--text", "a slip"], "2016-06-03").code, 2);
    // After a theft nothing is sealed anew.
    assert_eq!(note(&desk, &["lost", "4"], "2016-06-04").code, 0);
    assert_eq!(note(&desk, &["stolen", "1"], "2016-06-04").code, 0);
    let dan = format!("Dan={}", SSH[1]);
    let stolen = ["--member", "4", "--record", RECORD, "--to", &dan, "--date", "2016-06-05", "-o", "third"];
    let refused = desk.refused_json(7, &[&["reissue"], &shares[..], &stolen].concat());
    assert_eq!(refused["code"], "stolen-card");
}

#[test]
fn a_share_that_was_forged_or_sealed_anew_is_told_by_the_record_alone() {
    let desk = dealt();
    // Bob's own words, sealed once more to him: it is the card, whoever sealed it.
    let bob = code(&desk, "bob/identity");
    let card = ["card", "bob/share.age", "--identity", "bob/identity", "--to", BOB[1], "-o", "anew"];
    assert_eq!(desk.run(&[&card[..], &["--recipient-code", &bob]].concat()).code, 0);
    let anew = desk.names().into_iter().find(|name| name.starts_with("anew/secret/")).unwrap();
    let record = ["--identity", "bob/identity", "--record", "bob/record.json", "--date", "2016-05-03"];
    assert_eq!(desk.run(&[&["check", &anew], &record[..]].concat()).code, 0);
    // Another's words, sealed to him: they open, and are another card, or none of this set.
    let other = dealt();
    fs::copy(other.path("set/secret/2-bob.age"), desk.path("forged.age")).unwrap();
    assert_eq!(
        desk.run(&["check", "forged.age", "--identity", "bob/identity"]).code,
        0,
        "age proves no sender"
    );
    assert_eq!(desk.run(&[&["check", "forged.age"], &record[..]].concat()).code, 6);
    let receipt = ["--receipt", "4be0c47ad3f1082b9d654be0c47ad3f1"];
    assert_eq!(desk.run(&[&["check", "forged.age"], &record[..], &receipt].concat()).code, 6);
}

#[test]
fn no_other_line_of_the_journal_gives_a_card_another_recipient() {
    let desk = dealt();
    let file = desk.run(&["plan", "--record", RECORD, "--date", "2016-06-01"]).product().to_owned();
    let amended = |name: &str, plan: String, witnesses: &[&str]| {
        fs::write(desk.path(name), plan).unwrap();
        let named: Vec<&str> = witnesses.iter().flat_map(|name| ["--witness", *name]).collect();
        note(&desk, &[&["amended", "--plan", name], &named[..]].concat(), "2016-06-02").code
    };
    let others = file.replace(CAROL[1], EVE[1]);
    let none = file.replace(&format!("recipient = \"{}\"\n", CAROL[1]), "");
    assert!(others != file && none != file);
    for plan in [&others, &none] {
        assert_eq!(amended("new.toml", plan.clone(), &[]), 2);
        assert_eq!(amended("new.toml", plan.clone(), &["Ann", "ann"]), 2);
        assert_eq!(amended("new.toml", plan.clone(), &["Ann", "Carol"]), 2);
    }
    assert_eq!(note(&desk, &["left", "Erin"], "2016-06-02").code, 0);
    assert_eq!(amended("new.toml", others.clone(), &["Ann", "Erin"]), 2, "who has left signs nothing off");
    // What changes no recipient takes nobody.
    assert_eq!(amended("place.toml", file.replace("Lima", "Quito"), &[]), 0);
    let by_two = file.replace("Lima", "Quito").replace(CAROL[1], EVE[1]);
    assert_eq!(amended("two.toml", by_two, &["Ann", "Olga"]), 0);
    assert_eq!(status(&desk, "2016-06-03")["cards"][2]["sealed_to"], code(&desk, "thief/identity"));
}

#[test]
fn a_receipt_that_the_dealing_machine_could_have_made_opens_nothing() {
    let desk = dealt();
    // The challenge of the deal, which that machine knew while it had the words.
    let challenge = status(&desk, "2016-05-02")["challenge"].as_str().unwrap().to_owned();
    desk.put("receipt", receipt(&desk, "bob", &challenge, "2016-05-02"));
    assert_eq!(note(&desk, &["receipt", "receipt"], "2016-05-02").code, 0);
    assert_eq!(status(&desk, "2016-05-03")["cards"][1]["opened"], Value::Null);
    // Bob hands his card on: whether Bea can open it, his receipts do not tell.
    assert_eq!(note(&desk, &["challenge"], "2016-05-04").code, 0);
    let fresh = status(&desk, "2016-05-04")["challenge"].as_str().unwrap().to_owned();
    desk.put("receipt", receipt(&desk, "bob", &fresh, "2016-05-04"));
    assert_eq!(note(&desk, &["receipt", "receipt"], "2016-05-04").code, 0);
    assert_eq!(status(&desk, "2016-05-05")["cards"][1]["opened"], "2016-05-04");
    assert_eq!(note(&desk, &["handed-over", "2", "--to", "Bea"], "2016-05-06").code, 0);
    assert_eq!(status(&desk, "2016-05-07")["cards"][1]["opened"], Value::Null);
}

#[test]
fn what_an_old_recipient_had_is_noted_by_its_code_and_another_code_is_told_from_it() {
    let desk = dealt();
    fs::write(desk.path("new.toml"), plan(EVE[1])).unwrap();
    let amended = ["amended", "--plan", "new.toml", "--witness", "Ann", "--witness", "Erin"];
    assert_eq!(note(&desk, &amended, "2016-05-03").code, 0);
    let [bob, today, other] = ["bob", "thief", "carol"].map(|of| code(&desk, &format!("{of}/identity")));
    let destroyed = |card: &str, to: &str| note(&desk, &["destroyed", card, "--to", to], "2016-05-04");
    let refused = destroyed("2", &today);
    assert!(refused.code == 2 && refused.says("is sealed to that recipient today"), "{refused:?}");
    let refused = destroyed("2", &other);
    assert!(refused.code == 2 && refused.says(&format!("hint: it was, to {bob};")), "{refused:?}");
    let refused = destroyed("3", &bob);
    assert!(refused.code == 2 && refused.says("it never had another recipient"), "{refused:?}");
    assert_eq!(destroyed("2", &bob).code, 0);
}
