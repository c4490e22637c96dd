//! `practice`, and the published key wherever it turns up.

use crate::desk::Desk;

/// What the exercise works on.
const KEY: &[u8] = b"quorate practice: worthless key!";

#[test]
fn the_exercise_prints_its_commands_and_leaves_nothing_behind() {
    let desk = Desk::new();
    let ran = desk.run(&["practice"]);
    let story = ran.product();
    for command in
        ["policy --plan", "split --plan", "check ", "note ", "status ", "reissue ", "drill ", "recover "]
    {
        assert!(story.contains(&format!("PRACTICE  $ quorate {command}")), "{story}");
    }
    assert!(story.lines().filter(|line| !line.is_empty()).count() > 10);
    assert!(ran.says("warning: PRACTICE"));
    // The name of the set is a word of the list, and stands above the words in each file.
    assert!(!ran.says("beside the shares"), "{}", ran.stderr);
    assert!(desk.names().is_empty(), "{:?}", desk.names());
}

#[test]
fn every_remark_of_the_exercise_is_marked() {
    let ran = Desk::new().run(&["practice", "-q"]);
    let story = ran.product();
    // All that is not marked is what the commands themselves print on stdout, below the command that does.
    let mut printing = false;
    for line in story.lines() {
        if let Some(told) = line.strip_prefix("PRACTICE  ") {
            let prints = ["policy ", "check ", "note ", "status ", "drill "];
            printing = prints.iter().any(|name| told.starts_with(&format!("$ quorate {name}")));
        } else if line.starts_with("         ") {
            assert!(line.starts_with("          "), "{line}");
        } else {
            assert!(line.is_empty() || printing, "{line}");
        }
    }
}

#[test]
fn the_practice_key_is_recognised_by_every_command() {
    let desk = Desk::new();
    desk.put("key", KEY);
    let split = desk.run(&["split", "2of3", "--in", "key", "--kind", "raw", "-q"]);
    assert!(split.says("warning: PRACTICE"), "{split:?}");
    desk.put("shares", split.stdout);
    assert!(desk.run(&["recover", "shares"]).says("warning: PRACTICE"));
    assert!(desk.run(&["check", "shares"]).says("warning: PRACTICE"));
    assert_eq!(desk.run(&["recover", "shares", "--json"]).json()["practice"], true);
    assert_eq!(desk.run(&["check", "shares", "--json"]).json()["practice"], true);
}
