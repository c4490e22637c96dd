//! Holders far away: what opens their shares, and to whom shares are sealed.

use clap::Args;

use crate::{
    custody::plan::{Plan, SealedTo},
    formats::{
        age::small,
        recipient::{NoCode, NoRecipient, RecipientCode},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    transfer::{
        delivery::handout::{HandoutOutput, HandoutPlan},
        intake::keyring::refuse_too_little_memory,
        sealing::confirming::Confirming,
    },
};

/// What opens shares that are sealed to their holders.
#[derive(Args, Clone, Debug, Default)]
pub struct Identities {
    /// A file with what opens a sealed share: an age identity, an Ed25519 key of OpenSSH without a passphrase, or ten words; repeat
    /// for each. Without it quorate asks
    #[arg(long = "identity", value_name = "FILE", help_heading = "Holders far away")]
    pub identities: Vec<String>,
}

/// To whom shares are sealed.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Holders far away")]
pub struct Sealing {
    /// Seal the share of NAME to this recipient: age1..., a line ssh-ed25519 AAAA..., or `passphrase`, which quorate makes and
    /// shows. NAME is a custodian, a role or the number of a card; repeat for each
    #[arg(long = "to", value_name = "NAME=RECIPIENT")]
    pub to: Vec<String>,
    /// The code of the recipient of NAME, as they read it to you from their own device. Without it quorate asks
    #[arg(long = "recipient-code", value_name = "NAME=CODE")]
    pub codes: Vec<String>,
    /// Name the files of sealed shares by set and number: a name tells a thief whom to visit
    #[arg(long)]
    pub neutral_names: bool,
}

impl Sealing {
    /// Writes the recipients that were typed into the plan, as if they stood there.
    ///
    /// # Errors
    ///
    /// When one is none, or names no card or several, or the plan has another for it; when one person would have two.
    pub fn fill(&self, plan: &mut Plan) -> Result<(), Failure> {
        for typed in &self.to {
            let (name, recipient) = named("--to", typed)?;
            let sealed_to: Result<SealedTo, NoRecipient> = recipient.parse();
            // A private key is told before anything else. The name may be told once it is one of the plan.
            if let Err(error @ NoRecipient::Private) = sealed_to {
                return Err(no_recipient(error));
            }
            let (group, member) = place("--to", plan, name)?;
            let Some(card) = plan.card_mut(group, member) else { continue };
            let sealed_to = sealed_to.map_err(|error| {
                let failure = no_recipient(error);
                let message = format!("--to {}: {}", card.holder().unwrap_or("of a card"), failure.message);
                failure.with_message(message)
            })?;
            if card.holder().is_none() {
                let hint = "name who answers for it: --custodian, or a plan";
                return Err(Failure::usage("--to seals a card that nobody is named for", hint));
            }
            let given = Some(sealed_to.to_string());
            if card.recipient.is_some() && card.recipient != given {
                let hint = "change the plan, or leave --to out: the plan has the recipient";
                return Err(Failure::usage("--to and the plan name different recipients", hint));
            }
            card.recipient = given;
        }
        refuse_one_person(plan)
    }

    /// The recipient of the one share that a command makes; none where it leaves as it is. A name may be left out.
    ///
    /// # Errors
    ///
    /// When there are several, or one is none.
    pub fn one(&self) -> Result<Option<OneRecipient>, Failure> {
        if self.to.len() > 1 || self.codes.len() > 1 {
            return Err(Failure::usage("one share has one recipient", "name it once: --to RECIPIENT"));
        }
        let Some(typed) = self.to.first() else {
            return match (self.codes.is_empty(), self.neutral_names) {
                (true, false) => Ok(None),
                _ => Err(Failure::usage("the recipient is missing", "add --to RECIPIENT")),
            };
        };
        let (name, sealed_to) = match typed.parse::<SealedTo>() {
            Ok(sealed_to) => (None, sealed_to),
            // A key that is wrong has no name before it.
            Err(error) if !typed.contains('=') || error == NoRecipient::Private => {
                return Err(no_recipient(error));
            }
            Err(_) => {
                let (name, recipient) = named("--to", typed)?;
                (Some(name.to_owned()), recipient.parse().map_err(no_recipient)?)
            }
        };
        let code =
            |typed: &String| read_code(typed.rsplit_once('=').map_or(typed.as_str(), |(_, code)| code));
        let code = self.codes.first().map(code).transpose()?;
        Ok(Some(OneRecipient { name, sealed_to, code }))
    }
}

/// One share, and to whom it is sealed.
#[derive(Clone, Debug)]
pub struct OneRecipient {
    /// Who that is, if it was said.
    pub name: Option<String>,
    /// The recipient.
    pub sealed_to: SealedTo,
    /// The code that they read, if it was typed with the command.
    pub code: Option<RecipientCode>,
}

/// A sealed share is a file, and its passphrase is shown on a terminal.
///
/// # Errors
///
/// When it would go to a terminal or pipe, be drawn, or its passphrase could be shown to nobody.
pub fn refuse_unsealable(
    handout: &HandoutPlan,
    to: Option<&OneRecipient>,
    console: &Console,
    machine: Machine,
) -> Result<(), Failure> {
    let Some(to) = to else { return Ok(()) };
    if !matches!(handout.output, HandoutOutput::Folder(_)) {
        return Err(Failure::usage(
            "a share that is sealed requires -o DIR",
            "add -o DIR, or leave out --to",
        ));
    }
    if handout.print.is_blank || !handout.print.formats.iter().all(|format| format.is_of_sealed()) {
        let hint = "--format words makes the sealed file, pdf a sealed card as well";
        return Err(Failure::usage("a sealed share is a file or a card: nothing else is made of it", hint));
    }
    if to.sealed_to == SealedTo::Passphrase { refuse_untold_passphrase(console, machine) } else { Ok(()) }
}

/// A passphrase is shown on a terminal, and takes memory: told before anybody types.
///
/// # Errors
///
/// When there is no terminal, or too little memory.
pub fn refuse_untold_passphrase(console: &Console, machine: Machine) -> Result<(), Failure> {
    if !machine.is_attended(console) {
        let hint = "run this at a terminal: the passphrase of a share is shown to its holder alone";
        let message = "a share is sealed to a passphrase, and there is no terminal to show it on";
        return Err(Failure::new(Code::TerminalNeeded, message, hint));
    }
    refuse_too_little_memory("a sealed share", small::WORK_FACTOR)
}

/// The codes that were typed, each for a card of the plan.
///
/// # Errors
///
/// When one is no code, or is for no card that is sealed to a recipient.
pub fn confirming(codes: &[String], plan: &Plan) -> Result<Confirming, Failure> {
    let mut confirming = Confirming::default();
    for typed in codes {
        let (name, code) = named("--recipient-code", typed)?;
        let code = read_code(code)?;
        let place = place("--recipient-code", plan, name)?;
        let card = plan.card(place.0, place.1);
        if card.and_then(|card| card.told_sealed_to()?.code()).is_none() {
            let hint = "leave it out, or name a recipient for the card with --to";
            return Err(Failure::usage("--recipient-code is for a card without a recipient", hint));
        }
        confirming.typed(place, code);
    }
    Ok(confirming)
}

/// The two halves of NAME=VALUE.
fn named<'a>(option: &str, typed: &'a str) -> Result<(&'a str, &'a str), Failure> {
    let halves = typed.split_once('=').filter(|(name, _)| !name.trim().is_empty());
    halves.map(|(name, value)| (name.trim(), value.trim())).ok_or_else(|| {
        let hint = format!("for instance {option} bob=VALUE, or {option} 2=VALUE");
        Failure::usage(format!("{option} takes a name, = and a value"), hint)
    })
}

