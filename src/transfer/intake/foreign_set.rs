//! Shares of other tools: recovered, checked, and split again. Nothing is ever written in their formats.

use super::{
    files::refuse_double_stdin,
    foreign::{self, ForeignPlan},
    sources::ShareSource,
};
use crate::{
    ceremony::{
        reading::lookalike::Lookalike,
        recover::RecoverError,
        submission::{Source, Unreadable},
    },
    custody::record::{Record, origin::RecordedOrigin},
    formats::{
        foreign::{Confirmation, ForeignFormat, ForeignSet, Recovered},
        key::Key,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
    },
    slip39::{MasterSecret, MasterSecretError},
    transfer::{archive::ledger::Ledger, explain},
};

/// The secret that shares of another tool give, and the shares. What is known of the secret is printed.
///
/// # Errors
///
/// When a share is none, shares cannot be of one set, contradict each other, or more are needed.
pub fn recovered(
    plan: &ForeignPlan,
    source: &ShareSource,
    console: &Console,
) -> Result<(Recovered, ForeignSet), Failure> {
    let shares = match source {
        ShareSource::Files(files) => foreign::from_files(files, plan.format, console)?,
        ShareSource::Typed => foreign::typed(plan, console)?,
    };
    let (sources, set) = gather(plan, shares, console)?;
    let recovered =
        set.recover(plan.threshold).map_err(|error| explain::foreign::nothing(&sources, &set, error))?;
    tell(plan, &set, recovered.confirmation, console);
    Ok((recovered, set))
}

/// A share of another tool is no card of a record, whatever it gives; none where the text may be a card and was misread.
#[must_use]
pub fn undealt(source: &Source, found: &Unreadable) -> Option<Failure> {
    match found.lookalike {
        Some(Lookalike::Foreign(format)) => Some(not_dealt(source, format)),
        _ => None,
    }
}

/// The same where shares are gathered: with a record, of the share that could not be read.
#[must_use]
pub fn refused(record: Option<&Record>, error: &RecoverError) -> Option<Failure> {
    match (record, error) {
        (Some(_), RecoverError::Unreadable(source, found)) => undealt(source, found),
        _ => None,
    }
}

/// Refuses shares of another tool that should be compared with a record, which knows shares of SLIP-0039 only; and before
/// that what is not even a share of that tool.
///
/// # Errors
///
/// Whenever a record is named.
pub fn refuse_record(
    format: ForeignFormat,
    record: Option<&String>,
    shares: &ShareSource,
    console: &Console,
) -> Result<(), Failure> {
    refuse_double_stdin(shares.names().iter().chain(record))?;
    let Some(record) = record else { return Ok(()) };
    Ledger::open(record)?;
    let read = match shares {
        ShareSource::Files(files) => foreign::from_files(files, format, console)?,
        ShareSource::Typed => foreign::one_typed(format, console)?,
    };
    Err(read.first().map_or_else(|| RecoverError::Nothing.into(), |(source, _)| not_dealt(source, format)))
}

/// The failure of such a share where it is compared with a record.
fn not_dealt(source: &Source, format: ForeignFormat) -> Failure {
    let message = format!("{source}: this is a share of {format}, not a card of the record");
    let hint = "bring the card that was dealt; a record has no shares of other tools";
    Failure::new(Code::NotDealt, message, hint).with_source(&source.name)
}

/// Brings shares together, and reports those that came twice.
///
/// # Errors
///
/// When they cannot be of one set, or are more than any set has.
pub fn gather(
    plan: &ForeignPlan,
    shares: foreign::Shares,
    console: &Console,
) -> Result<(Vec<Source>, ForeignSet), Failure> {
    let (sources, shares): (Vec<_>, Vec<_>) = shares.into_iter().unzip();
    let set = ForeignSet::gather(plan.format, shares)
        .map_err(|misfit| explain::foreign::foreign(&sources, misfit))?;
    if set.count() > MOST_SHARES {
        let hint = "give the shares of one set: those that are needed, and a few more to test them";
        return Err(Failure::new(Code::TooMany, "more than 255 different shares", hint));
    }
    for repeat in &set.repeats {
        console.say(&format!("{}: this share is here already; it counts once", sources[*repeat]));
    }
    Ok((sources, set))
}

/// Different shares at the most: as many as two of the fields have, and more than anybody deals.
const MOST_SHARES: usize = 255;

/// Says what is known of a result, and what is not. That nothing confirms it is printed even when quiet.
fn tell(plan: &ForeignPlan, set: &ForeignSet, confirmation: Confirmation, console: &Console) {
    let count = set.count();
    match confirmation {
        Confirmation::Digest => {
            console.say(&format!("{count} shares fit together, and their digest (a checksum) confirms them"));
        }
        Confirmation::Checksum => {
            console.say("one share is the whole secret: nothing but its checksum confirms it");
        }
        Confirmation::Agreement { spare } => {
            console.warn(&format!("UNCONFIRMED: {spare} more than needed agree with the others"));
            console
                .warn("so all are of one split, and chance altered none; nothing tells whose secret it is");
        }
        Confirmation::Nothing => {
            console.warn("UNCONFIRMED: nothing in the shares can confirm this result");
            match set.threshold() {
                Some(_) => console
                    .warn("a share of another set with the same name gives another result and no error"),
                None => console.warn(&format!(
                    "an altered share, or another threshold than {}, gives another result and no error",
                    plan.threshold
                )),
            }
            console.warn("compare the result with something that you know");
        }
    }
    if let Some(smallest) = set.smallest_threshold() {
        console.say(&all_agree(count, smallest));
    }
}

/// The smallest threshold on which all agree, in words.
pub fn all_agree(count: usize, smallest: u32) -> String {
    format!("the smallest threshold on which all {count} agree is {smallest}")
}

/// The key for a new set of SLIP-0039, which nobody sees, and what the shares say of the old one.
///
/// # Errors
///
/// As [`recovered`] lists them; and where SLIP-0039 does not take so many bytes.
pub fn key(
    plan: &ForeignPlan,
    shares: &ShareSource,
    console: &Console,
) -> Result<(Key, RecordedOrigin), Failure> {
    let (recovered, set) = recovered(plan, shares, console)?;
    let bytes = recovered.secret.len();
    let is_short = bytes < MasterSecret::MIN_BYTES;
    if is_short || bytes > MasterSecret::MAX_BYTES || bytes % 2 == 1 {
        let error = match bytes {
            _ if is_short => MasterSecretError::TooShort { bytes },
            bytes if bytes > MasterSecret::MAX_BYTES => MasterSecretError::TooLong { bytes },
            bytes => MasterSecretError::Odd { bytes },
        };
        let hint = "recover it with the same options and --as raw -o FILE; then quorate split --seal FILE";
        return Err(Failure::new(Code::SecretSize, error.to_string(), hint));
    }
    console.say("the key was put together inside, and is not shown; the old shares stay valid for ever");
    let origin = RecordedOrigin::of_foreign(plan.format, &set, plan.threshold);
    Ok((Key::generated(recovered.secret)?, origin))
}
