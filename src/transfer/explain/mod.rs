//! From closed errors to prose: one line of what, one of what next. Positions and headers, never words or bytes.

use crate::{
    ceremony::{
        reading::lookalike::Lookalike,
        recover::RecoverError,
        split::SplitError,
        submission::{Source, Stranger, Unreadable},
    },
    formats::key::{FormError, KeyError},
    host::failure::{Code, Failure},
    paper::{card::CardError, grid::WordPlace},
    slip39::{
        GroupProgress, Header, Misfit, MnemonicError, PassphraseError, PolicyError, Progress, Typo, ordinal,
    },
};

mod drill;
pub mod expected;
pub mod foreign;
pub mod holders;
mod lookalike;
pub mod reading;
mod reissue;
pub mod sealed;

pub use self::reissue::lacking;

/// What is wrong with a text that should be a share.
#[must_use]
pub fn unreadable(found: &Unreadable) -> String {
    if let Some(lookalike) = found.lookalike {
        return lookalike::what(lookalike);
    }
    match (&found.typo, &found.error) {
        (Typo::OneWord(at), MnemonicError::UnknownWords { .. }) => {
            format!("{} is not in the word list", WordPlace::of(*at))
        }
        (Typo::OneWord(at), _) => format!("{} is wrong", WordPlace::of(*at)),
        (Typo::Swapped(at), _) => {
            format!("{} and the next have probably changed places", WordPlace::of(*at))
        }
        (Typo::Exchanged(one, other), _) => {
            format!("{} and {} have probably changed places", WordPlace::of(*one), WordPlace::of(*other))
        }
        (Typo::Columns(columns), _) => {
            format!("the words were probably read down {columns} columns, and not along the rows")
        }
        (Typo::Reversed, _) => "the words probably stand in reverse order".to_owned(),
        (Typo::Missing(at), _) => format!("a word is probably missing just before {}", WordPlace::of(*at)),
        (Typo::Part(first, last), MnemonicError::WordCount { words }) => {
            format!("{words} words: {first} to {last} of them are a share by themselves")
        }
        (Typo::Part(first, last), _) => {
            format!("words {first} to {last} are a share by themselves, and the others no part of it")
        }
        (Typo::Extra(at), _) => format!("{} is probably one too many", WordPlace::of(*at)),
        (_, MnemonicError::UnknownWords { positions, words }) => {
            let places: Vec<String> = positions.iter().take(5).map(ToString::to_string).collect();
            let more = if positions.len() > 5 { " and more" } else { "" };
            let (of, are) = if places.len() == 1 { ("word", "is") } else { ("words", "are") };
            format!("{of} {}{more} of {words} {are} not in the word list", places.join(", "))
        }
        (_, MnemonicError::WordCount { words }) => {
            format!("{words} words: a share has 20, 33, 59 or another number that fits its key")
        }
        (Typo::Several, _) => "more than one word is wrong".to_owned(),
        (_, error) => error.to_string(),
    }
}

fn unreadable_hint(found: &Unreadable) -> &'static str {
    if let Some(lookalike) = found.lookalike {
        return lookalike::hint(lookalike);
    }
    match (&found.typo, &found.error) {
        (Typo::OneWord(_), _) => "compare that word with the card, letter by letter",
        (Typo::Exchanged(..), _) => "compare both words with the card",
        (Typo::Columns(_) | Typo::Reversed, _) => "write the words in the order of their numbers on the card",
        (Typo::Swapped(_) | Typo::Missing(_) | Typo::Extra(_), _) => {
            "compare the words around it with the card"
        }
        (Typo::Part(..), _) => "put the words of the share on lines of their own, without others",
        (_, MnemonicError::TwoReadings { .. } | MnemonicError::Overlap(_)) => {
            "a share was lengthened, or two were written as one: use the card as dealt, keep this apart"
        }
        (_, MnemonicError::Empty) => "give a text with the words of a share",
        (_, MnemonicError::WordCount { words }) if *words < 20 => {
            "give all the words of the share: 20 or more"
        }
        (
            _,
            MnemonicError::OtherRevision
            | MnemonicError::Padding
            | MnemonicError::GroupIndex
            | MnemonicError::GroupThreshold,
        ) => "the words are as they were written: the program that made this share made it wrong",
        _ => "compare every word with the card, letter by letter",
    }
}

