//! A plan as a plan file, as [`read`](super::read) reads it: to be looked at, changed, and taken in again.

use std::fmt::Write as _;

use super::super::{Plan, PlannedCard, Required, Rules};

/// Where nobody is named for a card: a plan file must name somebody, so whoever takes this one in is told which line to fill.
pub const NOBODY: &str = "# nobody is named for this card: write role = \"...\" or name = \"...\" here";

/// The file of a plan. Read again it is the same plan, with the same hash, if somebody is named for every card.
#[must_use]
pub fn write(plan: &Plan) -> String {
    let mut file = String::new();
    text(&mut file, "title", plan.title.as_ref());
    text(&mut file, "key", plan.key.as_ref());
    let _ = writeln!(file, "groups_needed = {}", plan.groups_needed);
    texts(&mut file, "others", &plan.others.iter().collect::<Vec<_>>());
    texts(&mut file, "expect", &plan.expect.iter().collect::<Vec<_>>());
    for group in &plan.groups {
        file.push_str("\n[[group]]\n");
        text(&mut file, "name", group.name.as_ref());
        let _ = writeln!(file, "threshold = {}", group.threshold);
        group.cards.iter().for_each(|one| card(&mut file, one));
    }
    plan.required.iter().for_each(|thing| required(&mut file, thing));
    rules(&mut file, &plan.rules);
    file
}

fn card(file: &mut String, card: &PlannedCard) {
    file.push_str("\n[[group.custodian]]\n");
    if card.holder().is_none() {
        file.push_str(NOBODY);
        file.push('\n');
    }
    text(file, "name", card.custodian.as_ref());
    text(file, "role", card.role.as_ref());
    text(file, "place", card.place.as_ref());
    // Whoever has it reaches it, and need not be named twice.
    let others: Vec<&String> = card.access.iter().filter(|one| Some(one.as_str()) != card.holder()).collect();
    texts(file, "access", &others);
    text(file, "recipient", card.recipient.as_ref());
    texts(file, "identity_access", &card.identity_access.iter().collect::<Vec<_>>());
    texts(file, "identity_places", &card.identity_places.iter().collect::<Vec<_>>());
}

fn required(file: &mut String, thing: &Required) {
    file.push_str("\n[[required]]\n");
    text(file, "name", Some(&thing.name));
    texts(file, "access", &thing.access.iter().collect::<Vec<_>>());
    texts(file, "places", &thing.places.iter().collect::<Vec<_>>());
}

fn rules(file: &mut String, rules: &Rules) {
    if *rules == Rules::default() {
        return;
    }
    file.push_str("\n[rules]\n");
    for (key, asked) in rules.listed() {
        if let Some(asked) = asked.written() {
            let _ = writeln!(file, "{key} = {asked}");
        }
    }
}

fn text(file: &mut String, key: &str, value: Option<&String>) {
    if let Some(value) = value {
        let _ = writeln!(file, "{key} = {}", quoted(value));
    }
}

fn texts(file: &mut String, key: &str, values: &[&String]) {
    if !values.is_empty() {
        let quoted: Vec<String> = values.iter().map(|value| quoted(value)).collect();
        let _ = writeln!(file, "{key} = [{}]", quoted.join(", "));
    }
}

