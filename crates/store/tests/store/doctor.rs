//! The doctor: finds every difference that somebody makes by hand, puts right what can be known, and says what it did.

use crate::support::{Fixture, TestWorld, rows_but_of, shell, shell_text};
use domain::judge::Verdict;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use store::{
    Actor, Store, backup,
    doctor::{self, Area, Finding, Report, Watch},
    lesson, submission,
};

pub const TOPIC: &str = "0190aaaa-0000-7000-8000-0000000000a1";
pub const POST: &str = "0190aaaa-0000-7000-8000-0000000000b1";
const REVIEW: &str = "0190aaaa-0000-7000-8000-0000000000d1";
const CLASS: &str = "0190aaaa-0000-7000-8000-0000000000e1";
const REPLICA: &str = "0190aaaa-0000-7000-8000-0000000000e2";
const AT: &str = "2026-11-23T10:00:00.000Z";

/// Somebody who has done a bit of everything that is counted.
pub fn busy() -> Fixture {
    let fixture = Fixture::new();
    store::enrollment::add(&fixture.store, fixture.learner, fixture.course.id).unwrap();
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap();
    fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
    fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    let (owner, learner, course) = (fixture.owner, fixture.learner, fixture.course.id);
    fixture
        .raw()
        .execute_batch(&format!(
            "INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at)
                 VALUES ('{TOPIC}', '{course}', '{learner}', 'a', 'A question', 'How does that work?', '{AT}', '{AT}', '{AT}');
             INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) VALUES ('{POST}', '{TOPIC}', '{owner}', 'Like this', '{AT}', '{AT}');
             INSERT INTO post_likes (post_id, user_id, created_at) VALUES ('{POST}', '{learner}', '{AT}');
             INSERT INTO reviews (id, course_id, user_id, rating) VALUES ('{REVIEW}', '{course}', '{learner}', 4);
             INSERT INTO review_votes (review_id, user_id, created_at) VALUES ('{REVIEW}', '{owner}', '{AT}');
             INSERT INTO classes (id, name, hub_key, epoch, joined_at) VALUES ('{CLASS}', 'Class', zeroblob(32), '{CLASS}', '{AT}');
             INSERT INTO replicas (id, class_id, user_id, member_id, public_key, created_at)
                 VALUES ('{REPLICA}', '{CLASS}', '{learner}', '{learner}', zeroblob(32), '{AT}');
             INSERT INTO sent_operations SELECT '{REPLICA}', 1, op_id FROM outbox ORDER BY position LIMIT 1;"
        ))
        .unwrap();
    fixture
}

fn examine(fixture: &Fixture) -> Report {
    doctor::examine(&fixture.store, &Watch::nobody()).unwrap()
}

fn repair(fixture: &Fixture) -> Report {
    doctor::repair(&fixture.store, Actor::Person(fixture.owner), &Watch::nobody()).unwrap()
}

fn database(fixture: &Fixture) -> std::path::PathBuf {
    fixture.folder.path().join("studio.db")
}

#[test]
fn a_file_as_the_app_leaves_it_has_no_differences() {
    let fixture = busy();
    let report = examine(&fixture);
    assert_eq!(report.findings, Vec::new());
    assert!(report.ok());
    let nothing = repair(&fixture);
    assert_eq!((nothing.findings.len(), nothing.backup), (0, None), "nothing to put right, nothing done");
    assert!(backup::list(fixture.folder.path()).unwrap().is_empty());
}

