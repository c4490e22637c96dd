//! The record of a set that was just made: what stands in it, and where it goes.

use std::path::Path;

use super::{
    dice::deal::DealEntropy,
    facts::{Made, RecordFacts},
    request::{RecordOutput, Request},
};
use crate::{
    ceremony::{expected::ProvedValue, split::SplitError},
    commands::options::report::ReportPair,
    crypto::hash::bytes,
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        plan::Plan,
        record::{
            Record, RecordedKey, RecordedSet, RecordedShare, SCHEMA, Stamp, Superseded, Theft, VERSION,
            fingerprint::Fingerprint,
            origin::{AcceptedShares, RecordedOrigin},
            proved::RecordedValue,
        },
        status::state::State,
    },
    host::{
        console::Console,
        failure::Failure,
        files::{read::shown, write::write_new},
    },
    slip39::{Header, MasterSecret, Mnemonic, words::value_bytes},
    transfer::{
        archive::{
            ledger::{Ledger, journal_path},
            public_values::{Kept, values_path},
        },
        delivery::tool::this_tool,
        intake::proof::Proven,
    },
};

/// What is to be recorded of a set that is being made; of `secret` a fingerprint.
///
/// # Errors
///
/// When the random source fails.
pub fn recorded(
    request: &Request,
    mut entropy: DealEntropy<'_>,
    secret: Option<&MasterSecret>,
) -> Result<RecordFacts, Failure> {
    if request.record == RecordOutput::Nowhere {
        return Ok(RecordFacts::default());
    }
    let salt = entropy.record_salt().map_err(SplitError::from)?;
    let fingerprint =
        secret.zip(bytes(&salt)).map(|(secret, salt)| Fingerprint::of(secret, &salt, &mut |_| {}));
    Ok(RecordFacts { salt: Some(salt), fingerprint, ..RecordFacts::default() })
}

/// The record of a new set. `old` is the ledger of the set that it was made of.
///
/// # Errors
///
/// When the set was made without a salt for it, which is a fault of ours.
pub fn record(
    request: &Request,
    made: &Made,
    stamp: Stamp,
    old: Option<&Ledger>,
    console: &Console,
) -> Result<Record, Failure> {
    let salt = made.recorded.salt.clone().unwrap_or_default();
    let salt_bytes = bytes(&salt).ok_or(SplitError::SelfCheck)?;
    let shares = made.split.shares.iter();
    let words = made.words();
    let key = RecordedKey {
        bytes: value_bytes(words).unwrap_or_default(),
        words,
        form: made.form().map(Into::into).or_else(|| made.taken.form.clone()),
        public: request.public_value.clone().or_else(|| made.taken.public.clone()),
    };
    let (supersedes, old_shares_accepted) = before(made, old, stamp, console);
    let share = |(at, (header, words)): (usize, &(Header, Mnemonic))| RecordedShare {
        sealed: made.sealed_share(at).map(|sealed| sealed.recorded.clone()),
        ..Record::share(header, words, &salt_bytes)
    };
    Ok(Record {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        set: RecordedSet::of(&made.split.set),
        label: request.label.clone(),
        plan_hash: request.plan.hash(),
        plan: request.plan.clone(),
        key,
        passphrase: made.passphrase(),
        single_point_accepted: request.single_point_accepted,
        broken_rules_accepted: request.rules.names().map(str::to_owned).collect(),
        practice: made.is_practice,
        date: Some(stamp),
        remade: None,
        tool: this_tool(console),
        supersedes,
        origin: made.recorded.origin.clone(),
        old_shares_accepted,
        shares: shares.enumerate().map(share).collect(),
        salt,
        fingerprint: made.recorded.fingerprint.clone(),
        proved: made.kept.recorded.clone(),
        // A new set of the same key opens the same file.
        sealed: made.opens().cloned(),
        rolled: made.rolled.clone(),
        journal: true,
    })
}

/// The old sets of the same key, as far as they are known: who holds their cards today, and which were destroyed, by the
/// journal of the last; and of which of them its owner accepted that they open the key. Cards that were handed over open the key in the hands that they are in, and the new record is all that
/// says so once the old one is gone.
fn before(
    made: &Made,
    old: Option<&Ledger>,
    stamp: Stamp,
    console: &Console,
) -> (Vec<Superseded>, Vec<AcceptedShares>) {
    let superseded = made.recorded.origin.as_ref().and_then(RecordedOrigin::superseded);
    let Some(identifier) = superseded else { return Default::default() };
    let Some(old) = old.filter(|old| old.record.set.identifier == identifier) else {
        return (vec![Superseded::unknown(identifier)], Vec::new());
    };
    let state = State::of(&old.record, &old.journal, stamp.day);
    if !state.uncounted.is_empty() {
        let lines: Vec<String> = state.uncounted.keys().map(ToString::to_string).collect();
        console.warn(&format!(
            "lines of the old journal that do not count: {}; they do not change who holds old cards",
            lines.join(", ")
        ));
    }
    let mut all = old.record.supersedes.clone();
    let reached = state.plan_with(|_| true);
    all.push(Superseded {
        identifier,
        record: Some(old.hash.clone()),
        reached: Some(reached).filter(|reached| *reached != state.plan),
        plan: Some(state.plan.clone()),
        origin: old.record.origin.clone(),
        ..Superseded::default()
    });
    for one in &mut all {
        let of_it = state
            .destroyed
            .iter()
            .filter(|(set, card)| *set == one.identifier && state.is_gone_of(*set, *card));
        one.destroyed = of_it.map(|(_, card)| *card).collect();
        let stolen = state.stolen_of(&old.record, one.identifier).into_iter();
        one.stolen = stolen.map(|(card, since)| Theft { card, since }).collect();
    }
    (all, state.accepted.into_values().collect())
}

