//! Measures the store on a large file against the same queries on a small one, and a lesson completed against a bare durable commit on the same disk.
//!
//! The files are made once, by `store::fill`, under `~/.cache/learning-studio/bench`: 10 million rows of progress and 1 million attempts, and 10 thousand
//! rows of progress. `STORE_BENCH_ROWS` makes the large one smaller.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that cannot be taken ends the run")]

#[path = "../support/numbers.rs"]
#[allow(dead_code, reason = "other measurements use the rest")]
mod numbers;

mod programs {
    use std::path::{Path, PathBuf};

    /// The project's folder.
    pub fn project() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }
}

use domain::{
    id::{CourseId, ExerciseId, LessonId, UserId},
    world::{Moment, World},
};
use numbers::Samples;
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};
use store::{
    Store, course,
    fill::{Plan, fill},
    lesson, moderation,
    submission::{self, SubmissionFilter},
    topic,
};

const ROUNDS: usize = 2000;

/// A query, asked for the nth time.
type Query = fn(&File, usize);

/// The real clock, and real randomness.
struct RealWorld;

impl World for RealWorld {
    fn now(&self) -> Moment {
        std::time::SystemTime::now().into()
    }

    fn fill_random(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).unwrap();
    }
}

struct File {
    store: Store,
    raw: Connection,
    people: Vec<UserId>,
    courses: Vec<CourseId>,
    exercises: Vec<ExerciseId>,
    path: PathBuf,
}

impl File {
    fn open(folder: &Path, plan: &Plan) -> Self {
        let done = folder.join("filled");
        if !done.exists() {
            let _ = std::fs::remove_dir_all(folder);
            let begun = Instant::now();
            let store = Store::open(folder, Arc::new(RealWorld)).unwrap();
            let filled = fill(&store, plan).unwrap();
            drop(store);
            let took = begun.elapsed().as_secs_f64();
            std::fs::write(done, format!("{took:.1} s\n")).unwrap();
            println!("made {} rows of progress and {} attempts in {took:.1} s", filled.lesson_progress, filled.submissions);
        }
        let store = Store::open(folder, Arc::new(RealWorld)).unwrap();
        let path = folder.join("studio.db");
        let raw = Connection::open(&path).unwrap();
        let ids = |sql: &str| -> Vec<String> { raw.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect() };
        Self {
            people: ids("SELECT id FROM users WHERE is_active = 1 LIMIT 500").iter().map(|id| id.parse().unwrap()).collect(),
            courses: ids("SELECT id FROM courses WHERE slug GLOB 'course-*'").iter().map(|id| id.parse().unwrap()).collect(),
            exercises: ids("SELECT id FROM exercises WHERE slug = 'task-1'").iter().map(|id| id.parse().unwrap()).collect(),
            store,
            raw,
            path,
        }
    }

    fn one<T: Copy>(of: &[T], round: usize) -> T {
        // Spread over all of them, not one after the other.
        of[round * 7919 % of.len()]
    }

    /// What the trigger counts when a lesson is completed.
    fn completed_lessons(&self, round: usize) {
        let sql =
            "SELECT r.completed_lessons FROM enrollments AS e JOIN enrollment_recount AS r ON r.id = e.id WHERE e.user_id = ?1 AND e.course_id = ?2";
        let key = [Self::one(&self.people, round).to_string(), Self::one(&self.courses, round).to_string()];
        let count: i64 = self.raw.prepare_cached(sql).unwrap().query_row(key, |row| row.get(0)).unwrap();
        std::hint::black_box(count);
    }

    fn latest_attempt(&self, round: usize) {
        let filter = SubmissionFilter {
            user: Some(Self::one(&self.people, round)),
            exercise: Some(Self::one(&self.exercises, round)),
            limit: Some(1),
            ..SubmissionFilter::default()
        };
        assert_eq!(submission::list(&self.store, &filter).unwrap().len(), 1);
    }

