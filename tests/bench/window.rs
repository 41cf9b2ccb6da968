//! Measures the real window: how soon it can be used, what it needs at rest, how soon a program answers.
//!
//! The baselines are taken in the same run: the same interpreter started bare, so that a slow machine is not taken for a slow app.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that cannot be taken ends the run")]

#[path = "../support/mod.rs"]
mod support;

use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};
use support::{
    numbers::{self, Samples},
    programs, wait_for,
    window::{PATIENCE, Window, marked, named},
    words::words,
};

const STARTS: usize = 5;
const ROUNDS: usize = 15;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (data, home) = (folder.path().join("data"), folder.path().join("home"));
    let mut entries = Vec::new();

    // The first start makes the file and brings in the course.
    let window = Window::open(&data, &home);
    window.see(&named(&words("welcome_begin")));
    entries.push(Samples::milliseconds(&[window.started().elapsed()]).entry("first start to welcome page", "ms", None, None));
    window.fill_in(&words("welcome_name"), "Ada");
    window.click_named(&words("welcome_begin"));
    window.see("//h1[normalize-space(.)='Say something']");
    window.close();

    let starts: Vec<_> = (0..STARTS)
        .map(|_| {
            let window = Window::open(&data, &home);
            window.see(&named("Ada"));
            let took = window.started().elapsed();
            window.close();
            took
        })
        .collect();
    entries.push(Samples::milliseconds(&starts).entry("start to usable window", "ms", None, None));

    let window = Window::open(&data, &home);
    window.click_named("Ada");
    window.go("/exercise/python-first-steps/good-morning");
    window.see(&marked("editor"));
    std::thread::sleep(Duration::from_secs(5));
    entries.push(Samples::new(window.memory_mib()).entry("memory at rest, all processes (PSS)", "MiB", None, None));

    window.type_program("print(\"Good morning!\")\nprint(\"My name is Python.\")");
    let sandbox = window.call("sandbox", serde_json::json!({}));
    let interpreter = sandbox["interpreter_path"].as_str().expect("programs can be run here");
    let bare = Samples::milliseconds(&times(|| bare_python(interpreter))).quantile(0.5);
    // One round that is not counted: the first run finds the interpreter.
    run(&window);
    entries.push(Samples::milliseconds(&times(|| run(&window))).entry("Run to output shown", "ms", Some(bare), None));
    submit(&window, 1);
    let submits: Vec<_> = (0..ROUNDS).map(|round| submit(&window, round + 2)).collect();
    entries.push(Samples::milliseconds(&submits).entry("Submit to verdict shown", "ms", Some(bare), None));
    window.close();

    for program in [programs::app(), programs::studio(), programs::runner()] {
        let name = program.file_name().unwrap().to_string_lossy().into_owned();
        let size = fs::metadata(&program).unwrap().len() as f64 / f64::from(1 << 20);
        entries.push(Samples::new(vec![size]).entry(&format!("size of {name}"), "MiB", None, None));
    }
    numbers::write("window", &entries);
}

fn times(mut act: impl FnMut() -> Duration) -> Vec<Duration> {
    (0..ROUNDS).map(|_| act()).collect()
}

fn bare_python(interpreter: &str) -> Duration {
    let begun = Instant::now();
    let output = Command::new(interpreter)
        .args(["-I", "-S", "-c", "print('Good morning!')\nprint('My name is Python.')"])
        .output()
        .expect("the interpreter starts");
    assert!(output.status.success());
    begun.elapsed()
}

// The page itself notes when something appears: asking it again and again over the wire would be measured too.
const CLICK_AND_WAIT: &str = "
    const [label, wanted] = arguments;
    const button = [...document.querySelectorAll('button')].find((button) => [...button.childNodes].some((node) => node.textContent.trim() === label));
    return new Promise((resolve) => {
      const begun = performance.now();
      const look = () => {
        if (document.evaluate(wanted, document, null, XPathResult.BOOLEAN_TYPE, null).booleanValue) {
          watcher.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - begun));
        }
      };
      const watcher = new MutationObserver(look);
      button.click();
      watcher.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });";

fn click_and_wait(window: &Window, label: &str, wanted: &str) -> Duration {
    let took = window.session().script(CLICK_AND_WAIT, &[label.into(), wanted.into()]);
    Duration::from_secs_f64(took.as_f64().unwrap() / 1000.0)
}

fn run(window: &Window) -> Duration {
    let took = click_and_wait(window, &words("run"), "//*[@data-testid='output'][contains(., 'My name is Python.')]");
    wait_for("the run to end", PATIENCE, || window.shows("//*[@data-testid='run-ending']").then_some(()));
    took
}

fn submit(window: &Window, attempt: usize) -> Duration {
    let wanted = format!("//*[@data-testid='verdict' and @data-verdict='passed'][contains(.., '{attempt}')]");
    click_and_wait(window, &words("submit"), &wanted)
}
