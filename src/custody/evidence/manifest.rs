//! The manifest: which files there are, with their sums. Its text has one writing, so that every program reads the same in it.

use serde::{Deserialize, Serialize};

use crate::{
    crypto::hash::{is_hash, sha256_hex},
    custody::{
        date::Date,
        kept,
        record::{DateSource, Tool},
    },
    formats::visible::all_printable,
};

/// The file.
pub const FILE: &str = "MANIFEST.json";

/// What every manifest says of itself.
pub const SCHEMA: &str = "quorate/evidence-manifest";

/// The version that is written and read.
pub const VERSION: u32 = 1;

/// Bytes of the longest manifest that is read: that of more files than a folder may have.
pub const LARGEST: usize = 1 << 20;

/// Letters of the longest ending of a report.
const LONGEST_ENDING: usize = 5;

/// The manifest of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// The number of the set.
    pub set: u16,
    /// The day as of which it was made.
    pub day: Date,
    /// Who says so.
    pub source: DateSource,
    /// Whether names were left out, and with them record, journal and reports.
    pub redacted: bool,
    /// The SHA-256 of the record's file.
    pub record: String,
    /// The SHA-256 of the journal's last line.
    pub journal_head: String,
    /// How many lines the journal has.
    pub journal_lines: usize,
    /// What made it.
    pub tool: Tool,
    /// The files, by their names in the order of the alphabet.
    pub files: Vec<ListedFile>,
}

/// A file, as the manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedFile {
    /// Its name in the folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, 64 hex digits.
    pub sha256: String,
}

impl ListedFile {
    /// What the manifest says of a file with these bytes.
    #[must_use]
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.len() as u64, sha256: sha256_hex(bytes) }
    }

    /// Whether it has these bytes.
    #[must_use]
    pub fn is(&self, bytes: &[u8]) -> bool {
        *self == Self::of(&self.name, bytes)
    }
}

/// What a file of the folder is, which its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceFile {
    /// `record.json`, as it is.
    Record,
    /// `journal.jsonl`, as it is.
    Journal,
    /// `plan.json`: the plan of the deal in its canonical form, whose SHA-256 is the plan's hash.
    Plan,
    /// `plan-today.json`: that of the day, where it is another.
    PlanToday,
    /// `receipts.txt`: the receipts of the journal, one a line.
    Receipts,
    /// `summary.json`: what is told where names were left out.
    Summary,
    /// `reports/1.pdf`: what was brought with `--report`.
    Report,
}

impl EvidenceFile {
    /// What the file with this name is; none if no such file belongs to evidence.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let fixed = [Self::Record, Self::Journal, Self::Plan, Self::PlanToday, Self::Receipts, Self::Summary];
        if let Some(file) = fixed.into_iter().find(|file| file.name() == Some(name)) {
            return Some(file);
        }
        let (number, ending) = name.strip_prefix("reports/")?.split_once('.')?;
        let is_number = number.parse::<u16>().is_ok_and(|value| value > 0 && value.to_string() == number);
        (is_number && ending == tidy_ending(ending)).then_some(Self::Report)
    }

    /// The name of its file, where there is one such file at the most.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Record => Some("record.json"),
            Self::Journal => Some("journal.jsonl"),
            Self::Plan => Some("plan.json"),
            Self::PlanToday => Some("plan-today.json"),
            Self::Receipts => Some("receipts.txt"),
            Self::Summary => Some("summary.json"),
            Self::Report => None,
        }
    }
}

/// The ending of a report's name as the folder has it: a few small letters and digits.
#[must_use]
pub fn tidy_ending(ending: &str) -> String {
    let tidy: String = ending.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_ENDING).collect();
    if tidy.is_empty() { "bin".to_owned() } else { tidy.to_ascii_lowercase() }
}

