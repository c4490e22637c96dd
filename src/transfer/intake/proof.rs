//! The proof of a key by its public values, with the BIP-39 passphrase that some of them take.

use super::{files, passphrase::How};
use crate::{
    ceremony::expected::{Expected, ProvedValue},
    crypto::secret::SecretText,
    host::{
        console::{Console, Machine},
        failure::Failure,
        terminal::{Terminal, prompt},
    },
    slip39::MasterSecret,
    transfer::{
        archive::{ledger::Ledger, public_values::RecordedValues},
        explain::expected,
    },
};

/// The values that a key has given.
#[derive(Debug, Default)]
pub struct Proven {
    /// Each, in the order they were asked for.
    pub values: Vec<ProvedValue>,
    /// The BIP-39 passphrase with which it gave them, where one decided.
    pub bip39_passphrase: Option<(SecretText, How)>,
}

impl Proven {
    /// Whether a value proves the key, and not eight digits alone.
    #[must_use]
    pub fn proves_key(&self) -> bool {
        self.values.iter().any(|one| one.expected.value.proves())
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

/// Adds what a record holds to what is expected of a key, and says of which values nobody can tell.
pub fn expect_recorded(expected: &mut Expected, ledger: &Ledger, source: Bip39Source<'_>, console: &Console) {
    let may_give = source.file.is_some() || source.machine.is_attended(console);
    let recorded = RecordedValues::of(ledger, may_give);
    recorded.tell_untold(ledger, console);
    recorded.add_to(expected);
}

/// Compares a key with all that is expected of it. Without a file the empty BIP-39 passphrase is tried, which proves itself
/// where it is right; where it is not, somebody is asked for another, if there is anybody.
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
    if expected.is_empty() {
        return Ok(Proven::default());
    }
    console.step("deriving the public values that are expected");
    let takes_words = expected.takes_bip39_passphrase(secret);
    let mut given = match source.file.filter(|_| takes_words) {
        Some(file) => {
            let read = files::bip39_passphrase(file, console)?;
            let how = if read.is_empty() { How::EmptyFile } else { How::Given };
            (read, how)
        }
        None => (SecretText::default(), How::Assumed),
    };
    let may_ask = takes_words && source.file.is_none() && source.machine.is_attended(console);
    loop {
        let denied = match expected.judge(secret, &given.0) {
            Ok(values) => {
                values.iter().for_each(|one| console.say(&expected::proved(one)));
                return Ok(Proven { values, bip39_passphrase: takes_words.then_some(given) });
            }
            Err(denied) => Failure::from(denied),
        };
        if !may_ask {
            if takes_words && given.1 == How::Assumed {
                console
                    .say("the empty BIP-39 passphrase was used: --bip39-passphrase-file FILE gives another");
            }
            return Err(denied);
        }
        console.say(&denied.message);
        let terminal = Terminal::open(console, "give it with --bip39-passphrase-file FILE")?
            .with_at_stake(source.at_stake);
        let typed = prompt::bip39_passphrase(&terminal)?;
        if typed.is_empty() {
            return Err(denied);
        }
        given = (typed, How::Given);
    }
}
