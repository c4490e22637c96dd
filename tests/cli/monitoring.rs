//! What monitoring systems are told: never that all is well where it is not, or cannot be told; and no name unless asked for.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{
    able,
    desk::{Desk, Ran},
    journal::desk,
};

fn status(desk: &Desk, format: &str, more: &[&str]) -> Ran {
    desk.run(&[&["status", "record.json", "--date", "2016-11-25", "--format", format], more].concat())
}

fn text(ran: &Ran) -> String {
    String::from_utf8(ran.stdout.clone()).unwrap()
}

/// The figure of the series whose name and labels hold all of this.
fn figure(text: &str, parts: &[&str]) -> String {
    let is_it = |line: &&str| !line.starts_with('#') && parts.iter().all(|part| line.contains(part));
    let found: Vec<&str> = text.lines().filter(is_it).collect();
    let [line] = found.as_slice() else { panic!("{parts:?}: {found:?} in {text}") };
    line.rsplit_once(' ').unwrap().1.to_owned()
}

pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// A path of programs with ours on it.
pub fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap().to_owned();
    env::join_paths([program, "/usr/bin".into(), "/bin".into()]).unwrap()
}

#[test]
fn the_formats_are_told_apart_and_json_is_the_document() {
    let desk = desk();
    let json = status(&desk, "json", &[]).json();
    assert_eq!(json, desk.run(&["--json", "status", "record.json", "--date", "2016-11-25"]).json());
    // A failure is a document, too, even of the command line.
    for more in [&["--expect-head", "zzz"][..], &["--no-such-option"]] {
        let ran = status(&desk, "json", more);
        assert_eq!((ran.code, &ran.json()["exit"]), (2, &json!(2)), "{ran:?}");
    }
    assert!(text(&status(&desk, "text", &[])).contains("nothing is due"));
    let both = desk.run(&["status", "record.json", "--json", "--format", "prometheus"]);
    assert_eq!((both.code, &both.json()["code"]), (2, &json!("usage")), "{both:?}");
    desk.refused(2, &["status", "record.json", "--format", "prometheus", "--story"]);
    desk.refused(2, &["status", "record.json", "--label-names"]);
    desk.refused(2, &["status", "record.json", "--format", "xml"]);
}

#[test]
fn figures_are_what_the_document_says_and_what_cannot_be_told_is_no_number() {
    let desk = desk();
    let before = text(&status(&desk, "prometheus", &[]));
    assert_eq!(figure(&before, &["quorate_up"]), "1");
    assert_eq!(figure(&before, &["quorate_severity"]), "0");
    assert_eq!(figure(&before, &["quorate_absences_left"]), "1");
    assert_eq!(figure(&before, &["quorate_frozen"]), "0");
    assert_eq!(figure(&before, &["quorate_history_compared"]), "0");
    assert_eq!(figure(&before, &["quorate_heard_age_seconds", "card=\"1.1\""]), "86400");
    assert_eq!(figure(&before, &["quorate_drilled_age_seconds"]), "86400");
    assert_eq!(figure(&before, &["quorate_proved_age_seconds"]), "NaN");
    assert_eq!(figure(&before, &["quorate_allowed_age_seconds", "checked"]), (190 * 86400).to_string());
    assert_eq!(figure(&before, &["quorate_allowed_age_seconds", "proved"]), "+Inf");
    let now = Command::new("date").arg("+%s").output().unwrap();
    let now: u64 = String::from_utf8(now.stdout).unwrap().trim().parse().unwrap();
    let run: u64 = figure(&before, &["quorate_run_timestamp_seconds"]).parse().unwrap();
    assert!(now - 60 <= run && run <= now, "{run}, {now}");
    assert_eq!(desk.run(&["note", "record.json", "lost", "3", "--date", "2016-11-25"]).code, 0);
    let lost = status(&desk, "prometheus", &[]);
    assert_eq!(lost.code, 6);
    let lost = text(&lost);
    assert_eq!(figure(&lost, &["quorate_severity"]), "1");
    assert_eq!(figure(&lost, &["quorate_findings", "\"lost\""]), "1");
    assert_eq!(figure(&lost, &["quorate_absences_left"]), "0");
    assert!(!lost.contains("card=\"1.3\""), "a card that is gone is checked by nobody: {lost}");
    assert_eq!(desk.run(&["note", "record.json", "lost", "2", "--date", "2016-11-25"]).code, 0);
    let frozen = text(&status(&desk, "prometheus", &[]));
    assert_eq!(
        (figure(&frozen, &["quorate_frozen"]), figure(&frozen, &["quorate_severity"])),
        ("1".into(), "2".into())
    );
    // The same series are there before and after, but for those of cards that are gone.
    let names = |text: &str| -> Vec<String> {
        let series = text.lines().filter(|line| !line.starts_with('#') && !line.contains("card="));
        series.map(|line| line.rsplit_once(' ').unwrap().0.to_owned()).collect()
    };
    assert_eq!(names(&before), names(&frozen));
    // Without its journal nobody can tell how many absences are left.
    fs::remove_file(desk.path("journal.jsonl")).unwrap();
    let told = text(&status(&desk, "prometheus", &[]));
    for name in ["quorate_absences_left", "quorate_frozen"] {
        assert_eq!(figure(&told, &[name]), "NaN");
    }
    assert_eq!(figure(&told, &["quorate_severity"]), "3");
    // A record that cannot be read is a figure, too.
    fs::write(desk.path("broken.json"), "{}").unwrap();
    let ran = desk.run(&["status", "broken.json", "record.json", "./gone.json", "--format", "prometheus"]);
    let told = text(&ran);
    assert_ne!(ran.code, 0);
    for (record, up, severity) in
        [("broken.json", "0", "3"), ("record.json", "1", "3"), ("record 3", "0", "3")]
    {
        let label = format!("record=\"{record}\"");
        assert_eq!(figure(&told, &["quorate_up", &label]), up, "{told}");
        assert_eq!(figure(&told, &["quorate_severity", &label]), severity);
    }
}

