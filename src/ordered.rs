//! Sets and maps in order, filled by inserting. `collect` sorts first, and each kind of element that is sorted costs 5 KB of
//! a program that has few elements of many kinds.

use std::collections::{BTreeMap, BTreeSet};

/// These, each once, in order.
pub fn set<T: Ord>(elements: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(elements);
    set
}

/// These by their keys, in order; of several with one key the last.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}
