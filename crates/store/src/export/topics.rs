//! What an export holds: a topic for each table in which a person stands.

/// One topic, one JSON document.
pub struct Topic {
    /// The document's name.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// The columns by which a row is this person's; none where it is theirs by another row.
    pub columns: &'static [&'static str],
    /// What it is, for the person who reads it.
    pub about: &'static str,
    /// `?1` is the person.
    pub sql: &'static str,
}

/// Every table with a column that names a person stands here; a test reads the schema and fails for one that does not.
#[rustfmt::skip]
pub const TOPICS: &[Topic] = &[
    Topic { name: "account", table: "users", columns: &["id"], about: "The account: name, e-mail address, role. Of the password only whether there is one.", sql: include_str!("topic/account.sql") },
    Topic { name: "profile", table: "profiles", columns: &["user_id"], about: "What you wrote about yourself, and your choices for the window.", sql: include_str!("topic/profile.sql") },
    Topic { name: "courses", table: "enrollments", columns: &["user_id"], about: "The courses you take or took, and how far you are.", sql: include_str!("topic/courses.sql") },
    Topic { name: "lessons", table: "lesson_progress", columns: &["user_id"], about: "The lessons you opened and completed.", sql: include_str!("topic/lessons.sql") },
    Topic { name: "exercises", table: "exercise_progress", columns: &["user_id"], about: "How far you are in each exercise.", sql: include_str!("topic/exercises.sql") },
    Topic { name: "exercise_steps", table: "step_progress", columns: &["user_id"], about: "The steps of exercises that have several, with your answers.", sql: include_str!("topic/exercise_steps.sql") },
    Topic { name: "attempts", table: "submissions", columns: &["user_id"], about: "Every attempt, with its program and its result. The programs are also in the folder programs.", sql: include_str!("topic/attempts.sql") },
    Topic { name: "comments_on_attempts", table: "submission_comments", columns: &[], about: "What others wrote about your attempts.", sql: include_str!("topic/comments_on_attempts.sql") },
    Topic { name: "drafts", table: "drafts", columns: &["user_id"], about: "What stands in the editor of each exercise. Also in the folder programs.", sql: include_str!("topic/drafts.sql") },
    Topic { name: "hints", table: "hints_taken", columns: &["user_id"], about: "The hints you took.", sql: include_str!("topic/hints.sql") },
    Topic { name: "notes", table: "lesson_notes", columns: &["user_id"], about: "Your private notes.", sql: include_str!("topic/notes.sql") },
    Topic { name: "bookmarks", table: "bookmarks", columns: &["user_id"], about: "The lessons you marked.", sql: include_str!("topic/bookmarks.sql") },
    Topic { name: "reading_days", table: "reading_days", columns: &["user_id"], about: "How long you read, by day.", sql: include_str!("topic/reading_days.sql") },
    Topic { name: "playground", table: "playground_files", columns: &["user_id"], about: "Your playground files. Also in the folder playground.", sql: include_str!("topic/playground.sql") },
    Topic { name: "reviews", table: "reviews", columns: &["user_id"], about: "Your reviews of courses.", sql: include_str!("topic/reviews.sql") },
    Topic { name: "review_votes", table: "review_votes", columns: &["user_id"], about: "The reviews you found helpful.", sql: include_str!("topic/review_votes.sql") },
    Topic { name: "topics", table: "topics", columns: &["user_id"], about: "The topics you began in the forum.", sql: include_str!("topic/topics.sql") },
    Topic { name: "posts", table: "posts", columns: &["user_id"], about: "Your posts in the forum.", sql: include_str!("topic/posts.sql") },
    Topic { name: "earlier_texts", table: "text_revisions", columns: &["replaced_by"], about: "What topics and posts said before an edit: yours, and those that you edited.", sql: include_str!("topic/earlier_texts.sql") },
    Topic { name: "likes", table: "post_likes", columns: &["user_id"], about: "The posts you liked.", sql: include_str!("topic/likes.sql") },
    Topic { name: "subscriptions", table: "subscriptions", columns: &["user_id"], about: "The topics you follow.", sql: include_str!("topic/subscriptions.sql") },
    Topic { name: "comments", table: "submission_comments", columns: &["user_id"], about: "What you wrote about attempts.", sql: include_str!("topic/comments.sql") },
    Topic { name: "flags", table: "flags", columns: &["flagger_id"], about: "What you reported.", sql: include_str!("topic/flags.sql") },
    Topic { name: "trust", table: "trust_levels", columns: &["user_id"], about: "Your trust level in the forum, and what it rests on.", sql: include_str!("topic/trust.sql") },
    Topic { name: "review_queue", table: "review_queue", columns: &["user_id", "assigned_to"], about: "What waits or waited for a moderator because of you, or was given to you to decide.", sql: include_str!("topic/review_queue.sql") },
    Topic { name: "review_queue_votes", table: "review_queue_votes", columns: &["user_id"], about: "What you found urgent in the moderators' queue.", sql: include_str!("topic/review_queue_votes.sql") },
    Topic { name: "moderation", table: "moderation_decisions", columns: &["moderator_id"], about: "What you decided as a moderator.", sql: include_str!("topic/moderation.sql") },
    Topic { name: "publishers", table: "publishers", columns: &["accepted_by"], about: "The publishers of courses that you accepted.", sql: include_str!("topic/publishers.sql") },
    Topic { name: "imports", table: "pack_imports", columns: &["imported_by"], about: "The courses that you brought in.", sql: include_str!("topic/imports.sql") },
    Topic { name: "consents", table: "consents", columns: &["user_id"], about: "What you agreed to, and what you withdrew.", sql: include_str!("topic/consents.sql") },
    Topic { name: "closings", table: "erasures", columns: &["user_id"], about: "When you closed your account, and when you opened it again.", sql: include_str!("topic/closings.sql") },
    Topic { name: "classes", table: "replicas", columns: &["user_id"], about: "The classes that this account joined from here.", sql: include_str!("topic/classes.sql") },
    Topic { name: "operations", table: "outbox", columns: &["user_id"], about: "Every change you made, as it was or will be sent to a class.", sql: include_str!("topic/operations.sql") },
    Topic { name: "sent", table: "sent_operations", columns: &[], about: "The number that each change had on its way.", sql: include_str!("topic/sent.sql") },
    Topic { name: "receipts", table: "receipts", columns: &[], about: "The answers of the class's hub.", sql: include_str!("topic/receipts.sql") },
    Topic { name: "sync", table: "sync_state", columns: &[], about: "How far this computer has read what came from the class.", sql: include_str!("topic/sync.sql") },
    Topic { name: "conflict_copies", table: "conflict_copies", columns: &["user_id"], about: "Texts of yours that met another edit.", sql: include_str!("topic/conflict_copies.sql") },
    Topic { name: "trail", table: "audit_log", columns: &["actor_id", "row_id"], about: "The access and change trail: what you did, and who looked at your data.", sql: include_str!("topic/trail.sql") },
];
