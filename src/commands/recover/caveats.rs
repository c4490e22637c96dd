//! What of a recovered key nothing confirms: above it on its page, and before it goes down a pipe or into a file.

use super::{RecoveredKey, Recovery};
use crate::{
    ceremony::{
        expected::ProvedValue,
        passphrase::{KeyConfirmation, KeyVerdict, Mismatch},
    },
    formats::{
        key::{Form, Way},
        public::Reading,
    },
    slip39::MasterSecret,
    transfer::archive::record_check::NO_PRACTICE,
};

/// Each in one line of a usual window.
pub(super) fn of(recovery: &Recovery<'_>, found: &RecoveredKey) -> Vec<String> {
    let mut caveats = Vec::new();
    let is_empty = found.how != super::How::Given;
    match found.confirmed_by {
        KeyConfirmation::Nothing if is_empty => {
            caveats.push(
                "not confirmed: if there was a passphrase, this is another key, and no error".to_owned(),
            );
        }
        KeyConfirmation::Nothing => {
            caveats.push("not confirmed: another passphrase gives another key, and no error".to_owned());
        }
        KeyConfirmation::OtherPassphrase(contradiction) => {
            caveats.push(other_passphrase(contradiction).to_owned())
        }
        KeyConfirmation::Fingerprint
        | KeyConfirmation::SealedFile
        | KeyConfirmation::PublicValue
        | KeyConfirmation::Record => {}
    }
    if recovery.is_no_practice(found) {
        caveats.push(NO_PRACTICE.to_owned());
    }
    match recovery.request.way {
        Way::Assumed if found.is_proved_as(recovery.request.form) => {}
        Way::Assumed => caveats.extend(assumed(recovery.request.form, &found.secret).map(str::to_owned)),
        Way::WalletOfWords(_) if found.proof.proves_wallet() => {}
        Way::WalletOfWords(_) => {
            let one = "not confirmed: another BIP-39 passphrase opens another wallet, and no error";
            caveats.push(one.to_owned());
        }
        Way::Bytes => caveats.extend(bytes(recovery)),
        Way::Itself | Way::WalletOfSeed | Way::Another => {}
    }
    caveats
}

/// Says what confirms the key, and what does not.
pub(super) fn tell(recovery: &Recovery<'_>, found: &RecoveredKey) {
    let console = recovery.console;
    if found.fingerprint == KeyVerdict::Matches {
        console.say(if recovery.request.way.is_the_key() {
            "it is the key that was split: its fingerprint is that of the record"
        } else {
            "by their fingerprint, these are the bytes that were split, but in another form"
        });
    }
    let are_words = |one: &ProvedValue| matches!(one.fit.reading, Reading::Words(_));
    let is_of_words = recovery.request.expected.form.is_none() && found.proof.values.iter().any(are_words);
    if is_of_words && recovery.request.form == Form::Hex {
        console.say("it is the entropy of BIP-39 words, by that value: --as bip39 shows them");
    }
    of(recovery, found).iter().for_each(|caveat| console.warn(caveat));
    let is_assumed_seed = recovery.request.way == Way::Assumed && recovery.request.form == Form::Xprv;
    if is_assumed_seed && !found.is_proved_as(Form::Xprv) && assumed(Form::Xprv, &found.secret).is_some() {
        console.warn("this is the entropy of BIP-39 words: for their wallet, --bip39-passphrase-file FILE");
    }
}

/// What nothing says of the bytes that are shown in a form; none where they tell it themselves.
#[must_use]
pub fn assumed(form: Form, secret: &MasterSecret) -> Option<&'static str> {
    match form {
        _ if form.is_told_by(secret) => None,
        Form::Bip39(_) => {
            Some("an assumption: nothing says that these bytes are the entropy of BIP-39 words")
        }
        Form::Xprv => Some("an assumption: nothing says that these bytes are a BIP-32 seed"),
        Form::Wif { .. } => Some("an assumption: nothing says that these bytes are a Bitcoin private key"),
        Form::Age => Some("an assumption: nothing says that these bytes are an age identity"),
        Form::Hex | Form::Raw | Form::Bip39Seed => None,
    }
}

const fn other_passphrase(contradiction: Mismatch) -> &'static str {
    match contradiction {
        Mismatch::Missing => "not the key of the record: that one has a passphrase, and none was given",
        Mismatch::Surplus => "not the key of the record: that one has no passphrase, and one was given",
    }
}

/// That bytes are shown of what came in another form; hex and raw are two writings of one thing.
fn bytes(recovery: &Recovery<'_>) -> Option<String> {
    let came = recovery.record()?.key.form.as_ref()?.form()?;
    let is_plain = matches!(came, Form::Hex | Form::Raw | Form::Bip39Seed);
    (!is_plain).then(|| format!("the bytes that were split, not the form that the key came in: {came}"))
}
