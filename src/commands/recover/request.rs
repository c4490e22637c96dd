//! What the arguments of `recover` mean.

use std::path::PathBuf;

use crate::{
    ceremony::expected::Expected,
    commands::{
        options::{
            choices::YesNo,
            day::day,
            outputs::{new_file, refuse_piped},
            passphrase::encoding,
        },
        recover::options::Options,
        verdicts::KeyKind,
    },
    custody::{date::Date, record::form::RecordedForm},
    formats::key::{Form, Network, Way},
    host::{
        console::{Console, Machine, refuse_lost_output, refuse_unattended_terminal},
        failure::{Code, Failure},
    },
    transfer::{
        archive::ledger::Ledger,
        intake::{
            files::refuse_double_stdin,
            passphrase::PassphraseEncoding,
            proof::expect_recorded,
            sources::{PassphraseSource, ShareSource, passphrase_source},
        },
        sealing::{halves::ExpectedHalf, open::SealedFile},
    },
};

/// What a recovery will do.
#[derive(Debug)]
pub struct Request {
    /// Where the shares come from.
    pub shares: ShareSource,
    /// The form to show the key in.
    pub form: Form,
    /// What the key is in that form.
    pub way: Way,
    /// The file with the BIP-39 passphrase, if one was named.
    pub bip39_passphrase_file: Option<String>,
    /// Whether a passphrase is accepted that the record contradicts.
    pub accepts_other: bool,
    /// The sealed file to open instead of showing the key.
    pub open: Option<SealedFile>,
    /// The passphrase; none where nothing was said.
    pub passphrase: Option<PassphraseSource>,
    /// How its letters become bytes.
    pub encoding: PassphraseEncoding,
    /// Where the key goes.
    pub output: KeyOutput,
    /// The record to compare with.
    pub ledger: Option<Ledger>,
    /// The day, if it was given.
    pub date: Option<Date>,
    /// What the key must give before it is released.
    pub expected: Expected,
    /// The public halves that the sealed key must have.
    pub halves: Vec<ExpectedHalf>,
}

/// Where a recovered key goes.
#[derive(Debug)]
pub enum KeyOutput {
    /// A new file.
    File(PathBuf),
    /// A pipe or file.
    Stdout,
    /// The terminal, until Enter is pressed.
    Terminal,
}

