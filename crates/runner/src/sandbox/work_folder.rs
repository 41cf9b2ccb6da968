//! Files in the folder a program works in.
//!
//! The learner's program may have changed anything in there. So nothing is ever reached by following a path: each step is opened from the folder before, without
//! following links, and only regular files are read.

use super::common::{Full, MAX_DEPTH, MAX_ENTRIES, Unreadable, read_text};
use domain::exercise::SourceFile;
use rustix::{
    fd::{AsFd, OwnedFd},
    fs::{AtFlags, Dir, FileType, Gid, Mode, OFlags, RenameFlags, Uid, fchown, fstat, mkdirat, openat, renameat_with, statat, unlinkat},
    io::Errno,
};
use std::{
    ffi::{CStr, CString},
    fs::File,
    io::Write,
};

/// Lays files into the folder. A file of the same name is replaced.
pub(crate) fn write_files<'a>(folder: impl AsFd, files: impl IntoIterator<Item = &'a SourceFile>) -> Result<(), Errno> {
    for file in files {
        write_file(&folder, &file.path, file.text.as_bytes())?;
    }
    Ok(())
}

fn write_file(folder: impl AsFd, path: &str, content: &[u8]) -> Result<(), Errno> {
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut current = open_folder(&folder, ".")?;
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        match mkdirat(&current, part, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error),
        }
        let inner = open_folder(&current, part)?;
        give_to_owner_of(&current, &inner)?;
        current = inner;
    }
    // Removed and made anew, so that no link, pipe or other thing of that name is written through.
    match unlinkat(&current, name, AtFlags::empty()) {
        Ok(()) | Err(Errno::NOENT) => {}
        Err(error) => return Err(error),
    }
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let descriptor = openat(&current, name, flags, Mode::from_raw_mode(0o644))?;
    give_to_owner_of(&current, &descriptor)?;
    File::from(descriptor).write_all(content).map_err(|error| error.raw_os_error().map_or(Errno::IO, Errno::from_raw_os_error))
}

// The runner may be root, and the program is not: it must be able to change the files that are laid beside it.
fn give_to_owner_of(folder: impl AsFd, thing: impl AsFd) -> Result<(), Errno> {
    let (wanted, found) = (fstat(folder)?, fstat(&thing)?);
    if (wanted.st_uid, wanted.st_gid) == (found.st_uid, found.st_gid) {
        return Ok(());
    }
    fchown(thing, Some(Uid::from_raw(wanted.st_uid)), Some(Gid::from_raw(wanted.st_gid)))
}

