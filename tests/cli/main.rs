//! The command line through pipes and files: what comes out, what is refused, and what is never said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod able;
mod added;
mod alarm;
mod amendments;
mod attacks;
mod desk;
mod known;

mod brought;
mod cannot_tell;
mod ceremony_report;
mod chains;
mod check;
mod codex32;
mod completions;
mod contradictions;
mod cores;
mod dice;
mod disk;
mod drill;
mod eight_digits;
mod entropy;
mod evidence;
mod evidence_secrets;
mod examples;
mod expect;
mod far_holders;
mod first_version;
mod flips;
mod folders;
mod foreign;
mod foreign_options;
mod foreign_refusals;
mod forms;
mod guide;
mod hardening;
mod hostile;
mod hush;
mod input;
mod journal;
mod json;
mod keepers;
mod key_files;
mod keys;
mod killed;
mod lost;
mod made_anew;
mod manual;
mod mashing;
mod media;
mod monitoring;
mod names;
mod natural;
mod other_letters;
mod output;
mod own;
mod pages;
mod paper;
mod passphrase;
mod pictures;
mod policy;
mod policy_limits;
mod practice;
mod preflight;
mod printed;
mod proved;
mod readings;
mod receipts;
mod record;
mod reissue;
mod remote;
mod rules;
mod sealed;
mod sealed_shares;
mod sets;
mod several;
mod specimen;
mod status;
mod steering;
mod story;
mod succession;
mod today;
mod two_wallets;
mod untold;
mod usage;
mod users;