    fn course_page(&self, round: usize) {
        let page = course::detail(&self.store, Self::one(&self.courses, round), Some(Self::one(&self.people, round))).unwrap();
        assert!(!page.lessons.is_empty());
    }

    fn topics(&self, round: usize) {
        assert!(!topic::list(&self.store, Self::one(&self.courses, round), 30).unwrap().is_empty());
    }

    fn queue(&self, _: usize) {
        assert!(!moderation::queue(&self.store, 50).unwrap().is_empty());
    }
}

fn main() {
    let rows: usize = std::env::var("STORE_BENCH_ROWS").map_or(10_000_000, |text| text.parse().unwrap());
    let home = PathBuf::from(std::env::var_os("HOME").expect("HOME is set")).join(".cache/learning-studio/bench");
    // 100 courses of 20 lessons, and a fifth of that in people, make 10 million; 10 courses and 50 people 10 thousand.
    let courses = if rows >= 1_000_000 { 100 } else { 10 };
    let mut plan = Plan::of((rows / (courses * 20)).max(6), courses, 1);
    plan.queue = 1000;
    let large = File::open(&home.join(format!("store-{rows}")), &plan);
    let small = File::open(&home.join("store-10000"), &Plan::of(50, 10, 1));

    let mut entries = Vec::new();
    let queries: [(&str, Query); 4] = [
        ("completed lessons of a person in a course", File::completed_lessons),
        ("latest attempt", File::latest_attempt),
        ("course page", File::course_page),
        ("topics of a course", File::topics),
    ];
    for (name, query) in queries {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        // Warm: each round was asked once before it counts. One and the other in turn, so that a busy moment meets both.
        for counted in [false, true] {
            for round in 0..ROUNDS {
                let took = [time(|| query(&large, round)), time(|| query(&small, round))];
                if counted {
                    ours.push(took[0]);
                    theirs.push(took[1]);
                }
            }
        }
        let baseline = microseconds(&theirs).quantile(0.5);
        entries.push(microseconds(&ours).entry(&format!("{name}, {rows} rows against 10000"), "us", Some(baseline), Some(1.5)));
    }
    let queue: Vec<_> = (0..200).map(|round| time(|| large.queue(round))).collect();
    entries.push(microseconds(&queue).entry("review queue with 1000 open items", "us", None, None));
    entries.push(completing(&large));
    numbers::write("store", &entries);
}

fn time(act: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    act();
    begun.elapsed()
}

fn microseconds(times: &[Duration]) -> Samples {
    Samples::new(times.iter().map(|time| time.as_secs_f64() * 1e6).collect())
}

/// Completing a lesson, with all that follows, against one bare row on the same disk, in turn.
fn completing(file: &File) -> serde_json::Value {
    let beside = file.path.with_file_name("bare.db");
    let _ = std::fs::remove_file(&beside);
    let bare = Connection::open(&beside).unwrap();
    bare.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)").unwrap();
    let lessons = file
        .raw
        .prepare("SELECT id FROM lessons WHERE course_id = ?1 ORDER BY position DESC")
        .unwrap()
        .query_map([file.courses[0].to_string()], |row| row.get::<_, String>(0))
        .unwrap()
        .map(|id| id.unwrap().parse::<LessonId>().unwrap())
        .collect::<Vec<_>>();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..200 {
        let (user, lesson) = (file.people[round % file.people.len()], lessons[round % lessons.len()]);
        // It must be a change.
        lesson::reopen(&file.store, user, lesson).unwrap();
        ours.push(time(|| assert!(lesson::complete(&file.store, user, lesson).unwrap().changed)));
        theirs.push(time(|| assert_eq!(bare.execute("INSERT INTO rows (text) VALUES ('one row')", []).unwrap(), 1)));
    }
    let baseline = microseconds(&theirs).quantile(0.5);
    microseconds(&ours).entry("a lesson completed, against one bare durable row", "us", Some(baseline), Some(1.5))
}
