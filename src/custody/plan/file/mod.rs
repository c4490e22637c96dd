//! A plan as people write it: TOML, read with the line and the key of every mistake, and without repeating a value, for
//! it may be a secret that somebody put into the wrong file.

use std::collections::BTreeSet;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Plan, PlannedCard, PlannedGroup, Required, Rules};
use crate::{
    custody::name::Unclear,
    formats::{
        public::{PublicValue, ValueError},
        recipient::NoRecipient,
        visible::is_printable,
    },
    slip39::{Group, PolicyError, policy::MAX_COUNT},
};

mod names;
mod sealing;
mod write;

pub use write::{NOBODY, write};

/// Characters of the longest name, role, place or title.
pub const LONGEST: usize = 40;

/// The kinds of key that a plan may name.
const KINDS: [&str; 6] = ["hex", "bip39", "wif", "xprv", "age", "raw"];

/// Reads a plan by which a set is to be made: its names must be clear.
///
/// # Errors
///
/// When it is none, or two names in it look alike, or one cannot be told from others.
pub fn read_new(text: &str) -> Result<Plan, PlanError> {
    let plan = read(text)?;
    let parsed = parsed(text)?;
    names::refuse(&Table::root(text, &parsed))?;
    Ok(plan)
}

/// Reads a plan, by which a set was perhaps made when names were not looked at.
///
/// # Errors
///
/// When it is not TOML, or no plan that the standard allows.
pub fn read(text: &str) -> Result<Plan, PlanError> {
    let parsed = parsed(text)?;
    let root = Table::root(text, &parsed);
    root.only(&["title", "key", "groups_needed", "group", "required", "rules", "others", "expect"])?;
    let key = root.text("key")?;
    if key.as_ref().is_some_and(|kind| !KINDS.contains(&kind.as_str())) {
        return Err(root.wrong("key", Problem::Kind));
    }
    let groups = root.tables("group")?;
    if groups.is_empty() {
        return Err(root.wrong("group", Problem::Missing));
    }
    if groups.len() > usize::from(MAX_COUNT) {
        return Err(root.wrong("group", Problem::TooMany));
    }
    let groups_needed = match root.number("groups_needed")? {
        Some(number) => number,
        None => u32::try_from(groups.len()).unwrap_or(u32::MAX),
    };
    let mut names = BTreeSet::new();
    let read_group = |table: &Table<'_>| {
        let planned = group(table)?;
        if planned.name.as_ref().is_some_and(|name| !names.insert(name.clone())) {
            return Err(table.wrong("name", Problem::Twice));
        }
        Ok(planned)
    };
    let plan = Plan {
        title: root.text("title")?,
        key,
        groups_needed: u8::try_from(groups_needed).unwrap_or(u8::MAX),
        groups: groups.iter().map(read_group).collect::<Result<_, _>>()?,
        required: root.tables("required")?.iter().map(required).collect::<Result<_, _>>()?,
        rules: root.table("rules")?.map_or_else(|| Ok(Rules::default()), |table| rules(&table))?,
        others: sorted(&root, "others")?,
        expect: values(&root)?,
    };
    plan.policy().map_err(|error| root.wrong("groups_needed", Problem::Policy(error)))?;
    sealing::refuse_one_identity(&groups)?;
    Ok(plan)
}

fn parsed(text: &str) -> Result<Spanned<DeTable<'_>>, PlanError> {
    DeTable::parse(text).map_err(|error| PlanError {
        line: error.span().map_or(1, |span| line_at(text, span.start)),
        key: String::new(),
        problem: Problem::Syntax,
    })
}

fn group(table: &Table<'_>) -> Result<PlannedGroup, PlanError> {
    table.only(&["name", "threshold", "custodian"])?;
    let cards = table.tables("custodian")?;
    let threshold = table.number("threshold")?.ok_or_else(|| table.wrong("threshold", Problem::Missing))?;
    let count = u8::try_from(cards.len()).unwrap_or(u8::MAX);
    let threshold = u8::try_from(threshold).unwrap_or(u8::MAX);
    Group::new(threshold, count).map_err(|error| table.wrong("threshold", Problem::Policy(error)))?;
    let cards = cards.iter().map(card).collect::<Result<_, _>>()?;
    Ok(PlannedGroup { name: table.text("name")?, threshold, cards })
}

