//! What a card says, for people who never saw the program.

use super::design::{Card, Part, Wallet};
use crate::{
    paper::font::{Face, Type, leading},
    slip39::ordinal,
};

impl Part<'_> {
    /// "Share 2 of 5", and of which group.
    #[must_use]
    pub fn name(&self) -> String {
        let number = ordinal(self.header.member);
        let part = match self.count {
            Some(count) => format!("Share {number} of {count}"),
            None => format!("Share {number}"),
        };
        match self.group() {
            Some(group) => format!("{part}, {group}"),
            None => part,
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
        let worth = if needed == 1 && groups == 1 {
            "Alone it is the whole key."
        } else {
            "One alone reveals nothing."
        };
        let rule = match (of, needed) {
            (1, 1) => String::new(),
            (1, _) => match self.count {
                Some(count) => format!("Any {needed} of the {count} cards bring the key back. "),
                None => format!("Any {needed} cards bring the key back. "),
            },
            (_, 1) => format!("It completes its group; {}. ", of_groups(groups, of)),
            _ => format!("Any {needed} complete the group; {}. ", of_groups(groups, of)),
        };
        format!("{}. {rule}{worth}", self.name())
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

fn of_groups(needed: u8, of: u8) -> String {
    match (needed, of) {
        (2, 2) => "both groups together recover".to_owned(),
        (1, _) => format!("any one of the {of} groups recovers"),
        (all, of) if all == of => format!("all {of} groups together recover"),
        _ => format!("any {needed} of the {of} groups recover"),
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

/// The line above the name.
#[must_use]
pub fn kicker(card: &Card<'_>) -> String {
    match &card.part {
        Some(part) => {
            let extendable = if part.header.set.encryption.extendable { " extendable" } else { "" };
            format!("SLIP-0039{extendable} share, {}, {} words", part.set(), card.words)
        }
        None => format!("SLIP-0039 share, {} words", card.words),
    }
}

/// What is said where the share is read.
#[must_use]
pub fn notes(card: &Card<'_>, has_code: bool) -> Vec<&'static str> {
    let mut notes = vec![
        "Do not photograph this card, and do not read it out near a telephone.",
        "Type it only on an offline machine, with quorate or any tool for SLIP-0039. Four letters of a word are enough.",
    ];
    if has_code {
        notes.push("The code holds the same words.");
    }
    match card.wallet {
        Wallet::Own => {}
        Wallet::Another => {
            notes.push("A hardware wallet will show a different, empty wallet: the key is no wallet seed.")
        }
        Wallet::Unknown => {
            notes.push("If the key is no wallet seed, a hardware wallet will show a different, empty wallet.")
        }
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
pub fn height(card: &Card<'_>, has_code: bool, room: f32, scale: f32) -> f32 {
    let font = font(scale);
    let note = |note: &str| font.lines(note, room).len() as f32 * leading(font.size) + between(scale);
    notes(card, has_code).into_iter().map(note).sum()
}

/// What whoever finds the card should do.
#[must_use]
pub fn if_found(card: &Card<'_>) -> String {
    let alone = match &card.part {
        Some(part) if part.header.member_threshold == 1 && part.header.set.group_threshold == 1 => {
            "Keep it closed."
        }
        _ => "Alone it opens nothing.",
    };
    let to = card.custodian.unwrap_or("its owner");
    let or = card.contact.map_or_else(String::new, |contact| format!(" Whom to call: {contact}"));
    format!("{alone} Please copy nothing, and return it to {to}.{or}")
}

/// What a custodian who has lost it should do.
#[must_use]
pub fn if_lost(card: &Card<'_>) -> String {
    let call = card.contact.map_or_else(String::new, |contact| format!(": {contact}"));
    let without = match (card.part.as_ref().and_then(Part::is_replaceable), &card.part) {
        (Some(false), _) => "Without it the key cannot be recovered.".to_owned(),
        (Some(true), Some(part)) if part.header.set.group_count == 1 => format!(
            "The other cards can replace it, as long as {} still exist.",
            part.header.member_threshold
        ),
        (Some(true), _) => {
            "The other cards can replace it, as long as enough of them still exist.".to_owned()
        }
        (None, _) => "Other cards can replace it only if there are enough of them.".to_owned(),
    };
    format!("Tell the owner of the key today{call}. {without}")
}

/// The same with a capital at the head of it.
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
