//! Sealed files: made with their shares, opened by them, and refused wherever they were touched.

use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    io::{Read as _, Write as _},
    process::Stdio,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use quorate::{
    crypto::{random::OsEntropy, secret::SecretBytes},
    formats::age::{CHUNK_BYTES, Chunks, Identity, SEALED_CHUNK_BYTES, armor, begin},
};
use serde_json::{Value, json};

use crate::{desk::Desk, known};

/// A key file as people have them, which must come back byte for byte.
const PEM: &str =
    "-----BEGIN OPENSSH PRIVATE KEY-----\r\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n\n";

/// What is sealed: so many bytes that are not the same anywhere.
pub fn plain(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|at| (at % 251) as u8 ^ (at / 65_521) as u8).collect()
}

/// A file sealed to the key of the reference's sets.
pub fn seal(plain: &[u8]) -> Vec<u8> {
    let key = known::reference_key();
    let byte = |at: usize| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap();
    seal_to(
        SecretBytes::build(32, |place| place.iter_mut().enumerate().for_each(|(at, to)| *to = byte(at))),
        plain,
    )
}

fn seal_to(identity: SecretBytes, plain: &[u8]) -> Vec<u8> {
    let (mut sealed, key) = begin(&Identity::new(identity).unwrap(), &mut OsEntropy).unwrap();
    let (mut run, taken, mut first) = (Chunks::default(), Cell::new(0), 0);
    while first == 0 || !run.is_last() {
        let fill = |place: &mut [u8]| {
            let bytes = place.len().min(plain.len() - taken.get());
            place[..bytes].copy_from_slice(&plain[taken.get()..][..bytes]);
            taken.set(taken.get() + bytes);
            Ok::<_, ()>(bytes)
        };
        run.take_plain(first, fill, || Ok(taken.get() == plain.len())).unwrap();
        run.seal(&key);
        sealed.extend_from_slice(run.sealed());
        first = run.next();
    }
    sealed
}

/// A desk with shares of a set of the reference, and what was sealed to its key.
fn desk_with_sealed(bytes: usize) -> (Desk, Vec<u8>) {
    let desk = Desk::new();
    desk.put_shares(&known::shares("three_of_five"));
    let sealed = seal(&plain(bytes));
    fs::write(desk.path("big.age"), &sealed).unwrap();
    (desk, sealed)
}

const OPEN: [&str; 6] = ["recover", "1.txt", "2.txt", "3.txt", "--open", "big.age"];

fn split(desk: &Desk, more: &[&str]) -> crate::desk::Ran {
    desk.run(&[&["split", "2of3", "--exponent", "0", "--date", "2026-11-25"], more].concat())
}

#[test]
fn a_file_is_sealed_with_its_shares_and_given_back_by_them_byte_for_byte() {
    for bytes in [1, CHUNK_BYTES - 1, CHUNK_BYTES, 4 * CHUNK_BYTES, 5 * CHUNK_BYTES, 5 * CHUNK_BYTES + 1] {
        let desk = Desk::new();
        fs::write(desk.path("big"), plain(bytes)).unwrap();
        let ran = split(&desk, &["--seal", "big", "-o", "set"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.says("the file that was sealed stays where it is"), "{ran:?}");
        assert!(ran.says("beside the shares: quorate recover --open big.age -o FILE"), "{ran:?}");
        let names: BTreeSet<String> = desk.names().into_iter().filter(|name| name.contains('.')).collect();
        let public =
            ["big.age", "record.json", "journal.jsonl", "ceremony-report.pdf", "ceremony-report.json"];
        let public = public.map(|name| format!("set/public/{name}"));
        let secret = [1, 2, 3].map(|share| format!("set/secret/share-{share}.txt"));
        assert_eq!(names, public.into_iter().chain(secret).collect());
        let record: Value = serde_json::from_str(&desk.read("set/public/record.json")).unwrap();
        let sealed = fs::read(desk.path("set/public/big.age")).unwrap();
        assert_eq!(record["sealed"]["name"], "big.age");
        assert_eq!(record["sealed"]["bytes"], sealed.len());
        assert_eq!(record["sealed"]["sha256"], quorate::crypto::hash::sha256_hex(&sealed));
        assert_eq!((&record["key"]["form"]["kind"], &record["key"]["bytes"]), (&"age".into(), &32.into()));
        let open =
            ["recover", "set/secret/share-3.txt", "set/secret/share-1.txt", "--open", "set/public/big.age"];
        let piped = desk.run(&open);
        assert_eq!((piped.code, piped.stdout == plain(bytes)), (0, true), "{}", piped.stderr);
        let with_record = [&open[..], &["--record", "set/public/record.json", "-o", "back"]].concat();
        let ran = desk.run(&with_record);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.says("this is the sealed file of the record, byte for byte"), "{ran:?}");
        assert!(
            fs::read(desk.path("back")).unwrap() == plain(bytes)
                && fs::read(desk.path("big")).unwrap() == plain(bytes)
        );
    }
}

