//! Whatever a learner may write: every program of `programs/*.py` in tier A, in tier B and (where it is built) in tier C, as whoever runs the tests and, where that is root, as an ordinary user too.
//!
//! Each run must get the verdict that is written above the program, print no secret, and leave nothing. What lies around the box is in `bait`.

mod bait;
mod library;
mod trial;

use crate::{binary, cases, file, public_python, python, runner, runner_b, tier_c::runner_c};
use bait::{Bait, MARK, SECRET, complain, new_secret};
use domain::{
    exercise::{Program, Tests},
    judge::{JudgeResult, Tier},
};
use runner::{CancelToken, JudgedExercise, Runner};
use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use trial::{Step, Trial, read};

/// Set in the process that a test starts to run itself alone, with the folder for the bait.
const ALONE: &str = "LEARNING_STUDIO_TEST_HOSTILE";

/// An ordinary user that nothing else on the machine runs as.
const ORDINARY: u32 = 65533;

/// How many programs run at once: more than one processor can take, because most of them wait.
const AT_ONCE: usize = 3;

const ATTEMPTS: &str = include_str!("attempts.py");

fn trials() -> Vec<Trial> {
    [
        ("changing", include_str!("programs/changing.py")),
        ("crashes", include_str!("programs/crashes.py")),
        ("disk", include_str!("programs/disk.py")),
        ("memory", include_str!("programs/memory.py")),
        ("neighbours", include_str!("programs/neighbours.py")),
        ("network", include_str!("programs/network.py")),
        ("output", include_str!("programs/output.py")),
        ("processes", include_str!("programs/processes.py")),
        ("reading", include_str!("programs/reading.py")),
        ("shadowing", include_str!("programs/shadowing.py")),
        ("surviving", include_str!("programs/surviving.py")),
        ("system_calls", include_str!("programs/system_calls.py")),
        ("timeouts", include_str!("programs/timeouts.py")),
        ("together", include_str!("programs/together.py")),
    ]
    .into_iter()
    .flat_map(|(group, text)| read(group, text))
    .collect()
}

#[test]
fn tier_a() {
    in_a_process_of_its_own("hostile::tier_a", false, || try_all(Tier::A));
}

#[test]
fn tier_b() {
    in_a_process_of_its_own("hostile::tier_b", false, || try_all(Tier::B));
}

#[test]
fn tier_a_as_an_ordinary_user() {
    in_a_process_of_its_own("hostile::tier_a_as_an_ordinary_user", true, || try_all(Tier::A));
}

#[test]
fn tier_b_as_an_ordinary_user() {
    in_a_process_of_its_own("hostile::tier_b_as_an_ordinary_user", true, || try_all(Tier::B));
}

