//! The shares of a new set that leave sealed to their holders.

use super::{
    facts::Made,
    request::{Request, ShareOutput},
};
use crate::{
    custody::plan::SealedTo,
    host::{console::Console, failure::Failure, terminal::Terminal},
    transfer::sealing::shares::{to_passphrase, to_recipient},
};

/// Seals each share whose holder has a recipient in the plan. A second machine gives out nothing.
///
/// # Errors
///
/// When the random source fails, or a holder stops who is shown a passphrase.
pub(super) fn shares(request: &Request, made: &mut Made, console: &Console) -> Result<(), Failure> {
    if matches!(request.output, ShareOutput::Compared(_)) {
        return Ok(());
    }
    let mut sealed = Vec::with_capacity(made.split.shares.len());
    for (at, ((header, mnemonic), (_, _, card))) in
        made.split.shares.iter().zip(request.plan.cards()).enumerate()
    {
        let remark = request.remark(at, header);
        sealed.push(match card.sealed_to() {
            None => None,
            Some(SealedTo::Recipient(recipient)) => Some(to_recipient(mnemonic, &remark, &recipient)?),
            Some(SealedTo::Passphrase) => {
                let terminal = Terminal::open(console, "run this at a terminal")?;
                Some(to_passphrase(mnemonic, &remark, &request.title(at, header), &terminal)?)
            }
        });
    }
    made.sealed_shares = sealed;
    Ok(())
}
