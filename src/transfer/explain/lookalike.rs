//! What was brought as a share and is something else, in prose.

use crate::{ceremony::reading::lookalike::Lookalike, formats::foreign::ForeignFormat};

/// What it is.
#[must_use]
pub fn what(found: Lookalike) -> String {
    match found {
        Lookalike::AgeFile => "this is a file that age sealed, not a share".to_owned(),
        Lookalike::AgeIdentity => "this is an age identity: a key, not a share".to_owned(),
        Lookalike::Bip39 => "these are BIP-39 words: a wallet's recovery phrase, not a share".to_owned(),
        Lookalike::Foreign(format) => format!("this is a share of {format}, not of SLIP-0039"),
        Lookalike::Hex => "these are hexadecimal digits, not the words of a share".to_owned(),
        Lookalike::Pem => "this is a key or a message as PEM or PGP write them, not a share".to_owned(),
        Lookalike::Receipt => "this is a receipt, not a share".to_owned(),
        Lookalike::Record => "this is a record or a journal, not a share".to_owned(),
        Lookalike::UrEnvelope => "this is a UR of the type envelope, not a share".to_owned(),
        Lookalike::Ur => "this is a UR of another type than sskr, not a share".to_owned(),
        Lookalike::Wif => "this is a private key as wallets export it (WIF), not a share".to_owned(),
        Lookalike::Xprv => "this is an extended private key (xprv), not a share".to_owned(),
    }
}

/// What to do with it.
#[must_use]
pub const fn hint(found: Lookalike) -> &'static str {
    match found {
        Lookalike::AgeFile => {
            "decrypt it first: age -d; quorate recover --open opens a file sealed to shares"
        }
        Lookalike::AgeIdentity | Lookalike::Wif | Lookalike::Xprv => {
            "look for a card with SLIP-0039 words; quorate split makes shares of a key"
        }
        Lookalike::Bip39 => "look for a card with SLIP-0039 words, 20 or 33 of them as a rule",
        Lookalike::Foreign(ForeignFormat::Codex32) => FOREIGN_CODEX32,
        Lookalike::Foreign(ForeignFormat::Sskr) => FOREIGN_SSKR,
        Lookalike::Foreign(ForeignFormat::Vault) => FOREIGN_VAULT,
        Lookalike::Foreign(_) => FOREIGN_SSSS,
        Lookalike::Hex => {
            "give a share of Vault or sharks with --from-format vault or sharks; a key is not a share"
        }
        Lookalike::Pem => "if a share is encrypted in it, decrypt it first; a key is not a share",
        Lookalike::Receipt => "quorate note RECORD receipt FILE takes it",
        Lookalike::Record => "name it with --record, and the shares without",
        Lookalike::Ur | Lookalike::UrEnvelope => {
            "open it with the program that made it; quorate reads only URs of the type sskr"
        }
    }
}

const FOREIGN_CODEX32: &str = "recover, check and split --from take it with --from-format codex32";
const FOREIGN_SSKR: &str = "recover, check and split --from take it with --from-format sskr";
const FOREIGN_VAULT: &str = "recover, check and split --from take it with --from-format vault";
const FOREIGN_SSSS: &str = "recover, check and split --from take it with --from-format ssss";
