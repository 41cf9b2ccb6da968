//! Many at once: threads of one process, and processes on one file, 8 wide and 1,000 operations long each. The files lie in memory: what is asked here is who
//! sees what when, not what a power cut leaves (`crashes.rs`), and nothing else about a commit is different there.

use crate::support::{Fixture, add_user, copy_in_memory, new_user, start_job, submit};
use domain::{
    account::Role,
    id::{CourseId, TopicId, UserId},
    judge::Verdict,
};
use std::time::Instant;
use store::{
    Actor, Store, enrollment, lesson, post, review,
    topic::{self, NewTopic},
    user,
};

const WIDTH: usize = 8;

/// How often all of them together act: 1,000, and 125 for each of the eight. `STORE_RACE_OPERATIONS=1000` makes each of them do as many.
fn each() -> usize {
    std::env::var("STORE_RACE_OPERATIONS").map_or(125, |text| text.parse().unwrap())
}

/// What must be true of every file, whatever was done to it.
pub fn check_everything(fixture: &Fixture) {
    let none = [
        ("submission without operation", "SELECT count(*) FROM submissions WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE entity_id = submissions.id)"),
        (
            "operation without submission",
            "SELECT count(*) FROM outbox WHERE kind = 'submission.add' AND NOT EXISTS (SELECT 1 FROM submissions WHERE id = entity_id)",
        ),
        ("outbox positions", "SELECT count(*) - coalesce(max(position), 0) FROM outbox"),
        ("write context", "SELECT count(*) FROM write_context"),
    ];
    for (what, sql) in none {
        assert_eq!(fixture.number(sql), 0, "{what}");
    }
    crate::invariants::check(&fixture.raw());
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
    let fixture = Fixture::in_memory();
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
    let fixture = Fixture::in_memory();
    in_processes(&fixture, "submit", &[fixture.learner.to_string(), fixture.exercise(0, 0).to_string(), each().to_string()]);
    assert_eq!(fixture.number("SELECT max(attempt_number) FROM submissions"), (WIDTH * each()) as i64);
    check_everything(&fixture);
}

#[test]
fn one_enrolment_however_many_join_and_leave() {
    let fixture = Fixture::in_memory();
    in_threads(&fixture, |_, store| {
        for _ in 0..each() / 2 {
            enrollment::add(store, fixture.learner, fixture.course.id).unwrap();
            // Another thread may have left first.
            let _ = enrollment::leave(store, fixture.learner, fixture.course.id);
        }
    });
    in_processes(&fixture, "enroll", &[fixture.learner.to_string(), fixture.course.id.to_string(), (each() / 2).to_string()]);
    assert_eq!(fixture.number("SELECT count(*) FROM enrollments"), 1);
    check_everything(&fixture);
}

#[test]
fn every_account_has_one_profile_and_every_name_one_account() {
    let fixture = Fixture::in_memory();
    in_threads(&fixture, |number, store| {
        // Mostly for names that are there already: a name that is taken twice would be a second profile.
        for index in (0..3).cycle().take(each()) {
            // Everybody wants "Same 0", and each wants one of their own.
            let same = user::create(store, Actor::Nobody, &new_user(&format!("Same {index}"), Role::Learner, None));
            assert!(same.as_ref().map_or_else(|error| error.reason() == "username_taken", |_| true), "{same:?}");
        }
        for index in 0..3 {
            add_user(store, &format!("Own {number} {index}"), Role::Learner);
        }
    });
    in_processes(&fixture, "user", &["3".into(), each().to_string()]);
    assert_eq!(fixture.number("SELECT count(*) FROM users"), (2 + 3 + WIDTH * 3 + 3 + WIDTH * 3) as i64);
    check_everything(&fixture);
    // Every one of them has a key that opens.
    assert!(user::list(&fixture.store).unwrap().iter().all(|user| user.name.known().is_some()));
}

