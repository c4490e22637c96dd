//! Disks that fail at one call, and streams: every call that touches storage fails once, in every command that reads or
//! writes, as a bad disk (EIO), a full one (ENOSPC), one that has become read-only (EROFS) and an interruption (EINTR)
//! would let it. Whatever the command makes of it is held to its contract, and looked into at its end.
//!
//! `QUORATE_FAULTS=all` tries every error at every call. Otherwise a bad disk is tried at every call that changes
//! something, and the rest here and there.

use std::{collections::BTreeSet, env, fs, path::Path};

use nix::libc;

use crate::{
    debugger::{
        meddling::{CHANGING, How, INTERRUPTIBLE, Meddling, STORAGE},
        needles::Needles,
        traced::Ended,
    },
    desk::{Desk, leaves_nothing},
    files::{desk_with_key, desk_with_record, desk_with_shares, words},
};

/// What a command reads and what it makes.
struct Case {
    desk: fn() -> (Desk, Needles),
    line: &'static str,
    /// Exit codes of an undisturbed run, and of one that could look at less.
    codes: &'static [i32],
    /// Files and folders that are there whole, or not at all.
    products: &'static [&'static str],
}

const DONE: &[i32] = &[0];

const CASES: &[Case] = &[
    Case {
        desk: with_key,
        line: "split 2of3 --in ./key --exponent 0 -o out",
        codes: DONE,
        products: &["out"],
    },
    Case {
        desk: with_key,
        line: "split 2of3 --in ./key --exponent 0 --format words,png,pdf -o out",
        codes: DONE,
        products: &["out"],
    },
    Case {
        desk: with_key,
        line: "split 2of3 --in ./key --exponent 0 --record ./out",
        codes: DONE,
        products: &["out", "out.journal.jsonl", "stdout"],
    },
    Case {
        desk: with_key,
        line: "split --plan ./plan.toml --in ./key --exponent 0 -o out --json",
        codes: DONE,
        products: &["out"],
    },
    Case {
        desk: with_record,
        line: "split 2of4 --from ./alice.txt ./bob.txt --old-record ./record.json -o out",
        codes: DONE,
        products: &["out"],
    },
    Case { desk: with_shares, line: "recover ./1.txt ./3.txt ./5.txt", codes: DONE, products: &["stdout"] },
    Case { desk: with_shares, line: "recover ./shares -o out", codes: DONE, products: &["out"] },
    Case {
        desk: with_record,
        line: "recover ./alice.txt ./carol.txt --record ./record.json -o out",
        codes: DONE,
        products: &["out"],
    },
    Case { desk: with_shares, line: "check ./1.txt ./2.txt ./3.txt", codes: DONE, products: &["stdout"] },
    Case {
        desk: with_record,
        line: "check ./alice.txt --record ./record.json --receipt 4be0c47ad3f1082b9d65c3e18f07a2b4 -o out.png",
        codes: DONE,
        products: &["out.png"],
    },
    Case {
        desk: with_record,
        line: "drill ./alice.txt ./bob.txt ./carol.txt --record ./record.json --report ./out.pdf",
        codes: DONE,
        products: &["out.pdf", "out.json"],
    },
    Case {
        desk: with_shares,
        line: "card ./1.txt --format words,svg -o out",
        codes: DONE,
        products: &["out"],
    },
    Case {
        desk: with_record,
        line: "reissue ./alice.txt ./bob.txt --member 3 --record ./record.json -o out",
        codes: DONE,
        products: &["out"],
    },
    Case { desk: with_record, line: "note ./record.json absent bob", codes: DONE, products: &["stdout"] },
    Case { desk: with_record, line: "status ./record.json", codes: &[0, 6], products: &["stdout"] },
    Case { desk: with_key, line: "policy --plan ./plan.toml", codes: DONE, products: &["stdout"] },
    Case { desk: with_key, line: "plan 2of3", codes: DONE, products: &["stdout"] },
    Case { desk: with_key, line: "preflight", codes: &[0, 6], products: &["stdout"] },
    Case { desk: with_key, line: "practice", codes: DONE, products: &[] },
];

