//! `studio note`.

use crate::{acting::Desk, arguments::NoteVerb};
use api::{
    ApiError,
    note::{NoteListRequest, NoteView, SetNote},
};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: NoteVerb) -> Result<(), ApiError> {
    match verb {
        NoteVerb::List { words, acting } => {
            desk.sign_in(&acting)?;
            let notes = api::note::notes(&desk.context(), NoteListRequest { words: Some(words.join(" ")) })?;
            desk.output.show(&notes, || match notes.is_empty() {
                true => "No notes. studio note set LESSON TEXT writes one.".into(),
                false => notes.iter().map(text).collect::<Vec<_>>().join("\n\n"),
            });
        }
        NoteVerb::Set { lesson, text: written, acting } => {
            desk.sign_in(&acting)?;
            let note = api::note::set_note(&desk.context(), SetNote { lesson, text: written })?;
            desk.output.show(&note, || note.as_ref().map_or_else(|| "The note was taken away.".into(), text));
        }
    }
    Ok(())
}

fn text(note: &NoteView) -> String {
    format!("{}  {}\n{}", note.lesson, note.lesson_title, note.text.as_deref().unwrap_or("(locked)"))
}
