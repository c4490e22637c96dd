//! What libraries do with a picture that a stranger may have made. If one of them panics on it, the picture could not be
//! read, and nothing worse.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `work` returns; nothing if it panics.
pub fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_here() {
        assert_eq!(contained(|| Vec::<u8>::new()[std::hint::black_box(3)]), None);
        assert_eq!(contained(|| 3), Some(3));
    }
}
