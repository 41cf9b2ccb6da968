//! Backups: of one state while others write, verified, rotated; nothing half-made is left.

use crate::{
    doctor::{busy, damage},
    support::{Fixture, TestWorld, shell_text},
};
use domain::{error::ErrorClass, judge::Verdict};
use std::{
    fs,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use store::{
    Store,
    backup::{self, Backup, Reason},
    doctor::Watch,
};
use tempfile::TempDir;

fn create(fixture: &Fixture) -> Backup {
    backup::create(&fixture.store, Reason::ByHand, &Watch::nobody()).unwrap()
}

fn files(fixture: &Fixture) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(fixture.folder.path().join("backups")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_one_file_with_a_note_and_verified() {
    let fixture = busy();
    let made = create(&fixture);
    assert!(made.verified(), "{:?}", made.verification);
    assert_eq!(files(&fixture), [format!("{}.db", made.id), format!("{}.json", made.id), "calendar.json".into()]);
    assert_eq!(backup::list(fixture.folder.path()).unwrap(), vec![made.clone()]);
    assert_eq!(backup::find(fixture.folder.path(), &made.id[..12]).unwrap(), made);
    assert_eq!(backup::find(fixture.folder.path(), "2001").unwrap_err().reason(), "backup");
    assert_eq!(shell_text(&made.path, "PRAGMA integrity_check; PRAGMA journal_mode; SELECT count(*) FROM submissions"), "ok\ndelete\n2");
    assert_eq!((made.rows["submissions"], made.rows["users"], made.reason), (2, 2, Reason::ByHand));
    assert_eq!(made.audit_line, fixture.number("SELECT max(id) FROM audit_log"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in files(&fixture) {
            let mode = fs::metadata(fixture.folder.path().join("backups").join(&name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name}");
        }
    }
}

#[test]
fn it_is_one_state_of_the_file_while_others_write() {
    let fixture = Fixture::new();
    // Enough pages for several steps.
    fixture.raw().execute_batch(&format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
         INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at)
         SELECT printf('0190aaaa-0000-7000-8000-%012d', i), '{}', 'f' || i, hex(randomblob(1000)), '2026-11-23T10:00:00.000Z', '2026-11-23T10:00:00.000Z' FROM n",
        fixture.learner
    )).unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut written = 0;
            while !done.load(Ordering::Relaxed) {
                fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
                written += 1;
            }
            written
        });
        let mut counts = Vec::new();
        for _ in 0..5 {
            let made = create(&fixture);
            assert!(made.verified(), "{:?}", made.verification);
            // Attempts, their progress and their operations are of the same moment.
            let told = shell_text(
                &made.path,
                "SELECT (SELECT count(*) FROM submissions) || ' ' || (SELECT coalesce(sum(attempts), 0) FROM exercise_progress) || ' '
                     || (SELECT count(*) FROM outbox WHERE kind = 'submission.add')",
            );
            let numbers: Vec<i64> = told.split(' ').map(|number| number.parse().unwrap()).collect();
            assert!(numbers.iter().all(|number| *number == numbers[0]), "{told}");
            counts.push(numbers[0]);
        }
        done.store(true, Ordering::Relaxed);
        assert!(writer.join().unwrap() > 5);
        assert!(counts.is_sorted() && counts[4] > counts[0], "writers were kept waiting: {counts:?}");
    });
}

#[test]
fn a_backup_that_is_not_what_it_was_is_not_verified_any_more() {
    let fixture = busy();
    let made = create(&fixture);
    let root: usize = shell_text(&made.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'submissions'").parse().unwrap();
    damage(&made.path, root);
    let looked = backup::verify(fixture.folder.path(), fixture.store.world(), &made.id, &Watch::nobody()).unwrap();
    assert!(!looked.verified());
    assert!(!backup::list(fixture.folder.path()).unwrap()[0].verified());
    assert_eq!(backup::newest_verified(fixture.folder.path()).unwrap_err().reason(), "verified_backup");

    // One changed byte, in a text: the pages hold together.
    let made = create(&fixture);
    let mut bytes = fs::read(&made.path).unwrap();
    let at = bytes.windows(18).position(|window| window == b"Text of lesson 1\0\0" || window.starts_with(b"Text of lesson 1")).unwrap();
    bytes[at] ^= 1;
    fs::write(&made.path, bytes).unwrap();
    assert!(!backup::verify(fixture.folder.path(), fixture.store.world(), &made.id, &Watch::nobody()).unwrap().verified());

    // A row too few, counters and all.
    let made = create(&fixture);
    shell_text(&made.path, "DROP TRIGGER reading_days_refuse_delete; DELETE FROM categories WHERE 0; DROP TRIGGER subscriptions_refuse_delete");
    let looked = backup::verify(fixture.folder.path(), fixture.store.world(), &made.id, &Watch::nobody()).unwrap();
    let fields: Vec<_> = looked.verification.unwrap().problems.into_iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["reading_days_refuse_delete", "subscriptions_refuse_delete", "sha256"]);
}

