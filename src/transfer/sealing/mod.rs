//! Files that are sealed to a key, and opened with it.

pub mod armored;
pub mod confirming;
pub mod halves;
pub mod open;
pub mod seal;
pub mod shares;
pub mod workers;
