//! Shares of other tools: what can be typed about them, and what that means.

use clap::Args;

use crate::{
    formats::foreign::ForeignFormat,
    host::failure::{Code, Failure},
    transfer::intake::foreign::ForeignPlan,
};

/// What must be said of shares that nothing confirms.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Shares of other tools")]
pub struct Unconfirmed {
    /// How many shares were needed when they were dealt; required unless the format is codex32 or sskr, whose shares say it
    #[arg(long, value_name = "N")]
    pub threshold: Option<String>,
    /// Accept a result that nothing can confirm; required unless the format is sskr
    #[arg(long)]
    pub accept_unconfirmed: bool,
}

impl ForeignPlan {
    /// Makes the plan for something that releases the secret.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the operator does not say that nothing can confirm the result.
    pub fn new(format: ForeignFormat, typed: &Unconfirmed) -> Result<Self, Failure> {
        let threshold = threshold(format, typed.threshold.as_deref())?;
        if format.is_confirmed() {
            if typed.accept_unconfirmed {
                let hint = "leave it out: a digest in the shares confirms the result";
                return Err(Failure::usage("sskr takes no --accept-unconfirmed", hint));
            }
            return Ok(Self { format, threshold: 0 });
        }
        match threshold.or_else(|| format.says_threshold().then_some(0)) {
            Some(threshold) if typed.accept_unconfirmed => Ok(Self { format, threshold }),
            Some(0) => Err(Failure::new(
                Code::Unconfirmed,
                format!("nothing can confirm what shares of {format} give, once each is well-formed"),
                format!("--from-format {} --accept-unconfirmed", format.name()),
            )),
            threshold => {
                let number = threshold.map_or_else(|| "N".to_owned(), |threshold| threshold.to_string());
                let meaning = if threshold.is_none() { " (N: how many were needed)" } else { "" };
                Err(Failure::new(
                    Code::Unconfirmed,
                    format!("nothing can confirm what shares of {format} give: any shares give something"),
                    format!(
                        "--from-format {} --threshold {number} --accept-unconfirmed{meaning}",
                        format.name()
                    ),
                ))
            }
        }
    }
}

/// Refuses an option that shares of another tool cannot honour, however it became known that they are of one: each is
/// named with whether it was given.
///
/// # Errors
///
/// When one was.
pub fn refuse_ours(format: ForeignFormat, options: &[(&str, bool)]) -> Result<(), Failure> {
    match options.iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => {
            let hint = "leave it out: it applies to shares of SLIP-0039 only";
            Err(Failure::usage(format!("{option} does not apply to shares of {format}"), hint))
        }
    }
}

/// Refuses what is said of shares of other tools where there are none.
///
/// # Errors
///
/// When something is.
pub fn refuse_misplaced(typed: &Unconfirmed) -> Result<(), Failure> {
    refuse_threshold(typed.threshold.as_deref())?;
    if typed.accept_unconfirmed { Err(misplaced("--accept-unconfirmed")) } else { Ok(()) }
}

/// The same for the threshold alone.
///
/// # Errors
///
/// When one is given.
pub fn refuse_threshold(typed: Option<&str>) -> Result<(), Failure> {
    if typed.is_some() { Err(misplaced("--threshold")) } else { Ok(()) }
}

fn misplaced(what: &str) -> Failure {
    let hint = "leave it out, or name what made the shares";
    Failure::usage(format!("{what} requires --from-format"), hint)
}

/// How many shares are needed, where it must be said.
///
/// # Errors
///
/// When it is no such number, or the format says so itself.
pub fn threshold(format: ForeignFormat, typed: Option<&str>) -> Result<Option<u32>, Failure> {
    let Some(text) = typed else { return Ok(None) };
    if format.says_threshold() {
        let hint = "leave it out: the shares say how many are needed";
        return Err(Failure::usage(format!("{} takes no --threshold", format.name()), hint));
    }
    let number = text.parse().ok().filter(|number| (1..=255).contains(number));
    number.map(Some).ok_or_else(|| {
        let hint = "as many shares as were needed when they were dealt";
        Failure::usage("--threshold takes a number from 1 to 255", hint)
    })
}
