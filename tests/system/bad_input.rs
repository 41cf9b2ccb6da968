//! What goes wrong is said in one clear sentence, with an exit code by its kind, and changes nothing.

use crate::support::{
    programs::{self, exercise_file},
    studio::{Answer, Studio},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

const EXERCISE: &str = "python-first-steps/good-morning";
const PASSWORD: &str = "correct horse battery";

/// An installation with one account, and a place for files.
struct Installation {
    folder: TempDir,
    studio: Studio,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::new(&folder.path().join("data"));
        studio.with_password(PASSWORD).json(["user", "add", "Ada"]);
        Self { folder, studio }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Everything that is in the data file.
    fn content(&self) -> String {
        self.studio.sqlite(".dump")
    }

    /// Runs a verb that must fail this way, and looks that nothing is different after it. Gives the sentence.
    fn refuses(&self, studio: &Studio, arguments: &[&str], exit_code: i32, code: &str) -> String {
        let before = self.content();
        let (found_exit_code, found_code, sentence) = studio.refused(arguments);
        assert_eq!((found_exit_code, found_code.as_str()), (exit_code, code), "{arguments:?}: {sentence}");
        assert_is_clear(code, &sentence);
        assert!(before == self.content(), "{arguments:?} was refused, and changed something all the same");
        sentence
    }
}

/// A sentence for a person: a whole one, about this very trouble, and with nothing of the inside in it.
fn assert_is_clear(code: &str, sentence: &str) {
    assert!([".", "NAME", "FILE", "--start-anew"].iter().any(|ending| sentence.ends_with(ending)), "{sentence}");
    // An error without words of its own is shown with its code in brackets.
    assert!(!sentence.contains(code), "{code} has no sentence of its own: {sentence}");
    for inside in ["SQLITE", "sqlite", "rusqlite", "panicked", "os error", "Error {", "Err(", "unwrap", "?"] {
        assert!(!sentence.contains(inside), "\"{sentence}\" shows {inside}");
    }
}

#[test]
fn a_wrong_password_and_a_taken_name() {
    let here = Installation::new();
    let wrong = here.studio.with_password("not this one");
    here.refuses(&wrong, &["progress", "--user", "Ada"], 4, "denied.wrong_password");
    here.refuses(&here.studio.with_password(PASSWORD), &["user", "add", "ada"], 5, "conflict.username_taken");
    here.refuses(&here.studio.with_password("short"), &["user", "add", "Ben"], 2, "invalid.password_too_short");
    here.refuses(&here.studio, &["user", "add", "  ", "--no-password"], 2, "invalid.name_empty");
    // Without a terminal and without --password-stdin nobody is asked; it must not hang.
    let answer = here.studio.run(["--json", "progress", "--user", "Ada"]);
    assert!(matches!(answer.code, Some(2 | 4)), "{answer:?}");
}

#[test]
fn programs_that_are_none() {
    let here = Installation::new();
    let ada = here.studio.with_password(PASSWORD);
    let large = format!("text = '{}'\n", "a".repeat(1 << 20));
    for (name, bytes, code) in [
        ("empty.py", &b""[..], "invalid.code_empty"),
        ("blank.py", &b" \n\t\n"[..], "invalid.code_empty"),
        ("large.py", large.as_bytes(), "invalid.code_too_large"),
        ("nul.py", &b"print('a\0b')\n"[..], "invalid.code_nul"),
        ("latin.py", &b"print('caf\xe9')\n"[..], "invalid.code_not_utf8"),
    ] {
        let file = here.file(name, bytes);
        let file = file.to_str().unwrap();
        here.refuses(&ada, &["submit", EXERCISE, file, "--user", "Ada"], 2, code);
        here.refuses(&here.studio, &["test", EXERCISE, file], 2, code);
        here.refuses(&here.studio, &["run", file], 2, code);
    }
    here.refuses(&here.studio, &["run", "/no/such/file.py"], 3, "not_found.file");
}

#[test]
fn things_that_are_not_there() {
    let here = Installation::new();
    let ada = here.studio.with_password(PASSWORD);
    let file = exercise_file("good-morning", "solution/main.py");
    let file = file.to_str().unwrap();
    for exercise in [
        "python-first-steps/no-such",
        "no-such/good-morning",
        "no-such",
        "0190f3c4-7a00-7000-8000-00000000ffff",
        "../../etc/passwd",
        "'; DROP TABLE users; --",
    ] {
        here.refuses(&ada, &["submit", exercise, file, "--user", "Ada"], 3, "not_found.exercise");
    }
    here.refuses(&here.studio, &["course", "show", "no-such"], 3, "not_found.course");
    here.refuses(&here.studio, &["lesson", "show", "python-first-steps/no-such"], 3, "not_found.lesson");
    here.refuses(&ada, &["submission", "show", "0190f3c4-7a00-7000-8000-00000000ffff", "--user", "Ada"], 3, "not_found.submission");
    let nobody = here.studio.run(["--json", "progress", "--user", "Nobody"]);
    assert!(matches!(nobody.code, Some(3 | 4)), "{nobody:?}");
}

#[test]
fn a_wrong_command_line_says_how_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let studio = Studio::new(folder.path());
    for arguments in [&["no-such-verb"][..], &["submit"], &["course", "list", "--no-such-flag"]] {
        let answer = studio.run(arguments);
        assert_eq!(answer.code, Some(2), "{answer:?}");
        assert!(answer.stderr.contains("Usage") || answer.stderr.contains("--help"), "{answer:?}");
        // With --json one document says the same to a program.
        let answer = studio.run([&["--json"], arguments].concat());
        let document: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
        assert_eq!((answer.code, &document["error"]["code"]), (Some(2), &"invalid.command_line".into()), "{answer:?}");
    }
}

