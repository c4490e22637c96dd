//! The vectors of BIP-93, every slip of one character, and what shares beyond the threshold tell.

use std::sync::LazyLock;

use quorate::formats::foreign::{
    Confirmation, Facts, ForeignFormat, ForeignMisfit, ForeignMisfitKind, ForeignRecoverError, ForeignSet,
    ForeignShare, Recovered, ShareError, hex,
};
use serde_json::Value;

static VECTORS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/codex32.json")).unwrap());

fn texts(array: &Value) -> Vec<&str> {
    array.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn read(text: &str) -> Result<ForeignShare, ShareError> {
    ForeignShare::parse(ForeignFormat::Codex32, text)
}

fn set(texts: &[&str]) -> Result<ForeignSet, ForeignMisfit> {
    ForeignSet::gather(ForeignFormat::Codex32, texts.iter().map(|text| read(text).unwrap()).collect())
}

fn recovered(texts: &[&str]) -> Result<(String, Confirmation), ForeignRecoverError> {
    let Recovered { secret, confirmation } = set(texts).unwrap().recover(0)?;
    Ok((String::from_utf8(hex(&secret).expose().to_vec()).unwrap(), confirmation))
}

/// Its five shares, three of which are needed, and its secret.
fn five() -> (Vec<&'static str>, &'static str, String) {
    let vector = &VECTORS["valid"][2];
    let seed = vector["seed"].as_str().unwrap().to_owned();
    (texts(&vector["shares"]), texts(&vector["secrets"])[0], seed)
}

#[test]
fn every_valid_vector_gives_its_seed_from_its_secrets_and_from_every_quorum() {
    let vectors = VECTORS["valid"].as_array().unwrap();
    assert_eq!(vectors.len(), 5);
    for vector in vectors {
        let seed = vector["seed"].as_str().unwrap().to_owned();
        for secret in texts(&vector["secrets"]) {
            assert_eq!(recovered(&[secret]), Ok((seed.clone(), Confirmation::Checksum)), "{secret}");
            let other_case =
                if secret.starts_with("ms") { secret.to_uppercase() } else { secret.to_lowercase() };
            assert_eq!(recovered(&[&other_case]), Ok((seed.clone(), Confirmation::Checksum)));
        }
        let shares = texts(&vector["shares"]);
        let needed = vector["threshold"].as_u64().unwrap() as usize;
        for chosen in 0..1u32 << shares.len() {
            let some: Vec<&str> =
                (0..shares.len()).filter(|at| chosen >> at & 1 == 1).map(|at| shares[at]).collect();
            let expected = match some.len() {
                0 => continue,
                few if few < needed => {
                    Err(ForeignRecoverError::TooFew { present: few, threshold: Some(needed as u32) })
                }
                many if many == needed => Ok((seed.clone(), Confirmation::Nothing)),
                many => Ok((seed.clone(), Confirmation::Agreement { spare: many - needed })),
            };
            assert_eq!(recovered(&some), expected, "{some:?}");
        }
    }
}

#[test]
fn every_invalid_vector_is_refused_for_its_reason() {
    let groups = VECTORS["invalid"].as_array().unwrap();
    let read = |text| read(text).map(|_| ()).unwrap_err();
    let of = |at: usize| texts(&groups[at]["texts"]);
    assert_eq!((0..groups.len()).map(|at| of(at).len()).collect::<Vec<_>>(), [22, 10, 14, 1, 1, 9, 7]);
    for wrong in [of(0), of(1)].concat() {
        let error = read(wrong);
        // 94 and 95 elements are no length at all.
        let is_between = matches!(wrong.len(), 97 | 98);
        assert_eq!(matches!(error, ShareError::Codex32Length { .. }), is_between, "{wrong}: {error:?}");
        assert!(is_between || error == ShareError::Codex32Checksum, "{wrong}: {error:?}");
    }
    for wrong in of(2) {
        assert_eq!(read(wrong), ShareError::Codex32Length { characters: wrong.len() }, "{wrong}");
    }
    assert_eq!(read(of(3)[0]), ShareError::Header);
    assert_eq!(read(of(4)[0]), ShareError::Codex32Threshold);
    for wrong in of(5) {
        assert_eq!(read(wrong), ShareError::NotCodex32, "{wrong}");
    }
    for wrong in of(6) {
        assert_eq!(read(wrong), ShareError::MixedCase, "{wrong}");
    }
}

#[test]
fn one_altered_character_is_always_refused() {
    for text in [five().0[0], &texts(&VECTORS["valid"][4]["secrets"])[0].to_lowercase()] {
        for at in 0..text.len() {
            let others = (b'0'..=b'9').chain(b'a'..=b'z').filter(|other| *other != text.as_bytes()[at]);
            for other in others {
                let mut altered = text.as_bytes().to_vec();
                altered[at] = other;
                let altered = String::from_utf8(altered).unwrap();
                assert!(read(&altered).is_err(), "{altered}");
            }
            let mut missing = text.to_owned();
            missing.remove(at);
            assert!(read(&missing).is_err(), "{missing}");
            if text.is_char_boundary(at + 2) && text.as_bytes()[at] != text.as_bytes()[at + 1] {
                let exchanged =
                    [&text[..at], &text[at + 1..at + 2], &text[at..=at], &text[at + 2..]].concat();
                assert!(read(&exchanged).is_err(), "{exchanged}");
            }
        }
    }
    let (shares, ..) = five();
    let wrong = shares[0].replacen('v', "b", 1);
    assert_eq!(read(&wrong).unwrap_err(), ShareError::Codex32Character { position: 17 });
}

#[test]
fn a_share_says_what_it_is_however_it_is_grouped() {
    let (shares, secret, _) = five();
    for text in [shares[0].to_owned(), shares[0].to_uppercase(), format!(" {}", grouped(shares[0]))] {
        let Facts::Codex32 { header, bytes } = read(&text).unwrap().facts() else { panic!() };
        let identifier: String = header.identifier.iter().collect();
        assert_eq!((header.threshold, identifier.as_str(), header.index, bytes), (3, "cash", 'a', 16));
        assert!(!header.is_secret());
        assert_eq!(ForeignFormat::recognise(&text), Some(ForeignFormat::Codex32));
    }
    let Facts::Codex32 { header, .. } = read(secret).unwrap().facts() else { panic!() };
    assert!(header.is_secret());
}

fn grouped(text: &str) -> String {
    let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..text.len().min(at + 4)]).collect();
    groups.join(" ")
}