/// Reads a text file that the program left, at most `limit` bytes.
pub(crate) fn read_file(folder: impl AsFd, path: &str, limit: u64) -> Result<String, Unreadable> {
    let unreadable = |error| if error == Errno::NOENT { Unreadable::Missing } else { Unreadable::NotAFile };
    let (parents, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut current = open_folder(&folder, ".").map_err(unreadable)?;
    for part in parents.split('/').filter(|part| !part.is_empty()) {
        current = open_folder(&current, part).map_err(unreadable)?;
    }
    // Without blocking, for the case that it is a pipe.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let descriptor = openat(&current, name, flags, Mode::empty()).map_err(unreadable)?;
    let status = fstat(&descriptor).map_err(unreadable)?;
    if FileType::from_raw_mode(status.st_mode) != FileType::RegularFile {
        return Err(Unreadable::NotAFile);
    }
    read_text(File::from(descriptor), limit)
}

/// What the folder has too much of: bytes, if more than `limit`, counted in blocks as the disk does, with `more` added to them; or files.
pub(super) fn overfull(folder: impl AsFd, more: u64, limit: u64) -> Option<Full> {
    let mut total = more;
    let mut entries = 0;
    add_up(&folder, 0, &mut total, &mut entries, limit).err()
}

/// An error as soon as it is too much.
fn add_up(folder: impl AsFd, depth: u32, total: &mut u64, entries: &mut u32, limit: u64) -> Result<(), Full> {
    let Ok(descriptor) = open_folder(&folder, ".") else { return Ok(()) };
    let Ok(reader) = Dir::read_from(&descriptor) else { return Ok(()) };
    for entry in reader.flatten() {
        let name = entry.file_name();
        if name == c"." || name == c".." {
            continue;
        }
        *entries += 1;
        let Ok(status) = statat(&descriptor, name, AtFlags::SYMLINK_NOFOLLOW) else { continue };
        *total += status.st_blocks.cast_unsigned() * 512;
        if *entries > MAX_ENTRIES || depth > MAX_DEPTH {
            return Err(Full::Files);
        }
        if *total > limit {
            return Err(Full::Bytes);
        }
        if FileType::from_raw_mode(status.st_mode) == FileType::Directory {
            match open_shut_folder(&descriptor, name) {
                Ok(inner) => add_up(inner, depth + 1, total, entries, limit)?,
                Err(Errno::NOENT) => {}
                // What cannot be looked into cannot be counted.
                Err(_) => return Err(Full::Files),
            }
        }
    }
    Ok(())
}

/// The bytes of files of the folder's file system that a process has open and that have no name any more, so that nobody finds them in a folder.
#[cfg(target_os = "linux")]
pub(super) fn without_a_name(folder: impl AsFd, process: rustix::process::Pid) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let Ok(device) = fstat(folder).map(|status| status.st_dev) else { return 0 };
    let Ok(open) = std::fs::read_dir(format!("/proc/{}/fd", process.as_raw_nonzero())) else { return 0 };
    let files = open.flatten().filter_map(|entry| std::fs::metadata(entry.path()).ok());
    let nameless = files.filter(|status| status.is_file() && status.nlink() == 0 && status.dev() == device);
    // The same file may be open more than once.
    nameless.map(|status| (status.ino(), status.blocks() * 512)).collect::<std::collections::BTreeMap<_, _>>().values().sum()
}

/// What removing a folder as if it were a file gives.
#[cfg(target_os = "linux")]
const IS_FOLDER: Errno = Errno::ISDIR;
#[cfg(not(target_os = "linux"))]
const IS_FOLDER: Errno = Errno::PERM;

/// Removes all that is in the folder, however deep, and whoever may not look into it.
///
/// Folders inside folders are moved up before they are emptied, so that two descriptors are enough for any depth.
pub(super) fn empty(folder: impl AsFd) -> Result<(), Errno> {
    let mut number: u64 = 0;
    loop {
        let (mut folders, mut found) = (Vec::new(), false);
        for name in names(open_folder(&folder, ".")?)? {
            found = true;
            match unlinkat(&folder, &name, AtFlags::empty()) {
                Err(IS_FOLDER) => folders.push(name),
                other => other?,
            }
        }
        for name in folders {
            let inner = open_shut_folder(&folder, &name)?;
            for deeper in names(open_folder(&inner, ".")?)? {
                match unlinkat(&inner, &deeper, AtFlags::empty()) {
                    Err(IS_FOLDER) => {
                        // A folder that is moved must be open for writing itself.
                        drop(open_shut_folder(&inner, &deeper)?);
                        while let Err(error) = renameat_with(&inner, &deeper, &folder, format!("learning-studio-{number}"), RenameFlags::NOREPLACE) {
                            if error != Errno::EXIST {
                                return Err(error);
                            }
                            number += 1;
                        }
                    }
                    other => other?,
                }
            }
            unlinkat(&folder, &name, AtFlags::REMOVEDIR)?;
        }
        if !found {
            return Ok(());
        }
    }
}

/// The names in a folder.
fn names(folder: OwnedFd) -> Result<Vec<CString>, Errno> {
    let entries = Dir::new(folder)?.flatten().map(|entry| entry.file_name().to_owned());
    Ok(entries.filter(|name| name.as_c_str() != c"." && name.as_c_str() != c"..").collect())
}

/// A folder that its owner may have been shut out of: the program can make one that it alone knows the contents of.
#[cfg(target_os = "linux")]
fn open_shut_folder(folder: impl AsFd, name: &CStr) -> Result<OwnedFd, Errno> {
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    use rustix::{fd::AsRawFd, fs::chmod};
    let place = openat(&folder, name, OFlags::PATH | flags, Mode::empty())?;
    if fstat(&place)?.st_mode & 0o700 != 0o700 {
        // By its descriptor, because the name may be another thing's by now. Without rights to it this fails, and then the folder is not opened either.
        let _ = chmod(format!("/proc/self/fd/{}", place.as_raw_fd()), Mode::from_raw_mode(0o700));
    }
    openat(&place, ".", OFlags::RDONLY | flags, Mode::empty())
}

