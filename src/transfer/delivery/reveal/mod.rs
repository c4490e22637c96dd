//! Showing secrets to people: one custodian at a time, wiped before the next, and read back before it counts.

use self::pages::{code, words};
use super::read_back::{ReadBack, Slips, read_back};
use crate::{
    ceremony::{print::PrintFormat, split::Split},
    crypto::entropy::Entropy,
    host::{
        console::Console,
        failure::Failure,
        terminal::{Screen, Session, Terminal},
    },
    slip39::{Header, Mnemonic, Policy},
};

mod key;
pub(super) mod pages;

pub use self::{
    key::{KeyPage, KeyPageExit},
    pages::{curtain, groups, words_of},
};

/// What is the same for every share that is shown.
pub struct RevealSettings<'a> {
    /// Who is needed.
    pub policy: &'a Policy,
    /// The hash of the plan, as people compare it.
    pub plan_code: String,
    /// What the share at this place is called.
    pub title: &'a dyn Fn(usize, &Header) -> String,
    /// Whether its code is shown, too.
    pub has_code: bool,
    /// How much of it is typed back.
    pub read_back: ReadBack,
    /// Whether people rolled for it, and so hold sheets that are the key.
    pub is_rolled: bool,
}

/// How a share came into its custodian's hands.
#[derive(Clone, Debug)]
pub struct Handed {
    /// How often its words were shown.
    pub shown: usize,
    /// What was typed otherwise than shown at first.
    pub slips: Slips,
}

/// Shows every share to its custodian and has it read back; tells how that went, in the order of the shares.
///
/// # Errors
///
/// When the ceremony is stopped: the failure says which cards are void, and whether a quorum was seen.
pub fn shares(
    terminal: &Terminal,
    settings: &RevealSettings<'_>,
    split: &Split,
    facts: &[String],
    entropy: &mut impl Entropy,
    console: &Console,
) -> Result<Vec<Handed>, Failure> {
    let mut handed = Vec::with_capacity(split.shares.len());
    let mut past = Past { seen: Vec::new(), read_back: 0, of: split.shares.len() };
    // On the terminal the facts would be covered until the last custodian has gone.
    let read_aloud =
        [facts, &["everybody may read this; Enter begins with the first share".to_owned()]].concat();
    curtain(&mut terminal.session(Screen::Alternate)?, "a new set", &read_aloud.join("\n"))
        .map_err(|failure| aborted(failure, settings, &past))?;
    for (at, (header, mnemonic)) in split.shares.iter().enumerate() {
        let title = (settings.title)(at, header);
        let one = one_share(terminal, &title, (header, mnemonic), settings, entropy, &mut past);
        handed.push(one.map_err(|failure| aborted(failure, settings, &past))?);
        console.say(&format!("{title}: read back"));
    }
    Ok(handed)
}

/// Shows shares that exist, one after the other, and has those read back that are to be.
///
/// # Errors
///
/// When the session ends from outside.
pub fn cards<'a>(
    terminal: &Terminal,
    shares: impl Iterator<Item = (String, &'a Mnemonic)>,
    formats: &[PrintFormat],
    how: Option<ReadBack>,
    entropy: &mut impl Entropy,
) -> Result<(), Failure> {
    for (title, mnemonic) in shares {
        let mut session = terminal.session(Screen::Alternate)?;
        curtain(&mut session, &title, "nobody else should see the screen now; Enter shows the share")?;
        let show = |session: &mut Session<'_>| {
            formats.iter().try_for_each(|format| match format {
                PrintFormat::Qr => code(session, &title, mnemonic),
                _ => words(session, &title, mnemonic),
            })
        };
        show(&mut session)?;
        if let Some(how) = how {
            let slips = read_back(&mut session, &title, mnemonic, how, entropy, show)?;
            let told = slips.told();
            curtain(&mut session, &title, &format!("{told}. Put the card away; Enter ends"))?;
        }
    }
    Ok(())
}

/// How far a ceremony has come.
#[derive(Debug)]
struct Past {
    seen: Vec<Header>,
    read_back: usize,
    of: usize,
}

