//! The codes of failures: for each its name, its exit code, and one line for people. Scripts rely on all three; nothing
//! here is ever renamed or reused. `docs/use/exit-codes.md` is written from this table.

use serde::{Serialize, Serializer};

/// The exit codes of the contract. Stable, never reused; an unknown non-zero one means failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// The system or this program failed.
    System = 1,
    /// The command line is wrong, a refused policy included.
    Usage = 2,
    /// The input is no share or no key.
    Input = 3,
    /// More shares are needed.
    TooFew = 4,
    /// Shares do not belong together, or one is forged or altered.
    Foreign = 5,
    /// A check failed, or could not tell.
    Check = 6,
    /// Refused for safety; the hint names the flag that overrides.
    Refused = 7,
    /// A signal ended the program; its number is added.
    Signal = 128,
}

impl Exit {
    /// Every exit code but 0.
    pub const ALL: [Self; 8] = [
        Self::System,
        Self::Usage,
        Self::Input,
        Self::TooFew,
        Self::Foreign,
        Self::Check,
        Self::Refused,
        Self::Signal,
    ];

    /// What it means, for people: sentences, in which code stands between backticks.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::System => "The system, or the program itself, failed.",
            Self::Usage => "The command line is wrong; a policy that the standard does not allow included.",
            Self::Input => "The input is not what it should be: no share, no key, no record.",
            Self::TooFew => "More shares are needed. The same share twice counts once.",
            Self::Foreign => {
                "Shares do not belong together, or one is forged or altered. Nothing is released."
            }
            Self::Check => "A check failed, or could not tell: no script may take it for passed.",
            Self::Refused => {
                "Refused for safety. The hint names the flag that overrides, where there is one."
            }
            Self::Signal => {
                "Ended by a signal: 128 and its number; 130 is Ctrl-C. 134 without a word: a standard\n\
                 stream was closed, and no `/dev/null` was there to take its place. Nothing had been\n\
                 read then."
            }
        }
    }

    /// Its number, for people.
    #[must_use]
    pub fn told_as(self) -> String {
        match self {
            Self::Signal => "128 and more".to_owned(),
            _ => u8::from(self).to_string(),
        }
    }
}

impl From<Exit> for u8 {
    fn from(exit: Exit) -> Self {
        exit as Self
    }
}

macro_rules! codes {
    ($($code:ident, $name:literal, $exit:ident, $meaning:literal;)+) => {
        /// What went wrong, for programs. Each code has one exit code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(clippy::enum_variant_names, reason = "some are about codes that a camera sees")]
        pub enum Code {
            $(#[doc = $meaning] $code,)+
        }

        impl Code {
            /// Every code, by exit code.
            pub const ALL: &[Self] = &[$(Self::$code,)+];

            /// The name in JSON documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)+ }
            }

            /// The exit code.
            #[must_use]
            pub const fn exit(self) -> Exit {
                match self { $(Self::$code => Exit::$exit,)+ }
            }

            /// What it means, in one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$code => $meaning,)+ }
            }
        }
    };
}

