//! The manual: a page for each command, whole, as groff and mandoc read it, and in a folder of its own.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::{
    able,
    desk::{Desk, HUSH},
    manual::COMMANDS,
};

/// A desk with the pages on it, and their names.
fn pages() -> (Desk, BTreeSet<String>) {
    let desk = Desk::new();
    let ran = desk.run(&["man", "pages"]);
    let names: BTreeSet<String> =
        desk.names().iter().filter_map(|name| name.strip_prefix("pages/")).map(str::to_owned).collect();
    let told = format!("{} pages are in pages", names.len() - 1);
    assert!(ran.code == 0 && ran.stdout.is_empty() && ran.says(&told), "{ran:?}");
    (desk, names)
}

/// The lines of the section with this heading.
fn section<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let begins = format!(".SH \"{heading}\"");
    let lines = page.lines().skip_while(|line| *line != begins).skip(1);
    lines.take_while(|line| !line.starts_with(".SH ")).collect()
}

#[test]
fn each_command_has_a_page_and_no_page_has_an_empty_section() {
    let (desk, names) = pages();
    let commands = COMMANDS.iter().chain(&["completions", "man"]);
    let mut expected: BTreeSet<String> = commands.map(|command| format!("quorate-{command}.1")).collect();
    expected.extend(["quorate.1".to_owned(), String::new()]);
    assert_eq!(names, expected);
    for name in names.iter().filter(|name| !name.is_empty()) {
        let page = desk.read(&format!("pages/{name}"));
        let title = name.trim_end_matches(".1").to_uppercase().replace('-', "\\-");
        assert!(page.starts_with(&format!(".TH \"{title}\" 1 2")), "{name}");
        let sections = [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "EXIT STATUS",
            "FILES",
            "ENVIRONMENT",
            "EXAMPLES",
            "SEE ALSO",
        ];
        let headings = page.lines().filter_map(|line| line.strip_prefix(".SH \"")?.strip_suffix('"'));
        let headings: Vec<&str> = headings.filter(|heading| *heading != "COMMANDS").collect();
        assert_eq!(headings, sections, "{name}");
        for heading in sections {
            assert!(!section(&page, heading).is_empty(), "{name}: {heading}");
        }
    }
}

#[test]
fn every_term_of_a_page_is_explained() {
    let (desk, names) = pages();
    let mut terms = 0;
    for name in names.iter().filter(|name| !name.is_empty()) {
        let page = desk.read(&format!("pages/{name}"));
        let lines: Vec<&str> = page.lines().collect();
        for at in (0..lines.len()).filter(|at| lines[*at] == ".TP") {
            let (term, said) = (lines[at + 1], lines.get(at + 2).copied().unwrap_or_default());
            assert!(!term.is_empty() && !said.is_empty() && !said.starts_with('.'), "{name}: {term}: {said}");
            terms += 1;
        }
    }
    assert!(terms > 500, "{terms}");
    // Those that turn off what protects people were the ones without a word.
    for switch in ["allow\\-unhardened", "online\\-anyway"] {
        let page = desk.read("pages/quorate-recover.1");
        assert!(page.contains(&format!(".TP\n\\fB\\-\\-{switch}\\fR\nContinue ")), "{switch}");
    }
}

#[test]
fn the_pages_that_a_page_refers_to_are_there() {
    let (desk, names) = pages();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let page = desk.read(&format!("pages/{name}")).replace("\\-", "-").replace("\\%", "");
        let mut seen = 0;
        for reference in page.split("\\fB").filter_map(|text| text.split_once("\\fR(1)")) {
            assert!(names.contains(&format!("{}.1", reference.0)), "{name}: {}", reference.0);
            assert_ne!(format!("{}.1", reference.0), *name, "a page need not refer to itself");
            seen += 1;
        }
        assert!(seen > 0, "{name}");
    }
}

