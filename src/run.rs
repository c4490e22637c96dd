//! From the command line to an exit code.

use std::{
    env,
    ffi::OsString,
    fs::File,
    io::{self, IsTerminal as _},
    panic,
};

use crate::{
    commands::{
        self, Global, Needs,
        options::{choices::Colour, help, usage::placed},
        parse::{self, Stop},
        preflight,
    },
    crypto::{
        secret::{SecretBytes, was_refused},
        stack,
    },
    host::{
        console::{Console, Machine, Product, is_closed},
        failure::{Code, Failure},
        files::leftovers::{self, left_unfinished},
        hardening::{self, Missing},
        terminal,
    },
    transfer::sealing::workers,
};

/// Runs the program and returns its exit code.
#[must_use]
pub fn run(arguments: &[OsString]) -> u8 {
    // Panic messages can contain secrets, so none is printed. The panic still unwinds, which wipes secrets and restores
    // the terminal.
    panic::set_hook(Box::new(|_| {}));
    if let Err(failure) = hardening::refuse_little_stack() {
        return failed(failure, arguments);
    }
    // A signal pushes the registers onto the stack, and with them whatever was copied last.
    let ended = stack::wiped_as_a_command(|| panic::catch_unwind(|| outcome(arguments)));
    ended.unwrap_or_else(|_| failed(broken(), arguments))
}

/// A fault of this program's own.
fn broken() -> Failure {
    let hint = "please report what was run, without any secret";
    Failure::new(Code::Internal, "internal error", hint)
}

fn outcome(arguments: &[OsString]) -> u8 {
    let cli = match parse::parse(arguments) {
        Ok(cli) => cli,
        Err(stop) => return stopped(stop, arguments),
    };
    let mut console = console(&cli.global);
    let Some(command) = cli.command else { return bare(&console) };
    let (name, needs) = (command.name(), command.needs());
    (console.json, console.plugin) = (console.json || needs.document, needs.plugin);
    if needs.machine || may_be_asked_for_a_secret(&needs, &console) {
        preflight::look();
    }
    console.is_hardened = match harden(&needs, arguments) {
        Err(missing) if needs.secrets => {
            if !cli.global.allow_unhardened && missing != Missing::System {
                return ended(Err(Failure::from(&missing)), name, &console);
            }
            console.warn(&format!("UNHARDENED: {missing}"));
            false
        }
        stands => stands.is_ok(),
    };
    if console.is_hardened {
        console.step("the kernel keeps this program offline, and its memory to itself");
    }
    let machine = Machine {
        stdin_is_terminal: io::stdin().is_terminal(),
        stdout_is_terminal: io::stdout().is_terminal(),
        stdout_is_lost: is_closed(io::stdout()),
    };
    let is_attended = (machine.stdin_is_terminal || machine.stdout_is_terminal) && !console.no_input;
    if is_attended
        && needs.room
        && let Err(failure) = preflight::before_ceremony(&console)
    {
        terminal::may_hold_a_secret();
        terminal::discard_typed_ahead();
        return ended(Err(failure), name, &console);
    }
    tell_unfinished(&needs, &console);
    let is_told = tell_unlocked(&console);
    let result = command.run(&console, machine).map_err(|failure| placed(failure, arguments));
    let exit = ended(result, name, &console);
    if !is_told {
        tell_unlocked(&console);
    }
    terminal::discard_typed_ahead();
    exit
}

/// Gives up what the command does not need. Workers for large files are spawned before that, while threads can be made.
///
/// # Errors
///
/// When a protection could not be enabled; the others stand all the same.
pub fn harden(needs: &Needs, arguments: &[OsString]) -> Result<(), Missing> {
    hardening::begin(arguments, &needs.folders, || {
        if needs.large_file {
            workers::hire();
        }
    })
}

fn may_be_asked_for_a_secret(needs: &Needs, console: &Console) -> bool {
    needs.secrets && !console.no_input && File::open("/dev/tty").is_ok()
}

