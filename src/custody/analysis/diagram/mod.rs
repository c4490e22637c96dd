//! All smallest sets out of a decision diagram, where so many parties are entangled that not all their sets can be tried.
//!
//! A diagram asks of one party after the other whether it is in, and what is the same from there on is there once (Bryant,
//! "Graph-Based Algorithms for Boolean Function Manipulation", 1986). The smallest sets come out of it without a list of all
//! others (Rauzy, "New algorithms for fault trees analysis", 1993). They are exact; where it grows too large there are none.

use std::collections::HashMap;

use super::{
    Sets, Tick,
    structure::{FallsTo, InHands, Structure},
};

mod listed;

/// Parties, at the most: so deep it goes.
const MOST_PARTIES: usize = 1_000;

/// The key stands whoever else is in; or there is no set.
const NO: u32 = 0;

/// The key falls whoever else is in; or there is one set, the empty one.
const YES: u32 = 1;

/// All smallest sets; none where more nodes and results than `most_kept` would have to be kept.
pub fn sets(structure: &Structure, most_kept: usize, tick: Tick<'_>) -> Option<Sets> {
    if structure.names.len() > MOST_PARTIES {
        return None;
    }
    let mut diagram = Diagram { most_kept, ..Diagram::default() };
    let falls = diagram.key(structure, tick)?;
    let smallest = diagram.smallest(falls)?;
    Some(diagram.told(smallest, structure))
}

/// What follows where a party is not in, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Fork {
    party: u32,
    out: u32,
    is_in: u32,
}

/// Nodes, by their number less two; a number is a question about parties, or all sets that begin there.
#[derive(Default)]
struct Diagram {
    most_kept: usize,
    nodes: Vec<Fork>,
    numbers: HashMap<Fork, u32>,
    /// Results of [`Diagram::choice`].
    choices: HashMap<[u32; 3], u32>,
    /// Results of [`Diagram::smallest`].
    smallest: HashMap<u32, u32>,
    /// Results of [`Diagram::without`].
    without: HashMap<[u32; 2], u32>,
}

impl Diagram {
    /// Whether the key falls.
    fn key(&mut self, structure: &Structure, tick: Tick<'_>) -> Option<u32> {
        let falls_to = structure.falls_to;
        let all = structure.groups.iter().map(|group| group.cards.len()).sum();
        let mut done = 0;
        let mut groups = Vec::new();
        for group in &structure.groups {
            let mut cards = Vec::new();
            for card in &group.cards {
                cards.push(self.card(card, falls_to)?);
            }
            groups.push(self.so_many(&cards, group.needed, &mut || {
                done += 1;
                tick("card", done, all);
            })?);
        }
        let mut key = self.so_many(&groups, structure.groups_needed, &mut || {
            // Where nothing lies anywhere, no card is counted.
            if all > 0 {
                tick("card", all, all);
            }
        })?;
        for parties in &structure.things {
            let thing = self.reach(parties, falls_to)?;
            key = match falls_to {
                FallsTo::All => self.choice(thing, YES, key)?,
                FallsTo::Any => self.choice(thing, key, NO)?,
            };
        }
        Some(key)
    }

    fn card(&mut self, card: &InHands, falls_to: FallsTo) -> Option<u32> {
        let file = self.reach(&card.reach, falls_to)?;
        let Some(also) = &card.also else { return Some(file) };
        let identity = self.reach(also, falls_to)?;
        match falls_to {
            FallsTo::All => self.choice(file, YES, identity),
            FallsTo::Any => self.choice(file, identity, NO),
        }
    }

    /// Whether all of these are in, or any.
    fn reach(&mut self, parties: &[usize], falls_to: FallsTo) -> Option<u32> {
        let mut parties = parties.to_vec();
        parties.sort_unstable();
        let mut reach = if falls_to == FallsTo::All { YES } else { NO };
        for party in parties.into_iter().rev() {
            let (out, is_in) = match falls_to {
                FallsTo::All => (NO, reach),
                FallsTo::Any => (reach, YES),
            };
            reach = self.node(u32::try_from(party).ok()?, out, is_in)?;
        }
        Some(reach)
    }

