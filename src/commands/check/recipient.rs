//! `quorate check --identity FILE --recipient`: to whom shares may be sealed, and the code by which a voice confirms it.

use std::{borrow::Cow, fmt::Write as _};

use serde::Serialize;

use crate::{
    formats::identity,
    host::{
        console::{self, Console},
        failure::Failure,
        files::read::read_input,
    },
    transfer::explain::holders::no_identity,
};

/// The recipients of identities.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(in crate::commands) struct Answer {
    /// One for each identity, in their order.
    #[cfg_attr(test, schemars(length(min = 1)))]
    recipients: Vec<RecipientTold>,
}

/// A recipient.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RecipientTold {
    /// What is sent to whoever seals.
    recipient: String,
    /// What is read to them, on a number that they knew before.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::RECIPIENT_CODE)))]
    code: String,
}

impl console::Answer for Answer {
    fn text(&self) -> Cow<'_, [u8]> {
        let mut text = String::new();
        for RecipientTold { recipient, code } in &self.recipients {
            let _ = writeln!(text, "{recipient}\n  code: {code}");
        }
        text.into_bytes().into()
    }

    fn tell_beside(&self, console: &Console) {
        console.say("send the recipient; read its code to whoever seals, when they call you");
    }
}

/// Tells the recipients of the identities in these files.
///
/// # Errors
///
/// When one cannot be read, or holds no identity.
pub(super) fn tell(files: &[String], console: &Console) -> Result<(), Failure> {
    let mut recipients = Vec::new();
    for name in files {
        let read = identity::read(&read_input(name)?).map_err(|error| no_identity(name, error))?;
        recipients.extend(read.iter().map(|identity| {
            let recipient = identity.recipient();
            RecipientTold { recipient: recipient.to_string(), code: recipient.code().to_string() }
        }));
    }
    console.answer("check", &Answer { recipients }, None)
}
