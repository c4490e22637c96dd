//! `quorate split`: the plan, the key, the passphrase, the shares, in this order.

use std::path::Path;

use zeroize::Zeroize as _;

use super::{
    args, ask,
    choices::{self, Bip39As},
    entropy::OsEntropy,
    failure::Failure,
    files::{self, Staging, read_input},
    json,
    output::Voice,
    plan::{
        Machine, PassphraseSource,
        split::{GivenKind, KeySource, ShareOutput, SplitPlan},
    },
    reveal, sources,
    terminal::Terminal,
};
use crate::{
    ceremony::{
        practice, recover,
        split::{Split, SplitError, split_again, split_key, split_secret},
    },
    entropy::Entropy as _,
    key::{Form, Key, Kind},
    secret::{SecretBytes, SecretText},
    slip39::{Exponent, MasterSecret, Passphrase, Quorum},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; no share is shown then.
pub fn run(typed: args::Split, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let plan = SplitPlan::new(typed, voice, machine)?;
    let (split, form) = match &plan.key {
        KeySource::Shares(files) => (from_shares(&plan, files, voice, machine)?, None),
        _ => {
            let key = key(&plan, voice, machine)?;
            (from_key(&plan, &key, voice)?, Some(key.form()))
        }
    };
    tell_set(&plan, &split, voice);
    match form {
        Some(form) => tell_form(form, voice),
        None => voice.say(
            "the shares of the old set stay valid for ever: destroy so many of them that no quorum is left",
        ),
    }
    match &plan.output {
        ShareOutput::Terminal => {
            let terminal = Terminal::open(voice, "-o DIR writes files; a pipe takes one share a line")?;
            reveal::shares(&terminal, &plan, &split, &mut OsEntropy, voice)
        }
        ShareOutput::Folder(folder) => {
            write_folder(folder, &plan, &split)?;
            voice.say(&format!(
                "every share is in {}: give each custodian his own, then destroy it",
                files::shown(folder)
            ));
            if voice.json { print_json(&plan, &split, form, Some(folder), voice) } else { Ok(()) }
        }
        ShareOutput::Stdout if voice.json => print_json(&plan, &split, form, None, voice),
        ShareOutput::Stdout => {
            let mut lines = SecretText::with_capacity(split.shares.len() * 512);
            for (_, mnemonic) in &split.shares {
                lines.push_str(mnemonic.expose());
                lines.push('\n');
            }
            voice.product(lines.expose().as_bytes())
        }
    }
}

/// The key, from wherever the plan says.
fn key(plan: &SplitPlan, voice: &Voice, machine: Machine) -> Result<Key, Failure> {
    let (bytes, given) = match &plan.key {
        KeySource::Fresh(bytes) => {
            let fresh =
                SecretBytes::try_build(*bytes, |place| OsEntropy.fill(place)).map_err(SplitError::from)?;
            return Ok(Key::generated(fresh)?);
        }
        KeySource::Given(file, given) => (without_mark(read_input(file)?, given.kind), given),
        KeySource::Typed(given) => {
            let terminal = Terminal::open(voice, "give the key by --in FILE, or through a pipe")?;
            (SecretBytes::copy_of(ask::key(&terminal)?.expose().as_bytes()), given)
        }
        KeySource::Shares(_) => return Err(crate::key::KeyError::Nothing.into()),
    };
    let twenty_fifth = bip39_passphrase(given, plan, voice, machine)?;
    let kind = match given.kind {
        choices::Kind::Auto => Kind::Auto(given.language),
        choices::Kind::Hex => Kind::Hex,
        choices::Kind::Bip39 if given.bip39_as == Bip39As::Seed => {
            Kind::Bip39Seed(given.language, &twenty_fifth)
        }
        choices::Kind::Bip39 => Kind::Bip39(given.language),
        choices::Kind::Wif => Kind::Wif,
        choices::Kind::Xprv => Kind::Xprv,
        choices::Kind::Raw => Kind::Raw,
    };
    Ok(Key::read(&bytes, kind)?)
}

/// Some editors begin a text with a mark of its encoding, which is no part of a key that is text.
fn without_mark(bytes: SecretBytes, kind: choices::Kind) -> SecretBytes {
    match bytes.expose().strip_prefix("\u{feff}".as_bytes()) {
        Some(text) if kind != choices::Kind::Raw => SecretBytes::copy_of(text),
        _ => bytes,
    }
}

/// The "25th word" changes the seed, so it is asked for wherever somebody can answer, and never silently empty there.
fn bip39_passphrase(
    given: &GivenKind,
    plan: &SplitPlan,
    voice: &Voice,
    machine: Machine,
) -> Result<SecretText, Failure> {
    match (&given.bip39_passphrase_file, given.bip39_as) {
        (Some(file), _) => sources::line(file),
        (None, Bip39As::Entropy) => Ok(SecretText::default()),
        (None, Bip39As::Seed) => {
            let attended =
                matches!(plan.key, KeySource::Typed(_)) || matches!(plan.output, ShareOutput::Terminal);
            if attended || (machine.stdin_is_terminal && !voice.no_input) {
                ask::bip39_passphrase(&Terminal::open(voice, "give it by --bip39-passphrase-file FILE")?)
            } else {
                voice.say("empty BIP-39 passphrase assumed");
                Ok(SecretText::default())
            }
        }
    }
}

fn from_key(plan: &SplitPlan, key: &Key, voice: &Voice) -> Result<Split, Failure> {
    if practice::is_practice(key.master_secret()) {
        voice.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let passphrase = match &plan.passphrase {
        Some(source) => new_passphrase(source, voice)?,
        None => Passphrase::empty(),
    };
    let exponent = plan.exponent.unwrap_or(Exponent::DEFAULT);
    let mut progress = voice.progress(2 * iterations(exponent, key.master_secret()));
    Ok(split_key(&plan.policy, key, &passphrase, exponent, &mut OsEntropy, &mut progress)?)
}

/// A new set of an old one. Where nothing of the encryption changes, the key is not even decrypted.
fn from_shares(
    plan: &SplitPlan,
    files: &[String],
    voice: &Voice,
    machine: Machine,
) -> Result<Split, Failure> {
    let (gathered, quorum) = recover::quorum(sources::shares(files)?)?;
    super::recover::tell_quorum(&gathered, &quorum, voice);
    let old = quorum.ems();
    let keeps_encryption = old.encryption().extendable && plan.passphrase.is_none();
    if keeps_encryption && plan.exponent.is_none_or(|exponent| exponent == old.encryption().exponent) {
        voice.say("the key was not decrypted; the passphrase, if there is one, stays as it was");
        return Ok(split_again(&plan.policy, old, &mut OsEntropy)?);
    }
    let old_passphrase = old_passphrase(plan, voice, machine)?;
    let exponent = plan.exponent.unwrap_or(old.encryption().exponent);
    let secret = decrypt(&quorum, &old_passphrase, voice);
    let passphrase = match &plan.passphrase {
        Some(source) => new_passphrase(source, voice)?,
        None => old_passphrase,
    };
    let mut progress = voice.progress(2 * iterations(exponent, &secret));
    Ok(split_secret(&plan.policy, &secret, &passphrase, exponent, &mut OsEntropy, &mut progress)?)
}

fn decrypt(quorum: &Quorum, passphrase: &Passphrase, voice: &Voice) -> MasterSecret {
    quorum.ems().decrypt(passphrase, &mut voice.progress(quorum.ems().iterations()))
}

fn old_passphrase(plan: &SplitPlan, voice: &Voice, machine: Machine) -> Result<Passphrase, Failure> {
    let source = plan.old_passphrase.clone();
    super::recover::passphrase(
        source,
        "passphrase of the old set (hidden, Enter if there is none): ",
        voice,
        machine,
    )
}

fn new_passphrase(source: &PassphraseSource, voice: &Voice) -> Result<Passphrase, Failure> {
    match source {
        PassphraseSource::File(file) => sources::passphrase(file),
        PassphraseSource::Typed => {
            ask::new_passphrase(&Terminal::open(voice, "give the passphrase by --passphrase-file FILE")?)
        }
    }
}

fn iterations(exponent: Exponent, secret: &MasterSecret) -> u64 {
    crate::feistel::Key::iterations(exponent.value(), secret.expose().len())
}

fn tell_set(plan: &SplitPlan, split: &Split, voice: &Voice) {
    let set = split.set;
    let words = split.shares.first().map_or(0, |(_, mnemonic)| mnemonic.words().count());
    let label = plan.label.as_ref().map_or_else(String::new, |label| format!(" \"{label}\""));
    voice.say(&format!(
        "set {}{label}: {}, {} shares of {words} words",
        set.encryption.identifier,
        plan.policy,
        split.shares.len()
    ));
    voice.say(&format!(
        "proved: all {} quorums; one, read back from its words, gives the key",
        split.quorums_proved
    ));
    if plan.passphrase.is_some() {
        voice.say("a passphrase is needed besides the shares: keep it apart from them; nothing can confirm it later");
    }
}

/// What the words cannot carry, and what a wallet makes of them.
fn tell_form(form: Form, voice: &Voice) {
    match form {
        Form::Hex | Form::Raw => {}
        Form::Bip39Seed => voice.say(
            "shares of the seed: a hardware wallet that takes 59 words opens the same wallet with them; the BIP-39 words do not come back",
        ),
        _ => {
            voice.say(&format!("the shares do not say that the key is {form}; note it: quorate recover{}", told_back(form)));
            voice.say("a hardware wallet opened with these shares shows another, empty wallet; recover the key with quorate or another SLIP-0039 tool");
        }
    }
}

/// The options that give a key back in the form it came in.
fn told_back(form: Form) -> String {
    match form {
        Form::Bip39(language) if language == Default::default() => " --as bip39".to_owned(),
        Form::Bip39(language) => format!(" --as bip39 --language {language}"),
        Form::Wif { network, compressed } => {
            format!(" --as wif --network {network} --compressed={}", if compressed { "yes" } else { "no" })
        }
        form => format!(" --as {}", form.name()),
    }
}

/// One file a share, all of them or none.
fn write_folder(folder: &Path, plan: &SplitPlan, split: &Split) -> Result<(), Failure> {
    let staging = Staging::begin(folder)?;
    staging.folder(Path::new("secret"))?;
    for ((at, (header, mnemonic)), stem) in split.shares.iter().enumerate().zip(plan.stems()) {
        let mut text = SecretText::with_capacity(1024);
        text.push_str(&format!(
            "# SLIP-0039. {}. Needed: {}\n",
            reveal::title(plan, at, header),
            plan.policy
        ));
        text.push_str(mnemonic.expose());
        text.push('\n');
        let name = Path::new("secret").join(format!("{stem}.txt"));
        staging.file(&name, text.expose().as_bytes())?;
    }
    staging.publish()
}

fn print_json(
    plan: &SplitPlan,
    split: &Split,
    form: Option<Form>,
    folder: Option<&Path>,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut shares = Vec::with_capacity(split.shares.len());
    for ((at, (header, mnemonic)), stem) in split.shares.iter().enumerate().zip(plan.stems()) {
        shares.push(json::SplitShare {
            group: crate::slip39::ordinal(header.group),
            group_name: plan.group_name(header.group),
            member: crate::slip39::ordinal(header.member),
            custodian: plan.custodian(at),
            mnemonic: folder.is_none().then(|| mnemonic.expose()),
            file: folder.map(|_| format!("secret/{stem}.txt")),
        });
    }
    let mut document = json::document(&json::Split {
        head: json::Head::of("split"),
        set: json::Set::of(&split.set),
        label: plan.label.as_deref(),
        policy: plan.policy.to_string(),
        kind: form.map(Form::name),
        quorums_proved: split.quorums_proved,
        output: folder.map(|folder| folder.to_string_lossy().into_owned()),
        shares,
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}
