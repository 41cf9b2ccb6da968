//! Posts: answers in a topic. Who may do what to whose post is for the caller to decide.

use crate::{Actor, Result, Store, StoreError, column, query, review, user};
use domain::{
    id::{PostId, TopicId, UserId},
    world::Moment,
};
use rusqlite::{Params, params};

/// Whether others see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostState {
    /// It waits for a moderator.
    Pending,
    /// Everybody sees it.
    Approved,
    /// A moderator, or three flags, took it out of sight.
    Hidden,
}

impl PostState {
    /// The state's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Hidden => "hidden",
        }
    }
}

/// A post, as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Whose.
    pub user: UserId,
    /// The post that it quotes.
    pub quoted: Option<PostId>,
    /// What it says.
    pub content: String,
    /// How many like it.
    pub like_count: u32,
    /// Which edit it is, from 1.
    pub revision: u32,
    /// When it was written.
    pub created_at: Moment,
}

/// Answers in a topic. `invalid.content`, `not_found.user`, `not_found.topic`, `not_found.post` (the quoted one),
/// `conflict.topic_locked`.
pub fn add(store: &Store, user: UserId, topic: TopicId, content: &str, quoted: Option<PostId>) -> Result<PostId> {
    check(content)?;
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        topic_exists(write.connection, topic)?;
        let id = PostId::generate(write.world);
        let quoted = quoted.map(|post| post.to_string());
        if let Some(quoted) = &quoted {
            query::one(write.connection, include_str!("exists.sql"), [quoted], |_| Ok(()))?.ok_or(StoreError::NotFound("post"))?;
        }
        let row = params![id.to_string(), topic.to_string(), user.to_string(), quoted, content, write.at_text];
        query::execute(write.connection, include_str!("insert.sql"), row)?;
        Ok(id)
    })
}

/// Changes the text; what it said before is kept. `base` is the revision that the person had before them. `invalid.content`, `not_found.post`,
/// `conflict.text_changed`.
pub fn edit(store: &Store, actor: UserId, post: PostId, base: u32, content: &str) -> Result<()> {
    check(content)?;
    store.write(Actor::Person(actor), |write| {
        if query::execute(write.connection, include_str!("edit.sql"), params![post.to_string(), base, content, write.at_text])? == 1 {
            return Ok(());
        }
        query::one(write.connection, include_str!("exists.sql"), [post.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("post"))?;
        Err(StoreError::Conflict("text_changed"))
    })
}

/// Takes a post away; it can be brought back. Whether it was there.
pub fn remove(store: &Store, actor: UserId, post: PostId) -> Result<bool> {
    store.write(Actor::Person(actor), |write| {
        Ok(query::execute(write.connection, include_str!("delete.sql"), params![post.to_string(), write.at_text])? > 0)
    })
}

/// Brings a post back; whether it was away.
pub fn restore(store: &Store, actor: UserId, post: PostId) -> Result<bool> {
    change(store, actor, include_str!("restore.sql"), [post.to_string()])
}

/// Moves a post to another topic. `not_found.topic`, `not_found.post`.
pub fn move_to(store: &Store, actor: UserId, post: PostId, topic: TopicId) -> Result<()> {
    store.write(Actor::Person(actor), |write| {
        topic_exists(write.connection, topic)?;
        found(query::execute(write.connection, include_str!("move.sql"), [post.to_string(), topic.to_string()])? > 0)
    })
}

/// Shows or hides a post. `not_found.post`.
pub fn set_state(store: &Store, actor: UserId, post: PostId, state: PostState) -> Result<()> {
    found(change(store, actor, include_str!("set_state.sql"), [&post.to_string(), state.name()])?)
}

/// Likes a post, or no longer; whether that changed anything. `conflict.own_post`, `not_found.post`.
pub fn like(store: &Store, user: UserId, post: PostId, likes: bool) -> Result<bool> {
    store.write(Actor::Person(user), |write| {
        query::one(write.connection, include_str!("exists.sql"), [post.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("post"))?;
        review::mark(write, (include_str!("like_insert.sql"), include_str!("like_update.sql")), &post.to_string(), user, likes)
    })
}

/// The posts of a topic that everybody may see, in order.
pub fn list(store: &Store, topic: TopicId, limit: u32) -> Result<Vec<Post>> {
    store.read(|connection| {
        query::many(connection, include_str!("list.sql"), params![topic.to_string(), limit], |row| {
            Ok(Post {
                id: column::parsed(row, 0)?,
                user: column::parsed(row, 1)?,
                quoted: column::parsed_or_none(row, 2)?,
                content: row.get(3)?,
                like_count: row.get(4)?,
                revision: row.get(5)?,
                created_at: column::moment(row, 6)?,
            })
        })
    })
}

fn change(store: &Store, actor: UserId, sql: &str, params: impl Params) -> Result<bool> {
    store.write(Actor::Person(actor), |write| Ok(query::execute(write.connection, sql, params)? > 0))
}

fn found(changed: bool) -> Result<()> {
    if changed { Ok(()) } else { Err(StoreError::NotFound("post")) }
}

fn topic_exists(connection: &rusqlite::Connection, topic: TopicId) -> Result<()> {
    query::one(connection, include_str!("../topic/exists.sql"), [topic.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("topic"))
}

fn check(content: &str) -> Result<()> {
    if content.trim().is_empty() || content.chars().count() > 100_000 { Err(StoreError::Invalid("content")) } else { Ok(()) }
}
