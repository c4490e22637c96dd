//! Against the definition: every subset tried, for plans drawn at random.

use std::collections::BTreeSet;

use super::*;
use crate::{
    crypto::entropy::{Entropy as _, Scripted},
    custody::plan::{PlannedCard, PlannedGroup, Required, Rules},
    slip39::math::subsets::number_of_subsets,
};

/// A die.
struct Die(Scripted);

impl Die {
    fn below(&mut self, sides: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes).unwrap();
        u64::from_le_bytes(bytes) % sides
    }

    fn one_of(&mut self, names: &[&str]) -> String {
        let at = self.below(names.len() as u64);
        names[usize::try_from(at).unwrap()].to_owned()
    }

    fn some_of(&mut self, names: &[&str], most: u64) -> Vec<String> {
        let some: BTreeSet<String> = (0..self.below(most + 1)).map(|_| self.one_of(names)).collect();
        some.into_iter().collect()
    }

    fn plan(&mut self) -> Plan {
        const PEOPLE: [&str; 9] = ["ada", "bob", "cy", "dan", "eve", "fay", "gus", "hal", "ivy"];
        const PLACES: [&str; 5] = ["attic", "bank", "cellar", "den", "elm"];
        let deputies = self.below(3);
        let people = &PEOPLE[..2 + usize::try_from(self.below(8)).unwrap()];
        // Without others, or with deputies of one card alone, cards stay plain.
        let is_plain = self.below(3) == 0;
        let mut next = PEOPLE.iter();
        let groups: Vec<PlannedGroup> = (0..1 + self.below(4))
            .map(|_| {
                let count = 1 + self.below(4);
                let threshold = if count == 1 { 1 } else { 2 + self.below(count - 1) };
                let cards = (0..count).map(|_| {
                    let custodian = match (is_plain, self.below(8)) {
                        (true, 1..) => next.next().map(|name| (*name).to_owned()),
                        (_, 0) => None,
                        _ => Some(self.one_of(people)),
                    };
                    let mut access: BTreeSet<String> = custodian.iter().cloned().collect();
                    if custodian.is_some() && !is_plain {
                        access.extend(self.some_of(people, deputies));
                    } else if custodian.is_some() {
                        let own = usize::try_from(self.below(deputies + 1)).unwrap();
                        access.extend(next.by_ref().take(own).map(|name| (*name).to_owned()));
                    }
                    let place = (self.below(5) > 0).then(|| self.one_of(&PLACES));
                    let is_sealed = custodian.is_some() && self.below(3) == 0;
                    let mut identity_access = if is_sealed { self.some_of(people, 2) } else { Vec::new() };
                    identity_access.retain(|name| Some(name) != custodian.as_ref());
                    // Now and then the file lies with others alone, as no plan file says it.
                    if is_sealed && access.len() > 1 && self.below(4) == 0 {
                        access.retain(|name| Some(name) != custodian.as_ref());
                    }
                    PlannedCard {
                        custodian,
                        role: None,
                        place,
                        access: access.into_iter().collect(),
                        recipient: is_sealed.then(|| "passphrase".to_owned()),
                        identity_access,
                        identity_places: if is_sealed { self.some_of(&PLACES, 2) } else { Vec::new() },
                    }
                });
                let cards = cards.collect();
                PlannedGroup { name: None, threshold: u8::try_from(threshold).unwrap(), cards }
            })
            .collect();
        let required = (0..self.below(5).saturating_sub(2)).map(|number| Required {
            name: format!("thing {number}"),
            access: self.some_of(people, 3),
            places: self.some_of(&PLACES, 3),
        });
        let required = required.collect();
        let groups_needed = 1 + u8::try_from(self.below(groups.len() as u64)).unwrap();
        Plan {
            title: None,
            key: None,
            groups_needed,
            groups,
            required,
            rules: Rules::default(),
            others: Vec::new(),
            expect: Vec::new(),
        }
    }
}

/// A party: its name, and whether anybody is named.
type Party = (String, bool);

fn hands(access: &[String], otherwise: &str) -> BTreeSet<Party> {
    let named: BTreeSet<Party> = access.iter().map(|name| (name.clone(), true)).collect();
    if named.is_empty() { BTreeSet::from([(otherwise.to_owned(), false)]) } else { named }
}

