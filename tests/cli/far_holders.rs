//! Custodians far away, to whom shares are sealed: what a plan says of them, and what `policy` makes of it.

use serde_json::{Value, json};

use crate::desk::Desk;

const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
/// What its holder reads to the operator.
const CODE: &str = "5N5F-3JWT-HT8P-TB86-MA5R";

/// Two of three; these lines stand in bob's table from line 7 on, and in carol's after that.
fn plan(bob: &str, carol: &str) -> String {
    format!(
        "[[group]]\nthreshold = 2\n[[group.custodian]]\nname = \"ann\"\n\
         [[group.custodian]]\nname = \"bob\"\n{bob}\n[[group.custodian]]\nname = \"carol\"\n{carol}\n"
    )
}

/// What is refused of such a plan: the first line on stderr.
fn refused(bob: &str, carol: &str) -> String {
    let desk = Desk::new();
    desk.put("plan", plan(bob, carol));
    let ran = desk.run(&["policy", "--plan", "plan"]);
    let told = (ran.code, ran.stdout.len(), ran.stderr.lines().count());
    assert_eq!(told, (3, 0, 2), "{ran:?}");
    ran.stderr.lines().next().unwrap().to_owned()
}

fn recipient(text: &str) -> String {
    format!("recipient = \"{text}\"")
}

#[test]
fn a_private_key_is_refused_and_not_repeated() {
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let told = refused(&recipient(secret), "");
    assert!(told.contains("plan, line 7: group 1, custodian 2, recipient: this is a private key"), "{told}");
    assert!(!told.contains("GFPYY"), "{told}");
}

#[test]
fn what_is_no_recipient_is_refused() {
    let told = refused(&recipient("bob"), "");
    assert!(told.contains("recipient: this is no recipient: it begins with age1 or ssh-ed25519"), "{told}");
    let told = refused(&recipient(&AGE.replace("zvkyg", "zvkyq")), "");
    assert!(told.contains("recipient: this recipient is mistyped"), "{told}");
}

#[test]
fn one_recipient_for_two_is_refused() {
    let told = refused(&recipient(AGE), &recipient(AGE));
    assert!(
        told.contains("line 10: group 1, custodian 3, recipient: this recipient and that in line 7"),
        "{told}"
    );
    assert!(!told.contains("zvkyg"), "{told}");
}

#[test]
fn an_identity_without_a_recipient_is_refused() {
    let told = refused("identity_access = [\"dora\"]", "");
    let expected = "custodian 2, identity_access: only a card with a recipient has an identity";
    assert!(told.contains(expected), "{told}");
    let told = refused("identity_places = [\"bank\"]", "");
    assert!(told.contains("custodian 2, identity_places: only a card with a recipient"), "{told}");
}

#[test]
fn somebody_who_reaches_two_identities_and_files_takes_the_key_alone() {
    let sealed = "access = [\"dan\"]\nidentity_access = [\"dan\"]\n";
    let text = plan(&(recipient(AGE) + "\n" + sealed), &(recipient("passphrase") + "\n" + sealed));
    let desk = Desk::new();
    desk.put("plan", text + "[rules]\nno_single_person = true\n");
    let ran = desk.run(&["--json", "policy", "--plan", "plan"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let dan = json!({ "kind": "person", "name": "dan", "freezes": false, "takes": true });
    assert_eq!(document["single_points"], json!([dan]));
    assert_eq!(document["broken_rules"][0]["rule"], "no_single_person");
    let sealed = json!([
        { "group": 1, "member": 2, "sealed_to": "age", "opened_by": ["bob", "dan"] },
        { "group": 1, "member": 3, "sealed_to": "passphrase", "opened_by": ["carol", "dan"] },
    ]);
    assert_eq!(document["sealed_cards"], sealed);
    // The operator types what the holder reads, and can copy it from nowhere.
    let told = desk.run(&["policy", "--plan", "plan"]);
    let text = String::from_utf8(told.stdout.clone()).unwrap();
    assert!(text.contains("2 bob, or dan; sealed to an age recipient, opened by bob or dan"), "{text}");
    assert!(!format!("{document}{text}{}", told.stderr).contains(CODE));
}

#[test]
fn whoever_alone_reaches_two_identities_freezes_the_key() {
    // Eve's files are with others, too, and nobody else opens them.
    let text = "[[group]]\nthreshold = 2\n\
        [[group.custodian]]\nname = \"eve\"\naccess = [\"dan\"]\nrecipient = \"passphrase\"\n\
        [[group.custodian]]\nname = \"eve\"\naccess = [\"fay\"]\nrecipient = \"passphrase\"\n\
        [[group.custodian]]\nname = \"ann\"\n[rules]\nno_single_person = true\n";
    let desk = Desk::new();
    desk.put("plan", text);
    let ran = desk.run(&["--json", "policy", "--plan", "plan"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let eve = json!({ "kind": "person", "name": "eve", "freezes": true, "takes": true });
    assert_eq!(document["single_points"], json!([eve]));
    let ran = desk.run(&["policy", "--plan", "plan", "--absent", "eve"]);
    assert_eq!(ran.code, 6, "{ran:?}");
}

#[test]
fn the_places_of_an_identity_count_as_those_of_a_card_do() {
    let desk = Desk::new();
    let with = |identity: &str| {
        let sealed = |place: &str| format!("{}\nplace = \"{place}\"\n{identity}", recipient("passphrase"));
        plan(&sealed("b"), &sealed("c")) + "[rules]\nno_single_place = true\n"
    };
    let asked = |text: String, more: &[&str]| {
        desk.put("plan", text);
        let ran = desk.run(&[&["--json", "policy", "--plan", "plan"], more].concat());
        let document: Value = serde_json::from_slice(&ran.stdout).unwrap();
        (ran.code, document)
    };
    // Where the plan says nothing of it, it lies with the card.
    let (_, silent) = asked(with(""), &[]);
    assert_eq!(silent["single_points"], json!([]));
    assert_eq!(silent["places"]["taking_sets"], json!([["b", "c"]]));
    let (code, bank) = asked(with("identity_places = [\"bank\"]"), &[]);
    let point = json!({ "kind": "place", "name": "bank", "freezes": true, "takes": false });
    assert_eq!((code, &bank["single_points"]), (6, &json!([point])));
    assert_eq!(bank["broken_rules"][0]["rule"], "no_single_place");
    assert_ne!(silent["plan_hash"], bank["plan_hash"]);
    assert_eq!(bank["sealed_cards"][0]["identity_places"], json!(["bank"]));
    // Two copies: neither place freezes it alone, and either opens what else is there.
    let (_, two) = asked(with("identity_places = [\"safe\", \"bank\"]"), &[]);
    assert_eq!(two["single_points"], json!([]));
    assert_eq!(two["places"]["taking_sets"], json!([["b", "bank", "c"], ["b", "c", "safe"]]));
    let text = with("identity_places = [\"safe\", \"bank\"]");
    // One closed place changes nothing, so there is nothing to tell of it; where ann's card lies the plan does not say.
    let (_, closed) = asked(text.clone(), &["--closed", "bank"]);
    assert_eq!((&closed["code"], &closed["scenario"]), (&json!("cannot-tell"), &Value::Null));
    let (code, both) = asked(text.clone(), &["--closed", "bank", "--burnt", "SAFE"]);
    assert_eq!((code, &both["scenario"]["frozen"]), (6, &json!(true)));
    assert_eq!(both["scenario"]["closed_cards"], json!(["2", "3"]));
    let told = desk.run(&["policy", "--plan", "plan"]).stdout;
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("opened by bob, with what lies in bank or safe"), "{told}");
}
