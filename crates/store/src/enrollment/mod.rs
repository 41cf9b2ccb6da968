//! Enrolments: who takes which course, and how far they are.

use crate::{Actor, Result, Store, StoreError, column, outbox, query, user, write::Write};
use domain::{
    id::{CourseId, EnrollmentId, LessonId, UserId},
    world::Moment,
};
use rusqlite::{Connection, Row, params};
use wire::fact::{EnrollmentAdd, EnrollmentLeave, Fact};

/// A person's enrolment in a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// Its id.
    pub id: EnrollmentId,
    /// The person.
    pub user: UserId,
    /// The course.
    pub course: CourseId,
    /// When they joined first.
    pub enrolled_at: Moment,
    /// When they left, if they did.
    pub left_at: Option<Moment>,
    /// How many of the course's lessons they completed.
    pub completed_lessons: u32,
    /// How many there are.
    pub total_lessons: u32,
    /// Whole per cent, rounded down.
    pub progress_percentage: u32,
    /// When all were completed first. A course that grows later leaves it.
    pub completed_at: Option<Moment>,
    /// Where they go on.
    pub last_accessed_lesson: Option<LessonId>,
}

/// What joining changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// The enrolment as it is now.
    pub enrollment: Enrollment,
    /// Whether anything changed: joining twice is joining once.
    pub changed: bool,
}

/// Joins a course, or joins it again with all earlier progress. `not_found.course`, `not_found.user`.
pub fn add(store: &Store, user: UserId, course: CourseId) -> Result<Enrolled> {
    store.write(Actor::Person(user), |write| {
        let sql = include_str!("../course/exists.sql");
        query::one(write.connection, sql, [course.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("course"))?;
        ensure(write, user, course)
    })
}

/// Leaves a course. Progress stays. `not_found.not_enrolled`.
pub fn leave(store: &Store, user: UserId, course: CourseId) -> Result<Enrollment> {
    store.write(Actor::Person(user), |write| {
        let before = find_in(write.connection, user, course)?.filter(|enrollment| enrollment.left_at.is_none());
        let id = before.ok_or(StoreError::NotFound("not_enrolled"))?.id;
        query::execute(write.connection, include_str!("leave.sql"), params![id.to_string(), write.at_text])?;
        let fact = EnrollmentLeave { enrollment_id: id, course_id: course, left_at: write.at_text.clone() };
        outbox::append(write, user, Fact::EnrollmentLeave(fact), id.uuid(), None)?;
        must_find(write.connection, user, course)
    })
}

/// A person's enrolment in a course, also a past one.
pub fn find(store: &Store, user: UserId, course: CourseId) -> Result<Option<Enrollment>> {
    store.read(|connection| find_in(connection, user, course))
}

/// A person's enrolments, without those they left, the last used first.
pub fn list(store: &Store, user: UserId) -> Result<Vec<Enrollment>> {
    store.read(|connection| query::many(connection, concat!(include_str!("select.sql"), include_str!("by_user.sql")), [user.to_string()], read))
}

/// The enrolment as it must be for somebody who works in this course: joined first where that is needed.
pub(crate) fn ensure(write: &Write<'_>, user: UserId, course: CourseId) -> Result<Enrolled> {
    user::must_exist(write.connection, user)?;
    let before = find_in(write.connection, user, course)?;
    let id = match before {
        Some(enrollment) if enrollment.left_at.is_none() => return Ok(Enrolled { enrollment, changed: false }),
        Some(enrollment) => {
            query::execute(write.connection, include_str!("join_again.sql"), [enrollment.id.to_string()])?;
            enrollment.id
        }
        None => {
            let id = EnrollmentId::generate(write.world);
            let sql = include_str!("insert.sql");
            query::execute(write.connection, sql, params![id.to_string(), user.to_string(), course.to_string(), write.at_text])?;
            id
        }
    };
    let fact = EnrollmentAdd { enrollment_id: id, course_id: course, enrolled_at: write.at_text.clone() };
    outbox::append(write, user, Fact::EnrollmentAdd(fact), id.uuid(), None)?;
    Ok(Enrolled { enrollment: must_find(write.connection, user, course)?, changed: true })
}

/// The enrolment, where there must be one.
pub(crate) fn must_find(connection: &Connection, user: UserId, course: CourseId) -> Result<Enrollment> {
    find_in(connection, user, course)?.ok_or(StoreError::NotFound("not_enrolled"))
}

pub(crate) fn find_in(connection: &Connection, user: UserId, course: CourseId) -> Result<Option<Enrollment>> {
    let sql = concat!(include_str!("select.sql"), include_str!("by_user_and_course.sql"));
    query::one(connection, sql, [user.to_string(), course.to_string()], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Enrollment> {
    Ok(Enrollment {
        id: column::parsed(row, 0)?,
        user: column::parsed(row, 1)?,
        course: column::parsed(row, 2)?,
        enrolled_at: column::moment(row, 3)?,
        left_at: column::moment_or_none(row, 4)?,
        completed_lessons: row.get(5)?,
        total_lessons: row.get(6)?,
        progress_percentage: row.get(7)?,
        completed_at: column::moment_or_none(row, 8)?,
        last_accessed_lesson: column::parsed_or_none(row, 9)?,
    })
}
