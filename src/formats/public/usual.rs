//! The paths under which wallets keep their addresses, and the search through them.

use std::fmt;

use super::{
    Path, PublicValue,
    bip32::{PrivateNode, PublicNode},
    path::ChildNumber,
};

/// Accounts that are looked into.
const ACCOUNTS: u32 = 10;

/// Addresses of a chain that are looked at.
const ADDRESSES: u32 = 50;

/// Purposes of wallets with one key (BIP-44, 49, 84, 86).
const PURPOSES: [u32; 4] = [44, 49, 84, 86];

/// Numbers of coins (SLIP-0044).
const BITCOIN: u32 = 0;
const ANY_TEST: u32 = 1;
const ETHEREUM: u32 = 60;
const SOLANA: u32 = 501;

/// A family of paths: `m / purpose / coin / account`, all hardened, and what is looked at below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsualPaths {
    purpose: u32,
    coin: u32,
    accounts: u32,
    below: Below,
}

/// What is looked at below an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// The account's own key.
    Itself,
    /// The account of either kind of script (BIP-48).
    Scripts,
    /// The addresses of both chains.
    Chains,
    /// Addresses at once.
    Addresses,
}

impl UsualPaths {
    const fn new(purpose: u32, coin: u32, below: Below) -> Self {
        Self { purpose, coin, accounts: ACCOUNTS, below }
    }

    /// The families in which a wallet would keep this value, the likeliest first; none for a value that has no path.
    #[must_use]
    pub fn of(value: &PublicValue) -> Vec<Self> {
        let metamask = Self::new(44, ETHEREUM, Below::Chains);
        // As Ledger's devices kept them before they had accounts.
        let ledger = Self { accounts: 1, ..Self::new(44, ETHEREUM, Below::Addresses) };
        match value {
            PublicValue::Bitcoin(address) => {
                let coin = match address.network {
                    crate::formats::key::Network::Mainnet => BITCOIN,
                    crate::formats::key::Network::Testnet => ANY_TEST,
                };
                let own = address.lock.purpose();
                let others = PURPOSES.into_iter().filter(|purpose| *purpose != own);
                [own]
                    .into_iter()
                    .chain(others)
                    .map(|purpose| Self::new(purpose, coin, Below::Chains))
                    .collect()
            }
            PublicValue::Ethereum(_) => vec![metamask, ledger],
            PublicValue::Secp256k1(_) | PublicValue::XOnly(_) => {
                let bitcoin = PURPOSES.map(|purpose| Self::new(purpose, BITCOIN, Below::Chains));
                bitcoin.into_iter().chain([metamask, ledger]).collect()
            }
            PublicValue::Extended(_) => {
                let coins = [BITCOIN, ANY_TEST, ETHEREUM];
                let single = coins.into_iter().flat_map(|coin| {
                    PURPOSES.into_iter().map(move |purpose| Self::new(purpose, coin, Below::Itself))
                });
                let several = [BITCOIN, ANY_TEST].map(|coin| Self::new(48, coin, Below::Scripts));
                single.chain(several).collect()
            }
            PublicValue::Fingerprint(_)
            | PublicValue::Ed25519(_)
            | PublicValue::Solana(_)
            | PublicValue::Ssh(_)
            | PublicValue::SshFingerprint(_)
            | PublicValue::Recipient(_) => Vec::new(),
        }
    }

    /// The hardened beginnings of the paths, one an account.
    fn accounts(self) -> impl Iterator<Item = [ChildNumber; 3]> {
        (0..self.accounts).map(move |account| [self.purpose, self.coin, account].map(ChildNumber::hardened))
    }

    /// Where it is for a key that is so many steps below its master key, the last of which has this number: the steps from
    /// there to each account, or what of an account's own steps is left.
    fn from(self, depth: u8, number: ChildNumber) -> Vec<(Vec<ChildNumber>, Below)> {
        let depth = usize::from(depth);
        match (depth, self.below) {
            (0, below) => self.accounts().map(|steps| (steps.to_vec(), below)).collect(),
            // Which account it is, it says itself.
            (3, below) => vec![(Vec::new(), below)],
            (1 | 2, below) => self
                .accounts()
                .filter(|steps| steps[depth - 1] == number)
                .map(|steps| (steps[depth..].to_vec(), below))
                .collect(),
            (4, Below::Chains) => vec![(Vec::new(), Below::Addresses)],
            _ => vec![(Vec::new(), Below::Itself)],
        }
    }
}

