//! Tells the window when another process (a terminal, a second window) has written to the data file.

use crate::installation::Installation;
use std::{sync::Arc, thread, time::Duration};
use tauri::{AppHandle, Emitter};

/// How often to look. The look reads one number.
const INTERVAL: Duration = Duration::from_secs(1);

/// Looks until the program ends, on a thread of its own; sends `changed` to the window.
pub fn watch(app: AppHandle, installation: Arc<Installation>) {
    thread::spawn(move || {
        // What the page reads first may be older than the first look here, so the counting begins at the opening.
        let mut seen = installation.first_data_version();
        loop {
            thread::sleep(INTERVAL);
            let version = installation.data_version();
            if seen.is_some() && version.is_some() && version != seen {
                // Without a window there is nobody to tell.
                let _ = app.emit("changed", ());
            }
            seen = version.or(seen);
        }
    });
}