#[test]
fn two_lessons_completed_at_once_are_both_counted() {
    let fixture = Fixture::in_memory();
    for round in 0..(each() / 2).min(60) {
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

fn topics(fixture: &Fixture) -> [TopicId; 2] {
    ["One topic", "Another"].map(|title| {
        let new = NewTopic { course: fixture.course.id, lesson: None, kind: "help", title, content: "How does this work?" };
        topic::add(&fixture.store, fixture.owner, &new).unwrap()
    })
}

#[test]
fn replies_are_counted_however_many_answer_delete_restore_and_move() {
    let fixture = Fixture::in_memory();
    let [here, there] = topics(&fixture);
    in_threads(&fixture, |number, store| reply(store, fixture.learner, [here, there], each(), number));
    in_processes(&fixture, "reply", &[fixture.learner.to_string(), here.to_string(), there.to_string(), each().to_string()]);
    let replies = fixture.number("SELECT sum(reply_count) FROM topics");
    assert!(replies > (WIDTH * each()) as i64 / 4, "{replies}");
    check_everything(&fixture);
}

/// Answers, and now and then takes an answer away, brings it back or moves it: so many operations.
pub fn reply(store: &Store, user: UserId, topics: [TopicId; 2], operations: usize, number: usize) {
    let mut last = post::add(store, user, topics[number % 2], "Like this.", None).unwrap();
    for round in 1..operations {
        match round % 5 {
            1 => drop(post::remove(store, user, last).unwrap()),
            2 => drop(post::restore(store, user, last).unwrap()),
            3 => post::move_to(store, user, last, topics[round / 5 % 2]).unwrap(),
            _ => last = post::add(store, user, topics[round % 2], "Or like that.", None).unwrap(),
        }
    }
}

#[test]
fn reviews_and_statistics_of_a_course_are_right_however_many_write_at_once() {
    let fixture = Fixture::in_memory();
    let people: Vec<UserId> = (0..WIDTH).map(|number| add_user(&fixture.store, &format!("Reviewer {number}"), Role::Learner).id).collect();
    in_threads(&fixture, |number, store| rate(store, people[number], people[(number + 1) % WIDTH], fixture.course.id, each()));
    let arguments: Vec<String> =
        [fixture.course.id.to_string(), each().to_string()].into_iter().chain(people.iter().map(ToString::to_string)).collect();
    in_processes(&fixture, "rate", &arguments);
    // All want to be the only review of one person.
    in_threads(&fixture, |number, store| {
        for round in 0..each() {
            review::set(store, fixture.learner, fixture.course.id, 1 + ((number + round) % 5) as u8, "", "").unwrap();
        }
    });
    assert_eq!(fixture.number("SELECT count(*) FROM reviews WHERE user_id NOT IN (SELECT id FROM users WHERE role = 'owner')"), WIDTH as i64 + 1);
    check_everything(&fixture);
}

/// Writes reviews, takes them back, joins and leaves, votes: so many operations.
pub fn rate(store: &Store, user: UserId, other: UserId, course: CourseId, operations: usize) {
    for round in 0..operations {
        match round % 5 {
            0 | 1 => drop(review::set(store, user, course, 1 + (round / 5 % 5) as u8, "", "").unwrap()),
            2 => drop(enrollment::add(store, user, course).unwrap()),
            3 => {
                if let Some(theirs) = review::list(store, course, 100).unwrap().into_iter().find(|review| review.user == other) {
                    // It may be gone by now.
                    let voted = review::vote(store, user, theirs.id, round % 2 == 0);
                    assert!(voted.as_ref().map_or_else(|error| error.reason() == "review", |_| true), "{voted:?}");
                }
            }
            _ => {
                if round % 10 == 4 {
                    review::remove(store, user, course).unwrap();
                } else {
                    enrollment::leave(store, user, course).unwrap();
                }
            }
        }
    }
}

// What the audited platform did: read a number, then write one more. Here on a copy of the file without the rules that would refuse it.
#[test]
fn reading_first_and_writing_then_is_seen_to_break() {
    let fixture = Fixture::in_memory();
    let [topic, _] = topics(&fixture);
    fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
    review::set(&fixture.store, fixture.learner, fixture.course.id, 3, "", "").unwrap();
    enrollment::add(&fixture.store, fixture.owner, fixture.course.id).unwrap();
    let (_copy, path) = copy_in_memory(fixture.folder.path());
    let raw = rusqlite::Connection::open(&path).unwrap();
    let triggers: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for name in triggers {
        raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    raw.execute_batch("DROP INDEX submissions_attempt; CREATE TABLE plain_profiles (user_id TEXT)").unwrap();
    let learner = fixture.learner;
    let naive = |act: &(dyn Fn(&rusqlite::Connection, usize) -> rusqlite::Result<()> + Sync)| {
        std::thread::scope(|scope| {
            for number in 0..WIDTH {
                let path = &path;
                scope.spawn(move || {
                    let raw = rusqlite::Connection::open(path).unwrap();
                    raw.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
                    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF").unwrap();
                    for round in 0..each() {
                        act(&raw, number * each() + round).unwrap();
                    }
                });
            }
        });
    };
    let id = |number: usize| format!("0190aaaa-0000-7000-8000-{number:012x}");
    naive(&|raw, number| {
        let next: i64 =
            raw.query_row("SELECT 1 + max(attempt_number) FROM submissions WHERE user_id = ?1", [learner.to_string()], |row| row.get(0))?;
        std::thread::yield_now();
        let sql = "INSERT INTO submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, result, submitted_at)
             SELECT ?1, user_id, exercise_id, version_digest, ?2, code, status, score, result, submitted_at FROM submissions LIMIT 1";
        raw.execute(sql, rusqlite::params![id(number), next]).map(drop)
    });
    naive(&|raw, number| {
        let count: i64 = raw.query_row("SELECT reply_count FROM topics WHERE id = ?1", [topic.to_string()], |row| row.get(0))?;
        let sql = "INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) SELECT ?1, id, user_id, 'x', created_at, created_at FROM topics WHERE id = ?2";
        raw.execute(sql, [id(number), topic.to_string()])?;
        raw.execute("UPDATE topics SET reply_count = ?1 WHERE id = ?2", rusqlite::params![count + 1, topic.to_string()]).map(drop)
    });
    naive(&|raw, number| {
        let (count, sum): (i64, i64) = raw.query_row("SELECT total_reviews, rating_sum FROM courses", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let sql = "INSERT INTO reviews (id, course_id, user_id, rating) SELECT ?1, course_id, ?1, 5 FROM reviews LIMIT 1";
        raw.execute(sql, [id(number)])?;
        raw.execute("UPDATE courses SET total_reviews = ?1, rating_sum = ?2", [count + 1, sum + 5]).map(drop)
    });
    naive(&|raw, number| {
        let people: i64 = raw.query_row("SELECT total_enrollments FROM courses", [], |row| row.get(0))?;
        let sql = "INSERT INTO enrollments (id, user_id, course_id, enrolled_at) SELECT ?1, ?1, course_id, enrolled_at FROM enrollments LIMIT 1";
        raw.execute(sql, [id(number)])?;
        raw.execute("UPDATE courses SET total_enrollments = ?1", [people + 1]).map(drop)
    });
    let looked = std::sync::Barrier::new(WIDTH);
    naive(&|raw, number| {
        let user = id(number % each());
        let there: bool = raw.query_row("SELECT count(*) FROM plain_profiles WHERE user_id = ?1", [&user], |row| row.get(0))?;
        // All have looked before anybody writes: left to chance, they may happen never to meet.
        looked.wait();
        if there { Ok(()) } else { raw.execute("INSERT INTO plain_profiles VALUES (?1)", [user]).map(drop) }
    });
    // Two lessons completed at once: each counts before it writes what it counted.
    naive(&|raw, number| {
        let enrollment = id(number % 100 / 4);
        let sql = "INSERT OR IGNORE INTO lesson_progress (user_id, lesson_id, completed, completed_at) SELECT ?1, id, 1, '2026-11-23T09:41:00.000Z' FROM lessons LIMIT 1 OFFSET ?2";
        let done: i64 = raw.query_row("SELECT count(*) FROM lesson_progress WHERE user_id = ?1", [&enrollment], |row| row.get(0))?;
        std::thread::sleep(std::time::Duration::from_micros(200));
        let new = raw.execute(sql, rusqlite::params![enrollment, (number % 4) as i64])?;
        raw.execute("UPDATE enrollments SET completed_lessons = ?1 WHERE user_id = ?2", rusqlite::params![done + new as i64, enrollment]).map(drop)
    });
    let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(count("SELECT count(*) - count(DISTINCT attempt_number) FROM submissions") > 0, "no attempt number was taken twice");
    assert!(count("SELECT sum(r.reply_count - t.reply_count) FROM topics AS t JOIN topic_recount AS r USING (id)") > 0, "no reply was lost");
    assert!(count("SELECT sum(r.total_reviews - c.total_reviews) FROM courses AS c JOIN course_recount AS r USING (id)") > 0, "no review was lost");
    assert!(
        count("SELECT sum(r.total_enrollments - c.total_enrollments) FROM courses AS c JOIN course_recount AS r USING (id)") > 0,
        "no enrolment was lost"
    );
    assert!(count("SELECT count(*) - count(DISTINCT user_id) FROM plain_profiles") > 0, "no profile was made twice");
    println!(
        "wrong percentages: {}",
        count("SELECT count(*) FROM enrollments AS e JOIN enrollment_recount AS r USING (id) WHERE e.completed_lessons <> r.completed_lessons")
    );
    // The very checks that the races above are held to would have seen it.
    assert!(crate::invariants::broken(&raw).is_some());
}

#[test]
fn sixteen_writers_never_meet_a_locked_database() {
    let fixture = Fixture::in_memory();
    let seconds: u64 = std::env::var("STORE_RACE_SECONDS").map_or(10, |text| text.parse().unwrap());
    let end = Instant::now() + std::time::Duration::from_secs(seconds);
    let kept = std::sync::atomic::AtomicI64::new(0);
    // Twelve share a store, four are other processes.
    let arguments = |number: usize| [number.to_string(), fixture.learner.to_string(), fixture.exercise(0, number % 2).to_string(), "100".into()];
    let children: Vec<_> = (0..4).map(|number| start_job("submit", fixture.folder.path(), &arguments(number))).collect();
    std::thread::scope(|scope| {
        for number in 0..12 {
            let (kept, fixture) = (&kept, &fixture);
            scope.spawn(move || {
                while Instant::now() < end {
                    submit(&fixture.store, fixture.learner, fixture.exercise(0, number % 2), Verdict::Failed);
                    kept.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                }
            });
        }
    });
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
        kept.fetch_add(100, std::sync::atomic::Ordering::SeqCst);
    }
    let kept = kept.into_inner();
    println!("16 writers, {seconds} s: {kept} attempts");
    assert_eq!(fixture.number("SELECT count(*) FROM submissions"), kept);
    check_everything(&fixture);
}

#[test]
fn the_first_opening_may_happen_many_times_at_once() {
    for _ in 0..5 {
        let folder = tempfile::TempDir::new().unwrap();
        let children: Vec<_> = (0..WIDTH).map(|number| start_job("person", folder.path(), &[number.to_string()])).collect();
        for child in children {
            assert!(child.wait_with_output().unwrap().status.success());
        }
        let store = Store::open(folder.path(), crate::support::TestWorld::new()).unwrap();
        let users = user::list(&store).unwrap();
        assert_eq!(users.len(), WIDTH);
        assert_eq!(users.iter().filter(|user| user.role == Role::Owner).count(), 1);
        assert!(users.iter().all(|user| user.name.known().is_some()));
    }
}

#[test]
fn reading_does_not_wait_for_a_writer() {
    let fixture = Fixture::in_memory();
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
