//! The audit trail, as it is found after somebody was at the file with another program.

use crate::{
    schema::tables::all,
    support::{Fixture, TestWorld, add_user, new_user, shell, shell_text, start_job, submit},
};
use domain::{account::Role, id::UserId, judge::Verdict};
use std::{collections::BTreeSet, fs, path::Path};
use store::{
    Actor, Store, StoreError,
    audit::{self, BadKind, Filter, Report},
    enrollment, lesson,
    user::{self, ProfileChange},
};
use tempfile::TempDir;

/// What the shell has to take away before it can do what the file refuses.
const UNLOCK: &str = "
    DROP TRIGGER audit_log_guard_insert; DROP TRIGGER audit_log_refuse_update; DROP TRIGGER audit_log_refuse_delete;
    DROP TRIGGER audit_seals_guard_insert; DROP TRIGGER audit_seals_refuse_update; DROP TRIGGER audit_seals_refuse_delete;";

/// A closed data folder with a history.
struct Past {
    folder: TempDir,
    learner: UserId,
    /// The number of the last line.
    last: i64,
    /// A line in the middle without digests, with sealed neighbours of that kind too.
    plain: i64,
    /// A line with digests.
    with_text: i64,
}

impl Past {
    fn new() -> Self {
        let fixture = Fixture::new();
        let exercise = fixture.exercise(0, 0);
        for verdict in [Verdict::Failed, Verdict::Passed] {
            fixture.submit(exercise, verdict);
        }
        enrollment::leave(&fixture.store, fixture.learner, fixture.course.id).unwrap();
        enrollment::add(&fixture.store, fixture.learner, fixture.course.id).unwrap();
        for skip in 1..4 {
            lesson::complete(&fixture.store, fixture.learner, fixture.lesson(skip)).unwrap();
            lesson::reopen(&fixture.store, fixture.learner, fixture.lesson(skip)).unwrap();
        }
        let with_text = fixture.number("SELECT max(id) FROM audit_log WHERE table_name = 'submissions'");
        let plain = fixture.number(
            "SELECT min(l.id) + 1 FROM audit_seals AS l JOIN audit_seals AS m ON m.id = l.id + 1 JOIN audit_seals AS n ON n.id = l.id + 2
            WHERE l.digests IS NULL AND m.digests IS NULL AND n.digests IS NULL",
        );
        let last = fixture.number("SELECT max(id) FROM audit_log");
        assert!(plain > 1 && plain + 2 < last, "{plain} of {last}");
        let Fixture { folder, learner, store, .. } = fixture;
        drop(store);
        Self { folder, learner, last, plain, with_text }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn copy(&self) -> TempDir {
        let copy = TempDir::new().unwrap();
        for entry in fs::read_dir(self.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        copy
    }

    /// What `verify` says of a copy to which the system's shell did this.
    fn after(&self, sql: &str) -> Report {
        let copy = self.copy();
        shell_text(&copy.path().join("studio.db"), sql);
        verify(copy.path())
    }
}

fn open(folder: &Path) -> Store {
    Store::open(folder, TestWorld::new()).unwrap()
}

fn verify(folder: &Path) -> Report {
    audit::verify(&open(folder)).unwrap()
}

fn first(report: &Report) -> (i64, BadKind) {
    assert!(!report.ok);
    let bad = report.first_bad.as_ref().unwrap();
    (bad.id, bad.kind)
}

#[test]
fn every_line_of_this_program_is_sealed_and_verifies() {
    let past = Past::new();
    let report = verify(past.path());
    assert_eq!((report.ok, report.locked, report.first_bad.clone()), (true, false, None), "{report:?}");
    assert_eq!((report.rows, report.sealed, report.outside_count), (past.last.unsigned_abs(), past.last.unsigned_abs(), 0));
    let store = open(past.path());
    let head = audit::head(&store).unwrap();
    assert_eq!((head.id, head.count), (past.last, past.last.unsigned_abs()));
    // Two persons, a course, its lessons and exercises, two attempts, lessons: all of it is there.
    let tables: BTreeSet<String> = audit::list(&store, &Filter::default(), 1000).unwrap().into_iter().map(|line| line.table).collect();
    for table in ["users", "profiles", "courses", "lessons", "exercises", "enrollments", "lesson_progress", "submissions"] {
        assert!(tables.contains(table), "{table} is missing in {tables:?}");
    }
}

#[test]
fn tampering_is_found_and_the_first_line_is_named() {
    let past = Past::new();
    let (m, n, t) = (past.plain, past.last, past.with_text);
    let renumber = |from: i64, by: i64| {
        ["audit_log", "audit_seals"]
            .map(|table| {
                format!("UPDATE {table} SET id = id + 1000000 WHERE id >= {from}; UPDATE {table} SET id = id - 1000000 + {by} WHERE id > 1000000;")
            })
            .concat()
    };
    let forged = |id: i64| {
        format!(
            "INSERT INTO audit_log SELECT {id}, at, actor_id, role, action, table_name, row_id, before_values, after_values FROM audit_log WHERE id = {};
            INSERT INTO audit_seals VALUES ({id}, NULL, randomblob(32));",
            m - 1
        )
    };
    let swap = |table: &str, columns: &str, a: i64, b: i64| {
        format!(
            "CREATE TEMP TABLE kept AS SELECT * FROM {table} WHERE id IN ({a}, {b});
            UPDATE {table} SET ({columns}) = (SELECT {columns} FROM kept WHERE kept.id = CASE {table}.id WHEN {a} THEN {b} ELSE {a} END) WHERE id IN ({a}, {b});
            DROP TABLE kept;"
        )
    };
    let line = "at, actor_id, role, action, table_name, row_id, before_values, after_values";
    let cases: Vec<(&str, String, i64, BadKind)> = vec![
        ("another actor", format!("UPDATE audit_log SET actor_id = '00000000-0000-7000-8000-000000000000' WHERE id = {m}"), m, BadKind::Edited),
        ("another moment", format!("UPDATE audit_log SET at = '2020-01-01T00:00:00.000Z' WHERE id = {m}"), m, BadKind::Edited),
        ("another role", format!("UPDATE audit_log SET role = 'sync' WHERE id = {m}"), m, BadKind::Edited),
        ("another action", format!("UPDATE audit_log SET action = 'repair' WHERE id = {m}"), m, BadKind::Edited),
        ("another row", format!("UPDATE audit_log SET row_id = 'x' WHERE id = {m}"), m, BadKind::Edited),
        ("another table", format!("UPDATE audit_log SET table_name = 'x' WHERE id = {m}"), m, BadKind::Edited),
        ("other values", format!("UPDATE audit_log SET after_values = '{{}}' WHERE id = {m}"), m, BadKind::Edited),
        ("the first line", "UPDATE audit_log SET row_id = 'x' WHERE id = 1".into(), 1, BadKind::Edited),
        ("the last line", format!("UPDATE audit_log SET row_id = 'x' WHERE id = {n}"), n, BadKind::Edited),
        ("two lines", format!("UPDATE audit_log SET row_id = 'x' WHERE id IN ({m}, {n})"), m, BadKind::Edited),
        ("the digests", format!("UPDATE audit_seals SET digests = NULL WHERE id = {t}"), t, BadKind::Edited),
        (
            // Its last sign becomes another, whichever it is: digests are different every time.
            "a digest",
            format!(
                "UPDATE audit_seals SET digests = substr(digests, 1, length(digests) - 3) || CASE substr(digests, -3, 1) WHEN '0' THEN '1' ELSE '0' END || '\"}}' \
                 WHERE id = {t}"
            ),
            t,
            BadKind::Edited,
        ),
        ("a seal", format!("UPDATE audit_seals SET seal = randomblob(32) WHERE id = {m}"), m, BadKind::SealEdited),
        ("the last seal", format!("UPDATE audit_seals SET seal = randomblob(32) WHERE id = {n}"), n, BadKind::SealEdited),
        ("a line and its seal", format!("DELETE FROM audit_seals WHERE id = {m}; DELETE FROM audit_log WHERE id = {m}"), m, BadKind::Removed),
        (
            "some lines and their seals",
            format!("DELETE FROM audit_seals WHERE id BETWEEN {m} AND {m} + 1; DELETE FROM audit_log WHERE id BETWEEN {m} AND {m} + 1"),
            m,
            BadKind::Removed,
        ),
        ("the first line and its seal", "DELETE FROM audit_seals WHERE id = 1; DELETE FROM audit_log WHERE id = 1".into(), 1, BadKind::Removed),
        ("a line without its seal", format!("DELETE FROM audit_log WHERE id = {m}"), m, BadKind::Removed),
        ("the last line without its seal", format!("DELETE FROM audit_log WHERE id = {n}"), n, BadKind::Removed),
        (
            "a line, and the gap closed",
            format!("DELETE FROM audit_seals WHERE id = {m}; DELETE FROM audit_log WHERE id = {m}; {}", renumber(m + 1, -1)),
            m,
            BadKind::Removed,
        ),
        ("a seal without its line", format!("DELETE FROM audit_seals WHERE id = {m}"), m, BadKind::SealRemoved),
        ("the last seal without its line", format!("DELETE FROM audit_seals WHERE id = {n}"), n, BadKind::SealRemoved),
        ("the end", format!("DELETE FROM audit_seals WHERE id > {n} - 3; DELETE FROM audit_log WHERE id > {n} - 3"), n - 2, BadKind::CutOff),
        ("everything", "DELETE FROM audit_seals; DELETE FROM audit_log".into(), 1, BadKind::CutOff),
        ("a forged line at the end", forged(n + 1), n + 1, BadKind::Edited),
        ("a forged line in the middle", format!("{}{}", renumber(m, 1), forged(m)), m, BadKind::Inserted),
        ("two lines swapped", swap("audit_log", line, m, m + 2), m, BadKind::Reordered),
        ("two neighbours swapped", swap("audit_log", line, m, m + 1), m, BadKind::Reordered),
        ("lines with digests swapped", swap("audit_log", line, m, t), m, BadKind::Reordered),
        (
            "two lines swapped with their seals",
            [swap("audit_log", line, m, m + 2), swap("audit_seals", "digests, seal", m, m + 2)].concat(),
            m,
            BadKind::Reordered,
        ),
        (
            "two neighbours swapped with their seals",
            [swap("audit_log", line, m, m + 1), swap("audit_seals", "digests, seal", m, m + 1)].concat(),
            m,
            BadKind::Reordered,
        ),
    ];
    for (what, sql, id, kind) in cases {
        let report = past.after(&format!("{UNLOCK} {sql}"));
        let found = report.first_bad.as_ref().map(|bad| (bad.id, bad.kind));
        assert_eq!((report.ok, found), (false, Some((id, kind))), "{what}: {:?}", report.findings);
    }
}

#[test]
fn one_edited_line_is_one_finding() {
    let past = Past::new();
    let report = past.after(&format!("{UNLOCK} UPDATE audit_log SET row_id = 'x' WHERE id = {}", past.plain));
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].row.as_deref(), Some("x"));
}

