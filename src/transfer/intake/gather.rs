//! From the shares that people bring, as files or by typing, to a proved quorum; and what is said on the way.

use super::{
    files::{self, ShareFiles},
    foreign_set,
    typed::type_share,
};
use crate::{
    ceremony::{
        compare::compare,
        recover::{self, RecoverError},
        reissue::ReissueError,
        submission::{Gathered, Source},
    },
    custody::record::Record,
    host::{
        console::{Console, Machine},
        failure::Failure,
        terminal::{Screen, Terminal},
    },
    slip39::{Added, Header, Quorum, Share, ShareSet},
    transfer::{archive::record_check, explain},
};

/// What is done where files hold too few shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenTooFew {
    /// The others are asked for on the terminal.
    Ask,
    /// That is the end.
    Fail,
}

impl WhenTooFew {
    /// To ask, where somebody can answer.
    #[must_use]
    pub const fn at(machine: Machine, console: &Console) -> Self {
        if machine.may_ask(console) { Self::Ask } else { Self::Fail }
    }
}

/// Proves the shares in files; one that the record contradicts is named where they do not agree.
///
/// # Errors
///
/// When they are no quorum, or do not belong together, or the session ends from outside.
pub fn from_files(
    files: &ShareFiles,
    record: Option<&Record>,
    when_too_few: WhenTooFew,
    console: &Console,
) -> Result<(Gathered, Quorum), Failure> {
    let submissions = files::shares(files, console)?;
    let compared = record.map(|record| compare(record, &submissions)).unwrap_or_default();
    let blamed = |error| {
        foreign_set::refused(record, &error).unwrap_or_else(|| record_check::blamed(error, &compared))
    };
    let gathered = recover::gathered(submissions).map_err(blamed)?;
    let may_ask = when_too_few == WhenTooFew::Ask && record_check::failure(&compared).is_none();
    let (gathered, quorum) = match recover::prove(&gathered) {
        Ok(quorum) => (gathered, quorum),
        Err(RecoverError::TooFew { .. }) if may_ask => {
            typed(Piles::brought(gathered), console, lacking, |gathered| recover::prove(gathered))?
        }
        Err(error) => return Err(blamed(error)),
    };
    tell(&gathered, &quorum, console);
    Ok((gathered, quorum))
}

/// What a set lacks of a quorum; none where it has one.
fn lacking(set: &ShareSet) -> Option<String> {
    let progress = set.progress();
    (!progress.is_sufficient()).then(|| explain::missing(&progress))
}

/// Proves the shares that people type.
///
/// # Errors
///
/// When the session ends from outside.
pub fn from_people(console: &Console) -> Result<(Gathered, Quorum), Failure> {
    let (gathered, quorum) = typed(Piles::default(), console, lacking, |gathered| recover::prove(gathered))?;
    tell(&gathered, &quorum, console);
    Ok((gathered, quorum))
}

/// Lets people type one share after another until nothing is `missing` and what they are typed for can be made. A
/// mistake in one, or one that does not agree, does not touch the others.
///
/// # Errors
///
/// When the session ends from outside, or no further share would help.
pub fn typed<T, E: Mendable>(
    mut piles: Piles,
    console: &Console,
    missing: impl Fn(&ShareSet) -> Option<String>,
    make: impl Fn(&mut Gathered) -> Result<T, E>,
) -> Result<(Gathered, T), Failure> {
    let terminal = Terminal::open(console, "name files with shares, or pipe them in")?;
    let mut session = terminal.session(Screen::Alternate)?;
    let mut status: Vec<String> = piles.largest().and_then(|pile| missing(&pile.set)).into_iter().collect();
    let mut shares = 0;
    loop {
        let is_sufficient = piles.largest().is_some_and(|pile| missing(&pile.set).is_none());
        let title = if is_sufficient {
            "Enter goes on; or type one more share, to test it against the others".to_owned()
        } else {
            (if piles.0.is_empty() { "first card: type its words" } else { "next card: type its words" })
                .to_owned()
        };
        status = match (type_share(&mut session, &title, &status)?, piles.largest_place()) {
            (None, Some(at)) if is_sufficient => match make(&mut piles.0[at]) {
                Ok(made) => return Ok((piles.0.swap_remove(at), made)),
                Err(error) if error.is_mendable() => {
                    let failure: Failure = error.into();
                    vec![failure.message, failure.hint, "Ctrl-C stops".to_owned()]
                }
                Err(error) => return Err(error.into()),
            },
            (None, _) => vec![NOTHING.to_owned()],
            (Some(share), _) => {
                shares += 1;
                vec![piles.add(Source::typed(shares), share)]
            }
        };
        session.put_at_stake(piles.at_stake());
        let told =
            |pile: &Gathered| missing(&pile.set).unwrap_or_else(|| "enough shares are here".to_owned());
        status.extend(piles.largest().map(told));
    }
}

