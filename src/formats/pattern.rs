//! What texts in documents look like, for their schemas.

pub(crate) const HASH: &str = "^[0-9a-f]{64}$";
pub(crate) const HEAD: &str = "^([0-9a-f]{4}-){7}[0-9a-f]{4}$";
pub(crate) const CHALLENGE: &str = "^[0-9a-f]{32}$";
pub(crate) const RECEIPT: &str = "^QUORATE-RECEIPT/[12]/";
pub(crate) const RECIPIENT_CODE: &str = "^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$";
pub(crate) const WORDS: &str = "^[a-z]+( [a-z]+){19,109}$";
pub(crate) const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
pub(crate) const TIME: &str = "^[0-9]{2}:[0-9]{2}$";
pub(crate) const NUMBER: &str = "^[0-9]+$";
pub(crate) const COMMAND: &str = "^quorate ";