#[test]
fn the_trail_refuses_to_be_changed() {
    let past = Past::new();
    let path = past.path().join("studio.db");
    let n = past.last;
    let values = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL, 'person', 'insert', 'users', 'x', NULL, NULL";
    for sql in [
        "UPDATE audit_log SET row_id = 'x' WHERE id = 1".to_owned(),
        "DELETE FROM audit_log WHERE id = 1".into(),
        format!("DELETE FROM audit_log WHERE id = {n}"),
        "DELETE FROM audit_log".into(),
        format!("INSERT OR REPLACE INTO audit_log VALUES (1, {values})"),
        format!("REPLACE INTO audit_log VALUES ({n}, {values})"),
        format!("INSERT INTO audit_log VALUES (1, {values}) ON CONFLICT (id) DO UPDATE SET row_id = 'x'"),
        format!("UPDATE OR REPLACE audit_log SET id = 1 WHERE id = {n}"),
        format!("INSERT INTO audit_log VALUES ({n} + 2, {values})"),
        format!("INSERT INTO audit_log VALUES (0, {values})"),
        "UPDATE audit_seals SET seal = zeroblob(32) WHERE id = 1".into(),
        "DELETE FROM audit_seals WHERE id = 1".into(),
        "REPLACE INTO audit_seals VALUES (1, NULL, zeroblob(32))".into(),
        format!("INSERT OR REPLACE INTO audit_seals VALUES ({n}, NULL, zeroblob(32))"),
        format!("INSERT INTO audit_seals VALUES ({n} + 1, NULL, zeroblob(32))"),
    ] {
        let output = shell(&path, &sql);
        assert!(!output.status.success(), "{sql}");
        // Our own SQLite too, with recursive triggers and without.
        let raw = rusqlite::Connection::open(&path).unwrap();
        for recursive in [false, true] {
            raw.pragma_update(None, "recursive_triggers", recursive).unwrap();
            assert!(raw.execute_batch(&sql).is_err(), "{sql}");
        }
    }
    assert!(verify(past.path()).ok);
}

