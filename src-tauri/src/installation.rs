//! The installation behind the window, opened once and shared by all its requests.

use api::{Configuration, Session, Studio, world};
use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

struct Opened {
    studio: Studio,
    /// The version of the data before anything was read from it.
    data_version: Option<i64>,
}

/// The installation, and who is signed in in this window.
pub struct Installation {
    data_folder: PathBuf,
    opened: OnceLock<Opened>,
    session: Session,
    under_way: AtomicUsize,
    /// The exercises whose text could not be saved the last time.
    unsaved: Mutex<BTreeSet<String>>,
}

impl Installation {
    /// An installation that is not opened yet.
    pub fn new(data_folder: PathBuf) -> Self {
        Self { data_folder, opened: OnceLock::new(), session: Session::new(), under_way: AtomicUsize::new(0), unsaved: Mutex::default() }
    }

    /// The open installation. The first call opens it, which may take a while (a first start brings in a course); others wait for that.
    pub fn studio(&self) -> &Studio {
        &self.opened().studio
    }

    fn opened(&self) -> &Opened {
        self.opened.get_or_init(|| {
            let studio = Studio::new(Configuration {
                data_folder: self.data_folder.clone(),
                runner_binary: world::runner_binary(),
                courses_folder: world::courses_folder(),
                python: std::env::var_os("LEARNING_STUDIO_PYTHON").map(PathBuf::from),
                world: Arc::new(world::SystemWorld),
            });
            let data_version = studio.data_version();
            Opened { studio, data_version }
        })
    }

    /// The version of the data when it was opened, before anything was read. Waits for the opening.
    pub fn first_data_version(&self) -> Option<i64> {
        self.opened().data_version
    }

    /// The version of the data now.
    pub fn data_version(&self) -> Option<i64> {
        self.opened().studio.data_version()
    }

    /// Who is signed in.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Ends every program that runs. Does not wait for the file.
    pub fn stop_everything(&self) {
        if let Some(opened) = self.opened.get() {
            opened.studio.stop_everything();
        }
    }

    /// Does something that closing the window waits for.
    pub fn while_under_way<T>(&self, act: impl FnOnce() -> T) -> T {
        struct UnderWay<'a>(&'a AtomicUsize);
        impl Drop for UnderWay<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::AcqRel);
            }
        }
        self.under_way.fetch_add(1, Ordering::AcqRel);
        // Also taken back when the act panics, or the window would never close.
        let _under_way = UnderWay(&self.under_way);
        act()
    }

    /// Whether nothing is under way.
    pub fn is_idle(&self) -> bool {
        self.under_way.load(Ordering::Acquire) == 0
    }

    /// Notes whether the text of an exercise could be saved.
    pub fn note_draft(&self, exercise: &str, is_saved: bool) {
        let mut unsaved = self.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
        if is_saved {
            unsaved.remove(exercise);
        } else {
            unsaved.insert(exercise.to_owned());
        }
    }

    /// Whether the window holds text that could not be saved.
    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}
