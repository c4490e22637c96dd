//! Showing secrets to people: one custodian at a time, wiped before the next, and read back before it counts.

use super::{
    args::choices::ReadBack,
    ask::{self, Echo},
    failure::Failure,
    output::Voice,
    plan::{print::PrintPlan, split::SplitPlan},
    terminal::{Screen, Session, Terminal},
    type_share::type_share,
};
use crate::{
    ceremony::{
        print::Format,
        split::{Split, SplitError},
    },
    entropy::Entropy,
    paper::grid::Place,
    slip39::{Header, Mnemonic, Policy, Share},
    wordlist,
};

mod key;
mod pages;

pub use self::key::{KeyPage, Seen};
use self::pages::{code, curtain, words};

/// Shows every share to its custodian and has it read back.
///
/// # Errors
///
/// When the ceremony is stopped: the failure says which cards are void, and whether a quorum was seen.
pub fn shares(
    terminal: &Terminal,
    plan: &SplitPlan,
    split: &Split,
    facts: &[String],
    entropy: &mut impl Entropy,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut past = Past { seen: Vec::new(), read_back: 0, of: split.shares.len() };
    // On the terminal the facts would be covered until the last custodian has gone.
    let read_aloud =
        [facts, &["everybody may read this; Enter begins with the first share".to_owned()]].concat();
    curtain(&mut terminal.session(Screen::Alternate)?, "a new set", &read_aloud.join("\n"))
        .map_err(|failure| aborted(failure, &plan.policy, &past))?;
    for (at, (header, mnemonic)) in split.shares.iter().enumerate() {
        let title = plan.title(at, header);
        one_share(terminal, &title, (header, mnemonic), plan, entropy, &mut past)
            .map_err(|failure| aborted(failure, &plan.policy, &past))?;
        voice.say(&format!("{title}: read back"));
    }
    Ok(())
}

/// Shows shares that exist, one after the other.
///
/// # Errors
///
/// When the session ends from outside.
pub fn cards<'a>(
    terminal: &Terminal,
    shares: impl Iterator<Item = (String, &'a Mnemonic)>,
    print: &PrintPlan,
) -> Result<(), Failure> {
    for (title, mnemonic) in shares {
        let mut session = terminal.session(Screen::Alternate)?;
        curtain(&mut session, &title, "nobody else should see the screen now; Enter shows the share")?;
        for format in &print.formats {
            match format {
                Format::Qr => code(&mut session, &title, mnemonic)?,
                _ => words(&mut session, &title, mnemonic)?,
            }
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
}

fn one_share(
    terminal: &Terminal,
    title: &str,
    (header, mnemonic): (&Header, &Mnemonic),
    plan: &SplitPlan,
    entropy: &mut impl Entropy,
    past: &mut Past,
) -> Result<(), Failure> {
    let mut session = terminal.session(Screen::Alternate)?;
    let curtained = format!(
        "nobody else should see the screen now; Enter shows the words\nplan {}",
        plan.plan.short_hash()
    );
    curtain(&mut session, title, &curtained)?;
    loop {
        if !past.seen.contains(header) {
            past.seen.push(*header);
        }
        words(&mut session, title, mnemonic)?;
        if plan.print.formats.contains(&Format::Qr) {
            code(&mut session, title, mnemonic)?;
        }
        if is_read_back(&mut session, title, mnemonic, plan.read_back, entropy)? {
            past.read_back += 1;
            let next = if past.is_complete() { "Enter ends" } else { "Enter goes on to the next" };
            return curtain(&mut session, title, &format!("read back. Put the card away; {next}"));
        }
        curtain(&mut session, title, "what came back is not what was shown; Enter shows the words again")?;
    }
}

/// Whether the custodian can give back from his card what was shown.
fn is_read_back(
    session: &mut Session<'_>,
    title: &str,
    mnemonic: &Mnemonic,
    how: ReadBack,
    entropy: &mut impl Entropy,
) -> Result<bool, Failure> {
    match how {
        ReadBack::All => {
            let typed = type_share(session, &format!("{title}: type it back from the card"), &[])?;
            let shown = Share::parse(mnemonic.expose());
            Ok(typed.zip(shown.ok()).is_some_and(|(typed, shown)| typed.matches(&shown)))
        }
        ReadBack::Three => {
            let words: Vec<&str> = mnemonic.words().collect();
            for position in three_of(words.len(), entropy)? {
                let question = format!("{title}: {}, from the card: ", Place::of(position));
                let typed = ask::line(session, &question, Echo::Hidden)?;
                let named = wordlist::index(typed.expose().trim()).map(wordlist::word);
                if named != words.get(position - 1).copied() {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

/// Three different positions, from 1 to `count`, in ascending order.
fn three_of(count: usize, entropy: &mut impl Entropy) -> Result<[usize; 3], Failure> {
    let mut positions: Vec<usize> = (1..=count).collect();
    let mut drawn = [0; 3];
    for place in &mut drawn {
        let mut random = [0; 8];
        entropy.fill(&mut random).map_err(SplitError::from)?;
        let at = usize::try_from(u64::from_le_bytes(random) % positions.len() as u64).unwrap_or(0);
        *place = positions.swap_remove(at);
    }
    drawn.sort_unstable();
    Ok(drawn)
}

/// A ceremony that stopped half-way: what was seen is void, and if a quorum was seen, so is the key.
fn aborted(mut failure: Failure, policy: &Policy, past: &Past) -> Failure {
    let seen = past.seen.as_slice();
    if past.is_complete() {
        failure.hint = "every share was read back, so the set is complete: its cards are good".to_owned();
        return failure;
    }
    if seen.is_empty() {
        failure.message = format!("{}: no share was shown", failure.message);
        failure.hint = "nothing has to be destroyed; run the split again".to_owned();
        return failure;
    }
    let cards: Vec<String> = seen.iter().map(ToString::to_string).collect();
    failure.message =
        format!("{}: this set is incomplete, and its cards are void: {}", failure.message, cards.join("; "));
    failure.hint = if is_quorum(policy, seen) {
        "a quorum was seen: destroy these cards and make a new key, for this one may be known".to_owned()
    } else {
        "no quorum was seen, so the key is safe: destroy these cards and run the split again".to_owned()
    };
    failure
}

fn is_quorum(policy: &Policy, seen: &[Header]) -> bool {
    let complete = (0..).zip(policy.groups()).filter(|(index, group)| {
        seen.iter().filter(|header| header.group == *index).count() >= usize::from(group.threshold())
    });
    complete.count() >= usize::from(policy.groups_needed())
}
