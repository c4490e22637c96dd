//! The sweep that finds every smallest set where few parties are entangled.
//!
//! A card is plain if whoever reaches it reaches no other card and no required thing, and no identity counts beside it: a custodian
//! alone, or with deputies of this card only. What the plain cards of a group do is counted, not enumerated. All other parties
//! are entangled. The sweep enumerates every set of entangled parties in the order of a Gray code, each one party different
//! from the last. It completes each set with as many plain cards as are lacking: with all who reach one, to freeze it, and with
//! any one of them, to take it. It keeps a set only if every party in it is critical: the others alone could not freeze the key,
//! or take it.
//!
//! Cards that fall (are frozen, or taken) are counted in one word with a byte for each group, so that all groups are
//! compared at once.

use std::collections::{BTreeSet, HashMap};

use super::{
    Sets, Tick,
    structure::{FallsTo, InHands, Structure},
    ways::{Lacking, Number, Ways, any_of, ways},
};

mod listed;

/// Sets in a list, at the most.
pub const MOST_LISTED: usize = 10_000;

/// Entangled people or places that can be told apart: all their sets are tried.
pub const MOST_ENTANGLED: usize = 24;

/// Sets that are tried before it is told how many are: some hundredths of a second on an old machine.
const TOLD_EVERY: u32 = 1 << 16;

/// The highest bit of each byte. Counts stay below it.
const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;

/// One in each byte.
const ONE_EACH: u128 = HIGH >> 7;

/// More than any group has, in each byte: what it takes for groups to fall that are not there.
const UNREACHABLE: u128 = ONE_EACH * 127;

/// All smallest sets.
///
/// # Errors
///
/// The number of entangled parties, if it is too large.
pub fn sets(structure: &Structure, tick: Tick<'_>) -> Result<Sets, usize> {
    let mut sweep = Sweep::new(structure)?;
    sweep.run(tick);
    Ok(sweep.told())
}

struct Sweep<'a> {
    structure: &'a Structure,
    /// The plain cards of each group: who reaches them.
    plain: Vec<Vec<Vec<usize>>>,
    /// The entangled parties, in the order of their bits: those with the fewest cards turn most often.
    entangled: Vec<usize>,
    /// Their cards.
    cards: Vec<AlikeCards>,
    /// Which of those each of them reaches.
    reaches: Vec<Vec<usize>>,
    /// Who reaches each required thing.
    things: Vec<u32>,
    /// Cards that must fall in each group.
    needed: u128,
    /// Plain cards in each group.
    plain_counts: u128,

    /// The set of entangled parties that is tried.
    tried: u32,
    /// Cards that have fallen to it.
    fallen: u128,
    /// Cards that had not, without this one of it.
    owed: Vec<u128>,

    found: FoundLacks,
}

/// Cards of one group that the same parties reach.
struct AlikeCards {
    reach: u32,
    /// Who reaches what opens them, where they are sealed and that is not said by the reach.
    also: Option<u32>,
    /// How many, in the byte of the group.
    weight: u128,
}

/// What is lacking to a set of entangled parties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Lack {
    /// Cards, in each group that can still fall.
    cards: u128,
    /// Groups.
    more: usize,
    /// Of which of them at least one must fall, because somebody in the set is there for nothing else.
    touched: Vec<u16>,
}

/// A lack that was met, with the groups that can make up for it, and in how many ways they do.
struct Lacked {
    groups: Vec<Lacking>,
    more: usize,
    touched: Vec<u16>,
    ways: Option<Ways>,
}

#[derive(Default)]
struct FoundLacks {
    lacks: Vec<Lacked>,
    numbers: HashMap<Lack, usize>,
    /// The sets of entangled parties, by the size that they have when filled up in the smallest way.
    by_size: Vec<Vec<(u32, usize)>>,
    total: Number,
}

