//! Carrying what people made from one file into another: by id, through the constraints of the file that takes it in.
//!
//! What the other file lacks is added. A person's own things that are newer there (a draft, a note, a password) take the place of the older. What the
//! other file has already stays otherwise: whoever restores a backup wants what was then. Counters follow by the triggers.

use super::{Carried, NotCarried};
use crate::{
    Result, StoreError,
    doctor::{Watch, quoted},
    query,
    write::Write,
};
use rusqlite::{Connection, types::Value};

/// How rows of a table are carried.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns of its key.
    pub key: &'static [&'static str],
    /// In which order.
    order: &'static str,
    /// What is not taken as it stands there: derived columns, which follow, and numbers that may be taken here.
    instead: &'static [(&'static str, &'static str)],
    /// When a row that is in both files is newer there (`theirs`) than here (`ours`), and what is taken then.
    newer: Option<(&'static str, &'static str)>,
}

const fn table(name: &'static str, key: &'static [&'static str]) -> Table {
    Table { name, key, order: "1", instead: &[], newer: None }
}

/// Follows from other rows: not carried. The column's default stands there first.
const FOLLOWS: &str = "";

/// All tables of which something is carried, parents first. Not here: what follows from these (exercise_progress), what is made with them (profiles and
/// trust_levels come with their user, and are only brought up to date), the audit trail (the restored one goes on), and what belongs to the file itself.
pub const TABLES: &[Table] = &[
    Table {
        // A password, and whether somebody may sign in, are what they were made last: an old password must not open the account again.
        newer: Some((
            "ours.password_hash IS NOT theirs.password_hash OR (ours.is_active = 1 AND theirs.is_active = 0)",
            "password_hash = theirs.password_hash, is_active = min(ours.is_active, theirs.is_active)",
        )),
        ..table("users", &["id"])
    },
    Table {
        // Made in the same moment is as new: a person that was just carried has the empty profile that is made with every person.
        newer: Some((
            "theirs.updated_at >= ours.updated_at AND (theirs.display_name, theirs.bio, theirs.goals, theirs.skill_level, theirs.preferences) IS NOT \
             (ours.display_name, ours.bio, ours.goals, ours.skill_level, ours.preferences)",
            "display_name = theirs.display_name, bio = theirs.bio, goals = theirs.goals, skill_level = theirs.skill_level, preferences = theirs.preferences, \
             updated_at = theirs.updated_at",
        )),
        ..table("profiles", &["user_id"])
    },
    Table {
        newer: Some((
            "theirs.updated_at >= ours.updated_at AND (theirs.level, theirs.is_fixed) IS NOT (ours.level, ours.is_fixed)",
            // Its numbers follow from what is carried.
            "level = theirs.level, is_fixed = theirs.is_fixed, updated_at = theirs.updated_at",
        )),
        ..table("trust_levels", &["user_id"])
    },
    Table { order: "created_at", ..table("categories", &["id"]) },
    table("publishers", &["fingerprint"]),
    Table {
        instead: &[
            ("total_lessons", FOLLOWS),
            ("total_enrollments", FOLLOWS),
            ("total_reviews", FOLLOWS),
            ("rating_sum", FOLLOWS),
            ("average_rating", FOLLOWS),
        ],
        ..table("courses", &["id"])
    },
    table("course_languages", &["course_id", "language"]),
    table("lessons", &["id"]),
    table("exercises", &["id"]),
    table("exercise_versions", &["exercise_id", "version_digest"]),
    table("exercise_steps", &["id"]),
    Table { order: "imported_at", ..table("pack_imports", &["id"]) },
    table("classes", &["id"]),
    Table { order: "created_at", instead: &[("next_seq", FOLLOWS)], ..table("replicas", &["id"]) },
    Table {
        instead: &[("completed_lessons", FOLLOWS), ("progress_percentage", FOLLOWS)],
        newer: Some((
            "theirs.left_at IS NOT ours.left_at OR theirs.last_accessed_at > coalesce(ours.last_accessed_at, '')",
            "left_at = theirs.left_at, last_accessed_lesson_id = theirs.last_accessed_lesson_id, last_accessed_at = theirs.last_accessed_at",
        )),
        ..table("enrollments", &["id"])
    },
    Table {
        newer: Some((
            "theirs.completed <> ours.completed OR theirs.completed_at IS NOT ours.completed_at",
            "completed = theirs.completed, completed_at = theirs.completed_at, opened_at = theirs.opened_at",
        )),
        ..table("lesson_progress", &["user_id", "lesson_id"])
    },
    Table {
        order: "user_id, exercise_id, attempt_number",
        // The next number here: where one between could not be read, numbers stay without a gap.
        instead: &[(
            "attempt_number",
            "1 + coalesce((SELECT max(attempt_number) FROM main.submissions AS own WHERE own.user_id = theirs.user_id AND own.exercise_id = theirs.exercise_id), 0)",
        )],
        ..table("submissions", &["id"])
    },
    Table { order: "taken_at", ..table("hints_taken", &["user_id", "exercise_id", "rung"]) },
    Table {
        order: "position",
        instead: &[("position", "1 + coalesce((SELECT max(position) FROM main.outbox), 0)")],
        newer: Some((
            "(ours.state = 'saved' AND theirs.state <> 'saved') OR (ours.state = 'sent' AND theirs.state IN ('delivered', 'rejected'))",
            "state = theirs.state",
        )),
        ..table("outbox", &["op_id"])
    },
    Table {
        newer: Some((
            "theirs.files <> ours.files AND theirs.updated_at >= ours.updated_at",
            "files = theirs.files, kept = coalesce(theirs.kept, ours.kept), revision = ours.revision + 1, updated_at = theirs.updated_at, op_id = theirs.op_id, \
             op_revision = CASE WHEN theirs.op_id IS NULL THEN 0 WHEN theirs.op_revision = theirs.revision THEN ours.revision + 1 ELSE \
             min(theirs.op_revision, ours.revision) END",
        )),
        ..table("drafts", &["user_id", "exercise_id"])
    },
    Table {
        newer: Some((
            "theirs.updated_at > ours.updated_at",
            "attempts = theirs.attempts, best_score = theirs.best_score, passed_at = theirs.passed_at, answer = theirs.answer, updated_at = theirs.updated_at",
        )),
        ..table("step_progress", &["user_id", "step_id"])
    },
    Table {
        newer: Some((
            "theirs.updated_at > ours.updated_at OR theirs.is_deleted <> ours.is_deleted",
            "content = theirs.content, revision = ours.revision + 1, updated_at = theirs.updated_at, is_deleted = theirs.is_deleted, \
             deleted_at = theirs.deleted_at",
        )),
        ..table("lesson_notes", &["user_id", "lesson_id"])
    },
    Table {
        newer: Some(("theirs.is_deleted <> ours.is_deleted", "is_deleted = theirs.is_deleted, deleted_at = theirs.deleted_at")),
        ..table("bookmarks", &["user_id", "lesson_id"])
    },
    Table {
        newer: Some((
            "theirs.seconds > ours.seconds OR theirs.posts_read > ours.posts_read",
            "seconds = max(ours.seconds, theirs.seconds), posts_read = max(ours.posts_read, theirs.posts_read)",
        )),
        ..table("reading_days", &["user_id", "day"])
    },
    Table {
        newer: Some((
            "theirs.updated_at > ours.updated_at OR theirs.is_deleted <> ours.is_deleted",
            "path = theirs.path, text = theirs.text, revision = max(ours.revision, theirs.revision), updated_at = theirs.updated_at, \
             is_deleted = theirs.is_deleted, deleted_at = theirs.deleted_at",
        )),
        ..table("playground_files", &["id"])
    },
    Table {
        instead: &[("helpful_count", FOLLOWS)],
        newer: Some((
            "theirs.updated_at > ours.updated_at",
            "rating = theirs.rating, title = theirs.title, content = theirs.content, updated_at = theirs.updated_at, is_deleted = theirs.is_deleted, \
             deleted_at = theirs.deleted_at",
        )),
        ..table("reviews", &["id"])
    },
    Table {
        newer: Some(("theirs.is_deleted <> ours.is_deleted", "is_deleted = theirs.is_deleted, deleted_at = theirs.deleted_at")),
        ..table("review_votes", &["review_id", "user_id"])
    },
    Table {
        order: "created_at, id",
        instead: &[("reply_count", FOLLOWS), ("last_activity_at", "theirs.created_at"), ("accepted_post_id", "NULL")],
        newer: Some((
            "theirs.revision > ours.revision",
            "title = theirs.title, content = theirs.content, revision = theirs.revision, updated_at = theirs.updated_at, is_erased = theirs.is_erased",
        )),
        ..table("topics", &["id"])
    },
    Table {
        order: "created_at, id",
        instead: &[("like_count", FOLLOWS)],
        newer: Some((
            "theirs.revision > ours.revision",
            "content = theirs.content, revision = theirs.revision, updated_at = theirs.updated_at, is_erased = theirs.is_erased",
        )),
        ..table("posts", &["id"])
    },
    Table { order: "replaced_at", ..table("text_revisions", &["entity", "entity_id", "revision"]) },
    Table {
        newer: Some(("theirs.is_deleted <> ours.is_deleted", "is_deleted = theirs.is_deleted, deleted_at = theirs.deleted_at")),
        ..table("post_likes", &["post_id", "user_id"])
    },
    Table {
        newer: Some(("theirs.is_deleted <> ours.is_deleted", "is_deleted = theirs.is_deleted, deleted_at = theirs.deleted_at")),
        ..table("subscriptions", &["user_id", "topic_id"])
    },
    Table { order: "created_at", ..table("submission_comments", &["id"]) },
    Table { order: "created_at", ..table("flags", &["id"]) },
    Table { order: "created_at", ..table("review_queue", &["id"]) },
    Table { order: "created_at", ..table("review_queue_votes", &["item_id", "user_id"]) },
    Table { order: "created_at", ..table("moderation_decisions", &["id"]) },
    Table {
        // What was withdrawn stays withdrawn.
        newer: Some(("ours.withdrawn_at IS NULL AND theirs.withdrawn_at IS NOT NULL", "withdrawn_at = theirs.withdrawn_at")),
        ..table("consents", &["id"])
    },
    Table {
        newer: Some((
            "ours.cancelled_at IS NULL AND ours.erased_at IS NULL AND (theirs.cancelled_at, theirs.erased_at) IS NOT (NULL, NULL)",
            "cancelled_at = theirs.cancelled_at, erased_at = theirs.erased_at, days_seen = max(ours.days_seen, theirs.days_seen)",
        )),
        ..table("erasures", &["id"])
    },
    Table { order: "replica_id, seq", ..table("sent_operations", &["replica_id", "seq"]) },
    Table { order: "received_at", ..table("receipts", &["op_id", "class_id", "epoch", "number"]) },
    // A stream that is not known here is read from its beginning.
    Table { instead: &[("position", FOLLOWS), ("operations", FOLLOWS), ("hash", FOLLOWS)], ..table("sync_state", &["replica_id", "stream"]) },
    table("parked_operations", &["class_id", "op_id"]),
    Table {
        newer: Some(("ours.resolved_at IS NULL AND theirs.resolved_at IS NOT NULL", "resolved_at = theirs.resolved_at")),
        ..table("conflict_copies", &["id"])
    },
];

/// Carries from the file that is attached as `lost`. What does not pass the constraints is named and left.
pub fn carry(write: &Write<'_>, watch: &Watch<'_>) -> Result<(Vec<Carried>, Vec<NotCarried>)> {
    let (mut carried, mut not_carried) = (Vec::new(), Vec::new());
    for (done, table) in TABLES.iter().enumerate() {
        watch.go_on()?;
        watch.tell("carry", table.name, done, TABLES.len());
        let there = columns(write.connection, "lost", table.name)?;
        if there.is_empty() {
            continue;
        }
        let mut count = 0;
        let missing = write.connection.prepare(&missing_sql(table))?.query_map([], |row| key(row, table))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let insert = insert_sql(table, &columns(write.connection, "main", table.name)?, &there);
        let mut each = |sql: &str, keys: Vec<Vec<Value>>| -> Result<()> {
            for key in keys {
                match one(write.connection, sql, &key)? {
                    Ok(()) => count += 1,
                    Err(reason) => not_carried.push(NotCarried { table: table.name.into(), row: row_name(&key), reason }),
                }
            }
            Ok(())
        };
        each(&insert, missing)?;
        if let Some((when, set)) = table.newer {
            let sql = format!(
                "SELECT {} FROM main.{} AS ours JOIN lost.{} AS theirs ON {} WHERE {when}",
                keys_of(table, "ours"),
                table.name,
                table.name,
                same(table)
            );
            let newer = write.connection.prepare(&sql)?.query_map([], |row| key(row, table))?.collect::<rusqlite::Result<Vec<_>>>()?;
            let sql = format!(
                "UPDATE main.{} AS ours SET {set} FROM lost.{} AS theirs WHERE {} AND {}",
                table.name,
                table.name,
                same(table),
                given(table, "ours")
            );
            each(&sql, newer)?;
        }
        if table.name == "posts" {
            query::execute(write.connection, include_str!("carry_accepted_posts.sql"), [])?;
        }
        if table.name == "outbox" {
            // A draft's operation that was not sent is rewritten in its place, so the same id may tell more there.
            query::execute(write.connection, include_str!("carry_draft_operations.sql"), [])?;
        }
        if count > 0 {
            carried.push(Carried { table: table.name.into(), rows: count });
        }
    }
    Ok((carried, not_carried))
}

// One row, kept or not; what a constraint says is the reason.
fn one(connection: &Connection, sql: &str, key: &[Value]) -> Result<std::result::Result<(), String>> {
    connection.execute_batch("SAVEPOINT one_row")?;
    match connection.prepare_cached(sql).and_then(|mut statement| statement.execute(rusqlite::params_from_iter(key))) {
        Ok(_) => {
            connection.execute_batch("RELEASE one_row")?;
            Ok(Ok(()))
        }
        Err(error) => {
            match StoreError::from(&error) {
                StoreError::Bug(_) | StoreError::Conflict(_) | StoreError::Invalid(_) => {}
                other => return Err(other),
            }
            connection.execute_batch("ROLLBACK TO one_row; RELEASE one_row")?;
            Ok(Err(error.to_string()))
        }
    }
}

/// The columns of a table that hold something of their own; none where there is no such table.
pub fn columns(connection: &Connection, schema: &str, table: &str) -> Result<Vec<String>> {
    query::many(connection, include_str!("columns.sql"), [table, schema], |row| row.get(0))
}

fn missing_sql(table: &Table) -> String {
    format!(
        "SELECT {} FROM lost.{} AS theirs WHERE NOT EXISTS (SELECT 1 FROM main.{} AS ours WHERE {}) ORDER BY {}",
        keys_of(table, "theirs"),
        table.name,
        table.name,
        same(table),
        table.order
    )
}

fn insert_sql(table: &Table, here: &[String], there: &[String]) -> String {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in here.iter().filter(|column| there.contains(column)) {
        match table.instead.iter().find(|(name, _)| name == column) {
            Some((_, FOLLOWS)) => continue,
            Some((_, value)) => values.push((*value).to_owned()),
            None => values.push(format!("theirs.{}", quoted(column))),
        }
        names.push(quoted(column));
    }
    format!(
        "INSERT INTO main.{} ({}) SELECT {} FROM lost.{} AS theirs WHERE {}",
        table.name,
        names.join(", "),
        values.join(", "),
        table.name,
        given(table, "theirs")
    )
}

fn keys_of(table: &Table, side: &str) -> String {
    table.key.iter().map(|key| format!("{side}.{key}")).collect::<Vec<_>>().join(", ")
}

fn same(table: &Table) -> String {
    table.key.iter().map(|key| format!("ours.{key} = theirs.{key}")).collect::<Vec<_>>().join(" AND ")
}

fn given(table: &Table, side: &str) -> String {
    table.key.iter().enumerate().map(|(index, key)| format!("{side}.{key} = ?{}", index + 1)).collect::<Vec<_>>().join(" AND ")
}

fn key(row: &rusqlite::Row<'_>, table: &Table) -> rusqlite::Result<Vec<Value>> {
    (0..table.key.len()).map(|index| row.get(index)).collect()
}

fn row_name(key: &[Value]) -> String {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    key.iter().map(text).collect::<Vec<_>>().join("/")
}
