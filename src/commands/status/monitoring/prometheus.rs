//! Records as figures for Prometheus: the file of a textfile collector.

use std::time::{SystemTime, UNIX_EPOCH};

use super::metrics::{Figure, Labels, Metrics};
use crate::{
    commands::status::{
        looked::{Looked, failure_of},
        seen::{History, Seen},
    },
    custody::{
        card_number::CardNumber,
        date::Date,
        status::{FindingKind, severity::Severity},
    },
    host::{
        console::{Console, Product},
        failure::Failure,
    },
};

/// Ages are whole days, in the unit that Prometheus has for time.
const SECONDS_OF_DAY: i64 = 86_400;

const UP: (&str, &str) = ("quorate_up", "Whether the record could be read: 1 if so.");
const RUN: (&str, &str) =
    ("quorate_run_timestamp_seconds", "When this was written, by the clock of the machine.");
const SEVERITY: (&str, &str) =
    ("quorate_severity", "The worst finding: 0 none, 1 warning, 2 critical, 3 cannot be told.");
const FINDINGS: (&str, &str) = ("quorate_findings", "How many findings there are of each kind.");
const DUE_SOON: (&str, &str) = ("quorate_due_soon", "How many things fall due within 14 days.");
const FROZEN: (&str, &str) =
    ("quorate_frozen", "Whether nobody can recover the key today; NaN where it cannot be told.");
const LEFT: (&str, &str) = (
    "quorate_absences_left",
    "So many further absences freeze nothing, whoever they are; NaN where it cannot be told.",
);
const COMPARED: (&str, &str) =
    ("quorate_history_compared", "Whether the journal was compared with a head that somebody holds.");
const ALLOWED: (&str, &str) =
    ("quorate_allowed_age_seconds", "The age that the plan allows, or that is usual, in whole days.");
const DRILLED: (&str, &str) = (
    "quorate_drilled_age_seconds",
    "Whole days since recovery was drilled, or the deal; NaN if nobody knows.",
);
const PROVED: (&str, &str) = (
    "quorate_proved_age_seconds",
    "Whole days since the key gave a public value that proves it; NaN if it never did.",
);
const HEARD: (&str, &str) =
    ("quorate_heard_age_seconds", "Whole days since whoever has the card was heard, or got it.");
const CHECKED: (&str, &str) = (
    "quorate_checked_age_seconds",
    "Whole days since the card was checked, made again, or dealt; NaN if nobody knows.",
);

/// Tells the records as figures. What could not be read is a figure, too: silence would look like health.
///
/// # Errors
///
/// What is due or wrong, and when stdout does not take it.
pub(in crate::commands::status) fn prometheus(
    looked: &[Looked],
    label_names: bool,
    console: &Console,
) -> Result<(), Failure> {
    let mut metrics = Metrics::default();
    for Looked { name, seen } in looked {
        let record = vec![("record", name.clone())];
        metrics.add(UP, &record, seen.is_ok());
        match seen {
            Ok(seen) => add(&mut metrics, &record, seen, label_names),
            Err(_) => metrics.add(SEVERITY, &record, i64::from(Severity::Unknown.number())),
        }
    }
    // Last: a file that was cut off does not have it.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    metrics.add(RUN, &Labels::new(), now.and_then(|now| i64::try_from(now.as_secs()).ok()));
    console.answer("status", &Product { text: metrics.text() }, failure_of(looked))
}

fn add(metrics: &mut Metrics, record: &Labels, seen: &Seen, label_names: bool) {
    let Seen { ledger, status, stamp, .. } = seen;
    let state = &status.state;
    let set = with(record, "set", ledger.record.set.identifier);
    metrics.add(SEVERITY, &set, i64::from(status.severity().number()));
    // Those that are not there, too: a series that vanishes is no news for a rule.
    for kind in FindingKind::ALL {
        let labels = with(&with(&set, "finding", kind), "severity", kind.severity());
        metrics.add(FINDINGS, &labels, status.findings.iter().filter(|one| one.kind() == *kind).count());
    }
    metrics.add(DUE_SOON, &set, status.soon.len());
    metrics.add(COMPARED, &set, matches!(seen.history, History::AsItWas | History::Changed));
    let freezing = status.told_freezing();
    metrics.add(FROZEN, &set, freezing.map(|freezing| freezing.smallest == Some(0)));
    let left =
        |smallest: Option<usize>| smallest.map_or(Figure::Endless, |more| more.saturating_sub(1).into());
    metrics.add(LEFT, &set, freezing.map(|freezing| left(freezing.smallest)));
    let deadlines = &status.deadlines;
    for (duty, allowed) in [
        ("heard", deadlines.heard),
        ("checked", deadlines.checked),
        ("drilled", deadlines.drilled),
        ("proved", deadlines.proved),
    ] {
        metrics.add(
            ALLOWED,
            &with(&set, "duty", duty),
            allowed.map_or(Figure::Endless, |days| (i64::from(days) * SECONDS_OF_DAY).into()),
        );
    }
    // Nobody is asked to keep the cards of a set of which another was made, or to drill with them.
    if !state.is_in_use {
        return;
    }
    let since = |day: Date| stamp.day.days_since(day) * SECONDS_OF_DAY;
    metrics.add(DRILLED, &set, state.drilled.or(state.dealt).map(since));
    metrics.add(PROVED, &set, state.last_proved.map(since));
    for (number, card) in state.cards.iter().filter(|(_, card)| !card.is_gone()) {
        let holder = state.plan.holder(number.group, number.member);
        let labels = of_card(&set, *number, holder.filter(|_| label_names));
        let person = holder.and_then(|name| state.people.get(name));
        metrics.add(HEARD, &labels, person.map(|person| since(person.silent_since())));
        metrics.add(CHECKED, &labels, card.seen_last(state.dealt).map(since));
    }
}

fn of_card(set: &Labels, card: CardNumber, holder: Option<&str>) -> Labels {
    let labels = with(set, "card", card);
    holder.map_or_else(|| labels.clone(), |name| with(&labels, "holder", name))
}

fn with(labels: &Labels, name: &'static str, value: impl ToString) -> Labels {
    labels.iter().cloned().chain([(name, value.to_string())]).collect()
}
