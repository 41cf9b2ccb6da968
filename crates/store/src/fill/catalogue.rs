//! Publishers, categories, courses.

use super::{Part, Plan, SeededWorld, part, people::Person, world::minute};
use crate::{Result, Store, StoreError, category, course::import};
use domain::{
    course::{Course, Lesson, LessonKind},
    exercise::{Difficulty, Exercise, ExerciseKind, Limits, Mistake, SourceFile, Tests},
    hint::{Hint, Rung},
    id::{CategoryId, CourseId, ExerciseId, LessonId},
    name::Slug,
};
use rusqlite::params;
use wire::Digest;

/// A course that was brought in, with what others refer to.
pub struct Filled {
    pub id: CourseId,
    pub text: String,
    pub lessons: Vec<String>,
    pub exercises: Vec<(ExerciseId, String)>,
    pub steps: [String; 2],
}

const ABOVE: &str = "Programming";
const BELOW: &str = "Python, from the beginning";

pub fn fill(store: &Store, plan: &Plan, world: &SeededWorld, people: &[Person]) -> Result<Vec<Filled>> {
    let Some(owner) = people.first() else { return Ok(Vec::new()) };
    let publishers = [world.digest(), world.digest()];
    part(store, world, |part| {
        part.act(&owner.text, "person", &minute(40))?;
        for publisher in &publishers {
            part.put(include_str!("publisher.sql"), params![publisher, world.bytes(32), "A school", minute(40), owner.text])?;
        }
        let (above, slug) = (CategoryId::derived(&category::slug_of(ABOVE)).to_string(), category::slug_of(ABOVE));
        part.put(include_str!("category.sql"), params![above, slug, ABOVE, minute(40)])
    })?;
    (0..plan.courses)
        .map(|number| {
            part(store, world, |part| {
                part.act(&owner.text, "person", &minute(41))?;
                let filled = one(part, plan, number)?;
                let publisher = &publishers[number % 2];
                part.put(include_str!("publisher_of.sql"), params![filled.text, publisher])?;
                let undone = (number == 1).then(|| minute(60));
                part.put(
                    include_str!("pack_import.sql"),
                    params![world.id(), filled.text, 1, world.digest(), publisher, minute(41), owner.text, undone],
                )?;
                Ok(filled)
            })
        })
        .collect()
}

fn one(part: &Part<'_>, plan: &Plan, number: usize) -> Result<Filled> {
    let world = part.world;
    let course = course(CourseId::generate(world), plan, number)?;
    import::apply(&part.as_written_here(&minute(41)), &course, &Digest::of(course.id.to_string().as_bytes()))?;
    part.put(include_str!("category_below.sql"), [category::slug_of(BELOW), CategoryId::derived(&category::slug_of(ABOVE)).to_string()])?;
    let lessons: Vec<String> = course.lessons.iter().map(|lesson| lesson.id.to_string()).collect();
    let steps_exercise = world.id();
    part.put(
        include_str!("steps_exercise.sql"),
        params![steps_exercise, course.id.to_string(), lessons.first(), Digest::of(steps_exercise.as_bytes()).to_string()],
    )?;
    let steps = [world.id(), world.id()];
    let tasks = [
        ("quiz", "Choose", r#"{"question":"What is 1 + 1?","options":["1","2","3"],"correct_answer":"2"}"#),
        ("predict", "Predict", r#"{"program":"print(1 + 1)","output":"2"}"#),
    ];
    for (((kind, title, data), id), position) in tasks.into_iter().zip(&steps).zip(1..) {
        part.put(include_str!("step.sql"), params![id, steps_exercise, position, kind, title, data])?;
    }
    let exercises = course.lessons.iter().flat_map(|lesson| &lesson.exercises);
    let exercises = exercises.map(|exercise| Ok((exercise.id, crate::exercise::Definition::of(exercise)?.version_digest))).collect::<Result<_>>()?;
    Ok(Filled { id: course.id, text: course.id.to_string(), lessons, exercises, steps })
}

fn slug(text: &str) -> Result<Slug> {
    Slug::parse(text).map_err(|error| StoreError::Bug(error.to_string()))
}

fn course(id: CourseId, plan: &Plan, number: usize) -> Result<Course> {
    Ok(Course {
        id,
        slug: slug(&format!("course-{number}"))?,
        title: format!("Course {number}"),
        summary: "A course to try things on".into(),
        description: "# What it is about\n\nEverything.".into(),
        version: 1,
        languages: vec!["python".into()],
        locale: "en".into(),
        license: "CC-BY-4.0".into(),
        authors: vec!["A school".into()],
        category: BELOW.into(),
        difficulty: [Difficulty::Beginner, Difficulty::Intermediate, Difficulty::Advanced][number % 3],
        hours: 3,
        lessons: (1..=plan.lessons).map(|number| lesson(id, number)).collect::<Result<_>>()?,
    })
}

fn lesson(course: CourseId, number: usize) -> Result<Lesson> {
    let name = format!("lesson-{number}");
    Ok(Lesson {
        id: LessonId::derived(course, &name),
        slug: slug(&name)?,
        title: format!("Lesson {number}"),
        summary: "One thing at a time".into(),
        kind: [LessonKind::Theory, LessonKind::Practical][number % 2],
        minutes: 10,
        required: number == 1,
        text: format!("Lesson {number} says how it is done, and lets you try it.\n\n```python\nprint({number})\n```\n"),
        exercises: vec![exercise(course, number)?],
    })
}

fn exercise(course: CourseId, number: usize) -> Result<Exercise> {
    let name = format!("task-{number}");
    let tests: Tests = serde_json::from_str(r#"{"kind":"data","cases":[{"name":"doubles","call":"double(4)","gives":"8"}]}"#)?;
    let file = |text: &str| SourceFile { path: "main.py".into(), text: text.into() };
    Ok(Exercise {
        id: ExerciseId::derived(course, &name),
        slug: slug(&name)?,
        title: format!("Task {number}"),
        kind: ExerciseKind::Code,
        difficulty: Difficulty::Beginner,
        concepts: vec![format!("concept-{}", number % 7)],
        minutes: Some(5),
        language: "python".into(),
        entry: "main.py".into(),
        instructions: format!("Write `double(x)`, for the {number}th time."),
        starter: vec![file("def double(x):\n    pass\n")],
        solution: vec![file("def double(x):\n    return 2 * x\n")],
        data_files: Vec::new(),
        tests,
        mistakes: vec![Mistake { file: file("def double(x):\n    return x * x\n"), case: "doubles".into(), message: "Twice, not squared.".into() }],
        hints: vec![Hint { rung: Rung::Concept, text: "Multiply.".into(), after_seconds: None, after_failures: None }],
        limits: Limits::default(),
        starter_may_pass: false,
    })
}