#[test]
fn what_is_written_from_outside_is_shown_as_that() {
    let past = Past::new();
    let sql = format!("UPDATE profiles SET skill_level = 'advanced' WHERE user_id = '{}'", past.learner);
    shell_text(&past.path().join("studio.db"), &sql);
    let store = open(past.path());
    // Life goes on, and what goes on is sealed; what came from outside is not, now or later.
    let person = add_user(&store, "Chloe", Role::Learner);
    let report = audit::verify(&store).unwrap();
    assert_eq!(first(&report), (past.last + 1, BadKind::Unsealed));
    assert_eq!((report.outside_count, report.rows - report.sealed, report.findings.len()), (1, 1, 1), "{report:?}");
    let line = &report.outside[0];
    assert_eq!(
        (line.role.as_str(), &line.actor, line.table.as_str(), line.row.as_str()),
        ("unknown", &None, "profiles", past.learner.to_string().as_str())
    );
    assert_eq!(line.after, Some(serde_json::json!({ "skill_level": "advanced" })));
    let newest = audit::list(&store, &Filter::default(), 1).unwrap();
    assert!(newest[0].sealed && newest[0].role == "person", "{newest:?}");
    // Saying who acts does not make it this program's.
    let claimed = format!(
        "INSERT INTO write_context VALUES (1, '{}', 'person', '2026-11-23T10:00:00.000Z'); UPDATE profiles SET skill_level = 'expert'; DELETE FROM write_context",
        person.id
    );
    shell_text(&past.path().join("studio.db"), &claimed);
    let report = audit::verify(&store).unwrap();
    assert_eq!(report.outside_count, 4, "one for each person, and the one before");
    assert_eq!(report.outside[3].actor, Some(person.id.to_string()));
}

