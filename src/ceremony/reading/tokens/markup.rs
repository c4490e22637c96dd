//! What programs write around words: escapes, characters by their name, tags, and the names of values. Lengths in bytes.

/// How far behind its beginning a tag or a string may end: a sign that stands alone begins none.
const LONGEST: usize = 2000;

/// The escape that `text` begins with, as JSON writes the end of a line, perhaps more than once encoded; 0 if it is none.
pub(super) fn escape(text: &str) -> usize {
    let behind = text.trim_start_matches('\\');
    let letters = match behind.as_bytes() {
        [b'n' | b'r' | b't', ..] => 1,
        [b'u', digits @ ..] if digits.len() >= 4 && digits[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        _ => return 0,
    };
    text.len() - behind.len() + letters
}

/// The character that `text` begins with, by its name or number as HTML writes it; 0 if it is none.
pub(super) fn entity(text: &[u8]) -> usize {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let name = text[1..].iter().take(10).take_while(is_name).count();
    if text.get(name + 1) == Some(&b';') { name + 2 } else { 0 }
}

/// A tag.
pub(super) struct Tag {
    /// From its first sign to its last.
    pub(super) length: usize,
    pub(super) is_comment: bool,
}

/// The tag or comment of HTML that `text` begins with.
pub(super) fn tag(text: &str) -> Option<Tag> {
    let is_comment = text.starts_with("<!--");
    let begins = |next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?');
    let length = if is_comment {
        text.find("-->")
    } else if text[1..].starts_with(begins) {
        text.bytes().take(LONGEST).position(|byte| byte == b'>')
    } else {
        None
    };
    length.map(|length| Tag { length, is_comment })
}

/// What stands between two quotation marks.
pub(super) struct Quoted {
    /// Up to the second mark.
    pub(super) length: usize,
    /// Whether a colon stands behind it: the name of a value in JSON.
    pub(super) is_name: bool,
}

/// The string that goes on with `rest`, if it ends on its line.
pub(super) fn string(rest: &[u8]) -> Option<Quoted> {
    let length = rest.iter().take(LONGEST).position(|byte| matches!(byte, b'"' | b'\n'))?;
    let behind = rest[length + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    (rest[length] == b'"').then_some(Quoted { length, is_name: behind == Some(&b':') })
}
