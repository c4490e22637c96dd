//! `quorate evidence`: the files of a set for an auditor, in one folder that can be signed; and what such a folder is worth.

pub mod answer;
mod judge;
mod look;
mod make;
pub mod options;
mod request;
mod verify;

use self::{options::Options, request::Request};
use crate::{
    commands::{Needs, Run, options::outputs::folders},
    host::{
        console::{Console, Machine},
        failure::Failure,
    },
};

impl Run for Options {
    const NAME: &'static str = "evidence";

    fn needs(&self) -> Needs {
        Needs { folders: folders([&self.output]), ..Needs::default() }
    }

    /// A folder that does not pass is a failure after the whole answer.
    fn run(self, console: &Console, _: Machine) -> Result<(), Failure> {
        match Request::new(self)? {
            Request::Make(request) => console.answer(Self::NAME, &make::make(&request, console)?, None),
            Request::Verify(request) => {
                let verified = verify::verify(&request)?;
                console.answer(Self::NAME, &verified, verified.failure())
            }
        }
    }
}