/// Nobody tells the runner which tier to take: it finds out that it gets no user name space.
#[test]
fn tier_b_where_user_name_spaces_are_blocked() {
    in_a_process_of_its_own("hostile::tier_b_where_user_name_spaces_are_blocked", true, || {
        assert!(user_name_spaces_are_blocked(), "they are not blocked");
        let report = runner().probe().unwrap();
        assert_eq!(report.tier, Tier::B, "{report:?}");
        assert!(report.why_not_stronger.as_ref().is_some_and(|why| why.contains("tier A: ")), "{report:?}");
        assert!(report.layers.len() >= 10 && report.layers.iter().all(|layer| layer.holds), "{report:?}");
        try_all_with(runner, Tier::B);
    });
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn tier_c() {
    in_a_process_of_its_own("hostile::tier_c", false, || try_all(Tier::C));
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn tier_c_as_an_ordinary_user() {
    in_a_process_of_its_own("hostile::tier_c_as_an_ordinary_user", true, || try_all(Tier::C));
}

fn runner_of(tier: Tier) -> Runner {
    match tier {
        Tier::A => runner(),
        Tier::B => runner_b(),
        Tier::C => runner_c(),
    }
}

/// The programs are worth something only if it is the box that holds them.
#[test]
fn without_a_box_they_succeed() {
    in_a_process_of_its_own("hostile::without_a_box_they_succeed", true, || {
        let folder = PathBuf::from(std::env::var_os(ALONE).unwrap());
        let mark = format!("outside-{}-", std::process::id());
        let mut tried = 0;
        let mut found = Vec::new();
        for trial in trials() {
            for step in trial.steps.iter().filter(|step| step.open_outside) {
                tried += 1;
                // New each time: they succeed.
                let bait_folder = folder.join("bait").join(tried.to_string());
                fs::create_dir(&bait_folder).unwrap();
                let bait = Bait::lay(&bait_folder, &secret(), None);
                let work = tempfile::tempdir().unwrap();
                fs::write(work.path().join("attempts.py"), ATTEMPTS).unwrap();
                for file in &step.files {
                    // Other tests look for the usual mark at the same time.
                    fs::write(work.path().join(&file.path), bait.tell(&file.text.replace(MARK, &mark))).unwrap();
                }
                let output = run_without_a_box(work.path());
                bait.take_away();
                if !output.contains("OPEN") && !output.contains(&secret()) {
                    found.push(format!("{} {}: {output}", trial.group, trial.name));
                }
            }
        }
        for folder in ["/tmp", "/var/tmp", "/dev/shm"] {
            let left = fs::read_dir(folder).into_iter().flatten().flatten();
            for entry in left.filter(|entry| entry.file_name().to_string_lossy().starts_with(&mark)) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        complain(&found);
        assert!(found.is_empty() && tried > 30, "{} of {tried} programs do no harm even without a box", found.len());
    });
}

/// The look at a result finds what it is there to find.
#[test]
fn the_look_at_a_result_is_not_blind() {
    let run = |text: &str| {
        let trial = read("here", &format!("#: program x\n#: verdict passed\n#: prints end\n{text}")).remove(0);
        let result = run_step(&runner(), &trial.steps[0], &trial.steps[0].files);
        problems(&trial.steps[0], Tier::A, &result, "4711x")
    };
    assert_eq!(run("print('end')\n"), [""; 0]);
    assert!(run("print('end', '4711' + 'x')\n")[0].contains("secret"));
    assert!(run("print('other')\n")[0].contains("not printed"));
    assert!(run("print('end')\n1 / 0\n")[0].contains("Error"));
    assert!(run("from attempts import attempt\nattempt('own', lambda: open('main.py'))\nprint('end')\n")[0].contains("OPEN own"));
    assert!(run("from attempts import attempt\nattempt('wrong', lambda: 1 / 0)\nprint('end')\n")[0].contains("ODD wrong"));
    assert!(run("from attempts import attempt\nif False:\n    attempt('left out', open)\nprint('end')\n")[0].contains("attempts"));
    let result = run_step(&runner_b(), &read("here", "#: program x\n#: verdict passed\n").remove(0).steps[0], &[file("main.py", "print('end')")]);
    let step = read("here", "#: program x\n#: verdict passed\n").remove(0).steps.remove(0);
    assert!(problems(&step, Tier::A, &result, "4711x")[0].contains("tier"));
}

#[test]
fn there_are_enough_programs() {
    let trials = trials();
    let programs: usize = trials.iter().map(|trial| trial.steps.len()).sum();
    assert!(programs >= 120, "{programs}");
    let hostile = trials.iter().filter(|trial| trial.group != "neighbours").count();
    assert!(hostile >= 120, "{hostile} without the honest ones");
}

fn secret() -> String {
    std::env::var(SECRET).unwrap()
}

/// Runs `body` in a process of this test's own, with a home of its own, as an ordinary user if asked for. An ordinary user who is one already has done so with the other
/// test of the same tier.
fn in_a_process_of_its_own(test: &str, ordinary: bool, body: impl FnOnce()) {
    if std::env::var_os(ALONE).is_some() {
        return body();
    }
    let is_root = rustix::process::geteuid().is_root();
    let other_user = ordinary && is_root;
    if ordinary && !is_root && test.contains("ordinary_user") {
        return;
    }
    // One after the other: each keeps the machine's processors busy by itself.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
        if other_user {
            std::os::unix::fs::chown(path, Some(ORDINARY), Some(ORDINARY)).unwrap();
        }
    };
    open(folder.path());
    let make = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir(&path).unwrap();
        open(&path);
        path
    };
    let (home, temporary, _bait) = (make("home"), make("tmp"), make("bait"));
    // What is built may lie where an ordinary user cannot look.
    let copy = |from: &Path, name: &str| {
        let to = folder.path().join(name);
        fs::copy(from, &to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o755)).unwrap();
        to
    };
    let mut command =
        if other_user { Command::new(copy(&std::env::current_exe().unwrap(), "tests")) } else { Command::new(std::env::current_exe().unwrap()) };
    let binary = if other_user { copy(&binary(), "learning-studio-runner") } else { binary() };
    let web_assembly = python()
        .web_assembly
        .filter(|_| test.contains("tier_c"))
        .map(|python| if other_user { copy_folder(&python.folder, &folder.path().join("wasi")) } else { python.folder });
    let python = if other_user { public_python().path } else { python().path };
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1", "--include-ignored"])
        .env_clear()
        .envs([
            (ALONE, folder.path()),
            ("HOME", &home),
            ("TMPDIR", &temporary),
            ("LEARNING_STUDIO_RUNNER", &binary),
            ("LEARNING_STUDIO_PYTHON", &python),
        ])
        .env(SECRET, new_secret())
        .env("PATH", "/usr/bin:/bin")
        .current_dir(folder.path());
    if let Some(web_assembly) = web_assembly {
        command.env("LEARNING_STUDIO_WASI_PYTHON", web_assembly);
    }
    if let Some(only) = std::env::var_os("LEARNING_STUDIO_TEST_ONLY") {
        command.env("LEARNING_STUDIO_TEST_ONLY", only);
    }
    if test.contains("blocked") {
        command = in_a_shell(BLOCK_USER_NAME_SPACES, &command);
    }
    if other_user {
        command.uid(ORDINARY).gid(ORDINARY);
    }
    assert!(command.status().unwrap().success(), "see above");
}

