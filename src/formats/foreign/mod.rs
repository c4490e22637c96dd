//! Shares that other tools made: read, never written. `slip39` knows nothing of them, and they know nothing of it; what
//! they give is bytes, of any length.
//!
//! Everything that can be refused is refused before any arithmetic: a share at 0, which would be the secret itself; a
//! number that the field does not have; lengths that differ; one number with two values. The same share twice counts
//! once. Of the five formats one, SSKR, can confirm what it gives; the others give something for any shares whatever,
//! and [`Confirmation`] says so. Codex32 finds slips in a share by its checksum, and so does SSKR.

mod codex32;
mod disguise;
mod encoding;
mod error;
mod field;
mod gathering;
mod point;
mod points;
mod sharks;
mod sskr;
mod ssss;
mod vault;
mod vault_json;

use std::fmt;

use crate::crypto::{secret::SecretBytes, stack};

pub use self::{
    codex32::{Codex32Header, is_likely as is_codex32},
    disguise::refuse_encrypted,
    encoding::to_hex as hex,
    error::{ForeignMisfit, ForeignMisfitKind, ForeignRecoverError, ShareError},
    sskr::{SskrHeader, SskrSetHeader, is_word as is_byteword},
    vault::{is_remark as is_vault_remark, labelled as vault_labelled},
    vault_json::shares as vault_document,
};

/// What a share was made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignFormat {
    /// Codex32 (BIP-93): shares of the seed of a wallet.
    Codex32,
    /// The Rust crates `sharks` and `blahaj`.
    Sharks,
    /// Sharded Secret Key Reconstruction.
    Sskr,
    /// `ssss-split`.
    Ssss,
    /// `ssss-split -D`, without its diffusion layer.
    SsssPlain,
    /// HashiCorp Vault: unseal and recovery keys.
    Vault,
}

impl ForeignFormat {
    /// Whether a digest confirms what shares give.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(self, Self::Sskr)
    }

    /// Whether shares say how many are needed.
    #[must_use]
    pub const fn says_threshold(self) -> bool {
        matches!(self, Self::Codex32 | Self::Sskr)
    }

    /// The short name, as `--from` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Codex32 => "codex32",
            Self::Sharks => "sharks",
            Self::Sskr => "sskr",
            Self::Ssss => "ssss",
            Self::SsssPlain => "ssss-plain",
            Self::Vault => "vault",
        }
    }

    /// The format that `text` is unmistakably of. Points in hex or base64 could be anything, but for what Vault has labelled.
    #[must_use]
    pub fn recognise(text: &str) -> Option<Self> {
        let text = text.trim();
        if vault::labelled(text).is_some() {
            return Some(Self::Vault);
        }
        if is_codex32(text) {
            return Some(Self::Codex32);
        }
        let is_ur = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("ur:sskr/"))
            || text.get(..15).is_some_and(|start| start.eq_ignore_ascii_case("ur:crypto-sskr/"));
        if is_ur || sskr::SskrShare::parse(text).is_ok() {
            return Some(Self::Sskr);
        }
        ssss::parse(text).ok().map(|_| Self::Ssss)
    }
}

impl fmt::Display for ForeignFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Codex32 => "codex32",
            Self::Sharks => "sharks or blahaj",
            Self::Sskr => "SSKR",
            Self::Ssss => "ssss",
            Self::SsssPlain => "ssss -D",
            Self::Vault => "Vault",
        })
    }
}

/// One share of another tool.
#[derive(Debug)]
pub enum ForeignShare {
    /// A point, which says its number and nothing else.
    Point(point::PointShare),
    /// A share of codex32.
    Codex32(codex32::Codex32Share),
    /// A share that says what it is of.
    Sskr(sskr::SskrShare),
}

impl ForeignShare {
    /// The share of this format that `text` is.
    ///
    /// # Errors
    ///
    /// When it is none. The error tells why, and positions, never what was read.
    pub fn parse(format: ForeignFormat, text: &str) -> Result<Self, ShareError> {
        let text = text.trim();
        disguise::refuse_armored(text.as_bytes())?;
        stack::wiped(|| match format {
            ForeignFormat::Codex32 => codex32::Codex32Share::parse(text).map(Self::Codex32),
            ForeignFormat::Sharks => sharks::parse(text).map(Self::Point),
            ForeignFormat::Vault => vault::parse(text).map(Self::Point),
            ForeignFormat::Ssss | ForeignFormat::SsssPlain => ssss::parse(text).map(Self::Point),
            ForeignFormat::Sskr => sskr::SskrShare::parse(text).map(Self::Sskr),
        })
    }

    /// What it says of itself.
    #[must_use]
    pub fn facts(&self) -> Facts {
        match self {
            Self::Point(share) => {
                Facts::Point { number: share.number, name: share.name.clone(), bytes: share.value.len() }
            }
            Self::Codex32(share) => Facts::Codex32 { header: share.header, bytes: share.secret_bytes() },
            Self::Sskr(share) => Facts::Sskr { header: share.header, bytes: share.value.len() },
        }
    }
}

/// What a share says of itself: nothing of it is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// A point.
    Point {
        /// Its number, from 1.
        number: u32,
        /// The name of its set, where it has one.
        name: Option<String>,
        /// Bytes of its value, and of the secret.
        bytes: usize,
    },
    /// A share of codex32, or the secret in it.
    Codex32 {
        /// Its header.
        header: Codex32Header,
        /// Bytes of the secret.
        bytes: usize,
    },
    /// A share of SSKR.
    Sskr {
        /// Its header.
        header: SskrHeader,
        /// Bytes of its value, and of the secret.
        bytes: usize,
    },
}

