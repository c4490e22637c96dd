//! A new set of an old one: nobody sees the key, and all that can be compared with the record of the old set is, before
//! anything is made. What is new takes over what that record says of the key; were the key another, every later
//! comparison would be with a lie.

use super::{iterations, new_passphrase, record};
use crate::{
    ceremony::{
        compare::compare_set,
        expected::Expected,
        passphrase::KeyVerdict,
        practice,
        split::{split_again, split_secret},
        submission::Gathered,
    },
    commands::split::{
        dice::{
            collect::Rolling,
            deal::{entropy, recorded_rolls},
        },
        facts::{Made, Origin, RecordFacts},
        request::Request,
    },
    custody::record::{Standing, form::RecordedForm, origin::RecordedOrigin},
    host::{
        console::{Console, Machine},
        document::EmptyFiles,
        failure::{Code, Details, Failure},
        terminal::{Terminal, prompt},
    },
    slip39::{MasterSecret, Passphrase},
    transfer::{
        archive::{ledger::Ledger, record_check},
        delivery::taken::Taken,
        intake::{
            files::{self, ShareFiles},
            gather::{self, WhenTooFew},
            proof::{Bip39Source, expect_recorded, prove},
            sources::PassphraseSource,
        },
    },
};

/// Makes a new set of the shares in `files`. Where nothing of the encryption changes, and the record of the old set knows
/// the shares, the key is not even decrypted.
///
/// # Errors
///
/// When they are no quorum, or the record contradicts them, the old passphrase or the key, or can tell nothing of them.
pub fn from_shares(
    request: &Request,
    files: &ShareFiles,
    rolling: &Rolling<'_>,
    old_book: Option<&Ledger>,
    console: &Console,
    machine: Machine,
) -> Result<Made, Failure> {
    let record = old_book.map(|ledger| &ledger.record);
    if let Some(ledger) = old_book {
        files.keyring().learn(&ledger.record, &ledger.journal);
    }
    let (gathered, quorum) = gather::from_files(files, record, WhenTooFew::Fail, console)?;
    let knows_cards = old_book.map(|ledger| knows(ledger, &gathered, console)).transpose()?;
    let old = quorum.ems();
    let taken = old_book.map_or_else(Taken::default, |ledger| Taken::of(&ledger.record));
    let came_from = RecordedOrigin::of_shares(gathered.set.headers());
    let keeps_exponent = request.exponent.is_none_or(|exponent| exponent == old.encryption().exponent);
    let keeps_all = old.encryption().extendable && keeps_exponent && request.passphrase.is_none();
    let has_fingerprint = old_book.is_some_and(|ledger| ledger.record.fingerprint.is_some());
    // A fingerprint is of the key, which must then be there.
    if keeps_all && knows_cards != Some(false) && !request.fingerprint && request.expected.is_empty() {
        if request.old_passphrase.is_some() {
            let hint = "leave it out; or give the new set another passphrase with --passphrase";
            return Err(Failure::usage("the old passphrase is not needed: the new set keeps it", hint));
        }
        console.say("the key was not decrypted: the new set keeps the old passphrase, if there is one");
        if has_fingerprint {
            console.say("the old record has a fingerprint, the new one has none: --fingerprint adds one");
        }
        if old_book.is_some_and(|ledger| !ledger.record.proved.is_empty()) {
            console.say("the old record has public values, the new one has none: --expect proves them again");
        }
        let rolled = rolling.take()?;
        let mut random = entropy(request, rolled, old.encryption().exponent);
        let split = split_again(&request.policy, old, &mut random)?;
        let is_practice = practice::holds_practice_key(old);
        let recorded = RecordFacts { origin: came_from, ..record::recorded(request, random, None)? };
        let rolled = recorded_rolls(request, rolled);
        return Ok(Made { is_practice, taken, rolled, ..Made::of(split, Origin::SetAsItWas, recorded) });
    }
    let old_passphrase = old_passphrase(request, console, machine)?;
    let is_from_file = matches!(request.old_passphrase, Some(PassphraseSource::File(_)));
    let empty_files = EmptyFiles { old: is_from_file && old_passphrase.is_empty(), ..EmptyFiles::default() };
    if empty_files.old {
        console.warn("the old passphrase file is empty: the empty passphrase was used");
    }
    let exponent = request.exponent.unwrap_or(old.encryption().exponent);
    let secret = old.decrypt(&old_passphrase, &mut console.progress(old.iterations()));
    let is_confirmed = match old_book {
        Some(ledger) => is_confirmed(ledger, &secret, &old_passphrase).map_err(|failure| {
            if empty_files.old { failure.with_details(Details::of(&empty_files)) } else { failure }
        })?,
        None => false,
    };
    let form = taken.form.as_ref().and_then(RecordedForm::form);
    let mut expected = Expected { form, ..request.expected.clone() };
    let file = request.bip39_passphrase_file.as_deref();
    let source = Bip39Source { file, at_stake: None, machine };
    if let Some(ledger) = old_book {
        expect_recorded(&mut expected, ledger, console);
    }
    let proof = prove(&expected, &secret, source, console)?;
    if !is_confirmed && knows_cards == Some(false) && !proof.proves_key() {
        return Err(nothing_known());
    }
    let passphrase = match &request.passphrase {
        Some(source) => new_passphrase(source, rolling, console)?,
        None => old_passphrase,
    };
    let rolled = rolling.take()?;
    let mut progress = console.progress(2 * iterations(exponent, &secret));
    let mut random = entropy(request, rolled, exponent);
    let split = split_secret(&request.policy, &secret, &passphrase, exponent, &mut random, &mut progress)?;
    // Its line must end before anything else is said.
    drop(progress);
    if proof.proves_key() {
        console.say("this key gives the public values that were expected");
    } else if is_confirmed {
        console.say("it is the key that was split: its fingerprint is that of the old record");
    } else {
        console
            .warn("nothing confirms the old passphrase: recover from the new shares, then destroy the old");
    }
    let is_practice = practice::is_practice(&secret);
    let has_passphrase = !passphrase.is_empty();
    // What was proved of the key is kept: whoever holds the record can test guesses of the passphrase as before, and no better.
    let fingerprinted = (is_confirmed || request.fingerprint).then_some(&secret);
    let recorded = RecordFacts { origin: came_from, ..record::recorded(request, random, fingerprinted)? };
    let origin = Origin::SetAnew { is_confirmed };
    let kept = record::kept(request, &proof, has_passphrase)?;
    let rolled = recorded_rolls(request, rolled);
    let made = Made::of(split, origin, recorded);
    Ok(Made { has_passphrase, is_practice, taken, rolled, empty_files, proof, kept, ..made })
}

