//! What must follow from what: counters from what they count, derived rows from what they are derived from, and parents that no foreign key holds.

use super::{Area, Finding, Watch, sql_value};
use crate::{Result, query};
use rusqlite::{Connection, Row, params_from_iter};
use serde_json::Value;

/// One question to the file, and what puts the answer right.
pub struct Check {
    /// What kind of difference it is.
    pub area: Area,
    /// The table that it looks at.
    pub table: &'static str,
    /// How many of the first columns name the row.
    keys: usize,
    /// What is compared: after the keys come, for each of these, what is stored and what it must be.
    fields: &'static [&'static str],
    /// Gives the rows that differ, all from one state of the file.
    find: &'static str,
    /// Puts one row right, from what is in the file. None where nobody can know what is right.
    mend: Option<&'static str>,
    /// Guards that stand in the way of putting it right. They are lifted within the transaction of the repair and put back in it.
    pub lifts: &'static [&'static str],
    /// The view with which it counts: where that is not what it must be, nothing can be said.
    pub view: Option<&'static str>,
}

macro_rules! check {
    ($area:ident $table:literal $keys:literal [$($field:literal),+] $find:literal $(mend $mend:literal)? $(lifting [$($lift:literal),+])? $(by $view:literal)?) => {
        Check {
            area: Area::$area,
            table: $table,
            keys: $keys,
            fields: &[$($field),+],
            find: include_str!(concat!("rows/", $find, ".sql")),
            mend: check!(@optional $(include_str!(concat!("rows/", $mend, ".sql")))?),
            lifts: &[$($($lift),+)?],
            view: check!(@optional $($view)?),
        }
    };
    (@optional) => { None };
    (@optional $value:expr) => { Some($value) };
}

/// All of them. What a later one needs, an earlier one has put right.
pub const CHECKS: &[Check] = &[
    check!(Orphans "profiles" 1 ["user_id"] "profile_missing" mend "profile_missing_mend"),
    check!(Orphans "trust_levels" 1 ["user_id"] "trust_level_missing" mend "trust_level_missing_mend"),
    check!(Orphans "categories" 1 ["parent_id"] "category_cycle"),
    check!(Orphans "exercises" 1 ["course_id"] "exercise_place"),
    check!(Orphans "exercises" 1 ["programming_language"] "exercise_language"),
    check!(Orphans "exercise_versions" 1 ["version_digest"] "version_missing" mend "version_missing_mend"),
    check!(Orphans "exercise_versions" 1 ["version_digest"] "version_differs"),
    check!(Orphans "exercise_steps" 1 ["exercise_id"] "step_place"),
    check!(Orphans "enrollments" 1 ["last_accessed_lesson_id"] "last_lesson" mend "last_lesson_mend"),
    check!(Orphans "drafts" 2 ["op_id"] "draft_operation" mend "draft_operation_mend"),
    check!(Orphans "outbox" 1 ["entity_id"] "operation_without_submission"),
    check!(Orphans "topics" 1 ["course_id"] "topic_place"),
    check!(Orphans "topics" 1 ["accepted_post_id"] "accepted_post" mend "accepted_post_mend"),
    check!(Orphans "text_revisions" 3 ["entity_id"] "revision_without_text"),
    check!(Orphans "text_revisions" 3 ["revision"] "revision_ahead_of_topic" mend "revision_ahead_of_topic_mend" lifting ["topics_guard_text"]),
    check!(Orphans "text_revisions" 3 ["revision"] "revision_ahead_of_post" mend "revision_ahead_of_post_mend" lifting ["posts_guard_text"]),
    check!(Counters "submissions" 2 ["attempt_number"] "attempt_numbers"),
    check!(Counters "exercise_progress" 2 ["attempts"] "exercise_progress_missing" mend "exercise_progress_missing_mend" by "exercise_progress_recount"),
    check!(Counters "exercise_progress" 2 ["attempts"] "exercise_progress_extra" mend "exercise_progress_extra_mend"
        lifting ["exercise_progress_refuse_delete"]),
    check!(Counters "exercise_progress" 2 ["attempts", "best_score", "passed_at", "attempts_to_pass", "last_attempt_at"] "exercise_progress"
        mend "exercise_progress_mend" by "exercise_progress_recount"),
    check!(Counters "enrollments" 1 ["completed_lessons", "progress_percentage"] "enrollments" mend "enrollments_mend" by "enrollment_recount"),
    check!(Counters "courses" 1 ["total_lessons", "total_enrollments", "total_reviews", "rating_sum", "average_rating"] "courses"
        mend "courses_mend" by "course_recount"),
    check!(Counters "reviews" 1 ["helpful_count"] "reviews" mend "reviews_mend" by "review_recount"),
    check!(Counters "posts" 1 ["like_count"] "posts" mend "posts_mend" by "post_recount"),
    check!(Counters "topics" 1 ["reply_count", "last_activity_at"] "topics" mend "topics_mend" by "topic_recount"),
    check!(Counters "trust_levels" 1 ["posts_read", "seconds_read", "days_seen", "likes_received", "likes_given"] "trust_levels" mend "trust_levels_mend"
        by "trust_level_recount"),
    check!(Counters "sent_operations" 1 ["seq"] "sent_numbers"),
    check!(Counters "replicas" 1 ["next_seq"] "next_seq" mend "next_seq_mend" lifting ["replicas_guard_update"]),
    check!(Audit "audit_log" 1 ["id"] "audit_numbers"),
];

/// What differs by this check.
pub fn find(connection: &Connection, check: &Check, watch: &Watch) -> Result<Vec<Finding>> {
    watch.go_on()?;
    let found = query::many(connection, check.find, [], |row| read(row, check))?;
    Ok(found.into_iter().flatten().collect())
}

fn read(row: &Row<'_>, check: &Check) -> rusqlite::Result<Vec<Finding>> {
    let key: Vec<Value> = (0..check.keys).map(|index| Ok(sql_value(row.get_ref(index)?))).collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for (index, field) in check.fields.iter().enumerate() {
        let stored = sql_value(row.get_ref(check.keys + 2 * index)?);
        let actual = sql_value(row.get_ref(check.keys + 2 * index + 1)?);
        if stored != actual || check.fields.len() == 1 {
            found.push(Finding { key: key.clone(), ..Finding::new(check.area, check.table, field, stored, actual) });
        }
    }
    Ok(found)
}

/// Whether somebody can know what is right.
pub fn can_mend(check: &Check) -> bool {
    check.mend.is_some()
}

/// Puts one row right. Whether it is right now.
pub fn mend(connection: &Connection, check: &Check, finding: &Finding) -> Result<bool> {
    let Some(mend) = check.mend else { return Ok(false) };
    let text = |value: &Value| if value.is_null() { None } else { Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned)) };
    let keys: Vec<Option<String>> = finding.key.iter().map(text).collect();
    Ok(query::execute(connection, mend, params_from_iter(keys))? > 0)
}
