//! The doctor: looks whether the file is what it must be, names each difference, and puts right what follows from the rest of the file.
//!
//! What is looked at: the pages and indexes ([`Area::Integrity`]), foreign keys, parents that no foreign key holds, every counter against a new count, the
//! schema against the migrations, every encrypted column, the audit trail. What cannot be known is never guessed: it is named, and left.

mod audit;
mod file;
mod rows;
mod schema;
mod sealed;
mod slices;

use crate::{Actor, Result, Store, StoreError, audit::Trail, backup, opening, privacy::KeyFile, query, write::Write};
use domain::world::{Moment, moment_text};
use rusqlite::{Connection, params, types::ValueRef};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{sync::Arc, time::Instant};

pub use slices::{Health, LastCheck, UnderWay, go_on_checking, health};

/// How many differences of one check are named. What is beyond is counted by the next run, once these are put right.
const MOST_NAMED: usize = 10_000;

/// What kind of difference it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Area {
    /// Pages, indexes, and values that break a constraint.
    Integrity,
    /// Tables, triggers, indexes and views against the migrations.
    Schema,
    /// Rows whose parent by a foreign key is not there.
    ForeignKeys,
    /// Rows whose parent is not there, where no foreign key says so.
    Orphans,
    /// Numbers and dates that are derived from other rows.
    Counters,
    /// Encrypted columns that their key does not open.
    Encryption,
    /// Encrypted columns whose key is not here: nothing is damaged, and nothing can be read.
    Locked,
    /// The audit trail.
    Audit,
}

impl Area {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integrity => "integrity",
            Self::Schema => "schema",
            Self::ForeignKeys => "foreign_keys",
            Self::Orphans => "orphans",
            Self::Counters => "counters",
            Self::Encryption => "encryption",
            Self::Locked => "locked",
            Self::Audit => "audit",
        }
    }
}

/// One difference between what is stored and what must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind it is.
    pub area: Area,
    /// The table; of the schema, the table that the object belongs to.
    pub table: String,
    /// The column; of the schema, the object.
    pub field: String,
    /// What names the row, one value for each column of its key. Empty where it is not about one row.
    pub key: Vec<Value>,
    /// What is there.
    pub stored: Value,
    /// What must be there; null where nothing must be, or where nobody can know.
    pub actual: Value,
    /// Whether it was put right.
    pub repaired: bool,
}

impl Finding {
    pub(crate) fn new(area: Area, table: &str, field: &str, stored: impl Into<Value>, actual: impl Into<Value>) -> Self {
        Self { area, table: table.into(), field: field.into(), key: Vec::new(), stored: stored.into(), actual: actual.into(), repaired: false }
    }

    /// The row, as one text: the values of its key with `/` between them. Empty where it is not about one row.
    pub fn row(&self) -> String {
        let texts: Vec<String> = self.key.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect();
        texts.join("/")
    }
}

/// What was found, and what was done about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// When it was begun.
    pub at: Moment,
    /// How long it took.
    pub duration_ms: u64,
    /// The differences. Of a repair: all that were there before it.
    pub findings: Vec<Finding>,
    /// The backup that was made before the repair.
    pub backup: Option<String>,
}

impl Report {
    /// Whether the file is now what it must be.
    pub fn ok(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is done: the name of an [`Area`], `copy` or `carry`.
    pub work: &'static str,
    /// With which table, if it is about one.
    pub table: String,
    /// How many steps are done.
    pub done: usize,
    /// How many there are.
    pub total: usize,
}

/// Says whether to stop. Asked often, from within SQLite.
pub type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

/// Who watches a long work: is told how far it has come, and may stop it.
pub struct Watch<'a> {
    progress: &'a (dyn Fn(Progress) + Sync),
    stop: Stop,
}

impl<'a> Watch<'a> {
    /// Tells and asks these.
    pub fn new(progress: &'a (dyn Fn(Progress) + Sync), stop: Stop) -> Self {
        Self { progress, stop }
    }

    pub(crate) fn go_on(&self) -> Result<()> {
        if (self.stop)() { Err(StoreError::Interrupted) } else { Ok(()) }
    }

    pub(crate) fn tell(&self, work: &'static str, table: &str, done: usize, total: usize) {
        (self.progress)(Progress { work, table: table.into(), done, total });
    }

    /// Makes statements on this connection end when they are to stop.
    pub(crate) fn over(&self, connection: &mut Connection) -> Result<()> {
        let stop = self.stop.clone();
        // Some thousand steps of SQLite's machine are less than a millisecond.
        connection.progress_handler(10_000, Some(move || stop()))?;
        Ok(())
    }
}