impl From<(&Source, &Unreadable)> for Failure {
    fn from((source, found): (&Source, &Unreadable)) -> Self {
        let code = match (&found.typo, &found.error) {
            _ if found.lookalike == Some(Lookalike::Bip39) => Code::Bip39Words,
            _ if found.lookalike.is_some() => Code::OtherKind,
            (_, MnemonicError::UnknownWords { .. }) => Code::UnknownWord,
            (_, MnemonicError::WordCount { .. }) => Code::WordCount,
            (_, MnemonicError::TwoReadings { .. } | MnemonicError::Overlap(_)) => Code::TwoReadings,
            (_, MnemonicError::Checksum) => Code::Checksum,
            (_, MnemonicError::OtherRevision) => Code::OtherRevision,
            (_, MnemonicError::Padding) => Code::Padding,
            (_, MnemonicError::GroupIndex) => Code::GroupIndex,
            (_, MnemonicError::GroupThreshold) => Code::GroupThreshold,
            (_, MnemonicError::Empty) => Code::NoShare,
        };
        Self::new(code, format!("{source}: {}", unreadable(found)), unreadable_hint(found))
            .with_source(&source.name)
            .with_word(found.word())
    }
}

impl From<RecoverError> for Failure {
    fn from(error: RecoverError) -> Self {
        match error {
            RecoverError::Unreadable(source, found) => (&source, &found).into(),
            RecoverError::Strangers(strangers) => foreign(&strangers),
            RecoverError::Altered(culprits) => altered(&culprits),
            RecoverError::GroupDisagrees(group) => Self::new(
                Code::Digest,
                format!(
                    "the shares of group {} do not fit together: one is altered, or of another set",
                    ordinal(group)
                ),
                "bring one more share of this group, so that quorate can name the one at fault",
            )
            .with_group(group),
            RecoverError::GroupsDisagree(groups) => Self::new(
                Code::Digest,
                match groups.as_slice() {
                    [] => "the groups do not fit together: one is altered, or of another set".to_owned(),
                    some => {
                        format!("altered, or of another set: {}; the others fit together", list_groups(some))
                    }
                },
                if groups.is_empty() {
                    "bring one more group, so that quorate can name the one at fault"
                } else {
                    "run again without the shares named"
                },
            ),
            RecoverError::TooFew { progress, repeats } => {
                let counted = repeats.first().map_or_else(String::new, |repeat| {
                    format!("{repeat}: this share is here already and counts once; ")
                });
                let message = format!("{counted}{}", missing(&progress));
                Self::new(Code::TooFewShares, message, "bring more shares of the same set")
            }
            RecoverError::Nothing => Self::new(
                Code::NoShare,
                "there is no share in the input",
                "give files with the words of shares, or pictures of their codes",
            ),
        }
    }
}

fn foreign(strangers: &[Stranger]) -> Failure {
    let Some(stranger) = strangers.first() else {
        return Failure::new(Code::ForeignShare, "shares do not belong together", "sort the cards by set");
    };
    let also = match strangers.len() {
        1 => String::new(),
        more => format!(" (and {} more)", more - 1),
    };
    let code = if stranger.misfit == Misfit::SameIndex { Code::SameIndex } else { Code::ForeignShare };
    let message = match (&stranger.other, stranger.misfit) {
        (Some(other), Misfit::SameIndex) => {
            format!("{} and {other} claim to be the same share, but differ{also}", stranger.source)
        }
        (Some(other), misfit) => {
            format!("{} does not belong with {other}: {misfit}{also}", stranger.source)
        }
        (None, misfit) => format!("{} does not belong with the others: {misfit}{also}", stranger.source),
    };
    let hint = match stranger.other {
        Some(_) => "one of the two is of another set or altered: run again with one more, or without one",
        None => "run again without it",
    };
    Failure::new(code, message, hint).with_source(&stranger.source.name).with_header(&stranger.header)
}

fn altered(culprits: &[(Header, Option<Source>)]) -> Failure {
    let named: Vec<String> = culprits
        .iter()
        .map(|(header, source)| {
            source.as_ref().map_or_else(|| header.to_string(), |source| format!("{source} ({header})"))
        })
        .collect();
    let message = format!("altered or forged: {}; the others fit together", named.join(" and "));
    let failure =
        Failure::new(Code::AlteredShare, message, "run again without it, and find out who altered it");
    match culprits.first() {
        Some((header, Some(source))) => failure.with_source(&source.name).with_header(header),
        Some((header, None)) => failure.with_header(header),
        None => failure,
    }
}

