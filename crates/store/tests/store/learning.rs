//! Enrolling, lessons, attempts, drafts, hints, progress, and the outbox beside them.

use crate::support::{Fixture, add_user, file, result, submit, try_submit};
use domain::{
    account::Role,
    error::ErrorClass,
    hint::Rung,
    id::SubmissionId,
    judge::{JudgeKind, Status, TestResult, Tier, Verdict},
};
use store::{
    draft, enrollment, hint, lesson,
    outbox::{self, State},
    progress,
    submission::{self, NewSubmission, SubmissionFilter},
};
use wire::{Digest, Fact, Kind};

fn kinds(fixture: &Fixture) -> Vec<String> {
    outbox::list(&fixture.store, fixture.learner, 0, 1000).unwrap().into_iter().map(|queued| queued.operation.kind.name().to_owned()).collect()
}

#[test]
fn joining_twice_is_joining_once_and_leaving_keeps_the_progress() {
    let fixture = Fixture::new();
    let course = fixture.course.id;
    assert!(enrollment::add(&fixture.store, fixture.learner, course).unwrap().changed);
    assert!(!enrollment::add(&fixture.store, fixture.learner, course).unwrap().changed);
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap();
    assert_eq!(fixture.number("SELECT total_enrollments FROM courses"), 1);
    let left = enrollment::leave(&fixture.store, fixture.learner, course).unwrap();
    assert!(left.left_at.is_some());
    assert_eq!(fixture.number("SELECT total_enrollments FROM courses"), 0);
    assert_eq!(enrollment::leave(&fixture.store, fixture.learner, course).unwrap_err().reason(), "not_enrolled");
    assert!(enrollment::list(&fixture.store, fixture.learner).unwrap().is_empty());
    let back = enrollment::add(&fixture.store, fixture.learner, course).unwrap().enrollment;
    assert_eq!((back.id, back.completed_lessons, back.progress_percentage), (left.id, 1, 25));
    assert_eq!(kinds(&fixture), ["enrollment.add", "lesson.complete", "enrollment.leave", "enrollment.add"]);
    let nobody = "0190aaaa-0000-7000-8000-000000000001".parse().unwrap();
    assert_eq!(enrollment::add(&fixture.store, nobody, course).unwrap_err().reason(), "user");
}

