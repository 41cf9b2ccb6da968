//! One installation: its data file, its interpreter, and what runs at the moment.

use crate::{error::ApiError, health::WorkView, run::OutputEvent};
use domain::{error::ErrorClass, id::UserId, world::World};
use runner::{CancelToken, LiveInput, Runner};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::{Duration, Instant},
};
use store::{Store, StoreError};

/// How long commands that are under way are waited for before the file is closed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where things are, and where time and randomness come from.
#[derive(Clone)]
pub struct Configuration {
    /// The folder of the data file, the keys and the backups.
    pub data_folder: PathBuf,
    /// The program that runs learners' programs.
    pub runner_binary: PathBuf,
    /// The folder whose folders are the courses that come with the app.
    pub courses_folder: Option<PathBuf>,
    /// The Python to use; looked for if absent.
    pub python: Option<PathBuf>,
    /// Time and randomness.
    pub world: Arc<dyn World>,
}

/// One installation.
pub struct Studio {
    configuration: Configuration,
    store: RwLock<Result<Arc<Store>, ApiError>>,
    runner: Mutex<Option<Arc<Runner>>>,
    running: Mutex<HashMap<String, CancelToken>>,
    typed_to: Mutex<HashMap<String, LiveInput>>,
    work: Mutex<Option<WorkView>>,
}

/// Who is signed in.
#[derive(Default)]
pub struct Session {
    user: Mutex<Option<UserId>>,
}

impl Session {
    /// Nobody, yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Who is signed in, if anybody.
    pub fn user(&self) -> Option<UserId> {
        *held(&self.user)
    }

    /// Who is signed in, or an error that says that nobody is.
    pub(crate) fn signed_in(&self) -> Result<UserId, ApiError> {
        self.user().ok_or_else(|| ApiError::new(ErrorClass::Denied, "not_signed_in"))
    }

    pub(crate) fn set(&self, user: Option<UserId>) {
        *held(&self.user) = user;
    }
}

/// What a command is run with.
pub struct Context<'a> {
    /// The installation.
    pub studio: &'a Studio,
    /// Who asks.
    pub session: &'a Session,
    /// Where a running program's output goes as it comes.
    pub output: &'a (dyn Fn(OutputEvent) + Sync),
}

impl Studio {
    /// Opens the data file and brings in the courses that come with the app. A file that cannot be opened does not end the program: the
    /// reason stands in `status`, and every other command gives it as its error.
    pub fn new(configuration: Configuration) -> Self {
        let studio = Self {
            store: RwLock::new(Err(ApiError::new(ErrorClass::Busy, "opening"))),
            configuration,
            runner: Mutex::new(None),
            running: Mutex::new(HashMap::new()),
            typed_to: Mutex::new(HashMap::new()),
            work: Mutex::new(None),
        };
        studio.open(false);
        studio
    }

    /// Opens the data file, or tries again. `start_anew` begins with an empty file after a damaged one was set aside.
    pub(crate) fn open(&self, start_anew: bool) {
        // What is open stays open: there is no second opening of one file in one process.
        if self.store().is_ok() {
            return;
        }
        let configuration = &self.configuration;
        let open = if start_anew { Store::start_new } else { Store::open };
        let opened = open(&configuration.data_folder, configuration.world.clone())
            .map_err(ApiError::from)
            .and_then(|store| {
                crate::pack::import_shipped(&store, configuration.courses_folder.as_deref())?;
                Ok(Arc::new(store))
            })
            .map_err(|error| match error.params.contains_key("path") {
                true => error,
                false => error.with("path", configuration.data_folder.display().to_string()),
            });
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have opened it in the meantime, and for that reason it could not be opened here.
        if opened.is_ok() || store.is_err() {
            *store = opened;
        }
    }

