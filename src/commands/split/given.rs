//! The key that a split is given: from a file, from a pipe, or typed.

use super::{
    dice::collect::Rolling,
    request::{GivenKind, GivenSource, Request, ShareOutput},
};
use crate::{
    ceremony::split::SplitError,
    commands::options::choices::{self, Bip39As},
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
        failure::{Code, Failure},
        files::read::read_input,
        terminal::{Terminal, prompt},
    },
    transfer::{intake::files, sealing::seal::is_for_sealing},
};

/// The key, from wherever the plan says, and whether the file of its BIP-39 passphrase was empty.
pub(super) fn key(
    source: &GivenSource,
    request: &Request,
    rolling: &Rolling<'_>,
    console: &Console,
    machine: Machine,
) -> Result<(Key, bool), Failure> {
    let (bytes, given) = match source {
        GivenSource::Fresh(bytes) => {
            let fresh = match request.dice.as_ref().zip(rolling.take()?) {
                Some((dice, rolled)) => dice.key(rolled, *bytes)?,
                None => {
                    SecretBytes::try_build(*bytes, |place| OsEntropy.fill(place)).map_err(SplitError::from)?
                }
            };
            return Ok((Key::generated(fresh)?, false));
        }
        GivenSource::File(file, given) => {
            let read = read_input(file).map_err(|failure| match failure.code {
                Code::TooLarge => failure.with_hint(SEAL.to_owned()),
                _ => failure,
            })?;
            if given.kind == choices::KeyKindChoice::Raw && read.expose().ends_with(b"\n") {
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
                "give it with --bip39-passphrase-file FILE",
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
const SEAL: &str = "seal such a key as a file: quorate split POLICY --seal FILE";

/// What a file is sealed to: made inside, and known to nobody but the shares.
pub(super) fn fresh_identity(rolling: &Rolling<'_>) -> Result<Key, Failure> {
    let bytes = match rolling.take()? {
        Some(rolled) => rolled.sealed_identity(),
        None => {
            SecretBytes::try_build(IDENTITY_BYTES, |place| OsEntropy.fill(place)).map_err(SplitError::from)?
        }
    };
    Ok(Key::fresh_identity(bytes)?)
}

/// The key as somebody types it: twice if nothing in it would tell a slip.
fn typed_key(given: &GivenKind, console: &Console) -> Result<(Key, bool), Failure> {
    let terminal = Terminal::open(console, "give the key with --in FILE, or through a pipe")?;
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
        choices::KeyKindChoice::Auto => Kind::Auto(given.language),
        choices::KeyKindChoice::Age => Kind::Age,
        choices::KeyKindChoice::Hex => Kind::Hex,
        choices::KeyKindChoice::Bip39 if given.bip39_as == Bip39As::Seed => {
            Kind::Bip39Seed(given.language, twenty_fifth)
        }
        choices::KeyKindChoice::Bip39 => Kind::Bip39(given.language),
        choices::KeyKindChoice::Wif => Kind::Wif,
        choices::KeyKindChoice::Xprv => Kind::Xprv,
        choices::KeyKindChoice::Raw => Kind::Raw,
    };
    Key::read(bytes, kind)
}
