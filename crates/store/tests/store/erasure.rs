//! Closing, reopening, erasing: nothing of an erased person is left, in any file, and no backup brings them back.

use crate::support::{Fixture, PASSWORD, TestWorld, add_user, file, new_user, shell_text, start_job, try_submit};
use domain::{
    account::{Role, UserName},
    consent::Purpose,
    id::{SubmissionId, UserId},
    judge::Verdict,
};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use store::{
    Actor, Store,
    closing::{self, CloseHow},
    consent, draft, erasure, note, privacy,
    submission::{self, NewSubmission},
    user::{self, Author, ProfileChange},
};

const NAME: &str = "Zenobia Quartz";
const EMAIL: &str = "zenobia.quartz@example.org";
const BIO: &str = "collects old maps of islands";
const GOALS: &str = "wants to fly a seaplane";
const NOTE: &str = "ask about the loop on Tuesday";
const CODE: &str = "print('kilimanjaro-4711')\n";
const PRINTED: &str = "output-of-kilimanjaro";
const DRAFT: &str = "half_written_rhinoceros = 1\n";
const POST: &str = "a post about marmalade and loops";
const FLAG: &str = "this sentence insults pelicans";
const PLAYED: &str = "playground_wombat = 2\n";

const EARLIER: &str = "an earlier wording about zebras";
const OTHER_SIDE: &str = "the other side of an edit, with gnus";

/// Encrypted, so never in the clear, not even before.
const SEALED: [&str; 5] = [NAME, EMAIL, BIO, GOALS, NOTE];
/// In the clear while they are there, and gone after an erasure.
const OPEN: [&str; 7] = [CODE, PRINTED, DRAFT, FLAG, PLAYED, EARLIER, OTHER_SIDE];

const AT: &str = "2026-11-24T00:00:00.000Z";

/// A learner who has left something in every place there is.
struct Person {
    fixture: Fixture,
    id: UserId,
    post: String,
}

fn person() -> Person {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let id = user::create(store, Actor::Nobody, &new_user(NAME, Role::Learner, Some(PASSWORD))).unwrap().id;
    let actor = Actor::Person(id);
    let change = ProfileChange { bio: Some(Some(BIO.into())), goals: Some(Some(GOALS.into())), display_name: None };
    user::update_profile(store, actor, id, &change).unwrap();
    note::set(store, actor, id, fixture.lesson(0), NOTE).unwrap();
    consent::give(store, actor, id, Purpose::ProfileShownToInstructors, "").unwrap();
    let exercise = fixture.exercise(0, 0);
    let exercise_digest = store::exercise::for_learner(store, exercise, None).unwrap().digest;
    let mut result = crate::support::result(Verdict::Failed);
    result.stdout = PRINTED.into();
    let files = [file("main.py", CODE)];
    let new = NewSubmission { id: SubmissionId::generate(store.world()), user: id, exercise, exercise_digest, files: &files, result: &result };
    submission::add(store, &new).unwrap();
    draft::save(store, id, exercise, &[file("main.py", DRAFT)], 0, false).unwrap();
    draft::leave(store, id, exercise).unwrap();
    // What has no functions yet, as the functions to come will write it.
    let post = "0190bbbb-0000-7000-8000-000000000002".to_owned();
    let course = fixture.course.id;
    let (ben, topic) = (fixture.learner, "0190bbbb-0000-7000-8000-000000000001");
    fixture
        .raw()
        .execute_batch(&format!(
            "INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at)
                VALUES ('{topic}', '{course}', '{ben}', 'loops', 'Loops', 'How do loops work?', '{AT}', '{AT}', '{AT}');
            INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) VALUES ('{post}', '{topic}', '{id}', '{EARLIER}', '{AT}', '{AT}');
            UPDATE posts SET content = '{POST}', revision = 2 WHERE id = '{post}';
            INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at)
                VALUES ('0190bbbb-0000-7000-8000-000000000006', '{course}', '{id}', 'about-zenobia', 'About Zenobia', 'I am Zenobia, hello', '{AT}', '{AT}', '{AT}');
            INSERT INTO submission_comments (id, submission_id, user_id, content, created_at)
                SELECT '0190bbbb-0000-7000-8000-000000000007', id, '{id}', 'Well done, me', '{AT}' FROM submissions WHERE user_id = '{id}';
            INSERT INTO conflict_copies (id, user_id, entity, entity_id, body, created_at)
                VALUES ('0190bbbb-0000-7000-8000-000000000008', '{id}', 'post', '{post}', json_object('content', '{OTHER_SIDE}'), '{AT}');
            INSERT INTO post_likes (post_id, user_id, created_at) VALUES ('{post}', '{ben}', '{AT}');
            INSERT INTO flags (id, flagger_id, topic_id, reason, details, created_at)
                VALUES ('0190bbbb-0000-7000-8000-000000000003', '{id}', '{topic}', 'other', '{FLAG}', '{AT}');
            INSERT INTO bookmarks (user_id, lesson_id, created_at) VALUES ('{id}', '{}', '{AT}');
            INSERT INTO reading_days (user_id, day, seconds) VALUES ('{id}', '2026-11-24', 60);
            INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at)
                VALUES ('0190bbbb-0000-7000-8000-000000000004', '{id}', 'wombat.py', '{PLAYED}', '{AT}', '{AT}');
            INSERT INTO reviews (id, course_id, user_id, rating, title, content) VALUES ('0190bbbb-0000-7000-8000-000000000005', '{course}', '{id}', 5, 'Good', 'I liked it');",
            fixture.lesson(1),
        ))
        .unwrap();
    Person { fixture, id, post }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { all_files(&path) } else { vec![path] }).collect()
}

