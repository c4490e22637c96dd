//! Whether a key gives a public value: what its bytes are taken to be, and what follows from that.

use super::{
    ExtendedKey, Path, PublicValue,
    bip32::{LONGEST_SEED, PrivateNode, PublicNode},
    ed25519::{self, public_of},
    secp256k1::{CurvePoint, KEY_BYTES},
    slip10::HardenedNode,
    usual::{self, UsualPaths},
};
use crate::{
    crypto::secret::{SecretBytes, SecretText, published},
    formats::{
        age::Identity,
        key::{Form, Language, bip39},
    },
    slip39::MasterSecret,
};

/// What the bytes of a key are taken to be when something public is derived from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The entropy of BIP-39 words, whose wallet follows from a BIP-39 passphrase, too.
    Words(Language),
    /// A BIP-32 seed.
    Seed,
    /// A BIP-32 extended private key.
    Extended,
    /// A private key; of a WIF, which is secp256k1's, with whether its public key is compressed.
    Private(Option<bool>),
    /// An age identity.
    Identity,
}

impl Reading {
    /// What a key of so many `bytes` may be taken for, by the form that it is known to have; where nobody knows, each that
    /// the length allows. Whether it `is_extended`, an extended private key, the bytes themselves tell.
    #[must_use]
    pub fn of(form: Option<Form>, bytes: usize, is_extended: bool, language: Language) -> Vec<Self> {
        let is_seed = (16..=LONGEST_SEED).contains(&bytes);
        let is_key = bytes == KEY_BYTES;
        let is_entropy = matches!(bytes, 16 | 20 | 24 | 28 | 32);
        let all = |readings: &[(bool, Self)]| {
            readings.iter().filter(|(may_be, _)| *may_be).map(|(_, reading)| *reading).collect()
        };
        let plain = [(is_extended, Self::Extended), (is_seed, Self::Seed), (is_key, Self::Private(None))];
        match form {
            Some(Form::Age) => all(&[(is_key, Self::Identity)]),
            Some(Form::Bip39(language)) => all(&[(is_entropy, Self::Words(language))]),
            Some(Form::Bip39Seed) => all(&[(is_seed, Self::Seed)]),
            Some(Form::Wif { compressed, .. }) => all(&[(is_key, Self::Private(Some(compressed)))]),
            Some(Form::Xprv) => all(&plain[..2]),
            Some(Form::Hex | Form::Raw) => all(&plain),
            None => {
                let more = [(is_entropy, Self::Words(language)), (is_key, Self::Identity)];
                all(&[&more[..1], &plain, &more[1..]].concat())
            }
        }
    }

    /// Whether a key that is read like this can give a value of this kind. With a path, every node has a public key.
    #[must_use]
    pub const fn gives(self, value: &PublicValue, has_path: bool) -> bool {
        use PublicValue as Value;
        match (self, value) {
            (Self::Identity, Value::Recipient(_)) => true,
            (Self::Identity, _) | (_, Value::Recipient(_)) => false,
            (Self::Private(_), Value::Fingerprint(_) | Value::Extended(_)) => false,
            (
                Self::Private(Some(_)),
                Value::Ed25519(_) | Value::Solana(_) | Value::Ssh(_) | Value::SshFingerprint(_),
            ) => false,
            // A private key has nothing below it.
            (Self::Private(_), _) => !has_path,
            (Self::Words(_) | Self::Seed, Value::Ed25519(_) | Value::Ssh(_) | Value::SshFingerprint(_)) => {
                has_path
            }
            (
                Self::Extended,
                Value::Ed25519(_) | Value::Solana(_) | Value::Ssh(_) | Value::SshFingerprint(_),
            ) => false,
            (Self::Words(_) | Self::Seed | Self::Extended, _) => true,
        }
    }

    /// What a value is of, in words that follow "of": "the wallet of these words".
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Words(_) => "the wallet of these BIP-39 words",
            Self::Seed => "the wallet of this seed",
            Self::Extended => "this extended key",
            Self::Private(_) => "this private key",
            Self::Identity => "this age identity",
        }
    }
}

/// Where a key gives a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// What its bytes are taken to be.
    pub reading: Reading,
    /// The path to it; none where the value is that of the key itself.
    pub path: Option<Path>,
}

