//! Where the shares of a split go: to their custodians one by one, into files, or down a pipe.

use std::path::Path;

use zeroize::Zeroize as _;

use super::{
    entropy::OsEntropy,
    facts::Made,
    failure::Failure,
    files::{self, Staging},
    json,
    output::Voice,
    plan::split::{ShareOutput, SplitPlan},
    reveal,
    terminal::Terminal,
};
use crate::{ceremony::split::Split, key::Form, secret::SecretText, slip39::ordinal};

/// Hands the shares over as the plan says.
///
/// # Errors
///
/// When they cannot be written, or the ceremony is stopped.
pub fn deliver(plan: &SplitPlan, made: &Made, facts: &[String], voice: &Voice) -> Result<(), Failure> {
    let (split, form) = (&made.split, made.form());
    match &plan.output {
        ShareOutput::Terminal => {
            let terminal = Terminal::open(voice, "-o DIR writes files; a pipe takes one share a line")?;
            reveal::shares(&terminal, plan, split, facts, &mut OsEntropy, voice)
        }
        ShareOutput::Folder(folder) => {
            write_folder(folder, plan, split)?;
            voice.say(&format!(
                "every share is in {}/secret: give each custodian his own file, destroy the rest",
                files::shown(folder)
            ));
            if !voice.json {
                return Ok(());
            }
            print_json(plan, split, form, Some(folder), voice).map_err(|failure| {
                failure.with_hint(format!("the shares are in {} all the same", files::shown(folder)))
            })
        }
        ShareOutput::Stdout if voice.json => print_json(plan, split, form, None, voice),
        ShareOutput::Stdout => {
            let mut lines = SecretText::with_capacity(split.shares.len() * 512);
            for (_, mnemonic) in &split.shares {
                lines.push_str(mnemonic.expose());
                lines.push('\n');
            }
            voice.product(lines.expose().as_bytes())
        }
    }
}

/// One file a share, all of them or none.
fn write_folder(folder: &Path, plan: &SplitPlan, split: &Split) -> Result<(), Failure> {
    let mut staging = Staging::begin(folder)?;
    staging.folder(Path::new("secret"))?;
    for ((at, (header, mnemonic)), stem) in split.shares.iter().enumerate().zip(plan.stems()) {
        let mut text = SecretText::with_capacity(1024);
        text.push_str(&format!("# SLIP-0039. {}. Needed: {}\n", plan.title(at, header), plan.policy));
        text.push_str(mnemonic.expose());
        text.push('\n');
        let name = Path::new("secret").join(format!("{stem}.txt"));
        staging.file(&name, text.expose().as_bytes())?;
    }
    staging.publish()
}

fn print_json(
    plan: &SplitPlan,
    split: &Split,
    form: Option<Form>,
    folder: Option<&Path>,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut shares = Vec::with_capacity(split.shares.len());
    for ((at, (header, mnemonic)), stem) in split.shares.iter().enumerate().zip(plan.stems()) {
        shares.push(json::SplitShare {
            group: ordinal(header.group),
            group_name: plan.group_name(header.group),
            member: ordinal(header.member),
            custodian: plan.custodian(at),
            mnemonic: folder.is_none().then(|| mnemonic.expose()),
            file: folder.map(|_| format!("secret/{stem}.txt")),
        });
    }
    let mut document = json::document(&json::Split {
        head: json::Head::of("split"),
        set: json::Set::of(&split.set),
        label: plan.label.as_deref(),
        policy: plan.policy.to_string(),
        kind: form.map(Form::name),
        recombinations: split.recombinations,
        output: folder.map(|folder| folder.to_string_lossy().into_owned()),
        shares,
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}
