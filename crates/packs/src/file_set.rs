//! The files of a pack in memory, whatever they came from.

use crate::{
    limits::{MAX_FILE_BYTES, MAX_FILES, MAX_PACK_BYTES},
    problem::{Code, Findings, Problem},
};
use domain::exercise::safe_path;
use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// The greatest depth of folders. [`safe_path`] allows 8 levels; one more is looked at, so that what is too deep gets named.
const MAX_DEPTH: usize = 9;

/// Files by path. Where they came from a [`Collector`], every path can stand in a pack, no two are the same on any file system, and the limits of number and size are kept.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FileSet {
    files: BTreeMap<String, Vec<u8>>,
    /// Files that the format passes over ([`passed_over`]).
    skipped: Vec<String>,
}

impl FileSet {
    /// Puts a file in, in place of what was there.
    pub(crate) fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    pub(crate) fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files in the order of their paths' bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Paths that were there but are no part of the pack.
    pub(crate) fn skipped(&self) -> &[String] {
        &self.skipped
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.skipped.extend(other.skipped);
    }
}

/// Whether a file is left aside: what version control, editors, operating systems and Python leave in a folder (names that begin with a dot, `__pycache__`, `__MACOSX`).
pub(crate) fn passed_over(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__pycache__" || part == "__MACOSX")
}

/// Whether a path can stand in a pack, on every operating system.
pub(crate) fn allowed_path(path: &str) -> bool {
    // Windows gives these names to devices, with any ending; `domain` refuses the first of each row.
    let device = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
        let numbered =
            |name: &str| stem.strip_prefix(name).is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']) || ["¹", "²", "³"].contains(&digit));
        ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str()) || numbered("com") || numbered("lpt")
    };
    safe_path(path) && !path.split('/').any(|part| device(part) || part.starts_with(' '))
}

/// Collects files, and refuses what would make them ambiguous or too large.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    set: FileSet,
    /// Each path and each folder above it, in small letters, with its real spelling and whether it is a file.
    names: HashMap<String, (String, bool)>,
    total: u64,
}

impl Collector {
    /// Takes a path before its content is read. `false` if it is refused or left aside.
    pub(crate) fn admit(&mut self, path: &str, findings: &mut Findings) -> bool {
        if !allowed_path(path) {
            findings.push(Problem::new(path, Code::BadPath).with("path", path));
            return false;
        }
        let ends = path.char_indices().filter(|(_, character)| *character == '/').map(|(index, _)| index).chain([path.len()]);
        for end in ends {
            let (name, is_file) = (&path[..end], end == path.len());
            match self.names.get(&name.to_lowercase()) {
                None => {
                    self.names.insert(name.to_lowercase(), (name.to_owned(), is_file));
                }
                Some((other, _)) if other != name => {
                    findings.push(Problem::new(path, Code::CaseConflict).with("path", name).with("other", other.as_str()));
                    return false;
                }
                Some((_, other_is_file)) if *other_is_file && is_file => {
                    findings.push(Problem::new(path, Code::DuplicatePath).with("path", name));
                    return false;
                }
                Some((_, other_is_file)) if *other_is_file || is_file => {
                    findings.push(Problem::new(path, Code::PathConflict).with("path", name));
                    return false;
                }
                Some(_) => {}
            }
        }
        if passed_over(path) {
            self.set.skipped.push(path.to_owned());
            return false;
        }
        true
    }

    /// Takes the content of an admitted file. `Err` ends the reading: a limit of the whole pack is passed.
    pub(crate) fn take(&mut self, path: &str, bytes: Vec<u8>) -> Result<(), Problem> {
        self.total += bytes.len() as u64;
        if self.total > MAX_PACK_BYTES {
            return Err(Problem::new("", Code::PackTooLarge).with("max", MAX_PACK_BYTES));
        }
        if self.set.files.len() >= MAX_FILES {
            return Err(Problem::new("", Code::TooManyFiles).with("max", MAX_FILES));
        }
        self.set.insert(path, bytes);
        Ok(())
    }

    pub(crate) fn finish(self) -> FileSet {
        self.set
    }
}

/// Reads a folder. `Err` where a limit of the whole pack is passed; what is wrong with single files goes to `findings`.
pub(crate) fn read_folder(root: &Path, findings: &mut Findings) -> Result<FileSet, Problem> {
    let mut collector = Collector::default();
    read_level(root, "", 0, &mut collector, findings)?;
    Ok(collector.finish())
}

fn read_level(folder: &Path, prefix: &str, depth: usize, collector: &mut Collector, findings: &mut Findings) -> Result<(), Problem> {
    let unreadable = |path: &str, error: &io::Error| Problem::new(path, Code::Unreadable).with("detail", error.to_string());
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => {
            findings.push(unreadable(prefix.trim_end_matches('/'), &error));
            return Ok(());
        }
    };
    // A folder of a million files is refused before each of them is looked at.
    if entries.len() > MAX_FILES {
        return Err(Problem::new(prefix.trim_end_matches('/'), Code::TooManyFiles).with("max", MAX_FILES));
    }
    let mut names: Vec<_> = entries.iter().map(|entry| entry.file_name()).collect();
    names.sort();
    for name in names {
        let path = format!("{prefix}{}", name.to_string_lossy());
        if passed_over(&path) {
            collector.set.skipped.push(path);
            continue;
        }
        if name.to_str().is_none() {
            findings.push(Problem::new(path.as_str(), Code::BadPath).with("path", path));
            continue;
        }
        let on_disk = folder.join(&name);
        let kind = match fs::symlink_metadata(&on_disk) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => {
                findings.push(unreadable(&path, &error));
                continue;
            }
        };
        if kind.is_symlink() {
            findings.push(Problem::new(path, Code::Symlink));
        } else if kind.is_dir() {
            if depth + 1 >= MAX_DEPTH {
                findings.push(Problem::new(path.as_str(), Code::BadPath).with("path", path));
            } else {
                read_level(&on_disk, &format!("{path}/"), depth + 1, collector, findings)?;
            }
        } else if !kind.is_file() {
            findings.push(Problem::new(path, Code::NotAFile));
        } else if collector.admit(&path, findings) {
            match read_bounded(&on_disk, MAX_FILE_BYTES) {
                Ok(Some(bytes)) => collector.take(&path, bytes)?,
                Ok(None) => findings.push(Problem::new(path, Code::FileTooLarge).with("max", MAX_FILE_BYTES)),
                Err(error) => findings.push(unreadable(&path, &error)),
            }
        }
    }
    Ok(())
}

/// The bytes of a file, or `None` if it has more than `max`: never reads more than that, whatever size the file claims to have.
pub(crate) fn read_bounded(path: &Path, max: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(max + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= max).then_some(bytes))
}