#[test]
fn a_text_that_was_changed_behind_the_triggers_shows() {
    let past = Past::new();
    let lesson = "(SELECT id FROM lessons ORDER BY id LIMIT 1)";
    let of_lesson = format!("SELECT max(id) FROM audit_log WHERE table_name = 'lessons' AND row_id = {lesson}");
    let of_lesson: i64 = shell_text(&past.path().join("studio.db"), &of_lesson).parse().unwrap();
    for (sql, id) in [
        ("DROP TRIGGER submissions_refuse_update; DROP TRIGGER audit_submissions_update; UPDATE submissions SET code = '[{\"path\":\"main.py\",\"text\":\"2\"}]' WHERE attempt_number = 2".to_owned(), past.with_text),
        (format!("DROP TRIGGER audit_lessons_update; UPDATE lessons SET content = 'Text of lesson 8' WHERE id = {lesson}"), of_lesson),
    ] {
        let report = past.after(&sql);
        assert_eq!(first(&report), (id, BadKind::TextChanged), "{:?}", report.findings);
        assert_eq!(report.findings.len(), 1);
    }
    // With the trigger in its place it is a line from outside, and the text is as that line says.
    let report = past.after(&format!("UPDATE lessons SET content = 'Text of lesson 8' WHERE id = {lesson}"));
    assert_eq!((first(&report).1, report.findings.len()), (BadKind::Unsealed, 1), "{:?}", report.findings);
}

#[test]
fn a_lagging_head_is_no_fault_and_one_that_is_gone_is() {
    let past = Past::new();
    let head = past.path().join("audit-head");
    let old = fs::read(&head).unwrap();
    let store = open(past.path());
    add_user(&store, "Chloe", Role::Learner);
    let newest = audit::head(&store).unwrap();
    assert!(newest.id > past.last);
    drop(store);
    // As a power cut may leave it.
    fs::write(&head, &old).unwrap();
    assert!(verify(past.path()).ok);
    let store = open(past.path());
    add_user(&store, "Dan", Role::Learner);
    let caught_up = audit::head(&store).unwrap();
    assert_eq!((caught_up.id, caught_up.count), (newest.id + newest.id - past.last, caught_up.id.unsigned_abs()));
    drop(store);
    // One of its two places torn.
    let mut torn = fs::read(&head).unwrap();
    torn[20] ^= 1;
    fs::write(&head, &torn).unwrap();
    assert!(verify(past.path()).ok);
    for broken in [Some(vec![0; 1024]), Some(Vec::new()), None] {
        match &broken {
            Some(bytes) => fs::write(&head, bytes).unwrap(),
            None => fs::remove_file(&head).unwrap(),
        }
        let store = open(past.path());
        add_user(&store, &format!("After {:?}", broken.map(|bytes| bytes.len())), Role::Learner);
        assert_eq!(first(&audit::verify(&store).unwrap()).1, BadKind::HeadMissing);
    }
}

#[test]
fn a_trail_that_was_emptied_together_with_its_head_is_no_new_one() {
    let past = Past::new();
    shell_text(&past.path().join("studio.db"), &format!("{UNLOCK} DELETE FROM audit_seals; DELETE FROM audit_log"));
    fs::remove_file(past.path().join("audit-head")).unwrap();
    assert_eq!(first(&verify(past.path())).1, BadKind::HeadMissing);
    // Without the key's entry there is a new key, and the trail does not fit it.
    let past = Past::new();
    let mut keys: serde_json::Value = serde_json::from_slice(&fs::read(past.path().join("keys.json")).unwrap()).unwrap();
    keys.as_object_mut().unwrap().remove("audit_key");
    fs::write(past.path().join("keys.json"), keys.to_string()).unwrap();
    assert_eq!(first(&verify(past.path())), (1, BadKind::Edited));
}

#[test]
fn a_cut_end_stays_to_be_seen_when_life_goes_on() {
    let past = Past::new();
    shell_text(
        &past.path().join("studio.db"),
        &format!("{UNLOCK} DELETE FROM audit_seals WHERE id > {0} - 3; DELETE FROM audit_log WHERE id > {0} - 3", past.last),
    );
    let store = open(past.path());
    for index in 0..5 {
        add_user(&store, &format!("Person {index}"), Role::Learner);
        assert_eq!(first(&audit::verify(&store).unwrap()).1, BadKind::CutOff);
    }
    drop(store);
    assert_eq!(first(&verify(past.path())).1, BadKind::CutOff);
    // The same while the program is open.
    let fixture = Fixture::new();
    let last = fixture.number("SELECT max(id) FROM audit_log");
    fixture
        .raw()
        .execute_batch(&format!("{UNLOCK} DELETE FROM audit_seals WHERE id > {last} - 3; DELETE FROM audit_log WHERE id > {last} - 3"))
        .unwrap();
    for verdict in [Verdict::Failed, Verdict::Passed] {
        submit(&fixture.store, fixture.learner, fixture.exercise(0, 0), verdict);
    }
    assert_eq!(first(&audit::verify(&fixture.store).unwrap()).1, BadKind::CutOff);
}

