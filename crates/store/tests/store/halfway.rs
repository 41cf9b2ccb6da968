//! Every change of several rows is made to fail half-way, at each table that it writes to, before and after the row: nothing of it is left.

use crate::{
    filled::contents,
    support::{Fixture, copy_in_memory, file, new_user, small_course, try_submit},
};
use domain::{account::Role, hint::Rung, id::SubmissionId, judge::Verdict};
use store::{
    Actor, Store, course, draft, enrollment,
    flag::{self, FlagReason},
    hint, lesson, post, review,
    topic::{self, NewTopic},
    user,
};
use wire::Digest;

type Change<'a> = (&'a str, Box<dyn Fn(&Store) -> store::Result<()> + 'a>);

#[test]
fn whatever_fails_half_way_leaves_nothing() {
    let fixture = Fixture::in_memory();
    let (learner, owner, course) = (fixture.learner, fixture.owner, fixture.course.id);
    let new = NewTopic { course, lesson: None, kind: "help", title: "How?", content: "How does this work?" };
    let topic = topic::add(&fixture.store, owner, &new).unwrap();
    let other = topic::add(&fixture.store, owner, &new).unwrap();
    let answer = post::add(&fixture.store, owner, topic, "Like this.", None).unwrap();
    let gone = post::add(&fixture.store, owner, topic, "Or not.", None).unwrap();
    post::remove(&fixture.store, owner, gone).unwrap();
    for person in [owner, learner] {
        enrollment::add(&fixture.store, person, course).unwrap();
    }
    let theirs = review::set(&fixture.store, owner, course, 4, "", "").unwrap();
    fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    lesson::complete(&fixture.store, learner, fixture.lesson(3)).unwrap();
    draft::save(&fixture.store, learner, fixture.exercise(1, 0), &[file("main.py", "x")], 0, false).unwrap();
    let id = SubmissionId::generate(fixture.store.world());
    let changes: Vec<Change<'_>> = vec![
        ("submission", Box::new(|store| try_submit(store, id, learner, fixture.exercise(0, 1), Verdict::Passed).map(drop))),
        ("complete", Box::new(|store| lesson::complete(store, learner, fixture.lesson(1)).map(drop))),
        ("reopen", Box::new(|store| lesson::reopen(store, learner, fixture.lesson(3)).map(drop))),
        ("open", Box::new(|store| lesson::open(store, learner, fixture.lesson(2)).map(drop))),
        ("leave", Box::new(|store| enrollment::leave(store, learner, course).map(drop))),
        ("draft", Box::new(|store| draft::save(store, learner, fixture.exercise(1, 0), &[file("main.py", "y")], 1, false).map(drop))),
        ("leave draft", Box::new(|store| draft::leave(store, learner, fixture.exercise(1, 0)).map(drop))),
        ("hint", Box::new(|store| hint::take(store, learner, fixture.exercise(0, 0), Rung::Concept).map(drop))),
        ("account", Box::new(|store| user::create(store, Actor::Nobody, &new_user("Cleo", Role::Learner, None)).map(drop))),
        ("import", Box::new(|store| course::import(store, Actor::Person(owner), &small_course(2, 3, 1), &Digest::of(b"2")).map(drop))),
        ("topic", Box::new(|store| topic::add(store, learner, &new).map(drop))),
        ("post", Box::new(|store| post::add(store, learner, topic, "And so?", Some(answer)).map(drop))),
        ("edit", Box::new(|store| post::edit(store, owner, answer, 1, "Like that.").map(drop))),
        ("flag", Box::new(|store| flag::add(store, learner, answer, FlagReason::Spam, "").map(drop))),
        ("remove", Box::new(|store| post::remove(store, owner, answer).map(drop))),
        ("restore", Box::new(|store| post::restore(store, owner, gone).map(drop))),
        ("move", Box::new(|store| post::move_to(store, owner, answer, other))),
        ("like", Box::new(|store| post::like(store, learner, answer, true).map(drop))),
        ("review", Box::new(|store| review::set(store, learner, course, 5, "", "").map(drop))),
        ("vote", Box::new(|store| review::vote(store, learner, theirs, true).map(drop))),
        ("take back", Box::new(|store| review::remove(store, owner, course).map(drop))),
    ];
    let raw = fixture.raw();
    let tables: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('installation', 'refinery_schema_history')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (what, change) in &changes {
        // Which tables does it write to? Tried on a copy; the rest then needs no trying.
        let written = tables_written(&fixture, &tables, change.as_ref());
        let before = contents(&raw);
        let mut failed = 0;
        for (table, verb) in &written {
            for time in ["BEFORE", "AFTER"] {
                raw.execute_batch(&format!("CREATE TRIGGER injected {time} {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'injected'); END")).unwrap();
                let done = change(&fixture.store);
                raw.execute_batch("DROP TRIGGER injected").unwrap();
                assert!(done.is_err(), "{what}: {time} {verb} {table} was passed over");
                failed += 1;
                assert!(contents(&raw) == before, "{what}: {time} {verb} {table} left something");
            }
        }
        assert!(failed >= 6, "{what} was cut off {failed} times only");
        change(&fixture.store).unwrap();
    }
}

/// The tables that a change writes to, and by which verb: found by triggers that count, in a copy of the folder.
fn tables_written(fixture: &Fixture, tables: &[String], change: &dyn Fn(&Store) -> store::Result<()>) -> Vec<(String, &'static str)> {
    let (folder, path) = copy_in_memory(fixture.folder.path());
    for name in ["keys.json", "master.key"] {
        std::fs::copy(fixture.folder.path().join(name), folder.path().join(name)).unwrap();
    }
    let store = Store::open(folder.path(), fixture.world.clone()).unwrap();
    let raw = rusqlite::Connection::open(path).unwrap();
    raw.execute_batch("CREATE TABLE written (name TEXT, verb TEXT)").unwrap();
    for table in tables {
        for verb in ["INSERT", "UPDATE", "DELETE"] {
            raw.execute_batch(&format!(
                "CREATE TRIGGER written_{table}_{verb} AFTER {verb} ON {table} BEGIN INSERT INTO written VALUES ('{table}', '{verb}'); END"
            ))
            .unwrap();
        }
    }
    change(&store).unwrap();
    let mut statement = raw.prepare("SELECT DISTINCT name, verb FROM written").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(|row| {
        let (table, verb) = row.unwrap();
        (table, ["INSERT", "UPDATE", "DELETE"].into_iter().find(|known| *known == verb).unwrap())
    })
    .collect()
}
