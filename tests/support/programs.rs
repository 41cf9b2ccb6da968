//! Where the programs and files under test are.

use std::path::{Path, PathBuf};

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The desktop app.
pub fn app() -> PathBuf {
    built("learning-studio")
}

/// The command line.
pub fn studio() -> PathBuf {
    built("studio")
}

/// What runs learners' programs.
pub fn runner() -> PathBuf {
    built("learning-studio-runner")
}

/// The folder of the starter course.
pub fn starter_course() -> PathBuf {
    project().join("courses/python-first-steps")
}

/// A file of the starter course: the exercise's folder joined with `file`.
pub fn exercise_file(exercise: &str, file: &str) -> PathBuf {
    let lessons = starter_course().join("lessons");
    std::fs::read_dir(&lessons)
        .unwrap()
        .map(|lesson| lesson.unwrap().path().join("exercises").join(exercise))
        .find(|folder| folder.is_dir())
        .unwrap_or_else(|| panic!("the starter course has no exercise {exercise}"))
        .join(file)
}

/// Something that `make set-up-tests` downloaded once and kept, by the beginning of its name.
pub fn downloaded(name: &str) -> PathBuf {
    let cache = std::env::var_os("LEARNING_STUDIO_CACHE")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/learning-studio")))
        .expect("HOME or LEARNING_STUDIO_CACHE is set");
    let folder = cache.join("pypi");
    std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)))
        .unwrap_or_else(|| panic!("{name} is not in {}: run `make set-up-tests` first", folder.display()))
}

// Only the package's own programs are named to its tests by Cargo; those of the other crates lie in the same folder, one or two levels up.
// Measurements name the folder of the release build instead.
fn built(name: &str) -> PathBuf {
    let named = std::env::var_os("LEARNING_STUDIO_PROGRAMS").map(PathBuf::from);
    let this = std::env::current_exe().unwrap();
    let beside = this.ancestors().skip(1).take(3).map(Path::to_owned);
    named
        .into_iter()
        .chain(beside)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
        .unwrap_or_else(|| panic!("{name} is not built: run `cargo build --workspace --all-targets` first"))
}
