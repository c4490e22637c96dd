//! Randomness that nobody has to trust: what people rolled, and the machine's own random bytes, mixed. One honest contributor,
//! or an honest machine, is enough. `docs/trust/randomness.md` has every formula to the last byte, for checking by hand.
//!
//! Both the key and the dealing are made of it. Dice for the key alone do not help: whoever foretells what a dealer draws
//! computes the key from a single share.

use super::{die::Die, machine::MachineBytes, rolls::Contribution};
use crate::crypto::{
    hash::{SHA256_BYTES, hkdf_expand_sha256, hmac_sha256, secret_sha256},
    secret::SecretBytes,
};

/// The salt of the extraction that all values of a deal come from.
const DEALING: &[u8] = b"quorate dealing 1";
/// The identity that a file is sealed to.
const IDENTITY: &[u8] = b"quorate sealed identity 1";

/// What a deal is made of: the rolls of all contributors, in their order, and the machine's random bytes.
#[derive(Debug)]
pub struct Rolled {
    contributions: Vec<Contribution>,
    machine: MachineBytes,
}

impl Rolled {
    /// Both together.
    ///
    /// # Errors
    ///
    /// Without a contribution: the hash of the machine's bytes alone is the published commitment.
    pub fn new(contributions: Vec<Contribution>, machine: MachineBytes) -> Result<Self, NoRolls> {
        if contributions.is_empty() { Err(NoRolls) } else { Ok(Self { contributions, machine }) }
    }

    /// How many people rolled.
    #[must_use]
    pub const fn contributors(&self) -> usize {
        self.contributions.len()
    }

    /// The machine's bytes.
    #[must_use]
    pub const fn machine(&self) -> &MachineBytes {
        &self.machine
    }

    /// A key of `length` bytes, 16 or 32: SHA-256 of all rolls, a byte each, and the machine's bytes, cut to it.
    #[must_use]
    pub fn key(&self, length: usize) -> SecretBytes {
        let mut parts: Vec<&[u8]> = self.contributions.iter().map(Contribution::expose).collect();
        parts.push(self.machine.expose());
        cut(&secret_sha256(&parts), length)
    }

    /// A key of rolls alone, as devices publish it that take nothing but dice: SHA-256 of all rolls as digits, which
    /// `sha256sum` checks; none unless all dice have six sides.
    #[must_use]
    pub fn key_of_dice_only(&self, length: usize) -> Option<SecretBytes> {
        let are_dice = self.contributions.iter().all(|rolls| rolls.sides() == Die::SIX);
        let all: Vec<&[u8]> = self.contributions.iter().map(Contribution::expose).collect();
        are_dice.then(|| {
            let digits = SecretBytes::build(all.iter().map(|rolls| rolls.len()).sum(), |place| {
                let values = all.iter().flat_map(|rolls| rolls.iter());
                place.iter_mut().zip(values).for_each(|(digit, value)| *digit = b'0' + value);
            });
            cut(&secret_sha256(&[digits.expose()]), length)
        })
    }

    /// The 32 bytes of an identity that a file is sealed to.
    #[must_use]
    pub fn sealed_identity(&self) -> SecretBytes {
        let extracted = self.extract(&[]);
        SecretBytes::build(SHA256_BYTES, |place| hkdf_expand_sha256(extracted.expose(), IDENTITY, place))
    }

    /// HKDF-Extract of the machine's bytes, the SHA-256 of all contributions, and what else there is.
    pub(super) fn extract(&self, more: &[&[u8]]) -> SecretBytes {
        let heads: Vec<[u8; 3]> = self
            .contributions
            .iter()
            .map(|rolls| {
                let [high, low] = u16::try_from(rolls.expose().len()).unwrap_or(u16::MAX).to_be_bytes();
                [rolls.sides().faces(), high, low]
            })
            .collect();
        let parts: Vec<&[u8]> = heads
            .iter()
            .zip(&self.contributions)
            .flat_map(|(head, rolls)| [&head[..], rolls.expose()])
            .collect();
        let contributions = secret_sha256(&parts);
        hmac_sha256(DEALING, &[&[self.machine.expose(), contributions.expose()], more].concat())
    }
}

fn cut(digest: &SecretBytes, length: usize) -> SecretBytes {
    SecretBytes::copy_of(&digest.expose()[..length.min(SHA256_BYTES)])
}

/// Nobody rolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nobody rolled: the machine's bytes alone would make its published commitment the key")]
pub struct NoRolls;

#[cfg(test)]
mod tests {
    use super::{
        super::{
            die::Strength,
            draws::{DealContext, Draws},
            rolls::Rolls,
        },
        *,
    };
    use crate::{
        crypto::{
            entropy::{Entropy as _, NoEntropy},
            hash::hex,
        },
        slip39::{Exponent, Policy},
    };

