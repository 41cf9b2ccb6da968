//! Takes a picture of every page and state of the real window into `target/screenshots`: light, dark, and at 200 %.
//! Arguments choose: `screenshots workspace progress` takes only those whose name contains one of the words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a picture that cannot be taken ends the run")]

#[path = "../support/mod.rs"]
mod support;

use serde_json::json;
use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use support::{
    practice,
    programs::{self, exercise_file},
    studio::Studio,
    wait_for,
    window::{PATIENCE, Window, marked, named},
    words::words,
};

const COURSE: &str = "python-first-steps";
const FIRST_LESSON: &str = "//h1[normalize-space(.)='Say something']";

fn main() {
    let album = Album { folder: programs::project().join("target/screenshots"), chosen: std::env::args().skip(1).collect() };
    fs::create_dir_all(&album.folder).unwrap();
    let place = tempfile::tempdir().unwrap();
    a_day(&album, &place.path().join("day"));
    somebody_else(&album, &place.path().join("lab"));
    trouble(&album, &place.path().join("trouble"));
    println!("the pictures are in {}", album.folder.display());
}

struct Album {
    folder: PathBuf,
    chosen: Vec<String>,
}

impl Album {
    fn wants(&self, name: &str) -> bool {
        self.chosen.is_empty() || self.chosen.iter().any(|word| name.contains(word.as_str()))
    }

    /// The page as it stands: light, dark, and twice as large.
    fn take(&self, window: &Window, name: &str) {
        if !self.wants(name) {
            return;
        }
        for theme in ["light", "dark"] {
            window.session().script("document.documentElement.dataset.theme = arguments[0]", &[theme.into()]);
            self.one(window, &format!("{name}-{theme}"));
        }
        window.session().script("document.documentElement.dataset.theme = 'light'", &[]);
        window.zoom(2.0);
        self.one(window, &format!("{name}-200-percent"));
        window.zoom(1.0);
    }

    /// The page at the smallest width and at a large one.
    fn take_widths(&self, window: &Window, name: &str) {
        if !self.wants(name) {
            return;
        }
        for (width, height) in [(1024, 600), (1920, 1080)] {
            window.session().resize(width, height);
            wait_for("the new size", PATIENCE, || (window.size().0 == width).then_some(()));
            self.one(window, &format!("{name}-{width}"));
        }
        window.session().resize(1366, 768);
        wait_for("the old size", PATIENCE, || (window.size().0 == 1366).then_some(()));
    }

    fn one(&self, window: &Window, name: &str) {
        // Movements on the page take 150 ms at the most; the rest is for a machine that has more to do.
        thread::sleep(Duration::from_millis(600));
        window.picture(&self.folder.join(format!("{name}.png")));
        println!("{name}");
    }
}

