//! The proof of a key by its public values, with the BIP-39 passphrase that some of them take.

use super::{files, passphrase::How};
use crate::{
    ceremony::expected::{Expected, Judged, ProvedValue},
    crypto::secret::SecretText,
    host::{
        console::{Console, Machine},
        failure::Failure,
        terminal::{Terminal, prompt},
    },
    slip39::MasterSecret,
    transfer::{
        archive::{ledger::Ledger, public_values::RecordedValues},
        explain::expected as explain,
    },
};

/// The values that a key has given.
#[derive(Debug, Default)]
pub struct Proven {
    /// Each, in the order they were asked for.
    pub values: Vec<ProvedValue>,
    /// The BIP-39 passphrase that was in hand, which may be the empty one.
    pub bip39_passphrase: (SecretText, How),
}

impl Proven {
    /// Whether a value proves the key, and not eight digits alone.
    #[must_use]
    pub fn proves_key(&self) -> bool {
        self.proving().next().is_some()
    }

    /// Whether a value proves the wallet that BIP-39 words have with this very BIP-39 passphrase.
    #[must_use]
    pub fn proves_wallet(&self) -> bool {
        self.proving().any(|one| one.has_bip39_passphrase != self.bip39_passphrase.0.is_empty())
    }

    fn proving(&self) -> impl Iterator<Item = &ProvedValue> {
        self.values.iter().filter(|one| one.expected.value.proves())
    }
}

/// Where a BIP-39 passphrase comes from.
#[derive(Clone, Copy, Debug)]
pub struct Bip39Source<'a> {
    /// The file, if one was named.
    pub file: Option<&'a str>,
    /// What would have to be done again if the ceremony stopped at the question.
    pub at_stake: Option<&'static str>,
    /// Whether somebody is there who can be asked.
    pub machine: Machine,
}

impl Bip39Source<'_> {
    /// The passphrase of the file; none where no file was named.
    fn read(&self, console: &Console) -> Result<Option<(SecretText, How)>, Failure> {
        let Some(file) = self.file else { return Ok(None) };
        let read = files::bip39_passphrase(file, console)?;
        let how = if read.is_empty() { How::EmptyFile } else { How::Given };
        Ok(Some((read, how)))
    }

    /// The passphrase that somebody types, which may be the empty one.
    fn typed(&self, console: &Console) -> Result<(SecretText, How), Failure> {
        let terminal =
            Terminal::open(console, "give it by --bip39-passphrase-file FILE")?.with_at_stake(self.at_stake);
        let typed = prompt::bip39_passphrase(&terminal)?;
        let how = if typed.is_empty() { How::Empty } else { How::Given };
        Ok((typed, how))
    }
}

/// Adds what a record holds to what is expected of a key, and says of which values nobody can tell.
pub fn expect_recorded(expected: &mut Expected, ledger: &Ledger, console: &Console) {
    let recorded = RecordedValues::of(ledger);
    recorded.tell_untold(ledger, console);
    recorded.add_to(expected);
}

/// Compares a key with all that is expected of it. Without a file the empty BIP-39 passphrase is tried, which proves itself
/// where it is right; where it is not, somebody is asked for another, if there is anybody. Where a wallet will be given out and
/// nobody asked for a value of it, they are asked at once: what the record holds may be of another wallet.
///
/// # Errors
///
/// When the key does not give one of the values, or the file cannot be read.
pub fn prove(
    expected: &Expected,
    secret: &MasterSecret,
    source: Bip39Source<'_>,
    console: &Console,
) -> Result<Proven, Failure> {
    let takes_passphrase = expected.is_of_one_wallet || expected.takes_bip39_passphrase(secret);
    let read = if takes_passphrase { source.read(console)? } else { None };
    let mut given = match read {
        Some(read) => read,
        None if expected.is_of_one_wallet && !expected.is_asked() => source.typed(console)?,
        None => (SecretText::default(), How::Assumed),
    };
    if expected.is_empty() {
        return Ok(Proven { values: Vec::new(), bip39_passphrase: given });
    }
    console.step("deriving the public values that are expected");
    let may_ask = takes_passphrase && source.file.is_none() && source.machine.is_attended(console);
    let judged = loop {
        let judged = expected.judge(secret, &given.0).map_err(Failure::from);
        let reason = match &judged {
            // The wallet that will be given out is known by then.
            Ok(judged) => {
                let may_tell = given.1 == How::Assumed && !expected.is_of_one_wallet;
                let untold = judged.untold.first().filter(|_| may_tell);
                untold.map(|kind| explain::untold(kind))
            }
            Err(denied) => Some(denied.message.clone()),
        };
        let Some(reason) = reason.filter(|_| may_ask) else { break judged };
        console.say(&reason);
        let typed = source.typed(console)?;
        if typed.0.is_empty() && given.0.is_empty() {
            break judged;
        }
        given = typed;
    };
    let Judged { proved: values, untold } = judged.inspect_err(|_| {
        if takes_passphrase && given.1 == How::Assumed && !may_ask {
            console.say("the empty BIP-39 passphrase was used: --bip39-passphrase-file FILE gives another");
        }
    })?;
    values.iter().for_each(|one| console.say(&explain::proved(one)));
    for kind in untold {
        console.warn(&explain::untold(kind));
        console.say("this needs the BIP-39 passphrase of its wallet: --bip39-passphrase-file FILE");
    }
    Ok(Proven { values, bip39_passphrase: given })
}
