//! What the tests share: a world with a clock that can be set, a course, a shell, child processes.

use domain::{
    account::{Email, Password, Role, UserName},
    course::{Course, Lesson, LessonKind},
    exercise::{Difficulty, Exercise, ExerciseKind, Limits, Mistake, SourceFile, Tests},
    hint::{Hint, Rung},
    id::{CourseId, ExerciseId, LessonId, SubmissionId, UserId},
    judge::{JudgeKind, JudgeResult, Status, Tier, Usage, Verdict},
    name::Slug,
    world::{Moment, World, parse_moment},
};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use store::{
    Actor, Store,
    submission::{self, NewSubmission, SubmissionAdded},
    user::{self, NewUser, User},
};
use tempfile::TempDir;
use wire::Digest;

/// Real randomness, and a clock that goes on by a second each time it is read.
pub struct TestWorld {
    milliseconds: AtomicI64,
}

impl TestWorld {
    pub fn new() -> Arc<Self> {
        let start = parse_moment("2026-11-23T09:41:00.123Z").unwrap();
        Arc::new(Self { milliseconds: AtomicI64::new(start.timestamp_millis()) })
    }

    pub fn go_on(&self, days: i64) {
        self.milliseconds.fetch_add(days * 24 * 3_600_000, Ordering::SeqCst);
    }
}

impl World for TestWorld {
    fn now(&self) -> Moment {
        Moment::from_timestamp_millis(self.milliseconds.fetch_add(1000, Ordering::SeqCst)).unwrap()
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).unwrap();
    }
}

/// A data folder with an open store, an owner, a learner and the small course.
pub struct Fixture {
    pub folder: TempDir,
    pub world: Arc<TestWorld>,
    pub store: Arc<Store>,
    pub owner: UserId,
    pub learner: UserId,
    pub course: Course,
}

pub const PASSWORD: &str = "correct horse battery";

impl Fixture {
    pub fn new() -> Self {
        Self::in_folder(TempDir::new().unwrap())
    }

    /// The same, in memory.
    pub fn in_memory() -> Self {
        Self::in_folder(folder_in_memory())
    }

    fn in_folder(folder: TempDir) -> Self {
        let world = TestWorld::new();
        let store = Arc::new(Store::open(folder.path(), world.clone()).unwrap());
        let owner = add_user(&store, "Ada Lovelace", Role::Learner).id;
        let learner = add_user(&store, "Ben", Role::Learner).id;
        let course = small_course(1, 4, 2);
        store::course::import(&store, Actor::Person(owner), &course, &Digest::of(b"pack 1")).unwrap();
        Self { folder, world, store, owner, learner, course }
    }

    pub fn lesson(&self, index: usize) -> LessonId {
        self.course.lessons[index].id
    }

    pub fn exercise(&self, lesson: usize, index: usize) -> ExerciseId {
        self.course.lessons[lesson].exercises[index].id
    }

    pub fn submit(&self, exercise: ExerciseId, verdict: Verdict) -> SubmissionAdded {
        submit(&self.store, self.learner, exercise, verdict)
    }

    /// A connection as any other program has it.
    pub fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join("studio.db")).unwrap()
    }

    pub fn number(&self, sql: &str) -> i64 {
        self.raw().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

pub fn add_user(store: &Store, name: &str, role: Role) -> User {
    user::create(store, Actor::Nobody, &new_user(name, role, None)).unwrap()
}

pub fn new_user(name: &str, role: Role, password: Option<&str>) -> NewUser {
    let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
    NewUser {
        name: UserName::parse(name).unwrap(),
        display_name: Some(format!("{name} (shown)")),
        email: Some(Email::parse(&email).unwrap()),
        password: password.map(|text| Password::parse(text).unwrap()),
        role,
    }
}

pub fn file(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.into(), text: text.into() }
}

/// A course: lesson n has slug `lesson-n`, its exercises `task-n-m`.
pub fn small_course(version: u32, lessons: usize, exercises: usize) -> Course {
    let id: CourseId = "0190aaaa-0000-7000-8000-00000000c001".parse().unwrap();
    Course {
        id,
        slug: Slug::parse("first-steps").unwrap(),
        title: "First steps".into(),
        summary: "A beginning".into(),
        description: "# Hello".into(),
        version,
        languages: vec!["python".into()],
        locale: "en".into(),
        license: "CC-BY-4.0".into(),
        authors: vec!["Somebody".into()],
        category: "Python for beginners".into(),
        difficulty: Difficulty::Beginner,
        hours: 3,
        lessons: (1..=lessons).map(|number| lesson(id, number, exercises)).collect(),
    }
}

pub fn lesson(course: CourseId, number: usize, exercises: usize) -> Lesson {
    let slug = format!("lesson-{number}");
    Lesson {
        id: LessonId::derived(course, &slug),
        slug: Slug::parse(&slug).unwrap(),
        title: format!("Lesson {number}"),
        summary: "One line".into(),
        kind: LessonKind::Theory,
        minutes: 10,
        required: number == 1,
        text: format!("Text of lesson {number}"),
        exercises: (1..=exercises).map(|index| exercise(course, number, index)).collect(),
    }
}

