//! Two machines that agree: the first waits, the second computes the same and compares.

use std::borrow::Cow;

use serde::Serialize;

use super::{
    collect::WAITS,
    request::{WhichMachine, digits},
};
use crate::{
    ceremony::split::{SplitError, randomness::Rolled},
    commands::split::{
        facts::Made,
        request::{RecordOutput, Request},
    },
    crypto::secret::SecretText,
    custody::record::Record,
    host::{
        console::{self, Console},
        document::Set,
        failure::{Code, Failure},
        terminal::{Screen, Session, Terminal, prompt::is_agreed},
    },
    transfer::delivery::reveal::{self, curtain},
};

/// Whether the deal may go on to its shares: on the first of two machines after somebody said that the second agrees.
///
/// # Errors
///
/// When it does not agree, or there is no terminal.
pub fn wait_for_second(
    request: &Request,
    rolled: Option<&Rolled>,
    record: Option<&Record>,
    console: &Console,
) -> Result<(), Failure> {
    let Some(WhichMachine::First) = request.dice.as_ref().map(|dice| &dice.machine) else { return Ok(()) };
    let rolled = rolled.ok_or(SplitError::SelfCheck)?;
    let code = record.and_then(Record::agreement_code).ok_or(SplitError::SelfCheck)?;
    let terminal = Terminal::open(console, WAITS)?.with_at_stake(Some("the deal and all rolls become void"));
    {
        let mut session = terminal.session(Screen::Alternate)?;
        let about = "On the next page stand the random bytes of this machine. With the rolls they\n\
                     may be the key. Type them into the second machine, or write them down and\n\
                     burn the paper. Nobody else should see them. Enter shows them.";
        curtain(&mut session, "for the second machine", about)?;
        bytes_page(&mut session, rolled)?;
        curtain(&mut session, "agreement code", &format!("{code}\n\nEnter when the second machine has it"))?;
    }
    let what = format!("Does the second machine agree on {code}?");
    if is_agreed(&terminal, &what)? {
        console.say(&format!("somebody said that the second machine agrees: {code}"));
        return Ok(());
    }
    let hint = "no share was shown or written: burn the rolls and the bytes, and count this attempt";
    Err(Failure::new(Code::OtherDeal, "the second machine does not agree on this deal", hint))
}

/// The random bytes in numbered groups: never as words, which could be taken for a wallet, and never as a code.
fn bytes_page(session: &mut Session<'_>, rolled: &Rolled) -> Result<(), Failure> {
    let groups: Vec<SecretText> = rolled.machine().groups().collect();
    reveal::groups(session, "random bytes of this machine", &groups)
}

/// What the second machine answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SameDeal {
    /// The set.
    set: Set,
    /// The policy in words.
    policy: String,
    /// Always: another deal is a failure.
    agrees: bool,
    /// The agreement code of both machines.
    agreement_code: String,
    /// The record that this machine keeps, by which cards are compared.
    record: String,
}

impl console::Answer for SameDeal {
    fn text(&self) -> Cow<'_, [u8]> {
        let Self { agreement_code: code, record, .. } = self;
        format!(
            "this machine has computed the same deal: {code}\n\
             It shows no share. Each card is compared here: quorate check --record {record}\n"
        )
        .into_bytes()
        .into()
    }
}

/// Compares the deal with that of the first machine.
///
/// # Errors
///
/// When it is another.
pub fn compared(code: &str, request: &Request, made: &Made, record: &Record) -> Result<SameDeal, Failure> {
    let computed = record.agreement_code().ok_or(SplitError::SelfCheck)?;
    if digits(code) != digits(&computed) {
        let message = format!("the two machines have computed different deals; this one: {computed}");
        let hint = "look for a slip in the rolls, bytes, plan, key, passphrase, exponent or code";
        return Err(Failure::new(Code::OtherDeal, message, hint));
    }
    let RecordOutput::File(file) = &request.record else { return Err(SplitError::SelfCheck.into()) };
    Ok(SameDeal {
        set: Set::of(&made.split.set),
        policy: request.policy.to_string(),
        agrees: true,
        agreement_code: computed,
        record: file.to_string_lossy().into_owned(),
    })
}
