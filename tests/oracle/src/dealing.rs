//! Keys and deals of people's rolls, recomputed share by share from what is published of the formulas: by `hashlib`, by
//! `bip39-slip39`, and by the reference with its random draws replaced.

use quorate::{
    ceremony::split::{
        die::{Die, Strength},
        draws::{DealContext, Draws},
        machine::MachineBytes,
        randomness::Rolled,
        rolls::Contribution,
        split_key,
    },
    crypto::secret::SecretBytes,
    custody::record::Record,
    formats::key::{Key, Kind},
    slip39::{Exponent, Group, Passphrase, Policy},
};
use serde_json::{Value, json};

use crate::{
    reference::{ask, hex, python},
    stream::Stream,
};

const SETS: usize = 200;

/// What a deal is made of.
struct Asked {
    policy: Policy,
    sides: u8,
    strength: Strength,
    rolls: Vec<Vec<u8>>,
    machine: Vec<u8>,
    dice_only: bool,
    /// A key that was given; none where it is made of the rolls.
    key: Option<Vec<u8>>,
    passphrase: String,
    exponent: u8,
    plan_hash: String,
}

/// A deck in the order of a shuffle.
fn deck(stream: &mut Stream) -> Vec<u8> {
    let mut cards: Vec<u8> = (1..=52).collect();
    stream.shuffle(&mut cards);
    cards
}

impl Asked {
    fn draw(stream: &mut Stream) -> Self {
        let strength = if stream.below(2) == 0 { Strength::Bits128 } else { Strength::Bits256 };
        let sides = [2, 6, 6, 8, 10, 12, 20, 52][stream.below(8)];
        let needed = Die::new(sides).unwrap().rolls(strength);
        let contribution = |stream: &mut Stream| -> Vec<u8> {
            let all = match sides {
                52 => [deck(stream), deck(stream)].concat(),
                _ => (0..needed).map(|_| 1 + stream.below(sides.into()) as u8).collect(),
            };
            all[..needed].to_vec()
        };
        let groups = (0..1 + stream.below(3)).map(|_| {
            let count = 1 + stream.below(6);
            let threshold = if count == 1 { 1 } else { 2 + stream.below(count - 1) };
            Group::new(threshold as u8, count as u8).unwrap()
        });
        let groups: Vec<Group> = groups.collect();
        let needed_groups = 1 + stream.below(groups.len());
        let given = matches!(strength, Strength::Bits256) && stream.below(3) == 0;
        let letters = if stream.below(2) == 0 { 0 } else { 1 + stream.below(20) };
        let plan_hash = hex(&stream.bytes(32));
        Self {
            policy: Policy::new(needed_groups as u8, groups).unwrap(),
            sides,
            strength,
            rolls: (0..1 + stream.below(3)).map(|_| contribution(stream)).collect(),
            machine: stream.bytes(32),
            dice_only: !given && sides == 6 && stream.below(2) == 0,
            key: given.then(|| {
                let bytes = 16 + 2 * stream.below(57);
                stream.bytes(bytes)
            }),
            passphrase: (0..letters).map(|_| char::from(b' ' + stream.below(95) as u8)).collect(),
            exponent: stream.below(2) as u8,
            plan_hash,
        }
    }

    fn request(&self) -> Value {
        let groups: Vec<[u8; 2]> =
            self.policy.groups().iter().map(|group| [group.threshold(), group.count()]).collect();
        json!({
            "rolls": self.rolls,
            "sides": self.sides,
            "machine": hex(&self.machine),
            "bits": match self.strength { Strength::Bits128 => 128, Strength::Bits256 => 256 },
            "dice_only": self.dice_only,
            "key": self.key.as_ref().map(|key| hex(key)),
            "passphrase": self.passphrase,
            "exponent": self.exponent,
            "groups_needed": self.policy.groups_needed(),
            "groups": groups,
            "plan_hash": self.plan_hash,
        })
    }

    fn rolled(&self) -> Rolled {
        let contribution = |values: &Vec<u8>| {
            let text: Vec<String> = values.iter().map(u8::to_string).collect();
            Contribution::read(Die::new(self.sides).unwrap(), self.strength, text.join(" ").as_bytes())
                .unwrap()
        };
        let machine = MachineBytes::read(hex(&self.machine)).unwrap();
        Rolled::new(self.rolls.iter().map(contribution).collect(), machine).unwrap()
    }