#[test]
fn without_a_folder_the_sealed_file_goes_beside_the_file() {
    let desk = Desk::new();
    fs::create_dir(desk.path("keys")).unwrap();
    desk.put("keys/id", PEM);
    let ran = split(&desk, &["--seal", "keys/id", "--json", "--record", "record.json"]);
    let document = ran.json();
    assert_eq!(document["kind"], "age");
    assert_eq!(document["sealed"]["name"], "id.age");
    let mnemonic = |at: usize| document["shares"][at]["mnemonic"].as_str().unwrap().to_owned();
    let shares = format!("{}\n{}\n", mnemonic(2), mnemonic(0));
    let opened =
        desk.pipe(&shares, &["recover", "-", "--open", "keys/id.age", "-o", "back", "--json"]).json();
    assert_eq!(opened["opened"]["bytes"], PEM.len());
    assert_eq!(opened["opened"]["sealed"], document["sealed"]);
    assert_eq!(desk.read("back"), PEM);
    // What opens it is what plain age takes.
    let identity = desk.pipe(&shares, &["recover", "-", "--record", "record.json"]);
    assert!(identity.product().starts_with("AGE-SECRET-KEY-1"), "the form is in the record");
    let refused = desk.refused(7, &["split", "2of3", "--seal", "keys/id"]);
    assert_eq!(refused.error, "keys/id.age exists already");
}

#[test]
fn what_cannot_be_sealed_is_refused_before_anything_is_made() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).unwrap();
    desk.put("small", "x").put("small.age", "precious");
    for (exit, arguments) in [
        (1, &["--seal", "./nothing"][..]),
        (1, &["--seal", "nothing.pem"]),
        (2, &["--seal", "-"]),
        (2, &["--seal", "/dev/stdin"]),
        (2, &["--seal", "folder"]),
        (2, &["--seal", "/dev/null"]),
        (2, &["--seal", "small", "--in", "small"]),
        (2, &["--seal", "small", "--generate", "256"]),
        (2, &["--seal", "small", "--kind", "hex"]),
        (2, &["--seal", "small", "--language", "english"]),
        (7, &["--seal", "small"]),
        (7, &["--seal", "small", "-o", "folder"]),
    ] {
        desk.refused(exit, &[&["split", "2of3"], arguments].concat());
    }
    let plan = desk.run(&["plan", "2of3"]).product().to_owned();
    fs::write(desk.path("plan.toml"), format!("key = \"hex\"\n{plan}")).unwrap();
    fs::remove_file(desk.path("small.age")).unwrap();
    let refused = desk.refused(2, &["split", "--plan", "plan.toml", "--seal", "small"]);
    assert_eq!(refused.error, "a file is sealed to an age identity, but the plan names another kind of key");
    desk.put("small.age", "precious");
    let hushed = desk.refused(2, &["split", "2of3", "--seal", crate::desk::HUSH]);
    assert_eq!(hushed.error, "--seal names no file that exists");
    assert_eq!(desk.read("small.age"), "precious");
}

