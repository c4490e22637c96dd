//! `quorate reissue`: a lost share again, word for word, from those that are left.

use super::{
    args,
    explain::lacking,
    failure::Failure,
    handout::{Handout, Outgoing},
    output::Voice,
    plan::{Machine, ShareSource, reissue::ReissuePlan},
    quorum, sources,
};
use crate::{
    ceremony::{
        recover,
        reissue::{Reissued, reissue},
    },
    slip39::{Header, ShareSet, ordinal},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is shown or written then.
pub fn run(typed: args::Reissue, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let plan = ReissuePlan::new(typed, voice, machine)?;
    let (gathered, made) = match &plan.shares {
        ShareSource::Files(files) => {
            let mut gathered = recover::gathered(sources::shares(files)?)?;
            let made = reissue(&mut gathered, &plan.asked)?;
            (gathered, made)
        }
        ShareSource::Typed => {
            let missing = |set: &ShareSet| {
                let (lost, shortfall) = plan.asked.shortfall(set)?;
                Some(lacking(lost, set.header()?.group_count, &shortfall))
            };
            quorum::typed(voice, missing, |gathered| Ok(reissue(gathered, &plan.asked)?))?
        }
    };
    quorum::tell_repeats(&gathered, voice);
    quorum::tell_proof(made.tested, &made.untested, made.has_digest, voice);
    if made.is_practice {
        voice.warn("PRACTICE: the published practice key; it protects nothing");
    }
    tell_unchecked(&made.header, plan.handout.of, voice);
    handout(made).deliver(&plan.handout, voice)?;
    tell_limits(voice);
    Ok(())
}

fn handout(made: Reissued) -> Handout {
    let Reissued { header, mnemonic, is_practice, .. } = made;
    Handout {
        command: "reissue",
        set: header.set,
        shares: vec![Outgoing { source: None, header, mnemonic }],
        is_quorum: header.member_threshold == 1 && header.set.group_threshold == 1,
        is_practice,
    }
}

/// Says what no share tells: whether there ever was one with this number.
fn tell_unchecked(header: &Header, of: Option<u8>, voice: &Voice) {
    let number = ordinal(header.member);
    voice.say(&match of {
        Some(of) => format!("that there are {of} shares is taken from --of: nothing here confirms it"),
        None => format!("how many shares there are is unknown: the number {number} was not checked"),
    });
}

/// Says what a card that is back does not do.
fn tell_limits(voice: &Voice) {
    voice.say("nothing is revoked: if the lost card is found, it still works");
    voice.say("if somebody may have found it, make a new set: quorate split --from");
    voice.say("if it was stolen, what the key protects needs a new key");
}
