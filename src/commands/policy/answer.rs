//! What `policy` answers.

use std::borrow::Cow;

use super::{Found, report::report};
use crate::{
    custody::analysis::{
        CardToCall, Sets, SinglePoint, ThingToCall, Who, is_frozen, things_to_call, to_call,
    },
    host::console,
    slip39::ordinal,
};
use serde::Serialize;

/// Integers that every reader of JSON keeps exactly.
const MOST_EXACT: u64 = (1 << 53) - 1;

/// What is known of a plan, whether a rule is broken or not.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    plan_hash: String,
    title: Option<String>,
    policy: String,
    freezing_sets: Vec<Vec<String>>,
    freezing_total: Option<u64>,
    freezing_total_text: String,
    taking_sets: Vec<Vec<String>>,
    taking_total: Option<u64>,
    taking_total_text: String,
    truncated: bool,
    tolerates_absent: Option<usize>,
    takes: Option<usize>,
    single_points: Vec<Single>,
    places: Places,
    broken_rules: Vec<Rule>,
    unjudged_rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<Scenario>,
    #[serde(skip)]
    found: &'a Found<'a>,
}

#[derive(Debug, Serialize)]
struct Single {
    kind: PointKind,
    name: String,
    freezes: bool,
    takes: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum PointKind {
    Person,
    Place,
}

#[derive(Debug, Serialize)]
struct Places {
    freezing_sets: Vec<Vec<String>>,
    taking_sets: Vec<Vec<String>>,
    truncated: bool,
}

#[derive(Debug, Serialize)]
struct Rule {
    rule: &'static str,
    text: String,
}

impl Rule {
    fn new(rule: &'static str, text: impl ToString) -> Self {
        Self { rule, text: text.to_string() }
    }
}

#[derive(Debug, Serialize)]
struct Scenario {
    absent: Vec<String>,
    lost: Vec<String>,
    frozen: bool,
    freezing_sets: Vec<Vec<String>>,
    call: Vec<Call>,
    call_for: Vec<CallFor>,
}

#[derive(Debug, Serialize)]
struct CallFor {
    thing: String,
    by: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Call {
    group: u8,
    member: u8,
    by: Vec<String>,
    deputy: bool,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        report(self.found).into_bytes().into()
    }
}

impl<'a> Answer<'a> {
    /// What is known of a plan.
    pub(super) fn of(found: &'a Found<'a>) -> Self {
        let (people, places) = (&found.analysis.people, &found.analysis.places);
        let total = |sets: &Sets| u64::try_from(&sets.total).ok().filter(|total| *total <= MOST_EXACT);
        Self {
            plan_hash: found.plan.hash(),
            title: found.plan.title.clone(),
            policy: found.plan.policy().map(|policy| policy.to_string()).unwrap_or_default(),
            freezing_sets: people.freezing.listed.clone(),
            freezing_total: total(&people.freezing),
            freezing_total_text: people.freezing.total.to_string(),
            taking_sets: people.taking.listed.clone(),
            taking_total: total(&people.taking),
            taking_total_text: people.taking.total.to_string(),
            truncated: people.freezing.truncated || people.taking.truncated,
            tolerates_absent: people.freezing.smallest.map(|smallest| smallest.saturating_sub(1)),
            takes: people.taking.smallest,
            single_points: found.analysis.single_points().iter().map(single).collect(),
            places: Places {
                freezing_sets: places.freezing.listed.clone(),
                taking_sets: places.taking.listed.clone(),
                truncated: places.freezing.truncated || places.taking.truncated,
            },
            broken_rules: found.broken.iter().map(|rule| Rule::new(rule.rule(), rule)).collect(),
            unjudged_rules: found.unjudged.iter().map(|rule| Rule::new(rule.rule(), rule)).collect(),
            scenario: found.today.map(|next| scenario(found, next)),
            found,
        }
    }
}

fn single(point: &SinglePoint) -> Single {
    let (kind, name) = match &point.who {
        Who::Person(name) => (PointKind::Person, name),
        Who::Place(name) => (PointKind::Place, name),
    };
    Single { kind, name: name.clone(), freezes: point.freezes, takes: point.takes }
}

fn scenario(found: &Found<'_>, next: &Sets) -> Scenario {
    let (plan, situation) = (found.plan, found.situation);
    let call = |group: u8, card: &CardToCall| Call {
        group: ordinal(group),
        member: ordinal(card.member),
        by: card.by.clone(),
        deputy: card.is_by_deputy,
    };
    let groups = to_call(plan, situation);
    let call = groups.iter().flat_map(|group| group.cards.iter().map(|card| call(group.group, card)));
    Scenario {
        absent: situation.absent.iter().cloned().collect(),
        lost: situation.lost.iter().map(|(group, member)| plan.number(*group, *member)).collect(),
        frozen: is_frozen(plan, situation),
        freezing_sets: next.listed.clone(),
        call: call.collect(),
        call_for: things_to_call(plan, situation).into_iter().map(call_for).collect(),
    }
}

fn call_for(thing: ThingToCall) -> CallFor {
    CallFor { thing: thing.name, by: thing.by }
}