#[test]
fn an_empty_file_and_one_that_is_not_as_long_as_it_says_are_refused() {
    let desk = Desk::new();
    desk.put("empty.key", "");
    let refused = desk.refused(3, &["split", "2of3", "--seal", "empty.key", "-o", "set"]);
    assert_eq!(refused.error, "empty.key is empty");
    assert_eq!(desk.refused_json(3, &["split", "2of3", "--seal", "empty.key"])["code"], "empty-file");
    // Files that the kernel makes up when they are read say that they have no length.
    if fs::metadata("/proc/version").is_ok_and(|found| found.len() == 0) {
        let refused = desk.refused(3, &["split", "2of3", "--seal", "/proc/version", "-o", "set"]);
        assert_eq!(refused.error, "/proc/version: its content is not as long as its size says");
        let refused = desk.refused_json(3, &["split", "2of3", "--seal", "/proc/version"]);
        assert_eq!(refused["code"], "file-size");
    }
}

#[test]
fn a_passphrase_that_the_sealed_file_can_confirm_is_told() {
    let desk = Desk::new();
    desk.put("pass", "correct horse");
    fs::write(desk.path("big"), plain(10)).unwrap();
    let ran = split(&desk, &["--seal", "big", "--passphrase-file", "pass", "-o", "set"]);
    assert!(
        ran.says("whoever has the sealed file and a quorum of the shares can try passphrases"),
        "{ran:?}"
    );
    assert!(!ran.says("nothing can confirm the passphrase"), "{ran:?}");
    desk.put("wrong", "wrong horse");
    let open =
        ["recover", "set/secret/share-1.txt", "set/secret/share-2.txt", "--open", "set/public/big.age"];
    let with = |pass| [&open[..], &["--passphrase-file", pass]].concat();
    assert_eq!(desk.run(&with("pass")).stdout, plain(10));
    assert!(desk.refused(5, &with("wrong")).error.contains("it is sealed to another key"));
}

#[test]
fn a_sealed_file_whose_lines_were_turned_to_those_of_windows_is_named() {
    let (desk, sealed) = desk_with_sealed(10);
    let mut turned = Vec::new();
    for byte in sealed {
        turned.extend(if byte == b'\n' { vec![b'\r', byte] } else { vec![byte] });
    }
    fs::write(desk.path("big.age"), turned).unwrap();
    let refused = desk.refused(3, &OPEN);
    assert!(refused.error.contains("the lines of this age file end as on Windows"), "{refused:?}");
}

#[test]
fn a_file_that_changes_meanwhile_is_refused_and_nothing_is_kept() {
    let desk = Desk::new();
    fs::write(desk.path("log"), vec![7; 32 << 20]).unwrap();
    let mut log = fs::OpenOptions::new().append(true).open(desk.path("log")).unwrap();
    let before = desk.names();
    let is_over = AtomicBool::new(false);
    let ran = thread::scope(|scope| {
        let flag = &is_over;
        let writer = scope.spawn(move || {
            while !flag.load(Ordering::Relaxed) {
                log.write_all(b"more").unwrap();
                thread::sleep(Duration::from_micros(200));
            }
        });
        let ran = split(&desk, &["--seal", "log", "-o", "set"]);
        is_over.store(true, Ordering::Relaxed);
        writer.join().unwrap();
        ran
    });
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.says("log changed while it was sealed"), "{ran:?}");
    assert_eq!(desk.names(), before);
}

