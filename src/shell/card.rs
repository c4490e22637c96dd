//! `quorate card`: shares that exist, once more on paper or as codes. Nothing new is made, and nothing is recovered.

use std::path::Path;

use zeroize::Zeroize as _;

use super::{
    args,
    failure::Failure,
    files::{self, Staging},
    json,
    output::Voice,
    plan::{
        Machine, ShareSource,
        card::{CardOutput, CardPlan},
        names,
    },
    printing::{self, Item, Written},
    quorum, reveal, sources,
    terminal::Terminal,
};
use crate::{
    ceremony::{
        practice,
        print::Format,
        recover::RecoverError,
        submission::{Gathered, Source, Submission, gather},
    },
    paper::{
        card::{Card, Wallet, wording::Part},
        sheet::SetFacts,
    },
    secret::SecretText,
    slip39::{Header, Mnemonic, SetHeader, ordinal},
};

/// Runs the command.
///
/// # Errors
///
/// As the contract lists them; nothing is shown or written then.
pub fn run(typed: args::Card, voice: &Voice, machine: Machine) -> Result<(), Failure> {
    let plan = CardPlan::new(typed, voice, machine)?;
    let Some(source) = &plan.shares else { return any_set(&plan, voice) };
    let submissions = match source {
        ShareSource::Files(files) => sources::shares(files)?,
        ShareSource::Typed => {
            vec![Submission { source: Source::typed(1), share: Ok(quorum::one_typed(voice)?) }]
        }
    };
    let brought = Brought::of(submissions, voice)?;
    plan.refuse_wrong_counts(&brought)?;
    deliver(&plan, &brought, voice)
}

/// Shares of one set, each once, as they came.
struct Brought {
    set: SetHeader,
    shares: Vec<(Source, Header, Mnemonic)>,
    is_quorum: bool,
    is_practice: bool,
}

impl Brought {
    fn of(submissions: Vec<Submission>, voice: &Voice) -> Result<Self, Failure> {
        let mut read = Vec::with_capacity(submissions.len());
        for Submission { source, share } in submissions {
            read.push((source.clone(), share.map_err(|unreadable| Failure::from((&source, &unreadable)))?));
        }
        let mut shares: Vec<(Source, Header, Mnemonic)> = Vec::with_capacity(read.len());
        for (source, share) in &read {
            if !shares.iter().any(|(_, header, _)| header == share.header()) {
                shares.push((source.clone(), *share.header(), share.mnemonic()));
            }
        }
        let gathered: Gathered = gather(read).map_err(RecoverError::Strangers)?;
        for repeat in &gathered.repeats {
            voice.say(&format!("{repeat}: this share is here already; it counts once"));
        }
        let set = gathered.set.header().ok_or(RecoverError::Nothing)?;
        let is_quorum = gathered.set.progress().is_sufficient();
        // Shares that contradict each other are still printed one by one: `check` is for that.
        let is_practice = gathered.set.prove().is_ok_and(|quorum| practice::holds_practice_key(quorum.ems()));
        if is_practice {
            voice.warn("PRACTICE: the published practice key; it protects nothing");
        }
        Ok(Self { set, shares, is_quorum, is_practice })
    }
}

impl CardPlan {
    fn refuse_wrong_counts(&self, brought: &Brought) -> Result<(), Failure> {
        let shares = brought.shares.len();
        if !self.custodians.is_empty() && self.custodians.len() != shares {
            let message = format!("{} custodians for {shares} shares", self.custodians.len());
            return Err(Failure::usage(message, "name one custodian for each share, in order, or none"));
        }
        let is_too_few = |of: u8| {
            let says = |header: &Header| header.member_threshold.max(ordinal(header.member));
            brought.shares.iter().any(|(_, header, _)| says(header) > of)
        };
        if self.of.is_some_and(is_too_few) {
            let hint = "it is the number of shares in the group, not of those that are needed";
            return Err(Failure::usage("--of is smaller than what a share says of itself", hint));
        }
        Ok(())
    }

    fn card<'a>(&'a self, part: Option<Part<'a>>, custodian: Option<&'a str>) -> Card<'a> {
        Card {
            label: self.label.as_deref(),
            part,
            custodian,
            mnemonic: None,
            words: self.blank_words,
            wallet: Wallet::Unknown,
            contact: self.print.contact.as_deref(),
            date: self.print.date.as_deref(),
            is_specimen: false,
        }
    }

    fn items<'a>(&'a self, brought: &'a Brought) -> Vec<Item<'a>> {
        let shares = brought.shares.iter().enumerate();
        let item = |(at, (_, header, mnemonic)): (usize, &'a (Source, Header, Mnemonic))| {
            let custodian = self.custodians.get(at).map(String::as_str);
            let group = (header.set.group_count > 1).then(|| format!("group{}", ordinal(header.group)));
            let part = Part { header: *header, group_name: None, count: self.of };
            Item {
                stem: names::stem(group.as_deref(), ordinal(header.member), custodian),
                remark: format!("SLIP-0039. {}", title(&part, custodian)),
                card: Card {
                    mnemonic: (!self.print.is_blank).then_some(mnemonic),
                    words: mnemonic.words().count(),
                    is_specimen: brought.is_practice,
                    ..self.card(Some(part), custodian)
                },
                mnemonic,
            }
        };
        shares.map(item).collect()
    }

    fn facts(&self, brought: &Brought, words: usize) -> SetFacts<'_> {
        SetFacts {
            set: brought.set,
            label: self.label.as_deref(),
            policy: None,
            group_names: &[],
            custodians: &[],
            words,
            key: None,
            wallet: Wallet::Unknown,
            has_passphrase: None,
            contact: self.print.contact.as_deref(),
            date: self.print.date.as_deref(),
            version: env!("CARGO_PKG_VERSION"),
            plan_hash: None,
            record_hash: None,
            is_specimen: brought.is_practice,
        }
    }
}

