//! What a key is expected to give, as it is typed.

use clap::Args;

use crate::{
    ceremony::expected::{Expected, ExpectedValue},
    formats::{
        key::{Form, Language},
        public::{Path, PublicValue},
    },
    host::failure::Failure,
    transfer::explain::expected::impossible,
};

/// What a key is expected to give.
#[derive(Args, Clone, Debug, Default)]
pub struct Expecting {
    /// A public value that the key must give, or the command fails: an address, an xpub, a fingerprint, a public key, an age
    /// recipient; repeat for each
    #[arg(long = "expect", value_name = "VALUE", help_heading = "The proof")]
    pub values: Vec<String>,
    /// The derivation path of the values, such as m/84h/0h/0h/0/3 [default: the usual paths are searched]
    #[arg(long, value_name = "PATH", help_heading = "The proof")]
    pub path: Option<String>,
}

impl Expecting {
    /// Refuses a path where no value has it.
    ///
    /// # Errors
    ///
    /// When there is one.
    pub fn refuse_lone_path(&self) -> Result<(), Failure> {
        if self.path.is_some() && self.values.is_empty() {
            return Err(Failure::usage(
                "--path requires --expect",
                "leave --path out, or name with --expect the value at that path",
            ));
        }
        Ok(())
    }

    /// The path that was said.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn path(&self) -> Result<Option<Path>, Failure> {
        self.path.as_deref().map(str::parse).transpose().map_err(|_| {
            Failure::usage("--path is not a derivation path", "for instance: --path m/84h/0h/0h/0/3")
        })
    }

    /// What is expected of a key that came in this `form`, if anybody knows it, and has so many `bytes`, if that is known.
    ///
    /// # Errors
    ///
    /// When a value is none, may be private, or is one that no such key gives.
    pub fn of(
        &self,
        form: Option<Form>,
        bytes: Option<usize>,
        language: Option<Language>,
    ) -> Result<Expected, Failure> {
        let path = self.path()?;
        let read = |text: &String| {
            let value = PublicValue::read(text)?;
            let (text, path) = (text.trim().to_owned(), path.clone());
            Ok(ExpectedValue { text, value, path, recorded: None, is_asked: true })
        };
        let values = self.values.iter().map(read).collect::<Result<_, Failure>>()?;
        let expected =
            Expected { values, form, language: language.unwrap_or_default(), is_of_one_wallet: false };
        match (expected.impossible(bytes), form) {
            (Some(value), Some(form)) => Err(impossible(value, &form.to_string())),
            _ => Ok(expected),
        }
    }
}
