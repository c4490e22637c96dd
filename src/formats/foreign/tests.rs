//! Sets that the real tools dealt, and what must be refused before any arithmetic.

use super::*;

/// `echo -n 'The quick brown fox' | ssss-split -t 3 -n 5 -q -w demo`: 152 bits, an odd number of bytes.
const FOX: [&str; 5] = [
    "demo-1-b103dda28dc77363116841b50f5325e79fec92",
    "demo-2-355b0fb6e14eb61481edd1865c0d541200293d",
    "demo-3-630c14dd08e5ef58a11b9a331b58347d6343be",
    "demo-4-b9ccaa9737f9a8d797048ebe0a9723adec30bb",
    "demo-5-ef9bb1fcde52f19bb7f2c50b4dc243c28f5a2a",
];

/// `echo -n hello | ssss-split -t 3 -n 5 -q -w demo`: too short for the diffusion layer.
const HELLO: [&str; 3] = ["demo-1-58e0fcfe7e", "demo-4-e6c2ce0a25", "demo-3-dbdc7228a4"];

/// `echo -n 00112233445566778899aabbccddeeff01 | ssss-split -t 2 -n 3 -q -x`, without -D and with it.
const HEX: [&str; 2] = ["3-e7f8ac396643fc0b9c631a0e4473aecfb1", "1-8f55557e792afc761d99ffa1ac342ac771"];
const PLAIN: [&str; 2] = ["1-ec2469d85e9d4985cb79e8f3d5814044c2", "2-d87bb5e571c539930f592e2bfe64b388ac"];
const COUNTED: [u8; 17] =
    [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 1];

/// `echo -n 'a secret' | ssss-split -t 2 -n 3 -Q -s 128`: zeros before the text.
const PADDED: [&str; 2] = ["1-8375489c450b344a93a9d8d3e855b5b1", "3-27218b1da6ee399f234402e455d30e25"];

/// BCR-2020-011 of 2021-03-06, "Example/Test Vector": 2 of 3 and 3 of 5, both groups needed.
const GROUPS: [&str; 8] = [
    "tuna next keep gyro gear runs body acid able film nail barn cost aqua epic veto quad fern jump buzz epic slot frog apex taxi grim fern twin leaf",
    "tuna next keep gyro gear runs body acid acid barn luau omit navy keep also omit data wave aunt redo toil miss tent redo bias fuel work king kick",
    "tuna next keep gyro gear runs body acid also heat ruby gala beta visa help horn liar limp monk gush waxy into junk jolt keep lion leaf ruby purr",
    "tuna next keep gyro gear runs body brag able foxy webs free fish inky memo figs easy inch fair exam kiwi view solo gear eyes ruin tuna gala iris",
    "tuna next keep gyro gear runs body brag acid jowl zero claw barn silk play fund hope heat into brew jazz lava down skew king sets very whiz crux",
    "tuna next keep gyro gear runs body brag also omit keno each gyro zest zinc race logo kiln roof visa waxy iron sets rock swan leaf tent navy redo",
    "tuna next keep gyro gear runs body brag apex logo iced jowl inky hope sets rust view free vast saga zoom barn days even many yoga wall curl what",
    "tuna next keep gyro gear runs body brag aqua idea edge numb ugly keys exit open skew sets tied undo purr view ramp hawk body skew redo data unit",
];
const GROUPS_SECRET: [u8; 16] =
    [0x7d, 0xaa, 0x85, 0x12, 0x51, 0x00, 0x28, 0x74, 0xe1, 0xa1, 0x99, 0x5f, 0x08, 0x97, 0xe6, 0xb1];

/// A share of another set, from the documentation of `seedtool -o sskr --groups 2-of-3 --sskr-format ur`.
const OTHER: &str = "ur:sskr/gosgtyaeadaegylnahsomsfxstamonssdwotasynuofxoybdnshd";

/// Of Vault, as hex, 3 of 5: the first two of `tests/data/foreign.json`.
const VAULT: [&str; 2] = [
    "3d7abeb824a2c6ee0cb6d9a3b346c2925499c27e81768bf2e8058d840bbefff2dc",
    "78fd32159392e657d287b4d62026b9dc9035645f30f51d7b60bcd85251fd47f765",
];

/// One of them, its hex in base64.
const TWICE: &str =
    "M2Q3YWJlYjgyNGEyYzZlZTBjYjZkOWEzYjM0NmMyOTI1NDk5YzI3ZTgxNzY4YmYyZTgwNThkODQwYmJlZmZmMmRj";

fn set(format: ForeignFormat, texts: &[&str]) -> Result<ForeignSet, ForeignMisfit> {
    ForeignSet::gather(format, texts.iter().map(|text| ForeignShare::parse(format, text).unwrap()).collect())
}