#[test]
fn what_goes_into_a_pipe_are_the_same_pages() {
    let (desk, names) = pages();
    let whole = desk.run(&["man"]);
    let whole = whole.product();
    assert!(whole.starts_with(&desk.read("pages/quorate.1")));
    for name in names.iter().filter(|name| !name.is_empty()) {
        let page = desk.read(&format!("pages/{name}"));
        assert!(whole.contains(&page), "{name}");
        if let Some(command) = name.strip_prefix("quorate-").and_then(|name| name.strip_suffix(".1")) {
            assert_eq!(desk.run(&["man", command]).product(), page);
        }
    }
    assert_eq!(whole.matches(".TH ").count(), names.len() - 1);
    for (asked, page) in
        [("combine", "quorate-recover"), ("quorate-recover", "quorate-recover"), ("quorate", "quorate")]
    {
        assert_eq!(desk.run(&["man", asked]).product(), desk.read(&format!("pages/{page}.1")), "{asked}");
    }
    desk.refused(2, &["man", "help"]);
    let told = desk.run(&["man", "again", "--json"]).json();
    assert_eq!((&told["text"], &told["output"]), (&whole.into(), &"again".into()));
    assert_eq!(told["pages"].as_array().unwrap().len(), names.len() - 1);
}

#[test]
fn a_folder_of_pages_is_new_and_a_mistyped_command_is_none() {
    let desk = Desk::new();
    fs::create_dir(desk.path("there")).unwrap();
    desk.put("file", "");
    for (taken, exit) in [("there", 7), ("file", 7), ("there/", 7), ("nowhere/pages", 1), ("pages.pdf", 2)] {
        desk.refused(exit, &["man", taken]);
    }
    for slip in ["splt", "recovr", "status2"] {
        let refused = desk.refused(2, &["man", slip]);
        assert!(
            refused.error.contains("no such command") && refused.hint.contains("quorate man "),
            "{refused:?}"
        );
    }
    desk.refused(2, &["man", "split", HUSH]);
    // A folder may have the name of a command, or of what such folders are called.
    for folder in ["./split", "man1", "there/pages/"] {
        assert_eq!(desk.run(&["man", folder]).code, 0, "{folder}");
    }
    assert!(desk.path("split/quorate.1").exists() && desk.path("there/pages/quorate.1").exists());
}

/// What a program says of a page.
fn of_page(program: &str, arguments: &[&str], page: &Path) -> Output {
    Command::new(program).args(arguments).arg(page).env("LC_ALL", "C.UTF-8").output().unwrap()
}

#[test]
fn groff_and_mandoc_have_nothing_to_say_of_a_page() {
    let (desk, names) = pages();
    for (program, package, arguments) in [
        ("mandoc", "mandoc", &["-Tlint", "-Wwarning"][..]),
        ("groff", "groff", &["-man", "-ww", "-z", "-Tutf8"]),
    ] {
        if !able::has(program, package) {
            continue;
        }
        for name in names.iter().filter(|name| !name.is_empty()) {
            let said = of_page(program, arguments, &desk.path(&format!("pages/{name}")));
            let text = [&said.stdout[..], &said.stderr].concat();
            assert!(text.is_empty() && said.status.success(), "{}", String::from_utf8_lossy(&text));
        }
    }
}

#[test]
fn examples_stand_on_the_page_as_they_stand_in_the_help() {
    if !able::has("mandoc", "mandoc") {
        return;
    }
    let (desk, _) = pages();
    for command in COMMANDS {
        let page = desk.path(&format!("pages/quorate-{command}.1"));
        let shown = of_page("mandoc", &["-Tutf8", "-Owidth=80"], &page).stdout;
        // What is bold is struck twice.
        let mut text = String::new();
        for sign in String::from_utf8(shown).unwrap().chars() {
            match sign {
                '\u{8}' => _ = text.pop(),
                _ => text.push(sign),
            }
        }
        let help = desk.run(&[command, "--help"]);
        let examples =
            help.product().split_once("\nExamples\n").unwrap().1.split_once("\n\nUsage").unwrap().0;
        assert!(examples.lines().all(|line| text.contains(line.trim())), "{command}");
    }
}
