//! The course that the app comes with.

use std::path::Path;

#[test]
fn the_starter_course_reads_clean_and_round_trips() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../courses/python-first-steps");
    let pack = packs::read(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(pack.course.slug.as_str(), "python-first-steps");
    assert!(pack.course.exercises().count() >= 50);

    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("course.studiopack");
    packs::write_folder(&folder, &out).unwrap();
    assert_eq!(packs::read(&out).unwrap(), pack);
}

#[test]
fn every_question_of_the_starter_course_is_a_question() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../courses/python-first-steps");
    for lesson in packs::read(&folder).unwrap().course.lessons {
        let fences = lesson.text.lines().filter(|line| line.trim_start_matches('`') == "question").count();
        let blocks = packs::lesson::parse(&lesson.text).blocks;
        let questions = blocks.iter().filter(|block| matches!(block, packs::lesson::LessonBlock::Question { .. })).count();
        assert_eq!(questions, fences, "{}", lesson.slug);
    }
}
