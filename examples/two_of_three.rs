//! The library in thirty lines: a secret is shared among three, and two of them bring it back.
//!
//! The secret is a published one. `cargo run --example two_of_three`

#![expect(clippy::print_stdout, reason = "an example talks to its reader")]

use std::error::Error;

use quorate::{
    ceremony::practice,
    crypto::random::OsEntropy,
    slip39::{Deal, Exponent, MasterSecret, Passphrase, Policy, Share, ShareSet},
};

fn main() -> Result<(), Box<dyn Error>> {
    let secret = MasterSecret::copy_of(practice::KEY)?;
    let policy: Policy = "2of3".parse()?;

    // Random bytes are an argument, so that nobody can use the library without saying where they come from.
    let ems = secret.encrypt(&Passphrase::empty(), Exponent::DEFAULT, &mut OsEntropy, &mut |_| {})?;
    let deal = Deal::new(&policy, ems, &mut OsEntropy)?;
    println!("{policy}: {} quorums recombined", deal.prove()?);

    let mut set = ShareSet::default();
    for share in &deal.groups()[0][1..] {
        let mnemonic = share.mnemonic();
        println!("{}: {}", share.header(), mnemonic.expose());
        set.add(Share::parse(mnemonic.expose())?)?;
    }

    let recovered = set.prove()?.ems().decrypt(&Passphrase::empty(), &mut |_| {});
    assert!(recovered.matches(&secret));
    println!("recovered: {}", str::from_utf8(recovered.expose())?);
    Ok(())
}
