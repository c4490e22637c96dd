//! The names in a plan file, each with its place: whoever writes a plan anew is told which two look alike, in which lines.

use toml::{Spanned, de::DeValue};

use super::{PlanError, Problem, Table, line_at};
use crate::custody::name;

/// A name, where it stands.
struct NameInPlan<'a> {
    line: usize,
    key: String,
    name: &'a str,
}

/// Refuses names that cannot be told from others, and two of people, of places, of groups or of things that look alike.
pub(super) fn refuse(root: &Table<'_>) -> Result<(), PlanError> {
    let (mut groups, mut people, mut places, mut things) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for group in root.tables("group")? {
        groups.extend(given(&group, "name"));
        for card in group.tables("custodian")? {
            people.extend(
                ["name", "role", "access", "identity_access"].into_iter().flat_map(|key| given(&card, key)),
            );
            places.extend(["place", "identity_places"].into_iter().flat_map(|key| given(&card, key)));
        }
    }
    for thing in root.tables("required")? {
        things.extend(given(&thing, "name"));
        people.extend(given(&thing, "access"));
        places.extend(given(&thing, "places"));
    }
    people.extend(given(root, "others"));
    let title = given(root, "title");
    for one in [&title, &groups, &people, &places, &things].into_iter().flatten() {
        if let Some(why) = name::unclear(one.name) {
            return Err(one.wrong(Problem::Unclear(why)));
        }
    }
    for all in [&groups, &people, &places, &things] {
        if let Some([(earlier, _), (later, _)]) = name::alike(all.iter().map(|one| (one, one.name))) {
            return Err(later.wrong(Problem::Alike { line: earlier.line }));
        }
    }
    Ok(())
}

impl NameInPlan<'_> {
    fn wrong(&self, problem: Problem) -> PlanError {
        PlanError { line: self.line, key: self.key.clone(), problem }
    }
}

/// The names under this key: one, or a list of them.
fn given<'a>(table: &Table<'a>, key: &str) -> Vec<NameInPlan<'a>> {
    let at = |value: &'a Spanned<DeValue<'a>>| {
        let name = value.get_ref().as_str()?;
        Some(NameInPlan { line: line_at(table.text, value.span().start), key: table.below(key), name })
    };
    let Some(value) = table.value(key) else { return Vec::new() };
    match value.get_ref().as_array() {
        Some(list) => list.iter().filter_map(at).collect(),
        None => at(value).into_iter().collect(),
    }
}
