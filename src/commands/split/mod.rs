//! `quorate split`: the plan, the key, the passphrase, the shares, in this order.

use std::path::Path;

use self::{
    deliver::deliver,
    facts::{Made, Origin},
    options::Options,
    request::{GivenKind, GivenSource, KeySource, RecordOutput, Request, ShareOutput},
};
use super::options::choices::{self, Bip39As};
use crate::{
    ceremony::{
        practice,
        split::{SplitError, split_key},
    },
    commands::{Needs, Run, options::outputs::folders},
    crypto::{
        entropy::Entropy as _,
        random::OsEntropy,
        secret::{SecretBytes, SecretText},
    },
    formats::{
        age::IDENTITY_BYTES,
        key::{Form, Key, KeyError, Kind},
    },
    host::{
        console::{Console, Machine},
        document::EmptyFiles,
        failure::{Code, Failure},
        files::read::{read_input, shown},
        terminal::{Terminal, prompt},
    },
    slip39::{Exponent, MasterSecret, Passphrase},
    transfer::{
        archive::{day, ledger::Ledger},
        delivery::taken::Taken,
        intake::{
            files::{self, is_stdin},
            foreign_set,
            sources::PassphraseSource,
        },
        sealing::seal::{Place, is_for_sealing},
    },
};

mod again;
pub mod answer;
pub mod deliver;
pub mod facts;
pub mod key;
pub mod options;
pub mod output;
pub mod record;
pub mod request;
pub mod rules;
mod takeover;

impl Run for Options {
    const NAME: &'static str = "split";

    fn needs(&self) -> Needs {
        // Without a folder the sealed file goes beside the file.
        let beside = if self.output.is_none() { &self.seal } else { &None };
        Needs {
            secrets: true,
            room: true,
            large_file: self.seal.is_some(),
            folders: folders([&self.output, &self.record, &self.old_record, beside]),
            ..Needs::default()
        }
    }

    /// Where it fails, no share is shown.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let request = Request::new(self, console, machine)?;
        let old = request.old_record.as_deref().map(Ledger::open).transpose()?;
        let stamp = match request.record {
            RecordOutput::Nowhere => None,
            _ => Some(day::asked(request.date, console, machine)?),
        };
        console.step("taking the key");
        let mut sealed = None;
        let mut made = match &request.key {
            KeySource::Foreign(foreign, shares) => {
                let (key, origin) = foreign_set::key(foreign, shares, console)?;
                let mut made = from_key(&request, &key, console)?;
                made.recorded.origin = Some(origin);
                made
            }
            KeySource::Shares(files) => again::from_shares(&request, files, old.as_ref(), console, machine)?,
            KeySource::Key(source) => {
                let (key, bip39) = key(source, &request, console, machine)?;
                Made {
                    empty_files: EmptyFiles { bip39, ..EmptyFiles::default() },
                    ..from_key(&request, &key, console)?
                }
            }
            KeySource::Seal(file) => {
                let key = fresh_identity()?;
                let mut made = from_key(&request, &key, console)?;
                let (place, facts) = Place::seal(file, &key, request.output.folder(), console)?;
                (sealed, made.sealed) = (Some(place), Some(facts));
                made
            }
        };
        let facts = made.facts(&request);
        facts.iter().for_each(|fact| console.say(fact));
        let record =
            stamp.map(|stamp| record::record(&request, &made, stamp, old.as_ref(), console)).transpose()?;
        if let Some((old, stamp)) = old.as_ref().zip(stamp) {
            made.recorded.away = record::away(&request.plan, old, stamp);
        }
        console.step("giving out the shares");
        deliver(&request, &made, record.as_ref(), &facts, sealed, console)?;
        tell_of_what_lies(&request, console);
        match (old, stamp) {
            (Some(mut old), Some(stamp)) => record::supersede(&mut old, &made, stamp, console),
            _ => Ok(()),
        }
    }
}

