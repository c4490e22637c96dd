//! Extended public keys: `xpub` and the prefixes of SLIP-0132, alone or as descriptors write them, with where they come from.

use super::{
    ValueError,
    bip32::PublicNode,
    path::{ChildNumber, Path},
    secp256k1::CurvePoint,
};
use crate::{
    crypto::hash::bytes,
    formats::key::{
        base58check,
        xprv::{self, EXTENDED_BYTES},
    },
};

/// The version bytes of public keys (BIP-32, SLIP-0132), each with the prefix that it gives the text.
const PREFIXES: [(&str, [u8; 4]); 10] = [
    ("xpub", [0x04, 0x88, 0xb2, 0x1e]),
    ("ypub", [0x04, 0x9d, 0x7c, 0xb2]),
    ("zpub", [0x04, 0xb2, 0x47, 0x46]),
    ("Ypub", [0x02, 0x95, 0xb4, 0x3f]),
    ("Zpub", [0x02, 0xaa, 0x7e, 0xd3]),
    ("tpub", [0x04, 0x35, 0x87, 0xcf]),
    ("upub", [0x04, 0x4a, 0x52, 0x62]),
    ("vpub", [0x04, 0x5f, 0x1c, 0xf6]),
    ("Upub", [0x02, 0x42, 0x89, 0xef]),
    ("Vpub", [0x02, 0x57, 0x54, 0x83]),
];

/// What may stand behind a key in a descriptor without making another key of it.
const WILDCARDS: [&str; 6] = ["/*", "/**", "/0/*", "/1/*", "/<0;1>/*", "/{0,1}/*"];

/// An extended public key, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedKey {
    /// Key and chain code, which are all that is compared.
    pub node: PublicNode,
    /// How many steps it says it is below its master key.
    pub depth: u8,
    /// The last of these steps, as it says.
    pub number: ChildNumber,
    /// The beginning of its text, which says what a wallet makes of it.
    pub prefix: &'static str,
    /// The fingerprint of the master key and the path from it, where a descriptor says them.
    pub origin: Option<([u8; 4], Path)>,
}

/// Characters of an extended key.
const CHARACTERS: usize = 111;

/// Reads one; none if it is not meant as one.
pub(super) fn read(text: &str) -> Option<Result<ExtendedKey, ValueError>> {
    let Some(rest) = text.strip_prefix('[') else {
        let key = WILDCARDS.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        return matches!(key.len(), 105..=115).then(|| read_key(key));
    };
    Some(read_with_origin(rest))
}

fn read_with_origin(rest: &str) -> Result<ExtendedKey, ValueError> {
    let (origin, key) = rest.split_once(']').ok_or(ValueError::Mistyped)?;
    let (fingerprint, path) = origin.split_once('/').unwrap_or((origin, "m"));
    let fingerprint = bytes(fingerprint).ok_or(ValueError::Mistyped)?;
    let path = path.parse().map_err(|_| ValueError::Mistyped)?;
    let key = WILDCARDS.iter().find_map(|end| key.strip_suffix(end)).unwrap_or(key);
    Ok(ExtendedKey { origin: Some((fingerprint, path)), ..read_key(key)? })
}

fn read_key(text: &str) -> Result<ExtendedKey, ValueError> {
    let payload = base58check::read(text).map_err(|_| ValueError::Mistyped)?;
    let payload: &[u8; EXTENDED_BYTES] = payload.expose().try_into().map_err(|_| ValueError::Unknown)?;
    if xprv::is_extended_private_key(payload) {
        return Err(ValueError::Private);
    }
    let (prefix, _) =
        PREFIXES.iter().find(|(_, version)| payload.starts_with(version)).ok_or(ValueError::Unknown)?;
    debug_assert!(text.len() == CHARACTERS && text.starts_with(prefix));
    // A master key has no parent and no number (BIP-32, test vector 5).
    if payload[4] == 0 && payload[5..13] != [0; 8] {
        return Err(ValueError::Mistyped);
    }
    let point = CurvePoint::read(&payload[45..]).ok_or(ValueError::OffCurve)?;
    let mut chain_code = [0; 32];
    chain_code.copy_from_slice(&payload[13..45]);
    let number = [payload[9], payload[10], payload[11], payload[12]];
    Ok(ExtendedKey {
        node: PublicNode { point, chain_code },
        depth: payload[4],
        number: ChildNumber::of(u32::from_be_bytes(number)),
        prefix,
        origin: None,
    })
}
