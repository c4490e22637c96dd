//! `quorate recover`: shares from files or from people, the proof, the passphrase, the key.
//!
//! A passphrase may be wrong, and then the shares stay: another one is asked for where somebody is there, before the key
//! is given out or after it was seen.

use std::mem;

use self::{options::Options, request::Request};
use super::options::foreign::refuse_misplaced;
use crate::{
    ceremony::{
        compare::{ComparedShare, compare_set},
        passphrase::{Denied, Judge, KeyConfirmation, KeyVerdict},
        practice,
    },
    commands::{Needs, Run, options::outputs::folders},
    crypto::secret::SecretBytes,
    custody::record::Record,
    formats::{
        count::count,
        key::{Way, bip39},
        recipient::Recipient,
    },
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
    slip39::{Header, MasterSecret, Quorum},
    transfer::{
        archive::{
            day,
            public_values::note_proved,
            record_check::{self, RecoveryProof},
        },
        delivery::reveal::KeyPageExit,
        intake::{
            gather::{self, WhenTooFew},
            passphrase::{self, Asker, GivenPassphrase, How},
            proof::{Bip39Source, Proven, prove},
            receive,
            sources::ShareSource,
        },
        sealing::open::OpenedFile,
    },
};

pub(super) mod answer;
mod caveats;
pub mod foreign;
pub(super) mod foreign_answer;
pub mod options;
mod release;
pub mod request;
mod verdict;

pub use self::caveats::assumed;

impl Run for Options {
    const NAME: &'static str = "recover";

    fn needs(&self) -> Needs {
        Needs {
            secrets: true,
            room: true,
            large_file: self.open.is_some(),
            folders: folders([&self.output, &self.record]),
            ..Needs::default()
        }
    }

    /// Where it fails, nothing is released.
    fn run(mut self, console: &Console, machine: Machine) -> Result<(), Failure> {
        let receive = self.receive.take();
        let shares = match receive {
            Some(_) => ShareSource::Typed,
            None => ShareSource::new(mem::take(&mut self.shares), &self.opening.identities, machine)?,
        };
        if let Some(format) = self.from_format.or_else(|| shares.recognised()) {
            return foreign::run(format, shares, self, console, machine);
        }
        refuse_misplaced(&self.unconfirmed)?;
        let mut request = Request::new(self, shares, console, machine)?;
        let stamp =
            request.ledger.is_some().then(|| day::asked(request.date, console, machine)).transpose()?;
        let record = request.ledger.as_ref().map(|ledger| &ledger.record);
        // After all that could fail: people are called for what comes now.
        let mut recipient = None;
        if let Some(folder) = receive {
            let (files, made) = receive::shares(&folder, record, console, machine)?;
            (request.shares, recipient) = (ShareSource::Files(files), Some(made));
        }
        if let Some(ledger) = &request.ledger {
            request.shares.learn(&ledger.record, &ledger.journal);
        }
        console.step("reading the shares, and proving that they are a quorum");
        let (gathered, quorum) = match &request.shares {
            ShareSource::Files(files) => {
                gather::from_files(files, record, WhenTooFew::at(machine, console), console)?
            }
            ShareSource::Typed => gather::from_people(console)?,
        };
        let compared = record.map(|record| compare_set(record, &gathered)).unwrap_or_default();
        if let Some(failure) = record_check::failure(&compared) {
            return Err(failure
                .with_hint("look at that card; recovery without --record trusts the digest alone".into()));
        }
        record_check::warn_untold(compared.iter(), console);
        let untold = record_check::untold(compared.iter());
        let compared = tested(compared, quorum.untested());
        let are_dealt = !compared.is_empty() && compared.iter().all(ComparedShare::is_dealt);
        let judge = Judge { record, are_dealt, accepts_other: request.accepts_other };
        let (proved, found) =
            Recovery { request: &request, quorum: &quorum, judge, untold, console, machine }.run()?;
        match (&mut request.ledger, stamp) {
            (Some(ledger), Some(stamp)) => {
                let received = recipient.map(|recipient| told_received(&request.shares, &recipient));
                record_check::note_recovery(ledger, &compared, proved, received, stamp, console)?;
                note_proved(ledger, &found.proof.values, found.key_file.as_deref(), stamp, console)
            }
            _ => Ok(()),
        }
    }
}

