//! The learner's day in the real window: seen, clicked and typed as a person does.

use crate::support::{
    practice,
    programs::exercise_file,
    studio::Studio,
    wait_for,
    webdriver::key,
    window::{PATIENCE, Window, labelled, marked, named},
    words::{counted, words, words_with},
};
use serde_json::json;
use std::{
    fs,
    io::{Read, Write},
    process::{Command, Stdio},
    time::Duration,
};

const COURSE: &str = "python-first-steps";

/// Data folder and home of an app that was never started.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> Window {
        Window::open(&self.folder.path().join("data"), &self.folder.path().join("home"))
    }

    /// The same data folder, from a terminal.
    fn studio(&self) -> Studio {
        Studio::new(&self.folder.path().join("data"))
    }
}

fn begin(window: &Window) {
    window.fill_in(&words("welcome_name"), "Ada");
    window.click_named(&words("welcome_begin"));
}

fn open_exercise(window: &Window, slug: &str) {
    window.go(&format!("/exercise/{COURSE}/{slug}"));
    window.see(&marked("editor"));
}

#[test]
fn from_the_first_start_to_progress_and_a_power_cut() {
    let place = Place::new();
    let window = place.open();
    assert_eq!(window.size(), (1366, 768), "the window has the size that it is drawn for");

    // An account, and straight into the first lesson.
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");

    // A program of the lesson runs where it stands.
    let blocks = place.studio().json(["lesson", "show", &format!("{COURSE}/say-something")]);
    let program = blocks["blocks"].as_array().unwrap().iter().find(|block| block["runnable"] == true).unwrap()["source"].as_str().unwrap().to_owned();
    let file = place.folder.path().join("program.py");
    fs::write(&file, program).unwrap();
    let printed = place.studio().json(["run".as_ref(), file.as_os_str()])["stdout"].as_str().unwrap().trim().to_owned();
    window.click_named(&words("run"));
    let output = window.see(&marked("output"));
    wait_for(&format!("{printed:?} printed in the lesson"), PATIENCE, || (window.session().text(&output).trim() == printed).then_some(()));

    // From the lesson to its first exercise.
    window.click("//a[contains(@href,'#/exercise/')][.//text()[contains(.,'Good morning')]]");
    window.see("//h1[contains(.,'Good morning')]");

    // Run shows what it prints and judges nothing.
    window.type_program("print(\"Good morning! My name is Python.\")");
    window.click_named(&words("run"));
    window.see("//*[@data-testid='run-ending' and @data-verdict='passed']");
    assert_eq!(window.session().text(&window.see(&marked("output"))).trim(), "Good morning! My name is Python.");

    // A wrong answer: the first failing case is open, with what it should print and what it printed.
    window.click_named(&words("submit"));
    window.see_verdict("failed");
    window.see_text(&counted("verdict_failed", true, &[("count", "1"), ("total", "2")]));
    window.see_text(&words("case_printed_expected"));
    window.see_text("Good morning! My name is Python.");

    // The right one, by keys alone.
    window.type_program("print(\"Good morning!\")\nprint(\"My name is Python.\")");
    window.session().press(&[key::CONTROL, key::SHIFT, key::ENTER]);
    window.see_verdict("passed");
    window.see_text(&counted("verdict_passed", false, &[("total", "2")]));

    // The next exercise is one click away. Half a line, and the power goes.
    window.click_named(&words("next"));
    wait_for("the next exercise", PATIENCE, || window.shows("//h1[contains(.,'Tea, in the right order')]").then_some(()));
    window.type_program("print(\"Boil the wat");
    let typed = window.editor_text();
    window.see_draft_saved();
    window.kill();

    // Nothing is lost: not the half line, not the attempts, not the progress.
    let window = place.open();
    window.click_named("Ada");
    window.go(&format!("/course/{COURSE}"));
    window.see(&labelled(&counted("course_lessons_done", false, &[("done", "0"), ("total", &lessons(&place).to_string())])));
    window.see(&labelled(&words_with("dot_words", &[("position", "1"), ("title", "Good morning"), ("state", &words("exercise_passed"))])));
    open_exercise(&window, "tea-in-order");
    assert_eq!(window.editor_text(), typed);
    window.click_named(&words("rail_progress"));
    window.see_text(&words("progress_numbers"));
    let progress = window.call("progress", json!({}));
    assert_eq!((&progress["passed_exercises"], &progress["attempts"]), (&1.into(), &2.into()));
    window.see(&format!("//*[contains(normalize-space(.),'1') and contains(normalize-space(.),'{}')]", words("progress_passed")));
    window.close();
}

