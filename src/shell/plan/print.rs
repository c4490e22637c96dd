//! What the arguments about paper mean.

use crate::{
    ceremony::print::Format,
    custody::date::Date,
    paper::{
        card::{Shows, Style},
        font,
        pdf::Paper,
    },
    shell::{
        args::{choices::PaperSize, handout::Print},
        failure::Failure,
        plan::names::{LONGEST_CONTACT, refuse_secret},
    },
};

/// What is made of each share.
#[derive(Clone, Debug)]
pub struct PrintPlan {
    /// Each once, in order.
    pub formats: Vec<Format>,
    /// How cards look.
    pub style: Style,
    /// Whether cards are filled in by hand.
    pub is_blank: bool,
    /// The day, as it was given.
    pub date: Option<String>,
    /// Whom to call.
    pub contact: Option<String>,
}

impl PrintPlan {
    /// Makes the plan. `usual` is made where nothing was asked for; a day has a meaning without cards where
    /// `is_dated`; `names` will stand on cards.
    ///
    /// # Errors
    ///
    /// When options contradict themselves, or a name cannot be printed.
    pub fn new<'a>(
        typed: &'a Print,
        usual: Format,
        is_dated: bool,
        names: impl Iterator<Item = &'a String>,
    ) -> Result<Self, Failure> {
        let mut formats: Vec<Format> = typed.formats.clone();
        if formats.is_empty() {
            formats.push(usual);
        }
        formats.sort_unstable();
        formats.dedup();
        let has_card = formats.contains(&Format::Pdf);
        for (option, is_there) in [
            ("--paper", typed.paper.is_some()),
            ("--large", typed.large),
            ("--no-qr", typed.no_qr),
            ("--qr-only", typed.qr_only),
            ("--blank", typed.blank),
            ("--date", typed.date.is_some() && !is_dated),
            ("--contact", typed.contact.is_some()),
        ] {
            if is_there && !has_card {
                let hint = "add --format pdf, or leave it out";
                return Err(Failure::usage(format!("{option} goes with --format pdf only"), hint));
            }
        }
        typed.contact.iter().try_for_each(|contact| refuse_secret(contact, LONGEST_CONTACT))?;
        if has_card && !names.chain(&typed.contact).all(|name| font::is_printable(name)) {
            let hint = "cards have the letters of Latin, Greek and Cyrillic; or leave out --format pdf";
            return Err(Failure::usage("a name or label has a character that cards cannot print", hint));
        }
        let date = typed.date.as_deref().map(day).transpose()?;
        let content = match (typed.no_qr, typed.qr_only) {
            (true, _) => Shows::Words,
            (_, true) => Shows::Code,
            _ => Shows::Both,
        };
        let paper = typed.paper.map_or_else(Paper::default, Paper::from);
        let style = Style { paper, is_large: typed.large, content };
        Ok(Self {
            formats,
            style,
            is_blank: typed.blank,
            date: date.map(|date| date.to_string()),
            contact: typed.contact.clone(),
        })
    }

    /// Whether cards are made, and with them the sheets.
    #[must_use]
    pub fn has_card(&self) -> bool {
        self.formats.contains(&Format::Pdf)
    }

    /// Whether anything is made that holds a secret: blank cards do not.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        !self.is_blank || self.formats != [Format::Pdf]
    }

    /// Whether nothing but words and codes for a terminal is made.
    #[must_use]
    pub fn is_for_terminal(&self) -> bool {
        self.formats.iter().all(|format| matches!(format, Format::Words | Format::Qr))
    }
}

/// The day that `--date` says.
///
/// # Errors
///
/// When it is none.
pub fn day(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| Failure::usage("--date is not a day", "for instance: --date 2026-11-24"))
}

impl From<PaperSize> for Paper {
    fn from(typed: PaperSize) -> Self {
        match typed {
            PaperSize::A4 => Self::A4,
            PaperSize::Letter => Self::Letter,
            PaperSize::A5 => Self::A5,
        }
    }
}
