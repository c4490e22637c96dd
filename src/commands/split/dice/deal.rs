//! The deal of what was rolled, and what the record says of it.

use super::request::Dice;
use crate::{
    ceremony::split::{
        draws::{DealContext, DealEntropy, Draws},
        randomness::Rolled,
    },
    commands::split::request::{GivenSource, KeySource, Request},
    crypto::random::OsEntropy,
    custody::record::rolled::{RecordedRolls, RolledKey},
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
