//! What stands in quotation marks, as JSON reads it. The document need not be one: whoever hides something breaks it, nests it, or
//! gives a name twice.

/// Fields of one object in a list of like ones, at the most.
const MOST_FIELDS: usize = 32;

/// The names of fields, and all other texts, each followed by a blank: those of fields whose names stand there again, too. Of
/// objects that follow one another and have the same fields, the names stand there once: nobody wrote them in a row.
#[must_use]
pub fn names_and_values(text: &str) -> [String; 2] {
    let (mut names, mut values) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(begins) = rest.find('"') {
        let inside = &rest[begins + 1..];
        let ends = end(inside);
        let behind = inside.get(ends + 1..).unwrap_or_default();
        let is_name = behind.trim_start().starts_with(':');
        if is_name {
            names.push(unescaped(&inside[..ends]) + " ");
            leave_out_like_object(&mut names);
        } else {
            unescape(&inside[..ends], &mut values);
            values.push(' ');
        }
        rest = behind;
    }
    [names.concat(), values]
}

/// Leaves the last names out where the same stand right before them.
fn leave_out_like_object(names: &mut Vec<String>) {
    let is_like = |fields: &usize| {
        let (before, last) = names.split_at(names.len() - fields);
        before.ends_with(last)
    };
    if let Some(fields) = (2..=MOST_FIELDS.min(names.len() / 2)).find(is_like) {
        names.truncate(names.len() - fields);
    }
}

/// Where a text ends that began with a quotation mark: at the next that no backslash stands before.
fn end(inside: &str) -> usize {
    let mut is_escaped = false;
    let ends = |byte: u8| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    };
    inside.bytes().position(ends).unwrap_or(inside.len())
}

/// A text without escapes, wherever its quotation marks are.
#[must_use]
pub fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    unescape(text, &mut plain);
    plain
}

fn unescape(text: &str, plain: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let digits = behind.strip_prefix('u').and_then(|digits| digits.get(..4));
        if let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            plain.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            rest = &behind[5..];
            continue;
        }
        let mut signs = behind.chars();
        match signs.next() {
            Some('n' | 'r' | 't' | 'b' | 'f') => plain.push('\n'),
            Some(sign) => plain.push(sign),
            None => {}
        }
        rest = signs.as_str();
    }
    plain.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_told_as_they_read() {
        let text = r#"{"a":"\u0061cademic","b" : ["acid",{"c":"age\"ncy"}]} {"a":"again","a":"ag\\"#;
        assert_eq!(names_and_values(text), ["a b c a a ", "academic acid age\"ncy again ag\\ "]);
        let list = r#"[{"a":1,"b":2},{"a":3,"b":4},{"a":5,"b":6},{"a":7,"c":8}]"#;
        assert_eq!(names_and_values(list)[0], "a b a c ");
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow ";
        let fields: Vec<String> =
            phrase.split_whitespace().map(|word| format!("{{\"{word}\":\"x\"}}")).collect();
        assert_eq!(names_and_values(&fields.join(","))[0], phrase);
        assert_eq!(names_and_values(r#"no document, and "one mark"#), ["", "one mark "]);
    }

    #[test]
    fn escapes_are_read_wherever_they_stand() {
        for (text, plain) in
            [(r"\u0061cid\n\/ \u00e9", "acid\n/ \u{e9}"), (r"\ud83d\uZZ00 \", "\u{fffd}uZZ00 "), ("a", "a")]
        {
            assert_eq!(unescaped(text), plain);
        }
    }
}
