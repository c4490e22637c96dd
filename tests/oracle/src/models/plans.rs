//! `quorate policy` against the model that tries every set of people and places.

use std::{env, fs, path::PathBuf, process};

use serde_json::{Value, json};

use super::{differences, document, draw, numbers, of_hundred, one, rounds, toml};
use crate::{
    answers::program,
    reference::{ask, python},
    stream::Stream,
};

const SCRIPT: &str = "models/policy.py";

/// A plan, and who is absent and what is lost, as the command and the model are asked.
struct Question {
    plan: Value,
    is_typed: bool,
    absent: Vec<String>,
    lost: Vec<String>,
}

impl Question {
    fn draw(stream: &mut Stream) -> Self {
        let is_typed = of_hundred(15, stream);
        let plan = if is_typed { draw::typed(stream) } else { draw::plan(stream) };
        let (people, holders, cards) = called(&plan);
        let has_nobody = people.is_empty();
        let mut known = if has_nobody { cards.clone() } else { people };
        known.push("nobody".to_owned());
        let name = |names: &[String], stream: &mut Stream| {
            // Seldom somebody whom the plan does not know, the last of these.
            let name = if of_hundred(2, stream) {
                names.last().unwrap()
            } else {
                one(&names[..names.len() - 1], stream)
            };
            if of_hundred(20, stream) { name.to_uppercase() } else { name.clone() }
        };
        let count = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3];
        let absent = (0..*one(&count, stream)).map(|_| name(&known, stream)).collect();
        let mut gone = [holders, cards].concat();
        gone.push("9.9".to_owned());
        let lost = (0..*one(&count[..8], stream)).map(|_| name(&gone, stream)).collect();
        Self { plan, is_typed, absent, lost }
    }

    fn arguments(&self, file: &PathBuf) -> Vec<String> {
        let mut arguments = vec!["policy".to_owned()];
        let mut add = |option: &str, value: String| arguments.extend([option.to_owned(), value]);
        if self.is_typed {
            let groups = self.plan["groups"].as_array().unwrap();
            for group in groups {
                let cards = group["custodians"].as_array().unwrap();
                let name = group["name"].as_str().map_or_else(String::new, |name| format!("{name}="));
                add("--group", format!("{name}{}of{}", group["threshold"], cards.len()));
            }
            add("--groups-needed", self.plan["groups_needed"].to_string());
            let cards = groups.iter().flat_map(|group| group["custodians"].as_array().unwrap());
            for name in cards.filter_map(|card| card["name"].as_str()) {
                add("--custodian", name.to_owned());
            }
        } else {
            fs::write(file, toml::plan(&self.plan)).unwrap();
            add("--plan", file.to_str().unwrap().to_owned());
        }
        self.absent.iter().for_each(|name| add("--absent", name.clone()));
        self.lost.iter().for_each(|name| add("--lost", name.clone()));
        arguments
    }

    fn request(&self, wrong: bool) -> Value {
        json!({ "plan": self.plan, "absent": self.absent, "lost": self.lost, "wrong": wrong })
    }
}

/// Everybody who is named, those who have cards, and the numbers of the cards.
fn called(plan: &Value) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (mut people, mut holders, mut cards) = (Vec::new(), Vec::new(), Vec::new());
    let groups = plan["groups"].as_array().unwrap();
    for (at, group) in (1..).zip(groups) {
        for (member, card) in (1..).zip(group["custodians"].as_array().unwrap()) {
            let holder = card["name"].as_str().or(card["role"].as_str());
            holders.extend(holder.map(str::to_owned));
            people.extend(strings(&card["access"]));
            people.extend(strings(&card["identity_access"]));
            cards.push(if groups.len() == 1 { format!("{member}") } else { format!("{at}.{member}") });
        }
    }
    people.extend(plan["required"].as_array().unwrap().iter().flat_map(|thing| strings(&thing["access"])));
    people.extend(holders.iter().cloned());
    (people, holders, cards)
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Of rules the model tells the numbers in their sentences, not the sentences.
fn with_numbers(mut answer: Value) -> Value {
    for list in ["broken_rules", "unjudged_rules"] {
        for rule in answer.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            let told = json!(numbers(rule["text"].as_str().unwrap()));
            let rule = rule.as_object_mut().unwrap();
            rule.remove("text");
            rule.insert("numbers".to_owned(), told);
        }
    }
    if let Some(scenario) = answer.get_mut("scenario").and_then(Value::as_object_mut) {
        let meet = scenario.remove("meet").unwrap();
        let (meet, call) = (meet.as_array().unwrap(), scenario["call"].as_array().unwrap());
        // Each of those who meet is one whom to call for that card, and where it is frozen nobody is a quorum.
        let can_bring = |one: &Value| {
            let same = |other: &&Value| ["group", "member"].iter().all(|name| one[name] == other[name]);
            let card = call.iter().find(same).unwrap();
            let opens = |name: &Value| card["opened_by"].as_array().unwrap().contains(name);
            let is_opened = match one["opened_by"].as_array() {
                Some(openers) => openers.len() == 1 && opens(&openers[0]),
                None => card["opened_by"].is_null(),
            };
            card["by"].as_array().unwrap().contains(&one["by"][0]) && is_opened
        };
        assert!(meet.iter().all(can_bring), "{scenario:?}");
        assert_eq!(meet.is_empty(), scenario["frozen"] == true, "{scenario:?}");
    }
    answer
}