impl Request {
    /// Makes the request, for these shares.
    ///
    /// # Errors
    ///
    /// When the arguments contradict themselves, or the output cannot be made.
    pub fn new(
        mut typed: Options,
        shares: ShareSource,
        console: &Console,
        machine: Machine,
    ) -> Result<Self, Failure> {
        let date = typed.date.as_deref().map(day).transpose()?;
        let mut halves = match &typed.open {
            Some(_) => ExpectedHalf::take_from(&mut typed.expecting.values)?,
            None => Vec::new(),
        };
        typed.record.iter().try_for_each(|record| refuse_piped("--record", record))?;
        let ledger = typed.record.as_deref().map(open).transpose()?;
        let came = came(ledger.as_ref());
        let form = form(&typed, came)?;
        let way = way(&typed, ledger.as_ref(), form)?;
        let mut expected = expected(&typed, ledger.as_ref(), came, form, way)?;
        if let Some(ledger) = &ledger {
            expect_recorded(&mut expected, ledger, console);
        }
        let open = typed.open.as_deref().map(SealedFile::find).transpose()?;
        let files = shares.names().iter().chain(&typed.passphrase_file).chain(&typed.bip39_passphrase_file);
        refuse_double_stdin(files)?;
        let is_asked_for = matches!(way, Way::WalletOfWords(_)) && typed.bip39_passphrase_file.is_none();
        if is_asked_for && !machine.is_attended(console) {
            let message =
                "the wallet of BIP-39 words needs their passphrase, and quorate cannot ask for it here";
            let hint = "--bip39-passphrase-file FILE; an empty file if there is none";
            return Err(Failure::new(Code::PassphraseNeeded, message, hint));
        }
        halves.extend(ExpectedHalf::read_all(&typed.expect_file, console)?);
        halves.extend(ledger.iter().flat_map(|ledger| ExpectedHalf::recorded(&ledger.record)));
        let passphrase = passphrase_source(typed.passphrase, typed.passphrase_file);
        let encoding = encoding(typed.passphrase_encoding, passphrase.as_ref())?;
        let output = match typed.output {
            Some(file) => KeyOutput::File(new_file("-o", &file)?),
            None if machine.stdout_is_terminal => KeyOutput::Terminal,
            None => KeyOutput::Stdout,
        };
        if matches!(output, KeyOutput::Stdout) {
            refuse_lost_output(machine, "-o FILE writes a file; a pipe takes the key as one line")?;
        }
        match (&open, &output) {
            (Some(_), KeyOutput::Terminal) => {
                let message = "the content of a sealed file is never shown on a terminal";
                return Err(Failure::new(Code::Terminal, message, "-o FILE writes a new file"));
            }
            (Some(_), KeyOutput::Stdout) if console.tells_documents() => {
                let hint = "add -o FILE";
                return Err(Failure::usage(
                    "cannot write a JSON document and the opened file to one pipe",
                    hint,
                ));
            }
            _ => {}
        }
        if matches!(output, KeyOutput::Terminal) {
            refuse_unattended_terminal(console, "-o FILE writes a file; a pipe takes the key as one line")?;
            if form == Form::Raw {
                let hint = "-o FILE writes a file; --as hex shows them";
                return Err(Failure::new(Code::Terminal, "raw bytes are never shown on a terminal", hint));
            }
        }
        Ok(Self {
            shares,
            form,
            way,
            bip39_passphrase_file: typed.bip39_passphrase_file,
            accepts_other: typed.accept_other_passphrase,
            open,
            passphrase,
            encoding,
            output,
            ledger,
            date,
            expected,
            halves,
        })
    }
}

/// The record with its journal. Where that is damaged, the key still comes back: it stands in the shares alone.
fn open(record: &str) -> Result<Ledger, Failure> {
    Ledger::open(record).map_err(|failure| {
        let hint = format!("{}; the key comes back without --record", failure.hint);
        // A file that is none, or a share in its place, is no damage of a journal.
        if Ledger::look(record).is_ok() { failure.with_hint(hint) } else { failure }
    })
}

/// The form that the key came in, if the record says it.
fn came(ledger: Option<&Ledger>) -> Option<Form> {
    ledger.and_then(|ledger| ledger.record.key.form.as_ref()).and_then(RecordedForm::form)
}

/// What the key must give, by the form that the record says or, without one, whoever asks.
fn expected(
    typed: &Options,
    ledger: Option<&Ledger>,
    came: Option<Form>,
    form: Form,
    way: Way,
) -> Result<Expected, Failure> {
    typed.expecting.refuse_lone_path()?;
    let said = match way {
        Way::WalletOfWords(language) => Some(Form::Bip39(language)),
        _ => came.or_else(|| typed.form.map(|_| form)),
    };
    let bytes = ledger.map(|ledger| ledger.record.key.bytes);
    let expected = typed.expecting.of(said, bytes, typed.language)?;
    Ok(Expected { is_of_one_wallet: matches!(way, Way::WalletOfWords(_)), ..expected })
}

