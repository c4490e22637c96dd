//! What `evidence` answers: what was made, and what a folder is found to be.

use std::{borrow::Cow, fmt::Write as _};

use serde::Serialize;

use crate::{
    custody::evidence::clauses::Evident,
    formats::{count::count, visible::printable},
    host::{
        console,
        document::is_false,
        failure::{Code, Failure},
    },
};

/// A folder that was made.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FolderMade {
    /// The folder.
    pub(super) folder: String,
    /// The SHA-256 of its manifest, to be told over another channel.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub(super) manifest_sha256: String,
    /// Whether names were left out.
    pub(super) redacted: bool,
    /// The files that the manifest lists.
    pub(super) files: Vec<String>,
    /// Those of them that no program has looked into.
    pub(super) not_looked_into: Vec<String>,
}

impl console::Answer for FolderMade {
    fn text(&self) -> Cow<'_, [u8]> {
        let mut text = format!("{}: {}\n", self.folder, count(self.files.len(), "file"));
        for name in &self.not_looked_into {
            let _ = writeln!(text, "not looked into: {name}");
        }
        let _ = writeln!(text, "manifest: {}", self.manifest_sha256);
        text.into_bytes().into()
    }
}

/// Whether a folder is what those vouch for who were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Vouched {
    /// It is: somebody vouches for the manifest, and nothing contradicts it.
    Yes,
    /// Something is not as it must be.
    No,
    /// Nothing is wrong, and nobody says that nothing was changed.
    CannotTell,
}

/// Who vouches for the manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VouchedBy {
    /// Whoever gave its SHA-256.
    Sum,
    /// Somebody who may sign.
    Signature,
}

/// What a folder is found to be.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Verified {
    /// Whether it is what somebody vouches for.
    pub(super) verdict: Vouched,
    /// Who does.
    pub(super) vouched_by: Vec<VouchedBy>,
    /// Why the verdict is not yes, where nothing is wrong.
    pub(super) untold: Vec<String>,
    /// What is wrong.
    pub(super) wrong: Vec<Wrong>,
    /// The SHA-256 of its manifest.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub(super) manifest_sha256: Option<String>,
    /// The number of the set.
    pub(super) set: Option<u16>,
    /// The day as of which it was made.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::DAY)))]
    pub(super) day: Option<String>,
    /// Whether names were left out.
    pub(super) redacted: bool,
    /// How many files are as the manifest lists them.
    pub(super) files: usize,
    /// The SHA-256 of the record's file.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HASH)))]
    pub(super) record_sha256: Option<String>,
    /// The code of the journal's head.
    #[cfg_attr(test, schemars(regex(pattern = crate::formats::pattern::HEAD)))]
    pub(super) journal_head: Option<String>,
    /// How many lines of the journal are bound to one another.
    pub(super) journal_lines: usize,
    /// How many receipts prove what they say.
    pub(super) receipts: usize,
    /// The signatures of the checklist.
    pub(super) signatures: Vec<Signed>,
    /// What an auditor asks for, and whether the files show it.
    pub(super) clauses: Vec<ClauseTold>,
    /// The lines of the journal, from 1, whose report is not in the folder, or not both files of it.
    pub(super) reports_not_here: Vec<usize>,
    /// The lines of the journal that do not count.
    pub(super) without_effect: Vec<Idle>,
    /// The files that no program has looked into.
    pub(super) not_looked_into: Vec<String>,
}

/// A line of a journal that does not count.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Idle {
    /// Which, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub(super) line: usize,
    /// Why.
    pub(super) why: String,
}

/// Something that is wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Wrong {
    /// What it is about.
    pub(super) about: Flaw,
    /// The file, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    /// The same for people.
    pub(super) text: String,
}

/// What is wrong in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// The manifest is none, or lists what must not be.
    Manifest,
    /// It has another SHA-256 than was expected.
    OtherManifest,
    /// The checklist is not that of the manifest.
    Checklist,
    /// A file is not there.
    Missing,
    /// A file has other bytes than the manifest says.
    Changed,
    /// A file is there that the manifest does not list.
    NotListed,
    /// A link, a pipe, or an empty folder is there.
    NoFile,
    /// Two names differ in case alone.
    Twins,
    /// A document in which programs may read different things.
    Ambiguous,
    /// The record is none.
    Record,
    /// The journal is not as it was written, or not that of the record.
    Journal,
    /// The journal never had the head that was expected.
    OtherHead,
    /// A file does not follow from record and journal.
    NotDerived,
    /// A receipt proves nothing.
    Receipt,
    /// A report is of another record, or the journal says something else.
    Report,
    /// A signature is damaged, or of something else.
    Signature,
}

/// A signature of the checklist.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Signed {
    /// The file.
    pub(super) file: String,
    /// What it is worth.
    pub(super) verdict: Worth,
    /// The fingerprint of the key, if the signature is good.
    pub(super) key: Option<String>,
    /// Whose key it is, by the allowed signers.
    pub(super) principals: Option<String>,
}

/// What a signature is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// It fits, and its key is that of an allowed signer.
    Allowed,
    /// It fits, but nobody says whose key that is.
    Unknown,
    /// It is of a kind of key that is not verified here.
    CannotTell,
    /// It does not fit.
    Wrong,
}

