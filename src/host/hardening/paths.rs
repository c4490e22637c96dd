//! Where the command line lets the program write.

use std::path::PathBuf;

use landlock::{
    ABI, AccessFs, BitFlags, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, make_bitflags,
};

/// Lets nothing be run, and nothing be written but the terminal and what the command makes.
///
/// # Errors
///
/// When the kernel has no such thing; the filter stands without it.
pub fn confine(writable: &[PathBuf]) -> Result<(), RulesetError> {
    let handled = AccessFs::from_write(ABI::V3) | AccessFs::Execute;
    let ruleset = Ruleset::default().set_compatibility(CompatLevel::BestEffort);
    let mut ruleset = ruleset.handle_access(handled)?.create()?;
    let making: BitFlags<AccessFs> =
        make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir});
    let terminal = (PathBuf::from("/dev/tty"), AccessFs::WriteFile.into());
    let folders = writable.iter().map(|folder| (folder.clone(), making));
    for (path, access) in folders.chain([terminal]) {
        // What is not there cannot be written to either, and is told by whoever tries.
        if let Ok(opened) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    ruleset.restrict_self()?;
    Ok(())
}