/// Which of the words stand in which files, as `strings` would find them.
fn found(folder: &Path, words: &[&str]) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for path in all_files(folder) {
        // By another process: closing a file frees the locks that SQLite of this process has on it, and the next one that opens it would take the log away.
        let bytes = std::process::Command::new("cat").arg(&path).output().unwrap().stdout;
        for word in words {
            // JSON and SQL write line ends in their own way.
            let word = word.trim();
            if bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())) {
                found.push((word.to_owned(), path.clone()));
            }
        }
    }
    found
}

fn how(days: u32) -> CloseHow {
    CloseHow { keeps_contributions: true, days }
}

fn back_up(fixture: &Fixture) -> PathBuf {
    let folder = fixture.folder.path().join("backups");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("old.db");
    fixture.raw().execute("VACUUM INTO ?1", [path.to_str().unwrap()]).unwrap();
    path
}

#[test]
fn nothing_of_an_erased_person_is_left_in_any_file_not_even_after_an_old_backup_came_back() {
    let Person { fixture, id, post } = person();
    let folder = fixture.folder.path().to_owned();
    assert_eq!(found(&folder, &SEALED), [], "in the clear while they were there");
    for word in OPEN {
        assert!(!found(&folder, &[word]).is_empty(), "{word:?} must be there first, or the test shows nothing");
    }
    let ciphertexts: Vec<Vec<u8>> = {
        let raw = fixture.raw();
        let mut statement = raw
            .prepare(&format!(
                "SELECT username FROM users WHERE id = '{id}' UNION ALL SELECT email FROM users WHERE id = '{id}' UNION ALL SELECT username_index FROM users WHERE id = '{id}'
                UNION ALL SELECT bio FROM profiles WHERE user_id = '{id}' UNION ALL SELECT content FROM lesson_notes WHERE user_id = '{id}'"
            ))
            .unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    assert_eq!(ciphertexts.len(), 5);
    let backup = back_up(&fixture);
    let old_keys = fs::read_to_string(folder.join("keys.json")).unwrap();
    assert!(old_keys.contains(&id.to_string()));

    closing::close(&fixture.store, Actor::Person(id), id, how(30)).unwrap();
    for _ in 0..31 {
        fixture.world.go_on(1);
        closing::look_at_calendar(&fixture.store).unwrap();
    }
    let backups = folder.join("backups");
    let in_use = |words: &[&str]| found(&folder, words).into_iter().filter(|(_, path)| !path.starts_with(&backups)).collect::<Vec<_>>();
    assert_eq!(in_use(&SEALED), []);
    assert_eq!(in_use(&OPEN), []);
    for path in all_files(&folder).iter().filter(|path| !path.starts_with(&backups)) {
        let bytes = fs::read(path).unwrap();
        for sealed in &ciphertexts {
            assert!(!bytes.windows(sealed.len()).any(|window| window == sealed), "a sealed value is left in {}", path.display());
        }
    }
    let keys: serde_json::Value = serde_json::from_slice(&fs::read(folder.join("keys.json")).unwrap()).unwrap();
    assert!(keys["people"].get(id.to_string()).is_none());
    assert_eq!(keys["erased"][id.to_string()]["finished"], true);

    // The old file comes back.
    let Fixture { folder: data, world, store, .. } = fixture;
    drop(store);
    for name in ["studio.db-wal", "studio.db-shm"] {
        let _ = fs::remove_file(folder.join(name));
    }
    fs::copy(&backup, folder.join("studio.db")).unwrap();
    fs::remove_dir_all(&backups).unwrap();
    let store = Store::open(data.path(), world).unwrap();
    assert_eq!(user::find(&store, id).unwrap().name, store::Personal::Locked, "no key, no name");
    assert_eq!(privacy::apply_erasures_after_restore(&store).unwrap(), [id]);
    assert_eq!(found(&folder, &SEALED), []);
    assert_eq!(found(&folder, &OPEN), []);
    assert_eq!(user::author(&store, id).unwrap(), Author::Deleted);
    // Chosen so: what they wrote for others stays.
    assert_eq!(shell_text(&folder.join("studio.db"), &format!("SELECT content FROM posts WHERE id = '{post}'")), POST);
    // Again finds them again and harms nothing; a look at the calendar finds nobody.
    assert_eq!(privacy::apply_erasures_after_restore(&store).unwrap(), [id]);
    assert_eq!(closing::look_at_calendar(&store).unwrap(), closing::Looked { erased: vec![], finished: true });
}

#[test]
fn an_old_copy_put_back_by_hand_is_noticed_at_the_next_look() {
    let Person { fixture, id, .. } = person();
    let backup = back_up(&fixture);
    erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap();
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    fs::copy(&backup, folder.path().join("studio.db")).unwrap();
    fs::remove_dir_all(folder.path().join("backups")).unwrap();
    let store = Store::open(folder.path(), world).unwrap();
    assert!(closing::look_at_calendar(&store).unwrap().finished);
    assert_eq!(found(folder.path(), &OPEN), []);
    assert_eq!(user::author(&store, id).unwrap(), Author::Deleted);
}

#[test]
fn the_numbers_of_others_stay_and_contributions_go_if_that_was_chosen() {
    for keeps in [true, false] {
        let Person { fixture, id, post } = person();
        let number = |sql: &str| fixture.number(sql);
        let attempts = number("SELECT count(*) FROM submissions");
        assert_eq!(erasure::erase_now(&fixture.store, fixture.owner, id, keeps).unwrap(), erasure::Erased { finished: true });
        assert_eq!(number("SELECT count(*) FROM submissions"), attempts);
        let differing = "SELECT count(*) FROM (SELECT * FROM exercise_progress_recount EXCEPT SELECT user_id, exercise_id, attempts, best_score, passed_at, attempts_to_pass, last_attempt_at FROM exercise_progress)";
        assert_eq!(number(differing), 0);
        let database = fixture.folder.path().join("studio.db");
        let content = shell_text(&database, &format!("SELECT content || is_erased FROM posts WHERE id = '{post}'"));
        assert_eq!(content, if keeps { format!("{POST}0") } else { "1".into() });
        assert_eq!(number("SELECT total_reviews FROM courses"), i64::from(keeps));
        assert_eq!(number("SELECT count(*) FROM (SELECT * FROM topic_recount EXCEPT SELECT id, reply_count, last_activity_at FROM topics)"), 0);
        assert_eq!(
            number(
                "SELECT count(*) FROM (SELECT * FROM course_recount EXCEPT SELECT id, total_lessons, total_enrollments, total_reviews, rating_sum, average_rating FROM courses)"
            ),
            0
        );
        assert_eq!(found(fixture.folder.path(), &[POST]).is_empty(), !keeps);
        // Nobody else lost anything.
        assert_eq!(user::find(&fixture.store, fixture.learner).unwrap().name.known(), Some("Ben"));
        assert_eq!(shell_text(&database, "PRAGMA integrity_check"), "ok");
        assert_eq!(shell_text(&database, "PRAGMA foreign_key_check"), "");
    }
}

#[test]
fn a_blanked_attempt_can_still_be_read_and_its_operation_still_has_its_digest() {
    let Person { fixture, id, .. } = person();
    erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap();
    let attempts = submission::list(&fixture.store, &submission::SubmissionFilter { user: Some(id), ..Default::default() }).unwrap();
    assert_eq!(attempts.len(), 1);
    let attempt = submission::show(&fixture.store, attempts[0].id).unwrap();
    assert_eq!((attempt.result.verdict, attempt.result.stdout.as_str()), (Verdict::Failed, ""));
    for queued in store::outbox::list(&fixture.store, id, 0, 100).unwrap() {
        assert_eq!(queued.operation.payload, serde_json::json!({}));
        assert_eq!(queued.operation.digest().unwrap(), queued.digest);
    }
}

#[test]
fn cut_off_at_any_point_an_erasure_is_ended_by_the_next_look() {
    // After step 1 the key file knows; whatever else was done or not, the rest follows.
    let Person { fixture, id, .. } = person();
    let keys = fixture.folder.path().join("keys.json");
    let mut wrapped: serde_json::Value = serde_json::from_slice(&fs::read(&keys).unwrap()).unwrap();
    wrapped["people"].as_object_mut().unwrap().remove(&id.to_string());
    wrapped["erased"] = serde_json::json!({id.to_string(): {"at": AT, "keeps_contributions": true, "finished": false}});
    fs::write(&keys, wrapped.to_string()).unwrap();
    assert!(closing::look_at_calendar(&fixture.store).unwrap().finished);
    assert_eq!(found(fixture.folder.path(), &OPEN), []);
    assert_eq!(fixture.number(&format!("SELECT count(*) FROM erasures WHERE user_id = '{id}' AND erased_at IS NOT NULL")), 1);

    // After step 2: blanked, and not yet rewritten. A reader in another process keeps the log from being emptied.
    let Person { fixture, id, .. } = person();
    let reader = fixture.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM users").unwrap();
    let start = std::time::Instant::now();
    assert_eq!(erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap(), erasure::Erased { finished: false });
    assert!(start.elapsed().as_secs() < 30);
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    assert!(closing::look_at_calendar(&fixture.store).unwrap().finished);
    assert_eq!(found(fixture.folder.path(), &OPEN), []);
}

#[test]
fn killed_in_the_middle_an_erasure_has_not_begun_or_is_ended_by_the_next_look() {
    let fixture = Fixture::new();
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).unwrap();
    let mut ended = 0;
    for (round, byte) in random.into_iter().enumerate() {
        let id = add_user(&fixture.store, &format!("Killed {round}"), Role::Learner).id;
        let words = format!("sentinel_of_round_{round}_end = 1");
        draft::save(&fixture.store, id, fixture.exercise(0, 0), &[file("main.py", &words)], 0, false).unwrap();
        let arguments = ["0".to_owned(), fixture.owner.to_string(), id.to_string()];
        let mut process = start_job("erase", fixture.folder.path(), &arguments);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("begun")));
        std::thread::sleep(Duration::from_micros(u64::from(byte) * 60));
        process.kill().unwrap();
        process.wait().unwrap();

        assert!(closing::look_at_calendar(&fixture.store).unwrap().finished, "round {round}");
        let keys: serde_json::Value = serde_json::from_slice(&fs::read(fixture.folder.path().join("keys.json")).unwrap()).unwrap();
        let is_erased = keys["erased"].get(id.to_string()).is_some();
        assert_eq!(
            keys["people"].get(id.to_string()).is_none(),
            is_erased,
            "round {round}: a key destroyed and not remembered, or the other way round"
        );
        assert_eq!(found(fixture.folder.path(), &[&words]).is_empty(), is_erased, "round {round}");
        assert_eq!(user::author(&fixture.store, id).unwrap() == Author::Deleted, is_erased, "round {round}");
        ended += u32::from(is_erased);
    }
    println!("16 kills, {ended} erasures had begun and were ended");
    assert_eq!(shell_text(&fixture.folder.path().join("studio.db"), "PRAGMA integrity_check"), "ok");
}