/// What was received for this run, and what was not.
fn told_received(shares: &ShareSource, recipient: &Recipient) -> String {
    let received = match shares {
        ShareSource::Files(files) => files.keyring().opened(),
        ShareSource::Typed => 0,
    };
    format!("{} received, sealed to {}", count(received, "share"), recipient.code())
}

/// What the record says of the shares that were put to the test: of the others nothing was proved.
fn tested(mut compared: Vec<ComparedShare>, untested: &[Header]) -> Vec<ComparedShare> {
    let is_untested = |one: &ComparedShare| {
        untested.iter().any(|header| (header.group, header.member) == (one.card.group, one.card.member))
    };
    compared.retain(|one| !is_untested(one));
    compared
}

/// A proved quorum, and all that decides what becomes of its key.
struct Recovery<'a> {
    request: &'a Request,
    quorum: &'a Quorum,
    judge: Judge<'a>,
    /// What is told of the shares of which the record cannot tell.
    untold: Vec<String>,
    console: &'a Console,
    machine: Machine,
}

/// A key that came out, and what is known of it.
struct RecoveredKey {
    secret: MasterSecret,
    how: How,
    fingerprint: KeyVerdict,
    confirmed_by: KeyConfirmation,
    bip39_passphrase: Option<How>,
    opened: Option<OpenedFile>,
    /// The public values that it has given.
    proof: Proven,
    /// The fingerprint of the key in the sealed file, if its public half was expected.
    key_file: Option<String>,
}