#[test]
fn what_was_typed_in_the_last_moment_before_closing_is_kept() {
    keeps_the_last_moment(Window::close);
}

#[test]
fn what_was_typed_in_the_last_moment_before_logging_out_is_kept() {
    keeps_the_last_moment(Window::terminate);
}

fn keeps_the_last_moment(end: fn(Window)) {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.click(&marked("editor"));
    window.session().press(&[key::CONTROL, 'a']);
    window.session().press(&[key::DELETE]);
    window.session().type_keys("print(1234567");
    let typed = window.editor_text();
    // At once, long before the pause after which a draft is saved by itself.
    end(window);

    let window = place.open();
    window.click_named("Ada");
    open_exercise(&window, "good-morning");
    assert_eq!(window.editor_text(), typed);
}

#[test]
fn a_program_typed_in_two_windows_keeps_both_texts() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.type_program("print(1)");
    window.see_draft_saved();
    // What another window sends that opened the exercise at the same time and typed on.
    let exercise = format!("{COURSE}/good-morning");
    let saved = window.call("exercise", json!({ "exercise": exercise }))["draft"]["revision"].clone();
    let other = json!([{ "path": "main.py", "text": "print(2)" }]);
    window.call("save_draft", json!({ "exercise": exercise, "files": other, "revision": saved }));
    window.type_program("print(3)");
    window.see(&marked("draft-conflict"));
    let both = window.call("exercise", json!({ "exercise": exercise }));
    assert_eq!((&both["draft"]["files"][0]["text"], &both["draft"]["beside"][0]["text"]), (&json!("print(2)"), &json!("print(3)")));
    window.click_named(&words("draft_conflict_this"));
    wait_for("the strip to go", PATIENCE, || (!window.shows(&marked("draft-conflict"))).then_some(()));
    let decided = window.call("exercise", json!({ "exercise": exercise }));
    assert_eq!((&decided["draft"]["files"][0]["text"], &decided["draft"]["can_restore"]), (&json!("print(3)"), &json!(true)));
    assert_eq!(window.editor_text(), "print(3)");
    // And typing goes on as before.
    window.type_program("print(4)");
    window.see_draft_saved();
    assert!(!window.shows(&marked("draft-conflict")));
    window.close();
}

#[test]
fn a_window_that_cannot_save_says_so_before_it_closes() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.type_program("print(1)");
    window.see_draft_saved();
    // Another program holds the file for longer than anybody waits.
    let mut shell = Command::new("sqlite3").arg(place.studio().data_file()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut statements = shell.stdin.take().unwrap();
    writeln!(statements, "BEGIN IMMEDIATE; SELECT 'held';").unwrap();
    let mut held = [0; 4];
    shell.stdout.take().unwrap().read_exact(&mut held).unwrap();
    window.type_program("print(12)");
    window.ask_to_close();
    window.see_within(&labelled_dialog(&words("unsaved_title")), Duration::from_secs(20));
    // It is saved as soon as that is possible again, and then the window closes without a word.
    drop(statements);
    shell.wait().unwrap();
    window.click_named(&words("unsaved_try"));
    wait_for("the words to go", PATIENCE, || (!window.shows(&labelled_dialog(&words("unsaved_title")))).then_some(()));
    window.see_draft_saved();
    window.close();
    let window = place.open();
    window.click_named("Ada");
    open_exercise(&window, "good-morning");
    assert_eq!(window.editor_text(), "print(12)");
}

fn labelled_dialog(title: &str) -> String {
    format!("//*[@role='dialog'][.//*[normalize-space(.)='{title}']]")
}

