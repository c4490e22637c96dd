//! The names in a record that may come in a command line. Perhaps a stranger wrote them: what could steer a terminal, or
//! would be read as an option, is left out, and the shell puts the rest in quotation marks.

use std::{collections::BTreeSet, env, path::Path};

use crate::{
    custody::{card_number::CardNumber, plan::Plan},
    formats::visible::is_printable,
    host::files::read::look_at,
    transfer::archive::{day::unasked, ledger::Ledger},
};

/// Names, each with what it is.
#[derive(Debug, Default)]
pub(super) struct RecordNames {
    people: Vec<(String, String)>,
    places: Vec<(String, String)>,
    cards: Vec<(String, String)>,
    holders_and_cards: Vec<(String, String)>,
}

impl RecordNames {
    /// Everybody who is or was in the plan.
    pub(super) fn people(&self) -> &[(String, String)] {
        &self.people
    }

    /// Every place.
    pub(super) fn places(&self) -> &[(String, String)] {
        &self.places
    }

    /// The numbers of the cards.
    pub(super) fn cards(&self) -> &[(String, String)] {
        &self.cards
    }

    /// Whoever has a card, and the numbers of the cards.
    pub(super) fn holders_and_cards(&self) -> &[(String, String)] {
        &self.holders_and_cards
    }
}

/// The names of today in the record of this name. Where it is none, or cannot be read, nothing is known: nobody waits for an
/// error while they type.
pub(super) fn known(record: &str) -> Option<RecordNames> {
    let home = || env::var_os("HOME").map(|home| Path::new(&home).to_path_buf());
    let path = match record.strip_prefix("~/") {
        Some(rest) => home()?.join(rest).to_str()?.to_owned(),
        None => record.to_owned(),
    };
    // Nothing waits for a pipe, or reads a device.
    if !look_at(&path).is_ok_and(|found| found.is_file()) {
        return None;
    }
    let ledger = Ledger::look(&path).ok()?;
    let state = ledger.on(unasked(None).ok()?.day);
    let plan = &state.plan;
    let told = |names: BTreeSet<String>, about: &str| {
        let names = names.into_iter().filter(|name| may_be_typed(name));
        names.map(|name| (name, about.to_owned())).collect::<Vec<_>>()
    };
    let people = told(state.people.keys().cloned().collect(), "person");
    let places = plan.places().into_iter().chain(state.closed.keys().map(String::as_str));
    let places = told(places.map(str::to_owned).collect(), "place");
    let holders = plan.cards().filter_map(|(group, member, _)| plan.holder(group, member)).map(str::to_owned);
    let holders = told(holders.collect(), "has a card");
    let cards = cards(plan);
    Some(RecordNames { people, places, holders_and_cards: [holders, cards.clone()].concat(), cards })
}

fn cards(plan: &Plan) -> Vec<(String, String)> {
    let numbered = plan.cards().map(|(group, member, _)| {
        let holder = plan.holder(group, member).filter(|name| may_be_typed(name));
        (
            plan.number(group, member),
            holder.map_or_else(|| "card".to_owned(), |name| format!("card of {name}")),
        )
    });
    numbered.filter(|(number, _)| CardNumber::read(number).is_some()).collect()
}

/// Whether a name can stand in a command line as it is.
fn may_be_typed(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_would_steer_a_terminal_or_be_an_option_is_left_out() {
        for name in ["", "--to", "a\u{1b}[2Jb", "a\nb", "a\tb", "a\u{202e}b", "\u{200b}a", "a\u{7f}"] {
            assert!(!may_be_typed(name), "{name:?}");
        }
        for name in ["Ann", "Ann Smith", "O'Neil", "$(reboot)", "Zoë", "`x`;y"] {
            assert!(may_be_typed(name), "{name:?}");
        }
    }

    #[test]
    fn what_is_no_record_has_no_names_and_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(path("share"), "headset scandal").unwrap();
        for name in [path("nowhere"), path(""), path("share"), "-".to_owned(), "/dev/zero".to_owned()] {
            assert!(known(&name).is_none(), "{name}");
        }
    }
}
