//! The shares of a new set that leave sealed to their holders.

use crate::{
    ceremony::split::SplitError,
    commands::split::{
        facts::Made,
        request::{Request, ShareOutput},
    },
    host::{console::Console, failure::Failure},
    transfer::sealing::shares,
};

/// Seals each share whose holder has a recipient in the plan. A second machine gives out nothing.
///
/// # Errors
///
/// When the random source fails, or a holder stops who is shown a passphrase.
pub(in crate::commands::split) fn all(
    request: &Request,
    made: &mut Made,
    console: &Console,
) -> Result<(), Failure> {
    if matches!(request.output, ShareOutput::Compared(_)) {
        return Ok(());
    }
    let mut sealed = Vec::with_capacity(made.split.shares.len());
    for (at, ((header, mnemonic), (_, _, card))) in
        made.split.shares.iter().zip(request.plan.cards()).enumerate()
    {
        let remark = request.remark(at, header);
        // A share that is meant for a holder alone is never written plain because its recipient cannot be read.
        sealed.push(match card.sealed_to().map_err(|_| SplitError::SelfCheck)? {
            None => None,
            Some(to) => {
                let title = request.title(at, header);
                Some(shares::to(&to, mnemonic, (&title, &remark), console)?)
            }
        });
    }
    made.sealed_shares = sealed;
    Ok(())
}
