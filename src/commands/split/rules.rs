//! The rules of a plan, asked before a set is made under it: nothing makes them true afterwards.

use std::fmt::Display;

use super::dice::request::Dice;
use crate::{
    custody::{
        analysis::{Analysis, BrokenRule, broken_rules, unjudged_rules, wording},
        plan::{Plan, Rules},
    },
    host::failure::{Code, Failure},
};

/// What is to be told, and recorded, of the rules of a plan under which a set is made: those that are not known to be
/// kept, and were accepted so.
#[derive(Clone, Debug, Default)]
pub struct AcceptedRules {
    /// Those that are broken.
    broken: Vec<Accepted>,
    /// Those that cannot be judged, which is not the same as kept.
    unjudged: Vec<Accepted>,
}

/// A rule, and why it is not known to be kept.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{why}")]
struct Accepted {
    rule: &'static str,
    why: String,
}

impl Accepted {
    fn new(rule: &'static str, why: impl Display) -> Self {
        Self { rule, why: why.to_string() }
    }
}

impl AcceptedRules {
    /// Judges the rules of `plan`, for a set that is dealt with `dice`.
    ///
    /// # Errors
    ///
    /// When one is broken or cannot be judged, and nobody `accepts` that; all of them are named.
    pub fn of(plan: &Plan, dice: Option<&Dice>, accepts: bool) -> Result<Self, Failure> {
        let mut found = Self::found(plan);
        let of = plan.cards().count();
        let without = [
            (plan.rules.dice && dice.is_none(), BrokenRule::Dice),
            // Which cards agree, their checks on the second machine tell.
            (plan.rules.agree && dice.is_none_or(Dice::is_alone), BrokenRule::Agree { agreed: 0, of }),
        ];
        let without = without.into_iter().filter(|(is_broken, _)| *is_broken);
        found.broken.extend(without.map(|(_, rule)| Accepted::new(rule.rule(), rule)));
        if accepts {
            return Ok(found);
        }
        let all = |rules: &[Accepted]| {
            rules.iter().map(|accepted| accepted.why.as_str()).collect::<Vec<_>>().join("; ")
        };
        let asks_for_rolls = found.broken.iter().any(|accepted| matches!(accepted.rule, "dice" | "agree"));
        let hint = match (asks_for_rolls, plan.rules.agree) {
            (false, _) => {
                "change the plan (quorate policy explains it); or --accept-broken-rules, which is recorded"
            }
            (true, false) => "add --dice N, for N people who roll",
            (true, true) => "add --dice N --agree, and compute the same on a second machine",
        };
        if !found.broken.is_empty() {
            let message = format!("the plan breaks its own rules: {}", all(&found.broken));
            return Err(Failure::new(Code::PlanBreaksRules, message, hint));
        }
        if !found.unjudged.is_empty() {
            let message = format!("rules of the plan cannot be judged: {}", all(&found.unjudged));
            return Err(Failure::new(Code::RulesUnjudged, message, hint));
        }
        Ok(found)
    }

    fn found(plan: &Plan) -> Self {
        let asked = rules_about_sets(&plan.rules);
        if asked.is_empty() {
            return Self::default();
        }
        let judged = Analysis::of(plan).and_then(|analysis| {
            let broken = broken_rules(plan, &analysis.people, &analysis.places);
            Ok((broken, unjudged_rules(plan, &analysis)?))
        });
        match judged {
            Ok((broken, unjudged)) => Self {
                broken: broken.iter().map(|rule| Accepted::new(rule.rule(), rule)).collect(),
                unjudged: unjudged.iter().map(|rule| Accepted::new(rule.rule(), rule)).collect(),
            },
            // Whoever accepted single points unseen has come so far: of no rule is anything known.
            Err(error) => {
                let unjudged = |rule| Accepted::new(rule, format_args!("{rule}: {error}"));
                Self { broken: Vec::new(), unjudged: asked.into_iter().map(unjudged).collect() }
            }
        }
    }

    /// The names of the rules, as plan files and records have them.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.broken.iter().chain(&self.unjudged).map(|accepted| accepted.rule)
    }

    /// What was accepted, for people, one a line.
    pub fn told(&self) -> impl Iterator<Item = String> {
        wording::accepted(&self.broken, &self.unjudged)
    }
}

/// The rules about who can freeze or take the key, and not about days alone, by name.
fn rules_about_sets(rules: &Rules) -> Vec<&'static str> {
    [
        (rules.tolerate_absent.is_some(), "tolerate_absent"),
        (rules.take_at_least.is_some(), "take_at_least"),
        (rules.no_single_person, "no_single_person"),
        (rules.no_single_place, "no_single_place"),
    ]
    .into_iter()
    .filter_map(|(asked, name)| asked.then_some(name))
    .collect()
}
