//! Is the data file what it must be? Looking, putting right, and looking again behind the scenes.

use crate::{count, error::ApiError, status::Nothing, studio::Context};
use domain::{error::ErrorClass, world::Moment};
use runner::CancelToken;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{
    Actor,
    doctor::{Finding, Progress, Report, Watch},
};
use ts_rs::TS;

/// One difference.
#[derive(Debug, Clone, Serialize, TS)]
pub struct FindingView {
    /// What kind it is: `integrity`, `schema`, `foreign_keys`, `orphans`, `counters`, `encryption`, `locked`, `audit`.
    pub check: String,
    /// The table.
    pub table: String,
    /// The column; of the schema, the object.
    pub field: String,
    /// The row: the values of its key with `/` between them. Empty where it is not about one row.
    pub row: String,
    /// What is there.
    #[ts(type = "unknown")]
    pub stored: serde_json::Value,
    /// What must be there; null where nothing must be, or where nobody can know.
    #[ts(type = "unknown")]
    pub actual: serde_json::Value,
    /// Whether it was put right.
    pub repaired: bool,
}

/// What was found.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CheckView {
    /// Whether the file is now what it must be.
    pub ok: bool,
    /// When it was begun.
    pub at: Moment,
    /// How long it took.
    pub duration_ms: u32,
    /// How many differences are left.
    pub differences: u32,
    /// The differences; of very many, the first.
    pub findings: Vec<FindingView>,
    /// The backup that was made before a repair.
    pub backup: Option<String>,
}

/// Something long that is under way.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WorkView {
    /// What is done: the name of a check, `copy`, `carry`, `rescue`.
    pub work: String,
    /// How many steps are done.
    pub done: u32,
    /// How many there are.
    pub total: u32,
}

/// The file's health, as far as it is known.
#[derive(Debug, Clone, Serialize, TS)]
pub struct HealthView {
    /// The last time that everything was looked at.
    pub last: Option<CheckView>,
    /// What is under way in this process.
    pub work: Option<WorkView>,
    /// Whether the person who is signed in may repair and restore.
    pub may_repair: bool,
}

/// Asks for something long, under a name by which `stop` ends it.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LongRequest {
    /// The name.
    #[serde(default)]
    #[ts(optional)]
    pub run: Option<String>,
}

/// What was done behind the scenes.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LookedAfter {
    /// The daily backup, if one was due.
    pub backup: Option<String>,
    /// Whether a check came to its end.
    pub checked: bool,
    /// How many differences it found.
    pub differences: u32,
}

/// What is known of the file's health. Looks at nothing.
pub fn health(context: &Context<'_>, _: Nothing) -> Result<HealthView, ApiError> {
    let last = store::doctor::health(context.studio.data_folder()).last;
    let last = last.map(|last| CheckView { differences: count(last.differences), ..view(last.report) });
    Ok(HealthView { last, work: context.studio.work(), may_repair: refuse_others(context).is_ok() })
}

/// Looks at everything and changes nothing.
pub fn check(context: &Context<'_>, request: LongRequest) -> Result<CheckView, ApiError> {
    let store = context.studio.store()?;
    Ok(view(watched(context, request.run.as_deref(), |watch| store::doctor::examine(&store, watch))?))
}

/// Makes a backup, puts right what can be known, looks again. The owner's act.
pub fn repair(context: &Context<'_>, request: LongRequest) -> Result<CheckView, ApiError> {
    refuse_others(context)?;
    let store = context.studio.store()?;
    let actor = actor(context);
    Ok(view(watched(context, request.run.as_deref(), |watch| store::doctor::repair(&store, actor, watch))?))
}

/// What is to be done now and then while the app runs: the daily backup, and the check behind the scenes. Pages that do not hold together make the
/// file be opened again, which sets it aside: `status` says so then.
pub fn look_after(context: &Context<'_>, request: LongRequest) -> Result<LookedAfter, ApiError> {
    let store = context.studio.store()?;
    let mut done = LookedAfter { backup: None, checked: false, differences: 0 };
    let looked = watched(context, request.run.as_deref(), |watch| {
        done.backup = store::backup::create_when_due(&store, watch)?.map(|backup| backup.id);
        store::doctor::go_on_checking(&store, watch)
    });
    drop(store);
    match looked {
        Ok(report) => {
            done.checked = report.is_some();
            done.differences = report.map_or(0, |report| view(report).differences);
            Ok(done)
        }
        Err(error) if error.class() == ErrorClass::Corrupt => {
            context.studio.open_again()?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Who is signed in and not the owner may not. Before anybody is, whoever holds the folder may: the files are theirs anyhow.
pub(crate) fn refuse_others(context: &Context<'_>) -> Result<(), ApiError> {
    let (Some(user), Ok(store)) = (context.session.user(), context.studio.store()) else { return Ok(()) };
    if store::user::find(&store, user)?.role == domain::account::Role::Owner { Ok(()) } else { Err(ApiError::new(ErrorClass::Denied, "role")) }
}

pub(crate) fn actor(context: &Context<'_>) -> Actor {
    context.session.user().map_or(Actor::Nobody, Actor::Person)
}

/// Does something long: it can be stopped by its name, and `health` says how far it is.
pub(crate) fn watched<T>(context: &Context<'_>, run: Option<&str>, act: impl FnOnce(&Watch<'_>) -> store::Result<T>) -> Result<T, ApiError> {
    context.studio.while_running(run, |token: &CancelToken| {
        let told = |progress: Progress| {
            context.studio.set_work(Some(WorkView { work: progress.work.to_owned(), done: count(progress.done), total: count(progress.total) }));
        };
        let token = token.clone();
        let result = act(&Watch::new(&told, Arc::new(move || token.is_cancelled())));
        context.studio.set_work(None);
        result.map_err(ApiError::from)
    })
}

pub(crate) fn view(report: Report) -> CheckView {
    CheckView {
        ok: report.ok(),
        at: report.at,
        duration_ms: u32::try_from(report.duration_ms).unwrap_or(u32::MAX),
        differences: count(report.findings.iter().filter(|finding| !finding.repaired).count()),
        backup: report.backup,
        findings: report.findings.into_iter().map(finding).collect(),
    }
}

fn finding(finding: Finding) -> FindingView {
    FindingView {
        check: finding.area.name().to_owned(),
        row: finding.row(),
        table: finding.table,
        field: finding.field,
        stored: finding.stored,
        actual: finding.actual,
        repaired: finding.repaired,
    }
}
