//! The sheet that goes into every envelope: how people who never saw the program bring the key back.

use super::{Flow, SetFacts};
use crate::{
    crypto::secret::SecretBytes,
    custody::plan::SHOWN_DIGITS,
    paper::{card::Wallet, pdf::Paper},
    slip39::Policy,
};

/// Sizes that are tried, from the largest, until all of it fits on one page.
const SCALES: [f32; 8] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65];

/// The sheet as a PDF of one page. `digest` is the SHA-256 of the program's file, in hexadecimal digits.
#[must_use]
pub fn pdf(facts: &SetFacts<'_>, digest: &str, paper: Paper) -> SecretBytes {
    let mut flow = written(facts, digest, paper, SCALES[0]);
    for scale in &SCALES[1..] {
        if flow.is_one_page() {
            break;
        }
        flow = written(facts, digest, paper, *scale);
    }
    flow.document.finish(&format!("{}: how to recover", facts.name()))
}

fn written(facts: &SetFacts<'_>, digest: &str, paper: Paper, scale: f32) -> Flow {
    let mut flow = Flow::new(facts, paper, scale);
    let above = format!("Recovery sheet, set {}; no secret is on it", facts.set.encryption.identifier);
    flow.title(&above, facts.date.unwrap_or_default(), &facts.name());
    what_this_is(&mut flow, facts);
    what_is_needed(&mut flow, facts);
    with_quorate(&mut flow, facts, digest);
    with_other_tools(&mut flow, facts);
    whom_to_call(&mut flow, facts);
    flow
}

fn what_this_is(flow: &mut Flow, facts: &SetFacts<'_>) {
    flow.text(&format!(
        "Beside this sheet is one share of a private key, as {} English words or as a QR code of the same words. The \
         key was split by SLIP-0039, a public standard: enough shares give the whole key, fewer give nothing at all.",
        facts.words
    ));
    if let Some(name) = facts.sealed_name() {
        flow.text(&format!(
            "The key opens {name}, which holds no secret without it and may lie anywhere. Find a copy: without that \
             file the shares give nothing of use."
        ));
    }
}

fn what_is_needed(flow: &mut Flow, facts: &SetFacts<'_>) {
    flow.heading("What is needed");
    flow.item("1", &parts_needed(facts));
    flow.item(
        "2",
        match facts.has_passphrase {
            Some(true) => "A passphrase, which is kept apart from the shares. There is no wrong passphrase: another one gives another key, and no error.",
            Some(false) => "No passphrase: none was given when the key was split.",
            None => "The passphrase, if there was one; the shares do not tell. There is no wrong passphrase: another one gives another key, and no error.",
        },
    );
    flow.item("3", "A computer without a network: pull the cable, switch off the radio. Whoever sees enough shares has the key, so photograph nothing, and close the room.");
}

fn parts_needed(facts: &SetFacts<'_>) -> String {
    let told = "Each part tells its place when it is checked.";
    match facts.policy {
        Some(policy) if policy.group_count() == 1 => {
            let group = policy.groups()[0];
            format!("Any {} of the {} shares, in any order. {told}", group.threshold(), group.count())
        }
        Some(policy) => format!("{}. {told}", of_groups(facts, policy)),
        None if facts.set.group_count == 1 => {
            format!("As many shares as each share says, in any order. {told}")
        }
        None => format!(
            "Enough shares of {} of the {} groups; each share says how many its group needs. {told}",
            facts.set.group_threshold, facts.set.group_count
        ),
    }
}

fn of_groups(facts: &SetFacts<'_>, policy: &Policy) -> String {
    let groups = policy.groups().iter().enumerate();
    let each: Vec<String> =
        groups.map(|(at, group)| format!("{group} of {}", facts.group_name(at))).collect();
    let needed = usize::from(policy.groups_needed());
    let which =
        if needed == each.len() { "All of these".to_owned() } else { format!("Any {needed} of these") };
    format!("{which}: {}", each.join("; "))
}

