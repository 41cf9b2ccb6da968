//! What the binary does on macOS and Windows: one request, from the app that started it.

use crate::{platform::connection_with_app, pool::Pool, sandbox::Keeper, serve::answer, worker::Host};
use std::process::ExitCode;

/// Serves one request: it comes on standard input, which is a socket on macOS and a pipe on Windows; then what a person types comes there, and its end means that
/// whoever asked is gone or wants it stopped. Answers go back on the same socket, on Windows to standard output.
///
/// For the binary `learning-studio-runner` only. On macOS it is also what shuts itself in and becomes the interpreter.
pub fn serve() -> ExitCode {
    #[cfg(target_os = "macos")]
    if let Some(code) = crate::sandbox::become_interpreter_if_told() {
        return code;
    }
    let Ok(pool) = Pool::new(Keeper) else { return ExitCode::FAILURE };
    let Ok(client) = connection_with_app() else { return ExitCode::FAILURE };
    answer(Host { pool, client });
    ExitCode::SUCCESS
}