#[test]
fn names_are_labels_only_where_somebody_asked_for_them() {
    let desk = desk();
    assert_eq!(desk.run(&["note", "record.json", "lost", "carol", "--date", "2016-11-25"]).code, 0);
    let without = text(&status(&desk, "prometheus", &[]));
    for name in ["alice", "bob", "carol"] {
        assert!(!without.contains(name), "{without}");
    }
    let with = text(&status(&desk, "prometheus", &["--label-names"]));
    assert_eq!(figure(&with, &["quorate_checked_age_seconds", "card=\"1.2\"", "holder=\"bob\""]), "86400");
}

#[test]
fn promtool_finds_nothing_wrong_with_the_figures_the_rules_and_their_tests() {
    if !able::has("promtool", "prometheus") {
        return;
    }
    let desk = desk();
    fs::rename(desk.path("record.json"), desk.path("a \"quoted\\name.json")).unwrap();
    let odd = "a \"quoted\\name.json";
    fs::rename(desk.path("journal.jsonl"), desk.path("a \"quoted\\name.journal.jsonl")).unwrap();
    let figures = desk.run(&["status", odd, "gone.json", "--format", "prometheus", "--label-names"]);
    let mut promtool = Command::new("promtool");
    promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = promtool.spawn().unwrap();
    child.stdin.take().unwrap().write_all(&figures.stdout).unwrap();
    let checked = child.wait_with_output().unwrap();
    assert!(checked.status.success() && checked.stderr.is_empty(), "{checked:?}");
    for (verb, file) in [("check", "rules.yml"), ("test", "rules.test.yml")] {
        let ran = Command::new("promtool")
            .args([verb, "rules", file])
            .current_dir(example("monitoring"))
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
    }
    // What the rules ask for is what the program tells.
    let told = text(&figures);
    let rules = fs::read_to_string(example("monitoring/rules.yml")).unwrap();
    let asked = rules.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
    let mut asked: Vec<&str> = asked.filter(|word| word.starts_with("quorate_")).collect();
    asked.sort_unstable();
    asked.dedup();
    assert!(asked.len() >= 5, "{asked:?}");
    for name in asked {
        assert!(told.contains(&format!("# TYPE {name} gauge")), "{name} is not told");
    }
}

#[test]
fn a_file_of_figures_is_whole_or_as_it_was() {
    let desk = desk();
    let run = |arguments: &[&str]| {
        let mut command = Command::new("sh");
        command.arg(example("monitoring/textfile.sh")).args(arguments);
        desk.furnish(&mut command);
        command.env("PATH", path()).output().unwrap()
    };
    assert!(run(&["out.prom", "record.json"]).status.success());
    let first = desk.read("out.prom");
    assert_eq!(figure(&first, &["quorate_up"]), "1");
    // Years later much is due, and it is told all the same.
    assert!(figure(&first, &["quorate_findings", "\"silent\""]) == "3", "{first}");
    fs::remove_file(desk.path("record.json")).unwrap();
    assert!(run(&["out.prom", "record.json"]).status.success());
    assert_eq!(figure(&desk.read("out.prom"), &["quorate_up"]), "0");
    // A mistake on the command line gives no figures: the file stays, and grows old.
    let before = desk.read("out.prom");
    assert_eq!(run(&["out.prom"]).status.code(), Some(2));
    assert_eq!(desk.read("out.prom"), before);
    assert!(desk.names().iter().all(|name| !name.contains(".new")), "{:?}", desk.names());
}

