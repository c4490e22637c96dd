//! The key in a sealed file against its public half, as a host, an authority or an address book has it.

use super::open::SealedFile;
use crate::{
    crypto::secret::SecretBytes,
    custody::record::Record,
    formats::{
        age::Identity,
        count::count,
        keyfile::{GivenHalf, PrivateFileError, PublicFileError, PublicHalf},
        public::PublicValue,
    },
    host::{
        console::Console,
        failure::{Code, Failure},
        files::read::read_input,
    },
    transfer::explain::expected::shortened,
};

/// Bytes of the largest key file that is looked into.
const LARGEST: usize = 64 << 10;

/// A public half that the key in a sealed file must have.
#[derive(Clone, Debug)]
pub struct ExpectedHalf {
    /// What it is called, once the key has it: its file as it was named, or the value itself.
    name: String,
    sought: Sought,
}

#[derive(Clone, Debug)]
enum Sought {
    Whole(GivenHalf),
    /// What OpenSSH shows of one.
    Fingerprint(String),
}

impl ExpectedHalf {
    /// Reads files of public halves: in each a `.pub` line, a public key in PEM, or a certificate, of which the first alone counts.
    ///
    /// # Errors
    ///
    /// When one is none, or holds a private key.
    pub fn read_all(names: &[String], console: &Console) -> Result<Vec<Self>, Failure> {
        names.iter().map(|name| Self::read(name, console)).collect()
    }

    fn read(name: &str, console: &Console) -> Result<Self, Failure> {
        let given = PublicHalf::read(read_input(name)?.expose())?;
        if given.others > 0 {
            let more = count(given.others, "more certificate");
            console.warn(&format!("{more} in the file of --expect-file: only the first counts"));
        }
        if given.is_certified {
            console.say("only the certificate's key is compared: nothing says that the certificate is valid");
        }
        Ok(Self { name: name.to_owned(), sought: Sought::Whole(given) })
    }

    /// Takes lines of OpenSSH and its fingerprints out of the values that are expected: where a file is sealed, they are of the
    /// key in it, for the shares hold no such key.
    ///
    /// # Errors
    ///
    /// When one is mistyped, or of a kind that cannot be compared.
    pub fn take_from(values: &mut Vec<String>) -> Result<Vec<Self>, Failure> {
        let is_one =
            |value: &mut String| PublicHalf::is_meant(value) || value.trim().starts_with(FINGERPRINT);
        values.extract_if(.., is_one).map(|value| Self::typed(value.trim())).collect()
    }

    fn typed(value: &str) -> Result<Self, Failure> {
        let sought = if PublicHalf::is_meant(value) {
            Sought::Whole(PublicHalf::read(value.as_bytes())?)
        } else {
            PublicValue::read(value)?;
            Sought::Fingerprint(value.trim_end_matches('=').to_owned())
        };
        Ok(Self { name: shortened(value), sought })
    }

    /// Those that a record holds.
    pub fn recorded(record: &Record) -> impl Iterator<Item = Self> {
        let keys = record.proved.iter().filter(|value| value.is_key_file());
        let fingerprints = keys.filter_map(|value| value.value.as_deref());
        fingerprints
            .map(|known| Self { name: known.to_owned(), sought: Sought::Fingerprint(known.to_owned()) })
    }

    fn is_of(&self, key: &PublicHalf) -> bool {
        match &self.sought {
            Sought::Whole(given) => given.half == *key,
            Sought::Fingerprint(fingerprint) => *fingerprint == key.ssh_fingerprint(),
        }
    }

    const fn is_certified(&self) -> bool {
        matches!(self.sought, Sought::Whole(GivenHalf { is_certified: true, .. }))
    }
}

/// What the fingerprints of OpenSSH begin with.
const FINGERPRINT: &str = "SHA256:";

impl From<PublicFileError> for Failure {
    fn from(error: PublicFileError) -> Self {
        let hint = match error {
            PublicFileError::IsPrivate => "give the public half: the .pub file, or the certificate",
            _ => "give a .pub file, a public key in PEM, or a certificate",
        };
        Self::new(Code::PublicValue, error.to_string(), hint)
    }
}

/// Compares the private key in these bytes with every half that is expected, and says so. Its fingerprint comes back; none
/// where nothing is expected.
///
/// # Errors
///
/// When it is another key (6), the file contradicts itself or is damaged (3), or nobody can tell (6).
pub fn judge(
    halves: &[ExpectedHalf],
    key_file: &SecretBytes,
    console: &Console,
) -> Result<Option<String>, Failure> {
    if halves.is_empty() {
        return Ok(None);
    }
    let derived = PublicHalf::of_private(key_file).map_err(of_key_file)?;
    if let Some(other) = halves.iter().find(|one| !one.is_of(&derived)) {
        let message = if other.is_certified() {
            "the sealed key is not the key of the certificate that was expected"
        } else {
            "the sealed key is not that of the public half that was expected"
        };
        return Err(Failure::new(
            Code::OtherKey,
            message,
            "use the sealed file of that key, or the public half of this one",
        ));
    }
    for half in halves {
        console.say(&format!("{} is the public half of the sealed key, {derived}", half.name));
    }
    Ok(Some(derived.ssh_fingerprint()))
}

/// Opens a sealed file with this identity, and compares the key in it. Nothing of it is written.
///
/// # Errors
///
/// As for [`judge`], and when the file does not open.
pub fn judge_sealed(
    halves: &[ExpectedHalf],
    file: &SealedFile,
    identity: &Identity,
    console: &Console,
) -> Result<Option<String>, Failure> {
    if halves.is_empty() {
        return Ok(None);
    }
    let (mut filled, mut is_larger) = (0, false);
    let mut room = SecretBytes::build(LARGEST, |_| {});
    let gather = |piece: &[u8]| {
        match room.expose_mut().get_mut(filled..filled + piece.len()) {
            Some(place) => {
                place.copy_from_slice(piece);
                filled += piece.len();
            }
            None => is_larger = true,
        }
        Ok(())
    };
    file.open(identity, false, gather, console)?;
    if is_larger {
        return Err(of_key_file(PrivateFileError::Unrecognised));
    }
    judge(halves, &SecretBytes::copy_of(&room.expose()[..filled]), console)
}

fn of_key_file(error: PrivateFileError) -> Failure {
    match error {
        PrivateFileError::Contradicts => Failure::new(
            Code::MalformedKey,
            error.to_string(),
            "the file is damaged, or was made to deceive: compare it with another copy",
        ),
        PrivateFileError::Malformed => {
            Failure::new(Code::MalformedKey, error.to_string(), "compare the file with another copy")
        }
        PrivateFileError::Encrypted => Failure::new(
            Code::CannotTell,
            format!("cannot tell whose it is: {error}"),
            "only the program that made it can open it, with its own passphrase",
        ),
        PrivateFileError::OtherKind | PrivateFileError::Several | PrivateFileError::Unrecognised => {
            Failure::new(
                Code::CannotTell,
                "cannot tell: what is sealed is not a key file that quorate can compare",
                "quorate compares OpenSSH, PKCS#8, PKCS#1 and SEC1 files, not encrypted, with one key",
            )
        }
    }
}