#[test]
fn completing_and_reopening_lessons_counts_at_once() {
    let fixture = Fixture::new();
    for (index, percentage) in [(0, 25), (1, 50), (2, 75), (3, 100)] {
        let changed = lesson::complete(&fixture.store, fixture.learner, fixture.lesson(index)).unwrap();
        assert_eq!((changed.changed, changed.enrollment.progress_percentage), (true, percentage));
        assert_eq!(changed.enrollment.completed_at.is_some(), percentage == 100);
    }
    assert!(!lesson::complete(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap().changed);
    let reopened = lesson::reopen(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap();
    assert_eq!((reopened.changed, reopened.enrollment.progress_percentage, reopened.enrollment.completed_at), (true, 75, None));
    assert!(!lesson::reopen(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap().changed);
    assert_eq!(kinds(&fixture).iter().filter(|kind| *kind == "lesson.complete").count(), 4);
    assert_eq!(fixture.number("SELECT count(*) FROM lesson_progress WHERE completed"), 3);
}

#[test]
fn opening_a_lesson_is_where_one_goes_on() {
    let fixture = Fixture::new();
    assert_eq!(lesson::open(&fixture.store, fixture.learner, fixture.lesson(2)).unwrap(), None);
    enrollment::add(&fixture.store, fixture.learner, fixture.course.id).unwrap();
    let enrollment = lesson::open(&fixture.store, fixture.learner, fixture.lesson(2)).unwrap().unwrap();
    assert_eq!(enrollment.last_accessed_lesson, Some(fixture.lesson(2)));
    assert!(lesson::show(&fixture.store, fixture.lesson(2), Some(fixture.learner)).unwrap().lesson.opened_at.is_some());
    assert_eq!(kinds(&fixture), ["enrollment.add"]);
}

#[test]
fn an_attempt_is_numbered_counted_and_queued() {
    let fixture = Fixture::new();
    let exercise = fixture.exercise(0, 0);
    let first = fixture.submit(exercise, Verdict::Failed);
    assert_eq!((first.attempt_number, first.enrolled, first.first_pass, first.lesson_completed), (1, true, false, None));
    let second = fixture.submit(exercise, Verdict::Passed);
    assert_eq!((second.attempt_number, second.enrolled, second.first_pass, second.lesson_completed), (2, false, true, None));
    let third = fixture.submit(exercise, Verdict::Passed);
    assert_eq!((third.attempt_number, third.first_pass), (3, false));
    // The other exercise of the lesson completes it.
    let last = fixture.submit(fixture.exercise(0, 1), Verdict::Passed);
    assert_eq!((last.attempt_number, last.lesson_completed, last.enrollment.progress_percentage), (1, Some(fixture.lesson(0)), 25));
    assert_eq!(last.enrollment.last_accessed_lesson, Some(fixture.lesson(0)));
    // Another person's attempts are numbered on their own.
    assert_eq!(submit(&fixture.store, fixture.owner, exercise, Verdict::Error).attempt_number, 1);
    assert_eq!(kinds(&fixture), ["enrollment.add", "submission.add", "submission.add", "submission.add", "submission.add", "lesson.complete"]);

    let mine = SubmissionFilter { user: Some(fixture.learner), ..Default::default() };
    let numbers: Vec<_> = submission::list(&fixture.store, &mine).unwrap().iter().map(|one| (one.attempt_number, one.state)).collect();
    assert_eq!(numbers, [(1, State::Saved), (3, State::Saved), (2, State::Saved), (1, State::Saved)]);
    let count = |filter: SubmissionFilter| submission::list(&fixture.store, &filter).unwrap().len();
    assert_eq!(count(SubmissionFilter::default()), 5);
    assert_eq!(count(SubmissionFilter { exercise: Some(exercise), ..Default::default() }), 4);
    assert_eq!(count(SubmissionFilter { exercise: Some(exercise), ..mine.clone() }), 3);
    assert_eq!(count(SubmissionFilter { exercise: Some(exercise), verdict: Some(Verdict::Passed), ..mine.clone() }), 2);
    assert_eq!(count(SubmissionFilter { exercise: Some(exercise), verdict: Some(Verdict::Error), ..Default::default() }), 1);
    assert_eq!(count(SubmissionFilter { limit: Some(2), ..mine }), 2);
    let shown = submission::show(&fixture.store, second.id).unwrap();
    assert_eq!((shown.files, shown.result), (vec![file("main.py", "print('hello')\n")], result(Verdict::Passed)));
}

#[test]
fn sending_the_same_attempt_again_adds_nothing() {
    let fixture = Fixture::new();
    let id = SubmissionId::generate(fixture.store.world());
    let first = try_submit(&fixture.store, id, fixture.learner, fixture.exercise(0, 0), Verdict::Failed).unwrap();
    let again = try_submit(&fixture.store, id, fixture.learner, fixture.exercise(0, 0), Verdict::Failed).unwrap();
    assert!(first.added && !again.added);
    assert_eq!((again.attempt_number, again.submitted_at), (first.attempt_number, first.submitted_at));
    assert_eq!(fixture.number("SELECT count(*) FROM outbox WHERE kind = 'submission.add'"), 1);
    let error = try_submit(&fixture.store, id, fixture.owner, fixture.exercise(0, 0), Verdict::Failed).unwrap_err();
    assert_eq!((error.class(), error.reason()), (ErrorClass::Conflict, "submission_id_taken"));
}

#[test]
fn an_attempt_must_be_on_a_version_that_was_here() {
    let fixture = Fixture::new();
    let files = [file("main.py", "1")];
    let new = NewSubmission {
        id: SubmissionId::generate(fixture.store.world()),
        user: fixture.learner,
        exercise: fixture.exercise(0, 0),
        exercise_digest: Digest::of(b"another"),
        files: &files,
        result: &result(Verdict::Failed),
    };
    assert_eq!(submission::add(&fixture.store, &new).unwrap_err().reason(), "unknown_exercise_version");
    assert_eq!(fixture.number("SELECT count(*) FROM enrollments"), 0);
}

#[test]
fn the_outbox_holds_whole_operations_with_their_digests() {
    let fixture = Fixture::new();
    let added = fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
    let queued = outbox::list(&fixture.store, fixture.learner, 1, 10).unwrap();
    assert_eq!((queued.len(), queued[0].position, queued[0].state), (1, 2, State::Saved));
    assert_eq!(queued[0].operation.kind, Kind::SubmissionAdd);
    assert_eq!(queued[0].operation.digest().unwrap(), queued[0].digest);
    let Fact::SubmissionAdd(fact) = Fact::read(&queued[0].operation).unwrap() else { panic!() };
    assert_eq!((fact.submission_id, fact.attempt_number, fact.result), (added.id, 1, result(Verdict::Failed)));
    assert_eq!(outbox::counts(&fixture.store, fixture.learner).unwrap().saved, 2);
    // What the hub took is told by the list.
    fixture.raw().execute("UPDATE outbox SET state = 'delivered' WHERE kind = 'submission.add'", []).unwrap();
    assert_eq!(submission::show(&fixture.store, added.id).unwrap().summary.state, State::Delivered);
}

#[test]
fn tests_that_passed_are_counted() {
    let fixture = Fixture::new();
    let exercise = fixture.exercise(0, 0);
    let mut judged = result(Verdict::Failed);
    judged.tests = [Status::Pass, Status::Fail, Status::Pass]
        .map(|status| TestResult {
            name: "a".into(),
            status,
            message: None,
            output: None,
            test_code: None,
            task_id: None,
            purpose: None,
            stdin: None,
            differences: Vec::new(),
            traceback: None,
            line: None,
            hidden: false,
            weight: 1,
            verdict: Verdict::Failed,
        })
        .to_vec();
    let exercise_digest = store::exercise::for_learner(&fixture.store, exercise, None).unwrap().digest;
    let id = SubmissionId::generate(fixture.store.world());
    let files = [file("main.py", "1")];
    submission::add(&fixture.store, &NewSubmission { id, user: fixture.learner, exercise, exercise_digest, files: &files, result: &judged }).unwrap();
    let summary = submission::show(&fixture.store, id).unwrap().summary;
    assert_eq!((summary.passed_tests, summary.total_tests), (2, 3));
}

#[test]
fn a_draft_is_never_overwritten_unseen() {
    let fixture = Fixture::new();
    let (user, exercise) = (fixture.learner, fixture.exercise(0, 0));
    let text = |text: &str| vec![file("main.py", text)];
    let save = |words: &str, based_on, keep| draft::save(&fixture.store, user, exercise, &text(words), based_on, keep);
    assert_eq!(draft::load(&fixture.store, user, exercise).unwrap(), None);
    assert_eq!(save("a", 0, false).unwrap().revision, 1);
    assert_eq!(save("ab", 1, false).unwrap().revision, 2);
    assert_eq!(save("ab", 2, false).unwrap().revision, 2, "nothing changed");
    // Another window goes on from an older text: both sides stay, and only one copy of the other.
    for (stale, words) in [(0, "other"), (1, "other w"), (3, "other window")] {
        let both = save(words, stale, true).unwrap();
        assert_eq!((both.files, both.revision, both.beside), (text("ab"), 2, Some(text(words))));
    }
    assert_eq!(fixture.number("SELECT count(*) FROM conflict_copies"), 1);
    let other = draft::decide(&fixture.store, user, exercise, draft::Side::Beside).unwrap();
    assert_eq!((other.files, other.kept, other.beside, other.revision), (text("other window"), Some(text("ab")), None, 3));
    assert_eq!(draft::decide(&fixture.store, user, exercise, draft::Side::Beside).unwrap_err().reason(), "nothing_beside");
    save("late", 1, false).unwrap();
    let first = draft::decide(&fixture.store, user, exercise, draft::Side::Saved).unwrap();
    assert_eq!((first.files, first.kept, first.beside, first.revision), (text("other window"), Some(text("late")), None, 4));
    assert_eq!(fixture.number("SELECT count(*) FROM conflict_copies WHERE resolved_at IS NOT NULL"), 2);
    save("ab", 4, false).unwrap();
    let reset = save("# start", 5, true).unwrap();
    assert_eq!((reset.files, reset.kept), (text("# start"), Some(text("ab"))));
    let back = draft::take_back(&fixture.store, user, exercise, 6).unwrap();
    assert_eq!((back.files, back.kept, back.revision), (text("ab"), Some(text("# start")), 7));
    assert_eq!(draft::load(&fixture.store, user, exercise).unwrap().unwrap().revision, 7);
    assert!(store::exercise::for_learner(&fixture.store, exercise, Some(user)).unwrap().summary.has_draft);
    let nothing = draft::take_back(&fixture.store, user, fixture.exercise(0, 1), 0).unwrap_err();
    assert_eq!(nothing.reason(), "nothing_kept");
}

#[test]
fn leaving_an_exercise_tells_of_its_draft_once() {
    let fixture = Fixture::new();
    let (user, exercise) = (fixture.learner, fixture.exercise(0, 0));
    let leave = || draft::leave(&fixture.store, user, exercise).unwrap();
    let save = |words: &str, based_on| draft::save(&fixture.store, user, exercise, &[file("main.py", words)], based_on, false).unwrap();
    assert_eq!(leave(), None);
    save("a", 0);
    let first = leave().unwrap();
    assert_eq!(leave(), None, "nothing changed since");
    save("ab", 1);
    assert_eq!(leave(), Some(first), "not sent yet: rewritten");
    let queued = outbox::list(&fixture.store, user, 0, 10).unwrap();
    let Fact::DraftSave(fact) = Fact::read(&queued[0].operation).unwrap() else { panic!() };
    assert_eq!((queued.len(), fact.revision, fact.files[0].text.as_str()), (1, 2, "ab"));
    assert_eq!(queued[0].operation.digest().unwrap(), queued[0].digest);
    // Once it was sent it is frozen, and the next one starts from it.
    fixture.raw().execute("UPDATE outbox SET state = 'sent'", []).unwrap();
    save("abc", 2);
    let second = leave().unwrap();
    assert_ne!(second, first);
    let queued = outbox::list(&fixture.store, user, 1, 10).unwrap();
    assert_eq!((queued[0].operation.op_id, queued[0].operation.base_rev), (second, Some(first)));
}

#[test]
fn a_hint_is_taken_once() {
    let fixture = Fixture::new();
    let (user, exercise) = (fixture.learner, fixture.exercise(0, 0));
    assert_eq!(hint::ladder(&fixture.store, exercise).unwrap().len(), 2);
    let taken = hint::take(&fixture.store, user, exercise, Rung::Solution).unwrap();
    assert_eq!(taken.hint.text, "SECRET_HINT");
    assert_eq!(hint::take(&fixture.store, user, exercise, Rung::Solution).unwrap(), taken);
    assert_eq!(hint::take(&fixture.store, user, exercise, Rung::Structure).unwrap_err().reason(), "hint");
    assert_eq!(hint::taken(&fixture.store, user, exercise).unwrap(), [taken]);
    assert_eq!(kinds(&fixture), ["hint.take"]);
}

#[test]
fn progress_is_what_was_done() {
    let fixture = Fixture::new();
    let since = fixture.store.now();
    let store = &fixture.store;
    for verdict in [Verdict::Failed, Verdict::Passed] {
        fixture.submit(fixture.exercise(0, 0), verdict);
    }
    fixture.world.go_on(1);
    fixture.submit(fixture.exercise(0, 1), Verdict::Passed);
    fixture.submit(fixture.exercise(1, 0), Verdict::Timeout);
    hint::take(store, fixture.learner, fixture.exercise(1, 0), Rung::Concept).unwrap();

    let days: Vec<_> = progress::days(store, fixture.learner, since, 0)
        .unwrap()
        .into_iter()
        .map(|day| (day.day, day.submissions, day.passes, day.lessons_completed))
        .collect();
    assert_eq!(days, [("2026-11-23".to_owned(), 2, 1, 0), ("2026-11-24".to_owned(), 2, 1, 1)]);
    // 09:41 UTC is the evening of that day where the clock is 14 hours ahead, and still the day before where it is 10 hours behind.
    assert_eq!(progress::days(store, fixture.learner, since, -600).unwrap()[0].day, "2026-11-22");
    assert_eq!(progress::days(store, fixture.learner, since, 840).unwrap()[0].day, "2026-11-23");
    fixture.world.go_on(200);
    assert!(progress::days(store, fixture.learner, store.now(), 0).unwrap().is_empty());

    let concepts: Vec<_> =
        progress::concepts(store, fixture.learner).unwrap().into_iter().map(|one| (one.concept, one.passed, one.tried, one.all)).collect();
    assert_eq!(concepts[0], ("all".to_owned(), 2, 3, 8));
    assert_eq!(concepts[1], ("concept-1".to_owned(), 2, 2, 2));
    assert_eq!(concepts[2], ("concept-2".to_owned(), 0, 1, 2));

    assert_eq!(progress::median_attempts_to_pass(store, fixture.learner).unwrap(), Some(1.5));
    assert_eq!(progress::median_attempts_to_pass(store, fixture.owner).unwrap(), None);
    let recent = progress::recent_passes(store, fixture.learner, 10).unwrap();
    assert_eq!(recent.iter().map(|pass| (pass.slug.as_str(), pass.attempts_to_pass)).collect::<Vec<_>>(), [("task-1-2", 1), ("task-1-1", 2)]);

    let totals = progress::totals(store, fixture.learner).unwrap();
    assert_eq!((totals.submissions, totals.exercises_tried, totals.exercises_passed, totals.lessons_completed), (4, 3, 2, 1));
    assert_eq!((totals.courses_enrolled, totals.courses_completed, totals.hints_taken), (1, 0, 1));
    let courses = progress::courses(store, fixture.learner).unwrap();
    assert_eq!((courses[0].completed_lessons, courses[0].total_lessons, courses[0].progress_percentage), (1, 4, 25));
    assert_eq!((courses[0].passed_exercises, courses[0].total_exercises), (2, 8));
    assert_eq!(progress::totals(store, add_user(store, "New", Role::Learner).id).unwrap(), progress::Totals::default());
}

#[test]
fn whatever_fails_in_the_middle_of_an_attempt_nothing_of_it_is_left() {
    let fixture = Fixture::new();
    fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    enrollment::leave(&fixture.store, fixture.learner, fixture.course.id).unwrap();
    let dump = || {
        ["submissions", "exercise_progress", "outbox", "lesson_progress", "enrollments WHERE left_at IS NULL", "write_context"]
            .map(|table| fixture.number(&format!("SELECT count(*) FROM {table}")))
    };
    let before = dump();
    // Every table that the last attempt of a lesson writes to, in turn.
    for (verb, table) in [
        ("INSERT", "write_context"),
        ("UPDATE", "enrollments"),
        ("UPDATE OF total_enrollments", "courses"),
        ("INSERT", "submissions"),
        ("INSERT", "exercise_progress"),
        ("UPDATE", "exercise_progress"),
        ("INSERT", "outbox"),
        ("UPDATE OF last_accessed_lesson_id", "enrollments"),
        ("INSERT", "lesson_progress"),
        ("UPDATE OF completed_lessons", "enrollments"),
    ] {
        for time in ["BEFORE", "AFTER"] {
            let raw = fixture.raw();
            raw.execute_batch(&format!("CREATE TRIGGER injected {time} {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'injected'); END")).unwrap();
            let id = SubmissionId::generate(fixture.store.world());
            assert!(try_submit(&fixture.store, id, fixture.learner, fixture.exercise(0, 1), Verdict::Passed).is_err(), "{time} {verb} {table}");
            raw.execute_batch("DROP TRIGGER injected").unwrap();
            assert_eq!(dump(), before, "{time} {verb} {table}");
        }
    }
    // The last operation alone fails: the fourth row of the outbox, that of the lesson.
    let raw = fixture.raw();
    raw.execute_batch("CREATE TRIGGER injected AFTER INSERT ON outbox WHEN NEW.kind = 'lesson.complete' BEGIN SELECT RAISE(ABORT, 'injected'); END")
        .unwrap();
    let id = SubmissionId::generate(fixture.store.world());
    assert!(try_submit(&fixture.store, id, fixture.learner, fixture.exercise(0, 1), Verdict::Passed).is_err());
    raw.execute_batch("DROP TRIGGER injected").unwrap();
    assert_eq!(dump(), before);
    let added = try_submit(&fixture.store, id, fixture.learner, fixture.exercise(0, 1), Verdict::Passed).unwrap();
    assert_eq!(added.lesson_completed, Some(fixture.lesson(0)));
}

#[test]
fn practice_is_kept_and_counts_for_nothing() {
    let fixture = Fixture::new();
    let exercise = fixture.exercise(0, 0);
    let exercise_digest = store::exercise::for_learner(&fixture.store, exercise, None).unwrap().digest;
    let files = [file("main.py", "print('hello')\n")];
    let mut practised = result(Verdict::Passed);
    practised.judge = JudgeKind::Practice;
    practised.tier = Tier::C;
    let id = SubmissionId::generate(fixture.store.world());
    let new = NewSubmission { id, user: fixture.learner, exercise, exercise_digest, files: &files, result: &practised };
    let added = submission::add(&fixture.store, &new).unwrap();
    assert_eq!((added.attempt_number, added.first_pass, added.lesson_completed), (1, false, None));
    assert_eq!(
        fixture.number("SELECT count(*) FROM exercise_progress WHERE passed_at IS NOT NULL OR best_score > 0 OR attempts_to_pass IS NOT NULL"),
        0
    );
    assert_eq!(fixture.number("SELECT attempts FROM exercise_progress"), 1);
    let listed = submission::list(&fixture.store, &SubmissionFilter::default()).unwrap();
    assert_eq!((listed[0].practice, listed[0].verdict, listed[0].tier), (true, Verdict::Passed, Tier::C));
    // A judged attempt afterwards counts as it always does, by its own number.
    let judged = submit(&fixture.store, fixture.learner, exercise, Verdict::Passed);
    assert!(judged.first_pass);
    assert_eq!(fixture.number("SELECT attempts_to_pass FROM exercise_progress"), 2);
    assert!(!submission::list(&fixture.store, &SubmissionFilter::default()).unwrap()[0].practice);
}

#[test]
fn a_clock_that_jumps_back_a_year_loses_nothing_and_makes_nothing_wrong() {
    let fixture = Fixture::new();
    let first = fixture.submit(fixture.exercise(0, 0), Verdict::Passed);
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(3)).unwrap();
    fixture.world.go_on(-365);
    let second = fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
    assert!(second.submitted_at < first.submitted_at);
    assert_eq!((first.attempt_number, second.attempt_number), (1, 2));
    lesson::reopen(&fixture.store, fixture.learner, fixture.lesson(3)).unwrap();
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(3)).unwrap();
    let new = store::topic::NewTopic { course: fixture.course.id, lesson: None, kind: "help", title: "When?", content: "What day is it today?" };
    let topic = store::topic::add(&fixture.store, fixture.learner, &new).unwrap();
    fixture.world.go_on(-365);
    store::post::add(&fixture.store, fixture.learner, topic, "A year before.", None).unwrap();
    // Outbox positions say what came after what; clocks do not.
    assert_eq!(fixture.number("SELECT count(*) - max(position) FROM outbox"), 0);
    crate::invariants::check(&fixture.raw());
}
