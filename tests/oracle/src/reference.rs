//! The whole way, from master secret to words and back, against the Python reference: what we deal it recovers, and
//! what it generates we recover. Groups, thresholds, lengths, passphrases, exponents and both revisions are drawn.
//!
//! It takes a Python that has `shamir-mnemonic` 0.3.0, named by `QUORATE_PYTHON`. Without one the tests say that they
//! did not run; where `CI` is `true` they fail instead.

use std::{
    env,
    io::{Write as _, stderr},
    process::{Command, Stdio},
    thread,
};

use quorate::slip39::{
    Deal, Encryption, Exponent, Group, Identifier, Lost, MasterSecret, Passphrase, Policy, Share, ShareSet,
};
use serde_json::{Value, json};

use crate::stream::Stream;

const SCRIPT: &str = "reference.py";
const SETS: usize = 1_000;

/// All that one set is made from.
struct Plan {
    policy: Policy,
    secret: Vec<u8>,
    passphrase: String,
    encryption: Encryption,
}

impl Plan {
    /// Mostly small sets, for the reference is slow; now and then the largest there are.
    fn draw(stream: &mut Stream) -> Self {
        let up_to = |usual: usize, stream: &mut Stream| match stream.below(25) {
            0 => 16,
            _ => 1 + stream.below(usual),
        };
        let group_count = up_to(4, stream);
        let group = |stream: &mut Stream| {
            let count = up_to(6, stream);
            let threshold = if count == 1 { 1 } else { 2 + stream.below(count - 1) };
            Group::new(threshold.try_into().unwrap(), count.try_into().unwrap()).unwrap()
        };
        let groups = (0..group_count).map(|_| group(stream)).collect();
        let groups_needed = 1 + stream.below(group_count);
        let bytes = if stream.below(20) == 0 { 128 } else { 16 + 2 * stream.below(25) };
        let letters = if stream.below(4) == 0 { 0 } else { 1 + stream.below(80) };
        Self {
            policy: Policy::new(groups_needed.try_into().unwrap(), groups).unwrap(),
            secret: stream.bytes(bytes),
            passphrase: (0..letters).map(|_| char::from(b' ' + stream.below(95) as u8)).collect(),
            encryption: Encryption {
                identifier: Identifier::from_bits(stream.next() as u16),
                extendable: stream.below(2) == 0,
                exponent: Exponent::new(stream.below(3) as u8).unwrap(),
            },
        }
    }

    fn passphrase(&self) -> Passphrase {
        Passphrase::new(&self.passphrase).unwrap()
    }
}

/// So many groups as are needed, of each so many members as are needed, in any order.
fn quorum(policy: &Policy, mut shares: Vec<Vec<String>>, stream: &mut Stream) -> Vec<String> {
    for (group, shares) in policy.groups().iter().zip(&mut shares) {
        stream.shuffle(shares);
        shares.truncate(group.threshold().into());
    }
    stream.shuffle(&mut shares);
    shares.truncate(policy.groups_needed().into());
    let mut taken = shares.concat();
    stream.shuffle(&mut taken);
    taken
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The Python to ask, if there is one.
pub fn python() -> Option<String> {
    let python = env::var("QUORATE_PYTHON").ok();
    if python.is_none() {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "CI must set QUORATE_PYTHON");
        // Past the test harness, which hides what a passing test prints.
        writeln!(stderr(), "NOT RUN: the Python reference, for QUORATE_PYTHON names none").unwrap();
    }
    python
}

/// The answers of a script beside this package, in one process.
pub fn ask(python: &str, script: &str, requests: &[Value]) -> Vec<Value> {
    let script = format!("{}/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut reference = Command::new(python)
        .args(["-B", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut questions = reference.stdin.take().unwrap();
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = thread::spawn(move || questions.write_all(lines.as_bytes()));
    let output = reference.wait_with_output().unwrap();
    assert!(output.status.success(), "the reference gave up: {}", output.status);
    writer.join().unwrap().unwrap();
    let answers: Vec<Value> = str::from_utf8(&output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), requests.len());
    answers
}

#[test]
fn the_reference_recovers_what_we_deal() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(51);
    let plans: Vec<Plan> = (0..SETS).map(|_| Plan::draw(&mut stream)).collect();
    let request = |plan: &Plan| {
        let secret = MasterSecret::copy_of(&plan.secret).unwrap();
        let ems = secret.encrypt_as(&plan.passphrase(), plan.encryption, &mut |_| {});
        let deal = Deal::new(&plan.policy, ems, &mut stream).unwrap();
        let text = |share: &Share| share.mnemonic().expose().to_owned();
        let shares = deal.groups().iter().map(|group| group.iter().map(text).collect()).collect();
        let mnemonics = quorum(&plan.policy, shares, &mut stream);
        json!({ "task": "combine", "mnemonics": mnemonics, "passphrase": plan.passphrase })
    };
    let requests: Vec<Value> = plans.iter().map(request).collect();
    for (plan, answer) in plans.iter().zip(ask(&python, SCRIPT, &requests)) {
        assert_eq!(answer, hex(&plan.secret), "{} {:?} {:?}", plan.policy, plan.encryption, plan.passphrase);
    }
}

#[test]
fn the_reference_recovers_with_every_share_that_was_made_again() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(53);
    let plan = Plan { policy: "3of5".parse().unwrap(), ..Plan::draw(&mut stream) };
    let secret = MasterSecret::copy_of(&plan.secret).unwrap();
    let ems = secret.encrypt_as(&plan.passphrase(), plan.encryption, &mut |_| {});
    let deal = Deal::new(&plan.policy, ems, &mut stream).unwrap();
    let words: Vec<String> =
        deal.groups()[0].iter().map(|share| share.mnemonic().expose().to_owned()).collect();
    let mut requests = Vec::new();
    for member in 0..5u8 {
        let others: Vec<&String> =
            words.iter().enumerate().filter(|(at, _)| *at != usize::from(member)).map(|(_, w)| w).collect();
        let mut set = ShareSet::default();
        for mnemonic in &others[..3] {
            set.add(Share::parse(mnemonic).unwrap()).unwrap();
        }
        let again = set.reissue(Lost { group: 0, member, is_lone: false }).unwrap();
        let again = again.mnemonic().expose().to_owned();
        for pair in [[0, 1], [1, 3], [2, 3]] {
            let mnemonics = [others[pair[0]], &again, others[pair[1]]];
            requests
                .push(json!({ "task": "combine", "mnemonics": mnemonics, "passphrase": plan.passphrase }));
        }
    }
    for answer in ask(&python, SCRIPT, &requests) {
        assert_eq!(answer, hex(&plan.secret));
    }
}

