//! Everything about a person, as documents and files that they can read without this program (AUDIT C).

mod topics;

pub use topics::{TOPICS, Topic};

use crate::{
    Result, Store, StoreError, note,
    opening::{create_private_folder, sync_folder},
    privacy::{Key, Place, open},
    query,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use domain::id::{LessonId, UserId};
use rusqlite::{Row, types::ValueRef};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
};

/// Everything about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The documents, by topic: a list of rows each.
    pub documents: BTreeMap<&'static str, Vec<Value>>,
    /// Programs and other texts, by their path in the export.
    pub files: BTreeMap<PathBuf, String>,
}

/// Columns that hold JSON.
const JSON_COLUMNS: [&str; 12] =
    ["code", "result", "files", "kept", "payload", "preferences", "answer", "body", "before_values", "after_values", "changes", "path"];

/// Gathers everything about a person, all from one state of the file. `not_found.user`, `denied.keys_locked`: half an answer would look like a whole one.
pub fn collect(store: &Store, user: UserId) -> Result<Export> {
    let key = store.keys().person(user).ok_or(StoreError::Denied("keys_locked"));
    store.read(|connection| {
        let mut documents = BTreeMap::new();
        for topic in TOPICS {
            let rows = query::many(connection, topic.sql, [user.to_string()], cells)?;
            if topic.name == "account" && rows.is_empty() {
                return Err(StoreError::NotFound("user"));
            }
            documents.insert(topic.name, rows);
        }
        let key = key?;
        let documents: BTreeMap<_, _> = TOPICS
            .iter()
            .map(|topic| {
                let rows = documents.remove(topic.name).unwrap_or_default();
                Ok((topic.name, rows.into_iter().map(|row| readable(row, topic, user, &key)).collect::<Result<Vec<_>>>()?))
            })
            .collect::<Result<_>>()?;
        let files = files(&documents);
        Ok(Export { documents, files })
    })
}

impl Export {
    /// Writes the export as a folder that only its owner may look into: a page that says what is what, a JSON document for each topic, the programs as
    /// files. All or nothing. `conflict.export_exists` where there is something already.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let taken = || fs::read_dir(folder).map_or(folder.exists(), |mut entries| entries.next().is_some());
        if taken() {
            return Err(StoreError::Conflict("export_exists"));
        }
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        create_private_folder(parent)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let new = builder.tempdir_in(parent)?;
        fs::write(new.path().join("README.md"), self.readme())?;
        for (name, rows) in &self.documents {
            fs::write(new.path().join(format!("{name}.json")), serde_json::to_string_pretty(rows)? + "\n")?;
        }
        for (path, text) in &self.files {
            let path = new.path().join(path);
            fs::create_dir_all(path.parent().unwrap_or(new.path()))?;
            fs::write(path, text)?;
        }
        if folder.is_dir() {
            fs::remove_dir(folder)?;
        }
        fs::rename(new.path(), folder)?;
        // It has another name now, so there is nothing left to remove.
        let _ = new.keep();
        sync_folder(parent)
    }

    fn readme(&self) -> String {
        let mut text = include_str!("README.md").to_owned();
        for topic in TOPICS {
            let rows = self.documents.get(topic.name).map_or(0, Vec::len);
            text.push_str(&format!("| `{}.json` | {rows} | {} |\n", topic.name, topic.about));
        }
        text
    }
}

enum Cell {
    Value(Value),
    Sealed(Vec<u8>),
}

fn cells(row: &Row<'_>) -> rusqlite::Result<Vec<(String, Cell)>> {
    let names: Vec<String> = row.as_ref().column_names().map(str::to_owned).collect();
    let cell = |(index, name): (usize, String)| {
        let cell = match row.get_ref(index)? {
            ValueRef::Null => Cell::Value(Value::Null),
            ValueRef::Integer(number) => Cell::Value(number.into()),
            ValueRef::Real(number) => Cell::Value(number.into()),
            ValueRef::Text(text) => Cell::Value(String::from_utf8_lossy(text).into_owned().into()),
            ValueRef::Blob(bytes) => Cell::Sealed(bytes.to_vec()),
        };
        Ok((name, cell))
    };
    names.into_iter().enumerate().map(cell).collect()
}

// Sealed columns are opened, JSON becomes JSON, other bytes become base 64.
fn readable(row: Vec<(String, Cell)>, topic: &Topic, user: UserId, key: &Key) -> Result<Value> {
    let row_name = match topic.table {
        "lesson_notes" => {
            let lesson = row.iter().find_map(|(name, cell)| match cell {
                Cell::Value(Value::String(id)) if name == "lesson_id" => id.parse::<LessonId>().ok(),
                _ => None,
            });
            lesson.map_or_else(String::new, |lesson| note::row_name(user, lesson))
        }
        _ => user.to_string(),
    };
    let mut object = Map::new();
    for (name, cell) in row {
        let value = match cell {
            Cell::Value(Value::String(text)) if JSON_COLUMNS.contains(&name.as_str()) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            Cell::Value(value) => value,
            Cell::Sealed(bytes) if is_sealed(topic.table, &name) => {
                let text = open(key, Place { table: topic.table, column: &name, row: &row_name }, &bytes).ok_or(StoreError::Denied("keys_locked"))?;
                Value::String(String::from_utf8_lossy(&text).into_owned())
            }
            Cell::Sealed(bytes) => Value::String(BASE64.encode(bytes)),
        };
        object.insert(name, value);
    }
    Ok(Value::Object(object))
}

fn is_sealed(table: &str, column: &str) -> bool {
    matches!((table, column), ("users", "username" | "email") | ("profiles", "display_name" | "bio" | "goals") | ("lesson_notes", "content"))
}

fn files(documents: &BTreeMap<&'static str, Vec<Value>>) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut add = |folder: &str, list: &Value| {
        for file in list.as_array().into_iter().flatten() {
            if let (Some(path), Some(text)) = (file["path"].as_str(), file["text"].as_str()) {
                files.insert(safe(folder).join(safe(path)), text.to_owned());
            }
        }
    };
    let of = |name: &str| documents.get(name).map(Vec::as_slice).unwrap_or_default();
    for row in of("attempts") {
        let exercise = row["exercise"].as_str().unwrap_or("exercise");
        add(&format!("programs/{exercise}/attempt-{}", row["attempt_number"]), &row["code"]);
    }
    for row in of("drafts") {
        let exercise = row["exercise"].as_str().unwrap_or("exercise");
        add(&format!("programs/{exercise}/draft"), &row["files"]);
        add(&format!("programs/{exercise}/draft-before"), &row["kept"]);
    }
    for row in of("playground") {
        add("playground", &json!([row]));
    }
    files
}

// A path that leads nowhere but down.
fn safe(path: &str) -> PathBuf {
    let parts = Path::new(path).components().filter_map(|component| match component {
        Component::Normal(part) => Some(part.to_string_lossy().replace(['\\', ':', '\0'], "_")),
        _ => None,
    });
    let path: PathBuf = parts.collect();
    if path.as_os_str().is_empty() { PathBuf::from("file") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_export() {
        for (path, safe_path) in
            [("a/b.py", "a/b.py"), ("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("..", "file"), ("c:\\x", "c__x")]
        {
            assert_eq!(safe(path), Path::new(safe_path), "{path}");
        }
    }
}
