//! What a plan file says of sealing: to whom the share of a card is sealed, and who else can reach what opens it.

use super::{super::SealedTo, PlanError, Problem, Table, sorted};
use crate::formats::recipient::Recipient;

/// To whom the share of this card is sealed. What is none is never repeated, for it may be a private key.
pub(super) fn sealed_to(card: &Table<'_>) -> Result<Option<SealedTo>, PlanError> {
    let Some(value) = card.value("recipient") else { return Ok(None) };
    let text = value.get_ref().as_str().ok_or_else(|| card.wrong("recipient", Problem::NoText))?;
    let sealed = text.parse().map_err(|error| card.wrong("recipient", Problem::NoRecipient(error)))?;
    Ok(Some(sealed))
}

/// Who can reach the identity besides whoever has the card.
pub(super) fn identity_access(card: &Table<'_>, holder: &str) -> Result<Vec<String>, PlanError> {
    let mut others = of_identity(card, "identity_access")?;
    others.retain(|name| name != holder);
    Ok(others)
}

/// A list of what is said of an identity: only a card that is sealed has one.
pub(super) fn of_identity(card: &Table<'_>, key: &str) -> Result<Vec<String>, PlanError> {
    if card.value(key).is_some() && card.value("recipient").is_none() {
        return Err(card.wrong(key, Problem::NotSealed));
    }
    sorted(card, key)
}

/// Refuses two cards that one identity opens: whoever has it would have both shares, and the plan would not say so.
pub(super) fn refuse_one_identity(groups: &[Table<'_>]) -> Result<(), PlanError> {
    let mut known: Vec<(Recipient, usize)> = Vec::new();
    for group in groups {
        for card in group.tables("custodian")? {
            let Some(SealedTo::Recipient(recipient)) = sealed_to(&card)? else { continue };
            if let Some((_, line)) = known.iter().find(|(other, _)| recipient.is_of_one_person(other)) {
                return Err(card.wrong("recipient", Problem::OneIdentity { line: *line }));
            }
            known.push((recipient, card.line_of("recipient")));
        }
    }
    Ok(())
}
