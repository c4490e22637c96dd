//! A split in the room: the key typed, each share shown to its custodian alone, and read back.

use std::net::TcpListener;

use pty_process::blocking::Command;

use crate::{
    desk::Desk,
    known,
    terminal::{CTRL_C, CTRL_U, ENTER, Tty, shows, unbroken},
};

const TYPE_KEY: &str = "private key";
const CURTAIN: &str = "Enter shows the words";
const WRITE: &str = "then press Enter";
const FROM_CARD: &str = "from the card";

/// Types the key, which in hex is asked for twice.
pub fn type_key(tty: &mut Tty) {
    tty.wait_for(TYPE_KEY).type_in(known::HEX).type_in(ENTER);
    tty.wait_for("the same again").type_in(known::HEX).type_in(ENTER);
}

/// Reads what everybody may read, and goes on to the first custodian.
pub fn hear_the_facts(tty: &mut Tty) {
    tty.wait_for("everybody may read this").wait_for("proved: every quorum").type_in(ENTER).wait_for(CURTAIN);
}

/// The program, at the moment when the first share would be shown.
pub fn before_the_first_share(desk: &Desk, arguments: &[&str]) -> Tty {
    let mut tty = Tty::run(desk, &[&["split", "--exponent", "0"], arguments].concat());
    type_key(&mut tty);
    hear_the_facts(&mut tty);
    tty
}

/// Presses Enter on the curtain and gives the words of the share behind it.
pub fn shown(tty: &mut Tty) -> Vec<String> {
    tty.wait_for(CURTAIN).type_in(ENTER).wait_for(WRITE);
    let words = tty.words();
    assert_eq!(words.keys().copied().collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    words.into_values().collect()
}

/// The words of a share that are shown once more in a read-back, after Enter on nothing.
fn shown_again(tty: &mut Tty) -> Vec<String> {
    tty.type_in(ENTER).wait_for(WRITE);
    tty.words().into_values().collect()
}

/// Answers the three questions for words, through `answer`.
pub fn read_three_back(tty: &mut Tty, answer: impl Fn(usize) -> String) {
    tty.type_in(ENTER);
    let mut before = 0;
    for _ in 0..3 {
        tty.wait_until("another question", |screen| asked(screen).is_some_and(|position| position > before));
        let position = asked(&tty.screen()).unwrap();
        let (row, column) = ((position - 1) / 4 + 1, (position - 1) % 4 + 1);
        assert!(shows(&tty.screen(), &format!("word {position} (row {row}, column {column})")));
        before = position;
        tty.type_in(&answer(position)).type_in(ENTER);
    }
}

/// The position of the word that was asked for last.
fn asked(screen: &str) -> Option<usize> {
    let screen = unbroken(screen);
    let question = screen.rsplit_once(FROM_CARD)?.0.rsplit_once("word ")?.1;
    question.split(' ').next()?.parse().ok()
}

#[test]
fn three_custodians_each_see_their_share_and_read_three_words_back() {
    let desk = Desk::new();
    let names = ["--custodian", "alice", "--custodian", "bob", "--custodian", "carol"];
    let mut tty = before_the_first_share(&desk, &[&["2of3"], &names[..]].concat());
    let mut shares = Vec::new();
    for name in ["alice", "bob", "carol"] {
        tty.wait_for(&format!("for {name}")).wait_for(CURTAIN);
        assert!(tty.words().is_empty(), "nothing before Enter");
        let words = shown(&mut tty);
        read_three_back(&mut tty, |position| words[position - 1][..4].to_uppercase());
        tty.wait_for("read back. Put the card away");
        assert!(tty.words().is_empty(), "the words are wiped");
        tty.type_in(ENTER);
        shares.push(words.join(" "));
    }
    assert_eq!(tty.ended(), 0);
    assert!(shows(&tty.screen(), "no record is left"), "{}", tty.screen());
    tty.is_given_back(&shares.join(" ")).is_given_back(known::HEX);
    assert!(tty.screen().contains("for carol: read back"));
    desk.put("shares", shares[1..].join("\n"));
    assert_eq!(desk.run(&["recover", "shares"]).product(), format!("{}\n", known::HEX));
}

#[test]
fn a_whole_share_is_read_back_where_all_is_asked_for() {
    let desk = Desk::new();
    let report = ["--report", "report.pdf", "--date", "2026-11-25", "--custodian", "Ann"];
    let others = ["--custodian", "Bob", "--custodian", "Carol"];
    let mut tty =
        before_the_first_share(&desk, &[&["2of3", "--read-back", "all"], &report[..], &others].concat());
    let mut shares: Vec<String> = Vec::new();
    for _ in 0..3 {
        let share = shown(&mut tty).join(" ");
        tty.type_in(ENTER).wait_for("type it back from the card");
        assert!(tty.words().is_empty());
        if let Some(other) = shares.first() {
            // The card of somebody else is a share too, but not this one.
            tty.type_in(other).type_in(ENTER).wait_for("not as it was shown: words ");
            assert_eq!(shown_again(&mut tty).join(" "), share);
            tty.type_in(ENTER).wait_for("Ctrl-U starts it again").type_in(CTRL_U);
        }
        tty.type_in(&known::abbreviated(&share)).type_in(ENTER);
        let told = match shares.is_empty() {
            true => "read back. Put the card away",
            false => "At first it was not as shown: words 4",
        };
        tty.wait_for(told).type_in(ENTER);
        shares.push(share);
    }
    assert_eq!(tty.ended(), 0);
    tty.is_given_back(&shares.join(" "));
    // The report says which cards were mended, and repeats no word.
    let report = desk.read("report.json");
    assert!(!shares.iter().any(|share| share.split(' ').take(3).all(|word| report.contains(word))));
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["key"], &report["handed_over"]), (&"typed".into(), &"screen".into()));
    for (card, shown) in report["cards"].as_array().unwrap().iter().zip([1, 2, 2]) {
        assert_eq!((&card["read_back"], &card["shown"]), (&"all-words".into(), &shown.into()), "{card}");
        assert_eq!(card["slips"].as_u64().unwrap() > 0, shown > 1, "{card}");
    }
}

