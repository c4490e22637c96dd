//! An answer on one line while it is typed, with a cursor in it.

use crate::crypto::secret::SecretText;

/// An answer while it is typed: what stands before the cursor, and what behind it, from its end.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) before: SecretText,
    behind: SecretText,
}

impl Default for Typed {
    fn default() -> Self {
        Self { before: SecretText::with_capacity(256), behind: SecretText::with_capacity(256) }
    }
}

impl Typed {
    pub(super) fn left(&mut self) {
        if let Some(character) = self.before.pop() {
            self.behind.push(character);
        }
    }

    pub(super) fn right(&mut self) {
        if let Some(character) = self.behind.pop() {
            self.before.push(character);
        }
    }

    /// Takes the word before the cursor away, and the blanks behind it.
    pub(super) fn erase_word(&mut self) {
        while self.before.expose().ends_with(char::is_whitespace) {
            self.before.pop();
        }
        while self.before.expose().ends_with(|character: char| !character.is_whitespace()) {
            self.before.pop();
        }
    }

    pub(super) fn clear(&mut self) {
        self.before.clear();
        self.behind.clear();
    }

    /// The whole answer.
    pub(super) fn whole(&self) -> SecretText {
        let mut whole = SecretText::with_capacity(self.before.len() + self.behind.len());
        whole.push_str(self.before.expose());
        self.behind.expose().chars().rev().for_each(|character| whole.push(character));
        whole
    }

    /// What takes the terminal's cursor from the end of the answer to where it is.
    pub(super) fn back(&self) -> String {
        match self.behind.expose().chars().count() {
            0 => String::new(),
            columns => format!("\x1b[{columns}D"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_mended_in_its_middle() {
        let mut typed = Typed::default();
        "correct hose".chars().for_each(|character| typed.before.push(character));
        typed.left();
        typed.left();
        typed.before.push('r');
        assert_eq!(typed.whole().expose(), "correct horse");
        assert_eq!(typed.back(), "\x1b[2D");
        typed.right();
        typed.right();
        typed.right();
        typed.erase_word();
        assert_eq!(typed.whole().expose(), "correct ");
        typed.erase_word();
        typed.left();
        assert_eq!((typed.whole().len(), typed.back()), (0, String::new()));
    }
}