/// Those of whom it takes somebody each for a card: of its file, and of its identity if it is sealed.
fn reach(plan: &Plan, group: u8, member: u8) -> Vec<BTreeSet<Party>> {
    let card = plan.card(group, member).unwrap();
    let file = hands(&card.access, &plan.number(group, member));
    let identity = card.recipient.as_ref().map(|_| {
        let others = card.identity_access.iter().chain(&card.custodian);
        others.map(|name| (name.clone(), true)).collect()
    });
    [file].into_iter().chain(identity).collect()
}

/// Whether the key falls, given what each card and each thing does.
fn falls(
    plan: &Plan,
    freezes: bool,
    card: impl Fn(u8, u8) -> bool,
    mut thing: impl FnMut(&Required) -> bool,
) -> bool {
    let group_falls = |at: u8| {
        let group = &plan.groups[usize::from(at)];
        let (all, threshold) = (group.cards.len(), usize::from(group.threshold));
        let fallen = (0..u8::try_from(all).unwrap()).filter(|member| card(at, *member)).count();
        if freezes { fallen > all - threshold } else { fallen >= threshold }
    };
    let all = plan.groups.len();
    let fallen = (0..u8::try_from(all).unwrap()).filter(|at| group_falls(*at)).count();
    let needed = usize::from(plan.groups_needed);
    if freezes {
        fallen > all - needed || plan.required.iter().any(thing)
    } else {
        fallen >= needed && plan.required.iter().all(&mut thing)
    }
}

fn smallest(parties: &BTreeSet<Party>, does: impl Fn(&BTreeSet<Party>) -> bool) -> Vec<Vec<String>> {
    let all: Vec<&Party> = parties.iter().collect();
    let set_of =
        |mask: u32| (0..all.len()).filter(|at| mask >> at & 1 == 1).map(|at| all[at].clone()).collect();
    let done: Vec<bool> = (0..1u32 << all.len()).map(|mask| does(&set_of(mask))).collect();
    let is_smallest = |mask: &u32| {
        done[*mask as usize]
            && (0..all.len()).all(|at| mask >> at & 1 == 0 || !done[(mask & !(1 << at)) as usize])
    };
    let mut found: Vec<Vec<String>> = (0..1u32 << all.len())
        .filter(is_smallest)
        .map(|mask| {
            let mut names: Vec<String> = set_of(mask).into_iter().map(|(name, _)| name).collect();
            names.sort();
            names
        })
        .collect();
    found.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    found
}

fn same(found: &Sets, expected: &[Vec<String>], plan: &Plan) {
    assert_eq!(found.listed, expected, "{plan:#?}");
    assert_eq!(found.total, Number::from(expected.len()));
    assert_eq!(found.smallest, expected.first().map(Vec::len));
    assert!(!found.truncated);
}

