//! Personal data: nowhere in the clear, locked without its key, never overwritten then.

use crate::support::{Fixture, TestWorld, new_user, shell_text};
use domain::{
    account::{Role, UserName},
    id::UserId,
};
use std::{fs, path::Path};
use store::{
    Actor, Personal, Store,
    user::{self, ProfileChange},
};

const WORDS: [&str; 6] =
    ["Zenobia Quartz", "zenobia quartz", "Zenobia Quartz (shown)", "zenobia.quartz@example.org", "collects old maps", "wants to fly"];

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

fn all_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn no_file_holds_a_personal_text_in_the_clear() {
    let fixture = Fixture::new();
    let person = user::create(&fixture.store, Actor::Nobody, &new_user(WORDS[0], Role::Learner, None)).unwrap();
    let change = ProfileChange { bio: Some(Some(WORDS[4].into())), goals: Some(Some(WORDS[5].into())), display_name: None };
    user::update_profile(&fixture.store, Actor::Person(person.id), person.id, &change).unwrap();
    let wal = fs::read(fixture.folder.path().join("studio.db-wal")).unwrap();
    assert!(!wal.is_empty());
    // A copy made by SQLite, as backups are.
    let backup = fixture.folder.path().join("backup.db");
    fixture.raw().execute("VACUUM INTO ?1", [backup.to_str().unwrap()]).unwrap();
    fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let files = all_files(fixture.folder.path());
    assert!(files.len() >= 5, "{files:?}");
    for path in &files {
        let bytes = fs::read(path).unwrap();
        for word in WORDS {
            assert!(!holds(&bytes, word), "{word:?} stands in {}", path.display());
        }
    }
    for word in WORDS {
        assert!(!holds(&wal, word), "{word:?} stood in the log");
    }
    // And it is there.
    assert_eq!(user::profile(&fixture.store, person.id).unwrap().bio, Some(Personal::Known(WORDS[4].into())));
}

#[cfg(unix)]
#[test]
fn keys_and_data_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    for name in ["keys.json", "master.key", "audit-head", "studio.db", "studio.db-wal"] {
        let mode = fs::metadata(fixture.folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
    let inner = fixture.folder.path().join("deep/er");
    drop(Store::open(&inner, fixture.world.clone()).unwrap());
    assert_eq!(fs::metadata(&inner).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn without_the_key_everything_is_locked_and_nothing_is_overwritten() {
    for remove in ["keys.json", "master.key"] {
        let fixture = Fixture::new();
        fs::rename(fixture.folder.path().join(remove), fixture.folder.path().join("away")).unwrap();
        let keys_before = fs::read(fixture.folder.path().join("keys.json")).ok();
        check_locked(fixture.learner, &fixture.store);
        // The same for a process that starts now.
        drop(fixture.store);
        let again = Store::open(fixture.folder.path(), TestWorld::new()).unwrap();
        check_locked(fixture.learner, &again);
        assert_eq!(fs::read(fixture.folder.path().join("keys.json")).ok(), keys_before);
        assert!(!fixture.folder.path().join(remove).exists(), "{remove} was made anew");
        fs::rename(fixture.folder.path().join("away"), fixture.folder.path().join(remove)).unwrap();
        assert_eq!(user::find(&again, fixture.learner).unwrap().name, Personal::Known("Ben".into()));
    }
}

fn check_locked(learner: UserId, store: &Store) {
    let ben = user::find(store, learner).unwrap();
    assert_eq!((ben.name, ben.display_name, ben.email), (Personal::Locked, Personal::Locked, Some(Personal::Locked)));
    let change = ProfileChange { display_name: Some(Some("New".into())), ..ProfileChange::default() };
    assert_eq!(user::update_profile(store, Actor::Person(ben.id), ben.id, &change).unwrap_err().reason(), "keys_locked");
    assert_eq!(user::create(store, Actor::Nobody, &new_user("Zoe", Role::Learner, None)).unwrap_err().reason(), "keys_locked");
    assert_eq!(user::find_by_name(store, &UserName::parse("Ben").unwrap()).unwrap_err().reason(), "keys_locked");
}

#[test]
fn another_master_key_opens_nothing_and_changes_nothing() {
    let fixture = Fixture::new();
    let other = Fixture::new();
    fs::copy(other.folder.path().join("master.key"), fixture.folder.path().join("master.key")).unwrap();
    let keys = fs::read(fixture.folder.path().join("keys.json")).unwrap();
    drop(fixture.store);
    let store = Store::open(fixture.folder.path(), fixture.world).unwrap();
    check_locked(fixture.learner, &store);
    assert_eq!(fs::read(fixture.folder.path().join("keys.json")).unwrap(), keys);
}

#[test]
fn a_sealed_text_does_not_open_in_another_row() {
    let fixture = Fixture::new();
    let swap = format!("UPDATE users SET username = (SELECT username FROM users WHERE id = '{}') WHERE id = '{}'", fixture.owner, fixture.learner);
    fixture.raw().execute(&swap, []).unwrap();
    assert_eq!(user::find(&fixture.store, fixture.learner).unwrap().name, Personal::Locked);
    assert_eq!(user::find(&fixture.store, fixture.owner).unwrap().name, Personal::Known("Ada Lovelace".into()));
}

#[test]
fn a_key_is_on_the_disk_for_every_person_in_the_file() {
    let fixture = Fixture::new();
    let keys: serde_json::Value = serde_json::from_slice(&fs::read(fixture.folder.path().join("keys.json")).unwrap()).unwrap();
    let ids = shell_text(&fixture.folder.path().join("studio.db"), "SELECT id FROM users");
    for id in ids.lines() {
        assert!(keys["people"][id].is_string(), "{id} has no key");
    }
}