/// Runs its arguments as the ordinary user that it is itself, who cannot make a user name space any more. Where one can be made, it is made, and in it the kernel is told to
/// make no further ones; what that took is given up again. Where none can be made there is nothing to do.
const BLOCK_USER_NAME_SPACES: &str = r#"
unshare --user true 2>/dev/null || exec "$@"
exec unshare --user --map-current-user --keep-caps sh -c '
  echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$@"' sh "$@"
"#;

/// The same command, started by a shell that does something before.
fn in_a_shell(script: &str, command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-euc", script, "sh"]).arg(command.get_program()).args(command.get_args()).env_clear();
    shell.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if let Some(folder) = command.get_current_dir() {
        shell.current_dir(folder);
    }
    shell
}

fn user_name_spaces_are_blocked() -> bool {
    !Command::new("unshare").args(["--user", "true"]).stderr(Stdio::null()).status().unwrap().success()
}

/// A copy that belongs to whoever runs the tests, and that everybody may read.
fn copy_folder(from: &Path, to: &Path) -> PathBuf {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    fs::set_permissions(to, fs::Permissions::from_mode(0o755)).unwrap();
    to.to_path_buf()
}

fn try_all(tier: Tier) {
    try_all_with(|| runner_of(tier), tier);
}

/// All programs that there are for a tier. It must be the one that the runners come to.
fn try_all_with(runner_of: impl Fn() -> Runner, tier: Tier) {
    // What most desktops give.
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    rustix::process::setrlimit(rustix::process::Resource::Nofile, rustix::process::Rlimit { current: Some(1024), ..limit }).unwrap();
    let folder = PathBuf::from(std::env::var_os(ALONE).unwrap());
    let secret = secret();
    let runner = runner_of();
    // As root a box is `nobody` for the machine.
    let box_user = rustix::process::geteuid().is_root().then_some(65534);
    keep_for_the_next_start(runner_of);
    let bait = Bait::lay(&folder.join("bait"), &secret, box_user);
    // To look into a single program: GROUP or GROUP/NAME.
    let only = std::env::var("LEARNING_STUDIO_TEST_ONLY").unwrap_or_default();
    let trials: Vec<Trial> = trials()
        .into_iter()
        .filter(|trial| trial.tier.is_none_or(|wanted| wanted == tier) && format!("{}/{}", trial.group, trial.name).starts_with(&only))
        .collect();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(trial) = trials.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let problems = try_one(&runner, trial, tier, &bait, &secret);
                    found.lock().unwrap().extend(problems);
                }
            });
        }
    });
    // A runner may keep something ready for its next run; that goes with it.
    drop(runner);
    let mut found = found.into_inner().unwrap();
    found.extend(bait.look());
    complain(&found);
    assert!(found.is_empty(), "{} of {} programs in tier {tier:?}", found.len(), trials.len());
}