impl<'a> Sweep<'a> {
    fn new(structure: &'a Structure) -> Result<Self, usize> {
        let is_plain = plain_cards(structure);
        let mut entangled = entangled(structure);
        if entangled.len() > MOST_ENTANGLED {
            return Err(entangled.len());
        }
        let cards_of = |party: &usize| {
            structure
                .groups
                .iter()
                .flat_map(|group| &group.cards)
                .filter(|card| card.parties().any(|one| one == party))
                .count()
        };
        entangled.sort_by_key(cards_of);
        let mask = |parties: &[usize]| {
            let bits = (0..).zip(&entangled).filter(|(_, party)| parties.contains(party));
            bits.fold(0u32, |mask, (bit, _): (u32, _)| mask | 1 << bit)
        };
        let (mut plain, mut needed, mut fallen) = (Vec::new(), UNREACHABLE, 0);
        let mut cards: Vec<AlikeCards> = Vec::new();
        for (at, group) in structure.groups.iter().enumerate() {
            let one = 1u128 << (8 * at);
            needed -= one * (127 - group.needed as u128);
            let mut in_group = Vec::new();
            let mut weights: HashMap<(u32, Option<u32>), u128> = HashMap::new();
            for card in &group.cards {
                match card.reach.as_slice() {
                    [] if structure.falls_to == FallsTo::All => fallen += one,
                    [] => {}
                    _ if is_plain(card) => in_group.push(by_name(structure, &card.reach)),
                    several => {
                        let also = card.also.as_deref().map(mask);
                        *weights.entry((mask(several), also)).or_default() += one;
                    }
                }
            }
            in_group.sort_by_key(|reach: &Vec<usize>| reach.first().map(|party| &structure.names[*party]));
            plain.push(in_group);
            cards.extend(weights.into_iter().map(|((reach, also), weight)| AlikeCards {
                reach,
                also,
                weight,
            }));
        }
        let plain_counts =
            plain.iter().enumerate().map(|(at, cards)| (cards.len() as u128) << (8 * at)).sum();
        let all = |card: &usize| cards[*card].reach | cards[*card].also.unwrap_or_default();
        let with = |bit: usize| (0..cards.len()).filter(|card| all(card) >> bit & 1 == 1).collect();
        let reaches = (0..entangled.len()).map(with).collect();
        let things = structure.things.iter().map(|parties| mask(parties)).collect();
        let owed = vec![0; entangled.len()];
        let found = FoundLacks::default();
        Ok(Self {
            structure,
            plain,
            entangled,
            cards,
            reaches,
            things,
            needed,
            plain_counts,
            tried: 0,
            fallen,
            owed,
            found,
        })
    }

    fn run(&mut self, tick: Tick<'_>) {
        let end = 1u32 << self.entangled.len();
        for step in 1..=end {
            if step % TOLD_EVERY == 0 {
                tick("set", step as usize, end as usize);
            }
            if let Some(lack) = self.lack() {
                self.keep(lack);
            }
            if step < end {
                self.turn(step.trailing_zeros() as usize);
            }
        }
    }

    /// Takes one party into the set that is tried, or out of it.
    fn turn(&mut self, bit: usize) {
        let own = 1u32 << bit;
        self.tried ^= own;
        let is_in = self.tried & own != 0;
        for &card in &self.reaches[bit] {
            let AlikeCards { reach, also, weight } = self.cards[card];
            if let Some(also) = also {
                let [before, now] = [self.tried ^ own, self.tried]
                    .map(|tried| critical([reach, also], tried, self.structure.falls_to));
                if before.is_some() != now.is_some() {
                    change(&mut self.fallen, weight, now.is_some());
                }
                let (before, now) = (before.unwrap_or_default(), now.unwrap_or_default());
                for member in bits(before ^ now) {
                    change(&mut self.owed[member], weight, now >> member & 1 == 1);
                }
                continue;
            }
            let others = reach & self.tried & !own;
            match self.structure.falls_to {
                // It falls, or stands up again, if all the others are in.
                FallsTo::All if others == reach & !own => {
                    for member in bits(reach) {
                        change(&mut self.owed[member], weight, is_in);
                    }
                    change(&mut self.fallen, weight, is_in);
                }
                FallsTo::All => {}
                FallsTo::Any if others == 0 => {
                    change(&mut self.owed[bit], weight, is_in);
                    change(&mut self.fallen, weight, is_in);
                }
                FallsTo::Any if others.is_power_of_two() => {
                    change(&mut self.owed[others.trailing_zeros() as usize], weight, !is_in);
                }
                FallsTo::Any => {}
            }
        }
    }