#[test]
fn every_set_of_500_random_plans_is_found_and_no_other() {
    let mut die = Die(Scripted(39));
    let (mut tried, mut sealed) = (0, 0);
    while tried < 500 {
        let plan = die.plan();
        let reach = |group, member| reach(&plan, group, member);
        let is_away = |group, member, set: &BTreeSet<Party>| {
            reach(group, member).iter().any(|part: &BTreeSet<Party>| part.is_subset(set))
        };
        let is_taken = |group, member, set: &BTreeSet<Party>| {
            reach(group, member).iter().all(|part: &BTreeSet<Party>| !part.is_disjoint(set))
        };
        let people: BTreeSet<Party> = plan
            .cards()
            .flat_map(|(group, member, _)| reach(group, member).into_iter().flatten())
            .chain(plan.required.iter().flat_map(|thing| hands(&thing.access, &thing.name)))
            .collect();
        if people.len() > 11 {
            continue;
        }
        tried += 1;
        let analysis = Analysis::of(&plan).unwrap();

        let freezing = smallest(&people, |set| {
            falls(
                &plan,
                true,
                |g, m| is_away(g, m, set),
                |thing| hands(&thing.access, &thing.name).is_subset(set),
            )
        });
        same(&analysis.people.freezing, &freezing, &plan);
        let taking = |exists: &dyn Fn(u8, u8) -> bool, things: bool| {
            smallest(&people, |set| {
                falls(
                    &plan,
                    false,
                    |g, m| exists(g, m) && is_taken(g, m, set),
                    |thing| !things || !hands(&thing.access, &thing.name).is_disjoint(set),
                )
            })
        };
        same(&analysis.people.taking, &taking(&|_, _| true, true), &plan);
        let cards: BTreeSet<(u8, u8)> =
            plan.cards().map(|(g, m, _)| (g, m)).filter(|_| die.below(4) > 0).collect();
        for things in [true, false] {
            let found = taking_sets_of(&plan, &cards, things).unwrap();
            same(&found, &taking(&|g, m| cards.contains(&(g, m)), things), &plan);
        }

        let places: BTreeSet<Party> =
            plan.places().into_iter().map(|place| (place.to_owned(), true)).collect();
        let has = |set: &BTreeSet<Party>, place: &String| set.contains(&(place.clone(), true));
        let is_shut = |group, member, set: &BTreeSet<Party>| {
            let card = plan.card(group, member).unwrap();
            let identity = &card.identity_places;
            card.place.as_ref().is_some_and(|place| has(set, place))
                || !identity.is_empty() && identity.iter().all(|place| has(set, place))
        };
        let is_found = |group, member, set: &BTreeSet<Party>| {
            let card = plan.card(group, member).unwrap();
            let identity = &card.identity_places;
            card.place.as_ref().is_some_and(|place| has(set, place))
                && (identity.is_empty() || identity.iter().any(|place| has(set, place)))
        };
        let closed = |thing: &Required, set: &BTreeSet<Party>| {
            !thing.places.is_empty() && hands(&thing.places, "").is_subset(set)
        };
        let freezing = smallest(&places, |set| {
            falls(&plan, true, |g, m| is_shut(g, m, set), |thing| closed(thing, set))
        });
        same(&analysis.places.freezing, &freezing, &plan);
        let taking = smallest(&places, |set| {
            let is_seen = |thing: &Required| !hands(&thing.places, "").is_disjoint(set);
            falls(&plan, false, |g, m| is_found(g, m, set), is_seen)
        });
        same(&analysis.places.taking, &taking, &plan);

        let numbers: BTreeSet<Party> = plan.cards().map(|(g, m, _)| (plan.number(g, m), false)).collect();
        let is_holder = |who: &Party| who.1 || numbers.contains(who);
        let absent: BTreeSet<String> = people
            .iter()
            .filter(|who| is_holder(who) && die.below(4) == 0)
            .map(|who| who.0.clone())
            .collect();
        let lost: BTreeSet<(u8, u8)> =
            plan.cards().map(|(g, m, _)| (g, m)).filter(|_| die.below(6) == 0).collect();
        let is_gone = |_: &&Required| die.below(8) == 0;
        let things = plan.required.iter().filter(is_gone).map(|thing| thing.name.clone()).collect();
        let situation = Situation { absent, lost, things };
        let is_there = |who: &&Party| !(is_holder(who) && situation.absent.contains(&who.0));
        let remaining: BTreeSet<Party> = people.iter().filter(is_there).cloned().collect();
        let away: BTreeSet<Party> = people.difference(&remaining).cloned().collect();
        let today = smallest(&remaining, |set| {
            let gone: BTreeSet<Party> = set.union(&away).cloned().collect();
            falls(
                &plan,
                true,
                |g, m| situation.lost.contains(&(g, m)) || is_away(g, m, &gone),
                |thing| {
                    situation.things.contains(&thing.name)
                        || hands(&thing.access, &thing.name).is_subset(&gone)
                },
            )
        });
        same(&Analysis::today(&plan, &situation, &mut |_, _, _| {}).unwrap(), &today, &plan);
        assert_eq!(is_frozen(&plan, &situation), today == [Vec::<String>::new()], "{plan:#?}");
        sealed += usize::from(plan.cards().any(|(_, _, card)| card.recipient.is_some()));
        for group in to_call(&plan, &situation) {
            let here = |names: &[String]| -> BTreeSet<String> {
                names.iter().filter(|name| !situation.absent.contains(*name)).cloned().collect()
            };
            for called in &group.cards {
                let card = plan.card(group.group, called.member).unwrap();
                assert!(!is_away(group.group, called.member, &away), "{plan:#?}");
                if !card.access.is_empty() {
                    assert_eq!(called.by.iter().cloned().collect::<BTreeSet<_>>(), here(&card.access));
                }
                let opening = [&card.identity_access[..], card.custodian.as_slice()].concat();
                let expected = card.recipient.as_ref().map(|_| here(&opening)).unwrap_or_default();
                assert_eq!(called.opened_by.iter().cloned().collect::<BTreeSet<_>>(), expected);
            }
            let is_there = |member: &u8| {
                let number = (group.group, *member);
                !situation.lost.contains(&number) && !is_away(number.0, number.1, &away)
            };
            let count = u8::try_from(plan.groups[usize::from(group.group)].cards.len()).unwrap();
            let there: Vec<u8> = (0..count).filter(is_there).collect();
            assert_eq!(group.cards.iter().map(|card| card.member).collect::<Vec<_>>(), there, "{plan:#?}");
        }
        for (thing, to_call) in plan.required.iter().zip(things_to_call(&plan, &situation)) {
            let is_there = |name: &&String| !situation.absent.contains(*name);
            let by: Vec<&String> = thing.access.iter().filter(is_there).collect();
            let is_out_of_reach = situation.things.contains(&thing.name);
            assert_eq!(to_call.is_out_of_reach, is_out_of_reach, "{plan:#?}");
            assert_eq!(to_call.by.iter().collect::<Vec<_>>(), if is_out_of_reach { vec![] } else { by });
        }
    }
    assert!((100..450).contains(&sealed), "{sealed} plans with a sealed card");
}

