//! What must be true of every file, whatever was done to it, by whomever.

use rusqlite::Connection;

/// Each finds rows that must not be there.
pub const NONE: [(&str, &str); 14] = [
    (
        "percentage",
        "SELECT e.id FROM enrollments AS e JOIN enrollment_recount AS r USING (id)
         WHERE e.progress_percentage <> r.progress_percentage OR e.completed_lessons <> r.completed_lessons",
    ),
    ("completion", "SELECT id FROM enrollments WHERE progress_percentage = 100 AND completed_at IS NULL"),
    (
        "course counters",
        "SELECT c.id FROM courses AS c JOIN course_recount AS r USING (id)
         WHERE c.total_lessons <> r.total_lessons OR c.total_enrollments <> r.total_enrollments OR c.total_reviews <> r.total_reviews
            OR c.rating_sum <> r.rating_sum OR c.average_rating IS NOT r.average_rating",
    ),
    ("helpful votes", "SELECT id FROM reviews AS a JOIN review_recount AS r USING (id) WHERE a.helpful_count <> r.helpful_count"),
    (
        "replies",
        "SELECT id FROM topics AS a JOIN topic_recount AS r USING (id) WHERE a.reply_count <> r.reply_count OR a.last_activity_at <> r.last_activity_at",
    ),
    ("likes", "SELECT id FROM posts AS a JOIN post_recount AS r USING (id) WHERE a.like_count <> r.like_count"),
    (
        "exercise progress",
        "SELECT p.user_id FROM exercise_progress AS p LEFT JOIN exercise_progress_recount AS r USING (user_id, exercise_id)
         WHERE r.user_id IS NULL OR p.attempts <> r.attempts OR p.best_score <> r.best_score OR p.passed_at IS NOT r.passed_at
            OR p.attempts_to_pass IS NOT r.attempts_to_pass OR p.last_attempt_at <> r.last_attempt_at",
    ),
    (
        "attempts without progress",
        "SELECT id FROM submissions WHERE (user_id, exercise_id) NOT IN (SELECT user_id, exercise_id FROM exercise_progress)",
    ),
    (
        "last lesson",
        "SELECT id FROM enrollments WHERE last_accessed_lesson_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM lessons WHERE id = last_accessed_lesson_id AND is_deleted = 0 AND course_id = enrollments.course_id)",
    ),
    (
        "accepted answer",
        "SELECT id FROM topics WHERE accepted_post_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM posts WHERE id = accepted_post_id AND is_deleted = 0 AND topic_id = topics.id)",
    ),
    (
        "trust",
        "SELECT t.user_id FROM trust_levels AS t JOIN trust_level_recount AS r USING (user_id)
         WHERE (t.posts_read, t.seconds_read, t.days_seen, t.likes_received, t.likes_given)
            IS NOT (r.posts_read, r.seconds_read, r.days_seen, r.likes_received, r.likes_given)",
    ),
    ("one profile each", "SELECT 1 WHERE (SELECT count(*) FROM users) <> (SELECT count(*) FROM profiles)"),
    ("one trust level each", "SELECT 1 WHERE (SELECT count(*) FROM users) <> (SELECT count(*) FROM trust_levels)"),
    ("audit lines without a gap", "SELECT 1 WHERE (SELECT count(*) FROM audit_log) <> (SELECT coalesce(max(id), 0) FROM audit_log)"),
];

/// Attempt numbers are dense from 1, except while sync works.
pub const DENSE: (&str, &str) = (
    "attempt numbers",
    "SELECT user_id FROM submissions GROUP BY user_id, exercise_id HAVING max(attempt_number) <> count(*) OR min(attempt_number) <> 1",
);

/// The first that does not hold.
pub fn broken(raw: &Connection) -> Option<&'static str> {
    let finds = |sql: &str| raw.prepare_cached(sql).unwrap().exists([]).unwrap();
    NONE.iter().chain([&DENSE]).find(|(_, sql)| finds(sql)).map(|(what, _)| *what)
}

/// All of them, foreign keys and the file's own structure.
pub fn check(raw: &Connection) {
    assert_eq!(broken(raw), None);
    let orphans: i64 = raw.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(orphans, 0, "rows without their parent");
    let integrity: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(integrity, "ok");
}
