//! How shares look on paper and on screens: what can be typed about it, and what that means.

use clap::Args;

use super::day::day;
use crate::{
    ceremony::print::PrintFormat,
    host::failure::Failure,
    paper::{
        card::{Shows, Style},
        font,
        pdf::Paper,
        sheet::languages::SheetLanguage,
    },
    transfer::delivery::{
        names::{LONGEST_CONTACT, refuse_secret},
        style::PrintPlan,
    },
};

/// How shares look on paper and on screens.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "On paper")]
pub struct Print {
    /// What to make of each share; separate several with commas [default: words; for card and reissue with
    /// -o: pdf]
    #[arg(short, long = "format", value_name = "FORMAT", value_delimiter = ',')]
    pub formats: Vec<PrintFormat>,
    /// The paper of cards and sheets [default: a4]
    #[arg(long, value_name = "PAPER")]
    pub paper: Option<Paper>,
    /// Larger print
    #[arg(long)]
    pub large: bool,
    /// Cards without the QR code
    #[arg(long, conflicts_with = "qr_only")]
    pub no_qr: bool,
    /// Cards with the QR code and without the words
    #[arg(long)]
    pub qr_only: bool,
    /// Cards with lines instead of words and code, to be written on by hand
    #[arg(long, conflicts_with_all = ["no_qr", "qr_only"])]
    pub blank: bool,
    /// The day to print on cards and sheets
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Whom to call, to print on cards and sheets
    #[arg(long, value_name = "TEXT")]
    pub contact: Option<String>,
    /// The language of the recovery sheet; the English text stands behind it [default: en]
    #[arg(long, value_name = "LANGUAGE")]
    pub sheet_language: Option<SheetLanguage>,
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
        usual: PrintFormat,
        is_dated: bool,
        names: impl Iterator<Item = &'a String>,
    ) -> Result<Self, Failure> {
        let mut formats: Vec<PrintFormat> = typed.formats.clone();
        if formats.is_empty() {
            formats.push(usual);
        }
        formats.sort_unstable();
        formats.dedup();
        let has_card = formats.contains(&PrintFormat::Pdf);
        for (option, is_there) in [
            ("--paper", typed.paper.is_some()),
            ("--large", typed.large),
            ("--no-qr", typed.no_qr),
            ("--qr-only", typed.qr_only),
            ("--blank", typed.blank),
            ("--date", typed.date.is_some() && !is_dated),
            ("--contact", typed.contact.is_some()),
            ("--sheet-language", typed.sheet_language.is_some()),
        ] {
            if is_there && !has_card {
                let hint = "add --format pdf, or leave it out";
                return Err(Failure::usage(format!("{option} requires --format pdf"), hint));
            }
        }
        typed.contact.iter().try_for_each(|contact| refuse_secret(contact, LONGEST_CONTACT))?;
        if has_card && !names.chain(&typed.contact).all(|name| font::is_printable(name)) {
            let hint = "use Latin, Greek or Cyrillic letters; or leave out --format pdf";
            return Err(Failure::usage("a name or label has a character that cards cannot print", hint));
        }
        let date = typed.date.as_deref().map(day).transpose()?;
        let content = match (typed.no_qr, typed.qr_only) {
            (true, _) => Shows::Words,
            (_, true) => Shows::Code,
            _ => Shows::Both,
        };
        let paper = typed.paper.unwrap_or_default();
        let style = Style { paper, is_large: typed.large, content };
        Ok(Self {
            formats,
            style,
            is_blank: typed.blank,
            date: date.map(|date| date.to_string()),
            contact: typed.contact.clone(),
            sheet_language: typed.sheet_language.unwrap_or_default(),
            neutral_names: false,
        })
    }
}
