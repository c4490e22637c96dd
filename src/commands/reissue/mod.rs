//! `quorate reissue`: a lost share again, word for word, from those that are left.

pub mod options;
pub mod request;

use super::reissue::request::Request;
use crate::{
    ceremony::{
        compare::{compare, compare_set},
        practice::Practice,
        recover,
        reissue::{ReissueError, Reissued, reissue},
        submission::Gathered,
    },
    commands::reissue::options::Options,
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        record::Standing,
    },
    host::{
        console::{Machine, Voice},
        failure::{Code, Failure},
    },
    slip39::{Header, ShareSet, ordinal},
    transfer::{
        archive::{day, ledger::Book, record_check},
        delivery::handout::{Handout, Outgoing, Recorded},
        explain::lacking,
        intake::{files, gather, sources::ShareSource},
    },
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is shown or written then.
pub fn run(typed: Options, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let mut request = Request::new(typed, voice, machine)?;
    let stamp = request.book.is_some().then(|| day::asked(request.date, voice, machine)).transpose()?;
    let (gathered, made) = match &request.shares {
        ShareSource::Files(files) => {
            let submissions = files::shares(files)?;
            let record = request.book.as_ref().map(|book| &book.record);
            let compared = record.map(|record| compare(record, &submissions)).unwrap_or_default();
            let blamed = |error| record_check::blamed(error, &compared);
            let mut gathered = recover::gathered(submissions).map_err(blamed)?;
            let made = reissue(&mut gathered, &request.asked).map_err(|error| match error {
                ReissueError::Unproved(error) => blamed(error),
                error => error.into(),
            })?;
            (gathered, made)
        }
        ShareSource::Typed => {
            let missing = |set: &ShareSet| {
                let (lost, shortfall) = request.asked.shortfall(set)?;
                Some(lacking(lost, set.header()?.group_count, &shortfall))
            };
            gather::typed(voice, missing, |gathered| reissue(gathered, &request.asked))?
        }
    };
    gather::tell_repeats(&gathered, voice);
    gather::tell_proof(made.tested, &made.untested, made.has_digest, voice);
    let standing = match &request.book {
        Some(book) => Some(refuse_other(book, &gathered, &made, voice)?),
        None => {
            tell_unchecked(&made.header, request.handout.of, voice);
            None
        }
    };
    let card = CardNumber { group: made.header.group, member: made.header.member };
    let practice = Practice::of(request.book.as_ref().map(|book| &book.record), made.held);
    match practice {
        Practice::Yes => voice.warn("PRACTICE: the published practice key; it protects nothing"),
        Practice::Contradicted => voice.warn(record_check::NO_PRACTICE),
        Practice::No => {}
    }
    let is_practice = practice == Practice::Yes;
    handout(made, standing, is_practice).deliver(&request.handout, voice)?;
    tell_limits(voice);
    match (&mut request.book, stamp) {
        (Some(book), Some(stamp)) => {
            let who = book.record.plan.holder(card.group, card.member).map(str::to_owned);
            let entry = Entry { who, cards: vec![card], ..Entry::new(Event::Reissued, stamp) };
            book.note_beside(&entry, voice)
        }
        _ => Ok(()),
    }
}

/// With a record, every share that came is one that was dealt, and so is the one that was made, as far as the record can
/// tell.
fn refuse_other(
    book: &Book,
    gathered: &Gathered,
    made: &Reissued,
    voice: &Voice,
) -> Result<Standing, Failure> {
    let compared = compare_set(&book.record, gathered);
    if let Some(failure) = record_check::failure(&compared) {
        return Err(failure);
    }
    record_check::warn_untold(compared.iter(), voice);
    let card = CardNumber::of(&made.header);
    let standing = book.record.standing(&made.header, &made.mnemonic);
    match standing {
        Standing::Dealt => voice.say("it is the very share that was dealt, as the record confirms"),
        Standing::Untold(why) => voice.warn(&format!(
            "nothing confirms the share that was made; the record cannot tell: {}",
            record_check::why_untold(card, why)
        )),
        Standing::NotDealt(_) => {
            let hint = "the record is of another dealing: compare the shares with it by quorate check";
            let message = "what these shares give is not the share that was dealt";
            return Err(Failure::new(Code::NotDealt, message, hint));
        }
    }
    Ok(standing)
}

fn handout(made: Reissued, standing: Option<Standing>, is_practice: bool) -> Handout {
    let Reissued { header, mnemonic, .. } = made;
    Handout {
        command: "reissue",
        set: header.set,
        shares: vec![Outgoing { source: None, header, mnemonic, recorded: Recorded::default(), standing }],
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
