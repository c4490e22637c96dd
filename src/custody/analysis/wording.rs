//! What an analysis says to people: the same words on the screen and on the owner's cover sheet, for they are read side by
//! side.

use std::fmt::{self, Display};

use super::{Number, Sets, SinglePoint, Who};
use crate::{
    custody::plan::Plan,
    slip39::{Loss, Policy},
};

/// Sets that are named one by one.
const MOST_SETS: usize = 6;

/// People that are named in one sentence: what a reader can take in, and a sheet has room for.
const MOST_NAMES: usize = 36;

/// Who may be absent.
#[must_use]
pub fn absence(freezing: &Sets) -> String {
    match freezing.smallest {
        None | Some(0) => "nobody's absence freezes the key".to_owned(),
        Some(1) => format!("one absence can freeze the key, that of {}", alone(freezing)),
        Some(size) => match freezing.any_of() {
            Some(all) => {
                format!("any {} of the {all} may be absent; {size} together freeze the key", size - 1)
            }
            None => {
                format!("any {} may be absent; {size} can freeze the key{}", size - 1, named(freezing, size))
            }
        },
    }
}

/// Who can take the key.
#[must_use]
pub fn taking(taking: &Sets) -> String {
    match taking.smallest {
        None => "nobody can take the key".to_owned(),
        Some(0) => "nobody is needed to take the key".to_owned(),
        Some(1) => format!("one person can take the key alone, {}", alone(taking)),
        Some(size) => match taking.any_of() {
            Some(all) => {
                format!("any {size} of the {all} together can take the key; {} cannot", size - 1)
            }
            None => format!("{size} can take the key{}; {} cannot", named(taking, size), size - 1),
        },
    }
}

/// What a lost card means: one line where it means the same in every group, else one for each.
#[must_use]
pub fn losses(policy: &Policy, group_name: impl Fn(usize) -> String) -> Vec<String> {
    told_by_group(policy, group_name, |of| match command(of) {
        Some(command) => format!("{}: {command}", loss(of)),
        None => loss(of).to_owned(),
    })
}

/// The same for paper, where a command stands in a box and not in a sentence.
#[must_use]
pub fn losses_in_words(policy: &Policy, group_name: impl Fn(usize) -> String) -> Vec<String> {
    told_by_group(policy, group_name, |of| loss(of).to_owned())
}

/// How a lost card is made again, if any can be.
#[must_use]
pub fn remedy(policy: &Policy) -> Option<&'static str> {
    (0..policy.group_count())
        .map(|group| policy.loss(group))
        .find(|of| *of == Loss::MadeAgain)
        .and_then(command)
}

fn told_by_group(
    policy: &Policy,
    group_name: impl Fn(usize) -> String,
    told: impl Fn(Loss) -> String,
) -> Vec<String> {
    let groups = 0..policy.group_count();
    let all: Vec<Loss> = groups.map(|group| policy.loss(group)).collect();
    match all.split_first() {
        Some((first, others)) if others.iter().all(|other| other == first) => vec![told(*first)],
        _ => (0..).zip(all).map(|(at, of)| format!("of {}: {}", group_name(at), told(of))).collect(),
    }
}

const fn loss(loss: Loss) -> &'static str {
    match loss {
        Loss::MadeAgain => "make it again from the others",
        Loss::GroupGone => "it cannot be made again; the others still give the key",
        Loss::KeyGone => "the key is lost with it: no other card replaces it",
    }
}

/// What is typed after a loss, if anything helps.
const fn command(loss: Loss) -> Option<&'static str> {
    match loss {
        Loss::MadeAgain => Some("quorate reissue --member NUMBER CARDS"),
        Loss::GroupGone => Some("quorate split POLICY --from CARDS"),
        Loss::KeyGone => None,
    }
}

/// What to do where somebody may have a card: a new set comes of those that are left only where they still give the key.
#[must_use]
pub fn exposure(policy: &Policy) -> &'static str {
    let ends_it = |group: &u8| policy.loss(*group) == Loss::KeyGone;
    match (0..policy.group_count()).filter(ends_it).count() {
        0 => "make a new set from the cards that are left",
        all if all == usize::from(policy.group_count()) => {
            "the cards left give no key and no new set; if the card was only seen, make one from all"
        }
        _ => "make a new set from the cards left where they still give the key; else from all of them",
    }
}

impl Sets {
    /// Of how many people any so many as the smallest set has are a set, if that is all that is to be said.
    fn any_of(&self) -> Option<usize> {
        let size = self.smallest?;
        let people: std::collections::BTreeSet<&String> = self.listed.iter().flatten().collect();
        let is_every = self.listed.iter().all(|set| set.len() == size);
        // Of 256 custodians there are more sets than any ordinary number can count.
        let number = (0..size).fold(Number::from(1u8), |number, taken| {
            number * people.len().saturating_sub(taken) / (taken + 1)
        });
        (is_every && !self.truncated && self.total == number).then_some(people.len())
    }
}

fn alone(sets: &Sets) -> String {
    sets.alone().into_iter().collect::<Vec<_>>().join(" or ")
}

/// The sets of this size by name, as many as there is room for.
fn named(sets: &Sets, size: usize) -> String {
    let these: Vec<String> =
        sets.listed.iter().filter(|set| set.len() == size).map(|set| set.join(" + ")).collect();
    let told = these.len().min(MOST_SETS).min(MOST_NAMES / size);
    if told == 0 {
        return " (quorate policy --json names them)".to_owned();
    }
    let more = if these.len() > told || sets.truncated { "; ..." } else { "" };
    format!(" ({}{more})", these[..told].join("; "))
}

impl Display for SinglePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (who, freezes, takes) = match &self.who {
            Who::Person(name) => (name, "freeze the key by being absent", "take the key"),
            Who::Place(name) => {
                (name, "freeze the key when it is closed", "give the key away when it is burgled")
            }
        };
        match (self.freezes, self.takes) {
            (true, true) => write!(f, "{who} alone could {freezes}, and {takes}"),
            (true, false) => write!(f, "{who} alone could {freezes}"),
            (false, _) => write!(f, "{who} alone could {takes}"),
        }
    }
}

/// The rules that are not known to be kept, and were accepted so.
pub fn accepted(broken: &[impl Display], unjudged: &[impl Display]) -> impl Iterator<Item = String> {
    let told = |how, rule: &dyn Display| format!("a rule of the plan {how}, and that was accepted: {rule}");
    let broken = broken.iter().map(move |rule| told("is broken", rule));
    broken.chain(unjudged.iter().map(move |rule| told("cannot be judged", rule)))
}

/// Who else can bring a card, beside whoever answers for it.
#[must_use]
pub fn deputies(plan: &Plan, group: u8, member: u8) -> Vec<&str> {
    let Some(card) = plan.card(group, member) else { return Vec::new() };
    let custodian = card.custodian.as_ref().or(card.role.as_ref());
    card.access.iter().filter(|one| Some(*one) != custodian).map(String::as_str).collect()
}
