use super::*;

const SHARE: &str = "duckling enlarge academic academic agency result length solution fridge kidney coal piece \
                     deal husband erode duke ajar critical decision keyboard";

fn typed(text: &str) -> ShareEntry<'static> {
    let mut entry = ShareEntry::default();
    text.chars().for_each(|character| entry.text(character));
    entry
}

#[test]
fn four_letters_in_any_case_make_a_share() {
    let short: Vec<String> = SHARE.split_whitespace().map(|word| word[..4].to_uppercase()).collect();
    assert!(matches!(typed(&short.join(" ")).enter(), Entered::Share(_)));
    assert!(matches!(typed("").enter(), Entered::Nothing));
}

#[test]
fn a_share_may_be_broken_over_lines() {
    let mut entry = ShareEntry::default();
    let words: Vec<&str> = SHARE.split_whitespace().collect();
    for row in words.chunks(4).take(4) {
        row.join(" ").chars().for_each(|character| entry.text(character));
        assert!(matches!(entry.enter(), Entered::More));
    }
    assert!(entry.message.starts_with("16 words so far"));
    words[16..].join(" ").chars().for_each(|character| entry.text(character));
    assert!(matches!(entry.enter(), Entered::Share(_)));
}

#[test]
fn a_share_that_was_lengthened_is_none_and_may_be_typed_anew() {
    let mut entry = typed(&format!("{SHARE} advocate aspect axis"));
    assert!(matches!(entry.enter(), Entered::More));
    assert!(entry.message.starts_with("words 1 to 20 are a share by themselves, and so are all 23"));
    assert!(entry.message.ends_with("Ctrl-U begins again") && entry.mending.is_none());
    entry.clear();
    SHARE.chars().for_each(|character| entry.text(character));
    assert!(matches!(entry.enter(), Entered::Share(_)));
}

#[test]
fn a_wrong_word_is_pointed_at_and_typed_anew_in_its_place() {
    for wrong in ["actress", "hunter"] {
        let mut entry = typed(&SHARE.replace("fridge", wrong));
        assert!(matches!(entry.enter(), Entered::More));
        assert!(entry.message.contains("word 9 (row 3, column 1)"), "{}", entry.message);
        assert!(!entry.message.contains(wrong));
        "frie".chars().for_each(|character| entry.text(character));
        entry.backspace();
        entry.text('d');
        assert!(matches!(entry.enter(), Entered::Share(_)));
    }
}

#[test]
fn what_is_read_back_is_compared_and_enter_alone_asks_to_see_it_again() {
    let shown = Share::parse(SHARE).unwrap().mnemonic();
    let mut entry = ShareEntry::of(&shown);
    let put =
        |entry: &mut ShareEntry<'_>, text: &str| text.chars().for_each(|character| entry.text(character));
    assert!(matches!(entry.enter(), Entered::Nothing));
    put(&mut entry, &SHARE.replace("fridge", "frozen").replace("ajar", "ajax"));
    assert!(matches!(entry.enter(), Entered::More));
    assert!(
        entry.message.contains("word 9 (row 3, column 1), word 17 (row 5, column 1)"),
        "{}",
        entry.message
    );
    for _ in 0..2 {
        assert!(matches!(entry.enter(), Entered::Nothing));
        assert_eq!(entry.mending.as_ref().unwrap().0, 9, "and where it was it stays");
    }
    put(&mut entry, "frid");
    assert!(matches!(entry.enter(), Entered::More));
    assert!(!entry.message.contains("word 9") && entry.message.contains("word 17"), "{}", entry.message);
    put(&mut entry, "ajar");
    assert!(matches!(entry.enter(), Entered::Share(share) if share.mnemonic().expose() == SHARE));
    assert_eq!(entry.slips(), [9, 17]);
}

#[test]
fn rows_read_back_are_no_differences_before_the_last() {
    let shown = Share::parse(SHARE).unwrap().mnemonic();
    let mut entry = ShareEntry::of(&shown);
    let words: Vec<&str> = SHARE.split_whitespace().collect();
    for row in words.chunks(4).take(4).chain([&words[16..19]]) {
        row.join(" ").chars().for_each(|character| entry.text(character));
        assert!(matches!(entry.enter(), Entered::More));
        assert!(entry.message.contains("words so far"), "{}", entry.message);
    }
    "keyboard".chars().for_each(|character| entry.text(character));
    assert!(matches!(entry.enter(), Entered::Share(_)));
    assert!(entry.slips().is_empty());
}

