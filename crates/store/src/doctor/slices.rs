//! Checks behind the scenes: a table at a time, while people work; the place is noted, so that it goes on there later, also after a restart.

use super::{Area, Finding, Report, Watch, file, findings};
use crate::{Result, Store, StoreError, opening};
use domain::world::Moment;
use serde::{Deserialize, Serialize};
use std::{fs, path::Path, time::Instant};

/// What is known of the file's health, in the data folder and not in the file: what is written in a damaged file cannot be believed.
const HEALTH: &str = "health.json";

/// After how many days everything is looked at again, without a reason.
const EVERY_DAYS: i64 = 7;

/// How many differences are remembered; the count is always whole.
const REMEMBERED: usize = 500;

/// What is known of the file's health.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// The last time that everything was looked at.
    pub last: Option<LastCheck>,
    /// A check that is under way, or was stopped between.
    pub under_way: Option<UnderWay>,
}

/// A check that came to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LastCheck {
    /// What was found; at most 500 differences of it.
    pub report: Report,
    /// How many differences there are that were not put right.
    pub differences: usize,
}

/// A check that is not at its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnderWay {
    /// When it was begun.
    pub begun_at: Moment,
    /// The tables whose pages were read.
    pub tables: Vec<String>,
    /// What was found in them.
    pub findings: Vec<Finding>,
    /// How long it has taken until now.
    pub duration_ms: u64,
}

/// What is known of the file's health. Nothing where nothing was looked at yet, or where the note cannot be read.
pub fn health(folder: &Path) -> Health {
    fs::read(folder.join(HEALTH)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn write(folder: &Path, health: &Health) -> Result<()> {
    opening::write_durably(&folder.join(HEALTH), &serde_json::to_vec_pretty(health)?)
}

/// Notes a whole look at the file.
pub fn remember(folder: &Path, report: &Report) -> Result<()> {
    let differences = report.findings.iter().filter(|finding| !finding.repaired).count();
    let mut report = report.clone();
    report.findings.truncate(REMEMBERED);
    let damaged = report.findings.iter().any(|finding| is_damage(finding) && !finding.repaired);
    write(folder, &Health { last: Some(LastCheck { report, differences }), under_way: None })?;
    if damaged {
        opening::ask_for_check(folder);
    }
    opening::check_is_done(folder)
}

fn is_damage(finding: &Finding) -> bool {
    finding.area == Area::Integrity && finding.field == "pages"
}

/// Goes on with the check that is due: after an end that was cut off, or a week after the last. None where none is due. `corrupt.database` as soon as
/// pages do not hold together: the next opening sets the file aside. `interrupted.stopped` when it was stopped; it goes on there the next time.
pub fn go_on_checking(store: &Store, watch: &Watch<'_>) -> Result<Option<Report>> {
    let folder = store.folder();
    let mut health = health(folder);
    if health.under_way.is_none() {
        let age = health.last.as_ref().map(|last| (store.now() - last.report.at).num_days());
        // A check in the future was noted under another clock.
        let due = opening::check_is_pending(folder) || age.is_none_or(|days| !(0..EVERY_DAYS).contains(&days));
        if !due {
            return Ok(None);
        }
        health.under_way = Some(UnderWay { begun_at: store.now(), tables: Vec::new(), findings: Vec::new(), duration_ms: 0 });
    }
    let Some(mut work) = health.under_way.clone() else { return Ok(None) };
    let mut connection = opening::connect_to_check(&opening::database(folder))?;
    watch.over(&mut connection)?;
    for table in file::tables(&connection)? {
        if work.tables.contains(&table) {
            continue;
        }
        watch.go_on()?;
        let begun = Instant::now();
        let found = match file::integrity(&connection, &table) {
            Err(StoreError::Corrupt { detail, .. }) => vec![Finding::new(Area::Integrity, &table, "pages", detail, serde_json::Value::Null)],
            other => other?,
        };
        if let Some(damage) = found.iter().find(|finding| is_damage(finding)) {
            opening::ask_for_check(folder);
            let detail = format!("{table}: {}", damage.stored.as_str().unwrap_or_default());
            return Err(StoreError::Corrupt { set_aside: None, detail });
        }
        work.findings.extend(found);
        work.duration_ms += u64::try_from(begun.elapsed().as_millis()).unwrap_or(0);
        work.tables.push(table);
        health.under_way = Some(work.clone());
        write(folder, &health)?;
    }
    let begun = Instant::now();
    let mut found = work.findings;
    found.extend(findings(&connection, store.keys(), store.trail(), super::Parts::Meaning, watch)?);
    let duration_ms = work.duration_ms + u64::try_from(begun.elapsed().as_millis()).unwrap_or(0);
    let report = Report { at: work.begun_at, duration_ms, findings: found, backup: None };
    remember(folder, &report)?;
    Ok(Some(report))
}
