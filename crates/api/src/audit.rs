//! The audit trail: who changed what, who looked at whose data, and whether the trail itself still stands as it was written.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::{
    account::{Role, UserName},
    error::ErrorClass,
    id::UserId,
    world::parse_moment,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use store::{
    Actor, Store,
    audit::{self, Filter},
};
use ts_rs::TS;

/// How many lines are given when nobody says how many.
const LINES: u32 = 100;
/// The most that are given at once.
const MOST_LINES: u32 = 10_000;

/// Asks for lines of the trail, newest first.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AuditRequest {
    /// Only what the person of this name did.
    #[serde(default)]
    #[ts(optional)]
    pub actor: Option<String>,
    /// Only looks at the data of the person of this name.
    #[serde(default)]
    #[ts(optional)]
    pub whose: Option<String>,
    /// Only this table.
    #[serde(default)]
    #[ts(optional)]
    pub table: Option<String>,
    /// Only from this moment on, UTC, as moments are written here.
    #[serde(default)]
    #[ts(optional)]
    pub since: Option<String>,
    /// Only lines before this one, for the next page.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub before: Option<i64>,
    /// At most so many: 100 if absent, 10,000 at the most.
    #[serde(default)]
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// A line of the trail.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditLine {
    /// Its number, from 1, without gaps.
    #[ts(type = "number")]
    pub id: i64,
    /// When, UTC.
    pub at: String,
    /// Name of who acted; `null` where nobody was named, or where the name cannot be read any more.
    pub actor: Option<String>,
    /// Id of who acted.
    pub actor_id: Option<String>,
    /// `person`, `sync`, `erasure`, `restore` (carried over when a backup was restored), or `unknown`: written without saying who acts, which this program never does.
    pub role: String,
    /// `insert`, `update`, `delete`, `read`, `repair`, `restore`.
    pub action: String,
    /// The table; for `read` what was looked at.
    pub table: String,
    /// The row's key; for `read` the id of the person whose data it was.
    pub row_id: String,
    /// What changed, as it was before. Of personal columns only that there was something, of texts their length.
    #[ts(type = "Record<string, unknown> | null")]
    pub before: Option<Value>,
    /// The same, as it is since.
    #[ts(type = "Record<string, unknown> | null")]
    pub after: Option<Value>,
    /// Whether this program sealed it. A line without a seal was written from outside.
    pub sealed: bool,
}

/// Whether the trail stands as it was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditVerdict {
    /// Whether every line is proven.
    pub ok: bool,
    /// Lines.
    #[ts(type = "number")]
    pub rows: u64,
    /// Lines with a seal.
    #[ts(type = "number")]
    pub sealed: u64,
    /// The keys are not here, so that only gaps can be found.
    pub locked: bool,
    /// The first line that is not right.
    pub first_bad: Option<AuditFinding>,
    /// All of them that were told apart, at most 1000. Only the first is certain.
    pub findings: Vec<AuditFinding>,
    /// Lines that were written from outside, at most 1000.
    pub outside: Vec<AuditLine>,
    /// How many there are.
    #[ts(type = "number")]
    pub outside_count: u64,
}

/// A line that is not right.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AuditFinding {
    /// Its number; for what is gone the first number that is missing.
    #[ts(type = "number")]
    pub id: i64,
    /// `edited`, `seal_edited`, `removed`, `seal_removed`, `cut_off`, `unsealed`, `inserted`, `reordered`, `unproven`, `text_changed`, `head_missing`.
    pub kind: String,
    /// The table that it speaks of, if it is there.
    pub table: Option<String>,
    /// The row.
    pub row_id: Option<String>,
}

/// Lists the trail, newest first. For the owner and instructors: `denied.instructor`. `not_found.user`, `invalid.moment`.
pub fn list(context: &Context<'_>, request: AuditRequest) -> Result<Vec<AuditLine>, ApiError> {
    let store = context.studio.store()?;
    instructor(&store, context)?;
    let person = |name: &Option<String>| name.as_deref().map(|name| named(&store, name)).transpose();
    let since = request.since.as_deref();
    let filter = Filter {
        actor: person(&request.actor)?,
        whose: person(&request.whose)?,
        table: request.table.as_deref(),
        since: since.map(|text| parse_moment(text).ok_or_else(|| ApiError::new(ErrorClass::Invalid, "moment").with("text", text))).transpose()?,
        before: request.before,
    };
    let lines = audit::list(&store, &filter, request.limit.unwrap_or(LINES).min(MOST_LINES))?;
    let names = names(&store)?;
    Ok(lines.into_iter().map(|line| view(line, &names)).collect())
}

/// Reads the whole trail and says whether it stands as it was written. For the owner and instructors: `denied.instructor`.
pub fn verify(context: &Context<'_>, _: Nothing) -> Result<AuditVerdict, ApiError> {
    let store = context.studio.store()?;
    instructor(&store, context)?;
    let report = audit::verify(&store)?;
    let names = names(&store)?;
    let finding = |bad: audit::Bad| AuditFinding { id: bad.id, kind: bad.kind.name().to_owned(), table: bad.table, row_id: bad.row };
    Ok(AuditVerdict {
        ok: report.ok,
        rows: report.rows,
        sealed: report.sealed,
        locked: report.locked,
        first_bad: report.first_bad.map(finding),
        findings: report.findings.into_iter().map(finding).collect(),
        outside: report.outside.into_iter().map(|line| view(line, &names)).collect(),
        outside_count: report.outside_count,
    })
}

/// What somebody may look at that is personal to somebody else. Attempts and progress are not here: no use case shows them to anybody but their person; the
/// first one that does adds its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// What a person tells about themselves: e-mail address, about, goals.
    Profile,
    /// All that is kept of a person.
    Export,
}

impl Looked {
    const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profiles",
            Self::Export => "export",
        }
    }
}

/// The one place that decides whether a look at somebody's data is noted: every use case that shows personal data calls it before it answers, and does not
/// answer where it fails. One's own data leaves no line; nor do names, which everybody at this computer sees on the sign-in page, nor what people wrote
/// for others to read.
pub fn looked_at(context: &Context<'_>, whose: UserId, what: Looked) -> Result<(), ApiError> {
    let store = context.studio.store()?;
    // Before there is an account, whoever holds the folder is the owner.
    let actor = context.session.user().map_or(Actor::Nobody, Actor::Person);
    Ok(audit::note_read(&store, actor, whose, what.name())?)
}

fn instructor(store: &Store, context: &Context<'_>) -> Result<(), ApiError> {
    let role = store::user::find(store, context.session.signed_in()?)?.role;
    if role >= Role::Instructor { Ok(()) } else { Err(ApiError::new(ErrorClass::Denied, "instructor")) }
}

fn named(store: &Store, name: &str) -> Result<UserId, ApiError> {
    let found = store::user::find_by_name(store, &UserName::parse(name)?);
    Ok(found.map_err(|error| ApiError::from(error).with("name", name))?.id)
}

fn names(store: &Store) -> Result<HashMap<String, String>, ApiError> {
    let users = store::user::list(store)?;
    Ok(users.iter().filter_map(|user| Some((user.id.to_string(), crate::account::known(&user.name)?))).collect())
}

fn view(line: audit::Line, names: &HashMap<String, String>) -> AuditLine {
    AuditLine {
        id: line.id,
        at: line.at,
        actor: line.actor.as_ref().and_then(|id| names.get(id).cloned()),
        actor_id: line.actor,
        role: line.role,
        action: line.action,
        table: line.table,
        row_id: line.row,
        before: line.before,
        after: line.after,
        sealed: line.sealed,
    }
}
