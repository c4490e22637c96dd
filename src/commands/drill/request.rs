//! What the arguments of `drill` mean.

use std::path::PathBuf;

use crate::{
    commands::{
        drill::{new_record::refuse_taken, options::Options},
        options::{
            day::day,
            expect::Expecting,
            holders::confirming,
            outputs::{new_file, refuse_piped},
            passphrase::encoding,
            policy::old_plan,
            report::{Present, ReportFiles},
        },
    },
    custody::{card_number::CardNumber, date::Date, journal::Head, plan::Plan},
    formats::{key::Language, public::Showable},
    host::{console::Machine, failure::Failure},
    transfer::{
        archive::today::Today,
        intake::{
            files::refuse_double_stdin,
            passphrase::PassphraseEncoding,
            sources::{PassphraseSource, ShareSource, passphrase_source},
        },
        sealing::{confirming::Confirming, halves::ExpectedHalf, open::SealedFile},
    },
};

/// What a drill will do.
#[derive(Debug)]
pub struct Request {
    /// Where the shares come from.
    pub shares: ShareSource,
    /// The sealed file to open.
    pub open: Option<SealedFile>,
    /// The files with the public halves that the sealed key must have.
    pub expect_file: Vec<String>,
    /// Those that were typed.
    pub halves: Vec<ExpectedHalf>,
    /// The passphrase; none where nothing was said.
    pub passphrase: Option<PassphraseSource>,
    /// How its letters become bytes.
    pub encoding: PassphraseEncoding,
    /// Whether a passphrase is accepted that the record contradicts.
    pub accepts_other: bool,
    /// The record to compare with.
    pub record: Option<String>,
    /// The hash of the plan that the record must be of.
    pub expect_plan: Option<String>,
    /// The day, if it was given.
    pub date: Option<Date>,
    /// Where the report goes.
    pub report: Option<ReportFiles>,
    /// What the operator states, for the report.
    pub stated: Stated,
    /// The record that is to be made anew.
    pub new_record: Option<NewRecord>,
    /// What the key must give, as it was typed: the record says in which form it came.
    pub expecting: Expecting,
    /// The list of BIP-39 words, if it was said.
    pub language: Option<Language>,
    /// The public values that are to be shown, by kind.
    pub show: Vec<Showable>,
    /// The file with the BIP-39 passphrase, if one was named.
    pub bip39_passphrase_file: Option<String>,
}

/// A record that is to be made anew.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Its file.
    pub file: PathBuf,
    /// The plan as it is today.
    pub plan: Plan,
    /// The day of the deal, as it is told.
    pub dealt: Option<Date>,
    /// The hash of the lost record, if somebody has it.
    pub old_hash: Option<String>,
    /// A head of its journal, if somebody has one.
    pub old_head: Option<String>,
    /// The codes of recipients in the plan that were typed with the command.
    pub confirming: Confirming,
}

/// What the operator states and nothing can confirm.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// Who was there, where and when.
    pub present: Present,
    /// Who brought which card.
    pub brought: Vec<(CardNumber, String)>,
    /// What is rehearsed.
    pub scenario: Option<String>,
    /// What is to be done about what went wrong.
    pub remediation: Option<String>,
    /// The day of the next drill.
    pub next: Option<Date>,
}

impl Stated {
    /// Who brought this card, if that was said.
    #[must_use]
    pub fn brought_by(&self, card: CardNumber) -> Option<String> {
        self.brought.iter().find(|(one, _)| *one == card).map(|(_, name)| name.clone())
    }

