//! The header of a sealed file: for whom it is sealed, as text, with a code that proves it ("Header" of the format).

use super::{
    FILE_KEY_BYTES, base64, header_key,
    stanza::{HeaderError, Opens, Stanza},
};
use crate::crypto::{
    hash::{SHA256_BYTES, hmac_sha256},
    secret::SecretBytes,
};

/// The first line.
pub const VERSION_LINE: &str = "age-encryption.org/v1";

/// What the first line begins with in every version.
const VERSION_PREFIX: &str = "age-encryption.org/";

/// Where the header ends, and its code stands.
const MAC_MARK: &str = "---";

/// Characters of a full line of a stanza's body.
const COLUMNS: usize = 64;

/// Bytes of a header at the most: the format has no limit, and what begins like a sealed file need not be one.
pub const LARGEST_HEADER: usize = 1 << 20;

/// A header that was read, and not proved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    stanzas: Vec<Stanza>,
    /// Everything up to and with the mark, which the code is of.
    proved_text: Vec<u8>,
    mac: [u8; SHA256_BYTES],
}

impl Header {
    /// How long the header is with which `beginning` begins; none if more of the file must be seen to tell.
    ///
    /// # Errors
    ///
    /// When it cannot be a header, however it goes on.
    pub fn length(beginning: &[u8]) -> Result<Option<usize>, HeaderError> {
        let seen = beginning.len().min(VERSION_PREFIX.len());
        if beginning[..seen] != VERSION_PREFIX.as_bytes()[..seen] {
            return Err(HeaderError::NotAge);
        }
        let mut at = 0;
        while let Some(length) = beginning[at..].iter().position(|byte| *byte == b'\n') {
            if beginning[at..].starts_with(MAC_MARK.as_bytes()) {
                return Ok(Some(at + length + 1));
            }
            at += length + 1;
        }
        if beginning.len() > LARGEST_HEADER { Err(HeaderError::TooLong) } else { Ok(None) }
    }

    /// Reads a whole header.
    ///
    /// # Errors
    ///
    /// When it is not as the format has it.
    pub fn read(text: &[u8]) -> Result<Self, HeaderError> {
        let mut lines = Lines { rest: text, number: 0 };
        let version = lines.next().ok_or(HeaderError::CutOff)?;
        if !version.starts_with(VERSION_PREFIX.as_bytes()) {
            return Err(HeaderError::NotAge);
        }
        if version.strip_suffix(b"\r") == Some(VERSION_LINE.as_bytes()) {
            return Err(HeaderError::LineEnds);
        }
        if version != VERSION_LINE.as_bytes() {
            return Err(HeaderError::Version);
        }
        let mut stanzas = Vec::new();
        loop {
            let before = text.len() - lines.rest.len();
            let line = lines.next().ok_or(HeaderError::CutOff)?;
            let malformed = HeaderError::Malformed { line: lines.number };
            if let Some(code) = line.strip_prefix(MAC_MARK.as_bytes()) {
                let mac = code.strip_prefix(b" ").and_then(base64::from_unpadded);
                let mac = mac.and_then(|mac| mac.try_into().ok()).ok_or(malformed)?;
                if stanzas.is_empty() || !lines.rest.is_empty() {
                    return Err(malformed);
                }
                let proved_text = text[..before + MAC_MARK.len()].to_vec();
                let header = Self { stanzas, proved_text, mac };
                return header.refuse_mixed().map(|()| header);
            }
            stanzas.push(stanza(line, &mut lines)?);
        }
    }

    /// A passphrase stands alone: whoever knows it must not be able to pass a file off as sealed by another.
    fn refuse_mixed(&self) -> Result<(), HeaderError> {
        let mixed = self.stanzas.iter().find(|stanza| stanza.arguments[0] == "scrypt");
        match mixed {
            Some(stanza) if self.stanzas.len() > 1 => Err(HeaderError::Malformed { line: stanza.line }),
            _ => Ok(()),
        }
    }

    /// For whom the file is sealed, as it is told: nothing proves it before the file key does.
    #[must_use]
    pub fn stanzas(&self) -> &[Stanza] {
        &self.stanzas
    }

    /// The file key, for the identity that it is wrapped for, and the proof of the header.
    ///
    /// # Errors
    ///
    /// When it is wrapped for others, or the header was altered.
    pub fn file_key(&self, identity: &dyn Opens) -> Result<SecretBytes, HeaderError> {
        let mut found = None;
        for stanza in &self.stanzas {
            if let Some(file_key) = identity.unwrap(stanza)? {
                found = Some(file_key);
                break;
            }
        }
        let file_key = found.ok_or(HeaderError::NotForThis)?;
        let code = hmac_sha256(header_key(&file_key).expose(), &[&self.proved_text]);
        if code.matches(&self.mac) { Ok(file_key) } else { Err(HeaderError::Altered) }
    }

    /// The text of a header with one stanza, proved by the file key in it.
    #[must_use]
    pub fn text(stanza: &Stanza, file_key: &SecretBytes) -> Vec<u8> {
        debug_assert_eq!(file_key.len(), FILE_KEY_BYTES);
        let mut text = format!("{VERSION_LINE}\n-> {}\n", stanza.arguments.join(" "));
        let body = base64::unpadded(&stanza.body);
        let mut rest = body.as_str();
        while let Some((line, more)) = rest.split_at_checked(COLUMNS) {
            text.push_str(line);
            text.push('\n');
            rest = more;
        }
        // A body ends with a line that is not full, even if it is empty.
        text.push_str(rest);
        text.push('\n');
        text.push_str(MAC_MARK);
        let code = hmac_sha256(header_key(file_key).expose(), &[text.as_bytes()]);
        text.push(' ');
        text.push_str(&base64::unpadded(code.expose()));
        text.push('\n');
        text.into_bytes()
    }
}

/// The stanza that begins with this line.
fn stanza(first: &[u8], lines: &mut Lines<'_>) -> Result<Stanza, HeaderError> {
    let line = lines.number;
    let malformed = |line| HeaderError::Malformed { line };
    let words = first.strip_prefix(b"-> ").ok_or(malformed(line))?;
    let argument = |word: &[u8]| {
        let is_visible = !word.is_empty() && word.iter().all(u8::is_ascii_graphic);
        is_visible.then(|| String::from_utf8_lossy(word).into_owned()).ok_or(malformed(line))
    };
    let arguments = words.split(|byte| *byte == b' ').map(argument).collect::<Result<_, _>>()?;
    let mut body = Vec::new();
    loop {
        let next = lines.next().ok_or(HeaderError::CutOff)?;
        let piece = base64::from_unpadded(next).filter(|_| next.len() <= COLUMNS);
        body.extend(piece.ok_or(malformed(lines.number))?);
        if next.len() < COLUMNS {
            return Ok(Stanza { line, arguments, body });
        }
    }
}

/// Lines that end with a newline, and nothing else: one that is not ended is none.
struct Lines<'a> {
    rest: &'a [u8],
    number: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let line = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        self.number += 1;
        Some(line)
    }
}

#[cfg(test)]
mod tests;
