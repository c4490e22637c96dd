//! Second opinions: the same questions put to quorate and to programs that share no line with it.
//!
//! | oracle | asked | its field |
//! | --- | --- | --- |
//! | `sharks` (Rust) | interpolation; and its biased dealer must be caught | 0x11d, brought over |
//! | `bc-shamir` (Rust) | splitting and recovering, with the digest | 0x11b |
//! | `shamir-mnemonic` (Python, the reference) | everything, from master secret to words and back | 0x11b |
//! | `mnemonic`, `bip32` (Python) | the wallets that BIP-39 words and BIP-32 seeds stand for | |
//! | `bip39-slip39` (Python), `hashlib` | keys of dice; with the reference, whole deals of them | |
//! | `bip_utils` (Python) | addresses, public keys and fingerprints of every kind | |
//! | `sharks`, `blahaj`, `sskr` with `bc-ur` (Rust), `ssss-split`, `pyshamir` (Python, a port of Vault's code) | dealing shares that must be read | 0x11d, 0x11b, and up to 2^1024 |
//! | `codex32` (Python) | the same, and which texts are none | 2^5 |
//! | `age` (Go), `rage` (Rust), the public test kit of age | sealed files and sealed shares, to and fro | |
//! | `age-encryption` (JavaScript), and the test kit again | shares that are sealed to hybrid recipients, to and fro | |
//! | `openssl`, `ssh-keygen` | key files, and the public half of each | |
//! | `jsonschema` (Rust) | the schemas, and the program's answers against them | |
//! | models of our own (Python, its standard library), by other methods | who freezes and takes a key by a plan, and today, after all that was noted; how a set stands by its journal | |
//! | `zbarimg`, poppler, `rsvg-convert`, `qpdf` | what is printed | |
//!
//! There is nothing here but tests: `cargo test --manifest-path tests/oracle/Cargo.toml --locked`. The reference,
//! `pyshamir`, `codex32`, `mnemonic`, `bip32` and `bip_utils` run where `QUORATE_PYTHON` names a Python that has them, and the models in any;
//! `age-encryption` where `QUORATE_NODE` names the folder that it is installed in; the answers are asked for where `QUORATE_BIN` names the program.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod codex32;
#[cfg(test)]
mod dealing;
#[cfg(test)]
mod far_sets;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod foreign_flips;
#[cfg(test)]
mod holders;
#[cfg(test)]
mod hybrid;
#[cfg(test)]
mod interpolation;
#[cfg(test)]
mod key_files;
#[cfg(test)]
mod models;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod recovery;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod rolled;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod sealed;
#[cfg(test)]
#[path = "../../standard/stream.rs"]
mod stream;
#[cfg(test)]
mod uniformity;
#[cfg(test)]
mod wallets;
