//! Journals that the program itself writes, by `note` and `check --receipt`: each line says what was noted, and the model,
//! which signs each receipt itself, finds every receipt good and `status` right.

use std::fs;

use serde_json::{Value, json};

use super::{
    document,
    histories::{History, differing},
    of_hundred, one, rounds,
    sets::{Folder, Set, day, deal},
};
use crate::{
    answers::program,
    reference::{ask, python},
    stream::Stream,
};

/// What is noted, and the line that is to come of it.
fn drawn(set: &Set, on: u32, is_handed_over: bool, stream: &mut Stream) -> (Vec<String>, Value) {
    let who = one(&set.people, stream).clone();
    let (card, holder) = one(&set.cards, stream).clone();
    let event = *one(
        &["heard", "absent", "back", "lost", "found", "stolen", "moved", "handed-over", "seal", "destroyed"],
        stream,
    );
    let mut arguments = vec![event.to_owned()];
    let mut line = json!({ "day": day(on), "source": "given", "event": event });
    if matches!(event, "heard" | "absent" | "back") {
        // Capitals do not matter, and the line has the name as the plan has it.
        arguments.push(if of_hundred(30, stream) { who.to_uppercase() } else { who.clone() });
        line["who"] = who.into();
    } else {
        match &holder {
            // Not by name where the card may have gone to somebody else meanwhile.
            Some(holder) if of_hundred(40, stream) && !is_handed_over => {
                arguments.extend([holder.clone(), "--card".to_owned(), card.clone()]);
            }
            _ => arguments.push(card.clone()),
        }
        line["cards"] = json!([card]);
        if let Some(holder) = holder {
            line["who"] = holder.into();
        }
    }
    let to = match event {
        "moved" => Some("attic"),
        // Whom no plan names.
        "handed-over" if of_hundred(50, stream) => Some("frank"),
        _ => None,
    };
    for (option, value) in [("to", to), ("text", of_hundred(30, stream).then_some("bag A-00417"))] {
        if let Some(value) = value {
            arguments.extend([format!("--{option}"), value.to_owned()]);
            line[option] = value.into();
        }
    }
    (arguments, line)
}

/// A journal that the program writes, and the lines that are to be in it.
struct Writing<'a> {
    program: &'a str,
    folder: &'a Folder,
    set: &'a Set,
    expected: Vec<Value>,
}

impl Writing<'_> {
    fn note(&mut self, arguments: &[String], on: u32, mut line: Value) -> Value {
        let record = self.folder.path("record.json");
        let (event, rest) = arguments.split_first().unwrap();
        let head = ["-q", "note", &record, event].map(str::to_owned);
        let all = [&head[..], rest, &["--date".to_owned(), day(on)]].concat();
        let document = document(self.program, &all);
        if line["event"] == "receipt" && self.is_gone(&line["cards"][0]) {
            assert_eq!(document["code"], "receipt", "{all:?}: {document}");
            return document;
        }
        assert_eq!(document["exit"], 0, "{all:?}: {document}");
        let named = line["cards"].as_array().cloned().unwrap_or_default();
        if !named.is_empty() {
            line["holders"] = named.iter().map(|card| self.holder(card)).collect();
            // Nobody is named for some cards until they are handed over.
            let is_given = |one: &Value| one["cards"] == line["cards"] && one.get("to").is_some();
            let is_given = |one: &Value| one["event"] == "handed-over" && is_given(one);
            let has_holder = line.get("who").is_some() || self.expected.iter().any(is_given);
            if line["event"] != "receipt" && has_holder {
                line["who"] = line["holders"][0].clone();
            }
        }
        self.expected.push(line);
        document
    }

    /// Whether a card was stolen, or lost or destroyed and not found since: a receipt of it is refused.
    fn is_gone(&self, card: &Value) -> bool {
        let here = self.expected.iter().filter(|line| line["cards"][0] == *card);
        let events: Vec<&str> = here.filter_map(|line| line["event"].as_str()).collect();
        let last = |names: &[&str]| events.iter().rposition(|event| names.contains(event));
        last(&["stolen"]).is_some() || last(&["lost", "destroyed"]) > last(&["found"])
    }

    /// Who has a card by now: whoever it was handed over to last, or who had it by the plan.
    fn holder(&self, card: &Value) -> Value {
        let is_given = |line: &&Value| line["event"] == "handed-over" && line["cards"][0] == *card;
        let mut given = self.expected.iter().rev().filter(is_given);
        let given = given.find_map(|line| line.get("to").cloned());
        given.unwrap_or_else(|| {
            let (number, holder) = self.set.cards.iter().find(|(number, _)| card == number).unwrap();
            let is_lone = !self.set.record.contains("\"group_count\": 2");
            holder.clone().unwrap_or_else(|| number[if is_lone { 2 } else { 0 }..].to_owned()).into()
        })
    }

    /// A challenge, and the answer of a card whose key the record has.
    fn receipt(&mut self, on: u32, stream: &mut Stream) {
        let line = json!({ "day": day(on), "source": "given", "event": "challenge" });
        let challenge =
            self.note(&["challenge".to_owned()], on, line)["challenge"].as_str().unwrap().to_owned();
        let shares = &serde_json::from_str::<Value>(&self.set.record).unwrap()["shares"];
        let has_key = |card: &str| {
            let is_it = |share: &&Value| format!("{}.{}", share["group"], share["member"]) == card;
            shares.as_array().unwrap().iter().any(|share| is_it(&share) && !share["key"].is_null())
        };
        let (card, holder) = one(&self.set.cards, stream);
        if !has_key(card) {
            return;
        }
        // The keyholder is alone with the record and the card.
        let (words, record, answer) =
            (self.folder.path("words"), self.folder.path("of-holder.json"), self.folder.path("answer"));
        fs::write(&words, self.set.words[card].as_str().unwrap()).unwrap();
        fs::write(&record, &self.set.record).unwrap();
        let check = ["-q", "check", &words, "--record", &record, "--receipt", &challenge, "--date", &day(on)];
        let receipt =
            document(self.program, &check.map(str::to_owned))["receipt"].as_str().unwrap().to_owned();
        fs::write(&answer, &receipt).unwrap();
        let mut line = json!({
            "day": day(on + 1), "source": "given", "event": "receipt", "cards": [card], "passed": true,
            "receipt": receipt, "signed": day(on),
        });
        // Whoever has the card by now.
        let is_given = |line: &&Value| line["event"] == "handed-over" && line["cards"] == json!([card]);
        let given = self.expected.iter().rev().filter(is_given).find_map(|line| line["to"].as_str());
        if let Some(holder) = given.or(holder.as_deref()) {
            line["who"] = holder.into();
        }
        self.note(&["receipt".to_owned(), answer], on + 1, line);
    }
}

