//! Shares that are sealed to their holders: identities from files and typed, hybrid ones, and passphrases.

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use ml_kem::{Decapsulate as _, DecapsulationKey, MlKem768};
use quorate::{
    crypto::secret::SecretBytes,
    formats::{identity, recipient::Recipient},
};
use sha3::{Digest as _, Sha3_256};
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};

use crate::{
    debugger::needles::Needles,
    desk::Desk,
    files::{dealt, desk_with_key, words},
    hands::{ENTER, Tty},
};

/// The identities of age and SSH, which protect nothing, and what is secret of them.
const AGE: &str = "AGE-SECRET-KEY-1EJRWSGMMLZS05GU7J39CVMMG7ANCJQH4A92E3UFUF9TCZVAWZW6S7LGNL5";
const OTHER: &str = "AGE-SECRET-KEY-14RDL6G9A42VL7ZPS02L2M49NQZTQZ5GE9EEMAJCY5EQDQMQVVGTQR7CEFX";
const HYBRID: &str = include_str!("../data/age/hybrid.key");
const SSH: &str = include_str!("../data/keyfiles/ed25519.openssh");

fn recipient(file: &str) -> Recipient {
    identity::read(&SecretBytes::copy_of(file.as_bytes())).unwrap()[0].recipient()
}

/// The bytes of an age identity, by its text.
fn bytes_of(line: &str) -> Vec<u8> {
    let checked = bech32::primitives::decode::CheckedHrpstring::new::<bech32::Bech32>(line).unwrap();
    checked.byte_iter().collect()
}

/// The seed in a key file of OpenSSH: it stands before the last writing of the public half.
fn seed_of(file: &str) -> Vec<u8> {
    let Recipient::Ssh(public) = recipient(file) else { panic!("no SSH key") };
    let body: String = file.lines().filter(|line| !line.starts_with("-----")).collect();
    let mut place = vec![0; body.len()];
    let bytes = Base64::decode(&body, &mut place).unwrap();
    let at = bytes.windows(public.len()).rposition(|here| here == public).unwrap();
    bytes[at - 32..at].to_vec()
}

/// A desk with a set of 2of3 whose second and third shares are sealed, to an age identity and an SSH key.
fn desk_with_sealed() -> (Desk, Needles) {
    let (desk, needles) = desk_with_key();
    desk.put("bob.key", format!("{AGE}\n")).put("carol.key", SSH).put("other.key", format!("{OTHER}\n"));
    let seed = seed_of(SSH);
    let needles = needles
        .bytes("identity, typed", AGE.as_bytes())
        .bytes("identity", &bytes_of(AGE))
        .bytes("identity, typed", OTHER.as_bytes())
        .bytes("identity", &bytes_of(OTHER))
        .bytes("seed of the SSH key", &seed);
    let (bob, carol) = (recipient(AGE), recipient(SSH));
    let [to, codes] = [
        [format!("bob={bob}"), format!("carol={carol}")],
        [format!("bob={}", bob.code()), format!("carol={}", carol.code())],
    ];
    let mut split =
        words("split 2of3 --in key --custodian ann,bob,carol --exponent 0 --date 2026-11-24 -o set");
    split.extend([
        "--to",
        &to[0],
        "--to",
        &to[1],
        "--recipient-code",
        &codes[0],
        "--recipient-code",
        &codes[1],
    ]);
    let ran = desk.run(&split).exits(0);
    // The words of the sealed ones, opened.
    let mut shares = desk.shares_under("set/secret");
    for (card, key) in [("2-bob", "bob.key"), ("3-carol", "carol.key")] {
        desk.prepare(&words(&format!("card set/secret/{card}.age --identity {key}")));
        shares.extend(desk.shares_in("stdout"));
    }
    assert_eq!(shares.len(), 3);
    let needles = dealt(needles, &shares);
    ran.leaves_nothing_of(&needles);
    (desk, needles)
}