#[test]
fn an_erasure_needs_the_key_file_because_it_must_be_remembered() {
    let Person { fixture, id, .. } = person();
    let keys = fixture.folder.path().join("keys.json");
    let away = fixture.folder.path().join("away");
    fs::rename(&keys, &away).unwrap();
    assert_eq!(erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap_err().reason(), "keys_locked");
    fs::rename(&away, &keys).unwrap();
    // But not the master key: who lost it can still be forgotten.
    fs::remove_file(fixture.folder.path().join("master.key")).unwrap();
    assert!(erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap().finished);
}

#[test]
fn a_closed_account_is_shut_and_opens_again_until_it_is_erased() {
    let Person { fixture, id, .. } = person();
    let closing = closing::close(&fixture.store, Actor::Person(id), id, how(30)).unwrap();
    assert_eq!((closing.due_at - closing.requested_at).num_days(), 30);
    assert_eq!(closing::close(&fixture.store, Actor::Person(id), id, how(30)).unwrap_err().reason(), "user");
    assert_eq!(user::sign_in(&fixture.store, NAME, Some(PASSWORD)).unwrap_err().reason(), "closing");
    assert_eq!(user::sign_in(&fixture.store, NAME, Some("something else")).unwrap_err().reason(), "wrong_password");
    assert!(!user::list(&fixture.store).unwrap().iter().any(|user| user.id == id));
    assert_eq!(user::author(&fixture.store, id).unwrap(), Author::Deleted);
    let work = fixture.number(&format!("SELECT count(*) FROM submissions WHERE user_id = '{id}' AND code LIKE '%kilimanjaro%'"));
    assert_eq!(work, 1, "nothing is taken away yet");
    // Nobody takes the name in between.
    let again = user::create(&fixture.store, Actor::Nobody, &new_user(NAME, Role::Learner, None)).unwrap_err();
    assert_eq!(again.reason(), "username_taken");

    let user = closing::reopen(&fixture.store, Actor::Person(id), id).unwrap();
    assert_eq!((user.name.known(), user.is_active), (Some(NAME), true));
    assert!(user::sign_in(&fixture.store, NAME, Some(PASSWORD)).is_ok());
    assert_eq!(closing::reopen(&fixture.store, Actor::Person(id), id).unwrap_err().reason(), "closing");
    fixture.world.go_on(400);
    assert_eq!(closing::look_at_calendar(&fixture.store).unwrap().erased, []);

    // What the owner had shut is not opened by closing and reopening.
    user::disable(&fixture.store, Actor::Person(fixture.owner), id).unwrap();
    closing::close(&fixture.store, Actor::Person(fixture.owner), id, how(30)).unwrap();
    assert!(!closing::reopen(&fixture.store, Actor::Person(fixture.owner), id).unwrap().is_active);

    // Erased is erased, and the name is free again.
    erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap();
    assert_eq!(closing::reopen(&fixture.store, Actor::Person(id), id).unwrap_err().reason(), "closing");
    assert_eq!(erasure::erase_now(&fixture.store, fixture.owner, id, true).unwrap_err().reason(), "user");
    user::create(&fixture.store, Actor::Nobody, &new_user(NAME, Role::Learner, None)).unwrap();
}