/// Whoever of the new plan is absent, and which of its places are closed, by the journal of the old set. That was noted once, and
/// a new set brings nobody back.
pub fn away(plan: &Plan, old: &Ledger, stamp: Stamp) -> Vec<Entry> {
    let state = State::of(&old.record, &old.journal, stamp.day);
    let since = |since| Some(format!("since {since}, by the journal of set {}", old.record.set.identifier));
    let parties = plan.parties();
    let all = parties.iter().chain(&plan.others);
    let absent = all.filter_map(|name| {
        let person = state.people.get(&state.spelling(name))?;
        let (who, until, text) = (Some(name.clone()), person.until, since(person.absent?));
        Some(Entry { who, until, text, ..Entry::new(Event::Absent, stamp) })
    });
    let closed = plan.places().into_iter().filter_map(|name| {
        let closing = state.closed.get(&state.place_as_written(name))?;
        let (place, until, text) = (Some(name.to_owned()), Some(closing.until), since(closing.since));
        Some(Entry { place, until, text, ..Entry::new(Event::Closed, stamp) })
    });
    absent.chain(closed).collect()
}

/// Writes a record to a file of its own. A journal belongs to it: [`begin_journal`].
///
/// # Errors
///
/// When it cannot be written.
pub fn write(file: &Path, record: &Record, console: &Console) -> Result<(), Failure> {
    write_new(file, record.text().as_bytes())?;
    console.say(&format!("the record is in {}: it holds no secret, but it names people", shown(file)));
    Ok(())
}

/// The first lines of the journal of a new set, which name its report.
///
/// # Errors
///
/// When the random source fails.
pub fn first_lines(record: &Record, made: &Made, report: Option<&ReportPair>) -> Result<String, Failure> {
    let stamp = record.date.ok_or(SplitError::SelfCheck)?;
    let dealt = Entry { report: report.map(ReportPair::sums), ..Entry::new(Event::Dealt, stamp) };
    Ledger::first_lines(record, dealt, made.recorded.away.iter().cloned())
}

/// What is kept of the public values that the key has given: nothing unasked where there is a passphrase of either kind, for
/// whoever has a value can tell a right passphrase from a wrong one.
///
/// # Errors
///
/// When the random source fails.
pub fn kept(request: &Request, proof: &Proven, has_passphrase: bool) -> Result<Kept, Failure> {
    let has_extra = !proof.bip39_passphrase.0.is_empty();
    let keeps = request.keeps_public.unwrap_or(!has_passphrase && !has_extra);
    if request.record == RecordOutput::Nowhere {
        return Ok(Kept::default());
    }
    // What an old record kept is kept by the new one.
    let stays = |one: &&ProvedValue| keeps || one.expected.recorded.is_some();
    Kept::of(proof.values.iter().filter(stays))
}

/// The same of the key in a sealed file, which its fingerprint names.
pub fn kept_of_sealed(request: &Request, key_file: Option<&str>, has_passphrase: bool) -> Kept {
    let keeps = request.keeps_public.unwrap_or(!has_passphrase) && request.record != RecordOutput::Nowhere;
    let recorded = key_file.filter(|_| keeps).map(RecordedValue::of_key_file);
    Kept { recorded: recorded.into_iter().collect(), openings: Vec::new() }
}

/// Writes the public values beside a record that goes to a file of its own.
///
/// # Errors
///
/// When they cannot be written.
pub fn write_values(file: &Path, made: &Made, console: &Console) -> Result<(), Failure> {
    let set = made.split.set.encryption.identifier.value();
    let Some(values) = made.kept.file(set) else { return Ok(()) };
    let place = values_path(file);
    write_new(&place, values.text().as_bytes())?;
    console.say(&format!("the public values are in {}: confidential", shown(&place)));
    Ok(())
}

/// Begins the journal of a record that was written: that it was dealt, and that every card was read back in full, if so.
///
/// # Errors
///
/// When it cannot be written.
pub fn begin_journal(
    (file, record): (&Path, &Record),
    made: &Made,
    report: Option<&ReportPair>,
    is_read_back: bool,
    console: &Console,
) -> Result<(), Failure> {
    write_new(&journal_path(file), first_lines(record, made, report)?.as_bytes())?;
    let Some(stamp) = record.date.filter(|_| is_read_back) else { return Ok(()) };
    let cards = record.plan.cards().map(|(group, member, _)| CardNumber { group, member }).collect();
    let entry = Entry { cards, passed: Some(true), ..Entry::new(Event::ReadBack, stamp) };
    Ledger::begin(file, record.clone())?.note_beside(&entry, console)
}

/// Notes in the journal of the old set that there is a new one.
///
/// # Errors
///
/// When the journal cannot be written.
pub fn supersede(old: &mut Ledger, made: &Made, stamp: Stamp, console: &Console) -> Result<(), Failure> {
    let set = Some(made.split.set.encryption.identifier.value());
    // Somebody else may have noted something meanwhile, of which the new record knows nothing.
    let taken_over = Some(old.journal.entries().len());
    old.note_beside(&Entry { set, taken_over, ..Entry::new(Event::Superseded, stamp) }, console)
}
