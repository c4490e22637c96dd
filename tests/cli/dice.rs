//! Sets that are dealt with people's rolls, and two machines that agree: what comes out, what is refused, and which step catches
//! a machine that cheats. The ceremony itself, at terminals, is in tests/tty.

use std::fs;

use quorate::{crypto::hash::sha256_hex, custody::record::Record};
use serde_json::Value;

use crate::{
    desk::{Desk, HUSH},
    known,
};

/// A hundred rolls that nobody took for chosen.
pub fn rolls(seed: u32) -> String {
    let mut state = seed;
    let mut roll = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'1' + (state >> 24) as u8 % 6)
    };
    (0..100).map(|_| roll()).collect()
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("a", rolls(1)).put("b", rolls(2)).put("key", known::HEX).put("machine", MACHINE);
    desk
}

/// The random bytes of a first machine, and what it commits to by them.
const MACHINE: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const COMMITMENT: &str = "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd";

/// An agreement code of no deal.
const CODE: &str = "0123-4567-89ab-cdef-0123-4567-89ab-cdef";

const FRESH: [&str; 6] = ["split", "2of3", "--generate", "256", "--rolls", "a"];

fn record(desk: &Desk, file: &str) -> Record {
    Record::read(desk.read(file).as_bytes()).unwrap()
}

#[test]
fn a_key_of_dice_alone_is_the_one_that_sha256sum_gives() {
    for (bits, digits) in [("256", 64), ("128", 32)] {
        let desk = desk();
        let rolls = |seed| rolls(seed)[..if bits == "128" { 50 } else { 100 }].to_owned();
        desk.put("a", rolls(1)).put("b", format!("{}\n", rolls(2)));
        let line = ["split", "2of3", "--generate", bits, "--rolls", "a", "--rolls", "b", "--dice-only"];
        let ran = desk.run(&line);
        assert_eq!(ran.code, 0, "{ran:?}");
        let shares: Vec<&str> = std::str::from_utf8(&ran.stdout).unwrap().lines().take(2).collect();
        let key = sha256_hex([rolls(1), rolls(2)].concat().as_bytes());
        let recovered = desk.pipe(shares.join("\n"), &["recover", "--as", "hex"]);
        assert_eq!(recovered.product().trim(), &key[..digits]);
        // The dealing has random bytes of the machine all the same: another run deals other shares of the same key.
        assert_ne!(desk.run(&line).stdout, ran.stdout);
    }
}

