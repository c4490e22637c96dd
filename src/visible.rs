//! Text that people see as it stands: nothing in it steers a terminal or hides.

/// `text` with everything that could steer a terminal made visible.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|character| if is_printable(character) { character } else { '\u{fffd}' }).collect()
}

/// Whether people see the character where it stands, and the terminal does nothing else with it.
#[must_use]
pub fn is_printable(character: char) -> bool {
    !character.is_control() && !is_invisible(character)
}

/// Marks that nobody sees, but that break a line or make it read in another order than it is written.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
