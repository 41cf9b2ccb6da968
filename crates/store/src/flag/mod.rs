//! Flags: what readers object to.

use crate::{Actor, Result, Store, StoreError, column, post::PostState, query, user};
use domain::id::{FlagId, PostId, QueueItemId, UserId};
use rusqlite::params;

/// So many flags hide a post until it is decided (FEATURES 3).
const HIDES: u32 = 3;

/// Why a reader objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagReason {
    /// Advertising.
    Spam,
    /// It does not belong in a classroom.
    Inappropriate,
    /// It does not belong here.
    OffTopic,
    /// It is meant to hurt somebody.
    Harassment,
    /// It was said before.
    Duplicate,
    /// It is false.
    Misinformation,
    /// Something else.
    Other,
}

/// What a flag changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flagged {
    /// The flag.
    pub id: FlagId,
    /// Whether the post is hidden now.
    pub hidden: bool,
}

/// Flags a post: it enters the review queue, or its item becomes more urgent; the third flag hides it. `conflict.already_flagged`, `not_found.post`,
/// `not_found.user`, `invalid.details`.
pub fn add(store: &Store, user: UserId, post: PostId, reason: FlagReason, details: &str) -> Result<Flagged> {
    if details.chars().count() > 1000 {
        return Err(StoreError::Invalid("details"));
    }
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        let target = post.to_string();
        let author: UserId =
            query::one(write.connection, include_str!("author.sql"), [&target], |row| column::parsed(row, 0))?.ok_or(StoreError::NotFound("post"))?;
        let id = FlagId::generate(write.world);
        let row = params![id.to_string(), user.to_string(), target, column::name_of(&reason)?, details, write.at_text];
        query::execute(write.connection, include_str!("insert.sql"), row)?;
        let priority = if matches!(reason, FlagReason::Spam | FlagReason::Harassment) { 2 } else { 3 };
        if query::execute(write.connection, include_str!("queue_raise.sql"), params![target, priority])? == 0 {
            let item = QueueItemId::generate(write.world).to_string();
            query::execute(write.connection, include_str!("queue_insert.sql"), params![item, target, author.to_string(), priority, write.at_text])?;
        }
        let flags: u32 = query::one(write.connection, include_str!("count.sql"), [&target], |row| row.get(0))?.unwrap_or(0);
        let hidden = flags >= HIDES;
        if hidden {
            query::execute(write.connection, include_str!("../post/set_state.sql"), [&target, PostState::Hidden.name()])?;
        }
        Ok(Flagged { id, hidden })
    })
}