/// Whether the record of the old set knows at least one of the shares: by the digest they then are all of that set.
fn knows(ledger: &Ledger, gathered: &Gathered, console: &Console) -> Result<bool, Failure> {
    let compared = compare_set(&ledger.record, gathered);
    if let Some(failure) = record_check::failure(&compared) {
        return Err(
            failure.with_hint("nothing was made: use the record and the cards of the same set".to_owned())
        );
    }
    let (dealt, untold): (Vec<_>, Vec<_>) = compared.iter().partition(|one| one.standing == Standing::Dealt);
    for one in untold {
        console.say(&format!(
            "{}: the old record has no verification key for this card, so it cannot tell",
            one.source
        ));
    }
    if !dealt.is_empty() {
        let count = dealt.len();
        console
            .say(&format!("{count} of the old shares are the very ones that were dealt, by the old record"));
    }
    Ok(!dealt.is_empty())
}

/// Whether the old record's fingerprint is that of the key. Where there is none, only that it does not contradict the
/// passphrase can be asked.
fn is_confirmed(ledger: &Ledger, secret: &MasterSecret, passphrase: &Passphrase) -> Result<bool, Failure> {
    match (KeyVerdict::of(secret, Some(&ledger.record), &mut |_| {}), ledger.record.passphrase) {
        (KeyVerdict::Matches, _) => Ok(true),
        (KeyVerdict::Differs, _) => Err(record_check::other_key()),
        (_, Some(true)) if passphrase.is_empty() => Err(other_passphrase("has a passphrase")),
        (_, Some(false)) if !passphrase.is_empty() => Err(other_passphrase("has no passphrase")),
        _ => Ok(false),
    }
}

fn other_passphrase(what: &str) -> Failure {
    let message =
        format!("the old record says that the set {what}: the new one would be a set of another key");
    let hint = "give the old passphrase as it was; an empty file if there was none";
    Failure::new(Code::OldPassphraseDiffers, message, hint)
}

fn nothing_known() -> Failure {
    let message = "the old record cannot judge these shares: it has neither their keys nor a fingerprint";
    let hint = "leave --old-record out: the new set is made, and its record does not name the old one";
    Failure::new(Code::CannotTell, message, hint)
}

/// The passphrase of the old set. A wrong one would silently share another key, so it is never assumed.
fn old_passphrase(request: &Request, console: &Console, machine: Machine) -> Result<Passphrase, Failure> {
    let instead = "--old-passphrase-file FILE; an empty file if there is none";
    match &request.old_passphrase {
        Some(PassphraseSource::File(file)) => files::passphrase(file, console),
        None if !machine.may_ask(console) => Err(Failure::new(
            Code::OldPassphraseNeeded,
            "the key must be encrypted again, and quorate cannot ask for the old passphrase here",
            instead,
        )),
        Some(PassphraseSource::Typed) | None => {
            let question = "passphrase of the old set, Enter if there is none";
            prompt::passphrase_twice(&Terminal::open(console, instead)?, question)
        }
    }
}
