//! All the text in a PDF file of ours, read from its bytes. Of any other file nothing is told: what its fonts and filters would
//! show, only a viewer knows.
//!
//! A file is ours when it says so and has nothing in it that we never write: fonts other than ours, other compressed parts,
//! pictures, forms, attachments, scripts, a second version behind the first.

use crate::paper::font::Face;

/// What our files say of themselves.
const PRODUCER: &str = "/Producer (quorate)";

/// What it begins with.
const HEADER: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n";

/// The end of a file, which stands there once.
const END: &str = "%%EOF";

/// What is in no file of ours, outside its streams.
const NEVER: [&str; 12] = [
    "/AA",
    "/Annot",
    "/Differences",
    "/EmbeddedFile",
    "/Encrypt",
    "/JS",
    "/JavaScript",
    "/Names",
    "/ObjStm",
    "/OpenAction",
    "/Prev",
    "/XObject",
];

/// The text of a file of ours, each piece that is drawn behind a space; none where it is another file.
#[must_use]
pub fn text(file: &[u8]) -> Option<String> {
    let (mut outside, mut text) = (String::new(), String::new());
    let mut rest = file.strip_prefix(HEADER)?;
    while let Some(at) = find(rest, b"\nstream\n") {
        let head = str::from_utf8(&rest[..at]).ok()?;
        let dictionary = &head[head.rfind(" obj\n")?..];
        let length: usize = number_after(dictionary, "/Length ")?;
        let body = rest.get(at + b"\nstream\n".len()..)?;
        let (stream, behind) = body.split_at_checked(length)?;
        rest = behind.strip_prefix(b"\nendstream")?;
        match dictionary.contains("/Filter") {
            true if Face::ALL.iter().any(|face| face.file().0 == stream) => {}
            true => return None,
            false => shown(str::from_utf8(stream).ok()?, &mut text)?,
        }
        outside.push_str(head);
    }
    outside.push_str(str::from_utf8(rest).ok()?);
    let ends_once = outside.trim_end().ends_with(END) && outside.matches(END).count() == 1;
    let has_other_map = outside.replace("/CIDToGIDMap /Identity", "").contains("/CIDToGIDMap");
    let is_ours = outside.contains(PRODUCER) && ends_once && !has_other_map;
    if !is_ours || NEVER.iter().any(|name| outside.contains(name)) {
        return None;
    }
    text.push(' ');
    text.push_str(&outside);
    Some(text)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|here| here == wanted)
}

fn number_after(text: &str, name: &str) -> Option<usize> {
    let (_, behind) = text.split_once(name)?;
    behind.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// Adds what the operators of a stream show. Of a map of characters, which is no page, it adds the whole.
fn shown(stream: &str, text: &mut String) -> Option<()> {
    if stream.starts_with("%!PS-Adobe-3.0 Resource-CMap") {
        text.push_str(stream);
        return Some(());
    }
    let mut face = None;
    for line in stream.lines() {
        let (operands, operator) = line.rsplit_once(' ').unwrap_or(("", line));
        match operator {
            "Tf" => {
                let name = operands.split(' ').next()?.strip_prefix('/')?.as_bytes();
                face = Some(Face::ALL.into_iter().find(|face| super::name(*face).0 == name)?);
            }
            "Tj" => {
                let bytes = string(operands)?;
                text.push(' ');
                text.push_str(&characters(face?, &bytes)?);
            }
            // Pictures, and strings that are shown in other ways, we never draw.
            "Do" | "BI" | "ID" | "EI" | "sh" => return None,
            _ if line.contains(['(', '<', '[']) && operator != "d" => return None,
            _ => {}
        }
    }
    Some(())
}

/// The bytes of a string, in either of its two writings (ISO 32000-1, 7.3.4).
fn string(written: &str) -> Option<Vec<u8>> {
    if let Some(digits) = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let pairs = digits.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
        return pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
    }
    let inside = written.strip_prefix('(')?.strip_suffix(')')?;
    let (mut bytes, mut signs) = (Vec::new(), inside.bytes());
    while let Some(sign) = signs.next() {
        bytes.push(match sign {
            b'\\' => match signs.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'b' => 8,
                b'f' => 12,
                other @ (b'(' | b')' | b'\\') => other,
                first @ b'0'..=b'3' => {
                    let digits = [first, signs.next()?, signs.next()?];
                    u8::from_str_radix(str::from_utf8(&digits).ok()?, 8).ok()?
                }
                _ => return None,
            },
            other => other,
        });
    }
    Some(bytes)
}

/// The characters that a font of ours shows for these bytes.
fn characters(face: Face, bytes: &[u8]) -> Option<String> {
    if face == Face::Mono {
        return String::from_utf8(bytes.to_vec()).ok();
    }
    let (glyphs, rest) = bytes.as_chunks::<2>();
    let text = glyphs.iter().map(|glyph| face.character(u16::from_be_bytes(*glyph))).collect();
    if rest.is_empty() { text } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::{
        font::Type,
        pdf::{Align, Document, Ink, Paper},
    };

    const SAID: &str = "Ünal (Ðorđe) \\ 100 % signed: alice; carol";

    fn document() -> Vec<u8> {
        let mut document = Document::new(Paper::A4);
        for (face, y) in Face::ALL.into_iter().zip([100.0, 200.0, 300.0]) {
            document.text((50.0, y), Align::Left, Type::new(face, 10.0), Ink::Black, SAID);
        }
        document.next_page();
        document.text((50.0, 100.0), Align::Left, Type::new(Face::Mono, 9.0), Ink::Black, "second page");
        document.finish("a title").expose().to_vec()
    }

    #[test]
    fn what_we_wrote_is_read_again_in_every_font() {
        let text = text(&document()).unwrap();
        assert_eq!(text.matches(SAID).count(), 2, "{text}");
        assert!(text.contains("second page") && text.contains("a title"), "{text}");
        assert!(text.contains("nal (or"), "{text}");
    }

    #[test]
    fn another_file_is_not_looked_into() {
        let good = document();
        let end = good.len();
        let with = |from: &str, to: &str| {
            let at = find(&good, from.as_bytes()).unwrap();
            [&good[..at], to.as_bytes(), &good[at + from.len()..]].concat()
        };
        for other in [
            Vec::new(),
            b"%PDF-1.7\n%%EOF".to_vec(),
            good[..end - 3].to_vec(),
            [&good[..], b"\n1 0 obj\n<<>>\nendobj\n%%EOF"].concat(),
            with("/Producer (quorate)", "/Producer (another)"),
            with("(quorate)", "(quorate) /OpenAction 1 0 R"),
            with("/CIDToGIDMap /Identity", "/CIDToGIDMap 9 0 R"),
            with("(second page) Tj", "[(second page)] TJ"),
            with("/Length1", "/Length2")
                .into_iter()
                .map(|byte| if byte == 0x78 { 0x79 } else { byte })
                .collect(),
        ] {
            assert_eq!(text(&other), None, "{}", String::from_utf8_lossy(&other[..other.len().min(80)]));
        }
    }
}
