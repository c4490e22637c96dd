//! Shares that leave sealed to their holders, and are opened wherever a share is taken.

use std::fs;

use serde_json::Value;

use crate::{
    desk::{Desk, Ran, Refused},
    known,
};

/// Identities that protect nothing, with their recipients.
pub const BOB: [&str; 2] = [
    "AGE-SECRET-KEY-1EJRWSGMMLZS05GU7J39CVMMG7ANCJQH4A92E3UFUF9TCZVAWZW6S7LGNL5",
    "age1dvlt9lztancdsd0hvfj8qtnryrxtj9t2mcrw7gm8q23t5r69gajstaqhht",
];
pub const CAROL: [&str; 2] = [
    "AGE-SECRET-KEY-14RDL6G9A42VL7ZPS02L2M49NQZTQZ5GE9EEMAJCY5EQDQMQVVGTQR7CEFX",
    "age1f4qc7g8mqtxjrc0gw5wwsuash2tevxrdn9f487wlj34vh0v6u5uscuz4jr",
];
pub const EVE: [&str; 2] = [
    "AGE-SECRET-KEY-17KDCVSH8D5HVUPYD0G49EJX9TW2N8HFDWTNCA2607FMKKJ2LX7SSTR8F8S",
    "age1fnlugnv03snzswje9xtdcgnx3a23tqrg638dq053gphdkgvwufjsy3hadh",
];
/// An SSH key that protects nothing, and its line.
pub const SSH: [&str; 2] = [
    "-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACAkwrLVacsOr8CRm3C+5HgtPDgzA0V+MYborUO/lm7gUgAAAIhA+NdfQPjX
XwAAAAtzc2gtZWQyNTUxOQAAACAkwrLVacsOr8CRm3C+5HgtPDgzA0V+MYborUO/lm7gUg
AAAED+l9lD6FDAjxt1qOPI41dEFsvAMN5djaChG6l63FByfiTCstVpyw6vwJGbcL7keC08
ODMDRX4xhuitQ7+WbuBSAAAAAXgBAgME
-----END OPENSSH PRIVATE KEY-----
",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS",
];

/// A hybrid identity that protects nothing, and its recipient.
const HYBRID: [&str; 2] = [include_str!("../data/age/hybrid.key"), include_str!("../data/age/hybrid.pub")];

const KEY: &str = "3c4e5d7a9b1f2e6d8c0a4b7f1e3d5c6a3c4e5d7a9b1f2e6d8c0a4b7f1e3d5c6a";

/// A desk with a key and the identities of three holders.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key", KEY);
    for (name, [identity, _]) in [("bob.key", BOB), ("carol.key", CAROL), ("eve.key", EVE), ("ssh.key", SSH)]
    {
        desk.put(name, format!("{identity}\n"));
    }
    desk
}

