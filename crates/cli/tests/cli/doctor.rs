//! `studio doctor` and `studio backup`: the contract of their JSON, and their plain words.

use crate::studio::{COURSE, Studio};

#[test]
fn doctor_finds_what_a_shell_did_and_puts_it_right() {
    let studio = Studio::new();
    let report = studio.json(&["doctor"]);
    assert_eq!((&report["ok"], &report["findings"]), (&true.into(), &serde_json::json!([])));
    studio.sqlite("UPDATE courses SET total_lessons = 99; DROP TRIGGER submissions_refuse_delete");
    let before = studio.sqlite("SELECT count(*) FROM lessons WHERE is_deleted = 0");

    let report = studio.json(&["doctor"]);
    assert_eq!(report["ok"], false);
    let findings = report["findings"].as_array().unwrap();
    let counter = findings.iter().find(|finding| finding["check"] == "counters").unwrap();
    let course = studio.sqlite(&format!("SELECT id FROM courses WHERE slug = '{COURSE}'"));
    assert_eq!((&counter["table"], &counter["row"], &counter["stored"]), (&"courses".into(), &course.clone().into(), &99.into()));
    assert_eq!((counter["actual"].to_string(), &counter["repaired"]), (before.clone(), &false.into()));
    assert_eq!(studio.sqlite("SELECT total_lessons FROM courses"), "99", "looking changes nothing");

    let words = String::from_utf8(studio.run(&["doctor"]).stdout).unwrap();
    assert!(words.contains(&format!("courses.total_lessons of {course} is 99; counted anew it is {before}.")), "{words}");
    assert!(words.contains("submissions_refuse_delete is missing") && words.contains("studio doctor --repair"), "{words}");

    let words = String::from_utf8(studio.run(&["doctor", "--repair"]).stdout).unwrap();
    assert!(words.contains("Repaired: courses.total_lessons") && words.contains("Everything is as it must be now."), "{words}");
    assert_eq!(studio.json(&["doctor"])["ok"], true);
    assert_eq!(studio.sqlite("SELECT total_lessons FROM courses"), before);
    let backups = studio.json(&["backup", "list"]);
    assert_eq!(backups[0]["reason"], "before-repair");
}

#[test]
fn a_timer_makes_the_backup_of_the_day_and_the_check_of_the_week_and_no_more() {
    let studio = Studio::new();
    let first = studio.json(&["backup", "create", "--if-due"]);
    assert_eq!((&first["checked"], &first["differences"]), (&true.into(), &0.into()));
    let listed = studio.json(&["backup", "list"]);
    assert_eq!((&listed[0]["id"], &listed[0]["reason"], &listed[0]["verified"]), (&first["backup"], &"scheduled".into(), &true.into()));
    let again = studio.json(&["backup", "create", "--if-due"]);
    assert_eq!((&again["backup"], &again["checked"]), (&serde_json::Value::Null, &false.into()));
    assert_eq!(studio.json(&["backup", "list"]).as_array().unwrap().len(), 1);
    // One by hand is one of the day too, and is made whenever it is asked for.
    studio.json(&["backup", "create"]);
    assert_eq!(studio.json(&["backup", "list"]).as_array().unwrap().len(), 2);
}

#[test]
fn backups_are_made_listed_verified_and_put_back() {
    let studio = Studio::new();
    assert_eq!(studio.json(&["backup", "list"]), serde_json::json!([]));
    assert_eq!(studio.refused(&["backup", "restore"]), "not_found.verified_backup");
    let made = studio.json(&["backup", "create"]);
    let listed = studio.json(&["backup", "list"]);
    for name in ["id", "path", "created_at", "verified"] {
        assert_eq!(listed[0][name], made[name], "{name}");
    }
    assert_eq!(made["verified"], true);
    let lesson = &studio.lessons()[0];
    studio.complete(lesson);
    let id = made["id"].as_str().unwrap();
    assert_eq!(studio.json(&["backup", "verify", id])[0]["verified"], true);
    let restored = studio.json(&["backup", "restore", id]);
    assert_eq!((&restored["backup"]["id"], &restored["was_damaged"]), (&made["id"], &false.into()));
    assert!(std::path::Path::new(restored["set_aside"].as_str().unwrap()).exists());
    assert_eq!(studio.completed(), 1, "what was done since is carried over");
    assert_eq!(studio.refused(&["backup", "restore", "1999"]), "not_found.backup");
    assert_eq!(studio.json(&["doctor"])["ok"], true);
}
