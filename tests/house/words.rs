//! The words that people read: one for one thing, none of those that were given up, short lines, and short sentences where
//! somebody reads aloud in a room.

use std::fs;

use proc_macro2::{TokenStream, TokenTree};

use super::{is_for_tests, root, sources};

/// The words that users read, each with what it means. The contributors' table is longer.
const TERMS: [(&str, &str); 7] = [
    ("card", "the paper that holds one share"),
    ("share", "the words of one member"),
    ("quorum", "shares that are enough"),
    ("set", "the shares of one split"),
    ("plan", "who has which card, and the rules"),
    ("custodian", "who answers for a share"),
    ("record", "the public facts of a set"),
];

/// What no longer stands in any text for users, and what does instead.
const GIVEN_UP: [(&str, &str); 50] = [
    ("password", "passphrase"),
    ("ciphertext", "encrypted master secret"),
    ("shard", "share"),
    ("part 1", "share 1"),
    ("any part", "any share"),
    ("the parts", "the shares"),
    ("these parts", "these shares"),
    ("weak eyes", "larger print"),
    ("what must hold", "the rules to enforce"),
    ("what you take it for", "right"),
    ("this machine is well", "the device works"),
    ("mend what is named", "fix what is listed"),
    ("on a medium of his", "on a separate medium"),
    ("alone it is useless", "one alone reveals nothing"),
    ("shares do not say", "shares cannot tell"),
    ("the last that is there", "the last"),
    ("of all formats but", "for every format except"),
    ("further absences can freeze", "more people may be absent"),
    ("goes with --", "requires --"),
    ("go down one pipe", "write to one pipe"),
    ("the two are not the same", "they do not match"),
    ("how slow a guess", "how slow each passphrase guess is"),
    ("for you to judge", "your call"),
    ("name him", "name them"),
    ("his card", "their card"),
    ("his share", "their share"),
    ("he", "they"),
    ("she", "they"),
    ("him", "them"),
    ("his", "their"),
    ("her", "their"),
    ("all the same", "still"),
    ("count for nothing", "do not count"),
    ("counts for nothing", "does not count"),
    ("nobody can be asked", "quorate cannot ask"),
    ("of one dealing", "of one split"),
    ("send it by any way", "send it over any channel"),
    ("split anew", "split again"),
    ("sign anew", "sign again"),
    ("type it anew", "type it again"),
    ("take another copy", "use another copy"),
    ("take another machine", "use another machine"),
    ("to be mended", "to be put right"),
    ("are at fault: use another", "is faulty: use another"),
    ("must be able to freeze", "may be able to freeze"),
    ("not in the list", "not in the word list"),
    ("is lost since", "was lost on"),
    ("is absent since", "has been absent since"),
    ("is closed since", "has been closed since"),
    ("in wrong hands", "in the wrong hands"),
];

/// Columns of a line of a message, a help text or a hint, an inserted value counted as it stands in the source.
const LONGEST_LINE: usize = 90;

/// What is broken between words where it is told: the story of the exercise, and pages of the terminal.
const BROKEN_LATER: [&str; 5] = [
    "src/commands/practice.rs",
    "src/transfer/delivery/difference.rs",
    "src/transfer/delivery/read_back.rs",
    "src/transfer/intake/typed.rs",
    // A list of words that nobody reads.
    "src/formats/foreign/sskr/bytewords.rs",
];

/// Words of a sentence in the help and in the pages for the room.
pub const LONGEST_SENTENCE: usize = 25;

/// The pages that are read in the room, or by whoever comes new.
const FOR_THE_ROOM: [&str; 4] =
    ["README.md", "docs/use/ceremony.md", "docs/use/drill.md", "docs/use/departure.md"];

/// The texts of a source, without those of its tests.
fn texts(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(source.parse().unwrap(), &mut found);
    found
}