fn read_code(typed: &str) -> Result<RecipientCode, Failure> {
    let hint = "quorate check --identity FILE --recipient prints it";
    typed.parse().map_err(|error: NoCode| Failure::usage(error.to_string(), hint))
}

/// Whether a name, a role or a number means the card at this place.
#[must_use]
pub fn is_meant(plan: &Plan, (group, member): (u8, u8), name: &str) -> bool {
    let card = plan.card(group, member);
    let names = card.into_iter().flat_map(|card| [card.custodian.as_deref(), card.role.as_deref()]);
    names.flatten().any(|own| own.to_lowercase() == name.to_lowercase()) || plan.number(group, member) == name
}

/// The card that a name, a role or a number means.
fn place(option: &str, plan: &Plan, name: &str) -> Result<(u8, u8), Failure> {
    let mut found = plan.cards().filter(|(group, member, _)| is_meant(plan, (*group, *member), name));
    match (found.next(), found.next()) {
        (Some((group, member, _)), None) => Ok((group, member)),
        (None, _) => {
            let hint = "NAME is a custodian, a role, or the number of a card, such as 2 or 1.2";
            Err(Failure::usage(format!("{option} names nobody who gets a card"), hint))
        }
        (Some(_), Some(_)) => {
            let hint = "name the card by its number, such as 2 or 1.2";
            Err(Failure::usage(format!("{option} names somebody who gets several cards"), hint))
        }
    }
}

/// One identity must not open two shares that two people answer for.
fn refuse_one_person(plan: &Plan) -> Result<(), Failure> {
    let mut sealed: Vec<(u8, u8, SealedTo)> = Vec::new();
    for (group, member, card) in plan.cards() {
        sealed.extend(card.sealed_to().map_err(no_recipient)?.map(|to| (group, member, to)));
    }
    for (at, (group, member, one)) in sealed.iter().enumerate() {
        let same = sealed[at + 1..].iter().find(|(_, _, other)| one.is_of_one_person(other));
        if let Some((other_group, other_member, _)) = same {
            let (one, other) = (plan.number(*group, *member), plan.number(*other_group, *other_member));
            let hint = "each holder makes an identity of their own: age-keygen -o FILE";
            let message = format!("cards {one} and {other} would be sealed to one person");
            return Err(Failure::usage(message, hint));
        }
    }
    Ok(())
}

/// Why a text is no recipient. It is never repeated: it may be a private key.
#[must_use]
pub fn no_recipient(error: NoRecipient) -> Failure {
    let hint = match error {
        NoRecipient::Private => "ask its holder for the recipient: age-keygen -y FILE; and make a new key",
        NoRecipient::OtherKind => "seal the card with that program: docs/use/far-holders.md shows how",
        NoRecipient::Mistyped => "ask its holder to send it again, as a file",
        NoRecipient::Unknown => "age1..., ssh-ed25519 AAAA..., or `passphrase`",
    };
    let code = if error == NoRecipient::Private { Code::SecretText } else { Code::Usage };
    Failure::new(code, error.to_string(), hint)
}