pub fn exercise(course: CourseId, lesson: usize, index: usize) -> Exercise {
    let slug = format!("task-{lesson}-{index}");
    let tests = r#"{"kind":"data","cases":[{"name":"a","call":"f(1)","gives":"2","tolerance":0.1,"hidden":true,"weight":2}]}"#;
    Exercise {
        id: ExerciseId::derived(course, &slug),
        slug: Slug::parse(&slug).unwrap(),
        title: format!("Task {lesson}.{index}"),
        kind: ExerciseKind::Code,
        difficulty: Difficulty::Intermediate,
        concepts: vec![format!("concept-{lesson}"), "all".into()],
        minutes: Some(5),
        language: "python".into(),
        entry: "main.py".into(),
        instructions: "Do it".into(),
        starter: vec![file("main.py", "# start\n")],
        solution: vec![file("main.py", "SECRET_SOLUTION = 1\n")],
        data_files: vec![file("data.txt", "1\n2\n")],
        tests: serde_json::from_str::<Tests>(tests).unwrap(),
        mistakes: vec![Mistake { file: file("wrong.py", "SECRET_MISTAKE\n"), case: "a".into(), message: "no".into() }],
        hints: vec![
            Hint { rung: Rung::Concept, text: "think".into(), after_seconds: None, after_failures: None },
            Hint { rung: Rung::Solution, text: "SECRET_HINT".into(), after_seconds: Some(9), after_failures: None },
        ],
        limits: Limits::default(),
        starter_may_pass: false,
    }
}

pub fn result(verdict: Verdict) -> JudgeResult {
    let passed = verdict == Verdict::Passed;
    JudgeResult {
        version: 3,
        status: if passed { Status::Pass } else { Status::Fail },
        message: None,
        tests: Vec::new(),
        verdict,
        tier: Tier::A,
        judge: JudgeKind::Data,
        limits: Limits::default(),
        usage: Usage { wall_ms: 12, cpu_ms: 10, memory_kb: 9000 },
        stdout: String::new(),
        stderr: String::new(),
        output_cut: false,
        line: None,
        file: None,
        explanation: None,
        score: if passed { 100 } else { 40 },
        interpreter: "3.11.2".into(),
    }
}

pub fn submit(store: &Store, user: UserId, exercise: ExerciseId, verdict: Verdict) -> SubmissionAdded {
    try_submit(store, SubmissionId::generate(store.world()), user, exercise, verdict).unwrap()
}

pub fn try_submit(store: &Store, id: SubmissionId, user: UserId, exercise: ExerciseId, verdict: Verdict) -> store::Result<SubmissionAdded> {
    let exercise_digest = store::exercise::for_learner(store, exercise, None)?.digest;
    let files = [file("main.py", "print('hello')\n")];
    submission::add(store, &NewSubmission { id, user, exercise, exercise_digest, files: &files, result: &result(verdict) })
}

/// A folder in memory where there is such a thing: for tests that do not ask what a power cut leaves, and write very much.
pub fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory).unwrap() } else { TempDir::new().unwrap() }
}

/// Every row as text, of all tables but the trail, SQLite's own and these.
pub fn rows_but_of(raw: &rusqlite::Connection, left_out: &[&str]) -> Vec<String> {
    let tables = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .collect::<rusqlite::Result<Vec<_>>>()
        .unwrap();
    let mut lines = Vec::new();
    for table in tables.iter().filter(|table| !left_out.contains(&table.as_str())) {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let rows = statement
            .query_map([], |row| {
                Ok(format!("{table} {:?}", (0..width).map(|index| row.get::<_, rusqlite::types::Value>(index).unwrap()).collect::<Vec<_>>()))
            })
            .unwrap();
        lines.extend(rows.map(Result::unwrap));
    }
    lines
}

/// The database and its log, copied to a place of their own.
pub fn copy_of(folder: &Path) -> (TempDir, PathBuf) {
    copy_to(TempDir::new().unwrap(), folder)
}

/// The same, in memory.
pub fn copy_in_memory(folder: &Path) -> (TempDir, PathBuf) {
    copy_to(folder_in_memory(), folder)
}

fn copy_to(copy: TempDir, folder: &Path) -> (TempDir, PathBuf) {
    for name in ["studio.db", "studio.db-wal"] {
        if folder.join(name).exists() {
            // By another process: where this one has the file open, closing it once more would take SQLite's locks from it.
            assert!(Command::new("cp").arg(folder.join(name)).arg(copy.path()).status().unwrap().success());
        }
    }
    let path = copy.path().join("studio.db");
    (copy, path)
}

/// The system's `sqlite3`, with its default pragmas: foreign keys off.
pub fn shell(database: &Path, sql: &str) -> Output {
    Command::new("sqlite3").arg("-bail").arg(database).arg(sql).output().expect("the sqlite3 shell must be installed (apt install sqlite3)")
}

pub fn shell_text(database: &Path, sql: &str) -> String {
    let output = shell(database, sql);
    assert!(output.status.success(), "{sql}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// This test program again, as another process, doing one job of `crashes::child`.
pub fn start_job(job: &str, folder: &Path, arguments: &[String]) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crashes::child", "--nocapture", "--test-threads=1"])
        .env("STORE_TEST_JOB", job)
        .env("STORE_TEST_FOLDER", folder)
        .env("STORE_TEST_ARGUMENTS", arguments.join(" "))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap()
}
