//! `practice` with somebody there: every command waits for Enter.

use crate::{
    desk::Desk,
    terminal::{CTRL_C, ENTER, Tty},
};

const WAITS: &str = "Enter runs it";

#[test]
fn every_command_waits_for_enter() {
    let desk = Desk::new();
    let mut tty = Tty::run_in(&desk, (600, 80), &["practice"]);
    for number in 1..=16 {
        tty.wait_until("a command", |screen| screen.matches("PRACTICE  $ quorate ").count() == number);
        tty.wait_for(WAITS).type_in("qqqqzzzz").type_in(ENTER);
    }
    assert_eq!(tty.ended(), 0);
    assert!(tty.screen().contains("That was the life of a key"), "{}", tty.screen());
    tty.is_given_back("qqqqzzzz");
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

#[test]
fn an_exercise_that_stops_leaves_no_folder() {
    for enters in [0, 1, 5] {
        let desk = Desk::new();
        let mut tty = Tty::run_in(&desk, (600, 80), &["practice"]);
        for number in 1..=enters {
            tty.wait_until("a command", |screen| screen.matches("PRACTICE  $ quorate ").count() == number);
            tty.wait_for(WAITS).type_in(ENTER);
        }
        tty.wait_until("a command", |screen| screen.matches("PRACTICE  $ quorate ").count() == enters + 1);
        tty.wait_for(WAITS);
        assert!(!desk.names().is_empty());
        tty.type_in(CTRL_C);
        assert_eq!(tty.ended(), 130);
        assert!(desk.names().is_empty(), "{:?}", desk.names());
        tty.is_given_back("");
    }
}
