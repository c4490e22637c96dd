//! The owner's cover sheet: the policy drawn, who holds what, and what to do.

use super::{Flow, SetFacts};
use crate::{
    crypto::secret::SecretBytes,
    custody::{
        analysis::{Analysis, broken_rules, unjudged_rules, wording},
        plan::Plan,
    },
    paper::{
        card::wording::capitalised,
        font::{Face, Type, leading},
        pdf::{Align, Ink, Paper},
        qr::QrCode,
    },
    slip39::{Group, Policy},
};

/// The sheet as a PDF; of more than one page only where there are dozens of custodians.
#[must_use]
pub fn pdf(facts: &SetFacts<'_>, policy: &Policy, plan: &Plan, paper: Paper) -> SecretBytes {
    let scale = if paper == Paper::A5 { 0.75 } else { 1.0 };
    let mut flow = Flow::new(facts, paper, scale);
    let above = format!("Cover sheet for the owner of the key, set {}", facts.set.encryption.identifier);
    flow.title(&above, facts.date.unwrap_or_default(), &facts.name());
    flow.text("No secret is on this sheet, but it names those who hold one. Keep it apart from the cards.");
    flow.heading("Who is needed");
    let mut first = 0;
    for (at, group) in policy.groups().iter().enumerate() {
        drawn(&mut flow, facts, plan, (at, *group), first);
        first += usize::from(group.count());
    }
    flow.keep_together(70.0 * scale);
    flow.heading("Who may be absent, and who can take the key");
    let passphrase = match facts.has_passphrase {
        Some(true) => Some(
            "The passphrase is also needed: whoever keeps it may not be absent, and cards alone do not give the key.",
        ),
        Some(false) => None,
        None => Some("If there is a passphrase, it is also needed, and whoever keeps it may not be absent."),
    };
    let passphrase = passphrase.filter(|_| plan.required.is_empty()).map(str::to_owned);
    for line in absences(plan).into_iter().chain(passphrase) {
        flow.keep_together(45.0 * scale);
        flow.item("•", &line);
    }
    flow.keep_together(190.0 * scale);
    flow.heading("To bring the key back");
    to_bring_it_back(&mut flow, facts);
    flow.keep_together(90.0 * scale);
    flow.heading("If a card is lost");
    for line in wording::losses_in_words(policy, |at| facts.group_name(at)) {
        flow.text(&sentence(&format!("if it is destroyed: {line}")));
    }
    if let Some(command) = wording::remedy(policy) {
        flow.commands("A card is made again, word for word, by:", &[command]);
    }
    flow.text(&format!(
        "If somebody may have it: old cards stay valid for ever. {}",
        sentence(wording::exposure(policy))
    ));
    flow.commands(
        "Hand the new set out, and destroy the old cards until no quorum of them can be left. A new set is made by:",
        &["quorate split POLICY --from CARDS"],
    );
    if let Some((_, hash)) = facts.sealed {
        sealed(&mut flow, facts, hash);
    }
    record(&mut flow, facts);
    proved(&mut flow, facts);
    flow.document.finish(&format!("{}: cover sheet", facts.name()))
}

/// What to do in which order, with what is typed in boxes.
fn to_bring_it_back(flow: &mut Flow, facts: &SetFacts<'_>) {
    let options = match &facts.key {
        _ if facts.sealed.is_some() => " --open SEALED -o NEW",
        Some((_, options)) => options.as_str(),
        None => "",
    };
    flow.item(
        "1",
        "Call as many custodians as are needed, each with their own card, to a machine without a network.",
    );
    flow.item(
        "2",
        match facts.has_passphrase {
            Some(true) => {
                "Fetch the passphrase, which is kept apart from the cards. Another one gives another key, and no error."
            }
            Some(false) => "No passphrase is needed.",
            None => "Fetch the passphrase, if there is one. Another one gives another key, and no error.",
        },
    );
    flow.step("3", "Each custodian checks their card there:", &["quorate check"]);
    flow.step(
        "4",
        "Type the cards one after the other, in any order:",
        &[&format!("quorate recover{options}")],
    );
    if let (Some((form, _)), None) = (&facts.key, facts.sealed) {
        flow.indented(16.0 * flow.scale, &format!("The key was given as {form}."));
    }
    flow.item("5", "If anyone else could have seen the key, move what it protects to a new key.");
}

