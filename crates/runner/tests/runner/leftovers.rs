//! What must not be left behind. These tests look at all processes, mounts and files of theirs, so each runs in a process of its own.

use crate::{cases, judge_in, program, python, run_in, runner, runner_b, short};
use domain::{
    error::ErrorClass,
    exercise::{Limits, Tests},
    judge::{JudgeResult, Verdict},
};
use runner::{CancelToken, LiveInput, Runner, RunnerError};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader, Lines},
    ops::Range,
    os::unix::{
        fs::{MetadataExt, PermissionsExt},
        process::CommandExt,
    },
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

/// Set in the process that a test starts to run itself alone.
const ALONE: &str = "LEARNING_STUDIO_TEST_ALONE";

fn is_alone() -> bool {
    std::env::var_os(ALONE).is_some()
}

/// This test binary again, with one test.
fn alone(test: &str, temporary: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(ALONE, "1").env("TMPDIR", temporary);
    command
}

/// The children of a process, their children, and so on.
pub(crate) fn descendants(root: u32) -> BTreeSet<u32> {
    let mut found = BTreeSet::from([root]);
    loop {
        let before = found.len();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
            let Ok(status) = fs::read_to_string(entry.path().join("stat")) else { continue };
            let parent = status.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)).and_then(|parent| parent.parse().ok());
            if parent.is_some_and(|parent| found.contains(&parent)) {
                found.insert(pid);
            }
        }
        if found.len() == before {
            found.remove(&root);
            return found;
        }
    }
}

fn is_running(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

/// How many mixed runs, both tiers together: what the issue asks for. They take half a minute on two processors.
const MIXED_RUNS: usize = 1000;

/// After so many of them nothing may grow any more.
const EARLY_RUNS: usize = MIXED_RUNS / 5;

/// How many of them a runner has at once.
const RUNS_AT_ONCE: usize = 2;

/// What a run could leave behind beside processes and folders: mounts, semaphores, shared memory, message queues. One by one, because other programs of the machine
/// take theirs away meanwhile.
fn traces() -> BTreeSet<String> {
    let mut found: BTreeSet<String> = fs::read_to_string("/proc/self/mountinfo").unwrap().lines().map(str::to_owned).collect();
    for kind in ["sem", "shm", "msg"] {
        let table = fs::read_to_string(format!("/proc/sysvipc/{kind}")).unwrap_or_default();
        // The first two columns are the key and the number; the others change while something is used.
        found.extend(table.lines().skip(1).map(|line| format!("{kind} {:?}", line.split_whitespace().take(2).collect::<Vec<_>>())));
    }
    // What belongs to the user that programs run as: other tests of the machine keep files there as well.
    let owner = if rustix::process::geteuid().is_root() { 65534 } else { rustix::process::geteuid().as_raw() };
    let shared = fs::read_dir("/dev/shm").into_iter().flatten().flatten();
    let theirs = shared.filter(|entry| entry.metadata().is_ok_and(|metadata| metadata.uid() == owner));
    found.extend(theirs.map(|entry| format!("shared memory {}", entry.path().display())));
    found
}

fn names(folder: &str) -> BTreeSet<String> {
    fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()).unwrap_or_default()
}

/// The runner processes of this one: those that are its own children.
fn servers() -> Vec<u32> {
    let own = format!("PPid:\t{}\n", std::process::id());
    let of_ours = |pid: &u32| fs::read_to_string(format!("/proc/{pid}/status")).is_ok_and(|status| status.contains(&own));
    descendants(std::process::id()).into_iter().filter(of_ours).collect()
}

/// What a process holds.
#[derive(Debug)]
struct Held {
    /// Resident memory in KiB, all of it and what is its own.
    resident: u64,
    own: u64,
    descriptors: usize,
    threads: usize,
}

fn held(pid: u32) -> Held {
    let map = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap();
    let kibibytes = |start: &str| {
        let lines = map.lines().filter(|line| line.starts_with(start));
        lines.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum()
    };
    let count = |folder: &str| names(&format!("/proc/{pid}/{folder}")).len();
    Held { resident: kibibytes("Rss:"), own: kibibytes("Private_"), descriptors: count("fd"), threads: count("task") }
}

