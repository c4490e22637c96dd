//! What is wrong with shares of other tools, in prose.

use crate::{
    ceremony::submission::Source,
    formats::foreign::{
        ForeignFormat, ForeignMisfit, ForeignMisfitKind, ForeignRecoverError, ForeignSet, ShareError,
        SskrProgress,
    },
    host::failure::{Code, Failure},
    slip39::ordinal,
};

/// A text that is no share of the format.
#[must_use]
pub fn unreadable(source: &Source, format: ForeignFormat, error: ShareError) -> Failure {
    let (code, hint) = match error {
        ShareError::Word { .. } => (Code::UnknownWord, "compare that word with the share, letter by letter"),
        ShareError::Checksum => (Code::Checksum, "compare every word with the share, letter by letter"),
        ShareError::Codex32Character { .. } => (
            Code::NotShare,
            "compare that character with the share; capital letters help, where l and 1 look alike",
        ),
        ShareError::Codex32Checksum => (Code::Checksum, "compare every character with the share"),
        ShareError::Codex32Length { .. } => (
            Code::NotShare,
            "count its characters, and compare it with the share: some are missing, or too many",
        ),
        ShareError::Codex32Threshold => (Code::Header, "bring another copy of this share"),
        ShareError::MixedCase => {
            (Code::NotShare, "write the whole share in capitals, or the whole share in small letters")
        }
        ShareError::MultipartUr => {
            (Code::NotShare, "put its parts together first, with the program that made them")
        }
        ShareError::NumberZero => (Code::NumberZero, "no split gives such a share: find out who made it"),
        ShareError::NumberRange => (Code::NumberRange, "compare its number with the share as it was dealt"),
        ShareError::Header => (Code::Header, "bring another copy of this share"),
        ShareError::EncodedTwice => {
            (Code::EncodedTwice, "decode it once, with base64 -d, and give the result")
        }
        ShareError::PgpEncrypted => {
            (Code::EncryptedShare, "decrypt it first: gpg --decrypt, with the key of its holder")
        }
        ShareError::AgeEncrypted => {
            (Code::EncryptedShare, "decrypt it first: age --decrypt, with the identity of its holder")
        }
        ShareError::VaultLength { .. } => {
            (Code::NotShare, "give the share as Vault printed it, whole, and without anything beside it")
        }
        ShareError::NotCodex32 | ShareError::NotSskr | ShareError::SskrLength { .. } => {
            (Code::NotShare, "find out what it is; --from-format takes codex32, sharks, vault, ssss, sskr")
        }
        _ => (Code::NotShare, hint(format)),
    };
    Failure::new(code, format!("{source}: {error}"), hint).with_source(&source.name)
}

const fn hint(format: ForeignFormat) -> &'static str {
    match format {
        ForeignFormat::Codex32 => "one share a line, as it was written down: it begins with ms1",
        ForeignFormat::Sharks | ForeignFormat::Vault => {
            "one share a line, in hex or base64; --from-format says what made it"
        }
        ForeignFormat::Ssss | ForeignFormat::SsssPlain => {
            "one share a line, as ssss-split printed it: NUMBER-HEX"
        }
        ForeignFormat::Sskr => "one share a line: its bytewords, or a UR of the type sskr",
    }
}

/// Shares that cannot be of one set.
#[must_use]
pub fn foreign(sources: &[Source], misfit: ForeignMisfit) -> Failure {
    let code =
        if misfit.kind == ForeignMisfitKind::SameNumber { Code::SameIndex } else { Code::ForeignShare };
    let (share, other) = (&sources[misfit.share], &sources[misfit.other]);
    let message = match misfit.kind {
        ForeignMisfitKind::SameNumber => {
            format!("{share} and {other} claim to be the same share, but differ")
        }
        kind => format!("{share} does not belong with {other}: {kind}"),
    };
    let hint = match misfit.kind {
        ForeignMisfitKind::Name => {
            "sort the shares by set; if they are of one set anyway, take the names off"
        }
        _ => "one of the two is of another set or altered; run again without it",
    };
    Failure::new(code, message, hint).with_source(&share.name)
}

/// Shares that give nothing back.
#[must_use]
pub fn nothing(sources: &[Source], set: &ForeignSet, error: ForeignRecoverError) -> Failure {
    match error {
        ForeignRecoverError::TooFew { .. } => {
            let counted = set.repeats.first().map_or_else(String::new, |repeat| {
                format!("{}: this share is here already and counts once; ", sources[*repeat])
            });
            let message = format!("{counted}{}", missing(set, &error));
            Failure::new(Code::TooFewShares, message, "bring more shares of the same set")
        }
        ForeignRecoverError::Disagree { culprit: Some(at) } => Failure::new(
            Code::AlteredShare,
            format!("altered, forged or of another set: {}; the others fit together", sources[at]),
            "run again without it, and find out who altered it",
        )
        .with_source(&sources[at].name),
        ForeignRecoverError::Disagree { culprit: None } if set.progress().is_some() => Failure::new(
            Code::Digest,
            "the shares do not fit together: one is altered, or of another set",
            "bring one more share of each group, so that quorate can name the one at fault",
        ),
        ForeignRecoverError::Disagree { culprit: None } if set.smallest_threshold().is_some() => {
            let smallest = set.smallest_threshold().unwrap_or_default();
            Failure::new(
                Code::Disagree,
                format!(
                    "the shares do not agree on that threshold; the smallest on which all agree is {smallest}"
                ),
                format!("find out how many were needed: if {smallest}, give --threshold {smallest}"),
            )
        }
        ForeignRecoverError::Disagree { culprit: None } if set.threshold().is_some() => Failure::new(
            Code::Disagree,
            "the shares do not fit together: one is altered, or of another set with the same name",
            "bring more shares of the set, so that quorate can name the one at fault",
        ),
        ForeignRecoverError::Disagree { culprit: None } => Failure::new(
            Code::Disagree,
            "the shares do not fit: one is altered or of another set, or the threshold is another",
            "check how many were needed; bring more, so that quorate can name the one at fault",
        ),
    }
}

/// What is missing, in the fewest words.
#[must_use]
pub fn missing(set: &ForeignSet, error: &ForeignRecoverError) -> String {
    match (error, set.progress()) {
        (ForeignRecoverError::TooFew { present, threshold: Some(threshold) }, _) => {
            let more = usize::try_from(*threshold).unwrap_or(usize::MAX).saturating_sub(*present);
            format!("{present} of the {threshold} shares needed are here: {more} more")
        }
        (_, Some(progress)) => of_groups(&progress),
        _ => "more shares are needed".to_owned(),
    }
}

fn of_groups(progress: &SskrProgress) -> String {
    let short = progress.missing.iter().filter(|(_, more)| *more > 0);
    let begun: Vec<String> =
        short.map(|(group, more)| format!("{more} more of group {}", ordinal(*group))).collect();
    let begun = if begun.is_empty() { String::new() } else { format!("; begun: {}", begun.join(", ")) };
    format!("{} of the {} groups needed are complete{begun}", progress.complete, progress.set.group_threshold)
}