/// What became of the search for a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchResult {
    /// The key gives it.
    Fits(Fit),
    /// Nothing had to be searched, and the key gives another.
    Other,
    /// It is not among these paths, and nobody can tell whether it lies elsewhere.
    NotAmong(Vec<String>),
}

/// A key that is read in one way, ready to be compared with values.
#[derive(Debug)]
pub struct PublicSide {
    reading: Reading,
    /// What its nodes are derived from: a seed, an extended key, or the key itself.
    root: SecretBytes,
}

impl PublicSide {
    /// The key under a reading; of BIP-39 words with this BIP-39 passphrase. None where the bytes are no such thing.
    #[must_use]
    pub fn new(secret: &MasterSecret, reading: Reading, bip39_passphrase: &SecretText) -> Option<Self> {
        let root = match reading {
            Reading::Words(language) => {
                let seed = bip39::seed_of(secret, language, bip39_passphrase).ok()?;
                SecretBytes::copy_of(seed.expose())
            }
            Reading::Seed | Reading::Extended | Reading::Private(_) | Reading::Identity => {
                SecretBytes::copy_of(secret.expose())
            }
        };
        Some(Self { reading, root })
    }

    /// How the key is read.
    pub(super) const fn reading(&self) -> Reading {
        self.reading
    }

    /// What its nodes are derived from.
    pub(super) fn root(&self) -> &[u8] {
        self.root.expose()
    }

    /// The node of BIP-32 that it is; none for a key that has nothing below it.
    pub(super) fn node(&self) -> Option<PrivateNode> {
        match self.reading {
            Reading::Words(_) | Reading::Seed => PrivateNode::master(self.root.expose()),
            Reading::Extended => PrivateNode::extended(self.root.expose()),
            Reading::Private(_) | Reading::Identity => None,
        }
    }

    /// Whether it gives a value: at this path, or where nothing says one, at the usual ones. None if the reading cannot give
    /// such a value.
    #[must_use]
    pub fn find(&self, value: &PublicValue, path: Option<&Path>) -> Option<SearchResult> {
        if !self.reading.gives(value, path.is_some()) {
            return None;
        }
        match self.reading {
            Reading::Words(_) | Reading::Seed if is_of_ed25519(value) => {
                Some(self.find_hardened(value, path))
            }
            Reading::Words(_) | Reading::Seed | Reading::Extended => {
                Some(self.find_below(&self.node()?, value, path))
            }
            Reading::Private(compressed) => Some(self.judged(self.is_own(value, compressed))),
            Reading::Identity => {
                let identity = Identity::new(SecretBytes::copy_of(self.root.expose()))?;
                Some(self.judged(*value == PublicValue::Recipient(published(&identity.recipient()))))
            }
        }
    }

    fn fits(&self, path: Option<Path>) -> SearchResult {
        SearchResult::Fits(Fit { reading: self.reading, path })
    }

    fn judged(&self, is_it: bool) -> SearchResult {
        if is_it { self.fits(None) } else { SearchResult::Other }
    }

    /// Whether a private key gives the value at once.
    fn is_own(&self, value: &PublicValue, compressed: Option<bool>) -> bool {
        let key = self.root.expose();
        let on_edwards = |is_it: fn(&[u8; 32]) -> [u8; 32], wanted: &[u8; 32]| {
            public_of(key).is_some_and(|public| is_it(&public) == *wanted)
        };
        match value {
            PublicValue::Ed25519(wanted) | PublicValue::Solana(wanted) | PublicValue::Ssh(wanted) => {
                on_edwards(|public| *public, wanted)
            }
            PublicValue::SshFingerprint(wanted) => on_edwards(ed25519::fingerprint, wanted),
            _ => CurvePoint::of_private(key).is_some_and(|point| {
                let may_be = |wanted| compressed.is_none_or(|compressed| compressed == wanted);
                may_be(true) && is_of(value, &point) || may_be(false) && is_of_uncompressed(value, &point)
            }),
        }
    }

