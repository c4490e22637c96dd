//! What is reported and journaled when shares are compared with a record.

use super::{ledger::Ledger, today::Today};
use crate::{
    ceremony::{compare::ComparedShare, passphrase::KeyConfirmation, recover::RecoverError},
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        record::{Changed, Contradiction, KeyProof, Stamp, Standing, Untold},
        status::{exercise, state::Gone},
    },
    host::{
        console::Console,
        failure::{Code, Failure},
    },
};

/// What a recovery that is over has proved, for the journal.
#[derive(Clone, Copy, Debug)]
pub struct RecoveryProof {
    /// What confirms the key.
    pub confirmed_by: KeyConfirmation,
    /// Whether a sealed file was opened to its end: that of the record, if it knows one.
    pub is_sealed_file_opened: bool,
}

/// The first share that is not the one that was dealt.
#[must_use]
pub fn failure(compared: &[ComparedShare]) -> Option<Failure> {
    compared.iter().find_map(|one| Some(not_dealt(one, one.contradiction()?)))
}

/// The same where a verdict was asked for: if there is none, the first share of which the record cannot tell.
#[must_use]
pub fn verdict(compared: &[ComparedShare]) -> Option<Failure> {
    let cannot_tell = || compared.iter().find_map(|one| Some(cannot_tell(one, one.untold()?)));
    failure(compared).or_else(cannot_tell)
}

/// Why shares that came together are refused. They know at best who is alone among them, while the record knows each:
/// where it contradicts one, that one is named.
#[must_use]
pub fn blamed(error: RecoverError, compared: &[ComparedShare]) -> Failure {
    let mut contradicted = compared.iter().filter_map(|one| Some((one, one.contradiction()?)));
    let is_other_record = compared.iter().all(ComparedShare::is_of_other_set);
    match (error, contradicted.next().filter(|_| !is_other_record)) {
        (RecoverError::TooFew { .. }, Some((found, how))) => not_dealt(found, how),
        (error @ (RecoverError::Unreadable(..) | RecoverError::Nothing), _) | (error, None) => error.into(),
        (error, Some((found, _))) => {
            let also = match contradicted.count() {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            let hint =
                format!("by the record, {} is not the card dealt{also}: continue without it", found.source);
            about(found, Failure::from(error).with_hint(hint))
        }
    }
}

/// The failure of a share that the record contradicts.
#[must_use]
pub fn not_dealt(found: &ComparedShare, how: Contradiction) -> Failure {
    let (source, card) = (&found.source, named(found.card));
    let (message, hint) = match how {
        Contradiction::OtherSet { own, recorded } => (
            format!("{source}: this card is of set {own}, the record of set {recorded}"),
            "use the record of that set, or the card of this one",
        ),
        Contradiction::NoSuchPlace => (
            format!("{source}: {card} was never dealt"),
            "keep it apart: somebody who had a quorum made it, or it is forged",
        ),
        Contradiction::Differs => (
            format!("{source}: {card} is not the one that was dealt"),
            "compare its words with the printed card; if they match, the card is forged",
        ),
    };
    about(found, Failure::new(Code::NotDealt, message, hint))
}

/// The failure of a share that the record neither confirms nor contradicts.
#[must_use]
pub fn cannot_tell(found: &ComparedShare, why: Untold) -> Failure {
    let (source, hint) = (&found.source, why_untold_hint(why));
    let message = format!("{source}: the record cannot tell: {}", why_untold(found.card, why));
    about(found, Failure::new(Code::CannotTell, message, hint))
}

/// The failure where the record says that this is the practice key, and it is not.
#[must_use]
pub fn no_practice() -> Failure {
    let hint = "the record was changed: use another copy; the cards are good without it";
    Failure::new(Code::CannotTell, NO_PRACTICE, hint)
}

/// The message about such a record.
pub const NO_PRACTICE: &str =
    "the record says that this is the published practice key, but it is another key";

/// Warns of each share that the record neither confirms nor contradicts, where nobody asked for a verdict.
pub fn warn_untold<'a>(compared: impl Iterator<Item = &'a ComparedShare>, console: &Console) {
    untold(compared).iter().for_each(|told| console.warn(told));
}