#[test]
fn no_python_on_this_computer() {
    let here = Installation::new();
    let file = exercise_file("good-morning", "solution/main.py");
    let file = file.to_str().unwrap();
    let without = here.studio.with_environment("PATH", "/nonexistent").with_environment("LEARNING_STUDIO_PYTHON", "/nonexistent/python3");
    let sentence = here.refuses(&without, &["run", file], 3, "not_found.python");
    assert!(sentence.contains("Install"), "it says what to do: {sentence}");
    here.refuses(&without.with_password(PASSWORD), &["submit", EXERCISE, file, "--user", "Ada"], 3, "not_found.python");
    // Everything that needs no Python goes on.
    without.json(["course", "list"]);
}

/// As in a container for one user: root there, but the machine knows that root as somebody ordinary, and there is no `nobody` to become.
#[test]
fn root_of_a_name_space_with_one_user_can_run_programs() {
    let here = Installation::new();
    let file = exercise_file("good-morning", "solution/main.py");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount"]).arg(programs::studio());
    command.arg("--data").arg(here.studio.data()).args(["--json", "run"]).arg(&file);
    let run = command.stdin(std::process::Stdio::null()).output().unwrap();
    let errors = String::from_utf8_lossy(&run.stderr);
    if errors.contains("unshare failed") {
        eprintln!("not tested here, where nobody may make user name spaces: {errors}");
        return;
    }
    let answer: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(answer["verdict"], "passed", "{answer} {errors}");
}

#[test]
fn a_data_folder_that_cannot_be_written() {
    let here = Installation::new();
    let before = here.content();
    let data = here.studio.data().to_owned();
    let programs = here.folder.path().join("programs");
    let reader = if rustix::process::geteuid().is_root() {
        // Rights do not hold root back, so somebody else looks.
        copy_programs(&programs);
        open_to_all(here.folder.path());
        here.studio.as_user(65534, &programs)
    } else {
        set_writable(&data, false);
        Studio::new(&data)
    };
    let reader = reader.with_environment("LEARNING_STUDIO_COURSES", "/nonexistent");
    let (exit_code, code, sentence) = reader.refused(["user", "add", "Ben", "--no-password"]);
    assert_eq!((exit_code, code.as_str()), (12, "full.folder_read_only"), "{sentence}");
    assert_is_clear(&code, &sentence);
    assert!(sentence.contains(data.to_str().unwrap()), "it says which folder: {sentence}");
    set_writable(&data, true);
    assert!(before == here.content(), "nothing was changed");
}

