//! What becomes of a set: lines of its journal as they may be drawn. Odd ones stand in `odd.rs`, exercises in `exercises.rs`.

use serde_json::{Value, json};

use super::{
    damage,
    draw::PLACES,
    exercises, odd, of_hundred, one,
    sets::{DEALT, Set, day},
};
use crate::stream::Stream;

/// People whom no plan names, until a card is handed over to one of them.
const SUCCESSORS: [&str; 3] = ["frank", "grace", "Hugo"];

/// The lines that were drawn, and the day on which they are looked at.
pub struct Life {
    /// The record, from which somebody may have taken a key.
    pub record: String,
    pub lines: Vec<Value>,
    pub today: u32,
    /// Whether the first line, of the deal, is left out.
    pub is_begun_anew: bool,
}

/// The life of a set.
pub fn draw(set: &Set, stream: &mut Stream) -> Life {
    let mut drawing = Drawing { set, now: set.until, people: set.people.clone(), lines: Vec::new() };
    if of_hundred(60, stream) {
        drawing.complete(stream);
    }
    for _ in 0..stream.below(12) {
        let most = if of_hundred(15, stream) { 90 } else { 15 };
        drawing.now += stream.below(most) as u32;
        let line = drawing.line(stream);
        drawing.add(line, stream);
    }
    if of_hundred(55, stream) {
        drawing.now += stream.below(20) as u32;
        drawing.refresh(stream);
    }
    let most = if of_hundred(50, stream) { 20 } else { 120 };
    let later = stream.below(most) as u32;
    let today =
        if of_hundred(4, stream) { DEALT - 30 + stream.below(90) as u32 } else { drawing.now + later };
    let record = if of_hundred(4, stream) { damage::record(&set.record, stream) } else { set.record.clone() };
    let record = if of_hundred(10, stream) { damage::by_passphrase(&record) } else { record };
    Life { record, today, is_begun_anew: of_hundred(3, stream), lines: drawing.lines }
}

struct Drawing<'a> {
    set: &'a Set,
    now: u32,
    people: Vec<String>,
    lines: Vec<Value>,
}

