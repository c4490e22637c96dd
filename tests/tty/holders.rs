//! Holders far away, at a terminal: their codes are asked for, a passphrase is shown to one holder alone, and a recovery waits
//! for shares that are sealed to it.

use std::fs;

use crate::{
    desk::Desk,
    terminal::{ENTER, Tty},
};

/// An identity that protects nothing, and its recipient.
const BOB: [&str; 2] = [
    "AGE-SECRET-KEY-1EJRWSGMMLZS05GU7J39CVMMG7ANCJQH4A92E3UFUF9TCZVAWZW6S7LGNL5",
    "age1dvlt9lztancdsd0hvfj8qtnryrxtj9t2mcrw7gm8q23t5r69gajstaqhht",
];
const CAROL: [&str; 2] = [
    "AGE-SECRET-KEY-14RDL6G9A42VL7ZPS02L2M49NQZTQZ5GE9EEMAJCY5EQDQMQVVGTQR7CEFX",
    "age1f4qc7g8mqtxjrc0gw5wwsuash2tevxrdn9f487wlj34vh0v6u5uscuz4jr",
];

const KEY: &str = "5f6e7d8c9bab1c2d3e4f506172839405";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", KEY);
    for (name, [identity, _]) in [("bob.key", BOB), ("carol.key", CAROL)] {
        desk.put(name, format!("{identity}\n"));
    }
    desk
}

