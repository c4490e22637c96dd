//! What opens shares that are sealed to their holders: identities in files, and what people type.
//!
//! A share is opened in secret memory and never written anywhere. Nothing of age proves who sealed it: only a record tells
//! whether it is the one that was dealt.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    ceremony::reading::SealedBody,
    crypto::{
        hash::sha256_hex,
        secret::{SecretBytes, SecretText},
    },
    custody::{
        journal::{Event, Journal},
        record::Record,
    },
    formats::{
        age::{
            Opens,
            small::{self, FilePassphrase, SmallFileError, StanzaKind},
        },
        identity::{self, OwnIdentity},
        pass_words,
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
        files::read::read_input,
        memory,
        terminal::{Screen, Session, Terminal, prompt},
    },
    transfer::explain::holders as explain,
};

/// Identities and passphrases, each of which is tried on every sealed share.
#[derive(Default)]
pub struct Keyring {
    keys: RefCell<Vec<Box<dyn Opens>>>,
    /// The file of each share as record and journal have it, and to whom it was sealed.
    recorded: RefCell<BTreeMap<String, String>>,
    machine: Option<Machine>,
    /// Shares that were opened, each once.
    opened: RefCell<BTreeSet<String>>,
}

impl Keyring {
    /// The identities in these files. Each is read before anybody is asked for anything.
    ///
    /// # Errors
    ///
    /// When a file cannot be read, or holds no identity that can be used.
    pub fn read(files: &[String], machine: Machine) -> Result<Self, Failure> {
        let mut keys: Vec<Box<dyn Opens>> = Vec::new();
        for name in files {
            let file = read_input(name)?;
            // The page of a custodian whose share is sealed to a passphrase, typed into a file.
            if let Some(passphrase) = pass_words::of_file(&file) {
                let passphrase = passphrase.map_err(|slip| explain::slip(name, slip))?;
                keys.extend(opener(passphrase));
                continue;
            }
            let read = identity::read(&file).map_err(|error| explain::no_identity(name, error))?;
            keys.extend(read.into_iter().map(|identity| Box::new(identity) as Box<dyn Opens>));
        }
        Ok(Self { keys: RefCell::new(keys), machine: Some(machine), ..Self::default() })
    }

    /// One identity, which was made for this run.
    #[must_use]
    pub fn of(identity: OwnIdentity, machine: Machine) -> Self {
        let keys: Vec<Box<dyn Opens>> = vec![Box::new(identity)];
        Self { keys: RefCell::new(keys), machine: Some(machine), ..Self::default() }
    }

    /// How many different sealed files were opened.
    #[must_use]
    pub fn opened(&self) -> usize {
        self.opened.borrow().len()
    }

    /// Learns from a record and its journal whose share each sealed file is: as it was dealt, or made again.
    pub fn learn(&self, record: &Record, journal: &Journal) {
        let mut recorded = self.recorded.borrow_mut();
        for (share, (group, member, card)) in record.shares.iter().zip(record.plan.cards()) {
            let Some(sealed) = &share.sealed else { continue };
            let whose = card.holder().map_or_else(|| record.plan.number(group, member), str::to_owned);
            recorded.insert(sealed.sha256.clone(), format!("{whose} ({})", sealed.to));
        }
        for entry in journal.entries().iter().filter(|entry| entry.event == Event::Reissued) {
            let (Some(sealed), [card]) = (&entry.sealed, entry.cards.as_slice()) else { continue };
            let whose = entry.who.clone().unwrap_or_else(|| record.plan.number(card.group, card.member));
            recorded.insert(sealed.sha256.clone(), format!("{whose} ({})", sealed.to));
        }
    }

    /// Opens a sealed share: with what is here, or with what somebody types. One in a folder that nothing opens is passed over:
    /// others' shares lie there, too.
    ///
    /// # Errors
    ///
    /// When nothing opens it, it was altered, or it is none.
    pub fn open(
        &self,
        sealed: &SealedBody,
        is_in_folder: bool,
        console: &Console,
    ) -> Result<Option<SecretBytes>, Failure> {
        let shown = sealed.source.to_string();
        let failed = |error: SmallFileError| explain::unopened(&shown, error).with_source(&shown);
        let kind = match small::kind_of(sealed.file.expose()) {
            Err(error) if is_in_folder => {
                console.warn(&format!("{shown}: {error}; it may be a card, but was passed over"));
                return Ok(None);
            }
            kind => kind.map_err(failed)?,
        };
        if let StanzaKind::Scrypt { log_n } = kind {
            refuse_too_little_memory(&shown, log_n)?;
        }
        match self.tried(sealed) {
            Err(SmallFileError::NotForThese { .. }) => {}
            opened => return opened.map(Some).map_err(failed),
        }
        let whose = self.recorded.borrow().get(&sha256_hex(sealed.file.expose())).cloned();
        let has_keys = !self.keys.borrow().is_empty();
        let refused = explain::not_for_these(&shown, &kind, whose.as_deref(), has_keys).with_source(&shown);
        let may_ask = self.machine.is_some_and(|machine| machine.may_ask(console));
        let can_be_typed =
            matches!(kind, StanzaKind::X25519 | StanzaKind::Hybrid | StanzaKind::Scrypt { .. });
        if may_ask && can_be_typed && !(is_in_folder && has_keys) {
            let opened = self.asked(sealed, &kind, &refused, console)?;
            if opened.is_some() {
                return Ok(opened);
            }
        }
        if !is_in_folder {
            return Err(refused);
        }
        console.warn(&format!("{}; passed over", refused.message));
        Ok(None)
    }

