//! The sets that a diagram keeps: how many, of which sizes, and which.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagram, Fork, NO, YES};
use crate::custody::analysis::{MOST_LISTED, Number, Sets, structure::Structure};

/// All sets that begin at a node, by their numbers.
struct Counted {
    total: Number,
    /// A bit for each size that there is.
    sizes: Number,
}

impl Diagram {
    /// How many sets begin at this node, and those that are listed.
    pub(super) fn told(&self, root: u32, structure: &Structure) -> Sets {
        let counted = CountedSets::of(self, root);
        let Counted { total, sizes } = &counted.from[&root];
        let mut listed: Vec<Vec<String>> = Vec::new();
        for size in (0..sizes.bits()).filter(|size| sizes.bit(*size)) {
            let begun = listed.len();
            counted.list(root, size, &mut Vec::new(), &mut |parties| {
                let name = |party: &u32| structure.names[*party as usize].clone();
                listed.push(parties.iter().map(name).collect());
                listed.len() < MOST_LISTED
            });
            for set in &mut listed[begun..] {
                set.sort_unstable();
            }
            listed[begun..].sort_unstable();
            if listed.len() == MOST_LISTED {
                break;
            }
        }
        Sets {
            smallest: sizes.trailing_zeros().and_then(|size| usize::try_from(size).ok()),
            truncated: *total > Number::from(listed.len()),
            total: total.clone(),
            listed,
        }
    }
}

/// Sets of a diagram, from each node on.
struct CountedSets<'a> {
    diagram: &'a Diagram,
    from: BTreeMap<u32, Counted>,
}

impl<'a> CountedSets<'a> {
    fn of(diagram: &'a Diagram, root: u32) -> Self {
        let none = Counted { total: Number::ZERO, sizes: Number::ZERO };
        let empty = Counted { total: 1u8.into(), sizes: 1u8.into() };
        let mut counted = Self { diagram, from: [(NO, none), (YES, empty)].into() };
        // What follows a node has a lower number.
        let mut met = BTreeSet::from([root]);
        let mut ahead = vec![root];
        while let Some(&Fork { out, is_in, .. }) = ahead.pop().and_then(|number| diagram.at(number)) {
            let mut is_new = |number: &u32| diagram.at(*number).is_some() && met.insert(*number);
            ahead.extend([out, is_in].into_iter().filter(|number| is_new(number)));
        }
        for number in met {
            if let Some(&Fork { out, is_in, .. }) = diagram.at(number) {
                let (without, with) = (&counted.from[&out], &counted.from[&is_in]);
                let total = &without.total + &with.total;
                let sizes = &without.sizes | &with.sizes << 1u8;
                counted.from.insert(number, Counted { total, sizes });
            }
        }
        counted
    }

    /// Hands on every set of this size, with those who are in already, for as long as `then` goes on.
    fn list(
        &self,
        number: u32,
        size: u64,
        parties: &mut Vec<u32>,
        then: &mut impl FnMut(&[u32]) -> bool,
    ) -> bool {
        if !self.from[&number].sizes.bit(size) {
            return true;
        }
        let Some(&Fork { party, out, is_in }) = self.diagram.at(number) else { return then(parties) };
        let goes_on = self.list(out, size, parties, then);
        if !goes_on || size == 0 {
            return goes_on;
        }
        parties.push(party);
        let goes_on = self.list(is_in, size - 1, parties, then);
        parties.pop();
        goes_on
    }
}
