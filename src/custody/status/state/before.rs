//! Cards as they were before their recipient changed. What was sealed to somebody they open for ever, so whoever reached both the
//! file and what opens it counts still, beside those of today: until the one or the other is noted as destroyed.

use super::State;
use crate::custody::{card_number::CardNumber, date::Date, plan::PlannedCard, status::uncounted::Uncounted};

/// What a card is called that was not sealed.
pub const PAPER: &str = "paper";

/// To whom a card was sealed: the code of a recipient, `passphrase`, or [`PAPER`].
#[must_use]
pub fn sealed_before(card: &PlannedCard) -> String {
    card.told_sealed_to().map_or_else(|| PAPER.to_owned(), |to| to.named())
}

impl State {
    /// Keeps a card as it was. One that was noted as destroyed by then, on a day that can be believed, opens nothing any more.
    pub(super) fn keep_before(&mut self, number: CardNumber, card: PlannedCard) {
        if !self.destroyed.contains(&(self.own_set, number)) {
            self.before.entry(number).or_default().push(card);
        }
    }

    /// What was sealed to somebody before is destroyed, or what opens it.
    pub(super) fn destroy_before(
        &mut self,
        cards: &[CardNumber],
        to: &str,
        fresh: Option<Date>,
    ) -> Result<(), Uncounted> {
        let is_it = |card: &PlannedCard| sealed_before(card) == to;
        let is_known = |number: &CardNumber| self.before.get(number).is_some_and(|all| all.iter().any(is_it));
        if !cards.iter().all(is_known) {
            return Err(Uncounted::Unnamed("recipient that the card had before"));
        }
        if fresh.is_some() {
            for number in cards {
                if let Some(all) = self.before.get_mut(number) {
                    all.retain(|card| !is_it(card));
                }
            }
        }
        Ok(())
    }
}
