//! A fresh installation in a folder of its own, and a small course to put in it.

use api::{ApiError, Command, Configuration, Context, Session, Studio, world::SystemWorld};
use runner::Runner;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

pub struct Installation {
    pub folder: tempfile::TempDir,
    pub studio: Studio,
    pub session: Session,
}

impl Installation {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let studio = open(&folder.path().join("data"));
        Self { folder, studio, session: Session::new() }
    }

    /// Sends a command as the window does.
    pub fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        let command: Command = serde_json::from_value(json!({ "command": command, "request": request })).unwrap();
        command.run(&Context { studio: &self.studio, session: &self.session, output: &|_| () })
    }

    /// The program is ended and started again: on the same data, with nobody signed in.
    pub fn started_again(self) -> Self {
        let Self { folder, studio, .. } = self;
        drop(studio);
        let studio = open(&folder.path().join("data"));
        Self { folder, studio, session: Session::new() }
    }

    pub fn course(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn open(data_folder: &Path) -> Studio {
    open_with(data_folder, None)
}

pub fn open_with(data_folder: &Path, courses_folder: Option<PathBuf>) -> Studio {
    Studio::new(Configuration {
        data_folder: data_folder.to_owned(),
        runner_binary: runner_binary(),
        courses_folder,
        python: None,
        world: Arc::new(SystemWorld),
    })
}

pub fn runner() -> Runner {
    Runner::new(runner_binary(), runner::find_python(None).unwrap())
}

// Built with the workspace; Cargo tells only a package's own binaries to its tests.
fn runner_binary() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let binary = program.parent().unwrap().parent().unwrap().join("learning-studio-runner");
    assert!(binary.exists(), "{} is not there: build the workspace first (cargo build --workspace)", binary.display());
    binary
}

/// An exercise of a course that a test makes up.
pub struct MadeUp<'a> {
    pub lesson: &'a str,
    pub slug: &'a str,
    pub starter: &'a str,
    pub solution: &'a str,
    pub tests: Value,
    pub mistakes: Value,
}

/// Writes a course folder. Each lesson is required, so that the later ones are closed.
pub fn write_course(folder: &Path, slug: &str, lessons: &[&str], exercises: &[MadeUp<'_>]) {
    let pack = json!({
        "format": 1, "id": format!("0190f3c4-7a00-7000-8000-{:0>12}", slug.len()), "slug": slug, "title": "Made up", "summary": "A course.", "description": "Text.", "version": 1,
        "languages": ["python"], "locale": "en", "license": "CC0-1.0", "authors": ["A test"], "category": "Tests", "difficulty": "beginner", "hours": 1
    });
    write(&folder.join("pack.json"), &pack.to_string());
    for (index, lesson) in lessons.iter().enumerate() {
        let place = folder.join(format!("lessons/{:02}-{lesson}", index + 1));
        let here: Vec<_> = exercises.iter().filter(|exercise| exercise.lesson == *lesson).collect();
        let slugs: Vec<_> = here.iter().map(|exercise| exercise.slug).collect();
        let described = json!({ "title": lesson, "summary": "A lesson.", "kind": "theory", "minutes": 5, "required": true, "exercises": slugs });
        write(&place.join("lesson.json"), &described.to_string());
        write(&place.join("lesson.md"), "## Read\n\nText.\n\n```python run\nprint(1)\n```\n");
        for exercise in here {
            let place = place.join("exercises").join(exercise.slug);
            let described = json!({
                "title": exercise.slug, "kind": "code", "difficulty": "beginner", "concepts": ["functions"],
                "hints": [{ "rung": "concept", "text": "First hint." }, { "rung": "approach", "text": "Second hint." }], "mistakes": exercise.mistakes
            });
            write(&place.join("exercise.json"), &described.to_string());
            write(&place.join("instructions.md"), "Do it.\n");
            write(&place.join("starter/main.py"), exercise.starter);
            write(&place.join("solution/main.py"), exercise.solution);
            write(&place.join("tests.json"), &exercise.tests.to_string());
            for mistake in exercise.mistakes.as_array().unwrap() {
                write(&place.join(mistake["file"].as_str().unwrap()), "def secret():\n    return 'SENTINEL-WRONG-ANSWER'\n");
            }
        }
    }
}

pub fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub fn program(text: &str) -> Value {
    json!([{ "path": "main.py", "text": text }])
}