#[test]
fn a_wrong_word_read_back_shows_the_words_again() {
    let desk = Desk::new();
    let mut tty = before_the_first_share(&desk, &["2of3"]);
    let words = shown(&mut tty);
    tty.type_in(ENTER).wait_for(FROM_CARD);
    let position = asked(&tty.screen()).unwrap();
    tty.type_in(if words[position - 1] == "academic" { "acid" } else { "academic" }).type_in(ENTER);
    for _ in 0..2 {
        tty.wait_until("another question", |screen| asked(screen).is_some_and(|next| next > position));
        let next = asked(&tty.screen()).unwrap();
        tty.type_in(&words[next - 1])
            .type_in(ENTER)
            .wait_until("what follows", |screen| asked(screen) != Some(next));
    }
    tty.wait_for(&format!("not as it was shown: word {position} (row ")).wait_for("correct the card now");
    assert!(tty.words().is_empty());
    assert_eq!(shown_again(&mut tty), words);
    // The word that was wrong is asked for again, among others.
    tty.type_in(ENTER);
    let mut again = std::collections::BTreeSet::new();
    loop {
        tty.wait_until("another question", |screen| {
            screen.contains("Put the card away") || asked(screen).is_some_and(|next| !again.contains(&next))
        });
        let Some(next) = asked(&tty.screen()) else { break };
        again.insert(next);
        tty.type_in(&words[next - 1]).type_in(ENTER);
    }
    assert!(again.contains(&position), "{again:?}");
    tty.wait_for(&format!("At first it was not as shown: word {position} (row ")).wait_for("correct it now");
    tty.stop();
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&words.join(" "));
}

#[test]
fn a_split_that_stops_before_any_share_was_shown_voids_no_card() {
    let desk = Desk::new();
    let mut tty = before_the_first_share(&desk, &["2of3"]);
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    let screen = tty.screen();
    assert!(
        screen.contains("no share was shown") && screen.contains("nothing has to be destroyed"),
        "{screen}"
    );
}

#[test]
fn a_split_that_stops_says_which_cards_are_void_and_whether_a_quorum_was_seen() {
    for stop_at in [1, 2] {
        let desk = Desk::new();
        let mut tty = before_the_first_share(&desk, &["2of3"]);
        let mut shares = Vec::new();
        for number in 1..=stop_at {
            let words = shown(&mut tty);
            shares.push(words.join(" "));
            if number < stop_at {
                read_three_back(&mut tty, |position| words[position - 1].clone());
                tty.wait_for("Put the card away").type_in(ENTER);
            }
        }
        let at_stake =
            ["card 1 becomes void. Any other key", "cards 1 and 2 become void, and so does the key"]
                [stop_at - 1];
        tty.type_in(CTRL_C).wait_for("Ctrl-C again to stop").wait_for(at_stake).type_in("x").wait_for(WRITE);
        assert_eq!(tty.words().len(), 20, "any other key goes on");
        tty.stop();
        assert_eq!(tty.ended(), 130);
        tty.is_given_back(&shares.join(" "));
        let screen = tty.screen();
        let void = ["void: share 1 quorate:", "void: share 1; share 2 quorate:"][stop_at - 1];
        assert!(shows(&screen, void), "{screen}");
        let seen = ["no quorum was seen", "a quorum was seen"][stop_at - 1];
        assert!(screen.contains(&format!("hint: {seen}")), "{screen}");
    }
}

#[test]
fn a_stop_after_the_last_share_was_read_back_voids_nothing() {
    let desk = Desk::new();
    let mut tty = before_the_first_share(&desk, &["2of2", "--accept-single-point"]);
    for next in ["Enter goes on", "Enter ends"] {
        let words = shown(&mut tty);
        read_three_back(&mut tty, |position| words[position - 1].clone());
        tty.wait_for(next).type_in(if next == "Enter ends" { CTRL_C } else { ENTER });
    }
    assert_eq!(tty.ended(), 130);
    let screen = tty.screen();
    assert!(screen.contains("the set is complete") && !screen.contains("void"), "{screen}");
}

