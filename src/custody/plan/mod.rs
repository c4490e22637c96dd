//! The plan of a backup: who answers for which card, who else can reach it, where it lies, what is needed besides, and
//! the rules that all this must keep. It holds no secret, but it names people.
//!
//! A plan is resolved: every name stands where it means something, whatever the file it came from left out. Its JSON
//! text without white space, fields in the order of these declarations, is its canonical form, and the SHA-256 of that
//! is its hash.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    crypto::hash::sha256_hex,
    slip39::{Group, Policy, PolicyError, ordinal},
};

pub mod file;
mod rules;
mod sealed_to;

pub use self::{
    rules::{Deadlines, Demand, Rules},
    sealed_to::{PASSPHRASE, SealedKind, SealedTo},
};

/// Hex digits of a plan's hash that people compare. With half of them, whoever writes the plan finds two of one hash in
/// minutes, a harmless one to show and one that gives a stranger every card: 2^32 tries; so it takes 2^64.
pub const SHOWN_DIGITS: usize = 32;

/// A plan, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What the key is called.
    pub title: Option<String>,
    /// The kind of key, as `--kind` takes it.
    pub key: Option<String>,
    /// Groups that must come together, 1 to 16.
    pub groups_needed: u8,
    /// The groups, 1 to 16, in the order of their indices.
    pub groups: Vec<PlannedGroup>,
    /// What recovery needs besides shares.
    pub required: Vec<Required>,
    /// What must hold.
    pub rules: Rules,
    /// People who take part without a card or a thing: whoever keeps the record, or calls the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// Public values that the key must give, as `--expect` takes them. Whoever reads the plan or the record sees them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<String>,
}

/// A group of cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedGroup {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Cards of it that must come together, 1 to 16.
    pub threshold: u8,
    /// Its cards, 1 to 16, in the order of the members.
    pub cards: Vec<PlannedCard>,
}

/// A card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedCard {
    /// Who answers for it, by name.
    pub custodian: Option<String>,
    /// What the custodian is in the organisation.
    pub role: Option<String>,
    /// Where it lies.
    pub place: Option<String>,
    /// Everybody who can reach it without the others, the custodian included, in the order of the alphabet.
    pub access: Vec<String>,
    /// To whom its share is sealed, as [`SealedTo`] writes it. As with what comes next, plans from before version 0.2 have none,
    /// and their hashes nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Everybody besides whoever has the card who can reach the identity, or the passphrase, that opens the sealed share; in the
    /// order of the alphabet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity_access: Vec<String>,
    /// Where the identity, or a copy of it, lies, in the order of the alphabet; where none is named it counts as lying with the card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identity_places: Vec<String>,
}

impl PlannedCard {
    /// Who has it: the custodian, or the role where no custodian is named; nobody is known where neither is.
    #[must_use]
    pub fn holder(&self) -> Option<&str> {
        self.custodian.as_deref().or(self.role.as_deref())
    }
}

/// A thing that recovery needs besides shares: a passphrase, a sealed file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// What it is.
    pub name: String,
    /// Everybody who can reach it without the others, in the order of the alphabet.
    pub access: Vec<String>,
    /// Where it, or a copy of it, lies.
    pub places: Vec<String>,
}

impl Plan {
    /// The plan of a policy of which no more is known than who gets the shares, in their order; nobody where `custodians`
    /// is empty.
    #[must_use]
    pub fn of_policy(policy: &Policy, group_names: &[Option<String>], custodians: &[String]) -> Self {
        let mut named = custodians.iter();
        let mut card = || {
            let custodian = named.next().cloned();
            let access = custodian.iter().cloned().collect();
            PlannedCard { custodian, access, ..PlannedCard::default() }
        };
        let groups = policy.groups().iter().enumerate().map(|(at, group)| PlannedGroup {
            name: group_names.get(at).cloned().flatten(),
            threshold: group.threshold(),
            cards: (0..group.count()).map(|_| card()).collect(),
        });
        Self {
            title: None,
            key: None,
            groups_needed: policy.groups_needed(),
            groups: groups.collect(),
            required: Vec::new(),
            rules: Rules::default(),
            others: Vec::new(),
            expect: Vec::new(),
        }
    }

    /// Whether it is for the groups, thresholds and cards of `other`, whoever has them.
    #[must_use]
    pub fn has_shape_of(&self, other: &Self) -> bool {
        let shape = |plan: &Self| -> Vec<(u8, usize)> {
            plan.groups.iter().map(|group| (group.threshold, group.cards.len())).collect()
        };
        self.groups_needed == other.groups_needed && shape(self) == shape(other)
    }

    /// The card, by group and member, that this plan has and `other` has not, where it is the last of its group and the only
    /// difference in groups, thresholds and cards.
    #[must_use]
    pub fn adds_to(&self, other: &Self) -> Option<(u8, u8)> {
        let has_one_more =
            |(own, theirs): (&PlannedGroup, &PlannedGroup)| own.cards.len() == theirs.cards.len() + 1;
        let group = self.groups.iter().zip(&other.groups).position(has_one_more)?;
        let mut before = self.clone();
        before.groups[group].cards.pop();
        let member = before.groups[group].cards.len();
        let place = u8::try_from(group).ok().zip(u8::try_from(member).ok());
        place.filter(|_| before.has_shape_of(other))
    }

