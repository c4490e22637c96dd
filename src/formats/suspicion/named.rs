//! Keys that are known by what stands before them, or by the fields that they have in JSON: whether somebody sealed them or not,
//! they are no evidence.

/// What stands before keys and shares, in lower case, and how many signs follow it where it is more than a mention.
const NAMES: [(&str, usize); 20] = [
    ("age-secret-key-", 20),
    ("ur:sskr/", 20),
    ("ur:crypto-sskr/", 20),
    // PEM and OpenSSH, SSH of four dashes, GnuPG; then what GnuPG and minisign have in files of their own.
    ("private key-----", 0),
    ("private key ----", 0),
    ("private key block-----", 0),
    ("key: (private-key", 0),
    ("key: (protected-private-key", 0),
    ("(11:private-key(", 0),
    ("(21:protected-private-key(", 0),
    ("minisign encrypted secret key", 0),
    ("signify secret key", 0),
    ("putty-user-key-file-", 0),
    // Extended keys, in descriptors too, and with a slip in them: a checksum would not hold.
    ("xprv", EXTENDED),
    ("yprv", EXTENDED),
    ("zprv", EXTENDED),
    ("tprv", EXTENDED),
    ("uprv", EXTENDED),
    ("vprv", EXTENDED),
    ("nsec1", 50),
];

/// Most of the 107 characters behind the name of an extended key.
const EXTENDED: usize = 90;

/// What the identity of a plugin of age begins with; its name and `-1` follow.
const PLUGIN: &str = "age-plugin-";

/// Letters of the longest name of a plugin that is looked for, and signs of its identity.
const PLUGIN_NAME: usize = 40;
const PLUGIN_SIGNS: usize = 16;

/// Characters of the shortest private value of a JWK.
const JWK_SIGNS: usize = 20;

/// Whether a key stands behind its name in a text of small letters.
pub(super) fn has_named_key(lower: &str) -> bool {
    NAMES.iter().any(|(name, signs)| has_named(lower, name, *signs))
        || lower.match_indices(PLUGIN).any(|(at, _)| is_plugin(&lower[at + PLUGIN.len()..]))
        || is_jwk(lower)
        || is_keystore(lower)
}

fn has_named(lower: &str, name: &str, signs: usize) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/');
    // No more than asked for: the name may stand there a million times in a row.
    let following = |at: usize| lower[at + name.len()..].bytes().take(signs).take_while(is_sign).count();
    lower.match_indices(name).any(|(at, _)| following(at) >= signs)
}

/// A recipient of a plugin begins otherwise, and the name of its program has no `-1` and as many signs behind it.
fn is_plugin(behind: &str) -> bool {
    let name = behind.as_bytes().get(..PLUGIN_NAME.min(behind.len())).unwrap_or_default();
    let Some(ends) = name.windows(2).position(|two| two == b"-1") else { return false };
    let identity = behind.bytes().skip(ends + 2).take(PLUGIN_SIGNS);
    identity.take_while(u8::is_ascii_alphanumeric).count() == PLUGIN_SIGNS
}

/// A key of JSON Web Key with its private value, or one that is nothing else.
fn is_jwk(lower: &str) -> bool {
    lower.contains("\"kty\"")
        && (has_field(lower, "\"d\"", JWK_SIGNS) || has_field(lower, "\"k\"", JWK_SIGNS))
}

/// The file of a wallet of Ethereum.
fn is_keystore(lower: &str) -> bool {
    [concat!("\"cipher", "text\""), "\"kdf\""].iter().all(|field| has_field(lower, field, 1))
        && ["\"crypto\"", "\"kdfparams\""].iter().any(|field| lower.contains(field))
}

/// Whether a field has a text of so many signs.
fn has_field(lower: &str, field: &str, signs: usize) -> bool {
    let is_sign =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'=');
    lower.match_indices(field).any(|(at, _)| {
        let value = lower[at + field.len()..].trim_start().strip_prefix(':').map(str::trim_start);
        let text = value.and_then(|value| value.strip_prefix('"')).unwrap_or_default();
        text.bytes().take(signs).take_while(is_sign).count() == signs
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_keys_of_other_programs_are_known_by_their_names() {
        let extended = "9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
        let coordinate = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
        let hex = "7a6f".repeat(16);
        for key in [
            "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc".to_owned(),
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlFgEZ".to_owned(),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFHDBO".to_owned(),
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----".to_owned(),
            "Created: 20241124T101010\nKey: (private-key (ecc (curve Ed25519)".to_owned(),
            "(21:protected-private-key(3:ecc".to_owned(),
            "untrusted comment: minisign encrypted secret key\nRWRTY0Iy".to_owned(),
            "AGE-SECRET-KEY-PQ-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0S".to_owned(),
            "AGE-PLUGIN-YUBIKEY-1GFPYYSJZGFPYYSJZGFPYYSJZ".to_owned(),
            "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5".to_owned(),
            format!("{{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"d\" : \"{coordinate}\", \"x\": \"11qY\"}}"),
            format!("{{\"k\":\"{coordinate}\",\"kty\":\"oct\"}}"),
            format!("{{\"Crypto\":{{\"ciphertext\":\"{hex}\",\"kdf\":\"scrypt\",\"kdfparams\":{{}}}},\"version\":3}}"),
        ]
        .into_iter()
        .chain(["xprv", "yprv", "zprv", "tprv"].map(|name| format!("wpkh([d34db33f/84h]{name}{extended}/0/*)#8f5k")))
        {
            assert!(has_named_key(&key.to_lowercase()), "{key}");
        }
    }

    #[test]
    fn what_only_tells_of_keys_or_is_public_is_none() {
        let coordinate = "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE";
        for text in [
            "An xprv, or a private key block, lies in the safe; AGE-SECRET-KEY-1... opens it.".to_owned(),
            "-----BEGIN PGP PUBLIC KEY BLOCK-----".to_owned(),
            "age-plugin-yubikey-1.2.3 and age-plugin-tpm were installed".to_owned(),
            "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t".to_owned(),
            format!("{{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"\",\"x\":\"{coordinate}\"}}"),
            format!("{{\"d\":\"{coordinate}\"}}"),
            "{\"kdf\": \"scrypt\", \"ciphertext\": null}".to_owned(),
            "wpkh(xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8)".to_owned(),
        ] {
            assert!(!has_named_key(&text.to_lowercase()), "{text}");
        }
    }
}
