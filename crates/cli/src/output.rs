//! What is printed: one JSON document, or text for a person.

use serde::Serialize;
use std::{cell::Cell, io::Write};

/// Where and how results are printed.
#[derive(Debug)]
pub struct Output {
    /// One JSON document and nothing else.
    pub json: bool,
    shown: Cell<bool>,
}

impl Output {
    /// Prints as JSON, or for a person.
    pub fn new(json: bool) -> Self {
        Self { json, shown: Cell::new(false) }
    }

    /// Whether the result is printed already: then an error adds no second document.
    pub fn was_shown(&self) -> bool {
        self.shown.get()
    }

    /// Prints a result: the value as JSON, or the text.
    pub fn show(&self, value: &impl Serialize, text: impl FnOnce() -> String) {
        let mut printed = if self.json { serde_json::to_string_pretty(value).unwrap_or_default() } else { text() };
        if !printed.is_empty() && !printed.ends_with('\n') {
            printed.push('\n');
        }
        self.shown.set(true);
        // A reader that went away (`| head`) is no error of ours.
        let _ = std::io::stdout().lock().write_all(printed.as_bytes());
    }

    /// Prints something on the way, for a person only.
    pub fn note(&self, text: &str) {
        if !self.json {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }
}

/// Rows with columns in line, for a person.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// HTML that our own side made safe, as text for a terminal.
pub fn plain(html: &str) -> String {
    html2text::config::plain_no_decorate().string_from_read(html.as_bytes(), 90).unwrap_or_default()
}
