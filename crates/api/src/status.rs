//! What the window must know before anything else: is there a file, is somebody signed in, can programs be run.

use crate::{
    account::{AccountEntry, AccountView},
    error::ApiError,
    studio::Context,
};
use domain::judge::Tier;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without content.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The state of the installation.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StatusView {
    /// Version of the app.
    pub version: String,
    /// The data folder.
    pub data_folder: String,
    /// Why the data file could not be opened; everything but `status` and `reopen` is refused until it is.
    pub problem: Option<ApiError>,
    /// Whether there is no account yet.
    pub first_run: bool,
    /// Who is signed in.
    pub signed_in: Option<AccountView>,
    /// All accounts, for the sign-in page.
    pub accounts: Vec<AccountEntry>,
    /// Whether personal data can be read: `open`, `master_key_missing` (the recovery code brings it back) or `key_file_missing`.
    pub keys: String,
    /// Operations that wait to be delivered. Without a class there is nobody to deliver them to, and they wait.
    pub waiting: u32,
}

/// Opens the data file again after [`StatusView::problem`].
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Reopen {
    /// After a damaged file was set aside: begin with a new, empty one.
    pub start_anew: bool,
}

/// How programs are run here.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SandboxView {
    /// How well programs are shut in; `null` where they cannot be run.
    pub tier: Option<Tier>,
    /// Version of Python.
    pub interpreter: Option<String>,
    /// Where Python is.
    pub interpreter_path: Option<String>,
    /// What was tried inside, and whether the program was kept from it.
    pub layers: Vec<LayerView>,
    /// Why not tier A, where it is not; the system's own words.
    pub why_not_stronger: Option<String>,
    /// Why programs cannot be run.
    pub problem: Option<ApiError>,
}

/// One thing that a program tried in order to get out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LayerView {
    /// A short name: `network`, `files_outside`, ...
    pub name: String,
    /// Whether the program was kept from it.
    pub holds: bool,
    /// What happened when it was tried; the system's own words.
    pub detail: String,
}

/// The state of the installation.
pub fn status(context: &Context<'_>, _: Nothing) -> Result<StatusView, ApiError> {
    let mut view = StatusView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: context.studio.data_folder().display().to_string(),
        problem: None,
        first_run: false,
        signed_in: None,
        accounts: Vec::new(),
        keys: crate::privacy::OPEN.to_owned(),
        waiting: 0,
    };
    let store = match context.studio.store() {
        Ok(store) => store,
        Err(problem) => {
            view.problem = Some(problem);
            return Ok(view);
        }
    };
    let users = store::user::list(&store)?;
    view.accounts = crate::account::entries(&store)?;
    view.first_run = view.accounts.is_empty();
    if !view.first_run {
        view.keys = crate::privacy::key_state(&store).to_owned();
    }
    if let Some(id) = context.session.user()
        && let Some(user) = users.iter().find(|user| user.id == id)
    {
        view.signed_in = Some(crate::account::view(&store, user)?);
        let counts = store::outbox::counts(&store, id)?;
        view.waiting = counts.saved + counts.sent;
    }
    Ok(view)
}

/// Opens the data file again after a problem.
pub fn reopen(context: &Context<'_>, request: Reopen) -> Result<StatusView, ApiError> {
    if context.studio.problem().is_some() {
        context.studio.open(request.start_anew);
    }
    status(context, Nothing {})
}

/// How programs are run here.
pub fn sandbox(context: &Context<'_>, _: Nothing) -> Result<SandboxView, ApiError> {
    let mut view = SandboxView { tier: None, interpreter: None, interpreter_path: None, layers: Vec::new(), why_not_stronger: None, problem: None };
    let report = context.studio.runner().and_then(|runner| {
        view.interpreter = Some(runner.interpreter().version.clone());
        view.interpreter_path = Some(runner.interpreter().path.display().to_string());
        Ok(runner.probe()?)
    });
    match report {
        Ok(report) => {
            view.tier = Some(report.tier);
            view.why_not_stronger = report.why_not_stronger;
            view.layers = report.layers.into_iter().map(|layer| LayerView { name: layer.name, holds: layer.holds, detail: layer.detail }).collect();
        }
        Err(problem) => view.problem = Some(problem),
    }
    Ok(view)
}