    fn tried(&self, sealed: &SealedBody) -> Result<SecretBytes, SmallFileError> {
        let keys = self.keys.borrow();
        let keys: Vec<&dyn Opens> = keys.iter().map(AsRef::as_ref).collect();
        let share = small::open(sealed.file.expose(), &keys)?;
        self.opened.borrow_mut().insert(sha256_hex(sealed.file.expose()));
        Ok(share)
    }

    /// Opens it with what somebody types, again and again until it opens: whoever types blind makes slips. Enter alone gives
    /// it up.
    fn asked(
        &self,
        sealed: &SealedBody,
        kind: &StanzaKind,
        refused: &Failure,
        console: &Console,
    ) -> Result<Option<SecretBytes>, Failure> {
        let shown = &sealed.source.to_string();
        let terminal = Terminal::open(console, "name a file with the identity: --identity FILE")?;
        let mut session = terminal.session(Screen::Line)?;
        session.tell(&format!("{}\n", refused.message))?;
        loop {
            match self.take_typed(&mut session, kind)? {
                Answered::Nothing => return Ok(None),
                Answered::Slip => continue,
                Answered::Key => {}
            }
            match self.tried(sealed) {
                Ok(share) => return Ok(Some(share)),
                Err(SmallFileError::NotForThese { .. }) => {
                    drop(self.keys.borrow_mut().pop());
                    let all = match kind {
                        StanzaKind::Scrypt { .. } => ", all ten words where quorate made it",
                        _ => "",
                    };
                    session.tell(&format!(
                        "{shown}: that does not open it: type it again{all}; Ctrl-C stops\n"
                    ))?;
                }
                Err(error) => return Err(explain::unopened(shown, error).with_source(shown)),
            }
        }
    }

    /// Asks for what opens it.
    fn take_typed(&self, session: &mut Session<'_>, kind: &StanzaKind) -> Result<Answered, Failure> {
        if matches!(kind, StanzaKind::Scrypt { .. }) {
            let question = "its passphrase (hidden, Tab shows it; Enter alone gives up): ";
            let typed = prompt::line(session, question, prompt::Echo::Hidden)?;
            if typed.is_empty() {
                return Ok(Answered::Nothing);
            }
            match pass_words::meant(&typed) {
                Ok(passphrase) => self.keys.borrow_mut().extend(opener(passphrase)),
                Err(slip) => {
                    session.tell(&format!("{slip}: type them again; Ctrl-C stops\n"))?;
                    return Ok(Answered::Slip);
                }
            }
            return Ok(Answered::Key);
        }
        let question = match kind {
            StanzaKind::Hybrid => "its identity (AGE-SECRET-KEY-PQ-1..., hidden; Enter alone gives up): ",
            _ => "its identity (AGE-SECRET-KEY-1..., hidden; Enter alone gives up): ",
        };
        let typed = prompt::line(session, question, prompt::Echo::Hidden)?;
        if typed.is_empty() {
            return Ok(Answered::Nothing);
        }
        match identity::read(&SecretBytes::copy_of(typed.expose().as_bytes())) {
            Ok(mut read) => {
                let identity = read.pop().filter(|_| read.is_empty());
                let Some(identity) = identity else { return Ok(Answered::Slip) };
                self.keys.borrow_mut().push(Box::new(identity));
                Ok(Answered::Key)
            }
            Err(error) => {
                session.tell(&format!("{error}: type it again; Ctrl-C stops\n"))?;
                Ok(Answered::Slip)
            }
        }
    }
}

/// What somebody typed.
enum Answered {
    /// Enter alone.
    Nothing,
    /// Something that opens nothing, and why was told.
    Slip,
    /// What may open it.
    Key,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({} keys)", self.keys.borrow().len())
    }
}

/// A passphrase among what is tried; none that is empty, for it opens nothing.
fn opener(passphrase: SecretText) -> Option<Box<dyn Opens>> {
    FilePassphrase::new(passphrase).map(|passphrase| Box::new(passphrase) as Box<dyn Opens>)
}

/// Told before anybody types: where memory ends in the middle, the kernel ends the program.
///
/// # Errors
///
/// When a passphrase of this work factor takes more than can be had.
pub fn refuse_too_little_memory(shown: &str, log_n: u8) -> Result<(), Failure> {
    // What the program has besides, at the most.
    const BESIDES: u64 = 16 << 20;
    let needed = small::memory_needed(log_n) + BESIDES;
    match memory::available() {
        Some(there) if there < needed => {
            let (needed, there) = (needed / 1_000_000, there / 1_000_000);
            let message =
                format!("{shown}: its passphrase takes {needed} MB of memory, and {there} MB are free");
            Err(Failure::new(Code::Memory, message, "use a machine with more memory, or end other programs"))
        }
        _ => Ok(()),
    }
}
