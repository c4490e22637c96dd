//! The manual page and the completion scripts, made from the declarations so that they cannot disagree.

use std::str::FromStr as _;

use clap::Args;

use crate::{
    commands::{self, Run},
    host::{
        console::{Console, Machine, Product},
        failure::Failure,
    },
};

/// Print the manual page
#[derive(Args, Debug)]
pub struct Page {}

impl Run for Page {
    const NAME: &'static str = "man";

    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        page(console, machine)
    }
}

fn page(console: &Console, machine: Machine) -> Result<(), Failure> {
    let mut page = Vec::new();
    let failed = |error| Failure::system("manual", &error);
    let whole = commands::described();
    clap_mangen::Man::new(whole.clone()).render(&mut page).map_err(failed)?;
    for command in whole.get_subcommands().filter(|command| !command.is_hide_set()) {
        let title = format!("quorate-{}", command.get_name());
        clap_mangen::Man::new(command.clone()).title(title).render(&mut page).map_err(failed)?;
    }
    answer("man", &page, console)?;
    if machine.stdout_is_terminal {
        console.say("this is the source of the manual; to read it: quorate man | man -l -");
    }
    Ok(())
}

/// Print a completion script for a shell
#[derive(Args, Debug)]
pub struct Shell {
    /// bash, elvish, fish, powershell or zsh
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
