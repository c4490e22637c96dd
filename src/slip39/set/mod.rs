//! Shares as a set: dealt, collected, proved, and made again.

pub mod agreement;
pub mod deal;
pub mod every;
pub mod progress;
pub mod quorum;
pub mod reissue;
