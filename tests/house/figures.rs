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
const MANIFESTS: usize = 4;

/// A name that several types may bear.
struct Shared {
    name: &'static str,
    /// The files that define one, or the folders that may.
    places: &'static [&'static str],
    /// Why each of them has no name of its own.
    reason: &'static str,
}

/// Every name that several types bear. A new type gets a name that no other has, or stands here with a reason.
const NAMES_OF_SEVERAL_TYPES: &[Shared] = &[
    Shared {
        name: "Options",
        places: &["src/commands/"],
        reason: "what was typed is the first part of every command: whoever knows one knows all",
    },
    Shared {
        name: "Request",
        places: &["src/commands/"],
        reason: "what a command will do, checked, is the second part of every command",
    },
    Shared {
        name: "Answer",
        places: &["src/commands/", "src/transfer/delivery/handout.rs", "src/host/console.rs"],
        reason: "what was found is the third part of every command; two share theirs, and the trait is what all are",
    },
    Shared {
        name: "Header",
        places: &["src/slip39/header.rs", "src/formats/age/header/mod.rs"],
        reason: "the standard of age calls it so, and so does everybody who reads a share; no file imports both",
    },
];

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

/// Where names and files are other than the table says, both ways.
fn differences(found: &BTreeMap<String, Vec<&str>>, table: &[Shared]) -> Vec<String> {
    let mut differences = Vec::new();
    for (name, files) in found {
        match table.iter().find(|shared| shared.name == name) {
            None => differences.push(format!("{name} is several types: {}", files.join(", "))),
            Some(Shared { places, reason, .. }) => {
                let others = files.iter().filter(|file| !places.iter().any(|place| file.starts_with(place)));
                differences.extend(
                    others.map(|file| format!("{name} in {file}; it is several types because {reason}")),
                );
            }
        }
    }
    for Shared { name, places, .. } in table {
        let files = found.get(*name).map_or(&[][..], Vec::as_slice);
        let empty = places.iter().filter(|place| !files.iter().any(|file| file.starts_with(**place)));
        differences.extend(empty.map(|place| format!("{name} is no more one of several types in {place}")));
    }
    differences
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
    for Shared { name, reason, .. } in NAMES_OF_SEVERAL_TYPES {
        println!("  {name}, because {reason}");
    }

    let bound = |folder: &str| match folder {
        "src/commands" => ENTRIES_OF_COMMANDS,
        _ => ENTRIES_OF_ANOTHER_FOLDER,
    };
    for (folder, count) in &entries {
        assert!(*count <= bound(folder), "{folder} holds more than any folder did");
    }
    assert_eq!(differences(&names, NAMES_OF_SEVERAL_TYPES), [""; 0]);
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

    let table = |name, places| [Shared { name, places, reason: "both are cards" }];
    assert_eq!(differences(&twice, &table("Card", &["src/room/"])), [""; 0]);
    assert_eq!(
        differences(&twice, &table("Card", &["src/room/mod.rs", "src/other/"])),
        [
            "Card in src/room/within/card.rs; it is several types because both are cards",
            "Card is no more one of several types in src/other/"
        ]
    );
    assert_eq!(
        differences(&twice, &table("Share", &["src/room/"])),
        [
            "Card is several types: src/room/mod.rs, src/room/within/card.rs",
            "Share is no more one of several types in src/room/"
        ]
    );
}