/// Why a text is no manifest, or one that nobody should follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is something else, or damaged.
    #[error("it is not a manifest, or was cut off")]
    NoManifest,
    /// It lists more files than a folder may have.
    #[error("it is longer than any manifest")]
    TooLong,
    /// It was made by a later version.
    #[error("it has version {0}, but this program reads version {VERSION}")]
    Version(u32),
    /// Programs could read different things in it.
    #[error("it is not written as quorate writes it, so programs may read different things in it")]
    OtherWriting,
    /// A name leads out of the folder.
    #[error("it lists a name that leads out of the folder")]
    Outside,
    /// Two names are one, on some systems.
    #[error("it lists names that differ in case alone, or one name twice")]
    Twins,
    /// A name that no file of evidence has.
    #[error("it lists a name that no file of evidence has")]
    OtherName,
    /// Its files do not go together, or a sum is none.
    #[error("it contradicts itself")]
    Contradiction,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// When it is none, or not in its one writing, or lists what must not be.
    pub fn read(text: &[u8]) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Begun {
            schema: String,
            version: u32,
        }
        if text.len() > LARGEST {
            return Err(ManifestError::TooLong);
        }
        let begun: Begun = serde_json::from_slice(text).map_err(|_| ManifestError::NoManifest)?;
        if begun.schema != SCHEMA {
            return Err(ManifestError::NoManifest);
        }
        if begun.version != VERSION {
            return Err(ManifestError::Version(begun.version));
        }
        let manifest: Self = serde_json::from_slice(text).map_err(|_| ManifestError::NoManifest)?;
        if manifest.text().as_bytes() != text {
            return Err(ManifestError::OtherWriting);
        }
        manifest.judge_names()?;
        if manifest.is_consistent() { Ok(manifest) } else { Err(ManifestError::Contradiction) }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        kept::text(self)
    }

    /// The SHA-256 of the file.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(self.text().as_bytes())
    }

    /// What it says of this file.
    #[must_use]
    pub fn file(&self, kind: EvidenceFile) -> Option<&ListedFile> {
        self.files.iter().find(|file| EvidenceFile::of(&file.name) == Some(kind))
    }

    fn judge_names(&self) -> Result<(), ManifestError> {
        let names = || self.files.iter().map(|file| file.name.as_str());
        let leads_out = |name: &str| {
            name.starts_with('/')
                || name.contains('\\')
                || name.split('/').any(|piece| matches!(piece, ".." | "."))
        };
        let mut lower: Vec<String> = names().map(str::to_lowercase).collect();
        lower.sort_unstable();
        let has_twins = lower.windows(2).any(|two| two[0] == two[1]);
        match () {
            () if names().any(leads_out) => Err(ManifestError::Outside),
            () if has_twins => Err(ManifestError::Twins),
            () if names().any(|name| EvidenceFile::of(name).is_none()) => Err(ManifestError::OtherName),
            () => Ok(()),
        }
    }

    fn is_consistent(&self) -> bool {
        let has = |kind| self.file(kind).is_some();
        let goes_together = if self.redacted {
            self.files.len() == 1 && has(EvidenceFile::Summary)
        } else {
            has(EvidenceFile::Record)
                && has(EvidenceFile::Journal)
                && has(EvidenceFile::Plan)
                && !has(EvidenceFile::Summary)
        };
        let sums = self.files.iter().map(|file| &file.sha256).chain([&self.record, &self.journal_head]);
        goes_together
            && sums.into_iter().all(|sum| is_hash(sum))
            && self.files.is_sorted_by(|one, next| one.name < next.name)
            && self.file(EvidenceFile::Record).is_none_or(|file| file.sha256 == self.record)
            && all_printable(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let files = ["journal.jsonl", "plan.json", "record.json", "reports/1.pdf"];
        let files: Vec<ListedFile> =
            files.map(|name| ListedFile::of(name, name.as_bytes())).into_iter().collect();
        Manifest {
            schema: SCHEMA.to_owned(),
            version: VERSION,
            set: 7,
            day: "2026-12-01".parse().unwrap(),
            source: DateSource::Given,
            redacted: false,
            record: files[2].sha256.clone(),
            journal_head: sha256_hex(b"head"),
            journal_lines: 3,
            tool: Tool {
                version: "1".to_owned(),
                sha256: sha256_hex(b"tool"),
                hardened: false,
                medium_claimed: None,
            },
            files,
        }
    }

    fn error(text: &str) -> ManifestError {
        Manifest::read(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_manifest_has_one_writing() {
        let text = sample().text();
        assert_eq!(Manifest::read(text.as_bytes()), Ok(sample()));
        for (from, to, wrong) in [
            ("\"set\": 7", "\"set\": 7,\n  \"set\": 7", ManifestError::NoManifest),
            ("\"set\": 7", "\"set\": 7,\n  \"more\": 7", ManifestError::NoManifest),
            ("\"set\": 7", "\"set\": 7.0", ManifestError::NoManifest),
            ("\"set\": 7", "\"set\":7", ManifestError::OtherWriting),
            ("\"set\": 7", "\"s\\u0065t\": 7", ManifestError::OtherWriting),
            ("plan.json", "pl\\u0061n.json", ManifestError::OtherWriting),
            ("\"hardened\": false", "\"hardened\": false,\n    \"more\": 1", ManifestError::OtherWriting),
            ("\"version\": 1", "\"version\": 2", ManifestError::Version(2)),
            ("evidence-manifest", "record", ManifestError::NoManifest),
            ("\"redacted\": false", "\"redacted\": true", ManifestError::Contradiction),
        ] {
            assert_eq!(error(&text.replacen(from, to, 1)), wrong, "{from} -> {to}");
        }
        assert_eq!(error(&format!("{text} ")), ManifestError::OtherWriting);
        assert_eq!(error(&format!("{text}{text}")), ManifestError::NoManifest);
        assert_eq!(error(&format!("\u{feff}{text}")), ManifestError::NoManifest);
        let long = " ".repeat(LARGEST + 1 - text.len());
        assert_eq!(error(&format!("{text}{long}")), ManifestError::TooLong);
        assert_eq!(error(&format!("{text}{}", &long[1..])), ManifestError::OtherWriting);
        for end in 0..text.len() {
            assert!(Manifest::read(&text.as_bytes()[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn names_stay_in_the_folder_and_are_those_of_evidence() {
        let named = |name: &str| {
            let mut manifest = sample();
            manifest.files[3].name = name.to_owned();
            Manifest::read(manifest.text().as_bytes()).map(drop)
        };
        for (name, verdict) in [
            ("reports/1.pdf", Ok(())),
            ("reports/65535.json", Ok(())),
            ("../1.pdf", Err(ManifestError::Outside)),
            ("reports/../../1.pdf", Err(ManifestError::Outside)),
            ("reports/./1.pdf", Err(ManifestError::Outside)),
            ("/etc/passwd", Err(ManifestError::Outside)),
            ("reports\\1.pdf", Err(ManifestError::Outside)),
            ("record.json", Err(ManifestError::Twins)),
            ("Record.json", Err(ManifestError::Twins)),
            ("reports/1.PDF", Err(ManifestError::OtherName)),
            ("reports/01.pdf", Err(ManifestError::OtherName)),
            ("reports/1.pdf.exe", Err(ManifestError::OtherName)),
            ("reports/0.pdf", Err(ManifestError::OtherName)),
            ("reports//1.pdf", Err(ManifestError::OtherName)),
            ("MANIFEST.json", Err(ManifestError::OtherName)),
            ("summary.json", Err(ManifestError::Contradiction)),
            ("a", Err(ManifestError::OtherName)),
        ] {
            assert_eq!(named(name), verdict, "{name}");
        }
        for (ending, tidy) in [("PDF", "pdf"), ("", "bin"), ("tar.gz", "targz"), ("\u{fc}\u{e9}", "bin")] {
            assert_eq!(tidy_ending(ending), tidy);
        }
    }
}