    /// Whether so many of these fall.
    fn so_many(&mut self, these: &[u32], needed: usize, tick: &mut dyn FnMut()) -> Option<u32> {
        // Whether one fell, two, and so on, of those that were looked at.
        let mut at_least = vec![NO; needed + 1];
        at_least[0] = YES;
        for &falls in these {
            tick();
            for count in (1..=needed).rev() {
                at_least[count] = self.choice(falls, at_least[count - 1], at_least[count])?;
            }
        }
        at_least.last().copied()
    }

    /// The one where `asked` is so, the other where it is not.
    fn choice(&mut self, asked: u32, then: u32, otherwise: u32) -> Option<u32> {
        match (asked, then, otherwise) {
            (YES, ..) => return Some(then),
            (NO, ..) => return Some(otherwise),
            (_, YES, NO) => return Some(asked),
            _ if then == otherwise => return Some(then),
            _ => {}
        }
        let all = [asked, then, otherwise];
        if let Some(&known) = self.choices.get(&all) {
            return Some(known);
        }
        let first = all.iter().filter_map(|number| self.party(*number)).min()?;
        let [out, is_in] = [false, true].map(|is_in| all.map(|number| self.follow(number, first, is_in)));
        let out = self.choice(out[0], out[1], out[2])?;
        let is_in = self.choice(is_in[0], is_in[1], is_in[2])?;
        let chosen = if out == is_in { out } else { self.node(first, out, is_in)? };
        self.choices.insert(all, chosen);
        Some(chosen)
    }

    /// The smallest sets that let this be so. Whoever joins makes nothing stand that has fallen.
    fn smallest(&mut self, falls: u32) -> Option<u32> {
        let Some(&Fork { party, out, is_in }) = self.at(falls) else { return Some(falls) };
        if let Some(&known) = self.smallest.get(&falls) {
            return Some(known);
        }
        let without = self.smallest(out)?;
        let with = self.smallest(is_in)?;
        // With this party, only those that do not do without it.
        let with = self.without(with, out)?;
        let smallest = self.sets(party, without, with)?;
        self.smallest.insert(falls, smallest);
        Some(smallest)
    }

    /// Those of these sets with which it is not so.
    fn without(&mut self, sets: u32, falls: u32) -> Option<u32> {
        match (sets, falls) {
            (NO, _) | (_, YES) => return Some(NO),
            // What is not so of everybody is not so of nobody.
            (YES, _) | (_, NO) => return Some(sets),
            _ => {}
        }
        if let Some(&known) = self.without.get(&[sets, falls]) {
            return Some(known);
        }
        let first = self.party(sets).min(self.party(falls))?;
        let kept = if self.party(sets) == Some(first) {
            let Fork { out, is_in, .. } = *self.at(sets)?;
            let out = self.without(out, self.follow(falls, first, false))?;
            let is_in = self.without(is_in, self.follow(falls, first, true))?;
            self.sets(first, out, is_in)?
        } else {
            self.without(sets, self.follow(falls, first, false))?
        };
        self.without.insert([sets, falls], kept);
        Some(kept)
    }

    /// The sets without this party, and the others with it.
    fn sets(&mut self, party: u32, without: u32, with: u32) -> Option<u32> {
        if with == NO { Some(without) } else { self.node(party, without, with) }
    }

    fn node(&mut self, party: u32, out: u32, is_in: u32) -> Option<u32> {
        let node = Fork { party, out, is_in };
        if let Some(&known) = self.numbers.get(&node) {
            return Some(known);
        }
        let kept = self.nodes.len() + self.choices.len() + self.without.len();
        if kept >= self.most_kept {
            return None;
        }
        self.nodes.push(node);
        let number = u32::try_from(self.nodes.len() + 1).ok()?;
        self.numbers.insert(node, number);
        Some(number)
    }

    /// The node of this number; none where it ends.
    fn at(&self, number: u32) -> Option<&Fork> {
        self.nodes.get(usize::try_from(number.checked_sub(2)?).ok()?)
    }

    fn party(&self, number: u32) -> Option<u32> {
        self.at(number).map(|node| node.party)
    }

    /// What follows where this party is in or not, which nothing before it asks about.
    fn follow(&self, number: u32, party: u32, is_in: bool) -> u32 {
        match self.at(number) {
            Some(node) if node.party == party => {
                if is_in {
                    node.is_in
                } else {
                    node.out
                }
            }
            _ => number,
        }
    }
}
