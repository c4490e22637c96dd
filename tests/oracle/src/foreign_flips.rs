//! Every bit of every share of some sets, flipped: refused where a format can tell, and never taken for confirmed where
//! it cannot.

use bc_rand::SecureRandomNumberGenerator;
use quorate::formats::foreign::{Confirmation, ForeignFormat, ForeignRecoverError, ForeignSet, ForeignShare};
use sskr::{GroupSpec, Secret, Spec, sskr_generate};

use crate::{
    foreign::{bytes as bytes_of, hex, sskr_text, ssss_dealt},
    stream::Stream,
};

/// What shares give: why they are refused, or the secret and what confirms it.
fn outcome(
    format: ForeignFormat,
    texts: &[String],
    threshold: u32,
) -> Result<(Vec<u8>, Confirmation), String> {
    let shares: Result<Vec<ForeignShare>, _> =
        texts.iter().map(|text| ForeignShare::parse(format, text)).collect();
    let shares = shares.map_err(|error| format!("{error:?}"))?;
    let set = ForeignSet::gather(format, shares).map_err(|misfit| format!("{:?}", misfit.kind))?;
    let recovered = set.recover(threshold).map_err(|error| match error {
        ForeignRecoverError::Disagree { .. } => "Disagree".to_owned(),
        ForeignRecoverError::TooFew { .. } => "TooFew".to_owned(),
    })?;
    Ok((recovered.secret.expose().to_vec(), recovered.confirmation))
}

/// Flips every bit of every share: of just enough, none is noticed unless the number became impossible; with one share
/// more, every one is.
fn flip_points(format: ForeignFormat, shares: &[Vec<u8>], number_at: usize, text: impl Fn(&[u8]) -> String) {
    let threshold = u32::try_from(shares.len() - 1).unwrap();
    let texts: Vec<String> = shares.iter().map(|share| text(share)).collect();
    let (right, _) = outcome(format, &texts[1..], threshold).unwrap();
    let (mut unnoticed, mut impossible) = (0, 0);
    for (at, share) in shares.iter().enumerate().skip(1) {
        for bit in 0..8 * share.len() {
            let mut flipped = share.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let mut texts = texts.clone();
            texts[at] = text(&flipped);
            match outcome(format, &texts[1..], threshold) {
                Ok((secret, confirmation)) => {
                    assert_eq!(confirmation, Confirmation::Nothing, "{format}: nothing can confirm it");
                    assert_ne!(secret, right, "{format}: another share, another secret");
                    unnoticed += 1;
                }
                Err(why) => {
                    assert!(bit / 8 == number_at, "{format}: {why}, and it was not the number");
                    assert!(["NumberZero", "SameNumber", "NumberRange"].contains(&why.as_str()), "{why}");
                    impossible += 1;
                }
            }
            let why = outcome(format, &texts, threshold).unwrap_err();
            assert!(["NumberZero", "SameNumber", "NumberRange", "Disagree"].contains(&why.as_str()), "{why}");
        }
    }
    assert!(unnoticed > 8 * impossible, "{unnoticed} {impossible}");
}

#[test]
fn points_cannot_tell_and_say_so_and_one_share_more_tells() {
    let mut stream = Stream::new(71);
    for threshold in [2, 3, 5] {
        let secret = stream.bytes(32);
        let dealt: Vec<Vec<u8>> = blahaj::Sharks(threshold)
            .dealer(&secret)
            .take(usize::from(threshold) + 1)
            .map(|share| Vec::from(&share))
            .collect();
        flip_points(ForeignFormat::Sharks, &dealt, 0, hex);
        // Points of other people's making in Vault's field, with numbers that are not 0.
        let dealt_there = bc_shamir::split_secret(
            threshold.into(),
            usize::from(threshold) + 1,
            &secret,
            &mut SecureRandomNumberGenerator,
        )
        .unwrap();
        let there: Vec<Vec<u8>> = (0x80..)
            .zip(&dealt_there)
            .map(|(number, value)| [value.as_slice(), &[number]].concat())
            .collect();
        flip_points(ForeignFormat::Vault, &there, 32, hex);
        // The same values with the number last are shares in Vault's field, of another secret.
        let turned: Vec<Vec<u8>> = dealt.iter().map(|share| [&share[1..], &share[..1]].concat()).collect();
        let why = outcome(
            ForeignFormat::Vault,
            &turned.iter().map(|share| hex(share)).collect::<Vec<_>>(),
            threshold.into(),
        );
        assert_eq!(why, Err("Disagree".to_owned()), "the other field is told by one share more");
    }
}

#[test]
fn points_of_ssss_cannot_tell_and_say_so_and_one_share_more_tells() {
    let mut stream = Stream::new(72);
    for bytes in [7, 16, 33] {
        let mut dealt = None;
        while dealt
            .as_ref()
            .is_none_or(|(dealing, _): &(crate::foreign::Dealing, _)| dealing.count == dealing.threshold)
        {
            dealt = ssss_dealt(bytes, false, false, &mut stream);
            if dealt.is_none() {
                return;
            }
        }
        let (dealing, texts) = dealt.unwrap();
        let share = |text: &String| {
            let (before, digits) = text.rsplit_once('-').unwrap();
            let number: u8 = before.rsplit('-').next().unwrap().parse().unwrap();
            [&[number], bytes_of(digits).as_slice()].concat()
        };
        let shares: Vec<Vec<u8>> = texts.iter().take(dealing.threshold + 1).map(share).collect();
        flip_points(ForeignFormat::Ssss, &shares, 0, |share| format!("{}-{}", share[0], hex(&share[1..])));
    }
}

#[test]
fn every_flipped_bit_of_sskr_is_refused_even_under_a_checksum_that_fits() {
    let mut stream = Stream::new(73);
    for (needed, groups) in [(1, vec![(2, 3)]), (1, vec![(3, 5), (2, 2)]), (2, vec![(2, 3), (1, 1)])] {
        let secret = stream.bytes(32);
        let specs = groups.iter().map(|&(threshold, count)| GroupSpec::new(threshold, count).unwrap());
        let spec = Spec::new(needed, specs.collect()).unwrap();
        let dealt = sskr_generate(&spec, &Secret::new(&secret).unwrap()).unwrap();
        let quorum: Vec<Vec<u8>> = dealt
            .iter()
            .zip(&groups)
            .take(needed)
            .flat_map(|(shares, (threshold, _))| shares[..*threshold].to_vec())
            .collect();
        let texts: Vec<String> = quorum.iter().map(|share| sskr_text(share, 0)).collect();
        let right = Ok((secret, Confirmation::Digest));
        assert_eq!(outcome(ForeignFormat::Sskr, &texts, 1), right);
        for (at, share) in quorum.iter().enumerate() {
            for bit in 0..8 * share.len() {
                let mut flipped = share.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                for way in 0..5 {
                    let mut texts = texts.clone();
                    texts[at] = sskr_text(&flipped, way);
                    let outcome = outcome(ForeignFormat::Sskr, &texts, 1);
                    // The place of the only share of its group is no part of the secret.
                    let is_idle_place = share[3] & 15 == 0 && (32..36).contains(&bit);
                    let told = format!("{needed} of {groups:?}: bit {bit} of share {at}");
                    assert!(outcome.is_err() || is_idle_place && outcome == right, "{told}");
                }
            }
        }
    }
}
