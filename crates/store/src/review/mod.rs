//! Reviews of courses: one for each person and course.

use crate::{Actor, Result, Store, StoreError, column, query, user, write::Write};
use domain::{
    id::{CourseId, ReviewId, UserId},
    world::Moment,
};
use rusqlite::params;

/// A review, as others read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// Whose.
    pub user: UserId,
    /// 1 to 5.
    pub rating: u8,
    /// One line; may be empty.
    pub title: String,
    /// What the person wrote; may be empty.
    pub content: String,
    /// How many found it helpful.
    pub helpful_count: u32,
    /// When it was written first.
    pub created_at: Moment,
}

/// Writes the person's review of a course, or writes it anew; one that was taken back returns with it. `invalid.rating`, `not_found.user`,
/// `not_found.course`.
pub fn set(store: &Store, user: UserId, course: CourseId, rating: u8, title: &str, content: &str) -> Result<ReviewId> {
    if !(1..=5).contains(&rating) {
        return Err(StoreError::Invalid("rating"));
    }
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        let sql = include_str!("../course/exists.sql");
        query::one(write.connection, sql, [course.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("course"))?;
        let mine = query::one(write.connection, include_str!("mine.sql"), [user.to_string(), course.to_string()], |row| column::parsed(row, 0))?;
        let id: ReviewId = mine.unwrap_or_else(|| ReviewId::generate(write.world));
        if mine.is_some() {
            query::execute(write.connection, include_str!("update.sql"), params![id.to_string(), rating, title, content, write.at_text])?;
        } else {
            let row = params![id.to_string(), course.to_string(), user.to_string(), rating, title, content, write.at_text];
            query::execute(write.connection, include_str!("insert.sql"), row)?;
        }
        Ok(id)
    })
}

/// Takes the person's review back; whether there was one.
pub fn remove(store: &Store, user: UserId, course: CourseId) -> Result<bool> {
    store.write(Actor::Person(user), |write| {
        Ok(query::execute(write.connection, include_str!("delete.sql"), params![user.to_string(), course.to_string(), write.at_text])? > 0)
    })
}

/// Says that a review helped, or no longer; whether that changed anything. `conflict.own_review`, `not_found.review`.
pub fn vote(store: &Store, user: UserId, review: ReviewId, helpful: bool) -> Result<bool> {
    store.write(Actor::Person(user), |write| {
        query::one(write.connection, include_str!("exists.sql"), [review.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("review"))?;
        mark(write, (include_str!("vote_insert.sql"), include_str!("vote_update.sql")), &review.to_string(), user, helpful)
    })
}

/// Sets or takes back one person's mark on something: a row that stays, with a flag.
pub(crate) fn mark(write: &Write<'_>, (insert, update): (&str, &str), target: &str, user: UserId, on: bool) -> Result<bool> {
    let row = [target, &user.to_string()];
    if on && query::execute(write.connection, insert, params![row[0], row[1], write.at_text])? > 0 {
        return Ok(true);
    }
    let deleted_at = (!on).then_some(&write.at_text);
    Ok(query::execute(write.connection, update, params![row[0], row[1], !on, deleted_at])? > 0)
}

/// The reviews of a course, newest first.
pub fn list(store: &Store, course: CourseId, limit: u32) -> Result<Vec<Review>> {
    store.read(|connection| {
        query::many(connection, include_str!("list.sql"), params![course.to_string(), limit], |row| {
            Ok(Review {
                id: column::parsed(row, 0)?,
                user: column::parsed(row, 1)?,
                rating: row.get(2)?,
                title: row.get(3)?,
                content: row.get(4)?,
                helpful_count: row.get(5)?,
                created_at: column::moment(row, 6)?,
            })
        })
    })
}