/// The form that is asked for. What of it is not said is as the key came.
fn form(typed: &Options, came: Option<Form>) -> Result<Form, Failure> {
    let is_wif = typed.form == Some(KeyKind::Wif);
    let is_of_words = typed.form == Some(KeyKind::Bip39)
        || (typed.form == Some(KeyKind::Xprv) && typed.bip39_passphrase_file.is_some())
        || (came.is_none() && typed.form.is_none() && !typed.expecting.values.is_empty());
    for (option, is_misplaced, form) in [
        ("--network", typed.network.is_some() && !is_wif, "wif"),
        ("--compressed", typed.compressed.is_some() && !is_wif, "wif"),
        ("--language", typed.language.is_some() && !is_of_words, "bip39"),
    ] {
        if is_misplaced {
            let hint = "leave it out, or name that form";
            return Err(Failure::usage(format!("{option} requires --as {form}"), hint));
        }
    }
    let Some(form) = typed.form else {
        // The seed of BIP-39 words has no form of its own: the words never come back.
        return Ok(came.filter(|form| *form != Form::Bip39Seed).unwrap_or(Form::Hex));
    };
    Ok(match form {
        KeyKind::Age => Form::Age,
        KeyKind::Hex => Form::Hex,
        KeyKind::Bip39 => match (typed.language, came) {
            (None, Some(came @ Form::Bip39(_))) => came,
            (language, _) => Form::Bip39(language.unwrap_or_default()),
        },
        KeyKind::Wif => {
            let (came_of, was_compressed) = match came {
                Some(Form::Wif { network, compressed }) => (network, compressed),
                _ => (Network::Mainnet, true),
            };
            let network = typed.network.unwrap_or(came_of);
            let compressed = typed.compressed.map_or(was_compressed, |said| said == YesNo::Yes);
            Form::Wif { network, compressed }
        }
        KeyKind::Xprv => Form::Xprv,
        KeyKind::Raw => Form::Raw,
        KeyKind::Text => {
            let hint = "leave it out: keys of SLIP-0039 sets have other forms";
            return Err(Failure::usage("--as text requires --from-format", hint));
        }
    })
}

/// What the key is in the form that is asked for. A BIP-39 passphrase says that the bytes are the entropy of words, where
/// nothing else does.
fn way(typed: &Options, ledger: Option<&Ledger>, form: Form) -> Result<Way, Failure> {
    let came = came(ledger);
    let way = Way::of(came, form);
    let has_bip39_passphrase = typed.bip39_passphrase_file.is_some();
    match (way, came) {
        (Way::Another, Some(came)) => {
            let message =
                format!("the record says that the key is {came}: as {form} it would be another key");
            let hint = "leave --as out; --as hex shows the bytes that were split";
            Err(Failure::new(Code::OtherForm, message, hint))
        }
        (Way::Assumed, _) if has_bip39_passphrase && form == Form::Xprv => {
            Ok(Way::WalletOfWords(typed.language.unwrap_or_default()))
        }
        (Way::WalletOfWords(language), _) if typed.language.is_some_and(|said| said != language) => {
            let hint = "leave --language out: the record knows it";
            Err(Failure::usage(format!("the words are of another list: {language}"), hint))
        }
        (Way::WalletOfWords(_), _) => Ok(way),
        _ if has_bip39_passphrase && !may_prove_words(typed, ledger) => {
            let hint = "leave it out: only that form, and values of --expect, depend on it";
            Err(Failure::usage("--bip39-passphrase-file requires --as xprv of BIP-39 words", hint))
        }
        _ => Ok(way),
    }
}

/// Whether a BIP-39 passphrase may decide which public values the key gives.
fn may_prove_words(typed: &Options, ledger: Option<&Ledger>) -> bool {
    let may_be_words = match came(ledger) {
        Some(form) => matches!(form, Form::Bip39(_) | Form::Hex | Form::Raw),
        None => matches!(typed.form, None | Some(KeyKind::Bip39 | KeyKind::Hex | KeyKind::Raw)),
    };
    let is_recorded =
        |ledger: &Ledger| !ledger.record.proved.is_empty() || !ledger.record.plan.expect.is_empty();
    may_be_words && (!typed.expecting.values.is_empty() || ledger.is_some_and(is_recorded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_does_not_go_to_a_terminal() {
        let console = Console { no_input: false, ..Console::SILENT };
        let shares = |machine| ShareSource::new(vec!["share".to_owned()], &[], machine).unwrap();
        let typed = || Options { open: Some("./Cargo.toml".to_owned()), ..Options::default() };
        let machine = |stdout_is_terminal| Machine {
            stdin_is_terminal: false,
            stdout_is_terminal,
            stdout_is_lost: false,
        };
        let refused = Request::new(typed(), shares(machine(true)), &console, machine(true)).unwrap_err();
        assert_eq!(refused.code, Code::Terminal);
        assert!(Request::new(typed(), shares(machine(false)), &console, machine(false)).is_ok());
    }
}