#[test]
fn the_day_comes_by_days_seen_and_not_by_a_clock_that_jumps() {
    let Person { fixture, id, .. } = person();
    closing::close(&fixture.store, Actor::Person(id), id, how(30)).unwrap();
    let days_seen = || closing::standing(&fixture.store, id).unwrap().map(|closing| closing.days_seen);
    let look = |days: i64| {
        fixture.world.go_on(days);
        closing::look_at_calendar(&fixture.store).unwrap().erased
    };
    assert_eq!(look(0), []);
    assert_eq!(look(365), []);
    assert_eq!(days_seen(), Some(0), "a year in one jump counts none");
    for _ in 0..29 {
        assert_eq!(look(1), []);
        assert_eq!(look(0), [], "twice on a day counts once");
    }
    assert_eq!(days_seen(), Some(29));
    assert_eq!(look(-1), []);
    assert_eq!(look(1), []);
    assert_eq!(days_seen(), Some(29), "back over midnight and forth counts none");
    assert_eq!(look(1), [id]);

    // All days seen, but the date is not there yet: days that were seen while the clock went wrong.
    let ben = fixture.learner;
    closing::close(&fixture.store, Actor::Person(ben), ben, how(5)).unwrap();
    fixture.world.go_on(-40);
    for _ in 0..8 {
        assert_eq!(look(1), []);
    }
    assert!(closing::standing(&fixture.store, ben).unwrap().unwrap().days_seen >= 5);
}

