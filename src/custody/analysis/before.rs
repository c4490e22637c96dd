//! Who takes a key where some cards were sealed to others before. Whoever could open such a file once can do so still, and where
//! it lay it lies still. So each card is there in several versions, and one who takes it needs one of them. No sweep knows of versions: each choice of one for
//! every card is a plan of its own, and a set of people takes the key if it does by one of these.

use std::collections::{BTreeMap, BTreeSet};

use super::{AnalysisError, Sets, people, places, structure::Structure};
use crate::custody::{
    card_number::CardNumber,
    plan::{Plan, PlannedCard},
};

/// Plans that are tried, at the most: so many choices of versions.
pub const MOST_PLANS: usize = 64;

/// Who takes the key, with versions of cards from before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithBefore {
    /// The size of the smallest set; none if nobody can.
    pub smallest: Option<usize>,
    /// One of that size.
    pub example: Vec<String>,
    /// Which cards it takes as they were before, each with its version by its number in what was asked; as few as can be.
    pub versions: BTreeMap<CardNumber, usize>,
    /// Everybody who takes it alone.
    pub alone: BTreeSet<String>,
}

/// The versions of cards from before that may open still, by card.
pub type Versions = BTreeMap<CardNumber, Vec<PlannedCard>>;

/// Who takes the key with the cards as they are, or as they were `before`.
///
/// # Errors
///
/// When there are more than [`MOST_PLANS`] choices, or as with [`Analysis::of`](super::Analysis::of).
pub fn taking_with(plan: &Plan, before: &Versions) -> Result<WithBefore, AnalysisError> {
    // Who can do no more with it than with the card of today says nothing new.
    let tells =
        |version: &PlannedCard, today: &PlannedCard| !version.access.is_empty() && !is_within(version, today);
    with(plan, before, tells, |plan| {
        people(&Structure::taking_people(plan, |_, _| true, true), &mut |_, _, _| {})
    })
}

/// The same of places, for whoever enters them. A version of which nobody knows where it lies gives nothing away.
///
/// # Errors
///
/// As [`taking_with`].
pub fn taking_places_with(plan: &Plan, before: &Versions) -> Result<WithBefore, AnalysisError> {
    let tells = |version: &PlannedCard, today: &PlannedCard| {
        let within = |places: &[String]| {
            !version.identity_places.is_empty()
                && version.identity_places.iter().all(|one| places.contains(one))
        };
        let is_no_more = today.identity_places.is_empty() || within(&today.identity_places);
        version.place.is_some() && !(version.place == today.place && is_no_more)
    };
    with(plan, before, tells, |plan| places(&Structure::taking_places(plan), &mut |_, _, _| {}))
}

fn with(
    plan: &Plan,
    before: &Versions,
    tells: impl Fn(&PlannedCard, &PlannedCard) -> bool,
    taking: impl Fn(&Plan) -> Result<Sets, AnalysisError>,
) -> Result<WithBefore, AnalysisError> {
    plan.policy()?;
    let mut choices: Vec<BTreeMap<CardNumber, usize>> = vec![BTreeMap::new()];
    for (number, versions) in before {
        let Some(today) = plan.card(number.group, number.member) else { continue };
        let new = (0..).zip(versions).filter(|(_, version)| tells(version, today)).map(|(at, _)| at);
        let new: Vec<usize> = new.collect();
        let with = |chosen: &BTreeMap<CardNumber, usize>, at: usize| {
            let mut chosen = chosen.clone();
            chosen.insert(*number, at);
            chosen
        };
        let more = choices.iter().flat_map(|chosen| new.iter().map(move |at| with(chosen, *at)));
        let more: Vec<_> = more.collect();
        choices.extend(more);
        if choices.len() > MOST_PLANS {
            return Err(AnalysisError::TooManyVersions);
        }
    }
    choices.sort_by_key(BTreeMap::len);
    let mut found = WithBefore::default();
    for versions in choices {
        let mut then = plan.clone();
        for (number, at) in &versions {
            let version = before.get(number).and_then(|all| all.get(*at));
            if let Some((card, version)) = then.card_mut(number.group, number.member).zip(version) {
                card.clone_from(version);
            }
        }
        let sets = taking(&then)?;
        found.alone.extend(sets.alone().into_iter().map(str::to_owned));
        let is_smaller = sets.smallest.is_some_and(|size| found.smallest.is_none_or(|least| size < least));
        if is_smaller {
            let example = sets.listed.into_iter().next().unwrap_or_default();
            found = WithBefore { smallest: sets.smallest, example, versions, ..found };
        }
    }
    Ok(found)
}

/// Whether whoever has a version of a card has today's as well: each pair of those who reach its file and its identity.
fn is_within(version: &PlannedCard, today: &PlannedCard) -> bool {
    version.access.iter().all(|file| match version.identity_reach() {
        None => has(today, &[file]),
        Some(opening) => opening.into_iter().all(|opens| has(today, &[file, opens])),
    })
}

