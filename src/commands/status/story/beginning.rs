//! What the record itself says of a set: how it began, and what it was made of.

use crate::{
    custody::{
        journal::CardNumber,
        plan::Plan,
        record::{
            Record,
            origin::{RecordedOrigin, ShareFormat},
        },
    },
    formats::count::count,
};

/// The sentences with which a life begins.
pub(super) fn of(record: &Record) -> Vec<String> {
    let policy = record.plan.policy().map(|policy| policy.to_string()).unwrap_or_default();
    let (set, plan) = (record.set.identifier, record.plan.short_hash());
    let mut told = Vec::new();
    if record.practice {
        told.push("this is the published practice key, which protects nothing".to_owned());
    }
    if let Some(dealt) = record.date {
        let source = dealt.source.told();
        told.push(format!(
            "set {set}, {policy}, was dealt on {} ({source}), by the plan of the deal, {plan}",
            dealt.day
        ));
    } else {
        told.push(format!("set {set}, {policy}: when it was dealt the record does not say"));
    }
    told.extend(remade(record));
    told.extend(cards(&record.plan));
    told.extend(record.origin.as_ref().map(origin));
    for old in &record.supersedes {
        let how = if old.record.is_some() { "and its record was there" } else { "nobody brought its record" };
        told.push(format!("it takes the place of set {}; {how}", old.identifier));
        let stolen: Vec<CardNumber> = old.stolen.iter().map(|theft| theft.card).collect();
        for (cards, how) in [(&old.destroyed, "destroyed"), (&stolen, "in the wrong hands")] {
            let numbers: Vec<String> = cards.iter().map(ToString::to_string).collect();
            if !numbers.is_empty() {
                let (set, numbers) = (old.identifier, numbers.join(", "));
                told.push(format!("of set {set} these cards were {how} by then: {numbers}"));
            }
        }
        told.extend(old.origin.as_ref().map(|of| format!("set {}: {}", old.identifier, origin(of))));
    }
    for accepted in &record.old_shares_accepted {
        let of = accepted.set.map_or_else(|| "another tool".to_owned(), |set| format!("set {set}"));
        let (day, why) = (accepted.day, &accepted.text);
        told.push(format!("on {day} the owner had accepted that shares of {of} still open the key: {why}"));
    }
    told.push(match record.passphrase {
        Some(true) => "recovery needs a passphrase besides the cards".to_owned(),
        Some(false) => "recovery needs no passphrase".to_owned(),
        None => "whether recovery needs a passphrase the record does not say".to_owned(),
    });
    told.extend(
        record.sealed.as_ref().map(|sealed| format!("the key opens the sealed file {}", sealed.name)),
    );
    if record.single_point_accepted {
        told.push(
            "it was accepted then that one person or place alone can freeze or take the key".to_owned(),
        );
    }
    if !record.broken_rules_accepted.is_empty() {
        let rules = record.broken_rules_accepted.join("; ");
        told.push(format!("it was accepted then that rules of the plan are broken: {rules}"));
    }
    told
}

/// Nothing of what was told of the lost record can be verified.
fn remade(record: &Record) -> Vec<String> {
    let Some(remade) = &record.remade else { return Vec::new() };
    let (day, source) = (remade.stamp.day, remade.stamp.source.told());
    let dealt = remade.dealt.map_or_else(
        || "nobody said when the set was dealt".to_owned(),
        |dealt| format!("the set was dealt on {dealt}, as somebody said"),
    );
    let mut told = vec![format!("this record was made anew on {day} ({source}); {dealt}")];
    let lost = remade
        .record
        .as_ref()
        .map(|hash| format!("the lost record had the SHA-256 {hash}, as somebody said"));
    let head = remade.head.as_ref().map(|head| format!("its journal had the head {head}, as somebody said"));
    told.extend(lost.into_iter().chain(head));
    told.push("the record does not tell what happened before it was made anew".to_owned());
    told
}

/// Who was to have the cards.
fn cards(plan: &Plan) -> Option<String> {
    let named = plan.cards().filter_map(|(group, member, card)| {
        let place = card.place.as_ref().map_or_else(String::new, |place| format!(", in {place}"));
        Some(format!("{} {}{place}", CardNumber { group, member }, card.holder()?))
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| format!("its plan had the cards with {}", named.join("; ")))
}

fn origin(origin: &RecordedOrigin) -> String {
    let of = match (origin.format, origin.set) {
        (ShareFormat::Slip39, Some(set)) => format!("set {set}"),
        (format, Some(set)) => format!("{format}, number {set}"),
        (format, None) => format.to_string(),
    };
    let needed = origin.thresholds.iter().map(|needed| {
        needed.map_or_else(|| "a number that nobody knows".to_owned(), |needed| needed.to_string())
    });
    let needed: Vec<String> = needed.collect();
    let needed = match needed.as_slice() {
        [one] => format!("{one} open the key"),
        groups => format!(
            "{} of {} groups open the key, with {}",
            origin.groups_needed,
            groups.len(),
            groups.join(", ")
        ),
    };
    format!(
        "it was made of {} of {of}, of which {needed}; how many there are, no share says",
        count(origin.shares, "share")
    )
}
