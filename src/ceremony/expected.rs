//! Whether a key gives the public values that are expected of it. A value that it gives is a proof that nobody has to
//! believe; one that it does not give is told with what can be known, and no more.

use crate::{
    crypto::secret::{SecretText, are_equal},
    custody::record::proved::RecordedValue,
    formats::{
        key::{Form, Language, xprv},
        public::{Fit, Path, PublicSide, PublicValue, Reading, SearchResult},
    },
    slip39::MasterSecret,
};

/// A value that a key is expected to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedValue {
    /// As it was given. Nobody sees it before the key has given it: it may be a private key in the wrong place.
    pub text: String,
    /// What it is.
    pub value: PublicValue,
    /// The path to it; without one the usual paths are searched.
    pub path: Option<Path>,
    /// What the record holds of it, if it does.
    pub recorded: Option<RecordedValue>,
    /// Whether somebody asked for it.
    pub is_asked: bool,
}

impl ExpectedValue {
    /// Whether nobody asked for it, and the record says that it is of a wallet with a BIP-39 passphrase. Where that is not in
    /// hand, nobody can tell whether the key gives it.
    #[must_use]
    pub fn may_stay_untold(&self) -> bool {
        !self.is_asked && self.recorded.as_ref().is_some_and(|recorded| recorded.bip39_passphrase)
    }
}

/// All that is expected of a key, and what is known of its form.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The values, all of which it must give.
    pub values: Vec<ExpectedValue>,
    /// The form that the key came in; none where nobody knows.
    pub form: Option<Form>,
    /// The list of BIP-39 words, where the form does not say it.
    pub language: Language,
    /// Whether the wallet of BIP-39 words will be given out, to which all that was asked for must belong.
    pub is_of_one_wallet: bool,
}

/// What became of all that was expected of a key which gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The values that it has given.
    pub proved: Vec<ProvedValue>,
    /// The kinds of those that the record holds of a wallet whose BIP-39 passphrase is not in hand.
    pub untold: Vec<&'static str>,
}

/// A value that a key has given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvedValue {
    /// The value.
    pub expected: ExpectedValue,
    /// Where the key gives it.
    pub fit: Fit,
    /// Whether it is of the wallet with the BIP-39 passphrase that was given, and not of that without one.
    pub has_bip39_passphrase: bool,
}

/// A value that a key has not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueDenied {
    /// The value.
    pub value: PublicValue,
    /// Whether the record holds it.
    pub is_recorded: bool,
    /// Why.
    pub why: WhyDenied,
}

/// Why a value is not given, the worst first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyDenied {
    /// It is no public value at all, but the private key.
    IsPrivate,
    /// The key gives another.
    Other,
    /// The key gives it only if its bytes are taken to be something else than what they came as.
    OnlyAs(Reading),
    /// The record says that it takes a BIP-39 passphrase, and it is not the one that was given; or it is another key.
    OtherBip39Passphrase,
    /// It is not among these paths, and may lie elsewhere.
    NotAmong(Vec<String>),
}

impl WhyDenied {
    const fn rank(&self) -> u8 {
        match self {
            Self::IsPrivate => 0,
            Self::Other => 1,
            Self::OnlyAs(_) => 2,
            Self::OtherBip39Passphrase => 3,
            Self::NotAmong(_) => 4,
        }
    }
}

