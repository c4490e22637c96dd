//! `quorate status`: what is due and what is wrong, from records and their journals. No share is needed, and none
//! accepted.

use self::{
    looked::{Looked, failure_of},
    options::{Options, StatusFormat},
    request::Request,
};
use crate::{
    commands::{Needs, Run},
    custody::analysis::AnalysisError,
    host::{
        console::{Console, Machine},
        failure::{Code, Failure},
    },
};

pub(super) mod advice;
pub(super) mod answer;
mod hints;
mod journal;
mod looked;
mod monitoring;
pub mod options;
mod report;
mod request;
mod seen;
mod story;
mod words;

impl Run for Options {
    const NAME: &'static str = "status";

    fn needs(&self) -> Needs {
        Needs {
            document: self.format == Some(StatusFormat::Json),
            plugin: self.format == Some(StatusFormat::Nagios),
            ..Needs::default()
        }
    }

    /// What is due or wrong is a failure after the whole answer.
    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        let request = Request::new(self, console)?;
        let asked = (1..).zip(&request.records);
        let looked = asked.map(|(number, one)| Looked::at(number, one, &request, console)).collect();
        let looked = looked::with_names_of_their_own(looked);
        match request.format {
            StatusFormat::Prometheus => monitoring::prometheus(&looked, request.label_names, console),
            StatusFormat::Nagios => monitoring::nagios(&looked, console),
            StatusFormat::Text | StatusFormat::Json => match looked.as_slice() {
                [Looked { seen: Ok(seen), .. }] => {
                    console.answer("status", &answer::Answer::of(seen), failure_of(&looked))
                }
                [Looked { seen: Err(error), .. }] => Err(error.clone()),
                several => {
                    console.answer("status", &answer::several::Answer::of(several), failure_of(several))
                }
            },
        }
    }
}

impl From<AnalysisError> for Failure {
    fn from(error: AnalysisError) -> Self {
        let hint = "exact answers need a plan in which fewer people share cards or hold several";
        Self::new(Code::TooEntangled, error.to_string(), hint)
    }
}