fn card(access: &[&str]) -> PlannedCard {
    let access: Vec<String> = access.iter().map(|name| (*name).to_owned()).collect();
    PlannedCard { custodian: access.first().cloned(), access, ..PlannedCard::default() }
}

fn plan(groups_needed: u8, groups: &[(u8, &[&[&str]])]) -> Plan {
    let group = |(threshold, cards): &(u8, &[&[&str]])| PlannedGroup {
        name: None,
        threshold: *threshold,
        cards: cards.iter().map(|access| card(access)).collect(),
    };
    let groups = groups.iter().map(group).collect();
    Plan {
        title: None,
        key: None,
        groups_needed,
        groups,
        required: Vec::new(),
        rules: Rules::default(),
        others: Vec::new(),
        expect: Vec::new(),
    }
}

/// So many groups of so many of so many, all of them in hands of their own.
fn crowd(groups_needed: u8, groups: u8, threshold: u8, count: u8) -> Plan {
    let group = |at: u8| PlannedGroup {
        name: None,
        threshold,
        cards: (0..count).map(|member| card(&[&format!("{at:02}-{member:02}")])).collect(),
    };
    let groups = (0..groups).map(group).collect();
    Plan {
        title: None,
        key: None,
        groups_needed,
        groups,
        required: Vec::new(),
        rules: Rules::default(),
        others: Vec::new(),
        expect: Vec::new(),
    }
}

#[test]
fn the_formula_gives_what_the_list_has() {
    for (needed, groups, threshold, count) in [(1, 1, 3, 5), (2, 3, 2, 3), (1, 2, 3, 4), (3, 3, 2, 2)] {
        let analysis = Analysis::of(&crowd(needed, groups, threshold, count)).unwrap();
        for sets in [&analysis.people.freezing, &analysis.people.taking] {
            assert_eq!(sets.total, Number::from(sets.listed.len()));
            assert!(!sets.truncated);
        }
        let taking =
            number_of_subsets(count, threshold).pow(needed.into()) * number_of_subsets(groups, needed);
        assert_eq!(analysis.people.taking.total, Number::from(taking));
    }
}

#[test]
fn the_largest_crowd_is_counted_exactly() {
    let analysis = Analysis::of(&crowd(8, 16, 8, 16)).unwrap();
    let Sides { freezing, taking } = &analysis.people;
    assert_eq!((freezing.smallest, taking.smallest), (Some(81), Some(64)));
    let expected = |size, groups| Number::from(number_of_subsets(16, size)).pow(groups);
    assert_eq!(taking.total, expected(8, 8) * number_of_subsets(16, 8));
    assert_eq!(freezing.total, expected(9, 9) * number_of_subsets(16, 9));
    for sets in [freezing, taking] {
        assert_eq!((sets.listed.len(), sets.truncated), (MOST_LISTED, true));
        assert!(sets.listed.iter().all(|set| Some(set.len()) == sets.smallest));
        assert!(sets.listed.is_sorted());
    }
    assert_eq!(analysis.single_points(), []);
    // There are more sets of so many people than an ordinary number counts.
    let counted = "64 can take the key (quorate policy --json names them); 63 cannot";
    assert_eq!(wording::taking(taking), counted);
    let counted = "any 80 may be absent; 81 can freeze the key (quorate policy --json names them)";
    assert_eq!(wording::absence(freezing), counted);
}

