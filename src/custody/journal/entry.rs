//! What a line of a journal says: what happened, when, to whom, and to which cards.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use super::ReportSums;
use crate::custody::{
    card_number::CardNumber,
    date::Date,
    plan::Plan,
    record::{Stamp, proved::RecordedValue, sealed::SealedShare, share_key::PublicKey},
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The shares were dealt: the first line, written together with the record.
    Dealt,
    /// A lost record was made anew: the first line of the journal that begins with it.
    Rebuilt,
    /// Keyholders are asked to sign what follows from this line.
    Challenge,
    /// Somebody was heard from.
    Heard,
    /// Somebody cannot be reached; their cards are healthy.
    Absent,
    /// Somebody can be reached again.
    Back,
    /// A card is lost, and in nobody's hands as far as anybody knows.
    Lost,
    /// A card is in the wrong hands.
    Stolen,
    /// A lost card was found.
    Found,
    /// A card lies elsewhere now.
    Moved,
    /// A card came into the hands of who is named.
    HandedOver,
    /// Somebody left: they reach no card any more, and still know what they saw.
    Left,
    /// A card was sealed in a bag with a number.
    Seal,
    /// A card was destroyed.
    Destroyed,
    /// A keyholder signed that they held their card.
    Receipt,
    /// Cards were read, and are those that were dealt.
    Checked,
    /// A new card was read back in full from its paper.
    ReadBack,
    /// A recovery was tried without revealing the key.
    Drilled,
    /// A lost card was made again.
    Reissued,
    /// One more card of the same set was made, by a plan that has it.
    Added,
    /// A drill or a recovery has shown that the key gives public values.
    Proved,
    /// The key was recovered.
    Recovered,
    /// A new set was made of this one.
    Superseded,
    /// The plan was changed: other people, deputies, places, required things or rules, for the same cards.
    Amended,
    /// A line above is taken back; it stays where it is.
    Withdraw,
    /// Something worth keeping, which changes nothing.
    Remark,
    /// A place cannot be entered; what lies there is healthy.
    Closed,
    /// A place can be entered again.
    Opened,
    /// The owner accepts, by name, that shares of an older set still open the key.
    AcceptOldShares,
    /// Lines of another keeper's journal of the same record were taken in.
    Import,
    /// Cards were compared on the second machine with what it computed.
    Agreed,
    /// Something that a later version of this program wrote.
    #[serde(other)]
    Unknown,
}

impl Event {
    /// Whether it is the first line of a journal, and of no other.
    #[must_use]
    pub const fn begins(self) -> bool {
        matches!(self, Self::Dealt | Self::Rebuilt)
    }

    /// Whether it is about a person, and not about cards.
    #[must_use]
    pub const fn is_about_person(self) -> bool {
        matches!(self, Self::Heard | Self::Absent | Self::Back | Self::Left)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What.
    pub event: Event,
    /// Whom it is about, or who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// To whom, or where to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The cards that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardNumber>,
    /// The set that it is about, if not the record's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<u16>,
    /// Whether a check, drill or recovery came out well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// A receipt, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The day that the signer of a receipt wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What recovery needs besides cards, by the record, and a recovery did not prove. None where the line does not say: it is
    /// of version 0.1.0, or no recovery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproved: Option<Vec<Unproved>>,
    /// Who had each of the cards on that day, in the order of `cards`, by name, by role or by the number of the card. Empty in
    /// lines of version 0.1.0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<String>,
    /// Who was there and is heard by it, as the plan names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<String>,
    /// Until when somebody is expected to be out of reach, or a place closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The place that burned, was closed or opened, or where the cards lay that were moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The plan as it is from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Box<Plan>>,
    /// The verification key of a card that was added, by which a check knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PublicKey>,
    /// The SHA-256 of the line in another keeper's journal that this one was taken over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<String>,
    /// Of a line that says that lines of another journal were taken in: the SHA-256 of the last line of that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// Of the same, and of each line that was first written in that journal: up to which line it and this one are one. Of a line
    /// that came from a third journal nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common: Option<usize>,
    /// The line that is taken back, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Of a line that says that a new set was made: how many lines of this journal its record has seen. What was open by then, it
    /// tells. None where nobody knows, and in lines of version 0.1.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<usize>,
    /// Who saw that a line is rightly taken back, or signed off the new recipient of a card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<String>,
    /// What a drill came to. Drills of version 0.1.0 have none of it, and blame nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drill: Option<Drilled>,
    /// The public values that the key gave. Of one that the record does not hold, its kind and path alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proved: Vec<RecordedValue>,
    /// Of a card that was made again for its holder: the file, and to whom it is sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedShare>,
    /// Of a split or a drill: the sums of its report, if one was written. None in lines of version 0.1.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportSums>,
}

/// What a drill came to, beside whether it passed. `cards` are those that were exercised and are as they were dealt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drilled {
    /// Quorums of the cards that came.
    pub quorums_tried: u64,
    /// Those that gave the same as all the others.
    pub quorums_passed: u64,
    /// The cards at fault, none of them among those that were exercised. A wrong passphrase or sealed file is no card's
    /// fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blamed: Vec<CardNumber>,
    /// What the record says recovery needs besides cards, and this drill did not prove.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<Unproved>,
}

