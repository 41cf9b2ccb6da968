//! Bringing the file to the newest version: forward only, all that is due in one transaction, with a copy beside it first.

use crate::{Result, StoreError, doctor::Watch, query};
use domain::world::{World, moment_text};
use refinery::{Migration, Runner};
use rusqlite::{Connection, params};
use std::{path::Path, sync::LazyLock};
use uuid::Uuid;

mod embedded {
    refinery::embed_migrations!("../../migrations/studio");
}

/// Stands in the file's header: "LSst".
pub const APPLICATION_ID: i64 = 0x4c53_7374;

/// All migrations, in order. They are parsed once: every opening compares the file with them.
static MIGRATIONS: LazyLock<Vec<Migration>> = LazyLock::new(|| {
    let mut migrations = embedded::migrations::runner().get_migrations().clone();
    migrations.sort_by_key(Migration::version);
    migrations
});

/// The newest version.
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| i64::from(migration.version()))
}

/// Makes the schema in an empty database, and nothing else.
pub fn make_schema(connection: &mut Connection) -> Result<()> {
    Runner::new(&MIGRATIONS).set_grouped(true).run(connection)?;
    Ok(())
}

/// How many migrations the file says it has had.
pub fn history_length(connection: &Connection) -> Result<i64> {
    Ok(connection.query_row(include_str!("history_length.sql"), [], |row| row.get(0))?)
}

/// A file from a newer program is left as it is.
pub fn refuse_newer(found: i64) -> Result<()> {
    if found > newest() { Err(StoreError::TooNew { found, known: newest() }) } else { Ok(()) }
}

/// A file with another history than ours is not ours to change. (refinery would find this out too, but it panics on a history that it cannot read.)
pub fn refuse_other_history(connection: &Connection) -> Result<()> {
    let known = include_str!("has_history.sql");
    if connection.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
        let tables: i64 = connection.query_row(include_str!("count_schema.sql"), [], |row| row.get(0))?;
        return if tables == 0 { Ok(()) } else { Err(StoreError::Invalid("not_a_studio_file")) };
    }
    let applied = query::many(connection, include_str!("history.sql"), [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    if let Some((version, ..)) = applied.last() {
        refuse_newer(*version)?;
    }
    let same = applied.iter().zip(MIGRATIONS.iter()).all(|((version, name, checksum), migration)| {
        *version == i64::from(migration.version()) && name == migration.name() && *checksum == migration.checksum().to_string()
    });
    if same { Ok(()) } else { Err(StoreError::Invalid("history_differs")) }
}

/// Whether a file is copied before it is migrated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum BackUp {
    /// It is the only one of its kind.
    First,
    /// It is a copy already.
    Not,
}

/// Migrates from this version to the newest.
pub fn migrate(connection: &mut Connection, folder: &Path, world: &dyn World, from: i64, backup: BackUp) -> Result<()> {
    let now = moment_text(world.now());
    if from > 0 && backup == BackUp::First {
        crate::backup::create_from(connection, folder, world, crate::backup::Reason::BeforeMigration, &Watch::nobody())?;
    }
    // Inside a transaction this does nothing, so it has to be said before.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    connection.set_transaction_behavior(rusqlite::TransactionBehavior::Immediate);
    Runner::new(&MIGRATIONS).set_grouped(true).set_abort_divergent(true).set_abort_missing(true).run(connection)?;
    if let Some(table) = query::one(connection, "PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))? {
        return Err(StoreError::Bug(format!("after the migration, rows of {table} have lost their parents")));
    }
    if from > 0 {
        super::damage::check(connection)?;
    }
    let mut random = [0; 10];
    world.fill_random(&mut random);
    let milliseconds = u64::try_from(world.now().timestamp_millis()).unwrap_or(0);
    let id = uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid();
    query::execute(connection, include_str!("installation_insert.sql"), params![Uuid::to_string(&id), now])?;
    Ok(())
}