    /// What the set that is tried lacks; none if it cannot be filled up, or if somebody in it is not critical.
    fn lack(&self) -> Option<Lack> {
        let needed = self.structure.groups_needed;
        let down = reached(self.fallen, self.needed);
        let possible = reached(self.fallen + self.plain_counts, self.needed);
        if self.structure.falls_to == FallsTo::Any && !self.things.iter().all(|reach| reach & self.tried != 0)
        {
            return None;
        }
        if count(down) >= needed || self.is_frozen_by_thing(self.tried) {
            let is_critical = bits(self.tried).all(|bit| !self.falls_without(bit));
            return is_critical.then(|| Lack { cards: 0, more: 0, touched: Vec::new() });
        }
        if count(possible) < needed {
            return None;
        }
        let open = possible & !down;
        let mut touched = Vec::new();
        for bit in bits(self.tried) {
            let loses_group = down & !reached(self.fallen - self.owed[bit], self.needed) != 0;
            if loses_group || self.is_last_at_thing(bit) {
                continue;
            }
            let groups = reached(self.owed[bit], ONE_EACH) & open;
            if groups == 0 {
                return None;
            }
            touched.push(by_index(groups));
        }
        touched.sort_unstable();
        touched.dedup();
        let whole = (open >> 7) * 0xff;
        let cards = (self.needed & whole) - (self.fallen & whole);
        Some(Lack { cards, more: needed - count(down), touched })
    }

    /// Whether a set that lets the key fall does so without this one of it.
    fn falls_without(&self, bit: usize) -> bool {
        let without = self.tried & !(1 << bit);
        let by_groups = || {
            let down = reached(self.fallen - self.owed[bit], self.needed);
            count(down) >= self.structure.groups_needed
        };
        match self.structure.falls_to {
            FallsTo::All => by_groups() || self.is_frozen_by_thing(without),
            FallsTo::Any => by_groups() && !self.is_last_at_thing(bit),
        }
    }

    fn is_frozen_by_thing(&self, tried: u32) -> bool {
        self.structure.falls_to == FallsTo::All && self.things.iter().any(|reach| reach & !tried == 0)
    }

    /// Whether nobody else in the set takes a thing that this one takes.
    fn is_last_at_thing(&self, bit: usize) -> bool {
        self.structure.falls_to == FallsTo::Any
            && self.things.iter().any(|reach| reach & self.tried == 1 << bit)
    }

    fn keep(&mut self, lack: Lack) {
        let found = &mut self.found;
        let number = match found.numbers.get(&lack) {
            Some(&number) => number,
            None => {
                let groups = lacking(lack.cards, &self.plain, self.structure.falls_to);
                let Lack { more, ref touched, .. } = lack;
                let ways = ways(&groups, more, touched);
                found.lacks.push(Lacked { groups, more, touched: touched.clone(), ways });
                found.numbers.insert(lack, found.lacks.len() - 1);
                found.lacks.len() - 1
            }
        };
        let Some(ways) = &found.lacks[number].ways else { return };
        found.total += &ways.number;
        let size = self.tried.count_ones() as usize + ways.least;
        if found.by_size.len() <= size {
            found.by_size.resize_with(size + 1, Vec::new);
        }
        // Each has a set of this size, so more than a list holds are not needed.
        if found.by_size[size].len() < MOST_LISTED {
            found.by_size[size].push((self.tried, number));
        }
    }

