//! How many there are of something, as people say it: 1 day, 2 days.

use std::fmt::Display;

/// A number, and what it counts.
#[must_use]
pub fn count(number: impl Display + PartialEq + From<u8> + Copy, what: &str) -> String {
    let is_one = number == 1.into();
    format!("{number} {what}{}", if is_one { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural_and_everything_else_is() {
        assert_eq!(count(1_i64, "day"), "1 day");
        assert_eq!(count(0_usize, "other quorum"), "0 other quorums");
        assert_eq!(count(2_u64, "day"), "2 days");
    }
}
