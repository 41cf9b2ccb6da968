//! Running it.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// A data folder with an account and the course that comes with the app.
pub struct Studio {
    pub folder: TempDir,
}

pub const COURSE: &str = "python-first-steps";

impl Studio {
    pub fn new() -> Self {
        let studio = Self { folder: TempDir::new().unwrap() };
        studio.json(&["init"]);
        studio.json(&["user", "add", "Ada", "--no-password"]);
        studio.json(&["enroll", COURSE]);
        studio
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn database(&self) -> PathBuf {
        self.data().join("studio.db")
    }

    pub fn lessons(&self) -> Vec<String> {
        let lessons = self.json(&["lesson", "list", COURSE]);
        lessons.as_array().unwrap().iter().map(|lesson| format!("{COURSE}/{}", lesson["slug"].as_str().unwrap())).collect()
    }

    pub fn complete(&self, lesson: &str) {
        self.json(&["lesson", "complete", lesson]);
    }

    pub fn completed(&self) -> u64 {
        self.json(&["progress"])[0]["completed_lessons"].as_u64().unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_studio")).args(arguments).env("LEARNING_STUDIO_DATA", self.data()).output().unwrap()
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[&["--json"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
    }

    /// The code of the error that this must be.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(&[&["--json"], arguments].concat());
        assert!(!output.status.success(), "{arguments:?}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        document["error"]["code"].as_str().unwrap().to_owned()
    }

    /// A line as it stands in a text, in a shell where `studio` is found.
    pub fn shell(&self, line: &str) -> Output {
        let programs = Path::new(env!("CARGO_BIN_EXE_studio")).parent().unwrap();
        let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
        Command::new("sh").args(["-c", line]).env("PATH", path).env("LEARNING_STUDIO_DATA", self.data()).output().unwrap()
    }

    /// What Debian's `sqlite3` does to the file.
    pub fn sqlite(&self, sql: &str) -> String {
        let output = Command::new("sqlite3").arg("-bail").arg(self.database()).arg(sql).output().expect("the sqlite3 shell must be installed");
        assert!(output.status.success(), "{sql}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}
