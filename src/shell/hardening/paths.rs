//! Where the command line lets the program write.

use std::{
    env,
    path::{Path, PathBuf},
};

use landlock::{
    ABI, AccessFs, BitFlags, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, make_bitflags,
};

use crate::shell::{
    args::{Command, handout::Handout},
    files::parent,
};

/// Lets nothing be run, and nothing be written but the terminal and what the command makes.
///
/// # Errors
///
/// When the kernel has no such thing; the filter stands without it.
pub fn confine(command: &Command) -> Result<(), RulesetError> {
    let handled = AccessFs::from_write(ABI::V3) | AccessFs::Execute;
    let ruleset = Ruleset::default().set_compatibility(CompatLevel::BestEffort);
    let mut ruleset = ruleset.handle_access(handled)?.create()?;
    let making: BitFlags<AccessFs> =
        make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir});
    let terminal = (PathBuf::from("/dev/tty"), AccessFs::WriteFile.into());
    let folders = written_to(command).into_iter().map(|folder| (folder, making));
    for (path, access) in folders.chain([terminal]) {
        // What is not there cannot be written to either, and is told by whoever tries.
        if let Ok(opened) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    ruleset.restrict_self()?;
    Ok(())
}

/// The folders in which this command makes files.
fn written_to(command: &Command) -> Vec<PathBuf> {
    let named: Vec<&Option<String>> = match command {
        Command::Split(typed) => vec![&typed.output, &typed.record, &typed.old_record],
        Command::Recover(typed) => vec![&typed.output, &typed.record],
        Command::Check(typed) => vec![&typed.output, &typed.record],
        Command::Drill(typed) => vec![&typed.report, &typed.record, &typed.new_record],
        Command::Card(typed) => vec![output(&typed.handout)],
        Command::Reissue(typed) => vec![output(&typed.handout), &typed.record],
        Command::Note(typed) => return vec![parent(Path::new(&typed.record)).to_path_buf()],
        Command::Practice => return vec![env::temp_dir()],
        _ => Vec::new(),
    };
    named.into_iter().flatten().map(|name| parent(Path::new(name)).to_path_buf()).collect()
}

const fn output(handout: &Handout) -> &Option<String> {
    &handout.output
}
