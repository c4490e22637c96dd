//! What an amendment changes, one thing after the other: whoever hides a stranger among many changes is to be seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    commands::status::words::these,
    custody::{
        card_number::CardNumber,
        journal::Entry,
        plan::{Demand, Plan, PlannedCard, Rules},
        status::state::State,
    },
    slip39::ordinal,
};

/// One thing that is another than before.
#[derive(Debug, Default)]
pub(in crate::commands::status) struct Change {
    /// In words.
    pub(in crate::commands::status) text: String,
    /// Whom it is about.
    pub(in crate::commands::status) people: Vec<String>,
    /// Which cards.
    pub(in crate::commands::status) cards: Vec<CardNumber>,
}

/// What a line of the journal, from 1, changes that amends the plan; nothing where it is no such line.
pub(in crate::commands::status) fn by(line: usize, entry: &Entry, state: &State) -> Vec<Change> {
    let (Some(before), Some(plan)) = (state.amended_from.get(&line), &entry.plan) else {
        return Vec::new();
    };
    let mut after = Plan::clone(plan);
    after.rename(|name| state.spelling(name));
    between(before, &after)
}

/// All that is another in `after`; never nothing, for a reader of nothing would think that all is as it was.
fn between(before: &Plan, after: &Plan) -> Vec<Change> {
    if before == after {
        return vec![said("nothing in the plan differs".to_owned())];
    }
    if !after.has_shape_of(before) {
        return vec![said("the plan is for other groups, thresholds or cards".to_owned())];
    }
    let mut changes = people(before, after);
    changes.extend(holders(before, after));
    changes.extend(deputies(before, after));
    changes.extend(sealing(before, after));
    changes.extend(places_and_roles(before, after));
    changes.extend(things(before, after));
    changes.extend(rules(&before.rules, &after.rules));
    changes.extend(names(before, after));
    if changes.is_empty() {
        changes.push(said("something else in the plan differs".to_owned()));
    }
    changes
}

const fn said(text: String) -> Change {
    Change { text, people: Vec::new(), cards: Vec::new() }
}

fn people(before: &Plan, after: &Plan) -> Vec<Change> {
    let all = |plan: &Plan| -> BTreeSet<String> {
        let holders = plan.cards().filter_map(|(_, _, card)| card.holder());
        let named = plan.people().into_iter().chain(plan.others.iter().map(String::as_str));
        holders.chain(named).map(str::to_owned).collect()
    };
    let (before, after) = (all(before), all(after));
    let new = after.difference(&before).map(|name| (name, "is new in the plan"));
    let gone = before.difference(&after).map(|name| (name, "is no longer in the plan"));
    let about =
        |(name, how): (&String, &str)| Change { people: vec![name.clone()], ..said(format!("{name} {how}")) };
    new.chain(gone).map(about).collect()
}

/// The cards of both plans, side by side.
fn pairs<'a>(
    before: &'a Plan,
    after: &'a Plan,
) -> impl Iterator<Item = (CardNumber, &'a PlannedCard, &'a PlannedCard)> {
    let pairs = before.cards().zip(after.cards());
    pairs.map(|((group, member, was), (_, _, is))| (CardNumber { group, member }, was, is))
}

fn holders(before: &Plan, after: &Plan) -> Vec<Change> {
    let moved = pairs(before, after).filter(|(_, was, is)| was.holder() != is.holder());
    let about = |(number, was, is): (CardNumber, &PlannedCard, &PlannedCard)| {
        let names = [was.holder(), is.holder()];
        let [from, to] = names.map(|name| name.unwrap_or("nobody who is named"));
        Change {
            text: format!("card {number} is no longer with {from}, but with {to}"),
            people: names.into_iter().flatten().map(str::to_owned).collect(),
            cards: vec![number],
        }
    };
    moved.map(about).collect()
}

fn deputies(before: &Plan, after: &Plan) -> Vec<Change> {
    let deputies = |card: &PlannedCard| -> BTreeSet<String> {
        card.access.iter().filter(|name| Some(name.as_str()) != card.holder()).cloned().collect()
    };
    let (mut new, mut gone) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    for (number, was, is) in pairs(before, after) {
        let (was_by, is_by) = (deputies(was), deputies(is));
        // Whoever had it and is its deputy now reached it before as well: that is told, for the card goes to another.
        for name in is_by.difference(&was_by) {
            new.entry(name.clone()).or_default().push(number);
        }
        let has_it_now = |name: &&String| is.holder() == Some(name.as_str());
        for name in was_by.difference(&is_by).filter(|name| !has_it_now(name)) {
            gone.entry(name.clone()).or_default().push(number);
        }
    }
    let new = new.into_iter().map(|(name, cards)| (name, "can reach", ", too", cards));
    let gone = gone.into_iter().map(|(name, cards)| (name, "no longer reaches", "", cards));
    let about = |(name, how, too, cards): (String, &str, &str, Vec<CardNumber>)| {
        let text = format!("{name} {how} {}{too}", these(&cards));
        Change { text, people: vec![name], cards }
    };
    new.chain(gone).map(about).collect()
}

