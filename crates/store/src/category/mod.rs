//! The tree of categories.

use crate::{Result, Store, StoreError, column, query, write::Write};
use domain::{id::CategoryId, name::Slug};
use rusqlite::params;

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its slug.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// The one above it.
    pub parent: Option<CategoryId>,
    /// How many courses stand directly in it.
    pub courses: u32,
}

/// All categories, by name.
pub fn list(store: &Store) -> Result<Vec<Category>> {
    store.read(|connection| {
        query::many(connection, include_str!("list.sql"), [], |row| {
            Ok(Category {
                id: column::parsed(row, 0)?,
                slug: column::slug(row, 1)?,
                name: row.get(2)?,
                parent: column::parsed_or_none(row, 3)?,
                courses: row.get(4)?,
            })
        })
    })
}

/// The category of this name, made at the top of the tree where there is none.
pub(crate) fn find_or_add(write: &Write<'_>, name: &str) -> Result<CategoryId> {
    let slug = slug_of(name);
    let known = query::one(write.connection, include_str!("find_by_slug.sql"), [&slug], |row| column::parsed(row, 0))?;
    if let Some(id) = known {
        return Ok(id);
    }
    if name.trim().is_empty() {
        return Err(StoreError::Invalid("category_without_name"));
    }
    let id = CategoryId::derived(&slug);
    let sql = include_str!("insert.sql");
    query::execute(write.connection, sql, params![id.to_string(), slug, name.trim(), write.at_text])?;
    Ok(id)
}

/// The slug of a category of this name. A name without any plain letter (another script) still needs one, the same on every device: that of an id.
pub(crate) fn slug_of(name: &str) -> String {
    Slug::from_any(name).map_or_else(|| CategoryId::derived(name).to_string(), String::from)
}