/// The warnings, one for each share that the record neither confirms nor contradicts.
#[must_use]
pub fn untold<'a>(compared: impl Iterator<Item = &'a ComparedShare>) -> Vec<String> {
    compared.filter_map(|one| Some(cannot_tell(one, one.untold()?).message)).collect()
}

/// Why the record cannot tell of a card.
#[must_use]
pub fn why_untold(card: CardNumber, why: Untold) -> String {
    let card = named(card);
    match why {
        Untold::WholeKey(_) => {
            format!("{card} is the whole key, so the record deliberately holds no verification key for it")
        }
        Untold::NotSeen => format!("nobody brought {card} when the record was made anew"),
        Untold::NotProved => format!("nothing proved {card} when the record was made anew"),
        Untold::Changed(what) => {
            let what = match what {
                Changed::NoReason => return format!("it was changed: it holds no key of {card}"),
                Changed::Exponent => "iteration exponent",
                Changed::Extendable => "extendable flag",
                Changed::Groups => "groups",
                Changed::Threshold => "threshold",
                Changed::Words => "number of words",
            };
            format!("it was changed: it says another {what} than {card}, whose key it holds")
        }
    }
}

pub(super) const fn why_untold_hint(why: Untold) -> &'static str {
    match why {
        Untold::WholeKey(KeyProof::Fingerprint) => {
            "quorate drill --record proves it, by the fingerprint of the key"
        }
        Untold::WholeKey(KeyProof::SealedFile) => {
            "quorate drill --record --open SEALED proves it, by the sealed file"
        }
        // A drill could find out no more.
        Untold::WholeKey(KeyProof::Nothing) => {
            "nothing in this record can, not even a drill: recover, and split again with --fingerprint"
        }
        Untold::NotSeen | Untold::NotProved => {
            "use a copy of the first record; or make it anew with this card: drill --new-record"
        }
        Untold::Changed(_) => "use another copy of the record; the cards are good without it",
    }
}

fn about(found: &ComparedShare, failure: Failure) -> Failure {
    failure.with_source(&found.source.name).with_place(found.card.group, found.card.member)
}

/// The first card that was dealt, and counts for nobody by the journal: who trusts in it has one card less than they think.
#[must_use]
pub fn gone(compared: &[ComparedShare], today: &Today) -> Option<Failure> {
    let gone = |one: &ComparedShare| {
        let (how, since) = today.gone(one.card).filter(|_| one.is_dealt())?;
        let card = named(one.card);
        let message = format!(
            "{}: {card} is the one that was dealt, but by the journal it was {how} on {since}",
            one.source
        );
        let hint = match how {
            Gone::Stolen => {
                "there may be a copy: make a new set, and a new key if a quorum may be in the wrong hands"
            }
            Gone::Lost => {
                "if it was found, look at its seal, then quorate note RECORD found; else make a new set"
            }
            Gone::Destroyed => {
                "two of it may exist: withdraw the note if it is wrong, else destroy and reissue this one"
            }
        };
        Some(about(one, Failure::new(Code::CardGone, message, hint)))
    };
    compared.iter().find_map(gone)
}

/// What record and journal say of the shares, for people.
#[must_use]
pub fn report(ledger: &Ledger, compared: &[ComparedShare], today: &Today) -> String {
    let mut report = String::new();
    for one in compared {
        let dealt_to = ledger.record.plan.holder(one.card.group, one.card.member);
        let whose = dealt_to.map_or_else(String::new, |name| format!(" to {name}"));
        let now = today.holder(one.card).filter(|holder| Some(*holder) != dealt_to);
        let now = now.map_or_else(String::new, |name| format!("; {name} has it today"));
        let gone = today.gone(one.card);
        let gone =
            gone.map_or_else(String::new, |(how, since)| format!("; {how} since {since}, by the journal"));
        report.push_str(&match one.standing {
            Standing::Dealt => format!("{}: the very card that was dealt{whose}{now}{gone}\n", one.source),
            Standing::NotDealt(how) => format!("{}\n", not_dealt(one, how).message),
            Standing::Untold(why) => format!("{}\n", cannot_tell(one, why).message),
        });
    }
    if today.is_untold {
        report.push_str(
            "the journal is not here: quorate cannot tell who has these cards today, or lost one\n",
        );
    }
    report.push_str(&format!(
        "record of {}{}, {}\n",
        ledger.record.name(),
        ledger.record.date.map_or_else(|| ", made anew".to_owned(), |dealt| format!(" of {}", dealt.day)),
        today.named_plan(&ledger.record)
    ));
    report
}