/// Shares of one format that may be of one set, as far as they say.
#[derive(Debug)]
pub struct ForeignSet {
    kind: SetKind,
    /// The places, in the order that the shares came in, of those that had come before.
    pub repeats: Vec<usize>,
}

#[derive(Debug)]
enum SetKind {
    Codex32(codex32::Codex32Set),
    Points(points::Points),
    Sskr(sskr::SskrSet),
}

impl ForeignSet {
    /// Brings shares of one format together.
    ///
    /// # Errors
    ///
    /// When two cannot be of one set.
    pub fn gather(format: ForeignFormat, shares: Vec<ForeignShare>) -> Result<Self, ForeignMisfit> {
        let (mut codex32, mut points, mut sskr) = (Vec::new(), Vec::new(), Vec::new());
        for share in shares {
            match share {
                ForeignShare::Codex32(share) => codex32.push(share),
                ForeignShare::Point(share) => points.push(share),
                ForeignShare::Sskr(share) => sskr.push(share),
            }
        }
        let (kind, repeats) = match format {
            ForeignFormat::Codex32 => {
                let (set, repeats) = codex32::Codex32Set::gather(codex32)?;
                (SetKind::Codex32(set), repeats)
            }
            ForeignFormat::Sskr => {
                let (set, repeats) = sskr::SskrSet::gather(sskr)?;
                (SetKind::Sskr(set), repeats)
            }
            _ => {
                let (points, repeats) = points::Points::gather(format, points)?;
                (SetKind::Points(points), repeats)
            }
        };
        Ok(Self { kind, repeats })
    }

    /// How many shares there are that differ.
    #[must_use]
    pub fn count(&self) -> usize {
        match &self.kind {
            SetKind::Codex32(set) => set.count(),
            SetKind::Points(points) => points.count(),
            SetKind::Sskr(set) => set.count(),
        }
    }

    /// The smallest threshold on which all of these shares agree, where it is below their number, so that one share or more
    /// is there to tell by. None for codex32 and SSKR, whose shares say it, and where there is no such threshold.
    #[must_use]
    pub fn smallest_threshold(&self) -> Option<u32> {
        match &self.kind {
            SetKind::Points(points) => stack::wiped(|| points.smallest_threshold()),
            SetKind::Codex32(_) | SetKind::Sskr(_) => None,
        }
    }

    /// For codex32: how many shares are needed, as they say themselves.
    #[must_use]
    pub fn threshold(&self) -> Option<u8> {
        match &self.kind {
            SetKind::Codex32(set) => Some(set.threshold()),
            SetKind::Points(_) | SetKind::Sskr(_) => None,
        }
    }

    /// For SSKR: how many more of each begun group are needed, groups by their index, and how many groups are complete
    /// of how many that are needed.
    #[must_use]
    pub fn progress(&self) -> Option<SskrProgress> {
        match &self.kind {
            SetKind::Codex32(_) | SetKind::Points(_) => None,
            SetKind::Sskr(set) => {
                let (missing, complete) = set.progress();
                let header = set.header()?;
                Some(SskrProgress { missing, complete, set: header })
            }
        }
    }

    /// For SSKR: what its shares have in common and, by group, how many of its shares are needed; none for a group of which
    /// none is here.
    #[must_use]
    pub fn needed(&self) -> Option<(SskrSetHeader, Vec<Option<u8>>)> {
        match &self.kind {
            SetKind::Codex32(_) | SetKind::Points(_) => None,
            SetKind::Sskr(set) => Some((set.header()?, set.member_thresholds())),
        }
    }

    /// The secret. Codex32 and SSKR know their own `threshold`; of the other formats it must be told, and any number gives something.
    ///
    /// # Errors
    ///
    /// When more shares are needed, or they contradict each other.
    pub fn recover(&self, threshold: u32) -> Result<Recovered, ForeignRecoverError> {
        stack::wiped(|| match &self.kind {
            SetKind::Codex32(set) => set.recover(),
            SetKind::Points(points) => points.recover(threshold),
            SetKind::Sskr(set) => set.recover(),
        })
    }
}

/// How far shares of SSKR have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SskrProgress {
    /// For each group of which there are shares, by its index: how many more are needed.
    pub missing: Vec<(u8, usize)>,
    /// How many groups are complete.
    pub complete: usize,
    /// How many groups there are and are needed.
    pub set: SskrSetHeader,
}

/// A secret, and what is known of it.
#[derive(Debug)]
pub struct Recovered {
    /// The bytes, as many as a value has.
    pub secret: SecretBytes,
    /// What confirms them.
    pub confirmation: Confirmation,
}

/// What confirms a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// A digest of the secret in the shares.
    Digest,
    /// One share is the whole secret; only the checksum of its words confirms it.
    Checksum,
    /// So many shares more than needed lie on the same polynomial. They are of one dealing and none was altered by
    /// chance; whether it is the right dealing, nothing tells.
    Agreement {
        /// How many.
        spare: usize,
    },
    /// Nothing: other shares, or another threshold, would have given something else, and no error.
    Nothing,
}

#[cfg(test)]
mod tests;
