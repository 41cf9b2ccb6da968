//! What people do, through the same commands as the window's.

use crate::installation::{Installation, MadeUp, program, write_course};
use api::Context;
use domain::error::ErrorClass;
use serde_json::{Value, json};

const DOUBLE: &str = "def double(x):\n    return x * 2\n";

fn doubling(lesson: &'static str, slug: &'static str) -> MadeUp<'static> {
    MadeUp {
        lesson,
        slug,
        starter: "def double(x):\n    pass\n",
        solution: DOUBLE,
        tests: json!({ "kind": "data", "cases": [{ "name": "three", "call": "double(3)", "gives": "6" }, { "name": "none", "call": "double(0)", "gives": "0" }] }),
        mistakes: json!([]),
    }
}

fn with_course() -> Installation {
    let installation = Installation::new();
    let folder = installation.course("course");
    write_course(&folder, "doubling", &["one", "two"], &[doubling("one", "first"), doubling("one", "second"), doubling("two", "third")]);
    let report = installation.call("import_pack", json!({ "path": folder })).unwrap();
    assert_eq!(report["ok"], json!(true), "{report}");
    assert_eq!(report["verified"], json!(3));
    installation
}

fn code(result: Result<Value, api::ApiError>) -> String {
    match result {
        Ok(value) => panic!("it was taken: {value}"),
        Err(error) => error.code,
    }
}

#[test]
fn a_learner_fails_understands_passes_and_the_lesson_is_done() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let wrong = installation.call("submit", json!({ "exercise": "doubling/first", "files": program("def double(x):\n    return x + 3\n") })).unwrap();
    assert_eq!((&wrong["verdict"], &wrong["attempt_number"]), (&json!("failed"), &json!(1)));
    let failing = &wrong["tests"][1];
    assert_eq!(failing["differences"][0], json!({ "what": "result", "expected": "0", "actual": "3" }));
    let right = installation.call("submit", json!({ "exercise": "doubling/first", "files": program(DOUBLE) })).unwrap();
    assert_eq!((&right["verdict"], &right["attempt_number"], &right["first_pass"]), (&json!("passed"), &json!(2), &json!(true)));
    assert_eq!(right["lesson_completed"], json!(false));
    assert_eq!(right["next"]["exercise_title"], Value::Null, "the lesson was never opened, so reading it is next");
    let done = installation.call("submit", json!({ "exercise": "doubling/second", "files": program(DOUBLE) })).unwrap();
    assert_eq!((&done["lesson_completed"], &done["course"]["progress_percentage"]), (&json!(true), &json!(50)));
    let progress = installation.call("progress", json!({})).unwrap();
    assert_eq!((&progress["passed_exercises"], &progress["attempts"], &progress["days"][0]["passed"]), (&json!(2), &json!(3), &json!(2)));
    let attempts = installation.call("attempts", json!({ "exercise": "doubling/first" })).unwrap();
    let rows: Vec<_> = attempts
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["attempt_number"].clone(), row["passed_cases"].clone(), row["total_cases"].clone()))
        .collect();
    assert_eq!(rows, [(json!(2), json!(2), json!(2)), (json!(1), json!(1), json!(2))]);
}

#[test]
fn a_required_lesson_keeps_the_later_ones_closed() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let closed = installation.call("submit", json!({ "exercise": "doubling/third", "files": program(DOUBLE) }));
    assert_eq!(code(closed), "denied.lesson_closed");
    assert_eq!(code(installation.call("lesson", json!({ "lesson": "doubling/two" }))), "denied.lesson_closed");
    let page = installation.call("course", json!({ "course": "doubling" })).unwrap();
    assert_eq!((&page["lessons"][1]["state"], &page["lessons"][1]["closed_by"]), (&json!("closed"), &json!("one")));
    installation.call("complete_lesson", json!({ "lesson": "doubling/one" })).unwrap();
    installation.call("submit", json!({ "exercise": "doubling/third", "files": program(DOUBLE) })).unwrap();
    installation.call("reopen_lesson", json!({ "lesson": "doubling/one" })).unwrap();
    assert_eq!(installation.call("course", json!({ "course": "doubling" })).unwrap()["lessons"][1]["state"], json!("done"));
}