/// Warns of unfinished files, which a run leaves when it is killed or the power fails.
fn tell_unfinished(needs: &Needs, console: &Console) {
    for (path, run) in needs.folders.iter().flat_map(|folder| left_unfinished(folder)) {
        console.warn(&leftovers::told(&path, run));
    }
}

/// Warns if memory with secrets could not be locked: what is swapped out may stay on a disk for years. One byte is locked
/// first, so that the warning comes before anybody brings a secret.
fn tell_unlocked(console: &Console) -> bool {
    drop(SecretBytes::build(1, |_| {}));
    let was_refused = was_refused();
    if was_refused {
        console
            .warn("not all memory with secrets can be locked: they may be swapped to disk (see ulimit -l)");
    }
    was_refused
}

fn ended(result: Result<(), Failure>, command: &str, console: &Console) -> u8 {
    match result {
        Ok(()) => 0,
        Err(failure) => {
            console.fail(command, &failure);
            console.exit_of(&failure)
        }
    }
}

/// Help is a product; a wrong command line is an error.
fn stopped(stop: Stop, arguments: &[OsString]) -> u8 {
    match stop {
        // What a monitoring system reads must not be green because a file is called `-h`.
        Stop::Help(_) if ["nagios", "prometheus"].iter().any(|format| asks_for(arguments, format)) => {
            let hint = "name a file that begins with - as ./-...";
            failed(
                Failure::usage("help was asked for, and a format for a monitoring system", hint),
                arguments,
            )
        }
        Stop::Help(text) => {
            let console = plain_console(arguments);
            ended(console.answer("help", &Product { text }, None), "help", &console)
        }
        Stop::Usage(failure) => failed(failure, arguments),
    }
}

/// Prints a failure by the words of the command line, which may not have been parsed: as JSON if `--json` is among them.
fn failed(failure: Failure, arguments: &[OsString]) -> u8 {
    let all = commands::command();
    let named = arguments.iter().skip(1).find_map(|argument| all.find_subcommand(argument));
    let name = named.map_or("usage", |sub| sub.get_name());
    ended(Err(failure), name, &plain_console(arguments))
}

/// Whether this format seems to be asked for, by words that may not have been parsed, and may be mistyped.
fn asks_for(arguments: &[OsString], format: &str) -> bool {
    let mut values = arguments.iter().skip(1).filter_map(|argument| argument.to_str()).map(|argument| {
        let is_option = argument.starts_with("--");
        argument.split_once('=').filter(|_| is_option).map_or(argument, |(_, value)| value)
    });
    values.any(|value| value.eq_ignore_ascii_case(format))
}

/// Whether the format of `status` is that of `--json`.
fn asks_for_json(arguments: &[OsString]) -> bool {
    let apart =
        |pair: &[OsString]| matches!(pair, [option, value] if option == "--format" && value == "json");
    let is_status = arguments.iter().skip(1).any(|argument| argument == "status");
    is_status
        && (arguments.iter().any(|argument| argument == "--format=json") || arguments.windows(2).any(apart))
}

fn plain_console(arguments: &[OsString]) -> Console {
    Console {
        quiet: false,
        verbose: false,
        plain: true,
        json: arguments.iter().any(|argument| argument == "--json") || asks_for_json(arguments),
        plugin: asks_for(arguments, "nagios"),
        no_input: true,
        colour: false,
        silent: false,
        is_hardened: false,
        online_anyway: false,
        gate: preflight::before_ceremony,
    }
}

fn bare(console: &Console) -> u8 {
    if console.json {
        return ended(Err(Failure::usage("a command is missing", "see quorate --help")), "usage", console);
    }
    ended(console.product(help::overview(terminal::width()).as_bytes()), "help", console)
}

fn console(global: &Global) -> Console {
    let dumb = env::var_os("TERM").is_none_or(|term| term == "dumb");
    let plain = global.plain || dumb;
    let colour = match global.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) && !dumb,
    };
    Console {
        quiet: global.quiet,
        verbose: global.verbose,
        plain,
        json: global.json,
        plugin: false,
        no_input: global.no_input,
        colour,
        silent: false,
        is_hardened: false,
        online_anyway: global.online_anyway,
        gate: preflight::before_ceremony,
    }
}
