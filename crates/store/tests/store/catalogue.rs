//! Bringing in courses, and looking at them.

use crate::support::{Fixture, exercise, file, lesson, small_course, submit};
use domain::{course::Course, error::ErrorClass, exercise::Tests, id::LessonId, judge::Verdict, name::Slug};
use store::{
    Actor, category,
    course::{self, ImportOutcome, Part},
    enrollment, exercise as exercises, lesson as lessons, submission,
};
use wire::Digest;

fn import(fixture: &Fixture, course: &Course, pack: &str) -> ImportOutcome {
    let planned = course::plan_import(&fixture.store, course).unwrap();
    let before = fixture.number("SELECT count(*) + (SELECT count(*) FROM lessons) FROM exercises");
    assert_eq!(fixture.number("SELECT count(*) + (SELECT count(*) FROM lessons) FROM exercises"), before);
    let outcome = course::import(&fixture.store, Actor::Person(fixture.owner), course, &Digest::of(pack.as_bytes())).unwrap();
    assert_eq!(outcome, planned, "the dry run said something else");
    outcome
}

fn names(changes: &[course::Change]) -> Vec<(Part, &str, bool)> {
    changes.iter().map(|change| (change.part, change.slug.as_str(), change.returns)).collect()
}

#[test]
fn a_course_comes_in_whole_and_comes_in_again_without_a_change() {
    let fixture = Fixture::new();
    let detail = course::detail(&fixture.store, fixture.course.id, Some(fixture.learner)).unwrap();
    assert_eq!((detail.summary.total_lessons, detail.summary.total_exercises, detail.lessons.len()), (4, 8, 4));
    assert_eq!(detail.languages, ["python"]);
    assert_eq!(detail.lessons[1].exercises.iter().map(|exercise| exercise.slug.as_str()).collect::<Vec<_>>(), ["task-2-1", "task-2-2"]);
    assert_eq!(course::find(&fixture.store, "First-Steps").unwrap(), fixture.course.id);
    assert_eq!(course::find(&fixture.store, &fixture.course.id.to_string()).unwrap(), fixture.course.id);
    assert_eq!(category::list(&fixture.store).unwrap()[0].courses, 1);
    for (exercise, reference) in
        [(fixture.exercise(2, 1), "first-steps/task-3-2".to_owned()), (fixture.exercise(0, 0), fixture.exercise(0, 0).to_string())]
    {
        assert_eq!(exercises::find(&fixture.store, &reference).unwrap(), exercise);
    }
    assert_eq!(lessons::find(&fixture.store, "first-steps/lesson-3").unwrap(), fixture.lesson(2));

    let dump = || {
        fixture
            .raw()
            .query_row("SELECT group_concat(id || position || slug || is_deleted) || (SELECT imported_at FROM courses) FROM lessons", [], |row| {
                row.get::<_, String>(0)
            })
            .unwrap()
    };
    let before = dump();
    let outcome = import(&fixture, &fixture.course, "pack 1");
    assert!(outcome.added.is_empty() && outcome.changed.is_empty() && outcome.removed.is_empty());
    assert_eq!(dump(), before);
}

#[test]
fn what_the_judge_needs_comes_back_as_it_went_in() {
    let fixture = Fixture::new();
    let judged = exercises::for_judge(&fixture.store, fixture.exercise(1, 0)).unwrap();
    assert_eq!(judged.exercise, fixture.course.lessons[1].exercises[0]);
    assert_eq!((judged.course, judged.lesson), (fixture.course.id, fixture.lesson(1)));
}

#[test]
fn what_a_learner_reads_gives_nothing_away() {
    let fixture = Fixture::new();
    fixture.submit(fixture.exercise(1, 0), Verdict::Failed);
    let shown = exercises::for_learner(&fixture.store, fixture.exercise(1, 0), Some(fixture.learner)).unwrap();
    assert_eq!((shown.summary.attempts, shown.summary.best_score, shown.summary.passed_at), (1, 40, None));
    assert_eq!((shown.previous, shown.next), (Some(fixture.exercise(0, 1)), Some(fixture.exercise(1, 1))));
    let page = lessons::show(&fixture.store, fixture.lesson(1), Some(fixture.learner)).unwrap();
    let detail = course::detail(&fixture.store, fixture.course.id, Some(fixture.learner)).unwrap();
    for text in [format!("{shown:?}"), format!("{page:?}"), format!("{detail:?}")] {
        assert!(!text.contains("SECRET") && !text.contains("f(1)"), "{text}");
    }
    assert_eq!((page.number, page.of, page.previous, page.next), (2, 4, Some(fixture.lesson(0)), Some(fixture.lesson(2))));
}