    /// The data file, or why there is none.
    pub(crate) fn store(&self) -> Result<Arc<Store>, ApiError> {
        self.store.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does something for which nobody may have the data file open, then opens it again. What is under way is waited for, not for ever:
    /// `conflict.in_use`, and nothing is done then.
    pub(crate) fn while_closed<T>(&self, act: impl FnOnce() -> Result<T, ApiError>) -> Result<T, ApiError> {
        let closed = {
            let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *store, Err(ApiError::new(ErrorClass::Busy, "opening")))
        };
        if let Ok(mut store) = closed {
            let since = Instant::now();
            loop {
                match Arc::try_unwrap(store) {
                    Ok(store) => break drop(store),
                    Err(used) if since.elapsed() > PATIENCE => {
                        *self.store.write().unwrap_or_else(PoisonError::into_inner) = Ok(used);
                        return Err(ApiError::new(ErrorClass::Conflict, "in_use"));
                    }
                    Err(used) => store = used,
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        let done = act();
        self.open(false);
        done
    }

    /// Opens the data file again, whatever it was: what was found in it meanwhile counts from now on.
    pub(crate) fn open_again(&self) -> Result<(), ApiError> {
        self.while_closed(|| Ok(()))
    }

    /// What long work is under way.
    pub(crate) fn work(&self) -> Option<WorkView> {
        held(&self.work).clone()
    }

    pub(crate) fn set_work(&self, work: Option<WorkView>) {
        *held(&self.work) = work;
    }

    /// Looks at the calendar: erases the accounts whose day has come (`store::closing`). To be called after opening, and again every hour or so while
    /// the program runs; never on the way to showing something, because an erasure rewrites the data file. What could not be done is done at the next look.
    pub fn look_at_calendar(&self) {
        let Ok(store) = self.store() else { return };
        match store::closing::look_at_calendar(&store) {
            // Keys that are not here, a writer that is busy, a full disk: whoever does something will be told, and here nothing is late by an hour.
            Ok(_) | Err(StoreError::Denied(_) | StoreError::Busy | StoreError::Full(_) | StoreError::TooNew { .. }) => {}
            Err(error) => eprintln!("learning-studio: closed accounts could not be looked at: {error}"),
        }
    }

    /// Why the data file could not be opened, if so.
    pub fn problem(&self) -> Option<ApiError> {
        self.store().err()
    }

    /// The folder of the data file.
    pub fn data_folder(&self) -> &Path {
        &self.configuration.data_folder
    }

    /// Time and randomness.
    pub(crate) fn world(&self) -> &dyn World {
        self.configuration.world.as_ref()
    }

    /// What runs programs. Python is looked for at the first need, and again as long as there is none.
    pub(crate) fn runner(&self) -> Result<Arc<Runner>, ApiError> {
        let mut kept = held(&self.runner);
        if let Some(runner) = &*kept {
            return Ok(runner.clone());
        }
        let python = runner::find_python(self.configuration.python.as_deref())?;
        let runner = Arc::new(Runner::new(self.configuration.runner_binary.clone(), python));
        *kept = Some(runner.clone());
        Ok(runner)
    }

    /// Keeps interpreters waiting, so that a run starts at once. For a program that stays; without a Python there is nothing to keep, which whoever runs something hears.
    pub fn keep_warm(&self) {
        if let Ok(runner) = self.runner() {
            let _ = runner.keep_warm();
        }
    }

    /// A number that changes when the data file was changed by another process; `None` while there is no file.
    pub fn data_version(&self) -> Option<i64> {
        self.store().ok()?.data_version().ok()
    }

    /// Stops every program that runs.
    pub fn stop_everything(&self) {
        for token in held(&self.running).values() {
            token.cancel();
        }
    }

    /// Stops one run. One that has ended already is no error.
    pub(crate) fn stop(&self, run: &str) {
        if let Some(token) = held(&self.running).get(run) {
            token.cancel();
        }
    }

    /// Does something that `stop` can end, under the name that the caller gave it.
    pub(crate) fn while_running<T>(&self, run: Option<&str>, act: impl FnOnce(&CancelToken) -> T) -> T {
        let token = CancelToken::new();
        let Some(run) = run else { return act(&token) };
        held(&self.running).insert(run.to_owned(), token.clone());
        let result = act(&token);
        held(&self.running).remove(run);
        result
    }

    /// Does something that a person can type to, under the name that the caller gave it.
    pub(crate) fn while_typed_to<T>(&self, run: Option<&str>, input: &LiveInput, act: impl FnOnce() -> T) -> T {
        let Some(run) = run else { return act() };
        held(&self.typed_to).insert(run.to_owned(), input.clone());
        let result = act();
        held(&self.typed_to).remove(run);
        result
    }

    /// What a person types into for that run, while it lasts.
    pub(crate) fn input_of(&self, run: &str) -> Option<LiveInput> {
        held(&self.typed_to).get(run).cloned()
    }
}

/// A lock that a panic elsewhere does not take from us: what it guards is replaced whole, never half-changed.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
