//! What is told on a terminal, as people read it: broken between words, as wide as that is. Into a pipe or a file stderr goes as it
//! is, for programs read it line by line.

use std::io::{self, IsTerminal as _};

use rustix::termios::tcgetwinsize;

/// What the further lines of a broken one begin with.
const INDENT: &str = "  ";

/// Columns that a word needs beside the indent: a terminal with fewer breaks for itself.
const LEAST_COLUMNS: usize = 20;

/// A text as it goes to stderr.
#[must_use]
pub fn for_stderr(text: &str) -> String {
    let stderr = io::stderr();
    if !stderr.is_terminal() {
        return text.to_owned();
    }
    let columns = tcgetwinsize(stderr).map_or(0, |size| usize::from(size.ws_col));
    if columns < LEAST_COLUMNS { text.to_owned() } else { broken(text, columns) }
}

/// Each line broken between words; a word that is longer than a line, such as a code or a path, stays whole.
#[must_use]
pub fn broken(text: &str, columns: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| broken_line(line, columns)).collect();
    lines.join("\n")
}

fn broken_line(line: &str, columns: usize) -> String {
    let mut text = String::with_capacity(line.len());
    let mut used = 0;
    for (at, word) in line.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && used + 1 + length > columns && used > INDENT.len() {
            text.push('\n');
            text.push_str(INDENT);
            used = INDENT.len();
        } else if at > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(word);
        used += length;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_words_never() {
        let line = "quorate: hint: check the name, letter by letter";
        assert_eq!(broken(line, 47), line, "it fits");
        assert_eq!(broken(line, 46), "quorate: hint: check the name, letter by\n  letter");
        assert_eq!(broken(line, 24), "quorate: hint: check the\n  name, letter by letter");
        let long = format!("see {} there", "x".repeat(30));
        assert_eq!(broken(&long, 20), format!("see\n  {}\n  there", "x".repeat(30)));
        assert_eq!(broken("one two\nthree\n", 40), "one two\nthree\n", "lines stay lines");
        assert_eq!(broken("", 40), "");
    }
}
