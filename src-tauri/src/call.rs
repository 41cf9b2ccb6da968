//! The one command of the window: decodes a command of `api`, runs it, encodes what it gives.

use crate::installation::Installation;
use api::{ApiError, Command, Context, run::OutputEvent};
use domain::error::ErrorClass;
use serde_json::Value;
use std::sync::Arc;
use tauri::{State, ipc::Channel};

/// Runs a command on a thread of its own; what a learner's program prints goes through `output` as it comes.
#[tauri::command]
pub async fn call(installation: State<'_, Arc<Installation>>, command: Value, output: Channel<OutputEvent>) -> Result<Value, ApiError> {
    let command: Command =
        serde_json::from_value(command).map_err(|error| ApiError::new(ErrorClass::Invalid, "request").with("reason", error.to_string()))?;
    let installation = installation.inner().clone();
    tauri::async_runtime::spawn_blocking(move || {
        installation.while_under_way(|| {
            // A window that is gone reads no more; the command goes on to its end all the same.
            let send = |event| {
                let _ = output.send(event);
            };
            let draft = match &command {
                Command::save_draft(request) => Some(request.exercise.clone()),
                _ => None,
            };
            let answer = command.run(&Context { studio: installation.studio(), session: installation.session(), output: &send });
            if let Some(exercise) = draft {
                installation.note_draft(&exercise, answer.is_ok());
            }
            answer
        })
    })
    .await
    .map_err(ApiError::bug)?
}
