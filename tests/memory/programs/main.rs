//! Two programs of the tests' own, and what must be true of them: one leaks, and one tries to get out of the sandbox.
//!
//! Cargo builds a program for a test only if it ships, too. So this one has no harness of Cargo's: it starts itself.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "what cannot go on has failed, and nothing ships"
)]

mod attempts;
mod leak;
mod sandbox;

#[path = "../debugger/mod.rs"]
#[allow(dead_code, reason = "shared with the tests of every command")]
mod debugger;

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let typed: Vec<String> = env::args().skip(1).collect();
    match typed.split_first() {
        Some((first, rest)) if first == "leak" => leak::run(rest),
        Some((mode, line)) if ["inside", "outside", "foreign"].contains(&mode.as_str()) => {
            return attempts::run(mode, line);
        }
        // One after the other: what is started while a program is copied would keep it open.
        _ => {
            leak::every_form_of_every_secret_is_found_in_every_place_and_nothing_where_nothing_was_left();
            leak::one_window_is_enough();
            leak::a_command_that_goes_deeper_than_its_stack_is_wiped_is_found();
            leak::the_status_of_the_last_moment_is_told();
            sandbox::no_call_gets_through_that_is_not_needed_whoever_runs_it();
            sandbox::the_interface_of_another_processor_ends_the_program();
            sandbox::without_it_the_same_calls_get_through();
            println!("what leaks is found, and nothing gets out of the sandbox");
        }
    }
    ExitCode::SUCCESS
}
