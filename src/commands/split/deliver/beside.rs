//! What is written beside the shares: the record with its journal, and the report.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    commands::{
        options::report::ReportPair,
        split::{
            facts::Made,
            record,
            report::{self, Start},
            request::{RecordOutput, ReportOutput, Request},
        },
    },
    custody::record::Record,
    host::{console::Console, failure::Failure, files::read},
    transfer::{
        archive::{ledger::journal_path, public_values::values_path},
        delivery::reveal::Handed,
    },
};

/// What is to be handed over.
pub(in crate::commands::split) struct Delivery<'a> {
    /// How.
    pub(in crate::commands::split) request: &'a Request,
    /// The set.
    pub(in crate::commands::split) made: &'a Made,
    /// Its record, if there is to be one.
    pub(in crate::commands::split) record: Option<&'a Record>,
    /// When the ceremony began, where a record or a report says so.
    pub(in crate::commands::split) begun: Option<&'a Start>,
}

impl Delivery<'_> {
    /// The report as far as the ceremony has come, if one is to be written.
    pub(super) fn report(&self, handed: &[Handed], console: &Console) -> Result<Option<ReportPair>, Failure> {
        let begun = self.begun.filter(|_| !matches!(self.request.report, ReportOutput::Nowhere));
        begun
            .map(|begun| report::report(self.request, self.made, self.record, begun, handed, console))
            .transpose()
    }

    /// Writes the report, if it goes to files of its own.
    pub(super) fn write_report(&self, report: Option<&ReportPair>, console: &Console) -> Result<(), Failure> {
        match (&self.request.report, report) {
            (ReportOutput::Files(files), Some(report)) => files.write(report, console),
            _ => Ok(()),
        }
    }

    /// The record, if it goes to a file of its own. There is never one of a set that nobody got.
    pub(super) fn write_record_alone(&self, console: &Console) -> Result<(), Failure> {
        let Some((file, record)) = self.recorded_apart() else { return Ok(()) };
        record::write_values(file, self.made, console)?;
        record::write(file, record, console)
    }

    pub(super) fn begin_journal(
        &self,
        report: Option<&ReportPair>,
        read_back: bool,
        console: &Console,
    ) -> Result<(), Failure> {
        let begin = |recorded| record::begin_journal(recorded, self.made, report, read_back, console);
        self.recorded_apart().map_or(Ok(()), begin)
    }

    /// The record that goes to a file of its own, and the file.
    fn recorded_apart(&self) -> Option<(&Path, &Record)> {
        match (&self.request.record, self.record) {
            (RecordOutput::File(file), Some(record)) => Some((file, record)),
            _ => None,
        }
    }

    /// The failure, with what it leaves if the record, or what was begun with it, cannot be removed.
    pub(super) fn take_back(&self, failure: Failure, is_begun: bool) -> Failure {
        let Some((file, _)) = self.recorded_apart() else { return self.take_back_report(failure) };
        let journal = is_begun.then(|| journal_path(file));
        let values = (!self.made.kept.openings.is_empty()).then(|| values_path(file));
        let begun = [journal, values].into_iter().flatten().chain([file.to_path_buf()]);
        removed(failure, begun.chain(self.reported_apart()))
    }

    /// The failure, with what it leaves if the report cannot be removed.
    pub(super) fn take_back_report(&self, failure: Failure) -> Failure {
        removed(failure, self.reported_apart())
    }

    /// The files of the report, where it goes to files of its own.
    fn reported_apart(&self) -> impl Iterator<Item = PathBuf> {
        let files = match &self.request.report {
            ReportOutput::Files(files) => Some([files.pdf.clone(), files.json.clone()]),
            ReportOutput::InFolder | ReportOutput::Nowhere => None,
        };
        files.into_iter().flatten()
    }

    /// Writes all of it for shares that are out already: a report that cannot be written costs no record.
    pub(super) fn write_beside(
        &self,
        report: Option<ReportPair>,
        read_back: bool,
        console: &Console,
    ) -> Result<(), Failure> {
        let reported = self.write_report(report.as_ref(), console);
        let report = report.filter(|_| reported.is_ok());
        self.write_record_alone(console)?;
        self.begin_journal(report.as_ref(), read_back, console)?;
        reported
    }
}

/// The failure, with what it leaves of these files, if they cannot be removed.
fn removed(failure: Failure, files: impl Iterator<Item = PathBuf>) -> Failure {
    let left: Vec<String> =
        files.filter(|path| fs::remove_file(path).is_err()).map(|path| read::shown(&path)).collect();
    if left.is_empty() {
        return failure;
    }
    let are = if left.len() == 1 { "is" } else { "are" };
    let named = left.join(" and ");
    failure.with_hint(format!("{named} {are} still there: remove it, because nobody has its shares"))
}