/// To whom shares are sealed, by the code that people compare, and who else opens them. Whoever puts their own recipient in the
/// place of another gets the share.
fn sealing(before: &Plan, after: &Plan) -> Vec<Change> {
    let told = |card: &PlannedCard| {
        let sealed = card.told_sealed_to().map(|sealed| format!("is sealed to {}", sealed.told()));
        sealed.unwrap_or_else(|| "is not sealed".to_owned())
    };
    let mut changes = Vec::new();
    for (number, was, is) in pairs(before, after) {
        if was.recipient != is.recipient {
            let text = format!("card {number} {}; before, it {}", told(is), told(was).replace("is ", "was "));
            changes.push(Change { cards: vec![number], ..said(text) });
        }
        let all = |list: &[String]| -> BTreeSet<String> { list.iter().cloned().collect() };
        let (lay, lies) = (all(&was.identity_places), all(&is.identity_places));
        let there = lies.difference(&lay).map(|place| (place, "lies"));
        for (place, how) in there.chain(lay.difference(&lies).map(|place| (place, "no longer lies"))) {
            let text = format!("what opens card {number} {how} in {place}");
            changes.push(Change { cards: vec![number], ..said(text) });
        }
        let (was_by, is_by) = (all(&was.identity_access), all(&is.identity_access));
        let new = is_by.difference(&was_by).map(|name| (name, "can reach"));
        let gone = was_by.difference(&is_by).filter(|name| is.holder() != Some(name.as_str()));
        for (name, how) in new.chain(gone.map(|name| (name, "no longer reaches"))) {
            let text = format!("{name} {how} what opens card {number}");
            changes.push(Change { text, people: vec![name.clone()], cards: vec![number] });
        }
    }
    changes
}

fn places_and_roles(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number, was, is) in pairs(before, after) {
        let about = |text| Change { cards: vec![number], ..said(text) };
        if was.place != is.place {
            let text = format!("card {number} moved from {} to {}", place(was), place(is));
            changes.push(about(text));
        }
        if was.role != is.role {
            let role = |card: &PlannedCard| card.role.clone().unwrap_or_else(|| "none".to_owned());
            changes.push(about(format!(
                "the role for card {number} changed from {} to {}",
                role(was),
                role(is)
            )));
        }
    }
    changes
}

fn place(card: &PlannedCard) -> &str {
    card.place.as_deref().unwrap_or("a place that is not named")
}

fn things(before: &Plan, after: &Plan) -> Vec<Change> {
    let named = |plan: &Plan| -> BTreeMap<String, [BTreeSet<String>; 2]> {
        let thing = |thing: &crate::custody::plan::Required| {
            let lists = [&thing.access, &thing.places].map(|list| list.iter().cloned().collect());
            (thing.name.clone(), lists)
        };
        plan.required.iter().map(thing).collect()
    };
    let (before, after) = (named(before), named(after));
    let mut changes = Vec::new();
    for name in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        match (before.get(name), after.get(name)) {
            (None, _) => changes.push(said(format!("recovery also needs {name}"))),
            (_, None) => changes.push(said(format!("recovery no longer needs {name}"))),
            _ => {}
        }
        let [had, lay] = before.get(name).cloned().unwrap_or_default();
        let [have, lies] = after.get(name).cloned().unwrap_or_default();
        let reached = |(person, how): (&String, &str)| Change {
            people: vec![person.clone()],
            ..said(format!("{person} {how} {name}"))
        };
        let new = have.difference(&had).map(|person| (person, "can reach"));
        let gone = had.difference(&have).map(|person| (person, "no longer reaches"));
        changes.extend(new.chain(gone).map(reached));
        changes.extend(lies.difference(&lay).map(|place| said(format!("{name} lies in {place}"))));
        changes.extend(lay.difference(&lies).map(|place| said(format!("{name} no longer lies in {place}"))));
    }
    changes
}

fn rules(before: &Rules, after: &Rules) -> Vec<Change> {
    let told = |asked: Demand| match asked {
        Demand::Truth(true) => "set".to_owned(),
        _ => asked.written().unwrap_or_else(|| "not set".to_owned()),
    };
    let changed = before.listed().zip(after.listed()).filter(|((_, was), (_, is))| was != is);
    let said_of = |((name, was), (_, is)): ((&str, Demand), (_, Demand))| {
        said(format!("the rule {name} changed from {} to {}", told(was), told(is)))
    };
    changed.map(said_of).collect()
}

