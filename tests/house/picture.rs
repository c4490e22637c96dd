//! The picture of the house in docs/build/architecture.md, drawn from the imports.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use super::{ROOMS, height, is_for_tests, module, paths::named_outside_tests, room_of, root, sources};

const PAGE: &str = "docs/build/architecture.md";
const FENCES: [&str; 2] = ["```text\n", "```"];
const COLUMN: usize = 9;

/// Which room imports from which.
fn arrows(sources: &BTreeMap<String, String>) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (file, source) in sources.iter().filter(|(file, _)| !is_for_tests(file)) {
        let module = module(file);
        let Some(own) = module.first().filter(|own| height(own).is_some()) else { continue };
        for path in named_outside_tests(source) {
            if let Some(other) = room_of(&path, &module).filter(|room| room != own && height(room).is_some())
            {
                found.insert(((*own).to_owned(), other.to_owned()));
            }
        }
    }
    found
}

/// Stairs from the top room down: below a room's name stand dots in the lines of those it imports from.
fn picture(sources: &BTreeMap<String, String>) -> String {
    let arrows = arrows(sources);
    let rooms: Vec<&str> = ROOMS.iter().rev().copied().flatten().copied().collect();
    let mut drawn = String::new();
    for (line, room) in rooms.iter().enumerate() {
        for above in &rooms[..line] {
            let mark = if arrows.contains(&((*above).to_owned(), (*room).to_owned())) { '●' } else { '·' };
            drawn.push_str(&format!("  {mark:<width$}", width = COLUMN - 2));
        }
        drawn.push_str(&format!("{room}\n"));
    }
    drawn
}

/// The page with this picture within its first fences.
fn page_with(page: &str, picture: &str) -> String {
    let (before, rest) = page.split_once(FENCES[0]).unwrap();
    let (_, after) = rest.split_once(FENCES[1]).unwrap();
    [before, FENCES[0], picture, FENCES[1], after].concat()
}

#[test]
fn the_picture_of_the_house_is_that_of_its_imports() {
    let path = root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let drawn = page_with(&page, &picture(&sources()));
    if env::var_os("QUORATE_WRITE_DOCS").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), drawn, "QUORATE_WRITE_DOCS=1 draws it anew");
}

#[test]
fn an_import_is_a_dot_in_the_picture() {
    let file = |name: &str, source: &str| (format!("src/{name}.rs"), source.to_owned());
    let tree = BTreeMap::from([
        file("run", "use crate::commands;"),
        file("commands/mod", "use super::host::console;"),
        file("commands/tests", "use crate::crypto;"),
        file("slip39/mod", "fn f() { crate::crypto::hash(); } mod tests { use crate::host; }"),
    ]);
    let found: Vec<(String, String)> = arrows(&tree).into_iter().collect();
    let arrow = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(found, [arrow("commands", "host"), arrow("run", "commands"), arrow("slip39", "crypto")]);
    let drawn = picture(&tree);
    assert_eq!(drawn.matches('●').count(), 3);
    assert!(drawn.starts_with("run\n  ●      commands\n"));
    assert_eq!(page_with("a\n```text\nold\n```\nb", "new\n"), "a\n```text\nnew\n```\nb");
}
