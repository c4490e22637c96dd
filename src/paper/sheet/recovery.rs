//! The sheet that goes into every envelope: how people who never saw the program bring the key back.
//!
//! In another language than English, the English sheet is the second page: who translates cannot be asked in twenty years.

use std::iter;

use super::{
    Flow, SetFacts,
    languages::{SheetLanguage, Texts, filled},
};
use crate::{
    crypto::secret::SecretBytes,
    custody::plan::SHOWN_DIGITS,
    paper::{card::Wallet, pdf::Paper},
    slip39::Policy,
};

/// Sizes that are tried, from the largest, until all of it fits on one page.
const SCALES: [f32; 11] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];

/// The sheet as a PDF of one page, or of two where it is not in English. `digest` is the SHA-256 of the program's file,
/// in hexadecimal digits.
#[must_use]
pub fn pdf(facts: &SetFacts<'_>, digest: &str, paper: Paper, language: SheetLanguage) -> SecretBytes {
    let scale = scale(facts, digest, paper, language).unwrap_or(SCALES[SCALES.len() - 1]);
    let mut flow = Flow::new(facts, paper, scale);
    for (at, page) in pages(language).enumerate() {
        if at > 0 {
            flow.next_page();
        }
        Sheet { facts, digest, texts: page.texts(), flow: &mut flow }.all(language);
    }
    flow.document.finish(&format!("{}: how to recover", facts.name()))
}

/// The languages of the pages.
fn pages(language: SheetLanguage) -> impl Iterator<Item = SheetLanguage> {
    let behind = (language != SheetLanguage::English).then_some(SheetLanguage::English);
    iter::once(language).chain(behind)
}

/// The largest size in which each language fits on a page of its own.
fn scale(facts: &SetFacts<'_>, digest: &str, paper: Paper, language: SheetLanguage) -> Option<f32> {
    let fits = |scale: &f32| {
        pages(language).all(|page| {
            let mut flow = Flow::new(facts, paper, *scale);
            Sheet { facts, digest, texts: page.texts(), flow: &mut flow }.all(language);
            flow.is_one_page()
        })
    };
    SCALES.into_iter().find(fits)
}

/// A page that is being written.
struct Sheet<'a> {
    facts: &'a SetFacts<'a>,
    digest: &'a str,
    texts: Texts,
    flow: &'a mut Flow,
}