#[test]
fn one_that_was_never_verified_is_shown_as_that() {
    let fixture = busy();
    let made = create(&fixture);
    fs::copy(&made.path, made.path.with_file_name("from-a-stick.db")).unwrap();
    let listed = backup::list(fixture.folder.path()).unwrap();
    let found = listed.iter().find(|backup| backup.id == "from-a-stick").unwrap();
    assert_eq!((found.reason, found.verified(), found.schema_version), (Reason::Found, false, made.schema_version));
    assert!(backup::verify(fixture.folder.path(), fixture.store.world(), "from-a-stick", &Watch::nobody()).unwrap().verified());
    assert!(backup::find(fixture.folder.path(), "from-a-stick").unwrap().verified());
}

#[test]
fn one_of_a_file_with_a_wrong_counter_says_so() {
    let fixture = busy();
    fixture.raw().execute_batch("UPDATE courses SET total_lessons = 99").unwrap();
    let made = create(&fixture);
    assert!(!made.verified());
    let problems = made.verification.unwrap().problems;
    assert_eq!((problems.len(), problems[0].field.as_str()), (1, "total_lessons"));
}

#[test]
fn a_damaged_original_gives_no_backup() {
    let fixture = busy();
    fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let root = fixture.number("SELECT rootpage FROM sqlite_schema WHERE name = 'exercise_versions'") as usize;
    let Fixture { folder, store, .. } = fixture;
    drop(store);
    damage(&folder.path().join("studio.db"), root);
    let store = Store::open(folder.path(), TestWorld::new()).unwrap();
    let error = backup::create(&store, Reason::ByHand, &Watch::nobody()).unwrap_err();
    assert_eq!(error.class(), ErrorClass::Corrupt);
    assert!(backup::list(folder.path()).unwrap().is_empty());
    drop(store);
    assert!(Store::open(folder.path(), TestWorld::new()).is_err(), "the next opening looks at it");
}

#[test]
fn it_can_be_stopped_and_leaves_nothing() {
    let fixture = busy();
    let stop = Watch::new(&|_| {}, Arc::new(|| true));
    assert_eq!(backup::create(&fixture.store, Reason::ByHand, &stop).unwrap_err().reason(), "stopped");
    assert!(files(&fixture).iter().all(|name| name == "calendar.json"), "{:?}", files(&fixture));
}

#[test]
fn daily_and_rotated_by_days_that_were_seen() {
    let fixture = busy();
    let folder = fixture.folder.path();
    let due = || backup::create_when_due(&fixture.store, &Watch::nobody()).unwrap();
    let first = due().unwrap();
    assert!(due().is_none(), "one a day");
    for _ in 0..20 {
        fixture.world.go_on(1);
        assert!(due().is_some());
    }
    let all = backup::list(folder).unwrap();
    assert!(all.len() < 20 && all.len() >= 15, "{}", all.len());
    // The clock jumps by ten years: not a day was seen, so nothing is taken away.
    fixture.world.go_on(3650);
    assert!(due().is_some());
    assert_eq!(backup::list(folder).unwrap().len(), all.len() + 1);
    // And back: what is from the future does not keep the next one from being made.
    fixture.world.go_on(-3649);
    assert!(due().is_some());
    assert!(backup::list(folder).unwrap().iter().any(|backup| backup.id == first.id || backup.seen_day < 7), "the week of the first one has one");
    assert!(backup::list(folder).unwrap().iter().all(|backup| backup.path.with_extension("json").exists()));
}

#[test]
fn a_full_disk_or_a_folder_that_cannot_be_written_is_a_clear_error() {
    let outside = TempDir::new().unwrap();
    let disk = outside.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(&disk).output().is_ok_and(|output| output.status.success());
    if !mounted {
        println!("skipped: mounting a small disk is not allowed here");
        return;
    }
    let outcome = std::panic::catch_unwind(|| {
        let store = Store::open(&disk.join("data"), TestWorld::new()).unwrap();
        fs::write(disk.join("filler"), vec![1; 4_900_000]).ok();
        let error = backup::create(&store, Reason::ByHand, &Watch::nobody()).unwrap_err();
        assert_eq!((error.class(), error.reason()), (ErrorClass::Full, "disk"));
        let left: Vec<_> =
            fs::read_dir(disk.join("data/backups")).unwrap().map(|entry| entry.unwrap().file_name()).filter(|name| name != "calendar.json").collect();
        assert!(left.is_empty(), "{left:?}");
        fs::remove_file(disk.join("filler")).unwrap();
        assert!(backup::create(&store, Reason::ByHand, &Watch::nobody()).unwrap().verified());
    });
    let _ = Command::new("umount").arg("-l").arg(&disk).status();
    outcome.unwrap();
}
