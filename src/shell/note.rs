//! `quorate note`: one line in the journal of a record. No share is needed, and none accepted.

use super::{
    args,
    book::{Book, Noted, journal_path},
    failure::{Exit, Failure},
    files::{read_text_or_picture, shown},
    json,
    output::Voice,
    plan::{
        Machine,
        note::{NotePlan, Noting},
    },
    today,
};
use crate::{
    ceremony::{receipts::accept, submission::Unreadable},
    paper::{
        picture::{self, Format},
        scan,
    },
    record::{
        Stamp,
        journal::{Entry, Event},
        receipt::{Receipt, ReceiptError},
    },
};

/// Runs the command.
///
/// # Errors
///
/// When the journal is damaged or cannot be written, or a receipt proves nothing.
pub fn run(typed: args::Note, voice: &Voice, _: Machine) -> Result<(), Failure> {
    let plan = NotePlan::new(typed)?;
    let mut book = Book::open(&plan.record)?;
    let stamp = today::unasked(plan.date)?;
    let entry = match plan.what {
        Noting::Receipt(file) => receipt(&book, &file, stamp, voice)?,
        Noting::Event(told) => told.entry(&book.record, stamp)?,
    };
    let noted = book.note(&entry, voice)?;
    if voice.json {
        let (head, line) = match &noted {
            Noted::Written(head) => (Some(head.code()), None),
            Noted::ReadOnly(line) => (None, Some(line.trim_end().to_owned())),
        };
        let document = json::Note {
            head: json::Head::of("note"),
            event: entry.event.to_string(),
            journal_head: head,
            line,
        };
        return voice.product(json::document(&document).as_bytes());
    }
    match noted {
        Noted::Written(head) => voice.product(format!("journal head: {}\n", head.code()).as_bytes()),
        Noted::ReadOnly(line) => {
            let path = journal_path(book.path());
            voice.say(&format!("{} cannot be written to: add this line to it", shown(&path)));
            voice.product(line.as_bytes())
        }
    }
}

/// A receipt that has been verified, as an entry.
fn receipt(book: &Book, file: &str, stamp: Stamp, voice: &Voice) -> Result<Entry, Failure> {
    let text = receipt_text(file)?;
    let accepted = accept(&book.record, &book.hash, &book.journal, &text, stamp.day).map_err(refused)?;
    let (card, day) = (accepted.receipt.card, accepted.receipt.day);
    let custodian = book.record.plan.holder(card.group, card.member).map(str::to_owned);
    let whose = custodian.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
    voice.say(&format!("card {card}{whose} signed it, on {day} as its holder says"));
    voice.say(&format!("it cannot have been signed before {}", accepted.not_before));
    Ok(Entry {
        who: custodian,
        cards: vec![card],
        passed: Some(true),
        receipt: Some(accepted.receipt.to_string()),
        signed: Some(day.to_string()),
        ..Entry::new(Event::Receipt, stamp)
    })
}

/// The receipt in a text, or in a picture of its code.
fn receipt_text(file: &str) -> Result<String, Failure> {
    let bytes = read_text_or_picture(file)?;
    let texts = match (Format::of(bytes.expose()), str::from_utf8(bytes.expose())) {
        (None, Ok(text)) => text.lines().map(str::to_owned).collect(),
        (None, Err(_)) => Vec::new(),
        (Some(_), _) => {
            let codes = picture::decode(bytes.expose())
                .map(|grey| scan::codes(&grey, |text| Receipt::read(text).is_ok()))
                .unwrap_or_default();
            codes.iter().map(|text| text.expose().to_owned()).collect::<Vec<_>>()
        }
    };
    if texts.iter().any(|text| Unreadable::parse(text).is_ok()) {
        let hint = "keep shares off this machine; the keyholder makes a receipt: quorate check --receipt";
        return Err(Failure::new(Exit::Refused, "share-given", "this is a share, and not a receipt", hint));
    }
    texts.into_iter().find(|text| Receipt::read(text).is_ok()).ok_or_else(|| refused(ReceiptError::NoReceipt))
}

fn refused(error: ReceiptError) -> Failure {
    let hint = match error {
        ReceiptError::NoReceipt => {
            "give the line that quorate check --receipt made, or a picture of its code"
        }
        ReceiptError::OtherSet | ReceiptError::OtherRecord => "take the record that the keyholder had",
        ReceiptError::NoSuchCard | ReceiptError::NoKey => {
            "a check with the record tells more about this card"
        }
        ReceiptError::Forged => "do not count on this card until its holder has signed anew",
        ReceiptError::OtherChallenge => "have the keyholder sign the challenge that status gives",
        ReceiptError::TooEarly | ReceiptError::TooLate => {
            "the holder's clock was wrong: sign anew with --date"
        }
        ReceiptError::Repeated => "have the keyholder sign the challenge that status gives now",
    };
    let (exit, code) = match error {
        ReceiptError::NoReceipt => (Exit::Input, "no-receipt"),
        _ => (Exit::Check, "receipt"),
    };
    Failure::new(exit, code, error.to_string(), hint)
}