#[test]
fn drafts_outlive_the_program_and_a_reset_can_be_taken_back() {
    let installation = with_course();
    let ada = installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    installation.call("save_draft", json!({ "exercise": "doubling/first", "files": program("def dou"), "revision": 0 })).unwrap();
    let installation = installation.started_again();
    installation.call("sign_in", json!({ "name": "ada" })).unwrap();
    let workspace = installation.call("exercise", json!({ "exercise": "doubling/first" })).unwrap();
    assert_eq!(workspace["draft"]["files"][0]["text"], json!("def dou"));
    // What is too large to be a program is kept all the same.
    let large = "#".repeat(1024 * 1024);
    let kept = installation.call("save_draft", json!({ "exercise": "doubling/second", "files": program(&large), "revision": 0 })).unwrap();
    assert_eq!(kept["files"][0]["text"].as_str().unwrap().len(), large.len());
    // A window that knows only an older text: its own is kept beside the one that stands there, and the person decides.
    let both = installation.call("save_draft", json!({ "exercise": "doubling/first", "files": program("def other"), "revision": 0 })).unwrap();
    assert_eq!((&both["files"][0]["text"], &both["beside"][0]["text"]), (&json!("def dou"), &json!("def other")));
    let decided = installation.call("decide_draft", json!({ "exercise": "doubling/first", "beside": false })).unwrap();
    assert_eq!((&decided["files"][0]["text"], &decided["beside"], &decided["can_restore"]), (&json!("def dou"), &json!(null), &json!(true)));
    assert_eq!(code(installation.call("decide_draft", json!({ "exercise": "doubling/first", "beside": false }))), "not_found.nothing_beside");
    installation.call("leave_exercise", json!({ "exercise": "doubling/first" })).unwrap();
    let reset = installation.call("reset_draft", json!({ "exercise": "doubling/first" })).unwrap();
    assert_eq!(reset["files"][0]["text"], json!("def double(x):\n    pass\n"));
    let back = installation.call("restore_draft", json!({ "exercise": "doubling/first" })).unwrap();
    assert_eq!(back["files"][0]["text"], json!("def dou"));
    assert_eq!(ada["role"], json!("owner"));
}

#[test]
fn hints_open_one_after_the_other() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let take = |position: u32| installation.call("take_hint", json!({ "exercise": "doubling/first", "position": position }));
    assert_eq!(code(take(2)), "invalid.hint_position");
    assert_eq!(code(take(0)), "invalid.hint_position");
    let ladder = take(1).unwrap();
    assert_eq!((ladder["open"].as_array().unwrap().len(), &ladder["next_after_seconds"], &ladder["next_after_failures"]), (1, &json!(90), &json!(2)));
    assert_eq!(take(1).unwrap(), ladder, "an open one is given again");
    assert_eq!(take(2).unwrap()["next_after_seconds"], Value::Null);
}

#[test]
fn somebody_elses_attempt_is_as_if_it_were_not_there() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let outcome = installation.call("submit", json!({ "exercise": "doubling/first", "files": program(DOUBLE) })).unwrap();
    installation.call("create_account", json!({ "name": "Bela" })).unwrap();
    let look = installation.call("submission", json!({ "submission": outcome["submission_id"] }));
    assert_eq!(code(look), "not_found.submission");
    assert_eq!(installation.call("submissions", json!({})).unwrap(), json!([]));
    installation.call("sign_out", json!({})).unwrap();
    assert_eq!(code(installation.call("submissions", json!({}))), "denied.not_signed_in");
}

