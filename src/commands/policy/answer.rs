//! What `policy` answers.

use std::borrow::Cow;

use serde::Serialize;

use super::{PlanFacts, report::report};
use crate::{
    commands::status::advice::ToDo,
    custody::{
        analysis::{
            Bring, CardToCall, Sets, SinglePoint, ThingToCall, Who, is_frozen, quorum, things_to_call,
            to_call,
        },
        plan::{PlannedCard, SealedKind},
    },
    host::console,
    slip39::ordinal,
};

/// Integers that every reader of JSON keeps exactly.
const MOST_EXACT: u64 = (1 << 53) - 1;

/// What is known of a plan, whether a rule is broken or not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer<'a> {
    /// The hash of the plan; with a record that of today.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash: String,
    /// That of the plan of the deal, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    plan_hash_of_deal: Option<&'a str>,
    /// What the key is called.
    title: Option<String>,
    /// The policy in words.
    policy: String,
    /// Minimal sets of people whose absence stops recovery, the smallest first, at most 10,000.
    freezing_sets: Vec<Vec<String>>,
    /// How many there are; null where the number is above 2^53 - 1.
    freezing_total: Option<u64>,
    /// The same in digits, however many.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::NUMBER)))]
    freezing_total_text: String,
    /// Minimal sets of people who together can take the key.
    taking_sets: Vec<Vec<String>>,
    /// How many there are; null where the number is above 2^53 - 1.
    taking_total: Option<u64>,
    /// The same in digits, however many.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::NUMBER)))]
    taking_total_text: String,
    /// Whether not all sets of people are listed.
    truncated: bool,
    /// So many absences freeze nothing, whoever they are; null if none ever do.
    tolerates_absent: Option<usize>,
    /// The smallest number of people who can take the key.
    takes: Option<usize>,
    /// People and places that freeze or take the key alone.
    single_points: Vec<Single>,
    /// The same by places.
    places: Places,
    /// The cards that are sealed, and who opens them; left out where none is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sealed_cards: Vec<SealedCard>,
    /// Rules of the plan that it breaks; none but beside a failure.
    broken_rules: Vec<Rule>,
    /// Rules of which the plan says too little to call them kept; none but beside a failure.
    unjudged_rules: Vec<Rule>,
    /// What still works where some are absent, or something is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<Scenario<'a>>,
    #[serde(skip)]
    found: &'a PlanFacts<'a>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Single {
    /// What it is.
    kind: PointKind,
    /// Its name.
    name: String,
    /// Whether it freezes the key.
    freezes: bool,
    /// Whether it takes the key.
    takes: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum PointKind {
    Person,
    Place,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Places {
    /// Minimal sets of places whose loss stops recovery.
    freezing_sets: Vec<Vec<String>>,
    /// Minimal sets of places from which the key can be taken.
    taking_sets: Vec<Vec<String>>,
    /// Whether not all sets are listed.
    truncated: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct SealedCard {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
    /// What kind of thing opens it. The code of a recipient is not here: the operator types what its holder reads.
    sealed_to: SealedKind,
    /// Everybody who reaches the identity or the passphrase, in the order of the alphabet.
    opened_by: Vec<String>,
    /// Where the identity or the passphrase, or a copy of it, lies; left out where the plan does not say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identity_places: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Rule {
    /// Its name in the plan.
    #[cfg_attr(test, schemars(length(min = 1)))]
    rule: &'static str,
    /// Why, in words.
    #[cfg_attr(test, schemars(length(min = 1)))]
    text: String,
}

impl Rule {
    fn new(rule: &'static str, text: impl ToString) -> Self {
        Self { rule, text: text.to_string() }
    }
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Scenario<'a> {
    /// Who is absent.
    absent: Vec<String>,
    /// The cards that are lost, burnt ones among them.
    lost: Vec<String>,
    /// Places that nobody can enter.
    closed: Vec<String>,
    /// The cards that lie there.
    closed_cards: Vec<String>,
    /// Places that burned.
    burnt: Vec<String>,
    /// Things that recovery needs besides cards, and that nobody can bring.
    things_out_of_reach: Vec<String>,
    /// Whether nobody can recover the key.
    frozen: bool,
    /// Whose further absence freezes the key.
    freezing_sets: Vec<Vec<String>>,
    /// Cards within reach, and who can bring them.
    call: Vec<Call>,
    /// Things that recovery needs besides cards, and who of those named can bring them.
    call_for: Vec<CallFor>,
    /// Cards that together are a quorum, each with the one who brings it; none where it is frozen.
    meet: Vec<Call>,
    /// For the plan of a record: what to do today, as in the document of `status`.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<&'a ToDo>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct CallFor {
    /// What it is.
    thing: String,
    /// Who can bring it.
    by: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Call {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
    /// Who can bring it.
    by: Vec<String>,
    /// Who can open it, of those who meet the one who does; left out where it is not sealed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    opened_by: Vec<String>,
    /// Whether a deputy does.
    deputy: bool,
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        report(self.found).into_bytes().into()
    }
}

impl<'a> Answer<'a> {
    /// What is known of a plan.
    pub(super) fn of(found: &'a PlanFacts<'a>) -> Self {
        let (people, places) = (&found.analysis.people, &found.analysis.places);
        let total = |sets: &Sets| u64::try_from(&sets.total).ok().filter(|total| *total <= MOST_EXACT);
        Self {
            plan_hash: found.plan.hash(),
            plan_hash_of_deal: found.of_deal,
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
            sealed_cards: found.plan.cards().filter_map(sealed_card).collect(),
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

fn scenario<'a>(found: &PlanFacts<'a>, next: &Sets) -> Scenario<'a> {
    let (plan, imagined, situation) = (found.plan, found.imagined, &found.imagined.situation);
    let call = |group: u8, card: &CardToCall| Call {
        group: ordinal(group),
        member: ordinal(card.member),
        by: card.by.clone(),
        opened_by: card.opened_by.clone(),
        deputy: card.is_by_deputy,
    };
    let groups = to_call(plan, situation);
    let call = groups.iter().flat_map(|group| group.cards.iter().map(|card| call(group.group, card)));
    Scenario {
        absent: situation.absent.iter().cloned().collect(),
        lost: imagined.lost(plan),
        closed: imagined.closed.iter().cloned().collect(),
        closed_cards: imagined.closed_cards(plan),
        burnt: imagined.burnt.iter().cloned().collect(),
        things_out_of_reach: situation.things.iter().cloned().collect(),
        frozen: is_frozen(plan, situation),
        freezing_sets: next.listed.clone(),
        call: call.collect(),
        call_for: things_to_call(plan, situation).into_iter().map(call_for).collect(),
        today: found.to_do,
        meet: if is_frozen(plan, situation) {
            Vec::new()
        } else {
            quorum(plan, situation).into_iter().map(meets).collect()
        },
    }
}

fn meets(bring: Bring) -> Call {
    let Bring { card, who, opener, is_deputy: deputy, .. } = bring;
    let opened_by = opener.into_iter().collect();
    Call { group: ordinal(card.group), member: ordinal(card.member), by: vec![who], opened_by, deputy }
}

fn sealed_card((group, member, card): (u8, u8, &PlannedCard)) -> Option<SealedCard> {
    let opened_by = card.identity_reach()?.into_iter().map(str::to_owned).collect();
    let sealed_to = card.told_sealed_to()?.kind();
    let identity_places = card.identity_places.clone();
    Some(SealedCard { group: ordinal(group), member: ordinal(member), sealed_to, opened_by, identity_places })
}

fn call_for(thing: ThingToCall) -> CallFor {
    CallFor { thing: thing.name, by: thing.by }
}
