//! The checklist: what people declare when they sign, and the sums that they declare it of. Its lines are comments and sums as
//! `sha256sum` has them, so that `sha256sum -c` reads it, too.

use std::fmt::Write as _;

use super::{
    NAMESPACE,
    manifest::{self, ListedFile, Manifest},
};
use crate::crypto::hash::code;

/// The file.
pub const FILE: &str = "CHECKLIST.txt";

/// What names of its signatures end with.
const SIGNATURE: &str = ".sig";

/// Letters of the longest name between the two: a share has more.
const LONGEST_NAME: usize = 32;

/// The checklist of a folder with this manifest; `unread` are the files that no program looked into.
#[must_use]
pub fn text(manifest: &Manifest, unread: &[String]) -> String {
    let Manifest { set, day, record, journal_head, .. } = manifest;
    let mut text = format!(
        "# Checklist of the evidence of set {set} as of {day}, made by quorate {}.\n\
         # Whoever signs this file declares what stands at each [ ].\n\
         #   sign:    ssh-keygen -Y sign -f KEY -n {NAMESPACE} {FILE}\n\
         #   verify:  quorate evidence --verify FOLDER --allowed-signers FILE\n\
         #   sums:    sha256sum -c {FILE}\n#\n\
         # [ ] The head of the journal is that which I hold: {}\n\
         # [ ] The SHA-256 of the record is that on the cover sheet: {}\n\
         # [ ] I have read the files that are listed below.\n\
         # [ ] I know of nothing that they should say and do not.\n",
        manifest.tool.version,
        code(journal_head),
        code(record),
    );
    for name in unread {
        text.push_str(&unread_line(name));
    }
    text.push_str("#\n");
    for (name, sum) in sums(manifest) {
        let _ = writeln!(text, "{sum}  {name}");
    }
    text
}

/// The files with their sums, that of the manifest first.
fn sums(manifest: &Manifest) -> Vec<(String, String)> {
    let listed = manifest.files.iter().map(|file| (file.name.clone(), file.sha256.clone()));
    [(manifest::FILE.to_owned(), manifest.hash())].into_iter().chain(listed).collect()
}

/// Whether a checklist is one of this manifest: line by line what [`text`] writes, with a cross in a box or none. Which files
/// nobody had looked into, another version may have seen otherwise.
#[must_use]
pub fn fits(text: &[u8], manifest: &Manifest) -> bool {
    let Ok(text) = str::from_utf8(text) else { return false };
    let empty = |line: &str| match line.strip_prefix("# [x] ") {
        Some(declared) => format!("# [ ] {declared}\n"),
        None => format!("{line}\n"),
    };
    let found: String = text.lines().map(empty).collect();
    let is_named = |file: &&ListedFile| found.contains(&unread_line(&file.name));
    let unread: Vec<String> = manifest.files.iter().filter(is_named).map(|file| file.name.clone()).collect();
    text.ends_with('\n') && !text.contains('\r') && found == self::text(manifest, &unread)
}

/// The line of a file that no program looked into.
fn unread_line(name: &str) -> String {
    format!("# [ ] I have looked at every page of {name}: no program has read it.\n")
}

/// Whether a file with this name is a signature of the checklist: `CHECKLIST.txt.sig`, and with a name between the two where
/// several sign.
#[must_use]
pub fn is_signature(name: &str) -> bool {
    let between = name.strip_prefix(FILE).and_then(|rest| rest.strip_suffix(SIGNATURE));
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    between.is_some_and(|name| {
        name.is_empty()
            || name
                .strip_prefix('.')
                .is_some_and(|name| (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(is_plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_known_by_their_names() {
        for name in ["CHECKLIST.txt.sig", "CHECKLIST.txt.ann.sig", "CHECKLIST.txt.ann-2_b.sig"] {
            assert!(is_signature(name), "{name}");
        }
        for name in [
            "CHECKLIST.txt",
            "CHECKLIST.txt..sig",
            "CHECKLIST.txt.a.b.sig",
            "checklist.txt.sig",
            "x/CHECKLIST.txt.sig",
            "CHECKLIST.txtann.sig",
            "CHECKLIST.txt.L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ.sig",
        ] {
            assert!(!is_signature(name), "{name}");
        }
    }
}
