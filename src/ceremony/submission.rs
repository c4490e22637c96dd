//! What people bring: texts that should be shares of one set, each with the place it came from.

use std::fmt;

use crate::{
    key::bip39,
    slip39::{Added, Header, Misfit, MnemonicError, Share, ShareSet, Typo, diagnose},
};

/// Where a share came from, so that an error can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, or "standard input", or "the typed share".
    pub name: String,
    /// The line in it, counted from 1.
    pub line: usize,
    /// Whether there are other shares in it, so that the line must be told.
    pub one_of_several: bool,
}

impl Source {
    /// A share that a person typed: the so-manieth, counted from 1.
    #[must_use]
    pub fn typed(number: usize) -> Self {
        Self { name: format!("typed share {number}"), line: 1, one_of_several: false }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.one_of_several { write!(f, ", line {}", self.line) } else { Ok(()) }
    }
}

/// A text that somebody brought as a share.
#[derive(Debug)]
pub struct Submission {
    /// Where it came from.
    pub source: Source,
    /// The share, or why it is none.
    pub share: Result<Share, Unreadable>,
}

impl Submission {
    /// Reads `text` as a share.
    #[must_use]
    pub fn read(source: Source, text: &str) -> Self {
        Self { source, share: Unreadable::parse(text) }
    }
}

/// Why a text is no share, and the slip that is likely behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// What the parser says.
    pub error: MnemonicError,
    /// What it looks like.
    pub typo: Typo,
    /// Whether the words are those of BIP-39: the wrong kind of paper.
    pub is_bip39: bool,
}

impl Unreadable {
    /// The share that `text` is.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn parse(text: &str) -> Result<Share, Self> {
        Share::parse(text).map_err(|error| {
            let typo = diagnose(text, &error);
            let is_bip39 = !matches!(typo, Typo::OneWord(_)) && bip39::is_likely(text);
            Self { error, typo, is_bip39 }
        })
    }

    /// The position of the wrong word, counted from 1, if there is exactly one.
    #[must_use]
    pub const fn word(&self) -> Option<usize> {
        match self.typo {
            Typo::OneWord(position) => Some(position),
            _ => None,
        }
    }
}

/// Shares that say of themselves that they are of one set.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The set.
    pub set: ShareSet,
    /// Shares that came more than once.
    pub repeats: Vec<Source>,
    sources: Vec<(Header, Source)>,
}

impl Gathered {
    /// Takes one more share in.
    ///
    /// # Errors
    ///
    /// When it does not belong with the others.
    pub fn add(&mut self, source: Source, share: Share) -> Result<Added, Misfit> {
        let header = *share.header();
        let added = self.set.add(share)?;
        match added {
            Added::New => self.sources.push((header, source)),
            Added::Repeat => self.repeats.push(source),
        }
        Ok(added)
    }

    /// Where the share with this header came from.
    #[must_use]
    pub fn source_of(&self, header: &Header) -> Option<&Source> {
        self.sources.iter().find(|(other, _)| other == header).map(|(_, source)| source)
    }
}

/// A share that does not belong with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Where it came from.
    pub source: Source,
    /// What it says of itself.
    pub header: Header,
    /// What is different.
    pub misfit: Misfit,
    /// Where the share came from that it contradicts, if nothing tells which of the two is at fault.
    pub other: Option<Source>,
}

/// Brings together the shares that could be read. The set that most of them are of counts as theirs: who is alone
/// is the stranger, whichever came first.
///
/// # Errors
///
/// With all that do not belong, if there are any.
pub fn gather(shares: Vec<(Source, Share)>) -> Result<Gathered, Vec<Stranger>> {
    let fellows = |share: &Share| {
        let same = |other: &&(Source, Share)| {
            other.1.header().set == share.header().set && other.1.value_len() == share.value_len()
        };
        shares.iter().filter(same).count()
    };
    let mut order: Vec<(usize, usize)> =
        shares.iter().enumerate().map(|(at, (_, share))| (usize::MAX - fellows(share), at)).collect();
    order.sort_unstable();
    let tied =
        |at: usize| order.first().is_some_and(|first| order.iter().any(|o| o.1 == at && o.0 == first.0));
    let undecided: Vec<bool> = (0..shares.len()).map(tied).collect();

    let mut gathered = Gathered::default();
    let mut strangers = Vec::new();
    let mut shares: Vec<Option<(Source, Share)>> = shares.into_iter().map(Some).collect();
    for (_, at) in order {
        let Some((source, share)) = shares[at].take() else { continue };
        let header = *share.header();
        if let Err(misfit) = gathered.add(source.clone(), share) {
            let twin = |(other, _): &&(Header, Source)| {
                misfit != Misfit::SameIndex || (other.group, other.member) == (header.group, header.member)
            };
            let other = gathered
                .sources
                .iter()
                .find(twin)
                .filter(|_| undecided[at])
                .map(|(_, source)| source.clone());
            strangers.push(Stranger { source, header, misfit, other });
        }
    }
    if strangers.is_empty() { Ok(gathered) } else { Err(strangers) }
}
