//! The schema as a file has it that was made just now.

use rusqlite::Connection;
use std::collections::BTreeMap;

/// A column.
pub struct Column {
    /// Its name.
    pub name: String,
    /// `TEXT`, `INTEGER`, `BLOB`.
    pub kind: String,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether it is a part of the primary key.
    pub key: bool,
    /// The table that it refers to.
    pub refers_to: Option<String>,
}

/// A trigger.
pub struct Trigger {
    /// Its name.
    pub name: String,
    /// Its text.
    pub sql: String,
}

/// The schema.
pub struct Schema {
    /// The version that it has.
    pub version: i64,
    /// Its tables' columns, in their order.
    pub tables: BTreeMap<String, Vec<Column>>,
    /// Its tables' triggers, by name.
    pub triggers: BTreeMap<String, Vec<Trigger>>,
}

impl Schema {
    /// Reads the schema of a file.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
        let names: Vec<String> = connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let (mut tables, mut triggers) = (BTreeMap::new(), BTreeMap::new());
        for name in names {
            let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 ORDER BY name";
            let of_table = connection
                .prepare(sql)?
                .query_map([&name], |row| Ok(Trigger { name: row.get(0)?, sql: row.get(1)? }))?
                .collect::<rusqlite::Result<_>>()?;
            triggers.insert(name.clone(), of_table);
            tables.insert(name.clone(), columns(connection, &name)?);
        }
        Ok(Self { version, tables, triggers })
    }
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let sql = "SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)";
    let parents: BTreeMap<String, String> =
        connection.prepare(sql)?.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let sql = "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid";
    let read = |row: &rusqlite::Row<'_>| {
        let name: String = row.get(0)?;
        let key = row.get::<_, i64>(3)? > 0;
        Ok(Column { kind: row.get(1)?, nullable: !row.get::<_, bool>(2)? && !key, key, refers_to: parents.get(&name).cloned(), name })
    };
    connection.prepare(sql)?.query_map([table], read)?.collect()
}
