//! `quorate split`: the plan, the key, the passphrase, the shares, in this order.

use std::path::Path;

use self::{
    deliver::{beside::Delivery, sealed},
    dice::{
        agree,
        collect::Rolling,
        deal::{entropy, recorded_rolls},
        request::Dice,
    },
    facts::{Made, Origin},
    given::{fresh_identity, key},
    options::Options,
    report::Start,
    request::{GivenSource, KeySource, RecordOutput, ReportOutput, Request, ShareOutput},
};
use crate::{
    ceremony::{expected::Expected, practice, split::split_key},
    commands::{Needs, Run, options::outputs::folders},
    formats::key::{Form, Key},
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
        explain::expected::impossible,
        intake::{
            files::{self, is_stdin},
            foreign_set,
            proof::{Bip39Source, Proven, prove},
            sources::PassphraseSource,
        },
        sealing::{
            halves::{ExpectedHalf, judge},
            seal::SealedFilePlace,
        },
    },
};

mod again;
pub mod answer;
mod deliver;
pub mod dice;
pub mod facts;
mod given;
pub mod key;
pub mod options;
pub mod output;
pub mod record;
pub mod report;
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
            folders: folders([&self.output, &self.record, &self.old_record, &self.ceremony.report, beside]),
            ..Needs::default()
        }
    }

    /// Where it fails, no share is shown.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let request = Request::new(self, console, machine)?;
        let old = request.old_record.as_deref().map(Ledger::open).transpose()?;
        let stamp = match (&request.record, &request.report) {
            (RecordOutput::Nowhere, ReportOutput::Nowhere) => None,
            _ => Some(day::asked(request.date, console, machine)?),
        };
        let begun = stamp.map(|stamp| Start::now(stamp, request.stated.present.time.as_deref()));
        if !matches!(request.output, ShareOutput::Compared(_)) {
            request.confirming.all(&request.plan, console, machine)?;
        }
        let rolling = Rolling::of(request.dice.as_ref(), console);
        console.step("taking the key");
        let (mut made, sealed) = make(&request, &rolling, old.as_ref(), console, machine)
            .map_err(|failure| rolling.void(failure))?;
        sealed::all(&request, &mut made, console)?;
        let recorded = stamp.filter(|_| request.record != RecordOutput::Nowhere);
        let record = recorded
            .map(|stamp| record::record(&request, &made, stamp, old.as_ref(), console))
            .transpose()?;
        if let Some((old, stamp)) = old.as_ref().zip(stamp) {
            made.recorded.away = record::away(&request.plan, old, stamp);
        }
        let agreed = agree::wait_for_second(&request, rolling.take()?, record.as_ref(), console);
        agreed.inspect_err(|_| sealed.iter().for_each(SealedFilePlace::take_back))?;
        let facts = made.facts(&request);
        // A second machine has nothing to say of a deal before it has compared it.
        let is_second = matches!(request.output, ShareOutput::Compared(_));
        if !is_second {
            facts.iter().for_each(|fact| console.say(fact));
        }
        console.step("giving out the shares");
        let delivery =
            Delivery { request: &request, made: &made, record: record.as_ref(), begun: begun.as_ref() };
        delivery.deliver(&facts, sealed, console)?;
        tell_of_what_lies(&request, console);
        match (old, stamp) {
            // Nobody may ever get the shares that a second machine has computed.
            (Some(mut old), Some(stamp)) if !is_second => record::supersede(&mut old, &made, stamp, console),
            _ => Ok(()),
        }
    }
}

/// The new set, proved, and the place of the file that was sealed to its key.
fn make(
    request: &Request,
    rolling: &Rolling<'_>,
    old: Option<&Ledger>,
    console: &Console,
    machine: Machine,
) -> Result<(Made, Option<SealedFilePlace>), Failure> {
    let mut sealed = None;
    let made = match &request.key {
        KeySource::Foreign(foreign, shares) => {
            let (key, origin) = foreign_set::key(foreign, shares, console)?;
            let proof = prove_key(request, &key, None, console, machine)?;
            let mut made = from_key(request, &key, rolling, console)?;
            made.kept = record::kept(request, &proof, made.has_passphrase)?;
            (made.recorded.origin, made.proof) = (Some(origin), proof);
            made
        }
        KeySource::Shares(files) => again::from_shares(request, files, rolling, old, console, machine)?,
        KeySource::Key(source) => {
            let (key, bip39) = key(source, request, rolling, console, machine)?;
            let proof = prove_key(request, &key, Some(key.form()), console, machine)?;
            let made = from_key(request, &key, rolling, console)?;
            Made {
                empty_files: EmptyFiles { bip39, ..EmptyFiles::default() },
                kept: record::kept(request, &proof, made.has_passphrase)?,
                proof,
                ..made
            }
        }
        KeySource::Seal(file) => {
            let mut halves = ExpectedHalf::read_all(&request.expect_file, console)?;
            halves.extend(request.halves.iter().cloned());
            let mut key_file = None;
            if !halves.is_empty() {
                key_file = judge(&halves, &read_input(&file.path().to_string_lossy())?, console)?;
            }
            let key = fresh_identity(rolling)?;
            let mut made = from_key(request, &key, rolling, console)?;
            // The first of two machines has sealed it.
            if !matches!(request.output, ShareOutput::Compared(_)) {
                let (place, facts) = SealedFilePlace::seal(file, &key, request.output.folder(), console)?;
                (sealed, made.sealed) = (Some(place), Some(facts));
            }
            made.kept = record::kept_of_sealed(request, key_file.as_deref(), made.has_passphrase);
            made
        }
    };
    Ok((made, sealed))
}

