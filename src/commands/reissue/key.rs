//! The key, where a reissue can have it: compared with the public values of the record before a card of it is made again.

use crate::{
    ceremony::{expected::Expected, recover, submission::Gathered},
    crypto::secret::SecretText,
    custody::record::form::RecordedForm,
    host::{console::Console, failure::Failure},
    slip39::Passphrase,
    transfer::{archive::ledger::Ledger, explain::expected as explain, intake::proof::expect_recorded},
};

/// Compares the key with what the record holds of it. A reissue asks for no passphrase, and often has the cards of one group
/// alone; then it says that nobody can tell.
///
/// # Errors
///
/// When the key does not give one of the values.
pub(super) fn compare(ledger: &Ledger, gathered: &Gathered, console: &Console) -> Result<(), Failure> {
    let record = &ledger.record;
    if record.proved.is_empty() {
        return Ok(());
    }
    let cannot_tell = |why: &str| {
        record.proved.iter().for_each(|value| console.warn(&explain::untold(&value.kind)));
        console.say(why);
        Ok(())
    };
    if record.passphrase != Some(false) {
        return cannot_tell("a reissue asks for no passphrase: quorate drill compares it");
    }
    let Ok(quorum) = recover::prove(gathered) else {
        return cannot_tell("these cards do not give the key: quorate drill with a quorum compares it");
    };
    let form = record.key.form.as_ref().and_then(RecordedForm::form);
    let mut expected = Expected { form, ..Expected::default() };
    expect_recorded(&mut expected, ledger, console);
    let secret = quorum.ems().decrypt(&Passphrase::empty(), &mut console.progress(quorum.ems().iterations()));
    let judged = expected.judge(&secret, &SecretText::default()).map_err(Failure::from)?;
    judged.proved.iter().for_each(|one| console.say(&explain::proved(one)));
    judged.untold.iter().for_each(|kind| console.warn(&explain::untold(kind)));
    Ok(())
}