/// A basic string of TOML. The texts of a plan are printable, so nothing else in them takes a backslash.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        crypto::entropy::{Entropy as _, Scripted},
        custody::plan::{
            PlannedGroup,
            file::{LONGEST, read},
        },
        formats::recipient::Recipient,
    };

    /// What a name may be made of; quotes, backslashes and signs of TOML among it.
    const SIGNS: [&str; 16] =
        ["\"", "\\", "'", "#", "=", "[", "\\n", "\"\"\"", "a", "Z", "ü", "ж", "山", "𝔸", " - ", "\\u0041"];

    const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICTCstVpyw6vwJGbcL7keC08ODMDRX4xhuitQ7+WbuBS";

    struct Die(Scripted);

    impl Die {
        fn below(&mut self, sides: usize) -> usize {
            let mut bytes = [0; 8];
            self.0.fill(&mut bytes).unwrap();
            usize::from_le_bytes(bytes) % sides
        }

        fn text(&mut self) -> String {
            let signs = (0..1 + self.below(8)).map(|_| SIGNS[self.below(SIGNS.len())]);
            signs.collect()
        }

        fn maybe(&mut self) -> Option<String> {
            (self.below(2) == 0).then(|| self.text())
        }

        fn several(&mut self) -> BTreeSet<String> {
            (0..self.below(4)).map(|_| self.text()).collect()
        }

        /// To whom a card is sealed, if it is. Two of one person are refused, so the SSH key is given to one card of a plan.
        fn recipient(&mut self, ssh: &mut Option<&str>) -> Option<String> {
            let mut bytes = [0; 32];
            self.0.fill(&mut bytes).unwrap();
            match self.below(4) {
                0 => Some("passphrase".to_owned()),
                1 => Some(Recipient::X25519(bytes).to_string()),
                2 => ssh.take().map(str::to_owned),
                _ => None,
            }
        }

        fn number(&mut self) -> Option<u32> {
            (self.below(2) == 0).then(|| u32::try_from(self.below(1000)).unwrap())
        }

        fn plan(&mut self) -> Plan {
            let groups = 1 + self.below(3);
            let mut ssh = Some(SSH);
            let mut group = |at: usize, die: &mut Self| {
                let threshold = 2 + die.below(3);
                let cards = (0..threshold + die.below(3)).map(|_| {
                    let (custodian, role) = (die.maybe(), Some(die.text()));
                    let mut access = die.several();
                    access.extend(custodian.clone().or_else(|| role.clone()));
                    let access = access.into_iter().collect();
                    let place = die.maybe();
                    let recipient = die.recipient(&mut ssh);
                    let mut identity_access =
                        if recipient.is_some() { die.several() } else { BTreeSet::new() };
                    identity_access.retain(|name| Some(name) != custodian.as_ref().or(role.as_ref()));
                    let identity_access = identity_access.into_iter().collect();
                    let known = if recipient.is_some() { die.below(3) } else { 0 };
                    let identity_places = ["\\attic", "bank \""][..known].iter();
                    let identity_places = identity_places.map(|place| (*place).to_owned()).collect();
                    PlannedCard {
                        custodian,
                        role,
                        place,
                        access,
                        recipient,
                        identity_access,
                        identity_places,
                    }
                });
                let cards = cards.collect();
                let name = die.maybe().map(|name| format!("{at}{name}"));
                PlannedGroup { name, threshold: u8::try_from(threshold).unwrap(), cards }
            };
            let groups: Vec<PlannedGroup> = (0..groups).map(|at| group(at, self)).collect();
            let required = (0..self.below(3)).map(|_| Required {
                name: self.text(),
                access: self.several().into_iter().collect(),
                places: self.several().into_iter().collect(),
            });
            let required = required.collect();
            Plan {
                title: self.maybe(),
                key: (self.below(2) == 0).then(|| "hex".to_owned()),
                groups_needed: u8::try_from(1 + self.below(groups.len())).unwrap(),
                groups,
                required,
                rules: Rules {
                    tolerate_absent: self.number(),
                    take_at_least: self.number(),
                    no_single_person: self.below(2) == 0,
                    no_single_place: self.below(2) == 0,
                    heard_within_days: self.number(),
                    checked_within_days: self.number(),
                    drilled_within_days: self.number(),
                    proved_within_days: self.number(),
                    dice: self.below(2) == 0,
                    agree: self.below(2) == 0,
                },
                others: self.several().into_iter().collect(),
                expect: if self.below(2) == 0 { vec!["73c5da0a".to_owned()] } else { Vec::new() },
            }
        }
    }

    #[test]
    fn what_is_written_of_random_plans_is_read_as_the_same_plan() {
        let mut die = Die(Scripted(14));
        let mut tried = 0;
        while tried < 500 {
            let plan = die.plan();
            // Some signs are long: names are as short here as plans have them.
            let is_name = |text: &&str| text.chars().count() <= LONGEST && !text.trim().is_empty();
            let things = plan.required.iter().map(|thing| thing.name.as_str());
            let roles = plan.cards().filter_map(|(_, _, card)| card.role.as_deref());
            let groups = plan.groups.iter().filter_map(|group| group.name.as_deref());
            let others = things.chain(roles).chain(groups).chain(plan.title.as_deref());
            let others = others.chain(plan.others.iter().map(String::as_str));
            if !plan.people().into_iter().chain(plan.places()).chain(others).all(|name| is_name(&name)) {
                continue;
            }
            tried += 1;
            let file = write(&plan);
            let read = read(&file).unwrap_or_else(|error| panic!("{error:?}\n{file}"));
            assert_eq!(read, plan, "{file}");
            assert_eq!(read.hash(), plan.hash());
        }
    }

    #[test]
    fn a_card_that_nobody_is_named_for_is_told_by_its_line() {
        let plan = Plan::of_policy(&"2of3".parse().unwrap(), &[], &[]);
        let file = write(&plan);
        assert_eq!(file.matches(NOBODY).count(), 3);
        let error = read(&file).unwrap_err();
        let line = file.lines().position(|line| line == NOBODY).unwrap();
        assert_eq!((error.line, &error.key[..]), (line, "group 1, custodian 1, name"));
    }
}