/// The same where each card has deputies of its own, as many as `deputies` says of its number.
fn with_deputies(mut plan: Plan, deputies: impl Fn(usize) -> usize) -> Plan {
    for card in plan.groups.iter_mut().flat_map(|group| group.cards.iter_mut().enumerate()) {
        let (at, card) = card;
        let name = card.custodian.clone().unwrap();
        card.access.extend((0..deputies(at)).map(|number| format!("{name} deputy {number}")));
    }
    plan
}

#[test]
fn deputies_of_one_card_are_counted_however_many_there_are() {
    // 512 people, none of whom reaches two cards.
    let analysis = Analysis::of(&with_deputies(crowd(8, 16, 8, 16), |_| 1)).unwrap();
    let Sides { freezing, taking } = &analysis.people;
    assert_eq!((freezing.smallest, taking.smallest), (Some(162), Some(64)));
    let each = Number::from(number_of_subsets(16, 8) << 8);
    assert_eq!(taking.total, each.pow(8) * number_of_subsets(16, 8));
    assert_eq!(freezing.total, Number::from(number_of_subsets(16, 9)).pow(9) * number_of_subsets(16, 9));
    assert!([freezing, taking].iter().all(|sets| sets.listed.len() == MOST_LISTED && sets.truncated));
    // Cards of different sizes: 2 of 4 with none, one, two and three deputies.
    let analysis = Analysis::of(&with_deputies(crowd(1, 1, 2, 4), |at| at)).unwrap();
    let Sides { freezing, taking } = &analysis.people;
    let sizes = |sets: &Sets| sets.listed.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(freezing), [6, 7, 8, 9], "three cards whole");
    assert_eq!((taking.total.clone(), sizes(taking)), (Number::from(35u8), vec![2; 35]));
}

#[test]
fn somebody_in_every_quorum_is_named() {
    // The founder holds the only card of a group without which nothing goes.
    let founder = plan(2, &[(2, &[&["ann"], &["bea"], &["cem"]]), (1, &[&["founder"]])]);
    let point = |name: &str| SinglePoint { who: Who::Person(name.to_owned()), freezes: true, takes: false };
    assert_eq!(Analysis::of(&founder).unwrap().single_points(), [point("founder")]);

    // One person keeps the passphrase.
    let mut passphrase = plan(1, &[(2, &[&["ann"], &["bea"], &["cem"]])]);
    passphrase.required =
        vec![Required { name: "passphrase".into(), access: vec!["erin".into()], places: vec![] }];
    let analysis = Analysis::of(&passphrase).unwrap();
    assert_eq!(analysis.single_points(), [point("erin")]);
    assert!(analysis.people.taking.listed.iter().all(|set| set.contains(&"erin".to_owned())));
    assert_eq!(analysis.places.taking.smallest, None);

    // A deputy who can reach enough cards takes the key alone, and nobody freezes it alone.
    let deputy = plan(1, &[(2, &[&["ann", "dan"], &["bea", "dan"], &["cem"]])]);
    let dan = SinglePoint { who: Who::Person("dan".into()), freezes: false, takes: true };
    assert_eq!(Analysis::of(&deputy).unwrap().single_points(), [dan]);
}

/// Two of three, each sealed: somebody of `access` brings the file, and the first of them or somebody of `identity` opens it.
fn sealed(cards: [(&[&str], &[&str]); 3]) -> Plan {
    let mut plan = plan(1, &[(2, &cards.map(|(access, _)| access))]);
    for (card, (_, identity)) in plan.groups[0].cards.iter_mut().zip(cards) {
        card.recipient = Some("passphrase".into());
        card.identity_access = identity.iter().map(|name| (*name).to_owned()).collect();
    }
    plan
}