#[test]
fn an_older_file_put_back_counts_as_cut_off_until_it_is_said_to_be_on_purpose() {
    let past = Past::new();
    let older = past.copy();
    let store = open(past.path());
    let person = add_user(&store, "Chloe", Role::Learner);
    for index in 0..8 {
        add_user(&store, &format!("Later {index}"), Role::Learner);
    }
    drop(store);
    let head = fs::read(past.path().join("audit-head")).unwrap();
    fs::copy(older.path().join("studio.db"), past.path().join("studio.db")).unwrap();
    assert_eq!(first(&verify(past.path())), (past.last + 1, BadKind::CutOff));
    let store = open(past.path());
    let before = audit::head(&store).unwrap();
    let rebased = audit::rebase(&store, Actor::Person(person.id)).unwrap();
    assert_eq!(rebased.id, past.last + 1);
    let report = audit::verify(&store).unwrap();
    assert!(report.ok, "{report:?}");
    let line = &audit::list(&store, &Filter::default(), 1).unwrap()[0];
    assert_eq!(
        (line.action.as_str(), line.table.as_str(), line.before.as_ref().unwrap()["line"].as_i64()),
        ("restore", "audit_log", Some(before.id))
    );
    drop(store);
    // Killed after the line was written, before the new word was: the line says that it was on purpose.
    fs::write(past.path().join("audit-head"), head).unwrap();
    assert!(verify(past.path()).ok);
    let store = open(past.path());
    add_user(&store, "Dan", Role::Learner);
    assert!(audit::verify(&store).unwrap().ok);
    // And from the next change on a cut end shows again, though the head left behind had a greater number.
    let last = audit::list(&store, &Filter::default(), 1).unwrap()[0].id;
    assert!(last < before.id && audit::head(&store).unwrap().id == last);
    drop(store);
    let cut = past.copy();
    shell_text(
        &cut.path().join("studio.db"),
        &format!("{UNLOCK} DELETE FROM audit_seals WHERE id = {last}; DELETE FROM audit_log WHERE id = {last}"),
    );
    assert_eq!(first(&verify(cut.path())), (last, BadKind::CutOff));
    // A line like that from outside says nothing.
    fs::copy(older.path().join("studio.db"), past.path().join("studio.db")).unwrap();
    let forged = "INSERT INTO audit_entry VALUES ('restore', 'audit_log', '', json_object('line', 1, 'seal', ''), NULL)";
    shell_text(&past.path().join("studio.db"), forged);
    let report = verify(past.path());
    assert_eq!(report.findings.iter().map(|bad| bad.kind).collect::<Vec<_>>(), [BadKind::Unsealed, BadKind::CutOff]);
}

#[test]
fn a_new_file_in_the_place_of_a_damaged_one_begins_a_trail_that_says_so() {
    let past = Past::new();
    fs::write(past.path().join("studio.db"), b"SQLite format 3\0 and nothing more").unwrap();
    assert!(matches!(Store::open(past.path(), TestWorld::new()), Err(StoreError::Corrupt { .. })));
    let store = Store::start_new(past.path(), TestWorld::new()).unwrap();
    let report = audit::verify(&store).unwrap();
    assert!(report.ok && report.rows == 1, "{report:?}");
    drop(store);
    // Once only.
    assert_eq!(audit::verify(&Store::start_new(past.path(), TestWorld::new()).unwrap()).unwrap().rows, 1);
}

#[test]
fn without_the_key_writing_goes_on_and_nothing_is_proven() {
    let past = Past::new();
    let master = past.path().join("master.key");
    let key = fs::read(&master).unwrap();
    fs::remove_file(&master).unwrap();
    let store = open(past.path());
    enrollment::leave(&store, past.learner, enrollment::list(&store, past.learner).unwrap()[0].course).unwrap();
    let report = audit::verify(&store).unwrap();
    // Nothing can be said, and nothing is blamed on anybody.
    assert_eq!((report.ok, report.locked, report.first_bad, report.outside_count), (false, true, None, 0));
    assert_eq!(audit::head(&store), None);
    fs::write(&master, key).unwrap();
    let report = audit::verify(&store).unwrap();
    assert_eq!((first(&report), report.locked, report.outside_count), ((past.last + 1, BadKind::Unproven), false, 0), "{:?}", report.findings);
    // From here on it is sealed again, and holds what was written meanwhile in its place.
    add_user(&store, "Chloe", Role::Learner);
    drop(store);
    assert_eq!(verify(past.path()).findings.len(), 1);
    let sql = format!("{UNLOCK} UPDATE audit_log SET row_id = 'x' WHERE id = {} + 1", past.last);
    assert_eq!(first(&past.after(&sql)), (past.last + 1, BadKind::Edited));
    // A trail without any key at all: gaps are still found.
    let copy = past.copy();
    fs::remove_file(copy.path().join("keys.json")).unwrap();
    shell_text(&copy.path().join("studio.db"), &format!("{UNLOCK} DELETE FROM audit_log WHERE id = {}", past.plain));
    let report = verify(copy.path());
    assert_eq!((first(&report), report.locked), ((past.plain, BadKind::Removed), true));
}

#[test]
fn looking_at_somebody_elses_data_leaves_a_line_and_at_ones_own_none() {
    let fixture = Fixture::new();
    let rows = || audit::list(&fixture.store, &Filter { whose: Some(fixture.learner), ..Filter::default() }, 10).unwrap();
    audit::note_read(&fixture.store, Actor::Person(fixture.learner), fixture.learner, "profiles").unwrap();
    assert!(rows().is_empty());
    audit::note_read(&fixture.store, Actor::Person(fixture.owner), fixture.learner, "profiles").unwrap();
    let line = &rows()[0];
    assert_eq!((line.action.as_str(), line.table.as_str(), line.actor.clone()), ("read", "profiles", Some(fixture.owner.to_string())));
    assert!(line.sealed);
    assert!(audit::verify(&fixture.store).unwrap().ok);
}

