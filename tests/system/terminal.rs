//! The learner's day at a terminal: every step of it through `studio --json`, and the data file looked at with another program.

use crate::support::{
    practice,
    programs::{exercise_file, starter_course},
    studio::Studio,
};
use serde_json::Value;
use std::{fs, path::Path};

const COURSE: &str = "python-first-steps";
const EXERCISE: &str = "good-morning";

#[test]
fn a_learner_gets_from_an_empty_folder_to_progress() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(&folder.path().join("data"));
    let begun = studio.json(["init"]);
    assert_eq!(begun["courses"], serde_json::json!([COURSE]), "the starter course is there from the start");
    assert!(
        ["A", "B", "C"].iter().any(|tier| begun["sandbox"]["tier"] == *tier),
        "programs can be run, and it is said how well they are shut in: {begun}"
    );

    // An account with a password: what is done in its name needs it.
    let ada = studio.with_password("correct horse battery");
    ada.json(["user", "add", "Ada", "--display-name", "Ada L."]);
    let (code, error, _) = studio.refused(["progress", "--user", "Ada"]);
    assert_eq!((code, error.as_str()), (4, "denied.password_needed"));

    // Reading.
    let courses = studio.json(["course", "list"]);
    let course = courses.as_array().unwrap().iter().find(|course| course["slug"] == COURSE).unwrap();
    assert_eq!(course["total_lessons"], lessons_on_disk());
    let lesson = ada.json(["lesson", "show", &format!("{COURSE}/say-something"), "--user", "Ada"]);
    let program = lesson["blocks"].as_array().unwrap().iter().find(|block| block["runnable"] == true && block["expects_error"] == false).unwrap();
    let file = folder.path().join("from the lesson.py");
    fs::write(&file, program["source"].as_str().unwrap()).unwrap();
    let run = studio.json(["run".as_ref(), file.as_os_str()]);
    assert_eq!(run["verdict"], "passed", "{run}");
    assert!(!run["stdout"].as_str().unwrap().is_empty());
    assert!(run["duration_ms"].is_u64() && run["tier"].is_string());

    // Doing.
    let exercises = studio.json(["exercise", "list"]);
    let exercise = exercises.as_array().unwrap().iter().find(|exercise| exercise["slug"] == EXERCISE).unwrap();
    assert_eq!((&exercise["course"], &exercise["lesson"]), (&COURSE.into(), &"say-something".into()));
    let name = format!("{COURSE}/{EXERCISE}");
    let wrong = exercise_file(EXERCISE, "wrong/all-on-one-line.py");
    let right = exercise_file(EXERCISE, "solution/main.py");

    let tested = studio.json(["test".as_ref(), name.as_ref(), wrong.as_os_str()]);
    assert_eq!(tested["verdict"], "failed", "{tested}");
    let failed = submit(&ada, &name, &wrong);
    assert_eq!((&failed["verdict"], &failed["status"], &failed["attempt_number"]), (&"failed".into(), &"fail".into(), &1.into()), "{failed}");
    let case = failed["tests"].as_array().unwrap().iter().find(|case| case["status"] == "fail").expect("a case that fails is shown");
    assert_eq!(case["name"], "one line, then the other");
    let difference = &case["differences"][0];
    assert_eq!((difference["expected"].as_str(), difference["actual"].as_str()).0.map(str::trim_end), Some("Good morning!\nMy name is Python."));
    assert!(difference["actual"].as_str().unwrap().contains("Good morning! My name is Python."));
    // The same thing done with its id instead of its name.
    let passed = submit(&ada, exercise["id"].as_str().unwrap(), &right);
    assert_eq!((&passed["verdict"], &passed["attempt_number"], &passed["first_pass"]), (&"passed".into(), &2.into(), &true.into()), "{passed}");
    assert_eq!(passed["version"], 3);

    // Looking back.
    let attempts = ada.json(["submission", "list", "--user", "Ada"]);
    let rows: Vec<_> = attempts
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["attempt_number"].as_u64().unwrap(), row["verdict"].as_str().unwrap(), row["state"].as_str().unwrap()))
        .collect();
    assert_eq!(rows, [(2, "passed", "saved"), (1, "failed", "saved")]);
    let first = ada.json(["submission", "show", failed["submission_id"].as_str().unwrap(), "--user", "Ada"]);
    assert_eq!(first["files"][0]["text"], fs::read_to_string(&wrong).unwrap(), "an attempt keeps the program as it was");
    assert_eq!(first["result"]["tests"], failed["tests"]);
    assert_eq!(progress(&ada)["completed_lessons"], 0, "one exercise of five is no lesson");

    // The other exercises of the lesson, and the lesson is done.
    for other in ["tea-in-order", "seats-on-the-bus", "notice-with-errors", "a-paper-boat"] {
        let outcome = submit(&ada, &format!("{COURSE}/{other}"), &exercise_file(other, "solution/main.py"));
        assert_eq!(outcome["verdict"], "passed", "{other}: {outcome}");
    }
    ada.json(["lesson", "complete", &format!("{COURSE}/say-something"), "--user", "Ada"]);
    let now = progress(&ada);
    let lessons = lessons_on_disk();
    assert_eq!((&now["completed_lessons"], &now["total_lessons"]), (&1.into(), &lessons.into()));
    assert_eq!(now["progress_percentage"], 100 / lessons, "whole per cent, rounded down");
    ada.json(["lesson", "undo", &format!("{COURSE}/say-something"), "--user", "Ada"]);
    assert_eq!(progress(&ada)["completed_lessons"], 0);

    // The file is in order for a program that knows nothing of ours.
    assert_eq!(studio.sqlite("PRAGMA integrity_check; PRAGMA foreign_key_check;"), "ok");
    assert_eq!(studio.sqlite("SELECT count(*) FROM submissions"), "6");
    let strings = fs::read_dir(studio.data())
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_file())
        .flat_map(|entry| fs::read(entry.path()).unwrap())
        .collect::<Vec<_>>();
    assert!(!strings.windows(6).any(|window| window == b"Ada L."), "a person's name is nowhere in plain text");
}

