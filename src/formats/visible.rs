//! Text that people see as it stands: nothing in it steers a terminal or hides.

use serde::Serialize;
use serde_json::Value;

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

/// Whether people see every text in it as it stands. What comes from a file was perhaps written by somebody who would
/// like to write on a custodian's screen.
#[must_use]
pub fn all_printable(read: &impl Serialize) -> bool {
    fn visible(value: &Value) -> bool {
        match value {
            Value::String(text) => text.chars().all(is_printable),
            Value::Array(values) => values.iter().all(visible),
            Value::Object(fields) => fields.values().all(visible),
            _ => true,
        }
    }
    serde_json::to_value(read).is_ok_and(|value| visible(&value))
}

/// Marks that nobody sees (`Default_Ignorable_Code_Point` of Unicode), or that break a line or make it read in another
/// order than it is written.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}