#[test]
fn a_sealed_card_takes_its_file_and_its_identity() {
    let sets = |plan: &Plan| {
        let people = Analysis::of(plan).unwrap().people;
        (people.freezing.listed, people.taking.listed)
    };
    let of = |sets: &[&[&str]]| -> Vec<Vec<String>> {
        sets.iter().map(|set| set.iter().map(|name| (*name).to_owned()).collect()).collect()
    };
    // With nobody else at the identities, deputies who reach the files change nothing.
    let alone = sealed([(&["ann", "dan"], &[]), (&["bea", "dan"], &[]), (&["cem", "dan"], &[])]);
    let pairs = of(&[&["ann", "bea"], &["ann", "cem"], &["bea", "cem"]]);
    assert_eq!(sets(&alone), (pairs.clone(), pairs.clone()));
    // Nor do those who reach identities, where nobody else reaches the files.
    let far = sealed([(&["ann"], &["dora"]), (&["bea"], &["dora"]), (&["cem"], &[])]);
    assert_eq!(sets(&far), (pairs.clone(), pairs));
    // Whoever reaches both is one more person who takes it alone, and custodians alone freeze no more.
    let both = sealed([(&["ann", "dan"], &["dan"]), (&["bea", "dan"], &["dan"]), (&["cem"], &[])]);
    let dan = SinglePoint { who: Who::Person("dan".into()), freezes: false, takes: true };
    assert_eq!(Analysis::of(&both).unwrap().single_points(), [dan]);
    // Two who reach the files and the identities apart take it together.
    let apart = sealed([(&["ann", "dan"], &["dora"]), (&["bea", "dan"], &["dora"]), (&["cem"], &[])]);
    assert!(sets(&apart).1.contains(&vec!["dan".to_owned(), "dora".to_owned()]));
    assert_eq!(Analysis::of(&apart).unwrap().people.taking.smallest, Some(2));
    // A file that is there and that nobody can open is of no use.
    let mut situation = Situation { absent: ["ann".to_owned()].into(), ..Situation::default() };
    assert_eq!(
        Analysis::today(&alone, &situation, &mut |_, _, _| {}).unwrap().listed,
        of(&[&["bea"], &["cem"]])
    );
    assert!(!is_frozen(&alone, &situation));
    situation.absent.insert("bea".to_owned());
    assert!(is_frozen(&alone, &situation), "dan has both files");
    assert!(!is_frozen(&apart, &situation), "dan has both files, and dora opens them");
    let bring = &quorum(&apart, &situation)[0..];
    assert_eq!(bring.iter().map(|one| one.card.member).collect::<Vec<_>>(), [2, 0]);
    let bring = &bring[1];
    assert_eq!((&bring.who[..], bring.opener.as_deref()), ("dan", Some("dora")));
    assert_eq!(deputies(&apart, "ann", &situation), ["dan", "dora"]);
}

#[test]
fn an_identity_that_lies_apart_is_counted_by_place() {
    let of = |lying: [(&str, &[&str]); 3]| {
        let mut plan = sealed([(&["ann"], &[]), (&["bea"], &[]), (&["cem"], &[])]);
        for (card, (place, identity)) in plan.groups[0].cards.iter_mut().zip(lying) {
            card.place = Some(place.to_owned());
            card.identity_places = identity.iter().map(|place| (*place).to_owned()).collect();
        }
        Analysis::of(&plan).unwrap().places
    };
    // Two files in one place give the key away, unless what opens them lies elsewhere.
    let together = of([("bank", &[]), ("bank", &[]), ("home", &[])]);
    assert_eq!((together.freezing.smallest, together.taking.smallest), (Some(1), Some(1)));
    let apart = of([("bank", &["a"]), ("bank", &["b"]), ("home", &["c"])]);
    assert_eq!((apart.freezing.smallest, apart.taking.smallest), (Some(1), Some(3)));
    // Files in three places are frozen by one that has the identities, and given away by it with two of them.
    let one = of([("a", &["bank"]), ("b", &["bank"]), ("c", &["c"])]);
    assert_eq!(one.freezing.listed[0], ["bank"]);
    assert_eq!((one.freezing.smallest, one.taking.smallest), (Some(1), Some(3)));
    // A second copy frees it of that place, and is one more place that gives it away.
    let two = of([("a", &["bank", "den"]), ("b", &["bank", "elm"]), ("c", &["c"])]);
    assert_eq!(two.freezing.smallest, Some(2));
    assert!(two.taking.listed.contains(&["a", "b", "den", "elm"].map(str::to_owned).to_vec()));
}