/// Every counter: what a shell writes into it, and the guards that it has to take away first.
const COUNTERS: &[(&str, &str, &str)] = &[
    ("courses.total_lessons", "UPDATE courses SET total_lessons = 99", ""),
    ("courses.total_enrollments", "UPDATE courses SET total_enrollments = 99", ""),
    ("courses.total_reviews", "UPDATE courses SET total_reviews = 99", ""),
    ("courses.rating_sum", "UPDATE courses SET rating_sum = 99", ""),
    ("courses.average_rating", "UPDATE courses SET average_rating = 1.5", ""),
    ("enrollments.completed_lessons", "UPDATE enrollments SET completed_lessons = 99", ""),
    ("enrollments.progress_percentage", "UPDATE enrollments SET progress_percentage = 99", ""),
    ("exercise_progress.attempts", "UPDATE exercise_progress SET attempts = 99", ""),
    ("exercise_progress.best_score", "UPDATE exercise_progress SET best_score = 1", ""),
    ("exercise_progress.passed_at", "UPDATE exercise_progress SET passed_at = '2020-01-01T00:00:00.000Z'", ""),
    ("exercise_progress.attempts_to_pass", "UPDATE exercise_progress SET attempts_to_pass = 99", ""),
    ("exercise_progress.last_attempt_at", "UPDATE exercise_progress SET last_attempt_at = '2020-01-01T00:00:00.000Z'", ""),
    ("topics.reply_count", "UPDATE topics SET reply_count = 99", ""),
    ("topics.last_activity_at", "UPDATE topics SET last_activity_at = '2020-01-01T00:00:00.000Z'", ""),
    ("posts.like_count", "UPDATE posts SET like_count = 99", ""),
    ("reviews.helpful_count", "UPDATE reviews SET helpful_count = 99", ""),
    ("trust_levels.posts_read", "UPDATE trust_levels SET posts_read = 99", ""),
    ("trust_levels.seconds_read", "UPDATE trust_levels SET seconds_read = 99", ""),
    ("trust_levels.days_seen", "UPDATE trust_levels SET days_seen = 99", ""),
    ("trust_levels.likes_received", "UPDATE trust_levels SET likes_received = 99", ""),
    ("trust_levels.likes_given", "UPDATE trust_levels SET likes_given = 99", ""),
    ("replicas.next_seq", "UPDATE replicas SET next_seq = 99", ""),
    ("replicas.next_seq", "UPDATE replicas SET next_seq = 1", "replicas_guard_update"),
    ("exercise_progress.attempts", "DELETE FROM exercise_progress", "exercise_progress_refuse_delete"),
];

#[test]
fn every_counter_that_is_corrupted_by_hand_is_found_and_put_right() {
    let fixture = busy();
    // Every column that a recount counts has a case here: a new one without a case fails.
    let counted = fixture
        .raw()
        .prepare(
            "SELECT replace(view.name, '_recount', '') || '.' || column.name FROM sqlite_schema AS view, pragma_table_info(view.name) AS column
         WHERE view.type = 'view' AND view.name LIKE '%\\_recount' ESCAPE '\\' AND column.name NOT IN ('id', 'user_id', 'exercise_id')",
        )
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .collect::<rusqlite::Result<Vec<_>>>()
        .unwrap();
    let cases: BTreeSet<&str> = COUNTERS.iter().map(|(counter, ..)| *counter).collect();
    let plural = |name: &String| match name.split_once('.').unwrap() {
        (table @ "exercise_progress", column) => format!("{table}.{column}"),
        (table, column) => format!("{table}s.{column}"),
    };
    // The enrolments' view also tells of how many lessons the percentage is.
    for counter in counted.iter().map(plural).filter(|counter| counter != "enrollments.total_lessons") {
        assert!(cases.contains(counter.as_str()), "{counter} is counted anew, but nobody corrupts it here");
    }

    for (counter, corrupt, guard) in COUNTERS {
        let before = state(&fixture);
        if !guard.is_empty() {
            assert!(!shell(&database(&fixture), corrupt).status.success(), "{counter}: the guard is not needed");
            shell_text(&database(&fixture), &format!("DROP TRIGGER {guard}"));
        }
        shell_text(&database(&fixture), corrupt);
        assert_ne!(state(&fixture), before, "{counter}: nothing was corrupted");

        let (table, column) = counter.split_once('.').unwrap();
        let names =
            |findings: &[Finding]| findings.iter().any(|finding| finding.area == Area::Counters && finding.table == table && finding.field == column);
        let found = examine(&fixture);
        assert!(!found.ok() && names(&found.findings), "{corrupt}: {:?}", found.findings);
        assert_eq!(found.findings.iter().any(|finding| finding.area == Area::Schema), !guard.is_empty());
        assert!(found.findings.iter().all(|finding| !finding.repaired));

        let repaired = repair(&fixture);
        assert!(names(&repaired.findings), "{corrupt}");
        assert!(repaired.ok(), "{corrupt}: {:?}", repaired.findings);
        assert!(backup::find(fixture.folder.path(), repaired.backup.as_deref().unwrap()).is_ok(), "a backup comes first");
        assert_eq!(state(&fixture), before, "{corrupt}");
        assert!(examine(&fixture).ok());
    }
    let lines = fixture.number("SELECT count(*) FROM audit_log WHERE action = 'repair'");
    assert!(lines >= COUNTERS.len() as i64, "each thing that was put right is on the trail: {lines}");
    let line = fixture.raw().query_row(
        "SELECT before_values || after_values || actor_id FROM audit_log WHERE action = 'repair' AND table_name = 'courses' ORDER BY id LIMIT 1",
        [],
        |row| row.get::<_, String>(0),
    );
    assert_eq!(line.unwrap(), format!("{{\"total_lessons\":99}}{{\"total_lessons\":4}}{}", fixture.owner));
}

