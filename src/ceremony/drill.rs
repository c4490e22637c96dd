//! A drill: a recovery tried in every way that the shares allow, up to the key and no further.

use super::{
    compare::{ComparedShare, compare, compare_set},
    expected::ProvedValue,
    passphrase::{Denied, Judge, KeyConfirmation, KeyVerdict, Mismatch},
    practice::{self, HeldKey, Practice},
    recover::{RecoverError, sourced},
    submission::{Gathered, Source, Submission, Unreadable},
};
use crate::{
    crypto::hash::Tick,
    custody::{
        card_number::CardNumber,
        journal::{self, Unproved},
        plan::Plan,
        record::{Contradiction, Record, Untold, sealed::RecordedSealed},
        status::exercise::unproved,
    },
    formats::public::ShownValue,
    slip39::{Header, MasterSecret, Quorum, QuorumError, SetHeader},
};

/// What a drill has found so far, whatever its end will be.
#[derive(Debug, Default)]
pub struct Drill {
    /// Each share that was brought, in the order they came.
    pub shares: Vec<DrilledShare>,
    /// What the record says of them, if there is one.
    pub compared: Vec<ComparedShare>,
    /// What they have in common, once that is known.
    pub set: Option<SetHeader>,
    /// Quorums of the shares that came: the smallest sets of them that recover the key.
    pub quorums_tried: u64,
    /// Those that gave the same as all the others.
    pub quorums_passed: u64,
    /// Recombinations by which all of them were tried.
    pub recombinations: u64,
    /// Shares that contradict the others, and are named by them.
    pub altered: Vec<CardNumber>,
    /// Whether a key was derived, with the passphrase that was given.
    pub has_key: bool,
    /// What the fingerprint in the record says of that key.
    pub fingerprint: KeyVerdict,
    /// What confirms that key; none before one was derived and not refused.
    pub confirmed_by: Option<KeyConfirmation>,
    /// Whether the file of the passphrase was empty.
    pub has_empty_file: bool,
    /// What the shares hold, as to the published practice key.
    held: HeldKey,
    /// Whether the key that a passphrase gave is not the practice key that the record says it is.
    is_no_practice: bool,
    /// Whether the key is the published practice key.
    pub is_practice: bool,
    /// The sealed file that the key has opened to its end.
    pub opened: Option<RecordedSealed>,
    /// The public values that were expected, once the key has given all of them.
    pub proved: Vec<ProvedValue>,
    /// The fingerprint of the key in the sealed file, if its public half was expected.
    pub key_file: Option<String>,
    /// The public values that were asked for, each by the name of its kind.
    pub shown: Vec<(&'static str, ShownValue)>,
    /// Whether a public value was expected that the key does not give, or of which nobody can tell.
    pub is_value_denied: bool,
}

/// A share in a drill.
#[derive(Clone, Debug)]
pub struct DrilledShare {
    /// Where it came from.
    pub source: Source,
    /// Its header, or why it is no share.
    pub header: Result<Header, Unreadable>,
    /// Whether it took part in giving the encrypted master secret back.
    pub is_exercised: bool,
}

/// Why a drill has failed. When several apply, the first of these is told, but that too few shares come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DrillError {
    /// The shares are no quorum, or not one that agrees. With the share that the record contradicts, if it knows one.
    Unproved(RecoverError, Option<Box<ComparedShare>>),
    /// A share is not the one that was dealt.
    NotDealt(ComparedShare, Contradiction),
    /// The key is not the one that was split.
    OtherKey,
    /// The record contradicts the passphrase.
    OtherPassphrase(Mismatch),
    /// All agree, and yet the record cannot tell whether it is the key that was split.
    CannotTell(ComparedShare, Untold),
    /// The record says that this is the published practice key, and it is another.
    NoPractice,
    /// The shares agree, and yet a quorum of them gives something else: memory or processor are at fault.
    SelfCheck,
}

