//! Bytes that people bring as shares: the lines of a text, or the codes in a picture. Nothing here knows a file; `shown`
//! is what the bytes are called for people.

use super::submission::{Place, Source, Submission};
use crate::{
    formats::foreign::{ShareError, refuse_encrypted},
    paper::photo::decode::{Format, PictureError},
};

pub mod pictures;

/// Lines with shares, at the most: four times what a set can have.
const MOST_SHARES: usize = 1024;

/// Shares that were read, each perhaps not whole.
#[derive(Debug)]
pub struct Brought {
    /// What could be a share.
    pub shares: Vec<Submission>,
    /// Codes that seem to be in the picture and could not be read.
    pub unread: usize,
}

/// Why bytes hold nothing that could be a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// They are neither text nor picture.
    #[error("this is not text")]
    NotText,
    /// They are what age or PGP made of a share.
    #[error(transparent)]
    Encrypted(ShareError),
    /// There is no line with anything in it.
    #[error("there is no share in it")]
    Nothing,
    /// There are more lines than shares can be.
    #[error("too many lines to be shares")]
    TooMany,
    /// They are a picture that cannot be read.
    #[error(transparent)]
    Picture(PictureError),
    /// The picture has no code, or none that could be read.
    #[error("no QR code could be read in this picture")]
    NoCode,
    /// The picture has one code, which could not be a share.
    #[error("a QR code, but no share")]
    OtherCode,
    /// The picture has several codes, none of which could be a share.
    #[error("QR codes, but no share")]
    OtherCodes,
}

/// The shares in the bytes: a text with one a line, where `#` begins a comment, or a picture with codes in it.
///
/// # Errors
///
/// When there is nothing in them that could be a share.
pub fn shares(shown: &str, bytes: &[u8]) -> Result<Brought, Unusable> {
    if Format::of(bytes).is_some() {
        return pictures::shares(shown, bytes);
    }
    let lines = lines_of(shown, bytes, before_comment)?;
    let shares = lines.into_iter().map(|(source, words)| Submission::read(source, words)).collect();
    Ok(Brought { shares, unread: 0 })
}

fn before_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before)
}

/// The lines of a text with something in them that is no comment, each with where it is.
///
/// # Errors
///
/// When it is no text, or there is no such line, or too many.
pub fn lines_of<'a>(
    shown: &str,
    bytes: &'a [u8],
    before_comment: fn(&str) -> &str,
) -> Result<Vec<(Source, &'a str)>, Unusable> {
    let text = str::from_utf8(bytes).map_err(|_| match refuse_encrypted(bytes) {
        Err(error) => Unusable::Encrypted(error),
        Ok(()) => Unusable::NotText,
    })?;
    // Some editors begin a text with a mark of its encoding.
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<(usize, &str)> = (1..)
        .zip(text.lines())
        .map(|(number, line)| (number, before_comment(line).trim()))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    if lines.is_empty() {
        return Err(Unusable::Nothing);
    }
    refuse_too_many(lines.len())?;
    let one_of_several = lines.len() > 1;
    let source = |line| Source { name: shown.to_owned(), place: Place::Line(line), one_of_several };
    Ok(lines.into_iter().map(|(line, words)| (source(line), words)).collect())
}

/// Refuses more shares than there can be of a set.
///
/// # Errors
///
/// When there are.
pub const fn refuse_too_many(count: usize) -> Result<(), Unusable> {
    if count > MOST_SHARES { Err(Unusable::TooMany) } else { Ok(()) }
}
