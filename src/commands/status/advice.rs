//! What to do today, in words and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{
    custody::{
        analysis::Bring,
        date::Date,
        status::advice::{Advice, Return},
    },
    formats::count::count,
    slip39::ordinal,
};

/// How many more absences the key bears, where so many freeze it.
pub(super) fn told_more_absences(freezing: usize) -> String {
    match freezing {
        1 => "nobody else may be absent: 1 more absence could freeze the key".to_owned(),
        2 => "1 more person may be absent; 2 could freeze the key".to_owned(),
        _ => format!("up to {} more people may be absent; {freezing} could freeze the key", freezing - 1),
    }
}

/// What to do today.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub(in crate::commands) struct ToDo {
    /// Whether nobody can recover the key today.
    frozen: bool,
    /// Cards that together are a quorum, and who brings each.
    meet: Vec<Carried>,
    /// What recovery needs besides.
    things: Vec<Thing>,
    /// How many further absences freeze the key, whoever they are; null where none can, where it is frozen, or where it
    /// cannot be told.
    further_absences: Option<usize>,
    /// Where it is frozen: the smallest sets of what would thaw it by coming back.
    thaws: Vec<Vec<String>>,
    /// The day by which it may be too late to meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Carried {
    /// Its group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    group: u8,
    /// Its place in the group, from 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 16)))]
    member: u8,
    /// Who brings it.
    who: String,
    /// Who else can, in the order in which to call them.
    otherwise: Vec<String>,
    /// Who opens it; left out where it is not sealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    opened_by: Option<String>,
    /// Whether a deputy brings it.
    deputy: bool,
    /// Where it lies.
    place: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Thing {
    /// What it is.
    thing: String,
    /// Who can bring it.
    by: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
struct Before {
    /// The day.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    day: String,
    /// How many days that is from today; not above 0 where it has passed.
    days: i64,
    /// Who will not have been heard for longer than the plan allows by then.
    unheard: Vec<String>,
}

impl ToDo {
    /// The advice of a day.
    pub(in crate::commands) fn of(advice: &Advice, margin: Option<usize>, today: Date) -> Self {
        let card = |bring: &Bring| Carried {
            group: ordinal(bring.card.group),
            member: ordinal(bring.card.member),
            who: bring.who.clone(),
            otherwise: bring.otherwise.clone(),
            opened_by: bring.opener.clone(),
            deputy: bring.is_deputy,
            place: bring.place.clone(),
        };
        let things = advice.things.iter();
        Self {
            frozen: advice.is_frozen,
            meet: advice.meet.iter().map(card).collect(),
            things: things.map(|thing| Thing { thing: thing.name.clone(), by: thing.by.clone() }).collect(),
            further_absences: margin.filter(|margin| *margin > 0),
            thaws: advice.thaws.iter().map(|set| set.iter().map(returned).collect()).collect(),
            before: advice.too_late.as_ref().map(|late| Before {
                day: late.on.to_string(),
                days: late.on.days_since(today),
                unheard: late.unheard.clone(),
            }),
        }
    }

    /// The same for people; `record` is how the record was named.
    pub(in crate::commands) fn report(&self, record: &str) -> String {
        let mut report = String::from("\nwhat to do today\n");
        if self.frozen {
            self.frozen(&mut report);
        } else {
            self.meet(&mut report, record);
        }
        report
    }

    fn frozen(&self, report: &mut String) {
        report.push_str("  FROZEN: the people who can be reached are not a quorum\n");
        match self.thaws.as_slice() {
            [] => report
                .push_str("  nobody and nothing is expected back in time: look at the cards one by one\n"),
            sets => {
                let missing = sets.first().map_or(0, Vec::len);
                let _ =
                    writeln!(report, "  {missing} missing; with any of these the key is no longer frozen:");
                for set in sets.iter().take(MOST_SHOWN) {
                    let _ = writeln!(report, "    {}", set.join(" and "));
                }
                if sets.len() > MOST_SHOWN {
                    let _ = writeln!(report, "    and {} more", sets.len() - MOST_SHOWN);
                }
            }
        }
        report.push_str(
            "  keep whoever you reach first within reach, and note it: quorate note RECORD back WHO\n",
        );
    }

    fn meet(&self, report: &mut String, record: &str) {
        report.push_str("  recover or make a new set now, while these can meet:\n");
        for card in &self.meet {
            let role = if card.deputy { ", deputy" } else { "" };
            let place = card.place.as_ref().map_or_else(String::new, |place| format!(", from {place}"));
            let opener = card.opened_by.as_ref().filter(|opener| **opener != card.who);
            let opener = opener.map_or_else(String::new, |opener| format!(", opened by {opener}"));
            let otherwise = match card.otherwise.as_slice() {
                [] => String::new(),
                names => format!("; otherwise {}", names.join(", ")),
            };
            let (group, member) = (card.group, card.member);
            let _ =
                writeln!(report, "    {}{role}: card {group}.{member}{place}{opener}{otherwise}", card.who);
        }
        for thing in &self.things {
            let by =
                if thing.by.is_empty() { "nobody is named for it".to_owned() } else { thing.by.join(" or ") };
            let _ = writeln!(report, "    {}: {by}", thing.thing);
        }
        if let Some(more) = self.further_absences {
            let _ = writeln!(report, "  {}", told_more_absences(more));
        }
        if let Some(Before { day, days, unheard }) = &self.before {
            let when = match days {
                ..=0 => "it may be too late already".to_owned(),
                days => format!("in {} it may be too late", count(*days, "day")),
            };
            let _ = writeln!(
                report,
                "  {when}: nobody knows after {day} whether these are still there, unless heard: {}",
                unheard.join(", ")
            );
        }
        let _ = writeln!(report, "  quorate recover SHARE... --record {record}");
        let _ =
            writeln!(report, "  quorate split --from SHARE... --old-record {record} --plan NEW-PLAN -o DIR");
    }
}

/// Sets that are shown; JSON has all.
const MOST_SHOWN: usize = 6;

fn returned(one: &Return) -> String {
    match one {
        Return::Person(name) => name.clone(),
        Return::Card(card) => format!("card {card}"),
        Return::Place(place) => place.clone(),
    }
}
