//! The deal of what was rolled, and what the record says of it.

use super::request::Dice;
use crate::{
    ceremony::split::{
        draws::{DealContext, Draws},
        randomness::Rolled,
    },
    commands::split::request::{GivenSource, KeySource, Request},
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::hex,
        random::OsEntropy,
    },
    custody::record::{
        Record,
        rolled::{RecordedRolls, RolledKey},
    },
    slip39::Exponent,
};

/// What the record says of what was rolled.
pub fn recorded_rolls(request: &Request, rolled: Option<&Rolled>) -> Option<RecordedRolls> {
    request.dice.as_ref().zip(rolled).map(|(dice, rolled)| recorded(dice, rolled, &request.key))
}

fn recorded(dice: &Dice, rolled: &Rolled, key: &KeySource) -> RecordedRolls {
    RecordedRolls {
        contributors: rolled.contributors(),
        sides: dice.sides.faces(),
        rolls: dice.sides.rolls(dice.strength),
        key: match key {
            KeySource::Key(GivenSource::Fresh(_)) if dice.dice_only => RolledKey::DiceOnly,
            KeySource::Key(GivenSource::Fresh(_)) | KeySource::Seal(_) => RolledKey::Mixed,
            KeySource::Key(_) | KeySource::Foreign(..) | KeySource::Shares(_) => RolledKey::Given,
        },
        commitment: rolled.machine().commitment().hex(),
        opened: !dice.is_alone(),
        second: dice.is_second(),
    }
}

/// The values of a deal: the kernel's, or those of what was rolled.
pub fn entropy<'a>(request: &Request, rolled: Option<&'a Rolled>, exponent: Exponent) -> DealEntropy<'a> {
    rolled.map_or(DealEntropy::Kernel(OsEntropy), |rolled| {
        let plan_hash = &request.plan.hash();
        let context = DealContext { policy: &request.policy, exponent, extendable: true, plan_hash };
        DealEntropy::Rolled(Draws::of(rolled, &context))
    })
}

/// Where the values of a deal come from.
#[derive(Debug)]
pub enum DealEntropy<'a> {
    /// The kernel alone.
    Kernel(OsEntropy),
    /// What people rolled, and the machine's bytes.
    Rolled(Draws<'a>),
}

impl Entropy for DealEntropy<'_> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        match self {
            Self::Kernel(kernel) => kernel.fill(buffer),
            Self::Rolled(draws) => draws.fill(buffer),
        }
    }

    fn bind(&mut self, dealt: &[u8]) {
        match self {
            Self::Kernel(_) => {}
            Self::Rolled(draws) => draws.bind(dealt),
        }
    }
}

impl DealEntropy<'_> {
    /// The salt of the record, as it holds it.
    ///
    /// # Errors
    ///
    /// When the random source fails, or nothing was dealt.
    pub fn record_salt(&mut self) -> Result<String, NoEntropy> {
        match self {
            Self::Kernel(kernel) => Record::fresh_salt(kernel),
            Self::Rolled(draws) => draws.record_salt().map(|salt| hex(&salt)),
        }
    }
}
