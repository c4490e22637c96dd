use super::*;
use crate::{
    formats::key::{Form, Language, Network},
    slip39::MasterSecret,
};

/// SSKR of the manual of its makers, as words; a share of `ssss`, of Vault, of sharks.
const SSKR: &str = "tuna next keep gyro gear runs body acid also able heat luau tiny wasp pool fact idea oboe \
    jazz girl jade kite jump rock memo task idle wall what";
const UR: &str = "ur:sskr/taadecgojlcybyadaoknpdjynshyamjs";
const SSSS: &str = "1-1c41ef496eccfbeba439714085df8437";
const VAULT: &str = "Dh5BwpnsoUbpD9hGhbYiH6ZLqVW6ZbmbeyUEQmvVnAqF";
const SLIP39: &str = "duckling enlarge academic academic agency result length solution fridge kidney coal piece \
    deal husband erode duke ajar critical decision keyboard";

fn shown(form: Form) -> String {
    let secret = MasterSecret::copy_of(&(1..=32).collect::<Vec<u8>>()).unwrap();
    String::from_utf8(form.show(&secret).unwrap().expose().to_vec()).unwrap()
}

/// Every form of a key that the program writes but for hex.
fn keys() -> Vec<String> {
    let wif = |network, compressed| Form::Wif { network, compressed };
    let mut forms: Vec<Form> = Language::ALL.into_iter().map(Form::Bip39).collect();
    forms.extend([wif(Network::Mainnet, true), wif(Network::Testnet, false), Form::Xprv, Form::Age]);
    forms.into_iter().map(shown).collect()
}

#[test]
fn every_form_of_a_secret_is_known_wherever_it_stands_in_a_text() {
    let together = |words: &str| words.replace([' ', '\u{3000}'], "");
    let mut certain = keys();
    certain.extend([SSKR, UR, SSSS, SLIP39].map(str::to_owned));
    certain.push(together(SLIP39));
    certain.push(SLIP39.split(' ').map(|word| &word[..4]).collect());
    certain.push(SSKR.replace(' ', "-"));
    let alphabetic = |text: &&String| text.contains(' ') && text.is_ascii();
    certain.extend(keys().iter().filter(alphabetic).map(|words| together(words)));
    certain.push(together(&shown(Form::Bip39(Language::Japanese))));
    let lengthened = |secret: &String| {
        [
            secret.clone(),
            format!("key={secret}"),
            format!("({secret})"),
            format!("the key: \"{secret}\", in a bag"),
            format!("a\n{secret}\nb"),
        ]
    };
    for text in certain.iter().flat_map(lengthened) {
        assert!(holds_secret(&text) && may_be_secret(&text), "{text}");
    }
    for secret in [&shown(Form::Hex), "0123456789abcdef0123456789ABCDEF", VAULT, &VAULT[..23]] {
        for text in lengthened(&secret.to_owned()) {
            assert!(may_be_secret(&text), "{text}");
            assert!(!holds_secret(&text), "a public key may look like that: {text}");
        }
    }
}

#[test]
fn what_people_write_is_let_through() {
    for text in [
        "alice",
        "Größe 日本 مفتاح =#",
        "bag A-00417, box 12-0034, since 2026-11-28",
        "+49-30-901820-0, +1-212-555-0123, tel:+493012345678",
        "Carol is away until March; Bob brings both cards in sealed bags",
        "/srv/custody/Records2026/Treasury/december/record.json",
        "/mnt/usb/A1/Key/Set/One/B2/cards.pdf",
        "/Volumes/KEYS/2026/Q4/Box/A/7/record.json",
        "RecoverySharesOfTheTreasury",
        "BackupKeyAcmeTreasury2026",
        "USBStickTREASURY2026BoxA",
        "https://example.org/Custody/Backups?year=2026&Month=12",
        "die Donaudampfschifffahrtsgesellschaftskapitänsmütze",
        "3f9a-12bc-77de-01aa-93bc-55de-0f1a-77bd",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    ] {
        assert!(!may_be_secret(text), "{text}");
    }
}

/// Numbers that look like chance and are the same in every run.
fn chance() -> impl FnMut(usize) -> usize {
    let mut state = 1_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
}

#[test]
fn a_share_in_base64_is_missed_hardly_ever_wherever_it_stands() {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut chance = chance();
    // Of 16, 24, 25, 31 and 32 bytes and a number.
    for digits in [23, 34, 35, 43, 44] {
        let mut missed = 0;
        for _ in 0..300 {
            let share: String = (0..digits).map(|_| char::from(DIGITS[chance(64)])).collect();
            let places = [
                share.clone(),
                format!("/home/alice/custody/records/treasury/december/{share}"),
                format!("./{share}/old/treasury/december/records.json"),
            ];
            missed += places.iter().filter(|place| !may_be_secret(place)).count();
        }
        assert!(missed <= 1, "{missed} of 900 of {digits} digits");
    }
}

#[test]
fn names_labels_and_paths_are_refused_hardly_ever() {
    const WORDS: [&str; 40] = [
        "Alice", "Bob", "Daniela", "Mueller", "OReilly", "DeLaCruz", "Treasury", "Backup", "Recovery",
        "Board", "Custody", "Vault", "Key", "Card", "Set", "Box", "Bag", "Safe", "Bank", "Zurich", "NewYork",
        "Primary", "Deputy", "Chief", "CFO", "HSM", "USB", "GmbH", "Ltd", "UK", "of", "the", "for",
        "December", "Q4", "2026", "28", "1", "A", "0417",
    ];
    let mut chance = chance();
    for (between, most) in [(" ", 0), ("-", 0), ("_", 0), (".", 0), ("/", 40), ("", 20)] {
        let mut refused = 0;
        for _ in 0..300 {
            let length = 2 + chance(6);
            let words: Vec<&str> = (0..length).map(|_| WORDS[chance(WORDS.len())]).collect();
            refused += usize::from(may_be_secret(&words.join(between)));
        }
        assert!(refused <= most, "{refused} of 300 with {between:?} between words");
    }
}
