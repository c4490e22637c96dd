//! What people bring: files, pictures, typed shares, shares of other tools, passphrases.

pub mod entry;
pub mod files;
pub mod foreign;
pub mod foreign_set;
pub mod gather;
pub mod keyring;
pub mod passphrase;
pub mod proof;
pub mod receive;
pub mod sources;
pub mod typed;
