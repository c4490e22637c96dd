//! Shares that leave sealed to their holders: what is inside is the text file of the share, so that plain age opens it.

use crate::{
    ceremony::{print, split::SplitError},
    crypto::{hash::sha256_hex, random::OsEntropy, secret::SecretText},
    custody::{
        plan::{PASSPHRASE, SealedTo},
        record::sealed::SealedShare,
    },
    formats::{
        age::small::{self, FilePassphrase, NotSealed, SealTo},
        pass_words,
        recipient::Recipient,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
        terminal::{Screen, Session, Terminal, prompt},
    },
    slip39::Mnemonic,
    transfer::delivery::reveal::{curtain, words_of},
};

/// A share, sealed to its holder.
#[derive(Clone, Debug)]
pub struct ArmoredShare {
    /// The armored file.
    pub file: String,
    /// What a record says of it.
    pub recorded: SealedShare,
}

/// Seals a share to its holder. `remark` is the line above its words in the file, `title` that of the page that shows a
/// passphrase.
///
/// # Errors
///
/// When the random source fails, what was made is not the share, or a holder stops who is shown a passphrase.
pub fn to(
    sealed_to: &SealedTo,
    mnemonic: &Mnemonic,
    (title, remark): (&str, &str),
    console: &Console,
) -> Result<ArmoredShare, Failure> {
    match sealed_to {
        SealedTo::Recipient(recipient) => to_recipient(mnemonic, remark, recipient),
        SealedTo::Passphrase => {
            let terminal = Terminal::open(console, "run this at a terminal")?;
            to_passphrase(mnemonic, remark, title, &terminal)
        }
    }
}

fn to_recipient(mnemonic: &Mnemonic, remark: &str, recipient: &Recipient) -> Result<ArmoredShare, Failure> {
    let to = match recipient {
        Recipient::X25519(point) => SealTo::x25519(*point),
        Recipient::Ssh(key) => SealTo::ssh(*key),
        Recipient::Hybrid(bytes) => SealTo::hybrid(bytes),
    };
    // No recipient that was read is a point that cannot be sealed to.
    let to = to.ok_or(SplitError::SelfCheck)?;
    sealed(mnemonic, remark, &to, recipient.code().to_string())
}

/// The passphrase is made for the share, and shown to its holder on a page of its own until they have typed it back.
fn to_passphrase(
    mnemonic: &Mnemonic,
    remark: &str,
    title: &str,
    terminal: &Terminal,
) -> Result<ArmoredShare, Failure> {
    let passphrase = pass_words::fresh(&mut OsEntropy)?;
    show(&mut terminal.session(Screen::Alternate)?, title, &passphrase)?;
    let passphrase = FilePassphrase::new(passphrase).ok_or(SplitError::SelfCheck)?;
    let sealed = sealed(mnemonic, remark, &SealTo::passphrase(&passphrase), PASSPHRASE.to_owned())?;
    // What was typed back opens it: of a recipient only its holder can tell.
    let opened = small::open(sealed.file.as_bytes(), &[&passphrase]).map_err(|_| SplitError::SelfCheck)?;
    if opened.matches(print::words(mnemonic, remark)?.expose()) {
        Ok(sealed)
    } else {
        Err(SplitError::SelfCheck.into())
    }
}

fn sealed(mnemonic: &Mnemonic, remark: &str, to: &SealTo<'_>, told: String) -> Result<ArmoredShare, Failure> {
    let text = print::words(mnemonic, remark)?;
    let file = small::seal(to, &text, &mut OsEntropy).map_err(|error| match error {
        NotSealed::NoEntropy(denied) => denied.into(),
        NotSealed::TooLarge { .. } => SplitError::SelfCheck.into(),
        NotSealed::Memory => {
            Failure::new(Code::Memory, error.to_string(), "use a machine with more memory: 512 MB")
        }
    })?;
    let recorded = SealedShare { to: told, sha256: sha256_hex(file.as_bytes()) };
    Ok(ArmoredShare { file, recorded })
}

/// Shows the passphrase until its holder has typed it back: nobody can ever ask for it again.
fn show(session: &mut Session<'_>, title: &str, passphrase: &SecretText) -> Result<(), Failure> {
    let curtained = "its share is sealed to a passphrase of ten words, which nobody keeps but you\n\
                     nobody else should see the screen now; Enter shows the words";
    curtain(session, title, curtained)?;
    loop {
        let words: Vec<&str> = passphrase.expose().split(pass_words::BETWEEN).collect();
        words_of(session, title, &words)?;
        let question = "type the ten words back (hidden, Tab shows them; Enter shows them again): ";
        let typed = prompt::line(session, question, prompt::Echo::Hidden)?;
        match pass_words::meant(&typed) {
            Ok(meant) if passphrase.matches(meant.expose()) => break,
            Ok(_) if typed.is_empty() => {}
            Ok(_) => curtain(session, title, "these are other words; Enter shows them again")?,
            Err(slip) => curtain(session, title, &format!("{slip}; Enter shows them again"))?,
        }
    }
    curtain(session, title, "these are the words; put them away. Enter goes on")
}
