//! Shares of other tools, from files, pictures of codes, or people who type them.

use std::fs;

use crate::{
    ceremony::submission::Source,
    foreign::{Format, Set, Share},
    paper::picture,
    secret::SecretText,
    shell::{
        ask::{self, Echo},
        explain,
        failure::{Code, Failure},
        files::{STDIN, read_text, read_text_or_picture},
        output::Voice,
        pictured,
        plan::foreign::ForeignPlan,
        sources,
        terminal::{Screen, Terminal},
    },
};

/// Shares, each with where it came from.
pub type Shares = Vec<(Source, Share)>;

/// The shares in the named files: texts with one share a line, where `#` at its beginning or behind a blank begins a
/// comment, or pictures with codes in them.
///
/// # Errors
///
/// When a file cannot be read, or something in it is no share of the format.
pub fn from_files(names: &[String], format: Format) -> Result<Shares, Failure> {
    let mut shares = Vec::new();
    for name in names {
        let bytes = read_text_or_picture(name)?;
        let shown = sources::shown(name);
        let found: Result<Shares, Failure> = if picture::Format::of(bytes.expose()).is_some() {
            let texts = pictured::texts(&shown, bytes.expose(), |text| Share::parse(format, text).is_ok());
            texts.and_then(|texts| {
                texts.into_iter().map(|(source, text)| parse(source, format, text.expose())).collect()
            })
        } else {
            sources::lines_of(&shown, bytes.expose(), before_comment).and_then(|lines| {
                lines.into_iter().map(|(source, line)| parse(source, format, line)).collect()
            })
        };
        shares.extend(found.map_err(|failure| failure.with_source(&shown))?);
        sources::refuse_too_many(&shown, shares.len())?;
    }
    Ok(shares)
}

fn parse(source: Source, format: Format, text: &str) -> Result<(Source, Share), Failure> {
    match Share::parse(format, text) {
        Ok(share) => Ok((source, share)),
        Err(error) => Err(explain::foreign::unreadable(&source, format, error)),
    }
}

/// The name in a share of ssss may hold the sign that begins comments.
fn before_comment(line: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    line.match_indices('#').find(begins).map_or(line, |(at, _)| &line[..at])
}

/// The format that the first share in the named files is unmistakably of. Whatever else is wrong is told later; a pipe
/// can be read only once, and is not looked into.
#[must_use]
pub fn recognised(names: &[String]) -> Option<Format> {
    let name = names.first()?;
    // A file may have the name that stands for standard input, which would be read here, and be empty later.
    let is_file = name != STDIN && fs::metadata(name).is_ok_and(|found| found.is_file());
    let name = is_file.then_some(name)?;
    let bytes = read_text(name).ok()?;
    let lines = sources::lines_of(name, bytes.expose(), before_comment).ok()?;
    lines.first().and_then(|(_, line)| Format::recognise(line))
}

/// Lets people type shares, each a hidden line, until there are enough; or one more, to test the others by.
///
/// # Errors
///
/// When the session ends from outside.
pub fn typed(plan: &ForeignPlan, voice: &Voice) -> Result<Shares, Failure> {
    let terminal = Terminal::open(voice, "name files with shares, or pipe them in")?;
    let mut session = terminal.session(Screen::Line)?;
    let mut texts = Vec::new();
    loop {
        let ends = if is_enough(plan, &texts) { "Enter goes on" } else { "more are needed" };
        let question =
            format!("share {} of {} (hidden, Tab shows it; {ends}): ", texts.len() + 1, plan.format);
        let text = ask::line(&mut session, &question, Echo::Hidden)?;
        match Share::parse(plan.format, text.expose()) {
            _ if text.expose().trim().is_empty() && is_enough(plan, &texts) => break,
            _ if text.expose().trim().is_empty() => session.draw("nothing was typed; Ctrl-C stops\n")?,
            Ok(_) => texts.push(text),
            Err(error) => session.draw(&format!("{error}: type it again\n"))?,
        }
    }
    let parsed = (1..).zip(&texts).map(|(at, text)| parse(Source::typed(at), plan.format, text.expose()));
    parsed.collect()
}

/// Whether the shares so far may be put together. That they contradict each other is told then.
fn is_enough(plan: &ForeignPlan, texts: &[SecretText]) -> bool {
    let shares = texts.iter().filter_map(|text| Share::parse(plan.format, text.expose()).ok()).collect();
    match Set::gather(plan.format, shares) {
        Ok(set) => match set.progress() {
            Some(progress) => progress.complete >= usize::from(progress.set.group_threshold),
            None => set.count() > 0 && set.count() >= usize::try_from(plan.threshold).unwrap_or(usize::MAX),
        },
        Err(_) => true,
    }
}

/// One typed share, for a check.
///
/// # Errors
///
/// When the session ends from outside, or nothing is typed.
pub fn one_typed(format: Format, voice: &Voice) -> Result<Shares, Failure> {
    let terminal = Terminal::open(voice, "name a file with the share, or pipe it in")?;
    let mut session = terminal.session(Screen::Line)?;
    let text = ask::line(&mut session, &format!("share of {format} (hidden, Tab shows it): "), Echo::Hidden)?;
    if text.expose().trim().is_empty() {
        return Err(Failure::new(Code::NoShare, "nothing was typed", "type one share, or name a file"));
    }
    Ok(vec![parse(Source::typed(1), format, text.expose())?])
}