impl Drill {
    /// Takes note of what was brought, and of what the record says of it.
    pub fn bring(&mut self, submissions: &[Submission], record: Option<&Record>) {
        let drilled = |submission: &Submission| DrilledShare {
            source: submission.source.clone(),
            header: submission.share.as_ref().map(|share| *share.header()).map_err(Clone::clone),
            is_exercised: false,
        };
        self.shares = submissions.iter().map(drilled).collect();
        self.compared = record.map(|record| compare(record, submissions)).unwrap_or_default();
        self.begin(record);
    }

    /// The same for shares that were typed.
    pub fn bring_typed(&mut self, gathered: &Gathered, record: Option<&Record>) {
        let sourced = |header: Header| {
            let source = gathered.source_of(&header)?.clone();
            Some(DrilledShare { source, header: Ok(header), is_exercised: false })
        };
        self.shares = gathered.set.headers().filter_map(sourced).collect();
        self.compared = record.map(|record| compare_set(record, gathered)).unwrap_or_default();
        self.begin(record);
    }

    fn begin(&mut self, record: Option<&Record>) {
        if record.is_some_and(|record| record.fingerprint.is_some()) {
            self.fingerprint = KeyVerdict::NotCompared;
        }
    }

    /// Tries every quorum of the shares that came together.
    ///
    /// # Errors
    ///
    /// When they do not all agree or do not suffice, or the record contradicts one.
    pub fn try_every_quorum(&mut self, gathered: &Gathered, tick: Tick<'_>) -> Result<Quorum, DrillError> {
        let tried = gathered.set.try_every_quorum(tick);
        self.set = gathered.set.header();
        (self.quorums_tried, self.quorums_passed) = (tried.quorums, tried.passed);
        self.recombinations = tried.recombinations;
        if let Err(QuorumError::Altered { culprits }) = &tried.together {
            self.altered = culprits.iter().map(CardNumber::of).collect();
        }
        let contradicted: Vec<(ComparedShare, Contradiction)> =
            self.compared.iter().filter_map(|one| Some((one.clone(), one.contradiction()?))).collect();
        for share in &mut self.shares {
            let is_exercised = share.header.as_ref().is_ok_and(|header| tried.exercised.contains(header));
            share.is_exercised =
                is_exercised && contradicted.iter().all(|(one, _)| one.source != share.source);
        }
        let contradicted = contradicted.into_iter().next();
        match (tried.together.map_err(|error| sourced(gathered, error)), contradicted) {
            (Err(too_few @ RecoverError::TooFew { .. }), None) => Err(DrillError::Unproved(too_few, None)),
            (Ok(_) | Err(RecoverError::TooFew { .. }), Some((found, how))) => {
                Err(DrillError::NotDealt(found, how))
            }
            (Err(error), found) => Err(DrillError::Unproved(error, found.map(|(found, _)| Box::new(found)))),
            (Ok(_), None) if tried.dissenting > 0 => Err(DrillError::SelfCheck),
            (Ok(quorum), None) => {
                self.held = HeldKey::by(quorum.ems());
                Ok(quorum)
            }
        }
    }

    /// Judges the key that a passphrase gave, or would give where `derive` need not be asked to know.
    ///
    /// # Errors
    ///
    /// When it is another key, or the record contradicts the passphrase.
    pub fn judge_key(
        &mut self,
        judge: &Judge<'_>,
        is_passphrase_empty: bool,
        derive: impl FnOnce() -> MasterSecret,
    ) -> Result<MasterSecret, DrillError> {
        judge.before(is_passphrase_empty)?;
        let secret = derive();
        self.has_key = true;
        if is_passphrase_empty || practice::is_practice(&secret) {
            self.held = HeldKey::of(&secret);
        }
        self.fingerprint = KeyVerdict::of(&secret, judge.record, &mut |_| {});
        self.confirmed_by = Some(judge.after(is_passphrase_empty, self.fingerprint)?);
        if judge.record.is_some_and(|record| record.practice) && !practice::is_practice(&secret) {
            self.is_no_practice = true;
            return Err(DrillError::NoPractice);
        }
        Ok(secret)
    }