codes! {
    System, "system", System, "A file, a terminal or another part of the system failed.";
    Changed, "changed", System, "A file changed while it was sealed, or opened.";
    Clock, "clock", System, "The clock of the machine has no valid day.";
    Internal, "internal", System, "The program has a fault of its own.";
    Memory, "memory", System, "There is too little memory for what opens a sealed share.";
    NoEntropy, "no-entropy", System, "The operating system gave no random bytes.";
    NotExtendable, "not-extendable", System, "The old set is not extendable and must be encrypted anew.";
    NotNoted, "not-noted", System, "The journal cannot be written to; the line to add is printed.";
    SelfCheck, "self-check", System, "What was made does not give back what it should; nothing was released.";
    Usage, "usage", Usage, "The command line is wrong.";
    PublicValue, "public-value", Usage, "A public value is mistyped, private, or of a kind that no single key gives.";
    NamesAlike, "names-alike", Usage, "Two names look alike, but are spelled differently.";
    NameUnclear, "name-unclear", Usage, "A name could be mistaken for another: odd blanks, or invisible characters.";
    PlanPolicy, "plan-policy", Usage, "The policy in a plan file is not one that the standard allows.";
    TooEntangled, "too-entangled", Usage, "The plan has too many ways through it to be analysed.";
    Bip39Words, "bip39-words", Input, "A wallet's recovery phrase was given where a share belongs.";
    Checksum, "checksum", Input, "The checksum of a share does not hold.";
    EmptyFile, "empty-file", Input, "The file that should be sealed is empty.";
    EncodedTwice, "encoded-twice", Input, "A share of another tool was encoded twice.";
    EncryptedShare, "encrypted-share", Input, "What was given as a share is still encrypted by PGP or age.";
    FileSize, "file-size", Input, "The file that should be sealed is not as long as its size says.";
    Form, "form", Input, "The key cannot be shown in the form that was asked for.";
    GroupIndex, "group-index", Input, "A share names a group that its set does not have.";
    GroupThreshold, "group-threshold", Input, "A share asks for more groups than its set has.";
    Header, "header", Input, "What a share of another tool says of itself is impossible.";
    Identity, "identity", Input, "A file that should open sealed shares holds no identity that can be used.";
    MalformedKey, "malformed-key", Input, "The text is not a key.";
    NoCode, "no-code", Input, "No QR code could be read in a picture.";
    NoKey, "no-key", Input, "There is no key in what was given.";
    NoReceipt, "no-receipt", Input, "The text is not a receipt.";
    NoShare, "no-share", Input, "There is no share in what was given.";
    NotSealed, "not-sealed", Input, "The file is not a sealed file.";
    NotShare, "not-share", Input, "What was given is something else than a share.";
    NotText, "not-text", Input, "What should be text is not.";
    NumberRange, "number-range", Input, "The number of a share of another tool is out of range.";
    NumberZero, "number-zero", Input, "A share of another tool has the number 0.";
    OtherIdentity, "other-identity", Input, "A sealed share is not sealed to any identity that was given.";
    OtherKind, "other-kind", Input, "What was given as a share is a key, or a share of another kind; it is named.";
    OtherRevision, "other-revision", Input, "The checksum of a share is that of the other kind of set.";
    Padding, "padding", Input, "The padding of a share is not zero.";
    Passphrase, "passphrase", Input, "The passphrase is not one that the standard allows.";
    Rolls, "rolls", Input, "Rolls of a contributor are missing, are none, or do not end where they should.";
    PictureDamaged, "picture-damaged", Input, "A picture is damaged.";
    PictureFormat, "picture-format", Input, "A picture is of a kind that cannot be read.";
    Plan, "plan", Input, "The plan file is not a plan.";
    Record, "record", Input, "The record is not a record, or contradicts itself.";
    SealedDamaged, "sealed-damaged", Input, "A sealed file is damaged.";
    SealedVersion, "sealed-version", Input, "A sealed file is of a later version.";
    SecretSize, "secret-size", Input, "The key has a length that shares cannot hold.";
    SeveralSealed, "several-sealed", Input, "A sealed share has two recipients, or stands in a file with another.";
    ShareNotKey, "share-not-key", Input, "A share was given where a key belongs.";
    Signers, "signers", Input, "The file of allowed signers is not one, or asks for what quorate does not judge.";
    TooLarge, "too-large", Input, "The input is too large to be what it should be.";
    TooMany, "too-many", Input, "There are more shares than a set can have.";
    TwoReadings, "two-readings", Input, "A part of a share is a share by itself, so it is unclear which one is meant.";
    UnknownWord, "unknown-word", Input, "A word is not in the word list.";
    WordCount, "word-count", Input, "No share has this number of words.";
    WorkFactor, "work-factor", Input, "A sealed share asks for more memory than anybody should give.";
    LoneShare, "lone-share", TooFew, "The share was the only one of its group: nothing can make it again.";
    TooFewShares, "too-few-shares", TooFew, "More shares are needed.";
    AlteredShare, "altered-share", Foreign, "A share was altered or forged; it is named.";
    Digest, "digest", Foreign, "The shares do not fit together; it is unknown which one is at fault.";
    Disagree, "disagree", Foreign, "Shares of another tool do not fit together.";
    ForeignShare, "foreign-share", Foreign, "A share does not belong with the others.";
    NotOfThisSet, "not-of-this-set", Foreign, "The sealed file is sealed to another key.";
    SameIndex, "same-index", Foreign, "Two different shares claim the same place.";
    SealedAltered, "sealed-altered", Foreign, "The sealed file was altered.";
    AmendmentRefused, "amendment-refused", Check, "The new plan has a single point of failure, or a rule nobody can judge.";
    CardGone, "card-gone", Check, "The card was dealt, and the journal says that it is stolen, lost or destroyed.";
    CannotSign, "cannot-sign", Check, "The record has no key of the card, which therefore cannot sign.";
    CannotTell, "cannot-tell", Check, "What is here neither confirms nor refutes what was asked.";
    Due, "due", Check, "Something is due or wrong.";
    Evidence, "evidence", Check, "A folder of evidence, or a report for one, is not as it should be.";
    EvidenceMissing, "evidence-missing", Check, "The files of a folder of evidence do not show all that is asked for.";
    Fingerprint, "fingerprint", Check, "The key is not the one that was split.";
    Frozen, "frozen", Check, "The key would be frozen.";
    Journal, "journal", Check, "The journal is not as it was written.";
    NeverDealt, "never-dealt", Check, "The record has no such card.";
    NotDealt, "not-dealt", Check, "The share is not the one that was dealt.";
    OldPassphraseDiffers, "old-passphrase-differs", Check, "The old passphrase gives another key than the one that was split.";
    OtherCommitment, "other-commitment", Check, "The first machine committed to other random bytes before the rolls.";
    OtherDeal, "other-deal", Check, "Two machines have not computed the same deal.";
    OtherHead, "other-head", Check, "The head that was expected is not in the journal.";
    OtherKey, "other-key", Check, "The key does not give the public value that was expected of it.";
    OtherRecipient, "other-recipient", Check, "The code of a recipient is not the one that its holder reads aloud.";
    PassphraseContradicted, "passphrase-contradicted", Check, "The record contradicts the passphrase that a drill was given.";
    PlanDiffers, "plan-differs", Check, "The plan is not that of the shares.";
    Practice, "practice", Check, "A step of the practice did not end as it should.";
    Receipt, "receipt", Check, "The receipt proves nothing, or nothing new.";
    RuleBroken, "rule-broken", Check, "The plan breaks a rule of its own.";
    SealedNotRecorded, "sealed-not-recorded", Check, "The sealed file is not that of the record.";
    Unfit, "unfit", Check, "The machine is not fit for a ceremony.";
    Exists, "exists", Refused, "There is a file of that name already.";
    IdentityNeeded, "identity-needed", Refused, "A sealed share needs an identity, and quorate cannot ask for it.";
    NetworkUnknown, "network-unknown", Refused, "It is unknown whether the machine is online.";
    OddRolls, "odd-rolls", Refused, "The rolls of a contributor can hardly be an accident.";
    OldPassphraseNeeded, "old-passphrase-needed", Refused, "The old passphrase is needed, and quorate cannot ask for it.";
    Online, "online", Refused, "The machine is online.";
    OtherForm, "other-form", Refused, "In that form it would be another key than the one that was split.";
    OtherPassphrase, "other-passphrase", Refused, "The record contradicts the passphrase.";
    OtherPlan, "other-plan", Refused, "The plan is not the one that was expected.";
    PassphraseNeeded, "passphrase-needed", Refused, "The passphrase is needed, and quorate cannot ask for it.";
    PlanBreaksRules, "plan-breaks-rules", Refused, "A set would be made under a plan that breaks rules of its own.";
    PrivateValue, "private-value", Refused, "What was given as a public value is the private key.";
    RecipientUnconfirmed, "recipient-unconfirmed", Refused, "Nobody has confirmed to whom a share would be sealed.";
    RulesUnjudged, "rules-unjudged", Refused, "A set would be made under a plan some of whose rules cannot be judged.";
    SecretText, "secret-text", Refused, "A text that would be kept looks like a secret.";
    ShareGiven, "share-given", Refused, "A share was given where none is wanted.";
    SinglePoint, "single-point", Refused, "One person or place could freeze or take the key.";
    StolenCard, "stolen-card", Refused, "A card was stolen: no share may be sealed to a new recipient.";
    Terminal, "terminal", Refused, "What was asked for must not go to a terminal, or come from one.";
    TerminalNeeded, "terminal-needed", Refused, "Somebody must be asked, but there is no terminal.";
    Unconfirmed, "unconfirmed", Refused, "Nothing can confirm what would come out.";
    Unhardened, "unhardened", Refused, "The kernel does not protect the program.";
    Interrupted, "interrupted", Signal, "A signal ended the program.";
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Code {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = Self::ALL.iter().map(|code| code.name()).collect();
        schemars::json_schema!({ "description": "What went wrong: see docs/use/exit-codes.md.", "enum": names })
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, env, fs, path::Path};

    use super::*;

    fn page() -> String {
        let mut page = "# Exit codes\n\nFor authors of scripts, and for whoever looks up the code of a failure.\n\nEach failure has an exit code, and with `--json` a `code`. Both are stable and never \
                        reused. Each code has one exit\ncode. 0 is done, or the check passed; an unknown code other than 0 is \
                        a failure. When several apply, 3 is told before 5,\nand 5 before 4.\n"
            .to_owned();
        let mut exit = None;
        for code in Code::ALL {
            if exit != Some(code.exit()) {
                exit = Some(code.exit());
                page.push_str(&format!(
                    "\n## {}\n\n{}\n\n| code | meaning |\n| --- | --- |\n",
                    code.exit().told_as(),
                    code.exit().meaning()
                ));
            }
            page.push_str(&format!("| `{}` | {} |\n", code.name(), code.meaning()));
        }
        page
    }

    #[test]
    fn the_page_of_exit_codes_is_this_table() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/use/exit-codes.md");
        if env::var_os("QUORATE_WRITE_DOCS").is_some() {
            fs::write(&path, page()).unwrap();
        }
        assert_eq!(fs::read_to_string(path).unwrap(), page(), "QUORATE_WRITE_DOCS=1 writes it anew");
    }

    #[test]
    fn each_code_has_one_name_and_stands_below_its_exit_code() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted_by_key(|code| code.exit()));
    }
}
