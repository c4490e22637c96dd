//! What may become of the files of a set: a journal that is lost, cut or edited, a sealed file that is gone or altered, a
//! record out of which somebody took the key of a card.

use quorate::custody::plan::{PASSPHRASE, Plan};
use serde_json::{Value, json};

use super::{of_hundred, one};
use crate::stream::Stream;

/// What lies where the journal should be.
pub enum Found {
    Journal(String),
    Nothing,
    Folder,
}

impl Found {
    pub fn text(&self) -> &str {
        match self {
            Self::Journal(text) => text,
            Self::Nothing | Self::Folder => "",
        }
    }
}

/// A journal as it may be found: mostly as it was written.
pub fn journal(journal: &str, stream: &mut Stream) -> Found {
    let lines: Vec<&str> = journal.split_inclusive('\n').collect();
    let at = stream.below(lines.len().max(1));
    Found::Journal(match stream.below(100) {
        0 => String::new(),
        1 => return Found::Nothing,
        2 => return Found::Folder,
        3 => journal.trim_end_matches('\n').to_owned(),
        4 => journal.replace('\n', "\r\n"),
        // One that is left out, unless it is the last: without it nobody can tell.
        5 if at + 1 < lines.len() => [&lines[..at], &lines[at + 1..]].concat().concat(),
        6 if at + 1 < lines.len() => {
            let changed = lines[at].replace("given", "clock");
            [&lines[..at], &[changed.as_str()], &lines[at + 1..]].concat().concat()
        }
        _ => journal.to_owned(),
    })
}

/// A sealed file as it may be found, if it is there: mostly as it was made.
pub fn sealed(file: &[u8], stream: &mut Stream) -> Option<Vec<u8>> {
    let mut file = file.to_owned();
    match stream.below(20) {
        0 => return None,
        1 => file.truncate(stream.below(file.len())),
        2 => {
            let at = stream.below(file.len());
            file[at] ^= 1;
        }
        _ => {}
    }
    Some(file)
}

/// The record as if the sealed shares were sealed to passphrases, which are made in the room only.
pub fn by_passphrase(record: &str) -> String {
    let mut record: Value = serde_json::from_str(record).unwrap();
    let groups = record["plan"]["groups"].as_array_mut().unwrap();
    for card in groups.iter_mut().flat_map(|group| group["cards"].as_array_mut().unwrap()) {
        if card.get("recipient").is_some() {
            card["recipient"] = PASSPHRASE.into();
        }
    }
    let plan: Plan = serde_json::from_value(record["plan"].clone()).unwrap();
    record["plan_hash"] = plan.hash().into();
    serde_json::to_string_pretty(&record).unwrap() + "\n"
}

/// The record without the key of a card, and with no reason for that which holds.
pub fn record(record: &str, stream: &mut Stream) -> String {
    let mut record: Value = serde_json::from_str(record).unwrap();
    let shares = record["shares"].as_array_mut().unwrap();
    let at = stream.below(shares.len());
    let share = shares[at].as_object_mut().unwrap();
    share.insert("key".to_owned(), Value::Null);
    let reasons = [
        "",
        "the key was not wanted",
        "this share is the whole key: a public value of it would let anybody test guesses",
        "this share was there when the record was made anew, and nothing proved it",
    ];
    share.insert("reason".to_owned(), json!(one(&reasons, stream)));
    if of_hundred(25, stream) {
        share.remove("reason");
    }
    serde_json::to_string_pretty(&record).unwrap() + "\n"
}