    /// The value among the nodes of Ed25519.
    fn find_hardened(&self, value: &PublicValue, path: Option<&Path>) -> SearchResult {
        let Some(master) = HardenedNode::master(self.root.expose()) else { return SearchResult::Other };
        let is_at = |path: &Path| {
            let public = master.below(path.steps()).and_then(|node| public_of(node.key()));
            public.is_some_and(|public| match value {
                PublicValue::SshFingerprint(wanted) => ed25519::fingerprint(&public) == *wanted,
                PublicValue::Ed25519(wanted) | PublicValue::Solana(wanted) | PublicValue::Ssh(wanted) => {
                    public == *wanted
                }
                _ => false,
            })
        };
        match path {
            Some(path) if is_at(path) => self.fits(Some(path.clone())),
            Some(_) => SearchResult::Other,
            None => match usual::solana().find(is_at) {
                Some(path) => self.fits(Some(path)),
                None => SearchResult::NotAmong(usual::SOLANA_SEARCHED.map(str::to_owned).to_vec()),
            },
        }
    }

    /// The value among the nodes of BIP-32.
    fn find_below(&self, node: &PrivateNode, value: &PublicValue, path: Option<&Path>) -> SearchResult {
        match value {
            // Of the master key, which an extended key below it does not give.
            PublicValue::Fingerprint(_) if node.depth() > 0 => SearchResult::NotAmong(Vec::new()),
            PublicValue::Fingerprint(wanted) => {
                self.judged(node.public().is_some_and(|node| node.fingerprint() == *wanted))
            }
            PublicValue::Extended(key) => self.find_extended(node, key, path),
            _ => {
                let is_it = |node: &PublicNode| is_of(value, &node.point);
                match path {
                    Some(path) => self.at(node, path, &is_it),
                    None => {
                        let families = UsualPaths::of(value);
                        self.searched(usual::find(node, &families, &is_it), &families)
                    }
                }
            }
        }
    }

    fn find_extended(&self, node: &PrivateNode, key: &ExtendedKey, path: Option<&Path>) -> SearchResult {
        let is_it = |node: &PublicNode| *node == key.node;
        if let Some((fingerprint, path)) = key.origin.as_ref().filter(|_| node.depth() == 0) {
            let is_master = node.public().is_some_and(|node| node.fingerprint() == *fingerprint);
            return if is_master { self.at(node, path, &is_it) } else { SearchResult::Other };
        }
        if let Some(path) = path {
            return self.at(node, path, &is_it);
        }
        let families = UsualPaths::of(&PublicValue::Extended(key.clone()));
        let found = usual::find_extended(node, key.depth, key.number, &families, &is_it);
        self.searched(found, &families)
    }

    fn at(&self, node: &PrivateNode, path: &Path, is_it: &dyn Fn(&PublicNode) -> bool) -> SearchResult {
        let public = node.below(path.steps()).and_then(|node| node.public());
        if public.is_some_and(|node| is_it(&node)) {
            self.fits(Some(path.clone()))
        } else {
            SearchResult::Other
        }
    }

    fn searched(&self, found: Option<Path>, families: &[UsualPaths]) -> SearchResult {
        match found {
            Some(path) => self.fits(Some(path)),
            None => SearchResult::NotAmong(families.iter().map(ToString::to_string).collect()),
        }
    }
}

const fn is_of_ed25519(value: &PublicValue) -> bool {
    matches!(
        value,
        PublicValue::Ed25519(_)
            | PublicValue::Solana(_)
            | PublicValue::Ssh(_)
            | PublicValue::SshFingerprint(_)
    )
}

/// Whether a value is that of a key of secp256k1, in its compressed form where that makes a difference.
fn is_of(value: &PublicValue, point: &CurvePoint) -> bool {
    match value {
        PublicValue::Bitcoin(address) => address.lock.is_of(point),
        PublicValue::Ethereum(address) => address.is_of(point),
        PublicValue::Secp256k1(key) => key == point,
        PublicValue::XOnly(x) => point.x() == *x,
        _ => false,
    }
}

/// The same in its uncompressed form.
fn is_of_uncompressed(value: &PublicValue, point: &CurvePoint) -> bool {
    match value {
        PublicValue::Bitcoin(address) => address.lock.is_of_uncompressed(point),
        _ => is_of(value, point),
    }
}