impl Held {
    fn must_not_have_grown(&self, late: &Self) {
        let flat = late.resident <= self.resident + 1024 && late.own <= self.own + 1024;
        assert!(flat && late.descriptors <= self.descriptors && late.threads <= self.threads, "grown from {self:?} to {late:?}");
    }
}

fn mixed_run(number: usize, runner: &Runner, data: &Tests) -> Verdict {
    let tiny = Limits { wall_ms: 150, output_bytes: 2000, file_bytes: 100_000, ..Limits::default() };
    // Every other one fits a warm box.
    let tiny = if number.is_multiple_of(3) { tiny } else { Limits { file_bytes: Limits::default().file_bytes, ..tiny } };
    // These take a second and a half each, so there are fewer of them.
    let endless = ["while True: pass\n", "import threading, time\nfor n in range(5): threading.Thread(target=time.sleep, args=(60,)).start()\n"];
    let programs = [
        "print(1)\n",
        "import os\nos._exit(3)\n",
        "import os\nos.abort()\n",
        "x = bytearray(1 << 30)\n",
        "while True: print('x' * 999)\n",
        "open('big', 'w').write('x' * 20_000_000)\n",
        "1 +\n",
        "import multiprocessing.shared_memory as m\nm.SharedMemory(create=True, size=4096)\n",
        "import multiprocessing\nmultiprocessing.Semaphore()\n",
        "for n in range(300): open(str(n), 'w').write('x' * 100)\n",
        "print(input())\n",
    ];
    match number % 5 {
        4 => {
            judge_in(runner, "import os, sys\ndef f():\n    sys.stdin.read()\n    return 1\nif len(sys.argv) > 1: os._exit(1)\n", data, short())
                .verdict
        }
        3 => {
            let cancel = CancelToken::new();
            let stop = cancel.clone();
            let wait = Duration::from_millis(u64::try_from(number % 50).unwrap());
            let thread = thread::spawn(move || {
                thread::sleep(wait);
                stop.cancel();
            });
            let input = LiveInput::new();
            let program = program("input()\nwhile True: pass\n");
            let result = runner.run_interactive(&program, &[], short(), &input, &mut |_| (), &cancel).unwrap();
            thread.join().unwrap();
            result.verdict
        }
        _ if number.is_multiple_of(25) => run_in(runner, endless[number / 25 % endless.len()], tiny).verdict,
        _ => run_in(runner, programs[number % programs.len()], tiny).verdict,
    }
}

