//! Windows that are too small or change while something is shown.

use crate::{
    desk::Desk,
    known, split,
    terminal::{ENTER, Tty},
};

/// All words of the share that is being shown, page by page.
fn page_through(tty: &mut Tty, count: usize) -> Vec<String> {
    let mut words = std::collections::BTreeMap::new();
    while words.len() < count {
        let next = words.len() + 1;
        tty.wait_until(&format!("word {next}"), |screen| screen.contains(&format!("{next}. ")));
        tty.wait_for("Enter");
        let page = tty.words();
        assert_eq!(page.keys().next(), Some(&next), "the first of the page can be seen: {}", tty.screen());
        assert!(page.keys().copied().eq(next..next + page.len()), "{}", tty.screen());
        words.extend(page);
        if words.len() < count {
            tty.type_in(ENTER);
        }
    }
    words.into_values().collect()
}

#[test]
fn a_share_of_110_words_is_shown_page_by_page_and_read_back_whole() {
    for size in [(24, 80), (10, 70), (200, 120)] {
        let desk = Desk::new();
        desk.put("key", "0123456789abcdef".repeat(16));
        let split = ["split", "2of3", "--in", "key", "--exponent", "0", "--read-back", "all"];
        let mut tty = Tty::run_in(&desk, size, &split);
        split::hear_the_facts(&mut tty);
        tty.type_in(ENTER);
        let words = page_through(&mut tty, 110);
        tty.type_in(ENTER).wait_for("type it back").type_in(&words.join(" ")).type_in(ENTER);
        tty.wait_for("Put the card away").stop();
        assert_eq!(tty.ended(), 130);
        tty.is_given_back(&words.join(" "));
    }
}

#[test]
fn in_a_window_of_5_lines_of_20_columns_every_word_can_be_seen() {
    let desk = Desk::new();
    desk.put("key", known::HEX);
    let mut tty = Tty::run_in(&desk, (5, 20), &["split", "2of3", "--in", "key", "--exponent", "0"]);
    tty.wait_for("first share").type_in(ENTER).wait_for("shows the words").type_in(ENTER);
    let words = page_through(&mut tty, 20);
    tty.type_in(ENTER).wait_for("card").stop();
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&words.join(" "));
}

#[test]
fn in_a_small_window_the_words_being_typed_can_be_seen() {
    let desk = Desk::new();
    let share = &known::shares("three_of_five")[0];
    for size in [(5, 20), (8, 40)] {
        let mut tty = Tty::run_in(&desk, size, &["recover"]);
        let words: Vec<&str> = share.split(' ').collect();
        tty.wait_for("type").type_in("\t");
        for (at, word) in (1..).zip(&words[..20]) {
            tty.type_in(word).wait_for(&format!("{at}. {word}")).type_in(" ");
        }
        tty.type_in(&words[20..].join(" ")).type_in(ENTER).wait_for("are here: 2 more");
        tty.stop();
        assert_eq!(tty.ended(), 130);
        tty.is_given_back(share);
    }
}

#[test]
fn a_changed_window_is_drawn_anew() {
    let desk = Desk::new();
    let mut tty = split::before_the_first_share(&desk, &["2of3"]);
    let words = split::shown(&mut tty);
    tty.resize(40, 100);
    tty.wait_until("all words", |screen| screen.matches(". ").count() >= 20);
    tty.resize(6, 70).wait_for("Enter shows the rest");
    assert!(tty.words().len() < 20);
    tty.resize(24, 80).wait_for("20. ");
    assert!(tty.words().into_values().eq(words.iter().cloned()), "{}", tty.screen());
    tty.stop();
    assert_eq!(tty.ended(), 130);
    tty.is_given_back(&words.join(" "));
}
