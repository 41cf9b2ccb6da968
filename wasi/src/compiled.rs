//! The interpreter as machine code: compiled once (some seconds), loaded each time (some milliseconds).
//!
//! Machine code is believed as it is. So it is only loaded from a file that nobody but this user, or the administrator, can have written.

use crate::Problem;
use sha2::{Digest, Sha256};
use std::{
    env,
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io::{Read, Write},
    path::{Path, PathBuf},
};
use wasmtime::{Config, Engine, Module};

/// The stack of the machine code, in bytes. Beside it Python has 8 MiB of its own inside its memory (`scripts/wasi-python`); together they hold a recursion up to Python's limit.
pub(crate) const STACK: usize = 16 * 1024 * 1024;

/// The engine; the same for compiling and for running.
pub(crate) fn engine() -> Result<Engine, Problem> {
    let mut config = Config::new();
    // Looked at in every loop and call: so the host can have Python say where it is.
    config.epoch_interruption(true);
    config.max_wasm_stack(STACK);
    // Not used here, but it must not be less.
    config.async_stack_size(2 * STACK);
    Ok(Engine::new(&config)?)
}

/// Compiles the interpreter if that was not done before, and gives the file.
pub(crate) fn prepare(folder: &Path) -> Result<PathBuf, Problem> {
    let engine = engine()?;
    let expected = expected_digest(folder)?;
    let name = file_name(&engine, &expected);
    let places = places(folder);
    if let Some(found) = places.iter().map(|place| place.join(&name)).find(|file| trusted_file(file).is_ok()) {
        return Ok(found);
    }
    let wasm = fs::read(folder.join("python.wasm"))?;
    let digest: String = Sha256::digest(&wasm).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != expected {
        return Err("python.wasm is not the one that was installed: its hash differs from the one in `manifest`".into());
    }
    let code = engine.precompile_module(&wasm)?;
    let mut reasons = Vec::new();
    for place in places {
        match write(&place, &name, &code) {
            Ok(file) => {
                // Beside an interpreter lies its own alone. A person's cache may serve two that are installed.
                remove_old(&place, &name, usize::from(place != folder));
                return Ok(file);
            }
            Err(problem) => reasons.push(format!("{}: {problem}", place.display())),
        }
    }
    Err(format!("the compiled interpreter cannot be kept: {}", reasons.join("; ")).into())
}

/// Loads what [`prepare`] compiled.
pub(crate) fn load(engine: &Engine, folder: &Path) -> Result<Module, Problem> {
    let name = file_name(engine, &expected_digest(folder)?);
    let mut reasons = Vec::new();
    for place in places(folder) {
        match trusted_file(&place.join(&name)) {
            Ok(file) => return deserialize(engine, file),
            Err(problem) => reasons.push(format!("{}: {problem}", place.display())),
        }
    }
    Err(format!("the interpreter is not compiled: {}", reasons.join("; ")).into())
}

#[allow(unsafe_code, reason = "machine code is believed as it is; what makes it believable is checked before")]
fn deserialize(engine: &Engine, file: File) -> Result<Module, Problem> {
    // SAFETY: the file must be what `precompile_module` gave, unchanged. It was written by `write` under a name of its own and moved into place whole; it is opened already,
    // and `trusted_file` found on the open file that only this user and the administrator could have written to it since. The engine's version and settings are compared by
    // the call itself.
    Ok(unsafe { Module::deserialize_open_file(engine, file) }?)
}

/// The hash that `manifest`, which the installation wrote, gives for `python.wasm`.
fn expected_digest(folder: &Path) -> Result<String, Problem> {
    let mut text = String::new();
    trusted_file(&folder.join("manifest"))?.take(64 * 1024).read_to_string(&mut text)?;
    let digest = text.lines().find_map(|line| line.strip_prefix("python.wasm=")).ok_or("`manifest` has no hash of python.wasm")?;
    Ok(digest.trim().to_owned())
}

