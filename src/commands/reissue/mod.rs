//! `quorate reissue`: a lost share again, word for word, from those that are left.

mod added;
mod key;
pub mod options;
pub mod request;
mod resealing;

use self::{options::Options, request::Request, resealing::refuse_unsealed};
use crate::{
    ceremony::{
        compare::{compare, compare_set},
        practice::Practice,
        recover,
        reissue::{ReissueError, Reissued, reissue},
        submission::Gathered,
    },
    commands::{Needs, Run, options::outputs::folders},
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        record::Standing,
        status::state::Gone,
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    slip39::{Header, ShareSet, ordinal},
    transfer::{
        archive::{day, ledger::Ledger, record_check, today::Today},
        delivery::handout::{Handout, Outgoing, ShareOnRecord},
        explain::lacking,
        intake::{
            files,
            gather::{self, Piles, WhenTooFew},
            sources::ShareSource,
        },
    },
};

impl Run for Options {
    const NAME: &'static str = "reissue";

    fn needs(&self) -> Needs {
        Needs {
            secrets: true,
            room: true,
            folders: folders([&self.handout.output, &self.record]),
            ..Needs::default()
        }
    }

    /// Where it fails, nothing is shown or written.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let mut request = Request::new(self, console, machine)?;
        let stamp =
            request.ledger.is_some().then(|| day::asked(request.date, console, machine)).transpose()?;
        let today = request.ledger.as_ref().zip(stamp).map(|(ledger, stamp)| Today::of(ledger, stamp.day));
        let asked = CardNumber { group: request.asked.group.unwrap_or(0), member: request.asked.member };
        if let Some(today) = &today {
            tell_superseded(today, asked, console);
            if request.handout.custodians.is_empty() {
                let plan = request.adding.as_ref().unwrap_or(&today.state.plan);
                request.handout.custodians.extend(plan.holder(asked.group, asked.member).map(str::to_owned));
            }
        }
        if let (Some(ledger), Some(today), Some(stamp)) = (&request.ledger, &today, stamp) {
            match &request.resealing {
                Some(resealing) => resealing.judge((ledger, today, stamp), asked, console, machine)?,
                None => refuse_unsealed(request.adding.as_ref().unwrap_or(&today.state.plan), asked)?,
            }
        }
        console.step("reading the shares, and making the lost one from them");
        let missing = |set: &ShareSet| {
            let (lost, shortfall) = request.asked.shortfall(set)?;
            Some(lacking(lost, set.header()?.group_count, &shortfall))
        };
        let make = |gathered: &mut Gathered| reissue(gathered, &request.asked);
        let (gathered, made) = match &request.shares {
            ShareSource::Files(files) => {
                let submissions = files::shares(files, console)?;
                let record = request.ledger.as_ref().map(|ledger| &ledger.record);
                let compared = record.map(|record| compare(record, &submissions)).unwrap_or_default();
                let blamed = |error| record_check::blamed(error, &compared);
                let mut gathered = recover::gathered(submissions).map_err(blamed)?;
                let may_ask = WhenTooFew::at(machine, console) == WhenTooFew::Ask
                    && record_check::failure(&compared).is_none();
                match make(&mut gathered) {
                    Ok(made) => (gathered, made),
                    Err(ReissueError::TooFew { .. }) if may_ask => {
                        gather::typed(Piles::brought(gathered), console, missing, make)?
                    }
                    Err(ReissueError::Unproved(error)) => return Err(blamed(error)),
                    Err(error) => return Err(error.into()),
                }
            }
            ShareSource::Typed => gather::typed(Piles::default(), console, missing, make)?,
        };
        gather::tell_repeats(&gathered, console);
        gather::tell_proof(made.tested, &made.untested, made.has_digest, console);
        let standing = match &request.ledger {
            Some(ledger) if request.adding.is_some() => {
                refuse_undealt(ledger, &gathered, &made, console)?;
                None
            }
            Some(ledger) => Some(refuse_other(ledger, &gathered, &made, console)?),
            None => {
                tell_unchecked(&made.header, request.handout.of, console);
                None
            }
        };
        if let Some(ledger) = &request.ledger {
            key::compare(ledger, &gathered, console)?;
        }
        let card = CardNumber { group: made.header.group, member: made.header.member };
        let practice = Practice::of(request.ledger.as_ref().map(|ledger| &ledger.record), made.held);
        match practice {
            Practice::Yes => console.warn("PRACTICE: the published practice key; it protects nothing"),
            Practice::Contradicted => console.warn(record_check::NO_PRACTICE),
            Practice::No => {}
        }
        let is_practice = practice == Practice::Yes;
        if let (Some(plan), Some(ledger), Some(stamp)) = (request.adding.take(), &mut request.ledger, stamp) {
            added::note(ledger, plan, &made, stamp, console)?;
            return handout(made, standing, is_practice).deliver(&request.handout, console);
        }
        let mut handout = handout(made, standing, is_practice);
        if let (Some(resealing), Some(ledger), Some(stamp), Some(today)) =
            (&request.resealing, &mut request.ledger, stamp, &today)
        {
            handout.seal(&resealing.one.sealed_to, &request.handout, console)?;
            // Before anybody has it: without its line nobody would know of the new recipient.
            let sealed = handout.shares.iter().find_map(|share| share.sealed.as_ref());
            let sealed = sealed.map(|sealed| sealed.recorded.clone());
            resealing.note((ledger, today, stamp), (card, sealed), console)?;
        }
        handout.deliver(&request.handout, console)?;
        tell_limits(console);
        match (&mut request.ledger, stamp, &today) {
            (Some(ledger), Some(stamp), Some(today)) if request.resealing.is_none() => {
                let who = today.holder(card).map(str::to_owned);
                let entry = Entry { who, cards: vec![card], ..Entry::new(Event::Reissued, stamp) };
                ledger.note_beside(&entry, console)
            }
            _ => Ok(()),
        }
    }
}

