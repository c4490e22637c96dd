//! Published vectors, and what must never be taken for a value.

use super::*;
use crate::{
    crypto::{
        hash::hex,
        secret::{SecretBytes, SecretText},
    },
    formats::key::{Form, Key, Kind, Language},
    slip39::MasterSecret,
};

/// The words that everybody knows not to use: `abandon` eleven times, and `about`.
const WORDS: Reading = Reading::Words(Language::English);

fn value(text: &str) -> PublicValue {
    PublicValue::read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn found(secret: &[u8], reading: Reading, text: &str, path: Option<&str>) -> Option<SearchResult> {
    let secret = MasterSecret::copy_of(secret).unwrap();
    let path = path.map(|path| path.parse().unwrap());
    PublicSide::new(&secret, reading, &SecretText::default()).unwrap().find(&value(text), path.as_ref())
}

fn path_of(secret: &[u8], reading: Reading, text: &str) -> String {
    match found(secret, reading, text, None) {
        Some(SearchResult::Fits(fit)) => {
            fit.path.map_or_else(|| "itself".to_owned(), |path| path.to_string())
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn payload(text: &str) -> SecretBytes {
    let key = Key::read(&SecretBytes::copy_of(text.as_bytes()), Kind::Auto(None)).unwrap();
    SecretBytes::copy_of(key.master_secret().expose())
}

#[test]
fn bip32_gives_the_published_keys() {
    // BIP-32, test vectors 1 to 4: seed, path, public key, private key.
    let vectors = include_str!("../../../tests/data/public/bip32.txt");
    let mut count = 0;
    for line in vectors.lines().filter(|line| !line.starts_with('#')) {
        let [seed, path, public, private] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let seed: Vec<u8> =
            (0..seed.len()).step_by(2).map(|at| u8::from_str_radix(&seed[at..at + 2], 16).unwrap()).collect();
        let PublicValue::Extended(key) = value(public) else { panic!("{public}") };
        let steps: Path = path.parse().unwrap();
        let node = bip32::PrivateNode::master(&seed).unwrap().below(steps.steps()).unwrap();
        assert_eq!(node.public().unwrap(), key.node, "{path}");
        assert_eq!((node.depth(), node.depth() == 0 || node.number() == key.number), (key.depth, true));
        let extended = bip32::PrivateNode::extended(payload(private).expose()).unwrap();
        assert_eq!(extended.public().unwrap(), key.node, "{path}");
        assert_eq!(extended.key(), node.key());
        // Below a public key as below the private one.
        let step = ChildNumber::normal(7);
        assert_eq!(key.node.child(step), node.child(step).unwrap().public());
        assert_eq!(key.node.child(ChildNumber::hardened(0)), None);
        let Some(SearchResult::Fits(fit)) = found(&seed, Reading::Seed, public, Some(path)) else {
            panic!("{path}")
        };
        assert_eq!(fit.path.unwrap(), steps);
        count += 1;
    }
    assert_eq!(count, 17);
    // Test vector 5: what is no key.
    for invalid in include_str!("../../../tests/data/public/bip32-invalid.txt").lines() {
        assert!(PublicValue::read(invalid).is_err(), "{invalid}");
    }
}

#[test]
fn wallets_of_known_words_give_the_published_addresses() {
    let entropy = [0; 16];
    for (text, path) in [
        // BIP-84 and BIP-86, test vectors; BIP-44, 49 and Ethereum as every wallet shows them.
        ("bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu", "m/84h/0h/0h/0/0"),
        ("bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g", "m/84h/0h/0h/0/1"),
        ("BC1Q8C6FSHW2DLWUN7EKN9QWF37CU2RN755UPCP6EL", "m/84h/0h/0h/1/0"),
        ("bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", "m/86h/0h/0h/0/0"),
        ("bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh", "m/86h/0h/0h/0/1"),
        ("bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7", "m/86h/0h/0h/1/0"),
        ("1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA", "m/44h/0h/0h/0/0"),
        ("37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf", "m/49h/0h/0h/0/0"),
        ("tb1q6rz28mcfaxtmd6v789l9rrlrusdprr9pqcpvkl", "m/84h/1h/0h/0/0"),
        ("0x9858EfFD232B4033E47d90003D41EC34EcaEda94", "m/44h/60h/0h/0/0"),
        ("0x9858effd232b4033e47d90003d41ec34ecaeda94", "m/44h/60h/0h/0/0"),
        ("HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk", "m/44h/501h/0h/0h"),
        // SLIP-0132, test vectors.
        (
            "xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj",
            "m/44h/0h/0h",
        ),
        (
            "ypub6Ww3ibxVfGzLrAH1PNcjyAWenMTbbAosGNB6VvmSEgytSER9azLDWCxoJwW7Ke7icmizBMXrzBx9979FfaHxHcrArf3zbeJJJUZPf663zsP",
            "m/49h/0h/0h",
        ),
        (
            "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs",
            "m/84h/0h/0h",
        ),
    ] {
        assert_eq!(path_of(&entropy, WORDS, text), path, "{text}");
        let there = found(&entropy, WORDS, text, Some(path));
        assert!(matches!(there, Some(SearchResult::Fits(_))), "{text}");
        let elsewhere = found(&entropy, WORDS, text, Some("m/44h/0h/9h/0h"));
        assert_eq!(elsewhere, Some(SearchResult::Other), "{text}");
        assert!(!matches!(found(&[1; 16], WORDS, text, None), Some(SearchResult::Fits(_))), "{text}");
    }
    assert_eq!(path_of(&entropy, WORDS, "73c5da0a"), "itself");
    assert_eq!(found(&[1; 16], WORDS, "73c5da0a", None), Some(SearchResult::Other));
}

#[test]
fn what_lies_beyond_the_usual_paths_is_not_among_them() {
    let master = bip32::PrivateNode::master(&[5; 32]).unwrap();
    let address = |path: &str| {
        let steps: Path = path.parse().unwrap();
        let point = master.below(steps.steps()).unwrap().public().unwrap().point;
        hex(&point.compressed())
    };
    for (path, is_usual) in [
        ("m/84h/0h/0h/0/49", true),
        ("m/84h/0h/0h/0/50", false),
        ("m/84h/0h/9h/1/49", true),
        ("m/84h/0h/10h/0/0", false),
        ("m/84h/0h/0h/2/0", false),
        ("m/44h/60h/0h/49", true),
        ("m/44h/60h/1h/0", false),
        ("m/45h/0h/0h/0/0", false),
    ] {
        let text = address(path);
        match found(&[5; 32], Reading::Seed, &text, None) {
            Some(SearchResult::Fits(fit)) => assert!(is_usual && fit.path.unwrap().to_string() == path),
            Some(SearchResult::NotAmong(searched)) => assert!(!is_usual && searched.len() == 6, "{path}"),
            other => panic!("{path}: {other:?}"),
        }
        assert!(
            matches!(found(&[5; 32], Reading::Seed, &text, Some(path)), Some(SearchResult::Fits(_))),
            "{path}"
        );
    }
}

#[test]
fn a_private_key_gives_its_own_values_and_no_others() {
    // The key 1, from the address that everybody knows not to use.
    let one = [&[0; 31][..], &[1]].concat();
    let private = Reading::Private(None);
    for (text, compressed) in [
        ("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", Some(true)),
        ("1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm", Some(false)),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", Some(true)),
        ("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", Some(true)),
        ("3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", Some(true)),
        ("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf", None),
        ("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", None),
        ("xonly:79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", None),
    ] {
        assert_eq!(path_of(&one, private, text), "itself");
        for said in [true, false] {
            let is_it = matches!(
                found(&one, Reading::Private(Some(said)), text, None),
                Some(SearchResult::Fits(Fit { path: None, .. }))
            );
            assert_eq!(is_it, compressed.is_none_or(|compressed| compressed == said), "{text} {said}");
        }
        assert_eq!(found(&[7; 32], private, text, None), Some(SearchResult::Other), "{text}");
    }
    // RFC 8032, 7.1, test 1, as it is and as other programs write it.
    let seed: [u8; 32] = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
    for text in [
        "ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea ann@desk",
    ] {
        assert_eq!(path_of(&seed, private, text), "itself");
        assert_eq!(found(&[7; 32], private, text, None), Some(SearchResult::Other));
        assert_eq!(found(&seed, Reading::Private(Some(true)), text, None), None, "a WIF is of another curve");
    }
    assert_eq!(found(&seed, private, "73c5da0a", None), None);
}

#[test]
fn an_age_identity_gives_its_recipient() {
    // The example of the format.
    let recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    assert_eq!(path_of(&[0x42; 32], Reading::Identity, recipient), "itself");
    assert_eq!(found(&[0x43; 32], Reading::Identity, recipient, None), Some(SearchResult::Other));
    assert_eq!(found(&[0x42; 32], Reading::Private(None), recipient, None), None);
}

#[test]
fn every_wrong_digit_of_a_value_with_a_checksum_is_noticed() {
    let digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for text in [
        "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
        "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
        "1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA",
        "37VucYSaXLCAsxYyAPfbSi9eh4iEcbShgf",
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs",
    ] {
        value(text);
        for at in 0..text.len() {
            for digit in digits.chars() {
                let mut wrong = text.to_owned();
                wrong.replace_range(at..=at, &digit.to_string());
                if wrong != text {
                    let error = recognised(&wrong).expect_err(&wrong);
                    assert_eq!(error, ValueError::Mistyped, "{wrong}");
                }
            }
        }
    }
}

#[test]
fn what_is_private_or_of_no_single_key_is_refused() {
    for (text, error) in [
        ("", ValueError::Unknown),
        ("hello", ValueError::Unknown),
        ("73c5da0", ValueError::Unknown),
        ("KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn", ValueError::Private),
        ("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", ValueError::Private),
        (
            "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
            ValueError::Private,
        ),
        (
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
            ValueError::Private,
        ),
        ("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", ValueError::MayBePrivate),
        ("bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", ValueError::Script),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ== ann", ValueError::KeyFile),
        ("ssh-ed25519 AAAA", ValueError::Mistyped),
        ("SHA256:abc", ValueError::Mistyped),
        ("age1pq1qqq", ValueError::HybridRecipient),
        (
            "age1yubikey1qg8f3xvwe6a3ce7uwk3kwk5jzqcv5n0qkhlxwpmdp7vk6vj3zsjsyfvyyzw",
            ValueError::PluginRecipient,
        ),
        ("age1se1qgg72x2qfk9wg3wh0qg9u0v7l5dkq4jx69fv80p6wdus3ftg6flwg", ValueError::PluginRecipient),
        // No name between two separators, and no name at all.
        ("age11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", ValueError::Mistyped),
        ("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", ValueError::Mistyped),
        ("xonly:0000000000000000000000000000000000000000000000000000000000000005", ValueError::OffCurve),
        ("020000000000000000000000000000000000000000000000000000000000000005", ValueError::OffCurve),
    ] {
        assert_eq!(PublicValue::read(text), Err(error), "{text}");
    }
}

#[test]
fn what_a_form_allows_is_what_is_tried() {
    let readings = |form, bytes: usize| Reading::of(form, bytes, false, Language::English);
    assert_eq!(readings(None, 32), [WORDS, Reading::Seed, Reading::Private(None), Reading::Identity]);
    assert_eq!(readings(None, 16), [WORDS, Reading::Seed]);
    assert_eq!(readings(None, 64), [Reading::Seed]);
    assert_eq!(readings(None, 66), []);
    assert_eq!(readings(Some(Form::Hex), 32), [Reading::Seed, Reading::Private(None)]);
    assert_eq!(readings(Some(Form::Bip39(Language::Czech)), 16), [Reading::Words(Language::Czech)]);
    assert_eq!(readings(Some(Form::Age), 32), [Reading::Identity]);
}

#[test]
fn an_extended_private_key_is_searched_from_where_it_stands() {
    let master = bip32::PrivateNode::master(&[9; 32]).unwrap();
    let secret = |node: &bip32::PrivateNode| {
        // Version, depth, parent, number, chain code, zero, key.
        let mut bytes = vec![0x04, 0x88, 0xad, 0xe4, node.depth(), 0, 0, 0, 0];
        bytes.extend(node.number().to_bytes());
        bytes.extend(node.public().unwrap().chain_code);
        bytes.push(0);
        bytes.extend(node.key());
        bytes
    };
    let goal: Path = "m/84h/0h/3h/1/7".parse().unwrap();
    let point = master.below(goal.steps()).unwrap().public().unwrap().point;
    let text = hex(&point.compressed());
    for depth in 0..=5 {
        let (above, below) = goal.steps().split_at(depth);
        let node = master.below(above).unwrap();
        let bytes = secret(&node);
        let expected = Path::new(below.to_vec()).to_string();
        assert_eq!(path_of(&bytes, Reading::Extended, &text), expected, "from depth {depth}");
    }
    let account = master.below(&goal.steps()[..3]).unwrap();
    let fingerprint = hex(&master.public().unwrap().fingerprint());
    assert_eq!(path_of(&secret(&master), Reading::Extended, &fingerprint), "itself");
    assert_eq!(
        found(&secret(&account), Reading::Extended, &fingerprint, None),
        Some(SearchResult::NotAmong(Vec::new())),
        "an account does not know the fingerprint of its master key"
    );
}
