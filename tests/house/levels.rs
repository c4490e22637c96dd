//! How a release is built stands in three manifests, because Cargo cannot share it: the program's, and those of the
//! packages that look at what is built like it. How tests are built stands in all of them.

use std::{collections::BTreeMap, fs};

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
    let mut followed = profile("tests/timing/Cargo.toml", "release");
    // Names and lines, of which no instruction depends.
    assert_eq!(followed.remove("] debug").as_deref(), Some("\"line-tables-only\""));
    assert_eq!(followed.insert("] strip".to_owned(), "true".to_owned()).as_deref(), Some("\"none\""));
    assert_eq!(followed, program());
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
