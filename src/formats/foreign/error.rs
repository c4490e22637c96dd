//! Why a text is no share of another tool, and why shares give nothing back: positions, numbers and headers, never what
//! was read.

/// Text that is no share of the format. Positions count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// A file that age made, whole or as text.
    #[error("this is encrypted with age, and is not a share until it is decrypted")]
    AgeEncrypted,
    /// A character that no text of codex32 has.
    #[error("character {position} is not one of codex32, which has no b, i or o, and 1 only once")]
    Codex32Character {
        /// Which one, where blanks do not count.
        position: usize,
    },
    /// The checksum of codex32 does not hold.
    #[error("the checksum of these characters does not match: one is wrong or out of place")]
    Codex32Checksum,
    /// A number of characters that no text of codex32 has.
    #[error("{characters} characters, which no codex32 of a seed has")]
    Codex32Length {
        /// How many there are.
        characters: usize,
    },
    /// A threshold of codex32 that is none.
    #[error("its threshold is neither 0 nor 2 to 9: the program that made this share made it wrong")]
    Codex32Threshold,
    /// The checksum of the words does not hold.
    #[error("the checksum of these words does not match: one is wrong, or out of place")]
    Checksum,
    /// A group whose index is beyond the number of groups, or more groups needed than there are.
    #[error("its header contradicts itself: the program that made this share made it wrong")]
    Header,
    /// Neither hex nor base64, or no letters of words.
    #[error("this cannot be read as a share of that format")]
    Encoding,
    /// Hex or base64 of what is hex or base64 again.
    #[error("this was encoded twice: decoded once from hex or base64, it is hex or base64 again")]
    EncodedTwice,
    /// Small and capital letters in one text of codex32.
    #[error("small and capital letters are mixed; codex32 has the one or the other")]
    MixedCase,
    /// One frame of a code that moves.
    #[error("this is one part of a UR of several parts")]
    MultipartUr,
    /// No text that begins as codex32 does.
    #[error("this is not a codex32 share of a seed: those begin with ms1")]
    NotCodex32,
    /// A well-formed text of something else.
    #[error("this holds something else than an SSKR share")]
    NotSskr,
    /// More than the field has elements.
    #[error("its number is larger than a share of this length can have")]
    NumberRange,
    /// 0, where the secret stands.
    #[error("it claims to be number 0, which is where the secret stands")]
    NumberZero,
    /// What PGP made of a share.
    #[error("this is still encrypted with PGP, and is not a share until it is decrypted")]
    PgpEncrypted,
    /// Not `[NAME-]NUMBER-HEX`.
    #[error("a share of ssss is NUMBER-HEX, or NAME-NUMBER-HEX")]
    SsssForm,
    /// Not 8 to 1024 bits.
    #[error("{digits} hex digits: a share of ssss has 2 to 256 of them, an even number")]
    SsssLength {
        /// How many there are.
        digits: usize,
    },
    /// A number of bytes that an SSKR share cannot have.
    #[error("a value of {bytes} bytes: SSKR has 16 to 32, an even number")]
    SskrLength {
        /// How many there are.
        bytes: usize,
    },
    /// No value in it.
    #[error("this is too short to be a share")]
    TooShort,
    /// A number of bytes that Vault neither makes nor takes.
    #[error("{bytes} bytes: a share of Vault has 16 to 33")]
    VaultLength {
        /// How many there are.
        bytes: usize,
    },
    /// A word of no list.
    #[error("word {position} is not one of the bytewords")]
    Word {
        /// Which word.
        position: usize,
    },
}

/// Why shares cannot be of one set. Shares are told by their places in the order that they came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignMisfit {
    /// Which share.
    pub share: usize,
    /// Which other one it contradicts.
    pub other: usize,
    /// What is different.
    pub kind: ForeignMisfitKind,
}

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForeignMisfitKind {
    /// Their lengths.
    #[error("their lengths differ")]
    Length,
    /// The thresholds that they claim for one group.
    #[error("they ask for different thresholds in one group")]
    MemberThreshold,
    /// Their names, where both have one.
    #[error("their names differ")]
    Name,
    /// The same number, with different values.
    #[error("they claim to be the same share, but differ")]
    SameNumber,
    /// The identifiers of their sets, or what these ask for.
    #[error("they are of different sets")]
    Set,
}

/// Why shares that may be of one set give nothing back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignRecoverError {
    /// They contradict each other; with the one at fault where something tells, by its place.
    Disagree {
        /// Which share.
        culprit: Option<usize>,
    },
    /// More are needed.
    TooFew {
        /// How many are here that differ.
        present: usize,
        /// How many are needed, where there is one threshold; else none.
        threshold: Option<u32>,
    },
}
