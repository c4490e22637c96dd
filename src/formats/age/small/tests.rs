//! Small files that are sealed to each kind of recipient, and every way of changing them.

use super::*;
use crate::{
    crypto::{entropy::Scripted, secret::SecretText},
    formats::age::{Identity, hybrid::HybridIdentity, ssh::SshIdentity},
};

const SHARE: &[u8] = b"academic acid acrobat";

fn x25519_identity(seed: u8) -> Identity {
    Identity::new(SecretBytes::copy_of(&[seed; 32])).unwrap()
}

fn ssh_identity(seed: u8) -> SshIdentity {
    SshIdentity::new(&SecretBytes::copy_of(&[seed; 32])).unwrap()
}

fn hybrid_identity(seed: u8) -> HybridIdentity {
    HybridIdentity::new(SecretBytes::copy_of(&[seed; 32])).unwrap()
}

fn passphrase(text: &str) -> FilePassphrase {
    FilePassphrase::new(SecretText::copy_of(text)).unwrap()
}

fn sealed_to(to: &SealTo<'_>, plain: &[u8]) -> String {
    seal(to, &SecretBytes::copy_of(plain), &mut Scripted(5)).unwrap()
}

/// A file, its kind, what opens it, and what does not.
type Sealed = (String, StanzaKind, Box<dyn Opens>, Box<dyn Opens>);

/// A file of each kind.
fn each() -> [Sealed; 4] {
    let (age, ssh, known) = (x25519_identity(1), ssh_identity(1), passphrase("correct horse"));
    let hybrid = hybrid_identity(1);
    let key = *ssh.public().bytes();
    let to_passphrase = SealTo::passphrase_of_factor(&known, 4).unwrap();
    let texts = [
        sealed_to(&SealTo::x25519(age.recipient()).unwrap(), SHARE),
        sealed_to(&SealTo::ssh(key).unwrap(), SHARE),
        sealed_to(&to_passphrase, SHARE),
        sealed_to(&SealTo::hybrid(&hybrid.recipient()).unwrap(), SHARE),
    ];
    let [first, second, third, fourth] = texts;
    [
        (first, StanzaKind::X25519, Box::new(age), Box::new(x25519_identity(2))),
        (second, StanzaKind::Ssh { tag: ssh::tag(&key) }, Box::new(ssh), Box::new(ssh_identity(2))),
        (third, StanzaKind::Scrypt { log_n: 4 }, Box::new(known), Box::new(passphrase("correct horsf"))),
        (fourth, StanzaKind::Hybrid, Box::new(hybrid), Box::new(hybrid_identity(2))),
    ]
}

/// What age 1.1.1 has sealed to the first key of RFC 8032, 7.1.
const BY_AGE: &str = "\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNzaC1lZDI1NTE5IGJiWHB1QSBlNWlZ
ZjM5bTJabUE1enB2dkhmamlYU0ZwakpDUzF3cS9VN0MvY3djZ1ZZCjRNTzBtRi9y
Q0dxejlzbndVUUc1MEFmcFRaMXFieFkxTzcwZXRjdy9PUFkKLS0tIG4rUGVVbytG
OFdyNTZoU2U1QzZtZjlYZXVwai85Qm51RXpIbWJobldWaXMKIXSh0VfXwANJJvtS
/DG+YphrxwUJIGn8z+/qx4/Z/oalcV+Mw5gOmIEgrw4JAcx90mO51Ho=
-----END AGE ENCRYPTED FILE-----
";

#[test]
fn what_age_has_sealed_to_a_key_of_ssh_opens() {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let seed = SecretBytes::build(32, |place| {
        place.iter_mut().zip(0..).for_each(|(byte, at)| {
            *byte = u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap();
        });
    });
    let own = SshIdentity::new(&seed).unwrap();
    assert_eq!(kind_of(BY_AGE.as_bytes()), Ok(StanzaKind::Ssh { tag: ssh::tag(own.public().bytes()) }));
    assert!(open(BY_AGE.as_bytes(), &[&own]).unwrap().matches(SHARE));
}

fn binary(text: &str) -> Vec<u8> {
    out_of_armor(text.as_bytes()).unwrap()
}

fn refused(file: &[u8], with: &dyn Opens) -> SmallFileError {
    open(file, &[with]).unwrap_err()
}

/// A file with this header text, proved, and the content of `SHARE`: what a careless or hostile writer makes.
fn with_stanzas(stanzas: &str) -> Vec<u8> {
    use crate::crypto::hash::hmac_sha256;
    let file_key = SecretBytes::copy_of(b"YELLOW SUBMARINE");
    let text = format!("age-encryption.org/v1\n{stanzas}---");
    let code = hmac_sha256(super::super::header_key(&file_key).expose(), &[text.as_bytes()]);
    let mut file = format!("{text} {}\n", super::super::base64::unpadded(code.expose())).into_bytes();
    let mut chunk = [SHARE, &[0; TAG_BYTES]].concat();
    PayloadKey::of(&file_key, &[3; NONCE_BYTES]).seal_only(&mut chunk);
    file.extend([3; NONCE_BYTES]);
    file.extend(chunk);
    file
}

