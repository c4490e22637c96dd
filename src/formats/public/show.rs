//! The public values of a key that nobody has written down yet, as wallets and other programs write them.

use bech32::{
    Bech32, Hrp, encode_lower_to_fmt,
    segwit::{VERSION_0, encode_lower_to_fmt_unchecked},
};

use super::{
    Path, PublicSide, Reading,
    bip32::{PrivateNode, PublicNode},
    ed25519::public_of,
    hashes::hash160,
    secp256k1::CurvePoint,
};
use crate::{
    crypto::{
        hash::hex,
        secret::{SecretBytes, published},
    },
    formats::{age::Identity, key::base58check, keyfile::PublicHalf},
};

/// The account of a wallet whose addresses begin with `bc1q` (BIP-84), and its first address.
const ACCOUNT: &str = "m/84h/0h/0h";
const FIRST: &str = "m/84h/0h/0h/0/0";

/// The version of `zpub` (SLIP-0132), which says that its addresses are those of BIP-84.
const ZPUB: [u8; 4] = [0x04, 0xb2, 0x47, 0x46];
/// That of `xpub`, which says nothing of addresses.
const XPUB: [u8; 4] = [0x04, 0x88, 0xb2, 0x1e];

/// A kind of public value that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showable {
    /// The fingerprint of the master key.
    Fingerprint,
    /// The extended public key of an account.
    Xpub,
    /// An address.
    Address,
    /// The recipient of an age identity.
    Recipient,
    /// The line of an SSH key.
    Ssh,
}

impl Showable {
    /// Each of them, by name.
    pub const ALL: [(&'static str, Self); 5] = [
        ("fingerprint", Self::Fingerprint),
        ("xpub", Self::Xpub),
        ("address", Self::Address),
        ("recipient", Self::Recipient),
        ("ssh", Self::Ssh),
    ];

    /// What whoever reads it learns.
    #[must_use]
    pub const fn gives_away(self) -> &'static str {
        match self {
            Self::Fingerprint => "a fingerprint reveals which devices hold the same wallet",
            Self::Xpub => {
                "an xpub reveals all addresses; with one private key below it, it is the private key"
            }
            Self::Address => "an address reveals what lies there, and everything that was ever paid from it",
            Self::Recipient | Self::Ssh => "this value says whose the key is, and nothing else",
        }
    }
}

/// A public value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownValue {
    /// The value.
    pub value: String,
    /// The path to it; none where it is that of the key itself.
    pub path: Option<Path>,
}

impl PublicSide {
    /// A public value of this kind, at this path or, without one, where wallets begin; none if the key has no such value.
    #[must_use]
    pub fn show(&self, what: Showable, path: Option<&Path>) -> Option<ShownValue> {
        match (what, self.reading()) {
            (Showable::Recipient, Reading::Identity) => {
                let identity = Identity::new(SecretBytes::copy_of(self.root()))?;
                let recipient = published(&identity.recipient());
                let mut value = String::new();
                encode_lower_to_fmt::<Bech32, _>(&mut value, Hrp::parse("age").ok()?, &recipient).ok()?;
                Some(ShownValue { value, path: None })
            }
            (Showable::Ssh, Reading::Private(None)) => {
                let value = PublicHalf::of_ed25519(public_of(self.root())?).ssh_line();
                Some(ShownValue { value, path: None })
            }
            (Showable::Address, Reading::Private(compressed)) if compressed != Some(false) => {
                Some(ShownValue { value: address(&CurvePoint::of_private(self.root())?)?, path: None })
            }
            (Showable::Fingerprint | Showable::Xpub | Showable::Address, _) => {
                self.show_node(what, &self.node()?, path)
            }
            _ => None,
        }
    }

    fn show_node(&self, what: Showable, master: &PrivateNode, path: Option<&Path>) -> Option<ShownValue> {
        // Below an extended key that is no master key the usual paths begin elsewhere, and nothing says where.
        let at = |usual: &str| path.cloned().or_else(|| usual.parse().ok().filter(|_| master.depth() == 0));
        match what {
            Showable::Fingerprint if master.depth() == 0 => {
                Some(ShownValue { value: hex(&master.public()?.fingerprint()), path: None })
            }
            Showable::Xpub => {
                let path = at(ACCOUNT)?;
                let value = extended(master, &path)?;
                Some(ShownValue { value, path: Some(path) })
            }
            Showable::Address => {
                let path = at(FIRST)?;
                let node = master.below(path.steps())?.public()?;
                Some(ShownValue { value: address(&node.point)?, path: Some(path) })
            }
            _ => None,
        }
    }
}