fn code(desk: &Desk, identity: &str) -> String {
    let ran = desk.run(&["check", "--identity", identity, "--recipient", "--json"]);
    ran.json()["recipients"][0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn the_operator_types_what_each_holder_reads_and_never_sees_it_before() {
    let desk = desk();
    let to = [format!("Bob={}", BOB[1]), format!("Carol={}", CAROL[1])];
    let split = ["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "-o", "set"];
    let split = [&split[..], &["--to", &to[0], "--to", &to[1], "--date", "2016-05-02"]].concat();
    let (bob, carol) = (code(&desk, "bob.key"), code(&desk, "carol.key"));

    let mut tty = Tty::run(&desk, &split);
    tty.wait_for("the 20 characters that Bob reads");
    assert!(!tty.screen().contains(&bob[..9]), "{}", tty.screen());
    tty.type_in(&bob[..12]).type_in(ENTER).wait_for("a code of a recipient has 20 letters and digits");
    // A slip of ear or finger is read once more; a recipient that was swapped has another code from the first character on.
    let mut slip = bob.clone();
    slip.replace_range(18..19, if &bob[18..19] == "0" { "1" } else { "0" });
    tty.type_in(&slip).type_in(ENTER).wait_for("have all of it read once more");
    tty.type_in(&carol).type_in(ENTER).wait_for("the code that Bob reads is not that of the recipient");
    assert_eq!(tty.ended(), 6);
    assert!(!desk.path("set").exists());

    // The same slip twice is none.
    let mut tty = Tty::run(&desk, &split);
    tty.wait_for("the 20 characters that Bob reads").type_in(&slip).type_in(ENTER);
    tty.wait_for("read once more").type_in(&slip).type_in(ENTER).wait_for("is not that of the recipient");
    assert_eq!(tty.ended(), 6);

    let mut tty = Tty::run(&desk, &split);
    tty.wait_for("the 20 characters that Bob reads").type_in(&slip).type_in(ENTER);
    tty.wait_for("read once more").type_in(&bob.to_lowercase()).type_in(ENTER);
    tty.wait_for("the 20 characters that Carol reads").type_in(&carol.replace('-', " ")).type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    assert!(desk.path("set/secret/2-bob.age").exists() && !desk.path("set/secret/2-bob.txt").exists());
}

#[test]
fn a_passphrase_is_shown_to_its_holder_alone_and_asked_for_when_the_share_is_opened() {
    let desk = desk();
    let split = ["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "-o", "set"];
    let mut tty =
        Tty::run(&desk, &[&split[..], &["--to", "Bob=passphrase", "--date", "2016-05-02"]].concat());
    tty.wait_for("Enter shows the words").type_in(ENTER).wait_for("write all of them down");
    let page = tty.screen();
    let words: Vec<String> = tty.words().into_values().collect();
    assert_eq!(words.len(), 10, "{page}");
    tty.type_in(ENTER).wait_for("type the ten words back");
    assert!(!tty.screen().contains(&words[3]), "wiped: {}", tty.screen());
    // Another word is told, and they are shown once more.
    let mut slip = words.clone();
    slip[4] = "hospital".to_owned();
    tty.type_in(&slip.join(" ")).type_in(ENTER).wait_for("Enter shows them again").type_in(ENTER);
    tty.wait_for("write all of them down").type_in(ENTER).wait_for("type the ten words back");
    tty.type_in(&words.join(" ")).type_in(ENTER).wait_for("put them away").type_in(ENTER);
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&words.join(" "));

    let sealed = desk.read("set/secret/2-bob.age");
    assert!(!sealed.contains(&words[0]));
    let mut tty = Tty::run(&desk, &["check", "set/secret/2-bob.age"]);
    tty.wait_for("set/secret/2-bob.age: it is sealed to a passphrase").wait_for("its passphrase");
    let mut slip = words.clone();
    slip[2] = "zzzz".to_owned();
    tty.type_in(&slip.join("-")).type_in(ENTER).wait_for("word 3 of 10 is not in the word list");
    slip[2] = if words[2] == "acid" { "acne" } else { "acid" }.to_owned();
    tty.type_in(&slip.join("-"))
        .type_in(ENTER)
        .wait_for("that does not open it: type it again, all ten words");
    tty.type_in(&words.join(" ").to_uppercase()).type_in(ENTER).wait_for("good");
    assert_eq!(tty.ended(), 0);
    // The same words in a file, for a script.
    desk.put("page", format!("{}\n", words.join("-")));
    assert_eq!(desk.run(&["check", "set/secret/2-bob.age", "--identity", "page"]).code, 0);
    assert_eq!(desk.run(&["check", "set/secret/2-bob.age"]).code, 7);
}

#[test]
fn an_identity_is_asked_for_where_none_was_named() {
    let desk = desk();
    let (to, heard) = (format!("2={}", BOB[1]), format!("2={}", code(&desk, "bob.key")));
    let split = ["split", "2of3", "--in", "key", "--to", &to, "--recipient-code", &heard, "-o", "set"];
    let names = ["--custodian", "Ann,Bob,Carol", "--date", "2016-05-02"];
    assert_eq!(desk.run(&[&split[..], &names].concat()).code, 0);
    let mut tty = Tty::run(&desk, &["check", "set/secret/2-bob.age"]);
    tty.wait_for("set/secret/2-bob.age: it is sealed to an age recipient").wait_for("its identity");
    tty.type_in(&BOB[0][..70]).type_in(ENTER).wait_for("type it again");
    tty.type_in(CAROL[0]).type_in(ENTER).wait_for("that does not open it");
    tty.type_in(BOB[0]).type_in(ENTER).wait_for("good");
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(BOB[0]);
}

#[test]
fn a_recovery_waits_for_shares_that_are_sealed_to_it_and_its_identity_ends_with_it() {
    let desk = desk();
    let to = [format!("Bob={}", BOB[1]), format!("Carol={}", CAROL[1])];
    let codes = [format!("Bob={}", code(&desk, "bob.key")), format!("Carol={}", code(&desk, "carol.key"))];
    let split =
        ["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "-o", "set", "--fingerprint"];
    let sealed =
        ["--to", &to[0], "--to", &to[1], "--recipient-code", &codes[0], "--recipient-code", &codes[1]];
    assert_eq!(desk.run(&[&split[..], &sealed, &["--date", "2016-05-02"]].concat()).code, 0);
    fs::create_dir(desk.path("inbox")).unwrap();
    let recover = ["recover", "--receive", "inbox", "--record", "set/public/record.json", "-o", "again"];
    let mut tty =
        Tty::run_in(&desk, (60, 100), &[&recover[..], &["--as", "hex", "--date", "2016-06-01"]].concat());
    tty.wait_for("Enter, when the sealed shares lie in inbox");
    let screen = tty.screen();
    let after = |what: &str| screen.split(what).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let (recipient, read) = (after("recipient of this recovery:"), after("its code:"));
    tty.type_in(ENTER).wait_for("no share in");
    let send = |card: &str, identity: &str| {
        let card = format!("set/secret/{card}.age");
        let send =
            ["card", &card, "--identity", identity, "--to", &recipient, "--neutral-names", "-o", identity];
        fs::rename(desk.path(identity), desk.path("identity")).unwrap();
        let send: Vec<&str> =
            send.iter().enumerate().map(|(at, part)| if at == 3 { "identity" } else { part }).collect();
        assert_eq!(desk.run(&[&send[..], &["--recipient-code", &read]].concat()).code, 0);
        let sent = format!("{identity}/secret/");
        for name in desk.names().iter().filter(|name| name.starts_with(&sent) && !name.ends_with('/')) {
            fs::copy(desk.path(name), desk.path("inbox").join(name.rsplit('/').next().unwrap())).unwrap();
        }
    };
    send("2-bob", "bob.key");
    tty.type_in(ENTER).wait_for("1 more");
    send("3-carol", "carol.key");
    tty.type_in(ENTER);
    assert_eq!(tty.ended(), 0, "{}", tty.screen());
    assert_eq!(desk.read("again").trim(), KEY);
    let journal = desk.read("set/public/journal.jsonl");
    assert!(journal.contains(&format!("2 shares received, sealed to {read}")), "{journal}");
    // What was sealed to that run opens nowhere.
    let left = desk.run(&["check", "inbox", "--identity", "identity"]);
    assert_eq!(left.code, 3, "{left:?}");
}