#[test]
fn a_full_disk_keeps_nothing_by_halves() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, record) = (folder.path().join("disk"), folder.path().join("record"));
    fs::create_dir_all(&disk).unwrap();
    fs::create_dir_all(&record).unwrap();
    // A small disk of its own, seen by nobody but this command and gone with it.
    let script = r#"
        set -eu
        mount -t tmpfs -o size=64m tmpfs "$DISK"
        at() { name=$1; shift; code=0; "$STUDIO" --data "$DISK/data" --json "$@" >"$RECORD/$name.out" 2>"$RECORD/$name.err" </dev/null || code=$?; echo "$code" >"$RECORD/$name.code"; }
        at begin user add Ada --no-password
        sqlite3 "$DISK"/data/*.db .dump >"$RECORD/before"
        cat /dev/zero >"$DISK/filler" 2>/dev/null || true
        at add user add Ben --no-password
        at submit submit python-first-steps/good-morning "$PROGRAM" --user Ada
        rm "$DISK/filler"
        sqlite3 "$DISK"/data/*.db .dump >"$RECORD/after"
        sqlite3 "$DISK"/data/*.db 'PRAGMA integrity_check' >"$RECORD/check"
        at again submit python-first-steps/good-morning "$PROGRAM" --user Ada
    "#;
    let own_mounts: &[&str] = if rustix::process::geteuid().is_root() { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
    let run = Command::new("unshare")
        .args(own_mounts)
        .args(["sh", "-c", script])
        .env("DISK", &disk)
        .env("RECORD", &record)
        .env("STUDIO", programs::studio())
        .env("PROGRAM", exercise_file("good-morning", "solution/main.py"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&run.stderr);
    if !run.status.success() && (errors.contains("unshare failed") || errors.contains("mount:")) {
        // Some systems let an ordinary user make no mounts at all; there is no small disk to be had then.
        eprintln!("not tested here, for want of a small disk: {errors}");
        return;
    }
    assert!(run.status.success(), "{errors}");
    let read = |name: &str| fs::read_to_string(record.join(name)).unwrap();
    let answer = |name: &str| Answer {
        code: read(&format!("{name}.code")).trim().parse().ok(),
        stdout: read(&format!("{name}.out")),
        stderr: read(&format!("{name}.err")),
    };
    assert_eq!(answer("begin").code, Some(0), "{:?}", answer("begin"));
    for name in ["add", "submit"] {
        let refused = answer(name);
        assert_eq!(refused.code, Some(12), "{refused:?}");
        assert_eq!(refused.document()["error"]["code"], "full.disk", "{refused:?}");
        assert_eq!(refused.document()["error"]["retry"], true, "with room, the same act goes through: {refused:?}");
    }
    assert!(read("before") == read("after"), "nothing half-done was kept");
    assert_eq!(read("check").trim(), "ok");
    assert_eq!(answer("again").document()["verdict"], "passed", "with room again, it goes on: {:?}", answer("again"));
}

#[test]
fn a_file_from_a_newer_version_is_left_alone() {
    let here = Installation::new();
    here.studio.make_newer();
    here.refuses(&here.studio, &["course", "list"], 10, "too_new.database");
    here.refuses(&here.studio, &["user", "add", "Ben", "--no-password"], 10, "too_new.database");
    assert!(here.studio.sqlite("SELECT count(*) FROM users") == "1");
}

#[test]
fn a_damaged_file_is_set_aside_and_not_deleted() {
    let here = Installation::new();
    let file = here.studio.data_file();
    let bytes = here.studio.damage();

    let (exit_code, code, sentence) = here.studio.refused(["course", "list"]);
    assert_eq!((exit_code, code.as_str()), (11, "corrupt.database"), "{sentence}");
    assert_is_clear(&code, &sentence);
    let kept = all_files(here.studio.data())
        .into_iter()
        .find(|path| fs::read(path).is_ok_and(|found| found == bytes))
        .expect("the damaged file is still there");
    assert_ne!(kept, file, "it is not in the way of a new one");
    assert!(sentence.contains(kept.file_name().unwrap().to_str().unwrap()), "and it is said where: {sentence}");
    // It stays so until somebody decides. Then a new file begins, and what was set aside is left alone.
    assert_eq!(here.studio.refused(["course", "list"]).1, "corrupt.database");
    here.studio.json(["init", "--start-anew"]);
    here.studio.json(["course", "list"]);
    assert!(fs::read(&kept).unwrap() == bytes);
}

fn copy_programs(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for program in [programs::studio(), programs::runner()] {
        fs::copy(&program, folder.join(program.file_name().unwrap())).unwrap();
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found
}

fn open_to_all(folder: &Path) {
    let mut paths = vec![folder.to_owned()];
    while let Some(path) = paths.pop() {
        let mode = if path.is_dir() || path.parent().is_some_and(|parent| parent.ends_with("programs")) { 0o755 } else { 0o644 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        if path.is_dir() {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
}

fn set_writable(folder: &Path, writable: bool) {
    for file in all_files(folder) {
        fs::set_permissions(&file, fs::Permissions::from_mode(if writable { 0o600 } else { 0o400 })).unwrap();
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(if writable { 0o700 } else { 0o500 })).unwrap();
}
