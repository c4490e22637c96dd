//! ASN.1 in its distinguished encoding (X.690): elements one after the other, each with its tag and its contents.
//!
//! What the elements hold is not looked at: it may be secret.

use der::{Encode as _, Reader as _, SliceReader, Tag, TagNumber, asn1::AnyRef};

use super::error::Unfit;
use crate::crypto::secret::are_equal;

pub const SEQUENCE: Tag = Tag::Sequence;
pub const INTEGER: Tag = Tag::Integer;
pub const OCTETS: Tag = Tag::OctetString;
pub const BITS: Tag = Tag::BitString;
pub const OID: Tag = Tag::ObjectIdentifier;
pub const NULL: Tag = Tag::Null;

/// `[number]`, with elements inside.
pub const fn tagged(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: true, number: TagNumber(number) }
}

/// `[number]`, with a value inside.
pub const fn tagged_value(number: u32) -> Tag {
    Tag::ContextSpecific { constructed: false, number: TagNumber(number) }
}

/// Elements in a row.
#[derive(Clone)]
pub struct Elements<'a>(SliceReader<'a>);

impl<'a> Elements<'a> {
    /// Those of these contents.
    pub fn of(contents: &'a [u8]) -> Result<Self, Unfit> {
        SliceReader::new(contents).map(Self).map_err(|_| Unfit::Malformed)
    }

    /// Those of the one sequence that `bytes` are, from the first byte to the last.
    pub fn of_sequence(bytes: &'a [u8]) -> Result<Self, Unfit> {
        Self::of(only(bytes, SEQUENCE)?)
    }

    /// The contents of the next element, which has this tag.
    pub fn next(&mut self, tag: Tag) -> Result<&'a [u8], Unfit> {
        self.optional(tag)?.ok_or(Unfit::Malformed)
    }

    /// The contents of the next element, if there is one and it has this tag.
    pub fn optional(&mut self, tag: Tag) -> Result<Option<&'a [u8]>, Unfit> {
        if !self.is_next(tag) {
            return Ok(None);
        }
        self.0.decode::<AnyRef<'a>>().map(|element| Some(element.value())).map_err(|_| Unfit::Malformed)
    }

    /// Whether the next element has this tag.
    pub fn is_next(&self, tag: Tag) -> bool {
        Tag::peek(&self.0).is_ok_and(|next| next == tag)
    }

    /// The next element, a positive integer.
    pub fn positive(&mut self) -> Result<&'a [u8], Unfit> {
        positive(self.next(INTEGER)?)
    }

    /// Whole bytes in the next element, a string of bits.
    pub fn whole_bits(&mut self) -> Result<&'a [u8], Unfit> {
        whole_bits(self.next(BITS)?)
    }

    /// That there is nothing more.
    pub fn end(self) -> Result<(), Unfit> {
        self.0.finish().map_err(|_| Unfit::Malformed)
    }
}

/// The contents of the one element that `bytes` are.
pub fn only(bytes: &[u8], tag: Tag) -> Result<&[u8], Unfit> {
    let mut elements = Elements::of(bytes)?;
    let contents = elements.next(tag)?;
    elements.end()?;
    Ok(contents)
}

/// The contents of a string of bits, of which none is left over.
pub fn whole_bits(contents: &[u8]) -> Result<&[u8], Unfit> {
    match contents.split_first() {
        Some((0, bytes)) => Ok(bytes),
        _ => Err(Unfit::Malformed),
    }
}

/// The digits of an integer above zero, without the zero in front that says so: as X.690, 8.3 has it, and RFC 4251, 5 the
/// same. Its length is told, and nothing of its digits.
pub fn positive(contents: &[u8]) -> Result<&[u8], Unfit> {
    let (&first, rest) = contents.split_first().ok_or(Unfit::Malformed)?;
    let second = rest.first().copied().unwrap_or_default();
    if are_equal(&[first], &[0]) {
        // A zero where none is needed; and zero itself.
        if are_equal(&[second >> 7], &[1]) { Ok(rest) } else { Err(Unfit::Malformed) }
    } else if are_equal(&[first >> 7], &[0]) {
        Ok(contents)
    } else {
        Err(Unfit::Malformed)
    }
}

/// An element in DER. Its contents have at most 65,535 bytes.
pub fn element(tag: Tag, contents: &[&[u8]]) -> Vec<u8> {
    // So much has a length that can be written: there is nothing left to fail.
    AnyRef::new(tag, &contents.concat()).and_then(|element| element.to_der()).unwrap_or_default()
}

/// The integer above zero that has these digits, in DER.
pub fn integer(digits: &[u8]) -> Vec<u8> {
    element(INTEGER, &[sign(digits), digits])
}

/// What stands in front of the digits of a positive integer: a zero where the first would be a sign.
pub fn sign(digits: &[u8]) -> &'static [u8] {
    if digits.first().is_some_and(|first| *first >= 0x80) { &[0] } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_writing() {
        for digits in [&[1][..], &[0x7f, 0], &[0x80], &[0xff; 200], &[0x12; 300]] {
            let written = integer(digits);
            assert_eq!(only(&written, INTEGER).and_then(positive), Ok(digits));
        }
        for contents in [&[][..], &[0], &[0, 1], &[0, 0, 0x80], &[0x80], &[0xff, 0xff]] {
            assert_eq!(positive(contents), Err(Unfit::Malformed), "{contents:?}");
        }
    }

    #[test]
    fn what_is_not_distinguished_is_refused() {
        for bytes in [
            &[0x30][..],
            &[0x30, 1],
            &[0x30, 0, 0],
            &[0x30, 0x80, 0, 0],
            &[0x30, 0x81, 0],
            &[0x30, 0x82, 0, 1, 0],
            &[0x31, 0],
            &[0x10, 0],
            &[],
        ] {
            assert!(Elements::of_sequence(bytes).is_err(), "{bytes:?}");
        }
        assert!(Elements::of_sequence(&[0x30, 0]).and_then(Elements::end).is_ok());
        assert_eq!(whole_bits(&[1, 0x80]), Err(Unfit::Malformed));
        assert_eq!(whole_bits(&[0, 0x81]), Ok(&[0x81][..]));
    }
}
