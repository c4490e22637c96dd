//! What can be typed of a ceremony, for its report.

use clap::Args;

use crate::commands::options::report::Present;

/// The report of the ceremony.
#[derive(Args, Clone, Debug, Default)]
pub struct ReportOptions {
    /// Write the report of the ceremony to print, as PDF, to this new file, and not to DIR/public; and the same for programs beside
    /// it, as .json
    #[arg(long, value_name = "FILE", help_heading = "The report", conflicts_with = "agree_with")]
    pub report: Option<String>,
    /// Who is there, where and when.
    #[command(flatten)]
    pub present: Present,
    /// The number of the sealed bag that a card goes into, such as 1.2=A10457; repeat for each
    #[arg(long = "bag", value_name = "CARD=NUMBER", help_heading = "The report")]
    pub bags: Vec<String>,
    /// Maker, model and serial number of this machine, as somebody reads them off it
    #[arg(long, value_name = "TEXT", help_heading = "The report")]
    pub machine: Option<String>,
    /// The SHA-256 of the medium that this machine was started from, as it was compared elsewhere
    #[arg(long, value_name = "HASH", help_heading = "The report")]
    pub medium_sum: Option<String>,
}

impl ReportOptions {
    /// The first option that only a report can hold.
    #[must_use]
    pub fn option(&self) -> Option<&'static str> {
        let Self { present, bags, machine, medium_sum, .. } = self;
        let of_card = (!bags.is_empty()).then_some("--bag");
        let of_machine = machine.as_ref().map(|_| "--machine");
        present.option().or(of_card).or(of_machine).or_else(|| medium_sum.as_ref().map(|_| "--medium-sum"))
    }
}