#[test]
fn the_only_owner_cannot_leave_others_alone_but_may_go_last() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let owner = fixture.owner;
    assert_eq!(closing::close(store, Actor::Person(owner), owner, how(30)).unwrap_err().reason(), "last_owner");
    assert_eq!(erasure::erase_now(store, owner, owner, true).unwrap_err().reason(), "last_owner");
    assert_eq!(user::find(store, owner).unwrap().name.known(), Some("Ada Lovelace"), "refused before anything was destroyed");
    closing::close(store, Actor::Person(fixture.learner), fixture.learner, how(30)).unwrap();
    closing::close(store, Actor::Person(owner), owner, how(30)).unwrap();
    // Whoever comes next owns the installation: somebody must.
    assert_eq!(add_user(store, "Next", Role::Learner).role, Role::Owner);
}

#[test]
fn an_installation_whose_last_person_was_erased_can_begin_again() {
    let folder = tempfile::TempDir::new().unwrap();
    let world = TestWorld::new();
    let store = Arc::new(Store::open(folder.path(), world).unwrap());
    let only = add_user(&store, NAME, Role::Learner).id;
    erasure::erase_now(&store, only, only, false).unwrap();
    assert_eq!(user::create(&store, Actor::Nobody, &new_user("Next", Role::Learner, None)).unwrap().role, Role::Owner);
    assert_eq!(found(folder.path(), &[NAME]), []);
}

