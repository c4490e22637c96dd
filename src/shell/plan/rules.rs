//! The rules of a plan, asked before a set is made under it: nothing makes them true afterwards.

use crate::{
    plan::{
        Plan, Rules,
        analysis::{Analysis, AnalysisError, BrokenRule, broken_rules, unjudged_rules},
    },
    shell::failure::{Code, Failure},
};

/// What is to be told, and recorded, of the rules of a plan under which a set is made.
#[derive(Clone, Debug, Default)]
pub struct JudgedRules {
    /// Those that are broken, and accepted so.
    pub accepted: Vec<BrokenRule>,
    /// Why those cannot be judged that cannot.
    pub unjudged: Vec<String>,
}

impl JudgedRules {
    /// Judges the rules of `plan`.
    ///
    /// # Errors
    ///
    /// When one is broken and nobody `accepts_broken` rules; all that are broken are named.
    pub fn of(plan: &Plan, accepts_broken: bool) -> Result<Self, Failure> {
        if !asks_of_sets(&plan.rules) {
            return Ok(Self::default());
        }
        let judged = judged(plan).unwrap_or_else(|error| Self {
            accepted: Vec::new(),
            // Whoever accepted single points unseen has come so far.
            unjudged: vec![error.to_string()],
        });
        if judged.accepted.is_empty() || accepts_broken {
            return Ok(judged);
        }
        let all: Vec<String> = judged.accepted.iter().map(ToString::to_string).collect();
        let message = format!("the plan breaks its own rules: {}", all.join("; "));
        let hint =
            "change the plan, which quorate policy explains; or --accept-broken-rules, which is recorded";
        Err(Failure::new(Code::PlanBreaksRules, message, hint))
    }

    /// What was accepted, for people, one a line.
    pub fn told(&self) -> impl Iterator<Item = String> {
        self.accepted
            .iter()
            .map(|rule| format!("a rule of the plan is broken, and that was accepted: {rule}"))
    }
}

fn judged(plan: &Plan) -> Result<JudgedRules, AnalysisError> {
    let analysis = Analysis::of(plan)?;
    let unjudged = unjudged_rules(plan, &analysis)?;
    Ok(JudgedRules {
        accepted: broken_rules(plan, &analysis.people, &analysis.places),
        unjudged: unjudged.iter().map(ToString::to_string).collect(),
    })
}

/// Whether there is a rule about who can freeze or take the key, and not about days alone.
const fn asks_of_sets(rules: &Rules) -> bool {
    rules.tolerate_absent.is_some()
        || rules.take_at_least.is_some()
        || rules.no_single_person
        || rules.no_single_place
}