impl Drawing<'_> {
    /// Every card read back and handed over.
    fn complete(&mut self, stream: &mut Stream) {
        for (card, holder) in &self.set.cards {
            self.now += stream.below(3) as u32;
            for event in ["read-back", "handed-over"] {
                let mut line = json!({ "event": event, "cards": [card] });
                if event == "read-back" {
                    line["passed"] = true.into();
                }
                if let Some(holder) = holder {
                    line["who"] = holder.clone().into();
                }
                self.put(line);
            }
        }
    }

    /// Everybody heard, every card checked, recovery drilled: mostly nothing is due after that.
    fn refresh(&mut self, stream: &mut Stream) {
        let here = self.set.people.iter().filter(|who| self.people.contains(who));
        for who in here.cloned().collect::<Vec<_>>() {
            self.put(json!({ "event": "heard", "who": who }));
        }
        let cards: Vec<&String> = self.set.cards.iter().map(|(card, _)| card).collect();
        let mut drilled = json!({ "event": "drilled", "cards": cards, "passed": true });
        if of_hundred(60, stream) {
            drilled["drill"] = json!({ "quorums_tried": 1, "quorums_passed": 1 });
        }
        self.put(json!({ "event": "checked", "cards": cards, "passed": true }));
        if of_hundred(80, stream) {
            self.put(drilled);
        }
    }

    /// With the day of now.
    fn put(&mut self, mut line: Value) {
        line["day"] = day(self.now).into();
        line["source"] = "given".into();
        self.lines.push(line);
    }

    /// Now and then with a day that cannot be, and perhaps once more with one that can.
    fn add(&mut self, line: Value, stream: &mut Stream) {
        if !of_hundred(9, stream) {
            return self.put(line);
        }
        let now = self.now;
        let days = 1 + stream.below(400) as u32;
        self.now = if of_hundred(50, stream) { now - days.min(DEALT) } else { now + days };
        self.put(line.clone());
        self.now = now;
        if of_hundred(50, stream) {
            self.put(line);
        }
    }

    fn line(&mut self, stream: &mut Stream) -> Value {
        let (card, holder) = one(&self.set.cards, stream);
        let who = one(&self.people, stream).clone();
        match stream.below(100) {
            0..18 => json!({ "event": "heard", "who": who }),
            18..26 => json!({ "event": "absent", "who": who, "text": "on a ship" }),
            26..33 => json!({ "event": "back", "who": who }),
            33..38 => json!({ "event": "lost", "cards": [card] }),
            38..42 => json!({ "event": "found", "cards": [card] }),
            42..44 => json!({ "event": "stolen", "cards": [card] }),
            44..47 => json!({ "event": "moved", "cards": [card], "to": one(&PLACES, stream) }),
            47..54 => self.handed_over(card, stream),
            54..60 => {
                // Of whoever has left nothing more is noted, as a rule.
                self.people.retain(|one| *one != who || of_hundred(5, stream));
                if self.people.is_empty() {
                    self.people.push(who.clone());
                }
                json!({ "event": "left", "who": who })
            }
            60..63 => json!({ "event": "seal", "cards": [card], "text": "bag 12" }),
            63..65 => json!({ "event": "destroyed", "cards": exercises::some(self.set, stream) }),
            65..72 => {
                json!({ "event": "checked", "cards": exercises::some(self.set, stream), "passed": !of_hundred(30, stream) })
            }
            72..74 => json!({ "event": "read-back", "cards": [card], "passed": !of_hundred(30, stream) }),
            74..80 => exercises::drilled(self.set, stream),
            80..81 => json!({ "event": "reissued", "cards": [card] }),
            81..83 => json!({ "event": "challenge" }),
            83..93 => self.receipt(card, holder.as_ref(), stream),
            93..95 => odd::line(card, &who, stream),
            95..96 => self.superseded(stream),
            _ => self.of_old_set(stream).unwrap_or_else(|| json!({ "event": "challenge" })),
        }
    }

    /// A card without anybody known, to whoever should have it, or to somebody else.
    fn handed_over(&mut self, card: &str, stream: &mut Stream) -> Value {
        if of_hundred(30, stream) {
            return json!({ "event": "handed-over", "cards": [card] });
        }
        let to = if of_hundred(60, stream) {
            (*one(&SUCCESSORS, stream)).to_owned()
        } else {
            one(&self.people, stream).clone()
        };
        self.people.push(to.clone());
        json!({ "event": "handed-over", "cards": [card], "to": to })
    }

    /// The model signs it, in answer to one of the lines so far; some are not what they should be.
    fn receipt(&self, card: &str, holder: Option<&String>, stream: &mut Stream) -> Value {
        let lines = self.lines.len() + 1;
        let after = if of_hundred(60, stream) { lines } else { stream.below(lines + 1) };
        let version = if of_hundred(15, stream) { 1 } else { 2 };
        let signed = day(self.now);
        let mut sign = json!({ "card": card, "by": card, "after": after, "version": version, "day": signed });
        let mut line = json!({ "event": "receipt", "cards": [card], "passed": true, "signed": signed });
        match stream.below(30) {
            0 => sign["by"] = one(&self.set.cards, stream).0.clone().into(),
            1 => sign["swap"] = json!([format!("/{signed}/"), format!("/{}/", day(self.now + 1))]),
            2 => sign["swap"] = json!(["RECEIPT/2/", "RECEIPT/3/"]),
            3 => line["cards"] = json!([one(&self.set.cards, stream).0]),
            4 => line["passed"] = false.into(),
            5 => drop(line.as_object_mut().unwrap().remove("passed")),
            // Signed before or after it may be, and perhaps just in time.
            6 | 7 => sign["day"] = day(self.now - stream.below(60) as u32).into(),
            8 | 9 => sign["day"] = day(self.now + 1 + stream.below(2) as u32).into(),
            _ => {}
        }
        // Most are noted with the holder by the plan beside them, some with somebody else.
        match (stream.below(10), holder) {
            (0, _) => line["who"] = one(&self.people, stream).clone().into(),
            (1, _) => line["who"] = (*one(&SUCCESSORS, stream)).into(),
            (2..8, Some(holder)) => line["who"] = holder.clone().into(),
            _ => {}
        }
        line["sign"] = sign;
        line
    }

    /// Most say how many lines the new record has seen, some of them more than there are.
    fn superseded(&self, stream: &mut Stream) -> Value {
        let mut line = json!({ "event": "superseded", "set": 32_000 + stream.below(2) });
        if of_hundred(70, stream) {
            line["taken_over"] = stream.below(self.lines.len() + 3).into();
        }
        line
    }

    fn of_old_set(&self, stream: &mut Stream) -> Option<Value> {
        let (set, cards) = self.set.old.as_ref()?;
        let event = *one(
            &["destroyed", "destroyed", "destroyed", "destroyed", "stolen", "found", "lost", "handed-over"],
            stream,
        );
        let mut cards = cards.clone();
        stream.shuffle(&mut cards);
        cards.truncate(1 + stream.below(cards.len()));
        let mut line = json!({ "event": event, "cards": cards, "set": set });
        if event == "handed-over" {
            line["to"] = (*one(&SUCCESSORS, stream)).into();
        }
        Some(line)
    }
}
