//! `quorate policy`: who can freeze a key and who can take it, before any key exists; and `quorate plan`, where such a
//! plan begins.

use super::{
    args,
    failure::{Code, Failure},
    json,
    output::Voice,
    plan::asked,
};
use crate::{
    custody::{
        analysis::{
            Analysis, BrokenRule, Sets, Situation, Unjudged, broken_rules, is_frozen, unjudged_rules,
        },
        journal::CardNumber,
        plan::Plan,
    },
    slip39::Policy,
};

mod document;
mod report;

/// Runs the command.
///
/// # Errors
///
/// When a rule of the plan is broken or cannot be judged, or the key would be frozen, after it was told; or when there is no exact answer.
pub fn run(typed: &args::Policy, voice: &Voice) -> Result<(), Failure> {
    let plan = asked::plan(&typed.asked)?;
    let situation = situation(&plan, typed)?;
    let analysis = Analysis::of(&plan)?;
    let today =
        (situation != Situation::default()).then(|| Analysis::today(&plan, &situation)).transpose()?;
    let found = Found {
        plan: &plan,
        analysis: &analysis,
        situation: &situation,
        today: today.as_ref(),
        broken: broken_rules(&plan, &analysis.people, &analysis.places),
        unjudged: unjudged_rules(&plan, &analysis)?,
    };
    let failure = found.failure();
    if voice.json {
        let document = document::Document::of(&found);
        return match failure {
            Some(failure) => Err(failure.with_details(json::Details::of(&document))),
            None => voice.product(json::document(&document::Whole::of(&document)).as_bytes()),
        };
    }
    voice.product(report::report(&found, voice.plain).as_bytes())?;
    failure.map_or(Ok(()), Err)
}

/// What is known of a plan.
struct Found<'a> {
    plan: &'a Plan,
    analysis: &'a Analysis,
    situation: &'a Situation,
    /// Whose further absence freezes the key, if some are absent or something is lost.
    today: Option<&'a Sets>,
    /// The rules that the plan breaks.
    broken: Vec<BrokenRule>,
    /// The rules of which the plan says too little.
    unjudged: Vec<Unjudged>,
}

impl Found<'_> {
    fn failure(&self) -> Option<Failure> {
        if self.today.is_some() && is_frozen(self.plan, self.situation) {
            let hint = "the plan needs another custodian or deputy, or a lower threshold, for this case";
            return Some(Failure::new(Code::Frozen, "the key would be frozen", hint));
        }
        if let Some(first) = self.broken.first() {
            let hint = "change who is needed, who has access and where cards lie, or the rule";
            return Some(Failure::new(Code::RuleBroken, first.to_string(), hint));
        }
        let first = self.unjudged.first()?;
        let hint = "name who has access to each thing and where each card lies, or leave the rule out";
        let message = format!("a rule cannot be judged, {first}");
        Some(Failure::new(Code::CannotTell, message, hint))
    }
}

fn situation(plan: &Plan, typed: &args::Policy) -> Result<Situation, Failure> {
    let hint = "name them as the plan does, or give the number of a card, such as 1.2";
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let mut situation = Situation::default();
    for name in &typed.absent {
        let known = plan.parties().into_iter().find(|known| same(known, name));
        situation
            .absent
            .insert(known.ok_or_else(|| Failure::usage("the plan knows nobody of that name", hint))?);
    }
    for name in &typed.lost {
        let own = plan.cards().filter(|(_, _, card)| card.holder().is_some_and(|holder| same(holder, name)));
        let mut cards: Vec<(u8, u8)> = own.map(|(group, member, _)| (group, member)).collect();
        if let (true, Some(number)) = (cards.is_empty(), CardNumber::read(name)) {
            cards.extend(plan.card(number.group, number.member).map(|_| (number.group, number.member)));
        }
        if cards.is_empty() {
            return Err(Failure::usage("the plan knows no such custodian or card", hint));
        }
        situation.lost.extend(cards);
    }
    Ok(situation)
}

/// Prints a plan to start from.
///
/// # Errors
///
/// When the policy is refused.
pub fn template(policy: Option<&str>, voice: &Voice) -> Result<(), Failure> {
    let policy: Policy = policy.unwrap_or("3of5").parse()?;
    let group = policy.groups()[0];
    let mut text = String::from(PLAN_HEAD);
    text.push_str(&format!("[[group]]\nthreshold = {}\n", group.threshold()));
    for number in 1..=group.count() {
        text.push_str(&format!(
            "\n[[group.custodian]]\nrole = \"custodian {number}\"\nplace = \"place {number}\"\n"
        ));
        if number == 1 {
            text.push_str(CUSTODIAN_NOTES);
        }
    }
    let (threshold, count) = (u32::from(group.threshold()), u32::from(group.count()));
    text.push_str(PLAN_MIDDLE);
    text.push_str(&format!("tolerate_absent = {}\ntake_at_least = {threshold}\n", count - threshold));
    let is_safe = threshold > 1 && threshold < count;
    text.push_str(&format!("no_single_person = {is_safe}\nno_single_place = {is_safe}\n"));
    text.push_str(PLAN_FOOT);
    if voice.json {
        let document = json::Text { head: json::Head::of("plan"), text: &text };
        return voice.product(json::document(&document).as_bytes());
    }
    voice.product(text.as_bytes())
}

const PLAN_HEAD: &str = "\
# The plan of a backup: who answers for which card, and what must hold.
# It holds no secret, but it names people: keep it confidential.
#
#   quorate policy --plan FILE    who can freeze the key, who can take it
#   quorate split --plan FILE     make the shares

title = \"Treasury key\"

# What the key is: hex, bip39, wif, xprv, age or raw. Leave it out to have it recognised.
# key = \"hex\"

# With several groups: how many of them must come together. All, if it is left out.
# groups_needed = 1

# A group: so many of its cards must come together. Repeat [[group]] for more of
# them, each with a name = \"...\" of its own.
";

const CUSTODIAN_NOTES: &str = "\
# name = \"Alice\"             # a person, where the role is not enough
# access = [\"Dana\"]          # who else can reach this card without the others: a deputy
";

const PLAN_MIDDLE: &str = "
# What recovery needs besides shares, such as a passphrase.
# [[required]]
# name = \"passphrase\"
# access = [\"custodian 1\", \"custodian 2\"]
# places = [\"notary\"]

# What must hold; `policy`, `split` and `status` tell when it does not.
[rules]
";

const PLAN_FOOT: &str = "\
heard_within_days = 45       # each custodian is heard from at least this often
checked_within_days = 190    # each card is checked at least this often
drilled_within_days = 370    # recovery is drilled at least this often
";