fn collect(stream: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let is_test = at > 1 && tokens[at - 1].to_string() == "tests" && tokens[at - 2].to_string() == "mod";
        // Of what is said of schemas and lints, of tests, and of shapes no user reads anything.
        let is_aside = at > 0
            && ["schemars", "regex", "cfg_attr", "reason"].contains(&tokens[at - 1].to_string().as_str());
        match token {
            TokenTree::Group(group) if !is_test && !is_aside => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let is_doc = at > 1 && tokens[at - 2].to_string() == "doc";
                if let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
                    && !is_doc
                {
                    found.push(unescaped(text));
                }
            }
            _ => {}
        }
    }
}

/// A text as the compiler reads it, as far as lines are concerned.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        rest = match after.chars().next() {
            Some('n') => {
                plain.push('\n');
                &after[1..]
            }
            Some('\n') => after.trim_start(),
            Some(other) => {
                plain.push(other);
                &after[other.len_utf8()..]
            }
            None => after,
        };
    }
    plain.push_str(rest);
    plain
}

/// What users may read of the sources: by file, each text.
pub fn said() -> Vec<(String, String)> {
    let rooms = ["src/commands/", "src/transfer/", "src/host/", "src/custody/", "src/formats/", "src/run.rs"];
    let is_read = |file: &str| rooms.iter().any(|room| file.starts_with(room)) && !is_for_tests(file);
    let sources = sources();
    let read = sources.iter().filter(|(file, _)| is_read(file) && !file.ends_with("schemas.rs"));
    read.flat_map(|(file, source)| texts(source).into_iter().map(|text| (file.clone(), text))).collect()
}

/// The same of paper, and of the help that stands in comments.
fn said_anywhere() -> Vec<(String, String)> {
    let mut all = said();
    for (file, source) in sources() {
        if file.starts_with("src/paper/") && !is_for_tests(&file) {
            all.extend(texts(&source).into_iter().map(|text| (file.clone(), text)));
        }
        if file.starts_with("src/commands/") && source.contains("use clap::Args") {
            let help = source.lines().filter_map(|line| line.trim_start().strip_prefix("/// "));
            all.push((file.clone(), help.collect::<Vec<_>>().join("\n")));
        }
    }
    for page in FOR_THE_ROOM {
        all.push((page.to_owned(), fs::read_to_string(root().join(page)).unwrap()));
    }
    all
}

/// The comments of a source that are help, each in one piece.
fn comments(source: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in source.lines() {
        match line.trim_start().strip_prefix("///") {
            Some(text) => found.last_mut().unwrap().push_str(text),
            None => found.push(String::new()),
        }
    }
    found
}

/// Whether a text has these words, as whole ones.
pub fn is_said(text: &str, words: &str) -> bool {
    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let (before, behind) = (text[..at].chars().next_back(), text[at + words.len()..].chars().next());
        !is_letter(before) && !is_letter(behind)
    })
}