#[test]
fn lines_can_be_asked_for_by_person_table_moment_and_page() {
    let fixture = Fixture::new();
    fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    let list = |filter: Filter<'_>, limit| audit::list(&fixture.store, &filter, limit).unwrap();
    let all = list(Filter::default(), 1000);
    assert!(all.windows(2).all(|pair| pair[0].id == pair[1].id + 1));
    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page = list(Filter { before, ..Filter::default() }, 7);
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        pages.extend(page);
    }
    assert_eq!(pages, all);
    let learner = list(Filter { actor: Some(fixture.learner), ..Filter::default() }, 1000);
    assert!(!learner.is_empty() && learner.iter().all(|line| line.actor == Some(fixture.learner.to_string())));
    let table = list(Filter { table: Some("submissions"), actor: Some(fixture.learner), ..Filter::default() }, 1000);
    assert_eq!(table.len(), 1);
    let since = domain::world::parse_moment(&all[2].at).unwrap();
    let wanted: Vec<_> = all.iter().filter(|line| line.at >= all[2].at).cloned().collect();
    assert_eq!(list(Filter { since: Some(since), ..Filter::default() }, 1000), wanted);
}

#[test]
fn nothing_personal_stands_in_the_trail() {
    let words = ["Zenobia Quartz", "zenobia quartz (shown)", "zenobia.quartz@example.org", "collects old maps", "wants to fly", "tries harder"];
    let fixture = Fixture::new();
    let person = user::create(&fixture.store, Actor::Nobody, &new_user(words[0], Role::Learner, Some("quartz password"))).unwrap();
    let change = |bio: &str, goals: &str| ProfileChange { bio: Some(Some(bio.into())), goals: Some(Some(goals.into())), display_name: None };
    for (bio, goals) in [(words[3], words[4]), (words[5], words[3])] {
        user::update_profile(&fixture.store, Actor::Person(person.id), person.id, &change(bio, goals)).unwrap();
    }
    user::set_password(&fixture.store, Actor::Person(person.id), person.id, None).unwrap();
    user::disable(&fixture.store, Actor::Person(fixture.owner), person.id).unwrap();
    let submission = submit(&fixture.store, fixture.learner, fixture.exercise(0, 0), Verdict::Failed);
    let dump = shell_text(
        &fixture.folder.path().join("studio.db"),
        "SELECT quote(at) || quote(actor_id) || role || action || table_name || quote(row_id) || quote(before_values) || quote(after_values) FROM audit_log;
        SELECT quote(digests) FROM audit_seals",
    );
    let head = fs::read(fixture.folder.path().join("audit-head")).unwrap();
    for text in [dump.to_lowercase(), String::from_utf8_lossy(&head).to_lowercase()] {
        for word in words.iter().chain(&["argon2id", "quartz", "print('hello')", "secret_solution"]) {
            assert!(!text.contains(&word.to_lowercase()), "{word}");
        }
    }
    // But that it happened does, and of the program there is a digest that only the key's holder can compare.
    assert!(dump.contains(r#""bio":"personal""#));
    assert!(dump.contains(&submission.id.to_string()));
    let digest = format!("{:x}", sha2_of(r#"[{"path":"main.py","text":"print('hello')\n"}]"#));
    assert!(!dump.contains(&digest));
}

fn sha2_of(text: &str) -> impl std::fmt::LowerHex {
    use sha2::Digest;
    sha2::Sha256::digest(text)
}

#[test]
fn every_table_is_in_the_trail_or_has_a_reason_not_to_be() {
    let fixture = Fixture::new();
    let raw = fixture.raw();
    let text = |sql: &str| -> BTreeSet<String> { raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect() };
    let tables = text("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    let audited = text(
        "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%INSERT INTO audit_entry%' AND tbl_name <> 'audit_entry'",
    );
    for table in &tables {
        let reason = all().any(|known| known.name == table && known.not_audited.is_some());
        assert!(audited.contains(table) != reason, "{table}: audited {}, listed as not {reason}", audited.contains(table));
        if audited.contains(table) {
            let triggers =
                text(&format!("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}' AND name LIKE 'audit_{table}_%'"));
            // A table whose rows are made by another's trigger, or that refuses a change, has no line for that.
            let refuses = |what: &str| {
                let pattern = format!("%BEFORE {what}%RAISE(ABORT%");
                !text(&format!("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '{table}' AND sql LIKE '{pattern}'")).is_empty()
            };
            for (suffix, what) in [("insert", "INSERT"), ("update", "UPDATE"), ("delete", "DELETE")] {
                let made_elsewhere = suffix == "insert" && ["profiles", "trust_levels"].contains(&table.as_str());
                assert!(triggers.contains(&format!("audit_{table}_{suffix}")) || refuses(what) || made_elsewhere, "{table} {suffix}");
            }
        }
    }
}

#[test]
fn the_digests_are_of_the_texts_that_the_triggers_count() {
    let fixture = Fixture::new();
    let raw = fixture.raw();
    let mut wanted = BTreeSet::new();
    let mut statement = raw.prepare("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'").unwrap();
    for row in statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap() {
        let (table, sql) = row.unwrap();
        for part in sql.split("length(NEW.").skip(1) {
            wanted.insert((table.clone(), part.split(')').next().unwrap().to_owned()));
        }
    }
    let have: BTreeSet<_> =
        audit::TEXTS.iter().flat_map(|(table, columns)| columns.iter().map(|column| ((*table).to_owned(), (*column).to_owned()))).collect();
    assert_eq!(have, wanted);
    // And every one of these tables is found by `id`.
    for (table, columns) in audit::TEXTS {
        raw.prepare(&format!("SELECT {} FROM {table} WHERE id = ?1", columns.join(", "))).unwrap();
    }
}

#[test]
fn many_writers_leave_one_chain() {
    let fixture = Fixture::new();
    let arguments = |number: usize| [number.to_string(), fixture.learner.to_string(), fixture.exercise(1, number % 2).to_string(), "25".into()];
    let children: Vec<_> = (0..4).map(|number| start_job("submit", fixture.folder.path(), &arguments(number))).collect();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let fixture = &fixture;
            scope.spawn(move || {
                for _ in 0..25 {
                    submit(&fixture.store, fixture.learner, fixture.exercise(0, number % 2), Verdict::Failed);
                }
            });
        }
    });
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(fixture.number("SELECT count(*) FROM submissions"), 12 * 25);
    let report = audit::verify(&fixture.store).unwrap();
    assert!(report.ok && report.outside_count == 0, "{:?}", report.first_bad);
    submit(&fixture.store, fixture.learner, fixture.exercise(0, 0), Verdict::Passed);
    let (head, rows) = (audit::head(&fixture.store).unwrap(), fixture.number("SELECT count(*) FROM audit_log"));
    assert_eq!((head.id, head.count), (rows, rows.unsigned_abs()));
}

mod embedded {
    refinery::embed_migrations!("../../migrations/studio");
}

#[test]
fn in_a_file_from_before_the_trail_sealing_begins_with_the_first_line() {
    // Keys as an older version left them: with people, and without one for the trail.
    let Fixture { folder: other, owner, store, .. } = Fixture::new();
    drop(store);
    let mut keys: serde_json::Value = serde_json::from_slice(&fs::read(other.path().join("keys.json")).unwrap()).unwrap();
    assert!(keys.as_object_mut().unwrap().remove("audit_key").is_some());
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("keys.json"), keys.to_string()).unwrap();
    fs::copy(other.path().join("master.key"), folder.path().join("master.key")).unwrap();
    let mut connection = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
    let before_the_trail = refinery::Target::Version(10);
    embedded::migrations::runner().set_target(before_the_trail).set_grouped(true).run(&mut connection).unwrap();
    let person = "INSERT INTO users (id, username, username_index, role, created_at) VALUES (?1, zeroblob(41), zeroblob(32), 'owner', '2026-11-23T09:41:00.123Z')";
    connection.execute(person, [owner.to_string()]).unwrap();
    drop(connection);

    let store = open(folder.path());
    let report = audit::verify(&store).unwrap();
    assert_eq!((report.ok, report.rows, audit::head(&store)), (true, 0, Some(audit::Head::default())));
    let added = add_user(&store, "Chloe", Role::Learner);
    let report = audit::verify(&store).unwrap();
    assert!(report.ok && report.rows > 0 && report.rows == report.sealed, "{report:?}");
    // The keys of people are as they were.
    drop(store);
    let now: serde_json::Value = serde_json::from_slice(&fs::read(folder.path().join("keys.json")).unwrap()).unwrap();
    assert_eq!(now["people"][owner.to_string()], keys["people"][owner.to_string()]);
    assert!(now["audit_key"].is_string() && now["people"][added.id.to_string()].is_string());
}