impl fmt::Display for UsualPaths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m/{}h/{}h/", self.purpose, self.coin)?;
        match self.accounts {
            1 => f.write_str("0h")?,
            accounts => write!(f, "0-{}h", accounts - 1)?,
        }
        let last = ADDRESSES - 1;
        match self.below {
            Below::Itself => Ok(()),
            Below::Scripts => f.write_str("/1-2h"),
            Below::Chains => write!(f, "/0-1/0-{last}"),
            Below::Addresses => write!(f, "/0-{last}"),
        }
    }
}

/// The first of the usual paths below `node` whose public key `is_it`. Below the last hardened step public keys are derived
/// from public keys, in variable time.
pub(super) fn find(
    node: &PrivateNode,
    families: &[UsualPaths],
    is_it: &dyn Fn(&PublicNode) -> bool,
) -> Option<Path> {
    let mut seen = Vec::new();
    for family in families {
        for place in family.from(node.depth(), node.number()) {
            if seen.contains(&place) {
                continue;
            }
            let (steps, below) = &place;
            if let Some(found) = find_below(node, steps, *below, is_it) {
                return Some(found);
            }
            seen.push(place);
        }
    }
    None
}

fn find_below(
    node: &PrivateNode,
    steps: &[ChildNumber],
    below: Below,
    is_it: &dyn Fn(&PublicNode) -> bool,
) -> Option<Path> {
    let path = Path::new(steps.to_vec());
    let account = node.below(steps)?;
    if let Below::Scripts = below {
        let mut kinds = [1, 2].map(ChildNumber::hardened).into_iter();
        return kinds.find_map(|kind| is_it(&account.child(kind)?.public()?).then(|| path.then(&[kind])));
    }
    let account = account.public()?;
    let address = |from: &PublicNode, before: &[ChildNumber]| {
        (0..ADDRESSES)
            .map(ChildNumber::normal)
            .find_map(|number| is_it(&from.child(number)?).then(|| path.then(&[before, &[number]].concat())))
    };
    match below {
        Below::Itself | Below::Scripts => is_it(&account).then_some(path),
        Below::Addresses => address(&account, &[]),
        Below::Chains => {
            let mut chains = [0, 1].map(ChildNumber::normal).into_iter();
            chains.find_map(|chain| address(&account.child(chain)?, &[chain]))
        }
    }
}

/// The path of the account or key that an extended public key of a usual wallet is, which says itself how deep it is.
pub(super) fn find_extended(
    node: &PrivateNode,
    depth: u8,
    number: ChildNumber,
    families: &[UsualPaths],
    is_it: &dyn Fn(&PublicNode) -> bool,
) -> Option<Path> {
    if is_it(&node.public()?) {
        return Some(Path::default());
    }
    if let Some(found) = find(node, families, is_it) {
        return Some(found);
    }
    // An account beyond the usual ones, a chain of an account, or an address: the last step is known.
    for (steps, _) in families.iter().flat_map(|family| family.from(node.depth(), node.number())) {
        let tried = match depth {
            3 => vec![[&steps[..steps.len().saturating_sub(1)], &[number]].concat()],
            4 => vec![[&steps[..], &[number]].concat()],
            5 => [0, 1].map(|chain| [&steps[..], &[ChildNumber::normal(chain), number]].concat()).to_vec(),
            _ => Vec::new(),
        };
        for steps in tried {
            if node.below(&steps).and_then(|node| node.public()).is_some_and(|node| is_it(&node)) {
                return Some(Path::new(steps));
            }
        }
    }
    None
}

/// The paths of Solana's wallets (SLIP-0010): hardened all the way.
pub(super) fn solana() -> impl Iterator<Item = Path> {
    let hardened = |steps: &[u32]| Path::new(steps.iter().copied().map(ChildNumber::hardened).collect());
    let accounts = (0..ADDRESSES)
        .flat_map(move |account| [hardened(&[44, SOLANA, account]), hardened(&[44, SOLANA, account, 0])]);
    std::iter::once(hardened(&[44, SOLANA])).chain(accounts)
}

/// What was searched for a Solana address, for people.
pub(super) const SOLANA_SEARCHED: [&str; 3] = ["m/44h/501h", "m/44h/501h/0-49h", "m/44h/501h/0-49h/0h"];
