//! What people bring: texts that should be shares of one set, each with the place it came from.

use std::{cmp::Reverse, fmt};

use crate::{
    ceremony::reading::lookalike::Lookalike,
    slip39::{Added, Header, Misfit, MnemonicError, Share, ShareSet, Typo, diagnose, policy::MAX_COUNT},
};

/// Where a share came from, so that an error can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file, or "standard input", or "the typed share".
    pub name: String,
    /// The place in it.
    pub place: SourcePlace,
    /// Whether there are other shares in it, so that the place must be told.
    pub one_of_several: bool,
}

/// A place in a text or in a picture, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcePlace {
    /// A line of a text.
    Line(usize),
    /// A code in a picture.
    Code(usize),
    /// A code in a picture that is no photograph: it was drawn by this program, or by another in the same way.
    Drawn(usize),
    /// A key in a document of Vault.
    Key(usize),
    /// What a person typed, so many shares into it.
    Typed(usize),
}

impl SourcePlace {
    /// Its number.
    #[must_use]
    pub const fn number(self) -> usize {
        match self {
            Self::Line(number)
            | Self::Code(number)
            | Self::Drawn(number)
            | Self::Key(number)
            | Self::Typed(number) => number,
        }
    }
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Code(number) | Self::Drawn(number) => write!(f, "code {number}"),
            Self::Key(number) => write!(f, "key {number}"),
            Self::Typed(number) => write!(f, "share {number}"),
        }
    }
}

impl Source {
    /// The share that a person typed as the `number`-th, counted from 1.
    #[must_use]
    pub fn typed(number: usize) -> Self {
        Self {
            name: format!("typed entry {number}"),
            place: SourcePlace::Typed(number),
            one_of_several: false,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.one_of_several { write!(f, ", {}", self.place) } else { Ok(()) }
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
    /// What else it unmistakably is.
    pub lookalike: Option<Lookalike>,
    /// Whether it begins with the same four words as a share that stands in the same text: an altered copy of it.
    pub is_copy: bool,
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
            // One word beside a share is a slip of the pen, whatever list has all the others.
            let lookalike = if matches!(typo, Typo::OneWord(_)) { None } else { Lookalike::of(text) };
            Self { error, typo, lookalike, is_copy: false }
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

    /// Where the share came from that one with this header contradicts: its twin, one of its group, or the first.
    fn rival(&self, header: &Header, misfit: Misfit) -> Option<&Source> {
        let contradicts = |other: &Header| match misfit {
            Misfit::SameIndex => (other.group, other.member) == (header.group, header.member),
            Misfit::MemberThreshold => other.group == header.group,
            _ => true,
        };
        self.sources.iter().find(|(other, _)| contradicts(other)).map(|(_, source)| source)
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

/// How many different shares say the same of themselves as one does. The order is that of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Support {
    /// Shares of its set.
    in_set: u32,
    /// Shares of its group that ask for the same threshold.
    in_group: u32,
    /// Shares of its group.
    of_group: u32,
}

impl Support {
    fn of(share: &Share, among: &[(Source, Share)]) -> Self {
        let own = share.header();
        let (mut set, mut agreeing) = ([0u16; MAX_COUNT as usize], 0u16);
        for (_, other) in among {
            let header = other.header();
            if header.set != own.set || other.value_len() != share.value_len() {
                continue;
            }
            let member = 1 << header.member;
            set[usize::from(header.group)] |= member;
            if (header.group, header.member_threshold) == (own.group, own.member_threshold) {
                agreeing |= member;
            }
        }
        Self {
            in_set: set.iter().map(|members| members.count_ones()).sum(),
            in_group: agreeing.count_ones(),
            of_group: set[usize::from(own.group)].count_ones(),
        }
    }
}

/// Brings together the shares that could be read. The set that most of them are of counts as theirs, and so does the
/// threshold that most of a group ask for: who is alone is the stranger, whichever came first and however often.
///
/// # Errors
///
/// With all that do not belong, if there are any.
pub fn gather(shares: Vec<(Source, Share)>) -> Result<Gathered, Vec<Stranger>> {
    let standings: Vec<Support> = shares.iter().map(|(_, share)| Support::of(share, &shares)).collect();
    let mut ranked: Vec<(Support, (Source, Share))> = standings.iter().copied().zip(shares).collect();
    ranked.sort_by_key(|(standing, _)| Reverse(*standing));
    let most_in_set = standings.iter().map(|standing| standing.in_set).max();

    let mut gathered = Gathered::default();
    let mut strangers = Vec::new();
    for (standing, (source, share)) in ranked {
        let header = *share.header();
        if let Err(misfit) = gathered.add(source.clone(), share) {
            let is_undecided = match misfit {
                Misfit::SameIndex => true,
                Misfit::MemberThreshold => 2 * standing.in_group >= standing.of_group,
                _ => Some(standing.in_set) == most_in_set,
            };
            let other = if is_undecided { gathered.rival(&header, misfit).cloned() } else { None };
            strangers.push(Stranger { source, header, misfit, other });
        }
    }
    if strangers.is_empty() { Ok(gathered) } else { Err(strangers) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::entropy::Scripted,
        slip39::{Deal, Exponent, MasterSecret, Passphrase},
    };

    fn set(exponent: u8) -> Vec<String> {
        let secret = MasterSecret::copy_of(&[exponent; 16]).unwrap();
        let mut entropy = Scripted(exponent.into());
        let exponent = Exponent::new(exponent).unwrap();
        let ems = secret.encrypt(&Passphrase::empty(), exponent, &mut entropy, &mut |_| {}).unwrap();
        let deal = Deal::new(&"2of4".parse().unwrap(), ems, &mut entropy).unwrap();
        deal.groups()[0].iter().map(|share| share.mnemonic().expose().to_owned()).collect()
    }

    fn brought(texts: &[&String]) -> Result<Gathered, Vec<Stranger>> {
        let named = |(at, text): (usize, &&String)| (Source::typed(at + 1), Share::parse(text).unwrap());
        gather(texts.iter().enumerate().map(named).collect())
    }

    #[test]
    fn the_one_that_is_alone_is_the_stranger_wherever_it_stands() {
        let (ours, theirs) = (set(0), set(1));
        for at in 0..3 {
            let mut texts = vec![&ours[0], &ours[1]];
            texts.insert(at, &theirs[2]);
            let strangers = brought(&texts).unwrap_err();
            let [only] = strangers.as_slice() else { panic!("{strangers:?}") };
            assert_eq!((only.source.clone(), only.other.clone()), (Source::typed(at + 1), None));
        }
    }

    #[test]
    fn one_against_one_names_both() {
        let strangers = brought(&[&set(0)[0], &set(1)[1]]).unwrap_err();
        assert_eq!(strangers[0].source, Source::typed(2));
        assert_eq!(strangers[0].other, Some(Source::typed(1)));
    }

    #[test]
    fn a_repeat_counts_once_and_is_remembered() {
        let ours = set(0);
        let gathered = brought(&[&ours[3], &ours[1], &ours[3]]).unwrap();
        assert_eq!(gathered.set.headers().count(), 2);
        assert_eq!(gathered.repeats, [Source::typed(3)]);
    }
}
