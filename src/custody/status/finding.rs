//! What can be due, or wrong, with a set.

use std::fmt;

use serde::Serialize;

use crate::custody::{
    analysis::{AnalysisError, BrokenRule, SinglePoint, Unjudged, Who},
    card_number::CardNumber,
    date::Date,
    journal::{Copied, JournalError, JournalFault},
    name::Unclear,
    record::{origin::ShareFormat, sealed::SealedStanding},
    status::uncounted::Uncounted,
};

/// Something that is due, or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The journal never had the head that somebody holds.
    OtherHead {
        /// What this journal knows of the copy that had it.
        copied: Option<Copied>,
    },
    /// The file with the head that somebody holds cannot be read, or has none: nothing was compared.
    HeadUnreadable {
        /// Why.
        why: String,
    },
    /// The journal is not here, cannot be read, or is not as it was written.
    Journal(JournalFault),
    /// The record says that a journal was begun with it, and this one does not begin so.
    BegunAnew,
    /// Today is before a day that has been: the clock is wrong, or whoever wrote that day was.
    Today {
        /// Today.
        today: Date,
        /// The day that has been.
        been: Date,
        /// The lines of the journal, from 1, with such a day, which do not count; none where it is the day of the deal.
        lines: Vec<usize>,
    },
    /// Nobody can recover the key today.
    Frozen,
    /// Nobody could, if all who were not heard for too long were out of reach.
    FrozenIfSilent,
    /// A card is in the wrong hands.
    Stolen {
        /// Which.
        card: CardNumber,
        /// Whose it was.
        custodian: Option<String>,
        /// Since when.
        since: Date,
        /// The former set that it is of; none where it is of this one.
        former: Option<u16>,
    },
    /// People who should not have it can take the key with cards of a set that came before, or of this one.
    Former {
        /// The set of their cards.
        set: u16,
        /// The smallest number of them.
        people: usize,
        /// One such set of people, as far as they have names.
        example: Vec<String>,
        /// Whether whoever has the cards that were stolen is one of them.
        is_with_stolen: bool,
    },
    /// Fewer people or places can give the key away than by the plan of today, or others alone, with cards that were sealed to
    /// others before.
    OldRecipient {
        /// The cards, each with whom it was sealed to.
        cards: Vec<(CardNumber, String)>,
        /// Some who can, as few as can be: people, or places.
        by: Vec<Who>,
        /// Whether each of the cards is sealed to that recipient again, so that no note says what is destroyed.
        is_so_again: bool,
    },
    /// Cards of a set that came before still open the key, in the hands of people who have cards of this one, too.
    OldCards {
        /// The set of the cards.
        set: u16,
        /// The smallest number of people who can take the key with them.
        people: usize,
    },
    /// Shares from before this set still open the key, and nobody knows how many there are, or who has them.
    OldShares {
        /// The set that they are of; none where another tool made them.
        set: Option<u16>,
        /// What made them.
        format: ShareFormat,
        /// How many are noted as destroyed.
        destroyed: usize,
    },
    /// A new set was made of this one, whose cards still open the key.
    Superseded {
        /// The new set.
        by: u16,
        /// Cards that are noted as destroyed, and may open still as they were sealed before: each with to whom.
        before: Vec<(CardNumber, String)>,
    },
    /// So few further absences freeze the key.
    Margin {
        /// How many.
        more: usize,
        /// Some who would.
        by: Vec<Vec<String>>,
    },
    /// Somebody was not heard for longer than the plan allows.
    Silent {
        /// Who.
        who: String,
        /// For how many days.
        days: i64,
        /// How many the plan allows.
        allowed: u32,
        /// Who reaches their cards instead.
        deputies: Vec<String>,
    },
    /// Somebody is out of reach for longer than was expected.
    StillAbsent {
        /// Who.
        who: String,
        /// Since when.
        since: Date,
        /// Until when it was expected.
        until: Date,
        /// Who reaches their cards instead.
        deputies: Vec<String>,
    },
    /// A place cannot be entered for longer than was expected.
    StillClosed {
        /// Which.
        place: String,
        /// Since when.
        since: Date,
        /// Until when it was expected.
        until: Date,
    },
    /// Somebody came back from an absence, and nobody has seen since whether their card is as it was.
    NotSeenSinceBack {
        /// Who.
        who: String,
        /// When they came back.
        back: Date,
        /// Which cards.
        cards: Vec<CardNumber>,
    },
    /// Somebody who left still has a card.
    WithLeaver {
        /// Which.
        card: CardNumber,
        /// Who.
        who: String,
        /// Since when they have left.
        since: Date,
    },
    /// Somebody or some place can freeze or take the key alone, and could not by the plan that was accepted.
    SinglePoint(SinglePoint),
    /// A card is lost, and was not made again.
    Lost {
        /// Which.
        card: CardNumber,
        /// Whose it was.
        custodian: Option<String>,
        /// Since when.
        since: Date,
        /// Whether it was destroyed.
        is_destroyed: bool,
    },
    /// A card was found not to be the one that was dealt.
    Failed {
        /// Which.
        card: CardNumber,
        /// Whose it is.
        custodian: Option<String>,
        /// When.
        on: Date,
    },
    /// The sealed file, without which the shares open nothing, is not there or not as it was, or cannot be read.
    Sealed {
        /// Its name.
        name: String,
        /// What became of it.
        standing: SealedStanding,
    },
    /// The last drill failed.
    DrillFailed {
        /// When.
        on: Date,
    },
    /// A card was not checked for longer than the plan allows; or not drilled, where nothing else can tell.
    Unchecked {
        /// Which.
        card: CardNumber,
        /// Whose it is.
        custodian: Option<String>,
        /// For how many days; none where it never was since the record was made anew.
        days: Option<i64>,
        /// How many the plan allows.
        allowed: u32,
        /// Whether it takes a drill, for the record has no key of it.
        takes_a_drill: bool,
        /// Whether a drill could pass with this record.
        can_be_drilled: bool,
    },
    /// The record was made anew without this card: nobody knows whether there is one.
    NeverSeen {
        /// Which.
        card: CardNumber,
        /// Whose it is, by the plan.
        custodian: Option<String>,
    },
    /// The record has no key of a card, and no reason for that which its plan bears out: it was changed.
    RecordChanged {
        /// Which.
        card: CardNumber,
    },
    /// Recovery was not drilled for longer than the plan allows.
    NotDrilled {
        /// For how many days; none where it never was since the record was made anew.
        days: Option<i64>,
        /// How many the plan allows.
        allowed: u32,
        /// Whether a drill could pass with this record.
        can_be_drilled: bool,
    },
    /// The key was not proved by its public values for longer than the plan allows.
    NotProved {
        /// For how many days; none where it never was.
        days: Option<i64>,
        /// How many the plan allows.
        allowed: u32,
    },
    /// Long after the deal, not every card was read back from its paper and handed over.
    NotComplete {
        /// How many days after.
        days: i64,
        /// Whether after the deal, and not after the record was made anew.
        is_dealt: bool,
        /// Whether after a card was made again, or given to another by the plan.
        is_renewed: bool,
        /// Whether a card is among those that were not read back of which only a drill can tell.
        takes_a_drill: bool,
        /// Whether a drill could pass with this record.
        can_be_drilled: bool,
    },
    /// Long after a share was sealed to its holder, no receipt of it has come: nobody knows that they can open it.
    NotOpened {
        /// Which.
        card: CardNumber,
        /// Whose it is.
        custodian: Option<String>,
        /// How many days after.
        days: i64,
    },
    /// A line of the journal counts for nothing.
    Line {
        /// Which, from 1.
        number: usize,
        /// Why.
        why: Uncounted,
    },
    /// Who could freeze or take the key cannot be told.
    CannotTell(AnalysisError),
    /// The plan, as it is now, breaks a rule of its own.
    Rule(BrokenRule),
    /// The plan, as it is now, says too little to tell whether it keeps a rule of its own.
    RuleUnjudged(Unjudged),
    /// A name in the record or its journal cannot be told from others.
    NameUnclear {
        /// The name.
        name: String,
        /// Why.
        why: Unclear,
    },
    /// Two names in them look alike but are spelled differently: they count as two, and may be one.
    NamesAlike {
        /// The names.
        names: [String; 2],
    },
}

