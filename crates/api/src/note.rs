//! Private notes on lessons.

use crate::{account::known, error::ApiError, studio::Context};
use domain::world::moment_text;
use serde::{Deserialize, Serialize};
use store::{Actor, note::Note};

/// Which notes to list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteListRequest {
    /// Only notes in which all of these words stand.
    #[serde(default)]
    pub words: Option<String>,
}

/// Writes a note.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetNote {
    /// The lesson: id, or `course-slug/lesson-slug`.
    pub lesson: String,
    /// The text; an empty one takes the note away.
    pub text: String,
}

/// A note.
#[derive(Debug, Clone, Serialize)]
pub struct NoteView {
    /// The lesson, as `course-slug/lesson-slug`.
    pub lesson: String,
    /// The lesson's title.
    pub lesson_title: String,
    /// The text; `null` where its key is missing.
    pub text: Option<String>,
    /// When it was last changed.
    pub updated_at: String,
}

/// The notes of the person who is signed in, newest first.
pub fn notes(context: &Context<'_>, request: NoteListRequest) -> Result<Vec<NoteView>, ApiError> {
    let words = request.words.unwrap_or_default();
    let notes = store::note::list(&*context.studio.store()?, context.session.signed_in()?, &words)?;
    Ok(notes.into_iter().map(view).collect())
}

/// Writes a note in place of the one that is there; `null` where it was taken away.
pub fn set_note(context: &Context<'_>, request: SetNote) -> Result<Option<NoteView>, ApiError> {
    let store = context.studio.store()?;
    let user = context.session.signed_in()?;
    let lesson = crate::lesson::find(&store, &request.lesson)?;
    Ok(store::note::set(&store, Actor::Person(user), user, lesson, &request.text)?.map(view))
}

fn view(note: Note) -> NoteView {
    NoteView { lesson: note.lesson_slugs, lesson_title: note.lesson_title, text: known(&note.text), updated_at: moment_text(note.updated_at) }
}