#[test]
fn what_cannot_be_a_program_is_refused_and_nothing_is_kept() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let submit = |files: Value| installation.call("submit", json!({ "exercise": "doubling/first", "files": files }));
    assert_eq!(code(submit(program(" \n"))), "invalid.code_empty");
    assert_eq!(code(submit(program("a\0b"))), "invalid.code_nul");
    assert_eq!(code(submit(program(&"#".repeat(1024 * 1024)))), "invalid.code_too_large");
    assert_eq!(code(submit(json!([{ "path": "../main.py", "text": "1" }]))), "invalid.bad_path");
    assert_eq!(code(submit(json!([{ "path": "other.py", "text": "1" }]))), "invalid.no_entry");
    assert_eq!(code(installation.call("submit", json!({ "exercise": "doubling/gone", "files": program("1") }))), "not_found.exercise");
    assert_eq!(installation.call("submissions", json!({})).unwrap(), json!([]));
}

#[test]
fn a_pack_whose_solution_fails_or_whose_starter_passes_is_refused_whole() {
    let installation = Installation::new();
    let folder = installation.course("course");
    let mut broken = doubling("one", "first");
    broken.solution = "def double(x):\n    return x\n";
    let mut done = doubling("one", "second");
    done.starter = DOUBLE;
    write_course(&folder, "broken", &["one"], &[broken, done]);
    let report = installation.call("import_pack", json!({ "path": folder })).unwrap();
    let codes: Vec<_> = report["problems"].as_array().unwrap().iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    assert_eq!((&report["ok"], codes), (&json!(false), vec!["solution_fails", "starter_passes"]));
    assert_eq!(installation.call("library", json!({})).unwrap()["courses"], json!([]));
}

#[test]
fn one_password_for_each_account_and_the_same_answer_for_every_failed_sign_in() {
    let installation = Installation::new();
    installation.call("create_account", json!({ "name": "Ada", "password": "correct horse" })).unwrap();
    assert_eq!(code(installation.call("create_account", json!({ "name": "aDA" }))), "conflict.username_taken");
    assert_eq!(code(installation.call("create_account", json!({ "name": "Bela", "password": "short" }))), "invalid.password_too_short");
    let wrong = installation.call("sign_in", json!({ "name": "Ada", "password": "wrong horse" })).unwrap_err();
    let unknown = installation.call("sign_in", json!({ "name": "Nobody", "password": "wrong horse" })).unwrap_err();
    assert_eq!(wrong, unknown);
    assert_eq!((wrong.code.as_str(), wrong.class()), ("denied.wrong_password", ErrorClass::Denied));
    assert_eq!(installation.call("sign_in", json!({ "name": "ada", "password": "correct horse" })).unwrap()["name"], json!("Ada"));
}

#[test]
fn what_is_typed_reaches_the_program_that_runs() {
    let installation = with_course();
    let events = std::sync::Mutex::new(Vec::new());
    let listen = |event: api::run::OutputEvent| events.lock().unwrap().push(event);
    let context = Context { studio: &installation.studio, session: &installation.session, output: &listen };
    let request = json!({ "files": program("print('Hello', input('Who? '))\nprint(input())"), "stdin": "Ada\n", "interactive": true, "run": "mine" });
    std::thread::scope(|scope| {
        let running = scope.spawn(|| api::run::run(&context, serde_json::from_value(request).unwrap()).unwrap());
        // The first line was given beforehand; the second question is answered when it is asked.
        while !events.lock().unwrap().iter().any(|event| event.waits) {
            assert!(!running.is_finished(), "it did not wait");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        installation.call("type_input", json!({ "run": "mine", "text": "end\n" })).unwrap();
        let result = running.join().unwrap();
        assert_eq!(result.stdout, "Who? Hello Ada\nend\n", "{}", result.stderr);
    });
    // To a run that is over nothing can be typed, which is no error.
    installation.call("type_input", json!({ "run": "mine", "text": "late", "end": true })).unwrap();
    let large = "x".repeat(2 << 20);
    assert_eq!(code(installation.call("type_input", json!({ "run": "mine", "text": large }))), "invalid.stdin_too_large");
}

#[test]
fn a_program_that_is_stopped_is_not_an_attempt() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    let began = std::time::Instant::now();
    std::thread::scope(|scope| {
        let running =
            scope.spawn(|| installation.call("submit", json!({ "exercise": "doubling/first", "files": program("while True: pass"), "run": "mine" })));
        while !running.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(300));
            installation.call("stop", json!({ "run": "mine" })).unwrap();
        }
        assert_eq!(code(running.join().unwrap()), "interrupted.stopped");
    });
    assert!(began.elapsed() < std::time::Duration::from_secs(8), "it was not stopped, it ran out of time");
    assert_eq!(installation.call("submissions", json!({})).unwrap(), json!([]));
}