impl Finding {
    /// The worst first.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        match self {
            // Nothing else that is told can be relied upon.
            Self::OtherHead { .. } => 0,
            Self::Journal(_) | Self::BegunAnew | Self::RecordChanged { .. } => 1,
            Self::HeadUnreadable { .. } => 2,
            Self::Today { .. } => 2,
            Self::Frozen => 3,
            Self::FrozenIfSilent => 4,
            Self::Stolen { .. } | Self::Sealed { .. } => 4,
            Self::Former { .. } | Self::OldRecipient { .. } => 5,
            Self::Superseded { .. } => 6,
            Self::OldCards { .. } | Self::OldShares { .. } => 7,
            Self::Margin { .. } | Self::SinglePoint(_) => 8,
            Self::Silent { .. }
            | Self::StillAbsent { .. }
            | Self::StillClosed { .. }
            | Self::NotSeenSinceBack { .. } => 9,
            Self::Lost { .. } | Self::WithLeaver { .. } => 10,
            Self::Failed { .. } => 11,
            Self::DrillFailed { .. } => 12,
            Self::NeverSeen { .. } | Self::Unchecked { .. } => 13,
            Self::NotDrilled { .. } | Self::NotProved { .. } => 14,
            Self::NotComplete { .. } | Self::NotOpened { .. } => 15,
            Self::Line { .. } => 16,
            Self::CannotTell(_) => 17,
            Self::Rule(_) | Self::RuleUnjudged(_) => 18,
            Self::NamesAlike { .. } => 19,
            Self::NameUnclear { .. } => 20,
        }
    }

    /// What it is, for programs.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        match self {
            Self::OtherHead { .. } => FindingKind::OtherHead,
            Self::HeadUnreadable { .. } => FindingKind::HeadUnreadable,
            Self::Journal(JournalFault::Missing) => FindingKind::JournalMissing,
            Self::Journal(JournalFault::Unreadable(_)) => FindingKind::JournalUnreadable,
            Self::Journal(JournalFault::Broken(
                JournalError::LineEnds { .. } | JournalError::RecordSavedAnew,
            )) => FindingKind::LineEnds,
            Self::Journal(JournalFault::Broken(_)) => FindingKind::JournalAltered,
            Self::BegunAnew => FindingKind::JournalBegunAnew,
            Self::RecordChanged { .. } => FindingKind::RecordChanged,
            Self::Today { .. } => FindingKind::ImpossibleDay,
            Self::Frozen => FindingKind::Frozen,
            Self::FrozenIfSilent => FindingKind::FrozenIfSilent,
            Self::StillAbsent { .. } => FindingKind::StillAbsent,
            Self::StillClosed { .. } => FindingKind::StillClosed,
            Self::NotSeenSinceBack { .. } => FindingKind::NotSeenSinceBack,
            Self::WithLeaver { .. } => FindingKind::CardWithLeaver,
            Self::SinglePoint(_) => FindingKind::SinglePoint,
            Self::Stolen { .. } => FindingKind::Stolen,
            Self::Former { .. } => FindingKind::FormerHolders,
            Self::OldRecipient { .. } => FindingKind::OldRecipient,
            Self::OldCards { .. } => FindingKind::OldCards,
            Self::OldShares { .. } => FindingKind::OldShares,
            Self::Superseded { .. } => FindingKind::Superseded,
            Self::Margin { .. } => FindingKind::Margin,
            Self::Silent { .. } => FindingKind::Silent,
            Self::Lost { .. } => FindingKind::Lost,
            Self::Failed { .. } => FindingKind::FailedCheck,
            Self::Sealed { standing: SealedStanding::Missing, .. } => FindingKind::SealedMissing,
            Self::Sealed { standing: SealedStanding::Unreadable(_), .. } => FindingKind::SealedUnreadable,
            Self::Sealed { .. } => FindingKind::SealedAltered,
            Self::DrillFailed { .. } => FindingKind::DrillFailed,
            Self::NeverSeen { .. } => FindingKind::NeverSeen,
            Self::Unchecked { .. } => FindingKind::Unchecked,
            Self::NotDrilled { .. } => FindingKind::NotDrilled,
            Self::NotProved { .. } => FindingKind::NotProved,
            Self::NotComplete { .. } => FindingKind::NotComplete,
            Self::NotOpened { .. } => FindingKind::NotOpened,
            Self::Line { why: Uncounted::Receipt(_), .. } => FindingKind::ReceiptProvesNothing,
            Self::Line { .. } => FindingKind::JournalLine,
            Self::CannotTell(_) => FindingKind::CannotTell,
            Self::Rule(_) => FindingKind::RuleBroken,
            Self::RuleUnjudged(_) => FindingKind::RuleUnjudged,
            Self::NamesAlike { .. } => FindingKind::NamesAlike,
            Self::NameUnclear { .. } => FindingKind::NameUnclear,
        }
    }
}

