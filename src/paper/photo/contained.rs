//! What libraries do with a picture that a stranger may have made. If one of them panics on it, the picture could not be
//! read, and nothing worse.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
};

use crate::crypto::stack;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside [`contained`], so that a panic is none that a fuzzer should end at.
#[must_use]
pub fn is_contained() -> bool {
    INSIDE.get()
}

/// What `work` returns; nothing if it panics. It goes deeper than anything else does, so its stack is wiped here.
pub fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    let outside = INSIDE.replace(true);
    let done = stack::wiped_as_a_picture(|| catch_unwind(AssertUnwindSafe(work)).ok());
    INSIDE.set(outside);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_here() {
        assert_eq!(contained(|| Vec::<u8>::new()[std::hint::black_box(3)]), None);
        assert_eq!(contained(is_contained), Some(true));
        assert!(!is_contained());
    }
}