/// Everything but the trail, which grows with each repair.
fn state(fixture: &Fixture) -> Vec<String> {
    rows_but_of(&fixture.raw(), &[])
}

/// What can be known again: a name for the case, what a shell does, the guards in its way, and the area of the finding.
#[test]
fn derived_rows_that_are_gone_or_point_nowhere_are_put_right() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("profiles.user_id", "DELETE FROM profiles WHERE user_id = (SELECT max(id) FROM users)", &["profiles_refuse_delete"]),
        ("trust_levels.user_id", "DELETE FROM trust_levels WHERE user_id = (SELECT max(id) FROM users)", &["trust_levels_refuse_delete"]),
        (
            "exercise_versions.version_digest",
            "DELETE FROM exercise_versions WHERE exercise_id NOT IN (SELECT exercise_id FROM submissions)",
            &["exercise_versions_refuse_delete"],
        ),
        (
            "drafts.op_id",
            "INSERT INTO drafts (user_id, exercise_id, revision, files, updated_at, op_id, op_revision)
            SELECT user_id, exercise_id, 1, '[]', last_attempt_at, '0190aaaa-0000-7000-8000-00000000ffff', 1 FROM exercise_progress",
            &[],
        ),
        (
            "enrollments.last_accessed_lesson_id",
            "UPDATE enrollments SET last_accessed_lesson_id = '0190aaaa-0000-7000-8000-00000000ffff'",
            &["enrollments_guard_update"],
        ),
        ("topics.accepted_post_id", "UPDATE topics SET accepted_post_id = '0190aaaa-0000-7000-8000-00000000ffff'", &["topics_guard_place"]),
    ];
    for (what, corrupt, guards) in cases {
        let fixture = busy();
        let (table, column) = what.split_once('.').unwrap();
        for guard in *guards {
            shell_text(&database(&fixture), &format!("DROP TRIGGER {guard}"));
        }
        shell_text(&database(&fixture), corrupt);
        let found = examine(&fixture);
        assert!(
            found.findings.iter().any(|finding| finding.area == Area::Orphans && finding.table == table && finding.field == column),
            "{what}: {found:?}"
        );
        let repaired = repair(&fixture);
        assert!(repaired.ok(), "{what}: {:?}", repaired.findings);
        assert!(examine(&fixture).ok());
    }
}

