//! The shares in the documents that Vault writes: `vault operator init -format=json`, and its web interface.

use serde::Deserialize;

/// The shares, as hex or base64, by what Vault calls them. Its token is in there, too, and is not read.
#[derive(Default, Deserialize)]
#[serde(default)]
struct VaultShares {
    #[serde(alias = "keys_base64")]
    unseal_keys_b64: Vec<String>,
    #[serde(alias = "keys")]
    unseal_keys_hex: Vec<String>,
    #[serde(alias = "recovery_keys_base64")]
    recovery_keys_b64: Vec<String>,
    #[serde(alias = "recovery_keys")]
    recovery_keys_hex: Vec<String>,
}

/// The shares in a document of Vault, in their order; none where the text is no such document. Each is there in hex and
/// in base64, and is taken once.
#[must_use]
pub fn shares(text: &str) -> Option<Vec<String>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let found: VaultShares = serde_json::from_str(text).ok()?;
    let either = |base64: Vec<String>, hex: Vec<String>| if base64.is_empty() { hex } else { base64 };
    let unseal = either(found.unseal_keys_b64, found.unseal_keys_hex);
    let recovery = either(found.recovery_keys_b64, found.recovery_keys_hex);
    let shares: Vec<String> = unseal.into_iter().chain(recovery).collect();
    (!shares.is_empty()).then_some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_found_under_every_name_that_vault_has_for_them_and_once() {
        for (text, expected) in [
            (
                r#"{"unseal_keys_b64":["a","b"],"unseal_keys_hex":["c","d"],"root_token":"t"}"#,
                Some(vec!["a", "b"]),
            ),
            (r#" {"keys":["c"],"keys_base64":["a"],"root_token":"t"}"#, Some(vec!["a"])),
            (r#"{"unseal_keys_hex":["c"],"unseal_threshold":1}"#, Some(vec!["c"])),
            (
                r#"{"unseal_keys_b64":[],"recovery_keys_b64":["r"],"recovery_keys_hex":["s"]}"#,
                Some(vec!["r"]),
            ),
            (r#"{"recovery_keys":["s"]}"#, Some(vec!["s"])),
            (r#"{"unseal_keys_b64":[]}"#, None),
            (r#"{"unseal_keys_b64":"a"}"#, None),
            ("{", None),
            ("[]", None),
            ("Unseal Key 1: a", None),
        ] {
            let found = shares(text);
            assert_eq!(found, expected.map(|texts| texts.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }
}