/// Says what a split leaves behind, and what it does not.
fn tell_of_what_lies(request: &Request, console: &Console) {
    let file = match &request.key {
        KeySource::Key(GivenSource::File(file, _)) if !is_stdin(file) => Some(Path::new(file)),
        KeySource::Seal(file) => Some(file.path()),
        KeySource::Key(_) | KeySource::Foreign(..) | KeySource::Shares(_) => None,
    };
    // A pipe keeps nothing.
    if let Some(file) = file.filter(|file| file.is_file()) {
        let lies = "still lies there, whole and unprotected: remove it once a drill has passed";
        console.say(&format!("{} {lies}", shown(file)));
    }
    if request.record == RecordOutput::Nowhere {
        console
            .say("no record is left: nothing tells a forged card, or what is due; --record FILE keeps one");
    }
}

/// The key, from wherever the plan says, and whether the file of its BIP-39 passphrase was empty.
fn key(
    source: &GivenSource,
    request: &Request,
    console: &Console,
    machine: Machine,
) -> Result<(Key, bool), Failure> {
    let (bytes, given) = match source {
        GivenSource::Fresh(bytes) => {
            let fresh =
                SecretBytes::try_build(*bytes, |place| OsEntropy.fill(place)).map_err(SplitError::from)?;
            return Ok((Key::generated(fresh)?, false));
        }
        GivenSource::File(file, given) => {
            let read = read_input(file).map_err(|failure| match failure.code {
                Code::TooLarge => failure.with_hint(SEAL.to_owned()),
                _ => failure,
            })?;
            if given.kind == choices::Kind::Raw && read.expose().ends_with(b"\n") {
                console.warn(
                    "the file ends in a newline, which becomes part of the key: --kind raw takes every byte",
                );
            }
            (read, given)
        }
        GivenSource::Typed(given) => return typed_key(given, console),
    };
    let twenty_fifth = twenty_fifth(given, console, || {
        if matches!(request.output, ShareOutput::Terminal) || machine.may_ask(console) {
            return prompt::bip39_passphrase(&Terminal::open(
                console,
                "give it by --bip39-passphrase-file FILE",
            )?);
        }
        console.say("empty BIP-39 passphrase assumed");
        Ok(SecretText::default())
    })?;
    let key = read_key(&bytes, given, &twenty_fifth).map_err(|error| {
        let failure = Failure::from(error);
        if is_for_sealing(bytes.expose()) { failure.with_hint(SEAL.to_owned()) } else { failure }
    })?;
    Ok((key, is_empty_file(given, &twenty_fifth)))
}

fn is_empty_file(given: &GivenKind, twenty_fifth: &SecretText) -> bool {
    given.bip39_passphrase_file.is_some() && twenty_fifth.is_empty()
}

/// For keys that are files, and that no card could hold.
const SEAL: &str = "a key like this is sealed as a file: quorate split POLICY --seal FILE";

/// What a file is sealed to: made inside, and known to nobody but the shares.
fn fresh_identity() -> Result<Key, Failure> {
    let bytes = SecretBytes::try_build(IDENTITY_BYTES, |place| OsEntropy.fill(place));
    Ok(Key::fresh_identity(bytes.map_err(SplitError::from)?)?)
}

/// The key as somebody types it: twice if nothing in it would tell a slip.
fn typed_key(given: &GivenKind, console: &Console) -> Result<(Key, bool), Failure> {
    let terminal = Terminal::open(console, "give the key by --in FILE, or through a pipe")?;
    let bytes = |typed: &SecretText| SecretBytes::copy_of(typed.expose().as_bytes());
    // Its words are right or wrong with any 25th word, which is asked for only then.
    let refuse = |typed: &SecretText| {
        let read = read_key(&bytes(typed), given, &SecretText::default());
        read.err().map(|error| Failure::from(error).message)
    };
    loop {
        let typed = prompt::key(&terminal, refuse)?;
        let twenty_fifth = twenty_fifth(given, console, || prompt::bip39_passphrase(&terminal))?;
        let key = read_key(&bytes(&typed), given, &twenty_fifth)?;
        let has_checksum = !matches!(key.form(), Form::Hex | Form::Raw);
        if has_checksum || prompt::is_same_key(&terminal, &typed)? {
            return Ok((key, is_empty_file(given, &twenty_fifth)));
        }
    }
}

