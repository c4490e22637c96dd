//! `quorate check`: is this share still good? For one custodian, or for several together.

pub(super) mod answer;
mod foreign;
pub(super) mod foreign_answer;
pub mod options;
pub(super) mod recipient;
mod report;
mod request;

use std::mem;

use self::{
    answer::{Answer, Checked, Faulty, Told},
    options::Options,
    request::Request,
};
use super::options::foreign::refuse_threshold;
use crate::{
    ceremony::{
        check::{Verdict, check},
        compare::{ComparedShare, compare},
        practice::{HeldKey, Practice},
        recover::RecoverError,
        submission::{Source, Submission},
    },
    commands::{Needs, Run, options::outputs::folders},
    host::{
        console::{Console, Machine},
        failure::Failure,
        files::read::shown,
    },
    transfer::{
        archive::{day, ledger::Ledger, receipt, record_check, today::Today},
        intake::{files, foreign_set, gather, sources::ShareSource},
    },
};

impl Run for Options {
    const NAME: &'static str = "check";

    fn needs(&self) -> Needs {
        Needs { secrets: true, folders: folders([&self.output, &self.record]), ..Needs::default() }
    }

    fn run(mut self, console: &Console, machine: Machine) -> Result<(), Failure> {
        if self.recipient {
            return recipient::tell(&self.opening.identities, console);
        }
        let shares = ShareSource::new(mem::take(&mut self.shares), &self.opening.identities, machine)?;
        if let Some(format) = self.from_format.or_else(|| shares.recognised()) {
            return foreign::run(format, shares, &self, console);
        }
        refuse_threshold(self.threshold.as_deref())?;
        let request = Request::new(self, shares)?;
        let mut ledger = request.record.as_deref().map(Ledger::open).transpose()?;
        if let Some(ledger) = &ledger {
            request.shares.learn(&ledger.record, &ledger.journal);
        }
        let stamp = match (&ledger, &request.receipt) {
            (None, _) => None,
            (Some(_), None) => Some(day::unasked(request.date)?),
            (Some(_), Some(_)) => Some(day::asked(request.date, console, machine)?),
        };
        let today = ledger.as_ref().zip(stamp).map(|(ledger, stamp)| Today::of(ledger, stamp.day));
        let by = match (&today, &request.by) {
            (Some(today), Some(name)) => Some(today.known_party(name)?),
            _ => None,
        };
        console.step("reading the shares");
        let submissions = match &request.shares {
            ShareSource::Files(files) => files::shares(files, console)?,
            ShareSource::Typed => {
                let share = gather::one_typed(console)?;
                vec![Submission { source: Source::typed(1), share: Ok(share) }]
            }
        };
        let compared =
            ledger.as_ref().map(|ledger| compare(&ledger.record, &submissions)).unwrap_or_default();
        let receipt = match (&request.receipt, &ledger, stamp) {
            (Some(challenge), Some(ledger), Some(stamp)) => {
                receipt::sign(ledger, &submissions, challenge, stamp)?
            }
            _ => None,
        };
        console.step("testing each share alone, and then all together");
        let verdict = check(submissions)?;
        let held = match &verdict.together {
            Some(Ok(quorum)) => HeldKey::by(quorum.ems()),
            _ => HeldKey::Unknown,
        };
        let practice = Practice::of(ledger.as_ref().map(|ledger| &ledger.record), held);
        let is_practice = practice == Practice::Yes;
        if is_practice {
            console.warn("PRACTICE: the published practice key; it protects nothing");
        }
        let is_contradicted = practice == Practice::Contradicted;
        let failure = failure(&verdict, &compared, ledger.is_some())
            .or_else(|| is_contradicted.then(record_check::no_practice))
            .or_else(|| record_check::gone(&compared, today.as_ref().filter(|_| request.receipt.is_none())?));
        if let (Some(ledger), Some(stamp), None) = (&mut ledger, stamp, &request.receipt) {
            // By a record that was changed no card is good.
            let is_noted = |one: &&ComparedShare| !is_contradicted || !one.is_dealt();
            let noted: Vec<ComparedShare> = compared.iter().filter(is_noted).cloned().collect();
            let before = ledger.journal.entries().len();
            record_check::note(ledger, &noted, by.as_slice(), stamp, console)?;
            if let (Some(by), true) = (&by, ledger.journal.entries().len() == before) {
                console.warn(&format!("nothing was noted, so {by} does not count as heard by this check"));
            }
        }
        let receipt = receipt.filter(|_| failure.is_none()).map(|receipt| receipt.to_string());
        let known = ledger.as_ref().zip(today.as_ref());
        if let (Some(today), Some(_)) = (&today, &receipt) {
            receipt::warn_gone(&compared, today, console);
        }
        let checked = Checked::of(&verdict, known, &compared, receipt.as_deref());
        if failure.is_some() {
            let faulty = Faulty::new(checked, report::each(&verdict, &compared));
            return console.answer("check", &faulty, failure);
        }
        let mut report = report::report(&verdict, today.as_ref());
        if let Some((ledger, today)) = known {
            report.push_str(&record_check::report(ledger, &compared, today));
        }
        let told = match &receipt {
            None => Told { text: report, beside: Vec::new() },
            Some(receipt) => {
                // A pipe takes the receipt and nothing else.
                let mut beside: Vec<String> = report.lines().map(str::to_owned).collect();
                let text = if let Some(file) = &request.output {
                    receipt::write(receipt, file)?;
                    String::new()
                } else {
                    beside.push("the receipt holds no secret: send it over any channel".to_owned());
                    receipt::text(receipt, machine.stdout_is_terminal && !console.plain)?
                };
                Told { text, beside }
            }
        };
        console.answer("check", &Answer::new(&verdict, checked, is_practice, told), None)?;
        if let Some(file) = request.output {
            console.say(&format!(
                "the receipt is in {}: it holds no secret, so send it over any channel",
                shown(&file)
            ));
        }
        Ok(())
    }
}

/// The first thing that is wrong. Too few shares for a recovery are nothing wrong.
fn failure(verdict: &Verdict, compared: &[ComparedShare], has_record: bool) -> Option<Failure> {
    let alone = verdict.shares.iter().find_map(|share| {
        let unreadable = share.header.as_ref().err()?;
        let undealt = if has_record { foreign_set::undealt(&share.source, unreadable) } else { None };
        Some(undealt.unwrap_or_else(|| (&share.source, unreadable).into()))
    });
    alone.or_else(|| match &verdict.together {
        Some(Ok(_) | Err(RecoverError::TooFew { .. })) | None => record_check::verdict(compared),
        Some(Err(error)) => Some(record_check::blamed(error.clone(), compared)),
    })
}