/// Says what a split leaves behind, and what it does not.
fn tell_of_what_lies(request: &Request, console: &Console) {
    let file = match &request.key {
        KeySource::Key(GivenSource::File(file, _)) if !is_stdin(file) => Some(Path::new(file)),
        KeySource::Seal(file) => Some(file.path()),
        KeySource::Key(_) | KeySource::Foreign(..) | KeySource::Shares(_) => None,
    };
    for rolls in request.dice.iter().flat_map(Dice::files).filter(|name| !is_stdin(name)) {
        let lies = "still lies there: the key or its shares are made of it; remove it";
        console.say(&format!("{} {lies}", files::shown(rolls)));
    }
    // A pipe keeps nothing.
    if let Some(file) = file.filter(|file| file.is_file()) {
        let lies = "still lies there, whole and unprotected: remove it once a drill has passed";
        console.say(&format!("{} {lies}", shown(file)));
    }
    if request.record == RecordOutput::Nowhere {
        console.say(
            "no record is left, so nothing tells a forged card, or what is due: --record FILE keeps one",
        );
    }
}

/// Proves the key by the public values that are expected of it, before anything is dealt: a slip in it is caught before it
/// is engraved.
fn prove_key(
    request: &Request,
    key: &Key,
    form: Option<Form>,
    console: &Console,
    machine: Machine,
) -> Result<Proven, Failure> {
    let expected = Expected { form, ..request.expected.clone() };
    let bytes = key.master_secret().expose().len();
    if let Some((value, form)) = expected.impossible(Some(bytes)).zip(form) {
        return Err(impossible(value, &form.to_string()));
    }
    let file = request.bip39_passphrase_file.as_deref();
    prove(&expected, key.master_secret(), Bip39Source { file, at_stake: None, machine }, console)
}

fn from_key(request: &Request, key: &Key, rolling: &Rolling<'_>, console: &Console) -> Result<Made, Failure> {
    let is_practice = practice::is_practice(key.master_secret());
    if is_practice {
        console.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let passphrase = match &request.passphrase {
        Some(source) => new_passphrase(source, rolling, console)?,
        None => Passphrase::empty(),
    };
    let rolled = rolling.take()?;
    let exponent = request.exponent.unwrap_or(Exponent::DEFAULT);
    console.step("encrypting the key, dealing its shares, and recombining every quorum of them");
    let mut progress = console.progress(2 * iterations(exponent, key.master_secret()));
    let mut random = entropy(request, rolled, exponent);
    let split = split_key(&request.policy, key, &passphrase, exponent, &mut random, &mut progress)?;
    drop(progress);
    let has_passphrase = !passphrase.is_empty();
    let is_fresh = matches!(request.key, KeySource::Key(GivenSource::Fresh(_)) | KeySource::Seal(_));
    let wants_fingerprint = request.fingerprint || (is_fresh && !has_passphrase);
    let recorded = record::recorded(request, random, wants_fingerprint.then(|| key.master_secret()))?;
    let rolled = recorded_rolls(request, rolled);
    let made = Made::of(split, Origin::Key(key.form()), recorded);
    Ok(Made { has_passphrase, is_practice, rolled, ..made })
}

fn new_passphrase(
    source: &PassphraseSource,
    rolling: &Rolling<'_>,
    console: &Console,
) -> Result<Passphrase, Failure> {
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
            let terminal = Terminal::open(console, "give the passphrase with --passphrase-file FILE")?
                .with_at_stake(rolling.at_stake());
            prompt::passphrase_twice(&terminal, "new passphrase")
        }
    }
}

fn iterations(exponent: Exponent, secret: &MasterSecret) -> u64 {
    crate::slip39::math::feistel::FeistelKey::iterations(exponent.value(), secret.expose().len())
}
