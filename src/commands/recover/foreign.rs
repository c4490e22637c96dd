//! `quorate recover --from-format FORMAT`: the secret, of any length, in its form.

use super::{
    answer::{Encoding, PassphraseTold, Secret},
    foreign_answer::{Answer, ForeignFacts},
};
use crate::{
    ceremony::practice,
    commands::{
        options::foreign::{self, Unconfirmed},
        recover::{
            assumed,
            options::Options,
            request::{KeyOutput, Request},
        },
        verdicts::{KeyKind, ProvedTold},
    },
    crypto::secret::SecretBytes,
    formats::{
        count::count,
        foreign::{self as tools, Confirmation, ForeignFormat, ForeignSet, Recovered},
        key::Form,
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
        files::{medium::tell_of_secret, read, write::write_new},
        terminal::Terminal,
    },
    slip39::MasterSecret,
    transfer::{
        delivery::reveal::KeyPage,
        intake::{
            foreign::ForeignPlan,
            foreign_set::{recovered, refuse_record},
            proof::{Bip39Source, Proven, prove},
            sources::ShareSource,
        },
    },
};

/// Runs the command for shares of this format.
///
/// # Errors
///
/// As the contract lists them; nothing is released then.
pub fn run(
    format: ForeignFormat,
    shares: ShareSource,
    typed: Options,
    console: &Console,
    machine: Machine,
) -> Result<(), Failure> {
    refuse_ours(format, &typed)?;
    refuse_record(format, typed.record.as_ref(), &shares, console)?;
    // A public value that the secret gives confirms it better than anybody's word.
    let expected = typed.expecting.of(None, None, typed.language)?;
    let accept_unconfirmed = typed.unconfirmed.accept_unconfirmed || expected.will_prove();
    let foreign = ForeignPlan::new(format, &Unconfirmed { accept_unconfirmed, ..typed.unconfirmed.clone() })?;
    let wants_text = typed.form == Some(KeyKind::Text);
    let form = if wants_text { None } else { typed.form };
    let request = Request::new(Options { form, ..typed }, shares, console, machine)?;
    let form = if wants_text { Shown::Text } else { Shown::As(request.form) };
    let (recovered, set) = recovered(&foreign, &request.shares, console)?;
    let is_practice =
        MasterSecret::copy_of(recovered.secret.expose()).is_ok_and(|secret| practice::is_practice(&secret));
    if is_practice {
        console.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let proof = proved(&foreign, &request, &recovered.secret, console, machine)?;
    let shown = form.show(&recovered.secret, format)?;
    let caveats: Vec<String> =
        form.assumed(&recovered.secret, format).map(str::to_owned).into_iter().collect();
    caveats.iter().for_each(|caveat| console.warn(caveat));
    let answer = Answer {
        secret: None,
        output: None,
        passphrase: PassphraseTold::None,
        digest: recovered.confirmation == Confirmation::Digest,
        practice: is_practice,
        proved: proof.values.iter().map(ProvedTold::from).collect(),
        foreign: facts(&foreign, &recovered, &set),
        line: None,
    };
    match &request.output {
        KeyOutput::File(file) => {
            write_new(file, form.ended(&shown).expose())?;
            tell_of_secret("the secret", file, console);
            let output = Some(file.to_string_lossy().into_owned());
            console
                .answer("recover", &Answer { output, ..answer }, None)
                .map_err(|failure| failure.with_hint(format!("the secret is still in {}", read::shown(file))))
        }
        KeyOutput::Stdout => {
            let (hex, line) = (tools::hex(&shown), form.ended(&shown));
            let is_raw = form == Shown::As(Form::Raw);
            let value = if is_raw { &hex } else { &shown };
            let secret = Secret {
                kind: form.kind(),
                encoding: if is_raw { Encoding::Hex } else { Encoding::Text },
                value: str::from_utf8(value.expose()).unwrap_or_default(),
            };
            console.answer("recover", &Answer { secret: Some(secret), line: Some(&line), ..answer }, None)
        }
        KeyOutput::Terminal => {
            let terminal =
                Terminal::open(console, "-o FILE writes a file; a pipe takes the secret as one line")?;
            let page = KeyPage {
                title: "the recovered secret",
                key: str::from_utf8(shown.expose()).unwrap_or_default(),
                is_hex: matches!(form, Shown::As(Form::Hex)),
                caveats: &caveats,
                offers_another: false,
            };
            page.show(&terminal).map(|_| ())
        }
    }
}

/// What only shares of SLIP-0039 can honour. Each option is named here, so that none is passed over.
fn refuse_ours(format: ForeignFormat, typed: &Options) -> Result<(), Failure> {
    let Options {
        shares: _,
        form: _,
        language: _,
        network: _,
        compressed: _,
        passphrase,
        passphrase_file,
        passphrase_encoding,
        bip39_passphrase_file,
        accept_other_passphrase,
        open,
        expect_file: _,
        output: _,
        record: _,
        date,
        from_format: _,
        unconfirmed: _,
        expecting,
        opening,
        receive: _,
    } = typed;
    let ours = [
        ("--passphrase", *passphrase),
        ("--passphrase-file", passphrase_file.is_some()),
        ("--passphrase-encoding", passphrase_encoding.is_some()),
        ("--bip39-passphrase-file", bip39_passphrase_file.is_some() && expecting.values.is_empty()),
        ("--accept-other-passphrase", *accept_other_passphrase),
        ("--open", open.is_some()),
        ("--identity", !opening.identities.is_empty()),
        ("--date", date.is_some()),
    ];
    foreign::refuse_ours(format, &ours)
}

/// Proves the secret by the public values that are expected of it, before it is released.
fn proved(
    foreign: &ForeignPlan,
    request: &Request,
    secret: &SecretBytes,
    console: &Console,
    machine: Machine,
) -> Result<Proven, Failure> {
    let mut expected = request.expected.clone();
    // BIP-93 says that it is the seed of BIP-32.
    let is_seed = foreign.format == ForeignFormat::Codex32;
    expected.form = expected.form.or_else(|| is_seed.then_some(Form::Bip39Seed));
    let source = Bip39Source {
        file: request.bip39_passphrase_file.as_deref(),
        at_stake: request.shares.at_stake(),
        machine,
    };
    match MasterSecret::copy_of(secret.expose()) {
        Ok(master) => prove(&expected, &master, source, console),
        Err(_) if expected.is_empty() => Ok(Proven::default()),
        Err(_) => {
            let message = format!("a secret of {} gives no such value", count(secret.len(), "byte"));
            Err(Failure::new(Code::OtherKey, message, "other shares, or another threshold, may"))
        }
    }
}

fn facts(foreign: &ForeignPlan, recovered: &Recovered, set: &ForeignSet) -> ForeignFacts {
    let told = !foreign.format.says_threshold();
    ForeignFacts {
        format: foreign.format.into(),
        bytes: recovered.secret.len(),
        threshold: set.threshold().map(u32::from).or_else(|| told.then_some(foreign.threshold)),
        shares: set.count(),
        smallest_threshold: set.smallest_threshold(),
        confirmed_by: recovered.confirmation.into(),
    }
}

/// How a secret is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// As text that somebody once typed.
    Text,
    /// In a form of a key.
    As(Form),
}