    /// Takes note of a sealed file that the key has opened to its end, and whether that proves the key: no other one opens the
    /// file of the record.
    pub fn open(&mut self, sealed: Option<RecordedSealed>, proves_key: bool) {
        self.opened = sealed;
        if proves_key && self.confirmed_by != Some(KeyConfirmation::Fingerprint) {
            self.confirmed_by = Some(KeyConfirmation::SealedFile);
        }
    }

    /// Takes note of the public values that the key has given, and whether one of them proves it.
    pub fn prove(&mut self, values: Vec<ProvedValue>, is_proved: bool) {
        self.proved = values;
        if is_proved {
            self.confirmed_by = self.confirmed_by.map(KeyConfirmation::with_public_value);
        }
    }

    /// Whether the record says of every share that was exercised that it is the one that was dealt.
    #[must_use]
    pub fn are_dealt(&self) -> bool {
        let mut exercised = self.shares.iter().filter(|share| share.is_exercised).peekable();
        let is_dealt = |share: &DrilledShare| {
            self.compared.iter().any(|one| one.source == share.source && one.is_dealt())
        };
        exercised.peek().is_some() && exercised.all(is_dealt)
    }

    /// What the journal is to say of a drill without a failure: that it passed, or nothing where nothing confirms the key
    /// that came out, or none did.
    #[must_use]
    pub fn passed(&self) -> Option<bool> {
        self.confirmed_by.filter(|_| !self.is_value_denied).and_then(KeyConfirmation::passed)
    }

    /// Whether all that was brought together can be told to be the key that was split: by its fingerprint, by the sealed
    /// file that it opened, or because cards of which the record knows that they were dealt are a quorum by themselves.
    /// Without a record nothing is asked.
    ///
    /// # Errors
    ///
    /// When the record cannot tell.
    pub fn settle(&self, record: Option<&Record>) -> Result<(), DrillError> {
        let Some(record) = record else { return Ok(()) };
        if self.practice(Some(record)) == Practice::Contradicted {
            return Err(DrillError::NoPractice);
        }
        let untold = || self.compared.iter().filter_map(|one| Some((one, one.untold()?)));
        let changed = untold().find(|(one, _)| one.changed().is_some());
        let is_settled = self.is_key_proved() || self.dealt_are_a_quorum(record);
        match changed.or_else(|| untold().next().filter(|_| !is_settled)) {
            Some((one, why)) => Err(DrillError::CannotTell(one.clone(), why)),
            None => Ok(()),
        }
    }

    /// Whether it is the published practice key, by what came out and what the record says.
    #[must_use]
    pub fn practice(&self, record: Option<&Record>) -> Practice {
        if self.is_no_practice { Practice::Contradicted } else { Practice::of(record, self.held) }
    }

    /// Whether something that only this key can do has confirmed it, and so the passphrase.
    fn is_key_proved(&self) -> bool {
        self.confirmed_by.is_some_and(KeyConfirmation::proves_key)
    }

    /// The shares of which the record cannot tell, and of which this drill has proved nothing either.
    pub fn untold(&self) -> impl Iterator<Item = &ComparedShare> {
        let is_exercised = |one: &ComparedShare| {
            self.shares.iter().any(|share| share.is_exercised && share.source == one.source)
        };
        self.compared
            .iter()
            .filter(move |one| one.untold().is_some() && !(self.is_key_proved() && is_exercised(one)))
    }

    fn dealt_are_a_quorum(&self, record: &Record) -> bool {
        let dealt = CardNumber::each_once(self.exercised_and(ComparedShare::is_dealt));
        record.plan.is_quorum(&CardNumber::in_plan(&dealt))
    }

    /// The cards that were exercised and of which the record says this.
    fn exercised_and(&self, says: impl Fn(&ComparedShare) -> bool) -> impl Iterator<Item = CardNumber> {
        let is_exercised = |one: &&ComparedShare| {
            self.shares.iter().any(|share| share.is_exercised && share.source == one.source)
        };
        self.compared.iter().filter(is_exercised).filter(move |one| says(one)).map(|one| one.card)
    }

