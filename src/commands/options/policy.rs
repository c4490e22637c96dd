//! Who is needed, whichever way it was said, as a plan.

use crate::{
    commands::options::who::{PolicyOptions, policy_in},
    custody::{
        analysis::Analysis,
        plan::{
            Plan, SHOWN_DIGITS,
            file::{self, PlanError, Problem},
        },
    },
    formats::{count::count, visible::printable},
    host::{
        console::Console,
        failure::{Code, Failure},
        files::read::{STDIN, read_input},
    },
    slip39::{Group, Policy, ordinal, policy::MAX_COUNT},
    transfer::{
        archive::today::Today,
        delivery::names::{CLEAR, UNLIKE, each_named, refuse_alike, refuse_unclear},
    },
};

/// The plan that was typed or named.
///
/// # Errors
///
/// When it is none that the standard allows, or not the one that was expected.
pub fn plan(typed: &PolicyOptions) -> Result<Plan, Failure> {
    let plan = match &typed.plan {
        Some(name) => read(name, file::read_new)?,
        None => typed_plan(typed)?,
    };
    refuse_other(&plan, typed.expect_plan.as_deref())?;
    Ok(plan)
}

/// The plan by which a set was made long ago: its names are what they are.
///
/// # Errors
///
/// When it is none that the standard allows, or not the one that was expected.
pub fn old_plan(name: &str, expected: Option<&str>) -> Result<Plan, Failure> {
    let plan = read(name, file::read)?;
    refuse_other(&plan, expected)?;
    Ok(plan)
}

/// Refuses a plan that is not the one with this hash, in full or as far as it is shown.
///
/// # Errors
///
/// When it is another, or so few digits were given that another could have them, too.
pub fn refuse_other(plan: &Plan, expected: Option<&str>) -> Result<(), Failure> {
    expected.map_or(Ok(()), |hash| self::expected(&[("plan", plan)], hash).map(drop))
}

/// What that of these plans is called which has this hash, in full or as far as it is shown.
///
/// # Errors
///
/// When none has it, or so few digits were given that another could have them, too.
fn expected<'a>(plans: &[(&'a str, &Plan)], hash: &str) -> Result<&'a str, Failure> {
    let expected = hash.to_ascii_lowercase();
    let is_hex = expected.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_hex || !matches!(expected.len(), SHOWN_DIGITS | 64) {
        let message =
            format!("--expect-plan takes {SHOWN_DIGITS} hexadecimal digits of a plan's hash, or all 64");
        let hint = "quorate policy --plan FILE shows them, and the cover sheet has all; fewer can be forged";
        return Err(Failure::usage(message, hint));
    }
    if let Some((called, _)) = plans.iter().find(|(_, plan)| plan.hash().starts_with(&expected)) {
        return Ok(called);
    }
    let message = match plans {
        [(_, plan)] => format!("this is another plan: its hash begins with {}", plan.short_hash()),
        _ => {
            let each = |(called, plan): &(&str, &Plan)| format!("the {called} with {}", plan.short_hash());
            let all: Vec<String> = plans.iter().map(each).collect();
            format!("this is another plan; the hashes here begin: {}", all.join(", "))
        }
    };
    let hint = "use the plan that everybody has seen, or have everybody see this one";
    Err(Failure::new(Code::OtherPlan, message, hint))
}

/// Refuses a record that has the plan that was expected neither by its deal nor today, and says by which it has it: people
/// hold the hash of either.
///
/// # Errors
///
/// As [`refuse_other`].
pub fn tell_expected(
    of_deal: &Plan,
    today: &Today,
    hash: Option<&str>,
    console: &Console,
) -> Result<(), Failure> {
    let Some(hash) = hash else { return Ok(()) };
    let plans = match today.other_hash {
        None => vec![("plan of the deal, which is the plan of today", of_deal)],
        Some(_) => vec![("plan of the deal", of_deal), ("plan of today", &today.state.plan)],
    };
    console.say(&format!("the plan that was expected is the {}", expected(&plans, hash)?));
    Ok(())
}

fn read(name: &str, as_plan: fn(&str) -> Result<Plan, PlanError>) -> Result<Plan, Failure> {
    let bytes = read_input(name)?;
    let shown = if name == STDIN { "standard input".to_owned() } else { printable(name) };
    let text = str::from_utf8(bytes.expose()).map_err(|_| {
        let hint = "give a plan as quorate plan prints one";
        Failure::new(Code::NotText, format!("{shown}: this is not text"), hint)
    })?;
    as_plan(text).map_err(|error| refused(&shown, &error))
}

