//! The two checksums of BIP-93, in 13 and in 15 characters.

use crate::crypto::secret::are_equal;

/// One of the two checksums: of a polynomial over GF(32), each of whose elements takes five bits.
pub struct Checksum {
    /// Characters that it has.
    pub signs: usize,
    generator: [u128; 5],
    residue: u128,
}

impl Checksum {
    /// The one for so many elements; none where no text has so many.
    #[must_use]
    pub const fn of(elements: usize) -> Option<Self> {
        match elements {
            45..=93 => Some(Self {
                signs: 13,
                generator: [
                    0x0001_9dc5_00ce_73fd_e210,
                    0x0001_bfae_00de_f77f_e529,
                    0x0001_fbd9_20ff_fe7b_ee52,
                    0x0001_7396_40bd_eee3_fdad,
                    0x0000_7729_a039_cfc7_5f5a,
                ],
                residue: 0x0001_0ce0_795c_2fd1_e62a,
            }),
            96..=124 => Some(Self {
                signs: 15,
                generator: [
                    0x03d5_9d27_3535_ea62_d897,
                    0x07a9_becb_6361_c6c5_1507,
                    0x0543_f9b7_e6c3_8d8a_2a0e,
                    0x00c5_77ea_eccf_1990_d13c,
                    0x0188_7f74_f8dc_71b1_0651,
                ],
                residue: 0x0433_81e5_70bf_4798_ab26,
            }),
            _ => None,
        }
    }

    /// Whether the elements end with their checksum.
    #[must_use]
    pub fn holds(&self, elements: &[u8]) -> bool {
        let top = 5 * (self.signs - 1);
        let residue = elements.iter().fold(0x0231_81b3_u128, |residue, element| {
            let shifted = (residue & ((1 << top) - 1)) << 5 ^ u128::from(*element);
            (0..5).zip(self.generator).fold(shifted, |sum, (bit, multiple)| {
                sum ^ multiple & 0u128.wrapping_sub(residue >> (top + bit) & 1)
            })
        });
        are_equal(&residue.to_be_bytes(), &self.residue.to_be_bytes())
    }
}
