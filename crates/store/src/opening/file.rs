//! Files and locks, made so that a power cut leaves either the old or the new.

use crate::{Result, StoreError};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// A lock on a file. The operating system frees it when the process ends, however it ends.
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Alone, if nobody else holds it at this moment. It is free again when the value is dropped.
    pub fn try_exclusive(path: &Path) -> Result<Option<Self>> {
        let file = lock_file(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Together with others. To be called only where nobody can hold it alone for long.
    pub fn shared(path: &Path) -> Result<Self> {
        let file = lock_file(path)?;
        file.lock_shared()?;
        Ok(Self { _file: file })
    }
}

/// Alone; waits for others, but not for ever.
pub fn lock_exclusive(path: &Path, patience: Duration) -> Result<FileLock> {
    let since = Instant::now();
    loop {
        if let Some(lock) = FileLock::try_exclusive(path)? {
            return Ok(lock);
        }
        if since.elapsed() > patience {
            return Err(StoreError::Busy);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn lock_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    private(&mut options);
    Ok(options.open(path)?)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_options: &mut OpenOptions) {}

/// Makes a folder that only its owner may look into, with the folders above it.
pub fn create_private_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    Ok(())
}

/// Makes a folder of this name in another, or with a number after it where there is one already.
pub fn free_place(parent: &Path, name: &str) -> Result<PathBuf> {
    create_private_folder(parent)?;
    let mut place = parent.join(name);
    let mut count = 1;
    while place.exists() {
        count += 1;
        place = parent.join(format!("{name}-{count}"));
    }
    create_private_folder(&place)?;
    sync_folder(parent)?;
    Ok(place)
}

/// Makes an empty file that only its owner may read.
pub fn create_private(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    private(&mut options);
    options.open(path)?;
    Ok(())
}

/// The length of a file; 0 where there is none.
pub fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// Replaces a file as a whole. When this returns, the new one is on the disk; a power cut before leaves the old one.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // Named temporary files are made readable by their owner only.
    let mut temporary = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Makes what was renamed or created in a folder last.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Makes what was renamed or created in a folder last. Windows keeps folders by itself.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> Result<()> {
    Ok(())
}