/// What a hybrid identity becomes, and what it shares with whoever sealed this file to it.
fn hybrid_needles(needles: Needles, identity: &[u8], sealed: &str) -> Needles {
    let mut keys = [0; 96];
    let mut hash = Shake256::default();
    hash.update(identity);
    hash.finalize_xof().read(&mut keys);
    let (seed, scalar) = keys.split_first_chunk::<64>().unwrap();
    let body: String = sealed.lines().filter(|line| !line.starts_with("-----")).collect();
    let mut place = vec![0; body.len()];
    let file = Base64::decode(&body, &mut place).unwrap();
    let line = file.split(|byte| *byte == b'\n').nth(1).unwrap();
    let argument = str::from_utf8(line).unwrap().strip_prefix("-> mlkem768x25519 ").unwrap();
    let mut place = vec![0; argument.len()];
    let (ciphertext, share) = Base64Unpadded::decode(argument, &mut place).unwrap().split_at(1088);
    let of_lattice =
        DecapsulationKey::<MlKem768>::from_seed((*seed).into()).decapsulate(&ciphertext.try_into().unwrap());
    let scalar: [u8; 32] = scalar.try_into().unwrap();
    let of_points = x25519_dalek::x25519(scalar, share.try_into().unwrap());
    let own = x25519_dalek::x25519(scalar, x25519_dalek::X25519_BASEPOINT_BYTES);
    let mut hash = Sha3_256::new();
    for part in [&of_lattice[..], &of_points, share, &own, br"\.//^\"] {
        sha3::Digest::update(&mut hash, part);
    }
    needles
        .bytes("hybrid identity", identity)
        .bytes("seed of ML-KEM", seed)
        .bytes("scalar of X25519", &scalar)
        .bytes("secret of ML-KEM", &of_lattice)
        .bytes("secret of X25519", &of_points)
        .bytes("shared secret", &hash.finalize())
}

#[test]
fn a_hybrid_identity_from_a_file_and_typed() {
    let (desk, needles) = desk_with_key();
    let text = HYBRID.trim_end();
    desk.put("bob.key", HYBRID);
    let bob = recipient(HYBRID);
    let split = format!(
        "split 2of3 --in key --custodian ann,bob,carol --exponent 0 --date 2026-11-24 -o set --to bob={bob} \
         --recipient-code bob={}",
        bob.code()
    );
    let ran = desk.run(&words(&split)).exits(0);
    let sealed = std::fs::read_to_string(desk.path("set/secret/2-bob.age")).unwrap();
    let needles = needles.bytes("hybrid identity, typed", text.as_bytes());
    let needles = hybrid_needles(needles, &bytes_of(text), &sealed);
    desk.prepare(&words("card set/secret/2-bob.age --identity bob.key"));
    let mut shares = desk.shares_under("set/secret");
    shares.extend(desk.shares_in("stdout"));
    let needles = dealt(needles, &shares);
    ran.leaves_nothing_of(&needles);
    for line in [
        "check set/secret/2-bob.age --identity bob.key",
        "check --identity bob.key --recipient",
        "recover set/secret/1-ann.txt set/secret/2-bob.age --identity bob.key",
    ] {
        desk.run(&words(line)).exits(0).leaves_nothing_of(&needles);
    }
    let mut tty = Tty::run(&desk, &words("check set/secret/2-bob.age"));
    tty.wait_for("its identity").type_in(text).type_in(ENTER).wait_for("good");
    tty.ends_without(0, &needles);
}

