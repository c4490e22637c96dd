//! Findings in words.

use crate::{
    custody::{
        analysis::Who,
        card_number::CardNumber,
        journal::{Copied, JournalError, JournalFault},
        record::sealed::SealedStanding,
        status::{
            Finding,
            due::{Coming, Duty},
            exercise::{self, LeftOpen},
            state::PAPER,
        },
    },
    formats::count::count,
};

/// A finding in words.
#[must_use]
pub(super) fn told(finding: &Finding) -> String {
    let card = |card: &CardNumber, custodian: &Option<String>| {
        let whose = custodian.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
        format!("card {card}{whose}")
    };
    match finding {
        Finding::OtherHead { copied: None } => {
            "this head is not in the journal: it belongs to another copy, or the journal was altered"
                .to_owned()
        }
        Finding::OtherHead { copied: Some(Copied { line, common }) } => {
            let last = match common {
                None => "this journal cannot tell which line both have last".to_owned(),
                Some(0) => "they have no line in common".to_owned(),
                Some(common) => format!("the last line that both have is line {common}"),
            };
            format!(
                "this head is that of another copy, taken over at line {line} by this one's keeper; {last}"
            )
        }
        Finding::HeadUnreadable { why } => {
            format!("the head that somebody holds cannot be read, so nothing was compared: {why}")
        }
        Finding::Journal(JournalFault::Missing) => {
            "no journal is here: nobody can tell what happened since the deal".to_owned()
        }
        Finding::Journal(JournalFault::Unreadable(reason)) => format!("the journal cannot be read: {reason}"),
        Finding::Journal(JournalFault::Broken(
            error @ (JournalError::LineEnds { .. } | JournalError::RecordSavedAnew),
        )) => {
            format!("the journal cannot be verified: {error}; from there on it does not count")
        }
        Finding::Journal(JournalFault::Broken(error)) => {
            format!("the journal is not as it was written: {error}; what stands there does not count")
        }
        Finding::BegunAnew => {
            "the journal does not begin with the deal: the one that was begun with the record is lost"
                .to_owned()
        }
        Finding::Today { today, been, lines } if lines.is_empty() => {
            format!("today, {today}, is before the deal of {been}")
        }
        Finding::Today { today, been, lines } => {
            format!("today, {today}, is before {been}, a day that the journal has: {}", uncounted(lines))
        }
        Finding::RecordChanged { card } => {
            format!("the record was changed: it holds no key of card {card}, and gives no reason for that")
        }
        Finding::Frozen => {
            "frozen: with the people absent and the cards lost today, nobody can recover the key".to_owned()
        }
        Finding::Stolen { card: number, custodian, since, former } => {
            let of_set = former.map_or_else(String::new, |set| format!(" of set {set}"));
            format!("{}{of_set} has been in the wrong hands since {since}", card(number, custodian))
        }
        Finding::Former { set, example, is_with_stolen, .. } => {
            let who = match (example.as_slice(), is_with_stolen) {
                ([], _) => "whoever has the stolen cards".to_owned(),
                ([one], true) => format!("{one} and whoever has the stolen cards together"),
                (several, true) => {
                    format!("{} former holders and whoever has the stolen cards together", several.len())
                }
                ([one], false) => format!("{one} alone"),
                (several, false) => format!("{} former holders together", several.len()),
            };
            format!("{who} can take it with cards of set {set}")
        }
        Finding::OldRecipient { cards, by, .. } => {
            let names: Vec<&str> = by.iter().map(Who::name).collect();
            let who = match (by.as_slice(), names.as_slice()) {
                ([Who::Place(_), ..], [one]) => format!("whoever enters {one} alone"),
                ([Who::Place(_), ..], several) => format!("whoever enters {}", several.join(" + ")),
                (_, [one]) => format!("{one} alone"),
                (_, several) => several.join(" + "),
            };
            let cards: Vec<String> = cards.iter().map(as_it_was).collect();
            format!("{who} can take the key with {}", cards.join(", or "))
        }
        Finding::OldCards { set, people } => {
            let who = match people {
                1 => "one person".to_owned(),
                number => format!("{number} people together"),
            };
            format!("{who} can take it with cards of set {set}, which are not noted as destroyed")
        }
        Finding::OldShares { set, format, destroyed } => {
            let which = set.map_or_else(|| format.to_string(), |set| format!("set {set}"));
            let destroyed = match destroyed {
                0 => String::new(),
                number => format!("; {number} of them noted as destroyed"),
            };
            format!("shares of {which} still open this key, and nobody knows how many there are{destroyed}")
        }
        Finding::Superseded { by, before } => {
            let before: Vec<String> = before.iter().map(as_it_was).collect();
            let also = if before.is_empty() {
                String::new()
            } else {
                format!("; so does {}", before.join(", and "))
            };
            format!("superseded by set {by}: these cards open the key until they are destroyed{also}")
        }
        Finding::Margin { by, .. } => {
            let names: Vec<&str> = by.iter().take(3).flatten().map(String::as_str).collect();
            let others = if by.len() > 3 { " or others" } else { "" };
            format!("one more absence freezes the key: {}{others}", names.join(", "))
        }
        Finding::Silent { who, days, deputies, .. } => {
            format!("{who} silent for {}{}", count(*days, "day"), call(deputies))
        }
        Finding::FrozenIfSilent => "if all who are silent were absent: FROZEN".to_owned(),
        Finding::StillAbsent { who, since, until, deputies } => {
            format!("{who} has been absent since {since}, and was expected by {until}{}", call(deputies))
        }
        Finding::StillClosed { place, since, until } => {
            format!("{place} has been closed since {since}, and was to be open by {until}")
        }
        Finding::NotSeenSinceBack { who, back, cards } => {
            let cards = these(cards);
            format!("{who} came back on {back}, and nobody has seen {cards} since")
        }
        Finding::WithLeaver { card: number, who, since } => {
            format!("card {number} is still with {who}, who left on {since}")
        }
        Finding::SinglePoint(point) => format!("{point}, which nobody accepted"),
        Finding::Lost { card: number, custodian, since, is_destroyed } => {
            let how = if *is_destroyed { "destroyed" } else { "lost" };
            format!("{} was {how} on {since}", card(number, custodian))
        }
        Finding::Failed { card: number, custodian, on } => {
            format!("{} failed a check on {on}", card(number, custodian))
        }
        Finding::Sealed { name, standing } => match standing {
            SealedStanding::Missing => {
                format!("the sealed file {name} is not there: without it the shares open nothing")
            }
            SealedStanding::OtherKind => {
                format!("what lies in place of the sealed file {name} is not a regular file")
            }
            SealedStanding::Unreadable(reason) => format!("the sealed file {name} cannot be read: {reason}"),
            SealedStanding::OtherLength(bytes) => {
                format!(
                    "the sealed file {name} has {}, not the size that the record names",
                    count(*bytes, "byte")
                )
            }
            SealedStanding::Altered | SealedStanding::AsItWas => {
                format!("the sealed file {name} was altered")
            }
        },
        Finding::DrillFailed { on } => format!("the last drill, of {on}, failed"),
        Finding::Unchecked { card: number, custodian, days, takes_a_drill, .. } => {
            let how = if *takes_a_drill { "drilled" } else { "checked" };
            let number = card(number, custodian);
            match days {
                Some(days) => format!("{number} has not been {how} for {}", count(*days, "day")),
                None => format!("{number} has never been {how} since the record was made anew"),
            }
        }
        Finding::NeverSeen { card: number, custodian } => format!(
            "{} was never seen: the record was made anew without that card, which may not exist",
            card(number, custodian)
        ),
        Finding::NotDrilled { days: Some(days), .. } => {
            format!("recovery has not been drilled for {}", count(*days, "day"))
        }
        Finding::NotDrilled { days: None, can_be_drilled: true, .. } => {
            "recovery has never been drilled in full since the record was made anew".to_owned()
        }
        Finding::NotDrilled { days: None, .. } => {
            "no full drill since the record was made anew: whether there is a passphrase is unknown"
                .to_owned()
        }
        Finding::NotProved { days: Some(days), .. } => {
            format!("the key has not been proved by its public values for {}", count(*days, "day"))
        }
        Finding::NotProved { days: None, .. } => "the key has never been proved by a public value".to_owned(),
        Finding::NotComplete { days, is_dealt, is_renewed, takes_a_drill, .. } => {
            let since = if *is_renewed {
                "a card was made again, or given to another"
            } else if *is_dealt {
                "the deal"
            } else {
                "the record was made anew"
            };
            let how = if *takes_a_drill { "drilled" } else { "read back" };
            let days = count(*days, "day");
            format!("not complete, {days} after {since}: a card was not {how}, or not handed over")
        }
        Finding::NotOpened { card, custodian, days } => {
            let whose = custodian.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
            let days = count(*days, "day");
            format!("the sealed card {card}{whose} is not known to open: no receipt in {days}")
        }
        Finding::Line { number, why } => format!("line {number} of the journal does not count: {why}"),
        Finding::CannotTell(error) => format!("quorate cannot tell who can freeze or take the key: {error}"),
        Finding::Rule(rule) => rule.to_string(),
        Finding::RuleUnjudged(rule) => format!("a rule cannot be judged, {rule}"),
        Finding::NamesAlike { names: [one, other] } => {
            format!("{one} and {other} look alike: they count as two, and may be one")
        }
        Finding::NameUnclear { name, why } => {
            format!("the name \"{name}\" cannot be told from others: {why}")
        }
    }
}

