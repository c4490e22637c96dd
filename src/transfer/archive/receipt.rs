//! The receipt that a share signs: made, drawn and written.

use std::path::Path;

use super::{
    ledger::Ledger,
    record_check::{why_untold, why_untold_hint},
    today::Today,
};
use crate::{
    ceremony::{compare::ComparedShare, submission::Submission},
    custody::{
        card_number::CardNumber,
        receipt::Receipt,
        record::{Stamp, Standing},
    },
    host::{
        console::Console,
        failure::{Code, Failure},
        files::write::write_new,
    },
    paper::{
        card::CardError,
        qr::{QUIET_ZONE, QrCode, blocks, png, svg},
    },
};

/// The receipt of the one share that came; none if the share cannot be read, which the check reports.
///
/// # Errors
///
/// When there are several shares, or the share cannot sign for this record.
pub fn sign(
    ledger: &Ledger,
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
    let card = CardNumber::of(header);
    match ledger.record.standing(header, &mnemonic) {
        Standing::Dealt => {
            Ok(Receipt::sign(&ledger.record, &ledger.hash, (header, &mnemonic), challenge, stamp.day))
        }
        // The check reports it.
        Standing::NotDealt(_) => Ok(None),
        Standing::Untold(why) => {
            let message = format!("{}: the card cannot sign: {}", only.source, why_untold(card, why));
            let failure = Failure::new(Code::CannotTell, message, why_untold_hint(why));
            Err(failure.with_source(&only.source.name).with_place(card.group, card.member))
        }
    }
}

/// Writes the receipt to a new file: as its code where the name of the file is that of a picture.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(receipt: &str, file: &Path) -> Result<(), Failure> {
    let bytes = match file.extension().and_then(|ending| ending.to_str()) {
        Some("png") => png::draw(&code_of(receipt)?).map_err(|_| CardError::NotProved)?.expose().to_vec(),
        Some("svg") => svg::draw(&code_of(receipt)?).expose().as_bytes().to_vec(),
        _ => format!("{receipt}\n").into_bytes(),
    };
    write_new(file, &bytes)
}

/// The receipt as it is printed, below its code where a terminal shows one.
///
/// # Errors
///
/// When there is no code of it.
pub fn text(receipt: &str, has_code: bool) -> Result<String, Failure> {
    let code = has_code.then(|| code_of(receipt)).transpose()?;
    let drawn =
        code.map_or_else(String::new, |code| blocks::draw(&code, QUIET_ZONE, "\n").expose().to_owned());
    Ok(format!("{drawn}{receipt}\n"))
}

fn code_of(receipt: &str) -> Result<QrCode, Failure> {
    QrCode::of_text(receipt).map_err(|_| CardError::NotProved.into())
}

/// Warns of a card that the journal calls gone: its holder may sign, and should know that nobody counts it.
pub fn warn_gone(compared: &[ComparedShare], today: &Today, console: &Console) {
    for told in compared.iter().filter(|one| one.is_dealt()).filter_map(|one| today.told_gone(one.card)) {
        console.warn(&format!("{told}: its receipt does not count"));
    }
}
