//! Memory that is not swapped out: whole pages of its own for each secret, so that nothing else is locked with it, or
//! unlocked with something else.
//!
//! Pages stay locked until the process ends. Those that a secret has left, wiped, are for the next one: locking asks
//! the kernel, and a drill over thousands of quorums would ask it for every share of each. For the same reason single pages,
//! which most secrets need, are locked by the eight, and handed out one by one.

use std::{
    mem,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

#[cfg(unix)]
use region::page;
use zeroize::Zeroize as _;

/// Pages of one secret. They never move and never grow.
pub struct Pages(Storage);

enum Storage {
    /// Whole pages, locked until the process ends.
    Locked(&'static mut [u8]),
    /// Where there may be no more places.
    Ordinary(Box<[u8]>),
}

impl Pages {
    /// Zeros, with room for at least `len` bytes.
    pub fn with_room(len: usize) -> Self {
        let room = room_for(len.div_ceil(page::size())) * page::size();
        if let Some(left) = Self::left(room) {
            return left;
        }
        if room == page::size()
            && PLACES.load(Ordering::Relaxed) + BATCH <= MOST_PLACES
            && let Some(first) = Self::batch()
        {
            PLACES.fetch_add(BATCH, Ordering::Relaxed);
            return first;
        }
        if PLACES.fetch_add(1, Ordering::Relaxed) < MOST_PLACES {
            Self::locked(room)
        } else {
            Self::ordinary(len)
        }
    }

    /// Pages of exactly this room that a secret has left.
    fn left(room: usize) -> Option<Self> {
        let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = left.iter().rposition(|pages| pages.room() == room)?;
        Some(left.swap_remove(fitting))
    }

    /// One page of several that are locked at once. The others are left for the secrets that come next. None where so many may
    /// not be locked, though one might.
    fn batch() -> Option<Self> {
        let mut around = room_around(BATCH * page::size());
        let pages = whole_pages(&mut around, BATCH * page::size());
        if !lock(pages) {
            return None;
        }
        let pages = whole_pages(around.leak(), BATCH * page::size());
        let mut each = pages.chunks_exact_mut(page::size()).map(|page| Self(Storage::Locked(page)));
        let first = each.next();
        LEFT.lock().unwrap_or_else(PoisonError::into_inner).extend(each);
        first
    }

    fn locked(room: usize) -> Self {
        let pages = whole_pages(room_around(room).leak(), room);
        if !lock(pages) {
            REFUSED.store(true, Ordering::Relaxed);
        }
        Self(Storage::Locked(pages))
    }

    fn ordinary(len: usize) -> Self {
        REFUSED.store(true, Ordering::Relaxed);
        Self(Storage::Ordinary(vec![0; len.next_power_of_two()].into_boxed_slice()))
    }

    pub fn room(&self) -> usize {
        self.bytes().len()
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Storage::Locked(pages) => pages,
            Storage::Ordinary(bytes) => bytes,
        }
    }

    pub fn bytes_mut(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Storage::Locked(pages) => pages,
            Storage::Ordinary(bytes) => bytes,
        }
    }

    /// Wipes the first `used` bytes, beyond which nothing was ever written, and leaves the pages to the next secret.
    pub fn leave(&mut self, used: usize) {
        self.bytes_mut()[..used].zeroize();
        if let Storage::Locked(pages) = &mut self.0 {
            let pages = Self(Storage::Locked(mem::take(pages)));
            LEFT.lock().unwrap_or_else(PoisonError::into_inner).push(pages);
        }
    }
}

/// Zeros, more than is used, to have the beginning of a page in them. They are never freed: what is locked stays so.
fn room_around(room: usize) -> Vec<u8> {
    vec![0; room + page::size()]
}

/// As many bytes of whole pages.
fn whole_pages(around: &mut [u8], room: usize) -> &mut [u8] {
    let start = around.as_ptr().align_offset(page::size());
    &mut around[start..][..room]
}

/// Single pages that are locked at once: as many as the check of a share needs. One call of the kernel for each would take half
/// of the time that all of them take.
const BATCH: usize = 8;

