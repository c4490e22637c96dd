//! A lost share that is made again for a recipient. A new recipient by telephone is how a thief collects a quorum: it takes a
//! new plan that everybody compares, a card that is noted lost, and two people who signed it off; the journal judges that.

use crate::{
    commands::{
        options::holders::{OneRecipient, is_meant},
        reissue::options::Options,
    },
    custody::{
        card_number::CardNumber,
        journal::{Entry, Event},
        plan::{Plan, SealedTo},
        record::{Stamp, sealed::SealedShare},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    transfer::{
        archive::{
            ledger::{Ledger, Noted},
            today::Today,
            void,
        },
        sealing::confirming::{Reader, confirm},
    },
};

/// To whom the share is sealed.
#[derive(Debug)]
pub struct Resealing {
    /// The recipient.
    pub one: OneRecipient,
    /// The plan that has it, where that is not the plan of today.
    plan: Option<Plan>,
    signed_off: Vec<String>,
}

impl Resealing {
    /// What was typed; none where the share leaves as words.
    ///
    /// # Errors
    ///
    /// When a recipient is none, or what goes with it is missing.
    pub fn new(typed: &Options, plan: Option<Plan>) -> Result<Option<Self>, Failure> {
        let Some(one) = typed.sealing.one()? else { return Ok(None) };
        if typed.record.is_none() {
            let hint = "add --record RECORD; quorate card --to seals a share that exists";
            return Err(Failure::usage("reissue --to requires --record", hint));
        }
        if plan.is_none() && !typed.signed_off.is_empty() {
            let hint = "leave it out, or add --plan and --expect-plan";
            return Err(Failure::usage("--sign-off is for a new recipient, in a new plan", hint));
        }
        Ok(Some(Self { one, plan, signed_off: typed.signed_off.clone() }))
    }

    /// Refuses what the plan of today, or what was noted, does not allow; and has the code of the recipient compared, before
    /// anything is made.
    ///
    /// # Errors
    ///
    /// When a card was stolen; when the plan of today has another recipient and no new plan has this one; when the line of
    /// the journal would count for nothing; when the code is another, or nobody can be asked for it.
    pub fn judge(
        &self,
        (ledger, today, stamp): (&Ledger, &Today, Stamp),
        number: CardNumber,
        console: &Console,
        machine: Machine,
    ) -> Result<(), Failure> {
        let state = &today.state;
        if let Some((stolen, card)) = state.cards.iter().find(|(_, card)| card.stolen.is_some()) {
            let since = card.stolen.map_or_else(String::new, |since| format!(" on {since}"));
            let message = format!("card {stolen} was stolen{since}, by the journal: nothing is sealed anew");
            let hint = "make a new set, and destroy this one: quorate split --from";
            return Err(Failure::new(Code::StolenCard, message, hint));
        }
        let plan = self.plan.as_ref().unwrap_or(&state.plan);
        let card = plan.card(number.group, number.member);
        if card.and_then(|card| card.recipient.clone()) != Some(self.one.sealed_to.to_string()) {
            let hint = "quorate plan --record RECORD begins one; write it there: --plan and --expect-plan";
            return Err(Failure::usage("a new recipient requires a plan that has it for this card", hint));
        }
        if self.one.name.as_ref().is_some_and(|name| !is_meant(plan, (number.group, number.member), name)) {
            let message = format!("--to names somebody else than who gets card {number}");
            return Err(Failure::usage(message, "name them as the plan does, or leave the name out"));
        }
        if let Some(why) =
            void::why_void(&ledger.record, &mut ledger.journal.clone(), &self.entry(today, number, stamp))
        {
            return Err(void::refused(&why));
        }
        let SealedTo::Recipient(recipient) = &self.one.sealed_to else { return Ok(()) };
        let whose = today.holder(number).map_or_else(|| format!("card {number}"), str::to_owned);
        confirm(Reader::Holder(&whose), recipient, self.one.code, console, machine)
    }

    fn entry(&self, today: &Today, number: CardNumber, stamp: Stamp) -> Entry {
        Entry {
            who: today.holder(number).map(str::to_owned),
            cards: vec![number],
            plan: self.plan.clone().map(Box::new),
            witnesses: self.signed_off.clone(),
            ..Entry::new(Event::Reissued, stamp)
        }
    }

    /// Notes it in the journal, with the file as it was made: a wrong identity is told whose it is.
    ///
    /// # Errors
    ///
    /// When the line cannot be written.
    pub fn note(
        &self,
        (ledger, today, stamp): (&mut Ledger, &Today, Stamp),
        (number, sealed): (CardNumber, Option<SealedShare>),
        console: &Console,
    ) -> Result<(), Failure> {
        let entry = Entry { sealed, ..self.entry(today, number, stamp) };
        match ledger.note(&entry, console)? {
            Noted::Written(head) => {
                let code = head.code();
                console.say(&format!("journal head {code}: write it down, or send it to somebody"));
                Ok(())
            }
            Noted::ReadOnly(_) => {
                let hint = "without its line nobody knows of the recipient: run this where it can be written";
                let message = "the journal cannot be written to: no share was sealed";
                Err(Failure::new(Code::NotNoted, message, hint))
            }
        }
    }
}

/// Refuses to give out as words a share that the plan has sealed to its holder.
///
/// # Errors
///
/// When it has.
pub fn refuse_unsealed(plan: &Plan, number: CardNumber) -> Result<(), Failure> {
    let card = plan.card(number.group, number.member);
    if card.is_none_or(|card| card.recipient.is_none()) {
        return Ok(());
    }
    let message = format!("by the plan, card {number} is sealed to its holder");
    Err(Failure::usage(message, "--to RECIPIENT seals it, with the recipient of the plan"))
}
