//! The plan of a new set where none was given and the record of the old one was: that of today, by its journal. So whoever moves
//! a set to new cards need not write down again who has which, and cannot forget a handover.

use super::options::Options;
use crate::{
    commands::options::{day::day as given, outputs::refuse_piped, policy::refuse_other},
    custody::{date::Date, journal::Entry, plan::Plan, status::state::State},
    host::failure::{Code, Failure},
    transfer::{
        archive::{day, ledger::Ledger},
        delivery::names::{refuse_alike, refuse_unclear},
    },
};

/// What a new set takes over where nothing was said of who is needed.
#[derive(Debug)]
pub(super) struct Takeover {
    /// The plan of today.
    pub plan: Plan,
    /// What the old set is called.
    pub label: Option<String>,
}

impl Takeover {
    /// What the old record says, where it was named and no policy, group, custodian or plan was.
    ///
    /// # Errors
    ///
    /// When its journal cannot tell who has the cards today, or somebody who left would get one.
    pub(super) fn of(typed: &Options) -> Result<Option<Self>, Failure> {
        let asked = &typed.asked;
        let says_who = asked.policy.is_some() || asked.plan.is_some();
        let Some(old) = typed.old_record.as_ref().filter(|_| !typed.from.is_empty() && !says_who) else {
            return Ok(None);
        };
        if !asked.groups.is_empty() || !asked.custodians.is_empty() {
            return Ok(None);
        }
        refuse_piped("--old-record", old)?;
        let ledger = Ledger::open(old)?;
        let today = day::unasked(typed.print.date.as_deref().map(given).transpose()?)?.day;
        let plan = plan_of_today(&ledger, today)?;
        refuse_other(&plan, asked.expect_plan.as_deref())?;
        Ok(Some(Self { plan, label: ledger.record.label }))
    }
}

fn plan_of_today(ledger: &Ledger, today: Date) -> Result<Plan, Failure> {
    let Ledger { record, journal, .. } = ledger;
    let begins = journal.entries().first().is_some_and(|first: &Entry| first.event.begins());
    if record.journal && !begins {
        let message =
            "the journal of the old record is not whole: quorate cannot tell who has its cards today";
        return Err(Failure::new(Code::CannotTell, message, GIVE));
    }
    let state = State::of(record, journal, today);
    if let Some(line) = state.uncounted.keys().next() {
        let message =
            format!("line {line} of the old journal does not count: who has its cards today cannot be told");
        return Err(Failure::new(Code::CannotTell, message, GIVE));
    }
    let has_left = |name: &&str| state.people.get(*name).is_some_and(|person| person.left.is_some());
    if let Some(name) = state.plan.people().into_iter().find(has_left) {
        let message = format!("{name} has left, but would have a card of the new set, or reach one");
        return Err(Failure::usage(message, GIVE));
    }
    refuse_unclear_names(&state.plan)?;
    Ok(state.plan)
}

const GIVE: &str = "say who gets the new cards: --plan FILE, or a policy before --from";

/// A set that is made anew has clear names, whatever those of the old one are.
fn refuse_unclear_names(plan: &Plan) -> Result<(), Failure> {
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let groups: Vec<String> = plan.groups.iter().filter_map(|group| group.name.clone()).collect();
    let things: Vec<String> = plan.required.iter().map(|thing| thing.name.clone()).collect();
    let roles = plan.cards().filter_map(|(_, _, card)| card.role.as_deref());
    let people = owned(plan.people().into_iter().chain(roles).collect());
    let places = owned(plan.places().into_iter().collect());
    for names in [&groups, &things, &people, &places] {
        names.iter().try_for_each(|name| refuse_unclear(name))?;
        refuse_alike(names)?;
    }
    plan.title.iter().try_for_each(|title| refuse_unclear(title))
}
