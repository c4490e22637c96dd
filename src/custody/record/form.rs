//! The form of a key in a record: what the words of the shares cannot carry.

use serde::{Deserialize, Serialize};

use crate::formats::key::{Form, Language, Network};

/// A form of a key, as `recover` takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedForm {
    /// `age`, `hex`, `bip39`, `bip39-seed`, `wif`, `xprv` or `raw`.
    pub kind: String,
    /// The word list, for `bip39`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The network, for `wif`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// Whether the public key is compressed, for `wif`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compressed: Option<bool>,
}

impl From<Form> for RecordedForm {
    fn from(form: Form) -> Self {
        let kind = if form == Form::Bip39Seed { "bip39-seed" } else { form.name() }.to_owned();
        let plain = Self { kind, language: None, network: None, compressed: None };
        match form {
            Form::Bip39(language) => Self { language: Some(language.to_string()), ..plain },
            Form::Wif { network, compressed } => {
                Self { network: Some(network.to_string()), compressed: Some(compressed), ..plain }
            }
            _ => plain,
        }
    }
}

impl RecordedForm {
    /// The form; none if this program does not know it.
    #[must_use]
    pub fn form(&self) -> Option<Form> {
        Some(match self.kind.as_str() {
            "age" => Form::Age,
            "hex" => Form::Hex,
            "bip39" => {
                let name = self.language.as_deref()?;
                Form::Bip39(Language::ALL.into_iter().find(|language| language.name() == name)?)
            }
            "bip39-seed" => Form::Bip39Seed,
            "wif" => {
                let name = self.network.as_deref()?;
                let networks = [Network::Mainnet, Network::Testnet];
                let network = networks.into_iter().find(|network| network.to_string() == name)?;
                Form::Wif { network, compressed: self.compressed? }
            }
            "xprv" => Form::Xprv,
            "raw" => Form::Raw,
            _ => return None,
        })
    }

    /// The form for people; its bare name where this program does not know it.
    #[must_use]
    pub fn told(&self) -> String {
        self.form().map_or_else(|| self.kind.clone(), |form| form.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_comes_back() {
        let wif = |network, compressed| Form::Wif { network, compressed };
        let mut forms = vec![Form::Age, Form::Hex, Form::Bip39Seed, Form::Xprv, Form::Raw];
        forms.extend(Language::ALL.map(Form::Bip39));
        forms.extend([wif(Network::Mainnet, true), wif(Network::Testnet, false)]);
        for form in forms {
            assert_eq!(RecordedForm::from(form).form(), Some(form));
        }
    }
}