/// The "25th word" where the kind of key needs one: it changes the seed, so it is asked for wherever somebody can answer,
/// and never silently empty there.
fn twenty_fifth(
    given: &GivenKind,
    console: &Console,
    ask: impl FnOnce() -> Result<SecretText, Failure>,
) -> Result<SecretText, Failure> {
    match (&given.bip39_passphrase_file, given.bip39_as) {
        (Some(file), _) => files::bip39_passphrase(file, console),
        (None, Bip39As::Entropy) => Ok(SecretText::default()),
        (None, Bip39As::Seed) => ask(),
    }
}

/// Reads a key of the kind that was said.
fn read_key(bytes: &SecretBytes, given: &GivenKind, twenty_fifth: &SecretText) -> Result<Key, KeyError> {
    let kind = match given.kind {
        choices::Kind::Auto => Kind::Auto(given.language),
        choices::Kind::Age => Kind::Age,
        choices::Kind::Hex => Kind::Hex,
        choices::Kind::Bip39 if given.bip39_as == Bip39As::Seed => {
            Kind::Bip39Seed(given.language, twenty_fifth)
        }
        choices::Kind::Bip39 => Kind::Bip39(given.language),
        choices::Kind::Wif => Kind::Wif,
        choices::Kind::Xprv => Kind::Xprv,
        choices::Kind::Raw => Kind::Raw,
    };
    Key::read(bytes, kind)
}

fn from_key(request: &Request, key: &Key, console: &Console) -> Result<Made, Failure> {
    let is_practice = practice::is_practice(key.master_secret());
    if is_practice {
        console.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let passphrase = match &request.passphrase {
        Some(source) => new_passphrase(source, console)?,
        None => Passphrase::empty(),
    };
    let exponent = request.exponent.unwrap_or(Exponent::DEFAULT);
    console.step("encrypting the key, dealing its shares, and recombining every quorum of them");
    let mut progress = console.progress(2 * iterations(exponent, key.master_secret()));
    let split = split_key(&request.policy, key, &passphrase, exponent, &mut OsEntropy, &mut progress)?;
    drop(progress);
    let has_passphrase = !passphrase.is_empty();
    let is_fresh = matches!(request.key, KeySource::Key(GivenSource::Fresh(_)) | KeySource::Seal(_));
    let wants_fingerprint = request.fingerprint || (is_fresh && !has_passphrase);
    let recorded = record::recorded(request, wants_fingerprint.then(|| key.master_secret()))?;
    Ok(Made {
        split,
        origin: Origin::Key(key.form()),
        has_passphrase,
        is_practice,
        recorded,
        taken: Taken::default(),
        sealed: None,
        empty_files: EmptyFiles::default(),
    })
}

fn new_passphrase(source: &PassphraseSource, console: &Console) -> Result<Passphrase, Failure> {
    match source {
        PassphraseSource::File(file) => match files::passphrase(file, console)? {
            // More likely a command that failed than a wish.
            passphrase if passphrase.is_empty() => Err(Failure::new(
                Code::Passphrase,
                "the passphrase file is empty",
                "leave the option out for a set without a passphrase",
            )),
            passphrase => Ok(passphrase),
        },
        PassphraseSource::Typed => {
            let terminal = Terminal::open(console, "give the passphrase by --passphrase-file FILE")?;
            prompt::passphrase_twice(&terminal, "new passphrase")
        }
    }
}

fn iterations(exponent: Exponent, secret: &MasterSecret) -> u64 {
    crate::slip39::math::feistel::Key::iterations(exponent.value(), secret.expose().len())
}