/// Whether these together have a card.
fn has(card: &PlannedCard, some: &[&str]) -> bool {
    let opens = card.identity_reach();
    some.iter().any(|name| card.access.iter().any(|one| one == name))
        && opens.is_none_or(|opens| some.iter().any(|name| opens.contains(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::analysis::Analysis;

    fn card(access: &[&str], identity: Option<&[&str]>) -> PlannedCard {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        PlannedCard {
            custodian: access.first().map(|name| (*name).to_owned()),
            access: owned(access),
            recipient: identity.map(|_| "passphrase".to_owned()),
            identity_access: identity.map(owned).unwrap_or_default(),
            ..PlannedCard::default()
        }
    }

    fn plan(cards: [PlannedCard; 3]) -> Plan {
        let mut plan = Plan::of_policy(&"2of3".parse().unwrap(), &[], &[]);
        plan.groups[0].cards = cards.to_vec();
        plan
    }

    fn number(member: u8) -> CardNumber {
        CardNumber { group: 0, member }
    }

    #[test]
    fn whoever_opened_a_card_before_counts_beside_those_of_today() {
        let plan = plan([card(&["ann"], None), card(&["gina"], Some(&[])), card(&["bob"], None)]);
        let today = Analysis::of(&plan).unwrap().people.taking;
        // Bob had the second card before gina, and has the third.
        let before = BTreeMap::from([(number(1), vec![card(&["bob"], Some(&["erin"]))])]);
        let both = taking_with(&plan, &before).unwrap();
        assert_eq!((today.smallest, both.smallest), (Some(2), Some(1)));
        assert_eq!((both.example, both.versions), (vec!["bob".to_owned()], [(number(1), 0)].into()));
        assert_eq!(both.alone, ["bob".to_owned()].into());
        // Who reached the identity and no file had nothing.
        let before = BTreeMap::from([(number(1), vec![card(&["carl"], Some(&["bob"]))])]);
        assert_eq!(taking_with(&plan, &before).unwrap().smallest, Some(2));
    }

    #[test]
    fn where_a_card_lay_before_it_lies_still() {
        let at = |place: &str, identities: &[&str]| PlannedCard {
            place: Some(place.to_owned()),
            identity_places: identities.iter().map(|one| (*one).to_owned()).collect(),
            ..card(&["ann"], Some(&[]))
        };
        let plan = plan([at("bank", &[]), at("farm", &["den"]), at("mill", &[])]);
        let told = |before: PlannedCard| {
            let both = taking_places_with(&plan, &[(number(1), vec![before])].into()).unwrap();
            (both.smallest, both.alone.into_iter().collect::<Vec<_>>())
        };
        let nothing_new = (Some(2), vec![]);
        assert_eq!(told(at("bank", &[])), (Some(1), vec!["bank".to_owned()]));
        assert_eq!(told(at("bank", &["mill"])), nothing_new, "two places, as ever");
        assert_eq!(told(at("bank", &["bank", "elm"])), (Some(1), vec!["bank".to_owned()]));
        assert_eq!(told(card(&["ann"], Some(&[]))), nothing_new, "nobody knows where it is");
        assert_eq!(told(at("farm", &["den"])), nothing_new, "it is where today's is");
        // Nor does the place of today's say where one lay that took no identity from elsewhere.
        let both = taking_places_with(&plan, &[(number(1), vec![at("farm", &[])])].into()).unwrap();
        assert_eq!((both.smallest, both.alone.len()), (Some(2), 0));
    }

    #[test]
    fn an_old_file_and_a_new_identity_are_no_card() {
        let plan = plan([card(&["ann"], None), card(&["gina"], Some(&["bob"])), card(&["bob"], None)]);
        // Bob reaches the file of before and the identity of today, which does not open it.
        let before = BTreeMap::from([(number(1), vec![card(&["ida", "bob"], Some(&[]))])]);
        assert_eq!(taking_with(&plan, &before).unwrap().alone, BTreeSet::new());
    }

    #[test]
    fn what_says_nothing_new_is_not_tried_and_too_much_is_refused() {
        let bob = card(&["bob", "dan"], Some(&["erin"]));
        let plan = plan([bob.clone(), card(&["ann"], None), card(&["ida"], None)]);
        let same = vec![bob.clone(); 100];
        assert_eq!(taking_with(&plan, &[(number(0), same)].into()).unwrap().versions, BTreeMap::new());
        let other = |at: usize| card(&[&format!("x{at}")], Some(&[]));
        let many = |count: usize| [(number(0), (0..count).map(other).collect())].into();
        assert!(taking_with(&plan, &many(63)).is_ok());
        assert_eq!(taking_with(&plan, &many(64)), Err(AnalysisError::TooManyVersions));
    }
}
