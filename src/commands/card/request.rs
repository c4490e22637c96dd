//! What the arguments of `card` mean.

use crate::{
    commands::{
        card::options::Options,
        options::{
            day::day,
            holders::{self, OneRecipient},
        },
    },
    host::{
        console::{Console, Machine},
        failure::Failure,
    },
    slip39::words::value_bytes,
    transfer::{
        archive::{day::unasked, ledger::Ledger, today::Today},
        delivery::{handout::HandoutPlan, taken::Taken},
        intake::{files::refuse_double_stdin, sources::ShareSource},
    },
};

/// Words of a share of 32 bytes.
const USUAL_WORDS: usize = 33;

/// What `card` will print.
#[derive(Debug)]
pub struct Request {
    /// The shares; none for a blank card of any set.
    pub shares: Option<ShareSource>,
    /// How many words a blank card has lines for.
    pub blank_words: usize,
    /// The record that knows how many shares there are and whose.
    pub ledger: Option<Ledger>,
    /// What record and journal say of the day that is printed, or of that of the clock.
    pub today: Option<Today>,
    /// What becomes of them.
    pub handout: HandoutPlan,
    /// To whom the share is sealed, if it is.
    pub to: Option<OneRecipient>,
}

impl Request {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(typed: Options, console: &Console, machine: Machine) -> Result<Self, Failure> {
        refuse_double_stdin(typed.shares.iter())?;
        let date = typed.handout.print.date.as_deref().map(day).transpose()?;
        let mut handout = HandoutPlan::new(typed.handout, false, console, machine)?;
        let to = typed.sealing.one()?;
        holders::refuse_unsealable(&handout, to.as_ref(), console, machine)?;
        handout.print.neutral_names = typed.sealing.neutral_names;
        let is_for_any_set = handout.print.is_blank && typed.shares.is_empty();
        let ledger = typed.record.as_deref().map(Ledger::open).transpose()?;
        let today = match &ledger {
            Some(ledger) => {
                let stamp = unasked(date)?;
                ledger.warn_of_day(stamp.day, console);
                Some(Today::of(ledger, stamp.day))
            }
            None => None,
        };
        let identities = &typed.opening.identities;
        let shares = (!is_for_any_set).then(|| ShareSource::new(typed.shares, identities, machine));
        let shares = shares.transpose()?;
        if let Some((shares, ledger)) = shares.as_ref().zip(ledger.as_ref()) {
            shares.learn(&ledger.record, &ledger.journal);
        }
        handout.taken = ledger.as_ref().map_or_else(Taken::default, |ledger| Taken::of(&ledger.record));
        Ok(Self {
            ledger,
            today,
            shares,
            blank_words: typed.words.as_deref().map_or(Ok(USUAL_WORDS), words)?,
            handout,
            to,
        })
    }
}

fn words(text: &str) -> Result<usize, Failure> {
    text.parse().ok().filter(|words| value_bytes(*words).is_some()).ok_or_else(|| {
        Failure::usage("--words takes the number of words of a share", "for instance 20, 33 or 59")
    })
}
