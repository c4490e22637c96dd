//! Cuts a text into runs of letters, character by character.

use zeroize::Zeroize as _;

use super::{
    markup,
    token::{Gap, Spelling, Token, Tokens, Wrapping},
};
use crate::{
    formats::visible::is_invisible,
    slip39::wordlist::{self, LONGEST, UNIQUE_LETTERS},
};

/// Cuts a text, character by character.
pub(super) struct Cutter<'a> {
    text: &'a str,
    pub(super) tokens: Tokens,
    /// The letters of the run so far, in lower case; one more than a word has shows that it is none.
    letters: [u8; LONGEST + 1],
    length: usize,
    /// Whether a letter of the run is none of English.
    is_foreign: bool,
    begin: usize,
    /// Whether a backslash stands directly before it.
    is_command: bool,
    gap: Gap,
    digits_only: bool,
    line: usize,
    last: char,
    /// Whether something besides blanks and quoting marks has stood in the line.
    is_line_begun: bool,
    wrapping: Wrapping,
    in_html_comment: bool,
    /// Where the tag ends that the text is in.
    tag_end: usize,
    /// Where the string of JSON ends that the text is in, and whether it names a value.
    string: Option<usize>,
    /// Bytes that were taken with one before them.
    skip_to: usize,
    hyphen: Hyphen,
}

