//! Signatures of `ssh-keygen -Y sign` (OpenSSH, `PROTOCOL.sshsig`): a block of PEM with the key of whoever signed, what it was
//! signed for, and the signature of a hash of the message. Those of Ed25519 are verified; of other kinds nothing is told.

use super::{
    PublicHalf, curve,
    error::Unfit,
    pem,
    wire::{self, Fields},
};
use crate::crypto::hash::{sha256, sha512};

/// What the block is called, in its first and last line.
const LABEL: &str = "SSH SIGNATURE";

const BEGIN: &[u8] = b"-----BEGIN SSH SIGNATURE-----";
const END: &[u8] = b"-----END SSH SIGNATURE-----";

/// Bytes of the largest file that is read: one of RSA with 16384 bits has 6000.
const LARGEST: usize = 1 << 16;

/// Kinds of keys that `ssh-keygen -Y sign` takes, and that are not verified here.
const OTHER_KINDS: [&[u8]; 6] = [
    b"ssh-rsa",
    b"ecdsa-sha2-nistp256",
    b"ecdsa-sha2-nistp384",
    b"ecdsa-sha2-nistp521",
    b"sk-ssh-ed25519@openssh.com",
    b"sk-ecdsa-sha2-nistp256@openssh.com",
];

/// What the signature and what is signed begin with.
const MAGIC: &[u8] = b"SSHSIG";

/// The one version that there is.
const VERSION: u32 = 1;

/// A signature that confirms nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not as its format has it.
    #[error("this signature is damaged, or is no signature of ssh-keygen")]
    Malformed,
    /// Of a kind of key that is not verified here: whether it is good is not known.
    #[error("this signature is not of an Ed25519 key, and quorate verifies no others")]
    OtherKind,
    /// It was made for something else.
    #[error("this signature was made for another namespace")]
    OtherNamespace,
    /// Another message was signed, or another key signed it.
    #[error("this signature does not fit the file")]
    Wrong,
}

impl From<Unfit> for SignatureError {
    fn from(_: Unfit) -> Self {
        Self::Malformed
    }
}

impl PublicHalf {
    /// Whoever signed `message` for this `namespace`, by the armored signature in `file`.
    ///
    /// # Errors
    ///
    /// When it is no such signature, or does not fit.
    pub fn of_signature(file: &[u8], namespace: &str, message: &[u8]) -> Result<Self, SignatureError> {
        // What stands around the block would be signed by nobody, and read by some.
        let whole = file.trim_ascii_end();
        if file.len() > LARGEST || !whole.starts_with(BEGIN) || !whole.ends_with(END) {
            return Err(SignatureError::Malformed);
        }
        let blocks = pem::blocks(file)?;
        let [block] = blocks.as_slice() else { return Err(SignatureError::Malformed) };
        if !block.is(LABEL) {
            return Err(SignatureError::Malformed);
        }
        let bytes = block.bytes()?;
        let mut fields = Fields::of(bytes.expose());
        if fields.take(MAGIC.len())? != MAGIC || fields.number()? != VERSION {
            return Err(SignatureError::Malformed);
        }
        let [key, meant_for, reserved, hash, signature] =
            [fields.string()?, fields.string()?, fields.string()?, fields.string()?, fields.string()?];
        fields.end()?;
        if meant_for != namespace.as_bytes() {
            return Err(SignatureError::OtherNamespace);
        }
        let signed_hash = match hash {
            b"sha512" => sha512(message).to_vec(),
            b"sha256" => sha256(message).to_vec(),
            _ => return Err(SignatureError::Malformed),
        };
        let kind = Fields::of(key).string()?;
        if OTHER_KINDS.contains(&kind) {
            return Err(SignatureError::OtherKind);
        }
        if kind != wire::ED25519 {
            return Err(SignatureError::Malformed);
        }
        let half = wire::read(key)?;
        let mut fields = Fields::of(signature);
        let is_its_kind = fields.string()? == wire::ED25519;
        let numbers = fields.string()?;
        fields.end()?;
        let (Some(point), Ok(numbers), true) = (half.as_ed25519(), numbers.try_into(), is_its_kind) else {
            return Err(SignatureError::Malformed);
        };
        let signed =
            [MAGIC, &string(meant_for), &string(reserved), &string(hash), &string(&signed_hash)].concat();
        if curve::verifies(&point, &signed, numbers) { Ok(half) } else { Err(SignatureError::Wrong) }
    }
}

/// A string after its length. Each came from a block that is shorter than 4 GiB.
fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), bytes].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::age::base64::padded;

    const MESSAGE: &[u8] = b"checklist\n";
    const SPACE: &str = "quorate-evidence";
    /// `ssh-keygen -Y sign -f tests/data/keyfiles/ed25519.openssh -n quorate-evidence` of these bytes.
    const SIGNED: &str = include_str!("../../../tests/data/keyfiles/checklist.sig");
    const PUB: &str = include_str!("../../../tests/data/keyfiles/ed25519.pub");

    #[test]
    fn a_signature_of_openssh_names_its_key_and_fits_one_message_and_one_purpose() {
        let half = PublicHalf::of_signature(SIGNED.as_bytes(), SPACE, MESSAGE);
        assert_eq!(half, Ok(PublicHalf::read(PUB.as_bytes()).unwrap().half));
        let verdict = |file: &str, space: &str, message: &[u8]| {
            PublicHalf::of_signature(file.as_bytes(), space, message).map(drop)
        };
        assert_eq!(verdict(SIGNED, "file", MESSAGE), Err(SignatureError::OtherNamespace));
        assert_eq!(verdict(SIGNED, SPACE, b"checklist"), Err(SignatureError::Wrong));
        for damaged in ["", PUB, &SIGNED[..200], &SIGNED.repeat(2), &SIGNED.replace("SSH SIG", "SSH XIG")] {
            assert_eq!(verdict(damaged, SPACE, MESSAGE), Err(SignatureError::Malformed), "{damaged}");
        }
        // Text around the block, and more than any signature has.
        for around in [
            format!("I declare more.\n{SIGNED}"),
            format!("{SIGNED}more\n"),
            SIGNED.to_owned() + &"\n".repeat(1 << 16),
        ] {
            assert_eq!(verdict(&around, SPACE, MESSAGE), Err(SignatureError::Malformed));
        }
        for (kind, wrong) in [("ssh-rsa", SignatureError::OtherKind), ("ssh-foo", SignatureError::Malformed)]
        {
            let key = string(&string(kind.as_bytes()));
            let rest = [SPACE, "", "sha512", ""].map(|field| string(field.as_bytes())).concat();
            let blob = [MAGIC, &VERSION.to_be_bytes(), &key, &rest].concat();
            let text = padded(&blob);
            let file = format!("-----BEGIN {LABEL}-----\n{text}\n-----END {LABEL}-----\n");
            assert_eq!(verdict(&file, SPACE, MESSAGE), Err(wrong), "{kind}");
        }
        // Every other sign of base64 makes it another signature, or none.
        let begins = SIGNED.find('\n').unwrap() + 1;
        for (at, sign) in SIGNED.char_indices().skip(begins).filter(|(_, sign)| sign.is_alphanumeric()) {
            let mut changed = SIGNED.to_owned();
            changed.replace_range(at..=at, if sign == 'A' { "B" } else { "A" });
            assert!(verdict(&changed, SPACE, MESSAGE).is_err(), "{changed}");
        }
    }
}
