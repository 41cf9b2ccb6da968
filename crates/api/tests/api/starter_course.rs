//! The course that comes with the app, run for real: every reference solution passes, no starter does, and every wrong answer that an exercise names fails
//! in the case that it names, with a message that names the case, and with what its author says about it.

use crate::installation::runner;
use domain::{
    course::Course,
    exercise::{Exercise, Program},
    judge::{Status, Verdict},
};
use runner::{CancelToken, JudgedExercise};
use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

fn course() -> Course {
    packs::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../courses/python-first-steps")).unwrap().course
}

/// Two at a time: what a small laptop has.
fn for_each(exercises: &[&Exercise], check: impl Fn(&Exercise) -> Vec<String> + Sync) {
    let next = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(exercise) = exercises.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = check(exercise);
                    problems.lock().unwrap().extend(found);
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn it_is_as_large_as_it_promises() {
    let course = course();
    assert!(course.lessons.len() >= 10, "{} lessons", course.lessons.len());
    assert!(course.exercises().count() >= 40, "{} exercises", course.exercises().count());
    for (_, exercise) in course.exercises() {
        assert!(exercise.hints.len() >= 3, "{} has {} hints", exercise.slug, exercise.hints.len());
        assert!(exercise.mistakes.len() >= 3, "{} names {} wrong answers", exercise.slug, exercise.mistakes.len());
    }
}

#[test]
fn every_reference_solution_passes_and_no_starter_does() {
    let (course, runner) = (course(), runner());
    let problems = api::pack::check_solutions(&runner, &course).unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_wrong_answer_fails_in_the_case_that_it_names() {
    let (course, runner) = (course(), runner());
    let exercises: Vec<_> = course.exercises().map(|(_, exercise)| exercise).collect();
    for_each(&exercises, |exercise| {
        let mut problems = Vec::new();
        for mistake in &exercise.mistakes {
            let mut files = exercise.starter.clone();
            files.retain(|file| file.path != exercise.entry);
            files.push(domain::exercise::SourceFile { path: exercise.entry.clone(), text: mistake.file.text.clone() });
            let program = Program::new(files, &exercise.entry).unwrap();
            let (data_files, tests, limits, mistakes) = (&exercise.data_files[..], &exercise.tests, exercise.limits, &exercise.mistakes[..]);
            let task = JudgedExercise { program: &program, data_files, tests, limits, mistakes };
            let result = runner.judge(&task, &CancelToken::new()).unwrap();
            let place = format!("{}/{}", exercise.slug, mistake.file.path);
            if result.verdict == Verdict::Passed {
                problems.push(format!("{place} passes"));
                continue;
            }
            // Two wrong answers may do the same, and then the first one's author speaks.
            let said = result.explanation.as_ref().and_then(|explanation| explanation.params.get("message")).and_then(|message| message.as_str());
            let known = |said: &str| exercise.mistakes.iter().any(|mistake| said.starts_with(mistake.message.trim()));
            if result.verdict == Verdict::Failed && !said.is_some_and(known) {
                problems.push(format!("{place}: what its author says is not said, but {said:?}"));
            }
            // Where the program did not even load, no case was reached, and the message stands on the whole.
            let Some(test) = result.tests.iter().find(|test| test.name == mistake.case) else {
                if result.tests.is_empty() && result.message.is_some() {
                    continue;
                }
                problems.push(format!("{place}: no case is called {:?}", mistake.case));
                continue;
            };
            let named = test.message.as_deref().is_some_and(|message| message.contains(&mistake.case));
            if test.status == Status::Pass {
                problems.push(format!("{place}: the case {:?} passes", mistake.case));
            } else if !named {
                problems.push(format!("{place}: the message does not name the case {:?}: {:?}", mistake.case, test.message));
            }
        }
        problems
    });
}
