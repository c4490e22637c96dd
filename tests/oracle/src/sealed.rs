//! Sealed files, to and fro between quorate and other people's age: the programs `age` (Go) and `rage` (Rust), and the
//! public test kit, which the `age` crate brings along.
//!
//! The programs are asked for where they are installed; `QUORATE_RAGE` names `rage` where it is not in the path. With
//! `CI` set both must be there.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use age::secrecy::ExposeSecret as _;
use flate2::read::ZlibDecoder;
use quorate::{
    crypto::{
        hash::sha256_hex,
        random::OsEntropy,
        secret::{SecretBytes, SecretText},
    },
    formats::{
        age::{
            Armor, ArmorError, Chunks, Header, HeaderError, Identity, NONCE_BYTES, Opens, StreamError, armor,
            begin, payload_key, scrypt::FilePassphrase,
        },
        key::{Key, Kind},
    },
};

/// Random sizes each way, and sizes around every end of a chunk and of a run of chunks.
const RANDOM_SIZES: usize = 200;
const CHUNK: usize = 65536;

/// Why a file does not open, in the words of the test kit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Armor(ArmorError),
    Header(HeaderError),
    Payload(StreamError),
}

impl Refused {
    pub(super) fn told(&self) -> &'static str {
        match self {
            Self::Armor(_) => "armor failure",
            Self::Header(HeaderError::NotForThis) => "no match",
            Self::Header(HeaderError::Altered) => "HMAC failure",
            Self::Header(_) => "header failure",
            Self::Payload(_) => "payload failure",
        }
    }
}

fn seal(identity: &Identity, plain: &[u8]) -> Vec<u8> {
    let (mut sealed, key) = begin(identity, &mut OsEntropy).unwrap();
    let (mut run, mut at) = (Chunks::default(), 0);
    let mut first = 0;
    loop {
        let from = std::cell::Cell::new(at);
        run.take_plain::<()>(
            first,
            |place| {
                let bytes = place.len().min(plain.len() - from.get());
                place[..bytes].copy_from_slice(&plain[from.get()..][..bytes]);
                from.set(from.get() + bytes);
                Ok(bytes)
            },
            || Ok(from.get() == plain.len()),
        )
        .unwrap();
        at = from.get();
        run.seal(&key);
        sealed.extend_from_slice(run.sealed());
        first = run.next();
        if run.is_last() {
            return sealed;
        }
    }
}

fn open(identity: &dyn Opens, file: &[u8]) -> Result<Vec<u8>, Refused> {
    open_as(identity, file, Armor::is_meant(file))
}

/// Opens what somebody says is armored, or is not.
pub(super) fn open_as(identity: &dyn Opens, file: &[u8], is_armored: bool) -> Result<Vec<u8>, Refused> {
    let mut unarmored = Vec::new();
    let sealed = if is_armored {
        let mut armor = Armor::default();
        armor.push(file, &mut unarmored).map_err(Refused::Armor)?;
        armor.finish(&mut unarmored).map_err(Refused::Armor)?;
        &unarmored
    } else {
        file
    };
    let length = Header::length(sealed).map_err(Refused::Header)?.unwrap_or(sealed.len());
    let header = Header::read(&sealed[..length]).map_err(Refused::Header)?;
    let file_key = header.file_key(identity).map_err(Refused::Header)?;
    drop(file_key);
    let Some((nonce, mut rest)) = sealed[length..].split_first_chunk::<NONCE_BYTES>() else {
        // The kit counts the nonce to the header.
        return Err(Refused::Header(HeaderError::CutOff));
    };
    let key = payload_key(identity, &header, nonce).map_err(Refused::Header)?;
    let (mut run, mut first, mut plain) = (Chunks::default(), 0, Vec::new());
    loop {
        let mut after = rest;
        run.take_sealed::<()>(
            first,
            |place| {
                let (now, later) = rest.split_at(place.len().min(rest.len()));
                place[..now.len()].copy_from_slice(now);
                after = later;
                Ok(now.len())
            },
            || {
                Ok(rest.len()
                    <= quorate::formats::age::stream::CHUNKS_OF_A_RUN
                        * quorate::formats::age::SEALED_CHUNK_BYTES)
            },
        )
        .unwrap();
        rest = after;
        run.open(&key).map_err(Refused::Payload)?;
        run.plain().for_each(|chunk| plain.extend_from_slice(chunk));
        first = run.next();
        if run.is_last() {
            return Ok(plain);
        }
    }
}

