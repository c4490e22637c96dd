//! A lost record, made anew by a drill: a quorum is in memory then anyway.

use super::request::NewRecord;
use crate::{
    ceremony::{drill::Drill, practice, rebuild, split::SplitError, submission::Gathered},
    crypto::{hash::bytes, random::OsEntropy},
    custody::{
        journal::{Entry, Event},
        record::{
            MADE_ANEW, Record, RecordedKey, RecordedSet, SCHEMA, Stamp, form::RecordedForm, remade::Remade,
        },
    },
    formats::key::Form,
    host::{
        console::Console,
        failure::{Code, Failure},
        files::{
            read::{refuse_existing, shown},
            write::write_new,
        },
    },
    slip39::{Quorum, words::value_bytes},
    transfer::{
        archive::ledger::{Ledger, journal_path},
        delivery::tool::this_tool,
    },
};

/// The record of the set that a quorum of these shares proves, under the plan that is named. It says what the shares say and
/// the quorum has proved, and of nothing else more than that it is not known.
///
/// # Errors
///
/// When the plan is not that of the shares.
pub fn remade(
    new: &NewRecord,
    gathered: &Gathered,
    quorum: &Quorum,
    drill: &Drill,
    console: &Console,
) -> Result<Record, Failure> {
    let salt = Record::fresh_salt(&mut OsEntropy).map_err(SplitError::from)?;
    let salt_bytes = bytes(&salt).ok_or(SplitError::SelfCheck)?;
    let proved = drill.exercised();
    let shares = rebuild::shares(&new.plan, &gathered.set, &proved, &salt_bytes).map_err(|error| {
        let hint = "compare groups, thresholds and numbers of cards: quorate check shows what shares say";
        Failure::new(Code::PlanDiffers, error.to_string(), hint)
    })?;
    let (Some(set), Some(first)) = (gathered.set.header(), gathered.set.shares().next()) else {
        return Err(SplitError::SelfCheck.into());
    };
    let words = first.word_count();
    Ok(Record {
        schema: SCHEMA.to_owned(),
        version: MADE_ANEW,
        set: RecordedSet::of(&set),
        label: new.plan.title.clone(),
        plan_hash: new.plan.hash(),
        plan: new.plan.clone(),
        key: RecordedKey {
            bytes: value_bytes(words).unwrap_or_default(),
            words,
            form: new.plan.key.as_deref().and_then(form),
            public: None,
        },
        passphrase: None,
        single_point_accepted: false,
        broken_rules_accepted: Vec::new(),
        practice: practice::holds_practice_key(quorum.ems()),
        date: None,
        remade: None,
        tool: this_tool(console),
        supersedes: Vec::new(),
        origin: None,
        old_shares_accepted: Vec::new(),
        salt,
        shares,
        fingerprint: None,
        proved: Vec::new(),
        sealed: None,
        rolled: None,
        journal: true,
    })
}

/// Writes that record, and begins its journal with what the drill has exercised. Whether there is a passphrase is known
/// where the key has opened a sealed file to its end.
///
/// # Errors
///
/// When they cannot be written.
pub fn write(
    new: &NewRecord,
    record: Record,
    drill: &Drill,
    passphrase: Option<bool>,
    stamp: Stamp,
    console: &Console,
) -> Result<(), Failure> {
    let NewRecord { dealt, old_hash, old_head, .. } = new.clone();
    let remade = Remade { stamp, dealt, record: old_hash, head: old_head };
    // The key that has opened it to its end is proved to be that of the cards; whether it was sealed when they were dealt is not.
    let sealed = drill.opened.clone();
    let record = Record { passphrase, sealed, remade: Some(remade), ..record };
    write_new(&new.file, record.text().as_bytes())?;
    write_new(
        &journal_path(&new.file),
        Ledger::first_lines(&record, Entry::new(Event::Rebuilt, stamp), [])?.as_bytes(),
    )?;
    console.say(&format!("the record is in {}, made anew: it begins a new journal", shown(&new.file)));
    let unknown: Vec<String> = record
        .shares
        .iter()
        .filter(|share| share.was_not_proved())
        .map(|share| format!("{}.{}", share.group, share.member))
        .collect();
    if !unknown.is_empty() {
        let cards = unknown.join(", ");
        console.warn(&format!(
            "never seen, or not proved, so the record has no verification key of cards {cards}"
        ));
    }
    console.say(&format!(
        "plan of the record made anew {}, as you gave it: nothing in the shares confirms it",
        record.plan.short_hash()
    ));
    if let Some(sealed) = &record.sealed {
        console.say(&format!("the record names the sealed file {}, as it is now", sealed.name));
    }
    let day = match new.dealt {
        None => "the day of the deal",
        Some(_) => "whether the day of the deal is the one you gave",
    };
    let unproved = if passphrase.is_none() { ", and whether there is a passphrase" } else { "" };
    console.say(&format!("not known, so not in the record: {day}{unproved}"));
    let (mut ledger, cards) = (Ledger::begin(&new.file, record)?, drill.exercised());
    let checked = Entry { cards: cards.clone(), passed: Some(true), ..Entry::new(Event::Checked, stamp) };
    let (_, mut evidence) = drill.evidence(&ledger.record);
    if passphrase.is_some() {
        evidence.unproved.clear();
    }
    let drilled = Entry {
        cards,
        passed: passphrase.map(|_| true),
        drill: Some(evidence),
        ..Entry::new(Event::Drilled, stamp)
    };
    [checked, drilled].iter().try_for_each(|entry| ledger.note_beside(entry, console))
}

/// The form of a key that a plan names, if its kind says everything.
fn form(kind: &str) -> Option<RecordedForm> {
    match kind {
        "hex" => Some(Form::Hex.into()),
        "xprv" => Some(Form::Xprv.into()),
        "raw" => Some(Form::Raw.into()),
        // The word list, the network and the rest are not in it.
        _ => None,
    }
}

/// Refuses a day of the deal that is still to come. Told before anybody brings a share.
///
/// # Errors
///
/// When it is after the drill.
pub fn refuse_dealt_later(new: &NewRecord, stamp: Stamp) -> Result<(), Failure> {
    match new.dealt.filter(|dealt| *dealt > stamp.day) {
        Some(_) => Err(Failure::usage("--dealt is after this drill", "leave it out if nobody knows the day")),
        None => Ok(()),
    }
}

/// Told before anybody brings a share.
///
/// # Errors
///
/// When there is a record or journal of that name already.
pub fn refuse_taken(new: &NewRecord) -> Result<(), Failure> {
    refuse_existing(&new.file)?;
    refuse_existing(&journal_path(&new.file))
}
