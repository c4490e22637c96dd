//! Where the shares and the record of a split go, looked at before anybody is asked for a key.

use std::path::Path;
use std::path::PathBuf;

use crate::{
    ceremony::print::PrintFormat,
    commands::{
        options::outputs::{new_file, new_folder},
        split::options::Options,
    },
    host::{
        console::{Console, Machine, refuse_lost_output, refuse_unattended_terminal},
        failure::Failure,
        files::read::refuse_existing,
    },
    transfer::{
        archive::ledger::journal_path,
        delivery::style::{PrintPlan, refuse_unshown},
    },
};

/// Where shares go.
#[derive(Debug)]
pub enum ShareOutput {
    /// A new folder.
    Folder(PathBuf),
    /// A pipe or file: one share a line, or one document.
    Stdout,
    /// The terminal, one custodian at a time.
    Terminal,
    /// Nowhere: this is the second machine, which compares the deal with the agreement code of the first.
    Compared(String),
}

/// Where the record of a new set goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOutput {
    /// To a new file.
    File(PathBuf),
    /// Into the folder of the shares, beside what else is public.
    InFolder,
    /// Nowhere: none was asked for.
    Nowhere,
}

impl ShareOutput {
    /// The new folder, where they go into one.
    pub(super) fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Terminal | Self::Stdout | Self::Compared(_) => None,
        }
    }

    /// Where they go by the arguments, and whether what is made of them can go there.
    ///
    /// # Errors
    ///
    /// When it cannot, or something is there already.
    pub(super) fn new(
        typed: &Options,
        print: &PrintPlan,
        console: &Console,
        machine: Machine,
    ) -> Result<Self, Failure> {
        let output = match typed.output.as_deref() {
            Some(folder) => Self::Folder(new_folder("-o", folder)?),
            None if let Some(code) = &typed.dice.agree_with => Self::Compared(code.clone()),
            None if machine.stdout_is_terminal => Self::Terminal,
            None => Self::Stdout,
        };
        if matches!(output, Self::Stdout) {
            refuse_lost_output(machine, "-o DIR writes files; a pipe takes the words, one share a line")?;
        }
        match &output {
            Self::Folder(_) if print.has_secret() => {}
            Self::Folder(_) => {
                let hint = "--format words,pdf adds the words; quorate card --blank makes blank cards alone";
                return Err(Failure::usage("with blank cards alone nobody would get the shares", hint));
            }
            Self::Terminal => {
                refuse_unattended_terminal(console, "-o DIR writes files; a pipe takes one share a line")?;
                refuse_unshown(print, console)?;
                if !print.formats.contains(&PrintFormat::Words) {
                    let hint = "--format words,qr shows both; -o DIR writes files";
                    return Err(Failure::usage("a code alone cannot be read back", hint));
                }
            }
            Self::Compared(_) => {}
            Self::Stdout if print.formats == [PrintFormat::Words] => {}
            Self::Stdout => {
                let hint = "-o DIR writes files; a pipe takes the words, one share a line";
                return Err(Failure::usage("cannot write several files to one pipe", hint));
            }
        }
        Ok(output)
    }
}

impl RecordOutput {
    /// Told before anybody types a key: a record is never overwritten, and needs something to hold.
    ///
    /// # Errors
    ///
    /// When one is there, or what it would hold was asked for without a record.
    pub(super) fn new(typed: &Options) -> Result<Self, Failure> {
        let output = match (&typed.record, &typed.output) {
            (Some(file), _) => {
                let file = new_file("--record", file)?;
                refuse_existing(&journal_path(&file))?;
                Self::File(file)
            }
            (None, Some(_)) => Self::InFolder,
            (None, None) => Self::Nowhere,
        };
        for (option, is_there) in [
            ("--fingerprint", typed.fingerprint),
            ("--public-value", typed.public_value.is_some()),
            ("--old-record", typed.old_record.is_some()),
        ] {
            if is_there && output == Self::Nowhere {
                let hint = "add --record FILE or -o DIR, or leave it out";
                return Err(Failure::usage(format!("{option} requires a record"), hint));
            }
        }
        Ok(output)
    }
}
