//! To whom a share of a plan is sealed: a recipient of age, or whoever knows a passphrase.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::Serialize;

use super::PlannedCard;
use crate::formats::recipient::{NoRecipient, Recipient, RecipientCode};

/// What stands in a plan where a passphrase opens the share.
pub const PASSPHRASE: &str = "passphrase";

/// What kind of thing opens a share. The code of a recipient is nowhere told before a deal: the operator types what the holder
/// reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SealedKind {
    /// An age identity.
    Age,
    /// A hybrid one.
    AgeHybrid,
    /// An SSH key.
    Ssh,
    /// A passphrase.
    Passphrase,
}

impl fmt::Display for SealedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Age => "an age recipient",
            Self::AgeHybrid => "a hybrid age recipient",
            Self::Ssh => "an SSH key",
            Self::Passphrase => "a passphrase",
        })
    }
}

/// To whom a share is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedTo {
    /// Whoever has the identity of this recipient.
    Recipient(Recipient),
    /// Whoever knows a passphrase, which is not the passphrase of the set.
    Passphrase,
}

impl SealedTo {
    /// What people compare by voice; a passphrase has nothing public to compare.
    #[must_use]
    pub fn code(&self) -> Option<RecipientCode> {
        match self {
            Self::Recipient(recipient) => Some(recipient.code()),
            Self::Passphrase => None,
        }
    }

    /// What people are told: the code of the recipient, or that it is a passphrase.
    #[must_use]
    pub fn told(&self) -> String {
        self.code().map_or_else(|| "a passphrase".to_owned(), |code| code.to_string())
    }

    /// The same for programs: the code of the recipient, or [`PASSPHRASE`].
    #[must_use]
    pub fn named(&self) -> String {
        self.code().map_or_else(|| PASSPHRASE.to_owned(), |code| code.to_string())
    }

    /// What kind of thing opens it.
    #[must_use]
    pub const fn kind(&self) -> SealedKind {
        match self {
            Self::Recipient(Recipient::Ssh(_)) => SealedKind::Ssh,
            Self::Recipient(Recipient::X25519(_)) => SealedKind::Age,
            Self::Recipient(Recipient::Hybrid(_)) => SealedKind::AgeHybrid,
            Self::Passphrase => SealedKind::Passphrase,
        }
    }

    /// Whether whoever opens what is sealed to the one opens what is sealed to the other. Each passphrase is made anew.
    #[must_use]
    pub fn is_of_one_person(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Recipient(one), Self::Recipient(other)) => one.is_of_one_person(other),
            _ => false,
        }
    }
}

impl FromStr for SealedTo {
    type Err = NoRecipient;

    /// Reads `passphrase`, or a recipient as [`Recipient`] does.
    fn from_str(text: &str) -> Result<Self, NoRecipient> {
        if text == PASSPHRASE { Ok(Self::Passphrase) } else { text.parse().map(Self::Recipient) }
    }
}

impl fmt::Display for SealedTo {
    /// The canonical form: what plans have.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recipient(recipient) => recipient.fmt(f),
            Self::Passphrase => f.write_str(PASSPHRASE),
        }
    }
}

impl PlannedCard {
    /// To whom its share is sealed; none where it is not.
    ///
    /// # Errors
    ///
    /// When the recipient is none, which no plan that was read has. To whoever seals it is no share to give out plain.
    pub fn sealed_to(&self) -> Result<Option<SealedTo>, NoRecipient> {
        self.recipient.as_deref().map(str::parse).transpose()
    }

    /// The same, to be told.
    #[must_use]
    pub fn told_sealed_to(&self) -> Option<SealedTo> {
        self.sealed_to().ok().flatten()
    }

    /// Everybody who can reach the identity or the passphrase that opens it: whoever has the card, and those named for it.
    /// None where the share is not sealed.
    #[must_use]
    pub fn identity_reach(&self) -> Option<BTreeSet<&str>> {
        self.recipient.as_ref()?;
        Some(self.holder().into_iter().chain(self.identity_access.iter().map(String::as_str)).collect())
    }

    /// Whether each place where what opens it lies is such a one; never where none is named, for then it lies with the card.
    pub fn is_every_identity(&self, is_such: impl Fn(&String) -> bool) -> bool {
        !self.identity_places.is_empty() && self.identity_places.iter().all(is_such)
    }

