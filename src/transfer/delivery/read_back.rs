//! Reading a card back: the custodian types from the paper what was shown, before it counts. A card that is wrong is
//! mended: every place that differs is named, the words can be seen again, and the card is corrected.

use std::collections::BTreeSet;

use super::{
    difference::{is_word, named},
    reveal::pages::curtain,
};
use crate::{
    ceremony::split::SplitError,
    crypto::entropy::Entropy,
    host::{
        failure::Failure,
        terminal::{
            Session,
            prompt::{self, Echo},
        },
    },
    paper::grid::WordPlace,
    slip39::Mnemonic,
    transfer::intake::{entry::ShareEntry, typed::type_into},
};

/// How much of a share is typed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadBack {
    /// Three words, drawn anew for each share
    #[default]
    Three,
    /// All the words: the way of a ceremony
    All,
}

/// The places that were typed otherwise than shown at first: the card may be wrong there still.
#[derive(Clone, Debug, Default)]
pub struct Slips(Vec<usize>);

impl Slips {
    /// What to say to whoever has read the card back.
    #[must_use]
    pub fn told(&self) -> String {
        match self.0.as_slice() {
            [] => "read back".to_owned(),
            slips => {
                let places = named(slips);
                format!(
                    "read back. At first it was not as shown: {places}. If the card is wrong there, correct it now"
                )
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }
}

/// Has the share read back, for as long as it takes. `show` shows the words again.
///
/// # Errors
///
/// When the session ends from outside.
pub fn read_back(
    session: &mut Session<'_>,
    title: &str,
    mnemonic: &Mnemonic,
    how: ReadBack,
    entropy: &mut impl Entropy,
    show: impl FnMut(&mut Session<'_>) -> Result<(), Failure>,
) -> Result<Slips, Failure> {
    Ok(Slips(match how {
        ReadBack::All => all(session, title, mnemonic, show)?,
        ReadBack::Three => three(session, title, mnemonic, entropy, show)?,
    }))
}

fn all(
    session: &mut Session<'_>,
    title: &str,
    mnemonic: &Mnemonic,
    mut show: impl FnMut(&mut Session<'_>) -> Result<(), Failure>,
) -> Result<Vec<usize>, Failure> {
    let mut entry = ShareEntry::of(mnemonic);
    let title = format!("{title}: type it back from the card; Enter alone shows the words again");
    while type_into(&mut entry, session, &title, &[])?.is_none() {
        show(session)?;
    }
    Ok(entry.slips())
}

/// Three words that nobody knows before; after a mistake the same ones again among them, or a wrong card would pass by
/// asking until luck spares its mistakes.
fn three(
    session: &mut Session<'_>,
    title: &str,
    mnemonic: &Mnemonic,
    entropy: &mut impl Entropy,
    mut show: impl FnMut(&mut Session<'_>) -> Result<(), Failure>,
) -> Result<Vec<usize>, Failure> {
    let words: Vec<&str> = mnemonic.words().collect();
    let (mut slips, mut pending) = (BTreeSet::new(), BTreeSet::new());
    loop {
        let mut asked = pending.clone();
        asked.extend(three_of(words.len(), entropy)?);
        let mut differing = Vec::new();
        let mut wants_to_see = false;
        for position in asked {
            let place = WordPlace::of(position);
            let question = format!("{title}: {place}, from the card (Enter alone shows the words again): ");
            let typed = prompt::line(session, &question, Echo::Hidden)?;
            let typed = typed.expose().trim();
            wants_to_see = typed.is_empty();
            if wants_to_see {
                break;
            }
            if words.get(position - 1).is_some_and(|word| is_word(typed, word)) {
                pending.remove(&position);
            } else {
                differing.push(position);
            }
        }
        pending.extend(&differing);
        slips.extend(&differing);
        if !wants_to_see && pending.is_empty() {
            return Ok(slips.into_iter().collect());
        }
        if !differing.is_empty() {
            let places = named(&differing);
            let next = "Enter shows the words again: if the card is wrong, correct the card now";
            curtain(session, title, &format!("not as it was shown: {places}. {next}"))?;
        }
        show(session)?;
    }
}

/// Three different positions, from 1 to `count`.
fn three_of(count: usize, entropy: &mut impl Entropy) -> Result<[usize; 3], Failure> {
    let mut positions: Vec<usize> = (1..=count).collect();
    let mut drawn = [0; 3];
    for place in &mut drawn {
        let mut random = [0; 8];
        entropy.fill(&mut random).map_err(SplitError::from)?;
        let at = usize::try_from(u64::from_le_bytes(random) % positions.len() as u64).unwrap_or(0);
        *place = positions.swap_remove(at);
    }
    Ok(drawn)
}
