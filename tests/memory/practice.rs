//! The exercise: its key is published, but its shares are made and treated like any others.

use std::{fs, process::Command};

use quorate::slip39::Share;

use crate::{
    debugger::{needles::Needles, set::add_groups, traced::Traced},
    desk::{Desk, leaves_nothing, program},
};

#[test]
fn an_exercise_without_anybody_there() {
    let desk = Desk::new();
    let mut command = Command::new(program());
    command.args(["practice", "--no-input"]).env_clear().env("TMPDIR", desk.path(""));
    let out = fs::File::create(desk.path("out")).unwrap();
    command.stdin(std::process::Stdio::null()).stdout(out.try_clone().unwrap()).stderr(out);
    let mut traced = Traced::start(&mut command);
    // Its folder goes away with it, so the shares are read while it is there.
    let mut shares = Vec::new();
    while !traced.has_ended() {
        if shares.len() < 5 {
            shares = shares_in(&desk);
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let ended = traced.ended();
    assert_eq!((ended.code, shares.len()), (0, 5), "{}", desk.read("out"));
    let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
    leaves_nothing("practice", &ended, &add_groups(Needles::default(), &[shares]));
}

/// The shares that are in the folder of the exercise just now.
fn shares_in(desk: &Desk) -> Vec<String> {
    let folders = fs::read_dir(desk.path("")).unwrap().flatten();
    let cards = folders.filter_map(|folder| fs::read_dir(folder.path().join("cards/secret")).ok()).flatten();
    let texts = cards.flatten().filter_map(|card| fs::read_to_string(card.path()).ok());
    texts.filter_map(|text| text.lines().find(|line| Share::parse(line).is_ok()).map(str::to_owned)).collect()
}
