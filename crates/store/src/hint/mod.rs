//! Hints that were taken.

use crate::{Actor, Result, Store, StoreError, column, outbox, query, user};
use domain::{
    hint::{Hint, Rung},
    id::{ExerciseId, UserId},
    world::Moment,
};
use rusqlite::{Connection, params};
use wire::fact::{Fact, HintTake};

/// A hint that a person took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenHint {
    /// The hint.
    pub hint: Hint,
    /// When it was taken first.
    pub taken_at: Moment,
}

/// All hints of an exercise, with their texts: for the rule that decides which are open. `not_found.exercise`.
pub fn ladder(store: &Store, exercise: ExerciseId) -> Result<Vec<Hint>> {
    store.read(|connection| ladder_in(connection, exercise))
}

/// The hints that a person took at an exercise, in the order of the ladder. One that its author took out again is left out.
pub fn taken(store: &Store, user: UserId, exercise: ExerciseId) -> Result<Vec<TakenHint>> {
    store.read(|connection| {
        let taken = query::many(connection, include_str!("taken.sql"), [user.to_string(), exercise.to_string()], |row| {
            Ok((column::named::<Rung>(row, 0)?, column::moment(row, 1)?))
        })?;
        let ladder = ladder_in(connection, exercise)?;
        let when = |rung: Rung| taken.iter().find(|(other, _)| *other == rung).map(|(_, moment)| *moment);
        Ok(ladder.into_iter().filter_map(|hint| when(hint.rung).map(|taken_at| TakenHint { hint, taken_at })).collect())
    })
}

/// Takes a hint; taking it twice is taking it once. Whether it is open yet is for the caller to decide. `not_found.exercise`,
/// `not_found.hint`, `not_found.user`.
pub fn take(store: &Store, user: UserId, exercise: ExerciseId, rung: Rung) -> Result<TakenHint> {
    store.write(Actor::Person(user), |write| {
        user::must_exist(write.connection, user)?;
        let hint = ladder_in(write.connection, exercise)?.into_iter().find(|hint| hint.rung == rung);
        let hint = hint.ok_or(StoreError::NotFound("hint"))?;
        let name = column::name_of(&rung)?;
        let sql = include_str!("taken_at.sql");
        let known = query::one(write.connection, sql, params![user.to_string(), exercise.to_string(), name], |row| column::moment(row, 0))?;
        if let Some(taken_at) = known {
            return Ok(TakenHint { hint, taken_at });
        }
        let sql = include_str!("insert.sql");
        query::execute(write.connection, sql, params![user.to_string(), exercise.to_string(), name, write.at_text])?;
        let fact = HintTake { exercise_id: exercise, rung, taken_at: write.at_text.clone() };
        outbox::append(write, user, Fact::HintTake(fact), exercise.uuid(), None)?;
        Ok(TakenHint { hint, taken_at: write.at })
    })
}

fn ladder_in(connection: &Connection, exercise: ExerciseId) -> Result<Vec<Hint>> {
    let sql = include_str!("ladder.sql");
    query::one(connection, sql, [exercise.to_string()], |row| column::json(row, 0))?.ok_or(StoreError::NotFound("exercise"))
}