/// What a share is called: which set, which part, whose.
fn title(part: &Part<'_>, custodian: Option<&str>) -> String {
    let name = custodian.map_or_else(String::new, |name| format!(", for {name}"));
    format!("Set {}, {}{name}", part.header.set.encryption.identifier, part.name().to_lowercase())
}

fn deliver(plan: &CardPlan, brought: &Brought, voice: &Voice) -> Result<(), Failure> {
    let items = plan.items(brought);
    match &plan.output {
        CardOutput::Folder(folder) => {
            let words = items.first().map_or(0, |item| item.card.words);
            let written = printing::folder(folder, &items, &plan.facts(brought, words), &[], &plan.print)?;
            voice.say(&format!("the files are in {}", files::shown(folder)));
            if brought.is_quorum && plan.print.has_secret() {
                printing::tell_of_quorum(folder, voice);
            }
            if !voice.json {
                return Ok(());
            }
            print_json(plan, brought, Some((folder, &written)), voice).map_err(|failure| {
                failure.with_hint(format!("the files are in {} all the same", files::shown(folder)))
            })
        }
        CardOutput::Terminal => {
            let terminal = Terminal::open(voice, "-o DIR writes files")?;
            let shown = items.iter().zip(&brought.shares).map(|(item, (.., mnemonic))| {
                (item.remark.trim_start_matches("SLIP-0039. ").to_owned(), mnemonic)
            });
            reveal::cards(&terminal, shown, &plan.print)
        }
        CardOutput::Stdout if voice.json => print_json(plan, brought, None, voice),
        CardOutput::Stdout => pipe(plan, &items, voice),
    }
}

/// Words and codes one after the other; any other file alone.
fn pipe(plan: &CardPlan, items: &[Item<'_>], voice: &Voice) -> Result<(), Failure> {
    if items.len() > 1 && !plan.print.is_for_terminal() {
        let hint = "-o DIR writes files; or give one share";
        return Err(Failure::usage("the files of several shares do not go down one pipe", hint));
    }
    let mut product = SecretText::with_capacity(items.len() * 512);
    for item in items {
        if plan.print.formats == [Format::Words] {
            product.push_str(item.mnemonic.expose());
            product.push('\n');
            continue;
        }
        for (_, file) in item.files(&plan.print)? {
            match str::from_utf8(file.bytes.expose()) {
                Ok(text) if items.len() > 1 => product.push_str(text),
                _ => return voice.product(file.bytes.expose()),
            }
        }
    }
    voice.product(product.expose().as_bytes())
}

/// A blank card that fits any set.
fn any_set(plan: &CardPlan, voice: &Voice) -> Result<(), Failure> {
    if !plan.custodians.is_empty() {
        let hint = "leave it out, or name the shares whose cards are filled in by hand";
        return Err(Failure::usage("a blank card for any set has no custodian", hint));
    }
    let card = plan.card(None, None).pdf(plan.print.style, None)?;
    match &plan.output {
        CardOutput::Folder(folder) => {
            let mut staging = Staging::begin(folder)?;
            staging.folder(Path::new("public"))?;
            staging.file(Path::new(BLANK), card.expose())?;
            staging.publish()?;
            voice.say(&format!("the card is in {}/public", files::shown(folder)));
            if !voice.json {
                return Ok(());
            }
            let document = json::Card {
                head: json::Head::of("card"),
                label: plan.label.as_deref(),
                output: Some(folder.to_string_lossy().into_owned()),
                shares: Vec::new(),
                public: vec![BLANK.to_owned()],
            };
            voice.product(json::document(&document).as_bytes())
        }
        CardOutput::Stdout | CardOutput::Terminal => voice.product(card.expose()),
    }
}

/// The file of a blank card for any set.
const BLANK: &str = "public/blank-card.pdf";

fn print_json(
    plan: &CardPlan,
    brought: &Brought,
    folder: Option<(&Path, &Written)>,
    voice: &Voice,
) -> Result<(), Failure> {
    let mut shares = Vec::with_capacity(brought.shares.len());
    for (at, (source, header, mnemonic)) in brought.shares.iter().enumerate() {
        shares.push(json::CardShare {
            source: source.to_string(),
            group: ordinal(header.group),
            member: ordinal(header.member),
            custodian: plan.custodians.get(at).map(String::as_str),
            mnemonic: folder.is_none().then(|| mnemonic.expose()),
            files: folder.and_then(|(_, written)| written.shares.get(at)).cloned(),
        });
    }
    let mut document = json::document(&json::Card {
        head: json::Head::of("card"),
        label: plan.label.as_deref(),
        output: folder.map(|(folder, _)| folder.to_string_lossy().into_owned()),
        shares,
        public: folder.map_or_else(Vec::new, |(_, written)| written.public.clone()),
    });
    let printed = voice.product(document.as_bytes());
    document.zeroize();
    printed
}
