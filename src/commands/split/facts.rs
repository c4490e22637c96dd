//! What is told of a new set: everybody in the room may hear it, and some of it must be written down.

use super::request::Request;
use crate::{
    ceremony::split::Split,
    custody::{
        journal::Entry,
        record::{
            Record, fingerprint::Fingerprint, hash_of, origin::RecordedOrigin, rolled::RecordedRolls,
            sealed::RecordedSealed,
        },
    },
    formats::{count::count, key::Form},
    host::document::EmptyFiles,
    paper::{card::Wallet, sheet::SetFacts},
    transfer::{
        archive::public_values::Kept,
        delivery::taken::{Taken, in_words, told_back, wallet},
        intake::proof::Proven,
        sealing::shares::ArmoredShare,
    },
};

/// A new set, and what it was made of.
#[derive(Debug)]
pub struct Made {
    /// The set.
    pub split: Split,
    /// What it was made of.
    pub origin: Origin,
    /// Whether a passphrase was given for it.
    pub has_passphrase: bool,
    /// Whether the key is the published practice key.
    pub is_practice: bool,
    /// What the record is to know of it.
    pub recorded: RecordFacts,
    /// What the record of the old set says of the key, and nothing here has proved.
    pub taken: Taken,
    /// The file that was sealed to the key.
    pub sealed: Option<RecordedSealed>,
    /// Its shares that leave sealed to their holders, in the order of the shares.
    pub sealed_shares: Vec<Option<ArmoredShare>>,
    /// How people's rolls went into it.
    pub rolled: Option<RecordedRolls>,
    /// The files of passphrases that were empty.
    pub empty_files: EmptyFiles,
    /// The public values that the key has given.
    pub proof: Proven,
    /// What of them is kept, in the record and beside it.
    pub kept: Kept,
}

/// What the record of a new set is to know, and only the making of the set could tell.
#[derive(Debug, Default)]
pub struct RecordFacts {
    /// The salt of the record, if there is to be one.
    pub salt: Option<String>,
    /// The fingerprint of the key.
    pub fingerprint: Option<Fingerprint>,
    /// What it was made of, if it was made of shares.
    pub origin: Option<RecordedOrigin>,
    /// Whoever is absent, and places that are closed, by the journal of the old set: with these lines that of the new one begins.
    pub away: Vec<Entry>,
}

/// What a new set was made of.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// A key that came in this form.
    Key(Form),
    /// An old set, decrypted and encrypted anew.
    SetAnew {
        /// Whether the fingerprint in the old record is that of the key.
        is_confirmed: bool,
    },
    /// An old set whose key was not even decrypted.
    SetAsItWas,
}

impl Made {
    /// A set of which nothing else is known: no passphrase, nothing taken over, sealed, rolled or proved.
    #[must_use]
    pub fn of(split: Split, origin: Origin, recorded: RecordFacts) -> Self {
        Self {
            split,
            origin,
            has_passphrase: false,
            is_practice: false,
            recorded,
            taken: Taken::default(),
            sealed: None,
            sealed_shares: Vec::new(),
            rolled: None,
            empty_files: EmptyFiles::default(),
            proof: Proven::default(),
            kept: Kept::default(),
        }
    }

    /// The form that the key came in, if it came as a key.
    #[must_use]
    pub const fn form(&self) -> Option<Form> {
        match self.origin {
            Origin::Key(form) => Some(form),
            Origin::SetAnew { .. } | Origin::SetAsItWas => None,
        }
    }

    /// The form that the key came in, or once came in by the record of the old set.
    fn known_form(&self) -> Option<Form> {
        self.form().or_else(|| self.taken.form.as_ref()?.form())
    }

    /// Whether a passphrase is needed besides the shares; none where nobody said.
    #[must_use]
    pub const fn passphrase(&self) -> Option<bool> {
        match self.origin {
            Origin::SetAsItWas => self.taken.passphrase,
            Origin::Key(_) | Origin::SetAnew { .. } => Some(self.has_passphrase),
        }
    }

    /// The share at this place in their order, if it leaves sealed.
    #[must_use]
    pub fn sealed_share(&self, at: usize) -> Option<&ArmoredShare> {
        self.sealed_shares.get(at)?.as_ref()
    }

    /// The file that the key opens.
    #[must_use]
    pub fn opens(&self) -> Option<&RecordedSealed> {
        self.sealed.as_ref().or(self.taken.sealed.as_ref())
    }

    /// What a hardware wallet makes of the shares.
    #[must_use]
    pub fn wallet(&self) -> Wallet {
        self.known_form().map_or(Wallet::Unknown, wallet)
    }

