//! A class: replicas, what was sent, what was answered.

use super::{LOCAL, SeededWorld, catalogue::Filled, part, people::Person, world::minute};
use crate::{Result, Store, query};
use rusqlite::params;

const JOINED_AT: u64 = 40;
const AT: u64 = 120_000;

/// The class that was joined.
pub struct Joined {
    class: String,
    epoch: String,
    /// Of each of the people who work on this device.
    replicas: Vec<String>,
}

/// Joining comes first: nothing comes by sync before it.
pub fn join(store: &Store, world: &SeededWorld, people: &[Person]) -> Result<Joined> {
    part(store, world, |part| {
        let (class, epoch, at) = (world.id(), world.id(), minute(JOINED_AT));
        part.act(&people[0].text, "person", &at)?;
        part.put(include_str!("class.sql"), params![class, "Class 7b", world.bytes(32), epoch, at])?;
        // A second one, from which nothing came yet.
        part.put(include_str!("class.sql"), params![world.id(), "Evening class", world.bytes(32), world.id(), at])?;
        let mut replicas = Vec::new();
        for person in people.iter().take(LOCAL) {
            part.act(&person.text, "person", &at)?;
            let (member, earlier, replica) = (world.id(), world.id(), world.id());
            let none: Option<String> = None;
            part.put(include_str!("replica.sql"), params![earlier, class, person.text, member, none, world.bytes(32), "replaced", at])?;
            part.put(include_str!("replica.sql"), params![replica, class, person.text, member, earlier, world.bytes(32), "current", at])?;
            replicas.push(replica);
        }
        Ok(Joined { class, epoch, replicas })
    })
}

/// What was sent and answered since.
pub fn fill(store: &Store, world: &SeededWorld, people: &[Person], courses: &[Filled], joined: &Joined) -> Result<()> {
    part(store, world, |part| {
        let (Joined { class, epoch, .. }, at) = (joined, minute(AT));
        for (person, replica) in people.iter().zip(&joined.replicas) {
            part.act(&person.text, "sync", &at)?;
            let operations = query::many(part.write.connection, include_str!("operations_of.sql"), [&person.text], |row| row.get::<_, String>(0))?;
            for (operation, seq) in operations.iter().zip(1..20u32) {
                part.put(include_str!("sent_operation.sql"), params![replica, seq, operation])?;
                part.put(include_str!("sent_state.sql"), params![operation, "sent"])?;
                if seq < 15 {
                    part.put(include_str!("receipt.sql"), params![operation, class, epoch, world.bytes(32), world.bytes(64), at])?;
                    part.put(include_str!("sent_state.sql"), params![operation, "delivered"])?;
                }
            }
            for stream in ["member", "class"] {
                part.put(include_str!("sync_state.sql"), params![replica, stream, epoch, world.digest(), at])?;
            }
            part.put(include_str!("parked_operation.sql"), params![class, world.id(), 4, at])?;
            let exercise = courses[0].exercises[0].0.to_string();
            part.put(include_str!("conflict_copy.sql"), params![world.id(), person.text, exercise, operations.first(), at])?;
        }
        Ok(())
    })
}
