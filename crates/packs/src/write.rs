//! Writing a pack. What is written has been read first: no `.studiopack` leaves here that would be refused elsewhere.

use crate::{
    archive, course,
    file_set::FileSet,
    limits::MAX_PACK_BYTES,
    problem::{Code, Findings, Problem, Problems},
    read::{self, Pack, Source},
};
use domain::{course::Course, error::ErrorClass};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Why a pack could not be written. Nothing is left behind, and what stood at the path before still stands there.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// What was to be written breaks a rule of the format.
    #[error("{0}")]
    Invalid(#[from] Problems),
    /// The file could not be written.
    #[error("{path} cannot be written: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The course could not be put into JSON.
    #[error("the course cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl WriteError {
    /// What the reader can do about it.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Invalid(problems) => problems.class(),
            Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => ErrorClass::NotFound,
            Self::Io { .. } => ErrorClass::Full,
            Self::Json(_) => ErrorClass::Bug,
        }
    }
}

/// Writes a course folder as a `.studiopack`. The same files give the same bytes. Returns the pack as [`crate::read`] would.
///
/// # Errors
///
/// [`WriteError::Invalid`] with everything that is wrong with the folder; [`WriteError::Io`] if the file cannot be written.
pub fn write_folder(folder: &Path, out: &Path) -> Result<Pack, WriteError> {
    let (files, source, findings) = read::read_files(folder)?;
    if source != Source::Folder {
        return Err(Problems::from(Problem::new("", Code::NotAPack)).into());
    }
    write_files(files, findings, out)
}

/// Writes a course as a `.studiopack`. The same course gives the same bytes. Returns the pack as [`crate::read`] would.
///
/// # Errors
///
/// [`WriteError::Invalid`] if the course breaks a rule of the format; [`WriteError::Io`] if the file cannot be written.
pub fn write_course(course: &Course, out: &Path) -> Result<Pack, WriteError> {
    write_files(course::files(course)?, Findings::default(), out)
}

/// Checks the files and writes them, with their hashes.
pub(crate) fn write_files(files: FileSet, findings: Findings, out: &Path) -> Result<Pack, WriteError> {
    let pack = read::parse(&files, Source::Archive, findings)?;
    let manifest = serde_json::from_slice(files.get("pack.json").unwrap_or_default())?;
    let failed = |source| WriteError::Io { path: out.to_owned(), source };
    let bytes = archive::write(&course::with_hashes(files, &manifest)?).map_err(failed)?;
    // What goes out is read once more, as whoever gets it will: the list of hashes came on top of what was checked, and a fault in the writer must show here and not there.
    let mut findings = Findings::default();
    let written = archive::read(&bytes, &mut findings).map_err(Problems::from)?;
    let written = read::parse(&written, Source::Archive, findings)?;
    if bytes.len() as u64 > MAX_PACK_BYTES {
        return Err(Problems::from(Problem::new("", Code::PackTooLarge).with("max", MAX_PACK_BYTES)).into());
    }
    if written != pack {
        return Err(failed(io::Error::other("what was written is not what was to be written")));
    }
    replace(out, &bytes).map_err(failed)?;
    Ok(written)
}

/// Puts the bytes at the path, whole or not at all, whatever happens to the power in between.
fn replace(out: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".studiopack-");
    // A pack is there to be handed on: the usual rights of a new file, not those of a secret.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(out).map_err(|error| error.error)?;
    // The name is safe once the folder is. Windows cannot open a folder for this, and does not need to.
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}
