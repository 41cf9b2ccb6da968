//! Landlock: which files a program may reach, by the kernel's own account, whatever the rest of the box looks like.

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetStatus, Scope,
};
use std::path::{Path, PathBuf};

/// The newest rules that are asked for; an older kernel enforces those it knows.
const NEWEST: ABI = ABI::V6;

/// What the program may do, and where.
pub(super) struct Reach<'a> {
    /// Folders and files that may be read.
    pub read: &'a [PathBuf],
    /// Files that may be executed: the interpreter and the loader.
    pub execute: &'a [PathBuf],
    /// Devices that may be read and written.
    pub devices: &'a [PathBuf],
    /// The work folder.
    pub work: &'a Path,
}

/// Shuts this thread in. Says whether the kernel enforces it at all; an error is a rule that could not be made.
pub(super) fn restrict(reach: &Reach<'_>) -> Result<bool, String> {
    let problem = |error: landlock::RulesetError| error.to_string();
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))
        .map_err(problem)?
        .handle_access(AccessNet::from_all(NEWEST))
        .map_err(problem)?
        .scope(Scope::from_all(NEWEST))
        .map_err(problem)?
        .create()
        .map_err(problem)?;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let device = AccessFs::ReadFile | AccessFs::WriteFile;
    // Files and folders, but no devices, pipes, sockets or symbolic links: nothing in the work folder leads out of it.
    let special = AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::MakeSock | AccessFs::MakeFifo | AccessFs::MakeSym | AccessFs::Execute;
    let work = AccessFs::from_all(NEWEST) & !special & !AccessFs::IoctlDev;
    let rules = (reach.read.iter().map(|path| (path.as_path(), read)))
        .chain(reach.execute.iter().map(|path| (path.as_path(), AccessFs::Execute | AccessFs::ReadFile)))
        .chain(reach.devices.iter().map(|path| (path.as_path(), device)))
        .chain([(reach.work, work)]);
    for (path, access) in rules {
        // What is not there needs no rule.
        let Ok(descriptor) = PathFd::new(path) else { continue };
        let access: BitFlags<AccessFs> = if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) };
        ruleset = ruleset.add_rule(PathBeneath::new(descriptor, access)).map_err(problem)?;
    }
    let status = ruleset.restrict_self().map_err(problem)?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}
