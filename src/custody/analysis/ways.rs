//! How many ways there are to make up what is lacking out of plain cards.
//!
//! Each group that falls takes exactly as many cards as it lacks, any of its plain ones; so many groups out of those that can fall:
//! an elementary symmetric polynomial of the ways that each card, or each group, has.

use crate::slip39::math::subsets::{chosen, subsets};

/// A number of sets, which may be larger than any machine word: 16 groups of 16 have more than 2^200.
pub type Number = num_bigint::BigUint;

/// A group that has not fallen, but can.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Its index.
    pub group: u8,
    /// How many more of its cards must fall, at least one.
    pub lack: u8,
    /// How many ways there are for that.
    pub ways: Ways,
}

/// How many ways there are, and the sizes that they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// How many.
    pub number: Number,
    /// The size of the smallest.
    pub least: usize,
    /// The size of the largest. Not every size between need occur.
    pub most: usize,
}

impl Ways {
    /// So many ways, each of this size.
    pub fn of_size(number: usize, size: usize) -> Self {
        Self { number: Number::from(number), least: size, most: size }
    }

    fn and(&self, other: &Self) -> Self {
        Self {
            number: &self.number * &other.number,
            least: self.least + other.least,
            most: self.most + other.most,
        }
    }

    fn or(&self, other: &Self) -> Self {
        Self {
            number: &self.number + &other.number,
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }
}

/// The ways to let `more` of these groups fall, at least one out of each set of groups (a bit for each index) in
/// `touched`; none if there are none.
pub fn ways(groups: &[Lacking], more: usize, touched: &[u16]) -> Option<Ways> {
    let Some((&first, others)) = touched.split_first() else {
        return any_of(groups.iter().map(|lacking| lacking.ways.clone()), more);
    };
    let more = more.checked_sub(1)?;
    let mut sum: Option<Ways> = None;
    // The first group of this set that falls: those before it stand.
    let mut left: Vec<Lacking> = groups.to_vec();
    for lacking in groups.iter().filter(|lacking| first >> lacking.group & 1 == 1) {
        left.retain(|other| other.group != lacking.group);
        let untouched: Vec<u16> =
            others.iter().copied().filter(|set| set >> lacking.group & 1 == 0).collect();
        if let Some(rest) = ways(&left, more, &untouched) {
            let these = lacking.ways.and(&rest);
            sum = Some(sum.map_or(these.clone(), |sum| sum.or(&these)));
        }
    }
    sum
}

/// The ways to take so many of these, each in any of its own ways; none if there are not so many.
pub fn any_of(each: impl Iterator<Item = Ways>, so_many: usize) -> Option<Ways> {
    let mut by_count: Vec<Option<Ways>> = vec![None; so_many + 1];
    by_count[0] = Some(Ways::of_size(1, 0));
    for these in each {
        for count in (0..so_many).rev() {
            let Some(joined) = by_count[count].as_ref().map(|fewer| fewer.and(&these)) else { continue };
            let sum = by_count[count + 1].as_ref().map_or(joined.clone(), |sum| sum.or(&joined));
            by_count[count + 1] = Some(sum);
        }
    }
    by_count.pop().flatten()
}

/// The same groups in every way that may have this size, one after the other: which of them fall.
pub fn choices<'a>(
    groups: &'a [Lacking],
    more: usize,
    touched: &'a [u16],
    size: usize,
) -> impl Iterator<Item = Vec<&'a Lacking>> + 'a {
    let count = u8::try_from(groups.len()).unwrap_or(u8::MAX);
    let fits = move |falling: &Vec<&Lacking>| {
        let indices = falling.iter().fold(0u16, |mask, lacking| mask | 1 << lacking.group);
        let sum = |size: fn(&Ways) -> usize| falling.iter().map(|lacking| size(&lacking.ways)).sum::<usize>();
        let sizes = sum(|ways| ways.least)..=sum(|ways| ways.most);
        sizes.contains(&size) && touched.iter().all(|set| set & indices != 0)
    };
    let all: Vec<&Lacking> = groups.iter().collect();
    subsets(count, u8::try_from(more).unwrap_or(u8::MAX)).map(move |mask| chosen(&all, mask)).filter(fits)
}
