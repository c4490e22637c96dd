//! quorate splits a private key so that any quorum of keyholders can bring it back, and no single keyholder can
//! freeze it or take it. The shares are SLIP-0039 mnemonics, unchanged, which hardware wallets and other tools read.
//!
//! This is the library below the program, and a map of the house. A file imports only from floors below its own:
//!
//! | floor | what is there |
//! | --- | --- |
//! | 0 | [`secret`]: bytes and text that are wiped; [`entropy`]: where random bytes come from |
//! | 1 | [`gf256`], [`rs1024`], [`wordlist`], [`subsets`], [`hash`]: arithmetic and tables |
//! | 2 | [`shamir`], [`feistel`]: the two mechanisms of the standard |
//! | 3 | [`slip39`]: the standard itself, pure |
pub mod entropy;
pub mod secret;

pub mod gf256;
pub mod hash;
pub mod rs1024;
pub mod subsets;
pub mod wordlist;

pub mod feistel;
pub mod shamir;

pub mod slip39;

pub mod key;

pub mod paper;

pub mod ceremony;

pub mod shell;
