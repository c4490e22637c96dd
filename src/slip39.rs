//! SLIP-0039 itself, and nothing else: no custodian, no paper, no terminal.
//!
//! | clause of the standard | where |
//! | --- | --- |
//! | Format of the share mnemonic | [`header`], [`mnemonic`], [`words`] |
//! | Two-level scheme, its limits | [`policy`] |
//! | Encryption and decryption of the master secret | [`master`], over [`crate::feistel`] |
//! | Generating the shares | [`deal`], over [`crate::shamir`] |
//! | Combining the shares | [`quorum`], over [`crate::shamir`] |
//! | The same, for one share that is lost | [`reissue`] |
//! | Checksum, and pointing at an error | [`mnemonic`] and [`typo`], over [`crate::rs1024`] |
//! | Word list | [`crate::wordlist`] |
//!
//! Sharing a secret and bringing it back:
//!
//! ```
//! use quorate::shell::entropy::OsEntropy;
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
pub mod policy;

pub mod master;
pub mod mnemonic;
pub mod typo;
pub mod words;

mod agreement;
pub mod deal;
pub mod every;
pub mod progress;
pub mod quorum;
mod readings;
pub mod reissue;

pub use deal::{Deal, DealError};
pub use every::Tried;
pub use header::{Encryption, Exponent, Header, Identifier, SetHeader, ordinal};
pub use master::{Ems, MasterSecret, MasterSecretError, Passphrase, PassphraseError};
pub use mnemonic::{Mnemonic, MnemonicError, Share};
pub use policy::{Group, Loss, Policy, PolicyError};
pub use progress::{GroupProgress, Progress};
pub use quorum::{Added, Misfit, Quorum, QuorumError, ShareSet};
pub use reissue::{Lost, ReissueError, Shortfall};
pub use typo::{Typo, diagnose};
