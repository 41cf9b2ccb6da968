//! Accounts, consents, closings.

use super::{
    Part, Plan, SeededWorld, part,
    world::{day, minute},
};
use crate::{
    Result, Store, StoreError,
    privacy::{Place, blind_index, seal},
};
use domain::id::UserId;
use rusqlite::params;

pub struct Person {
    pub id: UserId,
    pub text: String,
}

pub fn fill(store: &Store, plan: &Plan, world: &SeededWorld) -> Result<Vec<Person>> {
    let ids: Vec<UserId> = (0..plan.learners).map(|_| UserId::generate(world)).collect();
    // Keys are random whatever the seed: they are made by the store's own world.
    store.keys().create_people(store.world(), &ids, true)?;
    let people: Vec<Person> = ids.into_iter().map(|id| Person { id, text: id.to_string() }).collect();
    for (chunk, first) in people.chunks(2000).zip((0..).step_by(2000)) {
        part(store, world, |part| (first..).zip(chunk).try_for_each(|(number, person)| account(store, part, number, person)))?;
    }
    part(store, world, |part| {
        let (Some(closed), Some(stays)) = (people.last(), people.get(people.len() - 2)) else { return Ok(()) };
        for (number, person) in people.iter().take(10).enumerate() {
            part.act(&person.text, "person", &minute(30))?;
            let withdrawn = (number % 4 == 3).then(|| minute(9000));
            part.put(include_str!("consent.sql"), params![world.id(), person.text, "class", "", minute(30), withdrawn])?;
        }
        for (person, cancelled) in [(closed, None), (stays, Some(minute(50_100)))] {
            part.act(&person.text, "person", &minute(50_000))?;
            let at = [minute(50_000), minute(50_000 + 30 * 24 * 60)];
            part.put(include_str!("erasure.sql"), params![world.id(), person.text, at[0], at[1], day(52_000), cancelled])?;
        }
        part.put(include_str!("close_user.sql"), params![closed.text, minute(50_000), day(50_000 + 30 * 24 * 60)])
    })?;
    Ok(people)
}

fn account(store: &Store, part: &Part<'_>, number: usize, person: &Person) -> Result<()> {
    let locked = || StoreError::Denied("keys_locked");
    let (key, index_key) = (store.keys().person(person.id).ok_or_else(locked)?, store.keys().index().ok_or_else(locked)?);
    let sealed = |table, column, text: &str| {
        let place = Place { table, column, row: &person.text };
        seal(store.world(), &key, place, text.as_bytes()).ok_or_else(|| StoreError::Bug("a text could not be sealed".into()))
    };
    let (name, email) = (format!("Learner {number}"), format!("learner.{number}@example.org"));
    let role = match number {
        0 => "owner",
        1 => "instructor",
        _ => "learner",
    };
    let at = minute(number as u64 % 30);
    part.act(&person.text, "person", &at)?;
    part.put(
        include_str!("user.sql"),
        params![
            person.text,
            sealed("users", "username", &name)?,
            blind_index(&index_key, "username", &name.to_lowercase()),
            sealed("users", "email", &email)?,
            blind_index(&index_key, "email", &email),
            role,
            at
        ],
    )?;
    let skill = ["beginner", "intermediate", "advanced", "expert"][number % 4];
    let [shown, bio, goals] = [("display_name", name.as_str()), ("bio", "I like puzzles."), ("goals", "A program of my own.")];
    part.put(
        include_str!("profile.sql"),
        params![person.text, sealed("profiles", shown.0, shown.1)?, sealed("profiles", bio.0, bio.1)?, sealed("profiles", goals.0, goals.1)?, skill],
    )?;
    let level = part.world.below(4);
    part.put(include_str!("trust.sql"), params![person.text, level, at])
}