    /// The same facts, for the sheets that go with the cards.
    #[must_use]
    pub fn sheet<'a>(&'a self, request: &'a Request, record: Option<&Record>) -> SetFacts<'a> {
        SetFacts {
            set: self.split.set,
            label: request.label.as_deref(),
            policy: Some(&request.policy),
            plan: Some(&request.plan),
            group_names: &request.group_names,
            custodians: &request.custodians,
            words: self.words(),
            key: self.known_form().map(in_words),
            wallet: self.wallet(),
            has_passphrase: self.passphrase(),
            contact: request.print.contact.as_deref(),
            date: request.print.date.as_deref(),
            version: env!("CARGO_PKG_VERSION"),
            plan_hash: record.map(|record| record.plan_hash.clone()),
            record_hash: record.map(|record| hash_of(record.text().as_bytes())),
            sealed: self.opens().map(RecordedSealed::named),
            proved: &self.kept.recorded,
            is_specimen: self.is_practice,
        }
    }

    /// Words of each share.
    #[must_use]
    pub fn words(&self) -> usize {
        self.split.shares.first().map_or(0, |(_, mnemonic)| mnemonic.words().count())
    }

    /// The facts, one a line.
    #[must_use]
    pub fn facts(&self, request: &Request) -> Vec<String> {
        let Self { split, origin, has_passphrase, .. } = self;
        let words = self.words();
        let label = request.label.as_ref().map_or_else(String::new, |label| format!(" \"{label}\""));
        let compared = match origin {
            Origin::SetAsItWas => "matches the old set",
            Origin::Key(_) | Origin::SetAnew { is_confirmed: true } => "gives the key",
            Origin::SetAnew { is_confirmed: false } => {
                "gives what the old shares give with the old passphrase"
            }
        };
        let mut facts = vec![
            format!(
                "set {}{label}: {}, {} of {words} words",
                split.set.encryption.identifier,
                request.policy,
                count(split.shares.len(), "share")
            ),
            format!(
                "plan of the deal {} (a hash of who gets which card, and the rules)",
                request.plan.short_hash()
            ),
            format!("proved: every quorum, by {}", count(split.recombinations, "recombination")),
            format!("proved: one quorum, read back from its words, {compared}"),
        ];
        facts.extend(self.rolled.iter().flat_map(RecordedRolls::told));
        facts.extend(request.rules.told());
        if *has_passphrase {
            facts.push("a passphrase is needed besides the shares: keep it apart from them".to_owned());
            facts.push(match self.sealed {
                None => "nothing can confirm the passphrase later: a different one gives a different key"
                    .to_owned(),
                Some(_) => {
                    "whoever has the sealed file and a quorum of the shares can try passphrases one by one"
                        .to_owned()
                }
            });
        }
        if let Some(sealed) = &self.sealed {
            facts.push(format!(
                "sealed: {}, {}, SHA-256 {}",
                sealed.name,
                count(sealed.bytes, "byte"),
                sealed.sha256
            ));
            facts.push(
                "the sealed file may be copied anywhere; without it the shares open nothing".to_owned(),
            );
            facts.push("the file that was sealed stays where it is, unchanged".to_owned());
        }
        match (origin, &self.sealed) {
            (Origin::Key(_), Some(sealed)) => facts.push(format!(
                "write this down beside the shares: quorate recover --open {} -o FILE",
                sealed.name
            )),
            (Origin::Key(form), None) => form_facts(*form, &mut facts),
            (Origin::SetAnew { .. } | Origin::SetAsItWas, _) => {
                facts.extend(self.taken.told(matches!(origin, Origin::SetAsItWas)));
                facts.push("old shares stay valid for ever: destroy them until no quorum is left".to_owned());
            }
        }
        facts
    }
}

/// What the words cannot carry, and what a wallet makes of them.
fn form_facts(form: Form, facts: &mut Vec<String>) {
    if form != Form::Hex && form != Form::Bip39Seed {
        facts.push("the shares cannot tell what the key is; write this down beside them:".to_owned());
        facts.push(format!("{form}: quorate recover{}", told_back(form)));
    }
    facts.push(
        match wallet(form) {
            Wallet::Own => "a wallet that takes 59 words opens with these; the BIP-39 words never come back",
            Wallet::Unknown => {
                "a hardware wallet opens a different, empty wallet, unless the key is a BIP-32 seed"
            }
            Wallet::Another => "a hardware wallet given these shares opens a different, empty wallet",
        }
        .to_owned(),
    );
}
