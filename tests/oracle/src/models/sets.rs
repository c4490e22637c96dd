//! Sets to live through: dealt by the program under plans that were drawn, some of them from an old set, and some whose
//! record was made anew.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use quorate::custody::date::Date;
use serde_json::{Value, json};

use super::{document, draw, of_hundred, recipients, toml};
use crate::stream::Stream;

/// The day of every deal, counted from [`day`]; there is room for lines before it.
pub const DEALT: u32 = 300;

/// A day, by its number.
pub fn day(number: u32) -> String {
    "2015-01-01".parse::<Date>().unwrap().plus_days(number).to_string()
}

/// A folder that goes away again.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("quorate-models-{name}-{}", process::id()));
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left in the folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A set that was dealt: its record and the first lines of its journal, and the words of its cards by their numbers.
pub struct Set {
    pub record: String,
    pub begun: String,
    pub words: Value,
    /// Everybody who is named, or else the numbers of their cards.
    pub people: Vec<String>,
    /// Each card with who has it by the plan.
    pub cards: Vec<(String, Option<String>)>,
    /// The set before, if there is one, with its cards.
    pub old: Option<(u64, Vec<String>)>,
    /// The sealed file, if there is one, by its name.
    pub sealed: Option<(String, Vec<u8>)>,
    /// On which day the journal ends.
    pub until: u32,
}

const SPLIT: [&str; 5] = ["-q", "split", "--exponent", "0", "--accept-single-point"];

/// Cards by their numbers, each with the file that has its words.
type Shares = Vec<(String, String)>;

/// So many sets, dealt in this folder.
pub fn deal(program: &str, folder: &Folder, count: usize, stream: &mut Stream) -> Vec<Set> {
    (0..count).map(|number| one(program, folder, number, stream)).collect()
}

fn one(program: &str, folder: &Folder, number: usize, stream: &mut Stream) -> Set {
    let output = folder.path(&format!("set-{number}"));
    let (record, journal) =
        (format!("{output}/public/record.json"), format!("{output}/public/journal.jsonl"));
    let fresh = ["--generate", "128"].map(str::to_owned);
    if of_hundred(15, stream) {
        // Nobody's name is on the cards of some.
        let policy = ["2of3", "3of4", "1of1"][stream.below(3)].to_owned();
        let (_, shares) = split(program, &[&[policy], &fresh[..]].concat(), &output, DEALT);
        return Set::read(&record, &journal, &shares);
    }
    let mut plan = draw::plan_for_a_script(stream);
    if of_hundred(60, stream) {
        // Most rules that are drawn are broken: without them there are days on which nothing is due.
        plan["rules"].as_object_mut().unwrap().retain(|name, _| name.ends_with("_days"));
    }
    let by_plan = |plan: &Value, name: &str| {
        let file = folder.path(&format!("{name}-{number}.toml"));
        fs::write(&file, toml::plan(plan)).unwrap();
        let plan_file = ["--accept-broken-rules".to_owned(), "--plan".to_owned(), file];
        [&plan_file[..], &recipients::codes(plan)].concat()
    };
    let new = by_plan(&plan, "plan");
    if of_hundred(30, stream) {
        // The old set has another plan: some have its cards who are strangers to the new one.
        let before = folder.path(&format!("old-{number}"));
        let old = by_plan(&draw::plan_for_a_script(stream), "old");
        let (identifier, old) = split(program, &[&old, &fresh[..]].concat(), &before, DEALT - 50);
        trouble_some(program, &format!("{before}/public/record.json"), &old, stream);
        let mut from = match of_hundred(75, stream) {
            true => vec!["--old-record".to_owned(), format!("{before}/public/record.json")],
            false => Vec::new(),
        };
        from.push("--from".to_owned());
        from.extend(old.iter().map(|(_, file)| file.clone()));
        let (_, shares) = split(program, &[&new[..], &from].concat(), &output, DEALT);
        let cards = old.into_iter().map(|(card, _)| card).collect();
        return Set { old: Some((identifier, cards)), ..Set::read(&record, &journal, &shares) };
    }
    if of_hundred(40, stream) {
        return with_more(program, &folder.path(&format!("more-{number}")), &new, &output, stream);
    }
    let (_, shares) = split(program, &[&new[..], &fresh].concat(), &output, DEALT);
    if of_hundred(25, stream) {
        let until = DEALT + 40;
        let (record, journal) = (
            folder.path(&format!("anew-{number}.json")),
            folder.path(&format!("anew-{number}.journal.jsonl")),
        );
        make_anew(program, &plan, (&new[2], &record), &shares, &day(until));
        return Set { until, ..Set::read(&record, &journal, &shares) };
    }
    Set::read(&record, &journal, &shares)
}

/// Some cards of a set are destroyed, stolen or given to others before another is made of it: its record says so.
fn trouble_some(program: &str, record: &str, shares: &Shares, stream: &mut Stream) {
    for ((card, _), to) in shares.iter().zip(["Zoe", "Yan", "Xena"].into_iter().cycle()) {
        let what = match stream.below(100) {
            0..25 => vec!["destroyed", card],
            25..35 => vec!["stolen", card],
            35..50 => vec!["handed-over", "--card", card, "--to", to],
            _ => continue,
        };
        let on = day(DEALT - 20);
        let note = [&["-q", "note", record], &what[..], &["--date", &on]].concat();
        let note: Vec<String> = note.into_iter().map(str::to_owned).collect();
        assert_eq!(document(program, &note)["exit"], 0, "{note:?}");
    }
}

