//! Where the shares of a split go: to their custodians one by one, into files, or down a pipe.

use std::{collections::BTreeSet, path::Path};

use self::beside::Delivery;
use super::{
    answer::{Answer, SplitShare},
    dice::agree,
    facts::Made,
    record,
    request::{RecordOutput, ReportOutput, Request, ShareOutput},
};
use crate::{
    ceremony::{print::PrintFormat, split::SplitError},
    commands::{
        options::report::ReportPair,
        verdicts::{KeyKind, ProvedTold},
    },
    crypto::{random::OsEntropy, secret::SecretText},
    custody::record::Record,
    host::{
        console::Console,
        document,
        failure::Failure,
        files::{read, staging::Staging},
        terminal::Terminal,
    },
    paper::card::{Card, Part},
    slip39::{Header, Mnemonic, ordinal},
    transfer::{
        delivery::{
            folder::{self, Item, Written},
            names::neutral_stem,
            read_back::ReadBack,
            reveal::{self, RevealSettings},
        },
        sealing::seal::SealedFilePlace,
    },
};

pub(super) mod beside;
pub(super) mod sealed;

impl Delivery<'_> {
    /// Hands the shares over as the plan says.
    ///
    /// # Errors
    ///
    /// When they cannot be written, or the ceremony is stopped.
    pub(super) fn deliver(
        &self,
        facts: &[String],
        sealed: Option<SealedFilePlace>,
        console: &Console,
    ) -> Result<(), Failure> {
        match sealed {
            Some(SealedFilePlace::Folder(staging)) => self.hand_over(facts, Some(staging), console),
            Some(place) => self.hand_over(facts, None, console).inspect_err(|_| place.take_back()),
            None => self.hand_over(facts, None, console),
        }
    }

    /// Hands it over; into a folder that may have been begun.
    fn hand_over(&self, facts: &[String], begun: Option<Staging>, console: &Console) -> Result<(), Failure> {
        let Self { request, made, record, .. } = *self;
        match &request.output {
            ShareOutput::Terminal => {
                let terminal = Terminal::open(console, "-o DIR writes files; a pipe takes one share a line")?;
                let settings = RevealSettings {
                    policy: &request.policy,
                    plan_code: request.plan.short_hash(),
                    title: &|at, header| request.title(at, header),
                    has_code: request.print.formats.contains(&PrintFormat::Qr),
                    read_back: request.read_back,
                    is_rolled: made.rolled.is_some(),
                };
                // What a report would be refused for is found before anybody sees a share.
                self.report(&[], console)?;
                let handed =
                    reveal::shares(&terminal, &settings, &made.split, facts, &mut OsEntropy, console)?;
                let report = self.report(&handed, console)?;
                self.write_beside(report, request.read_back == ReadBack::All, console)
            }
            ShareOutput::Folder(folder) => {
                let staging = begun.map_or_else(|| Staging::begin(folder), Ok)?;
                let report = self.report(&[], console)?;
                let written = self.write_folder(staging, report.as_ref(), console)?;
                console.say(&format!("every share is in {}/secret", read::shown(folder)));
                let elsewhere = |failure: Failure| {
                    failure.with_hint(format!("the shares are still in {}", read::shown(folder)))
                };
                self.write_beside(report, false, console).map_err(elsewhere)?;
                if request.record == RecordOutput::InFolder {
                    console.say(&format!("the record is in {}/public: it names people", read::shown(folder)));
                    if !made.kept.openings.is_empty() {
                        console.say(
                            "public-values.json beside it shows what the key controls: only for owner and auditor",
                        );
                    }
                }
                self.tell_of_folder(folder, console);
                let answer = self.answer(Some((folder, &written)), SecretText::default());
                console.answer("split", &answer, None).map_err(elsewhere)
            }
            ShareOutput::Compared(code) => {
                let record = record.ok_or(SplitError::SelfCheck)?;
                let agreed = agree::compared(code, request, made, record)?;
                facts.iter().for_each(|fact| console.say(fact));
                self.write_record_alone(console)?;
                self.begin_journal(None, false, console).map_err(|failure| self.take_back(failure, false))?;
                console.answer("split", &agreed, None).map_err(|failure| self.take_back(failure, true))
            }
            ShareOutput::Stdout => {
                // Whoever reads the pipe must not go on with shares whose record could not be written.
                let report = self.report(&[], console)?;
                self.write_report(report.as_ref(), console)?;
                self.write_record_alone(console).map_err(|failure| self.take_back_report(failure))?;
                self.begin_journal(report.as_ref(), false, console)
                    .map_err(|failure| self.take_back(failure, false))?;
                let answer = self.answer(None, self.lines());
                console.answer("split", &answer, None).map_err(|failure| self.take_back(failure, true))
            }
        }
    }

    /// All shares, one a line.
    fn lines(&self) -> SecretText {
        let shares = &self.made.split.shares;
        let mut lines = SecretText::with_capacity(shares.len() * 512);
        for (_, mnemonic) in shares {
            lines.push_str(mnemonic.expose());
            lines.push('\n');
        }
        lines
    }

    /// The files of every share, and the sheets: all of them or none.
    fn write_folder(
        &self,
        staging: Staging,
        report: Option<&ReportPair>,
        console: &Console,
    ) -> Result<Written, Failure> {
        let Self { request, made, record, .. } = *self;
        let stem = |(at, stem): (usize, String)| match made.sealed_share(at) {
            Some(_) if request.print.neutral_names => neutral_stem(&made.split.shares[at].0),
            _ => stem,
        };
        let stems = request.stems().into_iter().enumerate().map(stem);
        let shares = made.split.shares.iter().enumerate().zip(stems);
        let items: Vec<Item<'_>> = shares
            .map(|((at, (header, mnemonic)), stem)| Item {
                stem,
                card: card(request, made, at, header, mnemonic),
                mnemonic,
                remark: request.remark(at, header),
                sealed: made.sealed_share(at),
            })
            .collect();
        let file = record.filter(|_| request.record == RecordOutput::InFolder);
        let mut public = Vec::new();
        if let Some(record) = file {
            let journal = record::first_lines(record, made, report)?;
            public.push(("public/record.json".to_owned(), record.text().into_bytes()));
            public.push(("public/journal.jsonl".to_owned(), journal.into_bytes()));
            let values = made.kept.file(made.split.set.encryption.identifier.value());
            let values =
                values.map(|values| ("public/public-values.json".to_owned(), values.text().into_bytes()));
            public.extend(values);
        }
        if let (ReportOutput::InFolder, Some(report)) = (&request.report, report) {
            public.push(("public/ceremony-report.pdf".to_owned(), report.pdf.clone()));
            public.push(("public/ceremony-report.json".to_owned(), report.json.clone().into_bytes()));
        }
        let facts = made.sheet(request, record);
        let mut written = folder::folder(staging, &items, &facts, &public, &request.print, console)?;
        written.public.extend(made.sealed.iter().map(|sealed| format!("public/{}", sealed.name)));
        Ok(written)
    }

    /// Says what lies in the folder: a quorum of shares that anybody can read, or none.
    fn tell_of_folder(&self, folder: &Path, console: &Console) {
        let Self { request, made, .. } = *self;
        let shares = made.split.shares.iter().enumerate();
        let plain: BTreeSet<(u8, u8)> = shares
            .filter(|(at, _)| made.sealed_share(*at).is_none())
            .map(|(_, (header, _))| (header.group, header.member))
            .collect();
        let sealed = made.split.shares.len() - plain.len();
        if sealed > 0 {
            folder::tell_of_sealed(folder, sealed, plain.len(), console);
        }
        if request.plan.is_quorum(&plain) {
            folder::tell_of_quorum(folder, console);
        }
    }

    fn answer(&self, folder: Option<(&Path, &Written)>, lines: SecretText) -> Answer<'_> {
        let Self { request, made, record, .. } = *self;
        let split = &made.split;
        let mut shares = Vec::with_capacity(split.shares.len());
        for (at, (header, mnemonic)) in split.shares.iter().enumerate() {
            let files = folder.and_then(|(_, written)| written.shares.get(at)).cloned();
            shares.push(SplitShare {
                group: ordinal(header.group),
                group_name: request.group_name(header.group),
                member: ordinal(header.member),
                custodian: request.custodian(at),
                mnemonic: match (made.sealed_share(at), folder) {
                    (Some(_), _) => Some(None),
                    (None, None) => Some(Some(mnemonic.expose())),
                    (None, Some(_)) => None,
                },
                sealed: made.sealed_share(at).and(folder).and_then(|(_, written)| written.first(at)),
                file: files.as_ref().and_then(|files| files.first()).cloned(),
                files,
            });
        }
        Answer {
            set: document::Set::of(&split.set),
            label: request.label.as_deref(),
            policy: request.policy.to_string(),
            kind: made.form().map(KeyKind::from),
            plan_hash: record.map(|record| record.plan_hash.as_str()),
            record: self.record_path(),
            recombinations: split.recombinations,
            empty_files: made.empty_files,
            output: folder.map(|(folder, _)| folder.to_string_lossy().into_owned()),
            shares,
            public: folder.map(|(_, written)| written.public.clone()),
            sealed: made.sealed.as_ref(),
            rolled: made.rolled.as_ref(),
            agreement_code: made.rolled.as_ref().and(record).and_then(Record::agreement_code),
            proved: made.proof.values.iter().map(ProvedTold::from).collect(),
            lines,
        }
    }

    /// Where the record is, or will be.
    fn record_path(&self) -> Option<String> {
        match (&self.request.record, &self.request.output) {
            (RecordOutput::File(file), _) => Some(file.to_string_lossy().into_owned()),
            (RecordOutput::InFolder, ShareOutput::Folder(folder)) => {
                Some(folder.join("public/record.json").to_string_lossy().into_owned())
            }
            _ => None,
        }
    }
}

fn card<'a>(
    request: &'a Request,
    made: &Made,
    at: usize,
    header: &Header,
    mnemonic: &'a Mnemonic,
) -> Card<'a> {
    let count = request.policy.groups().get(usize::from(header.group)).map(|group| group.count());
    Card {
        label: request.label.as_deref(),
        part: Some(Part { header: *header, group_name: request.group_name(header.group), count }),
        custodian: request.custodian(at),
        mnemonic: (!request.print.is_blank).then_some(mnemonic),
        words: mnemonic.words().count(),
        wallet: made.wallet(),
        contact: request.print.contact.as_deref(),
        date: request.print.date.as_deref(),
        is_specimen: made.is_practice,
    }
}