#[test]
fn a_person_deleted_stays_in_the_work_of_others_and_cannot_be_deleted_hard() {
    let Person { fixture, id, .. } = person();
    let before = fixture.number("SELECT count(*) FROM submissions");
    closing::close(&fixture.store, Actor::Person(id), id, how(30)).unwrap();
    assert_eq!(fixture.number("SELECT count(*) FROM submissions"), before);
    assert!(fixture.raw().execute("DELETE FROM users WHERE id = ?1", [id.to_string()]).is_err());
    // Not even in the role of an erasure.
    let raw = fixture.raw();
    raw.execute_batch("INSERT INTO write_context (id, role) VALUES (1, 'erasure')").unwrap();
    assert!(raw.execute("DELETE FROM users WHERE id = ?1", [id.to_string()]).is_err());
    raw.execute_batch("DELETE FROM write_context").unwrap();
    // An attempt of a closed account is not taken either.
    let refused = try_submit(&fixture.store, SubmissionId::generate(fixture.store.world()), id, fixture.exercise(0, 1), Verdict::Passed);
    assert_eq!(refused.unwrap_err().reason(), "user");
    let name = UserName::parse(NAME).unwrap();
    assert_eq!(user::find_closed_by_name(&fixture.store, &name).unwrap().id, id);
}

/// Columns in which a person's own words or bytes may stand. After an erasure that keeps nothing, none of them holds any.
const WORDS: [&str; 33] = [
    "users.username",
    "users.username_index",
    "users.email",
    "users.email_index",
    "users.password_hash",
    "profiles.display_name",
    "profiles.bio",
    "profiles.goals",
    "profiles.preferences",
    "submissions.code",
    "submissions.result",
    "drafts.files",
    "drafts.kept",
    "outbox.payload",
    "lesson_notes.content",
    "playground_files.path",
    "playground_files.text",
    "reading_days.day",
    "step_progress.answer",
    "reviews.title",
    "reviews.content",
    "topics.slug",
    "topics.title",
    "topics.content",
    "posts.content",
    "text_revisions.title",
    "text_revisions.content",
    "submission_comments.path",
    "submission_comments.content",
    "flags.details",
    "conflict_copies.entity",
    "conflict_copies.body",
    "users.data_retention_date",
];