fn recovered(
    format: ForeignFormat,
    texts: &[&str],
    threshold: u32,
) -> Result<(Vec<u8>, Confirmation), ForeignRecoverError> {
    let recovered = set(format, texts).unwrap().recover(threshold)?;
    Ok((recovered.secret.expose().to_vec(), recovered.confirmation))
}

fn misfit(format: ForeignFormat, texts: &[&str]) -> Option<(usize, usize, ForeignMisfitKind)> {
    set(format, texts).err().map(|misfit| (misfit.share, misfit.other, misfit.kind))
}

fn chosen<'a>(from: &[&'a str], which: &[usize]) -> Vec<&'a str> {
    which.iter().map(|at| from[*at]).collect()
}

#[test]
fn what_ssss_dealt_comes_back() {
    let fox = b"The quick brown fox".to_vec();
    for which in [[0, 1, 2], [4, 2, 0], [3, 1, 4]] {
        let expected = Ok((fox.clone(), Confirmation::Nothing));
        assert_eq!(recovered(ForeignFormat::Ssss, &chosen(&FOX, &which), 3), expected);
    }
    assert_eq!(recovered(ForeignFormat::Ssss, &FOX, 3), Ok((fox, Confirmation::Agreement { spare: 2 })));
    let secret =
        |format, texts: &[&str], threshold| recovered(format, texts, threshold).map(|(secret, _)| secret);
    assert_eq!(secret(ForeignFormat::Ssss, &HELLO, 3), Ok(b"hello".to_vec()));
    assert_eq!(secret(ForeignFormat::SsssPlain, &HELLO, 3), Ok(b"hello".to_vec()), "too short for the layer");
    assert_eq!(secret(ForeignFormat::Ssss, &HEX, 2), Ok(COUNTED.to_vec()));
    assert_eq!(secret(ForeignFormat::SsssPlain, &PLAIN, 2), Ok(COUNTED.to_vec()));
    assert_eq!(secret(ForeignFormat::Ssss, &PADDED, 2), Ok([&[0; 8], b"a secret".as_slice()].concat()));
    assert_ne!(
        secret(ForeignFormat::Ssss, &PLAIN, 2),
        Ok(COUNTED.to_vec()),
        "nothing tells that it was dealt with -D"
    );
}

#[test]
fn a_wrong_threshold_of_ssss_is_noticed_by_one_share_more() {
    assert!(
        recovered(ForeignFormat::Ssss, &FOX[..2], 2).is_ok(),
        "two shares give something, whatever it is"
    );
    for threshold in [1, 2, 4] {
        let disagree = recovered(ForeignFormat::Ssss, &FOX, threshold);
        assert_eq!(disagree, Err(ForeignRecoverError::Disagree { culprit: None }), "{threshold}");
    }
}

