//! Backups: making, looking, putting back.

use crate::{
    count,
    error::ApiError,
    health::{LongRequest, actor, refuse_others, watched},
    status::Nothing,
    studio::Context,
};
use domain::world::Moment;
use serde::{Deserialize, Serialize};
use store::backup::{Backup, Reason};
use ts_rs::TS;

/// A backup.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BackupView {
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: String,
    /// When it was made.
    pub created_at: Moment,
    /// Whether it was looked at, and everything was as it must be.
    pub verified: bool,
    /// When it was last looked at.
    pub verified_at: Option<Moment>,
    /// How many things were not as they must be then.
    pub problems: u32,
    /// Why it was made: `by-hand`, `scheduled`, `before-migration`, `before-repair`, `found`.
    pub reason: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// Names a backup.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BackupRequest {
    /// Its id, or the beginning of it.
    pub id: String,
    /// A name by which `stop` ends the work.
    #[serde(default)]
    #[ts(optional)]
    pub run: Option<String>,
}

/// Asks for a backup to be put back.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RestoreRequest {
    /// Its id, or the beginning of it; none for the newest that is verified.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// A name by which `stop` ends the work.
    #[serde(default)]
    #[ts(optional)]
    pub run: Option<String>,
}

/// What putting a backup back did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RestoreView {
    /// The backup that stands in the file's place now.
    pub backup: BackupView,
    /// Where the file lies that was there before.
    pub set_aside: Option<String>,
    /// Whether that file was damaged.
    pub was_damaged: bool,
    /// How many rows of it were carried into the restored one: what was made since the backup.
    pub carried: u32,
    /// The same, for each table.
    pub tables: Vec<CarriedView>,
    /// How many rows the restored file did not take. They are in the file that was set aside.
    pub not_carried: u32,
    /// Tables of the damaged file of which not everything could be read.
    pub unreadable: Vec<String>,
}

/// How much of a table was carried.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CarriedView {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u32,
}

/// All backups, newest first. Needs no data file.
pub fn backups(context: &Context<'_>, _: Nothing) -> Result<Vec<BackupView>, ApiError> {
    Ok(store::backup::list(context.studio.data_folder())?.into_iter().map(view).collect())
}

/// Makes a backup and verifies it.
pub fn create(context: &Context<'_>, request: LongRequest) -> Result<BackupView, ApiError> {
    let store = context.studio.store()?;
    let made = watched(context, request.run.as_deref(), |watch| store::backup::create(&store, Reason::ByHand, watch));
    made.map(view).map_err(|error| named(error, context))
}

/// Looks at a backup again. Needs no data file.
pub fn verify(context: &Context<'_>, request: BackupRequest) -> Result<BackupView, ApiError> {
    let (folder, world) = (context.studio.data_folder(), context.studio.world());
    let looked = watched(context, request.run.as_deref(), |watch| store::backup::verify(folder, world, &request.id, watch));
    looked.map(view).map_err(|error| error.with("name", request.id.as_str()))
}

/// Puts a backup in the place of the data file. Needs no data file.
pub fn restore(context: &Context<'_>, request: RestoreRequest) -> Result<RestoreView, ApiError> {
    refuse_others(context)?;
    let (folder, world, actor) = (context.studio.data_folder(), context.studio.world(), actor(context));
    let restored = context.studio.while_closed(|| {
        watched(context, request.run.as_deref(), |watch| store::backup::restore(folder, world, request.id.as_deref(), actor, watch))
    });
    let restored = restored.map_err(|error| named(error, context).with("name", request.id.unwrap_or_default()))?;
    if let Some(problem) = context.studio.problem() {
        return Err(problem);
    }
    // Last of all: who was erased since the backup was made is not brought back by it.
    store::privacy::apply_erasures_after_restore(&*context.studio.store()?)?;
    Ok(RestoreView {
        backup: view(restored.backup),
        set_aside: restored.set_aside.map(|path| path.display().to_string()),
        was_damaged: restored.was_damaged,
        carried: restored.carried.iter().map(|carried| carried.rows).sum(),
        tables: restored.carried.into_iter().map(|carried| CarriedView { table: carried.table, rows: carried.rows }).collect(),
        not_carried: count(restored.not_carried.len()),
        unreadable: restored.unreadable,
    })
}

fn named(error: ApiError, context: &Context<'_>) -> ApiError {
    error.with("path", context.studio.data_folder().display().to_string())
}

fn view(backup: Backup) -> BackupView {
    BackupView {
        verified: backup.verified(),
        verified_at: backup.verification.as_ref().map(|verification| verification.at),
        problems: backup.verification.as_ref().map_or(0, |verification| count(verification.problems.len())),
        path: backup.path.display().to_string(),
        reason: backup.reason.name().to_owned(),
        id: backup.id,
        created_at: backup.created_at,
        bytes: backup.bytes,
    }
}