#[test]
fn lessons_after_a_required_one_are_locked_until_it_is_done() {
    let fixture = Fixture::new();
    let locked =
        || lessons::list(&fixture.store, fixture.course.id, Some(fixture.learner)).unwrap().iter().map(|lesson| lesson.locked).collect::<Vec<_>>();
    assert_eq!(locked(), [false, true, true, true]);
    lessons::complete(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap();
    assert_eq!(locked(), [false; 4]);
    assert!(lessons::list(&fixture.store, fixture.course.id, None).unwrap().iter().all(|lesson| !lesson.locked));
}

#[test]
fn a_new_version_keeps_all_work() {
    let fixture = Fixture::new();
    let kept = fixture.submit(fixture.exercise(3, 0), Verdict::Passed);
    let old_digest = submission::show(&fixture.store, kept.id).unwrap().exercise_digest;
    lessons::complete(&fixture.store, fixture.learner, fixture.lesson(3)).unwrap();
    lessons::complete(&fixture.store, fixture.learner, fixture.lesson(0)).unwrap();
    lessons::open(&fixture.store, fixture.learner, fixture.lesson(3)).unwrap();

    // Lesson 4 goes, lesson 5 comes, 2 changes places with 3, a test of 1.1 changes, the solution of 1.2 changes.
    let mut next = small_course(2, 3, 2);
    next.lessons.swap(1, 2);
    next.lessons.push(lesson(next.id, 5, 1));
    next.lessons[0].exercises[0].instructions = "Do it otherwise".into();
    next.lessons[0].exercises[1].solution[0].text = "SECRET_OTHER".into();
    let outcome = import(&fixture, &next, "pack 2");
    assert_eq!((outcome.version_before, outcome.version), (Some(1), 2));
    assert_eq!(names(&outcome.added), [(Part::Lesson, "lesson-5", false), (Part::Exercise, "task-5-1", false)]);
    assert_eq!(names(&outcome.changed), [(Part::Exercise, "task-1-1", false), (Part::Exercise, "task-1-2", false)]);
    assert_eq!(outcome.removed.len(), 3);
    assert_eq!(outcome.touches_progress_of, [fixture.learner]);

    let enrollment = enrollment::find(&fixture.store, fixture.learner, next.id).unwrap().unwrap();
    assert_eq!((enrollment.completed_lessons, enrollment.total_lessons, enrollment.progress_percentage, enrollment.completed_at), (1, 4, 25, None));
    // By the old order, the nearest earlier lesson that is still there.
    assert_eq!(enrollment.last_accessed_lesson, Some(LessonId::derived(next.id, "lesson-3")));
    let order: Vec<_> = lessons::list(&fixture.store, next.id, None).unwrap().into_iter().map(|lesson| lesson.slug.to_string()).collect();
    assert_eq!(order, ["lesson-1", "lesson-3", "lesson-2", "lesson-5"]);

    // The attempt at what went is still there, and can be judged again by what it was made on.
    assert_eq!(submission::show(&fixture.store, kept.id).unwrap().summary.verdict, Verdict::Passed);
    assert_eq!(exercises::for_judge(&fixture.store, fixture.exercise(3, 0)).unwrap_err().reason(), "exercise");
    let judged = exercises::for_judge_at(&fixture.store, fixture.exercise(3, 0), &old_digest).unwrap();
    assert_eq!(judged.exercise, fixture.course.lessons[3].exercises[0]);

    // A changed test is a new version, a changed solution is not.
    let first = fixture.exercise(0, 0);
    assert_eq!(fixture.number(&format!("SELECT count(*) FROM exercise_versions WHERE exercise_id = '{first}'")), 2);
    assert_eq!(fixture.number(&format!("SELECT count(*) FROM exercise_versions WHERE exercise_id = '{}'", fixture.exercise(0, 1))), 1);
    assert_eq!(fixture.submit(first, Verdict::Failed).attempt_number, 1);

    // And it all comes back.
    let outcome = import(&fixture, &fixture.course, "pack 1");
    assert_eq!(names(&outcome.added)[0], (Part::Lesson, "lesson-4", true));
    let enrollment = enrollment::find(&fixture.store, fixture.learner, next.id).unwrap().unwrap();
    assert_eq!((enrollment.completed_lessons, enrollment.progress_percentage), (2, 50));
    let back = exercises::for_learner(&fixture.store, fixture.exercise(3, 0), Some(fixture.learner)).unwrap();
    assert!(back.summary.passed_at.is_some());
}

#[test]
fn replacing_the_last_lesson_does_not_complete_the_course_on_the_way() {
    let fixture = Fixture::new();
    for index in 0..3 {
        lessons::complete(&fixture.store, fixture.learner, fixture.lesson(index)).unwrap();
    }
    let mut next = small_course(2, 3, 2);
    next.lessons.push(lesson(next.id, 9, 1));
    import(&fixture, &next, "pack 2");
    let enrollment = enrollment::find(&fixture.store, fixture.learner, next.id).unwrap().unwrap();
    assert_eq!((enrollment.progress_percentage, enrollment.completed_at), (75, None));
    // A course that shrinks to what is done is done; one that grows again stays completed.
    import(&fixture, &small_course(3, 3, 2), "pack 3");
    let done = enrollment::find(&fixture.store, fixture.learner, next.id).unwrap().unwrap();
    assert_eq!(done.progress_percentage, 100);
    assert!(done.completed_at.is_some());
    import(&fixture, &small_course(4, 4, 2), "pack 4");
    let grown = enrollment::find(&fixture.store, fixture.learner, next.id).unwrap().unwrap();
    assert_eq!((grown.progress_percentage, grown.completed_at), (75, done.completed_at));
}

#[test]
fn slugs_may_change_hands() {
    let fixture = Fixture::new();
    let mut next = small_course(2, 4, 2);
    let (first, second) = (next.lessons[0].slug.clone(), next.lessons[1].slug.clone());
    (next.lessons[0].slug, next.lessons[1].slug) = (second, first);
    let exercises = &mut next.lessons[2].exercises;
    let (first, second) = (exercises[0].slug.clone(), exercises[1].slug.clone());
    (exercises[0].slug, exercises[1].slug) = (second, first);
    // And a new lesson takes the name of one that goes.
    let mut taken = lesson(next.id, 8, 1);
    taken.slug = Slug::parse("lesson-4").unwrap();
    next.lessons[3] = taken;
    let outcome = import(&fixture, &next, "pack 2");
    assert_eq!(outcome.changed.len(), 4);
    assert_eq!(lessons::find(&fixture.store, "first-steps/lesson-1").unwrap(), fixture.lesson(1));
    assert_eq!(fixture.number("SELECT count(*) FROM lessons WHERE slug = 'lesson-4'"), 2);
}

#[test]
fn languages_follow_the_pack() {
    let fixture = Fixture::new();
    let mut next = small_course(2, 4, 2);
    next.lessons[0].exercises[0].language = "sql".into();
    assert_eq!(course::import(&fixture.store, Actor::Person(fixture.owner), &next, &Digest::of(b"2")).unwrap_err().reason(), "language_not_declared");
    next.languages.push("sql".into());
    import(&fixture, &next, "pack 2");
    assert_eq!(course::detail(&fixture.store, next.id, None).unwrap().languages, ["python", "sql"]);
    import(&fixture, &fixture.course, "pack 1");
    assert_eq!(course::detail(&fixture.store, next.id, None).unwrap().languages, ["python"]);
}

#[test]
fn a_course_cannot_take_what_belongs_to_another() {
    let fixture = Fixture::new();
    let mut other = small_course(1, 1, 1);
    other.id = "0190aaaa-0000-7000-8000-00000000c002".parse().unwrap();
    let fails = |course: &Course| {
        let error = course::import(&fixture.store, Actor::Nobody, course, &Digest::of(b"x")).unwrap_err();
        assert_eq!(error.class(), ErrorClass::Conflict);
        assert_eq!(course::plan_import(&fixture.store, course).unwrap_err().reason(), error.reason());
        assert_eq!(fixture.number("SELECT count(*) FROM courses"), 1);
        error.reason()
    };
    assert_eq!(fails(&other), "belongs_to_another_course");
    other.lessons = vec![lesson(other.id, 1, 0)];
    other.lessons[0].exercises.push(exercise(fixture.course.id, 1, 1));
    assert_eq!(fails(&other), "belongs_to_another_course");
    other.lessons[0].exercises.clear();
    assert_eq!(fails(&other), "course_slug_taken");
    other.slug = Slug::parse("second").unwrap();
    import(&fixture, &other, "other");
    assert_eq!(course::list(&fixture.store, Some(fixture.learner)).unwrap().len(), 2);
}

#[test]
fn an_import_that_fails_half_way_leaves_nothing() {
    let fixture = Fixture::new();
    let dump = || {
        let tables = ["courses", "course_languages", "lessons", "exercises", "exercise_versions", "categories", "enrollments"];
        tables.map(|table| fixture.number(&format!("SELECT count(*) FROM {table}"))).to_vec()
    };
    submit(&fixture.store, fixture.learner, fixture.exercise(0, 0), Verdict::Failed);
    let before = dump();
    let mut next = small_course(2, 6, 2);
    next.category = "Another".into();
    next.languages.push("sql".into());
    for (table, verb) in [
        ("categories", "INSERT"),
        ("courses", "UPDATE"),
        ("course_languages", "INSERT"),
        ("lessons", "INSERT"),
        ("lessons", "UPDATE"),
        ("exercises", "INSERT"),
        ("exercise_versions", "INSERT"),
        ("write_context", "DELETE"),
    ] {
        // The last row of its kind fails, not the first.
        let when = if table == "exercises" {
            "WHEN NEW.slug = 'task-6-2'"
        } else if table == "write_context" {
            "WHEN OLD.actor_id IS NOT NULL"
        } else {
            ""
        };
        let raw = fixture.raw();
        raw.execute_batch(&format!("CREATE TRIGGER injected BEFORE {verb} ON {table} {when} BEGIN SELECT RAISE(ABORT, 'injected'); END")).unwrap();
        let error = course::import(&fixture.store, Actor::Person(fixture.owner), &next, &Digest::of(b"2")).unwrap_err();
        assert_eq!(error.class(), ErrorClass::Bug, "{table}");
        raw.execute_batch("DROP TRIGGER injected").unwrap();
        assert_eq!(dump(), before, "{verb} {table}");
    }
    assert_eq!(course::plan_import(&fixture.store, &next).unwrap().version_before, Some(1));
}

#[test]
fn what_a_reference_shows_makes_no_other_version_and_is_kept() {
    let fixture = Fixture::new();
    let mut course = fixture.course.clone();
    course.version += 1;
    let exercise = course.lessons[0].exercises[0].id;
    let python = |decides: Option<Vec<String>>, practice_only| {
        let Tests::Python { files, module, .. } = Tests::python(vec![file("tests/test_main.py", "def test_it(): pass\n")], "main") else {
            unreachable!()
        };
        Tests::Python { files, module, decides, practice_only }
    };
    course.lessons[0].exercises[0].tests = python(None, false);
    import(&fixture, &course, "one");
    let before = store::exercise::for_judge(&fixture.store, exercise).unwrap();
    for found in [python(Some(vec!["Money.__eq__ own".into()]), false), python(None, true)] {
        course.lessons[0].exercises[0].tests = found.clone();
        import(&fixture, &course, "two");
        let after = store::exercise::for_judge(&fixture.store, exercise).unwrap();
        assert_eq!((after.digest, &after.exercise.tests), (before.digest, &found));
        let listed = store::exercise::list(&fixture.store, None, None).unwrap();
        let practice: Vec<_> = listed.iter().filter(|exercise| exercise.practice_only).map(|exercise| exercise.id).collect();
        assert_eq!(practice, if found.practice_only() { vec![exercise] } else { Vec::new() });
        assert_eq!(fixture.number("SELECT count(*) FROM exercise_versions WHERE tests LIKE '%python%'"), 1);
        // The same pack once more, without running anything: what was found stays, and nothing has changed.
        course.lessons[0].exercises[0].tests = python(None, false);
        let outcome = import(&fixture, &course, "two");
        assert_eq!((outcome.added.len(), outcome.changed.len()), (0, 0), "{:?}", outcome.changed);
        assert_eq!(store::exercise::for_judge(&fixture.store, exercise).unwrap().exercise.tests, found);
    }
    // Other tests are another version, of which nothing is known.
    course.lessons[0].exercises[0].tests = Tests::python(vec![file("tests/test_main.py", "def test_more(): pass\n")], "main");
    import(&fixture, &course, "three");
    let changed = store::exercise::for_judge(&fixture.store, exercise).unwrap();
    assert_ne!(changed.digest, before.digest);
    assert!(!changed.exercise.tests.practice_only());
}
