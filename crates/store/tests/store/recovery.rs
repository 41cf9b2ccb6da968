//! Putting a backup back, whole files and damaged ones: what was there is set aside, its work is carried, and a cut at any moment leaves the old or the new.

use crate::{
    doctor::{busy, damage},
    support::{Fixture, TestWorld, add_user, file, rows_but_of, shell_text, submit},
};
use domain::{account::Role, error::ErrorClass, judge::Verdict, world::World};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};
use store::{
    Actor, Store, StoreError,
    backup::{self, Backup, Reason, Restored},
    doctor::{self, Watch},
    draft, lesson, user,
};
use tempfile::TempDir;

fn create(fixture: &Fixture) -> Backup {
    backup::create(&fixture.store, Reason::ByHand, &Watch::nobody()).unwrap()
}

fn restore(folder: &Path, world: &dyn World, id: Option<&str>) -> store::Result<Restored> {
    backup::restore(folder, world, id, Actor::Nobody, &Watch::nobody())
}

fn save_draft(fixture: &Fixture, text: &str, based_on: u32) {
    draft::save(&fixture.store, fixture.learner, fixture.exercise(1, 0), &[file("main.py", text)], based_on, false).unwrap();
}

/// What somebody does after a backup: attempts, a draft, a lesson, a new person with work, things of their own.
fn work(fixture: &Fixture) -> user::User {
    fixture.submit(fixture.exercise(0, 0), Verdict::Failed);
    fixture.submit(fixture.exercise(0, 1), Verdict::Passed);
    save_draft(fixture, "second", 1);
    draft::leave(&fixture.store, fixture.learner, fixture.exercise(1, 0)).unwrap();
    save_draft(fixture, "third", 2);
    lesson::complete(&fixture.store, fixture.learner, fixture.lesson(1)).unwrap();
    let cleo = add_user(&fixture.store, "Cleo", Role::Learner);
    submit(&fixture.store, cleo.id, fixture.exercise(0, 0), Verdict::Passed);
    let (learner, at) = (fixture.learner, "2026-11-24T10:00:00.000Z");
    let (topic, post) = ("0190aaaa-0000-7000-8000-0000000000a2", "0190aaaa-0000-7000-8000-0000000000b2");
    fixture
        .raw()
        .execute_batch(&format!(
            "INSERT INTO lesson_notes (user_id, lesson_id, content, created_at, updated_at) VALUES ('{learner}', '{}', zeroblob(60), '{at}', '{at}');
             INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at)
                 VALUES ('0190aaaa-0000-7000-8000-0000000000f1', '{learner}', 'play.py', 'print(1)', '{at}', '{at}');
             INSERT INTO reading_days VALUES ('{learner}', '2026-11-24', 60, 1);
             INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at)
                 VALUES ('{topic}', '{}', '{learner}', 'b', 'Another', 'Another question', '{at}', '{at}', '{at}');
             INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) VALUES ('{post}', '{topic}', '{}', 'An answer', '{at}', '{at}');
             UPDATE topics SET accepted_post_id = '{post}', is_locked = 1 WHERE id = '{topic}';
             INSERT INTO consents (id, user_id, purpose, version, given_at) VALUES ('{post}', '{learner}', 'class', 1, '{at}');",
            fixture.lesson(0),
            fixture.course.id,
            fixture.owner
        ))
        .unwrap();
    cleo
}

/// Everything that people made and what follows from it, row by row. Not here: what a restoring itself writes, and the trail.
fn people_made(path: &Path) -> Vec<String> {
    rows_but_of(&rusqlite::Connection::open(path).unwrap(), &["refinery_schema_history", "drafts"])
}

/// The note of `work` is no sealed text, because only the app can seal; nothing else is amiss.
fn healthy(store: &Store) {
    let report = doctor::examine(store, &Watch::nobody()).unwrap();
    let amiss: Vec<_> = report.findings.iter().filter(|finding| finding.table != "lesson_notes").collect();
    assert!(amiss.is_empty(), "{amiss:?}");
}

