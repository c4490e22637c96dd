//! A line that would count for nothing is refused before it is written: whoever notes it is to hear it now, not tonight.

use crate::{
    custody::{
        journal::{Entry, Journal},
        record::Record,
        status::{state::State, uncounted::Uncounted},
    },
    host::failure::Failure,
};

/// Why a line would count for nothing, if it would.
#[must_use]
pub fn why_void(record: &Record, journal: &mut Journal, entry: &Entry) -> Option<Uncounted> {
    journal.supposing(entry.clone(), |then| {
        let mut state = State::of(record, then, entry.stamp.day);
        state.uncounted.remove(&then.entries().len())
    })
}

/// The refusal of a line that would count for nothing.
#[must_use]
pub fn refused(why: &Uncounted) -> Failure {
    let hint = match why {
        Uncounted::Unwitnessed => "name two people who saw that it is right: --witness NAME --witness NAME",
        Uncounted::Unsigned => {
            "name two others who spoke to the holder: --sign-off NAME; for amended, --witness NAME"
        }
        Uncounted::NotLost(_) => "quorate note RECORD lost CARD, once its holder has told you so in person",
        Uncounted::OtherChanges(_) => "note other changes first, with quorate note RECORD amended",
        Uncounted::NoSuchLine(_) | Uncounted::Ahead | Uncounted::Backwards => {
            "quorate status RECORD --journal numbers the lines, and tells their days"
        }
        Uncounted::OtherShape => {
            "groups, thresholds and cards must stay; for others make a new set: quorate split --from"
        }
        _ => "quorate status RECORD lists people and cards as they are today",
    };
    Failure::usage(why.to_string(), hint)
}
