//! What each table is for, by topic. A test holds that every table of the file stands here, and none besides.

/// A table.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What a row of it is.
    pub purpose: &'static str,
    /// Why its changes leave no line in the audit trail; none where they do.
    pub not_audited: Option<&'static str>,
    /// Which of its changes leave none, where others do.
    pub but_for: Option<&'static str>,
}

const fn audited(name: &'static str, purpose: &'static str) -> Table {
    Table { name, purpose, not_audited: None, but_for: None }
}

const fn silent(name: &'static str, purpose: &'static str, why: &'static str) -> Table {
    Table { name, purpose, not_audited: Some(why), but_for: None }
}

const fn own(name: &'static str, purpose: &'static str) -> Table {
    Table { name, purpose, not_audited: None, but_for: Some("what its owner does, or their erasure") }
}

const fn log(name: &'static str, purpose: &'static str) -> Table {
    Table { name, purpose, not_audited: None, but_for: Some("what this program writes: it is a log itself") }
}

/// Topics, each with its tables.
pub const TOPICS: [(&str, &[Table]); 8] = [
    (
        "People",
        &[
            audited("users", "An account. Its names and addresses are encrypted for each person; the blind indexes keep them unique."),
            audited("profiles", "What a person tells about themselves, and their choices. Made with the account."),
            audited("consents", "What a person agreed to, in which wording, and when they took it back."),
            audited("erasures", "The closing of an account, from the request to the day when everything personal is gone."),
        ],
    ),
    (
        "Courses",
        &[
            audited("categories", "A place in the library's tree."),
            audited("courses", "A course, with numbers that follow from what is in it."),
            audited("course_languages", "A programming language that a course uses."),
            audited("lessons", "A lesson of a course: its text and its place."),
            audited("exercises", "An exercise of a lesson, as it is now: what is shown and what only the judge may see."),
            silent("exercise_versions", "An exercise as it was once: attempts are pinned to one of these.", "it is a log itself"),
            audited("exercise_steps", "A step of an exercise that has several."),
            audited("publishers", "A key that signs course packs, as it was met first."),
            audited("pack_imports", "What an import did, so that it can be undone."),
        ],
    ),
    (
        "Learning",
        &[
            audited("enrollments", "Who takes which course, with counts and percentage that follow from the lessons."),
            audited("lesson_progress", "A lesson that somebody opened or completed."),
            audited("submissions", "An attempt: the program, the verdict, and what it was judged by."),
            silent("exercise_progress", "How far somebody is with an exercise.", "follows from the attempts"),
            own("step_progress", "How far somebody is in an exercise of several steps."),
            audited("hints_taken", "A hint that somebody opened."),
            own("drafts", "What somebody is typing at an exercise."),
        ],
    ),
    (
        "A person's own",
        &[
            audited("lesson_notes", "A private note at a lesson, encrypted for its author."),
            own("bookmarks", "A place that somebody marked."),
            own("reading_days", "How long somebody read on a day."),
            own("playground_files", "A file of somebody's playground."),
        ],
    ),
    (
        "Reviews and forum",
        &[
            audited("reviews", "What somebody thinks of a course."),
            audited("review_votes", "Who found a review helpful."),
            audited("topics", "A question or thread under a course, a lesson or an exercise."),
            audited("posts", "An answer in a topic."),
            silent("text_revisions", "What a topic or post said before an edit.", "it is a log itself"),
            audited("post_likes", "Who liked a post."),
            own("subscriptions", "Who wants to hear of a topic."),
            audited("submission_comments", "What somebody says about an attempt."),
        ],
    ),
    (
        "Moderation",
        &[
            audited("flags", "Somebody says that a topic or post should be looked at."),
            audited("trust_levels", "What somebody may do in the forum. Made with the account."),
            audited("review_queue", "What waits for a moderator."),
            audited("review_queue_votes", "What moderators think of something that waits."),
            audited("moderation_decisions", "What was decided. An undoing is one more line."),
        ],
    ),
    (
        "Sync",
        &[
            log("outbox", "An operation for the hub, written with the row that it tells of."),
            audited("classes", "A class that was joined, and where its hub is."),
            audited("replicas", "Who this folder is in a class, for each account."),
            log("sent_operations", "Which number an operation has in a replica."),
            log("receipts", "The hub's signed answer to an operation."),
            log("sync_state", "How far a stream of the hub was read."),
            log("parked_operations", "An operation that came and could not be applied yet."),
            audited("conflict_copies", "The other side of an edit that did not win, until its author decides."),
        ],
    ),
    (
        "The file itself",
        &[
            silent("installation", "Which installation this is.", "written once, refuses every change"),
            silent("write_context", "Who acts, in what role, in the transaction of the moment.", "says who acts, within a transaction"),
            silent("audit_log", "A line of the audit trail.", "it is the trail"),
            silent("audit_seals", "The seal of a line, with the digests of the texts that it speaks of.", "it is the trail"),
            silent("refinery_schema_history", "Which migrations were made.", "the schema's own log, refuses every change"),
        ],
    ),
];

/// All tables.
pub fn all() -> impl Iterator<Item = &'static Table> {
    TOPICS.iter().flat_map(|(_, tables)| tables.iter())
}