#[test]
fn who_is_said_to_act_while_nobody_does_is_named_and_taken_away() {
    let fixture = busy();
    let planted = format!("INSERT INTO write_context (id, actor_id, role) VALUES (1, '{}', 'erasure')", fixture.owner);
    shell_text(&database(&fixture), &planted);
    let found = examine(&fixture).findings;
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.area, finding.table.as_str(), finding.field.as_str()), (Area::Audit, "write_context", "role"));
    assert_eq!(finding.stored, Value::from("erasure"));
    assert!(repair(&fixture).ok());
    assert_eq!(fixture.number("SELECT count(*) FROM write_context"), 0);
    assert_eq!(fixture.number("SELECT count(*) FROM audit_log WHERE action = 'repair' AND table_name = 'write_context'"), 1);
    // So does whatever this program writes next.
    shell_text(&database(&fixture), &planted);
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(1)).unwrap();
    assert!(examine(&fixture).ok());
}

#[test]
fn a_trail_without_its_word_of_how_far_it_came_is_named_until_it_is_begun_anew() {
    for broken in [None, Some(vec![0_u8; 1024]), Some(Vec::new())] {
        let Fixture { folder, world, store, owner, learner, course, .. } = busy();
        drop(store);
        let head = folder.path().join("audit-head");
        match broken {
            Some(bytes) => fs::write(&head, bytes).unwrap(),
            None => fs::remove_file(&head).unwrap(),
        }
        let store = Store::open(folder.path(), world.clone()).unwrap();
        let missing = |report: &Report| report.findings.iter().any(|finding| finding.area == Area::Audit && finding.field == "head_missing");
        assert!(missing(&doctor::examine(&store, &Watch::nobody()).unwrap()));
        let repaired = doctor::repair(&store, Actor::Person(owner), &Watch::nobody()).unwrap();
        assert!(repaired.ok() && missing(&repaired), "{:?}", repaired.findings);
        assert!(doctor::examine(&store, &Watch::nobody()).unwrap().findings.is_empty());
        let verified = store::audit::verify(&store).unwrap();
        assert!(
            verified.findings.iter().all(|bad| bad.kind == store::audit::BadKind::Unsealed),
            "only what this test wrote: {:?}",
            verified.first_bad
        );
        // It was written down, and from now on a cut end shows again.
        let line = "SELECT count(*) FROM audit_log JOIN audit_seals USING (id) WHERE action = 'repair' AND json_type(after_values, '$.head_missing') = 'null'";
        assert_eq!(shell_text(&folder.path().join("studio.db"), line), "1");
        lesson::complete(&store, learner, course.lessons[2].id).unwrap();
        drop(store);
        shell_text(
            &folder.path().join("studio.db"),
            "DROP TRIGGER audit_log_refuse_delete; DROP TRIGGER audit_seals_refuse_delete; DELETE FROM audit_seals WHERE id = (SELECT max(id) FROM audit_log);
             DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log)",
        );
        let store = Store::open(folder.path(), world).unwrap();
        assert!(doctor::examine(&store, &Watch::nobody()).unwrap().findings.iter().any(|finding| finding.field == "cut_off"));
    }
}

#[test]
fn an_earlier_wording_in_the_way_of_the_next_edit_is_put_behind_it() {
    let fixture = busy();
    // As a file of an earlier version may have them.
    shell_text(
        &database(&fixture),
        &format!(
            "DROP TRIGGER text_revisions_guard_past;
             INSERT INTO text_revisions VALUES ('post', '{POST}', 1, NULL, 'forged', '{AT}', NULL), ('post', '{POST}', 4, NULL, 'forged', '{AT}', NULL),
                ('topic', '{TOPIC}', 1, 'forged', 'forged', '{AT}', NULL)"
        ),
    );
    let edit =
        |revision: i64| shell(&database(&fixture), &format!("UPDATE posts SET content = 'Otherwise', revision = {revision} WHERE id = '{POST}'"));
    assert!(!edit(2).status.success(), "it is in the way");
    let named: Vec<String> = examine(&fixture).findings.iter().filter(|finding| finding.area == Area::Orphans).map(Finding::row).collect();
    assert_eq!(named, [format!("topic/{TOPIC}/1"), format!("post/{POST}/1"), format!("post/{POST}/4")]);
    let repaired = repair(&fixture);
    assert!(repaired.ok(), "{:?}", repaired.findings);
    assert_eq!(fixture.number("SELECT revision FROM posts"), 5);
    assert!(edit(6).status.success());
    let kept = "SELECT group_concat(revision || ' ' || content, ', ') FROM text_revisions WHERE entity = 'post'";
    assert_eq!(shell_text(&database(&fixture), kept), "1 forged, 4 forged, 5 Like this");
}

