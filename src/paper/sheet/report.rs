//! What reports have in common: what somebody states or writes by hand, lists, and lines to sign.

use super::Flow;
use crate::custody::record::Tool;

/// Lines to sign on, at the least.
const LEAST_SIGNATURES: usize = 2;

impl Flow {
    /// What the operator states, or a line to write it on.
    pub(super) fn stated(&mut self, what: &str, text: Option<&str>) {
        self.keep_together(60.0);
        match text {
            Some(text) => {
                self.heading(what);
                self.text(text);
            }
            None => {
                self.blank(what);
                self.y += 6.0;
            }
        }
    }

    /// Where it was, and who was at the machine; or lines to write it on.
    pub(super) fn whereabouts(&mut self, place: Option<&str>, operator: Option<&str>) {
        for (what, text) in [("Place", place), ("Operator", operator)] {
            self.told_or_blank(what, text);
        }
    }

    /// A short statement, or a line to write it on.
    pub(super) fn told_or_blank(&mut self, what: &str, text: Option<&str>) {
        match text {
            Some(text) => self.text(&format!("{what}: {text}.")),
            None => {
                self.keep_together(24.0);
                self.blank(what);
                self.y += 6.0;
            }
        }
    }

    /// A list below its heading, which is left out where nothing is to be said of an empty one.
    pub(super) fn listed(&mut self, heading: &str, items: &[String], empty: Option<&str>) {
        if items.is_empty() && empty.is_none() {
            return;
        }
        self.keep_together(60.0);
        self.heading(heading);
        if let (true, Some(empty)) = (items.is_empty(), empty) {
            self.text(empty);
        }
        for item in items {
            self.keep_together(20.0);
            self.item("•", item);
        }
    }

    /// A line to sign on for each who was there.
    pub(super) fn signatures(&mut self, attendees: &[String], statement: &str) {
        let lines = attendees.len().max(LEAST_SIGNATURES);
        self.keep_together(70.0 + 22.0 * lines.min(8) as f32);
        self.heading("Attendees");
        self.text(statement);
        for at in 0..lines {
            self.keep_together(24.0);
            self.blank(attendees.get(at).map_or("Name and signature", String::as_str));
        }
    }

    /// What made the report, and what the medium says of itself that the machine was started from, if it says anything.
    pub(super) fn made_by(&mut self, tool: &Tool, what: &str) {
        self.text(&format!("Made by quorate {}. SHA-256 of that program:", tool.version));
        self.digits(&tool.sha256, what);
        if let Some(sum) = &tool.medium_claimed {
            self.text("The medium that the machine was started from claims this SHA-256 of itself; compare one read elsewhere:");
            self.digits(sum, "medium, as claimed by itself");
        }
    }
}