fn with_quorate(flow: &mut Flow, facts: &SetFacts<'_>, digest: &str) {
    flow.heading("With quorate");
    let plan = facts.plan_hash.as_ref().map_or_else(String::new, |hash| {
        let shown: String = hash.chars().take(SHOWN_DIGITS).collect();
        format!(", for the plan of the deal {shown}")
    });
    flow.text(&format!(
        "These shares were printed by quorate {}{plan}. SHA-256 of that program:",
        facts.version
    ));
    flow.command(digest, "");
    flow.command("quorate check", "is this share whole? Type it; nothing is recovered");
    if facts.sealed.is_some() {
        flow.command(
            "quorate recover --open SEALED -o NEW",
            "type the shares one after the other; what was sealed is in NEW",
        );
        flow.command(
            "quorate recover --open SEALED -o NEW FILE FILE FILE",
            "files with words, or pictures of the codes",
        );
        return;
    }
    let options = facts.key.as_ref().map_or("", |(_, options)| options.as_str());
    flow.command(&format!("quorate recover{options}"), "type the shares one after the other, see the key");
    flow.command(
        &format!("quorate recover{options} FILE FILE FILE"),
        "files with words, or pictures of the codes",
    );
}

fn with_other_tools(flow: &mut Flow, facts: &SetFacts<'_>) {
    flow.heading("With other tools");
    flow.text("Any tool for SLIP-0039 opens the shares if it knows extendable ones, as tools do since the middle of 2024. This was tried with shares that quorate made:");
    flow.command(
        "python3 -m pip download 'shamir-mnemonic[cli]==0.3.0' -d stick",
        "on a connected machine, onto a stick",
    );
    flow.command("python3 -m venv tool", "from here on without a network");
    flow.command("tool/bin/pip install --no-index --find-links stick 'shamir-mnemonic[cli]'", "");
    flow.command(
        if facts.has_passphrase == Some(false) {
            "tool/bin/shamir recover"
        } else {
            "tool/bin/shamir recover -p"
        },
        "Python, shamir-mnemonic 0.3.0: type the shares",
    );
    flow.text("Or one of these:");
    let passphrase = if facts.has_passphrase == Some(false) { "" } else { "PASSPHRASE" };
    let words = format!("slip39-recovery -p '{passphrase}' -m 'WORDS' -m 'WORDS'");
    flow.command(&words, "Python, slip39 14.1.0");
    flow.command(&format!("recoverSecret(['WORDS', 'WORDS'], '{passphrase}')"), "Node.js, slip39 0.1.9");
    flow.text(&match &facts.key {
        _ if facts.sealed.is_some() => {
            "They print the key in hexadecimal digits. Written in Bech32, with AGE-SECRET-KEY- before it, it is an age \
             identity, and any age program opens the sealed file with it: age -d -i IDENTITY -o NEW SEALED."
                .to_owned()
        }
        Some((form, _)) => format!("They print the key in hexadecimal digits. It was given as {form}."),
        None => {
            "They print the key in hexadecimal digits. What kind of key it is must be found out elsewhere."
                .to_owned()
        }
    });
    flow.text(match facts.wallet {
        Wallet::Own => "A hardware wallet that takes so many words shows the wallet itself.",
        Wallet::Another => "A hardware wallet takes shares of 20 or 33 words, but will show a different, empty wallet: the key is no wallet seed. That does not mean that the shares are wrong.",
        Wallet::Unknown => "A hardware wallet takes shares of 20 or 33 words. If the key is no wallet seed, it will show a different, empty wallet. That does not mean that the shares are wrong.",
    });
}

fn whom_to_call(flow: &mut Flow, facts: &SetFacts<'_>) {
    flow.heading("Whom to call");
    match facts.contact {
        Some(contact) => flow.text(contact),
        None => {
            flow.blank("Name");
            flow.blank("Reached by");
            flow.y += 6.0 * flow.scale;
        }
    }
    flow.text("Nobody can recover the key from fewer shares. Anyone who offers to is after yours.");
}
