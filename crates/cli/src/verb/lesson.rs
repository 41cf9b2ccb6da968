//! `studio lesson`.

use crate::{
    acting::Desk,
    arguments::LessonVerb,
    output::{plain, table},
};
use api::{
    ApiError,
    course::CourseRequest,
    lesson::{LessonBlock, LessonPage, LessonRequest},
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: LessonVerb) -> Result<(), ApiError> {
    match verb {
        LessonVerb::List { course, acting } => {
            desk.sign_in_if_named(&acting)?;
            let page = api::course::course(&desk.context(), CourseRequest { course })?;
            desk.output.show(&page.lessons, || {
                let row = |lesson: &api::course::LessonRow| {
                    vec![lesson.position.to_string(), format!("{}/{}", page.course.slug, lesson.slug), lesson.title.clone()]
                };
                table(&page.lessons.iter().map(row).collect::<Vec<_>>())
            });
        }
        LessonVerb::Show { lesson, acting } => {
            desk.sign_in_if_named(&acting)?;
            let page = api::lesson::lesson(&desk.context(), LessonRequest { lesson })?;
            desk.output.show(&page, || text(&page));
        }
        LessonVerb::Complete { lesson, acting } => {
            desk.sign_in(&acting)?;
            let change = api::lesson::complete_lesson(&desk.context(), LessonRequest { lesson })?;
            desk.output.show(&change, || format!("Done. {}: {} %.", change.course.title, change.course.progress_percentage));
        }
        LessonVerb::Undo { lesson, acting } => {
            desk.sign_in(&acting)?;
            let change = api::lesson::reopen_lesson(&desk.context(), LessonRequest { lesson })?;
            desk.output.show(&change, || format!("Not done any more. {}: {} %.", change.course.title, change.course.progress_percentage));
        }
    }
    Ok(())
}

fn text(page: &LessonPage) -> String {
    let mut text = format!("{} {}\n\n", page.position, page.title);
    for block in &page.blocks {
        match block {
            LessonBlock::Prose { html } => text.push_str(&plain(html)),
            LessonBlock::Code { source, .. } => source.lines().for_each(|line| text.push_str(&format!("    {line}\n"))),
            LessonBlock::Question { prompt_html, answers } => {
                text.push_str(&format!("? {}", plain(prompt_html)));
                for answer in answers {
                    text.push_str(&format!("  - {}", plain(&answer.html)));
                }
            }
        }
        text.push('\n');
    }
    for exercise in &page.exercises {
        text.push_str(&format!("Exercise {}/{}  {}\n", page.course.slug, exercise.slug, exercise.title));
    }
    text
}
