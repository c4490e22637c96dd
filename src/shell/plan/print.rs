//! What the arguments about paper mean.

use crate::{
    ceremony::print::Format,
    paper::{
        card::{Shows, Style},
        font,
        pdf::Paper,
    },
    shell::{
        args::{Print, choices::PaperSize},
        failure::Failure,
        plan::names::{LONGEST_CONTACT, refuse_unprintable},
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
    /// Makes the plan. `usual` is made where nothing was asked for; `names` will stand on cards.
    ///
    /// # Errors
    ///
    /// When options contradict themselves, or a name cannot be printed.
    pub fn new<'a>(
        typed: &'a Print,
        usual: Format,
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
            ("--date", typed.date.is_some()),
            ("--contact", typed.contact.is_some()),
        ] {
            if is_there && !has_card {
                let hint = "add --format pdf, or leave it out";
                return Err(Failure::usage(format!("{option} goes with --format pdf only"), hint));
            }
        }
        typed.contact.iter().try_for_each(|contact| refuse_unprintable(contact, LONGEST_CONTACT))?;
        if has_card && !names.chain(&typed.contact).all(|name| font::is_printable(name)) {
            let hint = "cards have the letters of Latin, Greek and Cyrillic; or leave out --format pdf";
            return Err(Failure::usage("a name or label has a character that cards cannot print", hint));
        }
        typed.date.iter().try_for_each(|date| refuse_no_date(date))?;
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
            date: typed.date.clone(),
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

/// A day that was given is printed as it is; one that cannot be is a slip of the hand.
fn refuse_no_date(text: &str) -> Result<(), Failure> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize, digits: usize| {
        let is_number = |part: &&&str| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.get(at).filter(is_number).and_then(|part| part.parse::<u16>().ok())
    };
    let is_day = match (number(0, 4), number(1, 2), number(2, 2)) {
        (Some(year), Some(month @ 1..=12), Some(day)) if parts.len() == 3 => {
            let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
            let days = match month {
                2 => 28 + u16::from(is_leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (1..=days).contains(&day)
        }
        _ => false,
    };
    if is_day {
        Ok(())
    } else {
        Err(Failure::usage("--date is not a day", "for instance: --date 2026-11-23"))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day() {
        for day in ["2026-11-23", "2024-02-29", "2000-02-29", "2026-12-31"] {
            assert!(refuse_no_date(day).is_ok(), "{day}");
        }
        for none in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "26-11-23",
            "2026-11-23-",
            "+026-11-23",
            "soon",
        ] {
            assert!(refuse_no_date(none).is_err(), "{none}");
        }
    }
}
