//! The pages of the guide, each of which can be read in a terminal, and aloud: its first line says for whom it is; no row of
//! a table is wider than a terminal, and no sentence longer than a breath.

use super::{
    links::pages,
    words::{LONGEST_SENTENCE, is_said, said, sentences},
};

/// Columns of a row of a table, and of a line to type.
const WIDEST: usize = 100;

/// What a person is never called by.
const GENDERED: [&str; 6] = ["he", "she", "him", "his", "her", "hers"];

/// A page whose tables a test reads, and why they are wide.
const WIDE: [(&str, &str); 1] = [(
    "docs/build/dependencies.md",
    "`tests/house` reads the doors of crates from its table; a door is a list of files",
)];

/// Whether the page says for whom it is: below its title a paragraph of one line, `For ...`.
fn says_for_whom(page: &str) -> bool {
    let lines: Vec<&str> = page.lines().take(4).collect();
    let [title, "", whom, ""] = lines.as_slice() else { return false };
    title.starts_with("# ")
        && whom.starts_with("For ")
        && whom.ends_with('.')
        && whom.chars().count() <= WIDEST
}

/// The rows of tables, and the lines to type, that are too wide. What the program shows is as wide as it is.
fn too_wide(page: &str) -> Vec<&str> {
    let mut is_typed = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            is_typed = line == "```sh";
        } else if (is_typed || line.starts_with('|')) && line.chars().count() > WIDEST {
            found.push(line);
        }
    }
    found
}

/// The sentences that are too long, each with its words; the mark of a list is none.
fn too_long(page: &str) -> Vec<(usize, String)> {
    let words = |sentence: &str| {
        let words = sentence.split_whitespace();
        words.filter(|word| word.contains(char::is_alphanumeric)).count()
    };
    let counted = sentences(page).into_iter().map(|sentence| (words(&sentence), sentence));
    counted.filter(|(words, _)| *words > LONGEST_SENTENCE).collect()
}

#[test]
fn every_page_begins_with_whom_it_is_for() {
    let pages = pages();
    let guide = pages.iter().filter(|(page, _)| page.starts_with("docs/"));
    let silent: Vec<_> = guide.filter(|(_, text)| !says_for_whom(text)).map(|(page, _)| page).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_table_is_wider_than_a_terminal() {
    let (mut faults, pages) = (Vec::new(), pages());
    let is_read = |page: &str| page.starts_with("docs/") || page == "README.md";
    let narrow = pages.iter().filter(|(page, _)| is_read(page) && WIDE.iter().all(|(wide, _)| page != wide));
    for (page, text) in narrow {
        faults.extend(
            too_wide(text).iter().map(|line| format!("{page}: {} columns: {line}", line.chars().count())),
        );
    }
    for (wide, reason) in WIDE {
        if too_wide(&pages[wide]).is_empty() {
            faults.push(format!("{wide} is no longer wide: {reason}"));
        }
    }
    assert!(faults.is_empty(), "{} lines\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_sentence_of_the_guide_is_too_long() {
    let mut faults = Vec::new();
    let pages = pages();
    for (page, text) in pages.iter().filter(|(page, _)| page.starts_with("docs/")) {
        let long = too_long(text);
        faults.extend(long.iter().map(|(words, sentence)| format!("{page}: {words} words: {sentence}")));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn nobody_is_called_by_a_gender() {
    let mut faults = Vec::new();
    for (page, text) in &pages() {
        let text = text.to_lowercase();
        faults.extend(
            GENDERED.iter().filter(|word| is_said(&text, word)).map(|word| format!("{page}: {word}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Words by which a page would promise what only an auditor can say, who sees rooms and people. Files show, and that is all.
const PROMISES: [&str; 5] = ["compliant", "complies", "compliance", "conformant", "accredited"];

#[test]
fn no_page_promises_that_a_standard_is_met() {
    let mut faults = Vec::new();
    for (page, text) in &pages() {
        let text = text.to_lowercase();
        faults.extend(
            PROMISES.iter().filter(|word| is_said(&text, word)).map(|word| format!("{page}: {word}")),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(is_said("quorate is compliant.", PROMISES[0]));
}

#[test]
fn the_page_of_standards_has_each_that_auditors_ask_for() {
    let page = &pages()["docs/trust/standards.md"];
    for standard in ["Cryptocurrency Security Standard", "DNSSEC", "NIST", "WebTrust", "A.8.24"] {
        let heading = page.lines().find(|line| line.starts_with("## ") && line.contains(standard));
        assert!(heading.is_some(), "{standard}");
    }
    // What is no answer stands first: this is no place for the key of a public CA.
    assert!(page.contains("No public certification authority may keep its keys with this."));
}

/// What stands in italics in the tables of a page.
fn in_italics(page: &str) -> Vec<&str> {
    let rows = page.lines().filter(|line| line.starts_with('|'));
    rows.flat_map(|row| row.split('*').skip(1).step_by(2)).collect()
}

#[test]
fn every_error_that_troubleshooting_lists_is_one_of_the_program() {
    let page = &pages()["docs/use/troubleshooting.md"];
    let mut said: Vec<String> = said().into_iter().map(|(_, text)| text).collect();
    // The messages that this page shows are said: tests/cli/guide runs them.
    said.extend(
        page.split("```text\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0.to_owned())),
    );
    let listed = in_italics(page);
    assert!(listed.len() > 15, "{listed:?}");
    let unsaid: Vec<_> =
        listed.iter().filter(|error| !said.iter().any(|text| text.contains(**error))).collect();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

#[test]
fn a_planted_page_is_seen() {
    assert_eq!(in_italics("*a*\n| *one*, *two words* | b |\n"), ["one", "two words"]);
    assert!(says_for_whom("# Title\n\nFor owners.\n\nText.\n"));
    for page in [
        "# Title\n\nText.\n\nText.\n",
        "# Title\n\nFor owners,\nand others.\n",
        "Title\n\nFor owners.\n\nText.\n",
    ] {
        assert!(!says_for_whom(page), "{page}");
    }
    let wide = "x".repeat(WIDEST);
    assert_eq!(too_wide(&format!("{wide}x\n| {wide} |\n```sh\n{wide}\n{wide}x\n```\n{wide}x\n")).len(), 2);
    let words = "word ".repeat(LONGEST_SENTENCE);
    assert!(too_long(&format!("{words}.\n\n- {words}\n")).is_empty());
    assert_eq!(too_long(&format!("One. {words} more.\n")).len(), 1);
}