impl Expected {
    /// Whether nothing is expected.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether somebody asked for a value.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.values.iter().any(|one| one.is_asked)
    }

    /// Whether one of the values will prove the key, if it gives it.
    #[must_use]
    pub fn will_prove(&self) -> bool {
        self.values.iter().any(|one| one.value.proves())
    }

    /// The first value that no key of this form, and of so many `bytes` if that is known, can give.
    #[must_use]
    pub fn impossible(&self, bytes: Option<usize>) -> Option<&PublicValue> {
        let form = self.form?;
        let lengths = bytes.map_or_else(|| vec![16, 32, 64, xprv::EXTENDED_BYTES], |bytes| vec![bytes]);
        let can_give = |one: &&ExpectedValue| {
            lengths.iter().any(|bytes| {
                let is_extended = *bytes == xprv::EXTENDED_BYTES;
                let readings = Reading::of(Some(form), *bytes, is_extended, self.language);
                readings.iter().any(|reading| reading.gives(&one.value, one.path.is_some()))
            })
        };
        self.values.iter().find(|one| !can_give(one)).map(|one| &one.value)
    }

    /// Whether the BIP-39 passphrase may decide what this key gives.
    #[must_use]
    pub fn takes_bip39_passphrase(&self, secret: &MasterSecret) -> bool {
        self.readings(secret).iter().any(|reading| {
            takes_bip39_passphrase(*reading)
                && self.values.iter().any(|one| reading.gives(&one.value, one.path.is_some()))
        })
    }

    /// What the key may be taken for, by its form and its length.
    #[must_use]
    pub fn readings(&self, secret: &MasterSecret) -> Vec<Reading> {
        let bytes = secret.expose();
        Reading::of(self.form, bytes.len(), xprv::is_extended_private_key(bytes), self.language)
    }

    /// Compares a key with every value. Each may be of the wallet without a BIP-39 passphrase, or of that with the one that was
    /// given, if it is not empty.
    ///
    /// # Errors
    ///
    /// When it does not give one: that of which the verdict is worst.
    pub fn judge(
        &self,
        secret: &MasterSecret,
        bip39_passphrase: &SecretText,
    ) -> Result<Judged, Box<ValueDenied>> {
        let known = candidates(secret, &self.readings(secret), bip39_passphrase);
        // What came as hex may have been the entropy of words: it is named, and never taken for the key that came.
        let others = match self.form {
            Some(Form::Hex | Form::Raw) => {
                candidates(secret, &[Reading::Words(self.language)], bip39_passphrase)
            }
            _ => Vec::new(),
        };
        let (mut judged, mut denied, mut left) = (Judged::default(), Vec::new(), Vec::new());
        let is_private = |value: &PublicValue| {
            value.could_be_private().is_some_and(|bytes| are_equal(bytes, secret.expose()))
        };
        for expected in &self.values {
            let is_of_that_wallet = |one: &&Candidate| {
                let must_be = self.is_of_one_wallet && expected.is_asked;
                !must_be || one.has_bip39_passphrase != bip39_passphrase.is_empty()
            };
            let found = match is_private(&expected.value) {
                true => Err(WhyDenied::IsPrivate),
                false => judge_one(expected, known.iter().filter(is_of_that_wallet), &others),
            };
            match found {
                Ok((fit, has_bip39_passphrase)) => {
                    let expected = expected.clone();
                    judged.proved.push(ProvedValue { expected, fit, has_bip39_passphrase });
                }
                Err(_) if expected.may_stay_untold() => left.push(&expected.value),
                Err(why) => denied.push(ValueDenied::of(expected, why)),
            }
        }
        judged.untold = left.iter().map(|value| value.kind()).collect();
        // A key that something else proves has a wallet with yet another BIP-39 passphrase.
        let is_proved = judged.proved.iter().any(|one| one.expected.value.proves());
        if let Some(value) = left.first().filter(|_| !bip39_passphrase.is_empty() && !is_proved) {
            let (value, why) = ((*value).clone(), WhyDenied::OtherBip39Passphrase);
            denied.push(ValueDenied { value, is_recorded: true, why });
        }
        match denied.into_iter().min_by_key(|one| one.why.rank()) {
            Some(worst) => Err(Box::new(worst)),
            None => Ok(judged),
        }
    }
}

impl ValueDenied {
    fn of(expected: &ExpectedValue, why: WhyDenied) -> Self {
        let is_recorded = expected.recorded.is_some() && !expected.is_asked;
        Self { value: expected.value.clone(), is_recorded, why }
    }
}

/// A key as its bytes may be taken.
struct Candidate {
    side: PublicSide,
    has_bip39_passphrase: bool,
}

/// The key under each reading: that of BIP-39 words without a BIP-39 passphrase, and with one that is not empty.
fn candidates(secret: &MasterSecret, readings: &[Reading], bip39_passphrase: &SecretText) -> Vec<Candidate> {
    let candidate = |reading, passphrase, has_bip39_passphrase| {
        let side = PublicSide::new(secret, reading, passphrase)?;
        Some(Candidate { side, has_bip39_passphrase })
    };
    let none = SecretText::default();
    let without = readings.iter().filter_map(|reading| candidate(*reading, &none, false));
    let of_words =
        readings.iter().filter(|one| takes_bip39_passphrase(**one) && !bip39_passphrase.is_empty());
    let with = of_words.filter_map(|reading| candidate(*reading, bip39_passphrase, true));
    without.chain(with).collect()
}

const fn takes_bip39_passphrase(reading: Reading) -> bool {
    matches!(reading, Reading::Words(_))
}

