//! The chain of the audit trail.

use super::{Area, Finding};
use crate::{
    Result,
    audit::{self, BadKind, Trail},
    privacy::KeyFile,
};
use rusqlite::Connection;
use serde_json::Value;

/// The lines of the audit trail that are not as they were sealed. Lines that another program caused are no difference here: what it wrote was taken by the
/// file's rules, and `studio audit verify` shows them. Without the key only gaps can be found.
pub fn differences(connection: &Connection, keys: &KeyFile, trail: &Trail) -> Result<Vec<Finding>> {
    let key = keys.audit();
    // Before the file is looked at: what is committed meanwhile must not count as missing.
    let head = key.as_ref().and_then(|key| trail.stored(key));
    let report = audit::check(connection, key.as_ref(), head)?;
    let told_elsewhere = [BadKind::Unsealed, BadKind::Unproven, BadKind::HeadMissing];
    Ok(report
        .findings
        .iter()
        .filter(|bad| !told_elsewhere.contains(&bad.kind))
        .map(|bad| Finding { key: vec![bad.id.into()], ..Finding::new(Area::Audit, "audit_log", bad.kind.name(), bad.table.clone(), Value::Null) })
        .collect())
}