/// Three groups of 5 of 13, each card with two of so many people.
fn entangled(people: usize) -> Plan {
    let names: Vec<String> = (0..people).map(|number| format!("p{number:02}")).collect();
    let cards = |at: usize| {
        let pair = |card: usize| [(card * 2 + at) % people, (card * 2 + 1 + at * 3) % people];
        (0..13).map(|number| card(&pair(number).map(|who| names[who].as_str()))).collect()
    };
    let groups = (0..3).map(|at| PlannedGroup { name: None, threshold: 5, cards: cards(at) }).collect();
    Plan { groups, ..crowd(2, 3, 2, 3) }
}

/// The two structures of people.
fn of_people(plan: &Plan) -> [Structure; 2] {
    let freezing = Structure::freezing_people(plan, &Situation::default());
    [freezing, Structure::taking_people(plan, |_, _| true, true)]
}

#[test]
fn a_diagram_finds_the_same_sets_as_every_set_tried() {
    let mut die = Die(Scripted(40));
    let mut told = 0;
    for plan in (0..300).map(|_| die.plan()).chain([entangled(15), entangled(18)]) {
        let places = [Structure::freezing_places(&plan), Structure::taking_places(&plan)];
        for structure in of_people(&plan).iter().chain(&places) {
            let by_diagram = diagram::sets(structure, 1_000_000, &mut |_, _, _| {}).unwrap();
            let tried = sweep::sets(structure, &mut |_, _, _| {}).unwrap();
            if tried.truncated {
                assert_eq!((by_diagram.total, by_diagram.smallest), (tried.total, tried.smallest));
                assert_eq!((by_diagram.listed.len(), by_diagram.truncated), (MOST_LISTED, true));
            } else {
                assert_eq!(by_diagram, tried, "{plan:#?}");
                told += tried.listed.len();
            }
        }
    }
    assert!(told > 5_000, "{told} sets");
}

#[test]
fn what_a_diagram_lists_of_31_people_are_smallest_sets() {
    let plan = entangled(39);
    let Sides { freezing, taking } = Analysis::of(&plan).unwrap().people;
    let everybody: BTreeSet<&String> = plan.cards().flat_map(|(_, _, card)| &card.access).collect();
    assert_eq!(everybody.len(), 31);
    let reached = |set: &BTreeSet<&String>, all: bool| {
        falls(
            &plan,
            all,
            |group, member| {
                let access = &plan.card(group, member).unwrap().access;
                let is_in = |name: &String| set.contains(name);
                if all { access.iter().all(is_in) } else { access.iter().any(is_in) }
            },
            |_| false,
        )
    };
    for (sets, freezes) in [(&freezing, true), (&taking, false)] {
        assert!(sets.listed.len() > 1_000 && sets.total >= Number::from(sets.listed.len()));
        assert!(sets.listed.is_sorted_by_key(Vec::len));
        for set in &sets.listed {
            let whole: BTreeSet<&String> = set.iter().collect();
            assert!(reached(&whole, freezes), "{set:?}");
            for one in set {
                let mut fewer = whole.clone();
                fewer.remove(one);
                assert!(!reached(&fewer, freezes), "{set:?} without {one}");
            }
        }
    }
}

