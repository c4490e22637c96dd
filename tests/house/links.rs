//! Pages that lead somewhere: each link to a file or heading of ours, and each path that a page or a source names.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
};

use super::{root, sources, written};

/// The folders whose files pages name in backticks.
const NAMED: [&str; 6] = ["src/", "tests/", "docs/", "benches/", "release/", "examples/"];

/// The pages that people read, by path from the root.
pub fn pages() -> BTreeMap<String, String> {
    written::pages(&["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs"])
}

/// The prose of a page: what stands in fences is typed, not followed.
fn prose(page: &str) -> String {
    page.split("```").step_by(2).collect()
}

/// Where the links of a page lead, without those into the web.
fn links(page: &str) -> Vec<String> {
    let targets = prose(page);
    let targets = targets.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).map(str::to_owned).collect()
}

/// The heading's name in a link: small letters, strokes for spaces, no marks.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|mark| mark.is_alphanumeric() || [' ', '-', '_'].contains(mark));
    kept.flat_map(char::to_lowercase).map(|mark| if mark == ' ' { '-' } else { mark }).collect()
}

fn has_heading(page: &str, name: &str) -> bool {
    let page = prose(page);
    page.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line.trim_start_matches('#')) == name)
}

/// The path from the root, with every `..` taken back.
fn resolved(page: &str, target: &str) -> PathBuf {
    let mut path = PathBuf::new();
    for piece in Path::new(page).parent().unwrap().join(target).components() {
        match piece {
            Component::ParentDir => assert!(path.pop(), "{page}: {target} leads out of the project"),
            piece => path.push(piece),
        }
    }
    path
}

/// Why a link of the page leads nowhere.
fn broken(page: &str, target: &str) -> Option<String> {
    let (file, heading) = target.split_once('#').map_or((target, None), |(file, name)| (file, Some(name)));
    let path = root().join(if file.is_empty() { PathBuf::from(page) } else { resolved(page, file) });
    let leads = path.exists()
        && heading.is_none_or(|name| has_heading(&fs::read_to_string(path).unwrap_or_default(), name));
    (!leads).then(|| format!("{page}: the link to {target} leads nowhere"))
}

/// The paths that a page names in backticks and that are not there.
fn missing(page: &str, text: &str) -> Vec<String> {
    let text = prose(text);
    let spans = text.split("\n\n").flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2));
    let paths = spans.filter_map(|span| span.split_whitespace().next());
    let ours = paths.filter(|path| NAMED.iter().any(|folder| path.starts_with(folder)));
    ours.filter(|path| !root().join(path).exists())
        .map(|path| format!("{page}: there is no {path}"))
        .collect()
}

/// The pages that a source names and that are not there.
fn missing_pages(file: &str, source: &str) -> Vec<String> {
    let words = source.split(|mark: char| !mark.is_alphanumeric() && !"/-.".contains(mark));
    let pages = words.map(|word| word.trim_matches('.')).filter(|word| word.starts_with("docs/"));
    pages
        .filter(|page| !root().join(page).exists())
        .map(|page| format!("{file}: there is no {page}"))
        .collect()
}

#[test]
fn every_link_and_every_path_that_is_named_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 15 && pages.values().map(|page| links(page).len()).sum::<usize>() > 60);
    let mut faults: Vec<String> = Vec::new();
    for (page, text) in &pages {
        faults.extend(links(text).iter().filter_map(|target| broken(page, target)));
        faults.extend(missing(page, text));
    }
    faults.extend(sources().iter().flat_map(|(file, source)| missing_pages(file, source)));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_page_stands_in_the_index() {
    let index = links(&pages()["docs/README.md"]);
    let shelved = pages().into_keys().filter_map(|page| page.strip_prefix("docs/").map(str::to_owned));
    let absent: Vec<String> = shelved.filter(|page| page != "README.md" && !index.contains(page)).collect();
    assert!(absent.is_empty(), "{absent:#?}");
}

#[test]
fn a_planted_link_to_nowhere_is_caught() {
    let page = "docs/use/drill.md";
    for target in ["gone.md", "../trust/drill.md", "../../docs/trust/threats.md#no-such-heading", "#no-such"]
    {
        assert!(broken(page, target).is_some(), "{target}");
    }
    for target in ["../trust/threats.md", "../../README.md#on-paper", "../schema", "#the-yearly-drill"] {
        assert_eq!(broken(page, target), None);
    }
    let text = "[a](b.md) and `src/gone.rs`, `src/lib.rs`, `cargo x`\n```sh\n[c](d.md) `src/typed.rs`\n```\n`docs/\ngone`";
    assert_eq!(links(text), ["b.md"]);
    assert_eq!(missing(page, text), [format!("{page}: there is no src/gone.rs")]);
    assert_eq!(
        missing_pages("f", "//! see docs/gone.md, docs/use/drill.md."),
        ["f: there is no docs/gone.md"]
    );
}