/// What nobody can know again is named, and left as it is.
#[test]
fn what_cannot_be_known_is_said_and_never_guessed() {
    let cases: &[(Area, &str, &str, &[&str])] = &[
        (Area::ForeignKeys, "submissions", "DELETE FROM users WHERE id = (SELECT user_id FROM submissions)", &["users_refuse_delete"]),
        (Area::Orphans, "exercises", "UPDATE course_languages SET language = 'rust'", &["course_languages_refuse_update"]),
        (Area::Orphans, "outbox", "DELETE FROM submissions WHERE attempt_number = 2", &["submissions_refuse_delete"]),
        (Area::Counters, "submissions", "DELETE FROM submissions WHERE attempt_number = 1", &["submissions_refuse_delete"]),
        (
            Area::Counters,
            "sent_operations",
            "DELETE FROM sent_operations; INSERT INTO sent_operations SELECT (SELECT id FROM replicas), 3, op_id FROM outbox LIMIT 1",
            &["sent_operations_refuse_delete", "sent_operations_guard_insert"],
        ),
        (Area::Audit, "audit_log", "DELETE FROM audit_log WHERE id = 3", &["audit_log_refuse_delete"]),
        (Area::Orphans, "exercise_versions", "UPDATE exercise_versions SET instructions = 'another'", &["exercise_versions_refuse_update"]),
        (Area::Orphans, "categories", "UPDATE categories SET parent_id = id", &["categories_guard_update"]),
        (
            Area::Orphans,
            "text_revisions",
            "INSERT INTO text_revisions VALUES ('post', '0190aaaa-0000-7000-8000-00000000ffff', 1, NULL, 'x', '2026-11-23T10:00:00.000Z', NULL)",
            &["text_revisions_guard_past"],
        ),
        (Area::Integrity, "reviews", "PRAGMA ignore_check_constraints = ON; UPDATE reviews SET rating = 9", &[]),
    ];
    for (area, table, corrupt, guards) in cases {
        let fixture = busy();
        for guard in *guards {
            shell_text(&database(&fixture), &format!("DROP TRIGGER {guard}"));
        }
        shell_text(&database(&fixture), corrupt);
        let is_it = |finding: &&Finding| finding.area == *area && finding.table == *table;
        let found = examine(&fixture);
        assert!(found.findings.iter().any(|finding| is_it(&finding)), "{corrupt}: {:?}", found.findings);
        let repaired = repair(&fixture);
        assert!(!repaired.ok(), "{corrupt}");
        assert!(repaired.findings.iter().filter(is_it).all(|finding| !finding.repaired), "{corrupt}: {:?}", repaired.findings);
        // The guards are back all the same.
        assert!(repaired.findings.iter().filter(|finding| finding.area == Area::Schema).all(|finding| finding.repaired), "{:?}", repaired.findings);
    }
}

#[test]
fn what_cannot_be_put_right_does_not_keep_the_rest_from_it() {
    let fixture = busy();
    // An attempt of somebody who is not there: their progress cannot be made, because it would have no parent.
    shell_text(
        &database(&fixture),
        "DROP TRIGGER exercise_progress_refuse_delete; DROP TRIGGER users_refuse_delete; DELETE FROM exercise_progress;
         DELETE FROM users WHERE id = (SELECT user_id FROM submissions); UPDATE posts SET like_count = 99",
    );
    let report = repair(&fixture);
    let repaired = |table: &str, area: Area| {
        report.findings.iter().filter(|finding| finding.table == table && finding.area == area).all(|finding| finding.repaired)
    };
    assert!(repaired("posts", Area::Counters) && !repaired("exercise_progress", Area::Counters) && !repaired("submissions", Area::ForeignKeys));
    assert!(!shell(&database(&fixture), "DELETE FROM users").status.success(), "the guards are back");
}

