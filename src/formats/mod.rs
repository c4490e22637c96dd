//! What others write: private keys, sealed files, and shares of other tools.

pub mod age;
pub mod count;
pub mod foreign;
pub mod identity;
pub mod key;
pub mod keyfile;
pub mod pass_words;
#[cfg(test)]
pub(crate) mod pattern;
pub mod public;
pub mod recipient;
pub mod suspicion;
pub mod text;
pub mod visible;
pub mod wide;
