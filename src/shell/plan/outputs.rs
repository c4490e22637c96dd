//! Where a command will write, by its arguments alone.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    ordered,
    shell::{
        args::{Command, handout::Handout},
        files::parent,
    },
};

/// The folders in which this command makes files.
#[must_use]
pub fn folders(command: &Command) -> Vec<PathBuf> {
    let named: Vec<&Option<String>> = match command {
        Command::Split(typed) => {
            // Without a folder the sealed file goes beside the file.
            let beside = if typed.output.is_none() { &typed.seal } else { &None };
            vec![&typed.output, &typed.record, &typed.old_record, beside]
        }
        Command::Recover(typed) => vec![&typed.output, &typed.record],
        Command::Check(typed) => vec![&typed.output, &typed.record],
        Command::Drill(typed) => vec![&typed.report, &typed.record, &typed.new_record],
        Command::Card(typed) => vec![output(&typed.handout)],
        Command::Reissue(typed) => vec![output(&typed.handout), &typed.record],
        Command::Note(typed) => return vec![parent(Path::new(&typed.record)).to_path_buf()],
        Command::Practice => return vec![env::temp_dir()],
        _ => Vec::new(),
    };
    let folders = named.into_iter().flatten().map(|name| parent(Path::new(name)).to_path_buf());
    ordered::set(folders).into_iter().collect()
}

const fn output(handout: &Handout) -> &Option<String> {
    &handout.output
}
