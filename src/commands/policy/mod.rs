//! `quorate policy`: who can freeze a key and who can take it, before any key exists.

use self::options::Options;
use super::options::policy;
use crate::{
    commands::Run,
    custody::{
        analysis::{
            Analysis, BrokenRule, Sets, Situation, Unjudged, broken_rules, is_frozen, unjudged_rules,
        },
        card_number::CardNumber,
        plan::Plan,
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
};

pub(super) mod answer;
pub mod options;
mod report;

impl Run for Options {
    const NAME: &'static str = "policy";

    /// A rule that is broken or cannot be judged is a failure after the whole answer.
    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let plan = policy::plan(&self.asked)?;
        let situation = situation(&plan, &self)?;
        let analysis = Analysis::of(&plan)?;
        let today =
            (situation != Situation::default()).then(|| Analysis::today(&plan, &situation)).transpose()?;
        let found = Found {
            plan: &plan,
            analysis: &analysis,
            situation: &situation,
            today: today.as_ref(),
            broken: broken_rules(&plan, &analysis.people, &analysis.places),
            unjudged: unjudged_rules(&plan, &analysis)?,
            is_plain: console.plain,
        };
        console.answer("policy", &answer::Answer::of(&found), found.failure())
    }
}

/// What is known of a plan.
struct Found<'a> {
    plan: &'a Plan,
    analysis: &'a Analysis,
    situation: &'a Situation,
    /// Whose further absence freezes the key, if some are absent or something is lost.
    today: Option<&'a Sets>,
    /// The rules that the plan breaks.
    broken: Vec<BrokenRule>,
    /// The rules of which the plan says too little.
    unjudged: Vec<Unjudged>,
    /// Whether the policy is drawn without lines.
    is_plain: bool,
}

impl Found<'_> {
    fn failure(&self) -> Option<Failure> {
        if self.today.is_some() && is_frozen(self.plan, self.situation) {
            let hint = "the plan needs another custodian or deputy, or a lower threshold, for this case";
            return Some(Failure::new(Code::Frozen, "the key would be frozen", hint));
        }
        if let Some(first) = self.broken.first() {
            let hint = "change who is needed, who has access and where cards lie, or the rule";
            return Some(Failure::new(Code::RuleBroken, first.to_string(), hint));
        }
        let first = self.unjudged.first()?;
        let hint = "name who has access to each thing and where each card lies, or leave the rule out";
        let message = format!("a rule cannot be judged, {first}");
        Some(Failure::new(Code::CannotTell, message, hint))
    }
}

fn situation(plan: &Plan, typed: &Options) -> Result<Situation, Failure> {
    let hint = "name them as the plan does, or give the number of a card, such as 1.2";
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let mut situation = Situation::default();
    for name in &typed.absent {
        let known = plan.parties().into_iter().find(|known| same(known, name));
        situation
            .absent
            .insert(known.ok_or_else(|| Failure::usage("the plan knows nobody of that name", hint))?);
    }
    for name in &typed.lost {
        let own = plan.cards().filter(|(_, _, card)| card.holder().is_some_and(|holder| same(holder, name)));
        let mut cards: Vec<(u8, u8)> = own.map(|(group, member, _)| (group, member)).collect();
        if let (true, Some(number)) = (cards.is_empty(), CardNumber::read(name)) {
            cards.extend(plan.card(number.group, number.member).map(|_| (number.group, number.member)));
        }
        if cards.is_empty() {
            return Err(Failure::usage("the plan knows no such custodian or card", hint));
        }
        situation.lost.extend(cards);
    }
    Ok(situation)
}
