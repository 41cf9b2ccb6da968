//! Which data folders are open in this process.
//!
//! SQLite keeps its locks with `fcntl`, and on Unix a process loses all of those that it has on a file as soon as it closes the file once, through whatever
//! descriptor. An opening reads the first bytes of the file itself, so a second one in the same process would take the locks from the first, and two writers
//! could meet. So there is only one, and everything else that reads the bytes of the file (putting a backup back) asks that nobody has it open.

use crate::{Result, StoreError};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// This folder is open in this process for as long as the value lives.
pub struct OpenHere {
    folder: PathBuf,
}

impl OpenHere {
    /// `conflict.open_here` where it is open in this process already.
    pub fn claim(folder: &Path) -> Result<Self> {
        let folder = folder.canonicalize()?;
        if open().insert(folder.clone()) { Ok(Self { folder }) } else { Err(StoreError::Conflict("open_here")) }
    }
}

impl Drop for OpenHere {
    fn drop(&mut self) {
        open().remove(&self.folder);
    }
}

fn open() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
