//! Keys that were lost, consents, notes, reset codes.

use crate::support::{Fixture, PASSWORD, TestWorld, add_user};
use domain::{
    account::{Password, Role, UserName},
    consent::Purpose,
};
use std::fs;
use store::{Actor, Personal, Store, consent, note, privacy, privacy::KeyState, user};

#[test]
fn the_recovery_code_brings_a_lost_master_key_back_and_with_it_everything() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let master = fixture.folder.path().join("master.key");
    assert!(!privacy::has_recovery_code(store).unwrap());
    let first = privacy::renew_recovery_code(store).unwrap();
    let code = privacy::renew_recovery_code(store).unwrap();
    assert_ne!(first, code);
    assert!(privacy::has_recovery_code(store).unwrap());
    assert!(!fs::read_to_string(fixture.folder.path().join("keys.json")).unwrap().contains(&code), "it is kept nowhere");

    let old_master = fs::read(&master).unwrap();
    fs::remove_file(&master).unwrap();
    assert_eq!(privacy::key_state(store), KeyState::MasterKeyMissing);
    assert_eq!(user::find(store, fixture.learner).unwrap().name, Personal::Locked);
    assert_eq!(privacy::renew_recovery_code(store).unwrap_err().reason(), "keys_locked");
    assert_eq!(privacy::recover(store, "nonsense").unwrap_err().reason(), "code_mistyped");
    assert_eq!(privacy::recover(store, &first).unwrap_err().reason(), "wrong_recovery_code");
    assert!(!master.exists());
    privacy::recover(store, &code.to_lowercase().replace('-', " ")).unwrap();
    assert_eq!(fs::read(&master).unwrap(), old_master);
    assert_eq!(privacy::key_state(store), KeyState::Open);
    assert_eq!(user::find(store, fixture.learner).unwrap().name, Personal::Known("Ben".into()));

    // A master key of another installation is moved aside, not lost.
    let other = Fixture::new();
    fs::copy(other.folder.path().join("master.key"), &master).unwrap();
    assert_eq!(privacy::key_state(store), KeyState::MasterKeyMissing);
    privacy::recover(store, &code).unwrap();
    assert_eq!(fs::read(&master).unwrap(), old_master);
    let aside =
        fs::read_dir(fixture.folder.path()).unwrap().filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("master.key."));
    assert_eq!(aside.count(), 1);
    // And where nothing was lost it changes nothing.
    privacy::recover(store, &code).unwrap();
    assert_eq!(fs::read(&master).unwrap(), old_master);
}

