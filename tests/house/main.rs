//! Keeps the house in order, so that nobody has to remember its rules: a file imports only from its own room and those
//! below it, only the top rooms touch the world, and each outside crate is named behind its door, which
//! docs/build/dependencies.md tells.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod circles;
mod figures;
mod levels;
mod links;
mod pages;
mod paths;
mod picture;
mod words;
#[path = "../cli/guide/written.rs"]
mod written;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use paths::{Named, named};

/// The rooms, from the bottom; those beside each other know nothing of each other. `lib.rs` and `main.rs` stand above all.
const ROOMS: [&[&str]; 9] = [
    &["crypto"],
    &["slip39"],
    &["formats"],
    &["custody"],
    &["paper"],
    &["ceremony", "host"],
    &["transfer"],
    &["commands"],
    &["run"],
];

/// The rooms that may touch the world, and what of the standard library is the world.
const WORLD_ROOMS: [&str; 4] = ["host", "transfer", "commands", "run"];
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

/// The height of a room; none for one that is not in the house.
fn height(room: &str) -> Option<usize> {
    ROOMS.iter().position(|beside| beside.contains(&room))
}

/// The module that a file is, in pieces from the root of the library.
fn module(file: &str) -> Vec<&str> {
    let mut pieces: Vec<&str> = file.trim_start_matches("src/").trim_end_matches(".rs").split('/').collect();
    pieces.pop_if(|last| ["mod", "lib"].contains(last));
    pieces
}

/// Whether the file holds nothing but tests, or what they try.
fn is_for_tests(file: &str) -> bool {
    module(file).iter().any(|piece| ["tests", "sample"].contains(piece))
}

/// The room that a path leads to; none where it leads outside, or to the root.
fn room_of<'a>(path: &'a Named, module: &[&'a str]) -> Option<&'a str> {
    let ups = path.pieces.iter().take_while(|piece| *piece == "super").count();
    let rest = path.pieces.get(ups.max(1)).map(String::as_str);
    match path.pieces[0].as_str() {
        "crate" => rest,
        // A module within the file may be where the path begins: no more than that is lost, for `super` leads higher then.
        "super" if ups >= module.len() => rest,
        "super" | "self" => module.first().copied(),
        _ => None,
    }
}

/// Where a file imports from a room above its own, or touches the world from too low.
fn climbs(file: &str, source: &str) -> BTreeSet<String> {
    let module = module(file);
    let Some(&own) = module.first().filter(|own| **own != "main") else {
        return BTreeSet::new();
    };
    let Some(floor) = height(own) else {
        return BTreeSet::from([format!("{file}: `{own}` is no room of the house")]);
    };
    let fault = |path: Named| {
        let pieces: Vec<&str> = path.pieces.iter().map(String::as_str).collect();
        match *pieces.as_slice() {
            // Bytes in memory, for libraries that want a reader: no world in that.
            ["std", "io", "Cursor", ..] => return None,
            [library @ ("std" | "core" | "alloc"), part, ..]
                if WORLD.contains(&part) && !WORLD_ROOMS.contains(&own) =>
            {
                return Some(format!("{file}: touches {library}::{part}"));
            }
            _ => {}
        }
        let target = room_of(&path, &module)?;
        (target != own && height(target).is_none_or(|other| other >= floor))
            .then(|| format!("{file}: climbs to {target}"))
    };
    named(source).into_iter().filter_map(fault).collect()
}

/// Which files may name a crate, or folders, which end in a stroke; none for everywhere.
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

/// Whether the file stands behind the door.
fn leads_to(door: &str, file: &str) -> bool {
    door == file || door.ends_with('/') && file.starts_with(door)
}

/// Where a file names a crate beside its door.
fn strays(file: &str, source: &str, doors: &Doors) -> Vec<String> {
    let beside = |name: &String| {
        doors[name].as_ref().is_some_and(|files| !files.iter().any(|door| leads_to(door, file)))
    };
    let fault = |name: String| format!("{file}: names {name}, whose door is elsewhere");
    outside_crates(source, doors).into_iter().filter(beside).map(fault).collect()
}

fn table() -> Doors {
    doors(&fs::read_to_string(root().join("docs/build/dependencies.md")).unwrap())
}

#[test]
fn no_file_climbs_and_only_the_top_rooms_touch_the_world() {
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
        for door in files.iter().flatten() {
            let mut behind = sources.iter().filter(|(file, _)| leads_to(door, file));
            assert!(
                behind.any(|(_, source)| outside_crates(source, &doors).contains(name)),
                "nothing at {door} names {name}"
            );
        }
    }
}