/// How far a word has come that may go on behind the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hyphen {
    None,
    /// The sign stands directly behind a run.
    Sign,
    /// And the line ends there.
    Line,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let letter = |byte: &u8| byte.is_ascii_alphabetic();
        // As many as there can be, so that they never move.
        let most =
            text.as_bytes().chunk_by(|one, next| letter(one) && letter(next)).filter(|run| letter(&run[0]));
        Self {
            text,
            tokens: Tokens { tokens: Vec::with_capacity(most.count() + 1), numbered: Vec::new() },
            letters: [0; LONGEST + 1],
            length: 0,
            is_foreign: false,
            begin: 0,
            is_command: false,
            gap: Gap::Paragraph,
            digits_only: false,
            line: 1,
            last: '\n',
            is_line_begun: false,
            wrapping: Wrapping::default(),
            in_html_comment: false,
            tag_end: 0,
            string: None,
            skip_to: 0,
            hyphen: Hyphen::None,
        }
    }

    pub(super) fn take(&mut self, at: usize, character: char) {
        if at < self.skip_to {
            return;
        }
        match character {
            '\u{ad}' => self.hyphen_after(at),
            _ if is_invisible(character) && !matches!(character, '\u{2028}' | '\u{2029}') => {}
            _ if character.is_ascii_alphabetic() => self.letter(at, character),
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                // Full-width letters stand in the same order as those of ASCII, this far behind them.
                let narrow = u32::from(character) - 0xfee0;
                char::from_u32(narrow).into_iter().for_each(|letter| self.letter(at, letter));
            }
            '\u{fb00}'..='\u{fb06}' => {
                let letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][character as usize - 0xfb00];
                letters.chars().for_each(|letter| self.letter(at, letter));
            }
            _ if is_latin(character) => {
                self.letter(at, 'a');
                self.is_foreign = true;
            }
            _ => self.other(at, character),
        }
        self.last = character;
    }

    fn letter(&mut self, at: usize, letter: char) {
        if self.length == 0 {
            self.begin = at;
            self.is_foreign = false;
            self.is_command = self.last == '\\';
        }
        if let Some(place) = self.letters.get_mut(self.length) {
            *place = letter.to_ascii_lowercase() as u8;
            self.length += 1;
        }
        self.is_line_begun = true;
    }

    /// Whatever is no letter ends the run.
    fn other(&mut self, at: usize, character: char) {
        let is_behind_run = self.length > 0;
        self.end_run(at);
        match character {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                self.line_end(at, character)
            }
            '-' | '=' | '\u{2010}' | '\u{2011}' if is_behind_run => {
                self.hyphen = Hyphen::Sign;
                self.mark(character);
            }
            _ if character.is_whitespace() => self.digits_only = false,
            '\\' => {
                self.skip_to = at + markup::escape(&self.text[at..]);
                self.mark(character);
            }
            '#' => {
                // `&#8203;` is a character of HTML.
                self.wrapping.comment |= self.last != '&';
                self.mark(character);
            }
            '&' => {
                self.skip_to = at + markup::entity(&self.text.as_bytes()[at..]);
                self.mark(character);
            }
            '>' if !self.is_line_begun => {
                self.wrapping.quoted = true;
                self.widen(Gap::Mark);
            }
            '<' => self.tag(at),
            '"' => self.quotation_mark(at),
            _ => self.mark(character),
        }
    }

    fn mark(&mut self, character: char) {
        let is_digit = character.is_numeric();
        self.digits_only =
            is_digit && (self.gap == Gap::Blank || self.digits_only) && !self.last.is_whitespace();
        if is_digit && self.tokens.numbered.last() != Some(&self.line) {
            self.tokens.numbered.push(self.line);
        }
        self.widen(Gap::Mark);
        self.is_line_begun = true;
        if !matches!(character, '-' | '=' | '\u{2010}' | '\u{2011}') {
            self.hyphen = Hyphen::None;
        }
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn line_end(&mut self, at: usize, character: char) {
        let is_second_half = character == '\n' && self.last == '\r';
        if is_second_half {
            return;
        }
        // A form feed, or one of Unicode's own separators, ends a line for readers but counts as none in an editor.
        self.line += usize::from(matches!(character, '\n' | '\r'));
        self.widen(if self.is_line_begun { Gap::Line } else { Gap::Paragraph });
        self.hyphen = if self.hyphen == Hyphen::Sign { Hyphen::Line } else { Hyphen::None };
        self.is_line_begun = false;
        self.digits_only = false;
        self.wrapping.quoted = false;
        self.wrapping.comment = self.in_html_comment && at < self.tag_end;
    }

    fn hyphen_after(&mut self, at: usize) {
        // A soft hyphen is seen at the end of a line only.
        if self.text[at..].strip_prefix('\u{ad}').is_some_and(|rest| rest.starts_with(['\n', '\r']))
            && self.length > 0
        {
            self.end_run(at);
            self.hyphen = Hyphen::Sign;
        }
    }

    fn tag(&mut self, at: usize) {
        self.mark('<');
        if at < self.tag_end {
            return;
        }
        if let Some(tag) = markup::tag(&self.text[at..]) {
            self.tag_end = at + tag.length;
            self.in_html_comment = tag.is_comment;
            self.wrapping.comment |= tag.is_comment;
        }
    }

    /// A string of JSON names a value where a colon stands behind it.
    fn quotation_mark(&mut self, at: usize) {
        self.mark('"');
        if self.string.take().is_some_and(|end| end == at) {
            self.wrapping.key = false;
        } else if let Some(string) = markup::string(&self.text.as_bytes()[at + 1..]) {
            self.string = Some(at + 1 + string.length);
            self.wrapping.key = string.is_name;
        }
    }

    pub(super) fn end_run(&mut self, at: usize) {
        if at >= self.tag_end && self.in_html_comment {
            self.in_html_comment = false;
            self.wrapping.comment = false;
        }
        if self.length == 0 {
            return;
        }
        let known = (!self.is_foreign && self.length <= LONGEST)
            .then(|| str::from_utf8(&self.letters[..self.length]).ok().and_then(wordlist::index))
            .flatten();
        let is_exact = known.is_some_and(|word| wordlist::word(word).len() == self.length);
        let spelling = match known {
            Some(_) if is_exact => Spelling::Exact,
            Some(_) => Spelling::Cut,
            None => Spelling::None,
        };
        let is_tag = self.is_command || (self.begin < self.tag_end && !self.in_html_comment);
        let token = Token {
            gap: self.gap,
            spelling,
            is_four_letters: self.length == UNIQUE_LETTERS,
            is_glued: self.digits_only,
            wrapping: Wrapping { tag: is_tag, ..self.wrapping },
            line: self.line,
            bytes: (self.begin, at),
            word: known.unwrap_or(0),
        };
        if self.hyphen != Hyphen::Line || !self.join(at) {
            self.tokens.tokens.push(token);
        }
        self.letters.zeroize();
        (self.length, self.gap, self.digits_only, self.hyphen) = (0, Gap::Blank, false, Hyphen::None);
    }

    /// Puts the run together with the one before it, where a line ends between them and the whole is a word.
    fn join(&mut self, end: usize) -> bool {
        let Some(before) = self.tokens.tokens.last_mut() else { return false };
        let first = &self.text[before.bytes.0..before.bytes.1];
        if first.len() + self.length > LONGEST || !first.is_ascii() {
            return false;
        }
        let mut whole = [0; LONGEST];
        let length = first.len() + self.length;
        whole[..first.len()].copy_from_slice(first.as_bytes());
        whole[first.len()..length].copy_from_slice(&self.letters[..self.length]);
        let word = str::from_utf8(&whole[..length]).ok().and_then(wordlist::index);
        let word = word.filter(|word| wordlist::word(*word).len() == length);
        whole.zeroize();
        if let Some(word) = word {
            before.word = word;
            before.spelling = Spelling::Exact;
            before.is_four_letters = length == UNIQUE_LETTERS;
            before.bytes.1 = end;
        }
        word.is_some()
    }
}

/// A letter that belongs to a run, and that no word of the list has: an accent makes another word of it.
const fn is_latin(character: char) -> bool {
    matches!(character, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}' | '\u{300}'..='\u{36f}'
        | '\u{1e00}'..='\u{1eff}')
}
