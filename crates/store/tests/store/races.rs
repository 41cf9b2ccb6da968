//! Many at once: threads of one process, and processes on one file.

use crate::support::{Fixture, add_user, new_user, start_job, submit};
use domain::{account::Role, judge::Verdict};
use std::time::Instant;
use store::{Actor, Store, enrollment, lesson, user};

const WIDTH: usize = 8;

/// How often each of them acts. `STORE_RACE_OPERATIONS=1000` is the audit's full length.
fn each() -> usize {
    std::env::var("STORE_RACE_OPERATIONS").map_or(125, |text| text.parse().unwrap())
}

/// What must be true of every file, whatever was done to it.
pub fn check_everything(fixture: &Fixture) {
    let none = [
        (
            "gap in attempt numbers",
            "SELECT count(*) FROM (SELECT max(attempt_number) AS last, count(*) AS all_of_them FROM submissions GROUP BY user_id, exercise_id) WHERE last <> all_of_them",
        ),
        (
            "attempts",
            "SELECT count(*) FROM exercise_progress AS p WHERE attempts <> (SELECT count(*) FROM submissions AS s WHERE s.user_id = p.user_id AND s.exercise_id = p.exercise_id)",
        ),
        ("submission without operation", "SELECT count(*) FROM submissions WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE entity_id = submissions.id)"),
        (
            "operation without submission",
            "SELECT count(*) FROM outbox WHERE kind = 'submission.add' AND NOT EXISTS (SELECT 1 FROM submissions WHERE id = entity_id)",
        ),
        (
            "percentage",
            "SELECT count(*) FROM enrollments AS e JOIN enrollment_recount AS r USING (id) WHERE e.progress_percentage <> r.progress_percentage OR e.completed_lessons <> r.completed_lessons",
        ),
        ("completion", "SELECT count(*) FROM enrollments WHERE progress_percentage = 100 AND completed_at IS NULL"),
        (
            "total_enrollments",
            "SELECT count(*) FROM courses WHERE total_enrollments <> (SELECT count(*) FROM enrollments WHERE course_id = courses.id AND left_at IS NULL)",
        ),
        (
            "total_lessons",
            "SELECT count(*) FROM courses WHERE total_lessons <> (SELECT count(*) FROM lessons WHERE course_id = courses.id AND is_deleted = 0)",
        ),
        ("profiles", "SELECT abs((SELECT count(*) FROM users) - (SELECT count(*) FROM profiles))"),
        ("outbox positions", "SELECT count(*) - coalesce(max(position), 0) FROM outbox"),
        ("write context", "SELECT count(*) FROM write_context"),
        ("foreign keys", "SELECT count(*) FROM pragma_foreign_key_check"),
    ];
    for (what, sql) in none {
        assert_eq!(fixture.number(sql), 0, "{what}");
    }
    let integrity: String = fixture.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
    let trail = store::audit::verify(&fixture.store).unwrap();
    assert!(trail.ok, "{:?}", trail.first_bad);
}

fn in_threads(fixture: &Fixture, act: impl Fn(usize, &Store) + Sync) {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..WIDTH {
            let act = &act;
            scope.spawn(move || act(number, &fixture.store));
        }
    });
    println!("{WIDTH} threads: {:?}", start.elapsed());
}

pub fn in_processes(fixture: &Fixture, job: &str, arguments: &[String]) {
    let start = Instant::now();
    let children: Vec<_> = (0..WIDTH).map(|number| start_job(job, fixture.folder.path(), &[&[number.to_string()], arguments].concat())).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    println!("{WIDTH} processes, {job}: {:?}", start.elapsed());
}

#[test]
fn attempt_numbers_stay_dense_among_threads() {
    let fixture = Fixture::new();
    let exercise = fixture.exercise(0, 0);
    in_threads(&fixture, |_, store| {
        for _ in 0..each() {
            submit(store, fixture.learner, exercise, Verdict::Failed);
        }
    });
    assert_eq!(fixture.number("SELECT max(attempt_number) FROM submissions"), (WIDTH * each()) as i64);
    check_everything(&fixture);
}

#[test]
fn attempt_numbers_stay_dense_among_processes() {
    let fixture = Fixture::new();
    in_processes(&fixture, "submit", &[fixture.learner.to_string(), fixture.exercise(0, 0).to_string(), each().to_string()]);
    assert_eq!(fixture.number("SELECT max(attempt_number) FROM submissions"), (WIDTH * each()) as i64);
    check_everything(&fixture);
}

