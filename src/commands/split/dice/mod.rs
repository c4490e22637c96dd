//! Randomness from people, and the second machine that computes the same.

pub(super) mod collect;
pub(super) mod deal;
pub(super) mod options;
pub(super) mod request;

pub(in crate::commands) mod agree;
