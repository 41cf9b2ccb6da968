//! A public collection of exercises with tests in Python, tried whole: every example solution passes, and no stub does. Nothing of it is part of this project; the folder of a
//! track in Exercism's layout is named by `LEARNING_STUDIO_TRACK`, and the stubs that may pass by `LEARNING_STUDIO_TRACK_STUBS`:
//! `cargo test -p runner track -- --ignored --nocapture`.

use crate::{file, runner};
use domain::{
    exercise::{Limits, Program, SourceFile, Tests},
    judge::{JudgeResult, Status, Verdict},
};
use runner::{CancelToken, JudgedExercise};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

struct Exercise {
    name: String,
    entry: String,
    stub: Vec<SourceFile>,
    example: Vec<SourceFile>,
    tests: Tests,
    others: Vec<SourceFile>,
}

#[test]
#[ignore = "needs a track's folder, which is not part of this project"]
fn every_example_of_a_track_passes_and_no_stub_does() {
    let track = PathBuf::from(std::env::var_os("LEARNING_STUDIO_TRACK").expect("LEARNING_STUDIO_TRACK names the folder of a track"));
    let may_pass = std::env::var("LEARNING_STUDIO_TRACK_STUBS").unwrap_or_default();
    let only = std::env::var("LEARNING_STUDIO_TRACK_ONLY").unwrap_or_default();
    let exercises: Vec<Exercise> = ["practice", "concept"]
        .iter()
        .flat_map(|kind| fs::read_dir(track.join("exercises").join(kind)).unwrap())
        .map(|entry| read(&entry.unwrap().path()))
        .filter(|exercise| only.is_empty() || only.split(' ').any(|name| name == exercise.name))
        .collect();
    let (next, tests, wrong) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::new()));
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(exercise) = exercises.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let right = judge(exercise, &exercise.example);
                    tests.fetch_add(right.tests.len(), Ordering::Relaxed);
                    if right.verdict != Verdict::Passed {
                        let failing: Vec<String> = right
                            .tests
                            .iter()
                            .filter(|test| test.status != Status::Pass)
                            .map(|test| format!("\n    {} {}", test.message.clone().unwrap_or_default(), test.traceback.clone().unwrap_or_default()))
                            .collect();
                        let said = format!("{}: {:?} {:?} {}", exercise.name, right.verdict, right.message, failing.concat());
                        wrong.lock().unwrap().push(said);
                    }
                    let stub = judge(exercise, &exercise.stub);
                    if stub.verdict == Verdict::Passed && !may_pass.split(' ').any(|name| name == exercise.name) {
                        wrong.lock().unwrap().push(format!("{}: the stub passes", exercise.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    println!("{} exercises, {} tests, {:?}", exercises.len(), tests.into_inner(), start.elapsed());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn judge(exercise: &Exercise, files: &[SourceFile]) -> JudgeResult {
    let program = Program::new(files.to_vec(), &exercise.entry).unwrap();
    let limits = Limits::default();
    let task = JudgedExercise { program: &program, data_files: &exercise.others, tests: &exercise.tests, limits, mistakes: &[] };
    runner().judge(&task, &CancelToken::new()).unwrap()
}

fn read(folder: &Path) -> Exercise {
    let meta: Value = serde_json::from_str(&fs::read_to_string(folder.join(".meta/config.json")).unwrap()).unwrap();
    let paths = |field: &str| -> Vec<String> { serde_json::from_value(meta["files"][field].clone()).unwrap_or_default() };
    let text = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let (solution, test) = (paths("solution"), paths("test"));
    let example = paths("example").into_iter().chain(paths("exemplar")).next().unwrap();
    let entry = solution[0].clone();
    let stub: Vec<SourceFile> = solution.iter().map(|path| file(path, &text(path))).collect();
    let mut right = stub.clone();
    right[0].text = text(&example);
    let mut others = Vec::new();
    let mut tests: Vec<SourceFile> = test.iter().map(|path| file(&format!("tests/{path}"), &text(path))).collect();
    for found in fs::read_dir(folder).unwrap() {
        let path = found.unwrap().file_name().into_string().unwrap();
        if !path.starts_with('.') && !solution.contains(&path) && !test.contains(&path) && folder.join(&path).is_file() {
            let name = path.trim_end_matches(".py");
            let imports = |files: &[SourceFile]| files.iter().any(|file| file.text.contains(&format!("from {name} import")));
            let by_tests = imports(&tests);
            // Both sides may need it.
            if !by_tests || imports(&right) {
                others.push(file(&path, &text(&path)));
            }
            if by_tests {
                tests.push(file(&format!("tests/{path}"), &text(&path)));
            }
        }
    }
    let module = entry.trim_end_matches(".py").to_owned();
    Exercise {
        name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
        tests: Tests::python(tests, module),
        entry,
        stub,
        example: right,
        others,
    }
}