#[test]
fn the_reference_recovers_groups_with_every_share_that_was_made_again() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(54);
    let group = |threshold, count| Group::new(threshold, count).unwrap();
    let policy = Policy::new(2, vec![group(2, 3), group(3, 5)]).unwrap();
    let plan = Plan { policy, ..Plan::draw(&mut stream) };
    let secret = MasterSecret::copy_of(&plan.secret).unwrap();
    let ems = secret.encrypt_as(&plan.passphrase(), plan.encryption, &mut |_| {});
    let deal = Deal::new(&plan.policy, ems, &mut stream).unwrap();
    let text = |share: &Share| share.mnemonic().expose().to_owned();
    let words: Vec<Vec<String>> =
        deal.groups().iter().map(|group| group.iter().map(text).collect()).collect();
    let mut requests = Vec::new();
    for (group, needed) in [(0usize, 2usize), (1, 3)] {
        for member in 0..words[group].len() {
            let left = |group: usize| words[group].iter().enumerate().filter(move |(at, _)| *at != member);
            let others: Vec<&String> = left(group).map(|(_, words)| words).take(needed).collect();
            let mut set = ShareSet::default();
            for mnemonic in &others {
                set.add(Share::parse(mnemonic).unwrap()).unwrap();
            }
            let lost = Lost {
                group: u8::try_from(group).unwrap(),
                member: u8::try_from(member).unwrap(),
                is_lone: false,
            };
            let again = set.reissue(lost).unwrap().mnemonic().expose().to_owned();
            assert_eq!(again, words[group][member]);
            let other_group = &words[1 - group][..if group == 0 { 3 } else { 2 }];
            let mut mnemonics: Vec<&String> = others[1..].to_vec();
            mnemonics.push(&again);
            mnemonics.extend(other_group);
            requests
                .push(json!({ "task": "combine", "mnemonics": mnemonics, "passphrase": plan.passphrase }));
        }
    }
    for answer in ask(&python, SCRIPT, &requests) {
        assert_eq!(answer, hex(&plan.secret));
    }
}

#[test]
fn we_recover_what_the_reference_generates() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(52);
    let plans: Vec<Plan> = (0..SETS).map(|_| Plan::draw(&mut stream)).collect();
    let request = |plan: &Plan| {
        let groups: Vec<_> =
            plan.policy.groups().iter().map(|group| (group.threshold(), group.count())).collect();
        json!({
            "task": "generate",
            "groups_needed": plan.policy.groups_needed(),
            "groups": groups,
            "secret": hex(&plan.secret),
            "passphrase": plan.passphrase,
            "extendable": plan.encryption.extendable,
            "exponent": plan.encryption.exponent.value(),
        })
    };
    let requests: Vec<Value> = plans.iter().map(request).collect();
    for (round, (plan, answer)) in plans.iter().zip(ask(&python, SCRIPT, &requests)).enumerate() {
        let all: Vec<Vec<String>> = serde_json::from_value(answer).unwrap();
        // Every other time all shares come, which the reference itself would refuse.
        let taken = if round % 2 == 0 { quorum(&plan.policy, all, &mut stream) } else { all.concat() };
        let mut set = ShareSet::default();
        for mnemonic in &taken {
            let share = Share::parse(mnemonic).unwrap();
            assert_eq!(share.mnemonic().expose(), mnemonic);
            set.add(share).unwrap();
        }
        let quorum = set.prove().unwrap();
        let encryption = Encryption { identifier: quorum.ems().encryption().identifier, ..plan.encryption };
        assert_eq!(quorum.ems().encryption(), encryption);
        let secret = quorum.ems().decrypt(&plan.passphrase(), &mut |_| {});
        assert_eq!(hex(secret.expose()), hex(&plan.secret), "{} {:?}", plan.policy, plan.passphrase);
    }
}