/// A set that recovery needs more for than cards, or whose record says more of the key: a passphrase, a fingerprint, a file
/// that is sealed.
fn with_more(program: &str, file: &str, plan: &[String], output: &str, stream: &mut Stream) -> Set {
    fs::write(file, "what is behind it").unwrap();
    let kind = stream.below(5);
    let options: &[&str] = match kind {
        0 => &["--generate", "128", "--fingerprint"],
        1 => &["--generate", "128", "--passphrase-file", file],
        2 => &["--generate", "128", "--passphrase-file", file, "--fingerprint"],
        3 => &["--seal", file],
        _ => &["--seal", file, "--passphrase-file", file],
    };
    let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
    let (_, shares) = split(program, &[plan, &options].concat(), output, DEALT);
    let public = format!("{output}/public");
    let set = Set::read(&format!("{public}/record.json"), &format!("{public}/journal.jsonl"), &shares);
    let recorded = &serde_json::from_str::<Value>(&set.record).unwrap()["sealed"]["name"];
    let sealed =
        recorded.as_str().map(|name| (name.to_owned(), fs::read(Path::new(&public).join(name)).unwrap()));
    assert_eq!(sealed.is_some(), kind > 2, "{}", set.record);
    Set { sealed, ..set }
}

/// The set that was dealt into a new folder, and its shares.
fn split(program: &str, arguments: &[String], output: &str, on: u32) -> (u64, Shares) {
    let to = ["-o".to_owned(), output.to_owned(), "--date".to_owned(), day(on)];
    let mut all = [&SPLIT.map(str::to_owned)[..], arguments, &to].concat();
    let mut answer = document(program, &all);
    if answer["code"] == "old-passphrase-needed" {
        // A card that is the whole key has to be encrypted anew, with the passphrase that there is not.
        let none = format!("{output}-none");
        fs::write(&none, "").unwrap();
        all.extend(["--old-passphrase-file".to_owned(), none]);
        answer = document(program, &all);
    }
    assert_eq!(answer["exit"], 0, "{all:?}: {answer}");
    let share = |share: &Value| {
        let file = share["file"].as_str().or(share["sealed"].as_str());
        let file = recipients::opened(Path::new(output).join(file.unwrap()).to_str().unwrap());
        (format!("{}.{}", share["group"], share["member"]), file)
    };
    let shares = answer["shares"].as_array().unwrap().iter().map(share).collect();
    (answer["set"]["identifier"].as_u64().unwrap(), shares)
}

/// Makes the record anew from as many cards of each group as are needed: of the others nobody knows.
fn make_anew(
    program: &str,
    plan: &Value,
    (file, record): (&str, &str),
    shares: &[(String, String)],
    on: &str,
) {
    let mut drill: Vec<String> = ["-q", "drill"].map(str::to_owned).to_vec();
    for (at, group) in (1..).zip(plan["groups"].as_array().unwrap()) {
        let needed = group["threshold"].as_u64().unwrap().try_into().unwrap();
        let of_group = shares.iter().filter(|(card, _)| card.starts_with(&format!("{at}.")));
        drill.extend(of_group.take(needed).map(|(_, file)| file.clone()));
    }
    drill.extend(["--new-record", record, "--plan", file, "--date", on].map(str::to_owned));
    drill.extend(recipients::codes(plan));
    let document = document(program, &drill);
    assert!(matches!(document["exit"].as_u64(), Some(0 | 6)), "{drill:?}: {document}");
}

impl Set {
    fn read(record: &str, journal: &str, shares: &[(String, String)]) -> Self {
        let (record, begun) = (fs::read_to_string(record).unwrap(), fs::read_to_string(journal).unwrap());
        let words = |file: &String| {
            let text = fs::read_to_string(file).unwrap();
            text.lines().find(|line| !line.starts_with('#') && !line.is_empty()).unwrap().to_owned()
        };
        let words: Value = shares
            .iter()
            .map(|(card, file)| (card.clone(), json!(words(file))))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let plan = &serde_json::from_str::<Value>(&record).unwrap()["plan"];
        let groups = plan["groups"].as_array().unwrap();
        let (mut people, mut cards) = (Vec::new(), Vec::new());
        for (at, group) in (1..).zip(groups) {
            for (member, card) in (1..).zip(group["cards"].as_array().unwrap()) {
                let holder = card["custodian"].as_str().or(card["role"].as_str()).map(str::to_owned);
                let access = card["access"].as_array().unwrap();
                let identity = card["identity_access"].as_array().into_iter().flatten();
                people.extend(access.iter().chain(identity).map(|name| name.as_str().unwrap().to_owned()));
                if access.is_empty() {
                    people.push(if groups.len() == 1 {
                        format!("{member}")
                    } else {
                        format!("{at}.{member}")
                    });
                }
                cards.push((format!("{at}.{member}"), holder));
            }
        }
        people.sort_unstable();
        people.dedup();
        Self { record, begun, words, people, cards, old: None, sealed: None, until: DEALT }
    }
}
