//! What learners do: lessons, attempts, and what they keep for themselves.

use super::{
    LOCAL, Part, Plan, ROWS_AT_ONCE, SeededWorld,
    catalogue::Filled,
    part,
    people::Person,
    world::{day, minute},
};
use crate::{
    Result, Store, StoreError, outbox,
    privacy::{Place, seal},
};
use domain::{
    exercise::{Limits, SourceFile},
    id::{EnrollmentId, ExerciseId, SubmissionId},
    judge::{JudgeKind, JudgeResult, Status, TestResult, Tier, Usage, Verdict},
};
use rusqlite::params;
use wire::{
    Digest,
    fact::{EnrollmentAdd, Fact, SubmissionAdd},
};

const MINUTES_A_DAY: u64 = 24 * 60;

/// The attempts at one program: as they are made on this device, and as columns.
struct Attempt {
    result: JudgeResult,
    result_text: String,
    files: Vec<SourceFile>,
    files_text: String,
    passed_tests: u32,
}

impl Attempt {
    fn new(passed: bool) -> Result<Self> {
        let text = if passed { "def double(x):\n    return 2 * x\n" } else { "def double(x):\n    return x * x\n" };
        let files = vec![SourceFile { path: "main.py".into(), text: text.into() }];
        let verdict = if passed { Verdict::Passed } else { Verdict::Failed };
        let status = if passed { Status::Pass } else { Status::Fail };
        let test = serde_json::json!({ "name": "doubles", "status": status, "verdict": verdict });
        let result = JudgeResult {
            version: 3,
            status,
            message: None,
            tests: vec![serde_json::from_value::<TestResult>(test)?],
            verdict,
            tier: Tier::A,
            judge: JudgeKind::Data,
            limits: Limits::default(),
            usage: Usage { wall_ms: 31, cpu_ms: 22, memory_kb: 9_000 },
            stdout: String::new(),
            stderr: String::new(),
            output_cut: false,
            line: None,
            file: None,
            explanation: None,
            score: if passed { 100 } else { 0 },
            interpreter: "3.11.2".into(),
        };
        Ok(Self {
            result_text: serde_json::to_string(&result)?,
            files_text: serde_json::to_string(&files)?,
            result,
            files,
            passed_tests: passed.into(),
        })
    }
}

/// Returns some of the attempts, for others to speak of.
pub fn fill(store: &Store, plan: &Plan, world: &SeededWorld, people: &[Person], courses: &[Filled]) -> Result<Vec<String>> {
    let kinds = [Attempt::new(false)?, Attempt::new(true)?];
    let rows = (plan.courses * (plan.lessons + plan.submissions)).max(1) as u64;
    let at_once = usize::try_from((ROWS_AT_ONCE / rows).max(1)).unwrap_or(1);
    let mut attempts = Vec::new();
    for (chunk, first) in people.chunks(at_once).zip((0..).step_by(at_once)) {
        part(store, world, |part| {
            for (number, person) in (first..).zip(chunk) {
                let here = number < LOCAL;
                for (course, filled) in courses.iter().enumerate() {
                    let begin = (number as u64 % 28) * MINUTES_A_DAY + course as u64 * 90 + 60;
                    // Sync brings in the work of the others in one go, progress before the enrolment that counts it.
                    part.act(&person.text, if here { "person" } else { "sync" }, &minute(begin))?;
                    lessons(part, person, filled, begin, here, course)?;
                    let last = submissions(part, plan, &kinds, person, filled, begin, here)?;
                    if attempts.len() < 20 {
                        attempts.push(last);
                    }
                }
                own(store, part, person, courses, number)?;
            }
            Ok(())
        })?;
    }
    Ok(attempts)
}

