//! Where random bytes come from: always an argument, so that tests can script it and nothing can seed it.

/// A source of random bytes.
///
/// The shipped program has exactly one, the kernel's, and no option to choose another.
pub trait Entropy {
    /// Fills the whole of `buffer`.
    ///
    /// # Errors
    ///
    /// When the source has nothing to give; the caller must abandon what it was doing.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy>;

    /// Takes in what is about to be dealt, before the first value of the deal is drawn.
    ///
    /// A source that computes its values must give others for every secret: two keys dealt with the same values would betray
    /// how they differ. The kernel's values never come twice, so it ignores this.
    fn bind(&mut self, _dealt: &[u8]) {}
}

/// The random source failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the kernel gave no random bytes")]
pub struct NoEntropy;

/// Bytes that look random and come the same every time (splitmix64). For tests; it is not in the program.
#[cfg(test)]
#[derive(Debug)]
pub struct Scripted(pub u64);

#[cfg(test)]
impl Entropy for Scripted {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        for chunk in buffer.chunks_mut(8) {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(mixed ^ mixed >> 31).to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
