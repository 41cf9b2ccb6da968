//! Accounts: names, passwords, roles, choices.

use crate::support::{Fixture, PASSWORD, add_user, new_user};
use domain::{
    account::{Password, Role, UserName},
    error::ErrorClass,
    preferences::{Preferences, Theme},
};
use std::time::{Duration, Instant};
use store::{
    Actor, Personal,
    user::{self, ProfileChange},
};

#[test]
fn the_first_account_owns_the_installation_and_the_next_have_the_role_they_were_given() {
    let fixture = Fixture::new();
    assert_eq!(user::find(&fixture.store, fixture.owner).unwrap().role, Role::Owner);
    assert_eq!(user::find(&fixture.store, fixture.learner).unwrap().role, Role::Learner);
    assert_eq!(add_user(&fixture.store, "Cleo", Role::Instructor).role, Role::Instructor);
    assert_eq!(user::owner(&fixture.store).unwrap().unwrap().id, fixture.owner);
    let names: Vec<_> = user::list(&fixture.store).unwrap().into_iter().map(|user| user.name).collect();
    assert_eq!(names, ["Ada Lovelace", "Ben", "Cleo"].map(|name| Personal::Known(name.into())));
}

#[test]
fn a_name_or_address_is_taken_once_whatever_its_case() {
    let fixture = Fixture::new();
    let same_name = new_user("aDA loVelace", Role::Learner, None);
    assert_eq!(user::create(&fixture.store, Actor::Nobody, &same_name).unwrap_err().reason(), "username_taken");
    let mut same_address = new_user("Dan", Role::Learner, None);
    same_address.email = Some(domain::account::Email::parse("BEN@Example.ORG").unwrap());
    let error = user::create(&fixture.store, Actor::Nobody, &same_address).unwrap_err();
    assert_eq!((error.class(), error.reason()), (ErrorClass::Conflict, "email_taken"));
    let found = user::find_by_name(&fixture.store, &UserName::parse("ada LOVELACE").unwrap()).unwrap();
    assert_eq!(found.id, fixture.owner);
    assert_eq!(found.email, Some(Personal::Known("ada.lovelace@example.org".into())));
    assert_eq!(found.display_name, Personal::Known("Ada Lovelace (shown)".into()));
}

#[test]
fn signing_in_says_no_in_one_way() {
    let fixture = Fixture::new();
    let cleo = user::create(&fixture.store, Actor::Nobody, &new_user("Cleo", Role::Learner, Some(PASSWORD))).unwrap();
    assert!(cleo.has_password);
    assert_eq!(user::sign_in(&fixture.store, " cleo ", Some(PASSWORD)).unwrap().id, cleo.id);
    for (name, password) in [("Cleo", Some("wrong password")), ("Cleo", None), ("Nobody", Some(PASSWORD)), ("", Some(PASSWORD))] {
        let error = user::sign_in(&fixture.store, name, password).unwrap_err();
        assert_eq!((error.class(), error.reason()), (ErrorClass::Denied, "wrong_password"), "{name:?}");
    }
    // An account without a password takes any.
    assert_eq!(user::sign_in(&fixture.store, "Ben", None).unwrap().id, fixture.learner);

    user::disable(&fixture.store, Actor::Person(fixture.owner), cleo.id).unwrap();
    assert_eq!(user::sign_in(&fixture.store, "Cleo", Some("wrong password")).unwrap_err().reason(), "wrong_password");
    assert_eq!(user::sign_in(&fixture.store, "Cleo", Some(PASSWORD)).unwrap_err().reason(), "disabled");
    assert!(user::enable(&fixture.store, Actor::Person(fixture.owner), cleo.id).unwrap().is_active);

    user::set_password(&fixture.store, Actor::Person(cleo.id), cleo.id, Some(&Password::parse("another one").unwrap())).unwrap();
    assert_eq!(user::verify_password(&fixture.store, cleo.id, Some(PASSWORD)).unwrap_err().reason(), "wrong_password");
    user::verify_password(&fixture.store, cleo.id, Some("another one")).unwrap();
    user::set_password(&fixture.store, Actor::Person(cleo.id), cleo.id, None).unwrap();
    user::verify_password(&fixture.store, cleo.id, None).unwrap();
    let hash = fixture.number("SELECT count(*) FROM users WHERE password_hash IS NOT NULL");
    assert_eq!(hash, 0);
}

