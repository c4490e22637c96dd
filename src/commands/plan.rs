//! `quorate plan`: a plan to start from, or that of a record as it is today.

use std::borrow::Cow;

use clap::Args;
use serde::Serialize;

use crate::{
    commands::{
        Needs, Run,
        options::{
            day::day as parsed,
            outputs::{folders, new_file},
            who::{policy_in, refused_extra},
        },
    },
    custody::{
        plan::file::{self, NOBODY},
        record::Stamp,
    },
    host::{
        console::{Answer, Console, ELSEWHERE, Machine, Product},
        failure::{Code, Failure},
        files::{read::shown, write::write_new},
    },
    slip39::Policy,
    transfer::archive::{day::unasked, ledger::Ledger, today::Today},
};

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate plan > plan.toml
  quorate plan 2of3 > plan.toml
  quorate plan --record record.json > today.toml the plan as it is today
  quorate policy --plan plan.toml                what does it mean?";

/// The end of its help.
pub const MORE: &str = "\
A commented file to edit. It holds no secret, but names people.

With --record it is the plan of that set as it is today: the plan of the deal,
with every change that the journal has noted since. If somebody is named for
every card, the file is read as the same plan, with the same hash.

Exit codes: 0 done, 6 the journal is not whole, or not here.";

/// Print a plan to fill in: who has which card, and the rules
#[derive(Args, Debug)]
pub struct Options {
    /// How many of how many [default: 3of5]
    #[arg(value_name = "POLICY")]
    policy: Vec<String>,
    /// Print the plan of this record as it is today, by its journal
    #[arg(long, value_name = "FILE", conflicts_with = "policy")]
    record: Option<String>,
    /// The day [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", requires = "record", conflicts_with = "policy")]
    date: Option<String>,
    /// Write the plan to a new file [default: to stdout]
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<String>,
}

impl Run for Options {
    const NAME: &'static str = "plan";

    fn needs(&self) -> Needs {
        Needs { folders: folders([&self.output]), ..Needs::default() }
    }

    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let output = self.output.as_deref().map(|name| new_file("-o", name)).transpose()?;
        let text = match &self.record {
            Some(record) => of_record(record, self.date.as_deref(), console)?,
            None => begun(&self.policy()?),
        };
        let Some(path) = output else { return console.answer(Self::NAME, &Product { text }, None) };
        write_new(&path, text.as_bytes())?;
        console.say(&format!("the plan is in {}: edit it, then quorate policy --plan FILE", shown(&path)));
        console.answer(Self::NAME, &InFile { text }, None)
    }
}

impl Options {
    fn policy(&self) -> Result<Policy, Failure> {
        let Some(first) = self.policy.first() else { return Ok("3of5".parse()?) };
        let (policy, length) = policy_in(&self.policy).unwrap_or((first.clone(), 1));
        let policy = policy.parse()?;
        match self.policy.get(length) {
            Some(extra) => Err(refused_extra(extra, "-o FILE writes the plan to a new file")),
            None => Ok(policy),
        }
    }
}

/// A plan that was written to a file: programs get it, too.
#[derive(Serialize)]
struct InFile {
    text: String,
}

impl Answer for InFile {
    fn text(&self) -> Cow<'_, [u8]> {
        ELSEWHERE
    }
}

/// The plan of a record as it is on a day. It is read again before it is given out: what people change and bring back must be
/// that plan, and no other.
fn of_record(record: &str, date: Option<&str>, console: &Console) -> Result<String, Failure> {
    let ledger = Ledger::open(record)?;
    let Stamp { day, .. } = unasked(date.map(parsed).transpose()?)?;
    let today = Today::sure(&ledger, day, console)?;
    let plan = &today.state.plan;
    let body = file::write(plan);
    if body.contains(NOBODY) {
        console.warn("some cards have no name, and a plan file needs one: write a name at each mark");
    } else if file::read(&body).as_ref() != Ok(plan) {
        let hint = "compare the plan in record.json with a plan file by hand";
        let message = "no plan file can say all that the plan of this record says";
        return Err(Failure::new(Code::SelfCheck, message, hint));
    }
    let head = ledger.journal.head().code();
    Ok(format!(
        "# The plan of {}, as it is on {day} by its record and journal.\n\
         # It holds no secret, but it names people: keep it confidential.\n\
         # {}\n# journal head: {head}\n\n{body}",
        ledger.record.name(),
        today.named_plan(&ledger.record),
    ))
}

/// A plan to start from.
fn begun(policy: &Policy) -> String {
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
    text
}

const PLAN_HEAD: &str = "\
# The plan of a backup: who answers for which card, and the rules to enforce.
# It holds no secret, but it names people: keep it confidential.
#
#   quorate policy --plan FILE    who can freeze the key, who can take it
#   quorate split --plan FILE     make the shares

title = \"Treasury key\"

# What the key is: hex, bip39, wif, xprv, age or raw. Leave it out to have it recognised.
# key = \"hex\"

# With several groups: how many of them must come together. All, if it is left out.
# groups_needed = 1

# Who takes part without a card, such as whoever calls the others.
# others = [\"Pat\"]

# A group: this many of its cards must come together. Repeat [[group]] for more of
# them, each with a name = \"...\" of its own.
";

const CUSTODIAN_NOTES: &str = "\
# name = \"Alice\"             # a person, where the role is not enough
# access = [\"Dana\"]          # who else can reach this card without the others: a deputy
# recipient = \"age1...\"      # to whom its share is sealed; or ssh-ed25519, or passphrase
# identity_access = [\"Dora\"] # who else can reach the identity that opens it
# identity_places = [\"bank\"] # where it lies, and each copy of it
";

const PLAN_MIDDLE: &str = "
# What recovery needs besides shares, such as a passphrase.
# [[required]]
# name = \"passphrase\"
# access = [\"custodian 1\", \"custodian 2\"]
# places = [\"notary\"]

# The rules to enforce; `policy`, `split` and `status` tell when one is broken.
[rules]
";

const PLAN_FOOT: &str = "\
heard_within_days = 45       # call each of them every month, and note who was heard
checked_within_days = 190    # twice a year: a receipt, or a check of the card
drilled_within_days = 370    # once a year: a drill
# dice = true                # the set is dealt with rolls of people: --dice
# agree = true               # and a second machine compares every card: --agree
";
