//! Records for tests.

use super::*;
use crate::{
    crypto::{entropy::Scripted, hash::bytes},
    slip39::{Deal, Exponent, MasterSecret, Passphrase, Policy},
};

/// The record of a set of this policy, and its shares.
pub(crate) fn of(policy: &str, seed: u8) -> (Record, Vec<(Header, Mnemonic)>) {
    let policy: Policy = policy.parse().unwrap();
    let mut entropy = Scripted(seed.into());
    let secret = MasterSecret::copy_of(&[seed; 16]).unwrap();
    let exponent = Exponent::from_bits(0);
    let ems = secret.encrypt(&Passphrase::empty(), exponent, &mut entropy, &mut |_| {}).unwrap();
    let deal = Deal::new(&policy, ems, &mut entropy).unwrap();
    let shares: Vec<_> =
        deal.groups().iter().flatten().map(|share| (*share.header(), share.mnemonic())).collect();
    let plan = Plan::of_policy(&policy, &[], &[]);
    let salt = Record::fresh_salt(&mut entropy).unwrap();
    let salt_bytes = bytes(&salt).unwrap();
    let record = Record {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        set: RecordedSet::of(&shares[0].0.set),
        label: None,
        plan_hash: plan.hash(),
        plan,
        key: RecordedKey { bytes: 16, words: 20, form: None, public: None },
        passphrase: Some(false),
        single_point_accepted: false,
        broken_rules_accepted: Vec::new(),
        practice: false,
        date: Some(Stamp { day: "2026-11-24".parse().unwrap(), source: DateSource::Given }),
        remade: None,
        tool: Tool { version: "0".to_owned(), sha256: "0".repeat(64), hardened: true, medium_claimed: None },
        supersedes: Vec::new(),
        origin: None,
        old_shares_accepted: Vec::new(),
        shares: shares.iter().map(|(header, words)| Record::share(header, words, &salt_bytes)).collect(),
        salt,
        fingerprint: Some(Fingerprint::of(&secret, &salt_bytes, &mut |_| {})),
        proved: Vec::new(),
        sealed: None,
        rolled: None,
        journal: true,
    };
    (record, shares)
}
