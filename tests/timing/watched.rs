//! Valgrind watches every ceremony and every control.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    process::{Command, ExitCode},
};

use crate::ceremonies;

/// How valgrind ends when it has complained.
const COMPLAINED: i32 = 9;

const POINTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/timing/named-points.supp");

/// All that is watched. That it is built as the program is, `tests/house` sees to.
pub fn all() -> ExitCode {
    if cfg!(debug_assertions) {
        eprintln!("what is watched must be built as the release is: --profile traced");
        return ExitCode::FAILURE;
    }
    marking_marks_and_revealing_reveals();
    what_does_decide_by_a_secret_is_told();
    no_ceremony_decides_by_a_secret_but_at_the_named_points();
    ExitCode::SUCCESS
}

/// What valgrind said of one run.
struct Watched {
    code: Option<i32>,
    /// What the program itself printed.
    printed: String,
    /// Valgrind's own report.
    report: String,
}

fn watch(what: &str) -> Watched {
    let output = Command::new("valgrind")
        .args(["--error-exitcode=9", "--error-limit=no", "--leak-check=no", "--num-callers=40", "-s"])
        .arg(format!("--suppressions={POINTS}"))
        .arg(env::current_exe().unwrap())
        .arg(what)
        .output()
        .unwrap_or_else(|error| panic!("valgrind is needed: {error}"));
    Watched {
        code: output.status.code(),
        printed: String::from_utf8(output.stdout).unwrap(),
        report: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Watched {
    /// How often each named point was passed, by the names in the list.
    fn passed(&self) -> BTreeMap<String, u64> {
        let count = |line: &str| {
            let (_, rest) = line.split_once("used_suppression:")?;
            let mut fields = rest.split_whitespace();
            let count = fields.next()?.parse().ok()?;
            let name = fields.next()?;
            rest.contains(POINTS).then(|| (name.to_owned(), count))
        };
        self.report.lines().filter_map(count).collect()
    }

    /// The complaints, without what valgrind says of itself.
    fn complaints(&self) -> usize {
        let summary = self.report.lines().find_map(|line| line.split_once("ERROR SUMMARY: ")).unwrap().1;
        summary.split_whitespace().next().unwrap().parse().unwrap()
    }
}

fn named_points() -> BTreeSet<String> {
    let list = fs::read_to_string(POINTS).unwrap();
    let lines: Vec<&str> = list.lines().map(str::trim).collect();
    lines.windows(2).filter(|pair| pair[0] == "{").map(|pair| pair[1].to_owned()).collect()
}

fn no_ceremony_decides_by_a_secret_but_at_the_named_points() {
    let mut passed: BTreeMap<String, u64> = BTreeMap::new();
    for (name, _) in ceremonies::ALL {
        let watched = watch(name);
        assert_eq!(watched.code, Some(0), "{name}:\n{}", watched.report);
        assert_eq!(watched.complaints(), 0, "{name}:\n{}", watched.report);
        println!("{name}: 0 complaints; {}", watched.printed.trim());
        for (point, times) in watched.passed() {
            println!("    {times:5} times {point}");
            *passed.entry(point).or_default() += times;
        }
    }
    let used: BTreeSet<String> = passed.into_keys().collect();
    assert_eq!(used, named_points(), "every named point is passed by some ceremony");
    println!("{} ceremonies, 0 complaints outside of {} named points", ceremonies::ALL.len(), used.len());
}

fn what_does_decide_by_a_secret_is_told() {
    for (control, complaint) in [
        ("branch", "Conditional jump or move depends on uninitialised value(s)"),
        ("table", "Use of uninitialised value of size 8"),
        ("comparison", "Conditional jump or move depends on uninitialised value(s)"),
    ] {
        let watched = watch(control);
        assert_eq!(watched.code, Some(COMPLAINED), "{control}:\n{}", watched.report);
        assert!(watched.report.contains(complaint), "{control}:\n{}", watched.report);
        assert!(watched.passed().is_empty(), "no named point covers {control}");
        println!("{control}: {} complaints", watched.complaints());
    }
    let public = watch("branch-on-what-is-public");
    assert_eq!((public.code, public.complaints()), (Some(0), 0), "{}", public.report);
}

fn marking_marks_and_revealing_reveals() {
    let bits = watch("bits");
    assert_eq!(bits.printed.lines().next(), Some("00000000 11111111 00000000"));
    println!("a byte as it came, marked, and revealed: {}", bits.printed.trim());
}
