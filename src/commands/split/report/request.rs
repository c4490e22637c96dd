//! What the arguments for the report of a ceremony mean.

use super::options::ReportOptions;
use crate::{
    commands::{
        options::report::{Present, ReportFiles},
        split::output::ShareOutput,
    },
    crypto::hash::is_hash,
    custody::{card_number::CardNumber, plan::Plan},
    formats::suspicion::document_holds_secret,
    host::failure::{Code, Failure},
    transfer::delivery::names::{LONGEST_NAME, refuse_secret},
};

/// Where the report of a ceremony goes.
#[derive(Debug)]
pub enum ReportOutput {
    /// To new files.
    Files(ReportFiles),
    /// Into the folder of the shares, beside what else is public.
    InFolder,
    /// Nowhere: none was asked for.
    Nowhere,
}

/// What the operator states of the ceremony, and nothing can confirm.
#[derive(Debug)]
pub struct Statements {
    /// Who is there, where and when.
    pub present: Present,
    /// The bags by card.
    pub bags: Vec<(CardNumber, String)>,
    /// The machine.
    pub machine: Option<String>,
    /// The sum of the medium that it was started from.
    pub medium_sum: Option<String>,
}

impl ReportOutput {
    /// Where it goes by the arguments, and what the operator states for it.
    ///
    /// # Errors
    ///
    /// When it cannot go there, would hold what nobody may read, or there is none for what is stated.
    pub(in crate::commands::split) fn new(
        typed: &ReportOptions,
        shares: &ShareOutput,
        plan: &Plan,
    ) -> Result<(Self, Statements), Failure> {
        let output = match (&typed.report, shares) {
            (Some(name), _) => Self::Files(ReportFiles::new(name)?),
            (None, ShareOutput::Folder(_)) => Self::InFolder,
            (None, _) => Self::Nowhere,
        };
        if let Some(option) = typed.option().filter(|_| matches!(output, Self::Nowhere)) {
            let hint = "add --report FILE or -o DIR, or leave it out";
            return Err(Failure::usage(format!("{option} requires a report"), hint));
        }
        let bags = typed.bags.iter().map(|text| bag(text, plan)).collect::<Result<Vec<_>, _>>()?;
        let numbers = bags.iter().map(|(_, number)| number);
        typed.present.refuse_unfit([].iter(), numbers.chain(&typed.machine))?;
        let stated = Statements {
            present: typed.present.clone(),
            bags,
            machine: typed.machine.clone(),
            medium_sum: typed.medium_sum.as_deref().map(sum).transpose()?,
        };
        if !matches!(output, Self::Nowhere) {
            refuse_words(&stated, plan)?;
        }
        Ok((output, stated))
    }
}

/// Names and texts that read like a share would be refused when the cards are out.
fn refuse_words(stated: &Statements, plan: &Plan) -> Result<(), Failure> {
    let holders = plan.cards().filter_map(|(_, _, card)| card.holder().map(str::to_owned));
    let named = stated.present.attendees.iter().chain(&stated.present.operator).chain(&stated.present.place);
    let texts: Vec<String> = holders.chain(named.cloned()).chain(stated.machine.clone()).collect();
    if document_holds_secret(&texts.join(" ")) {
        let hint = "name fewer attendees, or write family names: ten listed words in a row read like a share";
        return Err(Failure::new(Code::SecretText, "the names for the report read like a share", hint));
    }
    Ok(())
}

/// The bag of a card, as `1.2=A10457`.
fn bag(text: &str, plan: &Plan) -> Result<(CardNumber, String), Failure> {
    let read = text.split_once('=').and_then(|(card, number)| Some((CardNumber::read(card)?, number)));
    let Some((card, number)) = read.filter(|(_, number)| !number.is_empty()) else {
        let hint = "for instance: --bag 1.2=A10457";
        return Err(Failure::usage("--bag takes a card and the number of its bag", hint));
    };
    if plan.card(card.group, card.member).is_none() {
        let hint = "cards are numbered by group and member, from 1.1";
        return Err(Failure::usage(format!("--bag names card {card}, which the plan does not have"), hint));
    }
    refuse_secret(number, LONGEST_NAME)?;
    Ok((card, number.to_owned()))
}

fn sum(text: &str) -> Result<String, Failure> {
    let sum = text.to_ascii_lowercase();
    if is_hash(&sum) {
        return Ok(sum);
    }
    let hint = "the 64 hexadecimal digits that sha256sum shows of it";
    Err(Failure::usage("--medium-sum is not a SHA-256", hint))
}