#[test]
fn keys_that_no_share_could_hold_are_offered_to_be_sealed() {
    let desk = Desk::new();
    desk.put("pem", PEM)
        .put("long", [0xff; 130])
        .put("huge", vec![b'a'; 2 << 20])
        .put("pgp", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n");
    for arguments in [
        &["--in", "pem"][..],
        &["--in", "pgp"],
        &["--in", "long"],
        &["--in", "long", "--kind", "raw"],
        &["--in", "huge"],
        &["--in", "huge", "--kind", "raw"],
    ] {
        let refused = desk.refused(3, &[&["split", "2of3"], arguments].concat());
        assert!(refused.hint.contains("--seal FILE"), "{arguments:?}: {refused:?}");
    }
    let slip = desk.refused_piped(3, "0123", &["split", "2of3"]);
    assert!(!slip.hint.contains("--seal"), "{slip:?}");
}

#[test]
fn a_sealed_file_that_was_touched_is_refused_with_its_place() {
    let (desk, sealed) = desk_with_sealed(3 * CHUNK_BYTES + 100);
    let start = sealed.len() - 3 * SEALED_CHUNK_BYTES - 116;
    let chunk = |number: usize| &sealed[start + number * SEALED_CHUNK_BYTES..][..SEALED_CHUNK_BYTES];
    let (head, tail) = (&sealed[..start], &sealed[start + 3 * SEALED_CHUNK_BYTES..]);
    let at = |number: usize| format!("begins at byte {}", start + number * SEALED_CHUNK_BYTES);
    let swapped = [head, chunk(1), chunk(0), chunk(2), tail].concat();
    let taken = [head, chunk(0), chunk(2), tail].concat();
    let doubled = [head, chunk(0), chunk(0), chunk(1), chunk(2), tail].concat();
    let (added, cut) = ([&sealed[..], b"x"].concat(), sealed.len() - 1);
    for (file, exit, told, place) in [
        (&sealed[..cut], 5, "the last chunk (4) was altered, cut short or extended", at(3)),
        (&added, 5, "the last chunk (4) was altered, cut short or extended", at(3)),
        (&sealed[..start + 3 * SEALED_CHUNK_BYTES], 5, "the end is cut off, in or after chunk 3", at(2)),
        (&sealed[..start + 3 * SEALED_CHUNK_BYTES + 5], 5, "the end is cut off, in or after chunk 4", at(3)),
        (&sealed[..start], 5, "the end is cut off, in or after chunk 1", at(0)),
        (&sealed[..start - 1], 5, "the end is cut off, in or after chunk 1", at(0)),
        (&swapped, 5, "chunk 1 was altered or is out of its place", at(0)),
        (&taken, 5, "chunk 2 was altered or is out of its place", at(1)),
        (&doubled, 5, "chunk 2 was altered or is out of its place", at(1)),
        (&sealed[..100], 3, "the file is cut off in its header", String::new()),
        (&sealed[1..], 3, "this is not an age file", String::new()),
        (b"", 3, "", String::new()),
    ] {
        fs::write(desk.path("big.age"), file).unwrap();
        for output in [&["-o", "back"][..], &[]] {
            let refused = desk.refused(exit, &[&OPEN[..], output].concat());
            assert!(refused.error.contains(told) && refused.error.contains(&place), "{told}: {refused:?}");
        }
    }
}

#[test]
fn a_file_that_changes_after_it_was_proved_ends_with_what_is_true_and_says_that_it_is_not_all() {
    let chunks = 256;
    let (desk, mut sealed) = desk_with_sealed(chunks * CHUNK_BYTES);
    let mut command = desk.command(&OPEN);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut came = vec![0; 1];
    // The first byte comes when all of the file was proved; the rest waits for its reader.
    out.read_exact(&mut came).unwrap();
    *sealed.last_mut().unwrap() ^= 1;
    fs::write(desk.path("big.age"), &sealed).unwrap();
    out.read_to_end(&mut came).unwrap();
    let ran = crate::desk::Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.says("big.age changed after it was proved"), "{ran:?}");
    assert!(ran.says("discard it") && !ran.says("nothing of it was kept"), "{ran:?}");
    assert!(came.len() < chunks * CHUNK_BYTES && plain(chunks * CHUNK_BYTES).starts_with(&came));
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    let (desk, sealed) = desk_with_sealed(CHUNK_BYTES + 10);
    let start = sealed.len() - SEALED_CHUNK_BYTES - 26;
    let mut places: Vec<usize> = (0..start).step_by(3).collect();
    places.extend((start - 16..start).step_by(5));
    places.extend([start, start + CHUNK_BYTES / 2, start + CHUNK_BYTES, start + SEALED_CHUNK_BYTES - 1]);
    places.extend(start + SEALED_CHUNK_BYTES..sealed.len());
    for at in places {
        let mut touched = sealed.clone();
        touched[at] ^= 1 << (at % 7);
        fs::write(desk.path("big.age"), touched).unwrap();
        let ran = desk.run(&[&OPEN[..], &["-o", "back"]].concat());
        assert!([3, 5].contains(&ran.code) && ran.stdout.is_empty(), "{at}: {ran:?}");
        assert!(!desk.path("back").exists(), "{at}");
    }
}

