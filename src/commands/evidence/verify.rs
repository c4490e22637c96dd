//! A folder of evidence is verified: first that the files are those of the manifest, and nothing else; then what they say, in
//! `judge`; then who vouches for them.

use std::collections::BTreeSet;

use super::{
    answer::{Flaw, Signed, Verified, Vouched, VouchedBy, Worth},
    judge,
    look::{Found, look},
    request::Verifying,
};
use crate::{
    crypto::hash::sha256_hex,
    custody::evidence::{
        NAMESPACE, checklist,
        manifest::{self, Manifest},
    },
    formats::{
        keyfile::{PublicHalf, SignatureError, allowed::AllowedSigner},
        suspicion::may_be_secret,
        visible::printable,
    },
    host::{
        failure::Failure,
        files::tree::{self, EntryKind},
    },
};

/// Verifies the folder.
///
/// # Errors
///
/// When it cannot be read, or something in it looks like a share or a key.
pub(super) fn verify(request: &Verifying) -> Result<Verified, Failure> {
    let mut verified = Verified::begun();
    let found = read(request, &mut verified)?;
    let mut manifest = None;
    match found.get(manifest::FILE) {
        None => verified.add(Flaw::Missing, Some(manifest::FILE), format!("{} is not there", manifest::FILE)),
        Some(text) => {
            verified.manifest_sha256 = Some(sha256_hex(text));
            match Manifest::read(text) {
                Ok(read) => manifest = Some(read),
                Err(error) => {
                    let told = format!("{}: {error}", manifest::FILE);
                    verified.add(Flaw::Manifest, Some(manifest::FILE), told);
                }
            }
        }
    }
    if let Some(manifest) = &manifest {
        compare(manifest, &found, &mut verified);
        signatures(request, &found, &mut verified);
        judge::judge(request, manifest, &found, &mut verified);
    }
    conclude(request, &mut verified);
    Ok(verified)
}

/// Reads all that is there, and looks into it.
fn read(request: &Verifying, verified: &mut Verified) -> Result<Found, Failure> {
    let mut found = Found::new();
    let mut lower = BTreeSet::new();
    let mut allowance = tree::Allowance::of_a_folder();
    for (name, kind) in tree::entries(&request.folder)? {
        let told = told(&name);
        if !lower.insert(name.to_lowercase()) {
            let text = format!("{told}: another name differs from it in case alone");
            verified.add(Flaw::Twins, Some(&told), text);
        }
        if kind == EntryKind::Other {
            let text = format!("{told} is no file: a link, a pipe or an empty folder");
            verified.add(Flaw::NoFile, Some(&told), text);
            continue;
        }
        let bytes = allowance.read(&request.folder.join(&name))?;
        if !look(&told, &bytes)? {
            verified.not_looked_into.push(told);
        }
        found.insert(name, bytes);
    }
    Ok(found)
}

/// The name of a file as it is told: nobody wrote it but whoever made the folder.
fn told(name: &str) -> String {
    if may_be_secret(name) {
        "a file whose name looks like a share or a key".to_owned()
    } else {
        printable(name)
    }
}

/// Compares the files that are there with those that are listed.
fn compare(manifest: &Manifest, found: &Found, verified: &mut Verified) {
    for listed in &manifest.files {
        let name = listed.name.as_str();
        match found.get(name) {
            None => verified.add(Flaw::Missing, Some(name), format!("{name} is not there")),
            Some(bytes) if listed.is(bytes) => verified.files += 1,
            Some(_) => {
                let text = format!("{name} is not the file that the manifest lists");
                verified.add(Flaw::Changed, Some(name), text);
            }
        }
    }
    let is_listed = |name: &str| {
        matches!(name, manifest::FILE | checklist::FILE)
            || checklist::is_signature(name)
            || manifest.files.iter().any(|listed| listed.name == name)
    };
    for name in found.keys().filter(|name| !is_listed(name)) {
        let told = told(name);
        verified.add(Flaw::NotListed, Some(&told), format!("{told} is not listed in the manifest"));
    }
    match found.get(checklist::FILE) {
        None => {
            verified.add(Flaw::Missing, Some(checklist::FILE), format!("{} is not there", checklist::FILE));
        }
        Some(text) if checklist::fits(text, manifest) => {}
        Some(_) => {
            let text = format!("{} is not that of this manifest", checklist::FILE);
            verified.add(Flaw::Checklist, Some(checklist::FILE), text);
        }
    }
}

/// Judges the signatures of the checklist.
fn signatures(request: &Verifying, found: &Found, verified: &mut Verified) {
    let Some(message) = found.get(checklist::FILE) else { return };
    for (name, file) in found.iter().filter(|(name, _)| checklist::is_signature(name)) {
        let signed =
            signed(name, PublicHalf::of_signature(file, NAMESPACE, message), request.signers.as_deref());
        match signed {
            Ok(signed) => verified.signatures.push(signed),
            Err(error) => {
                verified.add(Flaw::Signature, Some(name), format!("{name}: {error}"));
                let file = name.clone();
                verified.signatures.push(Signed { file, verdict: Worth::Wrong, key: None, principals: None });
            }
        }
    }
}

fn signed(
    name: &str,
    half: Result<PublicHalf, SignatureError>,
    signers: Option<&[AllowedSigner]>,
) -> Result<Signed, SignatureError> {
    let file = name.to_owned();
    let half = match half {
        Ok(half) => half,
        Err(SignatureError::OtherKind) => {
            return Ok(Signed { file, verdict: Worth::CannotTell, key: None, principals: None });
        }
        Err(error) => return Err(error),
    };
    let signer = signers.unwrap_or_default().iter().find(|signer| signer.key.as_ref() == Some(&half));
    Ok(Signed {
        file,
        verdict: if signer.is_some() { Worth::Allowed } else { Worth::Unknown },
        key: Some(half.ssh_fingerprint()),
        principals: signer.map(|signer| signer.principals.clone()),
    })
}

/// Says who vouches for it, and what that comes to.
fn conclude(request: &Verifying, verified: &mut Verified) {
    if let (Some(expected), Some(sum)) = (&request.expect_manifest, &verified.manifest_sha256) {
        if expected == sum {
            verified.vouched_by.push(VouchedBy::Sum);
        } else {
            let text = "the manifest does not have the SHA-256 that was expected";
            verified.add(Flaw::OtherManifest, Some(manifest::FILE), text);
        }
    }
    if verified.signatures.iter().any(|signed| signed.verdict == Worth::Allowed) {
        verified.vouched_by.push(VouchedBy::Signature);
    } else if request.signers.is_some() {
        let why = match verified.signatures.first() {
            None => "nobody has signed the checklist",
            Some(_) => "no signature is known to be that of an allowed signer",
        };
        verified.untold.push(why.to_owned());
    }
    if request.expect_manifest.is_none() && request.signers.is_none() {
        verified.untold.push("it is only consistent with itself: nobody vouches for the manifest".to_owned());
    }
    if verified.redacted {
        verified.untold.push("names were left out: chains cannot be verified from a summary".to_owned());
    }
    verified.verdict = match (verified.wrong.is_empty(), verified.untold.is_empty()) {
        (false, _) => Vouched::No,
        (true, false) => Vouched::CannotTell,
        (true, true) => Vouched::Yes,
    };
}
