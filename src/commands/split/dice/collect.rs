//! The rolls themselves: typed by one contributor after the other, or read from files.

use std::cell::OnceCell;

use super::request::{Dice, RollSource, WhichMachine};
use crate::{
    ceremony::split::{
        SplitError,
        machine::{Commitment, MachineBytes},
        oddity::{Oddity, oddity},
        randomness::Rolled,
        rolls::{Contribution, Rolls},
    },
    crypto::{hash::fours, random::OsEntropy, secret::SecretText},
    host::{
        console::Console,
        failure::{Code, Failure},
        files::read::read_input,
        terminal::{
            Screen, Session, Terminal,
            prompt::{Echo, is_agreed, line, watched},
        },
    },
    transfer::{delivery::reveal::curtain, intake::files::shown},
};

/// Why the first of two machines takes a terminal.
pub(super) const WAITS: &str =
    "--agree waits at a terminal until somebody says that the second machine agrees";

/// What becomes void where a ceremony stops after somebody rolled.
const VOID: &str = "the commitment and all rolls so far become void";

impl Dice {
    /// Commits, then takes the rolls of everybody.
    ///
    /// # Errors
    ///
    /// When rolls are missing, none, or odd and not accepted; when the random bytes of the first machine are not those that it
    /// committed to.
    pub fn collect(&self, console: &Console) -> Result<Rolled, Failure> {
        let terminal = match (&self.from, &self.machine) {
            (RollSource::Typed(_), _) => {
                let instead = "--rolls FILE reads the rolls of one contributor; repeat it for each";
                Some(Terminal::open(console, instead)?)
            }
            // It is there that somebody says later whether the second machine agrees.
            (RollSource::Files(_), WhichMachine::First) => Some(Terminal::open(console, WAITS)?),
            (RollSource::Files(_), WhichMachine::Alone | WhichMachine::Second { .. }) => None,
        };
        let machine = self.machine_bytes(terminal.as_ref(), console)?;
        let terminal = terminal.map(|terminal| terminal.with_at_stake(self.at_stake()));
        let contributions: Result<Vec<Contribution>, Failure> = match (&self.from, &terminal) {
            (RollSource::Files(files), _) => files.iter().map(|file| self.read(file, console)).collect(),
            (RollSource::Typed(people), Some(terminal)) => {
                (1..=*people).map(|person| self.typed(terminal, person, *people)).collect()
            }
            (RollSource::Typed(_), None) => Err(SplitError::SelfCheck.into()),
        };
        let contributions = contributions.map_err(|failure| self.void(failure))?;
        Ok(Rolled::new(contributions, machine).map_err(|_| SplitError::SelfCheck)?)
    }

    /// What becomes void if the ceremony stops now. On a second machine the same rolls are typed once more.
    const fn at_stake(&self) -> Option<&'static str> {
        if self.is_second() { None } else { Some(VOID) }
    }

    /// Nothing is left of rolls where a ceremony stops, and the next attempt is another one.
    fn void(&self, failure: Failure) -> Failure {
        match (self.at_stake(), &self.from) {
            (Some(_), RollSource::Typed(_)) => failure.with_hint(
                "the commitment and all rolls are void: begin anew, and count this attempt".to_owned(),
            ),
            _ => failure,
        }
    }

    /// The machine's random bytes: fresh ones, to which it commits now; on a second machine those of the first.
    fn machine_bytes(&self, terminal: Option<&Terminal>, console: &Console) -> Result<MachineBytes, Failure> {
        if let WhichMachine::Second { commitment, bytes, .. } = &self.machine {
            return first_machine(bytes.as_deref(), commitment, console);
        }
        let machine = MachineBytes::fresh(&mut OsEntropy).map_err(SplitError::from)?;
        let groups = in_groups(&machine.commitment());
        match terminal {
            Some(terminal) => {
                let text = format!(
                    "Everybody writes this down before the first roll. It is the SHA-256 of\n\
                     random bytes that this machine has chosen, and cannot choose again:\n\n\
                     {}\n\nEnter when all have written it",
                    groups.join("\n")
                );
                curtain(&mut terminal.session(Screen::Alternate)?, "the machine's commitment", &text)?;
            }
            None => console.say(&format!("commitment of this machine: {}", groups.join(" "))),
        }
        Ok(machine)
    }

    fn read(&self, file: &str, console: &Console) -> Result<Contribution, Failure> {
        let text = read_input(file)?;
        let read = Contribution::read(self.sides, self.strength, text.expose());
        let contribution = read.map_err(|error| {
            let needed = self.sides.rolls(self.strength);
            let hint = format!("each contributor gives {needed} {}, in order", self.sides.rolled());
            Failure::new(Code::Rolls, format!("{}: {error}", shown(file)), hint)
        })?;
        match oddity(&contribution).filter(|_| !self.accepts_odd) {
            None => Ok(contribution),
            Some(odd) => Err(refused(odd, &shown(file))),
        }
        .inspect(|_| console.step("took the rolls of one contributor"))
    }

    /// Asks one contributor until all their rolls are there.
    fn typed(&self, terminal: &Terminal, person: u8, people: u8) -> Result<Contribution, Failure> {
        loop {
            let contribution = self.typed_once(&mut terminal.session(Screen::Line)?, person, people)?;
            let Some(odd) = oddity(&contribution).filter(|_| !self.accepts_odd) else {
                return Ok(contribution);
            };
            let what = format!("contributor {person}: {odd}. Chance alone does not do that.");
            if is_agreed(terminal, &what)? {
                return Ok(contribution);
            }
        }
    }

    fn typed_once(&self, session: &mut Session<'_>, person: u8, people: u8) -> Result<Contribution, Failure> {
        let mut rolls = Rolls::begin(self.sides, self.strength);
        let needed = rolls.needed();
        let sheet =
            if self.at_stake().is_some() { "Write them down, too." } else { "They are on your sheet." };
        let rolled = self.sides.rolled();
        session.draw(&format!("contributor {person} of {people}: {needed} {rolled}. {sheet}\n"))?;
        while rolls.have() < needed {
            let mut question = |typed: &SecretText| match rolls.try_out(typed.expose().as_bytes()) {
                Ok(have) => format!("{have} of {needed} are there (hidden, Tab shows them): "),
                Err(error) => format!("{error}; Backspace: "),
            };
            let typed = watched(session, &mut question, Echo::Hidden)?;
            if let Err(error) = rolls.add(typed.expose().as_bytes()) {
                session.draw(&format!("{error}: nothing of that line counts; type it again\n"))?;
            }
        }
        session.draw(&format!("contributor {person}: {needed} of {needed} are there\n"))?;
        Ok(rolls.complete().map_err(|_| SplitError::SelfCheck)?)
    }
}

