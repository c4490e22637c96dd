//! Keeps the house in order, so that nobody has to remember its rules: a file imports only from floors below its own,
//! only the top floor touches the world, and each outside crate is named behind its door, which docs/dependencies.md
//! tells.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod levels;
mod paths;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use paths::{Named, named};

/// The modules of each floor, from the bottom; `lib.rs` stands above all.
const FLOORS: [&[&str]; 8] = [
    &["secret", "stack", "entropy"],
    &["date", "gf256", "rs1024", "wordlist", "subsets", "hash", "visible"],
    &["shamir", "feistel", "name"],
    &["slip39", "age"],
    &["key", "plan", "foreign"],
    &["paper", "record"],
    &["ceremony"],
    &["shell"],
];

/// The floor that may touch the world, and what of the standard library is the world.
const WORLD_FLOOR: usize = 7;
const WORLD: [&str; 6] = ["fs", "io", "env", "net", "process", "time"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All that is ours, by path from the root.
fn sources() -> BTreeMap<String, String> {
    let mut folders = vec![root().join("src")];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// The floor of a module; none for one that has no place in the house.
fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// Where a file imports from its own height or above, or touches the world from too low.
fn climbs(file: &str, source: &str) -> BTreeSet<String> {
    let module = file.trim_start_matches("src/").split(['/', '.']).next().unwrap();
    if ["lib", "main"].contains(&module) {
        return BTreeSet::new();
    }
    let Some(own) = floor(module) else {
        return BTreeSet::from([format!("{file}: `{module}` has no floor")]);
    };
    let fault = |path: Named| {
        let pieces: Vec<&str> = path.pieces.iter().map(String::as_str).collect();
        let target = match *pieces.as_slice() {
            // Bytes in memory, for libraries that want a reader: no world in that.
            ["std", "io", "Cursor", ..] => return None,
            [library @ ("std" | "core" | "alloc"), part, ..]
                if WORLD.contains(&part) && own < WORLD_FLOOR =>
            {
                return Some(format!("{file}: touches {library}::{part}"));
            }
            ["crate", target, ..] => target,
            // From a file of the first level `super` is the root, and what follows may be another module.
            ["super", ..] => pieces.into_iter().find(|piece| floor(piece).is_some())?,
            _ => return None,
        };
        let climbs = target != module && floor(target).is_none_or(|other| other >= own);
        climbs.then(|| format!("{file}: climbs to {target}"))
    };
    named(source).into_iter().filter_map(fault).collect()
}

/// Which files may name a crate; none for everywhere.
type Doors = BTreeMap<String, Option<Vec<String>>>;

/// The tables of the page that have a column `crate` and a column `door`: a crate in backticks, and the files that
/// may name it, each in backticks, or the word `everywhere`.
fn doors(page: &str) -> Doors {
    let mut doors = Doors::new();
    let mut columns = None;
    for line in page.lines() {
        let Some(row) = line.trim().strip_prefix('|').and_then(|row| row.strip_suffix('|')) else {
            columns = None;
            continue;
        };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let column = |title| cells.iter().position(|cell| cell.eq_ignore_ascii_case(title));
        if let Some((name, door)) = columns {
            let files = (cells[door] != "everywhere").then(|| in_backticks(cells[door]));
            doors.extend(in_backticks(cells[name]).into_iter().map(|name| (name, files.clone())));
        } else {
            columns = column("crate").zip(column("door"));
        }
    }
    doors
}

fn in_backticks(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The crates that the file names, unless a module of ours has the same name there.
fn outside_crates(source: &str, doors: &Doors) -> Vec<String> {
    let paths = named(source);
    let ours = |name: &str| {
        let imported = |path: &Named| {
            let own = ["crate", "self", "super"].contains(&path.pieces[0].as_str());
            path.used && own && path.pieces.last().is_some_and(|last| last == name)
        };
        source.contains(&format!("mod {name};")) || paths.iter().any(imported)
    };
    let identifier = |name: &String| name.replace('-', "_");
    let names = |name: &&String| paths.iter().any(|path| path.pieces[0] == identifier(name));
    doors.keys().filter(names).filter(|name| !ours(&identifier(name))).cloned().collect()
}

/// Where a file names a crate beside its door.
fn strays(file: &str, source: &str, doors: &Doors) -> Vec<String> {
    let beside =
        |name: &String| doors[name].as_ref().is_some_and(|files| !files.iter().any(|door| door == file));
    let fault = |name: String| format!("{file}: names {name}, whose door is elsewhere");
    outside_crates(source, doors).into_iter().filter(beside).map(fault).collect()
}

fn table() -> Doors {
    doors(&fs::read_to_string(root().join("docs/dependencies.md")).unwrap())
}

#[test]
fn no_file_climbs_and_only_the_top_floor_touches_the_world() {
    let faults: Vec<String> = sources().iter().flat_map(|(file, source)| climbs(file, source)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_outside_crate_is_named_behind_its_door_only() {
    let doors = table();
    let faults: Vec<String> =
        sources().iter().flat_map(|(file, source)| strays(file, source, &doors)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

fn is_shipped(section: &str) -> bool {
    section == "dependencies" || section.starts_with("target.") && section.ends_with(".dependencies")
}

#[test]
fn the_table_of_doors_lists_the_dependencies_and_no_door_is_unused() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    // Those for one system, too; what is for tests only has a table of its own.
    let sections = manifest.split("\n[").filter(|section| section.split(']').next().is_some_and(is_shipped));
    let lines =
        sections.flat_map(|section| section.lines().skip(1)).filter_map(|line| line.split_once(" = "));
    let mut dependencies: Vec<&str> = lines.map(|(name, _)| name).collect();
    dependencies.sort_unstable();
    let (doors, sources) = (table(), sources());
    assert_eq!(doors.keys().collect::<Vec<_>>(), dependencies);
    for (name, files) in &doors {
        for file in files.iter().flatten() {
            let source =
                sources.get(file).unwrap_or_else(|| panic!("{file}, the door of {name}, is not there"));
            assert!(outside_crates(source, &doors).contains(name), "{file} does not name {name}");
        }
    }
}

#[test]
fn a_planted_climb_is_caught() {
    for (file, source) in [
        ("src/gf256.rs", "use crate::slip39::Share;"),
        ("src/gf256.rs", "use crate::{secret::SecretBytes, shamir::{self, Point}};"),
        ("src/gf256.rs", "use crate::hash;"),
        ("src/hash.rs", "fn f() { let x = 1 + crate::key::parse(); }"),
        ("src/hash.rs", "use super::key::parse;"),
        ("src/slip39/deal.rs", "use super::super::shell::terminal;"),
        ("src/paper.rs", "use crate::record::Record;"),
        ("src/key/hex.rs", "use std::{fmt, io::{self, Read}};"),
        ("src/paper/picture.rs", "use std::io::{Cursor, stdin};"),
        ("src/ceremony/split.rs", "fn now() { ::std::time::Instant::now(); }"),
        ("src/record.rs", "mod tests { #[test] fn t() { assert!(std::env::var(\"X\").is_ok()); } }"),
        ("src/attic.rs", ""),
    ] {
        assert_eq!(climbs(file, source).len(), 1, "{file}: {source}");
    }
    for (file, source) in [
        (
            "src/slip39/deal.rs",
            "use crate::{secret::SecretBytes, slip39::master::Ems}; use super::policy::Policy;",
        ),
        (
            "src/hash.rs",
            "//! See [`crate::slip39`].\n/* use crate::key; */ const S: &str = \"use crate::key\";",
        ),
        ("src/secret.rs", "mod tests { use super::*; }"),
        ("src/key/hex.rs", "use std::{fmt, iter}; fn env() -> u8 { 0 }"),
        ("src/paper/picture.rs", "use std::io::Cursor;"),
        ("src/shell/files.rs", "use std::{fs, io}; use crate::ceremony::split;"),
        ("src/lib.rs", "pub mod shell;"),
    ] {
        assert_eq!(climbs(file, source), BTreeSet::new());
    }
}

#[test]
fn a_crate_beside_its_door_is_caught() {
    let doors = doors(
        "| crate | version | door |\n| --- | --- | --- |\n| `sha2` | 0.11 | `src/hash.rs` |\n\
         | `zeroizing-alloc` | 0.1 | `src/main.rs` |\n| `bip39` | 3 | `src/key/bip39.rs` |\n\
         | `thiserror` | 2 | everywhere |\n\n| crate | why not |\n| --- | --- |\n| `sharks` | its field |\n",
    );
    assert_eq!(doors.len(), 4, "a table without doors is another table");
    for (file, source) in [
        ("src/key/wif.rs", "use sha2::{Digest, Sha256};"),
        ("src/key/wif.rs", "use sha2;"),
        ("src/key/wif.rs", "#[derive(sha2::Digest)] struct S;"),
        ("src/lib.rs", "static A: T = zeroizing_alloc::ZeroAlloc(S);"),
        ("src/key/wif.rs", "use ::bip39::Mnemonic;"),
    ] {
        assert_eq!(strays(file, source, &doors).len(), 1, "{file}: {source}");
    }
    for (file, source) in [
        ("src/hash.rs", "use sha2::{Digest, Sha256};"),
        ("src/key/wif.rs", "#[derive(thiserror::Error)] struct S; // sha2::Sha256"),
        ("src/key.rs", "mod bip39; fn f() { bip39::parse(); }"),
        ("src/ceremony/split.rs", "use crate::key::{bip39, wif}; fn f() { bip39::parse(); }"),
    ] {
        assert_eq!(strays(file, source, &doors), Vec::<String>::new());
    }
}
