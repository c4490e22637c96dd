use super::*;
use crate::slip39::wordlist;

/// The words that a text names, and where.
fn words(text: &str) -> Vec<&'static str> {
    let tokens = Tokens::of(text);
    tokens.as_slice().iter().filter(|token| token.is_word()).map(|token| wordlist::word(token.word)).collect()
}

#[test]
fn whatever_stands_between_words_ends_them() {
    for text in [
        "academic acid",
        "1. academic 2. acid",
        "1academic2acid",
        "academic,acid;",
        "\"academic\",\"acid\"",
        "\u{201c}academic\u{201d} - acid",
        "第academic第acid第",
        "[academic](acid)",
        "academic\\nacid",
        "academic\\\\nacid",
        "academic\\u000aacid",
        "academic&nbsp;acid&#10;",
        "academic\0acid\u{1a}",
        "academic\u{c}acid",
        "aca\u{ad}demic ac\u{200b}id",
        "\u{feff}academic\u{feff} acid",
        "ACADEMIC Acid",
        "ａｃａｄｅｍｉｃ acid",
        "aca-\ndemic acid",
        "aca=\r\ndemic acid",
        "> aca-\n> demic acid",
        "aca\u{ad}\ndemic acid",
        "acad acid",
    ] {
        assert_eq!(words(text), ["academic", "acid"], "{text:?}");
    }
    assert_eq!(
        words("o\u{fb03}ce \u{fb02}avor \u{fb01}ction"),
        ["flavor", "fiction"],
        "office is no word of the list"
    );
    assert_eq!(words("ácid acíd academicé acid\u{301}"), Vec::<&str>::new(), "an accent makes another word");
    assert_eq!(words("aca-demic aca\ndemic"), Vec::<&str>::new());
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for (text, expected) in [
        ("acid\nacid\n\nacid", [1, 2, 4]),
        ("acid\r\nacid\r\n\r\nacid", [1, 2, 4]),
        ("acid\racid\r\racid", [1, 2, 4]),
        ("acid\u{c}acid\u{2028}acid", [1, 1, 1]),
    ] {
        let lines: Vec<usize> = Tokens::of(text).as_slice().iter().map(|token| token.line).collect();
        assert_eq!(lines, expected, "{text:?}");
    }
}

#[test]
fn what_a_word_stands_in_is_known() {
    let wrapping = |text: &str, at: usize| Tokens::of(text).as_slice()[at].wrapping;
    assert!(wrapping("acid # acid", 1).comment && !wrapping("acid # acid", 0).comment);
    assert!(!wrapping("# acid\nacid", 1).comment);
    assert!(wrapping("<p>acid<!-- acid\nacid --> acid", 3).comment);
    assert!(!wrapping("<p>acid<!-- acid\nacid --> acid", 4).comment);
    assert!(wrapping("> acid", 0).quoted && wrapping(" > > acid\nacid", 0).quoted);
    assert!(!wrapping("acid > acid\n", 1).quoted && !wrapping("> acid\nacid", 1).quoted);
    assert!(wrapping("<p class=\"index\">acid", 1).tag && !wrapping("<p class=\"index\">acid", 3).tag);
    assert!(!wrapping("a < acid", 1).tag && !wrapping("a <acid", 1).tag);
    assert!(wrapping("{\"style\" : \"acid\"}", 0).key && !wrapping("{\"style\" : \"acid\"}", 1).key);
    assert!(!wrapping("[\"acid\", \"acid\"]", 0).key && !wrapping("[\"acid\", \"acid\"]", 1).key);
}

#[test]
fn gaps_and_digits_are_told() {
    let gaps =
        |text: &str| -> Vec<Gap> { Tokens::of(text).as_slice().iter().map(|token| token.gap).collect() };
    assert_eq!(
        gaps("acid acid, acid\nacid\n \nacid 7 acid"),
        [Gap::Paragraph, Gap::Blank, Gap::Mark, Gap::Line, Gap::Paragraph, Gap::Mark]
    );
    let glued = |text: &str| -> Vec<bool> {
        Tokens::of(text).as_slice().iter().map(|token| token.is_glued).collect()
    };
    assert_eq!(glued("ac1d ac 1d ac1 d"), [false, true, false, false, false, false]);
    let tokens = Tokens::of("acid\n1 acid\nacid 2");
    assert_eq!([1, 2, 3].map(|line| tokens.has_digit(line)), [false, true, true]);
}