/// One name for each interpreter, engine and kind of processor.
fn file_name(engine: &Engine, digest: &str) -> String {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("python-{:.16}-{:016x}.cwasm", digest, hasher.finish())
}

/// Where the machine code may lie: beside the interpreter, or where this user keeps such things, if the interpreter was installed for everybody.
fn places(folder: &Path) -> Vec<PathBuf> {
    let caches = if cfg!(windows) { env::var_os("LOCALAPPDATA").map(PathBuf::from) } else { home_cache() };
    [folder.to_path_buf()].into_iter().chain(caches.map(|cache| cache.join("learning-studio").join("wasi-python"))).collect()
}

fn home_cache() -> Option<PathBuf> {
    env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")))
}

fn write(place: &Path, name: &str, code: &[u8]) -> Result<PathBuf, Problem> {
    fs::create_dir_all(place)?;
    let partial = place.join(format!("{name}.{}", std::process::id()));
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let file = place.join(name);
    let written = options
        .open(&partial)
        .and_then(|mut output| output.write_all(code).and_then(|()| output.sync_all()))
        .and_then(|()| fs::rename(&partial, &file));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written?;
    trusted_file(&file)?;
    Ok(file)
}

/// Removes the machine code of earlier versions: all but `name` and the newest `spared`. What cannot be removed only takes room. A process that runs it keeps its open file.
fn remove_old(place: &Path, name: &str, spared: usize) {
    let is_other = |file: &str| file != name && file.starts_with("python-") && file.ends_with(".cwasm");
    let others = fs::read_dir(place).into_iter().flatten().flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_other));
    let mut others: Vec<_> = others.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()))).collect();
    others.sort();
    others.truncate(others.len().saturating_sub(spared));
    for (_, path) in others {
        let _ = fs::remove_file(path);
    }
}

/// Opens a file if nobody else can have written it.
#[cfg(unix)]
fn trusted_file(path: &Path) -> Result<File, Problem> {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    let file: File =
        rustix::fs::open(path, rustix::fs::OFlags::RDONLY | rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::CLOEXEC, rustix::fs::Mode::empty())?
            .into();
    let folder = path.parent().ok_or("a file without a folder")?.metadata()?;
    for (what, status) in [("the file", file.metadata()?), ("its folder", folder)] {
        if (status.uid() != own && status.uid() != 0) || status.mode() & 0o022 != 0 {
            return Err(format!("{what} could have been written by somebody else").into());
        }
    }
    Ok(file)
}

/// On Windows a person's own folders are closed to other people by the access lists that they inherit, and the folder of installed programs to all but the administrator.
#[cfg(not(unix))]
fn trusted_file(path: &Path) -> Result<File, Problem> {
    Ok(File::open(path)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by panicking")]

    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn machine_code_of_earlier_versions_goes() {
        let place = env::temp_dir().join(format!("learning-studio-wasi-test-{}", std::process::id()));
        fs::create_dir(&place).unwrap();
        let now = SystemTime::now();
        for (days, name) in
            [(9, "python-a.cwasm"), (5, "python-b.cwasm"), (1, "python-c.cwasm"), (0, "python-d.cwasm"), (9, "python.wasm"), (9, "python-d.cwasm.17")]
        {
            File::create(place.join(name)).unwrap().set_modified(now - Duration::from_secs(days * 86_400)).unwrap();
        }
        let names = || {
            let mut names: Vec<_> = fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        remove_old(&place, "python-d.cwasm", 1);
        let spared = names();
        remove_old(&place, "python-d.cwasm", 0);
        let alone = names();
        fs::remove_dir_all(&place).unwrap();
        assert_eq!(spared, ["python-c.cwasm", "python-d.cwasm", "python-d.cwasm.17", "python.wasm"]);
        assert_eq!(alone, ["python-d.cwasm", "python-d.cwasm.17", "python.wasm"]);
    }
}
