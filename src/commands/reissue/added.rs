//! One more card of the same set: not one that was lost, but one that was never dealt. The record never changes, so that a line
//! of the journal tells of it: its number, who has it by the new plan, and its verification key.

use crate::{
    ceremony::reissue::Reissued,
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        plan::Plan,
        record::{Record, Stamp},
    },
    host::{
        console::Console,
        failure::{Code, Failure},
    },
    transfer::archive::{
        ledger::{Ledger, Noted},
        void,
    },
};

/// Notes the card before anybody sees it: without its line it would be one that was never dealt.
///
/// # Errors
///
/// When the line would count for nothing, or cannot be written.
pub(super) fn note(
    ledger: &mut Ledger,
    plan: Plan,
    made: &Reissued,
    stamp: Stamp,
    console: &Console,
) -> Result<(), Failure> {
    let card = CardNumber::of(&made.header);
    let salt = ledger.record.salt();
    let key = salt.and_then(|salt| Record::share(&made.header, &made.mnemonic, &salt).key);
    if key.is_none() {
        let hint = "make a new set: quorate split --from";
        return Err(Failure::usage("a share that is the whole key cannot be added to a record", hint));
    }
    let entry = Entry {
        who: plan.holder(card.group, card.member).map(str::to_owned),
        cards: vec![card],
        plan: Some(Box::new(plan)),
        key,
        ..Entry::new(Event::Added, stamp)
    };
    if let Some(why) = void::why_void(&ledger.record, &mut ledger.journal, &entry) {
        return Err(void::refused(&why));
    }
    match ledger.note(&entry, console)? {
        Noted::Written(head) => {
            console.say(&format!("card {card} is one of this set now, by its line in the journal"));
            console.say(&format!("journal head {}: write it down, or send it to somebody", head.code()));
            Ok(())
        }
        Noted::ReadOnly(_) => {
            let hint =
                "a card without its line in the journal does not count: run this where it can be written";
            Err(Failure::new(Code::NotNoted, "the journal cannot be written to: no card was made", hint))
        }
    }
}