#[test]
fn a_key_from_a_pipe_is_revealed_on_the_terminal_all_the_same() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let mut tty = Tty::shell(&desk);
    tty.type_in("cat key | quorate split 2of3 --online-anyway\r");
    hear_the_facts(&mut tty);
    let words = shown(&mut tty);
    tty.stop().wait_for("void: share 1");
    tty.wait_until("the shell", |screen| screen.trim_end().ends_with("READY>")).type_in("exit\r");
    tty.ended();
    tty.is_given_back(&words.join(" "));
}

#[test]
fn the_key_is_never_on_the_screen_unless_it_is_asked_for() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["split", "2of3"]);
    tty.wait_for(TYPE_KEY).type_in(known::HEX);
    tty.type_in("\t").wait_for(known::HEX);
    tty.type_in("\t").wait_gone(known::HEX);
    tty.type_in("\t").wait_for(known::HEX).type_in(ENTER).wait_for("the same again");
    tty.type_in("0123").type_in(ENTER).wait_for("they do not match");
    type_key(&mut tty);
    hear_the_facts(&mut tty);
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(known::HEX);
}

#[test]
fn a_key_that_is_none_is_asked_for_again() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["split", "2of3", "--exponent", "0"]);
    for wrong in ["correct-horse-battery\r", "0123\r", "\r"] {
        tty.wait_for(TYPE_KEY).type_in(wrong).wait_for("type it again; Ctrl-C stops").wait_for(TYPE_KEY);
    }
    assert!(!tty.left().contains("horse"));
    type_key(&mut tty);
    hear_the_facts(&mut tty);
    tty.type_in(CTRL_C);
    assert_eq!(tty.ended(), 130);
    tty.is_given_back("correct-horse-battery");
}

#[test]
fn a_split_into_a_folder_or_a_pipe_shows_no_share() {
    let desk = Desk::new();
    let mut tty = Tty::run(&desk, &["split", "2of3", "--date", "2026-11-24", "-o", "cards"]);
    type_key(&mut tty);
    assert_eq!(tty.ended(), 0);
    let share = desk.read("cards/secret/share-1.txt");
    tty.is_given_back(share.lines().last().unwrap()).is_given_back(known::HEX);
}

#[test]
fn nothing_is_shown_on_a_terminal_where_nobody_may_be_asked() {
    let desk = Desk::new();
    desk.put("shares", known::shares("three_of_five").join("\n"));
    for arguments in [
        &["split", "2of3", "--generate", "128", "--no-input"][..],
        &["split", "2of3", "--generate", "128", "--json"],
        &["recover", "shares", "--no-input"],
        &["recover", "shares", "--json"],
        &["recover", "shares", "--as", "raw"],
        &["recover", "--no-input"],
        &["check", "--no-input"],
        &["split", "2of3", "--no-input", "--date", "2026-11-24", "-o", "cards"],
    ] {
        let mut tty = Tty::run(&desk, arguments);
        assert_eq!(tty.ended(), 7, "{arguments:?}: {}", tty.screen());
        tty.is_given_back(&known::shares("three_of_five").join(" ")).is_given_back(&known::reference_key());
    }
}

#[test]
fn the_day_of_the_clock_is_shown_and_may_be_corrected() {
    for (typed, day, source) in
        [("", None, "confirmed"), ("yesterday\r2027-02-03", Some("2027-02-03"), "given")]
    {
        let desk = Desk::new();
        desk.put("key", known::HEX);
        let mut tty = Tty::run(&desk, &["split", "2of3", "--in", "key", "-o", "cards"]);
        tty.wait_for("by this clock").type_in(typed).type_in(ENTER);
        assert_eq!(tty.ended(), 0);
        let record = std::fs::read_to_string(desk.path("cards/public/record.json")).unwrap();
        assert!(record.contains(&format!("\"source\": \"{source}\"")), "{record}");
        assert!(day.is_none_or(|day| record.contains(&format!("\"day\": \"{day}\""))), "{record}");
    }
}

#[test]
fn every_page_says_where_the_kernel_does_not_keep_the_program_offline() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    // A socket in the place of stderr leads out past every filter.
    let script =
        "exec \"$0\" split 2of3 --exponent 0 --allow-unhardened --online-anyway 2<>/dev/tcp/127.0.0.1/\"$1\"";
    let port = listener.local_addr().unwrap().port().to_string();
    let bash = Command::new("bash").args(["-c", script, env!("CARGO_BIN_EXE_quorate"), &port]);
    let mut tty = Tty::spawn(&desk, (24, 80), bash);
    type_key(&mut tty);
    hear_the_facts(&mut tty);
    let is_told = |screen: &str| screen.lines().next().is_some_and(|first| first.trim() == "UNHARDENED");
    tty.wait_until("the warning on the curtain", is_told);
    assert_eq!(shown(&mut tty).len(), 20);
    tty.wait_until("the warning above the words", is_told).type_in(ENTER);
    tty.wait_for(FROM_CARD).wait_until("the warning above what is typed", is_told).stop();
    assert_eq!(tty.ended(), 130);
}
