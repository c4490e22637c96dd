//! What stands on a card, and how it looks.

use crate::{
    paper::{grid::COLUMNS, pdf::Paper},
    slip39::{Header, Mnemonic},
};

/// Which part of which set a share is.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// What the share says of itself.
    pub header: Header,
    /// The name of its group.
    pub group_name: Option<&'a str>,
    /// How many shares its group has, where that is known: the share itself does not say.
    pub count: Option<u8>,
}

/// What stands on a card.
#[derive(Clone, Debug)]
pub struct Card<'a> {
    /// The name of the set.
    pub label: Option<&'a str>,
    /// Which part of which set it is; none on a card that is filled in by hand.
    pub part: Option<Part<'a>>,
    /// Whose it is: their name, and nobody else's.
    pub custodian: Option<&'a str>,
    /// The words; none where they are to be written by hand.
    pub mnemonic: Option<&'a Mnemonic>,
    /// How many words there are.
    pub words: usize,
    /// What a wallet makes of the key.
    pub wallet: Wallet,
    /// Whom to call, if that may stand on it.
    pub contact: Option<&'a str>,
    /// The day, as it was given.
    pub date: Option<&'a str>,
    /// Whether the key is the published practice key: no such card may be taken for a real one.
    pub is_specimen: bool,
}

/// What a hardware wallet shows that is opened with the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wallet {
    /// What was split: the shares are of a seed.
    Own,
    /// A different, empty wallet.
    Another,
    /// What was split, if that was a seed; which is not known.
    Unknown,
}

/// How a card looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The paper.
    pub paper: Paper,
    /// Larger words, in three columns.
    pub is_large: bool,
    /// What of the share is on it.
    pub content: Shows,
}

impl Style {
    /// Words in a row: of large ones fewer, so that none touches the number of the next.
    #[must_use]
    pub const fn columns(self) -> usize {
        if self.is_large { COLUMNS - 1 } else { COLUMNS }
    }
}

/// What of a share is on a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shows {
    /// The words and the code.
    #[default]
    Both,
    /// The words.
    Words,
    /// The code.
    Code,
}