/// A runner's first run keeps files for the next start. They are there before the programs come, so that a program that changes them is seen.
fn keep_for_the_next_start(runner_of: impl Fn() -> Runner) {
    let kept = Path::new(&std::env::var_os("HOME").unwrap()).join(".cache/learning-studio/runner");
    let workers =
        || fs::read_dir(&kept).into_iter().flatten().flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with("worker-")).count();
    for _ in 0..20 {
        let runner = runner_of();
        crate::run_in(&runner, "pass\n", domain::exercise::Limits::default());
        drop(runner);
        if workers() >= 5 {
            return;
        }
    }
    panic!("{} workers are kept in {}", workers(), kept.display());
}

fn try_one(runner: &Runner, trial: &Trial, tier: Tier, bait: &Bait, secret: &str) -> Vec<String> {
    let start = Instant::now();
    let run = |step: &Step| {
        let files: Vec<_> = step.files.iter().map(|source| file(&source.path, &bait.tell(&source.text))).collect();
        if step.judged {
            return judged_problems(runner, step, tier, &files, secret);
        }
        problems(step, tier, &run_step(runner, step, &files), secret)
    };
    let found: Vec<Vec<String>> = if trial.at_once {
        thread::scope(|scope| {
            let threads: Vec<_> = trial.steps.iter().map(|step| scope.spawn(|| run(step))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    } else {
        trial.steps.iter().map(run).collect()
    };
    if std::env::var_os("LEARNING_STUDIO_TEST_ONLY").is_some() {
        eprintln!("{tier:?} {}/{}: {:?}", trial.group, trial.name, start.elapsed());
    }
    let all = found.into_iter().flatten();
    all.map(|problem| format!("--- {}/{} in tier {tier:?}: {problem}", trial.group, trial.name)).collect()
}

fn run_step(runner: &Runner, step: &Step, files: &[domain::exercise::SourceFile]) -> JudgeResult {
    let program = Program::new(files.to_vec(), "main.py").unwrap();
    let data = [file("attempts.py", ATTEMPTS)];
    runner.run(&program, &data, &step.stdin, step.limits, &mut |_| (), &CancelToken::new()).unwrap()
}

/// What is wrong with a result.
fn problems(step: &Step, tier: Tier, result: &JudgeResult, secret: &str) -> Vec<String> {
    let mut found = Vec::new();
    if result.tier != tier {
        found.push(format!("it ran in tier {:?}", result.tier));
    }
    if !step.verdicts(tier).contains(&result.verdict) {
        let end: String = result.stderr.chars().rev().take(600).collect::<Vec<_>>().into_iter().rev().collect();
        let start: String = result.stdout.chars().take(600).collect();
        found.push(format!("verdict {:?}, {:?}\nstdout: {start}\nstderr: {end}", result.verdict, result.message));
    }
    if serde_json::to_string(result).unwrap().contains(secret) {
        found.push(format!("it got at a secret:\n{}", lines_with(secret, &result.stdout)));
    }
    let is_idle = |line: &str| tier == Tier::C && step.idle_c.iter().any(|name| line == format!("OPEN {name} None"));
    let is_wrong = |line: &&str| (line.starts_with("OPEN") && !is_idle(line)) || line.starts_with("ODD");
    found.extend(result.stdout.lines().filter(is_wrong).map(str::to_owned));
    let held = result.stdout.lines().filter(|line| line.starts_with("held ") || is_idle(line)).count();
    if held < step.attempts(tier) && found.is_empty() {
        found.push(format!("{held} of {} attempts were made\n{}{}", step.attempts(tier), result.stdout, result.stderr));
    }
    for text in step.prints(tier) {
        if !result.stdout.contains(text.as_str()) {
            found.push(format!("not printed: {text:?}, but {:?} {:?}", result.stdout.chars().take(600).collect::<String>(), result.stderr));
        }
    }
    found
}

fn lines_with(secret: &str, text: &str) -> String {
    text.lines().filter(|line| line.contains(secret)).take(5).collect::<Vec<_>>().join("\n")
}

/// Judged twice, against the secret as the right answer: once with data, once with a test in Python.
fn judged_problems(runner: &Runner, step: &Step, tier: Tier, files: &[domain::exercise::SourceFile], secret: &str) -> Vec<String> {
    let program = Program::new(files.to_vec(), "main.py").unwrap();
    let data = Tests::Data {
        cases: cases(&format!(
            r#"[{{ "name": "first", "call": "attack(1)", "gives": "'{secret}-answer'" }}, {{ "name": "second", "call": "attack(2)", "gives": "'{secret}-other'" }}]"#
        )),
    };
    let text = format!(
        "import unittest, main\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(main.attack(1), '{secret}-tests')\n"
    );
    let python = Tests::python(vec![file("tests/test_main.py", &text)], "main");
    let mut found = Vec::new();
    for tests in [data, python] {
        let exercise =
            JudgedExercise { program: &program, data_files: &[file("attempts.py", ATTEMPTS)], tests: &tests, limits: step.limits, mistakes: &[] };
        let result = runner.judge(&exercise, &CancelToken::new()).unwrap();
        if !step.verdicts(tier).contains(&result.verdict) || result.tier != tier {
            found.push(format!("verdict {:?}, tier {:?}, {:?}", result.verdict, result.tier, result.message));
        }
        let of_tests = result
            .tests
            .iter()
            .flat_map(|test| test.output.iter().cloned().chain(test.differences.iter().map(|difference| difference.actual.clone())));
        let printed: Vec<String> = of_tests.chain([result.stdout, result.stderr]).collect();
        if printed.iter().any(|text| text.contains(secret)) {
            found.push(format!("it got at the answer: {printed:?}"));
        }
        if !step.prints(tier).iter().all(|wanted| printed.iter().any(|text| text.contains(wanted.as_str()))) {
            found.push(format!("not printed: {:?}, but {printed:?}", step.prints(tier)));
        }
    }
    found
}

/// The machine's own Python, and what it printed in ten seconds.
fn run_without_a_box(folder: &Path) -> String {
    // Into a file: a pipe would have to be read for as long as a process that was started keeps it.
    let printed = folder.join("printed");
    let file = fs::File::create(&printed).unwrap();
    let mut child = Command::new(public_python().path)
        .args(["-B", "main.py"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > deadline {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        thread::sleep(Duration::from_millis(5));
    }
    String::from_utf8_lossy(&fs::read(printed).unwrap()).into_owned()
}