#[test]
fn an_unknown_name_takes_as_long_as_a_wrong_password() {
    let fixture = Fixture::new();
    user::create(&fixture.store, Actor::Nobody, &new_user("Cleo", Role::Learner, Some(PASSWORD))).unwrap();
    // The time that this thread had on a processor: what else the machine does meanwhile is no part of it.
    let worked = || {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        Duration::from_nanos(told.split_whitespace().next().unwrap().parse().unwrap())
    };
    let fastest = |name: &str| {
        let once = |_| {
            let start = worked();
            user::sign_in(&fixture.store, name, Some("wrong password")).unwrap_err();
            worked() - start
        };
        (0..9).map(once).min().unwrap()
    };
    let (known, unknown) = (fastest("Cleo"), fastest("Nobody"));
    println!("wrong password {known:?}, unknown name {unknown:?}");
    assert!(known > Duration::from_millis(2), "Argon2 did not work");
    assert!(unknown > known / 2 && unknown < known * 2);
}

#[test]
fn hashing_a_password_keeps_nobody_from_writing() {
    let fixture = Fixture::new();
    let password = Password::parse(PASSWORD).unwrap();
    let hashing = fixture.store.clone();
    let owner = fixture.owner;
    let thread = std::thread::spawn(move || {
        for _ in 0..10 {
            user::set_password(&hashing, Actor::Person(owner), owner, Some(&password)).unwrap();
        }
    });
    let mut longest = Duration::ZERO;
    while !thread.is_finished() {
        let start = Instant::now();
        user::set_preferences(&fixture.store, Actor::Person(owner), owner, &Preferences::default()).unwrap();
        longest = longest.max(start.elapsed());
    }
    thread.join().unwrap();
    println!("longest write beside ten hashings: {longest:?}");
}

#[test]
fn the_only_owner_cannot_be_shut_out() {
    let fixture = Fixture::new();
    assert_eq!(user::disable(&fixture.store, Actor::Person(fixture.owner), fixture.owner).unwrap_err().reason(), "last_owner");
    add_user(&fixture.store, "Second", Role::Owner);
    assert!(!user::disable(&fixture.store, Actor::Person(fixture.owner), fixture.owner).unwrap().is_active);
}

#[test]
fn profiles_and_choices_are_kept_within_bounds() {
    let fixture = Fixture::new();
    let actor = Actor::Person(fixture.learner);
    let change = ProfileChange { bio: Some(Some(" I like boats ".into())), goals: Some(Some("sail".into())), display_name: None };
    let profile = user::update_profile(&fixture.store, actor, fixture.learner, &change).unwrap();
    assert_eq!(profile.bio, Some(Personal::Known("I like boats".into())));
    assert_eq!(profile.display_name, Some(Personal::Known("Ben (shown)".into())));
    let clear = ProfileChange { bio: Some(None), ..ProfileChange::default() };
    let profile = user::update_profile(&fixture.store, actor, fixture.learner, &clear).unwrap();
    assert_eq!((profile.bio, profile.goals), (None, Some(Personal::Known("sail".into()))));
    let long = ProfileChange { bio: Some(Some("x".repeat(501))), ..ProfileChange::default() };
    assert_eq!(user::update_profile(&fixture.store, actor, fixture.learner, &long).unwrap_err().reason(), "bio_too_long");

    assert_eq!(user::preferences(&fixture.store, fixture.learner).unwrap(), Preferences::default());
    let wanted = Preferences { theme: Theme::Dark, editor_font_size: 99, ..Preferences::default() };
    assert_eq!(user::set_preferences(&fixture.store, actor, fixture.learner, &wanted).unwrap().editor_font_size, 24);
    assert_eq!(user::preferences(&fixture.store, fixture.learner).unwrap().theme, Theme::Dark);
    assert_eq!(user::preferences(&fixture.store, fixture.owner).unwrap().theme, Theme::System);
}
