//! Recipients are confirmed by voice before anything is dealt: whoever swaps one in a plan, or on its way, gets the share. The
//! holder reads a code from their own device, and the operator types it; it is never shown here before.

use std::collections::BTreeMap;

use crate::{
    ceremony::split::SplitError,
    custody::plan::{Plan, SealedTo},
    formats::recipient::{Recipient, RecipientCode},
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
        terminal::{Screen, Session, Terminal, prompt},
    },
};

/// The codes that holders read to the operator.
#[derive(Clone, Debug, Default)]
pub struct Confirming(BTreeMap<(u8, u8), RecipientCode>);

impl Confirming {
    /// A code that was typed with the command, for the card with this group and member.
    pub fn typed(&mut self, place: (u8, u8), code: RecipientCode) {
        self.0.insert(place, code);
    }

    /// Compares the code of each recipient in the plan, and asks for those that were not typed.
    ///
    /// # Errors
    ///
    /// When one is another, or nobody can be asked for it.
    pub fn all(&self, plan: &Plan, console: &Console, machine: Machine) -> Result<(), Failure> {
        for (group, member, card) in plan.cards() {
            let sealed_to = card.sealed_to().map_err(|_| SplitError::SelfCheck)?;
            let Some(SealedTo::Recipient(recipient)) = sealed_to else { continue };
            let number = plan.number(group, member);
            let whose = card.holder().map_or_else(|| format!("card {number}"), str::to_owned);
            let typed = self.0.get(&(group, member)).copied();
            confirm(Reader::Holder(&whose), &recipient, typed, console, machine)
                .map_err(|failure| failure.with_place(group, member))?;
        }
        Ok(())
    }
}

/// Who reads a code.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    /// The holder of a share, by name, from their own device.
    Holder(&'a str),
    /// Whoever is to open a share that its holder seals: the officers of a recovery, from the screen of that machine.
    Whoever(Option<&'a str>),
}

impl Reader<'_> {
    fn name(self) -> String {
        match self {
            Self::Holder(name) | Self::Whoever(Some(name)) => name.to_owned(),
            Self::Whoever(None) => "whoever is to open the share".to_owned(),
        }
    }

    /// How they come to read it.
    fn asked(self) -> String {
        match self {
            Self::Holder(name) => format!(
                "call {name} on a number that you knew before; they run on their own device:\n  \
                 quorate check --identity FILE --recipient\n"
            ),
            Self::Whoever(_) => "call back, on numbers that you knew before; in a recovery both officers \
                                 read the code\nfrom the screen of its machine\n"
                .to_owned(),
        }
    }

    /// What to do where the code is another.
    const fn after_another(self) -> &'static str {
        match self {
            Self::Holder(_) => {
                "somebody may have swapped the recipient: stop, and ask the holder for theirs, in person"
            }
            Self::Whoever(_) => "somebody may have swapped the recipient: seal nothing, and call again",
        }
    }
}

/// Compares the code of one recipient: what was typed with the command, or what the operator types now.
///
/// # Errors
///
/// When it is another, or nobody can be asked.
pub fn confirm(
    reader: Reader<'_>,
    recipient: &Recipient,
    typed: Option<RecipientCode>,
    console: &Console,
    machine: Machine,
) -> Result<(), Failure> {
    let whose = reader.name();
    let heard = match typed {
        Some(code) => code,
        None if !machine.is_attended(console) => {
            let hint = "--recipient-code NAME=CODE says what they read from their own device";
            let message = format!("nobody has confirmed the recipient of {whose}");
            return Err(Failure::new(Code::RecipientUnconfirmed, message, hint));
        }
        None => {
            let terminal = Terminal::without_secrets(console, "give it with --recipient-code NAME=CODE")?;
            asked(&mut terminal.session(Screen::Line)?, reader, &recipient.code())?
        }
    };
    if heard == recipient.code() {
        console.say(&format!("the recipient of {whose} is confirmed: {heard}"));
        return Ok(());
    }
    let message = format!("the code that {whose} reads is not that of the recipient given for them");
    Err(Failure::new(Code::OtherRecipient, message, reader.after_another()))
}

/// Characters that differ where somebody has probably misheard or mistyped them. Whoever swaps a recipient has all of them wrong.
const MOST_SLIPS: usize = 2;

/// What is typed. Where it is nearly the code, it is read once more; that helps nobody who swapped the recipient, for all
/// of it must be right in the end.
fn asked(
    session: &mut Session<'_>,
    reader: Reader<'_>,
    expected: &RecipientCode,
) -> Result<RecipientCode, Failure> {
    session.draw(&reader.asked())?;
    let mut is_asked_again = false;
    loop {
        let question = format!("the 20 characters that {} reads: ", reader.name());
        match prompt::line(session, &question, prompt::Echo::Shown)?.expose().parse() {
            Ok(code) if !is_asked_again && (1..=MOST_SLIPS).contains(&slips(&code, expected)) => {
                is_asked_again = true;
                session.draw("a character or two are others: have all of it read once more\n")?;
            }
            Ok(code) => return Ok(code),
            Err(error) => session.tell(&format!("{error}: type it again; Ctrl-C stops\n"))?,
        }
    }
}

/// In how many characters two codes differ.
fn slips(one: &RecipientCode, other: &RecipientCode) -> usize {
    let (one, other) = (one.to_string(), other.to_string());
    one.chars().zip(other.chars()).filter(|(one, other)| one != other).count()
}
