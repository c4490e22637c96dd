//! What can be typed after `evidence`.

use clap::{Args, builder::PossibleValuesParser};

use crate::custody::evidence::clauses::CLAUSES;

/// Collect the evidence of a set for an auditor, or verify it
#[derive(Args, Debug, Default)]
pub struct Options {
    /// The record; its journal is beside it
    #[arg(value_name = "RECORD", required_unless_present = "verify", conflicts_with = "verify")]
    pub record: Option<String>,
    /// A report to take along, such as drill.pdf, with the .json beside it; repeat for each
    #[arg(long = "report", value_name = "FILE", conflicts_with_all = ["verify", "redact"])]
    pub reports: Vec<String>,
    /// The folder to make
    #[arg(
        short,
        long = "output",
        value_name = "DIR",
        required_unless_present = "verify",
        conflicts_with = "verify"
    )]
    pub output: Option<String>,
    /// Leave out names: a summary takes the place of record, journal and reports, and chains cannot be verified from it
    #[arg(long, conflicts_with = "verify")]
    pub redact: bool,
    /// The day as of which to tell [default: that of the clock]
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "verify")]
    pub date: Option<String>,

    /// Verify this folder: its sums, chains, receipts, reports and signatures, and what is missing in it
    #[arg(long, value_name = "DIR", help_heading = "Verify")]
    pub verify: Option<String>,
    /// The manifest must have this SHA-256, which came from its maker over another channel
    #[arg(long, value_name = "HASH", requires = "verify", help_heading = "Verify")]
    pub expect_manifest: Option<String>,
    /// One of these people must have signed the checklist: a file as ssh-keygen -Y verify takes it
    #[arg(long, value_name = "FILE", requires = "verify", help_heading = "Verify")]
    pub allowed_signers: Option<String>,
    /// The journal must have, or once have had, the head with this code
    #[arg(long, value_name = "CODE", requires = "verify", help_heading = "Verify")]
    pub expect_head: Option<String>,
    /// A clause that is not asked for here, such as ccss-1.03.5.1; repeat for each
    #[arg(long, value_name = "CLAUSE", requires = "verify", value_parser = clauses(), hide_possible_values = true, help_heading = "Verify")]
    pub accept_missing: Vec<String>,
}

fn clauses() -> PossibleValuesParser {
    PossibleValuesParser::new(CLAUSES.iter().map(|clause| clause.id))
}

/// The beginning of its help.
pub const EXAMPLES: &str = "\
Examples
  quorate evidence record.json --report drill.pdf -o evidence
  ssh-keygen -Y sign -f KEY -n quorate-evidence evidence/CHECKLIST.txt
  quorate evidence --verify evidence --allowed-signers auditors
  quorate evidence record.json --redact -o for-strangers";

/// The end of its help.
pub const MORE: &str = "\
The folder has the record, its journal, the plan, the receipts and the reports
as they are. MANIFEST.json has their sums, and CHECKLIST.txt is to be signed. It
holds no secret, but it names people. Anything in it that looks like a share
or a key is refused. PDFs that quorate made are read for that; other PDFs and
pictures are listed as not looked into.

--verify needs nothing but the folder. Whoever changes a file can also write a
new manifest. So a folder that nobody vouches for is only consistent with
itself: that is cannot-tell, exit 6. --expect-manifest and --allowed-signers
say who vouches for it; quorate judges signatures of Ed25519 keys. What CCSS
and DPS ask for and the files do not show is listed, exit 6; whether a clause
is met is for the auditor to say.

Exit codes: 0 made, or verified and complete, 6 something is wrong, missing or
cannot be told, 7 something looks like a share or a key.";
