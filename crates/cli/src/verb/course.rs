//! `studio course`, `studio enroll`.

use crate::{
    acting::Desk,
    arguments::{Acting, CourseVerb},
    output::{plain, table},
};
use api::{
    ApiError,
    course::{CoursePage, CourseRequest, ExerciseState, LessonState, NextStep},
    status::Nothing,
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: CourseVerb) -> Result<(), ApiError> {
    match verb {
        CourseVerb::List { acting } => {
            desk.sign_in_if_named(&acting)?;
            let library = api::course::library(&desk.context(), Nothing {})?;
            desk.output.show(&library.courses, || {
                let rows: Vec<_> = library
                    .courses
                    .iter()
                    .map(|course| {
                        let size = format!("{} lessons, {} exercises", course.total_lessons, course.total_exercises);
                        vec![
                            course.slug.clone(),
                            course.title.clone(),
                            size,
                            if course.enrolled { format!("{} %", course.progress_percentage) } else { String::new() },
                        ]
                    })
                    .collect();
                if rows.is_empty() { "No course yet. Import one: studio pack import PACK".into() } else { table(&rows) }
            });
        }
        CourseVerb::Show { course, acting } => {
            desk.sign_in_if_named(&acting)?;
            let page = api::course::course(&desk.context(), CourseRequest { course })?;
            desk.output.show(&page, || text(&page));
        }
    }
    Ok(())
}

/// `studio enroll`.
pub fn enroll(desk: &Desk<'_>, course: String, acting: &Acting) -> Result<(), ApiError> {
    desk.sign_in(acting)?;
    let page = api::course::enroll(&desk.context(), CourseRequest { course })?;
    desk.output.show(&page, || match &page.next {
        Some(next) => format!("Enrolled in {}.\n{}", page.course.title, next_step(next)),
        None => format!("Enrolled in {}.", page.course.title),
    });
    Ok(())
}

/// The next step, with what to type for it.
pub fn next_step(next: &NextStep) -> String {
    match (&next.exercise, &next.exercise_title) {
        (Some(id), Some(title)) => format!("Next: the exercise {title}: studio exercise show {id}"),
        // A lesson is done when its reader says so.
        _ => format!(
            "Next: the lesson {}: studio lesson show {id}, and once it is read: studio lesson complete {id}",
            next.lesson_title,
            id = next.lesson
        ),
    }
}

fn text(page: &CoursePage) -> String {
    let mut text = format!("{}\n{}\n\n{}\n", page.course.title, page.course.summary, plain(&page.description_html));
    for lesson in &page.lessons {
        let state = match lesson.state {
            LessonState::Done => "done",
            LessonState::Current => "go on here",
            LessonState::Closed => "closed",
            LessonState::Open => "",
        };
        text.push_str(&format!("{:>2} {}  ({})  {state}\n", lesson.position, lesson.title, lesson.slug));
        for exercise in &lesson.exercises {
            let mark = match exercise.state {
                ExerciseState::Passed => 'x',
                ExerciseState::Tried => '/',
                ExerciseState::Open => ' ',
            };
            let practice = if exercise.practice_only { "  (practice only)" } else { "" };
            text.push_str(&format!("     [{mark}] {}/{}  {}{practice}\n", page.course.slug, exercise.slug, exercise.title));
        }
    }
    text
}
