//! Names in a record and its journal that cannot be told from each other. They were written before names were looked at,
//! or by another hand: they stop nothing, and are told.

use std::collections::BTreeSet;

use super::Finding;
use crate::custody::{
    journal::{Event, Journal},
    name::{alike, unclear},
    plan::Plan,
    record::Record,
};

/// What is to be told of the names: each that is not clear, and of people, places and groups the first two that look alike.
pub(super) fn of(record: &Record, journal: &Journal) -> Vec<Finding> {
    let plan = &record.plan;
    let (people, places) = known(plan, journal);
    let groups: BTreeSet<&str> = plan.groups.iter().filter_map(|group| group.name.as_deref()).collect();
    let mut findings = Vec::new();
    for names in [people, places, groups] {
        // However a name is capitalised, it is one.
        let mut seen = BTreeSet::new();
        let names: Vec<&str> = names.into_iter().filter(|name| seen.insert(name.to_lowercase())).collect();
        let two = alike(names.iter().map(|name| ((), *name)));
        findings.extend(
            two.map(|[(_, one), (_, other)]| Finding::NamesAlike {
                names: [one.to_owned(), other.to_owned()],
            }),
        );
        let not_clear = names.into_iter().filter_map(|name| Some((name, unclear(name)?)));
        findings.extend(not_clear.map(|(name, why)| Finding::NameUnclear { name: name.to_owned(), why }));
    }
    findings
}

/// The names of people, roles among them, and of places that a plan has and that a journal has brought since.
pub fn known<'a>(plan: &'a Plan, journal: &'a Journal) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let (mut people, mut places) = (plan.people(), plan.places());
    people.extend(plan.others.iter().map(String::as_str));
    people.extend(plan.cards().filter_map(|(_, _, card)| card.role.as_deref()));
    for entry in journal.entries() {
        people.extend(entry.who.as_deref());
        if let Some(plan) = &entry.plan {
            people.extend(plan.people());
            places.extend(plan.places());
        }
        match entry.event {
            Event::HandedOver => people.extend(entry.to.as_deref()),
            Event::Moved => places.extend(entry.to.as_deref()),
            _ => {}
        }
    }
    (people, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::{record::sample, status::FindingKind};

    #[test]
    fn names_of_an_old_record_are_told_and_stop_nothing() {
        let (mut record, _) = sample::of("2of3", 1);
        let journal = Journal::found("", "");
        assert_eq!(of(&record, &journal), []);
        for (card, name) in record.plan.groups[0].cards.iter_mut().zip(["alice", "alice ", "bob"]) {
            card.custodian = Some(name.to_owned());
            card.access = vec![name.to_owned()];
        }
        record.plan.groups[0].cards[2].place = Some("home\u{3000}".to_owned());
        record.plan_hash = record.plan.hash();
        assert_eq!(Record::read(record.text().as_bytes()), Ok(record.clone()), "it is read as ever");
        let names: Vec<_> = of(&record, &journal).iter().map(Finding::kind).collect();
        assert_eq!(names, [FindingKind::NameUnclear; 2]);
        record.plan.groups[0].cards[1].access = vec!["a1ice".to_owned()];
        let expected = ["a1ice", "alice"].map(str::to_owned);
        assert_eq!(of(&record, &journal)[0], Finding::NamesAlike { names: expected });
        record.plan.groups[0].cards[1].access = vec!["Alice".to_owned()];
        let kinds: Vec<_> = of(&record, &journal).iter().map(Finding::kind).collect();
        assert_eq!(kinds, [FindingKind::NameUnclear], "one person, however they are capitalised");
    }
}