/// Why nothing could be made of the shares that were typed so far.
pub trait Mendable: Into<Failure> {
    /// Whether other shares may do what these did not.
    fn is_mendable(&self) -> bool;
}

impl Mendable for RecoverError {
    fn is_mendable(&self) -> bool {
        !matches!(self, Self::Unreadable(..) | Self::Nothing)
    }
}

impl Mendable for ReissueError {
    fn is_mendable(&self) -> bool {
        match self {
            Self::Unproved(error) => error.is_mendable(),
            Self::Gone(_) | Self::TooFew { .. } => true,
            Self::GroupUnsaid { .. }
            | Self::NoSuchGroup { .. }
            | Self::NoSuchMember
            | Self::Present(..)
            | Self::SelfCheck => false,
        }
    }
}

/// One typed share, for a check.
///
/// # Errors
///
/// When the session ends from outside.
pub fn one_typed(console: &Console) -> Result<Share, Failure> {
    let terminal = Terminal::open(console, "name a file with the share, or pipe it in")?;
    let mut session = terminal.session(Screen::Alternate)?;
    let mut status = Vec::new();
    loop {
        if let Some(share) = type_share(&mut session, "type the words of the share", &status)? {
            return Ok(share);
        }
        status = vec![NOTHING.to_owned()];
    }
}

/// What is said where Enter was pressed on nothing.
const NOTHING: &str = "nothing was typed; Ctrl-C stops";

/// Typed shares, sorted by what they say of themselves: the first that comes may be the stranger, so the largest pile
/// counts. And how many came in files, which nobody has to type again.
#[derive(Debug, Default)]
pub struct Piles(Vec<Gathered>, usize);

impl Piles {
    /// One pile that came in files, before anybody types.
    #[must_use]
    pub fn brought(gathered: Gathered) -> Self {
        let count = gathered.set.headers().count();
        Self(vec![gathered], count)
    }

    fn largest(&self) -> Option<&Gathered> {
        self.largest_place().map(|at| &self.0[at])
    }

    fn largest_place(&self) -> Option<usize> {
        // Of equal ones the first: `max_by_key` would take the last.
        (0..self.0.len()).rev().max_by_key(|&at| self.0[at].set.headers().count())
    }

    /// What would have to be typed again.
    fn at_stake(&self) -> Option<String> {
        let here: usize = self.0.iter().map(|pile| pile.set.headers().count()).sum();
        match here - self.1 {
            0 => None,
            1 => Some("the share that was typed has to be typed again".to_owned()),
            shares => Some(format!("the {shares} shares that were typed have to be typed again")),
        }
    }

    /// Puts a share on the pile that it belongs to, or on a new one, and says what became of it.
    fn add(&mut self, source: Source, share: Share) -> String {
        let header = *share.header();
        let fits: Vec<_> = self.0.iter().map(|pile| pile.set.fit(&share)).collect();
        let at = fits.iter().position(Result::is_ok).unwrap_or_else(|| {
            self.0.push(Gathered::default());
            fits.len()
        });
        match (self.0[at].add(source, share), fits.first()) {
            (Ok(Added::Repeat), _) => format!("{header} is here already; it counts once"),
            (_, None | Some(Ok(_))) => format!("{header}: its words are whole"),
            (_, Some(Err(_))) if at < fits.len() => {
                format!("{header} belongs with shares that were laid aside")
            }
            (_, Some(Err(misfit))) => {
                format!("{header} does not belong with the others: {misfit}; it is laid aside")
            }
        }
    }
}

/// Says what came together, and what of it could not be put to the test.
pub fn tell(gathered: &Gathered, quorum: &Quorum, console: &Console) {
    tell_repeats(gathered, console);
    let tested = gathered.set.headers().count() - quorum.untested().len();
    tell_proof(tested, quorum.untested(), quorum.has_digest(), console);
}

/// Says which shares came more than once.
pub fn tell_repeats(gathered: &Gathered, console: &Console) {
    for repeat in &gathered.repeats {
        console.say(&format!("{repeat}: this share is here already; it counts once"));
    }
}

/// Says how many shares were put to the test, which were not, and what confirms the result.
pub fn tell_proof(tested: usize, untested: &[Header], has_digest: bool, console: &Console) {
    for header in untested {
        console.say(&format!("{header}: not needed, and too few of its group to be tested"));
    }
    console.say(&if has_digest {
        format!("{tested} shares fit together, and their digest (a checksum) confirms them")
    } else {
        "one share is the whole key: nothing but the checksum of its words confirms it".to_owned()
    });
}
