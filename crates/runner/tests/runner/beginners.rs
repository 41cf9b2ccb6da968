//! Programs as beginners write them, in `beginners.txt`, each with what must be said about it. They are run by the real runner.
//!
//! A program begins after a line `=== what is wrong with it`. Below it stand: `>>> stdin TEXT` (with `\n` for line ends); `>>> call CALL gives VALUE` and
//! `>>> prints TEXT`, which make a case each, without which the program is only run; then `<<< CODE at LINE: PIECE | PIECE`, the explanation's code, the line it is about
//! (`-` for none) and pieces of its words; or `<<< not CODE`, for a program alike that must not get this explanation.

use super::{program, runner};
use domain::{
    exercise::{Case, Limits, Tests},
    judge::{JudgeResult, Verdict},
};
use runner::{CancelToken, JudgedExercise};
use std::collections::{BTreeMap, BTreeSet};

struct Beginner {
    title: &'static str,
    text: String,
    stdin: String,
    cases: Vec<serde_json::Value>,
    said: &'static str,
}

fn all() -> Vec<Beginner> {
    include_str!("beginners.txt").split("\n=== ").skip(1).map(read).collect()
}

fn read(block: &'static str) -> Beginner {
    let (title, rest) = block.split_once('\n').unwrap();
    let mut found = Beginner { title, text: String::new(), stdin: String::new(), cases: Vec::new(), said: "" };
    let unescape = |text: &str| text.replace("\\n", "\n");
    for line in rest.lines() {
        if let Some(stdin) = line.strip_prefix(">>> stdin ") {
            found.stdin = unescape(stdin);
        } else if let Some(case) = line.strip_prefix(">>> call ") {
            let (call, gives) = case.split_once(" gives ").unwrap();
            found.cases.push(serde_json::json!({ "name": format!("case {}", found.cases.len() + 1), "call": call, "gives": gives }));
        } else if let Some(prints) = line.strip_prefix(">>> prints ") {
            found
                .cases
                .push(serde_json::json!({ "name": format!("case {}", found.cases.len() + 1), "stdin": found.stdin, "prints": unescape(prints) }));
        } else if let Some(said) = line.strip_prefix("<<< ") {
            found.said = said;
        } else if found.said.is_empty() {
            found.text.push_str(line);
            found.text.push('\n');
        }
    }
    assert!(!found.said.is_empty(), "{title}: nothing is wanted");
    found
}

fn result(beginner: &Beginner) -> JudgeResult {
    let limits = Limits { wall_ms: 800, ..Limits::default() };
    let program = program(&beginner.text);
    if beginner.cases.is_empty() {
        return runner().run(&program, &[], &beginner.stdin, limits, &mut |_| (), &CancelToken::new()).unwrap();
    }
    let cases: Vec<Case> = beginner.cases.iter().map(|case| serde_json::from_value(case.clone()).unwrap()).collect();
    let tests = Tests::Data { cases };
    let exercise = JudgedExercise { program: &program, data_files: &[], tests: &tests, limits, mistakes: &[] };
    runner().judge(&exercise, &CancelToken::new()).unwrap()
}

/// What is wrong with what was said.
fn problem(beginner: &Beginner) -> Option<String> {
    let result = result(beginner);
    let complain = |what: &str| Some(format!("{}: {what}\n{}{:#?}", beginner.title, beginner.text, result.explanation));
    let Some(explanation) = &result.explanation else {
        let fits = beginner.said.starts_with("not ") && result.verdict == Verdict::Passed;
        return if fits { None } else { complain("nothing was said") };
    };
    if let Some(code) = beginner.said.strip_prefix("not ") {
        return if explanation.code == code { complain("this must not be said") } else { None };
    }
    let (head, pieces) = beginner.said.split_once(": ").unwrap();
    let (code, line) = head.split_once(" at ").unwrap();
    if explanation.code != code {
        return complain(&format!("{} was said, not {code}", explanation.code));
    }
    let about = explanation.params.get("line").map_or_else(|| "-".to_owned(), ToString::to_string);
    if about != line {
        return complain(&format!("line {about}, not {line}"));
    }
    let whole = format!("{} {}", explanation.text, explanation.next);
    if let Some(missing) = pieces.split(" | ").find(|piece| !whole.contains(piece)) {
        return complain(&format!("{missing:?} is not in it"));
    }
    let parts = [&explanation.place, &explanation.what, &explanation.why, &explanation.next];
    if parts.iter().any(|part| part.is_empty()) || explanation.text != format!("{} {}", explanation.what, explanation.why) {
        return complain("a part is missing");
    }
    // Of the app's own frames nothing is shown, and the traceback is the learner's.
    let tracebacks = result.tests.iter().filter_map(|test| test.traceback.as_deref()).chain([result.stderr.as_str()]);
    if tracebacks.into_iter().any(|text| text.contains("<string>") || text.contains("<call>") || text.contains("/work/")) {
        return complain("our own frames are shown");
    }
    None
}

#[test]
fn beginners_mistakes_get_their_explanation() {
    let all = all();
    let half = all.len() / 2;
    let problems: Vec<String> = std::thread::scope(|scope| {
        let halves = [&all[..half], &all[half..]].map(|part| scope.spawn(move || part.iter().filter_map(problem).collect::<Vec<_>>()));
        halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
    });
    assert!(problems.is_empty(), "{} of {}:\n{}", problems.len(), all.len(), problems.join("\n"));
}

/// The most frequent kinds have three programs that they are said about, and two alike that they are not said about.
#[test]
fn the_most_frequent_kinds_are_tried_from_both_sides() {
    const FREQUENT: [&str; 9] = [
        "number_differs",
        "nothing_given_back",
        "printed_not_given",
        "name_close",
        "place_outside_loop",
        "text_plus_named",
        "unbound_outer",
        "int_word",
        "colon_missing",
    ];
    let (mut said, mut not): (BTreeMap<&str, u32>, BTreeMap<&str, u32>) = (BTreeMap::new(), BTreeMap::new());
    for beginner in all() {
        match beginner.said.strip_prefix("not ") {
            Some(code) => *not.entry(code).or_default() += 1,
            None => *said.entry(beginner.said.split(' ').next().unwrap()).or_default() += 1,
        }
    }
    let few: Vec<&&str> =
        FREQUENT.iter().filter(|code| said.get(**code).is_none_or(|count| *count < 3) || not.get(**code).is_none_or(|count| *count < 2)).collect();
    assert!(few.is_empty(), "{few:?}");
    let kinds: BTreeSet<&str> = said.into_keys().collect();
    assert!(kinds.len() >= 60, "{} kinds", kinds.len());
}
