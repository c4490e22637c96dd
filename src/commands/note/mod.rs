//! `quorate note`: one line in the journal of a record. No share is needed, and none accepted.

mod amendment;
pub(super) mod answer;
mod old_shares;
pub mod options;
pub mod request;
mod told;

use std::path::Path;

use self::{
    answer::{Answer, Unwritten},
    options::Options,
    request::{Noting, Request},
};
use crate::{
    ceremony::reading,
    commands::{Needs, Run},
    custody::{
        journal::{
            Entry, Event,
            challenge::{self, Version},
        },
        receipt::{Receipt, ReceiptError},
        record::Stamp,
        status::{receipts::Receipts, state::State, uncounted::Uncounted},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
        files::read::{look_at, parent, read_text_or_picture, shown},
    },
    paper::photo::{
        decode::{self, PictureFormat},
        scan,
    },
    transfer::{
        archive::{
            day,
            ledger::{Ledger, Noted, journal_path},
            void,
        },
        intake::files::is_stdin,
    },
};

impl Run for Options {
    const NAME: &'static str = "note";

    fn needs(&self) -> Needs {
        Needs { folders: vec![parent(Path::new(&self.record)).to_path_buf()], ..Needs::default() }
    }

    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let request = Request::new(self)?;
        if is_stdin(&request.record) || look_at(&request.record).is_ok_and(|found| !found.is_file()) {
            let hint = "give the record.json itself: the journal lies beside it";
            return Err(Failure::usage("a record from a pipe has no journal beside it", hint));
        }
        let mut ledger = Ledger::open_watched(&request.record, console)?;
        let stamp = day::past(request.date, console)?;
        let (entry, amendment) = match request.what {
            Noting::Import(file) => return import(&mut ledger, &file, stamp, console),
            Noting::Receipt(file) => (receipt(&ledger, &file, stamp, console)?, None),
            Noting::Amendment(amendment) => (amendment.entry(stamp), Some(amendment)),
            Noting::Event(told) => (told.entry(&ledger.record, &ledger.journal, stamp)?, None),
        };
        refuse_void(&mut ledger, &entry)?;
        if let Some(amendment) = amendment {
            amendment.judge(console)?;
        }
        let head = match ledger.note(&entry, console)? {
            Noted::Written(head) => head,
            Noted::ReadOnly(line) => return not_noted(&ledger, &line, console),
        };
        let challenge = (entry.event == Event::Challenge).then(|| challenge::after(&head));
        let plan_hash = entry.plan.as_ref().map(|plan| plan.hash());
        let answer = Answer {
            event: entry.event,
            journal_head: head.code(),
            challenge,
            plan_hash,
            imported_lines: None,
            common_line: None,
        };
        console.answer("note", &answer, None)
    }
}

/// Refuses a line that would count for nothing, whatever its day is: whoever notes it is to hear it now, not tonight.
fn refuse_void(ledger: &mut Ledger, entry: &Entry) -> Result<(), Failure> {
    match void::why_void(&ledger.record, &mut ledger.journal, entry).filter(|why| !why.is_misdated()) {
        None => Ok(()),
        Some(Uncounted::Receipt(error)) => Err(refused(error)),
        Some(why) => Err(void::refused(&why)),
    }
}

/// Takes over what the journal of another keeper has.
fn import(ledger: &mut Ledger, file: &str, stamp: Stamp, console: &Console) -> Result<(), Failure> {
    let (imports, noted) = ledger.import(Path::new(file), stamp)?;
    let head = match noted {
        Noted::Written(head) => head,
        Noted::ReadOnly(lines) => return not_noted(ledger, &lines, console),
    };
    let (common, lines) = (imports.common, imports.entries.len());
    let last = match common {
        0 => "the two journals have no line in common".to_owned(),
        common => format!("the two journals are the same up to line {common}"),
    };
    console.say(&format!("{last}; lines taken over from the other: {lines}"));
    if imports.known > 0 {
        console.say(&format!(
            "lines left out, which were here already or say nothing of the set: {}",
            imports.known
        ));
    }
    let answer = Answer {
        event: Event::Import,
        journal_head: head.code(),
        challenge: None,
        plan_hash: None,
        imported_lines: Some(lines),
        common_line: Some(common),
    };
    console.answer("note", &answer, None)
}

