//! Blocks of base64 between `-----BEGIN X-----` and `-----END X-----` (RFC 7468, and RFC 1421 where a header says that one is
//! encrypted). What stands around them is passed over.
//!
//! Where lines end and what they are called is told; nothing else of a secret text decides where the program goes.

use std::slice::from_ref;

use base64ct::{Base64Unpadded, Encoding as _};

use super::error::Unfit;
use crate::crypto::secret::{SecretBytes, are_equal};

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

/// What some editors put in front of a text.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// One block.
pub struct Block<'a> {
    label: &'a [u8],
    lines: Vec<&'a [u8]>,
}

/// The blocks of a text, one after the other.
pub fn blocks(text: &[u8]) -> Result<Vec<Block<'_>>, Unfit> {
    let text = if starts_with(text, MARK) { &text[MARK.len()..] } else { text };
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in text.split(|byte| is_one_of(*byte, b"\n")).map(trimmed) {
        match open.take() {
            None => open = label(line, BEGIN).map(|label| Block { label, lines: Vec::new() }),
            Some(block) if label(line, END).is_some_and(|end| are_equal(end, block.label)) => {
                blocks.push(block)
            }
            Some(_) if label(line, BEGIN).or_else(|| label(line, END)).is_some() => {
                return Err(Unfit::Malformed);
            }
            Some(mut block) => {
                block.lines.push(line);
                open = Some(block);
            }
        }
    }
    if open.is_some() { Err(Unfit::Malformed) } else { Ok(blocks) }
}

impl Block<'_> {
    /// Whether this is what it is called.
    pub fn is(&self, label: &str) -> bool {
        are_equal(self.label, label.as_bytes())
    }

    /// Whether it is called a private key, of whatever kind.
    pub fn is_private(&self) -> bool {
        ends_with(self.label, b"PRIVATE KEY")
    }

    /// Whether a header says that it is encrypted (RFC 1421, 4.6.1.1).
    pub fn is_encrypted(&self) -> bool {
        self.lines
            .first()
            .is_some_and(|line| starts_with(line, b"Proc-Type:") && ends_with(line, b"ENCRYPTED"))
    }

    /// The bytes inside.
    pub fn bytes(&self) -> Result<SecretBytes, Unfit> {
        let length: usize = self.lines.iter().map(|line| line.len()).sum();
        let signs = SecretBytes::build(length, |mut place| {
            for line in &self.lines {
                let (here, rest) = place.split_at_mut(line.len());
                here.copy_from_slice(line);
                place = rest;
            }
        });
        // By ourselves: to the library, how long the bytes are would depend on what the last signs are.
        let padding = [&b"=="[..], b"="].into_iter().find(|padding| ends_with(signs.expose(), padding));
        let signs = &signs.expose()[..length - padding.map_or(0, <[u8]>::len)];
        if !length.is_multiple_of(4) {
            return Err(Unfit::Malformed);
        }
        SecretBytes::try_build(signs.len() * 3 / 4, |place| decode(signs, place))
    }
}

/// The bytes that these signs stand for. Whether they are signs of base64 to the end is told, in this one place.
#[inline(never)]
fn decode(signs: &[u8], place: &mut [u8]) -> Result<(), Unfit> {
    Base64Unpadded::decode(signs, place).map(|_| ()).map_err(|_| Unfit::Malformed)
}

/// What a line that begins with `begin` names.
fn label<'a>(line: &'a [u8], begin: &[u8]) -> Option<&'a [u8]> {
    if line.len() < begin.len() + DASHES.len() || !starts_with(line, begin) || !ends_with(line, DASHES) {
        return None;
    }
    Some(&line[begin.len()..line.len() - DASHES.len()])
}

/// A line without white space around it.
fn trimmed(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., last] = line
        && is_one_of(*last, b" \t\r")
    {
        line = rest;
    }
    while let [first, rest @ ..] = line
        && is_one_of(*first, b" \t")
    {
        line = rest;
    }
    line
}

fn is_one_of(byte: u8, bytes: &[u8]) -> bool {
    bytes.iter().any(|one| are_equal(from_ref(&byte), from_ref(one)))
}

fn starts_with(line: &[u8], start: &[u8]) -> bool {
    line.get(..start.len()).is_some_and(|here| are_equal(here, start))
}

fn ends_with(line: &[u8], end: &[u8]) -> bool {
    line.len().checked_sub(end.len()).is_some_and(|at| are_equal(&line[at..], end))
}
