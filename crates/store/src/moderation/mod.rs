//! The review queue.

use crate::{Result, Store, column, query};
use domain::{
    id::{PostId, QueueItemId, TopicId, UserId},
    world::Moment,
};

/// An open item, as moderators see it.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueItem {
    /// Its id.
    pub id: QueueItemId,
    /// `flagged_post`, `new_post`, `edited_post`, `report`, `spam` or `trust_review`.
    pub kind: String,
    /// The topic that it speaks of.
    pub topic: Option<TopicId>,
    /// The post that it speaks of.
    pub post: Option<PostId>,
    /// Whose it is.
    pub user: UserId,
    /// `pending`, `needs_info` or `escalated`.
    pub status: String,
    /// 1 critical to 4 low.
    pub priority: u8,
    /// When it came in.
    pub created_at: Moment,
    /// How urgent it is at this moment (FEATURES 3). Only to order by.
    pub score: f64,
}

/// What waits for a decision, the most urgent first, as of this moment.
pub fn queue(store: &Store, limit: u32) -> Result<Vec<QueueItem>> {
    store.read(|connection| {
        query::many(connection, include_str!("queue.sql"), [limit], |row| {
            Ok(QueueItem {
                id: column::parsed(row, 0)?,
                kind: row.get(1)?,
                topic: column::parsed_or_none(row, 2)?,
                post: column::parsed_or_none(row, 3)?,
                user: column::parsed(row, 4)?,
                status: row.get(5)?,
                priority: row.get(6)?,
                created_at: column::moment(row, 7)?,
                score: row.get(8)?,
            })
        })
    })
}
