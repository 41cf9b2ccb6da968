//! Finding 21 of the audit: no way of reading hands a learner the reference solution, hidden tests, or the wrong answers that an exercise knows.

use crate::installation::{Installation, MadeUp, program, write_course};
use serde_json::{Value, json};

#[test]
fn no_command_hands_out_what_only_the_judge_may_see() {
    let installation = Installation::new();
    let exercise = MadeUp {
        lesson: "one",
        slug: "secret",
        starter: "def secret():\n    pass\n",
        solution: "def secret():\n    return 'SENTINEL'\n",
        tests: json!({ "kind": "data", "cases": [
            { "name": "shown", "call": "len(secret())", "gives": "8" },
            { "name": "hidden", "call": "secret()", "gives": "'SENTINEL'", "hidden": true }
        ] }),
        mistakes: json!([{ "file": "wrong/one.py", "case": "shown", "message": "SENTINEL-MESSAGE" }]),
    };
    let folder = installation.course("secrets");
    write_course(&folder, "secrets", &["one"], &[exercise]);

    let mut answers: Vec<(String, Value)> = Vec::new();
    let mut call = |command: &str, request: Value| {
        let answer = match installation.call(command, request) {
            Ok(answer) => answer,
            Err(error) => serde_json::to_value(error).unwrap(),
        };
        answers.push((command.to_owned(), answer.clone()));
        answer
    };
    call("create_account", json!({ "name": "owner" }));
    assert_eq!(call("import_pack", json!({ "path": folder }))["ok"], json!(true));
    call("create_account", json!({ "name": "learner" }));
    for name in ["secrets/secret"] {
        let by_name = json!({ "exercise": name });
        call("exercise", by_name.clone());
        call("exercises", json!({}));
        call("take_hint", json!({ "exercise": name, "position": 1 }));
        call("save_draft", json!({ "exercise": name, "files": program("x = 1"), "revision": 0 }));
        call("save_draft", json!({ "exercise": name, "files": program("x = 2"), "revision": 9 }));
        call("decide_draft", json!({ "exercise": name, "beside": true }));
        call("leave_exercise", by_name.clone());
        call("reset_draft", by_name.clone());
        call("restore_draft", by_name.clone());
        // A wrong answer, an error, a program that looks around in its own interpreter and folder, and one that prints whatever it can find.
        for text in ["def secret():\n    return 'wrong'\n", "1/0", LOOKS_AROUND] {
            call("test", json!({ "exercise": name, "files": program(text) }));
            let outcome = call("submit", json!({ "exercise": name, "files": program(text) }));
            assert_ne!(outcome["verdict"], json!("passed"), "{outcome}");
            call("submission", json!({ "submission": outcome["submission_id"] }));
        }
        call("run", json!({ "exercise": name, "files": program(LOOKS_AROUND) }));
        call("attempts", by_name);
    }
    call("submissions", json!({}));
    call("library", json!({}));
    call("course", json!({ "course": "secrets" }));
    call("lesson", json!({ "lesson": "secrets/one" }));
    call("progress", json!({}));
    call("packs", json!({}));
    call("import_pack", json!({ "path": folder, "dry_run": true }));
    for (command, answer) in &answers {
        assert!(!answer.to_string().contains("SENTINEL"), "{command} hands out a secret: {answer}");
    }
    // The test can see: what is hidden here is there.
    assert!(std::fs::read_to_string(folder.join("lessons/01-one/exercises/secret/tests.json")).unwrap().contains("SENTINEL"));
}

/// Prints the text of every object that it can reach, and of every file.
const LOOKS_AROUND: &str = "\
import gc, os, sys
for thing in gc.get_objects():
    if type(thing) in (str, bytes, list, dict, tuple):
        try:
            if ''.join(['SENT', 'INEL']) in repr(thing): print(repr(thing)[:500])
        except Exception: pass
frame = sys._getframe()
while frame:
    print(list(frame.f_locals)[:20]); frame = frame.f_back
for folder, _, files in os.walk('.'):
    for name in files:
        try: print(open(os.path.join(folder, name)).read()[:2000])
        except Exception: pass
def secret():
    return 'x'
";
