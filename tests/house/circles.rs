//! Files that import each other in a circle can only be understood, moved or tested all at once. What a file hands on
//! from its children (`pub use`) is no import of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    is_for_tests, module,
    paths::{Named, named_outside_tests},
    sources,
};

/// The files that each file imports from, without those that hold nothing but tests.
pub fn imports(sources: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let files: BTreeMap<Vec<&str>, &String> = sources.keys().map(|file| (module(file), file)).collect();
    let mut found = BTreeMap::new();
    for (file, source) in sources.iter().filter(|(file, _)| !is_for_tests(file)) {
        let own = module(file);
        let used = named_outside_tests(source).into_iter().filter(|path| path.used && !path.handed_on);
        let of: BTreeSet<String> =
            used.filter_map(|path| file_of(&path, &own, &files)).filter(|other| other != file).collect();
        found.insert(file.clone(), of);
    }
    found
}

/// The file that a path leads into: the deepest module on its way.
fn file_of(path: &Named, own: &[&str], files: &BTreeMap<Vec<&str>, &String>) -> Option<String> {
    let ups = path.pieces.iter().take_while(|piece| *piece == "super").count();
    let pieces: Vec<&str> = path.pieces.iter().map(String::as_str).collect();
    let mut whole: Vec<&str> = match pieces[0] {
        "crate" => pieces[1..].to_vec(),
        "self" => [own, &pieces[1..]].concat(),
        "super" => [&own[..own.len().checked_sub(ups)?], &pieces[ups..]].concat(),
        child => [own, &[child], &pieces[1..]].concat(),
    };
    let begins_here = whole.len() > own.len() && files.contains_key(&whole[..=own.len()]);
    if !["crate", "self", "super"].contains(&pieces[0]) && !begins_here {
        return None;
    }
    loop {
        if let Some(file) = files.get(&whole) {
            return Some((*file).clone());
        }
        whole.pop()?;
    }
}

/// What can be reached from each file; whoever reaches itself stands in a circle.
pub fn in_circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<&String> {
    let reaches_itself = |file: &&String| {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![*file]);
        while let Some(next) = ahead.pop() {
            for other in imports.get(next).into_iter().flatten() {
                if other == *file {
                    return true;
                }
                if seen.insert(other) {
                    ahead.push(other);
                }
            }
        }
        false
    };
    imports.keys().filter(reaches_itself).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports(&sources());
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 500, "most imports were not seen");
    let circles = in_circles(&imports);
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn a_planted_circle_is_caught() {
    let file = |name: &str, source: &str| (format!("src/{name}.rs"), source.to_owned());
    let tree = BTreeMap::from([
        file("lib", "pub mod room; pub use room::one::One;"),
        file("room/mod", "mod one; pub mod two; pub mod three; pub use self::one::One;"),
        file("room/one", "use super::two::Two; mod tests { use super::super::three::Three; }"),
        file("room/two", "use crate::room::{three::{self, Three}};"),
        file("room/three", "use super::One;"),
        file("room/tests", "use super::one::One;"),
    ]);
    assert!(in_circles(&imports(&tree)).is_empty());
    let mut circle = tree.clone();
    circle.insert("src/room/three.rs".to_owned(), "use super::one::One;".to_owned());
    assert_eq!(in_circles(&imports(&circle)).len(), 3);
    let mut parent = tree;
    parent.insert(
        "src/room/mod.rs".to_owned(),
        "mod one; pub mod two; pub mod three; use one::One;".to_owned(),
    );
    assert_eq!(in_circles(&imports(&parent)).len(), 4);
}
