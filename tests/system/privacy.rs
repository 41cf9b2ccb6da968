//! A person's own data at a terminal: taken along, closed, kept, erased; and the data folder looked at with other eyes.

use crate::support::studio::Studio;
use serde_json::Value;
use std::{fs, path::Path};

const OWNER: &str = "correct horse battery";
const LEARNER: &str = "staple of the second";

/// Ada owns the installation, Zenobia learns on it.
fn two_people(folder: &Path) -> Studio {
    let studio = Studio::new(&folder.join("data"));
    let ada = studio.with_password(OWNER).json(["user", "add", "Ada"]);
    assert!(ada["recovery_code"].as_str().is_some_and(|code| code.len() == 34), "with the first account comes the code: {ada}");
    let zenobia = studio.with_password(LEARNER).json(["user", "add", "Zenobia Quartz", "--email", "zenobia@quartz.example"]);
    assert!(zenobia.get("recovery_code").is_none(), "{zenobia}");
    studio
}

fn holds(folder: &Path, word: &str) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, word);
        }
        let bytes = fs::read(&path).unwrap();
        bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
    })
}

#[test]
fn an_account_is_taken_along_closed_kept_and_erased() {
    let folder = tempfile::tempdir().unwrap();
    let studio = two_people(folder.path());
    let (owner, learner) = (studio.with_password(OWNER), studio.with_password(LEARNER));
    learner.json(["user", "profile", "Zenobia Quartz", "--bio", "collects old maps"]);
    learner.json(["note", "set", "python-first-steps/say-something", "ask about commas", "--user", "Zenobia Quartz"]);
    assert_eq!(learner.json(["note", "list", "COMMAS", "--user", "Zenobia Quartz"])[0]["text"], "ask about commas");

    let out = folder.path().join("export");
    owner.json(["user".as_ref(), "export".as_ref(), "Zenobia Quartz".as_ref(), out.as_os_str()]);
    let profile: Value = serde_json::from_slice(&fs::read(out.join("profile.json")).unwrap()).unwrap();
    assert_eq!(profile[0]["bio"], "collects old maps");
    assert_eq!(studio.sqlite("SELECT count(*) FROM audit_log WHERE action = 'read'"), "1", "the owner read it, and that is on the trail");

    owner.json(["user", "close", "Zenobia Quartz"]);
    let (code, error, _) = learner.refused(["progress", "--user", "Zenobia Quartz"]);
    assert_eq!((code, error.as_str()), (4, "denied.closing"));
    learner.json(["user", "reopen", "Zenobia Quartz", "--user", "Zenobia Quartz"]);
    learner.json(["progress", "--user", "Zenobia Quartz"]);

    let (code, error, _) = owner.refused(["user", "erase", "Zenobia Quartz"]);
    assert_eq!((code, error.as_str()), (2, "invalid.not_confirmed"));
    let (code, error, _) = learner.refused(["user", "erase", "Zenobia Quartz", "--yes"]);
    assert_eq!((code, error.as_str()), (4, "denied.wrong_password"), "the owner's act needs the owner's password");
    assert_eq!(owner.json(["user", "erase", "Zenobia Quartz", "--yes"])["finished"], true);
    for word in ["zenobia", "quartz", "collects old maps", "ask about commas"] {
        assert!(!holds(studio.data(), word), "{word:?} is left in the data folder");
    }
    assert_eq!(studio.sqlite("PRAGMA integrity_check"), "ok");
    assert_eq!(studio.json(["user", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_lost_master_key_is_said_and_brought_back_by_the_code() {
    let folder = tempfile::tempdir().unwrap();
    let studio = two_people(folder.path());
    let code = studio.with_password(OWNER).json(["keys", "recovery-code"])["code"].as_str().unwrap().to_owned();
    fs::remove_file(studio.data().join("master.key")).unwrap();
    assert_eq!(studio.json(["keys", "status"])["keys"], "master_key_missing");
    let (exit, error, _) = studio.with_password(LEARNER).refused(["user", "profile", "Zenobia Quartz", "--bio", "x"]);
    assert_eq!((exit, error.as_str()), (4, "denied.keys_locked"));
    assert_eq!(studio.with_password(&code).json(["keys", "recover"])["keys"], "open");
    assert_eq!(studio.json(["user", "list"])[1]["name"], "Zenobia Quartz");
}
