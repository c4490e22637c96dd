//! Shares sealed to their holders, to and fro between quorate and other people's age: the program `age` (Go), for age
//! identities, keys that `ssh-keygen` has made, and passphrases; and the crate `age`, whose work for a passphrase can be chosen,
//! and which puts grease into headers.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    iter,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use age::{Decryptor, Encryptor, secrecy::SecretString};
use quorate::{
    crypto::{
        random::OsEntropy,
        secret::{SecretBytes, SecretText},
    },
    formats::{
        age::{
            Opens, armor,
            scrypt::FilePassphrase,
            small::{SealTo, SmallFileError, StanzaKind, is_meant, kind_of, open, seal},
            ssh,
        },
        identity::{self, IdentityFileError, OwnIdentity},
        recipient::Recipient,
    },
};

use super::sealed::{asked, program};

/// Files of each kind of key, each way.
const FILES_OF_A_KEY: usize = 40;
/// Files of a passphrase, each way: the work is little, and differs.
const FILES_OF_A_PASSPHRASE: usize = 20;
pub const KEYS: usize = 4;
const MOST: usize = 65536;

/// A folder that goes away.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("quorate-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn random(bytes: usize) -> Vec<u8> {
    let mut plain = vec![0; bytes];
    getrandom::fill(&mut plain).unwrap();
    plain
}

/// The `number`-th content: the ends of what a small file holds first, then of any length.
pub(super) fn plain(number: usize) -> Vec<u8> {
    let drawn = u64::from_le_bytes(random(8).try_into().unwrap()) as usize % (MOST + 1);
    random([0, 1, MOST - 1, MOST].get(number).copied().unwrap_or(drawn))
}

fn passphrase(number: usize) -> String {
    // Other letters, blanks, and one that is longer than a block of the hash.
    ["correct horse", "zażółć gęślą jaźń", " ", &"long ".repeat(40)][number % 4].to_owned()
}

fn ours(text: &str) -> FilePassphrase {
    FilePassphrase::new(SecretText::copy_of(text)).unwrap()
}

fn theirs(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn sealed(to: &SealTo<'_>, plain: &[u8]) -> String {
    seal(to, &SecretBytes::copy_of(plain), &mut OsEntropy).unwrap()
}

fn seal_to(recipient: &Recipient) -> SealTo<'static> {
    match recipient {
        Recipient::X25519(point) => SealTo::x25519(*point),
        Recipient::Ssh(key) => SealTo::ssh(*key),
        Recipient::Hybrid(bytes) => SealTo::hybrid(bytes),
    }
    .unwrap()
}

/// Identity files as their own programs make them: of `age-keygen`, and of `ssh-keygen`.
pub fn key_files(folder: &Folder) -> Vec<String> {
    let made = |number: usize| {
        let (age, ssh) = (folder.path(&format!("age-{number}")), folder.path(&format!("ssh-{number}")));
        asked("age-keygen", &["-o", &age], b"");
        asked("ssh-keygen", &["-q", "-t", "ed25519", "-N", "", "-C", "a holder", "-f", &ssh], b"");
        [age, ssh]
    };
    (0..KEYS).flat_map(made).collect()
}

/// The identity in a file; its recipient is the one that its own program tells.
fn read(file: &str) -> OwnIdentity {
    let bytes = SecretBytes::copy_of(&fs::read(file).unwrap());
    let own = identity::read(&bytes).unwrap().remove(0);
    let told = match own {
        OwnIdentity::X25519(_) | OwnIdentity::Hybrid(_) => asked("age-keygen", &["-y", file], b""),
        OwnIdentity::Ssh(_) => fs::read(format!("{file}.pub")).unwrap(),
    };
    assert_eq!(String::from_utf8(told).unwrap().parse(), Ok(own.recipient()));
    own
}

fn kind(recipient: &Recipient) -> StanzaKind {
    match recipient {
        Recipient::X25519(_) => StanzaKind::X25519,
        Recipient::Ssh(key) => StanzaKind::Ssh { tag: ssh::tag(key) },
        Recipient::Hybrid(_) => StanzaKind::Hybrid,
    }
}

