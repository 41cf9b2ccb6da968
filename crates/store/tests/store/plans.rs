//! Queries on tables that grow must use an index.

use crate::support::{Fixture, copy_of, shell_text};
use domain::judge::Verdict;

const GROWING: [&str; 7] = ["submissions", "lesson_progress", "progress", "exercise_progress", "enrollments", "outbox", "drafts"];

macro_rules! sql {
    ($($file:literal),+) => { concat!($(include_str!(concat!("../../src/", $file))),+) };
}

fn queries() -> Vec<(&'static str, &'static str)> {
    vec![
        ("submissions of a person at an exercise", sql!("submission/select.sql", "submission/by_user_and_exercise.sql")),
        ("those with a verdict", sql!("submission/select.sql", "submission/by_user_exercise_and_status.sql")),
        ("submissions of a person", sql!("submission/select.sql", "submission/by_user.sql")),
        ("submissions at an exercise", sql!("submission/select.sql", "submission/by_exercise.sql")),
        ("those with a verdict", sql!("submission/select.sql", "submission/by_exercise_and_status.sql")),
        ("one submission", sql!("submission/select.sql", "submission/by_id.sql")),
        ("next attempt number", sql!("submission/next_attempt_number.sql")),
        ("all exercises of a lesson passed", sql!("submission/all_passed.sql")),
        ("enrolments of a person", sql!("enrollment/select.sql", "enrollment/by_user.sql")),
        ("one enrolment", sql!("enrollment/select.sql", "enrollment/by_user_and_course.sql")),
        ("lessons", sql!("lesson/list.sql")),
        ("go on at", sql!("lesson/go_on_at.sql")),
        ("exercises of a course", sql!("exercise/select.sql", "exercise/by_course.sql")),
        ("exercises of a lesson", sql!("exercise/select.sql", "exercise/by_lesson.sql")),
        ("one exercise", sql!("exercise/select.sql", "exercise/by_id.sql")),
        ("draft", sql!("draft/load.sql")),
        ("hints", sql!("hint/taken.sql")),
        ("outbox", sql!("outbox/list.sql")),
        ("outbox counts", sql!("outbox/counts.sql")),
        ("courses of a person", sql!("progress/courses.sql")),
        ("days", sql!("progress/days.sql")),
        ("concepts", sql!("progress/concepts.sql")),
        ("attempts to pass", sql!("progress/attempts_to_pass.sql")),
        ("recent passes", sql!("progress/recent_passes.sql")),
        ("totals", sql!("progress/totals.sql")),
        ("people in a lesson", sql!("course/people_in_lesson.sql")),
        ("people at an exercise", sql!("course/people_touched.sql")),
        ("people in a course", sql!("course/people_enrolled.sql")),
        ("name", sql!("user/select_by_name.sql")),
        ("recount of one enrolment", "SELECT * FROM enrollment_recount WHERE id = ?1"),
        ("children of a category", "SELECT id FROM categories WHERE parent_id = ?1"),
    ]
}

#[test]
fn no_query_reads_a_growing_table_from_end_to_end() {
    let fixture = Fixture::new();
    fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    let (_copy, path) = copy_of(fixture.folder.path());
    for (what, sql) in queries() {
        // Our own SQLite and the system's must both find the way.
        let raw = fixture.raw();
        let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let ours: Vec<String> = statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>().unwrap();
        let theirs = shell_text(&path, &format!("EXPLAIN QUERY PLAN {sql}"));
        for line in ours.iter().map(String::as_str).chain(theirs.lines()) {
            let scans = GROWING.iter().any(|table| line.contains(&format!("SCAN {table}")));
            assert!(!scans, "{what}: {line}\n{sql}");
        }
    }
}

#[test]
fn completed_lessons_are_counted_from_the_index_alone() {
    let fixture = Fixture::new();
    let (_copy, path) = copy_of(fixture.folder.path());
    let plan = shell_text(&path, "EXPLAIN QUERY PLAN SELECT * FROM enrollment_recount WHERE id = 'x'");
    assert!(plan.contains("COVERING INDEX lesson_progress_completed (user_id=? AND completed=? AND lesson_id=?)"), "{plan}");
    let plan = shell_text(&path, "EXPLAIN QUERY PLAN SELECT count(*) FROM lesson_progress WHERE user_id = 'x' AND completed = 1");
    assert!(plan.contains("SEARCH lesson_progress USING COVERING INDEX"), "{plan}");
}

#[test]
fn the_three_indexes_of_the_audit_are_used() {
    let fixture = Fixture::new();
    let (_copy, path) = copy_of(fixture.folder.path());
    let base = sql!("submission/select.sql");
    for (rest, index) in [
        (sql!("submission/by_user_and_exercise.sql"), "submissions_attempt"),
        (sql!("submission/by_user_exercise_and_status.sql"), "submissions_user_status"),
        (sql!("submission/by_exercise_and_status.sql"), "submissions_exercise_status"),
    ] {
        let plan = shell_text(&path, &format!("EXPLAIN QUERY PLAN {base}{rest}"));
        assert!(plan.contains(&format!("INDEX {index} ")), "{plan}");
    }
    let plan = shell_text(&path, &format!("EXPLAIN QUERY PLAN {base}{}", sql!("submission/by_user_and_exercise.sql")));
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}
