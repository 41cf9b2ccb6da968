//! `studio exercise`.

use crate::{
    acting::Desk,
    arguments::ExerciseVerb,
    output::{plain, table},
    sentence::PRACTICE,
};
use api::{
    ApiError,
    exercise::{ExerciseListRequest, ExerciseRequest, Workspace},
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: ExerciseVerb) -> Result<(), ApiError> {
    match verb {
        ExerciseVerb::List { course } => {
            let exercises = api::exercise::exercises(&desk.context(), ExerciseListRequest { course })?;
            desk.output.show(&exercises, || {
                let row = |exercise: &api::exercise::ExerciseEntry| {
                    let practice = if exercise.practice_only { "practice only" } else { "" };
                    vec![format!("{}/{}", exercise.course, exercise.slug), exercise.title.clone(), exercise.difficulty.clone(), practice.into()]
                };
                table(&exercises.iter().map(row).collect::<Vec<_>>())
            });
        }
        ExerciseVerb::Show { exercise, acting } => {
            desk.sign_in_if_named(&acting)?;
            let workspace = api::exercise::exercise(&desk.context(), ExerciseRequest { exercise })?;
            desk.output.show(&workspace, || text(&workspace));
        }
    }
    Ok(())
}

fn text(workspace: &Workspace) -> String {
    let mut text = format!("{}\n", workspace.title);
    if workspace.practice_only {
        text.push_str(&format!("{PRACTICE}\n"));
    }
    text.push_str(&format!("\n{}\n", plain(&workspace.instructions_html)));
    for file in workspace.starter.iter().chain(&workspace.data_files) {
        text.push_str(&format!("--- {}\n{}\n", file.path, file.text.trim_end()));
    }
    text.push_str(&format!("\nHints: {} (in the window). Attempts so far: {}.\n", workspace.hints.total, workspace.total_attempts));
    text
}
