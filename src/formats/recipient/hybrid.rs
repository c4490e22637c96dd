//! Hybrid recipients as text: Bech32 (BIP-173) without its limit of length, as the format has it.

use std::fmt;

use bech32::{Bech32, Checksum, Hrp, encode_lower_to_fmt, primitives::decode::CheckedHrpstring};

use crate::formats::age::hybrid::{HybridKey, RECIPIENT_BYTES};

/// What stands before the separator `1`.
const PREFIX: &str = "age1pq";

/// Bech32 for texts of any length, which its checksum is computed over all the same.
enum LongBech32 {}

impl Checksum for LongBech32 {
    type MidstateRepr = <Bech32 as Checksum>::MidstateRepr;
    type CorrectionField = <Bech32 as Checksum>::CorrectionField;
    const ROOT_GENERATOR: Self::CorrectionField = Bech32::ROOT_GENERATOR;
    const ROOT_EXPONENTS: std::ops::RangeInclusive<usize> = Bech32::ROOT_EXPONENTS;
    const CODE_LENGTH: usize = 4096;
    const CHECKSUM_LENGTH: usize = Bech32::CHECKSUM_LENGTH;
    const GENERATOR_SH: [Self::MidstateRepr; 5] = Bech32::GENERATOR_SH;
    const TARGET_RESIDUE: Self::MidstateRepr = Bech32::TARGET_RESIDUE;
}

/// Whether a text is meant to be one.
pub(super) fn is_meant(text: &str) -> bool {
    text.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with('1'))
}

/// The recipient; none if it is mistyped, or none that anybody can seal to.
pub(super) fn read(text: &str) -> Option<Box<[u8; RECIPIENT_BYTES]>> {
    if !is_meant(text) {
        return None;
    }
    let checked = CheckedHrpstring::new::<LongBech32>(text).ok()?;
    checked.validate_segwit_padding().ok()?;
    // The prefix cannot be longer: what is behind it has no separator.
    let bytes: Vec<u8> = checked.byte_iter().collect();
    let bytes: Box<[u8; RECIPIENT_BYTES]> = bytes.into_boxed_slice().try_into().ok()?;
    HybridKey::new(&bytes).map(|_| bytes)
}

/// Writes it as it is read.
pub(super) fn write(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let prefix = Hrp::parse(PREFIX).map_err(|_| fmt::Error)?;
    encode_lower_to_fmt::<LongBech32, _>(f, prefix, bytes).map_err(|_| fmt::Error)
}
