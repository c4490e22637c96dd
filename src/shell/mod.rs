//! Every contact with the world: arguments, files, the terminal, the random source, and what is said.
//!
//! stdout carries the product and nothing else; everything else goes to stderr; prompts go to the terminal itself.

pub mod append;
pub mod entropy;
pub mod failure;
pub mod files;
pub mod growing;
pub mod hands;
pub mod leftovers;
pub mod medium;
pub mod output;
pub mod signals;
pub mod suspicion;
pub mod unfinished;

pub mod args;
pub mod hardening;
pub mod manual;

pub mod keyboard;
pub mod screen;
pub mod terminal;

pub mod explain;
pub mod json;
pub mod opening;
pub mod pictured;
pub mod plan;
pub mod sealing;
pub mod sources;

pub mod ask;
pub mod book;
pub mod difference;
pub mod entry;
pub mod passphrase;
pub mod read_back;
pub mod reveal;
pub mod today;
pub mod type_share;

pub mod deliver;
pub mod facts;
pub mod handout;
pub mod printing;
pub mod quorum;
pub mod rebuild;
pub mod recording;

pub mod against;
pub mod card;
pub mod check;
pub mod drill;
pub mod foreign;
pub mod note;
pub mod policy;
pub mod practice;
pub mod preflight;
pub mod recover;
pub mod reissue;
pub mod split;
pub mod status;

pub mod run;