/// Columns that no trigger of the trail speaks of and that a statement can change all the same, each with the reason.
const NOT_ON_THE_TRAIL: &[(&str, &str)] = &[
    ("courses.total_lessons", COUNTED),
    ("courses.total_enrollments", COUNTED),
    ("courses.total_reviews", COUNTED),
    ("courses.rating_sum", COUNTED),
    ("courses.average_rating", COUNTED),
    ("enrollments.completed_lessons", COUNTED),
    ("enrollments.progress_percentage", COUNTED),
    ("enrollments.last_accessed_lesson_id", "where somebody was last: changes with every page that is opened, and moves no number"),
    ("enrollments.last_accessed_at", "as last_accessed_lesson_id"),
    ("exercise_progress.attempts", COUNTED),
    ("exercise_progress.best_score", COUNTED),
    ("exercise_progress.passed_at", COUNTED),
    ("exercise_progress.attempts_to_pass", COUNTED),
    ("exercise_progress.last_attempt_at", COUNTED),
    ("lesson_progress.opened_at", "when a lesson was opened first: a line for every page that is opened, and it moves no number"),
    ("posts.like_count", COUNTED),
    ("replicas.next_seq", COUNTED),
    ("reviews.helpful_count", COUNTED),
    ("topics.reply_count", COUNTED),
    ("topics.last_activity_at", COUNTED),
    ("trust_levels.posts_read", COUNTED),
    ("trust_levels.seconds_read", COUNTED),
    ("trust_levels.days_seen", COUNTED),
    ("trust_levels.likes_received", COUNTED),
    ("trust_levels.likes_given", COUNTED),
    ("write_context.actor_id", "it says who acts; doctor names a row that stands"),
    ("write_context.at", "as write_context.actor_id"),
];
const COUNTED: &str = "counted anew by the doctor";

