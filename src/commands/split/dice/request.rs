//! What the arguments about rolls mean, and which of two machines this is.

use crate::{
    ceremony::split::{
        SplitError,
        die::{Die, Strength},
        machine::Commitment,
        randomness::Rolled,
    },
    commands::{options::choices::Bits, split::options::Options},
    crypto::{hash::bytes, secret::SecretBytes},
    host::failure::Failure,
    slip39::Policy,
};

/// What people roll for a split, and who computes it.
#[derive(Debug)]
pub struct Dice {
    /// The sides of what everybody rolls.
    pub sides: Die,
    /// How much each of them gives.
    pub strength: Strength,
    /// Where the rolls are.
    pub from: RollSource,
    /// Whether the key is made of them alone.
    pub dice_only: bool,
    /// Whether rolls are used that look typed.
    pub accepts_odd: bool,
    /// Which machine this is.
    pub machine: WhichMachine,
}

/// Where the rolls are.
#[derive(Debug)]
pub enum RollSource {
    /// So many people type them.
    Typed(u8),
    /// In files, one for each contributor.
    Files(Vec<String>),
}

/// Which of two machines this is.
#[derive(Debug)]
pub enum WhichMachine {
    /// The only one.
    Alone,
    /// The first, which waits for a second.
    First,
    /// The second, which compares.
    Second {
        /// What the first committed to before anybody rolled.
        commitment: Commitment,
        /// The file with the random bytes of the first.
        bytes: Option<String>,
    },
}

impl Dice {
    /// What was typed about rolls; none where nobody rolls.
    ///
    /// # Errors
    ///
    /// When it contradicts itself or the policy.
    pub fn of(typed: &Options, policy: &Policy) -> Result<Option<Self>, Failure> {
        let dice = &typed.dice;
        let from = match (dice.dice, dice.rolls.as_slice()) {
            (None, []) => {
                let others = [
                    ("--sides", dice.sides.is_some()),
                    ("--dice-only", dice.dice_only),
                    ("--accept-rolls", dice.accept_rolls),
                    ("--agree", dice.agree),
                    ("--agree-with", dice.agree_with.is_some()),
                ];
                return match others.into_iter().find(|(_, is_there)| *is_there) {
                    Some((name, _)) => {
                        let hint = "--dice N asks N people for their rolls; --rolls FILE reads them";
                        Err(Failure::usage(format!("{name} requires rolls"), hint))
                    }
                    None => Ok(None),
                };
            }
            (Some(people), []) => RollSource::Typed(people),
            (people, files) if people.is_none_or(|people| usize::from(people) == files.len()) => {
                RollSource::Files(files.to_vec())
            }
            _ => {
                let hint = "name one file of rolls for each of them, or leave --dice out";
                return Err(Failure::usage("--dice and --rolls name different numbers of people", hint));
            }
        };
        let sides = dice.sides.unwrap_or(Die::SIX);
        if dice.dice_only && typed.generate.is_none() {
            let hint = "--generate BITS makes a new key; a key that is given is dealt with rolls as it is";
            return Err(Failure::usage("--dice-only requires --generate", hint));
        }
        if dice.dice_only && sides != Die::SIX {
            let hint = "leave --dice-only out: the key then mixes the rolls and the machine's random bytes";
            return Err(Failure::usage("--dice-only takes six-sided dice", hint));
        }
        let strength = match typed.generate {
            Some(Bits::B128) => Strength::Bits128,
            Some(Bits::B256) | None => Strength::Bits256,
        };
        let machine = which_machine(typed)?;
        let has_whole_key =
            policy.groups_needed() == 1 && policy.groups().iter().any(|group| group.threshold() == 1);
        if has_whole_key && !matches!(machine, WhichMachine::Alone) {
            let hint = "take a policy under which nobody holds the whole key";
            return Err(Failure::usage("two machines cannot agree on a share that is the whole key", hint));
        }
        let (dice_only, accepts_odd) = (dice.dice_only, dice.accept_rolls);
        Ok(Some(Self { sides, strength, from, dice_only, accepts_odd, machine }))
    }

    /// The files that rolls, or the random bytes of a first machine, were read from.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        let rolls: &[String] = match &self.from {
            RollSource::Files(files) => files,
            RollSource::Typed(_) => &[],
        };
        let bytes = match &self.machine {
            WhichMachine::Second { bytes, .. } => bytes.as_ref(),
            WhichMachine::Alone | WhichMachine::First => None,
        };
        rolls.iter().chain(bytes)
    }

    /// Whether no second machine computes the same.
    #[must_use]
    pub const fn is_alone(&self) -> bool {
        matches!(self.machine, WhichMachine::Alone)
    }

    /// Whether this is the second machine.
    #[must_use]
    pub const fn is_second(&self) -> bool {
        matches!(self.machine, WhichMachine::Second { .. })
    }

    /// The key of `--generate`, of this many bytes.
    ///
    /// # Errors
    ///
    /// When it is to be made of dice alone, and one has other sides than six.
    pub fn key(&self, rolled: &Rolled, bytes: usize) -> Result<SecretBytes, Failure> {
        match self.dice_only {
            true => Ok(rolled.key_of_dice_only(bytes).ok_or(SplitError::SelfCheck)?),
            false => Ok(rolled.key(bytes)),
        }
    }
}

fn which_machine(typed: &Options) -> Result<WhichMachine, Failure> {
    let dice = &typed.dice;
    let needs_record = |name: &str| {
        let hint = "add --record FILE: cards are compared with it later";
        Failure::usage(format!("{name} requires a record"), hint)
    };
    match (&dice.agree_with, &dice.commitment) {
        (Some(code), Some(commitment)) => {
            if typed.record.is_none() {
                return Err(needs_record("--agree-with"));
            }
            if typed.output.is_some() || typed.read_back.is_some() {
                let hint = "leave -o and --read-back out; --record FILE is all that it writes";
                return Err(Failure::usage("the second machine shows and writes no share", hint));
            }
            if digits(code).is_none() {
                let hint = "32 hexadecimal digits, as the first machine shows them after the rolls";
                return Err(Failure::usage("--agree-with takes an agreement code", hint));
            }
            let Some(commitment) = Commitment::read(commitment) else {
                let hint = "64 hexadecimal digits, as the first machine showed them before the first roll";
                return Err(Failure::usage("--commitment is not one", hint));
            };
            Ok(WhichMachine::Second { commitment, bytes: dice.machine_bytes.clone() })
        }
        _ if dice.agree && typed.record.is_none() && typed.output.is_none() => Err(needs_record("--agree")),
        _ if dice.agree => Ok(WhichMachine::First),
        _ => Ok(WhichMachine::Alone),
    }
}

/// The 32 digits of an agreement code, however it is grouped; none if it is none.
pub fn digits(code: &str) -> Option<String> {
    let is_between = |character: char| character == '-' || character.is_whitespace();
    let digits: String = code.chars().filter(|character| !is_between(*character)).collect();
    bytes::<16>(&digits).map(|_| digits.to_lowercase())
}