fn with_key() -> (Desk, Needles) {
    let (desk, needles) = desk_with_key();
    desk.prepare(&words("plan 2of3"));
    desk.put("plan.toml", desk.read("stdout"));
    (desk, needles)
}

fn with_shares() -> (Desk, Needles) {
    let (desk, _, needles) = desk_with_shares("");
    (desk, needles)
}

fn with_record() -> (Desk, Needles) {
    let (desk, _, needles) = desk_with_record();
    desk.prepare(&words("note ./record.json heard bob"));
    (desk, needles)
}

#[test]
fn every_call_that_fails_ends_as_the_contract_says() {
    let mut breaches = Vec::new();
    let is_all = env::var("QUORATE_FAULTS").is_ok_and(|value| value == "all");
    let (mut all, mut all_failed) = (0, 0);
    for case in CASES {
        let scene = Scene::of(case);
        let calls = scene.run(STORAGE, 0, false, How::Count).ended.calls;
        assert!(calls.len() > 8, "{}: {} calls", case.line, calls.len());
        // An exercise is many commands in one.
        let everywhere = if is_all || calls.len() < 400 { 1 } else { calls.len() / 40 };
        let here_and_there = if is_all { 1 } else { 5 * everywhere };
        let (mut failed, mut done) = (0, 0);
        for (error, among, step) in [
            (libc::EIO, CHANGING, everywhere),
            (libc::EIO, STORAGE, here_and_there),
            (libc::ENOSPC, CHANGING, here_and_there),
            (libc::EROFS, CHANGING, here_and_there),
            (libc::EINTR, INTERRUPTIBLE, here_and_there),
        ] {
            let count = calls.iter().filter(|call| among.contains(call)).count();
            for at in (0..count).step_by(step) {
                let run = scene.run(among, at, false, How::Fail(error));
                let call = run.ended.calls.get(at).copied().unwrap_or_default();
                breaches.extend(scene.breaches(&run, &format!("error {error} of call {call}, the {at}th")));
                let is_done = case.codes.contains(&run.ended.code);
                if error == libc::EINTR && !is_done {
                    breaches.push(format!("quorate {}: interrupted at {call}: {}", case.line, run.stderr));
                }
                if is_done { done += 1 } else { failed += 1 }
            }
        }
        println!("quorate {}: {failed} failed, {done} done all the same", case.line);
        (all, all_failed) = (all + failed + done, all_failed + failed);
        none(&breaches);
    }
    println!("{all} faults, {all_failed} of them fatal");
}

#[test]
fn a_disk_that_fails_for_good_leaves_nothing_under_a_name_and_tells_what_it_holds() {
    let mut breaches = Vec::new();
    let mut left = 0;
    for case in CASES.iter().filter(|case| !case.products.is_empty()) {
        let scene = Scene::of(case);
        for at in 0..scene.run(CHANGING_FILES, 0, false, How::Count).ended.calls.len() {
            let run = scene.run(CHANGING_FILES, at, true, How::Fail(libc::EIO));
            breaches.extend(scene.breaches(&run, &format!("everything fails from the {at}th on")));
            left += usize::from(run.stderr.contains("cannot be removed"));
        }
    }
    none(&breaches);
    assert!(left > 10, "what is left was told {left} times");
}

/// What changes files, without `write`, which tells people, too.
const CHANGING_FILES: &[libc::c_long] = &[
    libc::SYS_mkdir,
    libc::SYS_rmdir,
    libc::SYS_unlink,
    libc::SYS_unlinkat,
    libc::SYS_rename,
    libc::SYS_renameat2,
    libc::SYS_ftruncate,
    libc::SYS_fsync,
];

#[test]
fn reading_and_writing_a_little_at_a_time_changes_nothing() {
    let mut breaches = Vec::new();
    for case in CASES {
        let scene = Scene::of(case);
        let reads: &[libc::c_long] = &[libc::SYS_read];
        for (calls, most) in [(reads, 1009), (&[libc::SYS_write], 61)] {
            let run = scene.run(calls, 0, true, How::Shorten(most));
            breaches.extend(scene.breaches(&run, &format!("{most} bytes at a time")));
            assert!(case.codes.contains(&run.ended.code), "{}: {}", case.line, run.stderr);
        }
    }
    none(&breaches);
}

