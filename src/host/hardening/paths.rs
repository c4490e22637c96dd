//! Where the command line lets the program write.

use std::path::PathBuf;

use landlock::{
    ABI, AccessFs, BitFlags, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, make_bitflags,
};

/// Forbids running programs, and writing anywhere but to the terminal and into the `writable` folders.
///
/// # Errors
///
/// When the kernel has no Landlock. The filter of system calls works without it.
pub fn confine(writable: &[PathBuf]) -> Result<(), RulesetError> {
    let handled = AccessFs::from_write(ABI::V3) | AccessFs::Execute;
    let ruleset = Ruleset::default().set_compatibility(CompatLevel::BestEffort);
    let mut ruleset = ruleset.handle_access(handled)?.create()?;
    let making: BitFlags<AccessFs> =
        make_bitflags!(AccessFs::{WriteFile | Truncate | MakeReg | MakeDir | RemoveFile | RemoveDir});
    let terminal = (PathBuf::from("/dev/tty"), AccessFs::WriteFile.into());
    let folders = writable.iter().map(|folder| (folder.clone(), making));
    for (path, access) in folders.chain([terminal]) {
        // A folder that does not exist cannot be written to either; whoever tries reports that.
        if let Ok(opened) = PathFd::new(path) {
            ruleset = ruleset.add_rule(PathBeneath::new(opened, access))?;
        }
    }
    ruleset.restrict_self()?;
    Ok(())
}