/// With a record, every share that came is one that was dealt.
fn refuse_undealt(
    ledger: &Ledger,
    gathered: &Gathered,
    made: &Reissued,
    console: &Console,
) -> Result<(), Failure> {
    let mut compared = compare_set(&ledger.record, gathered);
    compared.retain(|one| one.card != CardNumber::of(&made.header));
    if let Some(failure) = record_check::failure(&compared) {
        return Err(failure);
    }
    record_check::warn_untold(compared.iter(), console);
    Ok(())
}

/// With a record, every share that came is one that was dealt, and so is the one that was made, as far as the record can
/// tell.
fn refuse_other(
    ledger: &Ledger,
    gathered: &Gathered,
    made: &Reissued,
    console: &Console,
) -> Result<Standing, Failure> {
    refuse_undealt(ledger, gathered, made, console)?;
    let card = CardNumber::of(&made.header);
    let standing = ledger.record.standing(&made.header, &made.mnemonic);
    match standing {
        Standing::Dealt => console.say("it is the very share that was dealt, as the record confirms"),
        Standing::Untold(why) => console.warn(&format!(
            "nothing confirms the share that was made; the record cannot tell: {}",
            record_check::why_untold(card, why)
        )),
        Standing::NotDealt(_) => {
            let hint =
                "the record is of another split: compare the shares with it, by quorate check --record";
            let message = "the share that these shares give is not the one that was dealt";
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
        shares: vec![Outgoing {
            source: None,
            header,
            mnemonic,
            recorded: ShareOnRecord::default(),
            standing,
            sealed: None,
        }],
        is_quorum: header.member_threshold == 1 && header.set.group_threshold == 1,
        is_practice,
    }
}

/// Says what no share tells: whether there ever was one with this number.
fn tell_unchecked(header: &Header, of: Option<u8>, console: &Console) {
    let number = ordinal(header.member);
    console.say(&match of {
        Some(of) => format!("that there are {of} shares is what --of says: nothing here confirms it"),
        None => format!("nobody said how many shares there are, so the number {number} was not checked"),
    });
}

/// Warns that the old set, of which another was made, gets back a card: all of its cards are to be destroyed.
fn tell_superseded(today: &Today, card: CardNumber, console: &Console) {
    let Some(by) = today.state.superseded_by else { return };
    console.warn(&format!(
        "this set was superseded by set {by}, and its cards must be destroyed: this makes one more"
    ));
    if let Some((Gone::Destroyed, since)) = today.gone(card) {
        console.warn(&format!("by the journal, card {card} was destroyed on {since}: this makes it again"));
    }
}

/// Says what a card that is back does not do.
fn tell_limits(console: &Console) {
    console.say("nothing is revoked: if the lost card is found, it still works");
    console.say("if somebody may have found it, make a new set: quorate split --from");
    console.say("if it was stolen, what the key protects needs a new key");
}