#[test]
fn armor_is_opened_and_refused_where_it_was_touched() {
    let (desk, sealed) = desk_with_sealed(CHUNK_BYTES + 10);
    let text = armor::write(&sealed);
    fs::write(desk.path("big.age"), text.replace('\n', "\r\n")).unwrap();
    assert_eq!(desk.run(&OPEN).stdout, plain(CHUNK_BYTES + 10));
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..lines.len() - 1].join("\n");
    let ragged = text.replacen(lines[9], &lines[9][..60], 1);
    let other = text.replacen("AGE ENCRYPTED FILE", "CERTIFICATE", 1);
    for (text, told) in [
        (cut.as_str(), "the armor has no end"),
        (&ragged, "line 11 of the armor does not follow the age format"),
        (&other, "line 1 of the armor does not follow the age format"),
    ] {
        fs::write(desk.path("big.age"), text).unwrap();
        let refused = desk.refused(3, &[&OPEN[..], &["-o", "back"]].concat());
        assert!(refused.error.contains(told), "{refused:?}");
    }
}

#[test]
fn shares_that_do_not_open_it_and_outputs_that_cannot_be_are_refused() {
    let (desk, _) = desk_with_sealed(10);
    fs::write(desk.path("other.age"), seal_to(SecretBytes::build(32, |place| place.fill(3)), b"other"))
        .unwrap();
    desk.put("taken", "precious");
    let short = desk.pipe(known::HEX, &["split", "2of3", "--exponent", "0"]).lines()[..2].join("\n");
    desk.put("short", short);
    let at = |open: &'static str| ["recover", "1.txt", "2.txt", "3.txt", "--open", open];
    for (exit, arguments, told) in [
        (5, &[&at("other.age")[..], &["-o", "back"]].concat()[..], "it is sealed to another key"),
        (5, &at("other.age"), "it is sealed to another key"),
        (5, &["recover", "short", "--open", "big.age", "-o", "back"], "these shares give 16 bytes"),
        (4, &["recover", "1.txt", "2.txt", "--open", "big.age", "-o", "back"], "2 of the 3 shares needed"),
        (7, &[&at("big.age")[..], &["-o", "taken"]].concat(), "taken exists already"),
        (2, &[&at("big.age")[..], &["--as", "age"]].concat(), "exclude each other"),
        (2, &at("-"), "a sealed file must be a file, not a pipe"),
        (2, &at("."), "not a regular file"),
        (2, &at(crate::desk::HUSH), "--open names no file that exists"),
        (1, &at("nothing.age"), "--open names no file that exists"),
    ] {
        let refused = desk.refused(exit, arguments);
        assert!(refused.error.contains(told), "{arguments:?}: {refused:?}");
    }
    let piped = desk.refused_json(2, &at("big.age"));
    assert!(piped["message"].as_str().unwrap().contains("one pipe"));
    assert_eq!(desk.read("taken"), "precious");
}

#[test]
fn with_a_record_only_its_own_file_is_opened() {
    let desk = Desk::new();
    fs::write(desk.path("big"), plain(10)).unwrap();
    assert_eq!(split(&desk, &["--seal", "big", "-o", "set"]).code, 0);
    let shares = ["set/secret/share-1.txt", "set/secret/share-2.txt"];
    let identity = desk.run(&[&["recover"], &shares[..], &["--as", "hex"]].concat());
    let hex = identity.product().trim_end().to_owned();
    let byte = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
    let identity =
        SecretBytes::build(32, |place| place.iter_mut().enumerate().for_each(|(at, to)| *to = byte(at)));
    let own = fs::read(desk.path("set/public/big.age")).unwrap();
    let identity = || SecretBytes::copy_of(identity.expose());
    // One that its length gives away, one that only its hash does, and the same plain bytes sealed once more.
    for (name, plain) in
        [("longer", b"not what was sealed".to_vec()), ("equal", b"other text".to_vec()), ("again", plain(10))]
    {
        let forged = seal_to(identity(), &plain);
        assert_eq!(forged.len() == own.len(), name != "longer");
        fs::write(desk.path("forged.age"), forged).unwrap();
        let open = [&["recover"], &shares[..], &["--open", "forged.age"]].concat();
        for output in [&["-o", "back"][..], &[]] {
            let open = [&open[..], output, &["--record", "set/public/record.json"]].concat();
            let refused = desk.refused(6, &open);
            assert!(refused.error.contains("it is not the file of the record"), "{name}: {refused:?}");
        }
        // Without a record the shares open whatever was sealed to them.
        assert_eq!(desk.run(&open).stdout, plain, "{name}");
    }
}

