//! Whole sets whose holders are far away, dealt by the program: to age identities, keys that `ssh-keygen` has made, and paper, in
//! every mixture. Other people's age opens each sealed share, and the key comes back from what it opened, and from the sealed files
//! themselves. Shares that a passphrase opens take a terminal to deal: those are in `tests/tty/holders.rs`. `QUORATE_FAR_SETS` asks for
//! another number of sets; 27 have each mixture once.

use std::{env, fs, iter, thread};

use quorate::{
    crypto::secret::SecretBytes,
    formats::{identity, recipient::Recipient},
};

use super::{
    answers,
    holders::{Folder, KEYS, key_files},
    sealed::{asked, program},
};

/// Sets, if nobody says how many.
const SETS: usize = 200;
/// How many threads share them.
const THREADS: usize = 2;
const HOLDERS: [&str; 3] = ["ann", "bob", "cem"];

/// A key file, and the recipient of what is in it.
struct Key {
    file: String,
    recipient: Recipient,
}

fn keys(folder: &Folder) -> Vec<Key> {
    let key = |file: String| {
        let own = identity::read(&SecretBytes::copy_of(&fs::read(&file).unwrap())).unwrap();
        Key { recipient: own[0].recipient(), file }
    };
    key_files(folder).into_iter().map(key).collect()
}

/// Who opens each share of a set; nobody a share on paper. Age and SSH keys take turns among the files of keys.
fn mixture(number: usize) -> [Option<usize>; 3] {
    let kind = |at: usize| number / 3usize.pow(at as u32) % 3;
    [0, 1, 2].map(|at| (kind(at) < 2).then(|| 2 * ((number / 27 + at) % KEYS) + kind(at)))
}

/// Deals one set, has its sealed shares opened by this program, and recovers the key; how many were sealed.
fn lived(quorate: &str, opener: &str, folder: &Folder, keys: &[Key], number: usize) -> usize {
    let key = folder.path(&format!("key-{number}"));
    let secret = format!("{number:064x}");
    fs::write(&key, &secret).unwrap();
    let set = folder.path(&format!("set-{number}"));
    let holders = mixture(number);
    let mut split: Vec<String> =
        ["-q", "split", "2of3", "--exponent", "0", "--in", &key, "-o", &set].map(str::to_owned).to_vec();
    split.extend(HOLDERS.iter().flat_map(|name| ["--custodian".to_owned(), (*name).to_owned()]));
    for (name, at) in HOLDERS.iter().zip(holders) {
        let Some(Key { recipient, .. }) = at.map(|at| &keys[at]) else { continue };
        split.extend(["--to".to_owned(), format!("{name}={recipient}")]);
        split.extend(["--recipient-code".to_owned(), format!("{name}={}", recipient.code())]);
    }
    run(quorate, &split);
    let shares: Vec<String> = (1..)
        .zip(HOLDERS)
        .zip(holders)
        .map(|((card, name), at)| {
            let end = if at.is_some() { "age" } else { "txt" };
            format!("{set}/secret/{card}-{name}.{end}")
        })
        .collect();
    // By the file that another program has opened, of each.
    let opened = |(share, at): (&String, Option<usize>)| match at {
        None => share.clone(),
        Some(at) => {
            let plain = format!("{share}.txt");
            // `rage` is built without keys of SSH.
            let opener = if keys[at].file.contains("/ssh-") { "age" } else { opener };
            let text = asked(opener, &["-d", "-i", &keys[at].file], &fs::read(share).unwrap());
            fs::write(&plain, text).unwrap();
            plain
        }
    };
    let plain: Vec<String> = shares.iter().zip(holders).map(opened).collect();
    let out = number % 3;
    let two = |files: &[String]| -> Vec<String> {
        (0..3).filter(|at| *at != out).map(|at| files[at].clone()).collect()
    };
    let recovered = |files: Vec<String>, identities: Vec<String>, name: &str| {
        let to = folder.path(&format!("{name}-{number}"));
        let begin = ["-q", "recover", "-o", &to].map(str::to_owned).to_vec();
        run(quorate, &[begin, files, identities].concat());
        assert_eq!(fs::read_to_string(&to).unwrap().trim(), secret, "{number}");
    };
    recovered(two(&plain), Vec::new(), "by-age");
    let identities = holders.iter().enumerate().filter(|(at, _)| *at != out).filter_map(|(_, at)| *at);
    let identities = identities.flat_map(|at| ["--identity".to_owned(), keys[at].file.clone()]).collect();
    recovered(two(&shares), identities, "by-quorate");
    holders.iter().flatten().count()
}

fn run(quorate: &str, arguments: &[String]) {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    asked(quorate, &arguments, b"");
}

#[test]
fn whole_sets_are_opened_by_other_programs_and_give_the_key() {
    let (Some(quorate), Some(age)) = (answers::program(), program("age")) else { return };
    let openers: Vec<String> = iter::once(age).chain(program("rage")).collect();
    let folder = Folder::new("far-sets");
    let keys = keys(&folder);
    let sets = env::var("QUORATE_FAR_SETS").map_or(SETS, |sets| sets.parse().unwrap());
    let of_thread = |own: usize| -> usize {
        let numbers = (0..sets).filter(|number| number % THREADS == own);
        let one = |number: usize| {
            lived(&quorate, &openers[number / THREADS % openers.len()], &folder, &keys, number)
        };
        numbers.map(one).sum()
    };
    let sealed: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|own| scope.spawn(move || of_thread(own))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    println!("{sets} sets with {sealed} sealed shares, opened by {}", openers.join(" and "));
    assert!(sealed > sets, "{sealed}");
}
