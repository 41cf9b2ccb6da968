//! The desktop shell: opens the window and carries its requests to `api`. It decides nothing.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod arguments;
mod call;
mod changes;
mod choose;
mod closing;
mod installation;

use arguments::Arguments;
use installation::Installation;
use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};
use tauri::{Manager, RunEvent, WindowEvent};

/// How often to look whether a closed account is due for erasure. Days are counted, so once an hour misses none; a computer that sleeps makes it later.
const CALENDAR_INTERVAL: Duration = Duration::from_secs(3600);

fn main() -> ExitCode {
    let named = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Arguments::Open { data }) => data,
        Ok(Arguments::Say(text)) => {
            println!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => return refuse(&problem, 2),
    };
    let in_environment = || std::env::var_os("LEARNING_STUDIO_DATA").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let Some(data_folder) = named.or_else(in_environment).or_else(api::world::default_data_folder) else {
        return refuse("There is no home folder to keep data in. Name a folder with --data DIR.", 3);
    };
    if !has_display() {
        return refuse("There is no display to open a window on. `studio --help` shows the way without one.", 1);
    }
    match open(Arc::new(Installation::new(data_folder))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&format!("The window could not be opened: {error}."), 1),
    }
}

/// Whether a window can be opened. Asked beforehand, because Tauri answers a missing display with a panic.
fn has_display() -> bool {
    #[cfg(target_os = "linux")]
    return gtk::init().is_ok();
    #[cfg(not(target_os = "linux"))]
    true
}

fn refuse(sentence: &str, code: u8) -> ExitCode {
    eprintln!("learning-studio: {sentence}");
    ExitCode::from(code)
}

fn open(installation: Arc<Installation>) -> tauri::Result<()> {
    // The data file is opened while the window is being made; whoever needs it first waits for it.
    let opening = installation.clone();
    std::thread::spawn(move || {
        // The window's first run is not to wait for an interpreter.
        opening.studio().keep_warm();
        loop {
            opening.studio().look_at_calendar();
            std::thread::sleep(CALENDAR_INTERVAL);
        }
    });
    let app = tauri::Builder::default()
        .manage(installation.clone())
        .invoke_handler(tauri::generate_handler![call::call, choose::choose_course])
        .setup(|app| {
            let installation = app.state::<Arc<Installation>>().inner().clone();
            #[cfg(unix)]
            closing::close_when_asked(app.handle(), &installation);
            changes::watch(app.handle().clone(), installation);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(move |app, event| match event {
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. } => {
            api.prevent_close();
            closing::close_by_hand(app, &label, &installation);
        }
        RunEvent::Exit => installation.stop_everything(),
        _ => {}
    });
    Ok(())
}