fn card(table: &Table<'_>) -> Result<PlannedCard, PlanError> {
    table.only(&["name", "role", "place", "access", "recipient", "identity_access", "identity_places"])?;
    let (custodian, role) = (table.text("name")?, table.text("role")?);
    let person = custodian.as_ref().or(role.as_ref()).ok_or_else(|| table.wrong("name", Problem::Missing))?;
    let mut access: BTreeSet<String> = table.texts("access")?.into_iter().collect();
    access.insert(person.clone());
    Ok(PlannedCard {
        place: table.text("place")?,
        access: access.into_iter().collect(),
        recipient: sealing::sealed_to(table)?.map(|sealed| sealed.to_string()),
        identity_access: sealing::identity_access(table, person)?,
        identity_places: sealing::of_identity(table, "identity_places")?,
        custodian,
        role,
    })
}

fn required(table: &Table<'_>) -> Result<Required, PlanError> {
    table.only(&["name", "access", "places"])?;
    let name = table.text("name")?.ok_or_else(|| table.wrong("name", Problem::Missing))?;
    Ok(Required { name, access: sorted(table, "access")?, places: sorted(table, "places")? })
}

/// A list of names, each once, in the order of the alphabet.
fn sorted(table: &Table<'_>, key: &str) -> Result<Vec<String>, PlanError> {
    Ok(table.texts(key)?.into_iter().collect::<BTreeSet<_>>().into_iter().collect())
}

/// The public values that the key must give. One that is none is refused here, before anybody agrees on the plan; and none is
/// repeated, for it may be a private key.
fn values(root: &Table<'_>) -> Result<Vec<String>, PlanError> {
    let Some(value) = root.value("expect") else { return Ok(Vec::new()) };
    let list = value.get_ref().as_array().ok_or_else(|| root.wrong("expect", Problem::NoList))?;
    let read = |value: &Spanned<DeValue<'_>>| {
        let text = value.get_ref().as_str().ok_or_else(|| root.wrong("expect", Problem::NoList))?;
        let read = PublicValue::read(text).map(|_| text.trim().to_owned());
        read.map_err(|error| root.wrong("expect", Problem::NoValue(error)))
    };
    list.iter().map(read).collect()
}

fn rules(table: &Table<'_>) -> Result<Rules, PlanError> {
    table.only(&Rules::NAMES)?;
    Ok(Rules {
        tolerate_absent: table.number("tolerate_absent")?,
        take_at_least: table.number("take_at_least")?,
        no_single_person: table.truth("no_single_person")?,
        no_single_place: table.truth("no_single_place")?,
        heard_within_days: table.number("heard_within_days")?,
        checked_within_days: table.number("checked_within_days")?,
        drilled_within_days: table.number("drilled_within_days")?,
        proved_within_days: table.number("proved_within_days")?,
        dice: table.truth("dice")?,
        agree: table.truth("agree")?,
    })
}

