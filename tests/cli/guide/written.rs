//! What is written for people. The tests of the house read it, too.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The pages among these files, and in these folders, by path from the root.
pub fn pages(names: &[&str]) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ahead: Vec<PathBuf> = names.iter().map(|name| root.join(name)).collect();
    let mut found = BTreeMap::new();
    while let Some(path) = ahead.pop() {
        if path.is_dir() {
            ahead.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    found
}