impl Watch<'static> {
    /// Nobody watches, nobody stops.
    pub fn nobody() -> Self {
        Self { progress: &|_| {}, stop: Arc::new(|| false) }
    }
}

/// Looks at everything and changes nothing. Writers are not kept waiting. `interrupted.stopped` when it was stopped.
pub fn examine(store: &Store, watch: &Watch<'_>) -> Result<Report> {
    let (at, begun) = (store.now(), Instant::now());
    let mut connection = opening::connect_to_check(&opening::database(store.folder()))?;
    watch.over(&mut connection)?;
    let findings = findings(&connection, store.keys(), store.trail(), Parts::Whole, watch)?;
    let report = Report { at, duration_ms: elapsed(begun), findings, backup: None };
    slices::remember(store.folder(), &report)?;
    Ok(report)
}

/// Makes a backup, then puts right, in one transaction, what can be known; each thing gets a line on the audit trail. Then looks again: a finding is
/// `repaired` when it is gone. The findings are those from before. Without a difference there is no backup and no transaction.
pub fn repair(store: &Store, actor: Actor, watch: &Watch<'_>) -> Result<Report> {
    let (at, begun) = (store.now(), Instant::now());
    let before = examine(store, watch)?.findings;
    if before.is_empty() {
        return Ok(Report { at, duration_ms: elapsed(begun), findings: before, backup: None });
    }
    let saved = backup::create(store, backup::Reason::BeforeRepair, watch)?;
    watch.go_on()?;
    store.write(actor, |write| put_right(write, &before))?;
    if before.iter().any(is_head_missing) {
        store.trail().begin_anew(store)?;
    }
    let left = examine(store, watch)?.findings;
    let mut findings = before;
    for finding in &mut findings {
        finding.repaired = !left.iter().any(|other| same_place(other, finding));
    }
    // What came to light only after the rest was put right.
    let new = left.into_iter().filter(|other| !findings.iter().any(|finding| same_place(other, finding))).collect::<Vec<_>>();
    findings.extend(new);
    let report = Report { at, duration_ms: elapsed(begun), findings, backup: Some(saved.id) };
    slices::remember(store.folder(), &report)?;
    Ok(report)
}

fn is_head_missing(finding: &Finding) -> bool {
    finding.area == Area::Audit && finding.field == audit::HEAD_MISSING
}

fn same_place(one: &Finding, other: &Finding) -> bool {
    (one.area, &one.table, &one.field, &one.key) == (other.area, &other.table, &other.field, &other.key)
}

fn elapsed(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Which differences are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// All.
    Whole,
    /// All but the pages, which were read already.
    Meaning,
}

/// The differences of the file behind this connection. Without keys nothing is said about encrypted columns.
fn findings(connection: &Connection, keys: &KeyFile, trail: &Trail, parts: Parts, watch: &Watch<'_>) -> Result<Vec<Finding>> {
    let tables = file::tables(connection)?;
    let pages: &[String] = if parts == Parts::Whole { &tables } else { &[] };
    let total = pages.len() + tables.len() + rows::CHECKS.len() + sealed::COLUMNS.len() + 3;
    let mut done = 0;
    let mut found = Vec::new();
    let mut step = |area: Area, table: &str, look: &mut dyn FnMut() -> Result<Vec<Finding>>| -> Result<Vec<Finding>> {
        watch.tell(area.name(), table, done, total);
        done += 1;
        watch.go_on()?;
        match look() {
            Ok(mut some) => {
                some.truncate(MOST_NAMED);
                Ok(some)
            }
            // A page that cannot be read is a finding, and no reason not to look at the rest.
            Err(StoreError::Corrupt { detail, .. }) => Ok(vec![Finding::new(Area::Integrity, table, "pages", detail, Value::Null)]),
            // What the program and the file do not agree about: a column that is not there, for example. The schema's findings say more.
            Err(StoreError::Bug(detail)) => Ok(vec![Finding::new(area, table, "not_checked", detail, Value::Null)]),
            Err(other) => Err(other),
        }
    };
    for table in pages {
        found.extend(step(Area::Integrity, table, &mut || file::integrity(connection, table))?);
    }
    found.extend(step(Area::Schema, "", &mut || schema::differences(connection))?);
    for table in &tables {
        found.extend(step(Area::ForeignKeys, table, &mut || file::foreign_keys(connection, table))?);
    }
    for check in rows::CHECKS {
        if let Some(view) = check.view
            && found.iter().any(|finding| finding.area == Area::Schema && finding.field == view)
        {
            found.push(Finding::new(check.area, check.table, "not_checked", view, Value::Null));
            continue;
        }
        found.extend(step(check.area, check.table, &mut || rows::find(connection, check, watch))?);
    }
    for column in sealed::COLUMNS {
        found.extend(step(Area::Encryption, column.table, &mut || sealed::differences(connection, keys, column, watch))?);
    }
    found.extend(step(Area::Audit, audit::CONTEXT, &mut || audit::standing_context(connection))?);
    found.extend(step(Area::Audit, "audit_seals", &mut || audit::differences(connection, keys, trail))?);
    Ok(found)
}

