//! Memory that is not swapped out: whole pages of its own for each secret, so that nothing else is locked with it, or
//! unlocked with something else.
//!
//! Pages stay locked until the process ends. Those that a secret has left, wiped, are for the next one: locking asks
//! the kernel, and a drill over thousands of quorums would ask it for every share of each.

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
pub struct Pages {
    /// More than is used, to have the beginning of a page in it.
    around: Box<[u8]>,
    start: usize,
    room: usize,
    is_locked: bool,
}

impl Pages {
    /// Zeros, with room for at least `len` bytes.
    pub fn with_room(len: usize) -> Self {
        let room = room_for(len.div_ceil(page::size())) * page::size();
        let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fitting) = left.iter().rposition(|pages| pages.room == room) {
            return left.swap_remove(fitting);
        }
        drop(left);
        if PLACES.fetch_add(1, Ordering::Relaxed) < MOST_PLACES {
            Self::locked(room)
        } else {
            Self::ordinary(len)
        }
    }

    fn locked(room: usize) -> Self {
        let around = vec![0; room + page::size()].into_boxed_slice();
        let start = around.as_ptr().align_offset(page::size());
        if !lock(&around[start..][..room]) {
            REFUSED.store(true, Ordering::Relaxed);
        }
        Self { around, start, room, is_locked: true }
    }

    fn ordinary(len: usize) -> Self {
        let room = len.next_power_of_two();
        REFUSED.store(true, Ordering::Relaxed);
        Self { around: vec![0; room].into_boxed_slice(), start: 0, room, is_locked: false }
    }

    pub const fn room(&self) -> usize {
        self.room
    }

    pub fn bytes(&self) -> &[u8] {
        &self.around[self.start..][..self.room]
    }

    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.around[self.start..][..self.room]
    }

    /// Wipes the first `used` bytes, beyond which nothing was ever written, and leaves the pages to the next secret.
    pub fn leave(&mut self, used: usize) {
        self.bytes_mut()[..used].zeroize();
        if !self.is_locked {
            return;
        }
        let pages = Self { around: mem::take(&mut self.around), ..*self };
        LEFT.lock().unwrap_or_else(PoisonError::into_inner).push(pages);
    }
}

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
}