impl Shown {
    fn show(self, secret: &SecretBytes, format: ForeignFormat) -> Result<SecretBytes, Failure> {
        match self {
            Self::As(Form::Hex | Form::Bip39Seed) => Ok(tools::hex(secret)),
            Self::As(Form::Raw) => Ok(SecretBytes::copy_of(secret.expose())),
            Self::As(form) => match MasterSecret::copy_of(secret.expose()) {
                Ok(master) => Ok(form.show(&master)?),
                Err(_) => {
                    Err(no_such_form(format!("a secret of {} has no such form", count(secret.len(), "byte"))))
                }
            },
            Self::Text => text(secret, format),
        }
    }

    /// What nothing says of the bytes that are shown so.
    fn assumed(self, secret: &SecretBytes, format: ForeignFormat) -> Option<&'static str> {
        let Self::As(form) = self else { return None };
        // BIP-93 says that they are the seed of BIP-32.
        if (format, form) == (ForeignFormat::Codex32, Form::Xprv) {
            return None;
        }
        MasterSecret::copy_of(secret.expose()).ok().and_then(|master| assumed(form, &master))
    }

    fn kind(self) -> KeyKind {
        match self {
            Self::Text => KeyKind::Text,
            Self::As(form) => form.into(),
        }
    }

    /// What goes to a file or a pipe: text with a newline at its end, raw bytes without.
    fn ended(self, shown: &SecretBytes) -> SecretBytes {
        let ending: &[u8] = if self == Self::As(Form::Raw) { b"" } else { b"\n" };
        SecretBytes::build(shown.len() + ending.len(), |place| {
            place[..shown.len()].copy_from_slice(shown.expose());
            place[shown.len()..].copy_from_slice(ending);
        })
    }
}

/// The secret as text, which must be printable. `ssss` fills short texts up with zeros in front, and drops them again.
fn text(secret: &SecretBytes, format: ForeignFormat) -> Result<SecretBytes, Failure> {
    let is_filled_up = matches!(format, ForeignFormat::Ssss | ForeignFormat::SsssPlain);
    let zeros = secret.expose().iter().take_while(|byte| is_filled_up && **byte == 0).count();
    let bytes = &secret.expose()[zeros..];
    match str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && !text.chars().any(char::is_control) => {
            Ok(SecretBytes::copy_of(bytes))
        }
        _ => Err(no_such_form("this secret is not text".to_owned())),
    }
}

fn no_such_form(message: String) -> Failure {
    Failure::new(Code::Form, message, "recover it --as hex; or --as raw -o FILE, byte for byte")
}
