//! Statements on tables that grow must use an index: every SQL file of the store is planned, or stands in a list with a reason.

use crate::{
    filled::{SMALL, filled},
    support::{Fixture, copy_of, shell_text},
};

macro_rules! sql {
    ($($file:literal),+) => { concat!($(include_str!(concat!("../../src/", $file))),+) };
}

/// Tables that grow with every person, every day or every post.
const GROWING: [&str; 32] = [
    "users",
    "profiles",
    "enrollments",
    "lesson_progress",
    "exercise_progress",
    "step_progress",
    "submissions",
    "submission_comments",
    "exercise_versions",
    "hints_taken",
    "drafts",
    "lesson_notes",
    "bookmarks",
    "reading_days",
    "playground_files",
    "reviews",
    "review_votes",
    "topics",
    "posts",
    "post_likes",
    "subscriptions",
    "text_revisions",
    "flags",
    "trust_levels",
    "review_queue",
    "review_queue_votes",
    "moderation_decisions",
    "consents",
    "audit_log",
    "outbox",
    "sent_operations",
    "receipts",
];

/// Queries that the code puts together from a beginning and an end.
const COMPOSED: [(&str, &[&str]); 5] = [
    (
        "submission/select.sql",
        &[
            "by_user_and_exercise.sql",
            "by_user_exercise_and_status.sql",
            "by_user.sql",
            "by_exercise.sql",
            "by_exercise_and_status.sql",
            "everywhere.sql",
            "by_id.sql",
        ],
    ),
    ("enrollment/select.sql", &["by_user.sql", "by_user_and_course.sql"]),
    ("exercise/select.sql", &["by_course.sql", "by_lesson.sql", "by_id.sql", "everywhere.sql"]),
    ("course/select.sql", &["by_id.sql", "everywhere.sql"]),
    ("audit/select.sql", &["after.sql", "restores.sql", "list.sql", "by_id.sql", "in_order.sql", "list_by_whose.sql", "list_by_actor.sql"]),
];

/// Statements between two files, of which the other is not here.
const OF_TWO_FILES: [&str; 2] = ["backup/carry_draft_operations.sql", "backup/carry_accepted_posts.sql"];

/// What may read a growing table from end to end, and why.
const MAY_SCAN: [(&str, &str); 13] = [
    ("submission/everywhere.sql", "all attempts of everybody: an instructor's export, asked for by name"),
    ("user/select_all.sql", "the list of all accounts"),
    ("user/exists_any.sql", "stops at the first row"),
    ("user/none_yet.sql", "stops at the first row"),
    ("user/count_other_owners.sql", "accounts of one machine, when one is disabled"),
    ("user/exists_named.sql", "stops at the first row"),
    ("closing/count_others.sql", "accounts of one machine, when one is closed"),
    ("audit/in_order.sql", "the whole trail is read when it is verified"),
    ("audit/restores.sql", "asked only where the end of the trail is not where this program left it"),
    ("user/disable.sql", "accounts of one machine"),
    ("user/enable.sql", "accounts of one machine"),
    ("moderation/queue.sql", "the open items, by a partial index"),
    ("outbox/insert.sql", "the greatest position, from the end of its index"),
];

/// Every SQL file of the store, with what it is put together with. A new file is planned here without anybody thinking of it.
fn statements() -> Vec<(String, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let mut found = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for path in
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "sql"))
        {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let (folder, file) = name.split_once('/').unwrap();
            let begins = COMPOSED.iter().find(|(select, ends)| select.starts_with(&format!("{folder}/")) && ends.contains(&file));
            match begins {
                _ if COMPOSED.iter().any(|(select, _)| *select == name) || OF_TWO_FILES.contains(&name.as_str()) => {}
                Some((select, _)) => found.push((name.clone(), format!("{}{}", read(select), read(&name)))),
                None => found.push((name.clone(), read(&name))),
            }
        }
    }
    found.push(("(doctor) one enrolment".into(), "SELECT * FROM enrollment_recount WHERE id = ?1".into()));
    found.push(("(doctor) one course".into(), "SELECT * FROM course_recount WHERE id = ?1".into()));
    found.push(("(doctor) one topic".into(), "SELECT * FROM topic_recount WHERE id = ?1".into()));
    found.push(("children of a category".into(), "SELECT id FROM categories WHERE parent_id = ?1".into()));
    found.push(("level of trust".into(), "SELECT level FROM trust_levels WHERE user_id = ?1".into()));
    found
}

