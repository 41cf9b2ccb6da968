//! Topics of the forum.

use crate::{Actor, Result, Store, StoreError, column, query, user};
use domain::{
    id::{CourseId, LessonId, TopicId, UserId},
    name::Slug,
    world::Moment,
};
use rusqlite::params;

/// A topic to be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTopic<'a> {
    /// Under which course.
    pub course: CourseId,
    /// Under which of its lessons, if one.
    pub lesson: Option<LessonId>,
    /// `question`, `help`, `discussion`, `announcement`, `project` or `code_review`.
    pub kind: &'a str,
    /// 3 to 255 characters.
    pub title: &'a str,
    /// At least 10 characters.
    pub content: &'a str,
}

/// A topic, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicSummary {
    /// Its id.
    pub id: TopicId,
    /// Who began it.
    pub user: UserId,
    /// Its kind.
    pub kind: String,
    /// Its slug, one in its course.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether it stands above the others.
    pub is_pinned: bool,
    /// Whether nobody may answer any more.
    pub is_locked: bool,
    /// How many answers everybody may see.
    pub reply_count: u32,
    /// When the last of them was written, or the topic.
    pub last_activity_at: Moment,
}

/// Begins a topic. `invalid.title`, `invalid.content`, `not_found.user`, `not_found.course`.
pub fn add(store: &Store, user: UserId, new: &NewTopic<'_>) -> Result<TopicId> {
    if !(3..=255).contains(&new.title.chars().count()) {
        return Err(StoreError::Invalid("title"));
    }
    if !(10..=100_000).contains(&new.content.chars().count()) {
        return Err(StoreError::Invalid("content"));
    }
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        let sql = include_str!("../course/exists.sql");
        query::one(write.connection, sql, [new.course.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("course"))?;
        let id = TopicId::generate(write.world);
        // The id makes the slug the only one, on every device.
        let slug = format!("{}-{id}", Slug::from_any(new.title).map_or_else(|| "topic".to_owned(), String::from));
        let lesson = new.lesson.map(|lesson| lesson.to_string());
        let row = params![id.to_string(), new.course.to_string(), lesson, user.to_string(), new.kind, slug, new.title, new.content, write.at_text];
        query::execute(write.connection, include_str!("insert.sql"), row)?;
        Ok(id)
    })
}

/// The topics of a course: pinned first, then by last activity.
pub fn list(store: &Store, course: CourseId, limit: u32) -> Result<Vec<TopicSummary>> {
    store.read(|connection| {
        query::many(connection, include_str!("list.sql"), params![course.to_string(), limit], |row| {
            Ok(TopicSummary {
                id: column::parsed(row, 0)?,
                user: column::parsed(row, 1)?,
                kind: row.get(2)?,
                slug: row.get(3)?,
                title: row.get(4)?,
                is_pinned: row.get(5)?,
                is_locked: row.get(6)?,
                reply_count: row.get(7)?,
                last_activity_at: column::moment(row, 8)?,
            })
        })
    })
}
