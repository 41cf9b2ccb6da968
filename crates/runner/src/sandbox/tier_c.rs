//! Tier C: Python as WebAssembly.
//!
//! The interpreter is the program `learning-studio-wasi` (`wasi/`, a workspace of its own), which is started here like any other: with pipes, a work folder, limits, and as a
//! child of the serving process. What shuts the learner's program in is that program, and needs nothing of the kernel; it gives up its own privileges too, where it can,
//! once it has opened its files.

use super::{BoxOrder, Doing, NO_WEB_ASSEMBLY, Preparation, SandboxProblem, die_with_parent, hand_out_work_folder, wait_for_go};
use crate::Interpreter;
use rustix::{fd::AsFd, io::Errno};
use std::{
    env,
    ffi::CString,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
};

/// What is needed before there is anything of the learner's, in mebibytes: the machine's own 96 (`OWN_DATA` in `wasi/src/guest.rs`), and in Python's memory its stack of 8 and
/// 16 for what it holds when the worker is loaded. Tried (`too_much_of_anything_is_refused`): of a limit of 64 a program gets at least 48.
pub(super) const OWN_MB: u64 = 96 + 8 + 16;

/// Folders whose interpreter was found to be compiled.
static PREPARED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Sees to it that the interpreter is compiled to machine code. Once on a machine this takes some seconds.
pub(super) fn prepare(interpreter: &Interpreter) -> Result<(), SandboxProblem> {
    let Some(python) = &interpreter.web_assembly else { return Err(SandboxProblem::new(NO_WEB_ASSEMBLY)) };
    let mut prepared = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if prepared.contains(&python.folder) {
        return Ok(());
    }
    let output = Command::new(&python.program).arg("prepare").arg(&python.folder).stdin(Stdio::null()).output().doing("compiling Python")?;
    if !output.status.success() {
        return Err(SandboxProblem::new(String::from_utf8_lossy(&output.stderr).trim()));
    }
    prepared.push(python.folder.clone());
    Ok(())
}

/// The arguments before the worker's program.
pub(super) fn arguments(order: &BoxOrder) -> Result<Vec<CString>, SandboxProblem> {
    let python = order.interpreter.web_assembly.as_ref().ok_or_else(|| SandboxProblem::new(NO_WEB_ASSEMBLY))?;
    let work = order.folder.as_deref().unwrap_or(Path::new(""));
    [Path::new("run"), &python.folder, work].into_iter().map(|path| CString::new(path.as_os_str().as_bytes()).doing("a path")).collect()
}

/// What the program needs to know to find the machine code.
pub(super) fn environment() -> Vec<CString> {
    let known = ["HOME", "XDG_CACHE_HOME"].into_iter().filter_map(|name| Some((name, env::var_os(name)?)));
    known.filter_map(|(name, value)| CString::new([name.as_bytes(), b"=", value.as_bytes()].concat()).ok()).collect()
}

/// The number on this system of an error that has another one in WASI (`wasi_snapshot_preview1`, `errno`): those that the judge and the explanations tell apart.
pub(super) fn errno(number: i64) -> i64 {
    let here = match number {
        2 => Errno::ACCESS,
        20 => Errno::EXIST,
        22 => Errno::FBIG,
        28 => Errno::INVAL,
        31 => Errno::ISDIR,
        41 => Errno::NFILE,
        33 => Errno::MFILE,
        44 => Errno::NOENT,
        51 => Errno::NOSPC,
        54 => Errno::NOTDIR,
        55 => Errno::NOTEMPTY,
        58 => Errno::NOTSUP,
        // What is not in a folder that was handed in cannot be asked for: "capabilities insufficient" is WASI's own.
        63 | 76 => Errno::PERM,
        69 => Errno::ROFS,
        _ => return number,
    };
    here.raw_os_error().into()
}

/// What the process does before it becomes the interpreter.
pub(super) fn set_up(preparation: &Preparation<'_>, work: &Path) -> Result<(), SandboxProblem> {
    wait_for_go(preparation.inside.go.as_fd())?;
    die_with_parent(preparation.inside.go.as_fd())?;
    hand_out_work_folder(preparation, work)
}
