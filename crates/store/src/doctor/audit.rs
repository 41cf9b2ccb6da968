//! The chain of the audit trail, and who is said to act when nobody does.

use super::{Area, Finding, sql_value};
use crate::{
    Result,
    audit::{self, BadKind, Trail},
    privacy::KeyFile,
    query,
};
use rusqlite::Connection;
use serde_json::Value;

/// The table that says who acts.
pub const CONTEXT: &str = "write_context";

/// The field of the finding that the word of how far the trail had come is gone.
pub const HEAD_MISSING: &str = BadKind::HeadMissing.name();

/// Between two transactions nobody acts. A row that says so was planted from outside, or left behind by a program that did not clear it: every line that
/// another program causes would be taken down in this person's name and role. This program's next write takes it away.
pub fn standing_context(connection: &Connection) -> Result<Vec<Finding>> {
    query::many(connection, include_str!("context.sql"), [], |row| {
        let stored = sql_value(row.get_ref(1)?);
        Ok(Finding { key: vec![sql_value(row.get_ref(0)?)], ..Finding::new(Area::Audit, CONTEXT, "role", stored, Value::Null) })
    })
}

/// The lines of the audit trail that are not as they were sealed. Lines that another program caused are no difference here: what it wrote was taken by the
/// file's rules, and `studio audit verify` shows them. Where the word of how far the trail had come is gone, a missing end would not show: that is named too.
/// Without the key only gaps can be found.
pub fn differences(connection: &Connection, keys: &KeyFile, trail: &Trail) -> Result<Vec<Finding>> {
    let key = keys.audit();
    // Before the file is looked at: what is committed meanwhile must not count as missing.
    let head = key.as_ref().and_then(|key| trail.stored(key));
    let report = audit::check(connection, key.as_ref(), head)?;
    let told_elsewhere = [BadKind::Unsealed, BadKind::Unproven];
    Ok(report
        .findings
        .iter()
        .filter(|bad| !told_elsewhere.contains(&bad.kind))
        .map(|bad| Finding { key: vec![bad.id.into()], ..Finding::new(Area::Audit, "audit_log", bad.kind.name(), bad.table.clone(), Value::Null) })
        .collect())
}
