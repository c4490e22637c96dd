//! Every way to choose so many of so many: which quorums there are.

/// All sets of `size` members out of `count` (both at most 16), each as a mask whose bit i stands for member i.
pub fn subsets(count: u8, size: u8) -> impl Iterator<Item = u32> {
    let end = 1u32 << count;
    let first = (1u32 << size) - 1;
    std::iter::successors(Some(first), |&mask| following(mask)).take_while(move |&mask| mask < end)
}

/// How many such sets there are; at most 12,870.
#[must_use]
pub fn number_of_subsets(count: u8, size: u8) -> u64 {
    if size > count {
        return 0;
    }
    (0..u64::from(size)).fold(1, |number, taken| number * (u64::from(count) - taken) / (taken + 1))
}

/// The members of `all` that `mask` chooses.
pub fn chosen<T: Copy>(all: &[T], mask: u32) -> Vec<T> {
    all.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, member)| *member).collect()
}

/// The next larger number with as many bits set (Gosper's way); none after the empty set.
fn following(mask: u32) -> Option<u32> {
    let lowest = mask & mask.wrapping_neg();
    let carried = mask.checked_add(lowest).filter(|_| mask != 0)?;
    Some(carried | ((mask ^ carried) / lowest) >> 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg_attr(miri, ignore = "tries too many cases to be interpreted")]
    fn all_subsets_occur_once() {
        for count in 0..=16 {
            for size in 0..=count {
                let found: Vec<u32> = subsets(count, size).collect();
                let expected: Vec<u32> =
                    (0..1 << count).filter(|mask: &u32| mask.count_ones() == u32::from(size)).collect();
                assert_eq!(found, expected, "{size} of {count}");
                assert_eq!(number_of_subsets(count, size), expected.len() as u64);
            }
        }
        assert_eq!(number_of_subsets(3, 4), 0);
        assert_eq!(chosen(&["a", "b", "c"], 0b101), ["a", "c"]);
    }
}
