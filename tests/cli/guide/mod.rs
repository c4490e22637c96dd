//! Every command of the guide, run by the real program: each line of a fence marked `sh`, page by page, from the first to the
//! last, in a folder that has what the page says is there. A line that is refused fails, unless its comment says with which
//! exit code it ends.

mod written;

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{able::not_run, desk::Desk};

/// Pages whose commands another test runs.
const ELSEWHERE: [(&str, &str); 1] =
    [("docs/trust/verify.md", "tests/assurance/release runs every command of that page, and takes minutes")];

/// Programs that pages use beside quorate. Where one is missing, its lines do not run, unless `CI` demands it.
const TOOLS: [&str; 4] = ["age", "age-keygen", "gpg", "jq"];

/// What a line says of its own end, in a comment.
const ENDS: &str = "# ends with ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README and all pages of the guide, by path.
fn pages() -> BTreeMap<String, String> {
    written::pages(&["README.md", "docs"])
}

/// A line that people type, and what the page shows of the answer.
#[derive(Debug, Default, PartialEq)]
struct Step {
    line: String,
    shown: Vec<String>,
}

/// What the fences marked `sh` say to type, and the fence marked `text` right below one shows. A line that a stroke continues,
/// and a quotation that goes on, are one.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut fence, mut is_below, mut goes_on) = (None, false, false);
    for line in page.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(_), Some(kind)) => (is_below, fence) = (kind == "sh", None),
            (Some(kind), None) => (goes_on, fence) = (false, Some(kind)),
            (None, Some("sh")) if !line.trim().is_empty() && !line.starts_with("# ") => {
                match steps.last_mut().filter(|_| goes_on) {
                    Some(last) => last.line = format!("{}\n{line}", last.line),
                    None => steps.push(Step { line: line.to_owned(), shown: Vec::new() }),
                }
                let typed = &steps.last().unwrap().line;
                goes_on = typed.ends_with('\\') || typed.matches('\'').count() % 2 == 1;
            }
            (None, Some("text")) if is_below => steps.last_mut().unwrap().shown.push(line.to_owned()),
            (None, None) if !line.trim().is_empty() => is_below = false,
            _ => {}
        }
    }
    steps
}

/// What is typed, on one line.
fn in_one(line: &str) -> String {
    let pieces = line.split("\\\n").map(str::trim);
    pieces.collect::<Vec<_>>().join(" ")
}

/// The lines that are not run, each with its reason.
fn not_run_lines() -> BTreeMap<String, String> {
    let table = fs::read_to_string(root().join("tests/cli/guide/not-run.txt")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|row| !row.is_empty() && !row.starts_with('#')).collect();
    let pairs =
        rows.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].strip_prefix("    ").unwrap().to_owned()));
    pairs.collect()
}

/// The exit codes with which a line says that it may end: `# ends with 0, or with 6 ...`.
fn ends(line: &str) -> Vec<i32> {
    let Some((_, said)) = line.split_once(ENDS) else { return vec![0] };
    let words =
        said.split([' ', ',', ':']).filter(|word| !word.is_empty() && *word != "or" && *word != "with");
    words.map_while(|word| word.parse().ok()).collect()
}

/// Whether an output has this line; `...` stands for anything.
fn has_line(output: &str, shown: &str) -> bool {
    let is_it = |line: &str| {
        let mut rest = line;
        shown.split("...").all(|piece| match rest.find(piece) {
            Some(at) => {
                rest = &rest[at + piece.len()..];
                true
            }
            None => false,
        })
    };
    output.lines().any(is_it)
}

/// A program that the line uses and that this machine lacks.
fn missing_tool(line: &str) -> Option<&'static str> {
    let is_used =
        |tool: &&str| line.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|word| word == *tool);
    let is_there =
        |tool: &str| env::split_paths(&env::var_os("PATH").unwrap()).any(|at| at.join(tool).exists());
    TOOLS.into_iter().find(|tool| is_used(tool) && !is_there(tool))
}

/// Runs in the shell as people do, with nobody to ask.
fn run(desk: &Desk, arguments: &[&str]) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_quorate")).parent().unwrap().to_owned();
    let path = env::split_paths(&env::var_os("PATH").unwrap()).collect::<Vec<_>>();
    let mut command = Command::new("setsid");
    command.args(["--wait", "bash", "-o", "pipefail"]).args(arguments);
    desk.furnish(&mut command);
    command.env("PATH", env::join_paths([vec![program], path].concat()).unwrap());
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
}

/// Runs the steps of a page, one after the other, in a folder that has what the page says is there.
fn follow(page: &str, text: &str) -> (usize, Vec<String>) {
    let (desk, not_run_lines) = (Desk::new(), not_run_lines());
    let (script, data) = (root().join("tests/cli/guide/prepare.sh"), root().join("tests/data"));
    let sets_up = fs::read_to_string(&script).unwrap();
    let sets_up = sets_up.split(";;").find(|case| case.contains(page)).unwrap_or_default();
    if let Some(tool) = missing_tool(sets_up) {
        assert!(env::var_os("CI").is_none(), "CI demands {tool}");
        not_run(&format!("{page}: this machine has no {tool}, which makes what the page says is there"));
        return (0, Vec::new());
    }
    let (code, said) = run(&desk, &[script.to_str().unwrap(), page, data.to_str().unwrap()]);
    assert_eq!(code, 0, "what {page} says is there was not made: {said}");
    let (mut count, mut faults) = (0, Vec::new());
    for step in steps(text).iter().filter(|step| !not_run_lines.contains_key(&in_one(&step.line))) {
        let line = &step.line;
        if let Some(tool) = missing_tool(line) {
            assert!(env::var_os("CI").is_none(), "CI demands {tool}");
            // Later lines may take what this one makes.
            not_run(&format!("{page}, from here on: this machine has no {tool}: {line}"));
            break;
        }
        let (code, said) = run(&desk, &["-c", line]);
        count += 1;
        if !ends(line).contains(&code) {
            faults.push(format!("{page}: {line}\nended with {code}:\n{said}"));
        }
        let missing = step.shown.iter().filter(|shown| !shown.trim().is_empty() && !has_line(&said, shown));
        faults.extend(missing.map(|shown| format!("{page}: {line}\ndoes not say: {shown}\nbut:\n{said}")));
    }
    (count, faults)
}

