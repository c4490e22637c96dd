//! What a drill is evidence of, said once for people, programs and paper.

use std::{borrow::Cow, fmt::Write as _};

use crate::{
    commands::{
        drill::answer::{
            Answer, DrillResult, Exercised, HeldCard, SealedFileOpened, ShareInDrill, ShownTold,
        },
        verdicts::{Compared, ConfirmedBy, ProvedTold},
    },
    custody::{plan::SHOWN_DIGITS, status::exercise::named as named_things},
    formats::count::count,
    host::{
        console,
        failure::{Code, Failure},
    },
    paper::sheet::drill::Outcome,
    transfer::{archive::standings::CardVerdict, explain::expected::shortened},
};

/// How many quorums were tried, and how many passed.
#[must_use]
pub(super) fn counts(found: &DrillResult) -> String {
    format!(
        "quorums: {} tried, {} passed ({})",
        found.quorums_tried,
        found.quorums_passed,
        count(found.recombinations, "recombination")
    )
}

/// How the drill ended. Shares that give a key are not yet the key that was split.
#[must_use]
pub(super) fn ended(found: &DrillResult, failure: Option<&Failure>) -> Outcome {
    match failure {
        None if found.confirmed_by == ConfirmedBy::Nothing => Outcome::SharesPassed,
        None => Outcome::Passed,
        Some(failure) if failure.code == Code::CannotTell => Outcome::CannotTell,
        Some(_) => Outcome::Failed,
    }
}

/// How a drill that passed ended. It promises no more than was compared.
#[must_use]
pub(super) fn outcome(found: &DrillResult) -> &'static str {
    match (found.passphrase, found.fingerprint) {
        _ if found.sealed == SealedFileOpened::ToItsEnd => {
            "recoverable: these shares open the sealed file, to its last byte"
        }
        (_, Compared::Matches) => "recoverable: this is the key that was split, by its fingerprint",
        _ if found.confirmed_by == ConfirmedBy::PublicValue => {
            "recoverable: these shares give the key of the public values that were expected"
        }
        _ if found.other_passphrase_accepted => {
            "these shares give a key, but not that of the record, which contradicts the passphrase"
        }
        (Exercised::Yes, _) if found.has_passphrase == Some(false) => {
            "recoverable from these shares; no passphrase was set"
        }
        (Exercised::Yes, _) => "recoverable from these shares; nothing could confirm the passphrase",
        _ if found.has_passphrase == Some(false) => "recoverable from these shares; no passphrase was set",
        _ => "recoverable from these shares; the passphrase was not exercised",
    }
}

/// What is told of the passphrase.
#[must_use]
pub(super) fn passphrase(found: &DrillResult) -> &'static str {
    let is_confirmed = found.fingerprint == Compared::Matches
        || found.sealed == SealedFileOpened::ToItsEnd
        || found.confirmed_by == ConfirmedBy::PublicValue;
    match (found.passphrase, found.has_passphrase) {
        (Exercised::Yes, _) if found.other_passphrase_accepted => {
            "not as the record says; the operator accepted that, and nothing was compared"
        }
        (_, Some(false)) => "the record says that no passphrase was set, so there is none to exercise",
        (Exercised::Yes, _) if is_confirmed && found.passphrase_file_empty => {
            "exercised: the empty one, because its file is empty; it is the right one"
        }
        (Exercised::Yes, _) if is_confirmed => "exercised, and it is the right one",
        (Exercised::Yes, _) if found.passphrase_file_empty => {
            "exercised: the empty one, because its file is empty; nothing confirms that it is right"
        }
        (Exercised::Yes, _) => "exercised, but nothing confirms that it is the right one",
        (_, Some(true)) => "not exercised, and the record says that there is one",
        _ => "not exercised; nothing says whether there is one",
    }
}

/// What is told of what this drill did not prove, where the record says that recovery needs it.
#[must_use]
pub(super) fn unproved(found: &DrillResult) -> Option<String> {
    let what = named_things(&found.unproved);
    (!what.is_empty()).then(|| format!("{what}: this drill does not count for the plan's rule"))
}

/// What is told of the fingerprint.
#[must_use]
pub(super) fn fingerprint(found: &DrillResult) -> &'static str {
    match (found.fingerprint, &found.plan_hash) {
        (Compared::None, None) => "not compared: no record was given",
        (Compared::None, Some(_)) => "not compared: the record has none",
        (Compared::NoKey, _) => "not compared: no key was derived",
        (Compared::Matches, _) => "compared: it matches the one in the record",
        (Compared::Differs, _) => "compared: it differs from the one in the record",
    }
}

/// What is told of the public values: each that the key gave, and where.
#[must_use]
pub(super) fn proved(found: &DrillResult) -> Vec<String> {
    let one = |proved: &ProvedTold| {
        let place = proved.path.as_ref().map_or_else(String::new, |path| format!(", {path} of its wallet"));
        let extra = if proved.bip39_passphrase { " with the BIP-39 passphrase" } else { "" };
        let weight = if proved.proves { "" } else { "; eight digits match, which does not prove the key" };
        format!("{}{place}{extra}{weight}", shortened(&proved.value))
    };
    found.proved.iter().map(one).collect()
}