#[test]
fn every_column_is_on_the_trail_or_cannot_be_changed_or_has_a_reason() {
    let (folder, store) = crate::filled::filled(&crate::filled::SMALL);
    drop(store);
    let raw = rusqlite::Connection::open(folder.path().join("studio.db")).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; INSERT INTO write_context (id) VALUES (1)").unwrap();
    let texts = |sql: &str| -> Vec<String> { raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect() };
    let mut spoken = BTreeSet::new();
    for sql in texts("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%AFTER UPDATE OF%INSERT INTO audit_entry%'") {
        let (columns, rest) = sql.split_once(" AFTER UPDATE OF ").unwrap().1.split_once(" ON ").unwrap();
        let table = rest.split_whitespace().next().unwrap();
        spoken.extend(columns.split(", ").map(|column| format!("{table}.{column}")));
    }
    assert!(spoken.len() > 200);
    let mut open = BTreeSet::new();
    for column in texts(
        "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables, pragma_table_xinfo(tables.name) AS columns
         WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' AND columns.hidden = 0",
    ) {
        if spoken.contains(&column) {
            continue;
        }
        // Tried with values of each type: whoever gets one past the guards has found a column that changes without a word.
        let (table, name) = column.split_once('.').unwrap();
        let taken = ["'2030-01-01T00:00:00.000Z'", "'0190aaaa-0000-7000-8000-0000000000ff'", "'[]'", "'x'", "77", "0.5", "zeroblob(41)", "NULL"]
            .iter()
            .any(|value| {
                raw.execute_batch("SAVEPOINT one").unwrap();
                let changed = raw.execute(&format!("UPDATE {table} SET {name} = {value}"), []);
                raw.execute_batch("ROLLBACK TO one; RELEASE one").unwrap();
                changed.is_ok_and(|rows| rows > 0)
            });
        if taken {
            open.insert(column);
        }
    }
    let known: BTreeSet<String> = NOT_ON_THE_TRAIL.iter().map(|(column, _)| (*column).to_owned()).collect();
    assert_eq!(open.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "change without a word and without a reason");
    assert_eq!(known.difference(&open).collect::<Vec<_>>(), Vec::<&String>::new(), "are listed, and cannot be changed or are on the trail");
}

#[test]
fn what_is_a_persons_own_leaves_a_line_when_somebody_else_changes_it() {
    let (folder, store) = crate::filled::filled(&crate::filled::SMALL);
    drop(store);
    let path = folder.path().join("studio.db");
    let lines = |table: &str| shell_text(&path, &format!("SELECT count(*) FROM audit_log WHERE table_name = '{table}'"));
    for (table, change) in [
        ("drafts", "revision = revision + 1, files = '[]'"),
        ("bookmarks", "created_at = '2030-01-01T00:00:00.000Z'"),
        ("reading_days", "seconds = seconds + 1"),
        ("playground_files", "text = text || 'secret'"),
        ("subscriptions", "created_at = '2030-01-01T00:00:00.000Z'"),
        ("step_progress", "answer = '{\"secret\":1}'"),
    ] {
        assert_eq!(lines(table), "0", "{table}: the person's own work leaves none");
        let one = format!("UPDATE {table} SET {change} WHERE user_id = (SELECT min(user_id) FROM {table})");
        let rows = shell_text(&path, &format!("{one}; SELECT changes()"));
        assert_eq!(lines(table), rows, "{table}: from outside, one for each row");
        // Somebody else, with the program's own words; and the person themselves.
        let act = |who: &str| {
            format!(
                "BEGIN; INSERT INTO write_context (id, actor_id) SELECT 1, {who}(user_id) FROM {table}; {}; DELETE FROM write_context; COMMIT",
                one.replace("'secret'", "'more'").replace(":1}", ":2}").replace("2030", "2031")
            )
        };
        shell_text(&path, &act("max"));
        let after = lines(table);
        assert!(after.parse::<i64>().unwrap() > rows.parse::<i64>().unwrap(), "{table}");
        shell_text(&path, &act("min").replace("2031", "2032").replace("more", "again").replace(":2}", ":3}"));
        assert_eq!(lines(table), after, "{table}: by its owner, none");
    }
    let told = shell_text(
        &path,
        "SELECT group_concat(before_values || after_values) FROM audit_log WHERE table_name IN ('playground_files', 'step_progress')",
    );
    assert!(!told.contains("secret") && told.contains("text"), "{told}");
    // A log of sync leaves one too when another program writes it.
    let settled = shell_text(&path, "UPDATE parked_operations SET settled_at = '2030-01-01T00:00:00.000Z'; SELECT changes()");
    assert!(settled != "0" && lines("parked_operations") == settled);
}