/// What the key opens, and what that must hash to, so that a copy of it can be compared with this paper.
fn sealed(flow: &mut Flow, facts: &SetFacts<'_>, hash: &str) {
    let Some(name) = facts.sealed_name("the sealed file, whose name ends with .age") else { return };
    flow.keep_together(60.0 * flow.scale);
    flow.heading("The sealed file");
    flow.text(&format!(
        "The key opens {name}. Keep copies of it in several places: it holds no secret without the cards, and without \
         it the cards give nothing of use. Its SHA-256:"
    ));
    flow.digits(hash, "");
}

/// What the record must hash to, so that a copy of it can be compared with this paper; and beside it a code of that.
fn record(flow: &mut Flow, facts: &SetFacts<'_>) {
    let (Some(plan), Some(hash)) = (&facts.plan_hash, &facts.record_hash) else { return };
    let text = format!("QUORATE-RECORD/1/{}/{}", facts.set.encryption.identifier, hash.to_ascii_uppercase());
    let Ok(code) = QrCode::of_text(&text) else { return };
    let side = CODE_SIDE * flow.scale;
    let corner = flow.beside(side, |flow| {
        flow.heading("The record");
        flow.text("Beside this sheet is record.json. It holds no secret, names people, and tells custodians whether their card is the one that was dealt. Its SHA-256, and the hash of the plan of the deal; people compare its first 32 digits:");
        flow.digits(hash, "record");
        flow.digits(plan, "plan");
        let small = flow.font(Face::Sans, 8.5);
        let first = (flow.left(), flow.y + leading(small.size));
        let next = flow.document.paragraph(first, flow.room(), small, Ink::Grey, CAPTION);
        flow.y = next - leading(small.size);
    });
    flow.document.code(corner, side, &code);
}

/// What the key can be compared with, by kind: an address shows what there is to take, and stands on no sheet.
fn proved(flow: &mut Flow, facts: &SetFacts<'_>) {
    if facts.proved.is_empty() {
        return;
    }
    flow.keep_together(60.0 * flow.scale);
    flow.heading("What the key is proved by");
    flow.text("The key gave these public values before it was dealt. Every drill and every recovery compares with them.");
    for value in facts.proved {
        let place = value.path.as_ref().map_or_else(String::new, |path| format!(" at {path}"));
        let extra = if value.bip39_passphrase { ", with a BIP-39 passphrase" } else { "" };
        let file = if value.value.is_some() { "the record" } else { "public-values.json" };
        flow.item("•", &format!("{}{place}{extra}: in {file}", value.kind));
    }
    if facts.proved.iter().any(|value| value.value.is_none()) {
        flow.text("The file whose name ends with public-values.json lies beside the record. It shows what there is to take: keep it confidential, for owner and auditor.");
    }
}

/// What stands beside the code.
const CAPTION: &str =
    "This code holds the number of the set and the SHA-256 of the record. It is not a share.";

/// The side of the code of the record, with its light margin, in points.
const CODE_SIDE: f32 = 92.0;

/// A group: a dot for each member, dark for as many as are needed, and the names.
fn drawn(flow: &mut Flow, facts: &SetFacts<'_>, plan: &Plan, (at, group): (usize, Group), first: usize) {
    let s = flow.scale;
    let members = (0..usize::from(group.count())).map(|member| {
        let name = facts.custodians.get(first + member);
        let mut line = format!("{} {}", member + 1, name.map_or("________________", String::as_str));
        let index = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
        for deputy in wording::deputies(plan, index(at), index(member)) {
            line.push_str(&format!(" or {deputy}"));
        }
        line
    });
    let (font, room) = (Type::new(Face::Sans, 9.5 * s), flow.room() - 12.0 * s);
    let lines = unbroken(members, font, room);
    let height = 34.0 * s + lines.len() as f32 * leading(font.size);
    flow.keep_together(height + 8.0 * s);
    let (x, top) = (flow.left(), flow.y + 8.0 * s);
    flow.document.area((x, top), (2.0 * s, height - 4.0 * s), Ink::Black);
    let what = if plan.groups.len() == 1 {
        format!("any {group}")
    } else {
        format!("{}: any {group}", facts.group_name(at))
    };
    let heading = Type::new(Face::Bold, 10.5 * s).within(&what, room);
    flow.document.text((x + 12.0 * s, top + 11.0 * s), Align::Left, heading, Ink::Black, &what);
    for member in 0..group.count() {
        let side = 9.0 * s;
        let at = (x + 12.0 * s + f32::from(member) * 14.0 * s, top + 17.0 * s);
        flow.document.area(at, (side, side), Ink::Black);
        if member >= group.threshold() {
            flow.document.area((at.0 + 1.0, at.1 + 1.0), (side - 2.0, side - 2.0), Ink::White);
        }
    }
    for (at, line) in lines.iter().enumerate() {
        let foot = top + 38.0 * s + at as f32 * leading(font.size);
        let font = font.within(line, room);
        flow.document.text((x + 12.0 * s, foot), Align::Left, font, Ink::Black, line);
    }
    flow.y = top + height;
}

