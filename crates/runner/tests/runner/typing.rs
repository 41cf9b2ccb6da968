//! Programs that a person types to while they run.

use crate::{program, runner, runner_b};
use domain::{
    exercise::Limits,
    judge::{JudgeResult, Verdict},
};
use runner::{CancelToken, LiveInput, OutputStream, RunEvent, Runner};
use std::{
    thread,
    time::{Duration, Instant},
};

/// Runs a program; `answer` is called each time it waits, with the count of times before.
fn converse(runner: &Runner, text: &str, limits: Limits, mut answer: impl FnMut(usize, &LiveInput)) -> (JudgeResult, Vec<RunEvent>) {
    let input = LiveInput::new();
    let mut events = Vec::new();
    let mut waits = 0;
    let mut listener = |event: RunEvent| {
        if event == RunEvent::WaitsForInput {
            answer(waits, &input);
            waits += 1;
        }
        events.push(event);
    };
    let result = runner.run_interactive(&program(text), &[], limits, &input, &mut listener, &CancelToken::new()).unwrap();
    (result, events)
}

const GREETING: &str = "name = input('Who? ')\nprint('Hello', name)\nage = int(input())\nprint(age + 1)\n";

#[test]
fn what_is_typed_reaches_the_program_while_it_runs() {
    for runner in [runner(), runner_b()] {
        let (result, events) = converse(&runner, GREETING, Limits::default(), |time, input| input.send(["Zoë\n", "41\n"][time]));
        assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "Who? Hello Zoë\n42\n"), "{}", result.stderr);
        let question =
            events.iter().position(|event| matches!(event, RunEvent::Output(chunk) if chunk.stream == OutputStream::Stdout && chunk.text == "Who? "));
        let waiting = events.iter().position(|event| *event == RunEvent::WaitsForInput);
        assert!(question.unwrap() < waiting.unwrap(), "the question is shown before the waiting: {events:?}");
    }
}

#[test]
fn a_warm_interpreter_hears_a_person_too() {
    let runner = runner();
    runner.keep_warm().unwrap();
    thread::sleep(Duration::from_millis(600));
    for _ in 0..3 {
        let (result, _) = converse(&runner, GREETING, Limits::default(), |time, input| input.send(["Ada\n", "36\n"][time]));
        assert_eq!(result.stdout, "Who? Hello Ada\n37\n", "{}", result.stderr);
    }
}

#[test]
fn the_end_of_input_is_heard() {
    let (result, _) =
        converse(&runner(), "import sys\nprint(sys.stdin.read().split())\nprint(sys.stdin.read() == '')\n", Limits::default(), |time, input| {
            if time == 0 {
                input.send("a b\nc");
            }
            input.end();
        });
    assert_eq!(result.stdout, "['a', 'b', 'c']\nTrue\n", "{}", result.stderr);
    let (result, _) = converse(&runner(), "input()\n", Limits::default(), |_, input| input.end());
    assert_eq!(result.verdict, Verdict::Error);
    assert!(result.stderr.contains("EOFError"), "{}", result.stderr);
}

#[test]
fn input_sent_before_the_start_and_more_than_a_pipe_holds_arrives_whole() {
    let input = LiveInput::new();
    input.send(&"0123456789\n".repeat(50_000));
    input.end();
    let program = program("import sys\nprint(sum(len(line) for line in sys.stdin))\n");
    let result = runner().run_interactive(&program, &[], Limits::default(), &input, &mut |_| (), &CancelToken::new()).unwrap();
    assert_eq!(result.stdout, "550000\n", "{}", result.stderr);
}

#[test]
fn thinking_does_not_count_and_computing_does() {
    let limits = Limits { wall_ms: 500, ..Limits::default() };
    let (result, _) = converse(&runner(), "input()\nprint('on')\ninput()\nprint('done')\n", limits, |_, input| {
        thread::sleep(Duration::from_millis(700));
        input.send("\n");
    });
    assert_eq!((result.verdict, result.stdout.as_str()), (Verdict::Passed, "on\ndone\n"), "{}", result.stderr);
    assert!(result.usage.wall_ms < 500, "{:?}", result.usage);
    // After the thinking the time goes on, with the line that is known.
    let (result, _) = converse(&runner(), "input()\nwhile True:\n    pass\n", limits, |_, input| {
        thread::sleep(Duration::from_millis(700));
        input.send("\n");
    });
    assert_eq!(result.verdict, Verdict::Timeout);
    assert!(matches!(result.line, Some(2 | 3)), "{:?}", result.line);
}

#[test]
fn a_program_that_only_says_that_it_waits_gets_no_more_time() {
    // The worker's own notice, sent by a thread while the program computes.
    let text = "import sys, threading\nthreading.Thread(target=sys.stdin.readline, daemon=True).start()\nwhile True:\n    pass\n";
    let limits = Limits { wall_ms: 500, ..Limits::default() };
    let begun = Instant::now();
    let (result, events) = converse(&runner(), text, limits, |_, _| ());
    assert_eq!(result.verdict, Verdict::Timeout);
    assert!(events.contains(&RunEvent::WaitsForInput));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn a_person_can_stop_a_program_that_waits() {
    let cancel = CancelToken::new();
    let stop = cancel.clone();
    let mut listener = |event| {
        if event == RunEvent::WaitsForInput {
            stop.cancel();
        }
    };
    let begun = Instant::now();
    let result = runner().run_interactive(&program("input()\n"), &[], Limits::default(), &LiveInput::new(), &mut listener, &cancel).unwrap();
    assert_eq!(result.verdict, Verdict::Cancelled);
    assert!(begun.elapsed() < Duration::from_secs(5));
}
