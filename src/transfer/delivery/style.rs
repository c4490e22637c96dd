//! What the arguments about paper mean.

use crate::{
    ceremony::print::PrintFormat,
    host::{console::Console, failure::Failure},
    paper::{card::Style, sheet::languages::SheetLanguage},
};

/// What is made of each share.
#[derive(Clone, Debug)]
pub struct PrintPlan {
    /// Each once, in order.
    pub formats: Vec<PrintFormat>,
    /// How cards look.
    pub style: Style,
    /// Whether cards are filled in by hand.
    pub is_blank: bool,
    /// The day, as it was given.
    pub date: Option<String>,
    /// Whom to call.
    pub contact: Option<String>,
    /// The language of the recovery sheet.
    pub sheet_language: SheetLanguage,
    /// Whether the files and cards of sealed shares have numbers alone, and no name.
    pub neutral_names: bool,
}

impl PrintPlan {
    /// Whether cards are made, and with them the sheets.
    #[must_use]
    pub fn has_card(&self) -> bool {
        self.formats.contains(&PrintFormat::Pdf)
    }

    /// Whether anything is made that holds a secret: blank cards do not.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        !self.is_blank || self.formats != [PrintFormat::Pdf]
    }

    /// Whether nothing but words and codes for a terminal is made.
    #[must_use]
    pub fn is_for_terminal(&self) -> bool {
        self.formats.iter().all(|format| matches!(format, PrintFormat::Words | PrintFormat::Qr))
    }
}

/// A terminal shows words and codes, and in plain mode words only: a code is nothing that could be read aloud.
///
/// # Errors
///
/// When something else is to be shown.
pub fn refuse_unshown(print: &PrintPlan, console: &Console) -> Result<(), Failure> {
    let hint = "-o DIR writes files";
    if !print.is_for_terminal() {
        return Err(Failure::usage("a terminal shows words and qr only", hint));
    }
    if console.plain && print.formats.contains(&PrintFormat::Qr) {
        return Err(Failure::usage("a code is not shown in plain mode", hint));
    }
    Ok(())
}
