//! The real window: the built app on a screen of its own, driven the way a person uses it.

use super::{
    programs,
    screen::Screen,
    wait_for,
    webdriver::{Element, Session, key},
    words::words,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a person would wait before thinking that something is broken. Generous, because a test machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The app with its window, the driver that moves it, and the screen that it is on.
pub struct Window {
    session: Session,
    driver: Child,
    screen: Screen,
    data: PathBuf,
    started: Instant,
}

/// How to start the app.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// More environment variables.
    pub environment: Vec<(String, String)>,
}

impl Window {
    /// Starts the app on this data folder. `home` is where everything else that a desktop app keeps goes.
    pub fn open(data: &Path, home: &Path) -> Self {
        Self::open_with(data, home, &Start::default())
    }

    /// The same, with more said about how.
    pub fn open_with(data: &Path, home: &Path, start: &Start) -> Self {
        for folder in ["config", "cache", "share", "run"] {
            fs::create_dir_all(home.join(folder)).unwrap();
        }
        let screen = Screen::start();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut command = Command::new(driver_program());
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", screen.display())
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_DATA_HOME", home.join("share"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            // No session bus, no accessibility bus: a bare machine has neither, and the app must do without.
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("MESA_SHADER_CACHE_DISABLE", "true")
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        for (name, value) in &start.environment {
            command.env(name, value);
        }
        let mut driver = command.spawn().expect("WebKitWebDriver starts (`make set-up-tests` installs it)");
        wait_for("the WebDriver to listen", PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok());
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": programs::app(), "args": ["--data", data] }
        });
        let started = Instant::now();
        let session = Session::start(port, &capabilities).unwrap_or_else(|refusal| {
            let _ = driver.kill();
            let _ = driver.wait();
            panic!("the app does not open: {refusal:?}")
        });
        Self { session, driver, screen, data: data.to_owned(), started }
    }

    /// The session with the page.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// When the app's process was started.
    pub fn started(&self) -> Instant {
        self.started
    }

    /// The screen.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// The first thing at this XPath that a person sees, waited for.
    pub fn see(&self, path: &str) -> Element {
        self.see_within(path, PATIENCE)
    }

    /// The same with a limit of one's own.
    pub fn see_within(&self, path: &str, limit: Duration) -> Element {
        wait_for(&format!("{path} on\n{}", self.page_words()), limit, || {
            self.session.find_all(path).into_iter().find(|element| self.session.is_displayed(element))
        })
    }

    /// Waits until a text stands on the page.
    pub fn see_text(&self, text: &str) {
        wait_for(&format!("the words \"{text}\""), PATIENCE, || self.page_words().contains(text).then_some(()));
    }

    /// Whether something is there to see, now.
    pub fn shows(&self, path: &str) -> bool {
        self.session.find_all(path).iter().any(|element| self.session.is_displayed(element))
    }

    /// All the words on the page, as shown.
    pub fn page_words(&self) -> String {
        self.session
            .try_script("return document.body ? document.body.innerText : ''", &[])
            .ok()
            .and_then(|words| words.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Clicks the first thing at this XPath, once it is there, can be used, and nothing lies over it.
    pub fn click(&self, path: &str) {
        wait_for(&format!("{path} to be clicked"), PATIENCE, || {
            let element = self.session.find_all(path).into_iter().find(|element| self.session.is_displayed(element))?;
            if !self.session.is_enabled(&element) {
                return None;
            }
            self.session.click(&element).ok()
        });
    }

    /// Clicks the button, link, tab or menu entry with this name.
    pub fn click_named(&self, name: &str) {
        self.click(&named(name));
    }

    /// Fills in the field with this label.
    pub fn fill_in(&self, label: &str, text: &str) {
        let label = quoted(label);
        let element = self.see(&format!(
            "//*[self::input or self::textarea or self::select][@id=//label[contains(normalize-space(.),{label})]/@for or ancestor::label[contains(normalize-space(.),{label})] or @aria-label={label}]"
        ));
        self.session.type_into(&element, text);
    }

    /// The text in the editor.
    pub fn editor_text(&self) -> String {
        self.see(&marked("editor"));
        let lines =
            self.session.script("return [...document.querySelectorAll('[data-testid=editor] .cm-line')].map((line) => line.textContent)", &[]);
        lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n")
    }

    /// Types a program in the place of what is in the editor, key by key.
    pub fn type_program(&self, text: &str) {
        self.click(&marked("editor"));
        self.session.press(&[key::CONTROL, 'a']);
        self.session.press(&[key::DELETE]);
        self.session.type_keys(text);
        wait_for(&format!("{text:?} in the editor, which has {:?}", self.editor_text()), PATIENCE, || (self.editor_text() == text).then_some(()));
    }

    /// Waits until what is typed is said to be saved.
    pub fn see_draft_saved(&self) {
        let saved = words("draft_saved");
        wait_for("the draft to be saved", PATIENCE, || (self.session.text(&self.see(&marked("draft-state"))).trim() == saved).then_some(()));
    }

    /// Waits for the verdict on an attempt.
    pub fn see_verdict(&self, verdict: &str) {
        self.see(&format!("//*[@data-testid='verdict' and @data-verdict={}]", quoted(verdict)));
    }

    /// Goes to an address of the window, the part after `#`.
    pub fn go(&self, address: &str) {
        self.session.script("location.hash = arguments[0]", &[json!(address)]);
    }

    /// Asks the app for something, past the page: what the page itself would send.
    pub fn call(&self, command: &str, request: Value) -> Value {
        let answer = self.session.script(
            "const [command, request] = arguments;
             return window.__TAURI_INTERNALS__
               .invoke('call', { command: { command, request }, output: '__CHANNEL__:' + window.__TAURI_INTERNALS__.transformCallback(() => {}) })
               .then((value) => ({ value }), (error) => ({ error }));",
            &[json!(command), request],
        );
        assert!(answer.get("error").is_none(), "{command} was refused: {answer}");
        answer["value"].clone()
    }

    /// Writes a picture of the page.
    pub fn picture(&self, file: &Path) {
        let picture = STANDARD.decode(self.session.screenshot()).unwrap();
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, picture).unwrap();
    }

    /// The size of the page inside the window, in CSS pixels.
    pub fn size(&self) -> (u64, u64) {
        let size = self.session.script("return [innerWidth, innerHeight]", &[]);
        (size[0].as_u64().unwrap(), size[1].as_u64().unwrap())
    }

    /// Enlarges or shrinks everything, as Ctrl and + do.
    pub fn zoom(&self, factor: f64) {
        self.session.script(
            "return window.__TAURI_INTERNALS__.invoke('plugin:webview|set_webview_zoom', { label: 'main', value: arguments[0] }).then(() => null)",
            &[json!(factor)],
        );
        thread::sleep(Duration::from_millis(300));
    }

    /// The app's process.
    pub fn process(&self) -> Pid {
        app_process(&self.data).expect("the app runs")
    }

    /// What the app and the page's own processes need, in MiB: memory that several share is counted by its share.
    pub fn memory_mib(&self) -> Vec<f64> {
        let kib: u64 = self
            .processes()
            .iter()
            .filter_map(|process| fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok())
            .filter_map(|text| text.lines().find_map(|line| line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok()))
            .sum();
        vec![kib as f64 / 1024.0]
    }

    /// The app's process and all that it started.
    pub fn processes(&self) -> Vec<i32> {
        self_and_descendants(self.process().as_raw_nonzero().get())
    }

    /// Ends the app as a power cut would: with no chance to do anything.
    pub fn kill(self) {
        let process = self.process();
        kill_process(process, Signal::KILL).unwrap();
        wait_for("the app to be gone", PATIENCE, || app_process(&self.data).is_none().then_some(()));
    }

    /// Asks the app to end, as the operating system does when somebody logs out, and waits for it.
    pub fn terminate(self) {
        kill_process(self.process(), Signal::TERM).unwrap();
        wait_for("the app to end", PATIENCE, || app_process(&self.data).is_none().then_some(()));
    }

    /// Closes the window by its frame, as a person does.
    pub fn ask_to_close(&self) {
        self.screen.close_window("Learning Studio");
    }

    /// The same, and waits for the app to end.
    pub fn close(self) {
        self.ask_to_close();
        wait_for("the app to end", PATIENCE, || app_process(&self.data).is_none().then_some(()));
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The picture of a failed test says more than its words.
        if thread::panicking() {
            let name = thread::current().name().unwrap_or("window").replace("::", "-");
            let file = programs::project().join(format!("target/failures/{name}.png"));
            if let Ok(Ok(picture)) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| STANDARD.decode(self.session.screenshot()))) {
                let _ = fs::create_dir_all(file.parent().unwrap());
                let _ = fs::write(&file, picture);
                eprintln!("a picture of the window is in {}", file.display());
            }
        }
        self.session.end();
        if let Some(process) = app_process(&self.data) {
            let _ = kill_process(process, Signal::KILL);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// An XPath for the thing to click that has this name. A key that is named beside it (`Run Ctrl+Enter`) does not count.
pub fn named(name: &str) -> String {
    let name = quoted(name);
    format!(
        "//*[self::button or self::a or self::summary or @role='tab' or @role='menuitem' or @role='radio' or @role='option'][@aria-label={name} or normalize-space(.)={name} or .//text()[normalize-space(.)={name}]]"
    )
}

/// An XPath for what the window marks for tests by this word.
pub fn marked(word: &str) -> String {
    format!("//*[@data-testid={}]", quoted(word))
}

/// An XPath for what says this to those who listen.
pub fn labelled(label: &str) -> String {
    format!("//*[@aria-label={}]", quoted(label))
}

/// Text as XPath writes it.
pub fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

fn driver_program() -> PathBuf {
    // Debian puts it on the PATH; Ubuntu's package too.
    PathBuf::from("WebKitWebDriver")
}

// The driver starts the app and does not say as which process, so it is found by what it was started with.
fn app_process(data: &Path) -> Option<Pid> {
    let program = programs::app();
    fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
        let number: i32 = entry.file_name().to_str()?.parse().ok()?;
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        let mut words = line.split(|byte| *byte == 0);
        let is_app = words.next()? == program.as_os_str().as_encoded_bytes() && words.any(|word| word == data.as_os_str().as_encoded_bytes());
        is_app.then(|| Pid::from_raw(number)).flatten()
    })
}

fn self_and_descendants(process: i32) -> Vec<i32> {
    let parents: Vec<(i32, i32)> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let status = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name in the second field may hold blanks and brackets; what follows the last bracket does not.
            let parent = status.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, parent))
        })
        .collect();
    let mut found = vec![process];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(child, _)| *child));
        next += 1;
    }
    found
}