fn identity(text: &str) -> Identity {
    let key = Key::read(&SecretBytes::copy_of(text.as_bytes()), Kind::Age).unwrap();
    Identity::new(SecretBytes::copy_of(key.master_secret().expose())).unwrap()
}

/// A case of the test kit.
pub(super) struct Case {
    name: String,
    pub(super) expect: String,
    pub(super) payload: Option<String>,
    pub(super) identities: Vec<String>,
    passphrase: Option<String>,
    pub(super) is_armored: bool,
    pub(super) file: Vec<u8>,
}

/// Where the registry has put the test kit: it lies beside the source of the `age` crate.
fn kit() -> Vec<Case> {
    // For this platform only: what others need was never fetched.
    let platform = format!("{}-unknown-linux-gnu", env::consts::ARCH);
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", &platform])
        .arg("--manifest-path")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let age = packages.iter().find(|package| package["name"] == "age").unwrap();
    let folder =
        PathBuf::from(age["manifest_path"].as_str().unwrap()).with_file_name("tests/testdata/testkit");
    let read = |path: PathBuf| case(&path.file_name().unwrap().to_string_lossy(), &fs::read(&path).unwrap());
    let mut cases: Vec<Case> =
        fs::read_dir(folder).unwrap().map(|entry| read(entry.unwrap().path())).collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

pub(super) fn case(name: &str, bytes: &[u8]) -> Case {
    let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let of = |name: &str| -> Vec<String> {
        head.lines().filter_map(|line| line.strip_prefix(&format!("{name}: "))).map(str::to_owned).collect()
    };
    let mut file = bytes[end + 2..].to_vec();
    if of("compressed") == ["zlib"] {
        let packed = std::mem::take(&mut file);
        ZlibDecoder::new(packed.as_slice()).read_to_end(&mut file).unwrap();
    }
    Case {
        name: name.to_owned(),
        expect: of("expect").remove(0),
        payload: of("payload").pop(),
        identities: of("identity"),
        passphrase: of("passphrase").pop(),
        is_armored: of("armored") == ["yes"],
        file,
    }
}

#[test]
fn the_test_kit_ends_as_it_says() {
    let cases = kit();
    let (mut opened, mut refused, mut of_passphrases) = (0, 0, 0);
    for case in &cases {
        let who: Box<dyn Opens> = match (case.identities.first(), &case.passphrase) {
            (None, Some(text)) => Box::new(FilePassphrase::new(SecretText::copy_of(text)).unwrap()),
            (first, _) => Box::new(identity(first.map_or(SOMEBODY, String::as_str))),
        };
        of_passphrases += usize::from(case.passphrase.is_some());
        match open_as(&*who, &case.file, case.is_armored) {
            Ok(plain) => {
                assert_eq!(case.expect, "success", "{}", case.name);
                assert_eq!(Some(sha256_hex(&plain)), case.payload, "{}", case.name);
                opened += 1;
            }
            Err(error) => {
                assert_eq!(case.expect, error.told(), "{}: {error:?}", case.name);
                refused += 1;
            }
        }
    }
    println!(
        "test kit: {} cases ({of_passphrases} of passphrases), {opened} opened and {refused} refused as they must be",
        cases.len()
    );
    assert!(of_passphrases >= 24, "{of_passphrases}");
    assert!(opened >= 15 && refused >= 75, "{opened} {refused}");
}

/// Of the format's own example.
const SOMEBODY: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

/// A program that seals and opens, and how it is called.
pub(super) fn program(name: &str) -> Option<String> {
    let named = env::var(format!("QUORATE_{}", name.to_uppercase())).unwrap_or_else(|_| name.to_owned());
    let is_there = Command::new(&named).arg("--version").output().is_ok();
    assert!(is_there || env::var_os("CI").is_none(), "{name} must be there");
    if !is_there {
        eprintln!("NOT RUN: no {name}; apt-get install age, cargo install rage");
    }
    is_there.then_some(named)
}

pub(super) fn asked(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Sizes and what is in the files: random, as the system gives it.
fn plain_texts() -> Vec<Vec<u8>> {
    let random = |bytes: usize| {
        let mut plain = vec![0; bytes];
        getrandom::fill(&mut plain).unwrap();
        plain
    };
    let around = |end: usize| [end - 1, end, end + 1];
    let mut sizes = vec![0, 1, 2, 15, 16, 17];
    sizes.extend((1..=9).flat_map(|chunks| around(chunks * CHUNK)));
    for _ in 0..RANDOM_SIZES {
        let drawn = u64::from_le_bytes(random(8).try_into().unwrap());
        sizes.push((drawn % (5 * CHUNK as u64)) as usize);
    }
    sizes.into_iter().map(random).collect()
}

fn both_ways(name: &str) {
    let Some(program) = program(name) else { return };
    let secret = age::x25519::Identity::generate();
    let recipient = secret.to_public().to_string();
    let secret = secret.to_string();
    let ours = identity(secret.expose_secret());
    let key = env::temp_dir().join(format!("quorate-{name}-{}.txt", std::process::id()));
    fs::write(&key, secret.expose_secret()).unwrap();
    let key_name = key.to_str().unwrap();
    let texts = plain_texts();
    for plain in &texts {
        let sealed = seal(&ours, plain);
        let armored = armor::write(&sealed);
        for sealed in [sealed.as_slice(), armored.as_bytes()] {
            assert!(
                asked(&program, &["-d", "-i", key_name], sealed) == *plain,
                "{name} opens {}",
                plain.len()
            );
        }
        for options in [&["-r", &recipient][..], &["-a", "-r", &recipient]] {
            let sealed = asked(&program, options, plain);
            assert!(open(&ours, &sealed).as_ref() == Ok(plain), "{name} sealed {} {options:?}", plain.len());
        }
    }
    fs::remove_file(key).unwrap();
    println!("{name}: {} sizes, binary and armored, each way", texts.len());
}

#[test]
fn the_lines_of_the_page_for_strangers_open_a_sealed_file() {
    let Some(age) = program("age") else { return };
    let page = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/use/recover-without-quorate.md"),
    );
    let page = page.unwrap();
    let (_, rest) = page.split_once("```python\n").unwrap();
    let (lines, _) = rest.split_once("```").unwrap();
    let identity_text = |hex: &str| {
        let text = asked("python3", &["-c", lines], format!("{hex}\n").as_bytes());
        String::from_utf8(text).unwrap().trim_end().to_owned()
    };
    assert_eq!(identity_text(&"42".repeat(32)), SOMEBODY);
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let sealed = seal(&Identity::new(SecretBytes::copy_of(&bytes)).unwrap(), b"what was kept");
    let key = env::temp_dir().join(format!("quorate-page-{}.txt", std::process::id()));
    fs::write(&key, identity_text(&hex)).unwrap();
    assert_eq!(asked(&age, &["-d", "-i", key.to_str().unwrap()], &sealed), b"what was kept");
    fs::remove_file(key).unwrap();
}

#[test]
fn age_and_quorate_open_what_the_other_seals() {
    both_ways("age");
}

#[test]
fn rage_and_quorate_open_what_the_other_seals() {
    both_ways("rage");
}
