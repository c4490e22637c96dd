//! What is said and kept when shares are compared with a record, and the receipt that a share signs.

use std::path::Path;

use super::{
    book::Book,
    failure::{Exit, Failure},
    files::shown,
    json,
    output::Voice,
    plan::Machine,
    unfinished::write_new,
};
use crate::{
    ceremony::{compare::Compared, recover::RecoverError, submission::Submission},
    paper::{
        card::CardError,
        qr::{QUIET_ZONE, QrCode, blocks, png, svg},
    },
    record::{
        Stamp, Standing,
        journal::{CardNumber, Entry, Event},
        receipt::Receipt,
    },
    slip39::{MasterSecret, ordinal},
};

/// The first share that is not the one that was dealt.
#[must_use]
pub fn failure(compared: &[Compared]) -> Option<Failure> {
    compared.iter().find(|one| one.is_contradicted()).map(not_dealt)
}

/// Why shares that came together are refused. They know at best who is alone among them, while the record knows each:
/// where it contradicts one, that one is named.
#[must_use]
pub fn blamed(error: RecoverError, compared: &[Compared]) -> Failure {
    let mut contradicted = compared.iter().filter(|one| one.is_contradicted());
    let is_other_record = compared.iter().all(Compared::is_of_another_set);
    match (error, contradicted.next().filter(|_| !is_other_record)) {
        (RecoverError::TooFew { .. }, Some(found)) => not_dealt(found),
        (error @ (RecoverError::Unreadable(..) | RecoverError::Nothing), _) | (error, None) => error.into(),
        (error, Some(found)) => {
            let also = match contradicted.count() {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            let hint = format!("by the record, {} is not the card dealt{also}: go on without", found.source);
            let failure = Failure::from(error).with_hint(hint).with_source(&found.source.name);
            failure.with_place(found.card.group, found.card.member)
        }
    }
}

/// What is told of a share that the record contradicts.
#[must_use]
pub fn not_dealt(found: &Compared) -> Failure {
    let (source, card) = (&found.source, named(found.card));
    let (message, hint) = match found.standing {
        Standing::OtherSet => (
            format!("{source}: this card is of another set than the record"),
            "take the record of that set, or the card of this one",
        ),
        Standing::NoSuchPlace => (
            format!("{source}: {card} was never dealt"),
            "keep it apart: somebody made it who had a quorum, or it is forged",
        ),
        _ => (
            format!("{source}: {card} is not the one that was dealt"),
            "look whether its words are those of the card; if they are, it is forged",
        ),
    };
    let failure = Failure::new(Exit::Check, "not-dealt", message, hint).with_source(&source.name);
    failure.with_place(found.card.group, found.card.member)
}

/// What the record says of the shares, for people.
#[must_use]
pub fn report(book: &Book, compared: &[Compared]) -> String {
    let plan = &book.record.plan;
    let mut report = String::new();
    for one in compared {
        let custodian = plan.holder(one.card.group, one.card.member);
        let whose = custodian.map_or_else(String::new, |name| format!(" to {name}"));
        report.push_str(&match one.standing {
            Standing::Dealt => format!("{}: the very card that was dealt{whose}\n", one.source),
            _ => format!("{}: the record holds no key of this card, and cannot tell\n", one.source),
        });
    }
    report.push_str(&format!(
        "record of {} of {}, plan {}\n",
        book.record.name(),
        book.record.date.day,
        plan.short_hash()
    ));
    report
}

/// Notes the check in the journal, each card with its own verdict, for nobody is at fault because he stood beside somebody;
/// cards that came from paper were read back.
///
/// # Errors
///
/// When the journal cannot be written, for another reason than that its place is read-only.
pub fn note(book: &mut Book, compared: &[Compared], stamp: Stamp, voice: &Voice) -> Result<(), Failure> {
    let kinds = [(Event::ReadBack, true), (Event::Checked, false)];
    for ((event, is_paper), passed) in kinds.into_iter().flat_map(|kind| [(kind, true), (kind, false)]) {
        let is_meant = |one: &&Compared| one.is_from_paper() == is_paper && one.is_contradicted() != passed;
        let cards = CardNumber::each_once(compared.iter().filter(is_meant).map(|one| one.card));
        if !cards.is_empty() {
            let entry = Entry { cards, passed: Some(passed), ..Entry::new(event, stamp) };
            book.note_beside(&entry, voice)?;
        }
    }
    Ok(())
}

/// Notes that something was done with all these cards.
///
/// # Errors
///
/// When the journal cannot be written, for another reason than that its place is read-only.
pub fn note_all(
    book: &mut Book,
    event: Event,
    compared: &[Compared],
    stamp: Stamp,
    voice: &Voice,
) -> Result<(), Failure> {
    let cards = CardNumber::each_once(compared.iter().map(|one| one.card));
    book.note_beside(&Entry { cards, passed: Some(true), ..Entry::new(event, stamp) }, voice)
}

/// Whether a key is the one that was split; none if the record has no fingerprint of it.
#[must_use]
pub fn fingerprint(book: &Book, secret: &MasterSecret) -> Option<bool> {
    let fingerprint = book.record.fingerprint.as_ref()?;
    Some(fingerprint.is_of(secret, &book.record.salt()?, &mut |_| {}))
}

/// The failure where it is not.
#[must_use]
pub fn other_key() -> Failure {
    let message = "this is not the key that was split: its fingerprint is another than the record's";
    let hint = "the shares are right, as their digest confirms: try another passphrase";
    Failure::new(Exit::Check, "fingerprint", message, hint)
}

/// The receipt of the one share that came; none if the share cannot be read, which the check tells.
///
/// # Errors
///
/// When there are several shares, or the share cannot sign for this record.
pub fn receipt(
    book: &Book,
    submissions: &[Submission],
    challenge: &str,
    stamp: Stamp,
) -> Result<Option<Receipt>, Failure> {
    let [only] = submissions else {
        let hint = "run it once for each share";
        return Err(Failure::usage("a receipt is signed by one share", hint));
    };
    let Ok(share) = &only.share else { return Ok(None) };
    let (header, mnemonic) = (share.header(), share.mnemonic());
    if book.record.standing(header, &mnemonic) == Standing::Untold {
        let hint = "a share that is the whole key has none, on purpose; check it without --receipt";
        let message = format!("{}: the record has no key of this card, so it cannot sign", only.source);
        return Err(Failure::new(Exit::Check, "no-key", message, hint));
    }
    Ok(Receipt::sign(&book.record, &book.hash, (header, &mnemonic), challenge, stamp.day))
}

/// What a check against a record adds to its document.
#[must_use]
pub fn document(book: &Book, compared: &[Compared], receipt: Option<&str>) -> json::CheckedRecord {
    let standing = |one: &Compared| json::Standing {
        source: one.source.name.clone(),
        group: ordinal(one.card.group),
        member: ordinal(one.card.member),
        custodian: book.record.plan.holder(one.card.group, one.card.member).map(str::to_owned),
        standing: if one.standing == Standing::Dealt { "dealt" } else { "untold" },
    };
    json::CheckedRecord {
        plan_hash: book.record.plan_hash.clone(),
        journal_head: book.journal.head().code(),
        standings: compared.iter().map(standing).collect(),
        receipt: receipt.map(str::to_owned),
    }
}

/// Gives the receipt out: into a file, or to stdout, and on a terminal as its code, too.
///
/// # Errors
///
/// When it cannot be written.
pub fn hand_out(
    receipt: &str,
    output: Option<&Path>,
    voice: &Voice,
    machine: Machine,
) -> Result<(), Failure> {
    let code = || QrCode::of_text(receipt).map_err(|_| Failure::from(CardError::NotProved));
    if let Some(file) = output {
        let bytes = match file.extension().and_then(|ending| ending.to_str()) {
            Some("png") => png::draw(&code()?).map_err(|_| CardError::NotProved)?.expose().to_vec(),
            Some("svg") => svg::draw(&code()?).expose().as_bytes().to_vec(),
            _ => format!("{receipt}\n").into_bytes(),
        };
        write_new(file, &bytes)?;
        voice.say(&format!("the receipt is in {}: no secret; send it by any way", shown(file)));
        return Ok(());
    }
    if voice.json {
        return Ok(());
    }
    voice.say("the receipt holds no secret: send it by any way");
    if machine.stdout_is_terminal && !voice.plain {
        voice.product(blocks::draw(&code()?, QUIET_ZONE, "\n").expose().as_bytes())?;
    }
    voice.product(format!("{receipt}\n").as_bytes())
}

fn named(card: CardNumber) -> String {
    format!("card {card}")
}