fn same(one: &[String], other: &[String]) {
    let lacks = |one: &[String], other: &[String]| one.iter().filter(|line| !other.contains(line)).cloned().collect::<Vec<_>>().join("\n");
    assert_eq!((lacks(one, other), lacks(other, one)), (String::new(), String::new()));
    assert_eq!(one.len(), other.len());
}

#[test]
fn what_a_backup_lacks_is_carried_into_it() {
    let fixture = busy();
    save_draft(&fixture, "first", 0);
    let made = create(&fixture);
    let cleo = work(&fixture);
    let before = people_made(&fixture.folder.path().join("studio.db"));
    let trail = fixture.number("SELECT count(*) FROM audit_log");
    let Fixture { folder, world, store, learner, course, .. } = fixture;
    drop(store);

    let restored = restore(folder.path(), world.as_ref(), None).unwrap();
    assert_eq!((restored.backup.id.as_str(), restored.was_damaged), (made.id.as_str(), false));
    assert_eq!(restored.not_carried, Vec::new());
    assert!(restored.carried.iter().any(|carried| carried.table == "submissions" && carried.rows == 3), "{:?}", restored.carried);
    // What was there is whole in its place aside.
    let aside = restored.set_aside.unwrap();
    assert!(aside.starts_with(folder.path().join("set-aside")));
    assert_eq!(people_made(&aside), before);

    let store = Store::open(folder.path(), world.clone()).unwrap();
    // Nothing was lost, nothing was counted twice.
    same(&before, &people_made(&folder.path().join("studio.db")));
    let draft = draft::load(&store, learner, course.lessons[1].exercises[0].id).unwrap().unwrap();
    assert_eq!(draft.files[0].text, "third");
    assert_eq!(user::find(&store, cleo.id).unwrap().name.known(), Some("Cleo"));
    healthy(&store);
    let line = shell_text(
        &folder.path().join("studio.db"),
        "SELECT action || ' ' || json_extract(after_values, '$.backup') FROM audit_log WHERE action = 'restore'",
    );
    assert_eq!(line, format!("restore {}", made.id));
    // The trail says of each row that it was carried: not that sync brought it, nor that somebody wrote it now.
    let roles = "SELECT group_concat(DISTINCT role) FROM audit_log WHERE id > (SELECT min(id) FROM audit_log WHERE action = 'restore') AND action <> 'restore'";
    assert_eq!(shell_text(&folder.path().join("studio.db"), roles), "restore");
    assert_eq!(shell_text(&folder.path().join("studio.db"), "SELECT count(*) FROM audit_log WHERE role = 'sync'"), "0");
    assert!(trail > 0 && !folder.path().join("restoring").exists());
    // And work goes on: numbers follow on those that were carried.
    assert_eq!(submit(&store, learner, course.lessons[0].exercises[0].id, Verdict::Failed).attempt_number, 4);
}

#[test]
fn a_backup_brings_back_what_was_taken_away() {
    let fixture = busy();
    let made = create(&fixture);
    // By somebody with a shell and without scruples.
    shell_text(
        &fixture.folder.path().join("studio.db"),
        "DROP TRIGGER submissions_refuse_delete; DELETE FROM submissions; UPDATE courses SET title = 'Spoilt'",
    );
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    restore(folder.path(), world.as_ref(), Some(&made.id)).unwrap();
    let told = shell_text(&folder.path().join("studio.db"), "SELECT count(*) FROM submissions; SELECT title FROM courses; PRAGMA integrity_check");
    assert_eq!(told, "2\nFirst steps\nok");
    let store = Store::open(folder.path(), world).unwrap();
    assert!(doctor::examine(&store, &Watch::nobody()).unwrap().ok());
}

#[test]
fn nobody_may_have_it_open_and_nothing_is_touched_then() {
    let fixture = busy();
    create(&fixture);
    let before = people_made(&fixture.folder.path().join("studio.db"));
    let error = restore(fixture.folder.path(), fixture.world.as_ref(), None).unwrap_err();
    assert_eq!((error.class(), error.reason()), (ErrorClass::Conflict, "in_use"));
    assert_eq!(people_made(&fixture.folder.path().join("studio.db")), before);
    assert!(!fixture.folder.path().join("restoring").exists());
}