impl Past {
    const fn is_complete(&self) -> bool {
        self.read_back == self.of
    }

    /// What becomes void if the ceremony stops now.
    fn at_stake(&self, policy: &Policy) -> Option<String> {
        let cards = match self.seen.len() {
            0 => return None,
            _ if self.is_complete() => return None,
            // The first ones, in their order.
            1 if policy.groups().len() == 1 => "card 1 becomes void".to_owned(),
            2 if policy.groups().len() == 1 => "cards 1 and 2 become void".to_owned(),
            seen if policy.groups().len() == 1 => format!("cards 1 to {seen} become void"),
            1 => "the card that was shown becomes void".to_owned(),
            seen => format!("the {seen} cards that were shown become void"),
        };
        let key = if is_quorum(policy, &self.seen) { ", and so does the key" } else { "" };
        Some(format!("{cards}{key}"))
    }
}

fn one_share(
    terminal: &Terminal,
    title: &str,
    (header, mnemonic): (&Header, &Mnemonic),
    settings: &RevealSettings<'_>,
    entropy: &mut impl Entropy,
    past: &mut Past,
) -> Result<Handed, Failure> {
    let mut session = terminal.session(Screen::Alternate)?;
    session.put_at_stake(past.at_stake(settings.policy));
    let curtained = format!(
        "nobody else should see the screen now; Enter shows the words\nplan of the deal {}",
        settings.plan_code
    );
    curtain(&mut session, title, &curtained)?;
    past.seen.push(*header);
    session.put_at_stake(past.at_stake(settings.policy));
    let mut shown = 0;
    let mut show = |session: &mut Session<'_>| {
        shown += 1;
        words(session, title, mnemonic)?;
        match settings.has_code {
            true => code(session, title, mnemonic),
            false => Ok(()),
        }
    };
    show(&mut session)?;
    let slips = read_back(&mut session, title, mnemonic, settings.read_back, entropy, &mut show)?;
    past.read_back += 1;
    session.put_at_stake(past.at_stake(settings.policy));
    let next = if past.is_complete() { "Enter ends" } else { "Enter goes on to the next" };
    curtain(&mut session, title, &format!("{}. Put the card away; {next}", slips.told()))?;
    Ok(Handed { shown, slips })
}

/// A ceremony that stopped half-way: what was seen is void, and if a quorum was seen, so is the key.
fn aborted(mut failure: Failure, settings: &RevealSettings<'_>, past: &Past) -> Failure {
    let seen = past.seen.as_slice();
    if past.is_complete() {
        failure.hint = "every share was read back, so the set is complete: its cards are good".to_owned();
        return failure;
    }
    // Sheets with rolls may be the key.
    let burn = if settings.is_rolled { "burn the rolls, and count this attempt; " } else { "" };
    if seen.is_empty() {
        let nothing = if settings.is_rolled { "no card" } else { "nothing" };
        failure.message = format!("{}: no share was shown", failure.message);
        failure.hint = format!("{burn}{nothing} has to be destroyed; run the split again");
        return failure;
    }
    let cards: Vec<String> = seen.iter().map(ToString::to_string).collect();
    failure.message =
        format!("{}: this set is incomplete, and its cards are void: {}", failure.message, cards.join("; "));
    let what = match (is_quorum(settings.policy, seen), settings.is_rolled) {
        (true, _) => "a quorum was seen: destroy these cards and make a new key: somebody may know this one",
        (false, false) => {
            "no quorum was seen, so the key is safe: destroy these cards and run the split again"
        }
        (false, true) => "no quorum was seen: destroy these cards and run the split again",
    };
    failure.hint = format!("{burn}{what}");
    failure
}

fn is_quorum(policy: &Policy, seen: &[Header]) -> bool {
    let complete = (0..).zip(policy.groups()).filter(|(index, group)| {
        seen.iter().filter(|header| header.group == *index).count() >= usize::from(group.threshold())
    });
    complete.count() >= usize::from(policy.groups_needed())
}