fn call(deputies: &[String]) -> String {
    match deputies {
        [] => String::new(),
        [one] => format!("; call deputy {one}"),
        several => format!("; call a deputy: {}", several.join(", ")),
    }
}

/// A card as it was under a recipient from before.
fn as_it_was((card, to): &(CardNumber, String)) -> String {
    match to.as_str() {
        PAPER => format!("card {card} as it was before it was sealed"),
        to => format!("card {card} as it was sealed to {to}"),
    }
}

/// Cards by their numbers.
#[must_use]
pub(super) fn these(cards: &[CardNumber]) -> String {
    let numbers: Vec<String> = cards.iter().map(ToString::to_string).collect();
    match numbers.as_slice() {
        [] => "no card".to_owned(),
        [one] => format!("card {one}"),
        several => format!("cards {}", several.join(", ")),
    }
}

/// What falls due soon, in words.
#[must_use]
pub(super) fn soon(coming: &Coming) -> String {
    let on = coming.on;
    match &coming.duty {
        Duty::Hear(who) => format!("{who} is to be heard by {on}"),
        Duty::Return(who) => format!("{who} is expected back by {on}"),
        Duty::Reopen(place) => format!("{place} is to be open again by {on}"),
        Duty::SeeCards(who) => {
            format!("the card of {who}, who is back, is to be checked by {on}, and its seal looked at")
        }
        Duty::Check(card) => format!("card {card} is to be checked by {on}"),
        Duty::Drill => format!("recovery is to be drilled by {on}"),
        Duty::Prove => format!("the key is to be proved by its public values by {on}"),
        Duty::Open(card) => format!("a receipt of the sealed card {card} is to come by {on}"),
        Duty::Complete => format!("every card is to be read back and handed over by {on}"),
    }
}

/// Why a drill that passed does not count as one that the plan's rule asks for.
#[must_use]
pub(super) fn why(left_open: &LeftOpen) -> String {
    let what = exercise::named(&left_open.what);
    if left_open.is_said {
        format!("did not prove {what}")
    } else {
        format!("does not say whether {what} was exercised")
    }
}

/// Lines that do not count. With a clock that is wrong they are many.
fn uncounted(lines: &[usize]) -> String {
    const NAMED: usize = 10;
    let numbers: Vec<String> = lines.iter().take(NAMED).map(ToString::to_string).collect();
    match (lines, lines.len().saturating_sub(NAMED)) {
        ([one], _) => format!("line {one} does not count"),
        (_, 0) => format!("lines {} do not count", numbers.join(", ")),
        (_, more) => format!("lines {} and {more} more do not count", numbers.join(", ")),
    }
}
