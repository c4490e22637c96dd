//! The manual and the completions, made from the declarations so that they cannot disagree.

pub mod completions;
mod page;
mod roff;
mod sections;

use std::{borrow::Cow, path::PathBuf};

use clap::Args;
use serde::Serialize;

use self::page::{ManualPage, pages};
use crate::{
    commands::{
        self, Needs, Run,
        options::{
            help,
            outputs::{folders, new_folder},
            usage::guess::nearest,
        },
    },
    host::{
        console::{self, Console, ELSEWHERE, Machine},
        failure::Failure,
        files::{read::shown, staging::Staging},
        terminal,
    },
};

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate man                      on a terminal: the help of every command
  quorate man split | man -l -     one page
  quorate man pages                a file for each page, in the new folder pages
  install -Dm644 -t /usr/local/share/man/man1 pages/*";

/// The end of its help.
pub const MORE: &str = "\
The manual has a page for the program and one for each command. Into a pipe go
all pages, or that of one command, in the format of man(1). On a terminal they
are a text to read.

With the name of a new folder each page is a file in it: quorate.1,
quorate-split.1 and so on. A folder with the name of a command is ./NAME. The page
of the program itself is that of quorate.";

/// What the page of the program is called.
const PROGRAM: &str = "quorate";

/// Print the manual, or write its pages to a folder
#[derive(Args, Debug)]
pub struct Options {
    /// The command to print the page of; or a new folder, in which each page becomes a file [default: print all pages]
    #[arg(value_name = "COMMAND|DIR")]
    of: Option<String>,
}

/// What of the manual goes where.
enum Extent {
    Everything,
    /// The page of the program itself.
    Program,
    Command(String),
    Folder(PathBuf),
}

impl Run for Options {
    const NAME: &'static str = "man";

    fn needs(&self) -> Needs {
        let is_folder =
            !matches!(self.asked(), Ok(Extent::Everything | Extent::Program | Extent::Command(_)));
        let folder = self.of.clone().filter(|_| is_folder);
        Needs { folders: folders([&folder]), ..Needs::default() }
    }

    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let asked = self.asked()?;
        let mut pages = pages();
        match &asked {
            Extent::Command(name) => pages.retain(|page| page.of.as_ref() == Some(name)),
            Extent::Program => pages.retain(|page| page.of.is_none()),
            Extent::Everything | Extent::Folder(_) => {}
        }
        if let Extent::Folder(folder) = asked {
            return write(pages, folder, console);
        }
        if machine.stdout_is_terminal && !console.tells_documents() {
            console.product(text(&pages).as_bytes())?;
            console.say("page by page: quorate man | man -l -");
            return Ok(());
        }
        console.answer(Self::NAME, &Answer { text: stream(&pages), output: None, pages: Vec::new() }, None)
    }
}

impl Options {
    fn asked(&self) -> Result<Extent, Failure> {
        let Some(name) = &self.of else { return Ok(Extent::Everything) };
        let whole = commands::command();
        if name == PROGRAM {
            return Ok(Extent::Program);
        }
        // As the page is called, too: quorate-split.
        let of = name.strip_prefix(PROGRAM).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name);
        if let Some(command) = whole.find_subcommand(of) {
            return Ok(Extent::Command(command.get_name().to_owned()));
        }
        if matches!(name.as_str(), "help" | "version") {
            let hint = "that of the program is quorate man quorate; a new folder of that name is ./NAME";
            return Err(Failure::usage("there is no page of that name", hint));
        }
        // Such as man1, which is what folders of manual pages are called.
        let names = whole.get_subcommands().map(clap::Command::get_name).filter(|name| *name != Self::NAME);
        if let Some(meant) = nearest(name, names).filter(|_| !name.contains('/')) {
            let hint = format!("perhaps quorate man {meant}; a new folder of that name is ./NAME");
            return Err(Failure::usage("there is no such command", hint));
        }
        Ok(Extent::Folder(new_folder("man", name)?))
    }
}

/// The manual, or where it is.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer {
    /// The source of the pages, one after the other.
    #[cfg_attr(test, schemars(length(min = 1)))]
    text: String,
    /// The folder that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    /// The files in that folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pages: Vec<String>,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        if self.output.is_some() { ELSEWHERE } else { self.text.as_bytes().into() }
    }
}

fn stream(pages: &[ManualPage]) -> String {
    pages.iter().map(|page| page.source.as_str()).collect()
}

/// A file for each page, in a new folder.
fn write(pages: Vec<ManualPage>, folder: PathBuf, console: &Console) -> Result<(), Failure> {
    let staging = Staging::begin(&folder)?;
    for page in &pages {
        staging.file(page.file().as_ref(), page.source.as_bytes())?;
    }
    staging.publish()?;
    console.say(&format!("{} pages are in {}", pages.len(), shown(&folder)));
    let answer = Answer {
        text: stream(&pages),
        output: Some(folder.to_string_lossy().into_owned()),
        pages: pages.iter().map(ManualPage::file).collect(),
    };
    console.answer(Options::NAME, &answer, None)
}

/// The same as a text for whoever reads it on a terminal.
fn text(pages: &[ManualPage]) -> String {
    let whole = commands::command();
    let mut text = String::new();
    for page in pages {
        match page.of.as_ref().and_then(|name| whole.find_subcommand(name)) {
            None => text.push_str(&help::overview(terminal::width())),
            Some(command) if !command.is_hide_set() || pages.len() == 1 => {
                text.push_str(&format!("\n\nquorate {}\n\n{}", command.get_name(), help::whole(command)));
            }
            Some(_) => {}
        }
    }
    text
}
