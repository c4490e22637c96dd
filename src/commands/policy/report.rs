//! The report of `policy`, for people.

use std::{collections::BTreeSet, fmt::Write as _};

use super::PlanFacts;
use crate::custody::{
    analysis::{Bring, Sets, Sides, is_frozen, quorum, things_to_call, to_call, wording},
    plan::{Plan, PlannedCard},
};

/// Sets that are shown; `--json` has more.
const MOST_SHOWN: usize = 12;

/// The whole report.
pub fn report(found: &PlanFacts<'_>) -> String {
    let PlanFacts { plan, analysis, .. } = found;
    let mut report = String::new();
    let title = plan.title.as_ref().map_or_else(String::new, |title| format!("{title}: "));
    let _ = match found.named {
        None => writeln!(report, "{title}plan {}", plan.short_hash()),
        Some(named) => writeln!(report, "{title}{named}"),
    };
    tree(&mut report, plan, found.is_plain);
    if found.today.is_some() {
        today(&mut report, found);
        return report;
    }
    sides(&mut report, "by people", &analysis.people);
    if !plan.places().is_empty() {
        sides(&mut report, "by places (closed, or burgled)", &analysis.places);
    }
    let points = analysis.single_points();
    report.push_str("\nsingle points of failure\n");
    for point in &points {
        let _ = writeln!(report, "  {point}");
    }
    if points.is_empty() {
        report.push_str("  none\n");
    }
    scenarios(&mut report, found);
    rules(&mut report, found);
    report
}

/// The policy, drawn.
fn tree(report: &mut String, plan: &Plan, is_plain: bool) {
    let policy = plan.policy().map(|policy| policy.to_string()).unwrap_or_default();
    let _ = writeln!(report, "{policy}");
    let branches = plan.groups.len() + plan.required.len();
    let sign = |at: usize, all: usize| match (is_plain, at + 1 == all) {
        (true, _) => "  ",
        (false, true) => "└─ ",
        (false, false) => "├─ ",
    };
    for (at, group) in plan.groups.iter().enumerate() {
        let name = group_name(plan, at);
        let _ =
            writeln!(report, "{}{name}: {} of {}", sign(at, branches), group.threshold, group.cards.len());
        let bar = match (is_plain, at + 1 == branches) {
            (true, _) => "  ",
            (false, true) => "   ",
            (false, false) => "│  ",
        };
        for (member, card) in group.cards.iter().enumerate() {
            let _ = writeln!(report, "{bar}{}{}", sign(member, group.cards.len()), card_line(member, card));
        }
    }
    for (at, thing) in plan.required.iter().enumerate() {
        let access = if thing.access.is_empty() {
            String::new()
        } else {
            format!(", from {}", thing.access.join(" or "))
        };
        let places =
            if thing.places.is_empty() { String::new() } else { format!(" ({})", thing.places.join(", ")) };
        let _ = writeln!(
            report,
            "{}also needed: {}{access}{places}",
            sign(plan.groups.len() + at, branches),
            thing.name
        );
    }
}

fn card_line(member: usize, card: &PlannedCard) -> String {
    let holder = card.holder();
    let others = card.access.iter().map(String::as_str);
    let deputies: Vec<&str> = others.filter(|one| Some(*one) != holder).collect();
    let mut line = format!("{} {}", member + 1, holder.unwrap_or("nobody is named"));
    if let (Some(_), Some(role)) = (&card.custodian, &card.role) {
        let _ = write!(line, ", {role}");
    }
    if let Some(place) = &card.place {
        let _ = write!(line, " ({place})");
    }
    if !deputies.is_empty() {
        let _ = write!(line, ", or {}", deputies.join(", "));
    }
    if let Some((sealed, reach)) = card.told_sealed_to().zip(card.identity_reach()) {
        let reach: Vec<&str> = reach.into_iter().collect();
        let _ = write!(line, "; sealed to {}, opened by {}", sealed.kind(), reach.join(" or "));
        if !card.identity_places.is_empty() {
            let _ = write!(line, ", with what lies in {}", card.identity_places.join(" or "));
        }
    }
    line
}

fn sides(report: &mut String, by: &str, sides: &Sides) {
    let _ = writeln!(report, "\n{by}");
    sets(report, "freeze the key", &sides.freezing);
    sets(report, "take the key", &sides.taking);
}

fn sets(report: &mut String, what: &str, sets: &Sets) {
    let Some(smallest) = sets.smallest else {
        let _ = writeln!(report, "  {what}: nobody can");
        return;
    };
    let s = if sets.listed.len() == 1 { "" } else { "s" };
    let _ = writeln!(report, "  {what}: {} set{s}, the smallest of {smallest}", sets.total);
    for set in sets.listed.iter().take(MOST_SHOWN) {
        let _ = writeln!(report, "    {}", names(set));
    }
    if sets.listed.len() > MOST_SHOWN {
        let _ = writeln!(report, "    ... (--json lists up to 10,000)");
    }
}

fn names(set: &[String]) -> String {
    match set {
        [] => "nobody: this is already so".to_owned(),
        few if few.len() <= 8 => few.join(" + "),
        many => format!("{} + {} more", many[..7].join(" + "), many.len() - 7),
    }
}

