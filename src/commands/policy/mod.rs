//! `quorate policy`: who can freeze a key and who can take it, before any key exists.

use self::{imagined::Imagined, options::Options};
use super::{
    options::{
        day::day,
        policy,
        who::{AnyFile, refused_extra},
    },
    status::advice::ToDo,
};
use crate::{
    commands::Run,
    custody::{
        analysis::{
            Analysis, BrokenRule, Sets, Situation, Unjudged, broken_rules, is_frozen, unjudged_rules,
        },
        date::Date,
        plan::Plan,
        record::Stamp,
        status::{advice::Advice, state::State},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    transfer::archive::{day::unasked, ledger::Ledger, today::Today},
};

pub(super) mod answer;
mod imagined;
pub mod options;
mod report;

impl Run for Options {
    const NAME: &'static str = "policy";

    /// A rule that is broken or cannot be judged is a failure after the whole answer.
    fn run(mut self, console: &Console, _: Machine) -> Result<(), Failure> {
        if let Some(extra) = self.asked.understand(AnyFile::IsAPlan)?.first() {
            return Err(refused_extra(extra, "one policy, or one plan; --absent NAME asks about a day"));
        }
        let known = self.known(console)?;
        let plan = &known.plan;
        let imagined = Imagined::of(plan, known.situation, &self)?;
        let situation = &imagined.situation;
        let mut counting = console.counting("card", 0);
        let mut tick = |what, done, of| counting.at(what, done, of);
        let analysis = Analysis::watched(plan, &mut tick)?;
        let is_another_day = *situation != Situation::default();
        let today = is_another_day.then(|| Analysis::today(plan, situation, &mut tick)).transpose()?;
        drop(counting);
        let to_do = known.record.as_ref().and_then(|of_record| of_record.to_do(&imagined, today.as_ref()));
        let found = PlanFacts {
            to_do: to_do.as_ref(),
            record: self.record.as_deref(),
            plan,
            of_deal: known.of_deal.as_deref(),
            named: known.named.as_deref(),
            uncounted: known.uncounted,
            analysis: &analysis,
            imagined: &imagined,
            today: today.as_ref(),
            broken: broken_rules(plan, &analysis.people, &analysis.places),
            unjudged: unjudged_rules(plan, &analysis)?,
            is_plain: console.plain,
        };
        console.answer("policy", &answer::Answer::of(&found), found.failure())
    }
}

/// The plan that is asked about, and what a journal says of the day.
struct Known {
    plan: Plan,
    /// The hash of the plan of the deal, where the plan of today is another.
    of_deal: Option<String>,
    /// Plan of the deal and plan of today by their hashes, where it is the plan of a record.
    named: Option<String>,
    situation: Situation,
    /// Lines of the journal that count for nothing.
    uncounted: usize,
    record: Option<OfRecord>,
}

/// What a record and its journal say of a day.
struct OfRecord {
    state: State,
    day: Date,
}

impl OfRecord {
    /// What to do on such a day.
    fn to_do(&self, imagined: &Imagined, today: Option<&Sets>) -> Option<ToDo> {
        let then = imagined.applied(self.state.clone(), self.day);
        let advice = Advice::of(&then, then.plan.rules.deadlines())?;
        Some(ToDo::of(&advice, today.and_then(|sets| sets.smallest), self.day))
    }
}

impl Options {
    fn known(&self, console: &Console) -> Result<Known, Failure> {
        let Some(record) = &self.record else {
            let plan = policy::plan(&self.asked)?;
            return Ok(Known {
                plan,
                of_deal: None,
                named: None,
                situation: Situation::default(),
                uncounted: 0,
                record: None,
            });
        };
        let ledger = Ledger::open_watched(record, console)?;
        let Stamp { day, .. } = unasked(self.date.as_deref().map(day).transpose()?)?;
        let today = Today::sure(&ledger, day, console)?;
        policy::tell_expected(&ledger.record.plan, &today, self.asked.expect_plan.as_deref(), console)?;
        Ok(Known {
            named: Some(today.named_plan(&ledger.record)),
            of_deal: today.other_hash.map(|_| ledger.record.plan_hash),
            plan: today.state.plan.clone(),
            situation: today.situation,
            uncounted: today.state.uncounted.len(),
            record: Some(OfRecord { state: today.state, day }),
        })
    }
}

/// What is known of a plan.
struct PlanFacts<'a> {
    plan: &'a Plan,
    /// The hash of the plan of the deal, where this one is that of today, and another.
    of_deal: Option<&'a str>,
    /// Both by their hashes, for people.
    named: Option<&'a str>,
    /// The record whose plan it is, if it is no mere plan.
    record: Option<&'a str>,
    /// What to do today, for the plan of a record.
    to_do: Option<&'a ToDo>,
    /// Lines of the journal that count for nothing.
    uncounted: usize,
    analysis: &'a Analysis,
    imagined: &'a Imagined,
    /// Whose further absence freezes the key, if some are absent or something is lost.
    today: Option<&'a Sets>,
    /// The rules that the plan breaks.
    broken: Vec<BrokenRule>,
    /// The rules of which the plan says too little.
    unjudged: Vec<Unjudged>,
    /// Whether the policy is drawn without lines.
    is_plain: bool,
}

impl PlanFacts<'_> {
    fn failure(&self) -> Option<Failure> {
        if self.today.is_some() && is_frozen(self.plan, &self.imagined.situation) {
            let hint = match self.record {
                Some(_) => {
                    "call those who are absent, look for lost cards; quorate status RECORD tells what to do"
                }
                None => "the plan needs another custodian or deputy, or a lower threshold, for this case",
            };
            return Some(Failure::new(Code::Frozen, "the key would be frozen", hint));
        }
        if let Some(first) = self.broken.first() {
            let hint = "change who is needed, who has access and where cards lie, or the rule";
            return Some(Failure::new(Code::RuleBroken, first.to_string(), hint));
        }
        if self.uncounted > 0 && self.unjudged.is_empty() {
            let hint = "quorate status RECORD tells which, and why; then note again what really happened";
            let message = format!(
                "lines of the journal that do not count: {}; quorate cannot tell what they would change",
                self.uncounted
            );
            return Some(Failure::new(Code::CannotTell, message, hint));
        }
        let first = self.unjudged.first()?;
        let hint = "name who has access to each thing and where each card lies, or leave the rule out";
        let message = format!("a rule cannot be judged, {first}");
        Some(Failure::new(Code::CannotTell, message, hint))
    }
}