fn names(before: &Plan, after: &Plan) -> Vec<Change> {
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
    let mut pairs = vec![
        ("the title".to_owned(), &before.title, &after.title),
        ("the kind of key".to_owned(), &before.key, &after.key),
    ];
    for (at, (was, is)) in (0..).zip(before.groups.iter().zip(&after.groups)) {
        pairs.push((format!("the name of group {}", ordinal(at)), &was.name, &is.name));
    }
    let changed = pairs.into_iter().filter(|(_, was, is)| was != is);
    changed
        .map(|(what, was, is)| said(format!("{what} changed from {} to {}", name(was), name(is))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::plan::Required;

    fn plan() -> Plan {
        let custodians = ["alice", "bob", "carol"].map(str::to_owned);
        Plan::of_policy(&"2of3".parse().unwrap(), &[], &custodians)
    }

    fn told(change: impl FnOnce(&mut Plan)) -> Vec<String> {
        let mut after = plan();
        change(&mut after);
        between(&plan(), &after).into_iter().map(|change| change.text).collect()
    }

    #[test]
    fn whatever_is_another_is_told_and_a_change_is_never_told_as_nothing() {
        assert_eq!(told(|_| ()), ["nothing in the plan differs"]);
        assert_eq!(
            told(|plan| plan.groups[0].threshold = 3),
            ["the plan is for other groups, thresholds or cards"]
        );
        let deputy =
            told(|plan| plan.groups[0].cards.iter_mut().for_each(|card| card.access.push("mallory".into())));
        assert_eq!(deputy, ["mallory is new in the plan", "mallory can reach cards 1.1, 1.2, 1.3, too"]);
        let successor = told(|plan| {
            let card = &mut plan.groups[0].cards[1];
            (card.custodian, card.access) = (Some("eve".into()), vec!["bob".into(), "eve".into()]);
        });
        assert_eq!(
            successor,
            [
                "eve is new in the plan",
                "card 1.2 is no longer with bob, but with eve",
                "bob can reach card 1.2, too"
            ]
        );
        let age = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        let sealed = told(|plan| {
            let card = &mut plan.groups[0].cards[1];
            (card.recipient, card.identity_access) = (Some(age.into()), vec!["alice".into()]);
            card.identity_places = vec!["bank".into()];
        });
        assert_eq!(
            sealed,
            [
                "card 1.2 is sealed to 5N5F-3JWT-HT8P-TB86-MA5R; before, it was not sealed",
                "what opens card 1.2 lies in bank",
                "alice can reach what opens card 1.2"
            ]
        );
        let elsewhere = told(|plan| plan.groups[0].cards[2].place = Some("safe C".into()));
        assert_eq!(elsewhere, ["card 1.3 moved from a place that is not named to safe C"]);
        let role = told(|plan| plan.groups[0].cards[2].role = Some("counsel".into()));
        assert_eq!(role, ["the role for card 1.3 changed from none to counsel"]);
        let thing = told(|plan| {
            let (access, places) = (vec!["alice".to_owned()], vec!["safe A".to_owned()]);
            plan.required.push(Required { name: "passphrase".into(), access, places });
        });
        assert_eq!(
            thing,
            ["recovery also needs passphrase", "alice can reach passphrase", "passphrase lies in safe A"]
        );
        let rules =
            told(|plan| (plan.rules.no_single_person, plan.rules.heard_within_days) = (true, Some(60)));
        assert_eq!(
            rules,
            [
                "the rule no_single_person changed from not set to set",
                "the rule heard_within_days changed from not set to 60"
            ]
        );
        assert_eq!(
            told(|plan| plan.title = Some("treasury".into())),
            ["the title changed from none to treasury"]
        );
        assert_eq!(
            told(|plan| plan.groups[0].name = Some("board".into())),
            ["the name of group 1 changed from none to board"]
        );
        assert_eq!(told(|plan| plan.others.push("ann".into())), ["ann is new in the plan"]);
        assert_eq!(
            told(|plan| plan.required.push(Required {
                name: "map".into(),
                access: Vec::new(),
                places: Vec::new()
            })),
            ["recovery also needs map"]
        );
        // The same thing twice says nothing new, and the plan is another all the same.
        let mut twice = plan();
        twice.groups[0].cards[0].access.push("alice".into());
        let texts: Vec<String> = between(&plan(), &twice).into_iter().map(|change| change.text).collect();
        assert_eq!(texts, ["something else in the plan differs"]);
    }
}