fn judge_one<'a>(
    expected: &ExpectedValue,
    known: impl Iterator<Item = &'a Candidate>,
    others: &[Candidate],
) -> Result<(Fit, bool), WhyDenied> {
    let (value, path) = (&expected.value, expected.path.as_ref());
    let mut searched: Option<Vec<String>> = None;
    for one in known {
        match one.side.find(value, path) {
            Some(SearchResult::Fits(fit)) => return Ok((fit, one.has_bip39_passphrase)),
            Some(SearchResult::NotAmong(paths)) => {
                let all = searched.get_or_insert_default();
                all.extend(paths.into_iter().filter(|path| !all.contains(path)).collect::<Vec<_>>());
            }
            Some(SearchResult::Other) | None => {}
        }
    }
    for one in others {
        if let Some(SearchResult::Fits(fit)) = one.side.find(value, path) {
            return Err(WhyDenied::OnlyAs(fit.reading));
        }
    }
    Err(searched.map_or(WhyDenied::Other, WhyDenied::NotAmong))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(form: Option<Form>, texts: &[&str]) -> Expected {
        let value = |text: &&str| ExpectedValue {
            text: (*text).to_owned(),
            value: PublicValue::read(text).unwrap(),
            path: None,
            recorded: None,
            is_asked: true,
        };
        Expected { values: texts.iter().map(value).collect(), form, ..Expected::default() }
    }

    fn judged(form: Option<Form>, texts: &[&str], secret: &[u8]) -> Result<Vec<ProvedValue>, WhyDenied> {
        let secret = MasterSecret::copy_of(secret).unwrap();
        let judged = expected(form, texts).judge(&secret, &SecretText::default());
        judged.map(|judged| judged.proved).map_err(|denied| denied.why)
    }

    const WORDS: Form = Form::Bip39(Language::English);
    /// Of `abandon` eleven times and `about`.
    const ADDRESS: &str = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu";
    const FINGERPRINT: &str = "73c5da0a";
    const ELSEWHERE: &str = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

    #[test]
    fn every_value_must_fit_and_the_worst_verdict_is_told() {
        let proved = judged(Some(WORDS), &[ADDRESS, FINGERPRINT], &[0; 16]).unwrap();
        assert_eq!(
            proved.iter().map(|one| one.expected.text.as_str()).collect::<Vec<_>>(),
            [ADDRESS, FINGERPRINT]
        );
        assert!(matches!(
            judged(Some(WORDS), &[ADDRESS, ELSEWHERE], &[0; 16]),
            Err(WhyDenied::NotAmong(paths)) if paths.len() == 4
        ));
        assert_eq!(judged(Some(WORDS), &[ELSEWHERE, "73c5da0b", ADDRESS], &[0; 16]), Err(WhyDenied::Other));
        assert_eq!(judged(Some(WORDS), &[FINGERPRINT], &[1; 16]), Err(WhyDenied::Other));
    }

    #[test]
    fn where_nobody_knows_the_form_each_that_the_length_allows_is_tried() {
        let proved = judged(None, &[ADDRESS], &[0; 16]).unwrap();
        assert_eq!(proved[0].fit.reading, Reading::Words(Language::English));
        let one = [&[0; 31][..], &[1]].concat();
        let proved = judged(None, &["bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"], &one).unwrap();
        assert_eq!(proved[0].fit.reading, Reading::Private(None));
        let recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        assert_eq!(judged(None, &[recipient], &[0x42; 32]).unwrap()[0].fit.reading, Reading::Identity);
        assert_eq!(judged(Some(Form::Hex), &[recipient], &[0x42; 32]), Err(WhyDenied::Other));
    }

    #[test]
    fn hex_that_fits_only_as_the_entropy_of_words_is_named_and_not_taken() {
        let words = Reading::Words(Language::English);
        assert_eq!(judged(Some(Form::Hex), &[ADDRESS], &[0; 16]), Err(WhyDenied::OnlyAs(words)));
        assert_eq!(judged(Some(Form::Raw), &[FINGERPRINT], &[0; 16]), Err(WhyDenied::OnlyAs(words)));
    }

    #[test]
    fn a_private_key_in_the_place_of_a_value_is_worse_than_anything_else() {
        let key = "ed25519:4242424242424242424242424242424242424242424242424242424242424242";
        let solana = "5TeWSsjg2gbxCyWVniXeCmwM7UtHTCK7svzJr5xYJzHf";
        for form in [None, Some(WORDS), Some(Form::Hex)] {
            for value in [key, solana] {
                assert_eq!(judged(form, &["73c5da0b", value], &[0x42; 32]), Err(WhyDenied::IsPrivate));
            }
        }
    }

    #[test]
    fn what_a_form_cannot_give_is_known_before_anybody_brings_a_share() {
        let impossible = |form, text, bytes| expected(Some(form), &[text]).impossible(bytes).is_some();
        assert!(impossible(Form::Age, ADDRESS, None) && impossible(Form::Age, FINGERPRINT, Some(32)));
        assert!(!impossible(WORDS, ADDRESS, Some(16)) && !impossible(WORDS, FINGERPRINT, None));
        let ssh = "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        assert!(impossible(WORDS, ssh, Some(16)), "without a path");
        assert!(impossible(Form::Hex, ssh, Some(64)) && !impossible(Form::Hex, ssh, Some(32)));
        assert!(expected(None, &[ADDRESS]).impossible(Some(16)).is_none());
    }
}