/// The counters and derived rows alone: what a backup must have right.
pub(crate) fn row_findings(connection: &Connection, watch: &Watch<'_>) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for check in rows::CHECKS {
        found.extend(rows::find(connection, check, watch)?);
    }
    Ok(found)
}

pub(crate) use file::{foreign_keys, integrity, is_damage, quoted, tables};
pub(crate) use schema::differences as schema_differences;

// Everything is looked at again within the transaction: between the first look and now others may have written.
fn put_right(write: &Write<'_>, before: &[Finding]) -> Result<()> {
    let connection = write.connection;
    let concerned = |area: Area| before.iter().any(|finding| finding.area == area);
    let mut mended: Vec<Finding> = Vec::new();
    // The schema first: the trail, the recounts and the guards are part of it.
    if concerned(Area::Schema) {
        for difference in schema::differences(connection)? {
            if within_savepoint(connection, || schema::mend(connection, &difference))? {
                mended.push(difference);
            }
        }
    }
    for finding in before.iter().filter(|finding| finding.area == Area::Integrity) {
        if within_savepoint(connection, || file::rebuild_indexes(connection, finding))? {
            mended.push(finding.clone());
        }
    }
    for check in rows::CHECKS {
        let known = |finding: &Finding| finding.table == check.table && finding.area == check.area;
        // A trigger that was gone may have let in what was not looked at for want of its view.
        if !rows::can_mend(check) || !(before.iter().any(known) || concerned(Area::Schema)) {
            continue;
        }
        let differing = rows::find(connection, check, &Watch::nobody())?;
        if differing.is_empty() {
            continue;
        }
        for guard in check.lifts {
            connection.execute_batch(&format!("DROP TRIGGER IF EXISTS {guard}"))?;
        }
        for difference in differing {
            if within_savepoint(connection, || rows::mend(connection, check, &difference))? {
                mended.push(difference);
            }
        }
        for guard in check.lifts {
            if let Some(sql) = schema::expected_sql(guard)? {
                connection.execute_batch(&sql)?;
            }
        }
    }
    if concerned(Area::Encryption) {
        for difference in sealed::index_differences(write)? {
            if sealed::mend_index(write, &difference)? {
                mended.push(difference);
            }
        }
    }
    // The beginning of this transaction took it away.
    mended.extend(before.iter().filter(|finding| finding.area == Area::Audit && finding.table == audit::CONTEXT).cloned());
    // That from now on a missing end shows again is written down before it is so.
    mended.extend(before.iter().filter(|finding| is_head_missing(finding)).cloned());
    for finding in &mended {
        let side = |value: &Value| serde_json::json!({ finding.field.as_str(): value }).to_string();
        // The numbers in the header belong to no table.
        let table = if finding.table.is_empty() { "sqlite_schema" } else { finding.table.as_str() };
        let line = params![table, finding.row(), side(&finding.stored), side(&finding.actual)];
        query::execute(connection, include_str!("line.sql"), line)?;
    }
    Ok(())
}

// What a constraint refuses is left as it was, and named; the rest is put right all the same.
fn within_savepoint(connection: &Connection, act: impl FnOnce() -> Result<bool>) -> Result<bool> {
    connection.execute_batch("SAVEPOINT mend")?;
    match act() {
        Err(StoreError::Bug(_) | StoreError::Conflict(_) | StoreError::Invalid(_)) => {
            connection.execute_batch("ROLLBACK TO mend; RELEASE mend")?;
            Ok(false)
        }
        done => {
            connection.execute_batch("RELEASE mend")?;
            done
        }
    }
}

/// A value of the file for a report: of a blob only its length.
fn sql_value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}

/// The moment as it stands in names of files: Windows takes no colons.
pub(crate) fn file_stamp(moment: Moment) -> String {
    moment_text(moment).replace(':', "-")
}