/// What poorer file systems answer, always: no renaming without replacing, no locks.
#[test]
fn media_that_cannot_do_everything_are_enough_or_refused_by_name() {
    let mut breaches = Vec::new();
    for case in CASES {
        let scene = Scene::of(case);
        for error in [libc::EINVAL, libc::ENOSYS, libc::EOPNOTSUPP] {
            let run = scene.run(&[libc::SYS_renameat2], 0, true, How::Fail(error));
            breaches.extend(scene.breaches(&run, "no renaming without replacing"));
            assert!(case.codes.contains(&run.ended.code), "{}: {}", case.line, run.stderr);
        }
        for error in [libc::ENOLCK, libc::ENOSYS, libc::EOPNOTSUPP] {
            let run = scene.run(&[libc::SYS_flock], 0, true, How::Fail(error));
            breaches.extend(scene.breaches(&run, "no locks"));
            let is_told = run.stderr.contains("this medium cannot lock files");
            assert!(case.codes.contains(&run.ended.code) || is_told, "{}: {}", case.line, run.stderr);
        }
        let run = scene.run(&[libc::SYS_renameat2, libc::SYS_rename], 0, true, How::Fail(libc::EINVAL));
        breaches.extend(scene.breaches(&run, "no renaming at all"));
    }
    none(&breaches);
}

/// A command, what is on the desk before it, and what an undisturbed run of it makes.
struct Scene<'a> {
    case: &'a Case,
    desk: Desk,
    before: BTreeSet<String>,
    journal: String,
    needles: Needles,
    whole: Products,
}

/// A run with calls that went wrong.
struct Run {
    desk: Desk,
    ended: Ended,
    stderr: String,
}

impl<'a> Scene<'a> {
    fn of(case: &'a Case) -> Self {
        let (desk, needles) = (case.desk)();
        desk.put("precious", "as it was").put("stdout", "");
        let journal = fs::read_to_string(desk.path("journal.jsonl")).unwrap_or_default();
        let before = names(&desk);
        let mut scene = Self { case, desk, before, journal, needles, whole: Products::default() };
        let run = scene.run(&[], 0, false, How::Count);
        assert!(case.codes.contains(&run.ended.code), "{}: {}", case.line, run.stderr);
        scene.whole = Products::of(case, &run.desk);
        assert!(scene.whole.0.iter().all(|(_, found)| found.is_some()), "{}: {:?}", case.line, scene.whole);
        scene
    }

    fn run(&self, calls: &'static [libc::c_long], from: usize, lasts: bool, how: How) -> Run {
        let desk = self.desk.like();
        let meddling = Meddling { calls, from, lasts, how };
        let ended = desk.meddled([], &words(self.case.line), Some(meddling)).ended;
        let stderr = desk.read("stderr");
        Run { desk, ended, stderr }
    }