    /// What the journal is to hold of it: the cards that were exercised and are those that were dealt, and the rest.
    #[must_use]
    pub fn evidence(&self, record: &Record) -> (Vec<CardNumber>, journal::Drilled) {
        let is_key_proved = self.is_key_proved();
        let is_good = |one: &ComparedShare| one.is_good(is_key_proved);
        let drilled = journal::Drilled {
            quorums_tried: self.quorums_tried,
            quorums_passed: self.quorums_passed,
            blamed: self.blamed(),
            unproved: self.unproved(record),
        };
        (CardNumber::each_once(self.exercised_and(is_good)), drilled)
    }

    /// The cards at fault: those that the record contradicts, and those that the others name and the record does not know
    /// as dealt.
    #[must_use]
    pub fn blamed(&self) -> Vec<CardNumber> {
        let by_record = self.compared.iter().filter(|one| one.is_to_blame()).map(|one| one.card);
        let is_cleared = |card: &CardNumber| {
            self.compared.iter().any(|one| one.card == *card && !one.is_to_blame() && one.untold().is_none())
        };
        CardNumber::each_once(by_record.chain(self.altered.iter().copied().filter(|card| !is_cleared(card))))
    }

    /// What recovery needs besides cards, by the record, and this drill did not prove.
    #[must_use]
    pub fn unproved(&self, record: &Record) -> Vec<Unproved> {
        unproved(record, self.is_key_proved(), self.opened.is_some())
    }

    /// The cards that were exercised, each once, in order.
    #[must_use]
    pub fn exercised(&self) -> Vec<CardNumber> {
        let exercised = self.shares.iter().filter(|share| share.is_exercised);
        let headers = exercised.filter_map(|share| share.header.as_ref().ok());
        CardNumber::each_once(headers.map(CardNumber::of))
    }

    /// Whether a share came that says it is this card.
    #[must_use]
    pub fn came(&self, card: CardNumber) -> bool {
        let headers = self.shares.iter().filter_map(|share| share.header.as_ref().ok());
        headers.map(CardNumber::of).any(|one| one == card)
    }

    /// The cards that were not: of this plan, which is that of today, if it is known; else of those that came.
    #[must_use]
    pub fn not_exercised(&self, plan: Option<&Plan>) -> Vec<CardNumber> {
        let exercised = self.exercised();
        let mut cards: Vec<CardNumber> = match plan {
            Some(plan) => plan.cards().map(|(group, member, _)| CardNumber { group, member }).collect(),
            None => self
                .shares
                .iter()
                .filter_map(|share| Some(CardNumber::of(share.header.as_ref().ok()?)))
                .collect(),
        };
        cards.retain(|card| !exercised.contains(card));
        CardNumber::each_once(cards)
    }
}