/// The random bytes that the first machine showed.
fn first_machine(
    file: Option<&str>,
    commitment: &Commitment,
    console: &Console,
) -> Result<MachineBytes, Failure> {
    let no_bytes = || {
        let hint = "64 hexadecimal digits, in the order in which the first machine showed them";
        Failure::new(Code::Rolls, "these are not the random bytes of a machine", hint)
    };
    let machine = match file {
        Some(file) => MachineBytes::read(read_input(file)?.expose()).ok_or_else(no_bytes)?,
        None => {
            let terminal = Terminal::open(console, "--machine-bytes FILE reads them from a file")?;
            let mut session = terminal.session(Screen::Line)?;
            let question = "random bytes of the first machine, 16 groups (hidden, Tab shows them): ";
            loop {
                match MachineBytes::read(line(&mut session, question, Echo::Hidden)?.expose()) {
                    Some(machine) => break machine,
                    None => session.draw("that is not 64 hexadecimal digits: type them again\n")?,
                }
            }
        }
    };
    if commitment.is_of(&machine) {
        return Ok(machine);
    }
    let message = "the first machine did not commit to these random bytes before the rolls";
    let hint = "look for a slip in both; if there is none, do not trust the first machine";
    Err(Failure::new(Code::OtherCommitment, message, hint))
}

/// The 64 digits in groups of four, a line for each eight groups.
fn in_groups(commitment: &Commitment) -> Vec<String> {
    fours(&commitment.hex()).chunks(8).map(|row| row.join(" ")).collect()
}

fn refused(odd: Oddity, file: &str) -> Failure {
    let hint = "roll again; or --accept-rolls, if they were rolled like this";
    Failure::new(Code::OddRolls, format!("{file}: {odd}, which chance alone does not do"), hint)
}

/// The rolls of a split, which are taken when they are needed, after all that can be wrong without them.
pub struct Rolling<'a> {
    dice: Option<&'a Dice>,
    console: &'a Console,
    taken: OnceCell<Rolled>,
}

impl<'a> Rolling<'a> {
    /// None yet.
    pub const fn of(dice: Option<&'a Dice>, console: &'a Console) -> Self {
        Self { dice, console, taken: OnceCell::new() }
    }

    /// All rolls, from now on; none where nobody rolls.
    ///
    /// # Errors
    ///
    /// As [`Dice::collect`].
    pub fn take(&self) -> Result<Option<&Rolled>, Failure> {
        if let (Some(dice), None) = (self.dice, self.taken.get()) {
            let _ = self.taken.set(dice.collect(self.console)?);
        }
        Ok(self.taken.get())
    }

    /// What becomes void if the ceremony stops now.
    pub fn at_stake(&self) -> Option<&'static str> {
        self.taken.get().and(self.dice).and_then(Dice::at_stake)
    }

    /// A failure after which all rolls that were taken are void.
    pub fn void(&self, failure: Failure) -> Failure {
        match self.taken.get().and(self.dice) {
            Some(dice) => dice.void(failure),
            None => failure,
        }
    }
}