#[test]
fn one_enrolment_however_many_join_and_leave() {
    let fixture = Fixture::new();
    in_threads(&fixture, |_, store| {
        for _ in 0..20 {
            enrollment::add(store, fixture.learner, fixture.course.id).unwrap();
            // Another thread may have left first.
            let _ = enrollment::leave(store, fixture.learner, fixture.course.id);
        }
    });
    in_processes(&fixture, "enroll", &[fixture.learner.to_string(), fixture.course.id.to_string(), "20".into()]);
    assert_eq!(fixture.number("SELECT count(*) FROM enrollments"), 1);
    check_everything(&fixture);
}

#[test]
fn every_account_has_one_profile_and_every_name_one_account() {
    let fixture = Fixture::new();
    in_threads(&fixture, |number, store| {
        for index in 0..3 {
            // Everybody wants "Same 0", and each wants one of their own.
            let same = user::create(store, Actor::Nobody, &new_user(&format!("Same {index}"), Role::Learner, None));
            assert!(same.as_ref().map_or_else(|error| error.reason() == "username_taken", |_| true), "{same:?}");
            add_user(store, &format!("Own {number} {index}"), Role::Learner);
        }
    });
    in_processes(&fixture, "user", &["3".into()]);
    assert_eq!(fixture.number("SELECT count(*) FROM users"), (2 + 3 + WIDTH * 3 + 3 + WIDTH * 3) as i64);
    check_everything(&fixture);
    // Every one of them has a key that opens.
    assert!(user::list(&fixture.store).unwrap().iter().all(|user| user.name.known().is_some()));
}

#[test]
fn two_lessons_completed_at_once_are_both_counted() {
    let fixture = Fixture::new();
    for round in 0..10 {
        in_threads(&fixture, |number, store| {
            lesson::complete(store, fixture.learner, fixture.lesson(number % 4)).unwrap();
        });
        assert_eq!(fixture.number("SELECT progress_percentage FROM enrollments"), 100, "round {round}");
        in_threads(&fixture, |number, store| {
            lesson::reopen(store, fixture.learner, fixture.lesson(number % 4)).unwrap();
        });
        assert_eq!(fixture.number("SELECT progress_percentage FROM enrollments"), 0, "round {round}");
    }
    let lessons: Vec<String> = (0..4).map(|index| fixture.lesson(index).to_string()).collect();
    in_processes(&fixture, "lesson", &[&[fixture.learner.to_string()], lessons.as_slice()].concat());
    assert_eq!(fixture.number("SELECT progress_percentage FROM enrollments"), 100);
    check_everything(&fixture);
}

#[test]
fn the_first_opening_may_happen_many_times_at_once() {
    for _ in 0..5 {
        let folder = tempfile::TempDir::new().unwrap();
        let world = crate::support::TestWorld::new();
        std::thread::scope(|scope| {
            for number in 0..WIDTH {
                let (folder, world) = (folder.path(), world.clone());
                scope.spawn(move || {
                    let store = Store::open(folder, world).unwrap();
                    add_user(&store, &format!("Person {number}"), Role::Learner);
                });
            }
        });
        let store = Store::open(folder.path(), world).unwrap();
        let users = user::list(&store).unwrap();
        assert_eq!(users.len(), WIDTH);
        assert_eq!(users.iter().filter(|user| user.role == Role::Owner).count(), 1);
        assert!(users.iter().all(|user| user.name.known().is_some()));
    }
}

#[test]
fn reading_does_not_wait_for_a_writer() {
    let fixture = Fixture::new();
    let raw = fixture.raw();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    store::course::detail(&fixture.store, fixture.course.id, Some(fixture.learner)).unwrap();
    assert!(start.elapsed().as_millis() < 500);
    // A writer waits, and then says what it is waiting for.
    let error = enrollment::add(&fixture.store, fixture.learner, fixture.course.id).unwrap_err();
    assert_eq!((error.class(), error.reason()), (domain::error::ErrorClass::Busy, "database"));
    assert!((4900..8000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    raw.execute_batch("ROLLBACK").unwrap();
    enrollment::add(&fixture.store, fixture.learner, fixture.course.id).unwrap();
}
