//! A set of shares of which everything is known, dealt by the library from numbers that look random and are always the
//! same.

use quorate::{
    crypto::hash::hkdf_sha256,
    slip39::{
        Deal, Exponent, MasterSecret, Passphrase, Policy, Share,
        math::shamir::{SECRET_INDEX, interpolate},
        wordlist,
    },
};

use super::needles::Needles;

#[path = "../../standard/stream.rs"]
#[allow(dead_code, reason = "shared with the tests of the standard")]
mod stream;

pub use stream::Stream;

/// The passphrase of sets that have one.
pub const PASSPHRASE: &str = "vellum Quasar 83 thimble";

/// A set.
#[derive(Debug)]
pub struct Set {
    /// The master secret.
    pub key: Vec<u8>,
    /// The shares, by group and then member.
    pub groups: Vec<Vec<String>>,
}

impl Set {
    /// Deals a key of so many bytes.
    #[must_use]
    pub fn deal(seed: u64, policy: &str, bytes: usize, passphrase: &str) -> Self {
        Self::deal_groups(seed, &policy.parse().unwrap(), bytes, passphrase)
    }

    /// Deals a key of so many bytes to groups.
    #[must_use]
    pub fn deal_groups(seed: u64, policy: &Policy, bytes: usize, passphrase: &str) -> Self {
        let mut stream = Stream::new(seed);
        let key = stream.bytes(bytes);
        let exponent = Exponent::new(0).unwrap();
        let ems = MasterSecret::copy_of(&key)
            .unwrap()
            .encrypt(&Passphrase::new(passphrase).unwrap(), exponent, &mut stream, &mut |_| {})
            .unwrap();
        let deal = Deal::new(policy, ems, &mut stream).unwrap();
        let words = |share: &Share| share.mnemonic().expose().to_owned();
        let groups = deal.groups().iter().map(|group| group.iter().map(words).collect()).collect();
        Self { key, groups }
    }

    /// The shares of the first group.
    #[must_use]
    pub fn shares(&self) -> &[String] {
        &self.groups[0]
    }

    /// All that is secret of it.
    #[must_use]
    pub fn needles(&self) -> Needles {
        let groups: Vec<Vec<&str>> =
            self.groups.iter().map(|group| group.iter().map(String::as_str).collect()).collect();
        add_groups(Needles::default().bytes("master secret", &self.key), &groups)
    }
}

/// Adds shares, the secrets of their groups and the encrypted master secret. Each group must be a quorum at least.
#[must_use]
pub fn add_groups(mut needles: Needles, groups: &[Vec<&str>]) -> Needles {
    let mut secrets = Vec::new();
    let mut groups_needed = 1;
    for (group, shares) in (1..).zip(groups) {
        let mut points = Vec::new();
        for share in shares {
            let header = *Share::parse(share).unwrap().header();
            let what = format!("share {group}.{}", header.member + 1);
            let value = value(share);
            needles = needles.mnemonic(&what, share).bytes(&format!("value of {what}"), &value);
            points.push((header.member, value));
            groups_needed = header.set.group_threshold;
        }
        let threshold = Share::parse(shares[0]).unwrap().header().member_threshold;
        let secret = joined(&points[..usize::from(threshold)]);
        needles = needles.bytes(&format!("secret of group {group}"), &secret);
        secrets.push((Share::parse(shares[0]).unwrap().header().group, secret));
    }
    needles.bytes("encrypted master secret", &joined(&secrets[..usize::from(groups_needed)]))
}

/// Adds the seeds of the keys that shares sign with, for a record with this salt.
#[must_use]
pub fn add_share_keys(mut needles: Needles, shares: &[&str], salt: &[u8]) -> Needles {
    for share in shares {
        let seed = hkdf_sha256(salt, share.as_bytes(), b"quorate share key 1");
        needles = needles.bytes("seed of a share key", seed.expose());
    }
    needles
}

fn joined(points: &[(u8, Vec<u8>)]) -> Vec<u8> {
    if let [(_, only)] = points {
        return only.clone();
    }
    let points: Vec<_> = points.iter().map(|(index, value)| (*index, value.as_slice())).collect();
    interpolate(&points, SECRET_INDEX).expose().to_vec()
}

/// The value of a share: what stands between four words of header and three of checksum, without the zeros before it.
fn value(share: &str) -> Vec<u8> {
    let numbers: Vec<u16> = share.split(' ').map(|word| wordlist::index(word).unwrap()).collect();
    let body = &numbers[4..numbers.len() - 3];
    let bits: Vec<u8> =
        body.iter().flat_map(|number| (0..10).rev().map(move |bit| (number >> bit & 1) as u8)).collect();
    let padding = bits.len() % 16;
    bits[padding..].chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect()
}