fn not_noted(ledger: &Ledger, lines: &str, console: &Console) -> Result<(), Failure> {
    console.answer("note", &Unwritten { line: lines.trim_end() }, Some(unwritten(ledger)))
}

fn unwritten(ledger: &Ledger) -> Failure {
    let path = shown(&journal_path(ledger.path()));
    let message = format!("{path} cannot be written to: nothing was noted");
    let hint = "keep the line, and add it where the journal can be written; or note it again there";
    Failure::new(Code::NotNoted, message, hint)
}

/// A receipt that has been verified, as an entry.
fn receipt(ledger: &Ledger, file: &str, stamp: Stamp, console: &Console) -> Result<Entry, Failure> {
    let text = receipt_text(file)?;
    let receipts = Receipts::of(&ledger.record, &ledger.journal, stamp.day);
    let proof = receipts.accept(&text).map_err(refused)?;
    let (card, day) = (proof.receipt.card, proof.receipt.day);
    // Whoever has it by now, which is not always who got it first.
    let state = State::of(&ledger.record, &ledger.journal, stamp.day);
    let custodian = state.plan.holder(card.group, card.member).map(str::to_owned);
    let whose = custodian.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
    console.say(&format!("card {card}{whose} signed this receipt, on {day} as its holder says"));
    if let Some(day) = proof.asked_on {
        console.say(&format!("the receipt counts for {day}, the day of its challenge"));
    }
    if proof.receipt.version == Version::First {
        console.warn("this receipt is of version 1, which is weaker: its challenge has 80 bits, not 128");
    }
    Ok(Entry {
        who: custodian,
        cards: vec![card],
        passed: Some(true),
        receipt: Some(proof.receipt.to_string()),
        signed: Some(day.to_string()),
        ..Entry::new(Event::Receipt, stamp)
    })
}

/// The receipt in a text, or in a picture of its code.
fn receipt_text(file: &str) -> Result<String, Failure> {
    let bytes = read_text_or_picture(file)?;
    let texts = match (PictureFormat::of(bytes.expose()), str::from_utf8(bytes.expose())) {
        (None, Ok(text)) => text.lines().map(str::to_owned).collect(),
        (None, Err(_)) => Vec::new(),
        (Some(_), _) => {
            let codes = decode::decode(bytes.expose())
                .map(|grey| scan::codes(&grey, |text| Receipt::read(text).is_ok()))
                .unwrap_or_default();
            codes.iter().map(|text| text.expose().to_owned()).collect::<Vec<_>>()
        }
    };
    if texts.iter().any(|text| reading::holds_share(text.as_bytes())) || reading::holds_share(bytes.expose())
    {
        let hint = "keep shares off this machine; the keyholder makes a receipt: quorate check --receipt";
        return Err(Failure::new(Code::ShareGiven, "this is a share, and not a receipt", hint));
    }
    texts.into_iter().find(|text| Receipt::read(text).is_ok()).ok_or_else(|| refused(ReceiptError::NoReceipt))
}

fn refused(error: ReceiptError) -> Failure {
    let hint = match error {
        ReceiptError::NoReceipt => {
            "give the line that quorate check --receipt made, or a picture of its code"
        }
        ReceiptError::OtherSet | ReceiptError::OtherRecord => "use the record that the keyholder had",
        ReceiptError::NoSuchCard | ReceiptError::NoKey => {
            "more about this card: quorate check SHARE --record RECORD"
        }
        ReceiptError::Forged => "do not count on this card until its holder has signed again",
        ReceiptError::OtherChallenge | ReceiptError::OtherCard | ReceiptError::OtherHolder => {
            "have the keyholder sign a challenge of this journal: quorate note RECORD challenge"
        }
        ReceiptError::Gone => "if the card was found, note that first, then ask for a new receipt",
        ReceiptError::TooEarly | ReceiptError::TooLate => {
            "the holder's clock was wrong: sign again with --date"
        }
        ReceiptError::Repeated => "have the keyholder sign a fresh challenge: quorate note RECORD challenge",
    };
    let code = match error {
        ReceiptError::NoReceipt => Code::NoReceipt,
        _ => Code::Receipt,
    };
    Failure::new(code, error.to_string(), hint)
}