#[test]
fn every_command_of_the_guide_does_what_its_page_says() {
    let pages = pages();
    let here = pages.iter().filter(|(page, _)| ELSEWHERE.iter().all(|(other, _)| page != other));
    let (counts, faults): (Vec<_>, Vec<_>) = here.map(|(page, text)| follow(page, text)).unzip();
    let (count, faults) = (counts.iter().sum::<usize>(), faults.concat());
    assert!(faults.is_empty(), "{} of {count} failed\n{}", faults.len(), faults.join("\n\n"));
    assert!(count > 80 || env::var_os("CI").is_none(), "only {count} commands were run");
}

#[test]
fn what_is_not_run_still_stands_on_a_page() {
    let pages = pages();
    let lines: Vec<String> =
        pages.values().flat_map(|page| steps(page)).map(|step| in_one(&step.line)).collect();
    let not_run = not_run_lines();
    let gone: Vec<_> = not_run.iter().filter(|(line, _)| !lines.contains(line)).collect();
    assert!(gone.is_empty(), "no page has them any more: {gone:#?}");
    for (page, reason) in ELSEWHERE {
        assert!(!steps(&pages[page]).is_empty(), "{page} has no commands, and yet: {reason}");
    }
}

/// The command lines that a page names and that are not run: what stands in backticks in its prose and tables, and in fences
/// without a mark.
fn named(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, piece) in page.split("```").enumerate() {
        if at % 2 == 1 {
            let unmarked = piece.strip_prefix('\n').map(in_one_each).unwrap_or_default();
            found.extend(unmarked);
        } else {
            let spans = piece.split("\n\n").flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2));
            found.extend(spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    // What a hash begins with, such as `quorate receipt 1`, is no command.
    let is_label = |span: &str| {
        span.split(' ').next_back().is_some_and(|word| word.parse::<u8>().is_ok())
            && !span.contains(['-', '.'])
    };
    found.retain(|span| span.starts_with("quorate ") && !is_label(span));
    found
}

/// The lines of a fence, each with what a stroke continues.
fn in_one_each(fence: &str) -> Vec<String> {
    fence.replace("\\\n", " ").lines().map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_command_in_prose_names_a_command_and_options_that_there_are() {
    let desk = Desk::new();
    let mut helps = BTreeMap::<String, String>::new();
    let mut faults = Vec::new();
    let mut count = 0;
    for (page, text) in &pages() {
        for span in named(text) {
            count += 1;
            let words: Vec<&str> = span.split([' ', '=']).skip(1).collect();
            let Some(name) = words.iter().find(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
            else {
                continue;
            };
            let help = helps.entry((*name).to_owned()).or_insert_with(|| {
                let ran = desk.run(&[name, "--help"]);
                String::from_utf8(ran.stdout).unwrap()
            });
            if help.is_empty() {
                faults.push(format!("{page}: there is no such command: {span}"));
            }
            let options = words.iter().filter(|word| word.starts_with("--") && word.len() > 2);
            for option in options.map(|word| word.trim_end_matches([',', '.', ')'])) {
                let is_there = help.split(|c: char| !(c.is_alphanumeric() || c == '-')).any(|w| w == option);
                if !is_there && option != "--help" && option != "--version" {
                    faults.push(format!("{page}: {option} is not in the help: {span}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 100, "only {count} command lines were found");
}

#[test]
fn a_planted_command_that_is_refused_is_seen() {
    let page = |line: &str, shown: &str| format!("a\n```sh\n{line}\n```\n\n```text\n{shown}\n```\n");
    let faults = |line: &str, shown: &str| follow("docs/none.md", &page(line, shown)).1.len();
    assert_eq!(faults("quorate split 9of3", ""), 1);
    assert_eq!(faults("quorate split 9of3   # ends with 2", "quorate: error: ..."), 0);
    assert_eq!(faults("quorate split 9of3   # ends with 2", "quorate: error: gone"), 1);
    assert_eq!(faults("quorate --version | tr q Q", "Quorate 0..."), 0);
    let page = "```sh\nquorate policy \\\n  3of5\n# a comment\nquorate -V | jq '\n.a'\n```\n```text\none\n```\n\
                 Prose.\n```text\nquorate gone\n```\n";
    let step = |line: &str, shown: &[&str]| Step {
        line: line.to_owned(),
        shown: shown.iter().map(|line| (*line).to_owned()).collect(),
    };
    assert_eq!(
        steps(page),
        [step("quorate policy \\\n  3of5", &[]), step("quorate -V | jq '\n.a'", &["one"])]
    );
    assert_eq!(ends("quorate preflight  # ends with 0, or with 6 where a thing is unfit"), [0, 6]);
    assert!(has_line("a\nset 17, 3 of 5", "set ..., 3 of 5") && !has_line("set 17", "set ...,"));
    let page = "a `quorate\ncheck x`, `b`\n\n`quorate -V`\n```\nquorate split \\\n  2of3\n```\n```sh\nquorate gone\n```\n";
    assert_eq!(named(page), ["quorate check x", "quorate -V", "quorate split    2of3"]);
}