#[test]
fn plain_words_say_how_a_program_was_shut_in_and_what_is_practice() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(&folder.path().join("data"));
    practice::write(&folder.path().join("course"));
    let answer = folder.path().join("answer.py");
    fs::write(&answer, practice::DOUBLE).unwrap();
    let (answer, user) = (answer.to_str().unwrap(), ["--user", "Ada"]);
    studio.json(["user", "add", "Ada", "--no-password"]);
    studio.json(["pack".as_ref(), "import".as_ref(), folder.path().join("course").as_os_str()]);
    let said = |arguments: &[&str]| {
        let answer = studio.run(arguments);
        assert_eq!(answer.code, Some(0), "{answer:?}");
        answer
    };

    // Of the sandbox: everything that is tried holds, and each result says which it was.
    let sandbox = studio.json(["sandbox"]);
    let layers = sandbox["layers"].as_array().unwrap();
    assert!(layers.len() > 5 && layers.iter().all(|layer| layer["holds"] == true), "{sandbox}");
    let tier = sandbox["tier"].as_str().unwrap();
    assert_eq!(sandbox["why_not_stronger"].is_null(), tier == "A", "{sandbox}");
    let letter = format!("(tier {tier})");
    let report = said(&["sandbox"]).stdout;
    assert!(report.contains(&letter) && report.contains("network"), "{report}");
    let print = folder.path().join("print.py");
    fs::write(&print, "print(1)").unwrap();
    let run = said(&["run", print.to_str().unwrap()]);
    assert_eq!(run.stdout, "1\n", "a program's output is its own");
    assert!(run.stderr.contains("Ran shut in: ") && run.stderr.contains(&letter), "{run:?}");
    for verb in [vec!["test", practice::EXERCISE, answer], [&["submit", practice::EXERCISE, answer][..], &user].concat()] {
        let text = said(&verb).stdout;
        assert!(text.contains("passed, practice: 1 of 1") && text.contains("never counted") && text.contains(&letter), "{text}");
    }
    let id = studio.json(["submission", "list", "--user", "Ada"])[0]["id"].as_str().unwrap().to_owned();
    let list = said(&["submission", "list", "--user", "Ada"]).stdout;
    assert!(list.contains("passed, practice") && list.contains(if tier == "A" { "full sandbox" } else { "reduced sandbox" }), "{list}");
    assert!(said(&["submission", "show", &id, "--user", "Ada"]).stdout.contains(&letter));

    // Of practice, before anything is done; and of no other exercise.
    let list = said(&["exercise", "list", "--course", practice::COURSE]).stdout;
    let practice: Vec<_> = list.lines().filter(|line| line.contains("practice only")).collect();
    assert!(practice.len() == 1 && practice[0].starts_with(practice::EXERCISE), "{list}");
    assert!(said(&["exercise", "show", practice::EXERCISE]).stdout.contains("Practice only: "));
    assert!(!said(&["exercise", "show", "for-practice/double"]).stdout.contains("Practice only"));
    assert_eq!(said(&["course", "show", practice::COURSE]).stdout.matches("(practice only)").count(), 1);
}

#[test]
fn a_second_start_brings_nothing_in_twice() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    let first = studio.json(["exercise", "list"]);
    let second = studio.json(["exercise", "list"]);
    assert_eq!(first, second);
    assert_eq!(studio.json(["pack", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn two_at_the_same_file_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    studio.json(["user", "add", "Ada", "--no-password"]);
    let name = format!("{COURSE}/{EXERCISE}");
    let right = exercise_file(EXERCISE, "solution/main.py");
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..3).for_each(|_| assert_eq!(submit(&studio, &name, &right)["verdict"], "passed")));
        }
    });
    let attempts = studio.json(["submission", "list", "--user", "Ada"]);
    let mut numbers: Vec<_> = attempts.as_array().unwrap().iter().map(|row| row["attempt_number"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>(), "every attempt is there, each with a number of its own");
}

fn submit(studio: &Studio, exercise: &str, file: &Path) -> Value {
    studio.json(["submit".as_ref(), exercise.as_ref(), file.as_os_str(), "--user".as_ref(), "Ada".as_ref()])
}

fn progress(studio: &Studio) -> Value {
    let courses = studio.json(["progress", "--user", "Ada"]);
    courses.as_array().unwrap().iter().find(|course| course["course"] == COURSE).unwrap().clone()
}

fn lessons_on_disk() -> u64 {
    fs::read_dir(starter_course().join("lessons")).unwrap().count() as u64
}