/// The answers of the program to these.
fn answers(program: &str, questions: &[Question], name: &str) -> Vec<Value> {
    let file = env::temp_dir().join(format!("quorate-models-{name}-{}.toml", process::id()));
    let answer = |question: &Question| with_numbers(document(program, &question.arguments(&file)));
    let answers = questions.iter().map(answer).collect();
    fs::remove_file(&file).unwrap();
    answers
}

#[test]
fn who_freezes_and_who_takes_is_what_every_set_that_is_tried_says() {
    let (Some(python), Some(program)) = (python(), program()) else { return };
    let (rounds, seed) = rounds();
    let mut stream = Stream::new(seed);
    let questions: Vec<Question> = (0..rounds).map(|_| Question::draw(&mut stream)).collect();
    let requests: Vec<Value> = questions.iter().map(|question| question.request(false)).collect();
    let models = ask(&python, SCRIPT, &requests);
    let (mut kept, mut broken, mut frozen, mut sealed, mut sealed_cards) = (0, 0, 0, 0, 0);
    for ((question, model), answer) in
        questions.iter().zip(&models).zip(answers(&program, &questions, "plans"))
    {
        let differ = differences(model, &answer);
        assert_eq!(differ, Vec::<String>::new(), "seed {seed}: {}", question.request(false));
        match answer["code"].as_str() {
            None => kept += 1,
            Some("rule-broken") => broken += 1,
            Some("frozen") => frozen += 1,
            Some(_) => {}
        }
        let cards = answer["sealed_cards"].as_array().map_or(0, Vec::len);
        (sealed, sealed_cards) = (sealed + usize::from(cards > 0), sealed_cards + cards);
    }
    println!(
        "{rounds} plans, {sealed} of them with {sealed_cards} sealed cards; {kept} kept, {broken} broken, {frozen} frozen"
    );
    let all_occur = [kept, broken, frozen, sealed].iter().all(|number| number * 20 > rounds);
    assert!(all_occur, "seed {seed}: {kept} kept, {broken} broken, {frozen} frozen, {sealed} sealed");
}

/// The control: a model in which one threshold is off by one is found out, and not only by the policy that it names.
#[test]
fn a_threshold_that_is_off_by_one_is_found_out() {
    let (Some(python), Some(program)) = (python(), program()) else { return };
    let mut stream = Stream::new(2);
    let can_be_off = |question: &Question| {
        let group = &question.plan["groups"][0];
        let is_pair = group["custodians"].as_array().unwrap().len() > 1;
        // Of several groups it may be one that nobody needs.
        is_pair && question.plan["groups"].as_array().unwrap().len() == 1 && question.lost.is_empty()
    };
    let drawn = (0..400).map(|_| Question::draw(&mut stream));
    let questions: Vec<Question> =
        drawn.filter(can_be_off).filter(|question| question.plan["required"] == json!([])).collect();
    let requests: Vec<Value> = questions.iter().map(|question| question.request(true)).collect();
    let sets = ["freezing_sets", "taking_sets"];
    let mut found = 0;
    for (model, answer) in
        ask(&python, SCRIPT, &requests).iter().zip(answers(&program, &questions, "control"))
    {
        let differ = differences(model, &answer);
        found += usize::from(differ.iter().any(|one| sets.iter().any(|name| one.starts_with(name))));
    }
    assert!(questions.len() > 50 && found * 10 > questions.len() * 8, "{found} of {}", questions.len());
}