/// The address of a key in its usual form of today (P2WPKH), of the main network.
fn address(point: &CurvePoint) -> Option<String> {
    let mut text = String::new();
    let program = hash160(&point.compressed());
    encode_lower_to_fmt_unchecked(&mut text, Hrp::parse("bc").ok()?, VERSION_0, &program).ok()?;
    Some(text)
}

/// The text of an extended public key (BIP-32, "Serialization format").
fn extended(master: &PrivateNode, path: &Path) -> Option<String> {
    let node = master.below(path.steps())?;
    let parent = match path.steps().split_last() {
        Some((_, above)) => master.below(above)?.public()?.fingerprint(),
        None => [0; 4],
    };
    let PublicNode { point, chain_code } = node.public()?;
    let is_bip84 = path.steps().first().is_some_and(|step| step.to_string() == "84h");
    let version = if is_bip84 { ZPUB } else { XPUB };
    let number = if node.depth() == 0 { [0; 4] } else { node.number().to_bytes() };
    let payload =
        [&version[..], &[node.depth()], &parent, &number, &chain_code, &point.compressed()].concat();
    Some(base58check::text_of(&payload))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::secret::SecretText,
        formats::{
            key::Language,
            public::{PublicValue, SearchResult},
        },
        slip39::MasterSecret,
    };

    fn wallet(secret: &[u8], reading: Reading) -> PublicSide {
        PublicSide::new(&MasterSecret::copy_of(secret).unwrap(), reading, &SecretText::default()).unwrap()
    }

    #[test]
    fn what_is_shown_is_what_the_same_key_gives() {
        let one = [&[0; 31][..], &[1]].concat();
        let words = Reading::Words(Language::English);
        let shown = |secret: &[u8], reading, what: &str, path: Option<&str>| {
            let (_, what) = Showable::ALL.into_iter().find(|(name, _)| *name == what).unwrap();
            let path: Option<Path> = path.map(|path| path.parse().unwrap());
            wallet(secret, reading).show(what, path.as_ref()).map(|shown| shown.value)
        };
        for (secret, reading, what, path, value) in [
            (&[0; 16][..], words, "fingerprint", None, "73c5da0a"),
            (&[0; 16], words, "address", None, "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"),
            (
                &[0; 16],
                words,
                "address",
                Some("m/84h/0h/0h/0/3"),
                "bc1qgl5vlg0zdl7yvprgxj9fevsc6q6x5dmcyk3cn3",
            ),
            (
                &[0; 16],
                words,
                "xpub",
                None,
                "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs",
            ),
            (
                &[0; 16],
                words,
                "xpub",
                Some("m/44h/0h/0h"),
                "xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj",
            ),
            (
                &one,
                Reading::Private(Some(true)),
                "address",
                None,
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            ),
            (
                &[0x42; 32],
                Reading::Identity,
                "recipient",
                None,
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
            ),
        ] {
            let text = shown(secret, reading, what, path).unwrap();
            assert_eq!(text, value);
            let found = wallet(secret, reading).find(&PublicValue::read(&text).unwrap(), None);
            assert!(matches!(found, Some(SearchResult::Fits(_))), "{text}");
        }
        let line = shown(&one, Reading::Private(None), "ssh", None).unwrap();
        let found = wallet(&one, Reading::Private(None)).find(&PublicValue::read(&line).unwrap(), None);
        assert!(matches!(found, Some(SearchResult::Fits(_))), "{line}");
        for (secret, reading, what) in [
            (&[0; 16][..], words, "ssh"),
            (&[0; 16], words, "recipient"),
            (&one, Reading::Private(Some(false)), "address"),
            (&one, Reading::Private(None), "xpub"),
            (&[0x42; 32], Reading::Identity, "address"),
        ] {
            assert_eq!(shown(secret, reading, what, None), None, "{what}");
        }
    }
}
