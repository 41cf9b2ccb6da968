//! From what the worker tells of an error to the catalogue's facts.

use super::RaisedError;
use crate::worker::ErrorFacts;

impl From<&ErrorFacts> for RaisedError {
    fn from(facts: &ErrorFacts) -> Self {
        let place = facts.place();
        // `str` of a SyntaxError has the place in it, which the line says already.
        let message = facts.msg.as_ref().filter(|_| facts.is("SyntaxError")).unwrap_or(&facts.message);
        Self {
            type_name: facts.type_name.clone(),
            bases: facts.bases.iter().filter(|base| **base != facts.type_name).cloned().collect(),
            message: message.clone(),
            line: place.as_ref().map(|place| place.line),
            file: place.map(|place| place.file),
            depth: facts.depth,
            sizes: facts.names.iter().filter_map(|(name, sketch)| Some((name.clone(), sketch.type_name.clone(), sketch.length?))).collect(),
            values: facts.names.iter().filter_map(|(name, sketch)| Some((name.clone(), sketch.text.clone()?))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::Sketch;

    #[test]
    fn the_workers_facts_become_the_catalogues() {
        let mut facts = ErrorFacts {
            type_name: "NameError".into(),
            bases: vec!["NameError".into(), "Exception".into()],
            message: "name 'x' is not defined".into(),
            frames: vec![("main.py".into(), 3, "f".into())],
            ..ErrorFacts::default()
        };
        facts.names.insert("n".into(), Sketch { type_name: "int".into(), length: None, text: Some("5".into()) });
        facts.names.insert("long".into(), Sketch { type_name: "list".into(), length: Some(900), text: None });
        let error = RaisedError::from(&facts);
        assert_eq!((error.line, error.file.as_deref()), (Some(3), Some("main.py")));
        assert_eq!(error.bases, ["Exception"]);
        assert_eq!(error.values, [("n".to_owned(), "5".to_owned())]);
        assert_eq!(error.sizes, [("long".to_owned(), "list".to_owned(), 900)]);
    }

    #[test]
    fn a_syntax_error_has_its_own_line_and_its_short_message() {
        let facts = ErrorFacts {
            type_name: "SyntaxError".into(),
            bases: vec!["SyntaxError".into()],
            message: "expected ':' (main.py, line 2)".into(),
            msg: Some("expected ':'".into()),
            filename: Some("main.py".into()),
            lineno: Some(2),
            ..ErrorFacts::default()
        };
        let error = RaisedError::from(&facts);
        assert_eq!((error.message.as_str(), error.line), ("expected ':'", Some(2)));
    }
}
