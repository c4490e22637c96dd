//! What several commands take.

pub mod choices;
pub mod day;
pub mod expect;
pub mod foreign;
pub mod handout;
pub mod help;
pub mod holders;
pub mod outputs;
pub mod passphrase;
pub mod policy;
pub mod print;
pub mod report;
pub mod usage;
pub mod who;
