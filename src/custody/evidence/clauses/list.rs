//! The clauses, by the names that programs and options have for them.

use std::collections::{BTreeMap, BTreeSet};

use super::Clause;
use crate::custody::{
    analysis::Analysis,
    evidence::reports::DrillReport,
    journal::Event,
    plan::{Deadlines, PlannedCard},
    status::state::{Gone, KnownCard},
};

/// All of them: of the Cryptocurrency Security Standard (v9) by its numbers, and of the practice statement (DPS) of the DNSSEC root
/// zone, whose paragraphs have none here.
pub const CLAUSES: &[Clause] = &[
    Clause {
        id: "ccss-1.01.1.3",
        asks: "the SHA-256 of the program that made the set",
        of_cards: false,
        // Of a record that was made anew nobody knows which program made the set.
        shows: |sight| {
            let digest = sight.record.tool.sha256.as_bytes();
            let is_hash = digest.len() == 64 && digest.iter().all(u8::is_ascii_hexdigit);
            Some(is_hash && sight.record.date.is_some())
        },
    },
    Clause {
        id: "ccss-1.02.2.1",
        asks: "each card with a person of its own",
        of_cards: true,
        shows: |sight| {
            let holders: Vec<Option<&str>> = sight.planned().map(PlannedCard::holder).collect();
            let there = holders.iter().flatten().filter(|name| !sight.has_left(name));
            Some(there.collect::<BTreeSet<_>>().len() == holders.len())
        },
    },
    Clause {
        id: "ccss-1.02.3.1",
        asks: "a place for each card, and no place that alone gives the key away",
        of_cards: true,
        shows: |sight| {
            let has_all = sight.planned().all(|card| card.place.is_some());
            let analysis = has_all.then(|| Analysis::of(&sight.state.plan).ok());
            analysis.map_or(Some(false), |found| {
                Some(found?.places.taking.smallest.is_none_or(|least| least > 1))
            })
        },
    },
    Clause {
        id: "ccss-1.03.2.1",
        asks: "each card found good within the time that the plan allows",
        of_cards: true,
        shows: |sight| {
            let Deadlines { checked, .. } = sight.state.plan.rules.deadlines();
            let allowed = checked.or(Deadlines::USUAL.checked).unwrap_or_default();
            let is_good = |card: &KnownCard| {
                card.failed.is_none() && card.checked.is_some_and(|day| sight.is_within(day, allowed))
            };
            Some(sight.cards().all(|(_, card)| is_good(card)))
        },
    },
    Clause {
        id: "ccss-1.03.5.1",
        asks: "each card sealed in a bag with a number since it was last read",
        of_cards: true,
        shows: |sight| {
            let is_in_a_bag = |card: &KnownCard| {
                let sealed = card.sealed.as_ref().and_then(|(day, how)| Some((*day, how.as_deref()?)));
                let is_opened = |since| card.checked.is_some_and(|read| read > since);
                sealed.is_some_and(|(since, number)| !number.trim().is_empty() && !is_opened(since))
            };
            Some(sight.cards().all(|(_, card)| is_in_a_bag(card)))
        },
    },
    Clause {
        id: "ccss-1.03.6.1",
        asks: "a passphrase besides the shares, or each share sealed to its holder",
        of_cards: true,
        shows: |sight| match sight.record.passphrase {
            _ if sight.cards().all(|(_, card)| card.is_sealed_to_holder) => Some(true),
            known => known,
        },
    },
    Clause {
        id: "ccss-1.04.1.1",
        asks: "that each card was handed over to its holder",
        of_cards: true,
        shows: |sight| Some(sight.cards().all(|(_, card)| card.is_handed_over)),
    },
    Clause {
        id: "ccss-2.02.1.1",
        asks: "a journal from the first line on, each line bound to the one before",
        of_cards: false,
        shows: |sight| {
            let begins = sight.journal.entries().first().is_some_and(|first| first.event.begins());
            Some(begins && sight.journal.fault().is_none())
        },
    },
    Clause {
        id: "ccss-2.04.1.1",
        asks: "an inventory of all cards, each with its verification key",
        of_cards: true,
        shows: |sight| {
            let has_key =
                |group, member| sight.record.dealt(group, member).is_some_and(|one| one.key.is_some());
            Some(sight.state.plan.cards().all(|(group, member, _)| has_key(group, member)))
        },
    },
    Clause {
        id: "ccss-2.04.1.2",
        asks: "a deputy for each card",
        of_cards: true,
        shows: |sight| {
            let has_deputy = |card: &PlannedCard| {
                let mut others = card.access.iter().filter(|who| Some(who.as_str()) != card.holder());
                others.any(|who| !sight.has_left(who))
            };
            Some(sight.planned().all(has_deputy))
        },
    },
    Clause {
        id: "ccss-2.04.2.1",
        asks: "a drill that passed within a year, with attendees, scenario and next date in its report",
        of_cards: true,
        shows: |sight| {
            let is_it = |(line, report): (usize, &DrillReport)| {
                report.has_passed()
                    && report.is_complete()
                    && sight.is_recent(report.day())
                    && !sight.state.left_open.contains_key(&line)
            };
            let is_recent = sight.state.drilled.is_some_and(|day| sight.is_recent(day));
            Some(is_recent && sight.reports().any(is_it))
        },
    },
    Clause {
        id: "dps-trusted-persons",
        asks: "that no one person alone can take the key",
        of_cards: true,
        shows: |sight| {
            let taking = Analysis::of(&sight.state.plan).ok()?.people.taking;
            Some(taking.smallest.is_none_or(|least| least > 1))
        },
    },
    Clause {
        id: "dps-named-holders",
        asks: "each card with a holder by name, and not by role alone",
        of_cards: true,
        shows: |sight| Some(sight.planned().all(|card| card.custodian.is_some())),
    },
    Clause {
        id: "dps-ceremonies",
        asks: "a report of a ceremony with two people or more who were there",
        of_cards: false,
        shows: |sight| {
            let of_drills = || sight.reports().map(|(_, report)| report.attendance());
            Some(sight.attendance > 1 || of_drills().any(|attendance| attendance > 1))
        },
    },
    Clause {
        id: "dps-exercised",
        asks: "each card exercised in drills within a year, also those that were not needed",
        of_cards: true,
        shows: |sight| {
            let drills = sight.journal.entries().iter().enumerate().filter(|(line, entry)| {
                entry.event == Event::Drilled && sight.counts(line + 1) && sight.is_recent(entry.stamp.day)
            });
            let mut last = BTreeMap::new();
            for (card, day) in
                drills.flat_map(|(_, entry)| entry.cards.iter().map(|card| (*card, entry.stamp.day)))
            {
                let known = last.entry(card).or_insert(day);
                *known = day.max(*known);
            }
            // A card that was made again since is not the one that came.
            let is_it = |card: &KnownCard, day| card.renewed.is_none_or(|renewed| renewed <= day);
            Some(sight.cards().all(|(number, card)| last.get(&number).is_some_and(|day| is_it(card, *day))))
        },
    },
    Clause {
        id: "dps-logged",
        asks: "that each card which is not there any more was noted as destroyed",
        of_cards: false,
        shows: |sight| {
            let cards = || sight.state.cards.values();
            // What was made again is replaced, and the thief still has the one that was stolen.
            let is_noted = |card: &KnownCard| card.gone().is_none_or(|(how, _)| how == Gone::Destroyed);
            let is_known = cards().all(|card| !card.is_never_seen);
            if cards().all(is_noted) { is_known.then_some(true) } else { Some(false) }
        },
    },
    Clause {
        id: "dps-signed",
        asks: "a checklist that somebody signed",
        of_cards: false,
        shows: |sight| Some(sight.is_signed),
    },
];
