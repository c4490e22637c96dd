//! What to do about each finding.

use crate::custody::{
    analysis::BrokenRule,
    journal::{JournalError, JournalFault},
    status::{Finding, uncounted::Uncounted},
};

/// What to do about a finding.
#[must_use]
pub(super) const fn hint(finding: &Finding) -> &'static str {
    match finding {
        Finding::NotDrilled { days: None, can_be_drilled: false, .. } => {
            "quorate drill --record --open FILE, sealed to the key; else recover, and split again"
        }
        Finding::Unchecked { takes_a_drill: true, can_be_drilled: false, .. }
        | Finding::NotComplete { takes_a_drill: true, can_be_drilled: false, .. }
        | Finding::NotDrilled { can_be_drilled: false, .. } => {
            "nothing in this record can prove the key: recover, and split again with --fingerprint"
        }
        Finding::NotComplete { takes_a_drill: true, .. } => {
            "quorate drill --record with the card that is the whole key; quorate note tells who has it"
        }
        Finding::OtherHead { .. } => {
            "compare it with what you wrote down; note RECORD import JOURNAL shows where they part"
        }
        Finding::HeadUnreadable { .. } => "put the head code into that file again, or leave the option out",
        Finding::Journal(JournalFault::Missing) | Finding::BegunAnew => {
            "find the journal, usually beside the record; if it is lost, quorate note begins another"
        }
        Finding::Journal(JournalFault::Broken(
            JournalError::LineEnds { .. } | JournalError::RecordSavedAnew,
        )) => "use a copy that no editor, mail or git has changed, or turn each CR LF into LF",
        Finding::Journal(_) => "use a good copy of record and journal, and compare its head",
        Finding::RecordChanged { .. } => "use another copy of the record; the cards are good without it",
        Finding::Today { .. } => {
            "set the clock, or give --date; if the other day is wrong, note it again with the right one"
        }
        Finding::Frozen => "reach one of those who are absent, or look for the lost cards",
        Finding::FrozenIfSilent => {
            "call those who are silent; quorate note RECORD heard NAME, for each who answers"
        }
        Finding::Stolen { former: Some(_), .. } => {
            "move what the key protects to a new key, or destroy the other cards of that set"
        }
        Finding::Stolen { .. } | Finding::Former { .. } => "move what the key protects to a new key",
        Finding::OldRecipient { is_so_again: true, .. } => {
            "it has that recipient again: give it one that it never had: quorate note RECORD amended"
        }
        Finding::OldRecipient { .. } => {
            "destroy the old file or identity; then quorate note RECORD destroyed CARD --to CODE"
        }
        Finding::OldCards { .. } => {
            "destroy the old cards, and note it: quorate note RECORD destroyed --set SET"
        }
        Finding::OldShares { set: Some(_), .. } => {
            "destroy them: quorate note RECORD destroyed CARD --set SET; or accept-old-shares --set SET"
        }
        Finding::OldShares { set: None, .. } => {
            "destroy them; then accept the rest: quorate note RECORD accept-old-shares --text WHY"
        }
        Finding::Superseded { .. } => {
            "destroy these cards: quorate note RECORD destroyed; watch the record of the new set"
        }
        Finding::Margin { .. } | Finding::Silent { .. } => {
            "call them, and note who is heard; or ask for receipts: quorate note RECORD challenge"
        }
        Finding::StillAbsent { .. } => {
            "note that they are back, or a new day: quorate note RECORD absent WHO --until DAY"
        }
        Finding::StillClosed { .. } => {
            "note that it is open, or a new day: quorate note RECORD closed --place PLACE --until DAY"
        }
        Finding::NotSeenSinceBack { .. } => {
            "have the card checked, or ask for a receipt: quorate note RECORD challenge"
        }
        Finding::WithLeaver { .. } => {
            "have it handed over, or made again: quorate note RECORD handed-over CARD --to WHO"
        }
        Finding::SinglePoint(_) => {
            "see quorate policy --record; hand over a card, or accept it: quorate note RECORD amended"
        }
        Finding::Lost { .. } => "make it again from the others: quorate reissue",
        Finding::Failed { .. } => "have that card compared, word by word, and checked again",
        Finding::Sealed { .. } => {
            "put a good copy there, or say where one is: --sealed FILE; then make more copies"
        }
        Finding::DrillFailed { .. } => {
            "find the reason in its report, and drill again: quorate drill --record"
        }
        Finding::Unchecked { takes_a_drill: false, .. } => {
            "quorate note RECORD challenge, and the holder: check --record RECORD --receipt CHALLENGE"
        }
        Finding::Unchecked { takes_a_drill: true, .. } => {
            "the record has no key of this card, so a check cannot tell: quorate drill --record"
        }
        Finding::NeverSeen { .. } => {
            "bring it with a quorum, and make the record anew: quorate drill --new-record"
        }
        Finding::NotDrilled { .. } => "drill it: quorate drill --record",
        Finding::NotProved { .. } => {
            "quorate drill --record, with public-values.json beside it; or with --expect VALUE"
        }
        Finding::NotComplete { .. } => {
            "check each card from its paper: quorate check --record; and note who has it: quorate note"
        }
        Finding::NotOpened { .. } => {
            "note RECORD challenge; its holder answers: quorate check SHARE --identity FILE --receipt"
        }
        Finding::Line { why, .. } => of_line(why),
        Finding::CannotTell(_) => {
            "exact answers need a plan in which fewer people share cards or hold several"
        }
        Finding::Rule(BrokenRule::Agree { .. }) => {
            "docs/trust/randomness.md: each card is typed at the second machine; without one, a new set"
        }
        Finding::Rule(_) => "see quorate policy, and make a set that keeps the plan's rules",
        Finding::RuleUnjudged(_) => {
            "see quorate policy, and make a set whose plan says where everything lies and who has it"
        }
        Finding::NamesAlike { .. } | Finding::NameUnclear { .. } => {
            "find out whether two are one person or place; the next set takes a plan with clear names"
        }
    }
}

const fn of_line(why: &Uncounted) -> &'static str {
    match why {
        Uncounted::Ahead | Uncounted::Backwards | Uncounted::NoVerdict => {
            "note the same again, with the right day and how it ended"
        }
        Uncounted::Unwitnessed => "take it back again with two who witness it: --witness NAME",
        Uncounted::Unsigned | Uncounted::NotLost(_) | Uncounted::OtherChanges(_) => {
            "find out who wrote it: a new recipient takes a lost card, and two who sign it off"
        }
        Uncounted::NoQuorum => "drill it with a quorum: quorate drill --record",
        Uncounted::UnknownEvent => "a later version of quorate may know it; or find out who wrote it",
        Uncounted::Receipt(_) => "somebody wrote it by hand: find out who; ask that holder for a receipt",
        Uncounted::UnknownPerson(_)
        | Uncounted::UnknownCard(_)
        | Uncounted::UnknownSet(_)
        | Uncounted::Unnamed(_)
        | Uncounted::NoSuchLine(_)
        | Uncounted::OtherShape
        | Uncounted::NotTheFirst
        | Uncounted::DealtAgain => "somebody wrote it by hand: find out who, and note what is true",
    }
}
