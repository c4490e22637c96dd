//! Shares that the real tools deal, each set in a way of its own, must give back what was split.

use std::{
    env,
    io::{Write as _, stderr},
    process::{Command, Stdio},
    thread,
};

use bc_ur::{
    UR,
    bytewords::{Style, encode},
    prelude::CBOR,
};
use quorate::formats::foreign::{Confirmation, ForeignFormat, ForeignSet, ForeignShare, Recovered};
use serde_json::json;
use sskr::{GroupSpec, Secret, Spec, sskr_generate};

use crate::stream::Stream;

/// Sets of each tool, at least.
const SETS: usize = 100;

/// What one dealing of points is made of.
pub struct Dealing {
    pub secret: Vec<u8>,
    pub threshold: usize,
    pub count: usize,
}

impl Dealing {
    /// A secret of so many bytes at the most, any 2 to 6 of up to four more.
    pub fn draw(longest: usize, stream: &mut Stream) -> Self {
        let bytes = 1 + stream.below(longest);
        let threshold = 2 + stream.below(5);
        Self { secret: stream.bytes(bytes), threshold, count: threshold + stream.below(4) }
    }

    /// Whether as many shares as are needed give the secret, in any order, and all of them the same with agreement.
    pub fn assert_given_back(
        &self,
        format: ForeignFormat,
        mut texts: Vec<String>,
        secret: &[u8],
        stream: &mut Stream,
    ) {
        assert_eq!(texts.len(), self.count);
        stream.shuffle(&mut texts);
        let told = format!("{format}, any {} of {}, {} bytes", self.threshold, self.count, secret.len());
        for taken in [self.threshold, self.count] {
            let recovered = recover(format, &texts[..taken], self.threshold);
            assert!(recovered.secret.matches(secret), "{told}: {taken} shares");
            let expected = match taken - self.threshold {
                0 => Confirmation::Nothing,
                spare => Confirmation::Agreement { spare },
            };
            assert_eq!(recovered.confirmation, expected, "{told}");
        }
    }
}

pub fn recover(format: ForeignFormat, texts: &[String], threshold: usize) -> Recovered {
    let shares = texts.iter().map(|text| ForeignShare::parse(format, text).unwrap()).collect();
    ForeignSet::gather(format, shares).unwrap().recover(u32::try_from(threshold).unwrap()).unwrap()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect()
}

/// Base64 with its padding, as RFC 4648 has it.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = |chunk: &[u8]| {
        let number = (0..3).fold(0u32, |sum, at| sum << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        let digit = |at: usize| match at <= chunk.len() {
            true => char::from(DIGITS[(number >> (18 - 6 * at) & 63) as usize]),
            false => '=',
        };
        (0..4).map(digit).collect::<String>()
    };
    bytes.chunks(3).map(digits).collect()
}

/// Hex for every second set; base64 for the others, in which a text of hex digits alone would be taken for hex.
fn encoded(bytes: &[u8], in_base64: bool) -> String {
    let text = base64(bytes);
    let is_hex = text.len().is_multiple_of(2) && text.chars().all(|digit| digit.is_ascii_hexdigit());
    if in_base64 && !is_hex { text } else { hex(bytes) }
}

#[test]
fn what_sharks_and_blahaj_deal_comes_back() {
    let mut stream = Stream::new(61);
    for set in 0..SETS {
        let dealing = Dealing::draw(200, &mut stream);
        let threshold = u8::try_from(dealing.threshold).unwrap();
        let sharks: Vec<Vec<u8>> = sharks::Sharks(threshold)
            .dealer(&dealing.secret)
            .take(dealing.count)
            .map(|share| Vec::from(&share))
            .collect();
        let blahaj: Vec<Vec<u8>> = blahaj::Sharks(threshold)
            .dealer(&dealing.secret)
            .take(dealing.count)
            .map(|share| Vec::from(&share))
            .collect();
        for shares in [sharks, blahaj] {
            let texts = shares.iter().map(|share| encoded(share, set % 2 == 1)).collect();
            dealing.assert_given_back(ForeignFormat::Sharks, texts, &dealing.secret, &mut stream);
        }
    }
}

#[test]
fn what_the_port_of_vault_deals_comes_back() {
    let Ok(python) = env::var("QUORATE_PYTHON") else {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "CI must set QUORATE_PYTHON");
        // Past the test harness, which hides what a passing test prints.
        return writeln!(stderr(), "NOT RUN: Vault's format, for QUORATE_PYTHON names no Python").unwrap();
    };
    let mut stream = Stream::new(62);
    // Vault's own keys are of 32 bytes; it takes shares of 16 to 33.
    let draw = |set: usize| match set % 2 {
        0 => Dealing { secret: stream.bytes(32), threshold: 3, count: 5 },
        _ => {
            let bytes = 15 + stream.below(18);
            Dealing { secret: stream.bytes(bytes), ..Dealing::draw(1, &mut stream) }
        }
    };
    let dealings: Vec<Dealing> = (0..SETS).map(draw).collect();
    let request = |dealing: &Dealing| json!({ "secret": hex(&dealing.secret), "count": dealing.count, "threshold": dealing.threshold });
    let questions: String = dealings.iter().map(|dealing| format!("{}\n", request(dealing))).collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/vault.py");
    let answers = piped(Command::new(python).arg(script), questions);
    let answers: Vec<Vec<String>> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), SETS);
    for (set, (dealing, shares)) in dealings.iter().zip(answers).enumerate() {
        let texts = shares.iter().map(|share| encoded(&bytes(share), set % 4 > 1)).collect();
        dealing.assert_given_back(ForeignFormat::Vault, texts, &dealing.secret, &mut stream);
    }
}