#[test]
fn the_plugin_has_four_exit_codes_and_says_unknown_where_it_cannot_tell() {
    let desk = desk();
    let is = |ran: &Ran, code: i32, word: &str| {
        let told = text(ran);
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(told.starts_with(&format!("QUORATE {word} - ")), "{told}");
        assert!(ran.stderr.is_empty(), "{ran:?}");
        assert_eq!(told.matches('|').count(), usize::from(told.contains("'set_")), "{told}");
        told
    };
    let told = is(&status(&desk, "nagios", &[]), 0, "OK");
    let set = desk.run(&["--json", "status", "record.json"]).json()["set"].to_string();
    assert_eq!(
        told,
        format!(
            "QUORATE OK - 1 record, nothing is due | 'set_{set}_findings'=0;;;0 'set_{set}_critical'=0;;;0 'set_{set}_absences_left'=1;;;0\n"
        )
    );
    let note = |what: &[&str]| {
        let ran = desk.run(&[&["note", "record.json", "--date", "2016-11-25"], what].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
    };
    note(&["lost", "3"]);
    is(&status(&desk, "nagios", &[]), 1, "WARNING");
    fs::write(desk.path("empty"), "").unwrap();
    is(&status(&desk, "nagios", &["--expect-head-file", "empty"]), 3, "UNKNOWN");
    note(&["stolen", "2"]);
    let told = is(&status(&desk, "nagios", &[]), 2, "CRITICAL");
    assert!(told.lines().next().unwrap().contains("frozen"), "{told}");
    // What is known to be critical comes before what cannot be told.
    is(&status(&desk, "nagios", &["--expect-head-file", "empty"]), 2, "CRITICAL");
    is(&status(&desk, "nagios", &["--expect-head", &"0".repeat(32)]), 2, "CRITICAL");
    // What could not be run cannot be told: usage errors, files that are none, a share.
    desk.put("share", &crate::known::shares("three_of_five")[0]);
    for wrong in [
        &["status", "--format", "nagios"][..],
        &["status", "record.json", "--format=nagios", "--no-such"],
        &["status", "record.json", "--format", "nagios", "--expect-head", "zzz"],
        &["status", "record.json", "--format", "nagios", "--json"],
        &["status", "./gone.json", "--format", "nagios"],
        &["status", "empty", "--format", "nagios"],
        &["status", "share", "--format", "nagios"],
        &["status", "record.json", "--format", "nagios", "--date", "2016-11-31"],
    ] {
        let told = is(&desk.run(wrong), 3, "UNKNOWN");
        assert!(told.lines().count() <= 2, "{told}");
        let word = crate::desk::repeated(&told, &crate::known::shares("three_of_five")[0]);
        assert_eq!(word, None, "{told}");
    }
    fs::remove_file(desk.path("journal.jsonl")).unwrap();
    is(&status(&desk, "nagios", &[]), 3, "UNKNOWN");
    // With any other format the codes are those of the contract.
    assert_eq!(desk.run(&["status", "record.json", "--format", "text", "--no-such"]).code, 2);
}

#[test]
fn no_name_begins_figures_of_its_own() {
    let desk = Desk::new();
    desk.put("key", crate::known::HEX);
    let split =
        ["split", "2of2", "--in", "key", "--date", "2016-11-24", "-o", "set", "--accept-single-point"];
    let names = ["--custodian", "a|b=1;2", "--custodian", "c"];
    let ran = desk.run(&[&split[..], &names].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = desk.run(&["status", "set/public/record.json", "--format", "nagios"]);
    let told = text(&ran);
    assert!(ran.code == 1 && told.contains("a/b=1;2 silent"), "{told}");
    assert_eq!(told.matches('|').count(), 1, "{told}");
}

#[test]
fn the_page_lists_each_kind_of_finding_with_how_bad_it_is() {
    let desk = desk();
    let told = text(&status(&desk, "prometheus", &[]));
    let mut kinds = Vec::new();
    for line in told.lines().filter(|line| line.starts_with("quorate_findings{")) {
        let label = |name: &str| line.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
        kinds.push(format!("| {} | {} |", label("severity"), label("finding")));
    }
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/use/monitoring.md")).unwrap();
    let mut rows: Vec<String> = Vec::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("| ")) {
        let cells: Vec<&str> = row.split(" | ").map(|cell| cell.trim_end_matches(" |")).collect();
        if ["critical", "unknown", "warning"].contains(&cells[0]) {
            rows.extend(
                cells[1].split(", ").map(|kind| format!("| {} | {} |", cells[0], kind.trim_matches('`'))),
            );
        }
    }
    kinds.sort();
    rows.sort();
    assert_eq!(rows, kinds);
}

#[test]
fn the_line_of_nagios_is_the_one_that_was_tried() {
    let desk = desk();
    let head = desk.run(&["--json", "status", "record.json"]).json()["journal_head"].clone();
    fs::write(desk.path("head"), head.as_str().unwrap()).unwrap();
    let cfg = fs::read_to_string(example("monitoring/nagios.cfg")).unwrap();
    let line = cfg.lines().find_map(|line| line.trim().strip_prefix("command_line")).unwrap().trim();
    let line = line
        .replace("/usr/bin/quorate", "quorate")
        .replace("$ARG1$", "record.json")
        .replace("$ARG2$", "head");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{line} --date 2016-11-25")]);
    desk.furnish(&mut command);
    let ran = Ran::of(command.env("PATH", path()).output().unwrap());
    assert!(ran.product().starts_with("QUORATE OK - "), "{ran:?}");
}