#[test]
fn a_drill_proves_that_the_shares_open_it_and_says_when_it_did_not() {
    let desk = Desk::new();
    fs::write(desk.path("big"), plain(2 * CHUNK_BYTES)).unwrap();
    assert_eq!(split(&desk, &["--seal", "big", "-o", "set"]).code, 0);
    let day = ["--date", "2026-11-26", "--record", "set/public/record.json"];
    let drill = |more: &[&str]| {
        let shares = ["set/secret/share-1.txt", "set/secret/share-3.txt"];
        desk.run(&[&["drill"], &shares[..], &day[..], more].concat())
    };
    let before = desk.names();
    let ran = drill(&[]);
    assert!(
        ran.product().contains("sealed file: big.age was not exercised: --open FILE exercises it"),
        "{ran:?}"
    );
    let ran = drill(&["--open", "set/public/big.age"]);
    assert!(ran.product().contains("sealed file: big.age was opened to its end"), "{ran:?}");
    assert!(ran.product().contains("passed: recoverable: these shares open the sealed file"), "{ran:?}");
    let document = drill(&["--open", "set/public/big.age", "--json", "--report", "good.pdf"]).json();
    assert_eq!(document["sealed"], "opened");
    let report: Value = serde_json::from_str(&desk.read("good.json")).unwrap();
    assert_eq!((&report["sealed"], &report["sealed_file"]["name"]), (&"opened".into(), &"big.age".into()));
    let mut touched = fs::read(desk.path("set/public/big.age")).unwrap();
    *touched.last_mut().unwrap() ^= 1;
    fs::write(desk.path("touched.age"), touched).unwrap();
    let ran = drill(&["--open", "touched.age", "--report", "bad.pdf"]);
    assert_eq!(ran.code, 5, "{ran:?}");
    let report: Value = serde_json::from_str(&desk.read("bad.json")).unwrap();
    assert_eq!((&report["outcome"], &report["sealed"]), (&"failed".into(), &"not exercised".into()));
    let made = ["good.pdf", "good.json", "bad.pdf", "bad.json", "touched.age", "set/public/journal.jsonl"];
    let after: BTreeSet<String> = before.into_iter().chain(made.map(str::to_owned)).collect();
    assert_eq!(desk.names(), after, "nothing of what was sealed is written");
}

