//! Two levels: two of the family and two of the lawyers must come together; neither side can act alone, and in each
//! somebody may be absent. What is missing is told by group, from headers only.
//!
//! `cargo run --example groups`

#![expect(clippy::print_stdout, reason = "an example talks to its reader")]

use std::error::Error;

use quorate::{
    ceremony::practice,
    crypto::random::OsEntropy,
    slip39::{
        Deal, Exponent, Group, MasterSecret, Passphrase, Policy, QuorumError, Share, ShareSet, ordinal,
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let family = Group::new(2, 4)?;
    let lawyers = Group::new(2, 3)?;
    let policy = Policy::new(2, vec![family, lawyers])?;
    assert!(policy.frozen_by_one().is_none() && policy.taken_by_one().is_none());

    let secret = MasterSecret::copy_of(practice::KEY)?;
    let passphrase = Passphrase::new("kept by nobody: this is an example")?;
    let ems = secret.encrypt(&passphrase, Exponent::DEFAULT, &mut OsEntropy, &mut |_| {})?;
    let deal = Deal::new(&policy, ems, &mut OsEntropy)?;
    println!("{policy}: {} recombinations proved", deal.prove()?);

    let mut set = ShareSet::default();
    let arrivals = [(0, 3), (1, 0), (0, 1), (1, 2)];
    for (group, member) in arrivals {
        let share = Share::parse(deal.groups()[group][member].mnemonic().expose())?;
        println!("{} arrives", share.header());
        set.add(share)?;
        match set.prove() {
            Ok(quorum) => {
                let recovered = quorum.ems().decrypt(&passphrase, &mut |_| {});
                assert!(recovered.matches(&secret));
                println!("  the quorum is proved, and gives the secret back");
            }
            Err(QuorumError::TooFew(progress)) => {
                for group in progress.groups {
                    println!("  group {}: {} of {}", ordinal(group.group), group.present, group.threshold);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}
