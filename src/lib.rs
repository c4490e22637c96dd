//! quorate splits a private key so that any quorum of keyholders can bring it back, and no single keyholder can
//! freeze it or take it. The shares are SLIP-0039 mnemonics, unchanged, which hardware wallets and other tools read.
//!
//! This is the library below the program, and a map of the house. A file imports only from its own room and from those
//! above it in this table:
//!
//! | room | what is there |
//! | --- | --- |
//! | [`crypto`] | secret memory that is wiped, random bytes, and the door to SHA-2 |
//! | [`slip39`] | the standard itself, pure; it knows no custodian, no paper and no terminal |
//! | [`formats`] | what others write: private keys, sealed files, and shares of other tools |
//! | [`custody`] | who holds what, and what happened: plan, analysis, record, journal, receipts, and what is due |
//! | [`paper`] | cards, sheets and QR codes, and what a photograph of them says |
//! | [`ceremony`] | a split, a recovery, a check and the rest, step by step, without I/O |
//! | `host` | every contact with the machine: terminal, files, streams, the sandbox, random bytes |
//! | `transfer` | shares, records and sealed files on their way in and out |
//! | `commands` | a command each: what can be typed, what it means, what it does, what it answers |
//! | `run` | from the command line to an exit code |
//!
//! The rooms up to [`ceremony`] are the library. They need no machine below them, and compile for WebAssembly, but for
//! [`crypto::random`]. The others are the program, for Unix, and private: [`run()`] is all of it.
//!
//! The data's way, each arrow one function from one type to the next:
//!
//! ```text
//! split:    text -> Key -> MasterSecret -> Ems -> Deal (every quorum recombined) -> Mnemonic -> the custodians
//! print:    Mnemonic -> Card or QrCode -> PDF, SVG, PNG, half blocks (each read back) -> the custodians
//! recover:  text or picture -> Share -> ShareSet -> Quorum (proved) -> Ems -> MasterSecret -> text
//! ```
//!
//! `docs/README.md` says where to read the rest.

#![forbid(unsafe_code)]

pub mod crypto;

pub mod slip39;

pub mod formats;

pub mod custody;

pub mod paper;

pub mod ceremony;

#[cfg(unix)]
mod host;

#[cfg(unix)]
mod transfer;

#[cfg(unix)]
mod commands;

#[cfg(unix)]
mod run;

#[cfg(unix)]
pub use run::run;

/// What the tests, fuzzers and benches that lie beside this library reach for in the program's own rooms. It promises
/// nothing to anybody else.
#[cfg(unix)]
#[doc(hidden)]
pub mod inside {
    pub use crate::{
        commands::{
            options::{policy, who::PolicyOptions},
            parse::parse,
        },
        host::{
            console::{Console, Machine},
            failure::Failure,
        },
        run::harden,
        transfer::{archive::record_check, sealing::workers},
    };
}
