//! Closing the window without losing what was typed in the last second; without asking, unless it cannot be saved.

use crate::installation::Installation;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tauri::{AppHandle, Emitter, Manager};

/// How long the window has to send what it still holds.
const GRACE: Duration = Duration::from_millis(200);
/// How long what it sent may take: longer than a write waits for another program's (5 s), so that its failure is known here.
const LIMIT: Duration = Duration::from_secs(8);

/// Whether the person was told that something cannot be saved. Closing once more then closes.
static TOLD: AtomicBool = AtomicBool::new(false);

/// A person closes the window. Where what they typed cannot be saved, it comes back once and says so (`close_refused`).
pub fn close_by_hand(app: &AppHandle, label: &str, installation: &Arc<Installation>) {
    let ask = !TOLD.swap(false, Ordering::AcqRel);
    close(app, label, installation, ask);
}

// Takes the window off the screen, which is when its page sends what is not saved yet; waits for that; ends it.
fn close(app: &AppHandle, label: &str, installation: &Arc<Installation>, ask: bool) {
    let Some(window) = app.get_webview_window(label) else { return };
    let _ = window.hide();
    // A learner's program that still runs would be waited for; nobody sees its output any more.
    installation.stop_everything();
    let installation = installation.clone();
    thread::spawn(move || {
        let asked = Instant::now();
        thread::sleep(GRACE);
        while !installation.is_idle() && asked.elapsed() < LIMIT {
            thread::sleep(Duration::from_millis(10));
        }
        if ask && installation.has_unsaved() {
            TOLD.store(true, Ordering::Release);
            let _ = window.show();
            let _ = window.set_focus();
            let _ = window.emit("close_refused", ());
            return;
        }
        let _ = window.destroy();
    });
}

/// Closes all windows in the same way when the operating system asks the program to end (logging out, shutting down, Ctrl+C).
#[cfg(unix)]
pub fn close_when_asked(app: &AppHandle, installation: &Arc<Installation>) {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    let (app, installation) = (app.clone(), installation.clone());
    // Without the handler the program ends at once, as any other does; what was typed in the last second would be lost.
    let Ok(mut signals) = Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    thread::spawn(move || {
        for _ in &mut signals {
            for label in app.webview_windows().keys() {
                close(&app, label, &installation, false);
            }
        }
    });
}