macro_rules! kinds {
    ($($(#[$about:meta])+ $kind:ident,)+) => {
        /// What kind of finding it is.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum FindingKind {
            $($(#[$about])+ $kind,)+
        }

        impl FindingKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];
        }
    };
}

kinds! {
    /// The journal never had the head that somebody holds.
    OtherHead,
    /// The file with the head that somebody holds cannot be read, or has none.
    HeadUnreadable,
    /// No journal is here.
    JournalMissing,
    /// The journal cannot be read.
    JournalUnreadable,
    /// The journal is not as it was written.
    JournalAltered,
    /// The line ends of the journal or the record were changed on the way.
    LineEnds,
    /// The journal does not begin with the deal.
    JournalBegunAnew,
    /// The record was changed.
    RecordChanged,
    /// Today is before a day that has been.
    ImpossibleDay,
    /// Nobody can recover the key.
    Frozen,
    /// Nobody could, if all who are silent were out of reach.
    FrozenIfSilent,
    /// Somebody is out of reach for longer than was expected.
    StillAbsent,
    /// A place is closed for longer than was expected.
    StillClosed,
    /// The card of somebody who came back was not seen since.
    NotSeenSinceBack,
    /// Somebody who left still has a card.
    CardWithLeaver,
    /// Somebody or some place alone freezes or takes the key, and did not by the plan that was accepted.
    SinglePoint,
    /// A card is in the wrong hands.
    Stolen,
    /// The sealed file is not there.
    SealedMissing,
    /// The sealed file cannot be read.
    SealedUnreadable,
    /// The sealed file is not as it was.
    SealedAltered,
    /// People who should not have it can take the key with old cards.
    FormerHolders,
    /// Fewer people can take the key with cards that were sealed to others before.
    OldRecipient,
    /// A new set was made of this one, whose cards still open the key.
    Superseded,
    /// Old cards still open the key.
    OldCards,
    /// Old shares still open the key, and nobody knows how many there are.
    OldShares,
    /// Few further absences freeze the key.
    Margin,
    /// Somebody was not heard for too long.
    Silent,
    /// A card is lost.
    Lost,
    /// A card was found not to be the one that was dealt.
    FailedCheck,
    /// The last drill failed.
    DrillFailed,
    /// The record was made anew without this card.
    NeverSeen,
    /// A card was not checked for too long.
    Unchecked,
    /// Recovery was not drilled for too long.
    NotDrilled,
    /// The key was not proved by its public values for too long.
    NotProved,
    /// Not every card was read back and handed over.
    NotComplete,
    /// No receipt has come of a share that was sealed to its holder.
    NotOpened,
    /// A receipt in the journal proves nothing.
    ReceiptProvesNothing,
    /// A line of the journal counts for nothing.
    JournalLine,
    /// Who could freeze or take the key cannot be told.
    #[default]
    CannotTell,
    /// The plan breaks a rule of its own.
    RuleBroken,
    /// The plan says too little to tell whether it keeps a rule of its own.
    RuleUnjudged,
    /// Two names look alike, but are spelled differently.
    NamesAlike,
    /// A name cannot be told from others.
    NameUnclear,
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