#[test]
fn rolls_and_the_machine_are_mixed_and_the_record_tells_how() {
    let desk = desk();
    let ran = desk.run(&[&FRESH[..], &["--dice", "2", "--rolls", "b", "-o", "set", "--json"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let told = ran.json();
    let rolled = &told["rolled"];
    assert_eq!((&rolled["contributors"], &rolled["opened"]), (&2.into(), &false.into()));
    assert_eq!(rolled["key"], "mixed");
    let commitment = rolled["commitment"].as_str().unwrap();
    let record = record(&desk, "set/public/record.json");
    assert_eq!(record.rolled.as_ref().unwrap().commitment, commitment);
    assert_eq!(told["agreement_code"], record.agreement_code().unwrap().as_str());
    let other = desk.run(&[&FRESH[..], &["--rolls", "b", "-o", "other", "--json"]].concat()).json();
    assert_ne!(other["rolled"]["commitment"], commitment, "fresh bytes each time");
    let report = desk.run(&["status", "set/public/record.json"]);
    let report = String::from_utf8_lossy(&report.stdout).into_owned();
    assert!(report.contains("rolled by 2 people: 100 rolls of 6 sides each"), "{report}");
    assert!(report.contains("committed, never opened"), "{report}");
    // Nothing else of it: neither a roll nor the key is in what is public.
    for file in ["record.json", "journal.jsonl"] {
        let text = desk.read(&format!("set/public/{file}"));
        assert!(!text.contains(&rolls(1)) && !text.contains(&rolls(2)), "{text}");
    }
}

#[test]
fn a_given_key_an_old_set_and_a_sealed_file_are_dealt_with_rolls_too() {
    let desk = desk();
    desk.put("letter", "a letter");
    for (more, folder) in [
        (&["--in", "key"][..], "given"),
        (&["--seal", "letter"], "sealed"),
        (&["--from", "given/secret/share-1.txt", "given/secret/share-3.txt"], "again"),
    ] {
        let split = ["split", "2of3", "--exponent", "0", "--dice", "1", "--rolls", "a", "-o", folder];
        let ran = desk.run(&[&split[..], more].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let record = record(&desk, &format!("{folder}/public/record.json"));
        assert_eq!(record.rolled.unwrap().rolls, 100, "{folder}");
    }
    for folder in ["given", "again"] {
        let shares = [1, 2].map(|share| format!("{folder}/secret/share-{share}.txt"));
        let ran = desk.run(&["recover", &shares[0], &shares[1], "--as", "hex"]);
        assert_eq!(ran.product().trim(), known::HEX);
    }
    let open = ["recover", "sealed/secret/share-1.txt", "sealed/secret/share-3.txt", "--open"];
    let ran = desk.run(&[&open[..], &["sealed/public/letter.age"]].concat());
    assert_eq!(ran.product(), "a letter");
}

#[test]
fn rolls_that_are_none_are_told_by_their_place_and_nothing_is_made() {
    let desk = desk();
    let long = rolls(1);
    desk.put("short", &long[..99]).put("long", format!("{long}1")).put("seven", long.replacen('6', "7", 1));
    desk.put("prose", format!("{} {HUSH}", &long[..40])).put("deck", "1 2 3 1").put("empty", "");
    let place = long.find('6').unwrap() + 1;
    let before = desk.names();
    for (file, sides, error) in [
        ("short", "6", "there are 99 rolls, and 100 are needed".to_owned()),
        ("long", "6", "there are more than the 100 rolls that are needed".to_owned()),
        ("seven", "6", format!("roll {place} is not a number from 1 to 6")),
        ("prose", "6", "roll 41 is not a number from 1 to 6".to_owned()),
        ("empty", "6", "there are 0 rolls, and 100 are needed".to_owned()),
        ("deck", "52", "card 4 was drawn before".to_owned()),
    ] {
        let line = ["split", "2of3", "--generate", "256", "--rolls", "b", "--rolls", file, "--sides", sides];
        let line = if sides == "52" { [&line[..4], &line[6..]].concat() } else { line.to_vec() };
        let line = [&line[..], &["-o", "out"]].concat();
        let refused = desk.refused(3, &line);
        assert!(refused.error.contains(&error) && refused.error.contains(file), "{refused:?}");
        let code = &desk.run(&[&["--json"], &line[..]].concat()).json()["code"];
        assert_eq!(code, "rolls");
        assert_eq!(desk.names(), before, "{file}");
    }
}

#[test]
fn rolls_that_can_hardly_be_an_accident_are_used_only_if_somebody_says_so() {
    let desk = desk();
    let counted: String = "123456".repeat(17)[..100].to_owned();
    let loaded: String = rolls(3).replace(['1', '2', '3'], "6");
    for (file, text) in [("one", "5".repeat(100)), ("two", "35".repeat(50)), ("up", counted), ("six", loaded)]
    {
        desk.put(file, text);
        let line = ["split", "2of3", "--generate", "256", "--rolls", "a", "--rolls", file];
        let refused = desk.refused(7, &line);
        assert!(refused.hint.contains("--accept-rolls"), "{refused:?}");
        assert_eq!(desk.run(&[&["--json"], &line[..]].concat()).json()["code"], "odd-rolls");
        assert_eq!(desk.run(&[&line[..], &["--accept-rolls"]].concat()).code, 0);
    }
}

#[test]
fn what_contradicts_itself_is_refused_before_anybody_rolls() {
    let desk = desk();
    let second = ["--agree-with", CODE, "--commitment", COMMITMENT, "--machine-bytes", "machine"];
    let with = |more: &[&'static str]| [&FRESH[..], more].concat();
    let before = desk.names();
    for line in [
        vec!["split", "2of3", "--generate", "256", "--sides", "20"],
        vec!["split", "2of3", "--generate", "256", "--dice-only"],
        vec!["split", "2of3", "--generate", "256", "--agree", "-o", "out"],
        vec!["split", "2of3", "--in", "key", "--rolls", "a", "--dice-only"],
        vec!["split", "2of3", "--generate", "256", "--dice", "0"],
        with(&["--dice", "2"]),
        with(&["--sides", "7"]),
        with(&["--sides", "20", "--dice-only"]),
        with(&["--agree"]),
        with(&["--commitment", COMMITMENT]),
        with(&["--agree-with", CODE, "--record", "m.json"]),
        with(&["--agree-with", CODE, "--commitment", "12", "--record", "m.json"]),
        with(&["--agree-with", "0123", "--commitment", COMMITMENT, "--record", "m.json"]),
        with(&second),
        with(&[&second[..], &["--record", "m.json", "-o", "out"]].concat()),
        with(&[&second[..], &["--record", "m.json", "--agree"]].concat()),
        [&["split", "1of1", "--accept-single-point"], &FRESH[2..], &["--agree", "--record", "m.json"]]
            .concat(),
        [&["split", "1of1", "--accept-single-point"], &FRESH[2..], &second, &["--record", "m.json"]].concat(),
    ] {
        desk.refused(2, &line);
        assert_eq!(desk.names(), before, "{line:?}");
    }
    let refused = desk.refused(2, &with(&["--sides", "7"]));
    assert!(refused.error.contains("--sides takes one of: 2, 6, 8, 10, 12, 20, 52"), "{refused:?}");
    let refused = desk.refused(2, &["split", "2of3", "--generate", "256", "--dice", "0"]);
    assert!(refused.error.contains("--dice"), "{refused:?}");
    // The code is compared by people, who need a terminal.
    desk.refused(7, &with(&["--agree", "--record", "m.json"]));
    assert_eq!(desk.names(), before);
}

/// What the second machine answers.
fn second(desk: &Desk, code: &str, more: &[&str]) -> (i32, Value) {
    let line = ["--json", "split", "2of3", "--rolls", "a", "--rolls", "b", "--agree-with", code];
    let commitment = ["--commitment", COMMITMENT, "--record", "second.json"];
    let ran = desk.run(&[&line[..], &commitment, more].concat());
    (ran.code, ran.json())
}

/// In which single point a first machine cheats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cheat {
    Nothing,
    /// It deals with rolls of its own.
    IgnoresTheRolls,
    /// It commits to its bytes, and takes others once it knows the rolls.
    ChoosesItsBytesLater,
    /// It hands out other cards than it has dealt.
    HandsOutOtherCards,
}

/// What a first machine shows: it commits, takes the rolls `a` and `b` and the key, and cheats or not.
struct First {
    commitment: String,
    bytes: String,
    code: String,
    cards: Vec<String>,
}

impl First {
    fn of(cheat: Cheat) -> Self {
        let chosen = MACHINE.replacen("00", "80", 1);
        let bytes = if cheat == Cheat::ChoosesItsBytesLater { chosen } else { MACHINE.to_owned() };
        let own = if cheat == Cheat::IgnoresTheRolls { 7 } else { 1 };
        let (record, mut cards) = machine::deal(&[rolls(own), rolls(2)], &bytes, known::HEX);
        if cheat == Cheat::HandsOutOtherCards {
            let (_, others) = machine::deal(&[rolls(8), rolls(9)], &bytes, known::HEX);
            let forged = others.iter().zip(&cards).map(|(other, card)| machine::renumbered(other, card));
            cards = forged.collect();
        }
        let code = record.agreement_code().unwrap();
        Self { commitment: COMMITMENT.to_owned(), bytes, code, cards }
    }
}

#[test]
fn each_way_to_cheat_is_caught_at_its_step_and_an_honest_machine_at_none() {
    for (cheat, caught) in [
        (Cheat::Nothing, None),
        (Cheat::IgnoresTheRolls, Some("other-deal")),
        (Cheat::ChoosesItsBytesLater, Some("other-commitment")),
        (Cheat::HandsOutOtherCards, Some("not-dealt")),
    ] {
        let desk = desk();
        let First { commitment, bytes, code, cards } = First::of(cheat);
        desk.put("machine", bytes).put("card", &cards[1]);
        let before = desk.names();
        let line = ["split", "2of3", "--rolls", "a", "--rolls", "b", "--in", "key", "--date", "2026-11-30"];
        let compared = ["--agree-with", &code, "--commitment", &commitment, "--machine-bytes", "machine"];
        let all = [&line[..], &compared, &["--record", "second.json"]].concat();
        let second = desk.run(&all);
        if let Some(code @ ("other-deal" | "other-commitment")) = caught {
            assert_eq!(second.code, 6, "{cheat:?}: {second:?}");
            assert!(second.stdout.is_empty() && !second.stderr.contains("computed the same"), "{second:?}");
            assert!(!second.stderr.contains("same agreement code"), "{second:?}");
            assert_eq!(desk.run(&[&["--json"], &all[..]].concat()).json()["code"], code);
            assert_eq!(desk.names(), before, "no record of a deal that is not agreed on");
            continue;
        }
        assert_eq!(second.code, 0, "{cheat:?}: {second:?}");
        let ran = desk.run(&["check", "--record", "second.json", "card", "--json", "--date", "2026-12-01"]);
        match caught {
            None => assert_eq!(ran.code, 0, "{ran:?}"),
            Some(code) => assert_eq!((ran.code, &ran.json()["code"]), (6, &code.into())),
        }
        // A file never was paper: what is agreed on is a card (tests/tty).
        let status = desk.run(&["status", "second.json", "--date", "2026-12-01", "--json"]).json();
        assert_eq!(status["rolled"]["cards_agreed"], 0, "{status}");
        // The second machine checks cards itself; only the first is told.
        let note = ["note", "second.json", "agreed", "1", "--date", "2026-12-01"];
        assert_eq!(desk.run(&note).code, 2);
    }
}

#[test]
fn bytes_of_a_machine_that_are_none_are_refused() {
    let desk = desk();
    for text in ["", HUSH, &MACHINE[1..], &format!("{MACHINE}00")] {
        desk.put("chosen", text);
        let before = desk.names();
        let (exit, told) = second(&desk, CODE, &["--generate", "256", "--machine-bytes", "chosen"]);
        assert_eq!((exit, &told["code"]), (3, &"rolls".into()), "{told}");
        assert_eq!(desk.names(), before);
    }
}

#[test]
fn rolls_from_a_pipe_leave_the_key_to_the_terminal() {
    let desk = desk();
    let refused = desk.refused_piped(7, rolls(1), &["split", "2of3", "--rolls", "-"]);
    assert!(refused.error.contains("terminal"), "{refused:?}");
    assert_eq!(desk.pipe(rolls(1), &["split", "2of3", "--rolls", "-", "--in", "key"]).code, 0);
}

#[test]
fn the_same_rolls_bytes_and_key_give_two_machines_one_code_and_anything_else_another() {
    let desk = desk();
    desk.put("pass", "sesame").put("key2", known::HEX.replacen('0', "1", 1)).put("c", rolls(3));
    let code = First::of(Cheat::Nothing).code;
    let machine = ["--machine-bytes", "machine", "--date", "2026-11-30"];
    let given = |more: &[&str]| second(&desk, &code, &[&machine, more].concat());
    for different in [
        &["--in", "key2"][..],
        &["--in", "key", "--passphrase-file", "pass"],
        &["--in", "key", "--exponent", "2"],
        &["--in", "key", "--rolls", "c"],
        &["--in", "key", "--custodian", "alice", "--custodian", "bob", "--custodian", "carol"],
        &["--generate", "256"],
    ] {
        let (exit, told) = given(different);
        assert_eq!((exit, &told["code"]), (6, &"other-deal".into()), "{different:?}: {told}");
        assert!(!told["message"].as_str().unwrap().contains(&code), "each has a code of its own: {told}");
        assert!(!desk.path("second.json").exists());
    }
    let (exit, told) = given(&["--in", "key"]);
    assert_eq!((exit, &told["agrees"], &told["agreement_code"]), (0, &true.into(), &code.as_str().into()));
    assert_eq!(told.get("shares"), None, "{told}");
    let rolled = record(&desk, "second.json").rolled.unwrap();
    assert!(rolled.opened && rolled.second);
    assert_eq!(told["record"], "second.json");
}

/// A first machine that computes what it should, by the library.
mod machine {
    use quorate::{
        ceremony::split::{
            die::{Die, Strength},
            draws::{DealContext, Draws},
            machine::MachineBytes,
            randomness::Rolled,
            rolls::Contribution,
            split_key,
        },
        crypto::{hash::hex, secret::SecretBytes},
        custody::{plan::Plan, record::Record},
        formats::key::{Key, Kind},
        slip39::{
            Exponent, Passphrase,
            math::rs1024::{CHECKSUM_WORDS, checksum},
            wordlist,
        },
    };

    /// The plan that `2of3` is, and the set that is dealt by it.
    pub fn deal(rolls: &[String], machine: &str, key: &str) -> (Record, Vec<String>) {
        let contribution =
            |text: &String| Contribution::read(Die::SIX, Strength::Bits256, text.as_bytes()).unwrap();
        let rolls = rolls.iter().map(contribution).collect();
        let rolled = Rolled::new(rolls, MachineBytes::read(machine).unwrap()).unwrap();
        let policy = "2of3".parse().unwrap();
        let plan = Plan::of_policy(&policy, &[None], &[]);
        let plan_hash = &plan.hash();
        let exponent = Exponent::DEFAULT;
        let context = DealContext { policy: &policy, exponent, extendable: true, plan_hash };
        let mut entropy = Draws::of(&rolled, &context);
        let key = Key::read(&SecretBytes::copy_of(key.as_bytes()), Kind::Hex).unwrap();
        let passphrase = Passphrase::empty();
        let split = split_key(&policy, &key, &passphrase, exponent, &mut entropy, &mut |_| {}).unwrap();
        let salt = entropy.record_salt().unwrap();
        let shares = split.shares.iter().map(|(header, words)| Record::share(header, words, &salt));
        let text = serde_json::json!({
            "schema": "quorate/record", "version": 1,
            "set": quorate::custody::record::RecordedSet::of(&split.set),
            "label": null, "plan_hash": plan.hash(), "plan": plan,
            "key": { "bytes": 16, "words": 20, "form": null, "public": null },
            "passphrase": false, "single_point_accepted": false, "practice": false,
            "date": { "day": "2026-11-30", "source": "given" },
            "tool": { "version": "0", "sha256": "0", "hardened": true },
            "supersedes": [], "salt": hex(&salt), "shares": shares.collect::<Vec<_>>(),
            "fingerprint": null,
        });
        let record = Record::read(text.to_string().as_bytes()).unwrap();
        (record, split.shares.iter().map(|(_, words)| words.expose().to_owned()).collect())
    }

    /// The value of one share under the header of another, with a checksum that fits.
    pub fn renumbered(share: &str, like: &str) -> String {
        const HEADER_WORDS: usize = 4;
        let numbers = |words: &str| -> Vec<u16> {
            words.split(' ').map(|word| wordlist::index(word).unwrap()).collect()
        };
        let (share, like) = (numbers(share), numbers(like));
        let end = share.len() - CHECKSUM_WORDS;
        let body = [&like[..HEADER_WORDS], &share[HEADER_WORDS..end]].concat();
        let all = [&body[..], &checksum(true, &body)].concat();
        all.iter().map(|&number| wordlist::word(number)).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn rules_ask_for_dice_and_for_a_second_machine() {
    let desk = desk();
    let plan = |rules: &str| {
        let cards = r#"{name="alice"},{name="bob"},{name="carol"}"#;
        format!("[[group]]\nthreshold = 2\ncustodian = [{cards}]\n[rules]\n{rules}\n")
    };
    fs::write(desk.path("dice.toml"), plan("dice = true")).unwrap();
    fs::write(desk.path("agree.toml"), plan("dice = true\nagree = true")).unwrap();
    let split = |plan: &str, more: &[&str]| {
        desk.run(&[&["split", "--plan", plan, "--generate", "256", "--json"], more].concat())
    };
    let ran = split("dice.toml", &["-o", "none"]);
    assert_eq!((ran.code, &ran.json()["code"]), (7, &"plan-breaks-rules".into()));
    assert_eq!(split("dice.toml", &["--rolls", "a", "-o", "dice"]).code, 0);
    // One machine alone does not agree with anybody.
    let ran = split("agree.toml", &["--rolls", "a", "-o", "none"]);
    assert_eq!((ran.code, &ran.json()["code"]), (7, &"plan-breaks-rules".into()));
    assert!(!desk.path("none").exists());
    assert_eq!(split("agree.toml", &["--rolls", "a", "-o", "alone", "--accept-broken-rules"]).code, 0);
    let status = |set: &str| desk.run(&["status", &format!("{set}/public/record.json"), "--json"]).json();
    let broken = |set: &str| {
        let findings = status(set)["findings"].as_array().unwrap().clone();
        findings.iter().filter(|one| one["finding"] == "rule-broken").count()
    };
    assert_eq!((broken("dice"), broken("alone")), (0, 1));
    // Nobody makes a card agreed on of a set that no second machine has computed.
    let ran = desk.run(&["note", "alone/public/record.json", "agreed", "alice", "--json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(broken("alone"), 1);
}