#[test]
fn a_planted_climb_is_caught() {
    for (file, source) in [
        ("src/crypto/hash.rs", "use crate::slip39::Share;"),
        (
            "src/slip39/math/gf256.rs",
            "use crate::{crypto::secret::SecretBytes, custody::{self, plan::Plan}};",
        ),
        ("src/crypto/hash.rs", "fn f() { let x = 1 + crate::formats::key::parse(); }"),
        ("src/crypto/hash.rs", "use super::super::formats::key::parse;"),
        ("src/slip39/set/deal.rs", "use super::super::super::host::terminal;"),
        ("src/custody/plan/mod.rs", "use crate::paper::card::Card;"),
        ("src/formats/key/hex.rs", "use std::{fmt, io::{self, Read}};"),
        ("src/paper/photo/decode.rs", "use std::io::{Cursor, stdin};"),
        ("src/ceremony/split.rs", "fn now() { ::std::time::Instant::now(); }"),
        (
            "src/custody/record/mod.rs",
            "mod tests { #[test] fn t() { assert!(std::env::var(\"X\").is_ok()); } }",
        ),
        ("src/attic.rs", ""),
        ("src/host/files/read.rs", "use crate::ceremony::split;"),
    ] {
        assert_eq!(climbs(file, source).len(), 1, "{file}: {source}");
    }
    for (file, source) in [
        (
            "src/slip39/set/deal.rs",
            "use crate::{crypto::secret::SecretBytes, slip39::master::Ems}; use super::super::policy::Policy;",
        ),
        (
            "src/crypto/hash.rs",
            "//! See [`crate::slip39`].\n/* use crate::slip39; */ const S: &str = \"use crate::slip39\";",
        ),
        ("src/crypto/secret/mod.rs", "mod tests { use super::*; }"),
        ("src/formats/key/hex.rs", "use std::{fmt, iter}; fn env() -> u8 { 0 }"),
        ("src/paper/photo/decode.rs", "use std::io::Cursor;"),
        ("src/host/files/read.rs", "use std::{fs, io}; use crate::slip39::Header;"),
        ("src/lib.rs", "pub mod host;"),
    ] {
        assert_eq!(climbs(file, source), BTreeSet::new());
    }
}

#[test]
fn a_crate_beside_its_door_is_caught() {
    let doors = doors(
        "| crate | version | door |\n| --- | --- | --- |\n| `sha2` | 0.11 | `src/crypto/hash.rs` |\n\
         | `zeroizing-alloc` | 0.1 | `src/main.rs` |\n| `bip39` | 3 | `src/formats/key/bip39.rs` |\n\
         | `serde` | 1 | `src/custody/` |\n| `thiserror` | 2 | everywhere |\n\n| crate | why not |\n| --- | --- |\n| `sharks` | its field |\n",
    );
    assert_eq!(doors.len(), 5, "a table without doors is another table");
    for (file, source) in [
        ("src/formats/key/wif.rs", "use sha2::{Digest, Sha256};"),
        ("src/formats/key/wif.rs", "use sha2;"),
        ("src/formats/key/wif.rs", "#[derive(sha2::Digest)] struct S;"),
        ("src/lib.rs", "static A: T = zeroizing_alloc::ZeroAlloc(S);"),
        ("src/formats/key/wif.rs", "use ::bip39::Mnemonic;"),
    ] {
        assert_eq!(strays(file, source, &doors).len(), 1, "{file}: {source}");
    }
    for (file, source) in [
        ("src/crypto/hash.rs", "use sha2::{Digest, Sha256};"),
        ("src/formats/key/wif.rs", "#[derive(thiserror::Error)] struct S; // sha2::Sha256"),
        ("src/formats/key/mod.rs", "mod bip39; fn f() { bip39::parse(); }"),
        ("src/ceremony/split.rs", "use crate::key::{bip39, wif}; fn f() { bip39::parse(); }"),
    ] {
        assert_eq!(strays(file, source, &doors), Vec::<String>::new());
    }
}
