//! The words on the window, from the same file that the window has them from: a test finds a button by what it is for, whatever it is called today.

use super::programs::project;
use serde_json::Value;
use std::{fs, sync::OnceLock};

/// The text of a message.
pub fn words(key: &str) -> String {
    message(key).as_str().unwrap_or_else(|| panic!("the message {key} has more than one form")).to_owned()
}

/// The text of a message with its variables filled in.
pub fn words_with(key: &str, variables: &[(&str, &str)]) -> String {
    fill_in(words(key), variables)
}

/// The text of a message that has a form for one and another for more.
pub fn counted(key: &str, one: bool, variables: &[(&str, &str)]) -> String {
    let forms = message(key)[0]["match"].as_object().unwrap_or_else(|| panic!("the message {key} has one form only"));
    let ending = if one { "=one" } else { "=other" };
    let (_, text) = forms.iter().find(|(form, _)| form.ends_with(ending)).unwrap();
    fill_in(text.as_str().unwrap().to_owned(), variables)
}

fn message(key: &str) -> &'static Value {
    static MESSAGES: OnceLock<Value> = OnceLock::new();
    let messages = MESSAGES.get_or_init(|| {
        let file = project().join("ui/src/i18n/messages/en.json");
        serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
    });
    messages.get(key).unwrap_or_else(|| panic!("there is no message {key} in en.json"))
}

fn fill_in(text: String, variables: &[(&str, &str)]) -> String {
    variables.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
