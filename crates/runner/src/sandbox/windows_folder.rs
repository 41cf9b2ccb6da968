//! Files in the folder a program works in, on Windows. Never run: see [`super`].
//!
//! The learner's program may have changed anything in there. So each folder on the way is opened without following links, and held open, and not to be renamed or removed
//! meanwhile, until what lies in it has been opened; and only regular files are read.

use super::common::{Full, MAX_DEPTH, MAX_ENTRIES, Unreadable, read_text};
use crate::platform::{Errno, errno};
use domain::exercise::SourceFile;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::windows::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_ATTRIBUTE_REPARSE_POINT, FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_SHARE_READ, FILE_SHARE_WRITE,
};

/// Lays files into the folder. A file of the same name is replaced.
pub(crate) fn write_files<'a>(folder: &Path, files: impl IntoIterator<Item = &'a SourceFile>) -> Result<(), Errno> {
    for file in files {
        write_file(folder, &file.path, file.text.as_bytes()).map_err(|error| errno(&error))?;
    }
    Ok(())
}

fn write_file(folder: &Path, path: &str, content: &[u8]) -> io::Result<()> {
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut way = Way::from(folder)?;
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        match fs::create_dir(way.place.join(part)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => way.enter(part)?,
        }
    }
    let place = way.place.join(name);
    // Removed and made anew, so that no link of that name is written through.
    match fs::remove_file(&place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => File::create_new(place)?.write_all(content),
    }
}

/// Reads a text file that the program left, at most `limit` bytes.
pub(crate) fn read_file(folder: &Path, path: &str, limit: u64) -> Result<String, Unreadable> {
    let unreadable = |error: io::Error| if error.kind() == io::ErrorKind::NotFound { Unreadable::Missing } else { Unreadable::NotAFile };
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut way = Way::from(folder).map_err(unreadable)?;
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        way.enter(part).map_err(unreadable)?;
    }
    let file = open(&way.place.join(name)).map_err(unreadable)?;
    if !file.metadata().is_ok_and(|status| status.is_file()) {
        return Err(Unreadable::NotAFile);
    }
    read_text(file, limit)
}

/// A folder and those above it up to the work folder, held open.
struct Way {
    place: PathBuf,
    held: Vec<File>,
}

impl Way {
    fn from(folder: &Path) -> io::Result<Self> {
        let mut way = Self { place: PathBuf::new(), held: Vec::new() };
        way.enter(folder)?;
        Ok(way)
    }

    fn enter(&mut self, part: impl AsRef<Path>) -> io::Result<()> {
        let place = self.place.join(part);
        let folder = open(&place)?;
        if !folder.metadata()?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        self.place = place;
        self.held.push(folder);
        Ok(())
    }
}

/// Opens a file or folder to read it, but no link or junction. While it is open nobody may rename or remove it.
fn open(place: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).share_mode(FILE_SHARE_READ | FILE_SHARE_WRITE);
    let file = options.custom_flags(FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT).open(place)?;
    if file.metadata()?.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(file)
}

/// What the folder has too much of: bytes, if more than `limit`, counted in blocks of 4 KiB, with `more` added to them; or files.
pub(super) fn overfull(folder: &Path, more: u64, limit: u64) -> Option<Full> {
    let mut total = more;
    let mut entries = 0;
    add_up(folder, 0, &mut total, &mut entries, limit).err()
}

/// An error as soon as it is too much.
fn add_up(folder: &Path, depth: u32, total: &mut u64, entries: &mut u32, limit: u64) -> Result<(), Full> {
    let Ok(reader) = fs::read_dir(folder) else { return Ok(()) };
    for entry in reader.flatten() {
        *entries += 1;
        // Of the entry itself, not of what a link leads to.
        let Ok(status) = entry.metadata() else { continue };
        *total += status.len().div_ceil(4096) * 4096;
        if *entries > MAX_ENTRIES || depth > MAX_DEPTH {
            return Err(Full::Files);
        }
        if *total > limit {
            return Err(Full::Bytes);
        }
        if status.is_dir() && status.file_attributes() & FILE_ATTRIBUTE_REPARSE_POINT == 0 {
            add_up(&entry.path(), depth + 1, total, entries, limit)?;
        }
    }
    Ok(())
}

/// Removes all that is in the folder.
pub(super) fn empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Follows no links, here or deeper.
        if entry.metadata()?.is_dir() { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
    }
    Ok(())
}