#[test]
fn what_cannot_be_restored_is_refused_and_nothing_is_touched() {
    let fixture = busy();
    let Fixture { folder, world, store, .. } = fixture;
    let none = |store: Arc<Store>| {
        drop(store);
        restore(folder.path(), world.as_ref(), None).unwrap_err().reason()
    };
    assert_eq!(none(store), "verified_backup");
    let store = Store::open(folder.path(), world.clone()).unwrap();
    let made = backup::create(&store, Reason::ByHand, &Watch::nobody()).unwrap();
    drop(store);
    let before = people_made(&folder.path().join("studio.db"));
    assert_eq!(restore(folder.path(), world.as_ref(), Some("2001")).unwrap_err().reason(), "backup");
    // From a newer app.
    fs::copy(&made.path, made.path.with_file_name("newer.db")).unwrap();
    shell_text(&made.path.with_file_name("newer.db"), "PRAGMA user_version = 999");
    assert_eq!(restore(folder.path(), world.as_ref(), Some("newer")).unwrap_err().class(), ErrorClass::TooNew);
    // Damaged since.
    let root: usize = shell_text(&made.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'lessons'").parse().unwrap();
    damage(&made.path, root);
    assert_eq!(restore(folder.path(), world.as_ref(), Some(&made.id)).unwrap_err().reason(), "backup_damaged");
    assert_eq!(restore(folder.path(), world.as_ref(), None).unwrap_err().reason(), "verified_backup");
    assert_eq!(people_made(&folder.path().join("studio.db")), before);
    Store::open(folder.path(), world).unwrap();
}

#[test]
fn a_password_that_was_changed_since_stays_changed() {
    let fixture = busy();
    let made = create(&fixture);
    fixture
        .raw()
        .execute_batch(&format!("UPDATE users SET is_active = 0, password_hash = '$argon2id$new' WHERE id = '{}'", fixture.learner))
        .unwrap();
    let Fixture { folder, world, store, learner, .. } = fixture;
    drop(store);
    restore(folder.path(), world.as_ref(), Some(&made.id)).unwrap();
    let told = shell_text(&folder.path().join("studio.db"), &format!("SELECT is_active, password_hash FROM users WHERE id = '{learner}'"));
    assert_eq!(told, "0|$argon2id$new");
}

type Spoil = fn(&Path);

fn page_of(path: &Path, name: &str) -> usize {
    shell_text(path, &format!("SELECT rootpage FROM sqlite_schema WHERE name = '{name}'")).parse().unwrap()
}

fn overwrite(path: &Path, from: usize, length: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[from..from + length].fill(0xa5);
    fs::write(path, bytes).unwrap();
}

#[test]
fn unsent_work_is_rescued_from_a_damaged_file() {
    // Each with how many of the 40 attempts made since the backup must be there at least.
    let ways: [(&str, Spoil, i64); 5] = [
        (
            "a leaf of the attempts",
            |path| {
                let leaf: usize = leaf_with(path, b"print('hello')", 2);
                overwrite(path, leaf * 4096, 4096);
            },
            30,
        ),
        ("the header", |path| overwrite(path, 0, 4096), 40),
        ("the list of tables", |path| overwrite(path, 4096, 5 * 4096), 30),
        ("a table that has nothing to do with it", |path| damage(path, page_of(path, "exercise_versions")), 40),
        (
            "everything",
            |path| {
                let length = fs::metadata(path).unwrap().len() as usize;
                overwrite(path, 4096, length - 4096)
            },
            0,
        ),
    ];
    for (what, spoil, at_least) in ways {
        let fixture = busy();
        let made = create(&fixture);
        for _ in 0..40 {
            fixture.submit(fixture.exercise(0, 1), Verdict::Failed);
        }
        fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let Fixture { folder, world, store, learner, course, .. } = fixture;
        drop(store);
        let path = folder.path().join("studio.db");
        spoil(&path);
        let spoilt = fs::read(&path).unwrap();

        let restored = restore(folder.path(), world.as_ref(), None).unwrap();
        assert!(restored.was_damaged, "{what}");
        let aside = restored.set_aside.clone().unwrap();
        assert!(aside.starts_with(folder.path().join("damaged")));
        assert_eq!(fs::read(&aside).unwrap(), spoilt, "{what}: the damaged file is kept as it was");
        let rescued: i64 = shell_text(&path, "SELECT count(*) - 2 FROM submissions").parse().unwrap();
        println!(
            "{what}: {rescued} of 40, {:?}, not carried {}, unreadable {:?}",
            restored.backup.id,
            restored.not_carried.len(),
            restored.unreadable
        );
        assert!(rescued >= at_least, "{what}: {rescued} of 40\n{:?}", restored.not_carried.first());
        assert_eq!(restored.backup.id, made.id);
        if rescued < 40 {
            assert!(!restored.unreadable.is_empty(), "{what}: what could not be read is said");
        }
        let store = Store::open(folder.path(), world).unwrap();
        let report = doctor::examine(&store, &Watch::nobody()).unwrap();
        // An operation whose attempt could not be read is kept, and doctor says that the attempt is missing.
        let others: Vec<_> = report.findings.iter().filter(|finding| finding.table != "outbox").collect();
        assert!(others.is_empty(), "{what}: {others:?}");
        assert_eq!(submit(&store, learner, course.lessons[0].exercises[1].id, Verdict::Failed).attempt_number, u32::try_from(rescued).unwrap() + 1);
    }
}

// The page (from 0) of the n-th leaf of a WITHOUT ROWID table that holds this text.
fn leaf_with(path: &Path, text: &[u8], nth: usize) -> usize {
    let bytes = fs::read(path).unwrap();
    let holds = |page: &[u8]| page[0] == 0x0a && page.windows(text.len()).any(|window| window == text);
    let leaves: Vec<usize> = bytes.chunks(4096).enumerate().filter(|(_, page)| holds(page)).map(|(index, _)| index).collect();
    leaves[nth.min(leaves.len() - 1)]
}

#[test]
fn a_file_that_was_set_aside_at_opening_is_rescued_too() {
    let fixture = busy();
    create(&fixture);
    fixture.submit(fixture.exercise(1, 1), Verdict::Failed);
    fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    let path = folder.path().join("studio.db");
    overwrite(&path, 100, 3000);
    let Err(StoreError::Corrupt { set_aside: Some(aside), .. }) = Store::open(folder.path(), world.clone()).map(|_| ()) else {
        panic!("not set aside")
    };
    assert!(!path.exists());
    let restored = restore(folder.path(), world.as_ref(), None).unwrap();
    assert_eq!(restored.set_aside, Some(aside.clone()));
    assert!(aside.exists());
    assert_eq!(shell_text(&path, "SELECT count(*) FROM submissions"), "3");
    Store::open(folder.path(), world).unwrap();
}

#[test]
fn an_unclean_end_before_the_damage_loses_no_log() {
    let fixture = busy();
    create(&fixture);
    fixture.raw().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    fixture.submit(fixture.exercise(1, 1), Verdict::Failed);
    // As after a power cut: the log is still there, and pages of the file are not what they were.
    let (copy, path) = crate::support::copy_of(fixture.folder.path());
    for name in ["keys.json", "master.key"] {
        fs::copy(fixture.folder.path().join(name), copy.path().join(name)).unwrap();
    }
    fs::create_dir(copy.path().join("backups")).unwrap();
    for entry in fs::read_dir(fixture.folder.path().join("backups")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join("backups").join(entry.file_name())).unwrap();
    }
    let page = fixture.number("SELECT rootpage FROM sqlite_schema WHERE name = 'exercise_versions'") as usize;
    damage(&path, page);
    let restored = restore(copy.path(), fixture.world.as_ref(), None).unwrap();
    assert!(restored.was_damaged);
    assert_eq!(shell_text(&path, "SELECT count(*) FROM submissions"), "3", "what stood in the log alone was rescued");
    assert!(restored.set_aside.unwrap().with_file_name("studio.db-wal").exists());
}

