//! Sealed files: headers and armor of any bytes, and a whole file of which anything was changed, a small one of each kind, too.
//! What is no header is not opened, armor has one writing, and what was changed opens to nothing.

use std::sync::LazyLock;

use quorate::{
    crypto::secret::{SecretBytes, SecretText},
    formats::age::{
        Armor, Chunks, Header, Identity, NONCE_BYTES, Opens,
        armor::{BEGIN, write},
        begin,
        hybrid::HybridIdentity,
        payload_key,
        scrypt::FilePassphrase,
        small::{SealTo, StanzaKind, is_meant, kind_of, open, seal},
        ssh::SshIdentity,
    },
};

use crate::craft::{Numbers, choice};

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| identity(7));

static SSH: LazyLock<SshIdentity> =
    LazyLock::new(|| SshIdentity::new(&SecretBytes::copy_of(&[7; 32])).unwrap());

static HYBRID: LazyLock<HybridIdentity> =
    LazyLock::new(|| HybridIdentity::new(SecretBytes::copy_of(&[7; 32])).unwrap());

static PASSPHRASE: LazyLock<FilePassphrase> =
    LazyLock::new(|| FilePassphrase::new(SecretText::copy_of("correct horse")).unwrap());

/// The work of a passphrase that is done here: more is a matter of time alone.
const MOST_WORK: u8 = 4;

fn identity(byte: u8) -> Identity {
    Identity::new(SecretBytes::copy_of(&[byte; 32])).unwrap()
}

/// A header as it is, armor as it is, or a file that was sealed and then changed.
pub fn run(bytes: &[u8]) {
    let (choice, rest) = choice(bytes);
    match choice % 5 {
        0 => is_nobodys(rest),
        1 => has_one_writing(rest),
        2 => is_refused_when_changed(rest),
        3 => is_no_small_file_of_anybody(rest),
        _ => small_opens_to_nothing_else(rest),
    }
}

fn is_nobodys(bytes: &[u8]) {
    let Ok(header) = Header::read(bytes) else { return };
    assert_eq!(Header::length(bytes), Ok(Some(bytes.len())), "it ends elsewhere");
    assert!(header.file_key(&*IDENTITY).is_err(), "a header that nobody sealed opens");
}

fn is_no_small_file_of_anybody(bytes: &[u8]) {
    let keys: [&dyn Opens; 3] = [&*IDENTITY, &*SSH, &*HYBRID];
    match kind_of(bytes) {
        // What is told without a secret is what is told with one.
        Err(error) => assert_eq!(open(bytes, &keys).unwrap_err(), error),
        Ok(kind) => {
            assert!(is_meant(bytes));
            assert!(open(bytes, &keys).is_err(), "a file that nobody sealed opens");
            if matches!(kind, StanzaKind::Scrypt { log_n } if log_n <= MOST_WORK) {
                assert!(open(bytes, &[&*PASSPHRASE]).is_err(), "a file that nobody sealed opens");
            }
        }
    }
}

/// Space around armor may change, and nothing else.
fn small_opens_to_nothing_else(content: &[u8]) {
    let mut numbers = Numbers::of(content);
    let kinds: [(SealTo<'_>, &dyn Opens); 4] = [
        (SealTo::x25519(IDENTITY.recipient()).unwrap(), &*IDENTITY),
        (SealTo::ssh(*SSH.public().bytes()).unwrap(), &*SSH),
        (SealTo::passphrase_of_factor(&PASSPHRASE, 1).unwrap(), &*PASSPHRASE),
        (SealTo::hybrid(&HYBRID.recipient()).unwrap(), &*HYBRID),
    ];
    let (to, with) = &kinds[numbers.below(kinds.len())];
    let plain = SecretBytes::copy_of(content);
    let Ok(text) = seal(to, &plain, &mut numbers) else {
        assert!(content.len() > 65536, "it was not sealed");
        return;
    };
    assert!(open(text.as_bytes(), &[*with]).unwrap().matches(content));
    let changed = changed(text.into_bytes(), &mut numbers);
    let is_little_work = !matches!(kind_of(&changed), Ok(StanzaKind::Scrypt { log_n }) if log_n > MOST_WORK);
    if is_little_work && let Ok(opened) = open(&changed, &[*with]) {
        assert!(opened.matches(content), "a change passes");
    }
}

/// The bytes with one thing about them changed, or none.
fn changed(mut bytes: Vec<u8>, numbers: &mut Numbers) -> Vec<u8> {
    let at = numbers.below(bytes.len());
    match numbers.below(4) {
        0 => bytes[at] ^= 1 << numbers.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.remove(at)),
        _ => bytes.insert(at, numbers.below(256) as u8),
    }
    bytes
}

fn has_one_writing(text: &[u8]) {
    let whole = unarmored(text, text.len().max(1));
    assert_eq!(whole, unarmored(text, 1), "in pieces it is another");
    let Some(bytes) = whole else { return };
    assert!(Armor::is_meant(text));
    let text = str::from_utf8(text).unwrap().replace("\r\n", "\n");
    let (space, armor) = text.split_at(text.find(BEGIN).unwrap());
    assert!(space.trim().is_empty());
    assert_eq!(armor.trim_end(), write(&bytes).trim_end(), "written otherwise");
}

fn unarmored(text: &[u8], length: usize) -> Option<Vec<u8>> {
    let (mut armor, mut out) = (Armor::default(), Vec::new());
    text.chunks(length).try_for_each(|piece| armor.push(piece, &mut out)).ok()?;
    armor.finish(&mut out).ok()?;
    Some(out)
}

fn is_refused_when_changed(content: &[u8]) {
    let mut numbers = Numbers::of(content);
    let sealed = sealed(content, &mut numbers);
    assert_eq!(opened(&sealed, &IDENTITY).as_deref(), Some(content));
    assert_eq!(opened(&sealed, &identity(8)), None);
    let changed = changed(sealed.clone(), &mut numbers);
    assert!(changed == sealed || opened(&changed, &IDENTITY).is_none(), "a change passes");
}

fn sealed(content: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let (mut whole, key) = begin(&IDENTITY, numbers).unwrap();
    let (mut run, mut rest) = (Chunks::default(), content);
    run.take_plain::<()>(0, |place| Ok(filled(place, &mut rest)), || Ok(true)).unwrap();
    run.seal(&key);
    whole.extend_from_slice(run.sealed());
    whole
}

fn opened(whole: &[u8], identity: &Identity) -> Option<Vec<u8>> {
    let length = Header::length(whole).ok()??;
    let header = Header::read(&whole[..length]).ok()?;
    let (nonce, mut rest) = whole[length..].split_first_chunk::<NONCE_BYTES>()?;
    let key = payload_key(identity, &header, nonce).ok()?;
    let mut run = Chunks::default();
    run.take_sealed::<()>(0, |place| Ok(filled(place, &mut rest)), || Ok(true)).ok()?;
    run.open(&key).ok()?;
    Some(run.plain().collect::<Vec<_>>().concat())
}

/// Fills the place as far as there is anything left.
fn filled(place: &mut [u8], rest: &mut &[u8]) -> usize {
    let (now, later) = rest.split_at(rest.len().min(place.len()));
    place[..now.len()].copy_from_slice(now);
    *rest = later;
    now.len()
}
