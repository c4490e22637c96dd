//! The owner's cover sheet: the policy drawn, who holds what, and what to do.

use super::{Flow, SetFacts};
use crate::{
    paper::{
        card::wording::capitalised,
        font::{Face, Type, leading},
        pdf::{Align, Ink, Paper},
        qr::QrCode,
    },
    secret::SecretBytes,
    slip39::{Group, Policy},
};

/// The sheet as a PDF; of more than one page only where there are dozens of custodians.
#[must_use]
pub fn pdf(facts: &SetFacts<'_>, policy: &Policy, paper: Paper) -> SecretBytes {
    let scale = if paper == Paper::A5 { 0.75 } else { 1.0 };
    let mut flow = Flow::new(facts, paper, scale);
    let above = format!("Cover sheet for the owner of the key, set {}", facts.set.encryption.identifier);
    flow.title(&above, facts.date.unwrap_or_default(), &facts.name());
    flow.text("No secret is on this sheet, but it names those who hold one. Keep it apart from the cards.");
    flow.heading("Who is needed");
    let mut first = 0;
    for (at, group) in policy.groups().iter().enumerate() {
        drawn(&mut flow, facts, policy, (at, *group), first);
        first += usize::from(group.count());
    }
    flow.keep_together(70.0 * scale);
    flow.heading("Who may be absent, and who can take the key");
    let passphrase = match facts.has_passphrase {
        Some(true) => Some(
            "The passphrase is needed besides: whoever keeps it may not be absent, and cards alone do not give the key.",
        ),
        Some(false) => None,
        None => {
            Some("If there is a passphrase, it is needed besides, and whoever keeps it may not be absent.")
        }
    };
    for line in absences(facts, policy).into_iter().chain(passphrase.map(str::to_owned)) {
        flow.keep_together(45.0 * scale);
        flow.item("•", &line);
    }
    flow.keep_together(190.0 * scale);
    flow.heading("To bring the key back");
    let options = match &facts.key {
        _ if facts.sealed.is_some() => " --open SEALED -o NEW",
        Some((_, options)) => options.as_str(),
        None => "",
    };
    let steps = [
        "Call as many custodians as are needed, each with his own card, to a machine without a network.".to_owned(),
        "Let each check his card there: quorate check.".to_owned(),
        format!("Type the cards one after the other, in any order: quorate recover{options}."),
        match facts.has_passphrase {
            Some(true) => "Have the passphrase brought, which is kept apart from the cards. Another one gives another key, and no error.".to_owned(),
            Some(false) => "No passphrase is needed.".to_owned(),
            None => "Have the passphrase brought, if there is one. Another one gives another key, and no error.".to_owned(),
        },
        "Afterwards the key has been on a machine: make a new one, and move what it protects, if anybody else could have seen it.".to_owned(),
    ];
    (1..).zip(steps).for_each(|(number, step)| flow.item(&format!("{number}"), &step));
    flow.keep_together(90.0 * scale);
    flow.heading("If a card is lost");
    flow.text("If it is destroyed, make it again, word for word, from the others: quorate reissue --member NUMBER CARDS. If somebody may have it: old cards stay valid for ever. Make a new set from the cards that are left, give it out, and destroy the old cards until no quorum of them can be left: quorate split POLICY --from CARDS.");
    match (&facts.key, facts.sealed) {
        (_, Some((_, hash))) => sealed(&mut flow, facts, hash),
        (Some((form, _)), None) => flow.text(&format!("The key was given as {form}.")),
        (None, None) => {}
    }
    record(&mut flow, facts);
    flow.document.finish(&format!("{}: cover sheet", facts.name()))
}

/// What the key opens, and what that must hash to, so that a copy of it can be compared with this paper.
fn sealed(flow: &mut Flow, facts: &SetFacts<'_>, hash: &str) {
    let Some(name) = facts.sealed_name() else { return };
    flow.keep_together(60.0 * flow.scale);
    flow.heading("The sealed file");
    flow.text(&format!(
        "The key opens {name}. Keep copies of it in several places: it holds no secret without the cards, and without \
         it the cards give nothing of use. Its SHA-256:"
    ));
    flow.command(hash, "");
}

/// What the record must hash to, also as a code, so that a copy of it can be compared with this paper.
fn record(flow: &mut Flow, facts: &SetFacts<'_>) {
    let (Some(plan), Some(hash)) = (&facts.plan_hash, &facts.record_hash) else { return };
    let side = 92.0 * flow.scale;
    flow.keep_together(side + 60.0 * flow.scale);
    flow.heading("The record");
    flow.text("Beside this sheet is record.json. It holds no secret, names people, and tells a custodian whether his card is the one that was dealt. Its SHA-256, and the first digits of the plan's:");
    flow.command(hash, "");
    flow.command(plan, "");
    let text = format!("QUORATE-RECORD/1/{}/{}", facts.set.encryption.identifier, hash.to_ascii_uppercase());
    if let Ok(code) = QrCode::of_text(&text) {
        let (x, y) = (flow.left(), flow.y + 6.0 * flow.scale);
        flow.document.code((x, y), side, &code);
        flow.y = y + side;
    }
}

/// A group: a dot for each member, dark for as many as are needed, and the names.
fn drawn(flow: &mut Flow, facts: &SetFacts<'_>, policy: &Policy, (at, group): (usize, Group), first: usize) {
    let s = flow.scale;
    let members = (0..usize::from(group.count())).map(|member| {
        let name = facts.custodians.get(first + member);
        format!("{} {}", member + 1, name.map_or("________________", String::as_str))
    });
    let (font, room) = (Type::new(Face::Sans, 9.5 * s), flow.room() - 12.0 * s);
    let lines = unbroken(members, font, room);
    let height = 34.0 * s + lines.len() as f32 * leading(font.size);
    flow.keep_together(height + 8.0 * s);
    let (x, top) = (flow.left(), flow.y + 8.0 * s);
    flow.document.area((x, top), (2.0 * s, height - 4.0 * s), Ink::Black);
    let what = if policy.group_count() == 1 {
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

/// Members in lines no wider than `room`, each with his number on one line.
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

/// Who may stay away, and who together needs nobody else.
fn absences(facts: &SetFacts<'_>, policy: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    let spare = |group: &Group| group.count() - group.threshold();
    let people = |count: u8| if count == 1 { "one".to_owned() } else { format!("any {count}") };
    if let [group] = policy.groups() {
        lines.push(match spare(group) {
            0 => "Nobody may be absent: without any one of them the key is lost.".to_owned(),
            spare => format!("{} of the {} may be absent.", capitalised(&people(spare)), group.count()),
        });
        lines.push(match group.threshold() {
            1 if group.count() == 1 => "Whoever holds the one card can take the key.".to_owned(),
            1 => "Each of them can take the key alone.".to_owned(),
            needed => format!("Any {needed} of them together can take the key; {} cannot.", needed - 1),
        });
        return lines;
    }
    let (needed, of) = (policy.groups_needed(), policy.group_count());
    lines.push(match of - needed {
        0 => format!("Each of the {of} groups is needed."),
        spare => format!("{} of the {of} groups may be absent as a whole.", capitalised(&people(spare))),
    });
    for (at, group) in policy.groups().iter().enumerate() {
        let name = capitalised(&facts.group_name(at));
        lines.push(match spare(group) {
            0 => format!("{name} needs each of its members."),
            spare => format!("{name} can do without {} of its {}.", people(spare), group.count()),
        });
    }
    lines.push(format!(
        "Whoever brings {needed} complete groups together can take the key; fewer groups cannot."
    ));
    lines
}
