//! Why a share that is sealed to its holder does not open, and why a file holds no identity.

use crate::{
    formats::{
        age::{
            HeaderError,
            small::{SmallFileError, StanzaKind},
        },
        identity::IdentityFileError,
        pass_words::Slip,
        visible::printable,
    },
    host::failure::{Code, Failure},
};

/// Why a file holds no identity.
#[must_use]
pub fn no_identity(name: &str, error: IdentityFileError) -> Failure {
    let hint = match error {
        IdentityFileError::EncryptedAge => {
            "decrypt it into memory, for you alone: umask 077; age -d FILE > /dev/shm/identity"
        }
        IdentityFileError::EncryptedSsh => {
            "copy it into memory: install -m 600 FILE /dev/shm/key; then ssh-keygen -p -f /dev/shm/key"
        }
        IdentityFileError::OtherSsh => "only Ed25519 keys of OpenSSH open what age seals here",
        IdentityFileError::Plugin { .. } => {
            "open the share with age itself: age -d -i FILE SHARE | quorate check -"
        }
        IdentityFileError::Public { .. } => {
            "give the private half: the file that age-keygen wrote, or that of SSH without .pub"
        }
        _ => "give the file that age-keygen wrote, or an Ed25519 key of OpenSSH",
    };
    Failure::new(Code::Identity, format!("{}: {error}", printable(name)), hint)
}

/// A word of a passphrase in a file that is not in the list.
#[must_use]
pub fn slip(name: &str, slip: Slip) -> Failure {
    let hint = "look at the page with the ten words, and mend the file";
    Failure::new(Code::Identity, format!("{}: {slip}", printable(name)), hint)
}

/// Why a sealed share does not open, whatever tried to open it.
#[must_use]
pub fn unopened(shown: &str, error: SmallFileError) -> Failure {
    let (code, hint) = match &error {
        SmallFileError::SeveralRecipients { .. } | SmallFileError::SeveralBodies => (
            Code::SeveralSealed,
            "a share is sealed to one holder, in a file of its own: ask for the file as it was dealt",
        ),
        SmallFileError::WorkFactor { .. } => {
            (Code::WorkFactor, "whoever made this file wants to exhaust this machine: do not open it")
        }
        SmallFileError::TooLarge => {
            (Code::TooLarge, "give the sealed share; quorate drill --open takes large files")
        }
        SmallFileError::Stream(_)
        | SmallFileError::Header(HeaderError::Altered | HeaderError::LowOrder { .. }) => {
            (Code::SealedAltered, "use another copy of it, and find out who altered this one")
        }
        SmallFileError::Header(HeaderError::Version) => {
            (Code::SealedVersion, "use a later version of quorate, or of age")
        }
        SmallFileError::NotForThese { .. } => {
            (Code::OtherIdentity, "give the identity of its holder: --identity FILE")
        }
        _ => (Code::SealedDamaged, "use another copy of it: any copy will do"),
    };
    Failure::new(code, format!("{shown}: {error}"), hint)
}

/// A sealed share that nothing here opens; `whose` it is, if a record tells.
#[must_use]
pub fn not_for_these(shown: &str, kind: &StanzaKind, whose: Option<&str>, has_keys: bool) -> Failure {
    let sealed_to = whose.map_or_else(
        || match kind {
            StanzaKind::X25519 => "to an age recipient".to_owned(),
            StanzaKind::Hybrid => "to a hybrid age recipient".to_owned(),
            StanzaKind::Ssh { .. } => "to an SSH key".to_owned(),
            StanzaKind::Scrypt { .. } => "to a passphrase".to_owned(),
            StanzaKind::Other => "to a kind of recipient that this program does not know".to_owned(),
        },
        |whose| format!("to {whose}, by the record"),
    );
    match (kind, has_keys) {
        (StanzaKind::Other, _) => {
            let hint = "open it with age itself: age -d -i FILE SHARE | quorate check -";
            Failure::new(Code::OtherIdentity, format!("{shown}: it is sealed {sealed_to}"), hint)
        }
        (_, true) => {
            let message = format!("{shown}: no identity given here opens it: it is sealed {sealed_to}");
            Failure::new(Code::OtherIdentity, message, "give the identity of its holder: --identity FILE")
        }
        (StanzaKind::Scrypt { .. }, false) => {
            let hint = "at a terminal quorate asks for it; or a file that holds it: --identity FILE";
            Failure::new(Code::IdentityNeeded, format!("{shown}: it is sealed {sealed_to}"), hint)
        }
        (_, false) => {
            let hint = "give the identity of its holder: --identity FILE";
            Failure::new(Code::IdentityNeeded, format!("{shown}: it is sealed {sealed_to}"), hint)
        }
    }
}
