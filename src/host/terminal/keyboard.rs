//! From the bytes that a terminal sends to the keys that were pressed.

use zeroize::Zeroize as _;

use crate::formats::visible::is_printable;

/// A key, as far as the prompts care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// A printable character.
    Text(char),
    /// Enter, also where a paste breaks a line.
    Enter,
    /// Tab: show and hide.
    Tab,
    /// Backspace.
    Backspace,
    /// Ctrl-U: start the line again.
    Clear,
    /// Ctrl-W: take the last word away.
    EraseWord,
    /// The arrow to the left.
    Left,
    /// The arrow to the right.
    Right,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-\.
    Quit,
    /// Ctrl-Z.
    Suspend,
    /// Ctrl-D.
    End,
}

/// Collects bytes until they make a key: UTF-8 and the sequences of arrow and function keys are longer than one.
#[derive(Debug, Default)]
pub struct Decoder {
    held: [u8; 4],
    length: usize,
    sequence: Sequence,
}

/// How far into an escape sequence the input is. Of them all only two arrows mean anything to the prompts.
#[derive(Debug, Default, PartialEq, Eq)]
enum Sequence {
    #[default]
    None,
    /// After ESC.
    Escape,
    /// After ESC and `[`, until a final byte.
    Control,
    /// After ESC and `O`, for one byte.
    Single,
}

impl Decoder {
    /// Takes one byte, and gives a key if it completes one.
    pub fn press(&mut self, byte: u8) -> Option<Press> {
        let is_in_sequence = matches!(self.sequence, Sequence::Control | Sequence::Single);
        if self.skips(byte) {
            return match byte {
                b'C' if is_in_sequence => Some(Press::Right),
                b'D' if is_in_sequence => Some(Press::Left),
                _ => None,
            };
        }
        if byte < 0x80 {
            self.length = 0;
            return Some(match byte {
                b'\r' | b'\n' => Press::Enter,
                b'\t' => Press::Tab,
                0x08 | 0x7f => Press::Backspace,
                0x03 => Press::Interrupt,
                0x04 => Press::End,
                0x15 => Press::Clear,
                0x17 => Press::EraseWord,
                0x1a => Press::Suspend,
                0x1c => Press::Quit,
                b' '..=b'~' => Press::Text(char::from(byte)),
                _ => return None,
            });
        }
        if self.length == self.held.len() || (byte & 0xc0) == 0xc0 {
            self.length = 0;
        }
        self.held[self.length] = byte;
        self.length += 1;
        let character =
            str::from_utf8(&self.held[..self.length]).ok().and_then(|text| text.chars().next())?;
        self.length = 0;
        // Among them a second set of control characters, and marks that turn the line around.
        is_printable(character).then_some(Press::Text(character))
    }

    fn skips(&mut self, byte: u8) -> bool {
        let next = match (&self.sequence, byte) {
            (_, 0x1b) => Sequence::Escape,
            (Sequence::None, _) => return false,
            // Ctrl-C after a lone ESC is still Ctrl-C.
            (_, 0x00..0x20) => {
                self.sequence = Sequence::None;
                return false;
            }
            (Sequence::Escape, b'[') => Sequence::Control,
            (Sequence::Escape, b'O') => Sequence::Single,
            (Sequence::Control, 0x20..=0x3f) => Sequence::Control,
            _ => Sequence::None,
        };
        self.sequence = next;
        true
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        self.held.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presses(bytes: &[u8]) -> Vec<Press> {
        let mut decoder = Decoder::default();
        bytes.iter().filter_map(|&byte| decoder.press(byte)).collect()
    }

    #[test]
    fn text_and_control_keys() {
        assert_eq!(
            presses("aé€🔑 \r\t\x7f\x03".as_bytes()),
            [
                Press::Text('a'),
                Press::Text('é'),
                Press::Text('€'),
                Press::Text('🔑'),
                Press::Text(' '),
                Press::Enter,
                Press::Tab,
                Press::Backspace,
                Press::Interrupt,
            ]
        );
    }

    #[test]
    fn function_keys_and_paste_marks_mean_nothing() {
        assert_eq!(
            presses(b"\x1b[A\x1bOP\x1b[15~\x1b[200~ab\x1b[201~\x1b\x1b[1;5Hc"),
            "abc".chars().map(Press::Text).collect::<Vec<_>>()
        );
    }

    #[test]
    fn two_arrows_mean_something_however_a_terminal_sends_them() {
        for (sent, pressed) in [
            (&b"\x1b[D"[..], Press::Left),
            (b"\x1bOD", Press::Left),
            (b"\x1b[1;5D", Press::Left),
            (b"\x1b[C", Press::Right),
            (b"\x17", Press::EraseWord),
        ] {
            assert_eq!(presses(sent), [pressed]);
        }
        assert!(presses(b"\x1bD").is_empty(), "no arrow, and no letter either");
        assert_eq!(presses(b"D"), [Press::Text('D')]);
    }

    #[test]
    fn what_would_steer_the_terminal_is_no_text() {
        assert_eq!(presses("a\u{9b}\u{202e}\u{61c}é".as_bytes()), [Press::Text('a'), Press::Text('é')]);
    }

    #[test]
    fn a_lone_escape_swallows_no_control_key() {
        assert_eq!(presses(b"\x1b\x03"), [Press::Interrupt]);
        assert_eq!(presses(b"\x1b[1\r"), [Press::Enter]);
    }

    #[test]
    fn broken_utf8_is_dropped_and_does_not_eat_what_follows() {
        assert_eq!(presses(b"\xe2\x82a\xff\xfe\x80\x80\x80b"), [Press::Text('a'), Press::Text('b')]);
    }
}