#[test]
fn age_and_quorate_open_what_the_other_seals_to_keys() {
    let Some(age) = program("age") else { return };
    let folder = Folder::new("holders");
    let files = key_files(&folder);
    let own: Vec<OwnIdentity> = files.iter().map(|file| read(file)).collect();
    // Of each kind in turn.
    for number in 0..2 * FILES_OF_A_KEY {
        let (at, plain) = (number % files.len(), plain(number / 2));
        let recipient = own[at].recipient();
        let armored = sealed(&seal_to(&recipient), &plain);
        assert!(asked(&age, &["-d", "-i", &files[at]], armored.as_bytes()) == plain, "{}", plain.len());
        let text = recipient.to_string();
        let options: &[&str] = if number % 3 == 0 { &["-r", &text] } else { &["-a", "-r", &text] };
        let theirs = asked(&age, options, &plain);
        assert!(is_meant(&theirs));
        assert_eq!(kind_of(&theirs), Ok(kind(&recipient)));
        assert!(open(&theirs, &[&own[at]]).unwrap().matches(&plain), "{}", plain.len());
        let other = &own[(at + 2) % own.len()];
        let refused = open(&theirs, &[other]).unwrap_err();
        assert_eq!(refused, SmallFileError::NotForThese { kind: kind(&recipient) });
    }
    let (first, second) = (own[0].recipient().to_string(), own[1].recipient().to_string());
    let both = asked(&age, &["-a", "-r", &first, "-r", &second], b"a share");
    let refused = open(&both, &[&own[0]]).unwrap_err();
    assert_eq!(refused, SmallFileError::SeveralRecipients { count: 2 });
    let large = asked(&age, &["-a", "-r", &first], &vec![7; MOST + 1]);
    assert_eq!(open(&large, &[&own[0]]).unwrap_err(), SmallFileError::TooLarge);
    println!("age: {} files of {} keys each way", 2 * FILES_OF_A_KEY, files.len());
}

#[test]
fn a_fresh_identity_is_one_to_age() {
    let Some(age) = program("age") else { return };
    let folder = Folder::new("fresh");
    let fresh = OwnIdentity::fresh(&mut OsEntropy).unwrap();
    let file = folder.path("fresh");
    fs::write(&file, fresh.line().unwrap().expose()).unwrap();
    assert_eq!(read(&file).recipient(), fresh.recipient());
    let armored = sealed(&seal_to(&fresh.recipient()), b"a share");
    assert_eq!(asked(&age, &["-d", "-i", &file], armored.as_bytes()), b"a share");
}

#[test]
fn key_files_that_are_no_identities_are_named() {
    let folder = Folder::new("no-identities");
    let made = |name: &str, options: &[&str]| {
        let file = folder.path(name);
        asked("ssh-keygen", &[&["-q", "-f", &file][..], options].concat(), b"");
        identity::read(&SecretBytes::copy_of(&fs::read(&file).unwrap())).map(|_| ()).unwrap_err()
    };
    let encrypted = made("encrypted", &["-t", "ed25519", "-N", "secret"]);
    assert_eq!(encrypted, IdentityFileError::EncryptedSsh);
    for (kind, bits) in [("rsa", "2048"), ("ecdsa", "256"), ("ecdsa", "521")] {
        let other = made(&format!("{kind}{bits}"), &["-t", kind, "-b", bits, "-N", ""]);
        assert_eq!(other, IdentityFileError::OtherSsh, "{kind} {bits}");
    }
    let public = fs::read(folder.path("encrypted.pub")).unwrap();
    let refused = identity::read(&SecretBytes::copy_of(&public)).map(|_| ()).unwrap_err();
    assert_eq!(refused, IdentityFileError::Public { line: 1 });
}

/// What the crate makes of it for this recipient.
fn sealed_by_crate(recipient: &dyn age::Recipient, plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    let encryptor = Encryptor::with_recipients(iter::once(recipient)).unwrap();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    sealed
}

fn opened_by_crate(identity: &dyn age::Identity, armored: &str) -> Vec<u8> {
    let decryptor = Decryptor::new(age::armor::ArmoredReader::new(armored.as_bytes())).unwrap();
    let mut plain = Vec::new();
    decryptor.decrypt(iter::once(identity)).unwrap().read_to_end(&mut plain).unwrap();
    plain
}