#[test]
fn shares_that_do_not_belong_together_are_told() {
    let (shares, secret, seed) = five();
    let kind = |texts: &[&str]| set(texts).map(|_| ()).unwrap_err().kind;
    let other_set = texts(&VECTORS["valid"][1]["shares"])[0];
    assert_eq!(kind(&[shares[0], other_set]), ForeignMisfitKind::Set);
    let other_secret = texts(&VECTORS["valid"][2]["secrets"])[1];
    assert_eq!(kind(&[secret, other_secret]), ForeignMisfitKind::SameNumber);
    // The same share twice counts once, in either case.
    let twice = set(&[shares[0], &shares[0].to_uppercase(), shares[1]]).unwrap();
    assert_eq!((twice.count(), twice.repeats.as_slice()), (2, &[1][..]));
    // The secret says all, and what came beside it must lie where it lies.
    assert_eq!(recovered(&[shares[3], secret]), Ok((seed.clone(), Confirmation::Checksum)));
    let agreed = recovered(&[shares[3], secret, shares[0], shares[4]]);
    assert_eq!(agreed, Ok((seed, Confirmation::Agreement { spare: 1 })));
    let disagreed = recovered(&[shares[3], other_secret, shares[0], shares[4]]);
    assert_eq!(disagreed, Err(ForeignRecoverError::Disagree { culprit: None }));
    let named = recovered(&[shares[3], other_secret, shares[0], shares[4], shares[1]]);
    assert_eq!(named, Err(ForeignRecoverError::Disagree { culprit: Some(1) }));
}