/// What is missing, by group, in the fewest words.
#[must_use]
pub fn missing(progress: &Progress) -> String {
    let of_group =
        |group: &GroupProgress| format!("{} more of group {}", group.missing(), ordinal(group.group));
    let short: Vec<&GroupProgress> = progress.groups.iter().filter(|group| group.missing() > 0).collect();
    let wanted = progress.groups_needed.saturating_sub(progress.groups_complete());
    match (progress.group_count, short.as_slice()) {
        (1, [group]) => {
            format!(
                "{} of the {} shares needed are here: {} more",
                group.present,
                group.threshold,
                group.missing()
            )
        }
        _ if wanted == 0 => "enough shares are here".to_owned(),
        (_, short) => {
            let begun: Vec<String> = short.iter().map(|group| of_group(group)).collect();
            let other = match wanted.saturating_sub(short.len()) {
                0 => String::new(),
                groups => format!(
                    "{}shares of {groups} other group{}",
                    if begun.is_empty() { "" } else { "; and " },
                    if groups == 1 { "" } else { "s" }
                ),
            };
            let joint = if short.len() > wanted { " or " } else { " and " };
            format!(
                "{} of {} groups are complete; needed: {}{other}",
                progress.groups_complete(),
                progress.groups_needed,
                begun.join(joint)
            )
        }
    }
}

fn list_groups(groups: &[u8]) -> String {
    let numbers: Vec<String> = groups.iter().map(|&group| ordinal(group).to_string()).collect();
    format!("group {}", numbers.join(" and "))
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        let (code, hint) = match error {
            KeyError::IsShare => {
                (Code::ShareNotKey, "use quorate recover, or quorate split --from for a new set")
            }
            KeyError::Nothing => {
                (Code::NoKey, "give it with --in FILE or through a pipe, or make one with --generate 256")
            }
            KeyError::Bip39Ambiguous => (Code::MalformedKey, "name the word list with --language"),
            KeyError::AgeHybrid => {
                (Code::MalformedKey, "seal such an identity as a file: quorate split POLICY --seal FILE")
            }
            KeyError::Size(_) => (Code::MalformedKey, "check that the key is complete"),
            KeyError::Unrecognised | KeyError::Base58Kind => {
                (Code::MalformedKey, "check it for a slip, a space or an empty line; --kind says what it is")
            }
            _ => (
                Code::MalformedKey,
                "check the key for a slip; --kind says what it is, if it was taken for something else",
            ),
        };
        Self::new(code, error.to_string(), hint)
    }
}

impl From<FormError> for Failure {
    fn from(error: FormError) -> Self {
        Self::new(Code::Form, error.to_string(), "recover it --as hex, or in the form that it was split from")
    }
}

impl From<PassphraseError> for Failure {
    fn from(error: PassphraseError) -> Self {
        let hint = "SLIP-0039 takes letters, digits and signs of ASCII only, as every keyboard has them";
        Self::new(Code::Passphrase, error.to_string(), hint)
    }
}

impl From<PolicyError> for Failure {
    fn from(error: PolicyError) -> Self {
        Self::usage(
            error.to_string(),
            "for instance 2of3 or 3of5; groups with --group NAME=2of3 --group NAME=3of5",
        )
    }
}

impl From<CardError> for Failure {
    fn from(error: CardError) -> Self {
        match error {
            CardError::TooSmall { smallest, .. } => {
                let hint = match smallest {
                    Some(paper) => {
                        format!(
                            "the smallest paper on which they fit is --paper {}",
                            paper.name().to_lowercase()
                        )
                    }
                    None => "leave out --large; without it, --paper a4 takes every share".to_owned(),
                };
                Self::usage(error.to_string(), hint)
            }
            CardError::NotProved => {
                let hint =
                    "nothing was written; the memory or processor of this machine is faulty: use another";
                Self::new(Code::SelfCheck, error.to_string(), hint)
            }
        }
    }
}

impl From<SplitError> for Failure {
    fn from(error: SplitError) -> Self {
        let (code, hint) = match error {
            SplitError::NoEntropy(denied) => return denied.into(),
            SplitError::NotExtendable => (Code::NotExtendable, "give a passphrase for the new set"),
            SplitError::SelfCheck => (
                Code::SelfCheck,
                "no share was shown; the memory or processor of this machine is faulty: use another",
            ),
        };
        Self::new(code, error.to_string(), hint)
    }
}
