//! Where the key of a split comes from.

use crate::{
    commands::{
        options::{
            choices::{Bip39As, Bits, KeyKindChoice},
            foreign::{Unconfirmed, refuse_misplaced, refuse_ours},
        },
        split::options::Options,
    },
    custody::plan::Plan,
    formats::key::Language,
    host::{console::Machine, failure::Failure, files::read::STDIN},
    transfer::{
        intake::{
            files::ShareFiles,
            foreign::{ForeignPlan, recognised},
            keyring::Keyring,
            sources::ShareSource,
        },
        sealing::seal::ToSeal,
    },
};

/// Where the key of a split comes from.
#[derive(Debug)]
pub enum KeySource {
    /// A key that was never shared.
    Key(GivenSource),
    /// Shares that another tool made.
    Foreign(ForeignPlan, ShareSource),
    /// The shares of an old set.
    Shares(ShareFiles),
    /// A fresh identity, to which this file is sealed.
    Seal(ToSeal),
}

/// Where a key comes from that was never shared.
#[derive(Debug)]
pub enum GivenSource {
    /// So many fresh bytes.
    Fresh(usize),
    /// A file or standard input.
    File(String, GivenKind),
    /// The terminal.
    Typed(GivenKind),
}

/// What a given key is.
#[derive(Clone, Debug)]
pub struct GivenKind {
    /// The kind.
    pub kind: KeyKindChoice,
    /// What of BIP-39 words is shared.
    pub bip39_as: Bip39As,
    /// The BIP-39 list.
    pub language: Option<Language>,
    /// Where the BIP-39 passphrase is.
    pub bip39_passphrase_file: Option<String>,
}

/// The kind of key, as it was typed or planned.
pub(super) fn kind(typed: &Options, plan: &Plan) -> Result<KeyKindChoice, Failure> {
    let planned = plan.key.as_deref().and_then(KeyKindChoice::named);
    if typed.seal.is_some() && planned.is_some_and(|planned| planned != KeyKindChoice::Age) {
        let hint = "in the plan, leave key out, or write key = \"age\"";
        return Err(Failure::usage(
            "a file is sealed to an age identity, but the plan names another kind of key",
            hint,
        ));
    }
    match (typed.kind, planned) {
        (Some(typed), Some(planned)) if typed != planned && typed != KeyKindChoice::Auto => {
            Err(Failure::usage("--kind differs from the key in the plan", "leave it out, or change the plan"))
        }
        (typed, planned) => Ok(planned.or(typed).unwrap_or_default()),
    }
}

pub(super) fn key_source(
    typed: &Options,
    kind: KeyKindChoice,
    machine: Machine,
    stdin_taken: bool,
    will_prove: bool,
) -> Result<KeySource, Failure> {
    let is_given = typed.generate.is_none() && typed.from.is_empty() && typed.seal.is_none();
    let is_bip39 = is_given && matches!(kind, KeyKindChoice::Auto | KeyKindChoice::Bip39);
    for (name, is_there) in [
        ("--bip39-as", typed.bip39_as.is_some()),
        ("--bip39-passphrase-file", typed.bip39_passphrase_file.is_some()),
        ("--language", typed.language.is_some()),
    ] {
        // The new record of old shares may prove words that the old one knows, and values that it holds.
        let may_prove = !typed.expecting.values.is_empty()
            || (name == "--bip39-passphrase-file" && typed.old_record.is_some());
        if is_there && !is_bip39 && (name == "--bip39-as" || !may_prove) {
            let hint = "leave it out, or give the words and --kind bip39";
            return Err(Failure::usage(format!("{name} requires BIP-39 words"), hint));
        }
    }
    if let Some(bits) = typed.generate {
        return Ok(KeySource::Key(GivenSource::Fresh(match bits {
            Bits::B128 => 16,
            Bits::B256 => 32,
        })));
    }
    let files = ShareFiles::new(typed.from.clone(), Keyring::read(&typed.opening.identities, machine)?);
    let format = typed.from_format.or_else(|| recognised(&files));
    if format.is_none() {
        refuse_misplaced(&typed.unconfirmed)?;
    }
    if let Some(file) = &typed.seal {
        return Ok(KeySource::Seal(ToSeal::new(file)?));
    }
    if !typed.from.is_empty() {
        let Some(format) = format else { return Ok(KeySource::Shares(files)) };
        let ours = [
            ("--old-passphrase", typed.old_passphrase),
            ("--old-passphrase-file", typed.old_passphrase_file.is_some()),
            ("--old-record", typed.old_record.is_some()),
        ];
        refuse_ours(format, &ours)?;
        // A public value that the secret gives confirms it better than anybody's word.
        let accept_unconfirmed = typed.unconfirmed.accept_unconfirmed || will_prove;
        let said = Unconfirmed { accept_unconfirmed, ..typed.unconfirmed.clone() };
        let foreign = ForeignPlan::new(format, &said)?;
        return Ok(KeySource::Foreign(foreign, ShareSource::Files(files)));
    }
    let bip39_as = typed.bip39_as.unwrap_or_default();
    let is_for_a_proof = !typed.expecting.values.is_empty();
    if typed.bip39_passphrase_file.is_some() && bip39_as == Bip39As::Entropy && !is_for_a_proof {
        let hint = "the entropy of the words does not depend on it; keep it apart, or use --bip39-as seed";
        return Err(Failure::usage("--bip39-passphrase-file requires --bip39-as seed", hint));
    }
    let kind = if bip39_as == Bip39As::Seed { KeyKindChoice::Bip39 } else { kind };
    let given = GivenKind {
        kind,
        bip39_as,
        language: typed.language,
        // Entropy does not depend on it: there it is for the proof alone, and stored nowhere.
        bip39_passphrase_file: typed.bip39_passphrase_file.clone().filter(|_| bip39_as == Bip39As::Seed),
    };
    Ok(KeySource::Key(match &typed.input {
        Some(file) => GivenSource::File(file.clone(), given),
        None if machine.stdin_is_terminal || stdin_taken => GivenSource::Typed(given),
        None => GivenSource::File(STDIN.to_owned(), given),
    }))
}
