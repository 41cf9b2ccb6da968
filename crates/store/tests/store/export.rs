//! Everything about a person, and nothing forgotten: the schema is asked what there is.

use crate::support::{Fixture, file, shell_text};
use domain::{consent::Purpose, id::UserId, judge::Verdict};
use std::{collections::BTreeSet, fs};
use store::{
    Actor, consent, draft,
    export::{self, TOPICS},
    note,
    user::{self, ProfileChange},
};

/// Columns that name a person and hold nothing of theirs.
const NOT_EXPORTED: [(&str, &str, &str); 1] = [("write_context", "actor_id", "set and cleared within one transaction")];

/// Every column that names a person: by foreign key, or by its name where there is none.
fn columns_that_name_people(fixture: &Fixture) -> BTreeSet<(String, String)> {
    let raw = fixture.raw();
    let rows = |sql: &str| {
        let mut statement = raw.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    let tables = "sqlite_schema AS t WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    let by_key = rows(&format!(
        "SELECT t.name, f.\"from\" FROM (SELECT name FROM {tables}) AS t, pragma_foreign_key_list(t.name) AS f WHERE f.\"table\" = 'users'"
    ));
    assert!(by_key.len() >= 30, "{by_key:?}");
    let by_name = rows(&format!("SELECT t.name, c.name FROM (SELECT name FROM {tables}) AS t, pragma_table_info(t.name) AS c"));
    let looks_like_one = |column: &str| ["user_id", "actor_id", "author_id", "owner_id", "assigned_to"].contains(&column) || column.ends_with("_by");
    by_key.into_iter().chain(by_name.into_iter().filter(|(_, column)| looks_like_one(column))).collect()
}

#[test]
fn every_table_in_which_a_person_stands_is_in_the_export() {
    let fixture = Fixture::new();
    let exported: BTreeSet<(String, String)> =
        TOPICS.iter().flat_map(|topic| topic.columns.iter().map(|column| (topic.table.to_owned(), (*column).to_owned()))).collect();
    let wanted = columns_that_name_people(&fixture);
    let missing: Vec<_> = wanted
        .iter()
        .filter(|(table, column)| !NOT_EXPORTED.iter().any(|(t, c, _)| t == table && c == column))
        .filter(|pair| !exported.contains(*pair))
        .collect();
    assert!(missing.is_empty(), "not in the export: {missing:?}");
    for topic in TOPICS {
        for column in topic.columns {
            assert!(topic.sql.replace("\n", " ").contains(&format!("{}.{column} = ?1", topic.table)), "{} does not ask for {column}", topic.name);
        }
    }
}

#[test]
fn an_export_holds_every_row_of_the_person_and_none_of_others() {
    let fixture = Fixture::new();
    let learner = fixture.learner;
    fill(&fixture, learner);
    fill(&fixture, fixture.owner);
    let export = export::collect(&fixture.store, learner).unwrap();
    for (table, column) in columns_that_name_people(&fixture) {
        let Some(topic) = TOPICS.iter().find(|topic| topic.table == table && topic.columns.contains(&column.as_str())) else { continue };
        // The trail names rows by more than a person's id.
        let rows = fixture.number(&format!("SELECT count(*) FROM {table} WHERE {column} = '{learner}'"));
        assert!(
            export.documents[topic.name].len() as i64 >= rows,
            "{table}.{column}: {rows} rows, {} in {}.json",
            export.documents[topic.name].len(),
            topic.name
        );
    }
    for name in ["attempts", "drafts", "notes", "consents", "operations", "trail", "profile", "account", "lessons", "courses"] {
        assert!(!export.documents[name].is_empty(), "{name} is empty");
    }
    let text = serde_json::to_string(&export.documents).unwrap();
    for word in ["Ben", "ben@example.org", "my bio", "my note", "print('hello')"] {
        assert!(text.contains(word), "{word:?} is missing");
    }
    assert!(!text.contains("ada.lovelace@example.org") && !text.contains("$argon2id$") && !text.contains("username_index"));
    let row = &export.documents["attempts"][0];
    assert_eq!(
        (&row["exercise"], &row["code"][0]["path"], &row["user_id"]),
        (&"first-steps/task-1-1".into(), &"main.py".into(), &learner.to_string().into())
    );
}

fn fill(fixture: &Fixture, user: UserId) {
    let actor = Actor::Person(user);
    let store = &fixture.store;
    user::update_profile(store, actor, user, &ProfileChange { bio: Some(Some("my bio".into())), ..ProfileChange::default() }).unwrap();
    note::set(store, actor, user, fixture.lesson(0), "my note").unwrap();
    consent::give(store, actor, user, Purpose::ProfileShownToInstructors, "").unwrap();
    crate::support::submit(store, user, fixture.exercise(0, 0), Verdict::Failed);
    draft::save(store, user, fixture.exercise(0, 1), &[file("main.py", "draft = 1\n"), file("lib/x.py", "y = 2\n")], 0, false).unwrap();
    store::lesson::complete(store, user, fixture.lesson(1)).unwrap();
}

#[test]
fn an_export_on_the_disk_is_readable_whole_and_private() {
    let fixture = Fixture::new();
    fill(&fixture, fixture.learner);
    let export = export::collect(&fixture.store, fixture.learner).unwrap();
    let out = fixture.folder.path().join("exports/ben");
    export.write(&out).unwrap();
    for topic in TOPICS {
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&fs::read(out.join(format!("{}.json", topic.name))).unwrap()).unwrap();
        assert_eq!(rows.len(), export.documents[topic.name].len(), "{}", topic.name);
    }
    assert_eq!(fs::read_to_string(out.join("programs/first-steps/task-1-1/attempt-1/main.py")).unwrap(), "print('hello')\n");
    assert_eq!(fs::read_to_string(out.join("programs/first-steps/task-1-2/draft/lib/x.py")).unwrap(), "y = 2\n");
    let readme = fs::read_to_string(out.join("README.md")).unwrap();
    assert!(TOPICS.iter().all(|topic| readme.contains(&format!("`{}.json`", topic.name))));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o077, 0);
    }
    // What is there is not written over, and nothing half-done is left beside it.
    assert_eq!(export.write(&out).unwrap_err().reason(), "export_exists");
    assert_eq!(fs::read_dir(out.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn half_an_answer_is_refused() {
    let fixture = Fixture::new();
    fs::remove_file(fixture.folder.path().join("master.key")).unwrap();
    assert_eq!(export::collect(&fixture.store, fixture.learner).unwrap_err().reason(), "keys_locked");
    let nobody: UserId = "0190bbbb-0000-7000-8000-000000000009".parse().unwrap();
    assert_eq!(export::collect(&fixture.store, nobody).unwrap_err().reason(), "user");
}

#[test]
fn whoever_reads_anothers_data_stands_on_the_trail() {
    let fixture = Fixture::new();
    let reads = || shell_text(&fixture.folder.path().join("studio.db"), "SELECT actor_id, row_id FROM audit_log WHERE action = 'read'");
    store::audit::note_read(&fixture.store, Actor::Person(fixture.learner), fixture.learner, "export").unwrap();
    assert_eq!(reads(), "", "one's own data is one's own");
    store::audit::note_read(&fixture.store, Actor::Person(fixture.owner), fixture.learner, "export").unwrap();
    assert_eq!(reads(), format!("{}|{}", fixture.owner, fixture.learner));
    let export = export::collect(&fixture.store, fixture.learner).unwrap();
    assert!(export.documents["trail"].iter().any(|row| row["action"] == "read" && row["actor_id"] == fixture.owner.to_string()));
}