fn a_day(album: &Album, folder: &Path) {
    let data = folder.join("data");
    let studio = Studio::new(&data);
    let window = Window::open(&data, &folder.join("home"));
    window.see(&named(&words("welcome_begin")));
    album.take(&window, "welcome");
    window.fill_in(&words("welcome_name"), "Ada");
    window.click_named(&words("welcome_begin"));
    window.see(FIRST_LESSON);
    album.take(&window, "lesson-fresh");
    album.take_widths(&window, "lesson");
    window.click_named(&words("run"));
    window.see(&marked("output"));
    thread::sleep(Duration::from_secs(1));
    album.take(&window, "lesson-run");
    window.click_named(&words("code_change"));
    window.see("//figure//*[contains(@class,'cm-content')]");
    album.take(&window, "lesson-change");
    window.click_named(&words("rail_progress"));
    window.see_text(&words("progress_empty"));
    album.take(&window, "progress-empty");

    open_exercise(&window, "good-morning");
    album.take(&window, "workspace-fresh");
    window.type_program("print(\"Good morning! My name is Python.\")");
    window.click_named(&words("run"));
    window.see("//*[@data-testid='run-ending']");
    album.take(&window, "workspace-run");
    window.click_named(&words("submit"));
    window.see_verdict("failed");
    album.take(&window, "workspace-failing");
    album.take_widths(&window, "workspace-failing");
    window.type_program("print(\"Good morning!\")\nprit(\"My name is Python.\")");
    window.click_named(&words("submit"));
    window.see("//*[@data-testid='verdict'][@data-verdict='error' or @data-verdict='failed']");
    album.take(&window, "workspace-error");
    window.click_named(&words("hint_first"));
    thread::sleep(Duration::from_millis(500));
    album.take(&window, "workspace-hint");
    if album.wants("workspace-timeout") {
        window.type_program("while True: pass");
        window.click_named(&words("submit"));
        album.one(&window, "workspace-judging");
        window.see_verdict("timeout");
        album.take(&window, "workspace-timeout");
    }
    window.type_program("print(\"Good morning!\")\nprint(\"My name is Python.\")");
    window.click_named(&words("submit"));
    window.see_verdict("passed");
    album.take(&window, "workspace-passed");
    if album.wants("workspace-typing") {
        window
            .type_program("name = input(\"What is your name? \")\ntown = input(\"And your town? \")\nprint(\"Good morning,\", name, \"from\", town)");
        window.click_named(&words("run"));
        window.see(&marked("type-line"));
        window.session().type_keys("Ada\n");
        window.see_text("And your town?");
        window.session().type_keys("Turin");
        album.take(&window, "workspace-typing");
        window.session().type_keys("\n");
        window.see("//*[@data-testid='run-ending']");
        album.take(&window, "workspace-typed");
    }
    if album.wants("workspace-conflict") {
        two_windows(&window);
        album.take(&window, "workspace-conflict");
        window.click_named(&words("draft_conflict_this"));
        wait_for("the strip to go", PATIENCE, || (!window.shows(&marked("draft-conflict"))).then_some(()));
    }

    // Some work more, so that the other pages have something to show.
    window.go("/courses");
    for exercise in ["tea-in-order", "seats-on-the-bus", "notice-with-errors"] {
        let name = format!("{COURSE}/{exercise}");
        if exercise != "tea-in-order" {
            let wrong = fs::read_dir(exercise_file(exercise, "wrong")).unwrap().next().unwrap().unwrap().path();
            studio.json(["submit".as_ref(), name.as_ref(), wrong.as_os_str(), "--user".as_ref(), "Ada".as_ref()]);
        }
        studio.json(["submit".as_ref(), name.as_ref(), exercise_file(exercise, "solution/main.py").as_os_str(), "--user".as_ref(), "Ada".as_ref()]);
    }
    window.see_text(&words("library_title"));
    album.take(&window, "library");
    window.go(&format!("/course/{COURSE}"));
    window.see_text("Say something");
    album.take(&window, "course");
    album.take_widths(&window, "course");
    window.click_named(&words("rail_progress"));
    window.see_text(&words("progress_numbers"));
    album.take(&window, "progress");
    window.click_named(&words("rail_setup"));
    window.see_text(&words("setup_sandbox"));
    album.take(&window, "setup");
    window.click_named(&words("sandbox_tried"));
    window.session().script("document.getElementById('sandbox-title').scrollIntoView()", &[]);
    album.take(&window, "setup-sandbox");
    window.see_text(&words("your_data_title"));
    for heading in ["profile-title", "your-data-title", "installation-title"] {
        window.session().script("document.getElementById(arguments[0]).scrollIntoView()", &[heading.into()]);
        album.take(&window, &format!("setup-{heading}"));
    }
    window.go("/health");
    window.see_text(&words("health_title"));
    album.take(&window, "health");
    window.go("/course/no-such-course");
    window.see_text(&words("failure_title"));
    album.take(&window, "page-not-there");
    if album.wants("practice") {
        only_practice(album, &window, &folder.join("course"));
    }
    if album.wants("close-refused") {
        cannot_save(album, &window, &studio);
    }
    window.close();
}