fn lessons(part: &Part<'_>, person: &Person, course: &Filled, begin: u64, here: bool, number: usize) -> Result<()> {
    let total = u32::try_from(course.lessons.len()).unwrap_or(u32::MAX);
    // Most complete most of it; every seventh all.
    let done = if part.world.below(7) == 0 { total } else { total / 2 + part.world.below(total / 2 + 1) };
    for (lesson, at) in course.lessons.iter().zip(0u32..) {
        let opened = minute(begin + u64::from(at) * 20);
        let completed = (at < done).then(|| minute(begin + u64::from(at) * 20 + 15));
        part.put(include_str!("lesson_progress.sql"), params![person.text, lesson, completed.is_some(), completed, opened])?;
    }
    let id = EnrollmentId::generate(part.world);
    let left = (part.world.below(16) == 0).then(|| minute(begin + 30 * MINUTES_A_DAY));
    let at = course.lessons.get(done.min(total - 1) as usize);
    part.put(
        include_str!("enrollment.sql"),
        params![id.to_string(), person.text, course.text, minute(begin), left, at, minute(begin + u64::from(done) * 20)],
    )?;
    if here && number < 3 {
        let fact = EnrollmentAdd { enrollment_id: id, course_id: course.id, enrolled_at: minute(begin) };
        outbox::append(&part.as_written_here(&minute(begin)), person.id, Fact::EnrollmentAdd(fact), id.uuid(), None)?;
    }
    Ok(())
}

fn submissions(part: &Part<'_>, plan: &Plan, kinds: &[Attempt; 2], person: &Person, course: &Filled, begin: u64, here: bool) -> Result<String> {
    let mut last = String::new();
    for attempt in 0..plan.submissions {
        // Two at each exercise: one that fails, one that passes most of the time.
        let (exercise, digest) = &course.exercises[attempt / 2 % course.exercises.len()];
        let round = attempt / 2 / course.exercises.len();
        let number = u32::try_from(1 + attempt % 2 + 2 * round).unwrap_or(u32::MAX);
        let kind = if attempt % 2 == 1 && part.world.below(5) > 0 { &kinds[1] } else { &kinds[0] };
        let at = minute(begin + attempt as u64 * 11);
        let id = SubmissionId::generate(part.world);
        last = id.to_string();
        part.put(
            include_str!("submission.sql"),
            params![
                last,
                person.text,
                exercise.to_string(),
                digest,
                number,
                kind.files_text,
                kind.result.verdict.name(),
                kind.result.score,
                kind.passed_tests,
                1,
                kind.result_text,
                at
            ],
        )?;
        if here {
            operation(part, kind, person, *exercise, digest, (id, number, at))?;
        }
    }
    Ok(last)
}

fn operation(
    part: &Part<'_>,
    kind: &Attempt,
    person: &Person,
    exercise: ExerciseId,
    digest: &str,
    (id, attempt_number, at): (SubmissionId, u32, String),
) -> Result<()> {
    let fact = SubmissionAdd {
        submission_id: id,
        exercise_id: exercise,
        exercise_digest: digest.parse::<Digest>().map_err(|_| StoreError::Bug("not a digest".into()))?,
        attempt_number,
        files: kind.files.clone(),
        result: kind.result.clone(),
        submitted_at: at.clone(),
    };
    outbox::append(&part.as_written_here(&at), person.id, Fact::SubmissionAdd(Box::new(fact)), id.uuid(), None)?;
    Ok(())
}

// Hints, drafts, steps, notes and the like: some for everybody.
fn own(store: &Store, part: &Part<'_>, person: &Person, courses: &[Filled], number: usize) -> Result<()> {
    let course = &courses[number % courses.len()];
    let (lesson, exercise) = (&course.lessons[number % course.lessons.len()], course.exercises[0].0.to_string());
    let at = minute(number as u64 % 28 * MINUTES_A_DAY + 600);
    part.act(&person.text, "person", &at)?;
    part.put(include_str!("hint.sql"), params![person.text, exercise, at])?;
    part.put(include_str!("draft.sql"), params![person.text, exercise, r#"[{"path":"main.py","text":"def double(x):\n"}]"#, at])?;
    part.put(include_str!("step_progress.sql"), params![person.text, course.steps[number % 2], at])?;
    part.put(include_str!("bookmark.sql"), params![person.text, lesson, at])?;
    part.put(include_str!("reading_day.sql"), params![person.text, day(600), 60 + part.world.below(3000), part.world.below(20)])?;
    part.put(include_str!("playground_file.sql"), params![part.world.id(), person.text, at])?;
    if number < 50 {
        let key = store.keys().person(person.id).ok_or(StoreError::Denied("keys_locked"))?;
        let row = format!("{}/{lesson}", person.text);
        let place = Place { table: "lesson_notes", column: "content", row: &row };
        let note = seal(store.world(), &key, place, b"Look at this again.").ok_or_else(|| StoreError::Bug("a text could not be sealed".into()))?;
        part.put(include_str!("note.sql"), params![person.text, lesson, note, at])?;
    }
    Ok(())
}