#[test]
fn lessons_that_people_work_on_are_changed_by_the_owner_only_and_never_go_back() {
    let installation = with_course();
    installation.call("create_account", json!({ "name": "Owner" })).unwrap();
    installation.call("create_account", json!({ "name": "Learner" })).unwrap();
    let folder = installation.course("smaller");
    write_course(&folder, "doubling", &["one"], &[doubling("one", "first"), doubling("one", "second")]);
    let import = || installation.call("import_pack", json!({ "path": folder }));
    assert_eq!(code(import()), "denied.course_change");
    assert_eq!(installation.call("library", json!({})).unwrap()["courses"][0]["total_lessons"], json!(2));
    installation.call("sign_in", json!({ "name": "Owner" })).unwrap();
    let report = import().unwrap();
    assert_eq!((&report["removed"], &report["ok"]), (&json!(["two", "third"]), &json!(true)));
    // Version 1 is older than what is here from now on.
    let pack = std::fs::read_to_string(folder.join("pack.json")).unwrap();
    std::fs::write(folder.join("pack.json"), pack.replace("\"version\":1", "\"version\":2")).unwrap();
    import().unwrap();
    std::fs::write(folder.join("pack.json"), pack).unwrap();
    assert_eq!(code(import()), "conflict.pack_older");
}

#[test]
fn a_course_that_cannot_come_in_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let courses = folder.path().join("courses");
    crate::installation::write(&courses.join("broken/pack.json"), "{");
    write_course(&courses.join("good"), "doubling", &["one"], &[doubling("one", "first")]);
    let studio = crate::installation::open_with(&folder.path().join("data"), Some(courses));
    let session = api::Session::new();
    let context = api::Context { studio: &studio, session: &session, output: &|_| () };
    let library = api::course::library(&context, api::status::Nothing {}).unwrap();
    assert_eq!(library.courses.len(), 1);
}

/// Runs its own line in the program's name space, which is not there in another box.
const INSIDE: &str =
    "import main\ndef test_it():\n    space = dict(vars(main))\n    exec('result = double(2)', space)\n    assert space['result'] == 4\n";
const NEARLY: &str = "import unittest\nfrom main import double\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertAlmostEqual(double(1.5), 3.0)\n        self.assertTrue(double(2) == 4)\n";

/// An installation with one exercise whose tests look into the program, one whose tests do not, and one of data, all in one lesson.
fn with_tests_in_python() -> (Installation, Value) {
    let installation = Installation::new();
    let folder = installation.course("course");
    let python = |slug: &'static str| MadeUp { tests: json!({ "kind": "python", "files": ["tests/test_main.py"] }), ..doubling("one", slug) };
    write_course(&folder, "python-tests", &["one"], &[python("inside"), python("nearly"), doubling("one", "data")]);
    for (slug, test) in [("inside", INSIDE), ("nearly", NEARLY)] {
        crate::installation::write(&folder.join(format!("lessons/01-one/exercises/{slug}/tests/test_main.py")), test);
    }
    let report = installation.call("import_pack", json!({ "path": folder })).unwrap();
    assert_eq!((&report["ok"], &report["practice_only"]), (&json!(true), &json!(["inside"])), "{report}");
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    (installation, json!({ "path": folder }))
}

