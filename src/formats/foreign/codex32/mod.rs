//! Codex32 (BIP-93): the seed of a wallet, or shares of one, as a line of letters and digits that begins with `ms1`. A share
//! says how many are needed, and its checksum finds slips. Nothing confirms what shares give: every share that a polynomial
//! gives has a valid checksum, whichever shares the polynomial goes through.
//!
//! A share is a row of elements of GF(32), and so is its checksum. What is secret meets neither branch nor table here, but
//! masks alone; the weights come from the letters of shares, which are public.

mod checksum;
mod gf32;
mod set;
mod share;

pub use self::{
    set::Codex32Set,
    share::{Codex32Header, Codex32Share, is_likely},
};