/// Notes the check in the journal, each card with its own verdict: one bad card says nothing about those beside it. Cards from
/// paper are noted as read back, all others, such as pictures that a program wrote, as checked. A card of which the record
/// cannot tell, and one of another set, are not noted. `present` made the check.
///
/// # Errors
///
/// When the journal cannot be written, for another reason than that its place is read-only.
pub fn note(
    ledger: &mut Ledger,
    compared: &[ComparedShare],
    present: &[String],
    stamp: Stamp,
    console: &Console,
) -> Result<(), Failure> {
    let verdict = |one: &ComparedShare| match one.standing {
        Standing::Dealt => Some(true),
        Standing::NotDealt(Contradiction::Differs | Contradiction::NoSuchPlace) => Some(false),
        Standing::NotDealt(Contradiction::OtherSet { .. }) | Standing::Untold(_) => None,
    };
    for one in compared.iter().filter(|one| one.is_dealt() && one.is_from_drawing()) {
        let source = &one.source;
        console.say(&format!(
            "{source}: a picture as quorate writes it, not one of paper: checked, not read back"
        ));
    }
    let kinds = [(Event::ReadBack, true), (Event::Checked, false)];
    for ((event, is_paper), passed) in kinds.into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        let is_meant = |one: &&ComparedShare| one.is_from_paper() == is_paper && verdict(one) == Some(passed);
        let cards = CardNumber::each_once(compared.iter().filter(is_meant).map(|one| one.card));
        if !cards.is_empty() {
            let present = present.to_vec();
            let entry = Entry { cards, passed: Some(passed), present, ..Entry::new(event, stamp) };
            ledger.note_beside(&entry, console)?;
        }
    }
    Ok(())
}

/// Notes a recovery, and which needs of the record (passphrase, sealed file) it did not prove. Where nothing confirmed the
/// key, the line has no `passed`; the cards that are those that were dealt get lines of their own.
///
/// # Errors
///
/// When the journal cannot be written, for another reason than that its place is read-only.
pub fn note_recovery(
    ledger: &mut Ledger,
    compared: &[ComparedShare],
    proved: RecoveryProof,
    text: Option<String>,
    stamp: Stamp,
    console: &Console,
) -> Result<(), Failure> {
    let is_key_proved = proved.confirmed_by.proves_key();
    let good = compared.iter().filter(|one| one.is_good(is_key_proved));
    let cards = CardNumber::each_once(good.map(|one| one.card));
    // A record that was changed may name too few cards; the line must not claim a quorum that it does not name.
    let is_quorum = ledger.record.plan.is_quorum(&CardNumber::in_plan(&cards));
    let passed = proved.confirmed_by.passed().filter(|_| is_quorum);
    if passed.is_none() {
        note(ledger, compared, &[], stamp, console)?;
    }
    let unproved = Some(exercise::unproved(&ledger.record, is_key_proved, proved.is_sealed_file_opened));
    let entry = Entry { cards, passed, unproved, text, ..Entry::new(Event::Recovered, stamp) };
    ledger.note_beside(&entry, console)
}

/// The failure where it is not.
#[must_use]
pub fn other_key() -> Failure {
    let message = "this is not the key that was split: its fingerprint differs from the record's";
    let hint = "the shares are right, as their digest (a checksum) confirms: try another passphrase";
    Failure::new(Code::Fingerprint, message, hint)
}

fn named(card: CardNumber) -> String {
    format!("card {card}")
}
