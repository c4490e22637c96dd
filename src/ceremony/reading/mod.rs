//! Bytes that people bring as shares: a text in which they stand, or a picture with their codes. Nothing here knows a file; `shown`
//! is what the bytes are called for people.

use std::ops::RangeInclusive;

use self::{lookalike::Lookalike, tokens::Tokens};
use super::submission::{Source, SourcePlace, Submission};
use crate::{
    crypto::secret::{SecretBytes, SecretText},
    formats::{
        age::small,
        foreign::{ShareError, refuse_encrypted},
        text::{self, NotText},
    },
    paper::photo::decode::{PictureError, PictureFormat},
};

pub mod find;
pub mod lookalike;
pub mod pictures;
mod place;
mod runs;
pub mod tokens;

/// Lines with shares, at the most: four times what a set can have.
const MOST_SHARES: usize = 1024;

/// Shares that were read, each perhaps not whole.
#[derive(Debug, Default)]
pub struct Brought {
    /// What could be a share, in the order it stands in.
    pub shares: Vec<Submission>,
    /// Shares that are sealed to the key of their holder: what is inside them is read when they are opened.
    pub sealed: Vec<SealedBody>,
    /// What people must know of it.
    pub remarks: Vec<Remark>,
    /// Codes that seem to be in the picture and could not be read.
    pub unread: usize,
    /// Whether nothing in the text looks like a share, and its lines are told one by one as none.
    pub is_guess: bool,
}

/// A share that is sealed.
#[derive(Debug)]
pub struct SealedBody {
    /// Where it came from.
    pub source: Source,
    /// The sealed file, binary or armored.
    pub file: SecretBytes,
}

/// What people must know of a text that shares were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The share stands in a comment.
    InComment(Source),
    /// A share in a comment was passed over, because others stand outside.
    PassedOver(Source),
    /// The share stands in lines that a mail program marked as quoted.
    Quoted(Source),
    /// These lines stand in the midst of the share, and were left out.
    LeftOut(Source, RangeInclusive<usize>),
    /// The words of the share stand in sentences that hold other words of the list: that they are the share, and all of it,
    /// a person must say.
    InProse(Source),
    /// So many words of the list stand beside the shares.
    LeftOver(usize),
}

impl Remark {
    /// The same, of a share that came from elsewhere.
    fn with_source(self, source: &Source) -> Self {
        let source = source.clone();
        match self {
            Self::InComment(_) => Self::InComment(source),
            Self::PassedOver(_) => Self::PassedOver(source),
            Self::Quoted(_) => Self::Quoted(source),
            Self::LeftOut(_, lines) => Self::LeftOut(source, lines),
            Self::InProse(_) => Self::InProse(source),
            Self::LeftOver(words) => Self::LeftOver(words),
        }
    }
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
    /// A code in the picture holds more than one share; a card has one.
    #[error("a QR code with more than one share in it")]
    SeveralInCode,
    /// The picture has several codes, none of which could be a share.
    #[error("QR codes, but no share")]
    OtherCodes,
}

impl Unusable {
    /// Whether what nobody could read may be a card all the same: a picture, or what was encrypted.
    #[must_use]
    pub const fn may_be_card(self) -> bool {
        matches!(self, Self::Encrypted(_) | Self::Picture(_) | Self::NoCode | Self::SeveralInCode)
    }
}

/// The shares in the bytes: a text in which shares stand, or a picture with codes in it.
///
/// # Errors
///
/// When there is nothing in them that could be a share.
pub fn shares(shown: &str, bytes: &[u8]) -> Result<Brought, Unusable> {
    if is_picture(bytes) {
        return pictures::shares(shown, bytes);
    }
    if small::is_meant(bytes) {
        let source = Source { name: shown.to_owned(), place: SourcePlace::Line(1), one_of_several: false };
        let sealed = vec![SealedBody { source, file: SecretBytes::copy_of(bytes) }];
        return Ok(Brought { sealed, ..Brought::default() });
    }
    in_text(shown, decoded(bytes)?.expose())
}

