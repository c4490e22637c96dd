//! The only random source that ships: the operating system's. There is no option to choose another or to seed it.

use crate::entropy::{Entropy, NoEntropy};

/// The operating system's random bytes.
#[derive(Clone, Copy, Debug)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(buffer).map_err(|_| NoEntropy)
    }
}