/// Runs a tool on this input and returns what it prints.
fn piped(command: &mut Command, input: String) -> String {
    let mut tool =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut questions = tool.stdin.take().unwrap();
    let writer = thread::spawn(move || questions.write_all(input.as_bytes()));
    let output = tool.wait_with_output().unwrap();
    assert!(output.status.success(), "the tool gave up: {}", output.status);
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Shares of a set by `ssss-split`, and the secret that it split: filled up with zeros to the size of the field.
pub fn ssss_dealt(
    bytes: usize,
    plain: bool,
    as_text: bool,
    stream: &mut Stream,
) -> Option<(Dealing, Vec<String>)> {
    let threshold = 2 + stream.below(5);
    let count = threshold + stream.below(4);
    let secret: Vec<u8> = match as_text {
        true => (0..1 + stream.below(bytes)).map(|_| b'!' + stream.below(94) as u8).collect(),
        false => stream.bytes(bytes),
    };
    let typed = if as_text { String::from_utf8(secret.clone()).unwrap() } else { hex(&secret) };
    let mut command = Command::new("ssss-split");
    command.args([
        "-Q",
        "-t",
        &threshold.to_string(),
        "-n",
        &count.to_string(),
        "-s",
        &(8 * bytes).to_string(),
    ]);
    if plain {
        command.arg("-D");
    }
    if !as_text {
        command.arg("-x");
    }
    if stream.below(2) == 0 {
        command.args(["-w", "backup"]);
    }
    if command.stdin(Stdio::null()).output().is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    {
        assert_ne!(env::var("CI").as_deref(), Ok("true"), "CI must install ssss");
        writeln!(stderr(), "NOT RUN: ssss, for there is no ssss-split").unwrap();
        return None;
    }
    let printed = piped(&mut command, format!("{typed}\n"));
    let padded = [vec![0; bytes - secret.len()], secret].concat();
    Some((Dealing { secret: padded, threshold, count }, printed.lines().map(str::to_owned).collect()))
}

#[test]
fn what_ssss_deals_comes_back_in_every_size() {
    let mut stream = Stream::new(63);
    for bytes in 1..=128 {
        for (plain, as_text) in [(false, false), (true, false), (false, true)] {
            let Some((dealing, texts)) = ssss_dealt(bytes, plain, as_text, &mut stream) else { return };
            let format = if plain { ForeignFormat::SsssPlain } else { ForeignFormat::Ssss };
            dealing.assert_given_back(format, texts, &dealing.secret, &mut stream);
        }
    }
}

/// A share of SSKR in one of the ways that it is written.
pub fn sskr_text(share: &[u8], way: usize) -> String {
    let string = CBOR::to_byte_string(share);
    let tagged = |tag: u64| CBOR::to_tagged_value(tag, string.clone()).to_cbor_data();
    match way % 5 {
        0 => encode(tagged(40309), Style::Standard),
        1 => encode(tagged(40309), Style::Uri),
        2 => encode(tagged(309), Style::Minimal),
        3 => UR::new("sskr", string).unwrap().string(),
        _ => UR::new("sskr", string).unwrap().qr_string(),
    }
}

#[test]
fn what_sskr_deals_comes_back() {
    let mut stream = Stream::new(64);
    for set in 0..SETS {
        let bytes = 16 + 2 * stream.below(9);
        let secret = stream.bytes(bytes);
        let groups: Vec<(usize, usize)> = (0..1 + stream.below(4))
            .map(|_| match 1 + stream.below(6) {
                1 => (1, 1),
                count => (2 + stream.below(count - 1), count),
            })
            .collect();
        let needed = 1 + stream.below(groups.len());
        let specs = groups.iter().map(|&(threshold, count)| GroupSpec::new(threshold, count).unwrap());
        let spec = Spec::new(needed, specs.collect()).unwrap();
        let mut dealt = sskr_generate(&spec, &Secret::new(&secret).unwrap()).unwrap();
        let all: Vec<String> = dealt.concat().iter().map(|share| sskr_text(share, set)).collect();
        for (shares, (threshold, _)) in dealt.iter_mut().zip(&groups) {
            stream.shuffle(shares);
            shares.truncate(*threshold);
        }
        stream.shuffle(&mut dealt);
        let has_digest = needed > 1 || dealt[0].len() > 1;
        dealt.truncate(needed);
        let mut quorum: Vec<String> = dealt.concat().iter().map(|share| sskr_text(share, set)).collect();
        stream.shuffle(&mut quorum);
        let recovered = recover(ForeignFormat::Sskr, &quorum, 1);
        assert!(recovered.secret.matches(&secret), "{needed} of {groups:?}");
        let expected = if has_digest { Confirmation::Digest } else { Confirmation::Checksum };
        assert_eq!(recovered.confirmation, expected, "{needed} of {groups:?}");
        assert!(recover(ForeignFormat::Sskr, &all, 1).secret.matches(&secret), "all of {groups:?}");
    }
}

#[test]
fn the_base64_here_is_that_of_the_document() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
        assert_eq!(base64(bytes.as_bytes()), text);
    }
}
