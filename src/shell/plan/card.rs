//! What the arguments of `card` mean.

use std::path::PathBuf;

use super::{
    Machine, ShareSource,
    names::{LONGEST_NAME, refuse_unprintable},
    print::PrintPlan,
    refuse_unattended_terminal, refuse_unshown,
};
use crate::{
    ceremony::print::Format,
    shell::{args, failure::Failure, files::refuse_existing, output::Voice, sources::refuse_double_stdin},
    slip39::{policy::MAX_COUNT, words::value_bytes},
};

/// Words of a share of 32 bytes.
const USUAL_WORDS: usize = 33;

/// What `card` will print.
#[derive(Debug)]
pub struct CardPlan {
    /// The shares; none for a blank card of any set.
    pub shares: Option<ShareSource>,
    /// How many shares there are in the group of each, if that is known.
    pub of: Option<u8>,
    /// How many words a blank card has lines for.
    pub blank_words: usize,
    /// The name of the set.
    pub label: Option<String>,
    /// Whose the shares are, in their order; empty if nobody is named.
    pub custodians: Vec<String>,
    /// What is made of each share.
    pub print: PrintPlan,
    /// Where it goes.
    pub output: CardOutput,
}

/// Where cards go.
#[derive(Debug)]
pub enum CardOutput {
    /// A new folder.
    Folder(PathBuf),
    /// A pipe or file.
    Stdout,
    /// The terminal.
    Terminal,
}

impl CardPlan {
    /// Makes the plan.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(typed: args::Card, voice: &Voice, machine: Machine) -> Result<Self, Failure> {
        refuse_double_stdin(typed.shares.iter())?;
        for name in typed.custodians.iter().chain(&typed.label) {
            refuse_unprintable(name, LONGEST_NAME)?;
        }
        let usual = if typed.output.is_some() { Format::Pdf } else { Format::Words };
        let names = typed.custodians.iter().chain(&typed.label);
        let print = PrintPlan::new(&typed.print, usual, false, names)?;
        let is_for_any_set = print.is_blank && typed.shares.is_empty();
        let output = output(typed.output, &print, voice, machine)?;
        Ok(Self {
            shares: (!is_for_any_set).then(|| ShareSource::new(typed.shares, machine)),
            of: typed.of.as_deref().map(count).transpose()?,
            blank_words: typed.words.as_deref().map_or(Ok(USUAL_WORDS), words)?,
            label: typed.label,
            custodians: typed.custodians,
            print,
            output,
        })
    }
}

fn output(
    folder: Option<String>,
    print: &PrintPlan,
    voice: &Voice,
    machine: Machine,
) -> Result<CardOutput, Failure> {
    if let Some(folder) = folder {
        let folder = PathBuf::from(folder);
        refuse_existing(&folder)?;
        return Ok(CardOutput::Folder(folder));
    }
    if machine.stdout_is_terminal {
        refuse_unattended_terminal(voice, "-o DIR writes files; a pipe takes what one share gives")?;
        refuse_unshown(print, voice)?;
        return Ok(CardOutput::Terminal);
    }
    let hint = "-o DIR writes files";
    if voice.json && print.formats != [Format::Words] {
        return Err(Failure::usage("a JSON document holds words only", hint));
    }
    if print.formats.len() > 1 {
        return Err(Failure::usage("several files do not go down one pipe", hint));
    }
    Ok(CardOutput::Stdout)
}

fn count(text: &str) -> Result<u8, Failure> {
    text.parse().ok().filter(|count| (1..=MAX_COUNT).contains(count)).ok_or_else(|| {
        Failure::usage(
            "--of takes a number from 1 to 16",
            "how many shares the group has; leave it out if unsure",
        )
    })
}

fn words(text: &str) -> Result<usize, Failure> {
    text.parse().ok().filter(|words| value_bytes(*words).is_some()).ok_or_else(|| {
        Failure::usage("--words takes the number of words of a share", "20, 33, 59 or another that a key has")
    })
}
