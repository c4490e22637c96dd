//! quorate splits a private key so that any quorum of keyholders can bring it back, and no single keyholder can
//! freeze it or take it. The shares are SLIP-0039 mnemonics, unchanged, which hardware wallets and other tools read.
//!
//! This is the library below the program, and a map of the house. A file imports only from floors below its own:
//!
//! | floor | what is there |
//! | --- | --- |
//! | 0 | [`secret`]: bytes and text that are wiped; [`stack`]: what is left on it is, too; [`entropy`]: where random bytes come from |
//! | 1 | [`date`], [`gf256`], [`rs1024`], [`wordlist`], [`subsets`], [`hash`], [`visible`]: arithmetic and tables |
//! | 2 | [`shamir`], [`feistel`]: the two mechanisms of the standard; [`name`]: names that can be told from each other |
//! | 3 | [`slip39`]: the standard itself, pure; it knows no custodian, no paper and no terminal; [`age`]: sealed files |
//! | 4 | [`key`]: what a private key looks like outside, each form with its inverse; [`plan`]: who answers for which card; [`foreign`]: shares that other tools made, to be read only |
//! | 5 | [`paper`]: cards, sheets and QR codes, and what a photograph of them says; [`record`]: what may be known of a set, its journal and receipts |
//! | 6 | [`ceremony`]: the stories of a split, a recovery and a check, without I/O |
//! | 7 | [`shell`]: every contact with the world; [`shell::run::run`] is the whole program |
//!
//! The data's way, each arrow one function from one type to the next:
//!
//! ```text
//! split:    text -> Key -> MasterSecret -> Ems -> Deal (every quorum recombined) -> Mnemonic -> the custodians
//! print:    Mnemonic -> Card or QrCode -> PDF, SVG, PNG, half blocks (each read back) -> the custodians
//! recover:  text or picture -> Share -> ShareSet -> Quorum (proved) -> Ems -> MasterSecret -> text
//! ```
//!
//! `docs/` has the rest: `format.md` (the standard clause by clause), `threats.md`, `ceremony.md` for the people in the
//! room, `dependencies.md`.

pub mod entropy;
pub mod secret;
pub mod stack;

pub mod date;
pub mod gf256;
pub mod hash;
pub mod rs1024;
pub mod subsets;
pub mod visible;
pub mod wordlist;

pub mod feistel;
pub mod name;
pub mod shamir;

pub mod slip39;

pub mod age;

pub mod foreign;
pub mod key;
pub mod plan;

pub mod paper;
pub mod record;

pub mod ceremony;

pub mod shell;