/// Pages for a secret that needs so many: few sizes, so that what one secret has left fits the next. Many pages are a
/// quarter more than is needed at the most, for pictures take thousands.
const fn room_for(pages: usize) -> usize {
    let power = pages.next_power_of_two();
    if pages <= 8 { power } else { pages.next_multiple_of(power / 8) }
}

/// Asks the kernel to keep these pages in memory.
#[cfg(all(unix, not(miri)))]
fn lock(pages: &[u8]) -> bool {
    // Dropped, it would unlock them.
    region::lock(pages.as_ptr(), pages.len()).map(mem::forget).is_ok()
}

/// Outside of Unix there is nobody to ask, and nothing is locked. Miri interprets the program, and has no kernel.
#[cfg(any(not(unix), miri))]
const fn lock(_: &[u8]) -> bool {
    cfg!(miri)
}

#[cfg(not(unix))]
mod page {
    /// Large enough to keep secrets apart; nothing is locked by it.
    pub const fn size() -> usize {
        4096
    }
}

/// Places of which each is locked for itself, at the most: the kernel keeps a list of them, which must not become so long
/// that there is no memory to be had. A set of 256 shares takes a quarter of it.
const MOST_PLACES: usize = 4096;

/// How many there have been.
static PLACES: AtomicUsize = AtomicUsize::new(0);

/// Pages without a secret.
static LEFT: Mutex<Vec<Pages>> = Mutex::new(Vec::new());

static REFUSED: AtomicBool = AtomicBool::new(false);

/// Whether, since this was asked last, a secret came to lie where the system may swap it out.
#[must_use]
pub fn was_refused() -> bool {
    REFUSED.swap(false, Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::crypto::secret::{SecretBytes, SecretText};

    /// More than any other test asks for, so that no other takes the pages that were left.
    const LARGE: usize = if cfg!(miri) { 1 << 16 } else { 4 << 20 };

    fn is_left_empty(place: *const u8) -> bool {
        let left = LEFT.lock().unwrap();
        let pages = left.iter().find(|pages| pages.bytes().as_ptr() == place);
        pages.is_some_and(|pages| pages.bytes().iter().all(|&byte| byte == 0))
    }

    #[test]
    fn pages_come_in_few_sizes_that_hold_little_more_than_is_needed() {
        let sizes: BTreeSet<usize> = (1..=4096).map(room_for).collect();
        assert_eq!(sizes.len(), 4 + 9 * 4);
        for pages in 9..=4096 {
            assert!((pages..=pages + pages / 4).contains(&room_for(pages)), "{pages}");
        }
    }

    #[test]
    fn a_secret_leaves_its_pages_wiped_and_to_the_next() {
        // Not by `with_room`, for another test uses up all places.
        let mut bytes = SecretBytes { pages: Pages::locked(LARGE), len: LARGE };
        bytes.expose_mut().fill(0xa5);
        let place = bytes.expose().as_ptr();
        assert!(!is_left_empty(place));
        drop(bytes);
        assert!(is_left_empty(place));

        let text = SecretText::copy_of(&"hunter2".repeat(LARGE / 7));
        assert_eq!(text.expose().as_ptr(), place, "the same pages again");
        drop(text);
        assert!(is_left_empty(place));
    }

    #[test]
    fn each_secret_of_a_batch_has_a_page_of_its_own() {
        // Not by `with_room`, for other tests take pages and leave theirs.
        let batches: Vec<Pages> = (0..3).filter_map(|_| Pages::batch()).collect();
        let all = LEFT.lock().unwrap();
        let single = all.iter().chain(&batches).filter(|pages| pages.room() == page::size());
        let places: Vec<usize> = single.map(|pages| pages.bytes().as_ptr().addr()).collect();
        assert!(places.iter().all(|place| place % page::size() == 0));
        let different: BTreeSet<usize> = places.iter().copied().collect();
        assert_eq!(different.len(), places.len(), "no two secrets share a page");
        for first in &batches {
            let next = |at: usize| first.bytes().as_ptr().addr() + at * page::size();
            let is_left = |at: &usize| different.contains(&next(*at));
            assert!((1..BATCH).filter(is_left).count() > 0, "the others are for the next ones");
        }
    }
}
