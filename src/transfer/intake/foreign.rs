//! Shares of other tools, from files, pictures of codes, or people who type them.

use crate::{
    ceremony::{
        reading::{self, lines_of, pictures},
        submission::{Source, SourcePlace},
    },
    crypto::secret::SecretText,
    formats::{
        foreign::{ForeignFormat, ForeignSet, ForeignShare, is_vault_remark, vault_document, vault_labelled},
        text::before_comment,
    },
    host::{
        console::Console,
        failure::Failure,
        terminal::{
            Screen, Terminal,
            prompt::{self, Echo},
        },
    },
    paper::photo::decode,
    transfer::{
        explain,
        intake::files::{self, ShareFiles},
    },
};

/// Shares of another tool, and what is known of them before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignPlan {
    /// What made them.
    pub format: ForeignFormat,
    /// How many are needed; 0 for a format that says so itself.
    pub threshold: u32,
}

/// Shares, each with where it came from.
pub type Shares = Vec<(Source, ForeignShare)>;

/// The shares in the named files: texts with one share a line, where `#` at its beginning or behind a blank begins a
/// comment, pictures with codes in them, or what Vault printed.
///
/// # Errors
///
/// When a file cannot be read, or something in it is no share of the format.
pub fn from_files(files: &ShareFiles, format: ForeignFormat, console: &Console) -> Result<Shares, Failure> {
    files.warn_of_readers(console);
    let mut shares = Vec::new();
    for (name, bytes) in files.each() {
        let bytes = bytes?;
        let shown = files::shown(name);
        let found = in_file(&shown, bytes.expose(), format);
        shares.extend(found.map_err(|failure| failure.with_source(&shown))?);
        files::refuse_too_many(&shown, shares.len())?;
    }
    Ok(shares)
}

fn in_file(shown: &str, bytes: &[u8], format: ForeignFormat) -> Result<Shares, Failure> {
    let unusable = |error| explain::reading::unusable(shown, error);
    if decode::PictureFormat::of(bytes).is_some() {
        let is_share = |text: &str| ForeignShare::parse(format, text).is_ok();
        let (texts, unread) = pictures::texts(shown, bytes, is_share).map_err(unusable)?;
        files::tell_unread(shown, unread);
        return texts.into_iter().map(|(source, text)| parse(source, format, text.expose())).collect();
    }
    let text = reading::decoded(bytes).map_err(unusable)?;
    if let Some(texts) = vault_document(text.expose()).filter(|_| format == ForeignFormat::Vault) {
        let one_of_several = texts.len() > 1;
        let source = |key| Source { name: shown.to_owned(), place: SourcePlace::Key(key), one_of_several };
        return (1..).zip(&texts).map(|(key, text)| parse(source(key), format, text)).collect();
    }
    let mut lines = lines_of(shown, text.expose(), before_comment).map_err(unusable)?;
    // Vault says more than the shares when it prints them.
    if format == ForeignFormat::Vault && lines.iter().any(|(_, line)| vault_labelled(line).is_some()) {
        lines.retain(|(_, line)| !is_vault_remark(line));
    }
    lines.into_iter().map(|(source, line)| parse(source, format, line)).collect()
}

fn parse(source: Source, format: ForeignFormat, text: &str) -> Result<(Source, ForeignShare), Failure> {
    match ForeignShare::parse(format, text) {
        Ok(share) => Ok((source, share)),
        Err(error) => Err(explain::foreign::unreadable(&source, format, error)),
    }
}

/// The format that the first share in the first of the files, or in standard input, is unmistakably of. What else is
/// wrong is reported later.
#[must_use]
pub fn recognised(files: &ShareFiles) -> Option<ForeignFormat> {
    files.of_first(|bytes| {
        let text = reading::decoded(bytes).ok()?;
        if vault_document(text.expose()).is_some() {
            return Some(ForeignFormat::Vault);
        }
        let lines = lines_of("", text.expose(), before_comment).ok()?;
        lines.first().and_then(|(_, line)| ForeignFormat::recognise(line))
    })
}

/// Lets people type shares, each a hidden line, until there are enough; or one more, to test the others by.
///
/// # Errors
///
/// When the session ends from outside.
pub fn typed(plan: &ForeignPlan, console: &Console) -> Result<Shares, Failure> {
    let terminal = Terminal::open(console, "name files with shares, or pipe them in")?;
    let mut session = terminal.session(Screen::Line)?;
    let mut texts = Vec::new();
    loop {
        let ends = if is_enough(plan, &texts) { "Enter goes on" } else { "more are needed" };
        let question =
            format!("share {} of {} (hidden, Tab shows it; {ends}): ", texts.len() + 1, plan.format);
        let text = prompt::line(&mut session, &question, Echo::Hidden)?;
        match ForeignShare::parse(plan.format, text.expose()) {
            _ if text.expose().trim().is_empty() && is_enough(plan, &texts) => break,
            _ if text.expose().trim().is_empty() => session.draw("nothing was typed; Ctrl-C stops\n")?,
            Ok(_) => texts.push(text),
            Err(error) => session.draw(&format!("{error}: type it again\n"))?,
        }
    }
    let parsed = (1..).zip(&texts).map(|(at, text)| parse(Source::typed(at), plan.format, text.expose()));
    parsed.collect()
}

/// Whether the shares so far may be put together; that is when a contradiction among them is reported.
fn is_enough(plan: &ForeignPlan, texts: &[SecretText]) -> bool {
    let shares =
        texts.iter().filter_map(|text| ForeignShare::parse(plan.format, text.expose()).ok()).collect();
    match ForeignSet::gather(plan.format, shares) {
        Ok(set) => match set.progress() {
            Some(progress) => progress.complete >= usize::from(progress.set.group_threshold),
            None => {
                let threshold = set.threshold().map_or(plan.threshold, u32::from).max(1);
                set.count() >= usize::try_from(threshold).unwrap_or(usize::MAX)
            }
        },
        Err(_) => true,
    }
}

/// One typed share, for a check.
///
/// # Errors
///
/// When the session ends from outside.
pub fn one_typed(format: ForeignFormat, console: &Console) -> Result<Shares, Failure> {
    let terminal = Terminal::open(console, "name a file with the share, or pipe it in")?;
    let mut session = terminal.session(Screen::Line)?;
    let question = format!("share of {format} (hidden, Tab shows it): ");
    loop {
        let text = prompt::line(&mut session, &question, Echo::Hidden)?;
        match ForeignShare::parse(format, text.expose()) {
            Ok(share) => return Ok(vec![(Source::typed(1), share)]),
            Err(_) if text.expose().trim().is_empty() => session.draw("nothing was typed; Ctrl-C stops\n")?,
            Err(error) => session.draw(&format!("{error}: type it again; Ctrl-C stops\n"))?,
        }
    }
}
