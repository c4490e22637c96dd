//! Looks into a file before it becomes evidence, and when it is verified: a share or a key has no place in either.

use std::collections::BTreeMap;

use crate::{
    ceremony::reading::{holds_share, lookalike::Lookalike},
    custody::evidence::quoted::{names_and_values, unescaped},
    formats::{suspicion::document_holds_secret, text, wide},
    host::failure::{Code, Failure},
    paper::{
        pdf,
        photo::{
            decode::{self, PictureFormat},
            drawn, scan,
        },
    },
};

/// The files of a folder by their names.
pub(super) type Found = BTreeMap<String, Vec<u8>>;

/// Bytes of the shortest run of ASCII in a binary file that may be text.
const SHORTEST_RUN: usize = 4;

/// Whether all that a file shows could be read.
///
/// # Errors
///
/// When something in it looks like a share or a key.
pub(super) fn look(name: &str, bytes: &[u8]) -> Result<bool, Failure> {
    let (texts, is_read) = shown(bytes);
    // A picture is full of zeros, and has its texts in bytes.
    let is_picture = PictureFormat::of(bytes).is_some_and(|format| format != PictureFormat::Other("PDF"));
    let wide = wide::readings(bytes).filter(|_| !is_picture);
    if texts.iter().any(|text| is_secret(text)) || { wide }.any(|text| is_secret(&text)) {
        let message = format!("{name}: something in it looks like a share or a key");
        let hint = "take it out of there: evidence is copied, and read by many";
        return Err(Failure::new(Code::ShareGiven, message, hint));
    }
    Ok(is_read)
}

/// Whether a text looks like a secret as it stands, without its escapes, or by the names or the values in it alone.
fn is_secret(text: &str) -> bool {
    let shows = |text: &str| document_holds_secret(text) || holds_share(text.as_bytes()) || is_key(text);
    shows(text)
        || text.contains('\\') && shows(&unescaped(text))
        || names_and_values(text).iter().any(|text| !text.is_empty() && shows(text))
}

/// Whether it is a key or a share of another tool, and nothing besides.
fn is_key(text: &str) -> bool {
    match Lookalike::of(text) {
        None | Some(Lookalike::Receipt | Lookalike::Record | Lookalike::Pem) => false,
        Some(
            Lookalike::AgeFile
            | Lookalike::AgeIdentity
            | Lookalike::Bip39
            | Lookalike::Foreign(_)
            | Lookalike::Hex
            | Lookalike::Ur
            | Lookalike::UrEnvelope
            | Lookalike::Wif
            | Lookalike::Xprv,
        ) => true,
    }
}

/// The texts that a file shows, codes in it too, and whether those are all.
fn shown(bytes: &[u8]) -> (Vec<String>, bool) {
    let Some(format) = PictureFormat::of(bytes) else {
        return match text::decode(bytes) {
            Ok(text) => {
                let is_read = !text.expose().contains('\0') || wide::is_text(bytes);
                (vec![text.expose().to_owned()], is_read)
            }
            Err(_) => (vec![ascii(bytes)], wide::is_text(bytes)),
        };
    };
    let codes = decode::decode(bytes).map(|grey| scan::codes(&grey, |_| true)).unwrap_or_default();
    let mut texts: Vec<String> = codes.iter().map(|text| text.expose().to_owned()).collect();
    let is_drawn = drawn::code(bytes).is_some();
    let of_ours = if format == PictureFormat::Other("PDF") { pdf::text::text(bytes) } else { None };
    // A code that was drawn and cannot be read may be anything.
    let is_read = of_ours.is_some() && is_drawn != texts.is_empty();
    match of_ours {
        Some(text) => texts.push(text),
        None => texts.extend([ascii(bytes), strings(bytes, " "), strings(bytes, "")]),
    }
    (texts, is_read)
}

/// What stands in parentheses, as a PDF shows its words, each alone or letters apart.
fn strings(bytes: &[u8], between: &str) -> String {
    let pieces = bytes.split(|byte| *byte == b'(').skip(1);
    let inside = pieces.filter_map(|piece| str::from_utf8(piece.split(|byte| *byte == b')').next()?).ok());
    inside.collect::<Vec<_>>().join(between)
}

/// What of a file that is no text can be read by chance: a page of a PDF that nobody compressed, for instance.
fn ascii(bytes: &[u8]) -> String {
    let runs = bytes.split(|byte| !matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'));
    let runs = runs.filter(|run| run.len() >= SHORTEST_RUN);
    let mut text = String::new();
    for run in runs {
        text.push_str(&String::from_utf8_lossy(run));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn schemas_of_this_program_hold_no_secret_though_their_fields_recur() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
        for name in ["card", "check", "record", "recover", "note"] {
            let bytes = fs::read(folder.join(name).with_extension("json")).unwrap();
            assert_eq!(look(name, &bytes).ok(), Some(true), "{name}");
        }
    }
}