#[test]
fn tests_that_work_only_inside_are_practice_and_never_credited() {
    let (installation, _) = with_tests_in_python();
    // Said beforehand, wherever the exercise is shown.
    let said = |exercises: &Value| exercises.as_array().unwrap().iter().map(|one| one["practice_only"].as_bool().unwrap()).collect::<Vec<_>>();
    let course = || installation.call("course", json!({ "course": "python-tests" })).unwrap();
    assert_eq!(said(&course()["lessons"][0]["exercises"]), [true, false, false]);
    assert_eq!(said(&installation.call("exercises", json!({})).unwrap()), [true, false, false]);
    let lesson = installation.call("lesson", json!({ "lesson": "python-tests/one" })).unwrap();
    assert_eq!(said(&lesson["exercises"]), [true, false, false]);
    let workspace = installation.call("exercise", json!({ "exercise": "python-tests/inside" })).unwrap();
    assert_eq!((&workspace["practice_only"], said(&workspace["siblings"])), (&json!(true), vec![true, false, false]));
    assert_eq!(course()["next"]["exercise_title"], json!("inside"));
    let submit = |exercise: &str, text: &str| {
        installation.call("submit", json!({ "exercise": format!("python-tests/{exercise}"), "files": program(text) })).unwrap()
    };
    let practised = submit("inside", DOUBLE);
    assert_eq!(
        (&practised["verdict"], &practised["judge"], &practised["score"], &practised["first_pass"]),
        (&json!("passed"), &json!("practice"), &json!(0), &json!(false))
    );
    assert_eq!(practised["tests"][0]["status"], json!("pass"), "what the tests say is shown");
    assert_eq!(practised["next"]["exercise_title"], json!("nearly"), "what cannot be passed is no next step for ever");
    let attempts = installation.call("attempts", json!({ "exercise": "python-tests/inside" })).unwrap();
    assert_eq!((&attempts[0]["practice"], &attempts[0]["score"]), (&json!(true), &json!(0)));
    let all = installation.call("submissions", json!({})).unwrap();
    assert_eq!(all[0]["practice"], json!(true));
    let tier = installation.call("sandbox", json!({})).unwrap()["tier"].clone();
    assert_eq!([&practised["tier"], &attempts[0]["tier"], &all[0]["tier"]], [&tier; 3], "every list says how well the program was shut in");
    assert_eq!(installation.call("progress", json!({})).unwrap()["passed_exercises"], json!(0));
    // The lesson is done with what can be passed.
    assert_eq!(submit("nearly", DOUBLE)["judge"], json!("two_boxes"));
    let done = submit("data", DOUBLE);
    assert_eq!((&done["judge"], &done["lesson_completed"]), (&json!("data"), &json!(true)));
    assert_eq!(installation.call("progress", json!({})).unwrap()["passed_exercises"], json!(2));
    assert_eq!(installation.call("attempts", json!({ "exercise": "python-tests/nearly" })).unwrap()[0]["practice"], json!(false));
}

#[test]
fn an_import_finds_out_what_may_settle_a_comparison_and_keeps_it() {
    let (installation, request) = with_tests_in_python();
    let cheat =
        "class double:\n    def __init__(self, x): pass\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\n";
    let judged = |text: &str| installation.call("test", json!({ "exercise": "python-tests/nearly", "files": program(text) })).unwrap();
    assert_eq!(judged(DOUBLE)["verdict"], json!("passed"));
    let result = judged(cheat);
    assert_eq!(result["verdict"], json!("failed"), "{result}");
    assert!(result["message"].as_str().unwrap().contains("only pretends"), "{result}");
    // Brought in again, by a machine that runs nothing: nothing has changed.
    let again = installation.call("import_pack", json!({ "path": request["path"], "no_verify": true })).unwrap();
    assert_eq!((&again["added"], &again["changed"]), (&json!([]), &json!([])), "{again}");
    assert_eq!(
        installation.call("test", json!({ "exercise": "python-tests/inside", "files": program(DOUBLE) })).unwrap()["judge"],
        json!("practice")
    );
}
