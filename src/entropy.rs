//! Where random bytes come from: always an argument, so that tests can script it and nothing can seed it.

/// A source of random bytes.
///
/// The shipped program has exactly one, the operating system's, and no option to choose another.
pub trait Entropy {
    /// Fills the whole of `buffer`.
    ///
    /// # Errors
    ///
    /// When the source has nothing to give; the caller must abandon what it was doing.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy>;
}

/// The random source failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoEntropy;