#[test]
fn identities_from_files_open_sealed_shares() {
    let (desk, needles) = desk_with_sealed();
    let code = recipient(OTHER).code();
    let record = "--record set/public/record.json --date 2026-11-25";
    for (line, exit) in [
        (format!("check set/secret/2-bob.age --identity bob.key {record}"), 0),
        (format!("check set/secret/2-bob.age --identity other.key {record}"), 3),
        ("check set/secret/3-carol.age --identity bob.key".to_owned(), 3),
        ("check --identity bob.key --identity carol.key --recipient".to_owned(), 0),
        (
            "recover set/secret/2-bob.age set/secret/3-carol.age --identity bob.key --identity carol.key"
                .to_owned(),
            0,
        ),
        (format!("drill set/secret/1-ann.txt set/secret/2-bob.age --identity bob.key {record}"), 0),
        ("reissue set/secret/1-ann.txt set/secret/2-bob.age --identity bob.key --member 3".to_owned(), 0),
        (
            format!(
                "card set/secret/2-bob.age --identity bob.key --to {} --recipient-code {code} -o send",
                recipient(OTHER)
            ),
            0,
        ),
    ] {
        desk.run(&words(&line)).exits(exit).leaves_nothing_of(&needles);
    }
}

#[test]
fn an_identity_that_is_typed() {
    let (desk, needles) = desk_with_sealed();
    let mut tty = Tty::run(&desk, &words("check set/secret/2-bob.age"));
    tty.wait_for("its identity").type_in(OTHER).type_in(ENTER);
    tty.wait_for("that does not open it").type_in(AGE).type_in(ENTER).wait_for("good");
    tty.ends_without(0, &needles);
}

#[test]
fn a_passphrase_that_is_shown_and_asked_for() {
    let (desk, needles) = desk_with_key();
    let split = "split 2of3 --in key --custodian ann,bob,carol --exponent 0 --date 2026-11-24 --to bob=passphrase -o set";
    let mut tty = Tty::run(&desk, &words(split));
    tty.wait_for("Enter shows the words").type_in(ENTER).wait_for("write all of them down");
    let page = tty.words();
    assert_eq!(page.len(), 10);
    let passphrase = page.join("-");
    let needles = needles.bytes("passphrase of the share", passphrase.as_bytes());
    tty.type_in(ENTER).wait_for("type the ten words back").type_in(&passphrase).type_in(ENTER);
    tty.wait_for("put them away").type_in(ENTER);
    tty.ends_without(0, &needles);
    desk.put("page", &passphrase);
    desk.prepare(&words("card set/secret/2-bob.age --identity page"));
    let mut shares = desk.shares_under("set/secret");
    shares.extend(desk.shares_in("stdout"));
    let needles = dealt(needles, &shares);
    desk.run(&words("check set/secret/2-bob.age --identity page")).exits(0).leaves_nothing_of(&needles);
    let mut tty = Tty::run(&desk, &words("check set/secret/2-bob.age"));
    tty.wait_for("its passphrase").type_in(&page.join(" ")).type_in(ENTER).wait_for("good");
    tty.ends_without(0, &needles);
}

#[test]
fn a_recovery_that_receives_shares() {
    let (desk, needles) = desk_with_sealed();
    std::fs::create_dir(desk.path("inbox")).unwrap();
    let recover = "recover --receive inbox --record set/public/record.json --date 2026-11-25 -o again";
    let mut tty = Tty::run(&desk, &words(recover));
    tty.wait_for("Enter, when the sealed shares lie in inbox");
    let screen = tty.screen();
    let after = |what: &str| screen.split(what).nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let (to, code) = (after("recipient of this recovery:"), after("its code:"));
    for (card, key) in [("2-bob", "bob.key"), ("3-carol", "carol.key")] {
        let send = format!(
            "card set/secret/{card}.age --identity {key} --to {to} --recipient-code {code} --neutral-names -o {card}"
        );
        desk.run(&words(&send)).exits(0).leaves_nothing_of(&needles);
        for file in std::fs::read_dir(desk.path(&format!("{card}/secret"))).unwrap() {
            let from = file.unwrap().path();
            std::fs::copy(&from, desk.path("inbox").join(from.file_name().unwrap())).unwrap();
        }
    }
    tty.type_in(ENTER);
    tty.ends_without(0, &needles);
}
