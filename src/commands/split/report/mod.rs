//! The report of a ceremony: what was made, how it was proved, who was there, and into whose hands each card came. The first line
//! of the journal holds its sum, so that nobody can put another in its place.

use std::time::SystemTime;

use self::answer::{
    CeremonyReport, DealtCard, FormatTold, HandedOver, KeySourceTold, Randomness, ReadBackTold, WordsGave,
};
use super::{
    facts::{Made, Origin},
    request::{GivenSource, KeySource, Request, ShareOutput},
};
use crate::{
    commands::{
        options::report::{ReportPair, STATEMENT},
        verdicts::{KeyKind, ProvedTold},
    },
    custody::{
        card_number::CardNumber,
        record::{Record, Stamp, hash_of},
    },
    host::{
        console::Console,
        document::{self, DocumentHead, Set},
        failure::Failure,
    },
    paper::sheet::ceremony,
    slip39::ordinal,
    transfer::{
        archive::day::{TimeOfDay, time_of_day},
        delivery::{read_back::ReadBack, reveal::Handed, tool::this_tool},
    },
};

pub mod answer;
pub mod options;
mod printed;
pub mod request;

/// When a ceremony began.
#[derive(Clone, Debug)]
pub struct Start {
    /// The day.
    pub stamp: Stamp,
    /// The time of day.
    pub time: Option<TimeOfDay>,
    /// The time of the clock, whatever was given.
    clock: SystemTime,
}

impl Start {
    /// Now.
    #[must_use]
    pub fn now(stamp: Stamp, given: Option<&str>) -> Self {
        Self { stamp, time: time_of_day(given), clock: SystemTime::now() }
    }
}

/// Writes the report of a set, as far as it has come: `handed` tells of the shares that people have read back.
///
/// # Errors
///
/// When something in it looks like a share or a key.
pub(super) fn report(
    request: &Request,
    made: &Made,
    record: Option<&Record>,
    begun: &Start,
    handed: &[Handed],
    console: &Console,
) -> Result<ReportPair, Failure> {
    let told = told(request, made, record, begun, handed, console);
    let pdf = ceremony::pdf(&printed::facts(&told), request.print.style.paper);
    ReportPair::new(pdf.expose().to_vec(), document::document(&told))
}

fn told<'a>(
    request: &'a Request,
    made: &'a Made,
    record: Option<&Record>,
    begun: &Start,
    handed: &[Handed],
    console: &Console,
) -> CeremonyReport<'a> {
    let stated = &request.stated;
    CeremonyReport {
        head: DocumentHead::of("ceremony-report"),
        set: Set::of(&made.split.set),
        label: request.label.as_deref(),
        policy: request.policy.to_string(),
        plan_hash: request.plan.hash(),
        key: key(&request.key),
        kind: made.form().map(KeyKind::from),
        passphrase: made.passphrase(),
        randomness: if made.rolled.is_some() { Randomness::MachineAndPeople } else { Randomness::Machine },
        rolled: made.rolled.as_ref(),
        recombinations: made.split.recombinations,
        read_from_words: match made.origin {
            Origin::Key(_) | Origin::SetAnew { is_confirmed: true } => WordsGave::Key,
            Origin::SetAnew { is_confirmed: false } => WordsGave::OldShares,
            Origin::SetAsItWas => WordsGave::OldSet,
        },
        proved: made.proof.values.iter().map(ProvedTold::from).collect(),
        handed_over: match &request.output {
            ShareOutput::Terminal => HandedOver::Screen,
            ShareOutput::Folder(_) => HandedOver::Folder,
            ShareOutput::Stdout | ShareOutput::Compared(_) => HandedOver::Pipe,
        },
        formats: request.print.formats.iter().copied().map(FormatTold::from).collect(),
        cards: cards(request, made, handed),
        accepted: accepted(request, console),
        rules_accepted: request.rules.names().collect(),
        date: begun.stamp.day.to_string(),
        date_source: begun.stamp.source,
        time: begun.time.as_ref().map(|time| time.text.clone()),
        time_source: begun.time.as_ref().map(|time| time.source),
        ended: time_of_day(None).map(|time| time.text),
        minutes: begun.clock.elapsed().ok().map(|passed| passed.as_secs() / 60),
        place: stated.present.place.as_deref(),
        operator: stated.present.operator.as_deref(),
        attendees: &stated.present.attendees,
        machine: stated.machine.as_deref(),
        medium_sha256: stated.medium_sum.as_deref(),
        record_sha256: record.map(|record| hash_of(record.text().as_bytes())),
        practice: made.is_practice,
        statement: STATEMENT,
        tool: this_tool(console),
    }
}

fn cards<'a>(request: &'a Request, made: &'a Made, handed: &[Handed]) -> Vec<DealtCard<'a>> {
    let shares = made.split.shares.iter().enumerate();
    let card = |(at, (header, _)): (usize, &(crate::slip39::Header, _))| {
        let handed = handed.get(at);
        let number = CardNumber::of(header);
        let bag = request.stated.bags.iter().find(|(card, _)| *card == number);
        DealtCard {
            group: ordinal(header.group),
            member: ordinal(header.member),
            custodian: request.custodian(at),
            sealed_to: made.sealed_share(at).map(|sealed| sealed.recorded.to.as_str()),
            bag: bag.map(|(_, number)| number.as_str()),
            read_back: handed.map(|_| match request.read_back {
                ReadBack::Three => ReadBackTold::ThreeWords,
                ReadBack::All => ReadBackTold::AllWords,
            }),
            shown: handed.map(|handed| handed.shown),
            slips: handed.map(|handed| handed.slips.count()),
        }
    };
    shares.map(card).collect()
}

const fn key(source: &KeySource) -> KeySourceTold {
    match source {
        KeySource::Key(GivenSource::Fresh(_)) => KeySourceTold::Generated,
        KeySource::Key(GivenSource::File(..)) => KeySourceTold::Read,
        KeySource::Key(GivenSource::Typed(_)) => KeySourceTold::Typed,
        KeySource::Seal(_) => KeySourceTold::GeneratedForFile,
        KeySource::Shares(_) => KeySourceTold::OldSet,
        KeySource::Foreign(..) => KeySourceTold::OtherTool,
    }
}

/// The options by which something was accepted, where it had to be.
fn accepted(request: &Request, console: &Console) -> Vec<&'static str> {
    let has_broken_rules = request.rules.names().next().is_some();
    // Those of such tools are refused otherwise.
    let is_unconfirmed = matches!(&request.key, KeySource::Foreign(plan, _) if !plan.format.is_confirmed());
    [
        (console.online_anyway, "--online-anyway"),
        (request.single_point_accepted, "--accept-single-point"),
        (has_broken_rules, "--accept-broken-rules"),
        (is_unconfirmed, "--accept-unconfirmed"),
        (request.dice.as_ref().is_some_and(|dice| dice.accepts_odd), "--accept-rolls"),
    ]
    .into_iter()
    .filter_map(|(is_accepted, option)| is_accepted.then_some(option))
    .collect()
}
