//! A public value. Any text is one or none, and no refusal repeats it; what a key shows is read, and fits that key; and no
//! writing of a private key is ever taken for a public value.

use quorate::{
    crypto::secret::SecretText,
    formats::{
        key::{Form, Language, Network, base58check},
        public::{Path, PublicSide, PublicValue, Reading, SearchResult, Showable},
    },
    slip39::MasterSecret,
};

use crate::craft::choice;

/// What values begin with, so that the rest is looked at.
const BEGINNINGS: [&str; 12] = [
    "",
    "ed25519:",
    "xonly:",
    "02",
    "04",
    "0x",
    "SHA256:",
    "bc1q",
    "age1",
    "ssh-rsa ",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI",
    "[73c5da0a/84h/0h/0h]",
];

/// Versions of Base58Check that are those of addresses and extended keys.
const VERSIONS: [&[u8]; 6] =
    [&[0], &[5], &[0x6f], &[0xc4], &[0x04, 0x88, 0xb2, 0x1e], &[0x04, 0xb2, 0x47, 0x46]];

/// Paths at which a value is shown; none for those that wallets begin with.
const PATHS: [Option<&str>; 3] = [None, Some("m/44h/60h/0h/0/7"), Some("m/0/1")];

/// A text that may be a value, or a key that shows its own.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    let text = String::from_utf8_lossy(rest);
    match choice % 4 {
        0 => is_one_or_none(&text),
        1 => is_one_or_none(&format!("{}{text}", BEGINNINGS[usize::from(choice / 4) % BEGINNINGS.len()])),
        2 => {
            let version = VERSIONS[usize::from(choice / 4) % VERSIONS.len()];
            is_one_or_none(&base58check::text_of(&[version, rest].concat()));
        }
        _ => shows_its_own(choice / 4, rest),
    }
}

fn is_one_or_none(text: &str) {
    let told = match PublicValue::read(text) {
        Ok(value) => {
            assert_eq!(PublicValue::read(&format!("  {text}\n")), Ok(value.clone()), "blanks make another");
            assert!(!value.kind().is_empty());
            value.to_string()
        }
        Err(error) => format!("{error} {error:?}"),
    };
    let repeated = text.split_whitespace().find(|word| word.len() > 12 && told.contains(word));
    assert_eq!(repeated, None, "what is said of a value repeats it");
}

fn shows_its_own(choice: u8, bytes: &[u8]) {
    let Ok(secret) = MasterSecret::copy_of(bytes) else { return };
    is_never_public(&secret);
    let reading = match choice % 5 {
        0 => Reading::Words(Language::English),
        1 => Reading::Seed,
        2 => Reading::Extended,
        3 => Reading::Private(None),
        _ => Reading::Identity,
    };
    let Some(side) = PublicSide::new(&secret, reading, &SecretText::default()) else { return };
    let path: Option<Path> = PATHS[usize::from(choice / 5) % PATHS.len()].map(|path| path.parse().unwrap());
    for (name, what) in Showable::ALL {
        let Some(shown) = side.show(what, path.as_ref()) else { continue };
        let value = PublicValue::read(&shown.value).unwrap();
        let found = side.find(&value, shown.path.as_ref());
        let Some(SearchResult::Fits(fit)) = found else { panic!("{name} does not fit: {found:?}") };
        assert_eq!(fit.path, shown.path);
        // One sign of it is another: no value, or one of another key.
        let slip: String = shown.value.chars().rev().enumerate().map(|(at, one)| slipped(at, one)).collect();
        let slip: String = slip.chars().rev().collect();
        if let Ok(other) = PublicValue::read(&slip) {
            assert!(
                other == value
                    || !matches!(side.find(&other, shown.path.as_ref()), Some(SearchResult::Fits(_)))
            );
        }
    }
}

const fn slipped(at: usize, one: char) -> char {
    match (at, one) {
        (2, '2') => '3',
        (2, _) => '2',
        (_, one) => one,
    }
}

fn is_never_public(secret: &MasterSecret) {
    let wif = |network, compressed| Form::Wif { network, compressed };
    let forms = [
        Form::Hex,
        Form::Bip39(Language::English),
        Form::Age,
        Form::Xprv,
        wif(Network::Mainnet, true),
        wif(Network::Testnet, false),
    ];
    for shown in forms.iter().filter_map(|form| form.show(secret).ok()) {
        let text = str::from_utf8(shown.expose()).unwrap();
        assert!(PublicValue::read(text).is_err(), "a private key is taken for a public value");
    }
}