    /// Leaves the identity to these people alone. Where there are none, nobody reaches the card any more: a file that nobody
    /// can open is of no use. Where the share is not sealed, nothing changes.
    pub fn leave_identity_to(&mut self, mut people: BTreeSet<String>) {
        if self.recipient.is_none() {
            return;
        }
        // Whoever has the card reaches the identity: where that is none of these, one of them stands in.
        if !self.holder().is_some_and(|holder| people.contains(holder)) {
            (self.custodian, self.role) = (people.pop_first(), None);
        }
        match self.holder().map(str::to_owned) {
            Some(holder) => drop(people.remove(&holder)),
            None => self.access.clear(),
        }
        self.identity_access = people.into_iter().collect();
    }

    /// Whether what it says of sealing is what a plan file can say: a canonical recipient, somebody who has the card, and the
    /// others in order.
    pub(super) fn is_sealing_consistent(&self) -> bool {
        let Some(recipient) = &self.recipient else {
            return self.identity_access.is_empty() && self.identity_places.is_empty();
        };
        let places: BTreeSet<&String> = self.identity_places.iter().collect();
        let others: BTreeSet<&String> = self.identity_access.iter().collect();
        self.told_sealed_to().is_some_and(|sealed| sealed.to_string() == *recipient)
            && self.holder().is_some_and(|holder| others.iter().all(|name| *name != holder))
            && self.identity_access.iter().eq(others)
            && self.identity_places.iter().eq(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS";

    fn card(recipient: &str, others: &[&str]) -> PlannedCard {
        PlannedCard {
            custodian: Some("bob".into()),
            access: vec!["bob".into(), "dan".into()],
            recipient: Some(recipient.into()),
            identity_access: others.iter().map(|name| (*name).to_owned()).collect(),
            ..PlannedCard::default()
        }
    }

    #[test]
    fn recipients_and_a_passphrase_are_read_and_written() {
        for text in [AGE, SSH, "passphrase"] {
            assert_eq!(text.parse::<SealedTo>().unwrap().to_string(), text);
        }
        assert_eq!(card(AGE, &[]).told_sealed_to().unwrap().told(), "5N5F-3JWT-HT8P-TB86-MA5R");
        assert_eq!(SealedTo::Passphrase.told(), "a passphrase");
        assert_eq!("Passphrase".parse::<SealedTo>(), Err(NoRecipient::Unknown));
        assert_eq!(PlannedCard::default().sealed_to(), Ok(None));
        let kinds = [AGE, SSH, "passphrase"].map(|text| card(text, &[]).told_sealed_to().unwrap().kind());
        assert_eq!(kinds, [SealedKind::Age, SealedKind::Ssh, SealedKind::Passphrase]);
    }

    #[test]
    fn a_recipient_that_is_none_is_never_read_as_no_recipient() {
        for wrong in ["bob", "", &AGE.replace("zvkyg", "zvkyq")] {
            assert!(card(wrong, &[]).sealed_to().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_a_plan_file_cannot_say_is_not_consistent() {
        assert!(PlannedCard::default().is_sealing_consistent());
        assert!(card(SSH, &["dora", "eve"]).is_sealing_consistent());
        let lying = |places: &[&str]| PlannedCard {
            identity_places: places.iter().map(|place| (*place).to_owned()).collect(),
            ..card(AGE, &[])
        };
        assert!(lying(&["bank", "safe"]).is_sealing_consistent());
        for wrong in [
            card(&format!("{SSH} bob@example.org"), &[]),
            card(&AGE.to_uppercase(), &[]),
            card("", &[]),
            card(AGE, &["bob"]),
            card(AGE, &["eve", "dora"]),
            card(AGE, &["dora", "dora"]),
            PlannedCard { recipient: None, ..card(AGE, &["dora"]) },
            PlannedCard { recipient: None, ..lying(&["bank"]) },
            lying(&["safe", "bank"]),
            lying(&["bank", "bank"]),
            PlannedCard { custodian: None, ..card(AGE, &[]) },
        ] {
            assert!(!wrong.is_sealing_consistent(), "{wrong:?}");
        }
    }

    #[test]
    fn the_identity_is_left_to_some_alone() {
        let left = |names: &[&str]| {
            let mut card = card(AGE, &["dora", "eve"]);
            card.leave_identity_to(names.iter().map(|name| (*name).to_owned()).collect());
            card
        };
        assert_eq!(left(&["bob", "eve"]), card(AGE, &["eve"]));
        let without_bob = left(&["dora", "eve"]);
        assert_eq!(without_bob.identity_reach(), Some(["dora", "eve"].into()));
        assert_eq!(without_bob.access, ["bob", "dan"], "whoever reaches the file does so still");
        assert!(left(&[]).access.is_empty());
        let open = PlannedCard { recipient: None, ..card(AGE, &[]) };
        let mut same = open.clone();
        same.leave_identity_to(BTreeSet::new());
        assert_eq!(same, open);
    }
}