    /// Where a run breaks the contract.
    fn breaches(&self, run: &Run, what: &str) -> Vec<String> {
        let Run { desk, ended, stderr } = run;
        let (case, code) = (self.case, ended.code);
        let what = format!("quorate {}, {what}: exit {code}\n{stderr}", case.line);
        let mut breaches = Vec::new();
        let mut hold = |holds: bool, breach: &str| {
            if !holds {
                breaches.push(format!("{breach}: {what}"));
            }
        };
        let is_failure = !case.codes.contains(&code);
        // An exercise tells the ends of the commands in it, and whether they were what it expected.
        let is_exercise = case.line == "practice";
        hold(!is_failure || matches!(code, 1 | 7) || is_exercise && code == 6, "no such exit code");
        hold(!stderr.contains("internal error"), "a panic");
        // A line for a journal that cannot be written to is told as it is to stand there.
        let is_ours = |line: &str| line.starts_with("quorate: ") || line.starts_with("{\"previous\":");
        hold(stderr.lines().all(is_ours), "a strange line");
        let told = |kind: &str| stderr.lines().filter(|line| line.starts_with(kind)).count();
        // With `--json` the document stands in their place.
        let document = code != 0 && desk.read("stdout").contains("\"ok\":false");
        let lines = usize::from(code != 0 && !document);
        let is_told = told("quorate: error: ") == lines && told("quorate: hint: ") == lines;
        // Where a failure is what there is to tell (`preflight`), the call that fails may be the one that tells it.
        let is_untold = code != 0 && !is_failure;
        hold(is_told || is_exercise || is_untold, "not two lines");
        hold(desk.read("precious") == "as it was", "another file was touched");
        let products = Products::of(case, desk);
        for ((name, found), (_, expected)) in products.0.iter().zip(&self.whole.0) {
            hold(found.is_some() || is_failure, &format!("{name} is missing"));
            // A check that could look at less tells so in a report of its own, whole to its last line.
            let is_whole = |shown: &BTreeSet<String>| shown.iter().all(|file| file.ends_with("\\n"));
            let tells_less = code == 6 && !is_failure;
            let is_other_report = *name == "stdout" && tells_less && found.as_ref().is_some_and(is_whole);
            hold(
                found.is_none() || found == expected || is_other_report,
                &format!("{name} is not whole, {found:?}"),
            );
            let is_kept = found.is_some() && is_failure && *name != "stdout";
            hold(!is_kept || is_said_to_be_there(stderr, name), &format!("{name} is there unsaid"));
        }
        let journal = fs::read_to_string(desk.path("journal.jsonl")).unwrap_or_default();
        let added = journal.strip_prefix(&self.journal);
        hold(added.is_some(), "the journal is not as it was");
        let is_line = |added: &str| added.ends_with('\n') && added.matches('\n').count() == 1;
        hold(added.is_none_or(|added| added.is_empty() || is_line(added)), "half a line in the journal");
        for name in names(desk).difference(&self.before) {
            let is_product = case.products.iter().any(|product| Path::new(name).starts_with(product));
            let first = name.split('/').next().unwrap();
            let is_told =
                stderr.lines().any(|line| line.contains("cannot be removed") && line.contains(first));
            hold(is_product || is_told || name == "journal.jsonl", &format!("{name} is left"));
        }
        hold(!self.needles.are_in(stderr.as_bytes()), "a secret is told");
        if is_failure {
            leaves_nothing(&what, ended, &self.needles);
        }
        breaches
    }
}

/// None of what was found may stand.
fn none(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

/// A command may fail after its product is out; then it says so.
fn is_said_to_be_there(stderr: &str, name: &str) -> bool {
    let stem = name.split('.').next().unwrap();
    let is_told = |line: &str| line.contains(stem) && (line.contains(" is in ") || line.contains(" are in "));
    [" still in ", " still there"].iter().any(|said| stderr.contains(said)) || stderr.lines().any(is_told)
}

/// What stands under the names of a command's products: the names and ends of their files.
#[derive(Debug, Default)]
struct Products(Vec<(&'static str, Option<BTreeSet<String>>)>);

impl Products {
    fn of(case: &Case, desk: &Desk) -> Self {
        let one = |product: &&'static str| {
            let all = names(desk).into_iter().filter(|name| Path::new(name).starts_with(product));
            let shown: BTreeSet<String> = all.map(|name| shown(desk, &name)).collect();
            let is_nothing = shown.is_empty() || shown.iter().eq(["stdout: "]);
            (*product, (!is_nothing).then_some(shown))
        };
        Self(case.products.iter().map(one).collect())
    }
}

/// A file by its name, the kinds of its lines where it is text, and its last bytes: shares are others each time.
fn shown(desk: &Desk, name: &str) -> String {
    let bytes = fs::read(desk.path(name)).unwrap_or_default();
    match str::from_utf8(&bytes) {
        Ok(text) => {
            let last =
                text.chars().last().map(char::escape_default).into_iter().flatten().collect::<String>();
            let lines = text.lines().count();
            format!(
                "{name}: {}",
                if text.is_empty() { String::new() } else { format!("{lines} lines, {last}") }
            )
        }
        Err(_) => format!("{name}: {:?}", &bytes[bytes.len().saturating_sub(5)..]),
    }
}

/// All that is on the desk, but for what the debugger writes there.
fn names(desk: &Desk) -> BTreeSet<String> {
    let mut folders = vec![desk.path("")];
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            names.insert(entry.path().strip_prefix(desk.path("")).unwrap().to_str().unwrap().to_owned());
        }
    }
    names.remove("stderr");
    names
}