// Other names that a query gives to a table: "submissions AS s", "FROM posts other".
fn names_of(table: &str, sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty()).collect();
    let aliases = words.windows(3).filter(|three| three[0] == table && three[1].eq_ignore_ascii_case("as")).map(|three| three[2].to_owned());
    std::iter::once(table.to_owned()).chain(aliases).collect()
}

#[test]
fn no_statement_reads_a_growing_table_from_end_to_end() {
    let (folder, _store) = filled(&SMALL);
    let (_copy, path) = copy_of(folder.path());
    let raw = rusqlite::Connection::open(&path).unwrap();
    let (mut wrong, mut planned, mut scanned) = (Vec::new(), 0, Vec::new());
    for (name, sql) in statements() {
        // Our own SQLite and the system's must both find the way.
        let ours: Vec<String> = match raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) {
            Ok(mut statement) => statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>().unwrap(),
            Err(error) => {
                wrong.push(format!("{name} is no statement by itself, and stands in no composition: {error}"));
                continue;
            }
        };
        planned += 1;
        let theirs = shell_text(&path, &format!("EXPLAIN QUERY PLAN {sql}"));
        let scan = ours.iter().map(String::as_str).chain(theirs.lines()).find(|line| {
            // An index that is walked for its order, or for all of a few rows, says so; a partial one holds only what is asked for.
            let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
            GROWING
                .iter()
                .flat_map(|table| names_of(table, &sql))
                .any(|name| line.split_once("SCAN ").is_some_and(|(_, rest)| rest.strip_prefix(name.as_str()).is_some_and(ends)))
        });
        match (scan, MAY_SCAN.iter().any(|(file, _)| *file == name)) {
            (Some(line), false) => wrong.push(format!("{name}: {line}")),
            (Some(_), true) => scanned.push(name),
            _ => {}
        }
    }
    assert!(planned > 120 && wrong.is_empty(), "of {planned}:\n{}", wrong.join("\n"));
    println!("{planned} statements; of those that may, these scan: {scanned:?}");
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

// Without one, each change of the parent's key, and each look for orphans, would read the whole child table.
#[test]
fn every_foreign_key_has_an_index_that_answers_it() {
    let fixture = Fixture::in_memory();
    let raw = fixture.raw();
    let texts = |sql: &str| -> Vec<String> { raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect() };
    let (mut missing, mut count) = (Vec::new(), 0);
    // The seals are answered by their rowid.
    for table in texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'audit_seals'") {
        let indexes: Vec<(Vec<String>, Option<String>)> = texts(&format!("SELECT name FROM pragma_index_list('{table}')"))
            .into_iter()
            .map(|index| {
                let sql: Option<String> = raw.query_row("SELECT max(sql) FROM sqlite_schema WHERE name = ?1", [&index], |row| row.get(0)).unwrap();
                let condition = sql.and_then(|sql| sql.split_once(" WHERE ").map(|(_, condition)| condition.to_owned()));
                (texts(&format!("SELECT name FROM pragma_index_info('{index}') ORDER BY seqno")), condition)
            })
            .collect();
        for key in texts(&format!("SELECT group_concat(\"from\") FROM pragma_foreign_key_list('{table}') GROUP BY id")) {
            count += 1;
            let columns: Vec<&str> = key.split(',').collect();
            // One that leaves out only NULLs has every row that a key can ask for.
            let answers = |(of, condition): &(Vec<String>, Option<String>)| {
                of.len() >= columns.len()
                    && of[..columns.len()].iter().all(|column| columns.contains(&column.as_str()))
                    && condition.as_ref().is_none_or(|condition| *condition == format!("{} IS NOT NULL", columns[0]))
            };
            if !indexes.iter().any(answers) {
                missing.push(format!("{table} ({key})"));
            }
        }
    }
    assert!(count > 70 && missing.is_empty(), "{missing:?}");
}