#[test]
fn a_schema_that_somebody_changed_is_found_and_its_guards_come_back() {
    let fixture = busy();
    shell_text(
        &database(&fixture),
        "DROP TRIGGER submissions_refuse_delete; DROP INDEX drafts_exercise; DROP VIEW course_recount; DROP TRIGGER users_refuse_delete;
         CREATE TRIGGER users_refuse_delete BEFORE DELETE ON users BEGIN SELECT 1; END;
         CREATE TRIGGER spy AFTER INSERT ON submissions BEGIN UPDATE users SET role = 'owner'; END; CREATE VIEW look AS SELECT 1;
         PRAGMA user_version = 3; PRAGMA application_id = 5;",
    );
    // Opening takes a lower version for a migration that is due, so this looks through the store that is open.
    let found = examine(&fixture);
    let mut fields: Vec<_> = found.findings.iter().filter(|finding| finding.area == Area::Schema).map(|finding| finding.field.as_str()).collect();
    fields.sort_unstable();
    let expected =
        ["application_id", "course_recount", "drafts_exercise", "look", "spy", "submissions_refuse_delete", "user_version", "users_refuse_delete"];
    assert_eq!(fields, expected);
    assert!(
        found.findings.iter().any(|finding| finding.area == Area::Counters && finding.field == "not_checked"),
        "without its view nothing is counted"
    );
    let repaired = repair(&fixture);
    assert!(repaired.ok(), "{:?}", repaired.findings);
    assert!(examine(&fixture).ok());
    assert!(!shell(&database(&fixture), "DELETE FROM submissions").status.success());

    // A table is never made anew: people's things are in it.
    shell_text(&database(&fixture), "CREATE TABLE own (text); ALTER TABLE hints_taken ADD COLUMN more TEXT");
    let left = repair(&fixture);
    let tables: Vec<_> = left.findings.iter().filter(|finding| !finding.repaired).map(|finding| finding.field.as_str()).collect();
    assert_eq!(tables, ["hints_taken", "own"]);
}

#[test]
fn an_index_that_differs_from_its_table_is_made_anew() {
    let fixture = busy();
    // An index that was there while a row came in behind its back: its root is put out of the schema for the moment.
    shell_text(
        &database(&fixture),
        "PRAGMA writable_schema = ON;
         CREATE TABLE keep AS SELECT * FROM sqlite_schema WHERE name = 'hints_taken_exercise';
         DELETE FROM sqlite_schema WHERE name = 'hints_taken_exercise';",
    );
    let learner = fixture.learner;
    let exercise = fixture.exercise(0, 0);
    shell_text(
        &database(&fixture),
        &format!(
            "INSERT INTO hints_taken VALUES ('{learner}', '{exercise}', 'concept', '{AT}');
             PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM keep; DROP TABLE keep;"
        ),
    );
    let found = examine(&fixture);
    assert!(found.findings.iter().any(|finding| finding.area == Area::Integrity && finding.field == "index"), "{:?}", found.findings);
    let repaired = repair(&fixture);
    assert!(repaired.ok(), "{:?}", repaired.findings);
    assert_eq!(shell_text(&database(&fixture), "PRAGMA integrity_check"), "ok");
}

#[test]
fn what_is_locked_is_told_apart_from_what_is_damaged() {
    let fixture = busy();
    let (owner, learner) = (fixture.owner, fixture.learner);
    shell_text(&database(&fixture), &format!("UPDATE users SET username = (SELECT username FROM users WHERE id = '{owner}') WHERE id = '{learner}'"));
    let found = examine(&fixture).findings;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].area, found[0].field.as_str(), found[0].row()), (Area::Encryption, "username", learner.to_string()));
    // Whose key is gone: nothing is damaged there, and it is said otherwise.
    let path = fixture.folder.path().join("keys.json");
    let mut keys: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    keys["people"].as_object_mut().unwrap().remove(&owner.to_string());
    fs::write(&path, keys.to_string()).unwrap();
    let found = examine(&fixture).findings;
    let areas = |user: String| found.iter().filter(|finding| finding.row() == user).map(|finding| finding.area).collect::<BTreeSet<_>>();
    assert_eq!(areas(owner.to_string()), BTreeSet::from([Area::Locked]));
    assert_eq!(areas(learner.to_string()), BTreeSet::from([Area::Encryption]));
    // Nothing of it is overwritten by a repair.
    let sealed = shell_text(&database(&fixture), "SELECT hex(username), hex(email) FROM users");
    assert!(!repair(&fixture).ok());
    assert_eq!(shell_text(&database(&fixture), "SELECT hex(username), hex(email) FROM users"), sealed);
}

