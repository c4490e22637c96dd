//! The stories, without a terminal or a file: what a split, a recovery, a check and the rest are made of, step by step.

pub mod reading;
pub mod submission;

pub mod check;
pub mod compare;
pub mod drill;
pub mod expected;
pub mod passphrase;
pub mod practice;
pub mod print;
pub mod rebuild;
pub mod recover;
pub mod reissue;
pub mod selftest;
pub mod split;
