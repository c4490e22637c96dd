//! What shares that exist are called and where they go: what can be typed about it, and what that means.

use clap::Args;

use super::{outputs::new_folder, print::Print};
use crate::{
    ceremony::print::PrintFormat,
    host::{
        console::{Console, Machine, refuse_lost_output, refuse_unattended_terminal},
        failure::Failure,
    },
    slip39::policy::MAX_COUNT,
    transfer::delivery::{
        handout::{HandoutOutput, HandoutPlan},
        names::{refuse_alike, refuse_unclear},
        read_back::ReadBack,
        style::{PrintPlan, refuse_unshown},
        taken::Taken,
    },
};

/// What shares that exist are called, how they look and where they go.
#[derive(Args, Clone, Debug, Default)]
pub struct HandoutOptions {
    /// How many shares its group has: a share does not tell
    #[arg(long, value_name = "N")]
    pub of: Option<String>,
    /// The name of the set
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// The custodian of the share; repeat in the order of the shares
    #[arg(long = "custodian", aliases = ["custodians", "names", "name"], value_name = "NAME")]
    pub custodians: Vec<String>,
    /// Write the files into DIR/secret; DIR must not exist
    #[arg(short, long = "output", value_name = "DIR")]
    pub output: Option<String>,

    /// How it looks on paper.
    #[command(flatten)]
    pub print: Print,
}

impl HandoutPlan {
    /// Makes the plan. A day has a meaning without cards where `is_dated`.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(
        typed: HandoutOptions,
        is_dated: bool,
        console: &Console,
        machine: Machine,
    ) -> Result<Self, Failure> {
        for name in typed.custodians.iter().chain(&typed.label) {
            refuse_unclear(name)?;
        }
        refuse_alike(&typed.custodians)?;
        let usual = if typed.output.is_some() { PrintFormat::Pdf } else { PrintFormat::Words };
        let names = typed.custodians.iter().chain(&typed.label);
        let print = PrintPlan::new(&typed.print, usual, is_dated, names)?;
        let output = output(typed.output, &print, console, machine)?;
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
        let is_by_hand = matches!(self.output, HandoutOutput::Terminal)
            && self.print.formats.contains(&PrintFormat::Words);
        if how.is_some() && !is_by_hand {
            let hint = "leave it out: only words shown on a terminal are read back";
            return Err(Failure::usage("--read-back requires words on a terminal", hint));
        }
        self.read_back = is_by_hand.then(|| how.unwrap_or_default());
        Ok(())
    }
}

fn output(
    folder: Option<String>,
    print: &PrintPlan,
    console: &Console,
    machine: Machine,
) -> Result<HandoutOutput, Failure> {
    if let Some(folder) = folder {
        return Ok(HandoutOutput::Folder(new_folder("-o", &folder)?));
    }
    if machine.stdout_is_terminal {
        refuse_unattended_terminal(console, "-o DIR writes files; a pipe takes what one share gives")?;
        refuse_unshown(print, console)?;
        return Ok(HandoutOutput::Terminal);
    }
    let hint = "-o DIR writes files";
    refuse_lost_output(machine, hint)?;
    if console.tells_documents() && print.formats != [PrintFormat::Words] {
        return Err(Failure::usage("a JSON document holds words only", hint));
    }
    if print.formats.len() > 1 {
        return Err(Failure::usage("cannot write several files to one pipe", hint));
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