#[test]
fn an_index_of_a_name_that_is_another_names_is_made_anew() {
    let fixture = busy();
    let before = shell_text(&database(&fixture), "SELECT hex(username_index), hex(email_index) FROM users");
    shell_text(&database(&fixture), "UPDATE users SET username_index = randomblob(32), email_index = randomblob(32)");
    assert_eq!(examine(&fixture).findings.len(), 4);
    assert!(repair(&fixture).ok());
    assert_eq!(shell_text(&database(&fixture), "SELECT hex(username_index), hex(email_index) FROM users"), before);
}

#[test]
fn every_encrypted_column_is_looked_at() {
    // A BLOB of people's tables that is neither an index nor a key is a sealed text.
    let fixture = Fixture::new();
    let columns = fixture
        .raw()
        .prepare(
            "SELECT t.name || '.' || c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
         WHERE t.schema = 'main' AND t.type = 'table' AND c.type = 'BLOB' AND c.name NOT LIKE '%\\_index' ESCAPE '\\'
           AND c.name NOT IN ('public_key', 'hub_key', 'root', 'signature', 'seal') ORDER BY 1",
        )
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .collect::<rusqlite::Result<Vec<_>>>()
        .unwrap();
    assert_eq!(columns, ["lesson_notes.content", "profiles.bio", "profiles.display_name", "profiles.goals", "users.email", "users.username"]);
    for column in &columns {
        let fixture = Fixture::new();
        let (table, name) = column.split_once('.').unwrap();
        let corrupt = match table {
            "lesson_notes" => format!(
                "INSERT INTO lesson_notes (user_id, lesson_id, content, created_at, updated_at) VALUES ('{}', '{}', randomblob(60), '{AT}', '{AT}')",
                fixture.learner,
                fixture.lesson(0)
            ),
            _ => format!("UPDATE {table} SET {name} = randomblob(60)"),
        };
        shell_text(&database(&fixture), &corrupt);
        let found = examine(&fixture).findings;
        assert!(
            found.iter().any(|finding| finding.area == Area::Encryption && finding.table == table && finding.field == name),
            "{column}: {found:?}"
        );
    }
}

#[test]
fn it_can_be_watched_and_stopped() {
    let fixture = busy();
    let steps = Mutex::new(Vec::new());
    let told = |progress: doctor::Progress| steps.lock().unwrap().push(progress);
    doctor::examine(&fixture.store, &Watch::new(&told, Arc::new(|| false))).unwrap();
    let steps = steps.into_inner().unwrap();
    assert!(steps.windows(2).all(|pair| pair[1].done == pair[0].done + 1) && steps.iter().all(|step| step.done < step.total));
    assert!(steps.iter().any(|step| step.work == "counters" && step.table == "courses"));
    // Stopped at any moment: nothing is said, nothing is changed.
    shell_text(&database(&fixture), "UPDATE courses SET total_lessons = 99");
    for limit in [0, 1, 5, 40, 80] {
        let asked = Arc::new(AtomicUsize::new(0));
        let stop = {
            let asked = asked.clone();
            Arc::new(move || asked.fetch_add(1, Ordering::Relaxed) >= limit)
        };
        let error = doctor::repair(&fixture.store, Actor::Nobody, &Watch::new(&|_| {}, stop)).unwrap_err();
        assert_eq!(error.reason(), "stopped");
        assert_eq!(fixture.number("SELECT total_lessons FROM courses"), 99);
    }
}