/// Columns that stay: one word of a list, a number in disguise, or somebody else's.
const STAYS: [&str; 33] = [
    "users.role",
    "profiles.skill_level",
    "submissions.version_digest",
    "submissions.status",
    "hints_taken.rung",
    "outbox.kind",
    "outbox.base_rev",
    // Of what is left of the operation.
    "outbox.digest",
    "outbox.state",
    "publishers.fingerprint",
    "publishers.public_key",
    "publishers.name",
    "pack_imports.pack_digest",
    "pack_imports.publisher",
    "pack_imports.changes",
    "topics.kind",
    "topics.state",
    "posts.state",
    "text_revisions.entity",
    "flags.reason",
    "review_queue.kind",
    "review_queue.status",
    "review_queue.assigned_to",
    "moderation_decisions.decision",
    "moderation_decisions.undoes",
    // A log that not even an erasure changes (ADR 10).
    "moderation_decisions.note",
    "consents.purpose",
    "erasures.last_seen_day",
    "replicas.public_key",
    "replicas.state",
    "text_revisions.replaced_by",
    "publishers.accepted_by",
    "pack_imports.imported_by",
];

#[test]
fn of_every_column_it_is_settled_whether_an_erasure_takes_it_away() {
    let Person { fixture, id, .. } = person();
    let raw = fixture.raw();
    let mut statement = raw
        .prepare(
            "SELECT t.name || '.' || c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
            WHERE t.type = 'table' AND c.type IN ('TEXT', 'BLOB') AND c.name <> 'id' AND substr(c.name, -3) NOT IN ('_id', '_at')
                AND (t.name = 'users' OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) WHERE \"table\" = 'users'))",
        )
        .unwrap();
    let columns: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    drop(statement);
    let unsettled: Vec<_> = columns.iter().filter(|column| !WORDS.contains(&column.as_str()) && !STAYS.contains(&column.as_str())).collect();
    assert!(unsettled.is_empty(), "does an erasure take these away? {unsettled:?}");
    let gone: Vec<_> = WORDS.iter().filter(|column| !columns.contains(&(**column).to_owned())).collect();
    assert!(gone.is_empty(), "no longer in the schema: {gone:?}");

    let left = || {
        let words = |column: &&&str| {
            let (table, column) = column.split_once('.').unwrap();
            let whose = match table {
                "users" => format!("id = '{id}'"),
                "flags" => format!("flagger_id = '{id}'"),
                "text_revisions" => {
                    format!("entity_id IN (SELECT id FROM posts WHERE user_id = '{id}' UNION SELECT id FROM topics WHERE user_id = '{id}')")
                }
                _ => format!("user_id = '{id}'"),
            };
            // What stands where nothing is left: empty, an empty program, a result without words, a slug that is an id.
            let sql = format!(
                "SELECT count(*) FROM {table} WHERE {whose} AND {column} IS NOT NULL AND {column} NOT IN ('', '{{}}', '[{{\"path\":\"main.py\",\"text\":\"\"}}]')
                    AND {column} IS NOT 'erased-' || {whose_id} AND json_extract(CASE WHEN json_valid({column}) THEN {column} ELSE '{{}}' END, '$.stdout') IS NOT ''",
                whose_id = if ["topics", "reviews", "posts"].contains(&table) { "id" } else { "''" },
            );
            fixture.number(&sql) > 0
        };
        WORDS.iter().filter(words).copied().collect::<Vec<_>>()
    };
    let before = left();
    assert!(before.len() >= 25, "the person must have left something in most places, or the test shows little: {before:?}");
    erasure::erase_now(&fixture.store, fixture.owner, id, false).unwrap();
    assert_eq!(left(), Vec::<&str>::new());
}