const JOB: &str = "STORE_TEST_RESTORE";

/// Not a test: the process that is killed.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(JOB) else { return };
    println!("begun");
    restore(Path::new(&folder), TestWorld::new().as_ref(), None).unwrap();
    println!("ended");
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() { copy_folder(&entry.path(), &target) } else { fs::copy(entry.path(), target).map(|_| ()).unwrap() }
    }
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_or_the_new() {
    let fixture = busy();
    save_draft(&fixture, "first", 0);
    create(&fixture);
    work(&fixture);
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    let before = people_made(&folder.path().join("studio.db"));
    // How long it takes undisturbed, to spread the kills over it.
    let whole = {
        let place = TempDir::new().unwrap();
        copy_folder(folder.path(), place.path());
        let begun = std::time::Instant::now();
        assert!(start(place.path()).wait().unwrap().success());
        begun.elapsed()
    };
    let (mut old, mut new) = (0, 0);
    let rounds = 40;
    for round in 0..rounds {
        let place = TempDir::new().unwrap();
        copy_folder(folder.path(), place.path());
        let mut process = start(place.path());
        // The last moments are where the files change places.
        let part = if round % 2 == 0 { f64::from(round) / f64::from(rounds) } else { 0.8 + 0.25 * f64::from(round) / f64::from(rounds) };
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * part));
        process.kill().unwrap();
        process.wait().unwrap();
        let store = Store::open(place.path(), world.clone()).unwrap();
        let path = place.path().join("studio.db");
        same(&before, &people_made(&path));
        match shell_text(&path, "SELECT count(*) FROM audit_log WHERE action = 'restore' AND table_name = 'installation'").as_str() {
            "0" => old += 1,
            "1" => new += 1,
            other => panic!("{other} restorings"),
        }
        healthy(&store);
        assert!(!place.path().join("restoring").exists());
    }
    println!("{rounds} kills over {whole:?}: {old} left the old file, {new} the new");
    assert!(old > 0);
}

