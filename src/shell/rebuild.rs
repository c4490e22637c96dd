//! A lost record, made anew by a drill: a quorum is in memory then anyway.

use super::{
    book::{Book, journal_path},
    entropy::OsEntropy,
    failure::{Code, Failure},
    files::{refuse_existing, shown},
    output::Voice,
    plan::drill::NewRecord,
    printing::this_tool,
    unfinished::write_new,
};
use crate::{
    ceremony::{practice, rebuild, split::SplitError, submission::Gathered},
    key::Form,
    record::{
        Record, RecordedKey, RecordedSet, SCHEMA, Stamp, VERSION, form::RecordedForm, journal::Event,
        share_key::bytes,
    },
    slip39::{Quorum, words::value_bytes},
};

/// Writes the record of the set that these shares prove, under the plan that is named.
///
/// # Errors
///
/// When the plan is not that of the shares, or the record cannot be written.
pub fn write(
    new: &NewRecord,
    gathered: &Gathered,
    quorum: &Quorum,
    passphrase: Option<bool>,
    stamp: Stamp,
    voice: &Voice,
) -> Result<(), Failure> {
    refuse_existing(&new.file)?;
    let salt = Record::fresh_salt(&mut OsEntropy).map_err(SplitError::from)?;
    let salt_bytes = bytes(&salt).ok_or(SplitError::SelfCheck)?;
    let shares = rebuild::shares(&new.plan, &gathered.set, &salt_bytes).map_err(|error| {
        let hint = "compare groups, thresholds and numbers of cards: quorate check tells what shares say";
        Failure::new(Code::PlanDiffers, error.to_string(), hint)
    })?;
    let (Some(set), Some(first)) = (gathered.set.header(), gathered.set.shares().next()) else {
        return Err(SplitError::SelfCheck.into());
    };
    let unknown = shares.iter().filter(|share| share.key.is_none()).count();
    let words = first.word_count();
    let record = Record {
        schema: SCHEMA.to_owned(),
        version: VERSION,
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
        passphrase,
        single_point_accepted: false,
        broken_rules_accepted: Vec::new(),
        practice: practice::holds_practice_key(quorum.ems()),
        date: stamp,
        tool: this_tool(voice),
        supersedes: Vec::new(),
        salt,
        shares,
        fingerprint: None,
        sealed: None,
        journal: true,
    };
    write_new(&new.file, record.text().as_bytes())?;
    write_new(&journal_path(&new.file), Book::first_line(&record, Event::Rebuilt)?.as_bytes())?;
    voice.say(&format!("the record is in {}, made anew: it begins a new journal", shown(&new.file)));
    if unknown > 0 {
        voice.say(&format!("{unknown} cards could not be known, and have no key in it"));
    }
    Ok(())
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

/// Told before anybody brings a share.
///
/// # Errors
///
/// When there is a record or journal of that name already.
pub fn refuse_taken(new: &NewRecord) -> Result<(), Failure> {
    refuse_existing(&new.file)?;
    refuse_existing(&journal_path(&new.file))
}
