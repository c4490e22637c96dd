//! What the arguments of `reissue` mean.

use crate::{
    ceremony::reissue::Asked,
    commands::{
        options::{
            day::day, handout::up_to_most, holders, outputs::refuse_piped, policy, who::PolicyOptions,
        },
        reissue::{options::Options, resealing::Resealing},
    },
    custody::{card_number::CardNumber, date::Date, plan::Plan},
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    slip39::ordinal,
    transfer::{
        archive::ledger::Ledger,
        delivery::{handout::HandoutPlan, taken::Taken},
        intake::{files::refuse_double_stdin, sources::ShareSource},
    },
};

/// What `reissue` will do.
#[derive(Debug)]
pub struct Request {
    /// The shares that are left.
    pub shares: ShareSource,
    /// The one that is lost.
    pub asked: Asked,
    /// The plan that has it, where it is one more card of the set.
    pub adding: Option<Plan>,
    /// To whom it is sealed, if it is.
    pub resealing: Option<Resealing>,
    /// What becomes of it.
    pub handout: HandoutPlan,
    /// The record to compare with.
    pub ledger: Option<Ledger>,
    /// The day, if it was given.
    pub date: Option<Date>,
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(typed: Options, console: &Console, machine: Machine) -> Result<Self, Failure> {
        let (group, member) = place(&typed.member)?;
        refuse_double_stdin(typed.shares.iter())?;
        typed.record.iter().try_for_each(|record| refuse_piped("--record", record))?;
        let ledger = typed.record.as_deref().map(Ledger::open).transpose()?;
        let date = typed.handout.print.date.as_deref().map(day).transpose()?;
        let mut handout = HandoutPlan::new(typed.handout.clone(), ledger.is_some(), console, machine)?;
        handout.have_read_back(typed.read_back)?;
        let plan = typed.plan.as_deref().map(|file| new_plan(file, typed.expect_plan.clone())).transpose()?;
        let is_sealed = !typed.sealing.to.is_empty();
        let (adding, new) = if is_sealed { (None, plan) } else { (plan, None) };
        let resealing = Resealing::new(&typed, new)?;
        holders::refuse_unsealable(&handout, resealing.as_ref().map(|it| &it.one), console, machine)?;
        handout.print.neutral_names = typed.sealing.neutral_names;
        if let Some(ledger) = &ledger {
            known(&mut handout, ledger, adding.as_ref(), CardNumber { group: group.unwrap_or(0), member })?;
        }
        if handout.of.is_some_and(|of| ordinal(member) > of) {
            let hint = "--of is the number of shares in its group, --member that on its card";
            return Err(Failure::usage("--member is larger than --of", hint));
        }
        if handout.custodians.len() > 1 {
            return Err(Failure::usage("one share has one custodian", "name whose it is, once"));
        }
        if !handout.print.has_secret() {
            let hint = "leave out --blank; or see quorate card --blank";
            return Err(Failure::usage("a blank card does not hold the share", hint));
        }
        let shares = ShareSource::new(typed.shares, &typed.opening.identities, machine)?;
        if let Some(ledger) = &ledger {
            shares.learn(&ledger.record, &ledger.journal);
        }
        let is_lone = handout.of == Some(1);
        Ok(Self { shares, asked: Asked { group, member, is_lone }, adding, resealing, handout, ledger, date })
    }
}

/// A plan with one more card, which everybody has seen.
fn new_plan(file: &str, expected: Option<String>) -> Result<Plan, Failure> {
    let plan = policy::plan(&PolicyOptions {
        plan: Some(file.to_owned()),
        expect_plan: expected,
        ..PolicyOptions::default()
    })?;
    policy::refuse_single_point(&plan)?;
    Ok(plan)
}

/// What record and journal know of the share stands where nothing else was said.
fn known(
    handout: &mut HandoutPlan,
    ledger: &Ledger,
    adding: Option<&Plan>,
    number: CardNumber,
) -> Result<(), Failure> {
    let by_now = ledger.plan_by_now();
    let plan = match adding {
        Some(plan) if plan.adds_to(&by_now) == Some((number.group, number.member)) => {
            if plan.card(number.group, number.member).is_some_and(|card| card.recipient.is_some()) {
                let hint = "leave its recipient out of the plan; quorate card --to seals it afterwards";
                return Err(Failure::usage("one more card is dealt in the room, and not sealed", hint));
            }
            plan
        }
        Some(_) => {
            let hint = "begin with quorate plan --record RECORD, and add the card as the last of its group";
            let message = format!("the new plan is not the plan of today with one more card, {number}");
            return Err(Failure::usage(message, hint));
        }
        None if by_now.card(number.group, number.member).is_none() => {
            let hint = "check the number; one more card takes a new plan: --plan and --expect-plan";
            let message = format!("the record has no card {number}");
            return Err(Failure::new(Code::NeverDealt, message, hint));
        }
        None => &by_now,
    };
    let of = plan.count(number.group);
    if handout.of.is_some_and(|said| Some(said) != of) {
        return Err(Failure::usage(
            "--of differs from the record",
            "leave --of out: the record has the number",
        ));
    }
    handout.of = of;
    handout.taken = Taken::of(&ledger.record);
    handout.label = handout.label.take().or_else(|| ledger.record.label.clone());
    Ok(())
}

/// A share by its group, if that was said, and its number, both as people count; the result counts from 0.
fn place(text: &str) -> Result<(Option<u8>, u8), Failure> {
    let index = |text: &str| up_to_most(text).map(|number| number - 1);
    let place = match text.split_once('.') {
        Some((group, member)) => index(group).zip(index(member)).map(|(group, member)| (Some(group), member)),
        None => index(text).map(|member| (None, member)),
    };
    place.ok_or_else(|| {
        Failure::usage(
            "--member takes the number of a share, from 1 to 16",
            "for instance 4; or 2.4 for share 4 of group 2",
        )
    })
}
