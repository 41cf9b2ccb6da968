//! The real time, the real randomness, and where things are on a real machine.

use chrono::{DateTime, Local, Offset, TimeZone, Utc};
use domain::world::{Moment, World};
use std::path::PathBuf;

/// The operating system's clock and randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemWorld;

impl World for SystemWorld {
    fn now(&self) -> Moment {
        let now = Utc::now();
        // What is stored has milliseconds, so what is compared with it has no more.
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        // Without randomness there are no safe keys. The operating systems we run on give it always, once they have started.
        if let Err(error) = getrandom::fill(buffer) {
            eprintln!("learning-studio: the operating system gives no random numbers: {error}");
            std::process::abort();
        }
    }

    fn offset_minutes(&self, at: Moment) -> i32 {
        Local.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60
    }
}

/// The data folder for this person on this operating system (`~/.local/share/learning-studio` on Linux). `None` where there is no home.
pub fn default_data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("org", "Learning Studio", "learning-studio").map(|directories| directories.data_dir().to_path_buf())
}

/// The program that runs learners' programs: named by `LEARNING_STUDIO_RUNNER`, else beside this program.
pub fn runner_binary() -> PathBuf {
    const NAME: &str = if cfg!(windows) { "learning-studio-runner.exe" } else { "learning-studio-runner" };
    if let Some(path) = std::env::var_os("LEARNING_STUDIO_RUNNER") {
        return path.into();
    }
    let beside = beside_program().join(NAME);
    // Cargo puts test binaries one folder deeper than the programs they test.
    let above = beside_program().join("..").join(NAME);
    if !beside.exists() && above.exists() { above } else { beside }
}

/// The folder of the courses that come with the app: named by `LEARNING_STUDIO_COURSES`, else where a package puts it, else (in a debug build)
/// the source tree. `None` where there is none: the app works without.
pub fn courses_folder() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("LEARNING_STUDIO_COURSES") {
        return Some(path.into());
    }
    let program = beside_program();
    let mut places = vec![program.join("courses"), program.join("../lib/Learning Studio/courses"), program.join("../lib/learning-studio/courses")];
    if cfg!(debug_assertions) {
        places.push(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../courses")));
    }
    places.into_iter().find(|place| place.is_dir())
}

fn beside_program() -> PathBuf {
    std::env::current_exe().ok().and_then(|program| program.parent().map(PathBuf::from)).unwrap_or_default()
}
