//! A folder with the files of shares: what is secret apart from what is not, whole or not at all.

use std::path::Path;

use super::{style::PrintPlan, tool::own_digest};
use crate::{
    ceremony::print::{self, PrintFormat},
    crypto::secret::SecretBytes,
    formats::count::count,
    host::{
        console::Console,
        failure::Failure,
        files::{
            medium::{is_in_memory, warn_of_readers},
            read,
            staging::Staging,
        },
    },
    paper::{
        card::Card,
        sheet::{
            SetFacts, cover, recovery,
            sealed_share::{self, SealedFacts},
        },
    },
    slip39::Mnemonic,
    transfer::sealing::shares::ArmoredShare,
};

/// A share to be printed.
#[derive(Debug)]
pub struct Item<'a> {
    /// The name of its files, without their ending.
    pub stem: String,
    /// Its card.
    pub card: Card<'a>,
    /// The share.
    pub mnemonic: &'a Mnemonic,
    /// The line above its words.
    pub remark: String,
    /// The share as it leaves sealed, in whose place nothing else leaves.
    pub sealed: Option<&'a ArmoredShare>,
}

/// The files of a folder, as they are named within it.
#[derive(Debug, Default)]
pub struct Written {
    /// Those of each share.
    pub shares: Vec<Vec<String>>,
    /// Those that hold no secret.
    pub public: Vec<String>,
}

impl Written {
    /// The first file of the share at this place.
    #[must_use]
    pub fn first(&self, at: usize) -> Option<String> {
        self.shares.get(at)?.first().cloned()
    }
}

impl Item<'_> {
    /// The files of the share, proved, with their names.
    ///
    /// # Errors
    ///
    /// When a card does not fit on its paper, or does not give the share back.
    pub fn files(&self, plan: &PrintPlan) -> Result<Vec<(String, print::Printed)>, Failure> {
        if let Some(sealed) = self.sealed {
            return self.sealed_files(sealed, plan);
        }
        let printed = print::share(&self.card, self.mnemonic, &self.remark, &plan.formats, plan.style)?;
        Ok(printed.into_iter().map(|one| (format!("{}.{}", self.stem, one.format.ending()), one)).collect())
    }

    fn sealed_files(
        &self,
        sealed: &ArmoredShare,
        plan: &PrintPlan,
    ) -> Result<Vec<(String, print::Printed)>, Failure> {
        let name = format!("{}.age", self.stem);
        let mut files = Vec::with_capacity(2);
        if let Some(part) = self.card.part.clone().filter(|_| plan.has_card()) {
            let facts = SealedFacts {
                label: self.card.label,
                part,
                // A file that is named by numbers is not to tell whose it is.
                custodian: self.card.custodian.filter(|_| !plan.neutral_names),
                to: &sealed.recorded.to,
                by_passphrase: sealed.recorded.is_by_passphrase(),
                file: &sealed.file,
                name: &name,
                contact: self.card.contact,
                date: self.card.date,
                is_specimen: self.card.is_specimen,
            };
            let bytes = sealed_share::pdf(&facts, plan.style.paper)?;
            files.push((format!("{}.pdf", self.stem), print::Printed { format: PrintFormat::Pdf, bytes }));
        }
        let bytes = SecretBytes::copy_of(sealed.file.as_bytes());
        files.insert(0, (name, print::Printed { format: PrintFormat::Words, bytes }));
        Ok(files)
    }
}

/// Writes the files of shares, with cards the sheets that go with them, and what else is `public`, into a folder that is
/// not published yet, and publishes it.
///
/// # Errors
///
/// When the folder cannot be written, or a card cannot be made; nothing is left behind then.
pub fn folder(
    mut staging: Staging,
    items: &[Item<'_>],
    facts: &SetFacts<'_>,
    public: &[(String, Vec<u8>)],
    plan: &PrintPlan,
    console: &Console,
) -> Result<Written, Failure> {
    let mut written = Written::default();
    if plan.has_secret() {
        staging.folder(Path::new("secret"))?;
    }
    if plan.has_card() || !public.is_empty() {
        staging.folder(Path::new("public"))?;
    }
    let mut progress = console.counting("card", items.len());
    for item in items {
        progress.next();
        let mut names = Vec::new();
        if let Some(sealed) =
            item.sealed.filter(|sealed| plan.has_card() && !sealed_share::fits_code(&sealed.file))
        {
            let bytes = sealed.file.len();
            console.warn(&format!(
                "{0}.pdf has no code: {0}.age is too long for one, {bytes} bytes; keep it",
                item.stem
            ));
        }
        for (name, file) in item.files(plan)? {
            let is_public = file.format == PrintFormat::Pdf && plan.is_blank && item.sealed.is_none();
            let name = format!("{}/{name}", if is_public { "public" } else { "secret" });
            staging.file(Path::new(&name), file.bytes.expose())?;
            if is_public { written.public.push(name) } else { names.push(name) }
        }
        written.shares.push(names);
    }
    drop(progress);
    for (name, sheet) in sheets(facts, plan) {
        staging.file(Path::new(&name), sheet.expose())?;
        written.public.push(name);
    }
    for (name, bytes) in public {
        staging.file(Path::new(name), bytes)?;
        written.public.push(name.clone());
    }
    let folder = staging.publish()?;
    if plan.has_secret() {
        warn_of_readers(&folder.join("secret"), console);
    }
    Ok(written)
}

/// What goes with cards.
fn sheets(facts: &SetFacts<'_>, plan: &PrintPlan) -> Vec<(String, SecretBytes)> {
    if !plan.has_card() {
        return Vec::new();
    }
    let paper = plan.style.paper;
    let mut sheets = vec![(
        "public/recovery-sheet.pdf".to_owned(),
        recovery::pdf(facts, own_digest(), paper, plan.sheet_language),
    )];
    if let (Some(policy), Some(plan)) = (facts.policy, facts.plan) {
        sheets.push(("public/cover-sheet.pdf".to_owned(), cover::pdf(facts, policy, plan, paper)));
    }
    sheets
}

/// Says how many shares in a folder are sealed, and what to do with them.
pub fn tell_of_sealed(folder: &Path, sealed: usize, plain: usize, console: &Console) {
    let shown = read::shown(folder);
    match plain {
        0 => console.say(&format!("every share in {shown} is sealed: each opens for its holder alone")),
        _ => console
            .say(&format!("sealed in {shown}: {}; {plain} can be read by anybody", count(sealed, "share"))),
    }
    console.say("send each sealed file to its holder; a set is complete when each has sent a receipt");
}

/// Says what to do with a folder that holds enough shares to recover the key.
pub fn tell_of_quorum(folder: &Path, console: &Console) {
    let shown = read::shown(folder);
    console.say(&format!("{shown} holds a whole quorum: whoever copies it has the key"));
    console.say("copy each custodian's files to a separate medium, then destroy the folder");
    if !is_in_memory(folder) {
        console
            .say("the folder is on a disk, which may keep copies; in memory it would not: -o /dev/shm/NAME");
    }
}