impl Sheet<'_> {
    fn all(&mut self, language: SheetLanguage) {
        let set = self.facts.set.encryption.identifier.to_string();
        let above = filled(self.texts.above, &[("set", &set)]);
        self.flow.title(&above, self.facts.date.unwrap_or_default(), &self.facts.name());
        if language != SheetLanguage::English {
            self.flow.text(self.texts.original);
        }
        self.what_this_is();
        self.what_is_needed();
        self.with_quorate();
        self.with_other_tools();
        self.whom_to_call();
    }

    fn what_this_is(&mut self) {
        let words = self.facts.words.to_string();
        self.flow.text(&filled(self.texts.what_this_is, &[("words", &words)]));
        if let Some(file) = self.facts.sealed_name(self.texts.sealed_unnamed) {
            self.flow.text(&filled(self.texts.sealed, &[("file", file)]));
        }
    }

    fn what_is_needed(&mut self) {
        let texts = self.texts;
        self.flow.heading(texts.needed);
        let shares = format!("{} {}", self.shares_needed(), texts.order);
        self.flow.item("1", &shares);
        // It lies in every envelope: whoever opens one must not learn whether a quorum of cards is enough.
        self.flow.item("2", texts.passphrase);
        self.flow.item("3", texts.computer);
    }

    fn shares_needed(&self) -> String {
        let (texts, set) = (self.texts, &self.facts.set);
        match self.facts.policy {
            Some(policy) if policy.group_count() == 1 => {
                let group = policy.groups()[0];
                let [needed, count] = [group.threshold(), group.count()].map(|number| number.to_string());
                filled(texts.one_group, &[("needed", &needed), ("count", &count)])
            }
            Some(policy) => self.groups_needed(policy),
            None if set.group_count == 1 => texts.as_cards_say.to_owned(),
            None => {
                let [needed, count] = [set.group_threshold, set.group_count].map(|number| number.to_string());
                filled(texts.groups_as_cards_say, &[("needed", &needed), ("count", &count)])
            }
        }
    }

    fn groups_needed(&self, policy: &Policy) -> String {
        let texts = self.texts;
        let group = |at: usize| {
            let named = self.facts.group_names.get(at).cloned().flatten();
            filled(texts.group, &[("name", &named.unwrap_or_else(|| (at + 1).to_string()))])
        };
        let each = policy.groups().iter().enumerate().map(|(at, one)| {
            let [needed, count] = [one.threshold(), one.count()].map(|number| number.to_string());
            let values = [("needed", needed.as_str()), ("count", &count), ("group", &group(at))];
            filled(texts.part_of_group, &values)
        });
        let groups = each.collect::<Vec<_>>().join("; ");
        let needed = policy.groups_needed();
        if needed == policy.group_count() {
            filled(texts.all_groups, &[("groups", &groups)])
        } else {
            filled(texts.some_groups, &[("needed", &needed.to_string()), ("groups", &groups)])
        }
    }

    fn with_quorate(&mut self) {
        let (texts, facts) = (self.texts, self.facts);
        self.flow.heading(texts.with_quorate);
        let plan = facts.plan_hash.as_ref().map(|hash| hash.chars().take(SHOWN_DIGITS).collect::<String>());
        self.flow.text(&match plan {
            Some(plan) => filled(texts.printed_by_plan, &[("version", facts.version), ("plan", &plan)]),
            None => filled(texts.printed_by, &[("version", facts.version)]),
        });
        self.flow.digits(self.digest, "");
        self.flow.commands(texts.check, &["quorate check"]);
        let (what, options) = match (&facts.sealed, &facts.key) {
            (Some(_), _) => (texts.open, " --open SEALED -o NEW"),
            (None, Some((_, options))) => (texts.recover, options.as_str()),
            (None, None) => (texts.recover, ""),
        };
        let command = format!("quorate recover{options}");
        self.flow.commands(what, &[&command]);
        self.flow.commands(texts.from_files, &[&format!("{command} FILE FILE FILE")]);
    }

    fn with_other_tools(&mut self) {
        let (texts, facts) = (self.texts, self.facts);
        self.flow.heading(texts.with_other_tools);
        let package = "python3 -m pip download 'shamir-mnemonic[cli]==0.3.0' -d stick";
        self.flow.commands(texts.tried, &[package]);
        let recover = "tool/bin/shamir recover -p";
        let install = "tool/bin/pip install --no-index --find-links stick 'shamir-mnemonic[cli]'";
        self.flow.commands(texts.without_network, &["python3 -m venv tool", install, recover]);
        self.flow.text(texts.others);
        match &facts.key {
            _ if facts.sealed.is_some() => {
                self.flow.commands(texts.digits_of_sealed, &["age -d -i IDENTITY -o NEW SEALED"]);
            }
            Some((form, _)) => self.flow.text(&filled(texts.digits_of_form, &[("form", form)])),
            None => self.flow.text(texts.digits_of_unknown),
        }
        self.flow.text(match facts.wallet {
            Wallet::Own => texts.wallet_own,
            Wallet::Another => texts.wallet_another,
            Wallet::Unknown => texts.wallet_unknown,
        });
    }

    fn whom_to_call(&mut self) {
        let texts = self.texts;
        self.flow.heading(texts.whom_to_call);
        match self.facts.contact {
            Some(contact) => self.flow.text(contact),
            None => {
                self.flow.blank(texts.name);
                self.flow.blank(texts.reached_by);
                self.flow.y += 6.0 * self.flow.scale;
            }
        }
        self.flow.text(texts.warning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        custody::record::sample,
        slip39::{Group, Share},
    };

    /// Facts of a set with this policy.
    fn facts<'a>(policy: &'a Policy, group_names: &'a [Option<String>]) -> SetFacts<'a> {
        let (_, shares) = sample::of("2of3", 7);
        let set = Share::parse(shares[0].1.expose()).unwrap().header().set;
        SetFacts {
            set,
            label: None,
            policy: Some(policy),
            plan: None,
            group_names,
            custodians: &[],
            words: 33,
            key: Some(("a WIF".to_owned(), " --as wif --network bitcoin --compressed=yes".to_owned())),
            wallet: Wallet::Unknown,
            has_passphrase: None,
            contact: None,
            date: Some("2016-11-25"),
            version: "0.1.0",
            plan_hash: Some("9".repeat(64)),
            record_hash: None,
            sealed: None,
            proved: &[],
            is_specimen: false,
        }
    }

    #[test]
    fn every_language_fits_its_page_in_letters_that_can_be_read() {
        let (policy, digest) = ("3of5".parse::<Policy>().unwrap(), "9".repeat(64));
        let name = "W".repeat(40);
        let plain = facts(&policy, &[]);
        let sealed = SetFacts { sealed: Some((&name, &digest)), key: None, ..plain.clone() };
        for language in SheetLanguage::ALL {
            for (paper, least) in [(Paper::A4, 0.85), (Paper::Letter, 0.8), (Paper::A5, 0.65)] {
                for facts in [&plain, &sealed] {
                    let scale = scale(facts, &digest, paper, language);
                    assert!(scale.is_some_and(|scale| scale >= least), "{language:?} {paper:?}: {scale:?}");
                }
            }
        }
    }

    #[test]
    fn the_longest_sheet_fits_too() {
        let digest = "9".repeat(64);
        let names: Vec<Option<String>> = (0..16).map(|_| Some("W".repeat(40))).collect();
        let policy = Policy::new(9, vec![Group::new(9, 16).unwrap(); 16]).unwrap();
        let contact = "W".repeat(80);
        let facts = SetFacts { contact: Some(&contact), label: Some("Treasury"), ..facts(&policy, &names) };
        for language in SheetLanguage::ALL {
            for paper in [Paper::A4, Paper::Letter, Paper::A5] {
                assert!(scale(&facts, &digest, paper, language).is_some(), "{language:?} {paper:?}");
            }
        }
    }
}