#[test]
fn no_word_that_was_given_up_is_said_to_users() {
    let mut faults = Vec::new();
    for (file, text) in said_anywhere() {
        let text = text.to_lowercase();
        for (word, instead) in GIVEN_UP {
            if is_said(&text, word) && !file.ends_with("guess.rs") {
                faults.push(format!("{file}: {word}: say {instead}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_terms_are_in_use_and_in_the_contributors_table() {
    let table = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let all: String = said().into_iter().map(|(_, text)| text + "\n").collect();
    for (term, meaning) in TERMS {
        assert!(all.contains(term), "{term}, {meaning}");
        assert!(table.lines().any(|row| row.starts_with('|') && row.contains(term)), "{term}: {meaning}");
    }
}

#[test]
fn no_line_of_a_message_is_longer_than_a_line() {
    let mut faults = Vec::new();
    for (file, text) in said() {
        // Stories and pages of the terminal are broken where they are told, an example by its shell.
        let is_broken_later = BROKEN_LATER.contains(&file.as_str());
        for line in text.lines().filter(|line| line.contains(' ') && !is_broken_later) {
            if line.chars().count() > LONGEST_LINE {
                faults.push(format!("{file}: {} characters: {line}", line.chars().count()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The sentences of a page: what stands in code, tables, lists and headings is apart.
pub fn sentences(page: &str) -> Vec<String> {
    let mut blocks: Vec<String> = vec![String::new()];
    let mut is_code = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            blocks.push(String::new());
            continue;
        }
        if is_code || line.starts_with("    ") {
            continue;
        }
        let trimmed = line.trim();
        let begins = trimmed.is_empty()
            || ["- ", "#", "|", "> "].iter().any(|mark| trimmed.starts_with(mark))
            || trimmed.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
        if begins {
            blocks.push(String::new());
        }
        for (at, cell) in trimmed.split('|').enumerate() {
            if at > 0 {
                blocks.push(String::new());
            }
            let block = blocks.last_mut().unwrap();
            block.push(' ');
            block.push_str(cell);
        }
    }
    let plain = |block: &str| {
        // A command is one word of the sentence that it stands in.
        let pieces = block.split('`').enumerate();
        pieces
            .map(|(at, piece)| if at % 2 == 1 { "X".to_owned() } else { piece.to_owned() })
            .collect::<String>()
    };
    blocks.iter().map(|block| plain(block)).flat_map(|block| parted(&block)).collect()
}

/// A sentence ends with a full stop, a question mark, a colon or a semicolon.
fn parted(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for word in text.split_whitespace() {
        let last = found.last_mut().unwrap();
        last.push_str(word);
        last.push(' ');
        let bare = word.trim_end_matches(['*', ')', '"', '\'']);
        if bare.ends_with(['.', '?', '!', ':', ';']) {
            found.push(String::new());
        }
    }
    found
}

#[test]
fn no_sentence_for_the_room_or_in_the_help_is_too_long_to_be_read_aloud() {
    let mut faults = Vec::new();
    for page in FOR_THE_ROOM {
        for sentence in sentences(&fs::read_to_string(root().join(page)).unwrap()) {
            let words = sentence.split_whitespace().count();
            if words > LONGEST_SENTENCE {
                faults.push(format!("{page}: {words} words: {sentence}"));
            }
        }
    }
    // What is printed, the story of the exercise, and the help of each option: each text is apart.
    let sheet = "src/paper/sheet/languages/en.txt";
    let lines = fs::read_to_string(root().join(sheet)).unwrap();
    let lines = lines.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    let mut told: Vec<(String, String)> =
        lines.map(|(_, text)| (sheet.to_owned(), text.to_owned())).collect();
    for (file, source) in sources() {
        let is_printed = file.starts_with("src/paper/") && !is_for_tests(&file);
        if is_printed || file == "src/commands/practice.rs" {
            told.extend(texts(&source).into_iter().map(|text| (file.clone(), text)));
        }
        if file.starts_with("src/commands/") && source.contains("use clap::Args") {
            told.extend(comments(&source).into_iter().map(|text| (file.clone(), text)));
        }
    }
    // The plan of the exercise is no sentence.
    for (file, text) in told.iter().filter(|(_, text)| !text.contains("[[group]]")) {
        for sentence in parted(text) {
            let words = sentence.split_whitespace().count();
            if words > LONGEST_SENTENCE {
                faults.push(format!("{file}: {words} words: {sentence}"));
            }
        }
    }
    for (file, source) in sources().iter().filter(|(file, _)| file.starts_with("src/commands/")) {
        let more =
            source.split("pub const MORE: &str = \"").nth(1).and_then(|text| text.split("\";\n").next());
        for sentence in more.map(|text| sentences(&unescaped(text))).unwrap_or_default() {
            let words = sentence.split_whitespace().count();
            if words > LONGEST_SENTENCE {
                faults.push(format!("{file}: {words} words: {sentence}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_planted_fault_is_seen() {
    assert!(is_said("bob has his card.", "his card") && !is_said("this card", "his card"));
    let source = "const A: &str = \"one \\\n   two\\nthree\"; mod tests { const B: &str = \"his card\"; }";
    assert_eq!(texts(source), ["one two\nthree"]);
    assert_eq!(
        sentences("One two.\nThree: `a b c` four\n\n- five | six")
            .iter()
            .map(|one| one.trim())
            .filter(|one| !one.is_empty())
            .collect::<Vec<_>>(),
        ["One two.", "Three:", "X four", "- five", "six"]
    );
}
