//! Health and backups as the window asks for them: who may, and what happens to a window whose file turns out to be damaged.

use crate::installation::Installation;
use domain::error::ErrorClass;
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

fn with_people() -> Installation {
    let installation = Installation::new();
    for name in ["Ada", "Ben"] {
        installation
            .call("create_account", json!({ "name": name, "display_name": null, "email": null, "password": null, "language": null, "theme": null }))
            .unwrap();
    }
    installation
}

fn sign_in(installation: &Installation, name: &str) {
    installation.call("sign_in", json!({ "name": name, "password": null })).unwrap();
}

fn database(installation: &Installation) -> PathBuf {
    installation.folder.path().join("data/studio.db")
}

fn sqlite(installation: &Installation, sql: &str) -> String {
    let output = std::process::Command::new("sqlite3").arg("-bail").arg(database(installation)).arg(sql).output().unwrap();
    assert!(output.status.success(), "{sql}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn everybody_may_look_and_only_the_owner_repairs_and_restores() {
    let installation = with_people();
    sqlite(&installation, "DROP TRIGGER users_refuse_delete");
    sign_in(&installation, "Ben");
    assert_eq!(installation.call("health", json!({})).unwrap()["may_repair"], false);
    assert_eq!(installation.call("check_health", json!({})).unwrap()["differences"], 1);
    for (command, request) in [("repair_health", json!({})), ("restore_backup", json!({}))] {
        assert_eq!(installation.call(command, request).unwrap_err().code, "denied.role", "{command}");
    }
    sign_in(&installation, "Ada");
    let report = installation.call("repair_health", json!({})).unwrap();
    assert_eq!((&report["ok"], &report["findings"][0]["repaired"]), (&json!(true), &json!(true)));
    let health = installation.call("health", json!({})).unwrap();
    assert_eq!((&health["last"]["ok"], &health["work"], &health["may_repair"]), (&json!(true), &Value::Null, &json!(true)));
}

#[test]
fn a_backup_is_put_back_under_an_open_window_and_nobody_is_signed_out() {
    let installation = with_people();
    sign_in(&installation, "Ada");
    let made = installation.call("create_backup", json!({})).unwrap();
    assert_eq!(made["verified"], true);
    installation
        .call("save_preferences", json!({ "language": "en", "theme": "dark", "font": "hyperlegible", "editor_font_size": 17, "wrap_lines": true }))
        .unwrap();
    let restored = installation.call("restore_backup", json!({ "id": made["id"] })).unwrap();
    assert_eq!(restored["was_damaged"], false);
    assert!(PathBuf::from(restored["set_aside"].as_str().unwrap()).exists());
    let status = installation.call("status", json!({})).unwrap();
    assert_eq!((&status["problem"], &status["signed_in"]["name"]), (&Value::Null, &json!("Ada")));
    assert_eq!(status["signed_in"]["preferences"]["editor_font_size"], 17, "what was chosen since is carried over");
    assert_eq!(installation.call("restore_backup", json!({ "id": "1999" })).unwrap_err().code, "not_found.backup");
    assert_eq!(installation.call("status", json!({})).unwrap()["problem"], Value::Null, "after a refusal the window goes on");
}

#[test]
fn damage_found_behind_the_scenes_leads_to_the_page_that_offers_the_backup() {
    let installation = with_people();
    let done = installation.call("look_after", json!({})).unwrap();
    assert!(done["backup"].is_string() && done["checked"] == true, "the first backup and the first check are due at once: {done}");
    let again = installation.call("look_after", json!({})).unwrap();
    assert_eq!((&again["backup"], &again["checked"]), (&Value::Null, &json!(false)));

    // The disk loses a page under the open file, and the last end was cut off.
    sqlite(&installation, "PRAGMA wal_checkpoint(TRUNCATE)");
    let page: usize = sqlite(&installation, "SELECT rootpage FROM sqlite_schema WHERE name = 'exercise_versions'").parse().unwrap();
    let mut bytes = fs::read(database(&installation)).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
    fs::write(database(&installation), bytes).unwrap();
    fs::write(installation.folder.path().join("data/check.pending"), "").unwrap();
    let error = installation.call("look_after", json!({})).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Corrupt);
    let status = installation.call("status", json!({})).unwrap();
    assert_eq!(status["problem"]["code"], "corrupt.database");
    let aside = status["problem"]["params"]["set_aside"].as_str().unwrap();
    assert!(PathBuf::from(aside).exists());

    // What the page then does.
    let backups = installation.call("backups", json!({})).unwrap();
    assert_eq!(backups[0]["verified"], true);
    let restored = installation.call("restore_backup", json!({ "id": backups[0]["id"] })).unwrap();
    assert_eq!((&restored["was_damaged"], restored["set_aside"].as_str()), (&json!(true), Some(aside)));
    let status = installation.call("status", json!({})).unwrap();
    assert_eq!((&status["problem"], status["accounts"].as_array().unwrap().len()), (&Value::Null, 2));
}
