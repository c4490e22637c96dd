//! What the arguments mean that `card` and `reissue` have in common: what shares are called, and where they go.

use std::path::PathBuf;

use super::{
    Machine,
    names::{refuse_alike, refuse_unclear},
    outputs::new_folder,
    print::PrintPlan,
    refuse_lost_output, refuse_unattended_terminal, refuse_unshown,
};
use crate::{
    ceremony::print::Format,
    shell::{
        args::{choices::ReadBack, handout},
        facts::Taken,
        failure::Failure,
        output::Voice,
    },
    slip39::policy::MAX_COUNT,
};

/// What becomes of shares that exist.
#[derive(Debug)]
pub struct HandoutPlan {
    /// How many shares there are in the group of each, if that is known.
    pub of: Option<u8>,
    /// The name of the set.
    pub label: Option<String>,
    /// Whose the shares are, in their order; empty if nobody is named.
    pub custodians: Vec<String>,
    /// What the record says of the key, for the sheets.
    pub taken: Taken,
    /// What is made of each share.
    pub print: PrintPlan,
    /// Where it goes.
    pub output: HandoutOutput,
    /// How much of each share is typed back from its card; none where cards are not written by hand.
    pub read_back: Option<ReadBack>,
}

/// Where shares go.
#[derive(Debug)]
pub enum HandoutOutput {
    /// A new folder.
    Folder(PathBuf),
    /// A pipe or file.
    Stdout,
    /// The terminal.
    Terminal,
}

impl HandoutPlan {
    /// Makes the plan. A day has a meaning without cards where `is_dated`.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(
        typed: handout::Handout,
        is_dated: bool,
        voice: &Voice,
        machine: Machine,
    ) -> Result<Self, Failure> {
        for name in typed.custodians.iter().chain(&typed.label) {
            refuse_unclear(name)?;
        }
        refuse_alike(&typed.custodians)?;
        let usual = if typed.output.is_some() { Format::Pdf } else { Format::Words };
        let names = typed.custodians.iter().chain(&typed.label);
        let print = PrintPlan::new(&typed.print, usual, is_dated, names)?;
        let output = output(typed.output, &print, voice, machine)?;
        Ok(Self {
            of: typed.of.as_deref().map(count).transpose()?,
            label: typed.label,
            custodians: typed.custodians,
            taken: Taken::default(),
            print,
            output,
            read_back: None,
        })
    }

    /// Has the cards that are written by hand read back: as it was said, or three words of each.
    ///
    /// # Errors
    ///
    /// When it was said, and no words are shown on a terminal.
    pub fn have_read_back(&mut self, how: Option<ReadBack>) -> Result<(), Failure> {
        let is_by_hand =
            matches!(self.output, HandoutOutput::Terminal) && self.print.formats.contains(&Format::Words);
        if how.is_some() && !is_by_hand {
            let hint = "leave it out: only words shown on a terminal are read back";
            return Err(Failure::usage("--read-back goes with words on a terminal only", hint));
        }
        self.read_back = is_by_hand.then(|| how.unwrap_or_default());
        Ok(())
    }
}

fn output(
    folder: Option<String>,
    print: &PrintPlan,
    voice: &Voice,
    machine: Machine,
) -> Result<HandoutOutput, Failure> {
    if let Some(folder) = folder {
        return Ok(HandoutOutput::Folder(new_folder("-o", &folder)?));
    }
    if machine.stdout_is_terminal {
        refuse_unattended_terminal(voice, "-o DIR writes files; a pipe takes what one share gives")?;
        refuse_unshown(print, voice)?;
        return Ok(HandoutOutput::Terminal);
    }
    let hint = "-o DIR writes files";
    refuse_lost_output(machine, hint)?;
    if voice.json && print.formats != [Format::Words] {
        return Err(Failure::usage("a JSON document holds words only", hint));
    }
    if print.formats.len() > 1 {
        return Err(Failure::usage("several files do not go down one pipe", hint));
    }
    Ok(HandoutOutput::Stdout)
}

fn count(text: &str) -> Result<u8, Failure> {
    up_to_most(text).ok_or_else(|| {
        Failure::usage(
            "--of takes a number from 1 to 16",
            "how many shares the group has; leave it out if unsure",
        )
    })
}

/// A number that shares and groups can have, as people count.
#[must_use]
pub fn up_to_most(text: &str) -> Option<u8> {
    text.parse().ok().filter(|number| (1..=MAX_COUNT).contains(number))
}