#[test]
fn a_diagram_that_grows_too_large_gives_no_answer() {
    let [freezing, _] = of_people(&entangled(26));
    let mut most = (10..20).map(|power| 1 << power);
    let needed = most.find(|most| diagram::sets(&freezing, *most, &mut |_, _, _| {}).is_some()).unwrap();
    assert!(needed > 1 << 10, "{needed}");
    assert_eq!(diagram::sets(&freezing, needed / 2, &mut |_, _, _| {}), None);
    // Nor does it begin where it would go too deep.
    let names: Vec<String> = (0..1_001).map(|number| format!("p{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let plan = plan(1, &[(2, &[&names, &names[..1_000], &names[1..]])]);
    assert_eq!(Analysis::of(&plan), Err(AnalysisError::EntangledPeople(1_001)));
}

#[test]
fn rules_are_kept_or_broken() {
    let mut three_of_five = plan(1, &[(3, &[&["a"], &["b"], &["c"], &["d"], &["e"]])]);
    let broken = |plan: &Plan| {
        let Analysis { people, places } = Analysis::of(plan).unwrap();
        broken_rules(plan, &people, &places)
    };
    three_of_five.rules = Rules {
        tolerate_absent: Some(2),
        take_at_least: Some(3),
        no_single_person: true,
        no_single_place: true,
        ..Rules::default()
    };
    assert_eq!(broken(&three_of_five), []);
    three_of_five.rules.tolerate_absent = Some(3);
    three_of_five.rules.take_at_least = Some(4);
    for card in &mut three_of_five.groups[0].cards {
        card.place = Some("vault".into());
    }
    assert_eq!(
        broken(&three_of_five),
        [
            BrokenRule::TolerateAbsent { asked: 3, frozen_by: 3 },
            BrokenRule::TakeAtLeast { asked: 4, taken_by: 3 },
            BrokenRule::NoSinglePlace,
        ]
    );
    three_of_five.groups[0].threshold = 5;
    assert!(broken(&three_of_five).contains(&BrokenRule::NoSinglePerson));
}

#[test]
fn whom_to_call_is_told_with_the_deputies() {
    let plan = plan(1, &[(2, &[&["ann", "dan"], &["bea"], &[]])]);
    let absent = BTreeSet::from(["ann".to_owned(), "bea".to_owned()]);
    let situation = Situation { absent, ..Situation::default() };
    let to_call_for = |member, who: &str, is_by_deputy| CardToCall {
        member,
        by: vec![who.into()],
        opened_by: Vec::new(),
        is_by_deputy,
    };
    let dan = to_call_for(0, "dan", true);
    let unnamed = to_call_for(2, "3", false);
    assert_eq!(to_call(&plan, &situation), [GroupToCall { group: 0, needed: 2, cards: vec![dan, unnamed] }]);
    assert!(!is_frozen(&plan, &situation));
    let all_absent = ["ann", "bea", "3"].map(str::to_owned).into();
    assert!(
        is_frozen(&plan, &Situation { absent: all_absent, ..Situation::default() }),
        "the unnamed holder, too"
    );
    let lost = Situation { lost: BTreeSet::from([(0, 2)]), ..situation };
    assert!(is_frozen(&plan, &lost));
}

#[test]
fn a_thing_that_is_out_of_reach_freezes_the_key_whoever_is_there() {
    let mut plan = plan(1, &[(2, &[&["ann"], &["bea"], &["cem"]])]);
    let of = |name: &str, access: &[&str]| Required {
        name: name.to_owned(),
        access: access.iter().map(|name| (*name).to_owned()).collect(),
        places: Vec::new(),
    };
    plan.required = vec![of("passphrase", &["ann", "bea"]), of("file", &[])];
    for thing in ["passphrase", "file"] {
        let situation = Situation { things: BTreeSet::from([thing.to_owned()]), ..Situation::default() };
        assert!(is_frozen(&plan, &situation));
        assert_eq!(
            Analysis::today(&plan, &situation, &mut |_, _, _| {}).unwrap().listed,
            [Vec::<String>::new()]
        );
        let told = things_to_call(&plan, &situation);
        assert_eq!(told.iter().filter(|one| one.is_out_of_reach).count(), 1);
        assert!(told.iter().all(|one| !one.is_out_of_reach || one.name == thing && one.by.is_empty()));
    }
    assert!(!is_frozen(&plan, &Situation::default()));
}

#[test]
fn how_far_it_has_come_is_counted_in_cards_and_then_in_sets() {
    let [freezing, _] = of_people(&entangled(18));
    let told = |analysed: &dyn Fn(Tick<'_>)| {
        let mut told = Vec::new();
        analysed(&mut |what, done, of| told.push((what, done, of)));
        told
    };
    let cards: Vec<_> = (1..=39).map(|card| ("card", card, 39)).collect();
    let by_diagram = told(&|tick| assert!(diagram::sets(&freezing, 1_000_000, tick).is_some()));
    assert_eq!(by_diagram[..39], cards);
    assert!(by_diagram[39..].iter().all(|end| *end == ("card", 39, 39)));
    let tried: Vec<_> = (1..=4).map(|part| ("set", part << 16, 1 << 18)).collect();
    assert_eq!(told(&|tick| drop(sweep::sets(&freezing, tick).unwrap())), tried);
    let nowhere = Structure::taking_places(&entangled(18));
    assert_eq!(told(&|tick| assert!(diagram::sets(&nowhere, 1_000_000, tick).is_some())), []);
}