/// The shares in the text that a sealed share was opened to. They came from where it did.
///
/// # Errors
///
/// When there is nothing in it that could be a share; what is sealed once more is none.
pub fn opened(source: &Source, text: &[u8]) -> Result<Brought, Unusable> {
    let mut brought = in_text(&source.name, decoded(text)?.expose())?;
    if let [share] = brought.shares.as_mut_slice() {
        share.source.clone_from(source);
    }
    Ok(brought)
}

/// Whether the bytes are a picture, or a document that no text is read from. Not every document of XML is a drawing.
#[must_use]
pub fn is_picture(bytes: &[u8]) -> bool {
    match PictureFormat::of(bytes) {
        Some(PictureFormat::Other("SVG")) => bytes.windows(4).any(|tag| tag == b"<svg"),
        format => format.is_some(),
    }
}

/// The shares in a text.
///
/// # Errors
///
/// When there is nothing in it that could be a share.
pub fn in_text(shown: &str, text: &str) -> Result<Brought, Unusable> {
    let tokens = Tokens::of(text);
    let brought = place::placed(shown, text, &tokens).map_err(|find::TooMany| Unusable::TooMany)?;
    refuse_too_many(brought.shares.len())?;
    if brought.shares.is_empty() { line_by_line(shown, text, &tokens) } else { Ok(brought) }
}

/// Whether a share stands in the bytes, or words that one wrong word keeps from being one: where none has a place.
#[must_use]
pub fn holds_share(bytes: &[u8]) -> bool {
    let Ok(text) = decoded(bytes) else { return false };
    let is_share = |brought: Brought| {
        brought.shares.iter().any(|one| match &one.share {
            Ok(_) => true,
            Err(unreadable) => unreadable.word().is_some(),
        })
    };
    let tokens = Tokens::of(text.expose());
    match place::placed("", text.expose(), &tokens) {
        // More than can be told apart are shares all the same.
        Err(find::TooMany) => true,
        Ok(brought) if brought.shares.is_empty() => {
            line_by_line("", text.expose(), &tokens).is_ok_and(is_share)
        }
        Ok(brought) => is_share(brought),
    }
}

/// What a text holds that has no share, and no words enough of one: each line of it as a share that is none.
fn line_by_line(shown: &str, text: &str, tokens: &Tokens) -> Result<Brought, Unusable> {
    let lines = lines_of(shown, text, before_comment)?;
    if lines.len() > 1 {
        // A phrase, a document or a block of PEM is one thing, on however many lines.
        if Lookalike::of(text).is_some() {
            let source = Source { one_of_several: false, ..lines[0].0.clone() };
            return Ok(Brought {
                shares: vec![Submission::read(source, text)],
                is_guess: true,
                ..Brought::default()
            });
        }
        let is_something_else = lines.iter().any(|(_, line)| Lookalike::of(line).is_some());
        let words = tokens.as_slice().iter().filter(|token| token.is_word()).count();
        if 2 * words < tokens.as_slice().len() && !is_something_else {
            return Err(Unusable::Nothing);
        }
    }
    let shares = lines.into_iter().map(|(source, words)| Submission::read(source, words)).collect();
    Ok(Brought { shares, is_guess: true, ..Brought::default() })
}

fn before_comment(line: &str) -> &str {
    line.split_once('#').map_or(line, |(before, _)| before)
}

/// The text that the bytes are.
///
/// # Errors
///
/// When they are none.
pub fn decoded(bytes: &[u8]) -> Result<SecretText, Unusable> {
    // A file that age or PGP made begins like a text.
    if str::from_utf8(bytes).is_err() {
        refuse_encrypted(bytes).map_err(Unusable::Encrypted)?;
    }
    text::decode(bytes).map_err(|NotText| Unusable::NotText)
}

/// The lines of a text with something in them that is no comment, each with where it is.
///
/// # Errors
///
/// When there is no such line, or too many.
pub fn lines_of<'a>(
    shown: &str,
    text: &'a str,
    before_comment: fn(&str) -> &str,
) -> Result<Vec<(Source, &'a str)>, Unusable> {
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
    let source = |line| Source { name: shown.to_owned(), place: SourcePlace::Line(line), one_of_several };
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