#[test]
fn what_is_noted_stands_in_the_journal_as_the_model_reads_it() {
    let (Some(python), Some(program)) = (python(), program()) else { return };
    let (rounds, seed) = rounds();
    let mut stream = Stream::new(seed ^ 4);
    let sets = Folder::new("noted");
    let folder = Folder::new("notes");
    let sets = deal(&program, &sets, 10, &mut stream);
    let mut histories = Vec::new();
    for _ in 0..rounds.div_ceil(20) {
        let set = one(&sets, &mut stream);
        fs::write(folder.path("record.json"), &set.record).unwrap();
        fs::write(folder.path("journal.jsonl"), &set.begun).unwrap();
        let mut now = set.until;
        let mut writing = Writing { program: &program, folder: &folder, set, expected: Vec::new() };
        for _ in 0..3 + stream.below(5) {
            now += stream.below(20) as u32;
            if of_hundred(15, &mut stream) {
                writing.receipt(now, &mut stream);
                now += 1;
            } else {
                let is_handed_over = writing.expected.iter().any(|line| line.get("to").is_some());
                let (arguments, line) = drawn(set, now, is_handed_over, &mut stream);
                writing.note(&arguments, now, line);
            }
        }
        let journal = fs::read_to_string(folder.path("journal.jsonl")).unwrap();
        let of_line = |line: &str| {
            let mut line: Value = serde_json::from_str(line).unwrap();
            for bound in ["previous", "nonce"] {
                line.as_object_mut().unwrap().remove(bound).unwrap();
            }
            line
        };
        let lines: Vec<Value> = journal.strip_prefix(&set.begun).unwrap().lines().map(of_line).collect();
        assert_eq!(lines, writing.expected, "seed {seed}");
        histories.push(History::of(set, journal, day(now + stream.below(60) as u32)));
    }
    let requests: Vec<Value> = histories.iter().map(|history| history.request(false)).collect();
    let models = ask(&python, "models/status.py", &requests);
    let compared = histories.iter().zip(&models).filter(|(_, model)| model["left_out"] == json!([]));
    let wrong: Vec<String> = compared
        .clone()
        .filter_map(|(history, model)| differing(&program, &folder, history, model))
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "seed {seed}");
    assert!(compared.count() * 2 > histories.len(), "seed {seed}");
    let has_receipt = histories.iter().any(|history| history.found.text().contains("QUORATE-RECEIPT"));
    assert!(has_receipt, "seed {seed}: no receipt");
}
