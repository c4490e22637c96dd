//! What the record of an old set says of the key, for the cards and sheets of another.

use crate::{
    custody::record::{Record, form::RecordedForm, sealed::RecordedSealed},
    formats::{key::Form, visible::printable},
    paper::card::Wallet,
};

/// What a new set takes over from the record of the old one.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The form that the key once came in.
    pub form: Option<RecordedForm>,
    /// The owner's public value.
    pub public: Option<String>,
    /// The file that the key opens.
    pub sealed: Option<RecordedSealed>,
    /// Whether there is a passphrase.
    pub passphrase: Option<bool>,
}

impl Taken {
    /// All that this record says of its key.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self {
            form: record.key.form.clone(),
            public: record.key.public.clone(),
            sealed: record.sealed.clone(),
            passphrase: record.passphrase,
        }
    }

    /// The form in words, and the options that give the key back in it.
    #[must_use]
    pub fn key(&self) -> Option<(String, String)> {
        self.form.as_ref()?.form().map(in_words)
    }

    /// What a hardware wallet makes of the shares.
    #[must_use]
    pub fn wallet(&self) -> Wallet {
        self.form.as_ref().and_then(RecordedForm::form).map_or(Wallet::Unknown, wallet)
    }

    /// The same in words; `passphrase` is named only where it was not given anew.
    #[must_use]
    pub fn told(&self, tells_passphrase: bool) -> Option<String> {
        let form = self.form.as_ref().map(|form| format!("that the key was given as {}", form.told()));
        let sealed = self.sealed.as_ref().map(|sealed| format!("that it opens {}", printable(&sealed.name)));
        let public = self.public.as_ref().map(|_| "the public value".to_owned());
        let passphrase = self.passphrase.filter(|_| tells_passphrase).map(|is_there| {
            if is_there { "that there is a passphrase" } else { "that there is no passphrase" }.to_owned()
        });
        let all: Vec<String> = [form, sealed, public, passphrase].into_iter().flatten().collect();
        (!all.is_empty()).then(|| format!("taken over from the old record, not proved: {}", all.join("; ")))
    }
}

/// The form in words, and the options that give the key back in it.
#[must_use]
pub fn in_words(form: Form) -> (String, String) {
    (form.to_string(), told_back(form))
}

/// What a hardware wallet makes of shares of a key that came in this form.
#[must_use]
pub const fn wallet(form: Form) -> Wallet {
    match form {
        Form::Bip39Seed => Wallet::Own,
        Form::Hex | Form::Raw => Wallet::Unknown,
        Form::Age | Form::Bip39(_) | Form::Wif { .. } | Form::Xprv => Wallet::Another,
    }
}

/// The options that give a key back in the form it came in.
#[must_use]
pub fn told_back(form: Form) -> String {
    match form {
        Form::Bip39(language) if language == Default::default() => " --as bip39".to_owned(),
        Form::Bip39(language) => format!(" --as bip39 --language {language}"),
        Form::Wif { network, compressed } => {
            format!(" --as wif --network {network} --compressed={}", if compressed { "yes" } else { "no" })
        }
        form => format!(" --as {}", form.name()),
    }
}
