//! Finding the Python interpreter.

use crate::{
    RunnerError,
    cache::{self, Cache},
};
use domain::judge::Tier;
use serde::{Deserialize, Serialize};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest Python that is supported: what the worker is written for and tried on.
pub const OLDEST_PYTHON: (u32, u32) = (3, 8);

/// An interpreter that was looked at: the real one, behind shims and virtual environments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpreter {
    /// The real executable.
    pub path: PathBuf,
    /// Its version, for example `3.11.2`.
    pub version: String,
    /// Every folder or file it must be able to read: its standard library and its shared libraries.
    pub reads: Vec<PathBuf>,
    /// The program that loads its shared libraries (`ld.so`), if it has one.
    pub loader: Option<PathBuf>,
    /// Python as WebAssembly, where it is installed: what is run where this machine cannot shut the one above in. Where there is no other Python this is all there is, and
    /// `path` is that of its program.
    #[serde(default)]
    pub web_assembly: Option<WebAssemblyPython>,
}

/// An installed CPython for WASI with the program that runs it (`docs/adr/0008-tier-c.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebAssemblyPython {
    /// The folder with `python.wasm`, its library and `manifest`.
    pub folder: PathBuf,
    /// The program `learning-studio-wasi`.
    pub program: PathBuf,
    /// Python's version, for example `3.11.2`.
    pub version: String,
}

impl Interpreter {
    /// Whether there is a Python of the system, for the tiers A and B.
    pub(crate) fn has_native(&self) -> bool {
        self.web_assembly.as_ref().is_none_or(|python| python.program != self.path)
    }

    /// The program that is started in a box of that tier.
    pub(crate) fn program(&self, tier: Tier) -> &Path {
        match &self.web_assembly {
            Some(python) if tier == Tier::C => &python.program,
            _ => &self.path,
        }
    }

    /// The version that runs in a box of that tier.
    pub(crate) fn version(&self, tier: Tier) -> &str {
        match &self.web_assembly {
            Some(python) if tier == Tier::C => &python.version,
            _ => &self.version,
        }
    }
}

/// Where Python as WebAssembly is looked for, the first that is there: where the variable says, where a package puts it, where `make wasi` builds it. Only where a box can be
/// made for it: elsewhere a machine without another Python is one without Python.
fn find_web_assembly() -> Option<WebAssemblyPython> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let installed = env::current_exe().ok().and_then(|program| Some(program.parent()?.parent()?.join("lib/learning-studio/wasi-python")));
    let cache = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let built = variable("LEARNING_STUDIO_CACHE").or_else(|| Some(cache?.join("learning-studio"))).map(|cache| cache.join("wasi-python"));
    [variable("LEARNING_STUDIO_WASI_PYTHON"), installed, built].into_iter().flatten().find_map(|folder| look_at_web_assembly(&folder))
}

fn look_at_web_assembly(folder: &Path) -> Option<WebAssemblyPython> {
    let program = folder.join("learning-studio-wasi");
    let manifest = std::fs::read_to_string(folder.join("manifest")).ok()?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("python="))?.trim().to_owned();
    program.is_file().then(|| WebAssemblyPython { folder: folder.to_path_buf(), program, version })
}

/// What the program is called. On Windows `python3` is often only a door to a shop.
const NAMES: [&str; 2] = if cfg!(windows) { ["python.exe", "python3.exe"] } else { ["python3", "python"] };

/// What an interpreter says of itself, one item a line, so that nothing needs to be imported to say it.
const ASK: &str = "\
import sys, os
print('learning-studio')
print('%d.%d.%d' % sys.version_info[:3])
print(sys.implementation.name)
print(os.path.realpath(sys.executable))
print(sys.base_prefix)
print(sys.base_exec_prefix)
for entry in sys.path:
    if os.path.isdir(entry): print(os.path.realpath(entry))
print('mapped')
try:
    for line in open('/proc/self/maps'):
        name = line.rstrip().split(' ', 5)[-1].strip()
        if name[:1] == '/' and 'x' in line.split()[1]: print(name)
except OSError: pass
";