    /// Everybody of the plan of today who was there, as it writes them: who attended, was at the machine, or brought one of the
    /// cards that came.
    #[must_use]
    pub fn heard(&self, came: impl Fn(CardNumber) -> bool, today: &Today) -> Vec<String> {
        let brought = self.brought.iter().filter(|(card, _)| came(*card)).map(|(_, name)| name);
        let names = self.present.attendees.iter().chain(&self.present.operator).chain(brought);
        let mut present = Vec::new();
        for known in names.filter_map(|name| today.party(name)) {
            if !present.contains(&known) {
                present.push(known);
            }
        }
        present
    }
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, look like a secret, or the report cannot be made.
    pub fn new(mut typed: Options, machine: Machine) -> Result<Self, Failure> {
        let halves = match &typed.open {
            Some(_) => ExpectedHalf::take_from(&mut typed.expecting.values)?,
            None => Vec::new(),
        };
        let show = shown(&typed)?;
        let shares = ShareSource::new(typed.shares, &typed.opening.identities, machine)?;
        refuse_double_stdin(
            shares
                .names()
                .iter()
                .chain(&typed.passphrase_file)
                .chain(&typed.bip39_passphrase_file)
                .chain(&typed.record)
                .chain(&typed.plan),
        )?;
        typed.record.iter().try_for_each(|record| refuse_piped("--record", record))?;
        let new_record = match (typed.new_record, typed.plan) {
            (Some(file), plan) => {
                let plan = old_plan(&plan.unwrap_or_default(), typed.expect_plan.as_deref())?;
                let confirming = confirming(&typed.codes, &plan)?;
                let new = NewRecord {
                    confirming,
                    file: new_file("--new-record", &file)?,
                    plan,
                    dealt: typed.dealt.as_deref().map(dealt).transpose()?,
                    old_hash: digits("--old-hash", typed.old_hash.as_deref())?,
                    old_head: digits("--old-head", typed.old_head.as_deref())?,
                };
                refuse_taken(&new)?;
                Some(new)
            }
            (None, _) => None,
        };
        if typed.expect_plan.is_some() && typed.record.is_none() && new_record.is_none() {
            let hint = "shares do not tell their plan: give the record with --record FILE";
            return Err(Failure::usage("--expect-plan needs a record, or a plan", hint));
        }
        let brought: Vec<(CardNumber, String)> =
            typed.brought.iter().map(|text| brought(text)).collect::<Result<_, _>>()?;
        if let Some(option) = typed.present.option().filter(|_| typed.report.is_none()) {
            return Err(Failure::usage(
                format!("{option} requires a report"),
                "add --report FILE, or leave it out",
            ));
        }
        let texts = typed.scenario.iter().chain(&typed.remediation);
        typed.present.refuse_unfit(brought.iter().map(|(_, name)| name), texts)?;
        let passphrase = passphrase_source(typed.passphrase, typed.passphrase_file);
        let encoding = encoding(typed.passphrase_encoding, passphrase.as_ref())?;
        Ok(Self {
            expect_file: typed.expect_file,
            halves,
            open: typed.open.as_deref().map(SealedFile::find).transpose()?,
            passphrase,
            encoding,
            accepts_other: typed.accept_other_passphrase,
            record: typed.record,
            expect_plan: typed.expect_plan,
            date: typed.date.as_deref().map(day).transpose()?,
            report: typed.report.as_deref().map(ReportFiles::new).transpose()?,
            stated: Stated {
                present: typed.present,
                brought,
                scenario: typed.scenario,
                remediation: typed.remediation,
                next: typed.next.as_deref().map(next_day).transpose()?,
            },
            shares,
            new_record,
            language: typed.language,
            show,
            expecting: typed.expecting,
            bip39_passphrase_file: typed.bip39_passphrase_file,
        })
    }
}

/// The kinds of values that are to be shown. A BIP-39 passphrase is of use for values alone.
fn shown(typed: &Options) -> Result<Vec<Showable>, Failure> {
    let takes_it = typed.record.is_some() || !typed.expecting.values.is_empty();
    if typed.bip39_passphrase_file.is_some() && !takes_it {
        let hint = "leave it out, or say with --expect what the wallet must give";
        return Err(Failure::usage("--bip39-passphrase-file requires --expect or --record", hint));
    }
    if typed.show.is_empty() {
        typed.expecting.refuse_lone_path()?;
    }
    let kinds = typed.show.iter().filter_map(|name| Showable::ALL.iter().find(|(other, _)| other == name));
    Ok(kinds.map(|(_, kind)| *kind).collect())
}

impl Request {
    /// Whether somebody asked whether the key gives a public value.
    #[must_use]
    pub const fn asks_for_values(&self) -> bool {
        !self.expecting.values.is_empty()
    }
}

/// Who brought which card, as `1.2=Dana`.
fn brought(text: &str) -> Result<(CardNumber, String), Failure> {
    let read = text.split_once('=').and_then(|(card, name)| Some((CardNumber::read(card)?, name)));
    match read.filter(|(_, name)| !name.is_empty()) {
        Some((card, name)) => Ok((card, name.to_owned())),
        None => Err(Failure::usage("--brought takes a card and a name", "for instance: --brought 1.2=Dana")),
    }
}

fn dealt(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| Failure::usage("--dealt is not a day", "for instance: --dealt 2026-11-24"))
}

/// What a cover sheet or a report has of the lost record or its journal.
fn digits(option: &str, text: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(text) = text else { return Ok(None) };
    Head::digits(text).map(Some).ok_or_else(|| {
        let hint = "copy them from the cover sheet or the report of a drill; dashes do not matter";
        Failure::usage(format!("{option} takes 32 or 64 hexadecimal digits"), hint)
    })
}

fn next_day(text: &str) -> Result<Date, Failure> {
    text.parse().map_err(|_| Failure::usage("--next is not a day", "for instance: --next 2027-05-01"))
}