#[test]
fn a_status_watches_the_sealed_file() {
    let desk = Desk::new();
    fs::write(desk.path("big"), plain(1000)).unwrap();
    assert_eq!(split(&desk, &["--seal", "big", "-o", "set"]).code, 0);
    let status = |more: &[&str]| {
        desk.run(&[&["status", "set/public/record.json", "--date", "2026-11-25"], more].concat())
    };
    assert!(status(&[]).product().contains("sealed file big.age: as it was"));
    assert_eq!(status(&["--json"]).json()["sealed"]["standing"], "as-it-was");
    let file = desk.path("set/public/big.age");
    let sealed = fs::read(&file).unwrap();
    let mut touched = sealed.clone();
    touched[500] ^= 1;
    for (contents, finding, standing) in [
        (Some(&sealed[..900]), "sealed-altered", "other-length"),
        (Some(&touched), "sealed-altered", "altered"),
        (None, "sealed-missing", "missing"),
    ] {
        match contents {
            Some(contents) => fs::write(&file, contents).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        let ran = status(&[]);
        assert_eq!(ran.code, 6, "{ran:?}");
        assert!(ran.says("error: the sealed file big.age"), "{ran:?}");
        let document = status(&["--json"]).json();
        assert_eq!(document["findings"][0]["finding"], finding, "{document}");
        assert_eq!(document["sealed"]["standing"], standing);
    }
    fs::write(desk.path("elsewhere.age"), sealed).unwrap();
    assert_eq!(status(&["--sealed", "elsewhere.age"]).code, 0);
    desk.put("key", known::HEX);
    assert_eq!(split(&desk, &["--in", "key", "--record", "plain.json"]).code, 0);
    desk.refused(2, &["status", "plain.json", "--sealed", "elsewhere.age"]);
}

#[test]
fn a_new_set_of_the_same_key_goes_on_naming_the_file() {
    let desk = Desk::new();
    fs::write(desk.path("big"), plain(10)).unwrap();
    assert_eq!(split(&desk, &["--seal", "big", "-o", "set"]).code, 0);
    let from = [
        "--from",
        "set/secret/share-1.txt",
        "set/secret/share-2.txt",
        "--old-record",
        "set/public/record.json",
    ];
    assert_eq!(split(&desk, &[&from[..], &["--record", "new.json"]].concat()).code, 0);
    let sealed = |record: &str| serde_json::from_str::<Value>(&desk.read(record)).unwrap()["sealed"].clone();
    assert_eq!(sealed("new.json"), sealed("set/public/record.json"));
}

#[test]
fn a_recovery_that_did_not_open_the_sealed_file_is_no_drill_and_heals_none() {
    let desk = Desk::new();
    desk.put("big", "something of value");
    assert_eq!(split(&desk, &["--seal", "big", "-o", "set"]).code, 0);
    let (one, two) = ("set/secret/share-1.txt", "set/secret/share-2.txt");
    let (record, sealed) = ("set/public/record.json", "set/public/big.age");
    let last = || -> Value {
        serde_json::from_str(desk.read("set/public/journal.jsonl").lines().last().unwrap()).unwrap()
    };
    let status = || {
        let document = desk.run(&["--json", "status", record, "--date", "2026-11-26"]).json();
        (document["drilled"].clone(), document["drill_failed"].clone(), document["drills_left_open"].clone())
    };
    // Another file that is sealed to the same key, so that the drill fails.
    let key = desk.run(&["recover", one, two, "--as", "hex"]);
    let byte = |at: usize| u8::from_str_radix(&key.product()[2 * at..2 * at + 2], 16).unwrap();
    let identity = SecretBytes::build(32, |to| to.iter_mut().enumerate().for_each(|(at, to)| *to = byte(at)));
    fs::write(desk.path("evil.age"), seal_to(identity, b"another thing")).unwrap();
    let day = ["--record", record, "--date", "2026-11-26"];
    let drill = [&["drill", one, two, "--open", "evil.age"][..], &day].concat();
    desk.refused(6, &drill);
    let (nothing, failed) = (Value::Null, Value::from("2026-11-26"));
    assert_eq!(status().1, failed);

    assert_eq!(desk.run(&[&["recover", one, two, "--as", "age"][..], &day].concat()).code, 0);
    assert_eq!((last()["passed"].clone(), last()["unproved"].clone()), (true.into(), json!(["sealed-file"])));
    let left_open = json!([{ "line": 3, "unproved": ["sealed-file"], "said": true }]);
    assert_eq!(status(), (nothing, failed.clone(), left_open));
    let told = desk.run(&["status", record, "--date", "2026-11-26", "--journal"]);
    let told = String::from_utf8(told.stdout).unwrap();
    let why = "it did not prove the sealed file";
    assert!(told.contains(&format!("recovery of 2026-11-26 does not count as a drill: {why}")), "{told}");
    assert!(told.contains(&format!("passed; not a full drill: {why}")), "{told}");

    for output in [&["-o", "back"][..], &[]] {
        desk.refused(6, &drill);
        assert_eq!(status().1, failed);
        let open = [&["recover", one, two, "--open", sealed][..], &day, output].concat();
        assert_eq!(desk.run(&open).code, 0);
        assert_eq!(last()["unproved"], json!([]), "{output:?}");
        assert_eq!((status().0, status().1), (failed.clone(), Value::Null), "{output:?}");
    }
}