fn stanza_to(seed: u8) -> String {
    let file_key = SecretBytes::copy_of(b"YELLOW SUBMARINE");
    let ephemeral = SecretBytes::copy_of(&[9; 32]);
    let text =
        Header::text(&x25519::wrap(&x25519_identity(seed).recipient(), &ephemeral, &file_key), &file_key);
    let text = String::from_utf8(text).unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    rest[..rest.find("---").unwrap()].to_owned()
}

#[test]
fn each_kind_opens_to_its_own_and_to_nobody_else() {
    let all = each();
    for (text, kind, own, other) in &all {
        assert_eq!(kind_of(text.as_bytes()), Ok(*kind));
        for file in [text.clone().into_bytes(), binary(text)] {
            assert!(is_meant(&file));
            assert!(open(&file, &[&**own]).unwrap().matches(SHARE));
            assert!(open(&file, &[&**other, &**own]).unwrap().matches(SHARE));
            assert_eq!(refused(&file, &**other), SmallFileError::NotForThese { kind: *kind });
            assert_eq!(open(&file, &[]).unwrap_err(), SmallFileError::NotForThese { kind: *kind });
        }
        for (_, other_kind, opens, _) in all.iter().filter(|(_, other_kind, ..)| other_kind != kind) {
            let refused = refused(text.as_bytes(), &**opens);
            assert_eq!(refused, SmallFileError::NotForThese { kind: *kind }, "{other_kind}");
        }
    }
}

#[test]
fn the_work_factor_is_that_of_age() {
    let known = passphrase("a");
    assert!(matches!(SealTo::passphrase(&known).0, To::Passphrase(_, 18)));
    for refused in [0, 21, 255] {
        assert!(SealTo::passphrase_of_factor(&known, refused).is_none());
    }
}

#[test]
fn nobody_seals_to_everybody() {
    let mut low = [0; 32];
    low[0] = 1;
    assert!(SealTo::x25519(low).is_none() && SealTo::ssh(low).is_none() && SealTo::ssh([2; 32]).is_none());
    let mut recipient = hybrid_identity(1).recipient();
    assert!(SealTo::hybrid(&recipient).is_some());
    recipient[RECIPIENT_BYTES - 32..].copy_from_slice(&low);
    assert!(SealTo::hybrid(&recipient).is_none());
}

#[test]
fn sizes_up_to_a_chunk_come_back_and_no_more() {
    let (own, mut entropy) = (x25519_identity(1), Scripted(1));
    let to = SealTo::x25519(own.recipient()).unwrap();
    for bytes in [0, 1, 100, CHUNK_BYTES - 1, CHUNK_BYTES] {
        let plain: Vec<u8> = (0..bytes).map(|at| (at % 251) as u8).collect();
        let text = sealed_to(&to, &plain);
        assert!(open(text.as_bytes(), &[&own]).unwrap().matches(&plain), "{bytes}");
    }
    let bytes = CHUNK_BYTES + 1;
    let refused_plain = SecretBytes::copy_of(&vec![0; bytes]);
    assert_eq!(seal(&to, &refused_plain, &mut entropy), Err(NotSealed::TooLarge { bytes }));
    let mut longer = binary(&sealed_to(&to, &vec![7; CHUNK_BYTES]));
    longer.push(0);
    assert_eq!(refused(&longer, &own), SmallFileError::TooLarge);
    let huge = [HEADER_MARK, &vec![b'v'; MOST_BYTES]].concat();
    assert_eq!(kind_of(&huge), Err(SmallFileError::TooLarge));
}

#[test]
fn without_random_bytes_nothing_is_sealed() {
    struct Nothing;
    impl Entropy for Nothing {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), crate::crypto::entropy::NoEntropy> {
            Err(crate::crypto::entropy::NoEntropy)
        }
    }
    let to = SealTo::x25519(x25519_identity(1).recipient()).unwrap();
    let refused = seal(&to, &SecretBytes::copy_of(SHARE), &mut Nothing);
    assert_eq!(refused, Err(NotSealed::NoEntropy(crate::crypto::entropy::NoEntropy)));
}

#[test]
fn what_programs_put_around_a_text_is_taken_and_nothing_else_is_meant() {
    let own = x25519_identity(1);
    let (text, ..) = &each()[0];
    for around in
        [format!("\u{feff}{text}"), format!("\u{feff}\r\n \t{text}\n\n"), text.replace('\n', "\r\n")]
    {
        assert!(is_meant(around.as_bytes()) && open(around.as_bytes(), &[&own]).unwrap().matches(SHARE));
    }
    let other: [&[u8]; 5] =
        [b"", b"academic acid", b"-----BEGIN PGP MESSAGE-----", b"age1", b"x-----BEGIN AGE"];
    for other in other {
        assert!(!is_meant(other));
        assert_eq!(kind_of(other), Err(SmallFileError::Header(HeaderError::NotAge)));
    }
}

