//! Shares for the day when nobody can travel: holders seal theirs to an identity that lives as long as this run, so that no
//! lifelong identity comes near a machine that is not its holder's.

use super::{files::ShareFiles, keyring::Keyring};
use crate::{
    ceremony::{
        compare::compare,
        recover::{self, RecoverError},
    },
    crypto::random::OsEntropy,
    custody::record::Record,
    formats::{identity::OwnIdentity, recipient::Recipient},
    host::{
        console::{Console, Machine},
        failure::Failure,
        terminal::{Screen, Session, Terminal, prompt},
    },
    paper::{
        card::CardError,
        qr::{QUIET_ZONE, QrCode, blocks},
    },
    transfer::{archive::record_check, explain, intake::files},
};

/// What to do where there is no terminal.
const INSTEAD: &str = "run it at a terminal: whoever holds a share must be called back";

/// Makes an identity, shows its recipient and code, and waits until a quorum lies in the folder that the record, if there is
/// one, does not contradict. With the files comes what they were sealed to.
///
/// # Errors
///
/// When there is no terminal, the random source fails, or the session ends from outside.
pub fn shares(
    folder: &str,
    record: Option<&Record>,
    console: &Console,
    machine: Machine,
) -> Result<(ShareFiles, Recipient), Failure> {
    let terminal = Terminal::open(console, INSTEAD)?;
    let identity = OwnIdentity::fresh(&mut OsEntropy)?;
    let recipient = identity.recipient();
    let mut keyring = Keyring::of(identity, machine);
    let mut session = terminal.session(Screen::Line)?;
    show(&session, &recipient, console)?;
    loop {
        let question = format!("Enter, when the sealed shares lie in {folder}: ");
        drop(prompt::line(&mut session, &question, prompt::Echo::Only(|_| false))?);
        let files = ShareFiles::new(vec![folder.to_owned()], keyring);
        match missing(&files, record, console) {
            None => return Ok((files, recipient)),
            Some(why) => session.tell(&format!("{why}; Ctrl-C stops, and nothing opens them then\n"))?,
        }
        keyring = files.into_keyring();
    }
}

/// What keeps the files from being a quorum; none where they are one.
fn missing(files: &ShareFiles, record: Option<&Record>, console: &Console) -> Option<String> {
    let told = |failure: Failure| Some(format!("{}; {}", failure.message, failure.hint));
    // All is told once, when they are read for good.
    let quiet = Console { silent: true, quiet: true, no_input: true, ..*console };
    let submissions = match files::shares(files, &quiet) {
        Ok(submissions) => submissions,
        Err(failure) => return told(failure),
    };
    let compared = record.map(|record| compare(record, &submissions)).unwrap_or_default();
    if let Some(failure) = record_check::failure(&compared) {
        return told(failure);
    }
    match recover::gathered(submissions).and_then(|gathered| recover::prove(&gathered)) {
        Ok(_) => None,
        Err(RecoverError::TooFew { progress, .. }) => Some(explain::missing(&progress)),
        Err(error) => told(error.into()),
    }
}

fn show(session: &Session<'_>, recipient: &Recipient, console: &Console) -> Result<(), Failure> {
    let text = recipient.to_string();
    if !console.plain {
        let code = QrCode::of_text(&text).map_err(|_| CardError::NotProved)?;
        session.draw(blocks::draw(&code, QUIET_ZONE, "\n").expose())?;
    }
    session.tell(&format!(
        "recipient of this recovery:\n{text}\n\
         its code: {}\n\
         send the recipient; two officers read the code to each holder, who has called them back\n\
         each holder: quorate card SHARE --identity FILE --to RECIPIENT -o DIR\n",
        recipient.code()
    ))
}
