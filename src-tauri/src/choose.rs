//! The system's own dialog for choosing a course to import. The window gets a path, and no way to read or write there.

use api::ApiError;
use domain::error::ErrorClass;
use rfd::{AsyncFileDialog, FileHandle};
use serde::Deserialize;
use std::{pin::Pin, sync::mpsc};
use tauri::{AppHandle, Manager, WebviewWindow};

/// The ending of a pack's file.
const PACK_ENDING: &str = "studiopack";

type Chosen = Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

/// What is chosen, and the words of the dialog; the rest of them is the system's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Whether a course's folder is chosen, and not the file of a pack.
    folder: bool,
    /// What stands above the dialog.
    title: String,
    /// What files of packs are called.
    packs: String,
}

/// Lets the person choose the file of a pack, or a course's folder. `null` when they chose nothing.
#[tauri::command]
pub async fn choose_course(app: AppHandle, window: WebviewWindow, choice: Choice) -> Result<Option<String>, ApiError> {
    let (send, opened) = mpsc::channel();
    // Where what came from elsewhere lies; GTK's list of recent files, where it begins by itself, takes no typed folder.
    let start = app.path().download_dir().ok().filter(|folder| folder.is_dir()).or_else(|| app.path().home_dir().ok()).unwrap_or_default();
    // Dialogs belong to the thread that draws the window.
    app.run_on_main_thread(move || {
        let dialog = AsyncFileDialog::new().set_title(choice.title).set_parent(&window).set_directory(start);
        let chosen: Chosen = match choice.folder {
            true => Box::pin(dialog.pick_folder()),
            false => Box::pin(dialog.add_filter(choice.packs, &[PACK_ENDING]).pick_file()),
        };
        // Whoever asked is gone only when the app ends.
        let _ = send.send(chosen);
    })
    .map_err(ApiError::bug)?;
    let chosen = tauri::async_runtime::spawn_blocking(move || opened.recv().map(tauri::async_runtime::block_on)).await;
    match chosen.map_err(ApiError::bug)?.map_err(ApiError::bug)? {
        None => Ok(None),
        Some(file) => match file.path().to_str() {
            Some(path) => Ok(Some(path.to_owned())),
            None => Err(ApiError::new(ErrorClass::Invalid, "path_not_text").with("path", file.path().display().to_string())),
        },
    }
}
