//! `quorate reissue`: a lost share again, word for word, from those that are left.

use super::{
    against, args,
    book::Book,
    explain::lacking,
    failure::{Exit, Failure},
    handout::{Handout, Outgoing, Recorded},
    output::Voice,
    plan::{Machine, ShareSource, reissue::ReissuePlan},
    quorum, sources, today,
};
use crate::{
    ceremony::{
        compare::{compare, compare_set},
        recover,
        reissue::{ReissueError, Reissued, reissue},
        submission::Gathered,
    },
    record::{
        Standing,
        journal::{CardNumber, Entry, Event},
    },
    slip39::{Header, ShareSet, ordinal},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is shown or written then.
pub fn run(typed: args::Reissue, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let mut plan = ReissuePlan::new(typed, voice, machine)?;
    let stamp = plan.book.is_some().then(|| today::asked(plan.date, voice, machine)).transpose()?;
    let (gathered, made) = match &plan.shares {
        ShareSource::Files(files) => {
            let submissions = sources::shares(files)?;
            let record = plan.book.as_ref().map(|book| &book.record);
            let compared = record.map(|record| compare(record, &submissions)).unwrap_or_default();
            let blamed = |error| against::blamed(error, &compared);
            let mut gathered = recover::gathered(submissions).map_err(blamed)?;
            let made = reissue(&mut gathered, &plan.asked).map_err(|error| match error {
                ReissueError::Unproved(error) => blamed(error),
                error => error.into(),
            })?;
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
    match &plan.book {
        Some(book) => refuse_other(book, &gathered, &made, voice)?,
        None => tell_unchecked(&made.header, plan.handout.of, voice),
    }
    let card = CardNumber { group: made.header.group, member: made.header.member };
    handout(made).deliver(&plan.handout, voice)?;
    tell_limits(voice);
    match (&mut plan.book, stamp) {
        (Some(book), Some(stamp)) => {
            let who = book.record.plan.holder(card.group, card.member).map(str::to_owned);
            let entry = Entry { who, cards: vec![card], ..Entry::new(Event::Reissued, stamp) };
            book.note_beside(&entry, voice)
        }
        _ => Ok(()),
    }
}

/// With a record, every share that came is one that was dealt, and so is the one that was made.
fn refuse_other(book: &Book, gathered: &Gathered, made: &Reissued, voice: &Voice) -> Result<(), Failure> {
    if let Some(failure) = against::failure(&compare_set(&book.record, gathered)) {
        return Err(failure);
    }
    match book.record.standing(&made.header, &made.mnemonic) {
        Standing::Dealt => voice.say("it is the very share that was dealt, as the record confirms"),
        Standing::Untold => voice.say("the record holds no key of it, and cannot confirm it"),
        _ => {
            let hint = "the record is of another dealing: compare the shares with it by quorate check";
            let message = "what these shares give is not the share that was dealt";
            return Err(Failure::new(Exit::Check, "not-dealt", message, hint));
        }
    }
    Ok(())
}

fn handout(made: Reissued) -> Handout {
    let Reissued { header, mnemonic, is_practice, .. } = made;
    Handout {
        command: "reissue",
        set: header.set,
        shares: vec![Outgoing { source: None, header, mnemonic, recorded: Recorded::default() }],
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