fn refused(shown: &str, error: &PlanError) -> Failure {
    let PlanError { line, key, problem } = error;
    let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
    let (code, hint) = match problem {
        Problem::Policy(_) => {
            (Code::PlanPolicy, "1 to 16 groups of 1 to 16 custodians; 1 of several is not allowed")
        }
        Problem::Unclear(_) => (Code::NameUnclear, CLEAR),
        Problem::Alike { .. } => (Code::NamesAlike, UNLIKE),
        _ => (Code::Plan, "quorate plan prints a plan to compare with"),
    };
    Failure::new(code, format!("{shown}, line {line}: {key}{problem}"), hint)
}

fn typed_plan(typed: &PolicyOptions) -> Result<Plan, Failure> {
    let (policy, group_names) = policy(typed)?;
    let shares = policy.share_count();
    let custodians = each_named(typed.custodians.clone(), shares)?;
    for name in custodians.iter().chain(group_names.iter().flatten()) {
        refuse_unclear(name)?;
    }
    refuse_alike(&custodians)?;
    refuse_alike(group_names.iter().flatten())?;
    if !custodians.is_empty() && custodians.len() != shares {
        let message =
            format!("{}, and {}", count(shares, "share"), count(custodians.len(), "named custodian"));
        let hint = "name one for each share, in order, each with its own --custodian; or none";
        return Err(Failure::usage(message, hint));
    }
    Ok(Plan::of_policy(&policy, &group_names, &custodians))
}

fn policy(typed: &PolicyOptions) -> Result<(Policy, Vec<Option<String>>), Failure> {
    if let Some(policy) = &typed.policy {
        if typed.groups_needed.is_some() {
            return Err(Failure::usage("--groups-needed requires --group", "leave it out, or name groups"));
        }
        return Ok((policy.parse()?, vec![None]));
    }
    if typed.groups.is_empty() {
        let hint = "for instance: quorate split 3of5; or --plan FILE";
        return Err(Failure::usage("a policy is missing", hint));
    }
    let (mut groups, mut names) = (Vec::new(), Vec::<Option<String>>::new());
    for group in &typed.groups {
        let (name, policy) = match group.rsplit_once('=') {
            Some((name, policy)) => (Some(name.to_owned()), policy),
            None => (None, group.as_str()),
        };
        if name.is_some() && names.contains(&name) {
            return Err(Failure::usage("two groups have the same name", "give each group a name of its own"));
        }
        let said = policy_in(&[policy.to_owned()]).map_or_else(|| policy.to_owned(), |(said, _)| said);
        groups.push(said.parse::<Group>()?);
        names.push(name);
    }
    let needed = match &typed.groups_needed {
        None => u8::try_from(groups.len()).unwrap_or(u8::MAX),
        Some(number) => {
            number.parse().ok().filter(|needed| (1..=MAX_COUNT).contains(needed)).ok_or_else(|| {
                Failure::usage("--groups-needed takes a number from 1 to 16", "at most the number of groups")
            })?
        }
    };
    Ok((Policy::new(needed, groups)?, names))
}

/// Refuses a plan under which one person or place can freeze or take the key.
///
/// # Errors
///
/// When there is one, or the people are too entangled for an exact answer.
pub fn refuse_single_point(plan: &Plan) -> Result<(), Failure> {
    let plain = refuse_plain(&plan.policy()?);
    let ways_to_cards = plan.cards().map(|(_, _, card)| card.access.len()).sum::<usize>();
    if plain.is_err() && ways_to_cards == 0 {
        return plain;
    }
    // Where everybody has one card, and it alone, the policy has said everything.
    let is_plain =
        plan.required.is_empty() && plan.people().len() == ways_to_cards && plan.places().is_empty();
    let is_alone = plan.cards().all(|(_, _, card)| card.access.len() < 2 && card.recipient.is_none());
    if plain.is_ok() && is_plain && is_alone {
        return Ok(());
    }
    match Analysis::of(plan)?.single_points().first() {
        Some(point) => Err(single_point(point.to_string())),
        None => plain,
    }
}

fn single_point(message: String) -> Failure {
    let hint = "let two or more be needed, but not all of them; or --accept-single-point";
    Failure::new(Code::SinglePoint, message, hint)
}

fn refuse_plain(policy: &Policy) -> Result<(), Failure> {
    let refusal = |message: String| Err(single_point(message));
    if let Some(group) = policy.taken_by_one() {
        let of_group =
            if policy.group_count() > 1 { format!(", of group {},", ordinal(group)) } else { String::new() };
        return refusal(format!("{policy}: one custodian{of_group} could take the key alone"));
    }
    match policy.frozen_by_one() {
        Some(_) if policy.group_count() == 1 => refusal(format!(
            "{policy}: one absent custodian would freeze the key, and one lost card destroy it"
        )),
        Some(group) => refusal(format!(
            "group {} is needed and needs all of its members: one absent custodian would freeze the key",
            ordinal(group)
        )),
        None => Ok(()),
    }
}
