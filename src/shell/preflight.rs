//! `quorate preflight`: is this machine fit for a ceremony? What can be seen from here, in plain words.
//!
//! Before a ceremony on a terminal the same is asked, and a machine that is online is refused: whoever types a key
//! into one has to say that he knows.

use super::{
    entropy::OsEntropy,
    failure::{Code, Failure},
    json,
    output::Voice,
    printing::own_digest,
};
use crate::ceremony::selftest;

mod document;
mod machine;

use self::machine::{Finding, State};

/// Runs the command.
///
/// # Errors
///
/// When the machine is unfit, after it was told.
pub fn run(voice: &Voice) -> Result<(), Failure> {
    let findings = findings(voice);
    let failure = unfit(&findings);
    let digest = own_digest();
    if voice.json {
        let document = document::Document::of(&findings, digest);
        return match failure {
            Some(failure) => Err(failure.with_details(json::Details::of(&document))),
            None => voice.product(json::document(&document::Whole::of(document)).as_bytes()),
        };
    }
    voice.product(report(&findings, digest).as_bytes())?;
    failure.map_or(Ok(()), Err)
}

/// Tells before a ceremony what is wrong with the machine, if anything is.
///
/// # Errors
///
/// When it is online and nobody said that this is known, or the program does not do what it should.
pub fn before_ceremony(online_anyway: bool, voice: &Voice) -> Result<(), Failure> {
    let findings = findings(voice);
    let unfit =
        |check: &str| findings.iter().find(|finding| finding.check == check && finding.state == State::Unfit);
    if let Some(broken) = unfit(SELF_TEST) {
        let hint = "take another copy of the program, and another machine";
        return Err(Failure::new(Code::Unfit, broken.text.clone(), hint));
    }
    if let (Some(online), false) = (unfit(machine::NETWORK), online_anyway) {
        let message = format!("this machine is online: {}", online.text);
        let hint = "unplug it; or, where no key can be lost by it, --online-anyway";
        return Err(Failure::new(Code::Online, message, hint));
    }
    for finding in findings.iter().filter(|finding| finding.state == State::Unfit) {
        voice.warn(&format!("{}: {}", finding.check, finding.text));
    }
    let fit = findings.iter().filter(|finding| finding.state == State::Fit).count();
    voice.say(&format!("preflight: {fit} of {} checks passed (see quorate preflight)", findings.len()));
    Ok(())
}

const SELF_TEST: &str = "self-test";

fn findings(voice: &Voice) -> Vec<Finding> {
    let mut findings = machine::findings();
    findings.push(match voice.is_hardened {
        true => Finding::fit("hardening", "the kernel keeps this program offline and its memory to itself"),
        false => Finding::unfit("hardening", "the kernel does not keep this program offline"),
    });
    findings.push(match selftest::core(&mut OsEntropy) {
        Ok(()) => Finding::fit(SELF_TEST, "known answers come out right"),
        Err(broken) => Finding::unfit(SELF_TEST, format!("{broken}: do not use this program here")),
    });
    findings
}

fn unfit(findings: &[Finding]) -> Option<Failure> {
    let mut unfit = findings.iter().filter(|finding| finding.state == State::Unfit);
    let first = unfit.next()?;
    let more = match unfit.count() {
        0 => String::new(),
        number => format!(", and {number} more"),
    };
    let hint = "mend what is named, or take another machine";
    Some(Failure::new(Code::Unfit, format!("{}: {}{more}", first.check, first.text), hint))
}

fn report(findings: &[Finding], digest: &str) -> String {
    let mut report = String::new();
    for Finding { check, state, text } in findings {
        report.push_str(&format!("{:<8} {check}: {text}\n", state.told()));
    }
    report.push_str(&format!("\nquorate {}, SHA-256 of its file:\n{digest}\n", env!("CARGO_PKG_VERSION")));
    report
}