#[test]
fn practice_says_what_it_is_and_every_result_how_well_the_program_was_shut_in() {
    let place = Place::new();
    let folder = place.folder.path().join("course");
    practice::write(&folder);
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    let tier = window.call("sandbox", json!({}))["tier"].as_str().expect("programs can be run here").to_owned();
    let tier_words = words(&format!("tier_ran_{}", tier.to_lowercase()));

    // A program of a lesson.
    window.click_named(&words("run"));
    window.see(&format!("//figure//*[@data-testid='tier' and @data-tier='{tier}'][contains(.,'{tier_words}')]"));

    // The course comes in by its path, typed.
    window.go("/courses");
    window.fill_in(&words("import_or_type"), folder.to_str().unwrap());
    window.click_named(&words("import_act"));
    window.see_text("“For practice” is here");

    // Said beforehand: in the course, in the lesson, in the exercise.
    let state = words_with("exercise_with_practice", &[("state", &words("exercise_open"))]);
    window.go(&format!("/course/{}", practice::COURSE));
    window.click_named(&words("course_enroll"));
    window.see(&labelled(&words_with("dot_words", &[("position", "1"), ("title", "Look inside"), ("state", &state)])));
    window.go(&format!("/lesson/{}/doubling", practice::COURSE));
    window.see_text(&state);
    window.go(&format!("/exercise/{}", practice::EXERCISE));
    window.see(&format!("{}[contains(.,'{}')]", marked("practice-only"), words("practice_only").replacen('p', "P", 1)));

    // A run, an attempt, the list of attempts, an old attempt.
    window.type_program("def double(x): return 2 * x");
    window.click_named(&words("run"));
    let mark = format!("//section[@id='result']//*[@data-testid='tier' and @data-tier='{tier}'][contains(.,'{tier_words}')]");
    window.see(&mark);
    window.click_named(&words("submit"));
    window.see_verdict("passed");
    window.see(&mark);
    window.see(&marked("practice-result"));
    window.see_text(&words("practice_pass"));
    window.see(&format!("//*[@data-testid='attempt-tier' and @data-tier='{tier}']"));
    let attempt = words_with("attempt_practice", &[("words", &words("attempt_passed"))]);
    window.click(&format!("//button[contains(.,'{attempt}')]"));
    window.see_text(&words("attempt_use"));
    window.see(&mark);
    let progress = window.call("progress", json!({}));
    assert_eq!(progress["passed_exercises"], 0, "practice is never credited");

    // The report behind the words.
    window.click_named(&words("rail_setup"));
    window.see_text(&words(&format!("tier_short_{}", tier.to_lowercase())));
    window.click_named(&words("sandbox_tried"));
    window.see_text(&words("layer_network"));
    assert!(!window.page_words().contains(&words("sandbox_open")), "everything holds");
    window.close();
}

#[test]
fn a_course_is_chosen_with_the_systems_own_dialog() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    window.go("/courses");
    for (button, title) in [("import_choose_file", "import_dialog_file"), ("import_choose_folder", "import_dialog_folder")] {
        window.click_named(&words(button));
        // It is a window of the system, which no page can reach: it is closed by its frame, and nothing comes in.
        wait_for(&format!("the dialog {title}"), PATIENCE, || (window.screen().try_close_window(&words(title)) > 0).then_some(()));
        let again = format!("//button[contains(.,'{}') and @aria-disabled='false']", words(button));
        window.see(&again);
        assert!(!window.shows("//*[@role='status']//*[contains(@class,'field-error')]"), "choosing nothing is no error");
    }
    assert_eq!(window.call("library", json!({}))["courses"].as_array().unwrap().len(), 1);
    window.close();
}

#[test]
fn a_program_that_asks_has_the_keyboard_and_gives_it_back() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.type_program("print(input('Who is there? ') * 2)");
    window.session().press(&[key::CONTROL, key::ENTER]);
    let has_focus = |what: &str| window.session().script("return document.activeElement.matches(arguments[0])", &[what.into()]) == json!(true);
    window.see(&marked("type-line"));
    wait_for("the line to have the keyboard", PATIENCE, || has_focus("[data-testid=type-line]").then_some(()));
    wait_for("those who listen to be told", PATIENCE, || {
        window.session().find_all(&format!("{}[normalize-space(.)='{}']", marked("announcement"), words("type_asked"))).first().map(|_| ())
    });
    window.session().type_keys("Ada\n");
    window.see("//*[@data-testid='run-ending' and @data-verdict='passed']");
    window.see_text("AdaAda");
    wait_for("the keyboard to be at the result", PATIENCE, || has_focus("#result").then_some(()));
    // A button that changes its word keeps the keyboard, too.
    window.type_program("while True: pass");
    let run = format!("//button[.//text()[normalize-space(.)='{}']]", words("run"));
    window.see(&run);
    window.click(&run);
    window.see(&named(&words("stop")));
    window.session().press(&[key::ENTER]);
    window.see("//*[@data-testid='run-ending' and @data-verdict='cancelled']");
    assert!(has_focus("button"), "the button that began the run still has the keyboard");
    window.close();
}

