//! What is still told of a set of which another was made: that its cards are to be destroyed, and whatever is open that the
//! record of the new set cannot tell, for it came to light since, or nobody knows what that record has seen.

use super::{Finding, old_cards, state::State};
use crate::custody::{journal::Journal, record::Record};

/// Of what is open those that the new record does not tell.
pub(super) fn not_taken_over(
    record: &Record,
    journal: &Journal,
    state: &State,
    mut open: Vec<Finding>,
) -> Vec<Finding> {
    let Some(then) = seen_by_new_record(record, journal, state) else { return open };
    let Ok(told) = old_cards::of(record, &then) else { return open };
    open.retain(|finding| !is_told(finding, record, &then, &told));
    open
}

/// What the new record has seen of this journal; none where nobody knows. It is a line of another keeper's journal that says how
/// many of its lines were seen, if it was taken over from there.
fn seen_by_new_record(record: &Record, journal: &Journal, state: &State) -> Option<State> {
    let before = state.superseded_in?.checked_sub(1)?;
    let superseded = journal.entries().get(before).filter(|entry| entry.imported.is_none())?;
    let lines = superseded.taken_over?.min(before);
    Some(State::of(record, &journal.after(lines), superseded.stamp.day))
}

/// Whether what is open was so by then, and no better: the new record tells it, until the cards are destroyed or the owner
/// accepts it there.
fn is_told(finding: &Finding, record: &Record, then: &State, told: &[Finding]) -> bool {
    match finding {
        Finding::Stolen { card, former, .. } => {
            then.stolen_of(record, former.unwrap_or(record.set.identifier)).contains_key(card)
        }
        Finding::Former { set, people, .. } => told.iter().any(
            |one| matches!(one, Finding::Former { set: of, people: by, .. } if of == set && by <= people),
        ),
        Finding::OldCards { set, people } => told.iter().any(|one| {
            let (Finding::Former { set: of, people: by, .. } | Finding::OldCards { set: of, people: by }) =
                one
            else {
                return false;
            };
            of == set && by <= people
        }),
        Finding::OldShares { set, .. } => {
            told.iter().any(|one| matches!(one, Finding::OldShares { set: of, .. } if of == set))
        }
        _ => false,
    }
}
