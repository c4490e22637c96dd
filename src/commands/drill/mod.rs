//! `quorate drill`: proves that the key can be brought back, and shows nothing of it.

use self::{
    answer::{Answer, FailedDrill},
    derive::{Deriving, derive, expected},
    options::Options,
    request::Request,
};
use super::options::policy;
use crate::{
    ceremony::{
        drill::Drill, expected::Expected, passphrase::Judge, practice::Practice, recover,
        submission::Gathered,
    },
    commands::{Needs, Run, options::outputs::folders},
    custody::{
        journal::{Entry, Event},
        record::{Record, Stamp},
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Exit, Failure},
    },
    transfer::{
        archive::{day, ledger::Ledger, public_values::note_proved, record_check, today::Today},
        intake::{
            files, foreign_set, gather,
            passphrase::{Asker, GivenPassphrase},
            sources::ShareSource,
        },
        sealing::halves::ExpectedHalf,
    },
};

pub mod answer;
mod derive;
mod evidence;
pub mod new_record;
pub mod options;
mod report;
pub mod request;
mod result;

impl Run for Options {
    const NAME: &'static str = "drill";

    fn needs(&self) -> Needs {
        Needs {
            secrets: true,
            room: true,
            large_file: self.open.is_some(),
            folders: folders([&self.report, &self.record, &self.new_record]),
            ..Needs::default()
        }
    }

    /// Where it fails, there are a report and a line in the journal all the same.
    fn run(self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let request = Request::new(self, machine)?;
        console.warn("while this runs, this machine's memory holds a quorum");
        let mut ledger = request.record.as_deref().map(Ledger::open).transpose()?;
        let stamp = day::asked(request.date, console, machine)?;
        if let Some(new) = &request.new_record {
            new_record::refuse_dealt_later(new, stamp)?;
            new.confirming.all(&new.plan, console, machine)?;
        }
        let today = ledger.as_ref().map(|ledger| Today::of(ledger, stamp.day));
        if let Some((ledger, today)) = ledger.as_ref().zip(today.as_ref()) {
            policy::tell_expected(&ledger.record.plan, today, request.expect_plan.as_deref(), console)?;
        }
        let expected = expected(&request, ledger.as_ref(), console)?;
        let record = ledger.as_ref().map(|ledger| &ledger.record);
        if let Some(ledger) = &ledger {
            request.shares.learn(&ledger.record, &ledger.journal);
        }
        let mut halves = ExpectedHalf::read_all(&request.expect_file, console)?;
        halves.extend(request.halves.iter().cloned());
        halves.extend(record.into_iter().flat_map(ExpectedHalf::recorded));
        let mut drill = Drill::default();
        let failure =
            exercise(&request, (record, &expected, &halves), &mut drill, stamp, console, machine).err();
        drill.is_practice = drill.practice(record) == Practice::Yes;
        if drill.is_practice {
            console.warn("PRACTICE: the published practice key; it protects nothing");
        }
        if failure.as_ref().is_some_and(|failure| !is_verdict(failure)) {
            return failure.map_or(Ok(()), Err);
        }
        // A drill that cannot tell, or whose key nothing confirms, is noted, but without a verdict.
        let passed = match &failure {
            None => drill.passed(),
            Some(failure) if failure.code == Code::CannotTell => None,
            Some(_) => Some(false),
        };
        // A drill proves that the words are right, and not that their holder has them alone, or at all.
        for told in today.iter().flat_map(|today| today.all_gone(|card| drill.came(card))) {
            console.warn(&told);
        }
        let time = day::time_of_day(request.stated.present.time.as_deref());
        let known = ledger.as_ref().zip(today.as_ref());
        let mut found = result::of(&request.stated, known, &drill, stamp, time);
        for (card, _) in request.stated.brought.iter().filter(|(card, _)| !drill.came(*card)) {
            console.warn(&format!("nobody brought card {card}, so the report leaves out its --brought"));
        }
        // The line in the journal names the report, so that nobody can put another in its place.
        let reported = request.report.as_ref().map(|files| {
            let report = report::report(&found, failure.as_ref(), console)?;
            files.write(&report, console).map(|()| report.sums())
        });
        let reported = reported.transpose();
        let noted = ledger.as_mut().map_or(Ok(()), |ledger| {
            let present = today.as_ref().map(|today| request.stated.heard(|card| drill.came(card), today));
            let noted = Entry {
                passed,
                present: present.unwrap_or_default(),
                report: reported.as_ref().ok().cloned().flatten(),
                text: request.stated.scenario.clone(),
                ..Entry::new(Event::Drilled, stamp)
            };
            note(ledger, &drill, noted, failure.is_some(), console)
        });
        found.head = ledger.as_ref().map(|ledger| ledger.journal.head().code());
        match failure {
            None => {
                let reported = reported.map(drop);
                // Of two that failed each is told: the first may say what is left of it.
                if let (Err(lost), Err(_)) = (&reported, &noted) {
                    console.warn(&told(lost));
                }
                noted.and(reported)?;
                record_check::warn_untold(drill.untold(), console);
                let report = request.report.as_ref().map(|files| files.pdf.to_string_lossy().into_owned());
                console.answer("drill", &Answer { found: &found, report }, None)
            }
            Some(failure) => {
                // What went wrong in the drill is told in the end, whatever went wrong with its evidence.
                for lost in [noted, reported.map(drop)].into_iter().filter_map(Result::err) {
                    console.warn(&told(&lost));
                }
                console.say(&evidence::counts(&found));
                console.answer("drill", &FailedDrill::of(&found), Some(failure))
            }
        }
    }
}