/// Finds an interpreter: the given one, or the first on `PATH` that will do. A pyenv shim or the Python of a virtual environment is followed to the real
/// interpreter once, here; what is run later is always the real one.
///
/// Python as WebAssembly comes along where it is installed, and is all there is where no other Python is found.
pub fn find_python(explicit: Option<&Path>) -> Result<Interpreter, RunnerError> {
    let web_assembly = find_web_assembly();
    match (find_native(explicit), web_assembly) {
        (Ok(interpreter), web_assembly) => Ok(Interpreter { web_assembly, ..interpreter }),
        // A Python that was asked for by name is not replaced by another.
        (Err(_), Some(python)) if explicit.is_none() => Ok(Interpreter {
            path: python.program.clone(),
            version: python.version.clone(),
            reads: Vec::new(),
            loader: None,
            web_assembly: Some(python),
        }),
        (Err(error), _) => Err(error),
    }
}

fn find_native(explicit: Option<&Path>) -> Result<Interpreter, RunnerError> {
    let mut looked = Vec::new();
    let candidates = match explicit {
        Some(path) => vec![path.to_path_buf()],
        None => on_path(),
    };
    for candidate in &candidates {
        if let Some(interpreter) = remembered(candidate) {
            return Ok(interpreter);
        }
        match ask(candidate) {
            Ok(interpreter) => {
                remember(candidate, &interpreter);
                return Ok(interpreter);
            }
            Err(why) => looked.push(format!("{}: {why}", candidate.display())),
        }
    }
    if looked.is_empty() {
        looked.push("there is no python3 on the PATH".to_owned());
    }
    Err(RunnerError::NoPython { looked: looked.join("; ") })
}

/// Every `python3` and `python` on `PATH`, in order, and the usual places when a desktop session has a short `PATH`.
fn on_path() -> Vec<PathBuf> {
    const USUAL: &[&str] = if cfg!(target_os = "macos") {
        &["/opt/homebrew/bin", "/usr/local/bin", "/usr/bin"]
    } else if cfg!(unix) {
        &["/usr/local/bin", "/usr/bin"]
    } else {
        &[]
    };
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).chain(USUAL.iter().map(PathBuf::from)).collect();
    let mut found = Vec::new();
    for name in NAMES {
        for folder in &folders {
            let candidate = folder.join(name);
            if candidate.is_file() && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
    }
    found
}

/// What the candidate said of itself at another time, if it is the interpreter itself, or a link to it, and has not changed since. Asking it costs more than half the time
/// in which a small program runs.
fn remembered(candidate: &Path) -> Option<Interpreter> {
    let (path, name, key) = memory_of(candidate)?;
    let interpreter: Interpreter = serde_json::from_slice(&Cache::open()?.read(&name, &key)?).ok()?;
    (interpreter.path == path && interpreter.reads.iter().all(|path| path.exists())).then_some(interpreter)
}

/// Keeps what the candidate said. Not of a shim or a virtual environment that leads to another interpreter: that may lead elsewhere the next time.
fn remember(candidate: &Path, interpreter: &Interpreter) {
    let Some((path, name, key)) = memory_of(candidate) else { return };
    if interpreter.path == path
        && let (Some(cache), Ok(json)) = (Cache::open(), serde_json::to_vec(interpreter))
    {
        cache.write(&name, &key, &json);
    }
}

/// The real file, and the name and key under which it is remembered.
fn memory_of(candidate: &Path) -> Option<(PathBuf, String, String)> {
    let path = candidate.canonicalize().ok()?;
    let name = format!("interpreter-{:016x}", cache::hash(&candidate));
    // A virtual environment is told by the path before links are followed; other libraries come by these variables.
    let libraries = ["LD_LIBRARY_PATH", "LD_PRELOAD"].map(env::var_os);
    let key = format!("{} {} {libraries:?} {:016x}", candidate.display(), cache::state_of(&path)?, cache::hash(&ASK));
    Some((path, name, key))
}

fn ask(candidate: &Path) -> Result<Interpreter, String> {
    let output = Command::new(candidate)
        .args(["-I", "-S", "-c", ASK])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .current_dir("/")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8(output.stdout).map_err(|_| "its answer is not UTF-8".to_owned())?;
    read_answer(&text).and_then(|answer| answer.check())
}