    /// The machine's bytes 00 to 1f, and two contributors with a hundred rolls each.
    fn rolled() -> Rolled {
        let contribution = |pattern: &str, end: &str| {
            let mut rolls = Rolls::begin(Die::SIX, Strength::Bits256);
            rolls.add([&pattern.repeat(16), end].concat().as_bytes()).unwrap();
            rolls.complete().unwrap()
        };
        let machine: Vec<u8> = (0..32).collect();
        let machine = MachineBytes::read(hex(&machine)).unwrap();
        Rolled::new(vec![contribution("123456", "1234"), contribution("654321", "6666")], machine).unwrap()
    }

    fn policy() -> Policy {
        "3of5".parse().unwrap()
    }

    fn context<'a>(policy: &'a Policy, plan_hash: &'a str) -> DealContext<'a> {
        DealContext { policy, exponent: Exponent::DEFAULT, extendable: true, plan_hash }
    }

    fn drawn(draws: &mut Draws<'_>, length: usize) -> String {
        let mut value = vec![0; length];
        draws.fill(&mut value).unwrap();
        hex(&value)
    }

    #[test]
    fn the_key_is_that_of_the_published_formula() {
        // Computed by bip39-slip39 2026.10.24 through its command line.
        let key = "e87620118709c98a86ff75ac23a0a369ff0013801687ef7593319aab8a7a8603";
        assert_eq!(hex(rolled().key(32).expose()), key);
        assert_eq!(hex(rolled().key(16).expose()), key[..32]);
    }

    #[test]
    fn the_key_of_dice_only_is_that_of_sha256sum() {
        let digits = ["123456".repeat(16), "1234".into(), "654321".repeat(16), "6666".into()].concat();
        let key = crate::crypto::hash::sha256_hex(digits.as_bytes());
        assert_eq!(hex(rolled().key_of_dice_only(32).unwrap().expose()), key);
        let mut coins = Rolls::begin(Die::new(2).unwrap(), Strength::Bits128);
        coins.add("12".repeat(64).as_bytes()).unwrap();
        let machine = MachineBytes::read("00".repeat(32)).unwrap();
        let coins = Rolled::new(vec![coins.complete().unwrap()], machine).unwrap();
        assert!(coins.key_of_dice_only(16).is_none(), "no device publishes a key of coins");
    }

    #[test]
    fn without_rolls_nothing_is_made() {
        let machine = MachineBytes::read("00".repeat(32)).unwrap();
        assert_eq!(Rolled::new(Vec::new(), machine).map(|_| ()), Err(NoRolls));
    }

    #[test]
    fn another_key_policy_or_plan_is_another_deal() {
        let (rolled, policy) = (rolled(), policy());
        let other_policy: Policy = "2of5".parse().unwrap();
        let deal = |context: DealContext<'_>, dealt: &[u8]| {
            let mut draws = Draws::of(&rolled, &context);
            draws.bind(dealt);
            let first = drawn(&mut draws, 32);
            (first, drawn(&mut draws, 32), draws.record_salt().unwrap())
        };
        let own = context(&policy, "aa");
        let reference = deal(own, b"key");
        assert_ne!(reference.0, reference.1);
        assert_ne!(reference.0, hex(&reference.2));
        for (other, dealt) in [
            (own, &b"other"[..]),
            (context(&policy, "ab"), b"key"),
            (context(&other_policy, "aa"), b"key"),
            (DealContext { exponent: Exponent::from_bits(2), ..own }, b"key"),
            (DealContext { extendable: false, ..own }, b"key"),
        ] {
            let other = deal(other, dealt);
            assert!(other.0 != reference.0 && other.1 != reference.1 && other.2 != reference.2);
        }
        assert_eq!(deal(own, b"key"), reference, "the same is the same");
    }

    #[test]
    fn nothing_is_drawn_before_it_is_known_what_is_dealt() {
        let (rolled, policy) = (rolled(), policy());
        let mut draws = Draws::of(&rolled, &context(&policy, "aa"));
        assert_eq!(draws.fill(&mut [0; 2]), Err(NoEntropy));
        assert_eq!(draws.record_salt(), Err(NoEntropy));
    }

    #[test]
    fn a_context_is_written_in_one_way() {
        let policy = Policy::new(2, vec!["2of3".parse().unwrap(), "3of5".parse().unwrap()]).unwrap();
        assert_eq!(
            context(&policy, "0123").canonical(),
            r#"{"exponent":1,"extendable":true,"groups":[[2,3],[3,5]],"groups_needed":2,"plan_hash":"0123"}"#
        );
    }
}