/// A failure beside another, in one line.
fn told(lost: &Failure) -> String {
    format!("{}: {}", lost.message, lost.hint)
}

/// The drill itself: every quorum, then the key.
fn exercise(
    request: &Request,
    (record, expected, halves): (Option<&Record>, &Expected, &[ExpectedHalf]),
    drill: &mut Drill,
    stamp: Stamp,
    console: &Console,
    machine: Machine,
) -> Result<(), Failure> {
    console.step("reading the shares");
    let gathered = brought(request, record, drill, console)?;
    console.step("recombining every quorum of the shares that are here");
    let mut tick = console.progress_of_quorums(gathered.set.recombinations_to_try());
    let tried = drill.try_every_quorum(&gathered, &mut tick);
    drop(tick);
    let quorum = tried?;
    if let ShareSource::Files(_) = request.shares {
        gather::tell(&gathered, &quorum, console);
    }
    let remade = request.new_record.as_ref();
    let remade = remade.map(|new| new_record::remade(new, &gathered, &quorum, drill, console)).transpose()?;
    let mut given = passphrase(request, record, console, machine)?;
    if given.is_none() && request.asks_for_values() {
        // Where it is the right one, the values say so.
        console.say("empty passphrase assumed");
        given = Some(GivenPassphrase::assumed());
    }
    console.step("deriving the key, if a passphrase or the record allows it");
    let known = match &given {
        Some(given) => {
            let judge = Judge { record, are_dealt: drill.are_dealt(), accepts_other: request.accepts_other };
            derive(&Deriving { request, expected, halves, judge, console, machine }, drill, &quorum, given)?
        }
        None if request.open.is_some() => {
            let message =
                "the passphrase is needed to open the sealed file, and quorate cannot ask for it here";
            let hint = "--passphrase-file FILE; an empty file if there is none";
            return Err(Failure::new(Code::PassphraseNeeded, message, hint));
        }
        None => {
            if record.is_none_or(|record| record.passphrase != Some(false)) {
                console.say("passphrase not exercised");
            }
            None
        }
    };
    drill.settle(record)?;
    match request.new_record.as_ref().zip(remade) {
        Some((new, record)) => new_record::write(new, record, drill, known, stamp, console),
        None => Ok(()),
    }
}

fn brought(
    request: &Request,
    record: Option<&Record>,
    drill: &mut Drill,
    console: &Console,
) -> Result<Gathered, Failure> {
    match &request.shares {
        ShareSource::Files(files) => {
            let submissions = files::shares(files, console)?;
            drill.bring(&submissions, record);
            let blamed = |error| {
                foreign_set::refused(record, &error)
                    .unwrap_or_else(|| record_check::blamed(error, &drill.compared))
            };
            recover::gathered(submissions).map_err(blamed)
        }
        ShareSource::Typed => {
            let (gathered, _) = gather::from_people(console)?;
            drill.bring_typed(&gathered, record);
            Ok(gathered)
        }
    }
}

/// The passphrase from where it was said to be; the empty one where the record says that there is none; else asked for
/// where somebody can answer; else none.
fn passphrase(
    request: &Request,
    record: Option<&Record>,
    console: &Console,
    machine: Machine,
) -> Result<Option<GivenPassphrase>, Failure> {
    let recorded = record.and_then(|record| record.passphrase);
    let (at_stake, encoding) = (request.shares.at_stake(), request.encoding);
    let asker = Asker { recorded, at_stake, encoding, console };
    match &request.passphrase {
        Some(source) => asker.from(source).map(Some),
        None if recorded == Some(false) => Ok(Some(GivenPassphrase::assumed())),
        None if !machine.may_ask(console) => Ok(None),
        None => asker.typed(None).map(Some),
    }
}

/// Whether the shares or the key have failed, and not the machine or the command line.
fn is_verdict(failure: &Failure) -> bool {
    matches!(failure.code.exit(), Exit::Input | Exit::TooFew | Exit::Foreign | Exit::Check)
}

/// Notes the drill. Where nobody can tell whether the right key came out, it says so by saying nothing.
fn note(
    ledger: &mut Ledger,
    drill: &Drill,
    noted: Entry,
    has_failed: bool,
    console: &Console,
) -> Result<(), Failure> {
    if noted.passed.is_none() && !has_failed {
        record_check::note(ledger, &drill.compared, &[], noted.stamp, console)?;
    }
    let (cards, drilled) = drill.evidence(&ledger.record);
    let stamp = noted.stamp;
    ledger.note_beside(&Entry { cards, drill: Some(drilled), ..noted }, console)?;
    note_proved(ledger, &drill.proved, drill.key_file.as_deref(), stamp, console)
}