    fn told(&self) -> Sets {
        let listed = self.listed();
        Sets {
            smallest: self.found.by_size.iter().position(|sets| !sets.is_empty()),
            truncated: self.found.total > Number::from(listed.len()),
            total: self.found.total.clone(),
            listed,
        }
    }
}

/// Those who reach no plain card.
pub fn entangled(structure: &Structure) -> Vec<usize> {
    let is_plain = plain_cards(structure);
    let cards = structure.groups.iter().flat_map(|group| &group.cards);
    let of_plain: BTreeSet<usize> =
        cards.filter(|card| is_plain(card)).flat_map(|card| card.reach.iter().copied()).collect();
    (0..structure.names.len()).filter(|party| !of_plain.contains(party)).collect()
}

/// Without whom of a set a card that takes two would not fall; none if it does not.
fn critical(reaches: [u32; 2], tried: u32, falls_to: FallsTo) -> Option<u32> {
    match falls_to {
        // It is frozen where all of either are in: only whoever is in each that is whole is needed.
        FallsTo::All => {
            reaches.into_iter().filter(|reach| reach & !tried == 0).reduce(|one, other| one & other)
        }
        // It is taken where somebody of both is in: whoever is the only one of either is needed.
        FallsTo::Any => {
            let hits = reaches.map(|reach| reach & tried);
            let only = hits.into_iter().filter(|hit| hit.is_power_of_two()).fold(0, |one, other| one | other);
            hits.iter().all(|hit| *hit != 0).then_some(only)
        }
    }
}

/// Which cards are plain.
fn plain_cards(structure: &Structure) -> impl Fn(&InHands) -> bool {
    let mut reached = vec![0usize; structure.names.len()];
    let cards = structure.groups.iter().flat_map(|group| &group.cards);
    for &party in cards.flat_map(InHands::parties).chain(structure.things.iter().flatten()) {
        reached[party] += 1;
    }
    let in_things: Vec<usize> = structure.things.iter().flatten().copied().collect();
    let is_own = move |party: &usize| reached[*party] == 1 && !in_things.contains(party);
    move |card| card.also.is_none() && !card.reach.is_empty() && card.reach.iter().all(&is_own)
}

fn by_name(structure: &Structure, parties: &[usize]) -> Vec<usize> {
    let mut parties = parties.to_vec();
    parties.sort_by_key(|party| &structure.names[*party]);
    parties
}

/// The groups that lack cards, with what their plain ones take.
fn lacking(cards: u128, plain: &[Vec<Vec<usize>>], falls_to: FallsTo) -> Vec<Lacking> {
    let each = |reach: &Vec<usize>| match falls_to {
        FallsTo::All => Ways::of_size(1, reach.len()),
        FallsTo::Any => Ways::of_size(reach.len(), 1),
    };
    (0..)
        .zip(cards.to_le_bytes())
        .zip(plain)
        .filter(|((_, lack), _)| *lack > 0)
        .filter_map(|((group, lack), plain)| {
            Some(Lacking { group, lack, ways: any_of(plain.iter().map(each), usize::from(lack))? })
        })
        .collect()
}

/// The high bit of each byte of `counts` that is at least the same byte of `needed`.
const fn reached(counts: u128, needed: u128) -> u128 {
    ((counts | HIGH) - needed) & HIGH
}

const fn count(groups: u128) -> usize {
    groups.count_ones() as usize
}

/// A bit for each group, out of a byte for each.
fn by_index(groups: u128) -> u16 {
    (0..16).filter(|at| groups >> (8 * at + 7) & 1 == 1).fold(0, |mask, at| mask | 1 << at)
}

const fn change(counts: &mut u128, weight: u128, is_more: bool) {
    if is_more {
        *counts += weight;
    } else {
        *counts -= weight;
    }
}

fn bits(mask: u32) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(mask), |mask| Some(mask & mask.wrapping_sub(1)))
        .take_while(|mask| *mask != 0)
        .map(|mask| mask.trailing_zeros() as usize)
}