#[test]
fn a_repair_counts_within_its_transaction_and_not_before() {
    let fixture = busy();
    shell_text(
        &database(&fixture),
        "UPDATE enrollments SET completed_lessons = 3, progress_percentage = 7; UPDATE courses SET total_enrollments = 7",
    );
    // Others go on writing while it is put right; with a number from before, some of theirs would be missing at the end.
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..30 {
                let lesson = fixture.lesson(1 + round % 3);
                lesson::complete(&fixture.store, fixture.learner, lesson).unwrap();
                lesson::reopen(&fixture.store, fixture.learner, lesson).unwrap();
                submission::list(&fixture.store, &submission::SubmissionFilter::default()).unwrap();
            }
        });
        for _ in 0..3 {
            repair(&fixture);
        }
        writer.join().unwrap();
    });
    repair(&fixture);
    assert_eq!(examine(&fixture).findings, Vec::new());
    assert_eq!(fixture.number("SELECT completed_lessons FROM enrollments"), 1);
}

#[test]
fn what_was_found_is_remembered_beside_the_file() {
    let fixture = busy();
    assert_eq!(doctor::health(fixture.folder.path()), doctor::Health::default());
    shell_text(&database(&fixture), "UPDATE courses SET total_lessons = 99");
    let report = examine(&fixture);
    let health = doctor::health(fixture.folder.path());
    let last = health.last.unwrap();
    assert_eq!((last.report, last.differences), (report, 1));
    fs::write(fixture.folder.path().join("health.json"), "no JSON").unwrap();
    assert_eq!(doctor::health(fixture.folder.path()), doctor::Health::default());
}

#[test]
fn the_check_behind_the_scenes_goes_on_where_it_was_stopped() {
    let fixture = busy();
    let folder = fixture.folder.path();
    assert!(doctor::go_on_checking(&fixture.store, &Watch::nobody()).unwrap().unwrap().ok(), "the first one is due at once");
    assert!(doctor::go_on_checking(&fixture.store, &Watch::nobody()).unwrap().is_none(), "then none for a while");
    fixture.world.go_on(8);
    let mut rounds = 0;
    let report = loop {
        rounds += 1;
        let asked = Arc::new(AtomicUsize::new(0));
        let stop = {
            let asked = asked.clone();
            Arc::new(move || asked.fetch_add(1, Ordering::Relaxed) >= 12 + rounds)
        };
        match doctor::go_on_checking(&fixture.store, &Watch::new(&|_| {}, stop)) {
            Ok(report) => break report.unwrap(),
            Err(error) => assert_eq!(error.reason(), "stopped"),
        }
        let under_way = doctor::health(folder).under_way.unwrap();
        assert!(!under_way.tables.is_empty());
    };
    assert!(report.ok() && rounds > 2, "{rounds} rounds");
    assert_eq!(doctor::health(folder).under_way, None);
}

#[test]
fn damage_that_the_check_behind_the_scenes_finds_sets_the_file_aside_at_the_next_opening() {
    let fixture = busy();
    fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let root = fixture.number("SELECT rootpage FROM sqlite_schema WHERE name = 'exercise_versions'") as usize;
    let Fixture { folder, store, .. } = fixture;
    drop(store);
    damage(&folder.path().join("studio.db"), root);
    let store = Store::open(folder.path(), TestWorld::new()).unwrap();
    let error = doctor::go_on_checking(&store, &Watch::nobody()).unwrap_err();
    assert!(matches!(error, store::StoreError::Corrupt { set_aside: None, .. }), "{error}");
    drop(store);
    let error = Store::open(folder.path(), TestWorld::new()).map(|_| ()).unwrap_err();
    assert!(matches!(error, store::StoreError::Corrupt { set_aside: Some(_), .. }), "{error}");
}

/// Overwrites half a page.
pub fn damage(path: &Path, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[(page - 1) * 4096..][..2000].fill(0xee);
    fs::write(path, bytes).unwrap();
}
