//! Where a recovered key goes: to a page, a file or a pipe, and what it opens; with the document that says so.

use super::{
    How, RecoveredKey, Recovery,
    answer::{Answer, Encoding, Opened, PassphraseTold, Secret, WayTold},
    caveats,
};
use crate::{
    ceremony::{passphrase::KeyConfirmation, practice},
    commands::{
        recover::request::KeyOutput,
        verdicts::{Compared, ProvedTold},
    },
    crypto::secret::SecretBytes,
    custody::record::Record,
    formats::{
        count::count,
        key::{Form, FormError},
    },
    host::{
        document,
        failure::Failure,
        files::{large::Growing, medium::tell_of_secret, read, write::write_new},
        terminal::Terminal,
    },
    slip39::MasterSecret,
    transfer::{
        delivery::reveal::{KeyPage, KeyPageExit},
        sealing::{halves::judge_sealed, open},
    },
};

/// Opens the sealed file: into a new file, which appears when all of it is proved; or down a pipe, after all of it was
/// proved once, for what has gone down a pipe cannot be taken back.
pub(super) fn open(recovery: &Recovery<'_>, found: &mut RecoveredKey) -> Result<(), Failure> {
    let Recovery { request, console, .. } = recovery;
    let Some(file) = &request.open else { return Ok(()) };
    let identity = open::identity(&found.secret, file)?;
    found.key_file = judge_sealed(&request.halves, file, &identity, console)?;
    let recorded = recovery.record().and_then(|record| record.sealed.as_ref());
    // It costs as much as opening.
    let wants_hash = recorded.is_some() || console.tells_documents();
    let confirms = |found: &mut RecoveredKey| {
        // Only the key that was split opens the file that was sealed to it.
        let proves_key = recovery.record().is_some_and(Record::is_proved_by_opening);
        if proves_key && found.confirmed_by != KeyConfirmation::Fingerprint {
            found.confirmed_by = KeyConfirmation::SealedFile;
        }
        caveats::tell(recovery, found);
    };
    match &request.output {
        KeyOutput::File(target) => {
            let mut growing = Growing::begin(target)?;
            let opened = file.open(&identity, wants_hash, |piece| growing.add(piece), console)?;
            open::refuse_unrecorded(recorded, opened.sealed.as_ref(), file.path(), console)?;
            confirms(found);
            growing.publish()?;
            tell_of_secret(
                &format!("what was sealed, {},", count(opened.plain_bytes, "byte")),
                target,
                console,
            );
            found.opened = Some(opened);
        }
        KeyOutput::Stdout | KeyOutput::Terminal => {
            let (opened, proved) = file.prove(&identity, wants_hash, console)?;
            open::refuse_unrecorded(recorded, opened.sealed.as_ref(), file.path(), console)?;
            confirms(found);
            file.open_proved(&identity, &proved, |piece| console.product(piece), console)?;
            found.opened = Some(opened);
        }
    }
    answer(recovery, None, found)
}

/// Gives the key out.
pub(super) fn key(
    recovery: &Recovery<'_>,
    shown: &SecretBytes,
    found: &RecoveredKey,
) -> Result<KeyPageExit, Failure> {
    let Recovery { request, console, .. } = recovery;
    // The form that was asked for is text, but for raw bytes, which end without a newline.
    let ending: &[u8] = if request.form == Form::Raw { b"" } else { b"\n" };
    let line = SecretBytes::build(shown.len() + ending.len(), |place| {
        place[..shown.len()].copy_from_slice(shown.expose());
        place[shown.len()..].copy_from_slice(ending);
    });
    match &request.output {
        KeyOutput::File(file) => {
            write_new(file, line.expose())?;
            tell_of_secret("the key", file, console);
            answer(recovery, None, found)
                .map_err(|failure| failure.with_hint(format!("the key is still in {}", read::shown(file))))?;
        }
        KeyOutput::Stdout => answer(recovery, Some((shown, &line)), found)?,
        KeyOutput::Terminal => {
            let terminal =
                Terminal::open(console, "-o FILE writes a file; a pipe takes the key as one line")?;
            let page = KeyPage {
                title: "the recovered key",
                key: str::from_utf8(shown.expose()).unwrap_or_default(),
                is_hex: request.form == Form::Hex,
                caveats: &caveats::of(recovery, found),
                // What is confirmed has no other.
                offers_another: found.confirmed_by.passed().is_none(),
            };
            return page.show(&terminal);
        }
    }
    Ok(KeyPageExit::Done)
}

/// Tells what became of the key, which is here only where it goes down a pipe: as it is shown, and as a line.
fn answer(
    recovery: &Recovery<'_>,
    key: Option<(&SecretBytes, &SecretBytes)>,
    found: &RecoveredKey,
) -> Result<(), Failure> {
    let request = recovery.request;
    let raw_as_hex;
    let value = match key {
        None => None,
        Some((bytes, _)) if request.form == Form::Raw => {
            raw_as_hex = MasterSecret::copy_of(bytes.expose())
                .map_err(|_| FormError::OutOfRange)
                .and_then(|secret| Form::Hex.show(&secret))?;
            Some(&raw_as_hex)
        }
        Some((text, _)) => Some(text),
    };
    let is_other = matches!(found.confirmed_by, KeyConfirmation::OtherPassphrase(_));
    let answer = Answer {
        secret: value.map(|value| Secret {
            kind: request.form.into(),
            encoding: if request.form == Form::Raw { Encoding::Hex } else { Encoding::Text },
            value: str::from_utf8(value.expose()).unwrap_or_default(),
        }),
        output: match &request.output {
            KeyOutput::File(file) => Some(file.to_string_lossy().into_owned()),
            _ => None,
        },
        way: WayTold::of(request.way).filter(|_| request.open.is_none()),
        passphrase: found.how.into(),
        passphrase_file_empty: found.how == How::EmptyFile,
        bip39_passphrase: found.bip39_passphrase.map(PassphraseTold::from),
        bip39_passphrase_file_empty: found.bip39_passphrase == Some(How::EmptyFile),
        confirmed_by: recovery.confirmed_by(found).into(),
        bytes_confirmed_by: recovery.bytes_confirmed_by(found).map(Into::into),
        other_passphrase_accepted: is_other,
        proved: ProvedTold::all(&found.proof.values, found.key_file.as_ref()),
        caveats: [&recovery.untold[..], &caveats::of(recovery, found)].concat(),
        digest: recovery.quorum.has_digest(),
        untested: recovery.quorum.untested().iter().map(document::Place::of).collect(),
        practice: practice::is_practice(&found.secret),
        fingerprint: recovery.has_fingerprint(found).then_some(Compared::Matches),
        opened: found
            .opened
            .as_ref()
            .map(|opened| Opened { sealed: opened.sealed.as_ref(), bytes: opened.plain_bytes }),
        line: key.map(|(_, line)| line),
    };
    recovery.console.answer("recover", &answer, None)
}
