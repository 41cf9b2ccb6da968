//! Every change that writes several rows, stopped at each table that it writes: nothing of it is left (AUDIT M).

use crate::{
    doctor::busy,
    support::{Fixture, file, new_user, small_course, try_submit},
};
use domain::{account::Role, hint::Rung, id::SubmissionId, judge::Verdict};
use std::collections::{BTreeMap, BTreeSet};
use store::{Actor, Result, course, draft, enrollment, hint, lesson, user};
use wire::Digest;

type Change = fn(&Fixture) -> Result<()>;

const CHANGES: &[(&str, Change)] = &[
    ("a new account", |fixture| user::create(&fixture.store, Actor::Nobody, &new_user("Dora", Role::Learner, None)).map(|_| ())),
    ("a new version of a course", |fixture| {
        let mut newer = small_course(2, 5, 2);
        newer.lessons.remove(1);
        course::import(&fixture.store, Actor::Person(fixture.owner), &newer, &Digest::of(b"pack 2")).map(|_| ())
    }),
    ("an enrolment", |fixture| enrollment::add(&fixture.store, fixture.owner, fixture.course.id).map(|_| ())),
    ("leaving a course", |fixture| enrollment::leave(&fixture.store, fixture.learner, fixture.course.id).map(|_| ())),
    ("opening a lesson", |fixture| lesson::open(&fixture.store, fixture.learner, fixture.lesson(2)).map(|_| ())),
    ("completing a lesson", |fixture| lesson::complete(&fixture.store, fixture.learner, fixture.lesson(2)).map(|_| ())),
    ("reopening a lesson", |fixture| lesson::reopen(&fixture.store, fixture.learner, fixture.lesson(0)).map(|_| ())),
    ("an attempt", |fixture| {
        let id = SubmissionId::generate(fixture.store.world());
        try_submit(&fixture.store, id, fixture.learner, fixture.exercise(1, 0), Verdict::Passed).map(|_| ())
    }),
    ("a hint", |fixture| hint::take(&fixture.store, fixture.learner, fixture.exercise(1, 0), Rung::Concept).map(|_| ())),
    ("leaving a draft", |fixture| {
        // Saving is a change of its own; it is there already when it is done again.
        draft::save(&fixture.store, fixture.learner, fixture.exercise(1, 0), &[file("main.py", "draft")], 0, false).or_else(|error| {
            match error.reason() {
                "draft" => draft::load(&fixture.store, fixture.learner, fixture.exercise(1, 0)).map(Option::unwrap),
                _ => Err(error),
            }
        })?;
        draft::leave(&fixture.store, fixture.learner, fixture.exercise(1, 0)).map(|_| ())
    }),
];

/// Each table with its rows, but for what was prepared in a change of its own.
fn tables(fixture: &Fixture) -> BTreeMap<String, Vec<String>> {
    let raw = fixture.raw();
    let names = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .collect::<rusqlite::Result<Vec<_>>>()
        .unwrap();
    let rows = |table: &String| {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let rows = statement
            .query_map([], |row| Ok(format!("{:?}", (0..width).map(|index| row.get::<_, rusqlite::types::Value>(index)).collect::<Vec<_>>())));
        rows.unwrap().map(rusqlite::Result::unwrap).collect()
    };
    names.iter().map(|name| (name.clone(), rows(name))).collect()
}

#[test]
fn what_is_stopped_half_way_leaves_nothing() {
    let mut stopped = 0;
    for (what, change) in CHANGES {
        let fixture = busy();
        let before = tables(&fixture);
        change(&fixture).unwrap();
        let after = tables(&fixture);
        let written: BTreeSet<&String> = after.keys().filter(|table| before[*table] != after[*table]).collect();
        assert!(written.len() > 1, "{what} writes {written:?} only");

        let mut fixture = busy();
        let mut stopped_here = 0;
        for table in written {
            for act in ["INSERT", "UPDATE", "DELETE"] {
                // After the row was written, so that something is there to be taken back.
                let guard = format!("CREATE TRIGGER stop_here AFTER {act} ON {table} BEGIN SELECT RAISE(ABORT, 'stopped for a test'); END");
                // What a change needs beforehand is done in its first try; only what comes after is looked at.
                if *what == "leaving a draft" {
                    draft::save(&fixture.store, fixture.learner, fixture.exercise(1, 0), &[file("main.py", "draft")], 0, false).ok();
                }
                let before = tables(&fixture);
                fixture.raw().execute_batch(&guard).unwrap();
                let done = change(&fixture);
                fixture.raw().execute_batch("DROP TRIGGER IF EXISTS stop_here").unwrap();
                match done {
                    Err(error) => {
                        assert!(error.to_string().contains("stopped for a test"), "{what}, {act} {table}: {error}");
                        assert_eq!(tables(&fixture), before, "{what}, {act} {table}: something was left");
                        stopped_here += 1;
                    }
                    // It does not do this to this table, and is done now: on with a new one.
                    Ok(()) => fixture = busy(),
                }
            }
        }
        assert!(stopped_here > 1, "{what} was stopped {stopped_here} times");
        println!("{what}: stopped at {stopped_here} places");
        stopped += stopped_here;
    }
    assert!(stopped > 30, "{stopped}");
}