/// The same where a folder cannot be opened without being read: the rights of whatever has the name are set, but no link is followed.
#[cfg(not(target_os = "linux"))]
fn open_shut_folder(folder: impl AsFd, name: &CStr) -> Result<OwnedFd, Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    if statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode & 0o700 != 0o700 {
        let _ = rustix::fs::chmodat(&folder, name, Mode::from_raw_mode(0o700), AtFlags::SYMLINK_NOFOLLOW);
    }
    openat(folder, name, flags, Mode::empty())
}

fn open_folder(folder: impl AsFd, name: &str) -> Result<OwnedFd, Errno> {
    openat(folder, name, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC, Mode::empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::chmod;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.into(), text: text.into() }
    }

    #[test]
    fn files_are_written_and_read_without_following_links() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let descriptor = File::open(folder.path()).unwrap();
        write_files(&descriptor, &[file("a/b/c.txt", "x"), file("main.py", "1")]).unwrap();
        assert_eq!(read_file(&descriptor, "a/b/c.txt", 10).unwrap(), "x");
        assert_eq!(read_file(&descriptor, "a/b", 10), Err(Unreadable::NotAFile));
        assert_eq!(read_file(&descriptor, "none", 10), Err(Unreadable::Missing));
        assert_eq!(read_file(&descriptor, "main.py", 0), Err(Unreadable::TooLarge));

        std::fs::write(outside.path().join("secret"), "s").unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.path().join("way")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.path().join("link")).unwrap();
        assert_eq!(read_file(&descriptor, "way/secret", 10), Err(Unreadable::NotAFile));
        assert_eq!(read_file(&descriptor, "link", 10), Err(Unreadable::NotAFile));
        assert!(write_files(&descriptor, &[file("way/new", "x")]).is_err());
        write_files(&descriptor, &[file("link", "x")]).unwrap();
        assert_eq!(std::fs::read_to_string(outside.path().join("secret")).unwrap(), "s");
        rustix::fs::mkfifoat(&descriptor, "pipe", Mode::from_raw_mode(0o600)).unwrap();
        assert_eq!(read_file(&descriptor, "pipe", 10), Err(Unreadable::NotAFile));
    }

    #[test]
    fn what_is_in_the_folder_is_added_up() {
        let folder = tempfile::tempdir().unwrap();
        let descriptor = File::open(folder.path()).unwrap();
        write_files(&descriptor, &[file("a/b", &"x".repeat(100_000))]).unwrap();
        assert_eq!(overfull(&descriptor, 0, 50_000), Some(Full::Bytes));
        assert_eq!(overfull(&descriptor, 0, 200_000), None);
        assert_eq!(overfull(&descriptor, 150_000, 200_000), Some(Full::Bytes));
        let mut file = File::create(folder.path().join("gone")).unwrap();
        file.write_all(&[1; 300_000]).unwrap();
        let own = rustix::process::getpid();
        let before = without_a_name(&descriptor, own);
        std::fs::remove_file(folder.path().join("gone")).unwrap();
        assert!(without_a_name(&descriptor, own) >= before + 300_000);
    }

    #[test]
    fn a_folder_is_emptied_however_deep_and_shut() {
        let folder = tempfile::tempdir().unwrap();
        let top = File::open(folder.path()).unwrap();
        let mut current = open_folder(&top, ".").unwrap();
        for _ in 0..3000 {
            mkdirat(&current, "d", Mode::from_raw_mode(0o700)).unwrap();
            current = open_folder(&current, "d").unwrap();
        }
        write_files(&top, &[file("learning-studio-0/a", "x"), file("b", "x"), file("c/shut/d", "x")]).unwrap();
        chmod(folder.path().join("c/shut"), Mode::from_raw_mode(0o300)).unwrap();
        chmod(folder.path().join("c"), Mode::empty()).unwrap();
        empty(&top).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
