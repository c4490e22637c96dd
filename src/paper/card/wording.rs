//! What a card says, for people who never saw the program.

use super::design::{Card, Part, Shows, Style, Wallet};
use crate::{
    paper::{
        font::{Face, Type, leading},
        grid::COLUMNS,
    },
    slip39::ordinal,
};

impl Part<'_> {
    /// "share 2 of 5", and of which group.
    #[must_use]
    pub fn name(&self) -> String {
        let number = ordinal(self.header.member);
        let share = match self.count {
            Some(count) => format!("share {number} of {count}"),
            None => format!("share {number}"),
        };
        match self.group() {
            Some(group) => format!("{share}, {group}"),
            None => share,
        }
    }

    /// The group, where there are several.
    fn group(&self) -> Option<String> {
        let own = || format!("group {}", ordinal(self.header.group));
        let is_one_of_several = self.header.set.group_count > 1;
        let named = self.group_name.map(|name| format!("group {name}"));
        named.or_else(|| is_one_of_several.then(own))
    }

    /// How many it takes, and what it is worth alone.
    #[must_use]
    pub fn rule(&self) -> String {
        let (needed, set) = (self.header.member_threshold, &self.header.set);
        let (groups, of) = (set.group_threshold, set.group_count);
        let worth = if self.is_whole_key() { "Alone it is the whole key." } else { ALONE };
        let rule = match (of, needed) {
            (1, 1) => String::new(),
            (1, all) if self.count == Some(all) => format!("All {all} cards together bring the key back. "),
            (1, _) => match self.count {
                Some(count) => format!("Any {needed} of the {count} cards bring the key back. "),
                None => format!("Any {needed} cards of the set bring the key back. "),
            },
            (_, 1) => format!("It completes its group; {}. ", of_groups(groups, of)),
            _ => format!("Any {needed} cards complete the group; {}. ", of_groups(groups, of)),
        };
        format!("{}. {rule}{worth}", capitalised(&self.name()))
    }

    /// Whether whoever has it needs no other card.
    const fn is_whole_key(&self) -> bool {
        self.header.member_threshold == 1 && self.header.set.group_threshold == 1
    }

    /// Whether the key can be recovered without it: not where all of its group are needed, and all groups. None where
    /// that depends on how many its group has, and nobody said.
    fn is_replaceable(&self) -> Option<bool> {
        let set = &self.header.set;
        let needs_every_group = set.group_threshold == set.group_count;
        if !needs_every_group {
            Some(true)
        } else {
            self.count.map(|count| count > self.header.member_threshold)
        }
    }

    /// The number of the set.
    #[must_use]
    pub fn set(&self) -> String {
        format!("set {}", self.header.set.encryption.identifier)
    }
}

/// What one card is worth, as a rule.
const ALONE: &str = "One alone reveals nothing.";

/// The rule of a card that is filled in by hand.
pub const BLANK_RULE: &str =
    "Share ____ of ____. Any ____ of them bring the key back. One alone reveals nothing.";

fn of_groups(needed: u8, of: u8) -> String {
    match (needed, of) {
        (2, 2) => "both groups together bring the key back".to_owned(),
        (1, _) => format!("any one of the {of} groups brings the key back"),
        (all, of) if all == of => format!("all {of} groups together bring the key back"),
        _ => format!("any {needed} of the {of} groups bring the key back"),
    }
}

/// What the file is called in the window of a viewer.
#[must_use]
pub fn title(card: &Card<'_>) -> String {
    match &card.part {
        Some(part) => format!("{}: {}", card.label.unwrap_or(&part.set()), part.name()),
        None => "a blank card".to_owned(),
    }
}

/// What is seen first, whatever else is on the card.
pub const SECRET: &str = "SECRET";

/// The line above the name: what the card is a share of, for whoever never saw one.
#[must_use]
pub fn kicker(card: &Card<'_>) -> String {
    match &card.part {
        Some(part) => {
            let extendable = if part.header.set.encryption.extendable { " extendable" } else { "" };
            format!("A share of a private key. SLIP-0039{extendable}, {}, {} words", part.set(), card.words)
        }
        None => format!("A share of a private key. SLIP-0039, {} words", card.words),
    }
}

/// What is said where the share is read: of what is on the card, and of nothing else.
#[must_use]
pub fn notes(card: &Card<'_>, style: Style) -> Vec<&'static str> {
    let mut notes = vec!["Let no telephone see this card, or hear it read."];
    let has_code = card.mnemonic.is_some() && style.content != Shows::Words;
    let is_wide = style.columns() == COLUMNS;
    if has_code && style.content == Shows::Code {
        notes.push(
            "The code holds the share. Scan it offline only: with quorate, or with any reader of QR codes.",
        );
    } else {
        notes.push("Type it offline only: in quorate (four letters of a word are enough), or in any tool for SLIP-0039.");
        // A screen, and what a message says of it, has other rows than large words have.
        match (has_code, is_wide) {
            (true, true) => notes.push("The code holds the same words."),
            (true, false) => {
                notes
                    .push("The code holds the same words. Go by their numbers: the rows on a screen differ.");
            }
            (false, true) => {}
            (false, false) => notes.push("Go by the numbers of the words: the rows on a screen differ."),
        }
    }
    match card.wallet {
        Wallet::Own => {}
        Wallet::Another => {
            notes.push("A hardware wallet will show a different, empty wallet: the key is not a wallet seed.")
        }
        Wallet::Unknown => notes
            .push("If the key is not a wallet seed, a hardware wallet will show a different, empty wallet."),
    }
    notes
}

/// The font of the notes.
#[must_use]
pub fn font(scale: f32) -> Type {
    Type::new(Face::Sans, 9.0 * scale)
}

/// From the foot of one note to the head of the next.
#[must_use]
pub fn between(scale: f32) -> f32 {
    4.5 * scale
}

/// The height that the notes take in this width.
#[must_use]
pub fn height(card: &Card<'_>, style: Style, room: f32, scale: f32) -> f32 {
    let font = font(scale);
    let note = |note: &str| font.lines(note, room).len() as f32 * leading(font.size) + between(scale);
    notes(card, style).into_iter().map(note).sum()
}

/// What whoever finds the card should do; the address follows, or a line for it.
#[must_use]
pub fn if_found(card: &Card<'_>) -> String {
    let alone = match &card.part {
        Some(part) if part.is_whole_key() => "Keep it closed.",
        _ => "Alone it opens nothing.",
    };
    let copy = "Please do not copy it, and return it to";
    match (card.contact, card.custodian) {
        (Some(contact), _) => format!("{alone} {copy}: {contact}"),
        (None, Some(custodian)) => format!("{alone} {copy} {custodian}:"),
        (None, None) => format!("{alone} {copy}:"),
    }
}

/// What a custodian who has lost it should do.
#[must_use]
pub fn if_lost(card: &Card<'_>) -> String {
    let call = card.contact.map_or_else(String::new, |contact| format!(": {contact}"));
    // Of several groups, no one number would be true.
    let needed = card.part.as_ref().filter(|part| part.header.set.group_count == 1);
    let enough = needed.map_or_else(
        || "enough of them still exist".to_owned(),
        |part| format!("{} still exist", part.header.member_threshold),
    );
    let without = match card.part.as_ref().and_then(Part::is_replaceable) {
        Some(false) => "Without it the key cannot be recovered.".to_owned(),
        Some(true) => format!("The other cards can replace it, as long as {enough}."),
        None => format!("Other cards can replace it only if {enough}."),
    };
    format!("Tell the owner of the key today{call}. {without}")
}

/// The same with a capital at the head of it.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
