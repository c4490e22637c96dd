//! The key of a drill: derived, judged by the record, and proved by what it opens and what anybody may know of it.

use super::request::Request;
use crate::{
    ceremony::{
        drill::Drill,
        expected::Expected,
        passphrase::{Judge, KeyConfirmation},
    },
    crypto::secret::SecretText,
    custody::record::{Record, form::RecordedForm},
    formats::public::{Path, PublicSide, Showable},
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    slip39::{MasterSecret, Quorum},
    transfer::{
        archive::ledger::Ledger,
        intake::{
            files,
            passphrase::{Asker, GivenPassphrase, How},
            proof::{Bip39Source, expect_recorded, prove},
        },
        sealing::{
            halves::{ExpectedHalf, judge_sealed},
            open,
        },
    },
};

/// What the key must give, if anything: what was asked for, and what the record itself holds. The form of the key is that of
/// the record, where there is one.
pub(super) fn expected(
    request: &Request,
    ledger: Option<&Ledger>,
    console: &Console,
) -> Result<Expected, Failure> {
    let record = ledger.map(|ledger| &ledger.record);
    let form = record.and_then(|record| record.key.form.as_ref()).and_then(RecordedForm::form);
    let bytes = record.map(|record| record.key.bytes);
    let mut expected = request.expecting.of(form, bytes, request.language)?;
    if let Some(ledger) = ledger {
        expect_recorded(&mut expected, ledger, console);
    }
    Ok(expected)
}

/// Where the BIP-39 passphrase for public values comes from.
fn bip39_source(request: &Request, machine: Machine) -> Bip39Source<'_> {
    let (file, at_stake) = (request.bip39_passphrase_file.as_deref(), request.shares.at_stake());
    Bip39Source { file, at_stake, machine }
}

/// All that decides what is made of a key in a drill.
pub(super) struct Deriving<'a> {
    pub(super) request: &'a Request,
    pub(super) expected: &'a Expected,
    pub(super) halves: &'a [ExpectedHalf],
    pub(super) judge: Judge<'a>,
    pub(super) console: &'a Console,
    pub(super) machine: Machine,
}

/// Derives the key and judges it. What comes back is whether there is a passphrase, where a sealed file that opened to its
/// end, or a public value, has confirmed it.
pub(super) fn derive(
    deriving: &Deriving<'_>,
    drill: &mut Drill,
    quorum: &Quorum,
    given: &GivenPassphrase,
) -> Result<Option<bool>, Failure> {
    let Deriving { request, judge, console, .. } = deriving;
    let record = judge.record;
    drill.has_empty_file = given.how == How::EmptyFile;
    let (ems, is_empty) = (quorum.ems(), given.passphrase.is_empty());
    let secret = drill.judge_key(judge, is_empty, || {
        ems.decrypt(&given.passphrase, &mut console.progress(ems.iterations()))
    })?;
    let is_proved = match prove_values(deriving, drill, &secret) {
        Ok(is_proved) => is_proved,
        Err(failure) => match another(deriving, drill, &failure)? {
            Some(other) => return derive(deriving, drill, quorum, &other),
            None => return Err(failure),
        },
    };
    show(deriving, drill, &secret)?;
    let Some(file) = &request.open else { return Ok(is_proved.then_some(!is_empty)) };
    let identity = open::identity(&secret, file)?;
    let (opened, _) = file.prove(&identity, true, console)?;
    let recorded = record.and_then(|record| record.sealed.as_ref());
    open::refuse_unrecorded(recorded, opened.sealed.as_ref(), file.path(), console)?;
    // Behind the proof that it opens: a half of another key says nothing against the shares.
    drill.key_file = judge_sealed(deriving.halves, file, &identity, console)?;
    drill.open(opened.sealed, record.is_some_and(Record::is_proved_by_opening));
    Ok(Some(!is_empty))
}

/// Compares the key with the public values that are expected of it. Whether one proves it comes back.
fn prove_values(deriving: &Deriving<'_>, drill: &mut Drill, secret: &MasterSecret) -> Result<bool, Failure> {
    let Deriving { request, expected, console, machine, .. } = deriving;
    drill.is_value_denied = !expected.is_empty();
    let proof = prove(expected, secret, bip39_source(request, *machine), console)?;
    drill.is_value_denied = false;
    let is_proved = proof.proves_key();
    drill.prove(proof.values, is_proved);
    Ok(is_proved)
}

/// Shows the public values that were asked for, each with what it gives away. Which one a key has depends on the form that
/// the record says it came in.
fn show(deriving: &Deriving<'_>, drill: &mut Drill, secret: &MasterSecret) -> Result<(), Failure> {
    let Deriving { request, expected, console, .. } = deriving;
    if request.show.is_empty() {
        return Ok(());
    }
    let extra = match &request.bip39_passphrase_file {
        Some(file) => files::bip39_passphrase(file, console)?,
        None => SecretText::default(),
    };
    let path: Option<Path> = request.expecting.path()?;
    let wallets: Vec<PublicSide> = expected
        .readings(secret)
        .into_iter()
        .filter_map(|reading| PublicSide::new(secret, reading, &extra))
        .collect();
    for (name, what) in Showable::ALL.iter().filter(|(_, what)| request.show.contains(what)) {
        let shown = wallets.iter().find_map(|wallet| wallet.show(*what, path.as_ref()));
        let Some(shown) = shown else {
            let hint = "quorate status RECORD tells the form of the key";
            return Err(Failure::usage(
                format!("a key of this form has no public value of kind {name}"),
                hint,
            ));
        };
        console.warn(what.gives_away());
        drill.shown.push((*name, shown));
    }
    if may_have_passphrase(deriving) {
        console.warn("whoever has a public value can tell a right passphrase from a wrong one");
    }
    Ok(())
}

/// Whether the record says that there is a passphrase, or does not say that there is none.
fn may_have_passphrase(deriving: &Deriving<'_>) -> bool {
    deriving.judge.record.is_none_or(|record| record.passphrase != Some(false))
}

/// Another passphrase after a key that does not give a public value, where nothing else confirmed the passphrase and
/// somebody is there: the shares are here still. None if nobody gives one.
fn another(
    deriving: &Deriving<'_>,
    drill: &Drill,
    failure: &Failure,
) -> Result<Option<GivenPassphrase>, Failure> {
    let Deriving { request, judge, console, machine, .. } = deriving;
    let may_be_the_passphrase = matches!(failure.code, Code::OtherKey | Code::CannotTell);
    if !may_be_the_passphrase
        || drill.confirmed_by.and_then(KeyConfirmation::passed).is_some()
        || !machine.may_ask(console)
    {
        return Ok(None);
    }
    let recorded = judge.record.and_then(|record| record.passphrase);
    let (at_stake, encoding) = (request.shares.at_stake(), request.encoding);
    let asker = Asker { recorded, at_stake, encoding, console };
    // Whoever ends the questions leaves the drill as it is, and it is noted.
    Ok(asker.typed(Some(&failure.message)).ok().filter(|given| !given.passphrase.is_empty()))
}
