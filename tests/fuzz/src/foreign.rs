//! Shares of other tools: texts as they are, and well-formed ones. What is the same share reads the same however it is
//! written; what agrees gives one secret whichever of it is taken, in whatever order.

use quorate::formats::foreign::{Confirmation, Facts, ForeignFormat, ForeignSet, ForeignShare, Recovered};

use crate::craft::{choice, is_rare};

const FORMATS: [ForeignFormat; 6] = [
    ForeignFormat::Sharks,
    ForeignFormat::Vault,
    ForeignFormat::Ssss,
    ForeignFormat::SsssPlain,
    ForeignFormat::Sskr,
    ForeignFormat::Codex32,
];

/// A text as it is, well-formed points, or well-formed shares of SSKR.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    match choice % 3 {
        0 => is_read(rest),
        1 => points_come_together(rest),
        _ => words_come_together(rest),
    }
}

/// Lines of a text, as shares of every format.
fn is_read(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    for format in FORMATS {
        let mut shares = Vec::new();
        for line in text.lines().take(8) {
            let recognised = ForeignFormat::recognise(line);
            match ForeignShare::parse(format, line) {
                Ok(share) => {
                    if matches!(format, ForeignFormat::Codex32 | ForeignFormat::Sskr) {
                        assert_eq!(recognised, Some(format), "whoever knows its checksum knows the format");
                    }
                    shares.push(share);
                }
                Err(error) => {
                    let said = error.to_string();
                    let repeated =
                        line.split_whitespace().find(|word| word.len() > 20 && said.contains(word));
                    assert_eq!(repeated, None, "a refusal repeats what it was given");
                }
            }
        }
        come_together(format, shares, 1 + text.len() as u32 % 5);
    }
}

/// Points of one length from any bytes, written in two ways.
fn points_come_together(bytes: &[u8]) {
    let [which, length, threshold, points @ ..] = bytes else { return };
    let format = FORMATS[usize::from(*which) % 4];
    let length = 2 + usize::from(*length) % 40;
    let mut shares = Vec::new();
    for point in points.chunks_exact(length).take(12) {
        let (one, other) = match format {
            ForeignFormat::Ssss | ForeignFormat::SsssPlain => {
                let digits = hex(&point[1..]);
                (format!("{}-{digits}", point[0]), format!("a-name-0{}-{}", point[0], digits.to_uppercase()))
            }
            _ => (hex(point), format!("0x{}", hex(point).to_uppercase())),
        };
        let facts = |text: &str| ForeignShare::parse(format, text).map(|share| without_name(share.facts()));
        assert_eq!(facts(&one), facts(&other), "read differently");
        shares.extend(ForeignShare::parse(format, &one));
    }
    come_together(format, shares, 1 + u32::from(*threshold) % 8);
}

fn without_name(facts: Facts) -> Facts {
    match facts {
        Facts::Point { number, bytes, .. } => Facts::Point { number, name: None, bytes },
        other => other,
    }
}

/// Shares of SSKR with a checksum that is right, from any bytes, written in four ways.
fn words_come_together(bytes: &[u8]) {
    let mut shares = Vec::new();
    let Some((length, rest)) = bytes.split_first() else { return };
    let length = 5 + usize::from(*length) % 40;
    // Every letter is compared with those of all words.
    let most = if is_rare(bytes) { 12 } else { 4 };
    for share in rest.chunks_exact(length).take(most) {
        let mut cbor =
            if share.len() < 24 { vec![0x40 | share.len() as u8] } else { vec![0x58, share.len() as u8] };
        cbor.extend_from_slice(share);
        let tagged = [&[0xd9, 0x9d, 0x75], cbor.as_slice()].concat();
        let ways = [
            words(&tagged, " ", false),
            words(&tagged, "-", false).to_uppercase(),
            words(&tagged, "", true),
            format!("UR:SSKR/{}", words(&cbor, "", true)),
        ];
        let facts = ways
            .each_ref()
            .map(|text| ForeignShare::parse(ForeignFormat::Sskr, text).map(|share| share.facts()));
        assert!(facts.iter().all(|one| *one == facts[0]), "read differently");
        shares.extend(ForeignShare::parse(ForeignFormat::Sskr, &ways[0]));
    }
    come_together(ForeignFormat::Sskr, shares, 1);
}

