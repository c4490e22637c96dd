//! What a record says of shares, for programs.

use serde::Serialize;

use super::ledger::Book;
use crate::{ceremony::compare::Compared, custody::record::Standing, slip39::ordinal};

/// What a check against a record adds to its document.
#[derive(Debug, Serialize)]
pub struct CheckedRecord {
    /// The hash of the plan.
    pub plan_hash: String,
    /// The code of the journal's head.
    pub journal_head: String,
    /// What the record says of each share, in their order.
    pub standings: Vec<CardStanding>,
    /// The receipt, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// What the record says of a share.
#[derive(Debug, Serialize)]
pub struct CardStanding {
    /// Where it came from.
    pub source: String,
    /// Its group, from 1.
    pub group: u8,
    /// Its place in the group, from 1.
    pub member: u8,
    /// Who answers for it.
    pub custodian: Option<String>,
    /// `dealt`, `not-dealt`, or `untold` where the record cannot tell.
    pub standing: &'static str,
}

/// What a check against a record adds to its document.
#[must_use]
pub fn document(book: &Book, compared: &[Compared], receipt: Option<&str>) -> CheckedRecord {
    let standing = |one: &Compared| CardStanding {
        source: one.source.name.clone(),
        group: ordinal(one.card.group),
        member: ordinal(one.card.member),
        custodian: book.record.plan.holder(one.card.group, one.card.member).map(str::to_owned),
        standing: standing_name(one.standing),
    };
    CheckedRecord {
        plan_hash: book.record.plan_hash.clone(),
        journal_head: book.journal.head().code(),
        standings: compared.iter().map(standing).collect(),
        receipt: receipt.map(str::to_owned),
    }
}

/// What a record says of a share, for programs.
#[must_use]
pub const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Dealt => "dealt",
        Standing::NotDealt(_) => "not-dealt",
        Standing::Untold(_) => "untold",
    }
}
