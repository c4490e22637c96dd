//! `quorate card`: shares that exist, once more on paper or as codes. Nothing new is made, and nothing is recovered.

pub mod options;
pub mod request;

use std::path::Path;

use self::{options::Options, request::Request};
use crate::{
    ceremony::{
        compare::compare_set,
        practice::{HeldKey, Practice},
        recover::RecoverError,
        submission::{Gathered, Source, Submission, gather},
    },
    commands::{
        Needs, Run,
        options::{holders::OneRecipient, outputs::folders},
    },
    crypto::secret::SecretBytes,
    custody::{
        card_number::CardNumber,
        plan::{Plan, SealedTo},
    },
    host::{
        console::{Console, Machine},
        failure::Failure,
        files::{read, staging::Staging},
    },
    slip39::{Header, Share},
    transfer::{
        archive::{ledger::Ledger, record_check, today::Today},
        delivery::{
            handout::{Answer, Handout, HandoutOutput, Outgoing, ShareOnRecord},
            names::each_named,
        },
        intake::{files, gather, sources::ShareSource},
        sealing::confirming::{Reader, confirm},
    },
};

impl Run for Options {
    const NAME: &'static str = "card";

    fn needs(&self) -> Needs {
        Needs { secrets: true, folders: folders([&self.handout.output]), ..Needs::default() }
    }

    /// Where it fails, nothing is shown or written.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let mut request = Request::new(self, console, machine)?;
        let Some(source) = &request.shares else { return any_set(&request, console) };
        if let Some(OneRecipient { name, sealed_to: SealedTo::Recipient(recipient), code }) = &request.to {
            confirm(Reader::Whoever(name.as_deref()), recipient, *code, console, machine)?;
        }
        let submissions = match source {
            ShareSource::Files(files) => files::shares(files, console)?,
            ShareSource::Typed => {
                vec![Submission { source: Source::typed(1), share: Ok(gather::one_typed(console)?) }]
            }
        };
        let mut handout = brought(submissions, request.ledger.as_ref().zip(request.today.as_ref()), console)?;
        if let Some(ledger) = &request.ledger {
            request.handout.label = request.handout.label.take().or_else(|| ledger.record.label.clone());
        }
        let named = std::mem::take(&mut request.handout.custodians);
        request.handout.custodians = each_named(named, handout.shares.len())?;
        if let Some(one) = &request.to {
            if let Some(today) = &request.today {
                warn_of_thefts(today, console);
            }
            handout.seal(&one.sealed_to, &request.handout, console)?;
        }
        handout.deliver(&request.handout, console)
    }
}

/// A thief who has one share asks for the next.
fn warn_of_thefts(today: &Today, console: &Console) {
    let stolen = today.state.cards.iter().filter(|(_, card)| card.stolen.is_some());
    stolen.filter_map(|(card, _)| today.told_gone(*card)).for_each(|told| console.warn(&told));
}

/// Shares of one set, each once, as they came; with a record only those that were dealt.
fn brought(
    submissions: Vec<Submission>,
    known: Option<(&Ledger, &Today)>,
    console: &Console,
) -> Result<Handout, Failure> {
    let mut read = Vec::with_capacity(submissions.len());
    for Submission { source, share } in submissions {
        read.push((source.clone(), share.map_err(|unreadable| Failure::from((&source, &unreadable)))?));
    }
    let mut shares: Vec<Outgoing> = Vec::with_capacity(read.len());
    for (source, share) in &read {
        if !shares.iter().any(|other| other.header == *share.header()) {
            shares.push(outgoing(source, share, known));
        }
    }
    let ledger = known.map(|(ledger, _)| ledger);
    let gathered: Gathered = gather(read).map_err(RecoverError::Strangers)?;
    if let Some(failure) =
        ledger.and_then(|ledger| record_check::verdict(&compare_set(&ledger.record, &gathered)))
    {
        return Err(failure);
    }
    gather::tell_repeats(&gathered, console);
    if let Some((_, today)) = known {
        let cards = shares.iter().map(|share| CardNumber::of(&share.header));
        cards.filter_map(|card| today.told_gone(card)).for_each(|told| console.warn(&told));
    }
    let set = gathered.set.header().ok_or(RecoverError::Nothing)?;
    let is_quorum = gathered.set.progress().is_sufficient();
    // Shares that contradict each other are still printed one by one: `check` is for that.
    let held = gathered.set.prove().map_or(HeldKey::Unknown, |quorum| HeldKey::by(quorum.ems()));
    let practice = Practice::of(ledger.map(|ledger| &ledger.record), held);
    if practice == Practice::Contradicted {
        return Err(record_check::no_practice());
    }
    let is_practice = practice == Practice::Yes;
    if is_practice {
        console.warn("PRACTICE: the published practice key; it protects nothing");
    }
    Ok(Handout { command: "card", set, shares, is_quorum, is_practice })
}

fn outgoing(source: &Source, share: &Share, known: Option<(&Ledger, &Today)>) -> Outgoing {
    let (header, mnemonic) = (*share.header(), share.mnemonic());
    let recorded = known.map(|(_, today)| recorded(&today.state.plan, &header)).unwrap_or_default();
    let standing = known.map(|(ledger, _)| ledger.record.standing(&header, &mnemonic));
    Outgoing { source: Some(source.clone()), header, mnemonic, recorded, standing, sealed: None }
}

fn recorded(plan: &Plan, header: &Header) -> ShareOnRecord {
    ShareOnRecord {
        count: plan.count(header.group),
        group_name: plan.groups.get(usize::from(header.group)).and_then(|group| group.name.clone()),
        custodian: plan.holder(header.group, header.member).map(str::to_owned),
    }
}

/// A blank card that fits any set.
fn any_set(Request { handout, blank_words, .. }: &Request, console: &Console) -> Result<(), Failure> {
    if !handout.custodians.is_empty() {
        let hint = "leave it out, or name the shares whose cards are filled in by hand";
        return Err(Failure::usage("a blank card for any set has no custodian", hint));
    }
    let card = handout.card(None, None, *blank_words).pdf(handout.print.style, None)?;
    let answer = Answer {
        label: handout.label.as_deref(),
        output: None,
        shares: Vec::new(),
        public: Vec::new(),
        product: SecretBytes::copy_of(&[]),
    };
    match &handout.output {
        HandoutOutput::Folder(folder) => {
            let mut staging = Staging::begin(folder)?;
            staging.folder(Path::new("public"))?;
            staging.file(Path::new(BLANK), card.expose())?;
            staging.publish()?;
            console.say(&format!("the card is in {}/public", read::shown(folder)));
            let output = Some(folder.to_string_lossy().into_owned());
            console.answer("card", &Answer { output, public: vec![BLANK.to_owned()], ..answer }, None)
        }
        HandoutOutput::Stdout | HandoutOutput::Terminal => {
            console.answer("card", &Answer { product: card, ..answer }, None)
        }
    }
}

/// The file of a blank card for any set.
const BLANK: &str = "public/blank-card.pdf";