/// The code that a holder reads from their own device.
pub fn code(desk: &Desk, identity: &str) -> String {
    let ran = desk.run(&["check", "--identity", identity, "--recipient", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.json()["recipients"][0]["code"].as_str().unwrap().to_owned()
}

/// What splits the key for Ann with paper, and Bob and Carol with sealed shares.
fn split(desk: &Desk, options: &[&str]) -> Ran {
    let (bob, carol) = (format!("bob={}", BOB[1]), format!("3={}", SSH[1]));
    let codes = [format!("Bob={}", code(desk, "bob.key")), format!("3={}", code(desk, "ssh.key"))];
    let split = ["split", "2of3", "--in", "key", "--custodian", "Ann", "--custodian", "Bob"];
    let carol = ["--custodian", "Carol", "--to", &bob, "--to", &carol];
    let codes = ["--recipient-code", &codes[0], "--recipient-code", &codes[1], "--date", "2016-05-02"];
    desk.run(&[&split[..], &carol, &codes, &["-o", "set"], options].concat())
}

/// A desk where that was done.
fn dealt() -> Desk {
    let desk = desk();
    let ran = split(&desk, &[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    desk
}

/// A text that Debian's age has sealed to Bob and Carol.
const TWO_RECIPIENTS: &str = "-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBsd29EK2F1dE5rRWtSalVR
WkdsNWdscTJCY2cxS1VMQVdKbno1eGZVUndzCmdFQTRyK29KRGlSOFhha0F1RkRy
ejdLTG9WWlErNlNHMTZrejJUbklzMTAKLT4gWDI1NTE5IG5NaUpFVmZ3WDVqcmJJ
cVJLTzNmbFBraHJVWTMxS2h1YjBkaTgrekxwQU0KTkRrQnNpNmxYNjNTbWlsOHpx
N2lmMk1lVUtZNjZjemU5SzFjMS9CaXZnWQotLS0gcE51NHJzdGRZSWZrays0Rzk3
KzhJQUR3L1ErQUppeTNIQUhLUnFFTnVIUQo8cn3CqTADcjMBGhDchAjBI6Fwfv/3
mTBEStQbN+eB2yivUKPA0XEcfx/tro8=
-----END AGE ENCRYPTED FILE-----
";

/// The beginning of a file that asks for so much work.
fn work_factor(factor: u8) -> String {
    let (salt, body, mac) = ("A".repeat(22), "A".repeat(43), "A".repeat(43));
    let header = format!("age-encryption.org/v1\n-> scrypt {salt} {factor}\n{body}\n--- {mac}\n");
    header + &"x".repeat(64)
}

const BOBS: &str = "set/secret/2-bob.age";
const CAROLS: &str = "set/secret/3-carol.age";

#[test]
fn a_sealed_share_is_opened_wherever_a_share_is_taken() {
    let desk = dealt();
    assert!(desk.names().iter().all(|name| !name.contains("2-bob.txt") && !name.contains("3-carol.txt")));
    let both = [BOBS, CAROLS, "--identity", "bob.key", "--identity", "ssh.key"];
    assert_eq!(desk.run(&[&["recover"], &both[..]].concat()).product().trim(), KEY);
    let record = ["--record", "set/public/record.json", "--date", "2016-05-03"];
    let check = desk.run(&[&["check", BOBS, "--identity", "bob.key"], &record[..]].concat());
    assert_eq!(check.code, 0, "{check:?}");
    assert!(check.product().contains("dealt"), "{}", check.product());
    let drill = desk.run(&[&["drill"], &both[..], &record].concat());
    assert_eq!(drill.code, 0, "{drill:?}");
    let mixed = ["set/secret/1-ann.txt", BOBS, "--identity", "bob.key"];
    assert_eq!(desk.run(&[&["recover"], &mixed[..]].concat()).product().trim(), KEY);
    assert_eq!(desk.run(&[&["reissue", "--member", "3", "--of", "3"], &mixed[..]].concat()).lines().len(), 1);
    let again = desk.run(&[&["split", "2of3", "-o", "new", "--from"], &mixed[..]].concat());
    assert_eq!(again.code, 0, "{again:?}");
    let words = desk.run(&["card", BOBS, "--identity", "bob.key"]);
    assert_eq!(words.product().split_whitespace().count(), 33);
    // Down a pipe as well.
    let piped = desk.pipe(desk.read(BOBS), &["check", "-", "--identity", "bob.key"]);
    assert_eq!(piped.code, 0, "{piped:?}");
}

#[test]
fn documents_say_where_a_sealed_share_is_and_none_of_its_words() {
    let desk = desk();
    let ran = split(&desk, &["--json"]);
    let shares = ran.json()["shares"].clone();
    assert_eq!(shares[0]["sealed"], Value::Null);
    assert_eq!(shares[0].get("mnemonic"), None);
    for (at, file) in [(1, "secret/2-bob.age"), (2, "secret/3-carol.age")] {
        assert_eq!(shares[at].get("mnemonic"), Some(&Value::Null), "{shares}");
        assert_eq!([&shares[at]["sealed"], &shares[at]["file"]], [file, file]);
    }
    let record: Value = serde_json::from_str(&desk.read("set/public/record.json")).unwrap();
    assert_eq!(record["shares"][0].get("sealed"), None);
    assert_eq!(record["shares"][1]["sealed"]["to"], code(&desk, "bob.key"));
    assert_eq!(record["plan"]["groups"][0]["cards"][1]["recipient"], BOB[1]);
    let status = ["status", "set/public/record.json", "--date", "2016-05-03"];
    let told = desk.run(&[&status[..], &["--json"]].concat()).json();
    assert_eq!(told["cards"][1]["sealed_to"], code(&desk, "bob.key"));
    assert_eq!((told["cards"][1].get("opened"), told["cards"][0].get("opened")), (Some(&Value::Null), None));
    let late = desk.run(&["status", "set/public/record.json", "--date", "2016-06-02"]);
    assert_eq!(late.code, 6);
    let told = String::from_utf8_lossy(&late.stdout);
    assert!(
        told.contains("the sealed card 1.2 of Bob is not known to open: no receipt in 31 days"),
        "{told}"
    );
}

#[test]
fn where_every_share_is_sealed_no_word_of_one_is_anywhere() {
    let desk = desk();
    let to = ["Ann", "Bob", "Carol"].into_iter().zip([EVE, BOB, CAROL]);
    let to: Vec<[String; 2]> = to
        .zip(["eve.key", "bob.key", "carol.key"])
        .map(|((name, [_, recipient]), key)| {
            [format!("{name}={recipient}"), format!("{name}={}", code(&desk, key))]
        })
        .collect();
    let mut split =
        vec!["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "--format", "words,pdf"];
    split.extend(to.iter().flat_map(|[to, code]| ["--to", to, "--recipient-code", code]));
    let ran = desk.run(&[&split[..], &["--neutral-names", "-o", "set", "--date", "2016-05-02"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.says("every share in set is sealed: each opens for its holder alone"), "{}", ran.stderr);
    assert!(!ran.says("whoever copies it has the key"), "{}", ran.stderr);
    let secret: Vec<String> = desk
        .names()
        .into_iter()
        .filter(|name| name.starts_with("set/secret/") && !name.ends_with('/'))
        .collect();
    assert_eq!(secret.len(), 6, "{secret:?}");
    assert!(secret.iter().all(|name| !name.to_lowercase().contains("bob")), "{secret:?}");
    let sealed: Vec<&String> = secret.iter().filter(|name| name.ends_with("2.age")).collect();
    let words = desk.run(&["card", sealed[0], "--identity", "bob.key"]).product().trim().to_owned();
    let three: Vec<&str> = words.split(' ').skip(4).take(3).collect();
    for name in desk.names().iter().filter(|name| !name.ends_with('/') && desk.path(name).is_file()) {
        let bytes = fs::read(desk.path(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains(&three.join(" ")), "{name} holds words of a share");
    }
    // The card says nothing of Bob, and its code is the file.
    let card = secret.iter().find(|name| name.ends_with("2.pdf")).unwrap();
    let text = known::text_of_pdf(&fs::read(desk.path(card)).unwrap());
    // Three letters may stand in the armor by chance.
    let told = text.split("-----BEGIN").next().unwrap();
    assert!(told.contains("Share 2 of 3") && !told.contains("Bob"), "{text}");
    assert_eq!(desk.run(&["check", card, "--identity", "bob.key"]).code, 0);
    assert_eq!(desk.run(&["check", card, "--identity", "eve.key"]).code, 3);
}

#[test]
fn what_does_not_open_is_told_with_its_code_and_leaves_nothing() {
    let desk = dealt();
    let sealed = desk.read(BOBS);
    let other = dealt().read(BOBS);
    desk.put("twice.age", format!("{sealed}{sealed}"));
    desk.put("cut.age", &sealed[..sealed.len() / 2]);
    let mut lines: Vec<String> = sealed.lines().map(str::to_owned).collect();
    let middle = lines.len() - 3;
    lines[middle] = if lines[middle].starts_with('A') {
        lines[middle].replacen('A', "B", 1)
    } else {
        format!("A{}", &lines[middle][1..])
    };
    desk.put("altered.age", lines.join("\n") + "\n");
    desk.put("none.key", "# nothing but a comment\n");
    let json = |arguments: &[&str]| -> (i32, String) {
        let ran = desk.run(&[arguments, &["--json"]].concat());
        let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
        (ran.code, document["code"].as_str().unwrap_or_default().to_owned())
    };
    for (arguments, exit, code) in [
        (&["check", BOBS][..], 7, "identity-needed"),
        (&["check", BOBS, "--identity", "eve.key"], 3, "other-identity"),
        (&["check", CAROLS, "--identity", "bob.key"], 3, "other-identity"),
        (&["check", "twice.age", "--identity", "bob.key"], 3, "several-sealed"),
        (&["check", "cut.age", "--identity", "bob.key"], 3, "sealed-damaged"),
        (&["check", "altered.age", "--identity", "bob.key"], 5, "sealed-altered"),
        (&["check", BOBS, "--identity", "none.key"], 3, "identity"),
        (&["check", BOBS, "--identity", "key"], 3, "identity"),
    ] {
        let (ended, told) = json(arguments);
        assert_eq!((ended, told.as_str()), (exit, code), "{arguments:?}");
        let refused: Refused = desk.refused(exit, arguments);
        assert!(!refused.error.is_empty() && !refused.hint.is_empty());
    }
    // Two recipients, as plain age makes them; and a work factor that would take 2 GiB.
    desk.put("two.age", TWO_RECIPIENTS).put("work.age", work_factor(21));
    for (file, code) in [("two.age", "several-sealed"), ("work.age", "work-factor")] {
        let check = ["check", file, "--identity", "bob.key"];
        assert_eq!(json(&check), (3, code.to_owned()));
        desk.refused(3, &check);
    }
    // In a folder what is sealed to others is passed over, and told.
    let folder = desk.run(&["check", "set/secret", "--identity", "bob.key"]);
    assert_eq!(folder.code, 0, "{folder:?}");
    assert!(folder.says("3-carol.age") && folder.says("passed over"), "{}", folder.stderr);
    // Whose it is, the record tells.
    let refused =
        desk.refused(3, &["check", BOBS, "--identity", "eve.key", "--record", "set/public/record.json"]);
    assert!(refused.error.contains("Bob"), "{}", refused.error);
    // One of another set opens, and is not the one that was dealt.
    desk.put("other.age", &other);
    let record = ["--record", "set/public/record.json", "--date", "2016-05-03"];
    let forged = desk.run(&[&["check", "other.age", "--identity", "bob.key"], &record[..]].concat());
    assert_eq!(forged.code, 6, "{forged:?}");
}

#[test]
fn a_recipient_is_confirmed_or_nothing_is_dealt() {
    let desk = desk();
    let bob = format!("Bob={}", BOB[1]);
    let split = ["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "--to", &bob, "-o", "set"];
    let (good, bad) = (format!("Bob={}", code(&desk, "bob.key")), format!("Bob={}", code(&desk, "eve.key")));
    assert!(desk.refused(7, &split).error.contains("nobody has confirmed the recipient of Bob"));
    let swapped = desk.refused(6, &[&split[..], &["--recipient-code", &bad]].concat());
    assert!(swapped.error.contains("Bob"), "{}", swapped.error);
    let ended = |more: &[&str]| desk.run(&[&split[..], more].concat()).code;
    assert_eq!(ended(&["--recipient-code", "Bob=0000"]), 2);
    assert_eq!(ended(&["--recipient-code", &good, "--recipient-code", &format!("Ann={}", &good[4..])]), 2);
    let typed: String = good.to_lowercase().replace('-', "").replace('0', "o");
    assert_eq!(ended(&["--recipient-code", &typed]), 0, "as people type it");
}

#[test]
fn recipients_that_cannot_be_are_refused_before_a_key_is_read() {
    let desk = desk();
    let split = ["split", "2of3", "--in", "nowhere", "--custodian", "Ann,Bob,Carol", "-o", "set"];
    let of_ssh: quorate::formats::recipient::Recipient = SSH[1].parse().unwrap();
    let same = quorate::formats::recipient::Recipient::X25519(of_ssh.point().unwrap()).to_string();
    for (to, exit) in [
        (vec![format!("Zoe={}", BOB[1])], 2),
        (vec![format!("4={}", BOB[1])], 2),
        (vec![format!("Bob={}", &BOB[1][..50])], 2),
        (vec![format!("Bob={}", BOB[0])], 7),
        (vec!["Bob".to_owned()], 2),
        (vec![format!("Bob={}", BOB[1]), format!("Carol={}", BOB[1])], 2),
        (vec![format!("Bob={}", SSH[1]), format!("Carol={same}")], 2),
        (vec!["Bob=ssh-rsa AAAAB3NzaC1yc2E".to_owned()], 2),
        (vec!["Bob=passphrase".to_owned()], 7),
    ] {
        let to: Vec<&str> = to.iter().flat_map(|to| ["--to", to.as_str()]).collect();
        let refused = desk.refused(exit, &[&split[..], &to].concat());
        assert!(!refused.error.contains("nowhere") && !refused.error.contains("AGE-SECRET"), "{refused:?}");
    }
    // Whose it is, where several are given.
    let (bob, slip) = (format!("bob={}", BOB[1]), format!("Carol={}", &CAROL[1][..50]));
    let refused = desk.refused(2, &[&split[..], &["--to", &bob, "--to", &slip]].concat());
    assert!(refused.error.contains("--to Carol: this recipient is mistyped"), "{refused:?}");
    let bob = format!("Bob={}", BOB[1]);
    let piped = ["split", "2of3", "--in", "key", "--custodian", "Ann,Bob,Carol", "--to", &bob];
    assert!(desk.refused(2, &piped).error.contains("requires -o DIR"));
}

#[test]
fn a_share_that_exists_is_sealed_by_card() {
    let desk = dealt();
    let eve = code(&desk, "eve.key");
    let card = ["card", BOBS, "--identity", "bob.key", "--to", EVE[1], "--recipient-code", &eve];
    let ran = desk.run(&[&card[..], &["--neutral-names", "-o", "send", "--json"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let document = ran.json();
    assert_eq!(document["shares"][0].get("mnemonic"), Some(&Value::Null));
    let sealed = format!("send/{}", document["shares"][0]["sealed"].as_str().unwrap());
    assert!(sealed.ends_with("-2.age"), "{sealed}");
    let record = ["--record", "set/public/record.json", "--date", "2016-05-03"];
    let check = desk.run(&[&["check", &sealed, "--identity", "eve.key"], &record[..]].concat());
    assert_eq!(check.code, 0, "{check:?}");
    assert_eq!(desk.run(&["card", BOBS, "--identity", "bob.key", "--to", EVE[1]]).code, 2, "without -o");
    let bad = format!("Eve={}", code(&desk, "bob.key"));
    let other =
        ["card", BOBS, "--identity", "bob.key", "--to", EVE[1], "-o", "other", "--recipient-code", &bad];
    desk.refused(6, &other);
}

/// What splits a key for Ann and Carol with paper, and Bob with a hybrid identity.
fn split_to_hybrid(desk: &Desk, key: &str, output: &str) -> Ran {
    desk.put("pq.key", HYBRID[0]);
    let (bob, code) = (format!("Bob={}", HYBRID[1].trim_end()), format!("Bob={}", code(desk, "pq.key")));
    let split = ["split", "2of3", "--kind", "hex", "--in", key, "--custodian", "Ann,Bob,Carol", "--to", &bob];
    let more = ["--recipient-code", &code, "--date", "2016-05-02", "--format", "words,pdf", "-o", output];
    desk.run(&[&split[..], &more].concat())
}

#[test]
fn a_share_for_a_hybrid_identity_is_a_sealed_share_like_others() {
    let desk = desk();
    let ran = split_to_hybrid(&desk, "key", "set");
    assert_eq!(ran.code, 0, "{ran:?}");
    let told = desk.run(&["check", "--identity", "pq.key", "--recipient"]);
    assert_eq!(told.product(), format!("{}  code: ZP64-HZXF-021K-JFDV-3D3Z\n", HYBRID[1]));
    let record = ["--record", "set/public/record.json", "--date", "2016-05-03"];
    let check = desk.run(&[&["check", BOBS, "--identity", "pq.key"], &record[..]].concat());
    assert!(check.code == 0 && check.product().contains("dealt"), "{check:?}");
    let recovered = desk.run(&["recover", BOBS, "set/secret/1-ann.txt", "--identity", "pq.key"]);
    assert_eq!(recovered.product().trim(), KEY);
    for other in ["bob.key", "ssh.key"] {
        let refused = desk.refused(3, &["check", BOBS, "--identity", other]);
        assert!(refused.error.contains("a hybrid age recipient"), "{refused:?}");
    }
    // From that holder to another, and back.
    let (eve, bob) = (code(&desk, "eve.key"), code(&desk, "pq.key"));
    let card = ["card", BOBS, "--identity", "pq.key", "--to", EVE[1], "--recipient-code", &eve, "-o", "send"];
    assert_eq!(desk.run(&[&card[..], &["--neutral-names"]].concat()).code, 0);
    let sent = desk.names().into_iter().find(|name| name.starts_with("send/secret/")).unwrap();
    let to = ["--to", HYBRID[1].trim_end(), "--recipient-code", &bob, "-o", "back"];
    let card = desk.run(&[&["card", &sent, "--identity", "eve.key", "--neutral-names"], &to[..]].concat());
    assert_eq!(card.code, 0, "{card:?}");
    let back = desk.names().into_iter().find(|name| name.starts_with("back/secret/")).unwrap();
    let check = desk.run(&[&["check", &back, "--identity", "pq.key"], &record[..]].concat());
    assert_eq!(check.code, 0, "{check:?}");
}

#[test]
fn the_card_of_a_hybrid_share_has_a_code_while_one_holds_it_and_else_its_text_alone() {
    let desk = desk();
    assert_eq!(split_to_hybrid(&desk, "key", "short").code, 0);
    desk.put("long", KEY.repeat(4));
    let ran = split_to_hybrid(&desk, "long", "long-set");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("2-bob.pdf has no code"), "{}", ran.stderr);
    for (folder, says, keeps_quiet) in [
        ("short", "Scan the code into a file", "too long for a code"),
        ("long-set", "It is too long for a code", "Scan the code"),
    ] {
        let card = format!("{folder}/secret/2-bob.pdf");
        let text = known::text_of_pdf(&fs::read(desk.path(&card)).unwrap());
        assert!(text.contains(says) && !text.contains(keeps_quiet), "{text}");
        let lines: Vec<String> =
            desk.read(&format!("{folder}/secret/2-bob.age")).lines().map(str::to_owned).collect();
        assert!(lines.iter().all(|line| text.contains(line.as_str())), "{text}");
        // Either is read from the file of the card.
        assert_eq!(desk.run(&["check", &card, "--identity", "pq.key"]).code, 0, "{card}");
        assert_eq!(desk.run(&["check", &card, "--identity", "eve.key"]).code, 3, "{card}");
    }
}

#[test]
fn a_plan_takes_a_hybrid_recipient_and_each_card_another_person() {
    let desk = desk();
    desk.put("pq.key", HYBRID[0]);
    let recipient = HYBRID[1].trim_end();
    let plan = |carol: &str| {
        format!(
            "[[group]]\nthreshold = 2\n[[group.custodian]]\nname = \"Ann\"\n[[group.custodian]]\nname = \"Bob\"\n\
             recipient = \"{recipient}\"\n[[group.custodian]]\nname = \"Carol\"\nrecipient = \"{carol}\"\n"
        )
    };
    desk.put("plan.toml", plan(BOB[1]));
    let policy = desk.run(&["policy", "--plan", "plan.toml"]);
    assert!(policy.code == 0 && policy.product().contains("sealed to a hybrid age recipient"), "{policy:?}");
    // The same recipient, and the age recipient that whoever has the hybrid identity could have made of its half.
    let hybrid: quorate::formats::recipient::Recipient = recipient.parse().unwrap();
    let half = quorate::formats::recipient::Recipient::X25519(hybrid.point().unwrap()).to_string();
    for same in [recipient, &half] {
        desk.put("plan.toml", plan(same));
        let refused = desk.run(&["policy", "--plan", "plan.toml"]);
        assert!(refused.code == 3 && refused.stderr.contains("of one person"), "{refused:?}");
    }
    for (other, says) in [
        (recipient.replacen("age1pq1", "age1tagpq1", 1), "of a kind that this program cannot seal to"),
        (recipient.replacen("x34nz", "x34nq", 1), "mistyped"),
    ] {
        desk.put("plan.toml", plan(&other));
        let refused = desk.run(&["policy", "--plan", "plan.toml"]);
        assert!(refused.code == 3 && refused.stderr.contains(says), "{refused:?}");
    }
}