    /// Writes every name of a person as `spelling` has it.
    pub fn rename(&mut self, spelling: impl Fn(&str) -> String) {
        let renamed = |names: &mut Vec<String>| {
            let names_now: BTreeSet<String> = names.iter().map(|name| spelling(name)).collect();
            *names = names_now.into_iter().collect();
        };
        for card in self.groups.iter_mut().flat_map(|group| &mut group.cards) {
            let own = [&mut card.custodian, &mut card.role].into_iter().flatten();
            own.for_each(|name| *name = spelling(name));
            renamed(&mut card.access);
            renamed(&mut card.identity_access);
            // One person whose name stood in two spellings has the card already.
            let holder = card.holder().map(str::to_owned);
            card.identity_access.retain(|name| Some(name) != holder.as_ref());
        }
        self.required.iter_mut().for_each(|thing| renamed(&mut thing.access));
        renamed(&mut self.others);
    }

    /// The policy of the standard in it.
    ///
    /// # Errors
    ///
    /// When the standard does not allow it.
    pub fn policy(&self) -> Result<Policy, PolicyError> {
        let group = |group: &PlannedGroup| {
            let count = u8::try_from(group.cards.len()).map_err(|_| PolicyError::TooManyMembers)?;
            Group::new(group.threshold, count)
        };
        Policy::new(self.groups_needed, self.groups.iter().map(group).collect::<Result<_, _>>()?)
    }

    /// The canonical form.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Strings, numbers and lists: there is nothing in it that serde_json could refuse.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The SHA-256 of the canonical form, in hex: 64 digits, of which [`SHOWN_DIGITS`] are shown.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(self.canonical().as_bytes())
    }

    /// The part of the hash that is shown.
    #[must_use]
    pub fn short_hash(&self) -> String {
        self.hash().chars().take(SHOWN_DIGITS).collect()
    }

    /// Every card with its group and member, counted from 0, by group and then member.
    pub fn cards(&self) -> impl Iterator<Item = (u8, u8, &PlannedCard)> {
        (0..)
            .zip(&self.groups)
            .flat_map(|(at, group)| (0..).zip(&group.cards).map(move |(member, card)| (at, member, card)))
    }

    /// Whether these cards, each by its group and member, bring the key back by themselves.
    #[must_use]
    pub fn is_quorum(&self, cards: &BTreeSet<(u8, u8)>) -> bool {
        let is_whole = |(at, group): &(u8, &PlannedGroup)| {
            let members = cards.iter().filter(|(group, _)| group == at).count();
            members >= usize::from(group.threshold)
        };
        (0..).zip(&self.groups).filter(is_whole).count() >= usize::from(self.groups_needed)
    }

    /// How many cards this group has, counted from 0.
    #[must_use]
    pub fn count(&self, group: u8) -> Option<u8> {
        u8::try_from(self.groups.get(usize::from(group))?.cards.len()).ok()
    }

    /// The card with this group and member, counted from 0.
    #[must_use]
    pub fn card(&self, group: u8, member: u8) -> Option<&PlannedCard> {
        self.groups.get(usize::from(group))?.cards.get(usize::from(member))
    }

    /// The same, to be changed.
    pub fn card_mut(&mut self, group: u8, member: u8) -> Option<&mut PlannedCard> {
        self.groups.get_mut(usize::from(group))?.cards.get_mut(usize::from(member))
    }

    /// Who has the card with this group and member, counted from 0, if anybody is known to.
    #[must_use]
    pub fn holder(&self, group: u8, member: u8) -> Option<&str> {
        self.card(group, member)?.holder()
    }

    /// Whether every recipient in it is one in its canonical form, and what stands beside it is what a plan file can say.
    #[must_use]
    pub fn is_sealing_consistent(&self) -> bool {
        self.cards().all(|(_, _, card)| card.is_sealing_consistent())
    }

    /// Everybody who can reach a card, the identity that opens one, or a required thing, in the order of the alphabet.
    #[must_use]
    pub fn people(&self) -> BTreeSet<&str> {
        let of_cards = self.cards().flat_map(|(_, _, card)| &card.access);
        let all = of_cards.chain(self.required.iter().flat_map(|thing| &thing.access));
        let of_identities = self.cards().filter_map(|(_, _, card)| card.identity_reach()).flatten();
        all.map(String::as_str).chain(of_identities).collect()
    }

    /// Everybody in [`people`](Self::people); where nobody is named for a card, its number.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<String> {
        let unnamed = self.cards().filter(|(_, _, card)| card.access.is_empty());
        let numbers = unnamed.map(|(group, member, _)| self.number(group, member));
        self.people().into_iter().map(str::to_owned).chain(numbers).collect()
    }

    /// Every place where a card, the identity that opens one, or a required thing lies, in the order of the alphabet.
    #[must_use]
    pub fn places(&self) -> BTreeSet<&str> {
        let of_cards = self.cards().flat_map(|(_, _, card)| card.place.iter().chain(&card.identity_places));
        let all = of_cards.chain(self.required.iter().flat_map(|thing| &thing.places));
        all.map(String::as_str).collect()
    }

    /// What a card is called where nobody is named: `2`, or `1.2` where there are several groups. Counted from 1.
    #[must_use]
    pub fn number(&self, group: u8, member: u8) -> String {
        match self.groups.len() {
            1 => ordinal(member).to_string(),
            _ => format!("{}.{}", ordinal(group), ordinal(member)),
        }
    }
}