/// What comes together, in this order and the other.
fn come_together(format: ForeignFormat, shares: Vec<ForeignShare>, threshold: u32) {
    let facts: Vec<Facts> = shares.iter().map(ForeignShare::facts).collect();
    let Ok(set) = ForeignSet::gather(format, shares) else { return };
    assert_eq!(set.count() + set.repeats.len(), facts.len(), "a share is missing");
    let Ok(Recovered { secret, confirmation }) = set.recover(threshold) else { return };
    let (Facts::Codex32 { bytes, .. } | Facts::Point { bytes, .. } | Facts::Sskr { bytes, .. }) = &facts[0];
    assert_eq!(secret.len(), *bytes);
    match format {
        ForeignFormat::Codex32 => assert_ne!(confirmation, Confirmation::Digest),
        ForeignFormat::Sskr => assert!(matches!(confirmation, Confirmation::Digest | Confirmation::Checksum)),
        _ => assert!(matches!(confirmation, Confirmation::Agreement { .. } | Confirmation::Nothing)),
    }
    if let (Confirmation::Agreement { spare }, None) = (confirmation, set.threshold()) {
        assert_eq!(spare, set.count() - threshold as usize);
    }
    let again = set.recover(threshold).unwrap();
    assert!(again.secret.matches(secret.expose()), "the same shares, another secret");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytewords of these bytes and their checksum.
fn words(bytes: &[u8], between: &str, by_two: bool) -> String {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let whole = [bytes, &(!crc).to_be_bytes()].concat();
    let written: Vec<String> = whole
        .iter()
        .map(|byte| {
            let word = &BYTEWORDS[4 * usize::from(*byte)..][..4];
            if by_two { format!("{}{}", &word[..1], &word[3..]) } else { word.to_owned() }
        })
        .collect();
    written.join(between)
}

/// The words in the order of the bytes that they stand for, without anything between them.
const BYTEWORDS: &str = "\
    ableacidalsoapexaquaarchatomauntawayaxisbackbaldbarnbeltbetabiasbluebodybragbrewbulbbuzzcalmcash\
    catschefcityclawcodecolacookcostcruxcurlcuspcyandarkdatadaysdelidicedietdoordowndrawdropdrumdull\
    dutyeacheasyechoedgeepicevenexamexiteyesfactfairfernfigsfilmfishfizzflapflewfluxfoxyfreefrogfuel\
    fundgalagamegeargemsgiftgirlglowgoodgraygrimgurugushgyrohalfhanghardhawkheathelphighhillholyhope\
    hornhutsicedideaidleinchinkyintoirisironitemjadejazzjoinjoltjowljudojugsjumpjunkjurykeepkenokept\
    keyskickkilnkingkitekiwiknoblamblavalazyleaflegsliarlimplionlistlogoloudloveluaulucklungmainmany\
    mathmazememomenumeowmildmintmissmonknailnavyneednewsnextnoonnotenumbobeyoboeomitonyxopenovalowls\
    paidpartpeckplaypluspoempoolposepuffpumapurrquadquizraceramprealredorichroadrockroofrubyruinruns\
    rustsafesagascarsetssilkskewslotsoapsolosongstubsurfswantacotasktaxitenttiedtimetinytoiltombtoys\
    triptunatwinuglyundouniturgeuservastveryvetovialvibeviewvisavoidvowswallwandwarmwaspwavewaxywebs\
    whatwhenwhizwolfworkyankyawnyellyogayurtzapszerozestzinczonezoom\
";
