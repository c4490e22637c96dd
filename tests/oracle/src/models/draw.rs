//! Small plans with all that a plan may have: several groups, people with several cards, roles without a name, deputies,
//! places, cards that are sealed, things that are needed besides, things and places that nobody names, and rules.

use serde_json::{Map, Value, json};

use super::{of_hundred, one, recipients};
use crate::stream::Stream;

pub const PEOPLE: [&str; 7] = ["alice", "bob", "Carol", "dana", "erin", "Émile", "zoe"];
const ROLES: [&str; 3] = ["chair", "clerk", "Notary"];
pub const PLACES: [&str; 4] = ["bank", "Safe", "office", "Zürich"];
/// One is called like a person, and is none.
const THINGS: [&str; 3] = ["passphrase", "device", "alice"];

/// A plan, as `models/sets.py` takes it.
pub fn plan(stream: &mut Stream) -> Value {
    of(true, stream)
}

/// One without passphrases of holders, which takes no terminal to deal.
pub fn plan_for_a_script(stream: &mut Stream) -> Value {
    of(false, stream)
}

fn of(may_be_words: bool, stream: &mut Stream) -> Value {
    let people = &PEOPLE[..2 + stream.below(PEOPLE.len() - 1)];
    let groups: Vec<Value> = (0..group_count(stream)).map(|at| group(at, people, stream)).collect();
    let mut plan = json!({
        "groups": groups,
        "required": required(people, stream),
        "rules": rules(stream),
    });
    if of_hundred(30, stream) {
        plan["title"] = "Treasury \"key\"".into();
    }
    if of_hundred(60, stream) {
        plan["groups_needed"] = (1 + stream.below(groups.len())).into();
    }
    if of_hundred(40, stream) {
        recipients::seal(&mut plan, people, may_be_words, stream);
    }
    plan
}

/// What can be said of a plan without a file: groups, and perhaps who gets the cards.
pub fn typed(stream: &mut Stream) -> Value {
    let is_named = of_hundred(50, stream);
    let groups: Vec<Value> = (0..group_count(stream))
        .map(|at| {
            let (threshold, count) = threshold(stream);
            let custodian = |stream: &mut Stream| match is_named {
                true => json!({ "name": one(&PEOPLE, stream) }),
                false => json!({}),
            };
            let cards: Vec<Value> = (0..count).map(|_| custodian(stream)).collect();
            let mut group = json!({ "threshold": threshold, "custodians": cards });
            if at > 0 || of_hundred(50, stream) {
                group["name"] = format!("group {}", at + 1).into();
            }
            group
        })
        .collect();
    let needed = 1 + stream.below(groups.len());
    json!({ "groups": groups, "groups_needed": needed, "required": [], "rules": {} })
}

fn group_count(stream: &mut Stream) -> usize {
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][stream.below(10)]
}

fn threshold(stream: &mut Stream) -> (usize, usize) {
    let count = 1 + stream.below(5);
    (if count == 1 { 1 } else { 2 + stream.below(count - 1) }, count)
}

fn group(at: usize, people: &[&str], stream: &mut Stream) -> Value {
    let (threshold, count) = threshold(stream);
    let cards: Vec<Value> = (0..count).map(|_| card(people, stream)).collect();
    let mut group = json!({ "threshold": threshold, "custodians": cards });
    if of_hundred(50, stream) {
        group["name"] = format!("group {}", at + 1).into();
    }
    group
}

/// A card, and who has and reaches it.
pub fn card(people: &[&str], stream: &mut Stream) -> Value {
    let mut card = Map::new();
    let kind = stream.below(100);
    if kind < 85 {
        card.insert("name".to_owned(), (*one(people, stream)).into());
    }
    if kind >= 75 {
        card.insert("role".to_owned(), (*one(&ROLES, stream)).into());
    }
    if of_hundred(70, stream) {
        card.insert("place".to_owned(), (*one(&PLACES, stream)).into());
    }
    if of_hundred(30, stream) {
        card.insert("access".to_owned(), some(people, 2, stream));
    }
    card.into()
}

/// One to so many of these, now and then one of them twice.
pub fn some(names: &[&str], most: usize, stream: &mut Stream) -> Value {
    (0..1 + stream.below(most)).map(|_| *one(names, stream)).collect::<Vec<_>>().into()
}

/// What is needed besides cards.
pub fn required(people: &[&str], stream: &mut Stream) -> Value {
    let count = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2][stream.below(10)];
    let mut names = THINGS;
    stream.shuffle(&mut names);
    let thing = |name: &&str| {
        let mut thing = json!({ "name": name });
        if of_hundred(75, stream) {
            thing["access"] = some(people, 3, stream);
        }
        if of_hundred(60, stream) {
            thing["places"] = some(&PLACES, 2, stream);
        }
        thing
    };
    names[..count].iter().map(thing).collect::<Vec<_>>().into()
}

fn rules(stream: &mut Stream) -> Value {
    let mut rules = Map::new();
    for (name, most) in [("tolerate_absent", 3), ("take_at_least", 4)] {
        if of_hundred(50, stream) {
            rules.insert(name.to_owned(), stream.below(most).into());
        }
    }
    for name in ["no_single_person", "no_single_place"] {
        if of_hundred(50, stream) {
            rules.insert(name.to_owned(), of_hundred(70, stream).into());
        }
    }
    for (name, most) in
        [("heard_within_days", 90), ("checked_within_days", 200), ("drilled_within_days", 400)]
    {
        if of_hundred(40, stream) {
            rules.insert(name.to_owned(), (10 + stream.below(most)).into());
        }
    }
    rules.into()
}
