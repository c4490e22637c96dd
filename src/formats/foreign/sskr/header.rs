//! What an SSKR share says of itself, in five bytes. All of it is public.

use super::super::ShareError;

/// The header of one share. Indices count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SskrHeader {
    /// What all shares of the set say.
    pub set: SskrSetHeader,
    /// Its group, 0 to 15.
    pub group: u8,
    /// How many of its group are needed, 1 to 16.
    pub member_threshold: u8,
    /// Its place in the group, 0 to 15.
    pub member: u8,
}

/// What all shares of a set say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SskrSetHeader {
    /// A number drawn for the set.
    pub identifier: u16,
    /// How many groups are needed, 1 to 16.
    pub group_threshold: u8,
    /// How many groups there are, 1 to 16.
    pub group_count: u8,
}

impl SskrHeader {
    /// The header that these bytes are: 16 bits of identifier, then fields of four bits, each threshold and the count
    /// less 1.
    ///
    /// # Errors
    ///
    /// When the reserved bits are not 0, or more groups are meant than there are.
    pub const fn parse(bytes: [u8; 5]) -> Result<Self, ShareError> {
        let [high, low, groups, group_and_threshold, member] = bytes;
        let (group_threshold, group_count) = ((groups >> 4) + 1, (groups & 15) + 1);
        let group = group_and_threshold >> 4;
        if member > 15 || group_threshold > group_count || group >= group_count {
            return Err(ShareError::Header);
        }
        let identifier = u16::from_be_bytes([high, low]);
        let set = SskrSetHeader { identifier, group_threshold, group_count };
        Ok(Self { set, group, member_threshold: (group_and_threshold & 15) + 1, member })
    }

    /// Its place in the set: group and member.
    #[must_use]
    pub const fn place(&self) -> (u8, u8) {
        (self.group, self.member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_third_share_reads_as_the_document_says() {
        let set = SskrSetHeader { identifier: 0x6f1a, group_threshold: 2, group_count: 2 };
        let expected = SskrHeader { set, group: 0, member_threshold: 2, member: 2 };
        assert_eq!(SskrHeader::parse([0x6f, 0x1a, 0x11, 0x01, 0x02]), Ok(expected));
    }

    #[test]
    fn headers_that_contradict_themselves_are_refused() {
        for [groups, group, member] in [[0x10, 0x00, 0x00], [0x01, 0x20, 0x00], [0x00, 0x00, 0x10]] {
            assert_eq!(SskrHeader::parse([0, 0, groups, group, member]), Err(ShareError::Header));
        }
    }
}
