//! `quorate note RECORD amended`: another plan for the same cards.

use crate::{
    commands::{
        note::options::Options,
        options::{policy, who::PolicyOptions},
    },
    custody::{
        analysis::{Analysis, broken_rules, unjudged_rules},
        journal::{Entry, Event},
        plan::Plan,
        record::Stamp,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
    },
};

/// A plan that is to be that of today.
#[derive(Debug)]
pub struct Amendment {
    plan: Plan,
    text: Option<String>,
    witnesses: Vec<String>,
    accepts: bool,
}

impl Amendment {
    /// The plan that was named.
    ///
    /// # Errors
    ///
    /// When there is none, or it is not the one that was expected.
    pub fn new(typed: &Options) -> Result<Self, Failure> {
        let Some(file) = &typed.plan else {
            let hint = "for instance: quorate plan --record RECORD > new.toml; then amended --plan new.toml";
            return Err(Failure::usage("amended needs --plan", hint));
        };
        let (plan, expect_plan) = (Some(file.clone()), typed.expect_plan.clone());
        let plan = policy::plan(&PolicyOptions { plan, expect_plan, ..PolicyOptions::default() })?;
        let (text, witnesses) = (typed.text.clone(), typed.witnesses.clone());
        Ok(Self { plan, text, witnesses, accepts: typed.accept_single_point })
    }

    /// The line for the journal.
    #[must_use]
    pub fn entry(&self, stamp: Stamp) -> Entry {
        let plan = Some(Box::new(self.plan.clone()));
        let (text, witnesses) = (self.text.clone(), self.witnesses.clone());
        Entry { plan, text, witnesses, ..Entry::new(Event::Amended, stamp) }
    }

    /// Judges the plan as `policy` does.
    ///
    /// # Errors
    ///
    /// When one person or place could freeze or take the key, or a rule is broken or cannot be judged, and nobody accepted that.
    pub fn judge(&self, console: &Console) -> Result<(), Failure> {
        let analysis = Analysis::of(&self.plan)?;
        let broken = broken_rules(&self.plan, &analysis.people, &analysis.places);
        let unjudged = unjudged_rules(&self.plan, &analysis)?;
        let points = analysis.single_points();
        let told = broken.iter().map(ToString::to_string);
        let told = told.chain(unjudged.iter().map(|rule| format!("a rule cannot be judged, {rule}")));
        for (at, why) in told.chain(points.iter().map(ToString::to_string)).enumerate() {
            if !self.accepts {
                let hint = "change the plan, which quorate policy --plan explains; or --accept-single-point";
                let code = if at < broken.len() { Code::RuleBroken } else { Code::AmendmentRefused };
                return Err(Failure::new(code, why, hint));
            }
            console.warn(&format!("accepted: {why}"));
        }
        Ok(())
    }
}
