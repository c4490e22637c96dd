//! The sets by name, out of what the sweep has kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{FallsTo, Lacked, MOST_LISTED, Sweep, bits};
use crate::{
    custody::analysis::ways::choices,
    slip39::math::subsets::{chosen, subsets},
};

/// Plain cards of a group by which it can fall, by how many parties they take.
type BySize<'a> = BTreeMap<usize, Vec<Vec<&'a [usize]>>>;

/// A group that falls by plain cards.
struct Filling<'a> {
    by_size: &'a BySize<'a>,
    /// How many parties it and all groups behind it can take.
    sizes: BTreeSet<usize>,
}

impl Sweep<'_> {
    /// The sets by name, the smallest first.
    pub(super) fn listed(&self) -> Vec<Vec<String>> {
        let largest = self.structure.names.len();
        let mut listed: Vec<Vec<String>> = Vec::new();
        let mut known: BTreeMap<(u8, u8), BySize<'_>> = BTreeMap::new();
        for size in 0..=largest {
            let begun = listed.len();
            for &(tried, number) in self.found.by_size.iter().take(size + 1).flatten() {
                if listed.len() == MOST_LISTED {
                    break;
                }
                let Lacked { groups, more: so_many, touched, ways } = &self.found.lacks[number];
                let more = size - tried.count_ones() as usize;
                if !ways.as_ref().is_some_and(|ways| (ways.least..=ways.most).contains(&more)) {
                    continue;
                }
                let parties: Vec<usize> = bits(tried).map(|bit| self.entangled[bit]).collect();
                for group in groups {
                    let of_group = || self.by_size(group.group, group.lack);
                    known.entry((group.group, group.lack)).or_insert_with(of_group);
                }
                for falling in choices(groups, *so_many, touched, more) {
                    if listed.len() == MOST_LISTED {
                        break;
                    }
                    let falling = falling.iter().filter_map(|group| known.get(&(group.group, group.lack)));
                    let falling = fillings(falling);
                    if falling.first().is_none_or(|first| first.sizes.contains(&more)) {
                        self.fill_up(&parties, &falling, more, &mut listed);
                    }
                }
            }
            for set in &mut listed[begun..] {
                set.sort_unstable();
            }
            listed[begun..].sort_unstable();
        }
        listed
    }

    /// The plain cards of this group, in every choice of as many as it lacks.
    fn by_size(&self, group: u8, lack: u8) -> BySize<'_> {
        let plain: Vec<&[usize]> = self.plain[usize::from(group)].iter().map(Vec::as_slice).collect();
        let mut by_size = BySize::new();
        for mask in subsets(u8::try_from(plain.len()).unwrap_or(u8::MAX), lack) {
            let cards = chosen(&plain, mask);
            let size = match self.structure.falls_to {
                FallsTo::All => cards.iter().map(|card| card.len()).sum(),
                FallsTo::Any => cards.len(),
            };
            by_size.entry(size).or_default().push(cards);
        }
        by_size
    }

    /// Adds `parties` with every choice of plain cards by which these groups fall, and which takes `more` parties.
    fn fill_up(
        &self,
        parties: &[usize],
        falling: &[Filling<'_>],
        more: usize,
        listed: &mut Vec<Vec<String>>,
    ) {
        let Some((first, others)) = falling.split_first() else {
            listed.push(parties.iter().map(|party| self.structure.names[*party].clone()).collect());
            return;
        };
        for (size, choices) in first.by_size {
            let left = more.checked_sub(*size);
            let fits = |left: &usize| others.first().map_or(*left == 0, |next| next.sizes.contains(left));
            let Some(left) = left.filter(fits) else { continue };
            for cards in choices {
                self.pick(parties, cards, &mut |picked| {
                    if listed.len() < MOST_LISTED {
                        self.fill_up(picked, others, left, listed);
                    }
                    listed.len() < MOST_LISTED
                });
            }
        }
    }

    /// Hands `parties` on with those who let these cards fall, in every way, for as long as `then` goes on.
    fn pick(&self, parties: &[usize], cards: &[&[usize]], then: &mut dyn FnMut(&[usize]) -> bool) -> bool {
        let Some((card, others)) = cards.split_first() else { return then(parties) };
        match self.structure.falls_to {
            FallsTo::All => self.pick(&[parties, card].concat(), others, then),
            FallsTo::Any => card.iter().all(|party| self.pick(&[parties, &[*party]].concat(), others, then)),
        }
    }
}

/// These groups, each with the sizes that are left to it and those behind it.
fn fillings<'a>(groups: impl DoubleEndedIterator<Item = &'a BySize<'a>>) -> Vec<Filling<'a>> {
    let mut fillings: Vec<Filling<'_>> = Vec::new();
    let mut behind = BTreeSet::from([0]);
    for by_size in groups.rev() {
        let mut sizes = BTreeSet::new();
        for size in by_size.keys() {
            sizes.extend(behind.iter().map(|more| size + more));
        }
        behind.clone_from(&sizes);
        fillings.push(Filling { by_size, sizes });
    }
    fillings.reverse();
    fillings
}
