//! Shares, records and sealed files on their way in and out.

pub mod archive;
pub mod delivery;
pub mod explain;
pub mod intake;
pub mod sealing;
