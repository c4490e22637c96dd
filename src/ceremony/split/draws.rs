//! The values of a deal of what was rolled.

use super::randomness::Rolled;
use crate::{
    crypto::{
        entropy::{Entropy, NoEntropy},
        hash::{SHA256_BYTES, hkdf_expand_sha256, secret_sha256},
        secret::{SecretBytes, published},
    },
    slip39::{Exponent, Policy},
};

/// Before the number of a draw.
const DRAW: &[u8] = b"quorate deal 1";
/// The salt of the record.
const RECORD_SALT: &[u8] = b"quorate record salt 1";

/// What makes one deal another than every other of the same rolls.
#[derive(Clone, Copy, Debug)]
pub struct DealContext<'a> {
    /// Who is needed.
    pub policy: &'a Policy,
    /// The exponent of the new set.
    pub exponent: Exponent,
    /// Whether the new set is extendable.
    pub extendable: bool,
    /// The hash of the plan, 64 digits.
    pub plan_hash: &'a str,
}

impl DealContext<'_> {
    /// JSON without white space, in this order of fields; of each group how many members are needed, and how many there are.
    #[must_use]
    pub fn canonical(&self) -> String {
        let Self { policy, exponent, extendable, plan_hash } = self;
        let groups: Vec<String> = policy
            .groups()
            .iter()
            .map(|group| format!("[{},{}]", group.threshold(), group.count()))
            .collect();
        let (groups, needed) = (groups.join(","), policy.groups_needed());
        format!(
            r#"{{"exponent":{exponent},"extendable":{extendable},"groups":[{groups}],"groups_needed":{needed},"plan_hash":"{plan_hash}"}}"#
        )
    }
}

/// The random values of one deal, in the order in which the standard's reference draws them. Each is an expansion of its own:
/// with a running stream, one stream for two policies would give most of the key to one card of each.
#[derive(Debug)]
pub struct Draws<'a> {
    rolled: &'a Rolled,
    context: String,
    extracted: Option<SecretBytes>,
    next: u16,
}

impl<'a> Draws<'a> {
    /// The values of one deal of what was `rolled`.
    #[must_use]
    pub fn of(rolled: &'a Rolled, context: &DealContext<'_>) -> Self {
        Self { rolled, context: context.canonical(), extracted: None, next: 0 }
    }

    /// The salt of the record of this deal.
    ///
    /// # Errors
    ///
    /// Before anything was dealt.
    pub fn record_salt(&self) -> Result<[u8; SHA256_BYTES], NoEntropy> {
        let mut salt = [0; SHA256_BYTES];
        hkdf_expand_sha256(self.extracted.as_ref().ok_or(NoEntropy)?.expose(), RECORD_SALT, &mut salt);
        Ok(published(&salt))
    }
}

impl Entropy for Draws<'_> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), NoEntropy> {
        let extracted = self.extracted.as_ref().ok_or(NoEntropy)?;
        let info = [DRAW, &self.next.to_be_bytes()].concat();
        hkdf_expand_sha256(extracted.expose(), &info, buffer);
        self.next = self.next.checked_add(1).ok_or(NoEntropy)?;
        Ok(())
    }

    fn bind(&mut self, dealt: &[u8]) {
        let context = secret_sha256(&[self.context.as_bytes()]);
        self.extracted = Some(self.rolled.extract(&[context.expose(), dealt]));
        self.next = 0;
    }
}
