//! A private key in each of its forms. What is accepted is shown again in the same form, and read back equal; and what
//! is shown of any bytes is read as these bytes.

use quorate::{
    crypto::secret::{SecretBytes, SecretText},
    formats::key::{Form, Key, Kind, Language, Network},
    slip39::MasterSecret,
};

use crate::craft::{choice, is_rare};

/// A text read as some kind, or bytes shown in some form.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let is_rare = is_rare(bytes);
    // In any other list words are looked for one after the other, which takes longer than all the rest.
    let language = if is_rare {
        Language::ALL[usize::from(choice / 16) % Language::ALL.len()]
    } else {
        Language::English
    };
    let extra = SecretText::copy_of("TREZOR");
    let kind = match choice % 16 {
        0 => Kind::Auto(None),
        1 => Kind::Auto(Some(language)),
        2 => Kind::Bip39(None),
        3 => Kind::Bip39(Some(language)),
        4 => Kind::Bip39Seed(Some(language), &extra),
        5 => Kind::Hex,
        6 => Kind::Raw,
        7 => Kind::Wif,
        8 => Kind::Xprv,
        shown => return is_read_as_shown(shown - 9, language, rest),
    };
    let are_words = rest.split(u8::is_ascii_whitespace).nth(11).is_some();
    if matches!(kind, Kind::Auto(None) | Kind::Bip39(None)) && are_words && !is_rare {
        return;
    }
    let Ok(key) = Key::read(&SecretBytes::copy_of(rest), kind) else { return };
    assert!(key.is_given_back_by(key.master_secret()), "shown differently");
    let shown = key.form().show(key.master_secret()).unwrap();
    is_read(&shown, key.form(), key.master_secret());
}

fn is_read_as_shown(choice: u8, language: Language, bytes: &[u8]) {
    let Ok(secret) = MasterSecret::copy_of(bytes) else { return };
    let form = match choice {
        0 => Form::Bip39(language),
        1 => Form::Bip39Seed,
        2 => Form::Hex,
        // An identity has this length and no other.
        3 if bytes.len() == 32 => Form::Age,
        3 => Form::Raw,
        4 => Form::Wif { network: Network::Mainnet, compressed: true },
        5 => Form::Wif { network: Network::Testnet, compressed: false },
        _ => Form::Xprv,
    };
    let Ok(shown) = form.show(&secret) else { return };
    // Of a seed its master key is shown: another secret, from which the seed does not come back.
    let is_one_way = form == Form::Xprv
        && Key::read(&shown, Kind::Xprv).is_ok_and(|key| !key.master_secret().matches(&secret));
    if !is_one_way {
        is_read(&shown, form, &secret);
    }
}

/// A writing is read as this secret, by its own name and, where it has a checksum or is hex, without one.
fn is_read(shown: &SecretBytes, form: Form, secret: &MasterSecret) {
    let (kind, read_as) = match form {
        Form::Age => (Kind::Age, form),
        Form::Bip39(language) => (Kind::Bip39(Some(language)), form),
        Form::Bip39Seed | Form::Hex => (Kind::Hex, Form::Hex),
        Form::Raw => (Kind::Raw, form),
        Form::Wif { .. } => (Kind::Wif, form),
        Form::Xprv => (Kind::Xprv, form),
    };
    let language = if let Form::Bip39(language) = form { Some(language) } else { None };
    let kinds = if form == Form::Raw { vec![kind] } else { vec![kind, Kind::Auto(language)] };
    for kind in kinds {
        let key = Key::read(shown, kind).unwrap();
        assert_eq!(key.form(), read_as);
        assert!(key.master_secret().matches(secret), "read differently");
        assert!(key.is_given_back_by(secret));
    }
}