#[test]
fn the_smallest_threshold_on_which_all_agree_is_found() {
    let smallest = |format, texts: &[&str]| set(format, texts).unwrap().smallest_threshold();
    assert_eq!(smallest(ForeignFormat::Ssss, &FOX), Some(3));
    assert_eq!(smallest(ForeignFormat::Ssss, &FOX[1..]), Some(3));
    assert_eq!(smallest(ForeignFormat::Ssss, &FOX[..3]), None, "nothing is there to tell by");
    assert_eq!(
        smallest(ForeignFormat::Ssss, &[FOX[0], &FOX[1].replace("355b", "355c"), FOX[2], FOX[3]]),
        None
    );
    assert_eq!(smallest(ForeignFormat::Sharks, &["01aabbccdd", "02aabbccdd"]), Some(1), "each is the secret");
    assert_eq!(smallest(ForeignFormat::Sskr, &GROUPS), None, "they say it");
    let many: Vec<String> = (1..40).map(|number| format!("{number:02x}aabbccdd")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(
        (smallest(ForeignFormat::Sharks, &many), smallest(ForeignFormat::Sharks, &many[..32])),
        (None, Some(1))
    );
}

#[test]
fn an_altered_share_is_named_where_two_more_than_needed_are_there() {
    let altered = FOX[1].replace("355b", "355c");
    let all = [FOX[0], &altered, FOX[2], FOX[3], FOX[4]];
    let disagree = |culprit| Err(ForeignRecoverError::Disagree { culprit });
    assert_eq!(recovered(ForeignFormat::Ssss, &all, 3), disagree(Some(1)));
    assert_eq!(recovered(ForeignFormat::Ssss, &all[..4], 3), disagree(None));
    assert!(
        recovered(ForeignFormat::Ssss, &all[..3], 3).is_ok_and(|(_, known)| known == Confirmation::Nothing)
    );
}

#[test]
fn the_published_shares_of_sskr_come_back() {
    let expected = Ok((GROUPS_SECRET.to_vec(), Confirmation::Digest));
    for which in [&[0, 1, 3, 4, 5][..], &[7, 2, 5, 0, 6], &[0, 1, 2, 3, 4, 5, 6, 7]] {
        assert_eq!(recovered(ForeignFormat::Sskr, &chosen(&GROUPS, which), 1), expected);
    }
    // The same as URs, among words.
    let urs = [
        "UR:SSKR/GOGRRSBYADAOHTRYGABAVAHPHNLRLPMKGHWYIOJKJTKPMDKNCFJP",
        "ur:sskr/gogrrsbybgaaiaeenbuyksetonswsstduoprvwrphkbytlfzlyca",
    ];
    let mixed = [urs[0], GROUPS[0], GROUPS[3], GROUPS[5], urs[1]];
    assert_eq!(recovered(ForeignFormat::Sskr, &mixed, 1), expected);
    for (which, threshold) in [(&[0, 1][..], None), (&[0, 3, 4, 5], None)] {
        let short = recovered(ForeignFormat::Sskr, &chosen(&GROUPS, which), 1);
        assert_eq!(short, Err(ForeignRecoverError::TooFew { present: which.len(), threshold }));
    }
}

#[test]
fn shares_with_the_tag_and_type_before_2022_come_back() {
    // From the manual of seedtool-cli 0.11.0, in C++: 2 of 3.
    let shares = [
        "tuna acid epic gyro urge body able acid able exam fern lung visa barn yawn flap open inky drum chef grim paid lion owls vows veto yank curl soap",
        "tuna acid epic gyro urge body able acid acid cost zaps paid hard hard purr time yawn also horn ugly quad leaf film vast part toys lion bulb game",
    ];
    let (secret, confirmation) = recovered(ForeignFormat::Sskr, &shares, 1).unwrap();
    let expected =
        [0x5c, 0xd2, 0x71, 0xb5, 0x0b, 0x98, 0xa8, 0x69, 0xda, 0x1c, 0x26, 0xa5, 0x26, 0xe1, 0xd3, 0xa8];
    assert_eq!((secret.as_slice(), confirmation), (expected.as_slice(), Confirmation::Digest));
    let urs = [
        "ur:crypto-sskr/taadecgoretkaeadaesacachmnnsjkpklslujtvscezernhylngassdtin",
        "ur:crypto-sskr/taadecgoretkaeadaoeeoystlowdrlutylgllaampyfwswwppsaocfbtns",
    ];
    let (secret, _) = recovered(ForeignFormat::Sskr, &urs, 1).unwrap();
    assert_eq!(secret[..4], [0x65, 0x46, 0xc3, 0x94]);
    let lone = recovered(ForeignFormat::Sskr, &shares[..1], 1);
    assert_eq!(lone, Err(ForeignRecoverError::TooFew { present: 1, threshold: Some(2) }));
}

#[test]
fn the_same_share_twice_counts_once() {
    let twice =
        set(ForeignFormat::Ssss, &[FOX[0], "1-B103DDA28DC77363116841B50F5325E79FEC92", FOX[1]]).unwrap();
    assert_eq!((twice.count(), twice.repeats.as_slice()), (2, [1].as_slice()));
    let short = twice.recover(3).map(|_| ());
    assert_eq!(short, Err(ForeignRecoverError::TooFew { present: 2, threshold: Some(3) }));
    let twice = set(ForeignFormat::Sskr, &[GROUPS[0], GROUPS[0]]).unwrap();
    assert_eq!((twice.count(), twice.repeats.as_slice()), (1, [1].as_slice()));
}

#[test]
fn what_cannot_be_of_one_set_is_refused_before_any_arithmetic() {
    for (format, texts, expected) in [
        (
            ForeignFormat::Ssss,
            [FOX[0], "demo-1-b103dda28dc77363116841b50f5325e79fec93"],
            ForeignMisfitKind::SameNumber,
        ),
        (ForeignFormat::Ssss, [FOX[0], HELLO[1]], ForeignMisfitKind::Length),
        (
            ForeignFormat::Ssss,
            [FOX[0], "other-2-355b0fb6e14eb61481edd1865c0d541200293d"],
            ForeignMisfitKind::Name,
        ),
        (ForeignFormat::Sharks, ["01aabb", "01aabc"], ForeignMisfitKind::SameNumber),
        (ForeignFormat::Sharks, ["01aabb", "02aa"], ForeignMisfitKind::Length),
        (ForeignFormat::Vault, [VAULT[0], &VAULT[0].replace("3d7a", "3d7b")], ForeignMisfitKind::SameNumber),
        (ForeignFormat::Vault, [VAULT[0], &VAULT[1][2..]], ForeignMisfitKind::Length),
        (ForeignFormat::Sskr, [GROUPS[0], OTHER], ForeignMisfitKind::Set),
    ] {
        assert_eq!(misfit(format, &texts), Some((1, 0, expected)), "{texts:?}");
    }
    assert_eq!(misfit(ForeignFormat::Ssss, &[FOX[0], &FOX[1][5..]]), None, "a name may be left out");
}

#[test]
fn what_is_no_share_is_refused_alone() {
    let parsed = |format, text: &str| ForeignShare::parse(format, text).map(|_| ());
    for (format, text, expected) in [
        (ForeignFormat::Sharks, "00aabb", ShareError::NumberZero),
        (ForeignFormat::Vault, &VAULT[0].replace("f2dc", "f200"), ShareError::NumberZero),
        (ForeignFormat::Vault, "////////////////////AAAA", ShareError::NumberZero),
        (ForeignFormat::Vault, "aabb01", ShareError::VaultLength { bytes: 3 }),
        (ForeignFormat::Vault, &VAULT[0].repeat(2), ShareError::VaultLength { bytes: 66 }),
        (ForeignFormat::Vault, &TWICE[..44], ShareError::EncodedTwice),
        (ForeignFormat::Vault, TWICE, ShareError::EncodedTwice),
        (ForeignFormat::Sharks, TWICE, ShareError::EncodedTwice),
        (ForeignFormat::Ssss, "1-3364376165623831336437616562383133643761", ShareError::EncodedTwice),
        (ForeignFormat::Ssss, "-----BEGIN PGP MESSAGE-----", ShareError::PgpEncrypted),
        (ForeignFormat::Vault, "age-encryption.org/v1", ShareError::AgeEncrypted),
        (ForeignFormat::Ssss, "0-aabb", ShareError::NumberZero),
        (ForeignFormat::Sharks, "01", ShareError::TooShort),
        (ForeignFormat::Vault, "", ShareError::VaultLength { bytes: 0 }),
        (ForeignFormat::Vault, "not base64 at all", ShareError::Encoding),
        (ForeignFormat::Sskr, &GROUPS[0].replace("veto", "vein"), ShareError::Word { position: 16 }),
        (ForeignFormat::Sskr, &GROUPS[0].replace("veto", "vial"), ShareError::Checksum),
        (ForeignFormat::Sskr, "ur:sskr/1-2/aeadaolazmjendeoti", ShareError::MultipartUr),
        (ForeignFormat::Sskr, "ur:seed/oyadgdiywlamaejszswdwytltifeenftlnmnwkbdhnssro", ShareError::NotSskr),
    ] {
        assert_eq!(parsed(format, text), Err(expected), "{text}");
    }
}

#[test]
fn only_unmistakable_texts_are_recognised() {
    for (text, expected) in [
        (GROUPS[0], Some(ForeignFormat::Sskr)),
        (" UR:SSKR/anything", Some(ForeignFormat::Sskr)),
        (FOX[0], Some(ForeignFormat::Ssss)),
        (PADDED[0], Some(ForeignFormat::Ssss)),
        ("Unseal Key 3: hOWj4ko+SgfdH90OVXdQVu06B554dfLMu3s1PdRcnS3r", Some(ForeignFormat::Vault)),
        ("01aabb", None),
        ("kAGqSU6vZAyCZzsyJOC4ULBbU9Pj+PKoHyhMnbwrWgAB", None),
        ("duckling enlarge academic academic agency result length solution fridge kidney", None),
        ("", None),
    ] {
        assert_eq!(ForeignFormat::recognise(text), expected, "{text}");
    }
}

#[test]
fn every_flipped_bit_of_sskr_is_refused_and_of_points_gives_another_secret() {
    for share in [GROUPS[0], OTHER] {
        for at in 0..share.len() {
            for bit in 0..7 {
                let mut flipped = share.as_bytes().to_vec();
                flipped[at] ^= 1 << bit;
                let flipped = String::from_utf8(flipped).unwrap();
                let reads = ForeignShare::parse(ForeignFormat::Sskr, &flipped).map(|share| share.facts());
                let original = ForeignShare::parse(ForeignFormat::Sskr, share).unwrap().facts();
                // What only changes capitals, or one kind of blank into another, is the same text.
                assert!(reads.is_err() || reads == Ok(original), "bit {bit} of character {at}");
            }
        }
    }
    let (right, _) = recovered(ForeignFormat::Ssss, &FOX[..3], 3).unwrap();
    for bit in 0..19 * 8 {
        let mut share = ssss::parse(FOX[0]).unwrap();
        share.value.expose_mut()[bit / 8] ^= 1 << (bit % 8);
        let others = FOX[1..3].iter().map(|text| ssss::parse(text).unwrap());
        let shares = [share].into_iter().chain(others).map(ForeignShare::Point).collect();
        let recovered = ForeignSet::gather(ForeignFormat::Ssss, shares).unwrap().recover(3).unwrap();
        assert_eq!(recovered.confirmation, Confirmation::Nothing);
        assert!(!recovered.secret.matches(&right), "bit {bit}");
    }
}
