//! `quorate recover`: shares from files or from people, the proof, the passphrase, the key.

use zeroize::Zeroize as _;

use super::{
    args, ask, explain,
    failure::{Exit, Failure},
    files::{self, write_new},
    json,
    output::Voice,
    plan::{
        Machine, PassphraseSource, ShareSource,
        recover::{KeyOutput, RecoverPlan},
    },
    reveal, sources,
    terminal::{Screen, Terminal},
    type_share::type_share,
};
use crate::{
    ceremony::{
        practice, recover,
        submission::{Gathered, Source},
    },
    key::{Form, FormError},
    secret::SecretBytes,
    slip39::{Added, MasterSecret, Passphrase, Quorum},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is released then.
pub fn run(typed: args::Recover, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let plan = RecoverPlan::new(typed, voice, machine)?;
    let (gathered, quorum) = match &plan.shares {
        ShareSource::Files(files) => recover::quorum(sources::shares(files)?)?,
        ShareSource::Typed => {
            typed_quorum(&Terminal::open(voice, "name files with shares, or pipe them in")?)?
        }
    };
    tell_quorum(&gathered, &quorum, voice);
    let assumed_empty = plan.passphrase.is_none() && !may_ask(voice, machine);
    let question = "passphrase (hidden, Enter if there is none): ";
    let passphrase = passphrase(plan.passphrase.clone(), question, voice, machine)?;
    let secret = quorum.ems().decrypt(&passphrase, &mut voice.progress(quorum.ems().iterations()));
    if !passphrase.is_empty() {
        voice.say(
            "nothing in the shares can confirm the passphrase: another one gives another key, and no error",
        );
    }
    let is_practice = practice::is_practice(&secret);
    if is_practice {
        voice.warn("PRACTICE: the published practice key; it protects nothing");
    }
    let shown = plan.form.show(&secret)?;
    release(&plan, &shown, &Facts { is_practice, assumed_empty }, voice)
}

/// What is told beside the key.
struct Facts {
    is_practice: bool,
    assumed_empty: bool,
}

fn release(plan: &RecoverPlan, shown: &SecretBytes, facts: &Facts, voice: &Voice) -> Result<(), Failure> {
    // The form that was asked for is text, but for raw bytes, which end without a newline.
    let ending: &[u8] = if plan.form == Form::Raw { b"" } else { b"\n" };
    let line = SecretBytes::build(shown.len() + ending.len(), |place| {
        place[..shown.len()].copy_from_slice(shown.expose());
        place[shown.len()..].copy_from_slice(ending);
    });
    match &plan.output {
        KeyOutput::File(file) => {
            write_new(file, line.expose())?;
            voice.say(&format!("the key is in {}, readable by its owner only", files::shown(file)));
            if voice.json { print_json(plan, None, facts, voice) } else { Ok(()) }
        }
        KeyOutput::Stdout if voice.json => print_json(plan, Some(shown), facts, voice),
        KeyOutput::Stdout => voice.product(line.expose()),
        KeyOutput::Terminal => {
            let terminal = Terminal::open(voice, "-o FILE writes a file; a pipe takes the key as one line")?;
            let text = str::from_utf8(shown.expose()).unwrap_or_default();
            reveal::key(&terminal, "the recovered key", text)
        }
    }
}

fn print_json(
    plan: &RecoverPlan,
    shown: Option<&SecretBytes>,
    facts: &Facts,
    voice: &Voice,
) -> Result<(), Failure> {
    let raw_as_hex;
    let value = match shown {
        None => None,
        Some(bytes) if plan.form == Form::Raw => {
            raw_as_hex = MasterSecret::copy_of(bytes.expose())
                .map_err(|_| FormError::OutOfRange)
                .and_then(|secret| Form::Hex.show(&secret))?;
            Some(&raw_as_hex)
        }
        text => text,
    };
    let mut document = json::document(&json::Recover {
        head: json::Head::of("recover"),
        secret: value.map(|value| json::Secret {
            kind: plan.form.name(),
            encoding: if plan.form == Form::Raw { "hex" } else { "text" },
            value: str::from_utf8(value.expose()).unwrap_or_default(),
        }),
        output: match &plan.output {
            KeyOutput::File(file) => Some(file.to_string_lossy().into_owned()),
            _ => None,
        },
        passphrase: if facts.assumed_empty { "assumed-empty" } else { "given" },
        practice: facts.is_practice,
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}

/// Says what came together, and what of it could not be put to the test.
pub(super) fn tell_quorum(gathered: &Gathered, quorum: &Quorum, voice: &Voice) {
    for repeat in &gathered.repeats {
        voice.say(&format!("{repeat}: this share is here already; it counts once"));
    }
    for header in quorum.untested() {
        voice.say(&format!("{header}: not needed, and too few of its group to be tested"));
    }
    let count = gathered.set.headers().count();
    voice.say(&if quorum.has_digest() {
        format!("{count} shares fit together, and their digest confirms them")
    } else {
        "one share is the whole key: nothing but the checksum of its words confirms it".to_owned()
    });
}

fn may_ask(voice: &Voice, machine: Machine) -> bool {
    machine.stdin_is_terminal && !voice.no_input
}

/// The passphrase from where it was said to be; else asked for where somebody can answer; else empty, and said so.
pub(super) fn passphrase(
    source: Option<PassphraseSource>,
    question: &str,
    voice: &Voice,
    machine: Machine,
) -> Result<Passphrase, Failure> {
    let ask = || ask::passphrase(&Terminal::open(voice, "give the passphrase in a file")?, question);
    match source {
        Some(PassphraseSource::File(file)) => sources::passphrase(&file),
        Some(PassphraseSource::Typed) => ask(),
        None if may_ask(voice, machine) => ask(),
        None => {
            voice.say("empty passphrase assumed");
            Ok(Passphrase::empty())
        }
    }
}

/// Lets people type one share after another until they suffice. A mistake in one does not touch those before it.
fn typed_quorum(terminal: &Terminal) -> Result<(Gathered, Quorum), Failure> {
    let mut session = terminal.session(Screen::Alternate)?;
    let mut gathered = Gathered::default();
    let mut status: Vec<String> = Vec::new();
    for number in 1.. {
        let progress = gathered.set.progress();
        let sufficient = gathered.set.header().is_some() && progress.is_sufficient();
        let title = if sufficient {
            "Enter goes on; or type one more share, and it is tested against the others".to_owned()
        } else {
            format!("share {number}: type its words")
        };
        match type_share(&mut session, &title, &status)? {
            None if sufficient => break,
            None => status = vec!["nothing was typed; Ctrl-C stops".to_owned()],
            Some(share) => {
                let header = *share.header();
                status = vec![match gathered.add(Source::typed(number), share) {
                    Ok(Added::New) => format!("{header} is good"),
                    Ok(Added::Repeat) => format!("{header} is here already; it counts once"),
                    Err(misfit) => {
                        format!("{header} does not belong with the others: {misfit}; it was left out")
                    }
                }];
            }
        }
        if gathered.set.header().is_some() {
            status.push(explain::missing(&gathered.set.progress()));
        }
    }
    let quorum = recover::prove(&gathered)?;
    Ok((gathered, quorum))
}

/// One typed share, for a check.
///
/// # Errors
///
/// When the session ends from outside, or nothing is typed.
pub(super) fn one_typed(terminal: &Terminal) -> Result<crate::slip39::Share, Failure> {
    let mut session = terminal.session(Screen::Alternate)?;
    type_share(&mut session, "type the words of the share", &[])?.ok_or_else(|| {
        Failure::new(
            Exit::Input,
            "no-share",
            "nothing was typed",
            "type the words of one share, or name a file",
        )
    })
}