/// A clause, and whether the files show what it asks for.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClauseTold {
    /// Its short name.
    pub(super) id: &'static str,
    /// What it asks for.
    pub(super) asks: &'static str,
    /// Whether the files show it.
    pub(super) files: Evident,
    /// Present if it was said that it is not asked for here.
    #[serde(skip_serializing_if = "is_false")]
    #[cfg_attr(test, schemars(extend("const" = true)))]
    pub(super) accepted: bool,
}

impl Verified {
    /// What nothing but an empty folder is.
    pub(super) const fn begun() -> Self {
        Self {
            verdict: Vouched::No,
            vouched_by: Vec::new(),
            untold: Vec::new(),
            wrong: Vec::new(),
            manifest_sha256: None,
            set: None,
            day: None,
            redacted: false,
            files: 0,
            record_sha256: None,
            journal_head: None,
            journal_lines: 0,
            receipts: 0,
            signatures: Vec::new(),
            clauses: Vec::new(),
            reports_not_here: Vec::new(),
            without_effect: Vec::new(),
            not_looked_into: Vec::new(),
        }
    }

    /// Adds something that is wrong. Names and what stands in files were written by whoever made the folder: here all of it is
    /// made printable.
    pub(super) fn add(&mut self, about: Flaw, file: Option<&str>, text: impl AsRef<str>) {
        self.wrong.push(Wrong { about, file: file.map(printable), text: printable(text.as_ref()) });
    }

    /// The clauses that are asked for, and that the files do not show.
    fn open(&self, files: Evident) -> impl Iterator<Item = &ClauseTold> {
        self.clauses.iter().filter(move |one| one.files == files && !one.accepted)
    }

    /// The failure that it comes to, if it does.
    pub(super) fn failure(&self) -> Option<Failure> {
        if let Some(first) = self.wrong.first() {
            let more = match self.wrong.len() {
                1 => String::new(),
                number => format!(", and {} more", number - 1),
            };
            let hint = "ask its maker for another copy, and for the SHA-256 of its manifest";
            return Some(Failure::new(Code::Evidence, format!("{}{more}", first.text), hint));
        }
        if let Some(first) = self.untold.first() {
            let hint = "--expect-manifest or --allowed-signers says who vouches for it";
            return Some(Failure::new(Code::CannotTell, first.clone(), hint));
        }
        let told = |files| {
            let ids: Vec<&str> = self.open(files).map(|one| one.id).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        if let Some(missing) = told(Evident::Missing) {
            let message = format!("the files do not show what is asked for: {missing}");
            let hint = "--accept-missing CLAUSE for what is not asked for here";
            return Some(Failure::new(Code::EvidenceMissing, message, hint));
        }
        let unclear = told(Evident::CannotTell)?;
        let message = format!("the files cannot tell whether they show what is asked for: {unclear}");
        Some(Failure::new(
            Code::CannotTell,
            message,
            "--accept-missing CLAUSE for what is not asked for here",
        ))
    }
}

impl console::Answer for Verified {
    fn text(&self) -> Cow<'_, [u8]> {
        let mut text = String::new();
        if let (Some(set), Some(day)) = (self.set, &self.day) {
            let files = count(self.files, "file");
            let _ = writeln!(text, "evidence of set {set} as of {day}: {files} as listed");
        }
        let sums = [("manifest", &self.manifest_sha256), ("record", &self.record_sha256)];
        for (what, sum) in sums.into_iter().filter_map(|(what, sum)| Some((what, sum.as_ref()?))) {
            let _ = writeln!(text, "{what}: {sum}");
        }
        if let Some(head) = &self.journal_head {
            let _ = writeln!(text, "journal head: {head} ({})", count(self.journal_lines, "line"));
            let _ = writeln!(text, "receipts that prove what they say: {}", self.receipts);
        }
        for signed in &self.signatures {
            let _ = writeln!(text, "{}: {}", signed.file, told_signature(signed));
        }
        for name in &self.not_looked_into {
            let _ = writeln!(text, "not looked into: {name}");
        }
        for line in &self.reports_not_here {
            let _ = writeln!(text, "not here: a report that line {line} of the journal names");
        }
        for Idle { line, why } in &self.without_effect {
            let _ = writeln!(text, "does not count: line {line} of the journal: {why}");
        }
        for Wrong { text: wrong, .. } in &self.wrong {
            let _ = writeln!(text, "wrong: {wrong}");
        }
        for asked in &self.clauses {
            let ClauseTold { id, asks, files, accepted } = asked;
            let what = match (files, accepted) {
                (Evident::Shown, _) => "shown",
                (_, true) => "not asked for",
                (Evident::Missing, false) => "missing",
                (Evident::CannotTell, false) => "cannot tell",
            };
            let _ = writeln!(text, "{what}: {id}: {asks}");
        }
        let _ = match self.verdict {
            Vouched::Yes => writeln!(text, "verdict: as it was vouched for"),
            Vouched::No => writeln!(text, "verdict: not as it should be"),
            Vouched::CannotTell => writeln!(text, "verdict: cannot tell: {}", self.untold.join("; ")),
        };
        text.into_bytes().into()
    }
}

fn told_signature(signed: &Signed) -> String {
    let key = signed.key.as_deref().unwrap_or_default();
    match (signed.verdict, &signed.principals) {
        (Worth::Allowed, Some(principals)) => format!("signed by {principals}, {key}"),
        (Worth::Allowed | Worth::Unknown, _) => format!("signed by {key}; nobody says whose key that is"),
        (Worth::CannotTell, _) => "of a kind of key that quorate does not judge".to_owned(),
        (Worth::Wrong, _) => "wrong".to_owned(),
    }
}
