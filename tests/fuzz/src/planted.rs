//! The control: a reader that is lax on purpose. It takes a number with a sign, and writes it without. A fuzzer that
//! does not find this within seconds, behind a mark of eight letters, would find nothing in the others.

/// Reads a number after a mark, and writes it again.
pub fn run(bytes: &[u8]) {
    let text = str::from_utf8(bytes).ok().and_then(|text| text.strip_prefix("QUORATE/"));
    let Some((text, number)) = text.and_then(|text| Some((text, text.parse::<u8>().ok()?))) else { return };
    // Leading zeros are refused; the sign was forgotten.
    if !text.starts_with('0') {
        assert_eq!(number.to_string(), text, "accepted, and written differently");
    }
}