#[test]
fn two_files_in_one_are_refused() {
    let own = x25519_identity(1);
    let (text, ..) = &each()[0];
    let (one, begin) = (binary(text), armor::BEGIN);
    let line = text.lines().nth(1).unwrap();
    let in_armor = armor::write(&[&one[..], &one].concat());
    for file in [
        format!("{text}{text}").into_bytes(),
        format!("{text}\n{begin}\n").into_bytes(),
        format!("{text}more").into_bytes(),
        format!("{}x\n", text.trim_end()).into_bytes(),
        text.replacen(line, &format!("{line}\n{begin}"), 1).into_bytes(),
        [&one[..], &one].concat(),
        [&one[..], text.as_bytes()].concat(),
        in_armor.into_bytes(),
    ] {
        assert_eq!(refused(&file, &own), SmallFileError::SeveralBodies, "{}", String::from_utf8_lossy(&file));
        assert_eq!(kind_of(&file), Err(SmallFileError::SeveralBodies));
    }
}

#[test]
fn a_second_recipient_is_refused_and_grease_is_none() {
    let own = x25519_identity(1);
    let (to_own, to_other) = (stanza_to(1), stanza_to(2));
    for (stanzas, expected) in [
        (to_own.clone(), Ok(StanzaKind::X25519)),
        (format!("{to_own}-> abc-grease x y\nAAAA\n"), Ok(StanzaKind::X25519)),
        (format!("-> -grease\n\n{to_own}-> q-grease\n\n"), Ok(StanzaKind::X25519)),
        (format!("{to_own}{to_other}"), Err(SmallFileError::SeveralRecipients { count: 2 })),
        (format!("{to_own}{to_own}{to_own}"), Err(SmallFileError::SeveralRecipients { count: 3 })),
        (format!("{to_own}-> mlkem768x25519 AA\n\n"), Err(SmallFileError::SeveralRecipients { count: 2 })),
        (format!("{to_own}-> grease-1 AA\n\n"), Err(SmallFileError::SeveralRecipients { count: 2 })),
        ("-> ssh-rsa AAAAAA\n\n".to_owned(), Ok(StanzaKind::Other)),
        ("-> a-grease\n\n".to_owned(), Ok(StanzaKind::Other)),
    ] {
        let file = with_stanzas(&stanzas);
        assert_eq!(kind_of(&file), expected, "{stanzas}");
        match (open(&file, &[&own]), expected) {
            (Ok(plain), Ok(StanzaKind::X25519)) => assert!(plain.matches(SHARE)),
            (Err(error), Ok(kind)) => assert_eq!(error, SmallFileError::NotForThese { kind }),
            (opened, expected) => assert_eq!(opened.unwrap_err(), expected.unwrap_err()),
        }
    }
}

#[test]
fn too_much_work_is_told_before_anybody_types() {
    for (factor, given) in [("21", 21), ("40", 40), ("99999999999", u32::MAX)] {
        let stanza = format!("-> scrypt AAAAAAAAAAAAAAAAAAAAAA {factor}\n{}\n", "A".repeat(43));
        let file = with_stanzas(&stanza);
        assert_eq!(kind_of(&file), Err(SmallFileError::WorkFactor { given }));
        assert_eq!(refused(&file, &passphrase("a")), SmallFileError::WorkFactor { given });
    }
    let mixed = format!("-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n{}\n{}", "A".repeat(43), stanza_to(1));
    let malformed = HeaderError::Malformed { line: 2 };
    assert_eq!(kind_of(&with_stanzas(&mixed)), Err(SmallFileError::Header(malformed)));
}

#[test]
fn what_was_changed_is_refused_wherever_it_is() {
    for (text, kind, own, _) in &each() {
        let file = binary(text);
        let header = Header::length(&file).unwrap().unwrap();
        for at in 0..file.len() {
            let mut changed = file.clone();
            changed[at] ^= 1;
            let error = refused(&changed, &**own);
            if at >= header {
                assert_eq!(error, SmallFileError::Stream(StreamError::EndAltered { chunk: 0 }), "{at}");
            } else {
                let of_header = matches!(
                    error,
                    SmallFileError::Header(_)
                        | SmallFileError::NotForThese { .. }
                        | SmallFileError::WorkFactor { .. }
                );
                assert!(of_header, "{kind} {at}: {error:?}");
            }
        }
        let (stream, mac) = (StreamError::CutOff { chunk: 0 }, header - 10);
        for end in header..header + NONCE_BYTES + TAG_BYTES {
            assert_eq!(refused(&file[..end], &**own), SmallFileError::Stream(stream), "{end}");
        }
        let altered = SmallFileError::Stream(StreamError::EndAltered { chunk: 0 });
        assert_eq!(refused(&file[..file.len() - 1], &**own), altered);
        assert_eq!(refused(&file[..header - 1], &**own), SmallFileError::Header(HeaderError::CutOff));
        let mut code = file.clone();
        code[mac] = if code[mac] == b'A' { b'B' } else { b'A' };
        assert_eq!(refused(&code, &**own), SmallFileError::Header(HeaderError::Altered));
        let cut = &text[..text.find("-----END").unwrap()];
        assert!(matches!(refused(cut.as_bytes(), &**own), SmallFileError::Armor(_)));
    }
}