struct Answer {
    version: String,
    implementation: String,
    executable: PathBuf,
    prefix: PathBuf,
    exec_prefix: PathBuf,
    library: Vec<PathBuf>,
    /// The programs and shared libraries in its memory.
    mapped: Vec<PathBuf>,
}

fn read_answer(text: &str) -> Result<Answer, String> {
    let mut lines = text.lines();
    if lines.next() != Some("learning-studio") {
        return Err("it is not a Python 3".to_owned());
    }
    let mut next = || lines.next().map(str::to_owned).ok_or_else(|| "its answer is cut short".to_owned());
    let (version, implementation) = (next()?, next()?);
    let (executable, prefix, exec_prefix) = (next()?.into(), next()?.into(), next()?.into());
    let library = lines.by_ref().take_while(|line| *line != "mapped").map(PathBuf::from).collect();
    let mut mapped: Vec<PathBuf> = lines.map(PathBuf::from).collect();
    mapped.dedup();
    Ok(Answer { version, implementation, executable, prefix, exec_prefix, library, mapped })
}

impl Answer {
    fn check(self) -> Result<Interpreter, String> {
        let mut numbers = self.version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        if version < OLDEST_PYTHON {
            return Err(format!("it is Python {}", self.version));
        }
        if self.implementation != "cpython" {
            return Err(format!("it is {}, not CPython", self.implementation));
        }
        // The Python of a virtual environment may be a copy: the one of its base is preferred.
        let path = if cfg!(windows) {
            // Not in the long form that `canonicalize` gives there, which other calls do not take.
            Some(self.prefix.join("python.exe")).filter(|base| base.is_file()).unwrap_or(self.executable)
        } else {
            self.prefix.join(format!("bin/python{}.{}", version.0, version.1)).canonicalize().unwrap_or(self.executable)
        };
        if !path.is_file() || self.library.is_empty() {
            return Err("it does not say where it is".to_owned());
        }
        let mut reads = self.library.clone();
        // libpython and what else is installed beside the standard library. Under `/usr` this is what the sandbox shows in any case.
        for prefix in [&self.prefix, &self.exec_prefix] {
            reads.push(prefix.join("lib"));
        }
        // The folders of its shared libraries, where they lie elsewhere: those its modules load later are usually beside them.
        let loader = self.mapped.iter().find(|file| file.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"ld"))).cloned();
        reads.extend(self.mapped.iter().filter(|file| **file != path).filter_map(|file| file.parent()).map(Path::to_path_buf));
        reads.retain(|entry| entry.exists() && entry.is_absolute());
        reads.sort();
        reads.dedup();
        Ok(Interpreter { path, version: self.version, reads, loader, web_assembly: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_python_is_refused_by_its_version() {
        let answer = read_answer("learning-studio\n3.6.15\ncpython\n/bin/sh\n/\n/\n/\n").unwrap();
        assert_eq!(answer.check().unwrap_err(), "it is Python 3.6.15");
    }

    #[test]
    fn what_is_not_python_is_refused() {
        assert!(read_answer("").is_err());
        assert!(matches!(find_python(Some(Path::new("/bin/true"))), Err(RunnerError::NoPython { .. })));
        assert!(matches!(find_python(Some(Path::new("/nowhere/python3"))), Err(RunnerError::NoPython { .. })));
    }

    #[test]
    fn the_real_interpreter_is_found_behind_a_shim() {
        let python = find_python(None).unwrap();
        assert_eq!(python.path, python.path.canonicalize().unwrap());
        assert!(!python.reads.is_empty());
    }

    #[test]
    fn only_the_interpreter_itself_is_remembered() {
        let python = find_python(None).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let shim = folder.path().join("python3");
        std::fs::write(&shim, format!("#!/bin/sh\nexec {} \"$@\"\n", python.path.display())).unwrap();
        std::fs::set_permissions(&shim, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        assert_eq!(find_python(Some(&shim)).unwrap().path, python.path);
        assert_eq!(remembered(&shim), None, "a shim may lead elsewhere the next time");
        // Where there is a folder to remember in, what is remembered is what would be said.
        find_python(Some(&python.path)).unwrap();
        if Cache::open().is_some() {
            assert_eq!(remembered(&python.path), ask(&python.path).ok());
        }
    }
}
