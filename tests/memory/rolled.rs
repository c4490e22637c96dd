//! Rolls, and the random bytes of a machine: with both whoever reads the memory has the key.

use quorate::ceremony::split::{
    die::{Die, Strength},
    machine::MachineBytes,
    randomness::Rolled,
    rolls::Contribution,
};

use crate::{
    debugger::{needles::Needles, set::Stream},
    desk::Desk,
    files::{dealt, words},
    hands::{CTRL_C, ENTER, TAB, Tty},
};

/// Fifty rolls of each, as digits.
fn typed(seed: u64) -> String {
    Stream::new(seed).bytes(50).iter().map(|byte| char::from(b'1' + byte % 6)).collect()
}

fn values(rolls: &str) -> Vec<u8> {
    rolls.bytes().map(|digit| digit - b'0').collect()
}

/// A desk with the rolls of two people in `a` and `b`, and what is secret of them: as they are typed, and as they are hashed.
fn desk_with_rolls() -> (Desk, Needles) {
    let desk = Desk::new();
    let (one, other) = (typed(71), typed(72));
    desk.put("a", &one).put("b", &other);
    let needles = Needles::default()
        .bytes("rolls, typed", one.as_bytes())
        .bytes("rolls, typed", other.as_bytes())
        .bytes("rolls", &values(&one))
        .bytes("rolls", &values(&other));
    (desk, needles)
}

#[test]
fn a_key_and_a_deal_of_rolls_from_files() {
    let (desk, needles) = desk_with_rolls();
    for (more, code) in [("", 0), (" --dice-only", 0), (" --sides 2", 3), (" --rolls missing", 2)] {
        let line = format!("split 2of3 --generate 128 --rolls a --rolls b --exponent 0{more}");
        let ran = desk.run(&words(&line)).exits(code);
        let needles = match code {
            0 => dealt(needles.clone(), &desk.shares_in("stdout")),
            _ => needles.clone(),
        };
        ran.leaves_nothing_of(&needles);
    }
}

#[test]
fn a_second_machine_that_has_the_bytes_of_the_first() {
    let (desk, needles) = desk_with_rolls();
    let machine = Stream::new(73).bytes(32);
    let hex: String = machine.iter().map(|byte| format!("{byte:02x}")).collect();
    desk.put("machine", &hex);
    let bytes = MachineBytes::read(&hex).unwrap();
    let commitment = bytes.commitment().hex();
    let contribution =
        |seed| Contribution::read(Die::SIX, Strength::Bits128, typed(seed).as_bytes()).unwrap();
    let rolled = Rolled::new(vec![contribution(71), contribution(72)], bytes).unwrap();
    let key = rolled.key(16);
    let needles = needles.bytes("bytes of the machine", &machine).bytes("key", key.expose());
    let line = |commitment: &str, code: &str| {
        format!(
            "split 2of3 --generate 128 --rolls a --rolls b --exponent 0 --agree-with {code} \
             --commitment {commitment} --machine-bytes machine --record second.json --date 2026-11-30"
        )
    };
    let (other, none) = ("0".repeat(64), "0".repeat(32));
    for (commitment, code) in [(&other, 6), (&commitment, 6)] {
        desk.run(&words(&line(commitment, &none))).exits(code).leaves_nothing_of(&needles);
    }
    // What this machine has computed is told where the codes differ.
    let told = desk.read("stderr");
    let code = told.split_whitespace().find(|word| word.len() == 39).unwrap().to_owned();
    desk.run(&words(&line(&commitment, &code))).exits(0).leaves_nothing_of(&needles);
    // The bytes typed at the terminal, and a slip first.
    let line = line(&commitment, &code).replace(" --machine-bytes machine", "").replace("second", "third");
    let mut tty = Tty::run(&desk, &words(&line));
    tty.wait_for("random bytes of the first machine").type_in(&hex[1..]).type_in(ENTER);
    tty.wait_for("that is not 64 hexadecimal digits").type_in(&hex).type_in(ENTER);
    tty.wait_for("this machine has computed the same deal");
    tty.ends_without(0, &needles);
}

#[test]
fn rolls_that_are_typed_and_the_bytes_that_are_shown_once() {
    let (desk, needles) = desk_with_rolls();
    let split = words(
        "split 2of3 --generate 128 --dice 2 --exponent 0 --agree --record first.json --date 2026-11-30",
    );
    let mut tty = Tty::run(&desk, &split);
    tty.wait_for("Enter when all have written it").type_in(ENTER);
    tty.wait_for("contributor 1 of 2").wait_for("0 of 50 are there");
    tty.type_in(&typed(71)[..20]).type_in(TAB).wait_for(&typed(71)[..20]).type_in(TAB).type_in(ENTER);
    tty.wait_for("20 of 50 are there").type_in(&typed(71)[20..]).type_in(ENTER);
    tty.wait_for("contributor 2 of 2").type_in(&typed(72)).type_in(ENTER);
    tty.wait_for("Enter shows them").type_in(ENTER).wait_for("then press Enter");
    let groups: Vec<String> = tty
        .screen()
        .split_whitespace()
        .filter(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .map(str::to_owned)
        .collect();
    assert_eq!(groups.len(), 16);
    let machine = MachineBytes::read(groups.concat()).unwrap();
    let needles = needles.bytes("bytes of the machine", machine.expose());
    tty.type_in(ENTER).wait_for("Enter when the second machine has it").type_in(ENTER);
    tty.wait_for("Type yes, or Enter for no").type_in(ENTER);
    tty.ends_without(6, &needles);
}

#[test]
fn a_ceremony_that_stops_between_two_contributors() {
    let (desk, needles) = desk_with_rolls();
    let mut tty = Tty::run(&desk, &words("split 2of3 --generate 128 --dice 2"));
    tty.wait_for("Enter when all have written it").type_in(ENTER);
    tty.wait_for("contributor 1 of 2").type_in(&typed(71)).type_in(ENTER);
    tty.wait_for("contributor 2 of 2").type_in(&typed(72)[..30]).type_in(CTRL_C);
    tty.wait_for("Ctrl-C again to stop").type_in(CTRL_C);
    tty.ends_without(130, &needles);
}