#[cfg(unix)]
#[test]
fn a_recovered_master_key_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let code = privacy::renew_recovery_code(&fixture.store).unwrap();
    let master = fixture.folder.path().join("master.key");
    fs::remove_file(&master).unwrap();
    privacy::recover(&fixture.store, &code).unwrap();
    assert_eq!(fs::metadata(master).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn a_lost_key_file_is_told_and_no_code_is_promised_to_help() {
    let fixture = Fixture::new();
    let code = privacy::renew_recovery_code(&fixture.store).unwrap();
    fs::remove_file(fixture.folder.path().join("keys.json")).unwrap();
    assert_eq!(privacy::key_state(&fixture.store), KeyState::KeyFileMissing);
    assert_eq!(privacy::recover(&fixture.store, &code).unwrap_err().reason(), "key_file");
    assert!(!fixture.folder.path().join("keys.json").exists(), "it was made anew");
}

#[test]
fn keys_without_their_data_file_are_a_question_and_not_a_new_beginning() {
    let fixture = Fixture::new();
    let Fixture { folder, world, store, .. } = fixture;
    drop(store);
    let away = folder.path().join("away.db");
    fs::rename(folder.path().join("studio.db"), &away).unwrap();
    let keys = fs::read(folder.path().join("keys.json")).unwrap();
    for _ in 0..2 {
        let refused = Store::open(folder.path(), world.clone()).map(|_| ()).unwrap_err();
        assert_eq!((refused.class().name(), refused.reason()), ("not_found", "database"));
        assert!(!folder.path().join("studio.db").exists());
    }
    // Put back, it opens; or a new one is begun in so many words, and the keys stay for the day the old one is found.
    fs::rename(&away, folder.path().join("studio.db")).unwrap();
    drop(Store::open(folder.path(), world.clone()).unwrap());
    fs::rename(folder.path().join("studio.db"), &away).unwrap();
    drop(Store::start_new(folder.path(), world.clone()).unwrap());
    assert_eq!(fs::read(folder.path().join("keys.json")).unwrap(), keys);
    assert!(Store::open(folder.path(), TestWorld::new()).is_ok());
}

#[test]
fn a_consent_stands_until_it_is_withdrawn_and_nothing_is_forgotten() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let (learner, actor) = (fixture.learner, Actor::Person(fixture.learner));
    let class = "0190cccc-0000-7000-8000-000000000001";
    let stands = |purpose, subject| consent::stands(store, learner, purpose, subject).unwrap();
    assert!(!stands(Purpose::ClassSharing, class));
    let given = consent::give(store, actor, learner, Purpose::ClassSharing, class).unwrap();
    assert_eq!(consent::give(store, actor, learner, Purpose::ClassSharing, class).unwrap(), given, "again is the same");
    assert!(stands(Purpose::ClassSharing, class));
    assert!(!stands(Purpose::ClassSharing, "another"), "for one class is not for another");
    assert!(!stands(Purpose::EarlierWork, class), "for one purpose is not for another");
    assert!(!consent::stands(store, fixture.owner, Purpose::ClassSharing, class).unwrap());
    consent::withdraw(store, actor, learner, Purpose::ClassSharing, class).unwrap();
    assert!(!stands(Purpose::ClassSharing, class));
    assert_eq!(consent::withdraw(store, actor, learner, Purpose::ClassSharing, class).unwrap_err().reason(), "consent");
    consent::give(store, actor, learner, Purpose::ClassSharing, class).unwrap();
    let all = consent::list(store, learner).unwrap();
    assert_eq!(all.iter().map(|consent| consent.withdrawn_at.is_some()).collect::<Vec<_>>(), [false, true]);
    for (purpose, subject) in [(Purpose::ClassSharing, ""), (Purpose::ProfileShownToInstructors, class)] {
        assert_eq!(consent::give(store, actor, learner, purpose, subject).unwrap_err().reason(), "consent_subject");
    }
    // A consent to an older wording does not stand; giving it anew puts it in the old one's place.
    fixture
        .raw()
        .execute_batch(&format!(
            "INSERT INTO consents (id, user_id, purpose, subject_id, version, given_at)
            VALUES ('0190cccc-0000-7000-8000-000000000002', '{learner}', 'earlier_work', '{class}', 99, '2026-11-24T00:00:00.000Z')"
        ))
        .unwrap();
    assert!(!stands(Purpose::EarlierWork, class));
    assert_eq!(consent::give(store, actor, learner, Purpose::EarlierWork, class).unwrap().version, Purpose::EarlierWork.version());
    assert!(stands(Purpose::EarlierWork, class));
}