/// A table, and where it stands.
struct Table<'a> {
    text: &'a str,
    path: String,
    start: usize,
    table: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    fn root(text: &'a str, parsed: &'a Spanned<DeTable<'a>>) -> Self {
        Table { text, path: String::new(), start: parsed.span().start, table: parsed.get_ref() }
    }

    /// Refuses keys that mean nothing here: a slip in one would silently drop a rule.
    fn only(&self, known: &[&str]) -> Result<(), PlanError> {
        match self.table.keys().find(|key| !known.contains(&key.get_ref().as_ref())) {
            // The key itself may be a value that went astray.
            Some(key) => Err(PlanError {
                line: line_at(self.text, key.span().start),
                key: self.path.clone(),
                problem: Problem::Unknown,
            }),
            None => Ok(()),
        }
    }

    fn text(&self, key: &str) -> Result<Option<String>, PlanError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let text = value.get_ref().as_str().ok_or_else(|| self.wrong(key, Problem::NoText))?;
        self.named(key, text).map(Some)
    }

    fn texts(&self, key: &str) -> Result<Vec<String>, PlanError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(key, Problem::NoList))?;
        let text = |value: &Spanned<DeValue<'_>>| {
            let text = value.get_ref().as_str().ok_or_else(|| self.wrong(key, Problem::NoList))?;
            self.named(key, text)
        };
        list.iter().map(text).collect()
    }

    /// A text that may stand on cards and screens.
    fn named(&self, key: &str, text: &str) -> Result<String, PlanError> {
        let is_name = !text.trim().is_empty() && text.chars().count() <= LONGEST;
        if !is_name || !text.chars().all(is_printable) {
            return Err(self.wrong(key, Problem::NoName));
        }
        Ok(text.to_owned())
    }

    fn number(&self, key: &str) -> Result<Option<u32>, PlanError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let number = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = number.and_then(|number| number.as_str().parse().ok());
        number.map(Some).ok_or_else(|| self.wrong(key, Problem::NoNumber))
    }

    fn truth(&self, key: &str) -> Result<bool, PlanError> {
        let Some(value) = self.value(key) else { return Ok(false) };
        value.get_ref().as_bool().ok_or_else(|| self.wrong(key, Problem::NoTruth))
    }

    fn table(&self, key: &str) -> Result<Option<Self>, PlanError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong(key, Problem::NoTable))?;
        Ok(Some(Table { text: self.text, path: self.below(key), start: value.span().start, table }))
    }

    fn tables(&self, key: &str) -> Result<Vec<Self>, PlanError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong(key, Problem::NoTable))?;
        let table = |(number, value): (usize, &'a Spanned<DeValue<'a>>)| {
            let path = format!("{} {number}", self.below(key));
            let table = value.get_ref().as_table().ok_or_else(|| self.wrong(key, Problem::NoTable))?;
            Ok(Table { text: self.text, path, start: value.span().start, table })
        };
        (1..).zip(list.iter()).map(table).collect()
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn wrong(&self, key: &str, problem: Problem) -> PlanError {
        PlanError { line: self.line_of(key), key: self.below(key), problem }
    }

    /// The line of this key, or of the table where it has none.
    fn line_of(&self, key: &str) -> usize {
        line_at(self.text, self.value(key).map_or(self.start, |value| value.span().start))
    }

    fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}, {key}", self.path) }
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// Where a plan is wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `group 2, custodian 1, place`; empty where there is none.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a plan. No value is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not TOML.
    #[error("this is not TOML")]
    Syntax,
    /// A key that no plan has.
    #[error("unknown key")]
    Unknown,
    /// Something that must be there is not.
    #[error("this is missing")]
    Missing,
    /// It should be a text.
    #[error("this should be a text in quotes")]
    NoText,
    /// It should be a list of texts.
    #[error("this should be a list of texts, such as [\"dana\"]")]
    NoList,
    /// It should be a number.
    #[error("this should be a whole number, not below 0")]
    NoNumber,
    /// It should be true or false.
    #[error("this should be true or false")]
    NoTruth,
    /// It should be a table, or several.
    #[error("this should be a table of its own, such as [[group]]")]
    NoTable,
    /// It cannot be printed, or is too short or too long.
    #[error("this should be 1 to {LONGEST} printable characters")]
    NoName,
    /// It cannot be told from another name.
    #[error("this cannot be told from another name: {0}")]
    Unclear(Unclear),
    /// Another name looks the same, or may be the same, but is spelled differently.
    #[error("this looks like the name in line {line}, but is spelled differently")]
    Alike {
        /// The line of the other, from 1.
        line: usize,
    },
    /// It is no public value.
    #[error("{0}")]
    NoValue(ValueError),
    /// It is no recipient.
    #[error("{0}")]
    NoRecipient(NoRecipient),
    /// One identity opens two shares.
    #[error("this recipient and that in line {line} are of one person: give each card its own")]
    OneIdentity {
        /// The line of the other, from 1.
        line: usize,
    },
    /// Something is said of the identity of a share that is not sealed.
    #[error("only a card with a recipient has an identity that somebody can reach")]
    NotSealed,
    /// There is no such kind of key.
    #[error("this should be hex, bip39, wif, xprv, age or raw")]
    Kind,
    /// Two groups have one name.
    #[error("two groups have this name")]
    Twice,
    /// There is no room for so many.
    #[error("there are more than {MAX_COUNT} groups")]
    TooMany,
    /// The standard does not allow it.
    #[error(transparent)]
    Policy(PolicyError),
}

#[cfg(test)]
mod tests;
