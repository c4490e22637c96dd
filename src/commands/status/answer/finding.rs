//! A finding as programs read it: what it is, which card and who, and since when.

use serde::Serialize;

use crate::{
    commands::status::words::told,
    custody::{
        analysis::Who,
        date::Date,
        journal::CardNumber,
        plan::Plan,
        record::origin::ShareFormat,
        status::{Finding, FindingKind, severity::Severity},
    },
    slip39::ordinal,
};

/// What is due or wrong.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(super) struct Found {
    finding: FindingKind,
    severity: Severity,
    /// The same in words.
    #[cfg_attr(test, schemars(length(min = 1)))]
    text: String,
    /// The group of the card that it is about, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: Option<u8>,
    /// The place of that card in its group, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: Option<u8>,
    /// Who answers for that card, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    custodian: Option<String>,
    /// Who answers for it by role, where nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Who was not heard, has not come back, left, or can do alone what nobody should; or by role, or the number of a card of
    /// which nobody is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// The place that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    since: Option<String>,
    /// For how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i64>,
    /// How many days the plan allows, or what is usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_days: Option<u32>,
    /// The other set that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(range(min = 0, max = 32767)))]
    set: Option<u16>,
    /// What made the old shares that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<ShareFormat>,
    /// The lines of the journal that do not count, from 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<usize>,
    /// The names that cannot be told from others; or who together can take the key, or which places
    /// give it away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    /// The last line, from 1, that this journal has in common with the copy that had the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    common_line: Option<usize>,
    /// The rule of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
}

impl Found {
    /// What a finding says, by the plan as it is today.
    pub(super) fn of(finding: &Finding, plan: &Plan) -> Self {
        let found = Self {
            finding: finding.kind(),
            severity: finding.severity(),
            text: told(finding),
            ..Self::default()
        };
        match finding {
            // Whose it was, the plan of this set does not say.
            Finding::Stolen { card, custodian, since: day, former: Some(set) } => {
                let (group, member) = (Some(ordinal(card.group)), Some(ordinal(card.member)));
                Self { set: Some(*set), group, member, custodian: custodian.clone(), ..found.since(*day) }
            }
            Finding::Stolen { card, since: day, .. }
            | Finding::Lost { card, since: day, .. }
            | Finding::Failed { card, on: day, .. } => found.about(*card, plan).since(*day),
            Finding::NeverSeen { card, .. } | Finding::RecordChanged { card } => found.about(*card, plan),
            Finding::Unchecked { card, days, allowed, .. } => {
                Self { days: *days, allowed_days: Some(*allowed), ..found.about(*card, plan) }
            }
            Finding::Silent { who, days, allowed, .. } => {
                Self { person: Some(who.clone()), days: Some(*days), allowed_days: Some(*allowed), ..found }
            }
            Finding::StillAbsent { who, since: day, .. } => {
                Self { person: Some(who.clone()), ..found.since(*day) }
            }
            Finding::NotSeenSinceBack { who, back, cards } => {
                let found = Self { person: Some(who.clone()), ..found.since(*back) };
                match cards.first() {
                    Some(card) => found.about(*card, plan),
                    None => found,
                }
            }
            Finding::WithLeaver { card, who, since: day } => {
                Self { person: Some(who.clone()), ..found.about(*card, plan).since(*day) }
            }
            Finding::StillClosed { place, since: day, .. } => {
                Self { place: Some(place.clone()), ..found.since(*day) }
            }
            Finding::SinglePoint(point) => match &point.who {
                Who::Person(name) => Self { person: Some(name.clone()), ..found },
                Who::Place(place) => Self { place: Some(place.clone()), ..found },
            },
            Finding::NotDrilled { days, allowed, .. } | Finding::NotProved { days, allowed } => {
                Self { days: *days, allowed_days: Some(*allowed), ..found }
            }
            Finding::NotComplete { days, .. } => Self { days: Some(*days), ..found },
            Finding::NotOpened { card, days, .. } => Self { days: Some(*days), ..found.about(*card, plan) },
            Finding::DrillFailed { on } => found.since(*on),
            Finding::Former { set, .. }
            | Finding::OldCards { set, .. }
            | Finding::Superseded { by: set, .. } => Self { set: Some(*set), ..found },
            Finding::OldRecipient { cards, by, .. } => {
                let found = cards.first().map_or_else(Self::default, |(card, _)| found.about(*card, plan));
                let place = match by.as_slice() {
                    [Who::Place(place)] => Some(place.clone()),
                    _ => None,
                };
                let names = by.iter().map(|who| who.name().to_owned()).collect();
                Self { finding: finding.kind(), text: told(finding), names, place, ..found }
            }
            Finding::OldShares { set, format, .. } => Self { set: *set, format: Some(*format), ..found },
            Finding::Line { number, .. } => Self { lines: vec![*number], ..found },
            Finding::Today { lines, .. } => Self { lines: lines.clone(), ..found },
            Finding::NamesAlike { names } => Self { names: names.to_vec(), ..found },
            Finding::NameUnclear { name, .. } => Self { names: vec![name.clone()], ..found },
            Finding::Rule(rule) => Self { rule: Some(rule.rule()), ..found },
            Finding::RuleUnjudged(rule) => Self { rule: Some(rule.rule()), ..found },
            Finding::OtherHead { copied } => {
                Self { common_line: copied.and_then(|copied| copied.common), ..found }
            }
            Finding::Journal(_)
            | Finding::BegunAnew
            | Finding::HeadUnreadable { .. }
            | Finding::Frozen
            | Finding::FrozenIfSilent
            | Finding::Margin { .. }
            | Finding::Sealed { .. }
            | Finding::CannotTell(_) => found,
        }
    }

    fn about(self, card: CardNumber, plan: &Plan) -> Self {
        let planned = plan.card(card.group, card.member);
        let custodian = planned.and_then(|planned| planned.custodian.clone());
        let role = planned.filter(|_| custodian.is_none()).and_then(|planned| planned.role.clone());
        Self { group: Some(ordinal(card.group)), member: Some(ordinal(card.member)), custodian, role, ..self }
    }

    fn since(self, day: Date) -> Self {
        Self { since: Some(day.to_string()), ..self }
    }
}
