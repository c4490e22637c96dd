//! The manual page and the completion scripts, made from the declarations so that they cannot disagree.

use std::str::FromStr as _;

use clap::Args;

use crate::{
    commands::{
        self, Run,
        options::{help, who::refused_extra},
    },
    host::{
        console::{Console, Machine, Product},
        failure::Failure,
        terminal,
    },
};

/// Print the manual page
#[derive(Args, Debug)]
pub struct Page {
    /// The command to print the page of [default: all of them]
    #[arg(value_name = "COMMAND")]
    of: Option<String>,
}

impl Run for Page {
    const NAME: &'static str = "man";

    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        page(self.of.as_deref(), console, machine)
    }
}

/// The manual as its source, or as a text for whoever reads it on a terminal.
fn page(of: Option<&str>, console: &Console, machine: Machine) -> Result<(), Failure> {
    let mut whole = commands::described();
    let one = of.map(|name| whole.find_subcommand(name).map(|sub| sub.get_name().to_owned()).ok_or(name));
    let one =
        one.transpose().map_err(|typed| refused_extra(typed, "one command, or none for all of them"))?;
    let is_shown =
        |sub: &clap::Command| one.as_ref().map_or(!sub.is_hide_set(), |name| sub.get_name() == name.as_str());
    let mut page = Vec::new();
    if machine.stdout_is_terminal && !console.tells_documents() {
        let mut text = help::overview(terminal::width());
        for sub in whole.get_subcommands_mut().filter(|sub| is_shown(sub)) {
            let help = sub.render_long_help();
            text.push_str(&format!("\n\nquorate {}\n\n{help}", sub.get_name()));
        }
        answer("man", text.as_bytes(), console)?;
        console.say("page by page: quorate man | man -l -");
        return Ok(());
    }
    let failed = |error| Failure::system("manual", &error);
    if one.is_none() {
        clap_mangen::Man::new(whole.clone()).render(&mut page).map_err(failed)?;
    }
    for command in whole.get_subcommands().filter(|sub| is_shown(sub)) {
        let title = format!("quorate-{}", command.get_name());
        clap_mangen::Man::new(command.clone()).title(title).render(&mut page).map_err(failed)?;
    }
    answer("man", &page, console)
}

/// Print a completion script for a shell
#[derive(Args, Debug)]
pub struct Shell {
    /// The shell: bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL")]
    shell: String,
}

impl Run for Shell {
    const NAME: &'static str = "completions";

    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        completions(&self.shell, console)
    }
}

fn completions(shell: &str, console: &Console) -> Result<(), Failure> {
    let shell = clap_complete::Shell::from_str(shell).map_err(|_| {
        Failure::usage("there is no completion for that shell", "bash, elvish, fish, powershell or zsh")
    })?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut commands::command(), "quorate", &mut script);
    answer("completions", &script, console)
}

fn answer(command: &str, text: &[u8], console: &Console) -> Result<(), Failure> {
    console.answer(command, &Product { text: String::from_utf8_lossy(text).into_owned() }, None)
}