/// Members in lines no wider than `room`, each with their number on one line.
fn unbroken(members: impl Iterator<Item = String>, font: Type, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for member in members {
        match lines.last_mut() {
            Some(line) if font.width(&format!("{line}    {member}")) <= room => {
                line.push_str("    ");
                line.push_str(&member);
            }
            _ => lines.push(member),
        }
    }
    lines
}

/// Who may stay away, who together needs nobody else, and who is a single point of failure, all from the plan: who holds
/// several cards, and who can bring another's, counts as what they can do.
fn absences(plan: &Plan) -> Vec<String> {
    let analysis = match Analysis::of(plan) {
        Ok(analysis) => analysis,
        Err(error) => return vec![sentence(&format!("quorate cannot tell exactly: {error}"))],
    };
    let people = &analysis.people;
    let mut lines =
        vec![sentence(&wording::absence(&people.freezing)), sentence(&wording::taking(&people.taking))];
    lines.extend(
        analysis.single_points().iter().map(|point| format!("Accepted, and to be put right: {point}.")),
    );
    let broken = broken_rules(plan, people, &analysis.places);
    let unjudged = unjudged_rules(plan, &analysis).unwrap_or_else(|error| {
        lines.push(sentence(&format!("quorate cannot tell whether the plan keeps its rules: {error}")));
        Vec::new()
    });
    lines.extend(wording::accepted(&broken, &unjudged).map(|told| sentence(&told)));
    lines.extend(plan.required.iter().map(|thing| {
        let by =
            if thing.access.is_empty() { "nobody is named".to_owned() } else { thing.access.join(" or ") };
        format!("Also needed, and counted above: {} ({by}).", thing.name)
    }));
    lines
}

fn sentence(text: &str) -> String {
    format!("{}.", capitalised(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::plan::file;

    fn told(cards: &str, threshold: u8) -> Vec<String> {
        let text = format!("[[group]]\nthreshold = {threshold}\ncustodian = [{cards}]\n");
        absences(&file::read(&text).unwrap())
    }

    #[test]
    fn a_plain_plan_is_told_as_its_policy_says() {
        let plain = r#"{name="a"},{name="b"},{name="c"},{name="d"},{name="e"}"#;
        let expected = [
            "Any 2 of the 5 may be absent; 3 together freeze the key.",
            "Any 3 of the 5 together can take the key; 2 cannot.",
        ];
        assert_eq!(told(plain, 3), expected);
    }

    #[test]
    fn several_cards_and_deputies_count_as_what_they_can_do() {
        // Erin holds two cards, and Dana can bring two that are not hers.
        let entangled = r#"{name="alice",access=["dana"]},{name="bob",access=["dana"]},{name="carol"},{name="erin"},{name="erin"}"#;
        let lines = told(entangled, 3);
        assert!(lines[0].contains("carol + erin"), "{lines:?}");
        assert!(lines[1].contains("dana + erin") && lines[1].starts_with("2 can take"), "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("2 cannot")), "{lines:?}");
    }

    #[test]
    fn an_accepted_single_point_is_named() {
        let lines = told(r#"{name="alice",access=["dana"]},{name="bob",access=["dana"]},{name="carol"}"#, 2);
        assert!(lines.contains(&"One person can take the key alone, dana.".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|line| line.ends_with("dana alone could take the key.")), "{lines:?}");
    }
}
