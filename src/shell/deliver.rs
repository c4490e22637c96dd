//! Where the shares of a split go: to their custodians one by one, into files, or down a pipe.

use std::path::Path;

use zeroize::Zeroize as _;

use super::{
    entropy::OsEntropy,
    facts::Made,
    failure::Failure,
    files, json,
    output::Voice,
    plan::split::{ShareOutput, SplitPlan},
    printing::{self, Item, Written},
    reveal,
    terminal::Terminal,
};
use crate::{
    ceremony::split::Split,
    key::Form,
    paper::card::{Card, wording::Part},
    secret::SecretText,
    slip39::{Header, Mnemonic, ordinal},
};

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
            let written = write_folder(folder, plan, made)?;
            voice.say(&format!("every share is in {}/secret", files::shown(folder)));
            printing::tell_of_quorum(folder, voice);
            if !voice.json {
                return Ok(());
            }
            print_json(plan, split, form, Some((folder, &written)), voice).map_err(|failure| {
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

/// The files of every share, and the sheets: all of them or none.
fn write_folder(folder: &Path, plan: &SplitPlan, made: &Made) -> Result<Written, Failure> {
    let shares = made.split.shares.iter().enumerate().zip(plan.stems());
    let items: Vec<Item<'_>> = shares
        .map(|((at, (header, mnemonic)), stem)| Item {
            stem,
            card: card(plan, made, at, header, mnemonic),
            mnemonic,
            remark: format!("SLIP-0039. {}. Needed: {}", plan.title(at, header), plan.policy),
        })
        .collect();
    printing::folder(folder, &items, &made.sheet(plan), &plan.print)
}

fn card<'a>(
    plan: &'a SplitPlan,
    made: &Made,
    at: usize,
    header: &Header,
    mnemonic: &'a Mnemonic,
) -> Card<'a> {
    let count = plan.policy.groups().get(usize::from(header.group)).map(|group| group.count());
    Card {
        label: plan.label.as_deref(),
        part: Some(Part { header: *header, group_name: plan.group_name(header.group), count }),
        custodian: plan.custodian(at),
        mnemonic: (!plan.print.is_blank).then_some(mnemonic),
        words: mnemonic.words().count(),
        wallet: made.wallet(),
        contact: plan.print.contact.as_deref(),
        date: plan.print.date.as_deref(),
        is_specimen: made.is_practice,
    }
}

fn print_json(
    plan: &SplitPlan,
    split: &Split,
    form: Option<Form>,
    folder: Option<(&Path, &Written)>,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut shares = Vec::with_capacity(split.shares.len());
    for (at, (header, mnemonic)) in split.shares.iter().enumerate() {
        let files = folder.and_then(|(_, written)| written.shares.get(at)).cloned();
        shares.push(json::SplitShare {
            group: ordinal(header.group),
            group_name: plan.group_name(header.group),
            member: ordinal(header.member),
            custodian: plan.custodian(at),
            mnemonic: folder.is_none().then(|| mnemonic.expose()),
            file: files.as_ref().and_then(|files| files.first()).cloned(),
            files,
        });
    }
    let mut document = json::document(&json::Split {
        head: json::Head::of("split"),
        set: json::Set::of(&split.set),
        label: plan.label.as_deref(),
        policy: plan.policy.to_string(),
        kind: form.map(Form::name),
        recombinations: split.recombinations,
        output: folder.map(|(folder, _)| folder.to_string_lossy().into_owned()),
        shares,
        public: folder.map(|(_, written)| written.public.clone()),
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}