impl From<Denied> for DrillError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::OtherKey => Self::OtherKey,
            Denied::Contradicted(contradiction) => Self::OtherPassphrase(contradiction),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ceremony::recover::gathered,
        crypto::entropy::Scripted,
        custody::record::sample,
        slip39::{Deal, Encryption, Passphrase, Policy},
    };

    /// The texts of another dealing that says it is the same set.
    fn forged(policy: &str, encryption: Encryption) -> Vec<String> {
        let policy: Policy = policy.parse().unwrap();
        let ems = MasterSecret::copy_of(&[9; 16]).unwrap().encrypt_as(
            &Passphrase::empty(),
            encryption,
            &mut |_| {},
        );
        let deal = Deal::new(&policy, ems, &mut Scripted(9)).unwrap();
        deal.groups()[0].iter().map(|share| share.mnemonic().expose().to_owned()).collect()
    }

    fn drilled(texts: &[&String], record: Option<&Record>) -> (Drill, Result<Quorum, DrillError>) {
        let read = |(at, text): (usize, &&String)| Submission::read(Source::typed(at + 1), text);
        let submissions: Vec<Submission> = texts.iter().enumerate().map(read).collect();
        let mut drill = Drill::default();
        drill.bring(&submissions, record);
        let tried = drill.try_every_quorum(&gathered(submissions).unwrap(), &mut |_| {});
        (drill, tried)
    }

    fn cards(cards: &[CardNumber]) -> Vec<u8> {
        cards.iter().map(|card| card.member).collect()
    }

    #[test]
    fn the_record_names_the_card_that_was_not_dealt_where_the_shares_cannot() {
        let (record, shares) = sample::of("3of5", 1);
        let forged = forged("3of5", shares[0].0.set.encryption);
        let texts: Vec<String> = shares.iter().map(|(_, mnemonic)| mnemonic.expose().to_owned()).collect();

        let (drill, tried) = drilled(&[&texts[0], &texts[4], &texts[2]], Some(&record));
        assert!(tried.is_ok());
        assert_eq!(cards(&drill.exercised()), [0, 2, 4]);
        assert_eq!(cards(&drill.not_exercised(Some(&record.plan))), [1, 3]);
        assert_eq!(drill.fingerprint, KeyVerdict::NotCompared);

        let three = [&texts[0], &forged[1], &texts[2]];
        let Err(DrillError::Unproved(RecoverError::GroupDisagrees(0), Some(found))) =
            drilled(&three, Some(&record)).1
        else {
            panic!("nothing but the record tells")
        };
        assert_eq!(found.card.member, 1);
        assert!(matches!(
            drilled(&three, None).1,
            Err(DrillError::Unproved(RecoverError::GroupDisagrees(0), None))
        ));

        let (drill, tried) = drilled(&[&forged[0], &forged[1], &forged[2]], Some(&record));
        assert!(
            matches!(tried, Err(DrillError::NotDealt(found, Contradiction::Differs)) if found.card.member == 0)
        );
        assert_eq!((drill.quorums_tried, drill.quorums_passed), (1, 1), "a quorum, but of another key");
        assert_eq!(cards(&drill.blamed()), [0, 1, 2]);
        assert!(drill.exercised().is_empty() && drill.not_exercised(Some(&record.plan)).len() == 5);
        assert!(
            matches!(drilled(&[&forged[0]], Some(&record)).1, Err(DrillError::NotDealt(..))),
            "before too few"
        );
    }

    #[test]
    fn a_key_is_judged_by_its_fingerprint_and_without_one_by_what_the_record_says() {
        let (mut record, shares) = sample::of("2of3", 7);
        let texts: Vec<String> = shares.iter().map(|(_, mnemonic)| mnemonic.expose().to_owned()).collect();
        let secret = |byte| MasterSecret::copy_of(&[byte; 16]).unwrap();
        let (mut drill, _) = drilled(&[&texts[0], &texts[2]], Some(&record));
        assert!(drill.are_dealt() && drill.passed().is_none());
        let judge = Judge { record: Some(&record), are_dealt: drill.are_dealt(), accepts_other: false };
        assert!(drill.judge_key(&judge, true, || secret(7)).is_ok());
        assert_eq!((drill.fingerprint, drill.passed()), (KeyVerdict::Matches, Some(true)));
        let (mut drill, _) = drilled(&[&texts[0], &texts[2]], Some(&record));
        assert_eq!(drill.judge_key(&judge, true, || secret(8)).map(|_| ()), Err(DrillError::OtherKey));
        assert_eq!((drill.fingerprint, drill.passed()), (KeyVerdict::Differs, None));

        record.fingerprint = None;
        let judge = Judge { record: Some(&record), are_dealt: true, accepts_other: false };
        let (mut drill, _) = drilled(&[&texts[0], &texts[2]], Some(&record));
        let surplus = DrillError::OtherPassphrase(Mismatch::Surplus);
        let refused = drill.judge_key(&judge, false, || panic!("nothing has to be derived"));
        assert_eq!((refused.map(|_| ()), drill.has_key), (Err(surplus), false));
        assert!(drill.judge_key(&judge, true, || secret(8)).is_ok());
        assert_eq!((drill.fingerprint, drill.passed()), (KeyVerdict::NoFingerprint, Some(true)));
        let (drill, _) = drilled(&[&texts[0], &texts[2]], None);
        assert!(!drill.are_dealt(), "nobody says so");
    }
}