#[test]
fn a_paste_may_bring_numbers_and_marks_along() {
    let words = || (1..).zip(SHARE.split_whitespace());
    let numbered: Vec<String> = words().map(|(at, word)| format!("{at}. {word}")).collect();
    let quoted: Vec<String> = words().map(|(_, word)| format!("\"{word}\"")).collect();
    for text in [
        numbered.join(" "),
        numbered.join("\n"),
        quoted.join(", "),
        SHARE.replace(' ', ","),
        format!("- {SHARE}."),
    ] {
        assert!(matches!(typed(&text).enter(), Entered::Share(_)), "{text}");
    }
    assert_eq!(typed("duckling 7 ac1d ").text.expose(), "duckling ac1d ", "a wrong word is not swallowed");
}

#[test]
pub fn backspace_steps_into_the_word_before() {
    let mut entry = typed("duckling enlarge ");
    entry.backspace();
    entry.backspace();
    assert_eq!(entry.text.expose(), "duckling enlarg");
}

#[test]
fn arrows_go_from_word_to_word_and_a_word_is_mended_or_taken_out() {
    let mut entry = typed(&SHARE.replace("academic academic", "academic acid acid academic"));
    assert!(matches!(entry.enter(), Entered::More));
    entry.mending = None;
    for _ in 0..18 {
        entry.left();
    }
    assert_eq!(entry.mending.as_ref().unwrap().0, 5, "{}", entry.count());
    entry.erase_word();
    entry.erase_word();
    for _ in 0..17 {
        entry.left();
    }
    assert_eq!(entry.mending.as_ref().unwrap().0, 5);
    entry.left();
    entry.erase_word();
    assert_eq!(entry.mending.as_ref().map(|(at, letters)| (*at, letters.len())), Some((4, 0)));
    entry.erase_word();
    assert!(matches!(entry.enter(), Entered::Share(_)), "{}", entry.message);
    // Letters are typed on where the word ends, and beyond the last word is the end.
    let mut entry = typed("duck enlarge ");
    entry.left();
    entry.left();
    "ling".chars().for_each(|letter| entry.text(letter));
    entry.right();
    entry.right();
    assert!(entry.mending.is_none());
    assert_eq!(entry.text.expose(), "duckling enlarge ");
    entry.erase_word();
    assert_eq!(entry.text.expose(), "duckling ");
    entry.left();
    entry.left();
    assert_eq!(entry.mending.as_ref().unwrap().0, 1, "the first is the first");
    ShareEntry::default().left();
    ShareEntry::default().erase_word();
}

#[test]
fn a_word_that_was_left_out_is_put_in_before_the_one_that_was_gone_to() {
    for (left_out, behind) in [("duckling", "enlarge"), ("fridge", "kidney"), ("decision", "keyboard")] {
        let mut entry = typed(&SHARE.replacen(&format!("{left_out} "), "", 1));
        assert!(matches!(entry.enter(), Entered::More));
        let place = SHARE.split_whitespace().position(|word| word == left_out).unwrap() + 1;
        let go = |entry: &mut ShareEntry<'_>| {
            entry.mending = None;
            while entry.mending.as_ref().is_none_or(|(position, _)| *position != place) {
                entry.left();
            }
        };
        let at = |entry: &ShareEntry<'_>| {
            entry.mending.as_ref().map(|(position, letters)| (*position, letters.expose().to_owned()))
        };
        // Where nothing is typed, nothing is put in.
        let space = |entry: &mut ShareEntry<'static>| entry.text(' ');
        let ways: [fn(&mut ShareEntry<'static>); 5] =
            [ShareEntry::left, ShareEntry::right, ShareEntry::backspace, ShareEntry::erase_word, space];
        for leave in ways {
            go(&mut entry);
            entry.text('+');
            assert_eq!((at(&entry), entry.count()), (Some((place, String::new())), 20), "{left_out}");
            leave(&mut entry);
            assert_eq!(entry.count(), 19, "{left_out}");
        }
        go(&mut entry);
        entry.text('+');
        entry.right();
        assert_eq!(at(&entry), Some((place, behind.to_owned())), "the word behind has not moved");
        format!("++{}", &left_out[..4]).chars().for_each(|letter| entry.text(letter));
        assert!(matches!(entry.enter(), Entered::Share(share) if share.mnemonic().expose() == SHARE));
    }
    assert_eq!(typed("duckling + enlarge ").text.expose(), "duckling enlarge ", "a mark at the end is one");
}

#[test]
fn wrong_letters_are_marked_and_nothing_is_shown_unasked() {
    assert_eq!(visible("acxy", false, false), ("**", "??"));
    assert_eq!(visible("acxy", false, true), ("ac", "xy"));
    assert_eq!(visible("acad", true, false), ("****", ""));
    assert_eq!(visible("acad", true, true), ("academic", ""));
    assert_eq!(visible("acid2", true, false), ("", "????"));
}