#[test]
fn the_hints_after_the_first_open_only_when_they_are_asked_for() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.click_named(&words("hint_first"));
    let hints = || window.session().find_all(&format!("//section[@aria-label='{}']//details", words("hints_label"))).len();
    wait_for("the first hint", PATIENCE, || (hints() == 1).then_some(()));
    // As many failed attempts as the second one waits for.
    window.type_program("print(1)");
    for attempt in 1..=2 {
        window.click_named(&words("submit"));
        window.see_verdict("failed");
        window.see_text(&format!("attempt {attempt} "));
    }
    window.see_text(&words("hint_ready"));
    assert_eq!(hints(), 1, "it is offered, and stays closed");
    window.click_named(&words("hint_next"));
    wait_for("the second hint", PATIENCE, || (hints() == 2).then_some(()));
    window.close();
}

#[test]
fn what_is_done_at_a_terminal_shows_in_the_open_window() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    window.click_named(&words("rail_progress"));
    window.see_text(&words("progress_empty"));
    let studio = place.studio();
    let solution = exercise_file("good-morning", "solution/main.py");
    let outcome =
        studio.json(["submit".as_ref(), format!("{COURSE}/good-morning").as_ref(), solution.as_os_str(), "--user".as_ref(), "Ada".as_ref()]);
    assert_eq!(outcome["verdict"], "passed");
    window.see_text(&words("progress_numbers"));
    assert!(!window.page_words().contains(&words("progress_empty")));
}

#[test]
fn a_program_without_an_end_is_stopped_by_hand() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.type_program("while True: pass");
    window.click_named(&words("run"));
    window.click(&named(&words("stop")));
    window.see("//*[@data-testid='run-ending' and @data-verdict='cancelled']");
}

#[test]
fn nothing_runs_on_when_the_app_is_gone() {
    let place = Place::new();
    let window = place.open();
    begin(&window);
    window.see("//h1[normalize-space(.)='Say something']");
    open_exercise(&window, "good-morning");
    window.type_program("while True: print(1)");
    window.click_named(&words("run"));
    wait_for("the program's output", PATIENCE, || window.shows(&format!("{}[contains(.,'1')]", marked("output"))).then_some(()));
    let processes = window.processes();
    assert!(processes.len() > 2, "the app, the page, and the program: {processes:?}");
    window.kill();
    // One that has ended and was not yet waited for has no command line any more.
    let runs = |process: &i32| fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|line| !line.is_empty());
    wait_for("every process of the app to end", PATIENCE, || (!processes.iter().any(runs)).then_some(()));
}

#[test]
fn the_page_can_reach_nothing_but_its_backend() {
    let place = Place::new();
    let window = place.open();
    window.see(&named(&words("welcome_begin")));
    let session = window.session();
    let refused = |script: &str| {
        session.script(&format!("return (async () => {{ try {{ {script}; return 'allowed' }} catch (error) {{ return 'refused' }} }})()"), &[])
    };
    assert_eq!(refused("await fetch('http://127.0.0.1:9/')"), "refused");
    assert_eq!(refused("await fetch('https://example.org/')"), "refused");
    assert_eq!(refused("new Function('return 1')()"), "refused");
    assert_eq!(refused("await window.__TAURI_INTERNALS__.invoke('plugin:window|create', { options: { label: 'other' } })"), "refused");
    for command in ["plugin:dialog|open", "plugin:dialog|save", "plugin:fs|read_file", "plugin:fs|write_file"] {
        assert_eq!(
            refused(&format!("await window.__TAURI_INTERNALS__.invoke('{command}', {{ path: '/etc/hostname', options: {{}} }})")),
            "refused",
            "{command}"
        );
    }
    assert_eq!(refused("await window.__TAURI_INTERNALS__.invoke('plugin:event|emit', { event: 'changed', payload: null })"), "refused");
    assert_eq!(session.script("return typeof window.__TAURI__", &[]), "undefined");
    // An error of the backend arrives as what it is: a code, facts, and whether trying again can help.
    let answer = session.script(
        "return window.__TAURI_INTERNALS__.invoke('call', { command: { command: 'no_such', request: {} }, output: '__CHANNEL__:0' }).then(() => null, (error) => error)",
        &[],
    );
    assert_eq!((&answer["code"], &answer["retry"]), (&"invalid.request".into(), &false.into()), "{answer}");
}

fn lessons(place: &Place) -> u64 {
    place.studio().json(["course", "show", COURSE])["lessons"].as_array().unwrap().len() as u64
}