/// What a drill or a recovery has to prove besides the cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unproved {
    /// The passphrase: nobody gave it, or nothing confirmed it.
    Passphrase,
    /// The sealed file: the key was not tried on it.
    SealedFile,
    /// Something that a later version of this program wrote.
    #[serde(other)]
    Unknown,
}

impl Entry {
    /// How many people witnessed it: a name is one, however it is capitalised.
    #[must_use]
    pub fn witness_count(&self) -> usize {
        self.witnesses.iter().map(|name| name.to_lowercase()).collect::<BTreeSet<_>>().len()
    }

    /// What the line must name, to say anything, and does not.
    #[must_use]
    pub fn unnamed(&self) -> Option<&'static str> {
        match self.event {
            Event::Heard | Event::Absent | Event::Back | Event::Left => {
                self.who.is_none().then_some("person")
            }
            Event::Superseded => self.set.is_none().then_some("set"),
            Event::Amended => self.plan.is_none().then_some("plan"),
            Event::Added if self.plan.is_none() => Some("plan"),
            Event::Added if self.key.is_none() => Some("key"),
            Event::Proved => self.proved.is_empty().then_some("value"),
            Event::Withdraw => self.line.is_none().then_some("line"),
            // Of which shares is not said where they are those of another tool.
            Event::Remark | Event::AcceptOldShares => self.text.is_none().then_some("text"),
            Event::Closed | Event::Opened => self.place.is_none().then_some("place"),
            // All that lay in a place that burned; perhaps no card.
            Event::Destroyed if self.place.is_some() => None,
            Event::Lost
            | Event::Stolen
            | Event::Found
            | Event::Moved
            | Event::HandedOver
            | Event::Seal
            | Event::Destroyed
            | Event::Checked
            | Event::ReadBack
            | Event::Reissued
            | Event::Added
            | Event::Agreed
                if self.cards.is_empty() =>
            {
                Some("card")
            }
            Event::Moved => self.to.is_none().then_some("place"),
            // A drill that failed need not have got as far as a card; one that passed needs a quorum.
            _ => None,
        }
    }

    /// What recovery needs besides cards and this did not prove, as the line says; none where it does not say.
    #[must_use]
    pub fn unproved(&self) -> Option<&[Unproved]> {
        self.drill.as_ref().map(|drill| &drill.unproved).or(self.unproved.as_ref()).map(Vec::as_slice)
    }

    /// Nothing but what happened, and when.
    #[must_use]
    pub const fn new(event: Event, stamp: Stamp) -> Self {
        Self {
            stamp,
            event,
            who: None,
            to: None,
            cards: Vec::new(),
            set: None,
            passed: None,
            receipt: None,
            signed: None,
            text: None,
            unproved: None,
            holders: Vec::new(),
            present: Vec::new(),
            until: None,
            place: None,
            plan: None,
            key: None,
            imported: None,
            head: None,
            common: None,
            line: None,
            taken_over: None,
            witnesses: Vec::new(),
            drill: None,
            proved: Vec::new(),
            sealed: None,
            report: None,
        }
    }
}