impl Recovery<'_> {
    /// Gives the key out, or what it opens, and says what confirmed it.
    fn run(&mut self) -> Result<(RecoveryProof, RecoveredKey), Failure> {
        let mut given = self.passphrase()?;
        loop {
            let mut found = self.key(given)?;
            given = match self.give_out(&mut found) {
                Ok(KeyPageExit::Done) => {
                    let is_sealed_file_opened = found.opened.is_some();
                    let confirmed_by = self.confirmed_by(&found);
                    return Ok((RecoveryProof { confirmed_by, is_sealed_file_opened }, found));
                }
                Ok(KeyPageExit::AnotherPassphrase) => self.another(Some("the shares are still here"))?,
                Err(failure) if self.may_be_the_passphrase(&failure, &found) => {
                    self.another(Some(&failure.message))?
                }
                Err(failure) => return Err(found.how.told_with(failure)),
            };
        }
    }

    fn record(&self) -> Option<&Record> {
        self.judge.record
    }

    /// What the record says of the passphrase.
    fn recorded(&self) -> Option<bool> {
        self.record().and_then(|record| record.passphrase)
    }

    const fn is_attended(&self) -> bool {
        self.machine.is_attended(self.console)
    }

    /// The passphrase from where it was said to be; the empty one where the record says that there is none; else asked for
    /// where somebody can answer; else empty, and said so.
    fn passphrase(&self) -> Result<GivenPassphrase, Failure> {
        match &self.request.passphrase {
            Some(source) => self.asker().from(source),
            None if self.recorded() == Some(false) => {
                self.console.say("no passphrase: the record says that there is none");
                Ok(GivenPassphrase::assumed())
            }
            None if !self.machine.may_ask(self.console) => {
                self.console.say("empty passphrase assumed");
                Ok(GivenPassphrase::assumed())
            }
            None => self.another(None),
        }
    }

    fn another(&self, reason: Option<&str>) -> Result<GivenPassphrase, Failure> {
        self.asker().typed(reason)
    }

    fn asker(&self) -> Asker<'_> {
        let at_stake = self.request.shares.at_stake();
        let encoding = self.request.encoding;
        Asker { recorded: self.recorded(), at_stake, encoding, console: self.console }
    }

    /// The key that a passphrase gives, if nothing speaks against it; else that of the next one.
    fn key(&mut self, mut given: GivenPassphrase) -> Result<RecoveredKey, Failure> {
        loop {
            match self.tried(&given) {
                Ok(found) => return Ok(found),
                Err(denied) => {
                    if let Some(other) = self.after(denied).map_err(|failure| given.how.told_with(failure))? {
                        given = other;
                    }
                }
            }
        }
    }

    fn tried(&self, given: &GivenPassphrase) -> Result<RecoveredKey, Denied> {
        let is_empty = given.passphrase.is_empty();
        self.judge.before(is_empty)?;
        let ems = self.quorum.ems();
        self.console.step("deriving the key from the shares and the passphrase");
        let secret = ems.decrypt(&given.passphrase, &mut self.console.progress(ems.iterations()));
        let fingerprint = KeyVerdict::of(&secret, self.record(), &mut |_| {});
        let confirmed_by = self.judge.after(is_empty, fingerprint)?;
        let how = given.how;
        let (bip39_passphrase, opened, key_file, proof) = (None, None, None, Proven::default());
        Ok(RecoveredKey { secret, how, fingerprint, confirmed_by, bip39_passphrase, opened, proof, key_file })
    }

    /// Another passphrase after one that was denied; none where it is meant all the same.
    fn after(&mut self, denied: Denied) -> Result<Option<GivenPassphrase>, Failure> {
        let refusal = passphrase::refusal(denied);
        if !self.is_attended() {
            return Err(refusal);
        }
        let has_fingerprint = self.record().is_some_and(|record| record.fingerprint.is_some());
        match denied {
            // The question tells the reason.
            Denied::Contradicted(contradiction) if !has_fingerprint => {
                if self.asker().is_meant(contradiction)? {
                    self.judge.accepts_other = true;
                    return Ok(None);
                }
                self.another(None).map(Some)
            }
            _ => self.another(Some(&refusal.message)).map(Some),
        }
    }

    /// Whether another passphrase may do what this one did not: only a sealed file or a public value tells, and only where
    /// nothing else has confirmed this one.
    fn may_be_the_passphrase(&self, failure: &Failure, found: &RecoveredKey) -> bool {
        let is_told = match failure.code {
            Code::NotOfThisSet => self.request.open.is_some(),
            Code::OtherKey | Code::CannotTell => !self.request.expected.is_empty(),
            _ => false,
        };
        is_told && found.confirmed_by.passed().is_none() && self.is_attended()
    }

    /// Proves the key by the public values that are expected of it, before anything of it is released.
    fn prove(&self, found: &mut RecoveredKey) -> Result<(), Failure> {
        let source = Bip39Source {
            file: self.request.bip39_passphrase_file.as_deref(),
            at_stake: self.request.shares.at_stake(),
            machine: self.machine,
        };
        found.proof = prove(&self.request.expected, &found.secret, source, self.console)?;
        if found.proof.proves_key() {
            found.confirmed_by = found.confirmed_by.with_public_value();
        }
        Ok(())
    }

    fn give_out(&self, found: &mut RecoveredKey) -> Result<KeyPageExit, Failure> {
        if practice::is_practice(&found.secret) {
            self.console.warn("PRACTICE: the published practice key; it protects nothing");
        }
        self.prove(found)?;
        if self.request.open.is_some() {
            release::open(self, found)?;
            return Ok(KeyPageExit::Done);
        }
        let shown = self.shown(found)?;
        caveats::tell(self, found);
        self.console.step("giving out the key");
        release::key(self, &shown, found)
    }

    /// The key in the form that is asked for.
    fn shown(&self, found: &mut RecoveredKey) -> Result<SecretBytes, Failure> {
        let Way::WalletOfWords(language) = self.request.way else {
            return Ok(self.request.form.show(&found.secret)?);
        };
        let (extra, how) = &found.proof.bip39_passphrase;
        found.bip39_passphrase = Some(*how);
        Ok(self.request.form.show(&bip39::seed_of(&found.secret, language, extra)?)?)
    }
}