/// What is told of the public values that were asked for.
#[must_use]
pub(super) fn shown_values(found: &DrillResult) -> Vec<String> {
    let one = |shown: &ShownTold| {
        let place = shown.path.as_ref().map_or_else(String::new, |path| format!(", {path}"));
        format!("{}: {}{place}", shown.kind, shown.value)
    };
    found.shown.iter().map(one).collect()
}

/// What is told of the sealed file; nothing where there is none.
#[must_use]
pub(super) fn sealed(found: &DrillResult) -> Option<String> {
    let file = found.sealed_file.as_ref()?;
    Some(match found.sealed {
        SealedFileOpened::ToItsEnd => format!("{} was opened to its end, SHA-256 {}", file.name, file.sha256),
        _ => format!("{} was not exercised: --open FILE exercises it", file.name),
    })
}

/// A card as people call it, with who answers for it.
#[must_use]
pub(super) fn named(card: &HeldCard) -> String {
    let whose = card.custodian.as_ref().map_or_else(String::new, |name| format!(", {name}"));
    format!("card {}.{}{whose}", card.group, card.member)
}

/// Where a card came from, and who brought it.
#[must_use]
pub(super) fn origin(share: &ShareInDrill) -> String {
    let by = share.brought_by.as_ref().map_or_else(String::new, |name| format!("brought by {name}, "));
    format!("{by}from {}", share.source)
}

/// What the record says of a card that came; nothing without a record.
#[must_use]
pub(super) fn standing(share: &ShareInDrill) -> &'static str {
    match share.standing {
        Some(CardVerdict::Dealt) => ": dealt, as the record confirms",
        Some(CardVerdict::NotDealt) => ": never dealt, by the record",
        Some(CardVerdict::Untold) => ": the record cannot tell whether it was dealt",
        None => "",
    }
}

/// The cards of the plan that did not come.
pub(super) fn absent(found: &DrillResult) -> impl Iterator<Item = &HeldCard> {
    let has_come = |card: &HeldCard| {
        found.shares.iter().filter_map(|share| share.card.as_ref()).any(|one| number(one) == number(card))
    };
    found.not_exercised.iter().filter(move |card| !has_come(card))
}

const fn number(card: &HeldCard) -> (u8, u8) {
    (card.group, card.member)
}

/// The plan by its hashes: that in the record, and that of today where it is another.
pub(super) fn plans(found: &DrillResult) -> impl Iterator<Item = (&'static str, &str)> {
    let of_deal = found.plan_hash.as_deref().map(|hash| (found.plan_of, shown(hash)));
    let of_today = found.plan_hash_today.as_deref().map(|hash| ("plan of today", shown(hash)));
    of_deal.into_iter().chain(of_today)
}

/// The digits of a plan's hash that people compare.
#[must_use]
fn shown(plan_hash: &str) -> &str {
    plan_hash.get(..SHOWN_DIGITS).unwrap_or(plan_hash)
}

impl console::Answer for Answer<'_> {
    fn text(&self) -> Cow<'_, [u8]> {
        report(self.found).into_bytes().into()
    }
}

/// What is told on the screen of a drill that passed.
#[must_use]
pub(super) fn report(found: &DrillResult) -> String {
    let mut report = String::new();
    let _ = writeln!(report, "{}", counts(found));
    for share in &found.shares {
        let card = share.card.as_ref().map_or_else(String::new, named);
        let exercised = if share.exercised { "exercised" } else { "not exercised" };
        let _ = writeln!(report, "{}: {card}: {exercised}", share.source);
    }
    for card in absent(found) {
        let _ = writeln!(report, "{}: not here, and not exercised", named(card));
    }
    if let (Some(name), Some(head)) = (&found.name, &found.head) {
        let plans: String = plans(found).map(|(what, hash)| format!(", {what} {hash}")).collect();
        let _ = writeln!(report, "record of {name}{plans}");
        let _ = writeln!(report, "journal head: {head}");
    }
    let _ = writeln!(report, "passphrase: {}", passphrase(found));
    let _ = writeln!(report, "fingerprint: {}", fingerprint(found));
    for told in proved(found) {
        let _ = writeln!(report, "public value: {told}");
    }
    for told in shown_values(found) {
        let _ = writeln!(report, "{told}");
    }
    if let Some(sealed) = sealed(found) {
        let _ = writeln!(report, "sealed file: {sealed}");
    }
    if let Some(unproved) = unproved(found) {
        let _ = writeln!(report, "not proved: {unproved}");
    }
    let _ = match ended(found, None) {
        Outcome::SharesPassed => {
            writeln!(report, "the shares passed; nothing confirmed the key\n  {}", outcome(found))
        }
        other => writeln!(report, "{}: {}", other.name(), outcome(found)),
    };
    report
}
