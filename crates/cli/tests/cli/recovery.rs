//! `docs/how-to/recover.md`, followed word for word on a file that is really damaged.

use crate::studio::Studio;
use std::{fs, path::Path, process::Output};

/// The commands of the page, in order: the lines of its `sh` blocks.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/how-to/recover.md")).unwrap();
    let mut inside = false;
    let mut commands = Vec::new();
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            command if inside => commands.push(command.to_owned()),
            _ => {}
        }
    }
    commands
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_written_procedure_brings_the_work_back() {
    type Damage = fn(&Studio);
    let ways: [(&str, Damage); 3] = [
        ("inside", |studio| {
            let root: usize = studio.sqlite("SELECT rootpage FROM sqlite_schema WHERE name = 'exercise_versions'").parse().unwrap();
            overwrite(studio, (root - 1) * 4096, 4096);
        }),
        ("the beginning", |studio| overwrite(studio, 0, 8 * 4096)),
        ("a counter", |studio| {
            studio.sqlite("UPDATE enrollments SET completed_lessons = 7");
        }),
    ];
    assert_eq!(commands().len(), 5, "the page has its five commands: {:?}", commands());
    for (what, damage) in ways {
        let studio = Studio::new();
        let lessons = studio.lessons();
        studio.complete(&lessons[0]);
        studio.json(&["backup", "create"]);
        // Done since the backup, and sent to nobody.
        studio.complete(&lessons[1]);
        let before = studio.sqlite("SELECT op_id FROM outbox ORDER BY op_id");
        studio.sqlite("PRAGMA wal_checkpoint(TRUNCATE)");
        damage(&studio);
        let damaged = fs::read(studio.database()).unwrap();

        for (index, command) in commands().iter().enumerate() {
            let output = studio.shell(command);
            let text = text(&output);
            println!("{what}: {command}\n{text}");
            // The first look may end with the error that the file was set aside; that is one of the two things the page tells of.
            assert!(output.status.success() || (index == 0 && text.contains("set aside")), "{what}: {command}: {text}");
            assert_eq!(text.contains("Everything is as it must be"), index == 4, "{what}: {command}: {text}");
        }

        assert_eq!(studio.completed(), 2, "{what}");
        assert_eq!(studio.sqlite("SELECT op_id FROM outbox ORDER BY op_id"), before, "{what}: what was not sent is there");
        assert_eq!(studio.json(&["user", "list"])[0]["name"], "Ada");
        assert_eq!(studio.json(&["doctor"])["ok"], true, "{what}");
        if what != "a counter" {
            let kept = fs::read_dir(studio.data().join("damaged")).unwrap().map(|entry| entry.unwrap().path().join("studio.db"));
            assert!(kept.into_iter().any(|path| fs::read(path).is_ok_and(|bytes| bytes == damaged)), "{what}: the damaged file is kept as it was");
        }
    }
}

fn overwrite(studio: &Studio, from: usize, length: usize) {
    let mut bytes = fs::read(studio.database()).unwrap();
    bytes[from..from + length].fill(0xa5);
    fs::write(studio.database(), bytes).unwrap();
}

#[test]
fn without_a_backup_a_new_file_is_begun_and_the_damaged_one_kept() {
    let studio = Studio::new();
    studio.sqlite("PRAGMA wal_checkpoint(TRUNCATE)");
    overwrite(&studio, 0, 4096);
    assert_eq!(studio.refused(&["doctor"]), "corrupt.database");
    assert_eq!(studio.refused(&["backup", "restore"]), "not_found.verified_backup");
    studio.json(&["init", "--start-anew"]);
    assert_eq!(studio.json(&["user", "list"]), serde_json::json!([]));
    assert_eq!(fs::read_dir(studio.data().join("damaged")).unwrap().count(), 1);
}
