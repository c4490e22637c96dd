//! How a release is built stands in two manifests, because Cargo cannot share it: the program's, and that of the benches.
//! How tests are built stands in all of them. What valgrind follows is built as a release is.

use std::{collections::BTreeMap, fs, process::Command};

use super::root;

/// The settings under this profile, those for single packages too, each with the rest of its section's name.
fn profile(manifest: &str, name: &str) -> BTreeMap<String, String> {
    let begins = format!("[profile.{name}");
    let mut settings = BTreeMap::new();
    let mut section = None;
    for line in fs::read_to_string(root().join(manifest)).unwrap().lines() {
        if line.starts_with('[') {
            section = line.strip_prefix(&begins);
        } else if let (Some(section), Some((key, value))) = (section, line.split_once(" = ")) {
            settings.insert(format!("{section} {key}"), value.to_owned());
        }
    }
    settings
}

fn program() -> BTreeMap<String, String> {
    profile("Cargo.toml", "release")
}

#[test]
fn what_valgrind_follows_is_built_as_the_program_is() {
    // Names and lines, of which no instruction depends.
    let names = [("] inherits", "\"release\""), ("] debug", "\"line-tables-only\""), ("] strip", "\"none\"")];
    let names = names.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(profile("Cargo.toml", "traced"), BTreeMap::from(names));
}

/// The crates on these edges of the tree, each with its features.
fn features(edges: &str) -> BTreeMap<String, String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p}|{f}", "--edges", edges])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let crates = tree.lines().filter_map(|line| line.trim_end_matches(" (*)").split_once('|'));
    crates.map(|(name, features)| (name.to_owned(), features.to_owned())).collect()
}

/// Tests ask for more of some crates, and Cargo builds what valgrind follows with it, too.
#[test]
fn what_tests_ask_for_changes_no_crate_that_sees_a_secret() {
    let (program, tested) = (features("normal,no-proc-macro"), features("normal,dev,no-proc-macro"));
    assert!(program.len() > 80 && tested.len() > program.len());
    let changed = program.iter().filter(|(name, features)| tested[*name] != **features);
    let changed: Vec<&str> = changed.map(|(name, _)| name.split(' ').next().unwrap()).collect();
    // Lists of words, a debugger, pseudo-terminals, schemas. Keys in words and JSON documents are not followed.
    assert_eq!(changed, ["bip39", "nix", "rustix", "serde", "serde_core", "serde_json"]);
    let nix = program.iter().find(|(name, _)| name.starts_with("nix ")).unwrap();
    assert_eq!(nix.1, "", "the program has no debugger in it");
}

#[test]
fn what_the_benches_measure_is_built_as_the_program_is() {
    let mut measured = profile("benches/Cargo.toml", "release");
    measured.retain(|key, _| key.starts_with("] "));
    measured.extend(profile("benches/Cargo.toml", "given-out"));
    measured.remove("] inherits");
    // The peers are measured without these checks, which are put back here.
    assert_eq!(measured.remove(".package.\"*\"] overflow-checks").as_deref(), Some("true"));
    let mut program = program();
    // To unwind is what happens anyway.
    program.remove("] panic");
    assert_eq!(measured, program);
}

/// Cargo builds a crate again for every other set of options.
#[test]
fn what_several_packages_need_is_built_once() {
    for manifest in ["benches/Cargo.toml", "tests/fuzz/Cargo.toml", "tests/oracle/Cargo.toml"] {
        assert_eq!(profile(manifest, "dev"), profile("Cargo.toml", "dev"), "{manifest}");
    }
}
