//! A file of allowed signers as `ssh-keygen -Y verify` takes it (`ssh-keygen(1)`, ALLOWED SIGNERS), as far as it can be judged
//! here: what cannot be is refused with its line, for passing over it could allow somebody whom its author did not.

use super::{PublicHalf, error::Unfit, wire};
use crate::formats::{age::base64, visible::is_printable};

/// Somebody whose signature is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedSigner {
    /// Their names, as the file has them.
    pub principals: String,
    /// Their key; none if it is of a kind that is not verified here.
    pub key: Option<PublicHalf>,
}

/// A line that is not as it should be, or asks for what is not judged here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the allowed signers is not one that quorate judges")]
pub struct UnjudgedSigner {
    /// Which, from 1.
    pub line: usize,
}

/// The only option that is judged: what the key may sign.
const NAMESPACES: &str = "namespaces=\"";

/// The signers in a file who may sign for this namespace.
///
/// # Errors
///
/// When a line is none, has an option other than `namespaces`, or names its principals by a pattern.
pub fn signers(text: &str, namespace: &str) -> Result<Vec<AllowedSigner>, UnjudgedSigner> {
    let mut allowed = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim();
        if !text.is_empty() && !text.starts_with('#') {
            allowed.extend(signer(text, namespace).map_err(|_| UnjudgedSigner { line })?);
        }
    }
    Ok(allowed)
}

/// The signer of one line; none if it is for other namespaces.
fn signer(line: &str, namespace: &str) -> Result<Option<AllowedSigner>, Unfit> {
    let (principals, rest) = word(line)?;
    let is_plain = |sign: char| is_printable(sign) && !matches!(sign, '*' | '?' | '!' | '"');
    if !principals.chars().all(is_plain) || principals.split(',').any(str::is_empty) {
        return Err(Unfit::Malformed);
    }
    let (is_meant, rest) = match rest.strip_prefix(NAMESPACES) {
        None => (true, rest),
        Some(rest) => {
            let (names, rest) = rest.split_once('"').ok_or(Unfit::Malformed)?;
            if names.contains(['*', '?', '!', ' ']) || !rest.starts_with([' ', '\t']) {
                return Err(Unfit::Malformed);
            }
            (names.split(',').any(|name| name == namespace), rest.trim_start())
        }
    };
    let (kind, rest) = word(rest)?;
    let blob = rest.split_ascii_whitespace().next().ok_or(Unfit::Malformed)?;
    let blob = base64::from_padded(blob.as_bytes()).ok_or(Unfit::Malformed)?;
    if wire::Fields::of(&blob).string()? != kind.as_bytes() {
        return Err(Unfit::Malformed);
    }
    let key = if kind.as_bytes() == wire::ED25519 { Some(wire::read(&blob)?) } else { None };
    Ok(is_meant.then(|| AllowedSigner { principals: principals.to_owned(), key }))
}

/// The first word, and what follows it, of which there must be something.
fn word(text: &str) -> Result<(&str, &str), Unfit> {
    let (word, rest) = text.split_once([' ', '\t']).ok_or(Unfit::Malformed)?;
    Ok((word, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUB: &str = include_str!("../../../tests/data/keyfiles/ed25519.pub");
    const RSA: &str = include_str!("../../../tests/data/keyfiles/rsa2048.pub");
    const SPACE: &str = "quorate-evidence";

    fn names(text: &str) -> Result<Vec<(String, bool)>, usize> {
        let read = signers(text, SPACE).map_err(|error| error.line)?;
        Ok(read.into_iter().map(|one| (one.principals, one.key.is_some())).collect())
    }

    #[test]
    fn a_file_of_signers_is_read_as_it_is_meant_or_refused_with_its_line() {
        let (key, rsa) = (PUB.trim(), RSA.trim());
        let ann = Ok(vec![("ann@desk".to_owned(), true)]);
        for (text, read) in [
            (String::new(), Ok(vec![])),
            (format!("# who\n\nann@desk {key}\n"), ann.clone()),
            (format!("ann@desk\t{key} a comment"), ann.clone()),
            (format!("ann@desk namespaces=\"file,{SPACE}\" {key}"), ann.clone()),
            (format!("ann@desk namespaces=\"file\" {key}"), Ok(vec![])),
            (format!("ann,bob {rsa}"), Ok(vec![("ann,bob".to_owned(), false)])),
            (format!("ann {key}\n*@desk {key}"), Err(2)),
            (format!("!ann {key}"), Err(1)),
            (format!("ann,,bob {key}"), Err(1)),
            (format!("ann namespaces=\"quorate*\" {key}"), Err(1)),
            (format!("ann cert-authority {key}"), Err(1)),
            (format!("ann valid-before=\"20300101\" {key}"), Err(1)),
            (format!("ann namespaces=\"{SPACE}\"{key}"), Err(1)),
            (key.to_owned(), Err(1)),
            (format!("ann {}", key.replace("AAAAC3", "AAAAC4")), Err(1)),
            (format!("ann {}", key.replacen("ssh-ed25519", "ssh-rsa", 1)), Err(1)),
            ("ann ssh-ed25519".to_owned(), Err(1)),
        ] {
            assert_eq!(names(&text), read, "{text}");
        }
    }
}
