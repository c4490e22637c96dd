//! `quorate check --from-format FORMAT`: what shares of other tools say of themselves, and whether they can belong together.

use std::fmt::Write as _;

use super::foreign_answer::{Answer, CheckedForeign, TogetherForeign};
use crate::{
    commands::{
        check::options::Options,
        options::foreign::{refuse_ours as refuse, threshold},
        verdicts::Agreed,
    },
    formats::{
        foreign::{Confirmation, Facts, ForeignFormat, ForeignRecoverError, ForeignSet},
        visible::printable,
    },
    host::{console::Console, failure::Failure},
    slip39::ordinal,
    transfer::{
        explain,
        intake::{
            foreign::{self, ForeignPlan},
            foreign_set::{all_agree, gather, refuse_record},
            sources::ShareSource,
        },
    },
};

/// Runs the command for shares of this format.
///
/// # Errors
///
/// When something is no share, or shares contradict each other.
pub fn run(
    format: ForeignFormat,
    shares: ShareSource,
    typed: &Options,
    console: &Console,
) -> Result<(), Failure> {
    refuse_ours(format, typed)?;
    refuse_record(format, typed.record.as_ref(), &shares, console)?;
    let threshold = threshold(format, typed.threshold.as_deref())?;
    let asked = ForeignPlan { format, threshold: threshold.unwrap_or(0) };
    let shares = match &shares {
        ShareSource::Files(files) => foreign::from_files(files, format, console)?,
        ShareSource::Typed => foreign::one_typed(format, console)?,
    };
    let facts: Vec<(_, Facts)> =
        shares.iter().map(|(source, share)| (source.clone(), share.facts())).collect();
    let (sources, set) = gather(&asked, shares, console)?;
    let together =
        together(&asked, &set).map_err(|error| explain::foreign::nothing(&sources, &set, error))?;
    let smallest = set.smallest_threshold();
    let mut report = String::new();
    for (source, facts) in &facts {
        describe(&mut report, &source.to_string(), format, facts);
    }
    if set.count() > 1 || format.says_threshold() {
        let _ = writeln!(report, "together: {}", together.told(&set, asked.threshold));
    }
    if let Some(smallest) = smallest {
        let _ = writeln!(report, "  {}", all_agree(set.count(), smallest));
    }
    let shares = facts.iter().map(|(source, facts)| CheckedForeign::new(source, facts)).collect();
    let together = together.answer(smallest);
    let answer = Answer { format: format.into(), shares, together, practice: false, text: report };
    console.answer("check", &answer, None)
}

/// What only shares of SLIP-0039 can honour. Each option is named here, so that none is passed over.
fn refuse_ours(format: ForeignFormat, typed: &Options) -> Result<(), Failure> {
    let Options {
        shares: _,
        record: _,
        by,
        receipt,
        date,
        output,
        opening,
        recipient: _,
        from_format: _,
        threshold: _,
    } = typed;
    let ours = [
        ("--by", by.is_some()),
        ("--identity", !opening.identities.is_empty()),
        ("--receipt", receipt.is_some()),
        ("--date", date.is_some()),
        ("--output", output.is_some()),
    ];
    refuse(format, &ours)
}

/// What is known of shares together.
enum Sufficiency {
    /// They give the secret, and this confirms it.
    Enough(Confirmation),
    /// Nothing contradicts, and more are needed.
    Short(String),
    /// Nothing contradicts, and how many are needed was not said.
    Untold,
}

/// Tries a recovery where it can tell something; nothing of it is kept.
fn together(asked: &ForeignPlan, set: &ForeignSet) -> Result<Sufficiency, ForeignRecoverError> {
    if !asked.format.says_threshold() && asked.threshold == 0 {
        return Ok(Sufficiency::Untold);
    }
    match set.recover(asked.threshold) {
        Ok(recovered) => Ok(Sufficiency::Enough(recovered.confirmation)),
        Err(error @ ForeignRecoverError::TooFew { .. }) => {
            Ok(Sufficiency::Short(explain::foreign::missing(set, &error)))
        }
        Err(error) => Err(error),
    }
}

impl Sufficiency {
    fn told(&self, set: &ForeignSet, threshold: u32) -> String {
        match self {
            Self::Enough(Confirmation::Digest) => {
                "they fit together, enough to recover the secret, as their digest (a checksum) confirms".to_owned()
            }
            Self::Enough(Confirmation::Checksum) => {
                "this one share is the whole secret: nothing but its checksum protects or confirms it"
                    .to_owned()
            }
            Self::Enough(Confirmation::Agreement { spare }) => format!(
                "all {} agree, {spare} more than needed: they are of one split, and chance altered none",
                set.count()
            ),
            Self::Enough(Confirmation::Nothing) if threshold == 0 => format!(
                "{} are enough, as the shares say; one more would test them",
                set.count()
            ),
            Self::Enough(Confirmation::Nothing) => format!(
                "{threshold} are enough if that was their threshold; one more would test them"
            ),
            Self::Short(missing) => format!("no share contradicts another; {missing}"),
            Self::Untold => {
                "they may be of one set: equally long, and no number twice; nothing more can be known\n  (--threshold N tests them, if more than N are here)"
                    .to_owned()
            }
        }
    }

    fn answer(self, smallest_threshold: Option<u32>) -> TogetherForeign {
        let (sufficient, digest, missing, confirmed_by) = match self {
            Self::Enough(confirmation) => {
                (Some(true), confirmation == Confirmation::Digest, None, confirmation.into())
            }
            Self::Short(missing) => (Some(false), false, Some(missing), Agreed::Nothing),
            Self::Untold => (None, false, None, Agreed::Nothing),
        };
        TogetherForeign { sufficient, digest, untested: [], missing, confirmed_by, smallest_threshold }
    }
}

/// What a share says of itself, in plain words.
fn describe(report: &mut String, source: &str, format: ForeignFormat, facts: &Facts) {
    let _ = match facts {
        Facts::Point { number, name, bytes } => {
            let name = name.as_ref().map_or_else(String::new, |name| format!(" of \"{}\"", printable(name)));
            writeln!(
                report,
                "{source}: a share of {format}, number {number}{name}, of a secret of {bytes} bytes\n  the share does not tell whether it is whole, how many are needed or how many there are"
            )
        }
        Facts::Codex32 { header, bytes } => {
            let identifier: String = header.identifier.iter().collect();
            let what = if header.is_secret() {
                "the whole secret, not a share of it".to_owned()
            } else {
                format!("share {}; any {} recover the secret", header.index, header.threshold)
            };
            writeln!(
                report,
                "{source}: good, the checksum of its characters holds\n  {what}\n  set {identifier}, codex32, a secret \
                 of {bytes} bytes"
            )
        }
        Facts::Sskr { header, bytes } => writeln!(
            report,
            "{source}: good, the checksum of its words holds\n  share {} of group {}; any {} complete the group, {} \
             of {} groups recover the secret\n  set {}, SSKR, a secret of {bytes} bytes",
            ordinal(header.member),
            ordinal(header.group),
            header.member_threshold,
            header.set.group_threshold,
            header.set.group_count,
            header.set.identifier
        ),
    };
}
