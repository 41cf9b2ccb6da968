//! What is kept on the disk from one start to the next: what an interpreter said of itself, and the workers' programs in the form in which that interpreter loads them
//! fastest. Nothing in here is needed: what is missing, damaged or does not fit is found out again.
//!
//! It lies where no box reaches (a box sees the standard library and its own work folder), and is read only if it belongs to the person and nobody else may write it: whoever could
//! change it could also change the app. What is compiled is loaded in boxes alone.

use crate::Interpreter;
use domain::judge::Tier;
use std::{
    collections::hash_map::DefaultHasher,
    env, fs,
    hash::{Hash, Hasher},
    io::{Read, Write},
    path::{Path, PathBuf},
};

/// Tells the runner's process which folder it is, found by the app once for both.
pub(crate) const VARIABLE: &str = "LEARNING_STUDIO_RUNNER_CACHE";

/// No file in here is larger.
const MAX_FILE: u64 = 1024 * 1024;

/// What stands before the content, in bytes.
const FINGERPRINT: usize = 16;

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The person's; `None` where there is none that can be trusted. It is made if it is missing.
    pub(crate) fn open() -> Option<Self> {
        let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let folder = absolute(VARIABLE).or_else(|| {
            let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
            Some(caches.join("learning-studio/runner"))
        })?;
        Self::at(folder)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        make_folder(&folder).ok()?;
        let found = fs::symlink_metadata(&folder).ok()?;
        (found.is_dir() && is_ours_alone(&found)).then_some(Self { folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was kept under that name for that key.
    pub(crate) fn read(&self, name: &str, key: &str) -> Option<Vec<u8>> {
        let path = self.folder.join(name);
        if !fs::symlink_metadata(&path).ok()?.is_file() {
            return None;
        }
        let file = fs::File::open(path).ok()?;
        if !is_ours_alone(&file.metadata().ok()?) {
            return None;
        }
        let mut bytes = Vec::new();
        file.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
        let content = bytes.split_off(FINGERPRINT.min(bytes.len()));
        (bytes == fingerprint(key, &content)).then_some(content)
    }

    /// Keeps something, if that is possible.
    pub(crate) fn write(&self, name: &str, key: &str, content: &[u8]) {
        let write = || -> std::io::Result<()> {
            // Under a name of its own first: whoever reads finds the whole of it or nothing.
            let mut file = tempfile::Builder::new().prefix("new-").tempfile_in(&self.folder)?;
            file.write_all(&fingerprint(key, content))?;
            file.write_all(content)?;
            file.persist(self.folder.join(name))?;
            Ok(())
        };
        // Without it the next start takes a little longer.
        let _ = write();
    }
}

/// Tells whether the content is whole and for that key. Against damage, not against people.
fn fingerprint(key: &str, content: &[u8]) -> Vec<u8> {
    format!("{:016x}", hash(&(env!("CARGO_PKG_VERSION"), key, content))).into_bytes()
}

/// A number for a name or a key.
pub(crate) fn hash(thing: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish()
}

/// What tells one state of a file from another; `None` where it cannot be told.
pub(crate) fn state_of(path: &Path) -> Option<String> {
    let found = fs::metadata(path).ok()?;
    let changed = found.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_nanos();
    Some(format!("{} {} {changed} {}", path.display(), found.len(), more_of(&found)))
}

/// The name and the key of a worker's program for the interpreter of a tier.
pub(crate) fn compiled(interpreter: &Interpreter, tier: Tier, text: &str) -> Option<(String, String)> {
    let program = interpreter.program(tier);
    let name = format!("worker-{:016x}", hash(&(program, text)));
    Some((name, format!("{} {} {:016x}", interpreter.version(tier), state_of(program)?, hash(&text))))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn is_ours_alone(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o022 == 0
}

// Elsewhere a person's folder for caches is closed to others by what it inherits.
#[cfg(not(unix))]
fn is_ours_alone(_: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
fn more_of(found: &fs::Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{} {} {}.{}", found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
}

#[cfg(not(unix))]
fn more_of(_: &fs::Metadata) -> String {
    String::new()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn only_what_fits_and_is_whole_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path().join("a/b")).unwrap();
        assert_eq!(cache.read("x", "key"), None);
        cache.write("x", "key", b"content");
        assert_eq!(cache.read("x", "key").as_deref(), Some(&b"content"[..]));
        assert_eq!(cache.read("x", "another key"), None);
        let path = cache.folder().join("x");
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(cache.read("x", "key"), None, "{length} bytes of it");
        }
        fs::write(&path, whole).unwrap();
        assert!(cache.read("x", "key").is_some());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(cache.read("x", "key"), None, "others may have written it");
        fs::rename(&path, cache.folder().join("y")).unwrap();
        std::os::unix::fs::symlink(cache.folder().join("y"), &path).unwrap();
        assert_eq!(cache.read("x", "key"), None, "a link leads elsewhere");
        fs::set_permissions(cache.folder(), fs::Permissions::from_mode(0o777)).unwrap();
        assert!(Cache::at(folder.path().join("a/b")).is_none());
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(Cache::at(folder.path().join("file/b")).is_none());
    }
}
