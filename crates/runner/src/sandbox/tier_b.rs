//! Tier B: without user name spaces.
//!
//! Process ids, the network and the names of files outside are the machine's own. System calls that would reach them are refused; Landlock keeps files closed; the
//! size of the work folder is watched from outside.

use super::{
    Doing, NOBODY, Preparation, SandboxProblem, become_user, die_with_parent, drop_capabilities, hand_out_work_folder, root_of_the_machine,
    wait_for_go,
};
use rustix::{
    fd::AsFd,
    fs::{Gid, Uid, chown},
    process::chdir,
};
use std::path::Path;

/// Makes the work folder, which is removed when it is dropped.
pub(super) fn make_folder() -> Result<tempfile::TempDir, SandboxProblem> {
    let folder = tempfile::Builder::new().prefix("learning-studio-").tempdir().doing("making the work folder")?;
    if root_of_the_machine() {
        chown(folder.path(), Some(Uid::from_raw(NOBODY)), Some(Gid::from_raw(NOBODY))).doing("giving the work folder")?;
    }
    Ok(folder)
}

/// What the process does before it becomes the interpreter.
pub(super) fn set_up(preparation: &Preparation<'_>, work: &Path) -> Result<(), SandboxProblem> {
    wait_for_go(preparation.inside.go.as_fd())?;
    if root_of_the_machine() {
        become_user(NOBODY).doing("becoming another user")?;
    }
    drop_capabilities().doing("dropping capabilities")?;
    die_with_parent(preparation.inside.go.as_fd())?;
    chdir(work).doing("entering the work folder")?;
    hand_out_work_folder(preparation, work)?;
    let path = &preparation.order.interpreter.path;
    // As root the interpreter may lie where only root may look, for example below /root.
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).doing(&format!("an unprivileged user starting {}", path.display()))
}