#[test]
fn the_crate_and_quorate_open_what_the_other_seals_to_passphrases() {
    for number in 0..FILES_OF_A_PASSPHRASE {
        let (text, plain) = (passphrase(number), plain(number));
        let log_n = 1 + (number % 12) as u8;
        let own = ours(&text);
        let armored = sealed(&SealTo::passphrase_of_factor(&own, log_n).unwrap(), &plain);
        assert!(opened_by_crate(&age::scrypt::Identity::new(theirs(&text)), &armored) == plain, "{log_n}");
        let mut recipient = age::scrypt::Recipient::new(theirs(&text));
        recipient.set_work_factor(log_n);
        let sealed = sealed_by_crate(&recipient, &plain);
        assert_eq!(kind_of(&sealed), Ok(StanzaKind::Scrypt { log_n }));
        assert!(open(&sealed, &[&own]).unwrap().matches(&plain), "{log_n}");
        let refused = open(armor::write(&sealed).as_bytes(), &[&ours("another")]).unwrap_err();
        assert_eq!(refused, SmallFileError::NotForThese { kind: StanzaKind::Scrypt { log_n } });
    }
    println!("the crate age: {FILES_OF_A_PASSPHRASE} files of passphrases each way");
}

#[test]
fn the_grease_of_the_crate_is_no_recipient() {
    let mut greased = 0;
    for _ in 0..FILES_OF_A_PASSPHRASE {
        let own = OwnIdentity::fresh(&mut OsEntropy).unwrap();
        let recipient: age::x25519::Recipient = own.recipient().to_string().parse().unwrap();
        let sealed = sealed_by_crate(&recipient, b"a share");
        greased += usize::from(sealed.windows(7).any(|here| here == b"-grease"));
        assert_eq!(kind_of(&sealed), Ok(StanzaKind::X25519));
        assert!(open(&sealed, &[&own as &dyn Opens]).unwrap().matches(b"a share"));
    }
    assert!(greased > 0, "there was none to be passed over");
    println!("grease in {greased} of {FILES_OF_A_PASSPHRASE} headers");
}

/// Runs `age` on a terminal, and types this at each prompt for a passphrase.
fn typed(folder: &Folder, command: &str, passphrase: &str) {
    let mut child = Command::new("script")
        .args(["-qec", command, "/dev/null"])
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = child.stdout.take().unwrap();
    let (mut seen, mut answered, begun) = (Vec::new(), 0, Instant::now());
    let mut byte = [0];
    // Prompts end without a newline; whoever answers before one is shown has what they typed thrown away.
    while screen.read(&mut byte).unwrap() == 1 {
        seen.push(byte[0]);
        let prompts = String::from_utf8_lossy(&seen).matches("assphrase").count();
        if prompts > answered && byte == *b" " && seen.ends_with(b": ") {
            answered = prompts;
            thread::sleep(Duration::from_millis(200));
            keyboard.write_all(format!("{passphrase}\n").as_bytes()).unwrap();
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{}", String::from_utf8_lossy(&seen));
    }
    assert!(child.wait().unwrap().success(), "{command}: {}", String::from_utf8_lossy(&seen));
    assert!(answered > 0, "nobody asked for a passphrase");
}

#[test]
fn age_and_quorate_open_what_the_other_seals_to_a_passphrase_with_its_whole_work() {
    let Some(age) = program("age") else { return };
    let folder = Folder::new("typed");
    fs::write(folder.path("plain"), b"a share").unwrap();
    let own = ours("correct horse");
    typed(&folder, &format!("{age} -p -a -o theirs plain"), "correct horse");
    let theirs = fs::read(folder.path("theirs")).unwrap();
    assert_eq!(kind_of(&theirs), Ok(StanzaKind::Scrypt { log_n: 18 }));
    assert!(open(&theirs, &[&own]).unwrap().matches(b"a share"));
    // An identity under a passphrase is an age file, and none of an identity.
    let refused = identity::read(&SecretBytes::copy_of(&theirs)).map(|_| ()).unwrap_err();
    assert_eq!(refused, IdentityFileError::EncryptedAge);
    fs::write(folder.path("ours"), sealed(&SealTo::passphrase(&own), b"another share")).unwrap();
    typed(&folder, &format!("{age} -d -o opened ours"), "correct horse");
    assert_eq!(fs::read(folder.path("opened")).unwrap(), b"another share");
}