/// What another window sends that opened the exercise at the same time and typed on; and then typing here.
fn two_windows(window: &Window) {
    window.type_program("print(\"Good morning!\")");
    window.see_draft_saved();
    let exercise = format!("{COURSE}/good-morning");
    let saved = window.call("exercise", json!({ "exercise": exercise }))["draft"]["revision"].clone();
    let other = json!([{ "path": "main.py", "text": "print(\"Good evening!\")" }]);
    window.call("save_draft", json!({ "exercise": exercise, "files": other, "revision": saved }));
    window.type_program("print(\"Good morning!\")\nprint(\"How are you?\")");
    window.see(&marked("draft-conflict"));
}

/// A course with an exercise that is practice only: in the library, in its course and lesson, before and after it is tried.
fn only_practice(album: &Album, window: &Window, course: &Path) {
    practice::write(course);
    window.go("/courses");
    window.fill_in(&words("import_or_type"), course.to_str().unwrap());
    album.take(window, "practice-import");
    window.click_named(&words("import_act"));
    window.see_text("“For practice” is here");
    album.take(window, "practice-imported");
    window.go(&format!("/course/{}", practice::COURSE));
    window.click_named(&words("course_enroll"));
    window.see_text(&words("dots_title"));
    album.take(window, "practice-course");
    window.go(&format!("/lesson/{}/doubling", practice::COURSE));
    window.see_text("Twice two is four.");
    album.take(window, "practice-lesson");
    window.go(&format!("/exercise/{}", practice::EXERCISE));
    window.see(&marked("practice-only"));
    album.take(window, "practice-fresh");
    window.click_named(&words("submit"));
    window.see_verdict("failed");
    album.take(window, "practice-failing");
    window.type_program("def double(x): return 2 * x");
    window.click_named(&words("submit"));
    window.see_verdict("passed");
    album.take(window, "practice-passed");
    album.take_widths(window, "practice-passed");
}

/// The window is to be closed while another program holds the file.
fn cannot_save(album: &Album, window: &Window, studio: &Studio) {
    open_exercise(window, "good-morning");
    let mut shell = Command::new("sqlite3").arg(studio.data_file()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut statements = shell.stdin.take().unwrap();
    writeln!(statements, "BEGIN IMMEDIATE; SELECT 'held';").unwrap();
    shell.stdout.take().unwrap().read_exact(&mut [0; 4]).unwrap();
    window.type_program("print(\"Good night!\")");
    window.ask_to_close();
    window.see_within("//*[@role='dialog']", Duration::from_secs(20));
    album.take(window, "close-refused");
    drop(statements);
    shell.wait().unwrap();
    window.click_named(&words("unsaved_try"));
    window.see_draft_saved();
}

fn somebody_else(album: &Album, folder: &Path) {
    let data = folder.join("data");
    let studio = Studio::new(&data);
    studio.with_password("correct horse battery").json(["user", "add", "Grace"]);
    for name in ["Ada", "Alan", "Barbara", "Edsger", "Katherine", "Margaret", "Radia"] {
        studio.json(["user", "add", name, "--no-password"]);
    }
    let window = Window::open(&data, &folder.join("home"));
    window.see(&named("Grace"));
    album.take(&window, "sign-in");
    window.click_named("Grace");
    window.fill_in(&words("password"), "not this one");
    window.click_named(&words("sign_in"));
    window.see("//*[@role='alert']");
    album.take(&window, "sign-in-wrong-password");
    window.close();
}

fn trouble(album: &Album, folder: &Path) {
    let newer = Studio::new(&folder.join("newer"));
    newer.json(["init"]);
    newer.make_newer();
    let window = Window::open(newer.data(), &folder.join("home"));
    window.see("//h1");
    album.take(&window, "cannot-open-too-new");
    window.close();

    let damaged = Studio::new(&folder.join("damaged"));
    damaged.json(["init"]);
    damaged.damage();
    let window = Window::open(damaged.data(), &folder.join("home"));
    window.see("//h1");
    album.take(&window, "cannot-open-damaged");
    window.close();
}

fn open_exercise(window: &Window, slug: &str) {
    window.go(&format!("/exercise/{COURSE}/{slug}"));
    window.see(&marked("editor"));
}
