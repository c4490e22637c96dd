//! `quorate recover`: shares from files or from people, the proof, the passphrase, the key.

use zeroize::Zeroize as _;

use super::{
    against, args, ask,
    failure::Failure,
    files, foreign,
    growing::Growing,
    json,
    medium::tell_of_secret,
    opening::{self, Opened},
    output::Voice,
    plan::{
        Machine, PassphraseSource, ShareSource,
        foreign::refuse_misplaced,
        recover::{KeyOutput, RecoverPlan},
    },
    quorum, reveal, sources,
    terminal::Terminal,
    today,
    unfinished::write_new,
};
use crate::{
    ceremony::{compare::compare_set, practice},
    key::{Form, FormError},
    record::journal::Event,
    secret::SecretBytes,
    slip39::{MasterSecret, Passphrase},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is released then.
pub fn run(typed: args::Recover, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    if let Some(format) = typed.from.map(Into::into).or_else(|| foreign::read::recognised(&typed.shares)) {
        return foreign::recover::run(format, typed, voice, machine);
    }
    refuse_misplaced(&typed.unconfirmed, "--from")?;
    let mut plan = RecoverPlan::new(typed, voice, machine)?;
    let stamp = plan.book.is_some().then(|| today::asked(plan.date, voice, machine)).transpose()?;
    let (gathered, quorum) = match &plan.shares {
        ShareSource::Files(files) => {
            quorum::from_files(files, plan.book.as_ref().map(|book| &book.record), voice)?
        }
        ShareSource::Typed => quorum::from_people(voice)?,
    };
    let compared = plan.book.as_ref().map(|book| compare_set(&book.record, &gathered)).unwrap_or_default();
    if let Some(failure) = against::failure(&compared) {
        return Err(
            failure.with_hint("look at that card; recovery without --record trusts the digest alone".into())
        );
    }
    against::warn_untold(&compared, voice);
    let (passphrase, told) = passphrase(&plan, voice, machine)?;
    let secret = quorum.ems().decrypt(&passphrase, &mut voice.progress(quorum.ems().iterations()));
    let fingerprint = plan.book.as_ref().and_then(|book| against::fingerprint(book, &secret));
    match fingerprint {
        Some(false) => return Err(against::other_key()),
        Some(true) => voice.say("it is the key that was split: its fingerprint is that of the record"),
        None if !passphrase.is_empty() => voice.say(
            "nothing in the shares can confirm the passphrase: another one gives another key, and no error",
        ),
        None => {}
    }
    let is_practice = practice::is_practice(&secret);
    if is_practice {
        voice.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let mut facts =
        Facts { is_practice, has_digest: quorum.has_digest(), passphrase: told, fingerprint, opened: None };
    if plan.open.is_some() {
        open(&plan, &secret, &mut facts, voice)?;
    } else {
        let shown = plan.form.show(&secret)?;
        release(&plan, &shown, &facts, voice)?;
    }
    match (&mut plan.book, stamp) {
        (Some(book), Some(stamp)) => against::note_all(book, Event::Recovered, &compared, stamp, voice),
        _ => Ok(()),
    }
}

/// The passphrase from where it was said to be; else asked for where somebody can answer; else empty, and said so.
/// With how it came, for programs.
fn passphrase(
    plan: &RecoverPlan,
    voice: &Voice,
    machine: Machine,
) -> Result<(Passphrase, &'static str), Failure> {
    let passphrase = match &plan.passphrase {
        Some(PassphraseSource::File(file)) => sources::passphrase(file)?,
        None if !machine.may_ask(voice) => {
            voice.say("empty passphrase assumed");
            return Ok((Passphrase::empty(), "assumed-empty"));
        }
        Some(PassphraseSource::Typed) | None => {
            ask::passphrase(&Terminal::open(voice, "give it by --passphrase-file FILE")?)?
        }
    };
    let told = if passphrase.is_empty() { "empty" } else { "given" };
    Ok((passphrase, told))
}

/// What is told beside the key.
struct Facts {
    is_practice: bool,
    has_digest: bool,
    passphrase: &'static str,
    fingerprint: Option<bool>,
    opened: Option<Opened>,
}

/// Opens the sealed file: into a new file, which appears when all of it is proved; or down a pipe, after all of it was
/// proved once, for what has gone down a pipe cannot be taken back.
fn open(plan: &RecoverPlan, secret: &MasterSecret, facts: &mut Facts, voice: &Voice) -> Result<(), Failure> {
    let Some(file) = &plan.open else { return Ok(()) };
    let identity = opening::identity(secret, file)?;
    let recorded = plan.book.as_ref().and_then(|book| book.record.sealed.as_ref());
    // It costs as much as opening.
    let wants_hash = recorded.is_some() || voice.json;
    match &plan.output {
        KeyOutput::File(target) => {
            let mut growing = Growing::begin(target)?;
            let opened = file.open(&identity, wants_hash, |piece| growing.add(piece), voice)?;
            opening::refuse_unrecorded(recorded, opened.sealed.as_ref(), file.path(), voice)?;
            growing.publish()?;
            tell_of_secret(&format!("what was sealed, {} bytes,", opened.plain_bytes), target, voice);
            facts.opened = Some(opened);
        }
        KeyOutput::Stdout | KeyOutput::Terminal => {
            let opened = file.prove(&identity, wants_hash, voice)?;
            opening::refuse_unrecorded(recorded, opened.sealed.as_ref(), file.path(), voice)?;
            file.open(&identity, false, |piece| voice.product(piece), voice)?;
        }
    }
    if !voice.json {
        return Ok(());
    }
    print_json(plan, None, facts, voice)
}

fn release(plan: &RecoverPlan, shown: &SecretBytes, facts: &Facts, voice: &Voice) -> Result<(), Failure> {
    // The form that was asked for is text, but for raw bytes, which end without a newline.
    let ending: &[u8] = if plan.form == Form::Raw { b"" } else { b"\n" };
    let line = SecretBytes::build(shown.len() + ending.len(), |place| {
        place[..shown.len()].copy_from_slice(shown.expose());
        place[shown.len()..].copy_from_slice(ending);
    });
    match &plan.output {
        KeyOutput::File(file) => {
            write_new(file, line.expose())?;
            tell_of_secret("the key", file, voice);
            if !voice.json {
                return Ok(());
            }
            print_json(plan, None, facts, voice).map_err(|failure| {
                failure.with_hint(format!("the key is in {} all the same", files::shown(file)))
            })
        }
        KeyOutput::Stdout if voice.json => print_json(plan, Some(shown), facts, voice),
        KeyOutput::Stdout => voice.product(line.expose()),
        KeyOutput::Terminal => {
            let terminal = Terminal::open(voice, "-o FILE writes a file; a pipe takes the key as one line")?;
            let text = str::from_utf8(shown.expose()).unwrap_or_default();
            reveal::key(&terminal, "the recovered key", text)
        }
    }
}

fn print_json(
    plan: &RecoverPlan,
    shown: Option<&SecretBytes>,
    facts: &Facts,
    voice: &Voice,
) -> Result<(), Failure> {
    let raw_as_hex;
    let value = match shown {
        None => None,
        Some(bytes) if plan.form == Form::Raw => {
            raw_as_hex = MasterSecret::copy_of(bytes.expose())
                .map_err(|_| FormError::OutOfRange)
                .and_then(|secret| Form::Hex.show(&secret))?;
            Some(&raw_as_hex)
        }
        text => text,
    };
    let mut document = json::document(&json::Recover {
        head: json::Head::of("recover"),
        secret: value.map(|value| json::Secret {
            kind: plan.form.name(),
            encoding: if plan.form == Form::Raw { "hex" } else { "text" },
            value: str::from_utf8(value.expose()).unwrap_or_default(),
        }),
        output: match &plan.output {
            KeyOutput::File(file) => Some(file.to_string_lossy().into_owned()),
            _ => None,
        },
        passphrase: facts.passphrase,
        digest: facts.has_digest,
        practice: facts.is_practice,
        fingerprint: facts.fingerprint.map(|_| "matches"),
        opened: facts
            .opened
            .as_ref()
            .map(|opened| json::Opened { sealed: opened.sealed.as_ref(), bytes: opened.plain_bytes }),
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}