fn scenarios(report: &mut String, found: &PlanFacts<'_>) {
    let people = &found.analysis.people;
    report.push_str("\nscenarios\n");
    let _ = writeln!(report, "  unreachable, but healthy: {}", wording::absence(&people.freezing));
    let losses = found.plan.policy().map(|policy| wording::losses(&policy, |at| group_name(found.plan, at)));
    for line in losses.unwrap_or_default() {
        let _ = writeln!(report, "  a card is lost: {line}");
    }
    let _ = writeln!(
        report,
        "  a card is stolen: nothing revokes it, so make a new key; {}",
        wording::taking(&people.taking)
    );
}

fn group_name(plan: &Plan, at: usize) -> String {
    let name = plan.groups.get(at).and_then(|group| group.name.clone());
    name.unwrap_or_else(|| format!("group {}", at + 1))
}

fn rules(report: &mut String, found: &PlanFacts<'_>) {
    report.push_str("\nrules\n");
    for rule in &found.broken {
        let _ = writeln!(report, "  BROKEN: {rule}");
    }
    for rule in &found.unjudged {
        let _ = writeln!(report, "  CANNOT BE JUDGED: {rule}");
    }
    if found.uncounted > 0 {
        report.push_str("  CANNOT BE JUDGED of today: some lines of the journal do not count\n");
    } else if found.broken.is_empty() && found.unjudged.is_empty() {
        let of_deal = found.plan.rules.dice || found.plan.rules.agree;
        report.push_str(if of_deal { "  none of the others is broken\n" } else { "  none is broken\n" });
    }
    let rules = &found.plan.rules;
    for (name, _) in [("dice", rules.dice), ("agree", rules.agree)].iter().filter(|(_, asked)| *asked) {
        let _ = writeln!(report, "  {name}: the plan cannot tell; quorate split and quorate status judge it");
    }
}

/// What still works with these absent and those cards lost.
fn today(report: &mut String, found: &PlanFacts<'_>) {
    let (plan, imagined, situation) = (found.plan, found.imagined, &found.imagined.situation);
    report.push('\n');
    let all = |names: &BTreeSet<String>| names.iter().cloned().collect();
    for (what, names) in [
        ("absent", all(&situation.absent)),
        ("burnt places", all(&imagined.burnt)),
        ("lost cards", imagined.lost(plan)),
        ("closed places", all(&imagined.closed)),
        ("cards in closed places", imagined.closed_cards(plan)),
        ("also needed, but out of reach", all(&situation.things)),
    ] {
        let names: Vec<String> = names;
        if !names.is_empty() {
            let _ = writeln!(report, "{what}: {}", names.join(", "));
        }
    }
    if is_frozen(plan, situation) {
        report.push_str("FROZEN: nobody can recover the key\n");
    } else if found.uncounted > 0 {
        report
            .push_str("recovery still works, unless lines of the journal that do not count say otherwise\n");
    } else {
        report.push_str("recovery still works\n");
    }
    report.push_str("\nwhom to call\n");
    for group in to_call(plan, situation) {
        let name = group_name(plan, usize::from(group.group));
        let _ = writeln!(report, "  {name}: {} needed, {} within reach", group.needed, group.cards.len());
        for card in &group.cards {
            let deputy = if card.is_by_deputy { " (deputy)" } else { "" };
            let number = plan.number(group.group, card.member);
            let opened_by = match card.opened_by.as_slice() {
                [] => String::new(),
                names => format!("; opened by {}", names.join(" or ")),
            };
            let _ = writeln!(report, "    card {number}: {}{deputy}{opened_by}", card.by.join(" or "));
        }
    }
    for thing in things_to_call(plan, situation) {
        let by = match (thing.by.as_slice(), thing.is_assigned) {
            _ if thing.is_out_of_reach => "out of reach, whoever is there".to_owned(),
            ([], true) => "nobody is within reach".to_owned(),
            ([], false) => "nobody is named".to_owned(),
            (some, _) => some.join(" or "),
        };
        let _ = writeln!(report, "  also needed: {} ({by})", thing.name);
    }
    if let Some(next) = found.today.filter(|_| !is_frozen(plan, situation)) {
        report.push_str("\nthese can meet, and are a quorum\n");
        for Bring { card, who, opener, is_deputy, place, .. } in quorum(plan, situation) {
            let opener = opener.filter(|opener| *opener != who);
            let opener = opener.map_or_else(String::new, |opener| format!(", opened by {opener}"));
            let deputy = if is_deputy { " (deputy)" } else { "" };
            let place = place.map_or_else(String::new, |place| format!(", from {place}"));
            let _ = writeln!(
                report,
                "  {who}{deputy}: card {}{place}{opener}",
                plan.number(card.group, card.member)
            );
        }
        report.push('\n');
        sets(report, "would freeze the key by being absent, too", next);
    }
    if let Some((to_do, record)) = found.to_do.zip(found.record) {
        report.push_str(&to_do.report(record));
    }
}