fn start(folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "recovery::child", "--nocapture", "--test-threads=1"])
        .env(JOB, folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// The moments between which no clock falls: a restoring that was ready and not ended, in each of its steps.
#[test]
fn a_restoring_that_was_ready_is_ended_by_the_next_opening() {
    let fixture = busy();
    let made = create(&fixture);
    let learner = fixture.learner;
    fixture.submit(fixture.exercise(1, 1), Verdict::Failed);
    let Fixture { folder, world, store, course, .. } = fixture;
    drop(store);
    let ready = folder.path().join("restoring");
    // Not ready: as if it had not begun.
    fs::create_dir(&ready).unwrap();
    fs::copy(&made.path, ready.join("studio.db")).unwrap();
    drop(Store::open(folder.path(), world.clone()).unwrap());
    assert_eq!(shell_text(&folder.path().join("studio.db"), "SELECT count(*) FROM submissions"), "3");
    assert!(!ready.exists());
    // Ready, the old log still there: the log belongs to the old file and must not be read into the new.
    let old_log = {
        let store = Store::open(folder.path(), world.clone()).unwrap();
        lesson::complete(&store, learner, course.lessons[2].id).unwrap();
        fs::read(folder.path().join("studio.db-wal")).unwrap()
    };
    fs::create_dir(&ready).unwrap();
    fs::copy(&made.path, ready.join("studio.db")).unwrap();
    fs::write(ready.join("ready"), "{}").unwrap();
    fs::write(folder.path().join("studio.db-wal"), old_log).unwrap();
    drop(Store::open(folder.path(), world.clone()).unwrap());
    assert_eq!(shell_text(&folder.path().join("studio.db"), "SELECT count(*) FROM submissions; PRAGMA integrity_check"), "2\nok");
    // Moved, the mark still there: the file and its log are the new ones already.
    fs::create_dir(&ready).unwrap();
    fs::write(ready.join("ready"), "{}").unwrap();
    drop(Store::open(folder.path(), world).unwrap());
    assert_eq!(shell_text(&folder.path().join("studio.db"), "SELECT count(*) FROM submissions"), "2");
    assert!(!ready.exists());
}