#[test]
fn after_many_mixed_runs_nothing_is_left() {
    if !is_alone() {
        let temporary = tempfile::tempdir().unwrap();
        fs::set_permissions(temporary.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let status = alone("leftovers::after_many_mixed_runs_nothing_is_left", temporary.path()).status().unwrap();
        assert!(status.success());
        return;
    }
    let before = traces();
    let data = Tests::Data {
        cases: cases(
            r#"[{ "name": "a", "call": "f()", "gives": "1" }, { "name": "b", "prints": "" }, { "name": "c", "prints": "" }, { "name": "d", "prints": "" }]"#,
        ),
    };
    let runners = [runner(), runner_b()];
    for runner in &runners {
        runner.keep_warm().unwrap();
    }
    let verdicts = Mutex::new(BTreeMap::new());
    // Both tiers at once. What they hold then: this process, which stands for the app, and the two runners.
    let part = |runs: Range<usize>| {
        thread::scope(|scope| {
            for runner in &runners {
                for first in 0..RUNS_AT_ONCE {
                    let (data, verdicts, runs) = (&data, &verdicts, runs.clone());
                    scope.spawn(move || {
                        for number in runs.skip(first).step_by(RUNS_AT_ONCE) {
                            let verdict = mixed_run(number, runner, data);
                            *verdicts.lock().unwrap().entry(verdict.name()).or_insert(0) += 1;
                        }
                    });
                }
            }
        });
        // Until the warm boxes are back, and what was used is gone.
        let look = || [std::process::id()].into_iter().chain(servers()).map(|pid| (pid, held(pid))).collect::<Vec<_>>();
        let counts = |all: &[(u32, Held)]| all.iter().map(|(_, held)| (held.descriptors, held.threads)).collect::<Vec<_>>();
        let mut seen = look();
        for _ in 0..20 {
            thread::sleep(Duration::from_secs(1));
            let before = std::mem::replace(&mut seen, look());
            if counts(&before) == counts(&seen) {
                break;
            }
        }
        seen
    };
    let early = part(0..EARLY_RUNS / runners.len());
    let late = part(EARLY_RUNS / runners.len()..MIXED_RUNS / runners.len());
    println!("after {EARLY_RUNS} runs {early:?}, after {MIXED_RUNS} {late:?}");
    assert_eq!(early.len(), 3, "each runner has one process: {early:?}");
    for ((pid, held), (same, held_late)) in early.iter().zip(&late) {
        assert_eq!(pid, same, "the runner was not started anew");
        held.must_not_have_grown(held_late);
    }
    let verdicts = verdicts.into_inner().unwrap();
    assert!(verdicts.len() >= 8 && verdicts.values().all(|count| *count >= 20), "not mixed: {verdicts:?}");
    assert_eq!(verdicts.values().sum::<usize>(), MIXED_RUNS);
    drop(runners);
    assert_eq!(descendants(std::process::id()), BTreeSet::new());
    let new: Vec<_> = traces().difference(&before).cloned().collect();
    assert!(new.is_empty(), "{new:#?}");
    let left: Vec<_> = fs::read_dir(std::env::temp_dir()).unwrap().flatten().map(|entry| entry.path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A script's `&` and `nohup` start a program that way. Python would take it over, and a program could neither be interrupted nor ended by a signal.
#[test]
fn signals_that_the_app_was_told_to_ignore_reach_a_program_all_the_same() {
    const TEST: &str = "leftovers::signals_that_the_app_was_told_to_ignore_reach_a_program_all_the_same";
    if is_alone() {
        let ignored =
            fs::read_to_string("/proc/self/status").unwrap().lines().find_map(|line| Some(line.strip_prefix("SigIgn:")?.trim().to_owned())).unwrap();
        assert_eq!(u64::from_str_radix(&ignored, 16).unwrap() & 0b100_0000_0000_0011, 0b100_0000_0000_0011, "{ignored}");
        let text = "import signal\nprint([signal.getsignal(n).__class__.__name__ + str(signal.getsignal(n) == signal.SIG_IGN) for n in (1, 2, 15)])\n\
                    print(signal.pthread_sigmask(signal.SIG_BLOCK, []))\nsignal.raise_signal(signal.SIGINT)\n";
        for runner in [runner(), runner_b()] {
            let result = run_in(&runner, text, Limits::default());
            assert_eq!(result.stdout, "['HandlersFalse', 'builtin_function_or_methodFalse', 'HandlersFalse']\nset()\n", "{}", result.stderr);
            assert!(result.stderr.contains("KeyboardInterrupt"), "{}", result.stderr);
        }
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let command = alone(TEST, temporary.path());
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP INT TERM; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    assert!(shell.status().unwrap().success());
}

/// Tier C keeps its machine code in the person's cache where the interpreter was installed for everybody.
#[test]
fn the_runner_knows_the_persons_cache_and_nothing_else_of_the_environment() {
    if is_alone() {
        let runner = runner();
        assert_eq!(run_in(&runner, "print(1)\n", Limits::default()).stdout, "1\n");
        let bytes = fs::read(format!("/proc/{}/environ", servers()[0])).unwrap();
        let names: BTreeSet<String> = (String::from_utf8(bytes).unwrap().split_terminator('\0'))
            .map(|entry| entry.split_once('=').unwrap().0.to_owned())
            .filter(|name| name != "LEARNING_STUDIO_RUNNER_CACHE")
            .collect();
        assert_eq!(names, BTreeSet::from(["HOME", "MALLOC_ARENA_MAX", "TMPDIR", "XDG_CACHE_HOME"].map(str::to_owned)));
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    let mut command = alone("leftovers::the_runner_knows_the_persons_cache_and_nothing_else_of_the_environment", temporary.path());
    command.env("HOME", temporary.path()).env("XDG_CACHE_HOME", temporary.path().join("cache"));
    assert!(command.status().unwrap().success());
}

#[test]
fn a_runner_that_was_killed_is_started_again_unnoticed() {
    if is_alone() {
        let runner = runner();
        runner.keep_warm().unwrap();
        for _ in 0..3 {
            assert_eq!(run_in(&runner, "print(1)\n", Limits::default()).stdout, "1\n");
            let all = descendants(std::process::id());
            let server = servers()[0];
            rustix::process::kill_process(rustix::process::Pid::from_raw(i32::try_from(server).unwrap()).unwrap(), rustix::process::Signal::KILL)
                .unwrap();
            assert_eq!(run_in(&runner, "print(2)\n", Limits::default()).stdout, "2\n");
            assert_ne!(servers(), [server]);
            wait_until_gone(&all);
        }
        return;
    }
    let temporary = tempfile::tempdir().unwrap();
    assert!(alone("leftovers::a_runner_that_was_killed_is_started_again_unnoticed", temporary.path()).status().unwrap().success());
}

#[test]
fn a_warm_interpreter_is_used_once_and_knows_nothing_of_others() {
    for runner in [runner(), runner_b()] {
        runner.keep_warm().unwrap();
        thread::sleep(Duration::from_millis(600));
        for round in 0..6 {
            // Leaves a mark wherever a program can, and looks for those of others.
            let result = run_in(
                &runner,
                "import os, sys, builtins\nprint(hasattr(builtins, 'mark'), sorted(os.listdir('.')), len(sys.argv))\nbuiltins.mark = 1\nopen('mark', 'w').close()\n",
                Limits::default(),
            );
            assert_eq!(result.stdout, "False ['main.py'] 1\n", "round {round}: {}", result.stderr);
            thread::sleep(Duration::from_millis(if round % 2 == 0 { 0 } else { 300 }));
        }
    }
}

/// What a program can tell of the interpreter it is in, but for addresses, numbers of processes and the modules that are loaded.
const FACTS: &str = r#"
import builtins, os, resource, signal, stat, sys, threading, time, gc, locale
open_ones = []
for number in range(256):
    try:
        open_ones.append(stat.S_IFMT(os.fstat(number).st_mode))
    except OSError:
        pass
limits = {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")}
handlers = {number: str(signal.getsignal(number)).split(" at ")[0] for number in signal.valid_signals()}
facts = [
    sys.argv, sys.path, sys.flags, sys.prefix, sys.executable, sys.version, sorted(os.environ.items()), os.getcwd(), os.umask(0o22), sorted(open_ones), sorted(limits.items()),
    sorted(handlers.items()), os.getresuid(), os.getresgid(), os.getgroups(), sys.getrecursionlimit(), sys.getswitchinterval(), gc.get_threshold(), gc.isenabled(),
    threading.active_count(), threading.current_thread() is threading.main_thread(), threading.get_native_id() == os.getpid(), [str(stream.encoding) + stream.errors +
    str(stream.line_buffering) for stream in (sys.stdin, sys.stdout, sys.stderr)], sys.stdin.buffer.raw.seekable(), sys.stdin.read(), __name__, __file__, sorted(globals()),
    sorted(dir(builtins)), sorted(name for name in sys.modules if "ctypes" in name or "struct" in name), len(sys.meta_path), sys.gettrace(), sys.getprofile(),
    hash("a"), time.process_time() < 1, time.tzname, locale.getpreferredencoding(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime,
]
for fact in facts:
    print(fact)
print("@", id(facts), __import__("random").random(), os.urandom(4).hex())
"#;

#[test]
fn a_copied_interpreter_is_like_one_that_was_started() {
    for (started, copied) in [(runner(), runner()), (runner_b(), runner_b())] {
        copied.keep_warm().unwrap();
        thread::sleep(Duration::from_millis(600));
        let told = |runner: &Runner| {
            let result = runner.run(&program(FACTS), &[], "some input", Limits::default(), &mut |_| (), &CancelToken::new()).unwrap();
            assert_eq!(result.verdict, Verdict::Passed, "{}{}", result.stdout, result.stderr);
            let (facts, last) = result.stdout.split_once("@ ").unwrap();
            // The folder has a name of its own in each box of tier B.
            let facts = facts.lines().map(|line| line.split("learning-studio-").next().unwrap().to_owned()).collect::<Vec<_>>();
            (facts, last.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        };
        let (facts, _) = told(&started);
        let all: Vec<_> = (0..3)
            .map(|_| {
                let (same, last) = told(&copied);
                for (fact, same) in facts.iter().zip(&same) {
                    assert_eq!(fact, same);
                }
                assert_eq!(facts.len(), same.len());
                thread::sleep(Duration::from_millis(200));
                last
            })
            .collect();
        // That they are copies shows in the addresses: interpreters that are started have them at random. Nothing else that is random may be the same.
        assert!(all.iter().all(|last| last[0] == all[0][0]), "these are no copies: {all:?}");
        for place in [1, 2] {
            assert_eq!(all.iter().map(|last| &last[place]).collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
        }
    }
}

#[test]
fn where_no_interpreter_can_stand_ready_python_is_started_in_each_box() {
    // The runner's binary alone, without what an interpreter loads to be copied.
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let binary = folder.path().join("learning-studio-runner");
    fs::copy(crate::binary(), &binary).unwrap();
    let runner = Runner::new(binary, python());
    runner.keep_warm().unwrap();
    let addresses: BTreeSet<_> = (0..3)
        .map(|_| {
            thread::sleep(Duration::from_millis(400));
            let result = run_in(&runner, "print(id([]))\n", Limits::default());
            assert_eq!(result.verdict, Verdict::Passed, "{}", result.stderr);
            result.stdout
        })
        .collect();
    assert_eq!(addresses.len(), 3, "these are copies: {addresses:?}");
}

#[test]
fn the_limits_of_an_exercise_hold_in_a_warm_interpreter() {
    for runner in [runner(), runner_b()] {
        runner.keep_warm().unwrap();
        for (limits, text, verdict) in [
            (Limits { memory_mb: 32, ..Limits::default() }, "x = bytearray(100 << 20)\n", Verdict::Memory),
            (Limits { memory_mb: 256, ..Limits::default() }, "x = bytearray(200 << 20)\n", Verdict::Passed),
            (Limits { wall_ms: 300, ..Limits::default() }, "while True: pass\n", Verdict::Timeout),
            (Limits { file_bytes: 50_000, ..Limits::default() }, "open('big', 'w').write('x' * 200_000)\n", Verdict::Output),
            // Over before anybody has looked, where the folder is watched.
            (Limits { file_bytes: 50_000, ..Limits::default() }, "for n in range(4): open(str(n), 'w').write('x' * 40_000)\n", Verdict::Output),
            (Limits::default(), "for n in range(40): open(str(n), 'w').write('x' * 1_000_000)\n", Verdict::Output),
        ] {
            thread::sleep(Duration::from_millis(400));
            let result = run_in(&runner, text, limits);
            assert_eq!(result.verdict, verdict, "{text}: {}", result.stderr);
        }
    }
}

/// In the process that is to be killed, or whose runner is: a program without an end, in tier B where a variable says so.
fn run_endlessly() -> Result<JudgeResult, RunnerError> {
    let runner = if std::env::var_os("LEARNING_STUDIO_TEST_B").is_some() { runner_b() } else { runner() };
    let limits = Limits { wall_ms: 60_000, ..Limits::default() };
    runner.run(&program("print('go')\nwhile True: pass\n"), &[], "", limits, &mut |chunk| println!("{}", chunk.text), &CancelToken::new())
}

/// Starts such a process, and waits until the program runs in its box.
fn start_endlessly(test: &str, temporary: &Path, tier_b: bool) -> (Child, Lines<BufReader<ChildStdout>>) {
    fs::set_permissions(temporary, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = alone(test, temporary);
    if tier_b {
        command.env("LEARNING_STUDIO_TEST_B", "1");
    }
    let mut app = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(app.stdout.take().unwrap()).lines();
    assert!(lines.by_ref().map_while(Result::ok).any(|line| line.contains("go")), "it did not start");
    (app, lines)
}

fn wait_until_gone(all: &BTreeSet<u32>) {
    let deadline = Instant::now() + Duration::from_secs(2);
    while all.iter().any(|pid| is_running(*pid)) {
        assert!(Instant::now() < deadline, "still there: {all:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn when_the_app_is_killed_nothing_survives() {
    if is_alone() {
        let _ = run_endlessly();
        return;
    }
    for tier_b in [false, true] {
        let temporary = tempfile::tempdir().unwrap();
        let (mut app, _lines) = start_endlessly("leftovers::when_the_app_is_killed_nothing_survives", temporary.path(), tier_b);
        let all = descendants(app.id());
        assert!(all.len() >= 2, "the runner and the box: {all:?}");
        app.kill().unwrap();
        app.wait().unwrap();
        wait_until_gone(&all);
        let deadline = Instant::now() + Duration::from_secs(2);
        while fs::read_dir(temporary.path()).unwrap().next().is_some() {
            assert!(Instant::now() < deadline, "a folder is left");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn when_the_runner_is_killed_the_box_dies() {
    if is_alone() {
        let error = run_endlessly().unwrap_err();
        assert_eq!((error.class(), error.reason()), (ErrorClass::Interrupted, "runner_ended"));
        return;
    }
    for tier_b in [false, true] {
        let temporary = tempfile::tempdir().unwrap();
        let (mut app, lines) = start_endlessly("leftovers::when_the_runner_is_killed_the_box_dies", temporary.path(), tier_b);
        let all = descendants(app.id());
        let runner =
            *all.iter().find(|pid| fs::read_to_string(format!("/proc/{pid}/status")).unwrap().contains(&format!("PPid:\t{}\n", app.id()))).unwrap();
        let runner = rustix::process::Pid::from_raw(i32::try_from(runner).unwrap()).unwrap();
        rustix::process::kill_process(runner, rustix::process::Signal::KILL).unwrap();
        wait_until_gone(&all);
        for line in lines.map_while(Result::ok) {
            println!("{line}");
        }
        assert!(app.wait().unwrap().success());
    }
}

/// As root every other test drops privileges; this one starts without any.
#[test]
fn an_ordinary_user_has_the_same_sandbox() {
    let nobody = 65534;
    if is_alone() {
        assert!(!rustix::process::geteuid().is_root());
        let result = run_in(
            &runner(),
            "import os\nprint(os.getuid(), os.listdir('.'))\ntry: open('/etc/passwd')\nexcept OSError as error: print(error.errno)\n",
            Limits::default(),
        );
        assert_eq!(
            (result.verdict, result.tier, result.stdout.as_str()),
            (Verdict::Passed, domain::judge::Tier::A, "1000 ['main.py']\n2\n"),
            "{:?}",
            result.stderr
        );
        for runner in [runner(), runner_b()] {
            assert!(runner.probe().unwrap().layers.iter().all(|layer| layer.holds));
        }
        let data = Tests::Data { cases: cases(r#"[{ "name": "a", "call": "f()", "gives": "1", "writes": { "x": "y" }, "files": { "x": "z" } }]"#) };
        for runner in [runner(), runner_b()] {
            let result = judge_in(&runner, "def f():\n    open('x', 'w').write('y')\n    return 1\n", &data, short());
            assert_eq!(result.verdict, Verdict::Passed, "{:?}", result.tests);
        }
        return;
    }
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let copy = |from: &Path, name: &str| {
        let to = folder.path().join(name);
        fs::copy(from, &to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o755)).unwrap();
        to
    };
    let tests = copy(&std::env::current_exe().unwrap(), "tests");
    let runner = copy(&crate::binary(), "learning-studio-runner");
    let python = if python().path.starts_with("/root") { "/usr/bin/python3".into() } else { python().path };
    let status = Command::new(tests)
        .args(["--exact", "leftovers::an_ordinary_user_has_the_same_sandbox", "--nocapture"])
        .env_clear()
        .envs([(ALONE, "1".into()), ("LEARNING_STUDIO_RUNNER", runner.into_os_string()), ("LEARNING_STUDIO_PYTHON", python.into_os_string())])
        .current_dir(folder.path())
        .uid(nobody)
        .gid(nobody)
        .status()
        .unwrap();
    assert!(status.success());
}
