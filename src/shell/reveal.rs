//! Showing secrets to people: one custodian at a time, wiped before the next, and read back before it counts.

use super::{
    args::choices::ReadBack,
    ask::{self, Echo},
    failure::Failure,
    keyboard::Press,
    output::Voice,
    plan::{print::PrintPlan, split::SplitPlan},
    screen::{LINE_END, Page, Room, put_cell},
    terminal::{Event, Screen, Session, Terminal},
    type_share::type_share,
};
use crate::{
    ceremony::{
        print::Format,
        split::{Split, SplitError},
    },
    entropy::Entropy,
    paper::{
        card::CardError,
        grid::Place,
        qr::{QUIET_ZONE, QrCode, blocks},
    },
    slip39::{Header, Mnemonic, Policy, Share},
    wordlist,
};

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

/// Shows a recovered key until Enter is pressed.
///
/// # Errors
///
/// When the session ends from outside.
pub fn key(terminal: &Terminal, title: &str, key: &str) -> Result<(), Failure> {
    let mut session = terminal.session(Screen::Alternate)?;
    session.forget_typed_ahead();
    show_key(&mut session, title, key).map_err(|mut failure| {
        failure.message.push_str(": the key was shown");
        failure.with_hint("it is wiped from this screen; whoever saw it has it".to_owned())
    })
}

fn show_key(session: &mut Session<'_>, title: &str, key: &str) -> Result<(), Failure> {
    loop {
        if session.terminal().is_plain() {
            [title, "\n", key, "\n"].iter().try_for_each(|part| session.draw(part))?;
            session.draw("press Enter; the key stays in the scrollback of this terminal: clear it\n")?;
        } else {
            let mut page = Page::new(session.terminal().has_colour());
            page.put_strong(title);
            page.end_line();
            page.line("");
            page.line(key);
            page.line("");
            page.line("Enter wipes it from the screen");
            session.draw(page.finish().expose())?;
        }
        if wait_for_enter(session)? {
            return Ok(());
        }
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
    curtain(&mut session, title, "nobody else should see the screen now; Enter shows the words")?;
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

/// A page without a secret, until Enter is pressed.
fn curtain(session: &mut Session<'_>, title: &str, text: &str) -> Result<(), Failure> {
    loop {
        if session.terminal().is_plain() {
            session.draw(&format!("{title}: {text}\n"))?;
        } else {
            let mut page = Page::new(session.terminal().has_colour());
            page.put_strong(title);
            page.end_line();
            page.line("");
            text.lines().for_each(|line| page.line(line));
            session.draw(page.finish().expose())?;
        }
        if wait_for_enter(session)? {
            return Ok(());
        }
    }
}

/// The words in rows of four, page by page where the window is small, until Enter is pressed.
fn words(session: &mut Session<'_>, title: &str, mnemonic: &Mnemonic) -> Result<(), Failure> {
    let words: Vec<&str> = mnemonic.words().collect();
    session.forget_typed_ahead();
    if session.terminal().is_plain() {
        for (at, word) in (1..).zip(&words) {
            [&format!("word {at} "), *word, "\n"].iter().try_for_each(|part| session.draw(part))?;
        }
        session.draw(
            "press Enter when written; the words stay in the scrollback of this terminal: clear it\n",
        )?;
        while !wait_for_enter(session)? {}
        return Ok(());
    }
    let mut from = 0;
    while from < words.len() {
        let room = Room::of(session.size());
        let spaces = if room.is_roomy() { 2 } else { 0 };
        let columns = room.columns();
        let rows = room.rows_beside(room.lines(title) + room.lines(WRITTEN) + spaces);
        let to = words.len().min(from + rows * columns);
        let mut page = Page::new(session.terminal().has_colour());
        page.put_strong(title);
        page.end_line();
        if room.is_roomy() {
            page.line("");
        }
        for (at, word) in (from + 1..).zip(&words[from..to]) {
            put_cell(&mut page, at, (at - from).is_multiple_of(columns) || at == to, |page| {
                page.put(word);
                word.len()
            });
        }
        if room.is_roomy() {
            page.line("");
        }
        page.line(if to < words.len() { "Enter shows the rest" } else { WRITTEN });
        session.draw(page.finish().expose())?;
        if wait_for_enter(session)? {
            from = to;
        }
    }
    Ok(())
}

/// The code, until Enter is pressed; where the window is too small for it, how large it must be.
fn code(session: &mut Session<'_>, title: &str, mnemonic: &Mnemonic) -> Result<(), Failure> {
    let code = QrCode::of(mnemonic).map_err(|_| CardError::NotProved)?;
    session.forget_typed_ahead();
    loop {
        let (columns, rows) = session.size();
        let room = Room::of((columns, rows));
        let text_rows = room.lines(title) + room.lines(SCANNED);
        let fits = |quiet: &usize| {
            let (width, height) = blocks::size(&code, *quiet);
            width <= columns && height + text_rows <= rows
        };
        let mut page = Page::new(session.terminal().has_colour());
        page.put_strong(title);
        page.end_line();
        match [QUIET_ZONE, blocks::NARROW].iter().find(|quiet| fits(quiet)) {
            Some(quiet) => {
                page.put(blocks::draw(&code, *quiet, LINE_END).expose());
                page.line(SCANNED);
            }
            None => {
                let (width, height) = blocks::size(&code, blocks::NARROW);
                page.line(&format!(
                    "the code needs a window of {width} columns and {} lines; this one has {columns} and {rows}",
                    height + text_rows
                ));
                page.line("make it larger, or the letters smaller; Enter goes on without the code");
            }
        }
        session.draw(page.finish().expose())?;
        if wait_for_enter(session)? {
            return Ok(());
        }
    }
}

const SCANNED: &str = "press Enter when it was scanned: it is wiped";

const WRITTEN: &str = "write all of them down, then press Enter: they are wiped";

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

/// True on Enter; false where the page must be drawn again.
fn wait_for_enter(session: &mut Session<'_>) -> Result<bool, Failure> {
    loop {
        match session.wait()? {
            Event::Press(Press::Enter | Press::End) => return Ok(true),
            Event::Redraw => return Ok(false),
            Event::Press(_) => {}
        }
    }
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
