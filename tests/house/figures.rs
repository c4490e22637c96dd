//! The house in figures, printed by `cargo test --test house figures -- --nocapture`. Each bound is what holds today: lower it
//! with the figure, and never raise it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::{
    circles::{imports, in_circles},
    is_for_tests,
    paths::tokens_outside_tests,
    root, sources,
};

/// A folder for each thing that people type, and what they share.
const ENTRIES_OF_COMMANDS: usize = 19;
const ENTRIES_OF_ANOTHER_FOLDER: usize = 15;
/// `Options`, `Request` and `Answer` of the commands among them.
const NAMES_OF_SEVERAL_TYPES: usize = 48;
const MANIFESTS: usize = 4;

/// How much each folder holds, itself not counted.
fn entries(files: impl Iterator<Item = impl AsRef<Path>>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for file in files {
        let mut entry = file.as_ref();
        while let Some(folder) = entry.parent().filter(|folder| folder != &Path::new("")) {
            found.entry(folder.display().to_string()).or_default().insert(entry.display().to_string());
            entry = folder;
        }
    }
    found.into_iter().map(|(folder, entries)| (folder, entries.len())).collect()
}

/// The names that several types bear, each with the files that define one.
fn of_several_types(sources: &BTreeMap<String, String>) -> BTreeMap<String, Vec<&str>> {
    let mut found = BTreeMap::<String, Vec<&str>>::new();
    for (file, source) in sources.iter().filter(|(file, _)| !is_for_tests(file)) {
        for pair in tokens_outside_tests(source).windows(2) {
            if ["struct", "enum", "trait"].contains(&pair[0].as_str()) {
                found.entry(pair[1].clone()).or_default().push(file);
            }
        }
    }
    found.retain(|_, files| files.len() > 1);
    found
}

/// The manifests of this project, without what was built.
fn manifests(folder: &Path) -> usize {
    let inside = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let counted = inside.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true if name == "target" || name.starts_with('.') => 0,
            true => manifests(&entry.path()),
            false => usize::from(name == "Cargo.toml"),
        }
    });
    counted.sum()
}

#[test]
fn figures_are_no_worse_than_they_were() {
    let sources = sources();
    let imports = imports(&sources);
    let circles = in_circles(&imports);
    let (entries, names, manifests) =
        (entries(sources.keys()), of_several_types(&sources), manifests(root()));
    let lines: usize = sources.values().map(|source| source.lines().count()).sum();

    println!("{} files, {lines} lines in src; {manifests} manifests", sources.len());
    println!("{} files in circles", circles.len());
    println!("entries per folder:");
    for (folder, count) in &entries {
        println!("{count:>4}  {folder}");
    }
    println!("{} names of several types:", names.len());
    for (name, files) in &names {
        println!("  {name}: {}", files.join(", "));
    }

    let bound = |folder: &str| match folder {
        "src/commands" => ENTRIES_OF_COMMANDS,
        _ => ENTRIES_OF_ANOTHER_FOLDER,
    };
    for (folder, count) in &entries {
        assert!(*count <= bound(folder), "{folder} holds more than any folder did");
    }
    assert!(names.len() <= NAMES_OF_SEVERAL_TYPES, "one more name stands for several types");
    assert!(manifests <= MANIFESTS, "one more manifest");
}

#[test]
fn what_is_counted_is_there() {
    let file = |name: &str, source: &str| (format!("src/{name}.rs"), source.to_owned());
    let tree = BTreeMap::from([
        file("lib", "pub mod room;"),
        file("room/mod", "pub struct Card; mod tests { struct Share; }"),
        file("room/share", "enum Share {} // struct Card\nconst S: &str = \"struct Card\";"),
        file("room/within/card", "trait Card {}"),
        file("room/within/tests", "struct Share;"),
    ]);
    assert_eq!(
        entries(tree.keys()),
        BTreeMap::from([
            ("src".to_owned(), 2),
            ("src/room".to_owned(), 3),
            ("src/room/within".to_owned(), 2)
        ])
    );
    let twice = BTreeMap::from([("Card".to_owned(), vec!["src/room/mod.rs", "src/room/within/card.rs"])]);
    assert_eq!(of_several_types(&tree), twice);
}