#[test]
fn notes_are_kept_found_and_taken_away_and_locked_ones_left_alone() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let (learner, actor) = (fixture.learner, Actor::Person(fixture.learner));
    let set = |lesson: usize, text: &str| note::set(store, actor, learner, fixture.lesson(lesson), text);
    set(0, "A list keeps its ORDER").unwrap();
    set(1, "A set does not").unwrap();
    set(0, "A list keeps its ORDER, a set does not").unwrap();
    let found = |words: &str| note::list(store, learner, words).unwrap().into_iter().map(|note| note.lesson_slugs).collect::<Vec<_>>();
    assert_eq!(found(""), ["first-steps/lesson-1", "first-steps/lesson-2"]);
    assert_eq!(found("order list"), ["first-steps/lesson-1"]);
    assert_eq!(found("dictionary"), Vec::<String>::new());
    assert_eq!(note::list(store, fixture.owner, "").unwrap(), [], "nobody else's");
    assert_eq!(set(1, "  ").unwrap(), None);
    assert_eq!(found(""), ["first-steps/lesson-1"]);
    assert_eq!(set(1, "again").unwrap().unwrap().text, Personal::Known("again".into()));
    assert_eq!(set(0, &"x".repeat(note::MAX_NOTE + 1)).unwrap_err().reason(), "note_too_long");

    let swap = format!(
        "UPDATE lesson_notes SET content = (SELECT content FROM lesson_notes WHERE lesson_id = '{}'), revision = revision + 1 WHERE lesson_id = '{}'",
        fixture.lesson(0),
        fixture.lesson(1)
    );
    fixture.raw().execute(&swap, []).unwrap();
    assert_eq!(note::list(store, learner, "").unwrap().iter().filter(|note| note.text == Personal::Locked).count(), 1, "bound to its row");
    assert_eq!(set(1, "over it").unwrap_err().reason(), "keys_locked");
    fs::remove_file(fixture.folder.path().join("master.key")).unwrap();
    assert_eq!(set(0, "over it").unwrap_err().reason(), "keys_locked");
}

#[test]
fn a_reset_code_counts_once_for_one_person_and_for_a_day() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let owner = Actor::Person(fixture.owner);
    let ben = UserName::parse("Ben").unwrap();
    let new = Password::parse("a new password").unwrap();
    let name_before = user::find(store, fixture.learner).unwrap().name;
    add_user(store, "Cleo", Role::Learner);

    let code = user::make_reset_code(store, owner, fixture.learner).unwrap();
    assert!(!fs::read_to_string(fixture.folder.path().join("keys.json")).unwrap().contains(&code));
    assert_eq!(user::use_reset_code(store, &UserName::parse("Cleo").unwrap(), &code, &new).unwrap_err().reason(), "wrong_reset_code");
    assert_eq!(user::use_reset_code(store, &UserName::parse("Nobody").unwrap(), &code, &new).unwrap_err().reason(), "wrong_reset_code");
    assert_eq!(user::use_reset_code(store, &ben, "1234", &new).unwrap_err().reason(), "code_mistyped");
    user::use_reset_code(store, &ben, &code.to_lowercase(), &new).unwrap();
    assert!(user::sign_in(store, "Ben", Some("a new password")).is_ok());
    assert!(user::sign_in(store, "Ben", Some(PASSWORD)).is_err());
    assert_eq!(user::find(store, fixture.learner).unwrap().name, name_before, "data keys are left alone");
    assert_eq!(user::use_reset_code(store, &ben, &code, &new).unwrap_err().reason(), "wrong_reset_code", "only once");

    let earlier = user::make_reset_code(store, owner, fixture.learner).unwrap();
    let code = user::make_reset_code(store, owner, fixture.learner).unwrap();
    assert_eq!(user::use_reset_code(store, &ben, &earlier, &new).unwrap_err().reason(), "wrong_reset_code");
    fixture.world.go_on(2);
    assert_eq!(user::use_reset_code(store, &ben, &code, &new).unwrap_err().reason(), "wrong_reset_code", "too old");
}

#[test]
fn a_profile_is_shown_to_others_only_while_its_owner_consents() {
    let fixture = Fixture::new();
    let store = &fixture.store;
    let (learner, actor) = (fixture.learner, Actor::Person(fixture.learner));
    let read = || user::read_profile_of_another(store, fixture.owner, learner);
    let reads = || fixture.number("SELECT count(*) FROM audit_log WHERE action = 'read' AND table_name = 'profiles'");
    assert_eq!(read().unwrap_err().reason(), "no_consent");
    assert_eq!(reads(), 0);
    consent::give(store, actor, learner, Purpose::ProfileShownToInstructors, "").unwrap();
    assert_eq!(read().unwrap().1, Some(Personal::Known("ben@example.org".into())));
    assert_eq!(reads(), 1);
    consent::withdraw(store, actor, learner, Purpose::ProfileShownToInstructors, "").unwrap();
    assert_eq!(read().unwrap_err().reason(), "no_consent");
}