    /// The same deal by us, in the answer's words.
    fn ours(&self) -> Value {
        let rolled = self.rolled();
        let bytes = match self.strength {
            Strength::Bits128 => 16,
            Strength::Bits256 => 32,
        };
        let key = match &self.key {
            Some(key) => SecretBytes::copy_of(key),
            None if self.dice_only => rolled.key_of_dice_only(bytes).unwrap(),
            None => rolled.key(bytes),
        };
        let text = hex(key.expose());
        let key = Key::read(&key, Kind::Raw).unwrap();
        let exponent = Exponent::new(self.exponent).unwrap();
        let context =
            DealContext { policy: &self.policy, exponent, extendable: true, plan_hash: &self.plan_hash };
        let mut entropy = Draws::of(&rolled, &context);
        let passphrase = Passphrase::new(&self.passphrase).unwrap();
        let split = split_key(&self.policy, &key, &passphrase, exponent, &mut entropy, &mut |_| {}).unwrap();
        let shares: Vec<&str> = split.shares.iter().map(|(_, mnemonic)| mnemonic.expose()).collect();
        json!({
            "key": text,
            "commitment": rolled.machine().commitment().hex(),
            "shares": shares,
            "salt": hex(&entropy.record_salt().unwrap()),
            "identity": hex(rolled.sealed_identity().expose()),
        })
    }
}

#[test]
fn the_reference_deals_the_same_shares_of_the_same_rolls() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(171);
    let asked: Vec<Asked> = (0..SETS).map(|_| Asked::draw(&mut stream)).collect();
    let requests: Vec<Value> = asked.iter().map(Asked::request).collect();
    let mut shares = 0;
    for (asked, mut answer) in asked.iter().zip(ask(&python, "dealing.py", &requests)) {
        answer.as_object_mut().unwrap().remove("draws");
        assert_eq!(asked.ours(), answer, "{}", asked.request());
        shares += answer["shares"].as_array().unwrap().len();
    }
    println!("{SETS} sets, {shares} shares, all the same");
}

#[test]
fn the_draws_come_in_the_order_and_sizes_that_are_published() {
    let Some(python) = python() else { return };
    let mut stream = Stream::new(172);
    let groups = vec![Group::new(2, 3).unwrap(), Group::new(3, 5).unwrap()];
    let policy = Policy::new(2, groups).unwrap();
    let asked = Asked { policy, strength: Strength::Bits256, ..Asked::draw(&mut stream) };
    let rolls = (0..100).map(|at| at % 6 + 1).collect();
    let asked = Asked { sides: 6, rolls: vec![rolls], key: None, dice_only: false, ..asked };
    let answer = &ask(&python, "dealing.py", &[asked.request()])[0];
    assert_eq!(answer["draws"], json!([2, 28, 28, 32, 28]));
}

/// What a block of Python of the page prints, in a folder with the files that it reads.
fn printed(python: &str, begins: &str, folder: &std::path::Path) -> String {
    let page = include_str!("../../../docs/trust/randomness.md");
    let at = page.find(&format!("    {begins}")).expect("the page has such a block");
    let block = page[at..].lines().take_while(|line| line.starts_with("    ")).map(|line| &line[4..]);
    let code = block.collect::<Vec<_>>().join("\n");
    let ran = std::process::Command::new(python).args(["-c", &code]).current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn the_lines_of_the_page_compute_the_same() {
    let Some(python) = python() else { return };
    let folder = std::env::temp_dir().join(format!("quorate-page-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let asked = Asked::draw(&mut Stream::new(173));
    let rolls: Vec<u8> = (0..100_u32).map(|at| (at * at % 7 % 6 + 1) as u8).collect();
    let digits: String = rolls.iter().map(u8::to_string).collect();
    let asked = Asked { sides: 6, strength: Strength::Bits256, rolls: vec![rolls], ..asked };
    std::fs::write(folder.join("rolls"), digits).unwrap();
    std::fs::write(folder.join("machine"), hex(&asked.machine)).unwrap();
    let rolled = asked.rolled();
    let (commitment, key) = (rolled.machine().commitment().hex(), hex(rolled.key(32).expose()));
    let told = printed(&python, "import hashlib\n", &folder);
    assert_eq!(told, format!("commitment {commitment}\nkey {key}\n"));
    let record = include_str!("../../../examples/life/record.json");
    std::fs::write(folder.join("record.json"), record).unwrap();
    let code = Record::read(record.as_bytes()).unwrap().agreement_code().unwrap();
    let told = printed(&python, "import hashlib, json\n", &folder);
    assert_eq!(told.trim(), code.replace('-', ""));
    std::fs::remove_dir_all(&folder).unwrap();
}
