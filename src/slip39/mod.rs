//! SLIP-0039 itself, and nothing else: no custodian, no paper, no terminal.
//!
//! | clause of the standard | where |
//! | --- | --- |
//! | Format of the share mnemonic | [`header`], [`share`], [`words`] |
//! | Two-level scheme, its limits | [`policy`] |
//! | Encryption and decryption of the master secret | [`master`], over [`math::feistel`] |
//! | Generating the shares | [`set::deal`], over [`math::shamir`] |
//! | Combining the shares | [`set::quorum`], over [`math::shamir`] |
//! | The same, for one share that is lost | [`set::reissue`] |
//! | Checksum, and pointing at an error | [`share`] and [`typo`], over [`math::rs1024`] |
//! | Word list | [`wordlist`] |
//!
//! Sharing a secret and bringing it back:
//!
//! ```
//! use quorate::crypto::random::OsEntropy;
//! use quorate::slip39::{Deal, Exponent, MasterSecret, Passphrase, Policy, Share, ShareSet};
//!
//! let mut entropy = OsEntropy;
//! let policy: Policy = "2of3".parse()?;
//! let secret = MasterSecret::copy_of(b"sixteen or more.")?;
//! let ems = secret.encrypt(&Passphrase::empty(), Exponent::DEFAULT, &mut entropy, &mut |_| {})?;
//! let deal = Deal::new(&policy, ems, &mut entropy)?;
//! let quorums = deal.prove()?;
//! assert_eq!(quorums, 4, "three pairs of members, and one set of groups");
//!
//! let mut set = ShareSet::default();
//! for share in &deal.groups()[0][..2] {
//!     set.add(Share::parse(share.mnemonic().expose())?)?;
//! }
//! let recovered = set.prove()?.ems().decrypt(&Passphrase::empty(), &mut |_| {});
//! assert!(recovered.matches(&secret));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod header;
pub mod math;
pub mod policy;
pub mod set;
pub mod wordlist;

pub mod master;
pub mod mnemonic;
pub mod share;
pub mod typo;
pub mod words;

mod readings;

pub use header::{Encryption, Exponent, Header, Identifier, SetHeader, ordinal};
pub use master::{Ems, MasterSecret, MasterSecretError, Passphrase, PassphraseError};
pub use mnemonic::{Mnemonic, MnemonicError};
pub use policy::{Group, Loss, Policy, PolicyError};
pub use set::deal::{Deal, DealError};
pub use set::every::Tried;
pub use set::progress::{GroupProgress, Progress};
pub use set::quorum::{Added, Misfit, Quorum, QuorumError, ShareSet};
pub use set::reissue::{Lost, SetReissueError, Shortfall};
pub use share::Share;
pub use typo::{Typo, diagnose};
