//! Command lines as people type them who never read the manual: each does what was meant, or says what does.

use std::fs;

use crate::{
    desk::{Desk, HUSH},
    known,
};

/// What a line comes to.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// It succeeds, and stdout holds this.
    Prints(&'static str),
    /// It succeeds, and this is there afterwards.
    Makes(&'static str),
    /// It succeeds, and stderr holds this.
    Tells(&'static str),
    /// It ends with this exit code, and its error and hint together hold this.
    Refused(i32, &'static str),
}

use Outcome::{Makes, Prints, Refused, Tells};

/// A folder with a key, three shares, a plan and a set with its record.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("key.txt", known::HEX);
    desk.put_shares(&known::shares("three_of_five")[..3]);
    fs::write(desk.path("plan.toml"), desk.run(&["plan", "3of5"]).product()).unwrap();
    fs::create_dir(desk.path("folder")).unwrap();
    desk.run(&[
        "split",
        "2of3",
        "--in",
        "key.txt",
        "--custodian",
        "ann",
        "--custodian",
        "custodian 2",
        "--custodian",
        "carol",
        "-o",
        "set",
        "--date",
        "2016-01-01",
    ])
    .product();
    desk
}

/// The arguments of a line, as a shell takes it apart: blanks separate, single quotes hold together.
fn arguments(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            found.push(piece.to_owned());
        } else {
            found.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    found
}

fn holds(lines: &[(&str, Outcome)]) {
    let mut faults = Vec::new();
    for (line, outcome) in lines {
        let desk = desk();
        let owned = arguments(line);
        let arguments: Vec<&str> = owned.iter().map(String::as_str).collect();
        let ran = desk.run(&arguments);
        let is_met = match *outcome {
            Prints(told) => ran.code == 0 && String::from_utf8_lossy(&ran.stdout).contains(told),
            Tells(told) => ran.code == 0 && ran.says(told),
            Makes(name) => ran.code == 0 && desk.path(name).exists(),
            Refused(exit, told) => ran.code == exit && ran.stderr.contains(told),
        };
        if !is_met {
            faults.push(format!("{line}: {outcome:?}, and it came to {} {}", ran.code, ran.stderr));
        } else if let Refused(exit, _) = *outcome {
            let refused = desk.refused(exit, &arguments);
            let longest = refused.error.chars().count().max(refused.hint.chars().count());
            if longest > 90 {
                faults.push(format!("{line}: {longest} characters"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn commands_are_found_under_the_names_that_people_try() {
    let recovered = "\n";
    holds(&[
        ("", Prints("recover")),
        ("help", Prints("recover")),
        ("help split", Prints("Usage: quorate split")),
        ("help verify", Prints("Usage: quorate check")),
        ("--json help split", Prints("\"schema\":\"quorate/help\"")),
        ("help hunter2", Refused(2, "there is no such command")),
        ("help splt", Refused(2, "perhaps quorate split")),
        ("split help", Refused(2, "a policy looks like 3of5")),
        ("version", Prints(concat!("quorate ", env!("CARGO_PKG_VERSION")))),
        ("-V", Prints("quorate ")),
        ("verify 1.txt", Prints("1.txt")),
        ("restore 1.txt 2.txt 3.txt", Prints(recovered)),
        ("join 1.txt 2.txt 3.txt", Prints(recovered)),
        ("combine 1.txt 2.txt 3.txt", Prints(recovered)),
        ("completion bash", Prints("complete")),
        ("completion", Refused(2, "SHELL is missing")),
        ("completions bash zsh", Refused(2, "argument 3")),
        ("man", Prints(".TH")),
        ("man split", Prints("quorate\\-split")),
        ("generate", Refused(2, "quorate split --generate 256")),
        ("create 3of5", Refused(2, "quorate split")),
        ("seal key.txt", Refused(2, "quorate split --seal FILE")),
        ("decrypt 1.txt", Refused(2, "quorate recover")),
        ("init", Refused(2, "quorate plan")),
        ("print 1.txt", Refused(2, "quorate card")),
        ("journal set/public/record.json", Refused(2, "status RECORD --journal")),
        ("splt 3of5", Refused(2, "perhaps quorate split")),
        ("recvoer 1.txt", Refused(2, "perhaps quorate recover")),
        ("Check 1.txt", Refused(2, "perhaps quorate check")),
        ("statsu set/public/record.json", Refused(2, "perhaps quorate status")),
        ("hunter2", Refused(2, "see quorate --help")),
        ("1.txt", Refused(2, "there is no such command")),
    ]);
}

#[test]
fn a_policy_and_a_key_are_found_however_they_are_said() {
    holds(&[
        ("split 3of5 key.txt -o out", Makes("out/public/record.json")),
        ("split 3 5 key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split 3 of 5 key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split '3 of 5' key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split 3 out of 5 --in key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split 3-of-5 -i key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split 3/5 -i key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split -t 3 -n 5 --in key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split -k 3 -n 5 key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split --threshold 3 --shares 5 -i key.txt -o out", Makes("out/secret/share-5.txt")),
        ("split -n 5 --in key.txt", Refused(2, "-t 3 -n 5 is 3of5")),
        ("split -t 3 --in key.txt", Refused(2, "")),
        ("split -t 5 -n 3 --in key.txt", Refused(2, "more are needed than there are")),
        ("split 5 3 key.txt", Refused(2, "more are needed than there are")),
        ("split 3of5 -t 3 -n 5", Refused(2, "exclude each other")),
        ("split plan.toml key.txt -o out", Makes("out/public/record.json")),
        ("split plan.toml -i key.txt -o out", Makes("out/public/record.json")),
        ("split 3of5 --plan plan.toml", Refused(2, "POLICY and --plan exclude each other")),
        ("split 3of5 --group a=2of3", Refused(2, "POLICY and --group exclude each other")),
        ("split key.txt", Refused(2, "a policy is missing")),
        ("split", Refused(2, "a policy is missing")),
        ("split 3of5 key.txt 1.txt", Refused(2, "argument 4")),
        ("split 3of5 -i key.txt 1.txt", Refused(2, "argument 5")),
        ("split 3of5 hunter2", Refused(2, "argument 3 is not one that this command takes")),
        ("split 3of5 --generate 256 key.txt", Refused(2, "argument 5")),
        ("split --group 'board=2 of 3' --group ops=3of5 key.txt -o out", Makes("out/public/record.json")),
        ("split 3of5 key.txt -f pdf -o out", Makes("out/secret/share-1.pdf")),
        ("split 3of5 key.txt -f words,png -o out", Makes("out/secret/share-1.png")),
        ("split 2of3 key.txt --custodian ann,bob,carol -o out", Makes("out/secret/2-bob.txt")),
        ("split 2of3 key.txt --names 'ann, bob, carol' -o out", Makes("out/secret/2-bob.txt")),
        ("split 2of3 key.txt --custodian 'Smith, Anna' -o out", Refused(2, "1 named custodian")),
        ("split 2of2 key.txt --custodian 'Smith, Anna' -o out", Refused(2, "1 named custodian")),
        ("split 2of3 key.txt --custodian ann,ann,bob -o out", Refused(7, "ann alone")),
        ("split 3of5 key.txt --dry-run", Refused(2, "quorate policy says what a policy means")),
        ("split 3of5 key.txt --force -o out", Refused(2, "nothing is ever overwritten")),
        ("split 3of5 key.txt -y -o out", Refused(2, "nothing is ever overwritten")),
        ("split 3of5 key.txt -o out.pdf", Refused(2, "leave .pdf out")),
        ("split 3of5 key.txt -o -", Refused(2, "stdout")),
        ("split 3of5 key.txt -v -o out", Tells("step: ")),
        ("split 3of5 key.txt --passphrase hunter2 -o out", Refused(2, "--passphrase takes no value")),
        ("split 3of5 key.txt --password -o out", Refused(2, "--passphrase-file FILE")),
        ("split 3of5 key.txt --custodain ann", Refused(2, "--custodian")),
        ("split 3of5 key.txt --fromat pdf", Refused(2, "--format")),
        ("split 3of5 --from vault 1.txt 2.txt 3.txt", Refused(2, "--from-format vault")),
        ("split 3of5 --from 1.txt 2.txt 3.txt -o out", Makes("out/public/record.json")),
        ("split --from 1.txt 2.txt 3.txt 3of5", Refused(2, "before --from")),
        ("policy 3 5", Prints("3 of 5")),
        ("policy '3 of 5'", Prints("3 of 5")),
        ("policy 3 of 5", Prints("3 of 5")),
        ("policy -t 3 -n 5", Prints("3 of 5")),
        ("policy plan.toml", Prints("custodian 1")),
        ("policy plan.toml --absent 'custodian 1'", Prints("custodian 1")),
        ("policy plan.tmol", Refused(2, "")),
        ("policy 3of5 plan.toml", Refused(2, "argument 3")),
        ("policy hunter2", Refused(2, "for instance 2of3")),
        ("policy 1.txt", Refused(3, "quorate plan prints a plan")),
        ("plan 3of5 -o p.toml", Makes("p.toml")),
        ("plan 3 5 --output p.toml", Makes("p.toml")),
        ("plan '2 of 3'", Prints("threshold = 2")),
        ("plan 2of3 p.toml", Refused(2, "-o FILE writes the plan")),
        ("plan 2of3 -o plan.toml", Refused(7, "exists already")),
        ("plan 2of3 -o -", Refused(2, "stdout")),
    ]);
}

#[test]
fn what_is_asked_of_shares_is_answered_or_led_on() {
    holds(&[
        ("recover 1.txt 2.txt 3.txt --format hex", Prints("\n")),
        ("recover --as hex 1.txt 2.txt 3.txt", Prints("\n")),
        ("recover -f hex 1.txt 2.txt 3.txt", Refused(2, "--as FORM")),
        ("recover -i 1.txt", Refused(2, "name files without an option")),
        ("recover --in 1.txt", Refused(2, "name files without an option")),
        ("recover --input 1.txt", Refused(2, "name files without an option")),
        ("recover 1.txt 2.txt 3.txt --dry-run", Refused(2, "quorate drill")),
        ("recover 1.txt 2.txt 3.txt --force -o key", Refused(2, "nothing is ever overwritten")),
        ("recover 1.txt 2.txt 3.txt -o key.txt", Refused(7, "exists already")),
        ("recover 1.txt 2.txt 3.txt -o -", Refused(2, "stdout")),
        ("recover 1.txt 2.txt 3.txt -o folder/", Refused(2, "slash")),
        ("recover 1.txt 2.txt 3.txt -v", Tells("step: ")),
        ("recover 1.txt 2.txt 3.txt --verbose", Tells("step: ")),
        ("recover --passphrase hunter2 1.txt 2.txt 3.txt", Refused(2, "--passphrase takes no value")),
        ("recover --passphrase=hunter2 1.txt", Refused(2, "--passphrase-file FILE")),
        ("recover 1.txt 2.txt missing.txt", Refused(1, "argument 4 names no file")),
        ("recover hunter2", Refused(2, "argument 2 names no file")),
        ("recover 1.txt 2.txt", Refused(4, "1 more")),
        ("recover --from hunter2 1.txt", Refused(2, "--from-format takes one of")),
        ("recover --from-format hunter2 1.txt", Refused(2, "--from-format takes one of")),
        ("check 1.txt 2.txt -v", Tells("step: ")),
        ("check --from-format vault 1.txt", Refused(3, "")),
        ("check 1.txt --dry-run", Refused(2, "quorate practice")),
        ("check -f 1.txt", Refused(2, "nothing is ever overwritten")),
        ("check --format json 1.txt", Refused(2, "--json")),
        ("drill 1.txt 2.txt 3.txt --from-format vault", Refused(2, "quorate check --from-format")),
        ("drill 1.txt 2.txt 3.txt --as hex", Refused(2, "a drill shows no key")),
        ("card 1.txt -f pdf -o out", Makes("out/secret")),
        ("card 1.txt -o card1.pdf", Refused(2, "leave .pdf out")),
        ("card 1.txt 2.txt 3.txt --custodian ann,bob,carol -f pdf -o out", Makes("out/secret/2-bob.pdf")),
        ("card 1.txt --from-format vault", Refused(2, "quorate split --from")),
        ("reissue 1.txt 2.txt 3.txt", Refused(2, "--member is missing")),
        ("reissue 1.txt 2.txt 3.txt --member 4 -f words", Prints(" ")),
        ("reissue 1.txt 2.txt 3.txt --membr 4", Refused(2, "--member")),
        ("note set/public/record.json heard custodian 2", Prints("journal head")),
        ("note set/public/record.json heard 'custodian 2'", Prints("journal head")),
        ("note set/public/record.json heard hunter2 hunter2", Refused(2, "")),
        ("note set/public/record.json herad ann", Refused(2, "did you mean heard?")),
        ("note set/public/record.json hunter2 ann", Refused(2, "quorate note -h lists all")),
        ("recover 1.txt --as hx", Refused(2, "did you mean hex?")),
        (
            "note --record set/public/record.json heard ann",
            Refused(2, "the record is named without an option"),
        ),
        ("status --record set/public/record.json", Refused(2, "the record is named without an option")),
        ("status 1.txt", Refused(7, "a share, or a picture, was given where a record belongs")),
        ("status hunter2", Refused(2, "argument 2 names no file")),
        ("preflight now", Refused(2, "argument 2")),
        ("practice --force", Refused(2, "nothing is ever overwritten")),
    ]);
}

#[test]
fn steps_are_told_to_whoever_asks_and_hold_no_secret() {
    let desk = desk();
    for line in [
        "split 3of5 key.txt -v -o out",
        "recover 1.txt 2.txt 3.txt -v -o key",
        "check 1.txt 2.txt -v",
        "drill 1.txt 2.txt 3.txt -v",
    ] {
        let owned = arguments(line);
        let ran = desk.run(&owned.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stderr.matches("quorate: step: ").count() >= 2, "{line}: {ran:?}");
        let quiet: Vec<String> = owned.iter().filter(|word| *word != "-v").cloned().collect();
        assert!(!quiet.is_empty() && !ran.stderr.contains(known::HEX));
    }
    assert!(!desk.run(&["check", "1.txt"]).says("step: "));
}

#[test]
fn an_option_is_named_without_its_value_and_an_argument_by_its_place() {
    let desk = desk();
    for (typed, told) in [
        (&["recover", "1.txt", "--fromat=hunter2"][..], "--fromat is not an option"),
        (&["recover", "1.txt", "--fromat", HUSH], "--fromat is not an option"),
        (&["check", "1.txt", "--hunter2=1"], "argument 3"),
        (&["split", "3of5", "--custodain=hunter2"], "did you mean --custodian?"),
    ] {
        let refused = desk.refused(2, typed);
        let said = format!("{}; {}", refused.error, refused.hint);
        assert!(said.contains(told), "{typed:?}: {said}");
    }
}
