//! Bringing in a course: first compare, then change what differs. The dry run is the comparison alone, so it cannot say anything else than what happens.

use super::{Change, ImportOutcome, Part};
use crate::{Result, StoreError, category, column, exercise::Definition, query, write::Write};
use domain::{
    course::{Course, Lesson},
    id::{ExerciseId, LessonId, UserId},
    name::Slug,
};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use wire::Digest;

/// A course as columns, without its version and its pack.
#[derive(PartialEq, Eq)]
struct CourseColumns {
    slug: String,
    title: String,
    summary: String,
    description: String,
    locale: String,
    license: String,
    authors: String,
    difficulty: String,
    hours: u32,
    category_slug: String,
    languages: BTreeSet<String>,
}

struct StoredCourse {
    is_deleted: bool,
    version: u32,
    pack_digest: String,
    columns: CourseColumns,
}

/// A lesson as columns, without its place.
#[derive(Clone, PartialEq, Eq)]
struct LessonColumns {
    slug: String,
    title: String,
    summary: String,
    kind: String,
    minutes: u32,
    required: bool,
    content: String,
}

struct Stored<T> {
    is_deleted: bool,
    position: u32,
    lesson: Option<LessonId>,
    columns: T,
}

struct Wanted<I, T> {
    id: I,
    lesson: Option<LessonId>,
    position: u32,
    columns: T,
}

/// What is there, what is wanted, and the difference as people read it.
pub struct Comparison {
    /// The difference.
    pub outcome: ImportOutcome,
    course: Option<StoredCourse>,
    wanted_course: CourseColumns,
    lessons: BTreeMap<LessonId, Stored<LessonColumns>>,
    wanted_lessons: Vec<Wanted<LessonId, LessonColumns>>,
    exercises: BTreeMap<ExerciseId, Stored<Definition>>,
    wanted_exercises: Vec<Wanted<ExerciseId, Definition>>,
}

/// Compares a course with what is in the file.
pub fn compare(connection: &Connection, course: &Course) -> Result<Comparison> {
    let mut comparison = Comparison {
        outcome: ImportOutcome {
            course: course.id,
            version_before: None,
            version: course.version,
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
            touches_progress_of: Vec::new(),
        },
        course: stored_course(connection, course)?,
        wanted_course: course_columns(course)?,
        lessons: stored_lessons(connection, course)?,
        wanted_lessons: Vec::new(),
        exercises: stored_exercises(connection, course)?,
        wanted_exercises: Vec::new(),
    };
    for (lesson, lesson_position) in course.lessons.iter().zip(1..) {
        comparison.wanted_lessons.push(Wanted { id: lesson.id, lesson: None, position: lesson_position, columns: lesson_columns(lesson)? });
        for (exercise, position) in lesson.exercises.iter().zip(1..) {
            let mut columns = Definition::of(exercise)?;
            if let Some(stored) = comparison.exercises.get(&exercise.id) {
                columns = columns.with_findings_of(&stored.columns)?;
            }
            comparison.wanted_exercises.push(Wanted { id: exercise.id, lesson: Some(lesson.id), position, columns });
        }
    }
    refuse_what_is_elsewhere(connection, course, &comparison)?;
    list_changes(course, &mut comparison)?;
    comparison.outcome.touches_progress_of = people_touched(connection, &comparison.outcome)?;
    Ok(comparison)
}

/// Makes the file be what the comparison found to be wanted.
pub fn apply(write: &Write<'_>, course: &Course, digest: &Digest) -> Result<ImportOutcome> {
    let comparison = compare(write.connection, course)?;
    let same_pack = comparison.course.as_ref().is_some_and(|stored| stored.pack_digest == digest.to_string() && stored.version == course.version);
    let outcome = &comparison.outcome;
    if same_pack && outcome.added.is_empty() && outcome.changed.is_empty() && outcome.removed.is_empty() && comparison.in_place() {
        return Ok(comparison.outcome);
    }
    write_course(write, course, digest, &comparison)?;
    write_lessons(write, course, &comparison)?;
    write_exercises(write, course, &comparison)?;
    // Last, when no exercise needs them any more.
    for language in comparison.course.iter().flat_map(|stored| stored.columns.languages.difference(&comparison.wanted_course.languages)) {
        let sql = include_str!("language_delete.sql");
        query::execute(write.connection, sql, params![course.id.to_string(), language])?;
    }
    Ok(comparison.outcome)
}

impl Comparison {
    // Whether nothing has to move, either.
    fn in_place(&self) -> bool {
        self.wanted_lessons.iter().all(|wanted| self.lessons.get(&wanted.id).is_some_and(|stored| stored.position == wanted.position))
            && self.wanted_exercises.iter().all(|wanted| {
                self.exercises.get(&wanted.id).is_some_and(|stored| stored.position == wanted.position && stored.lesson == wanted.lesson)
            })
    }

    fn lessons_that_go(&self) -> impl Iterator<Item = (&LessonId, &Stored<LessonColumns>)> {
        let wanted: BTreeSet<_> = self.wanted_lessons.iter().map(|wanted| wanted.id).collect();
        self.lessons.iter().filter(move |(id, stored)| !stored.is_deleted && !wanted.contains(id))
    }

    fn exercises_that_go(&self) -> impl Iterator<Item = (&ExerciseId, &Stored<Definition>)> {
        let wanted: BTreeSet<_> = self.wanted_exercises.iter().map(|wanted| wanted.id).collect();
        self.exercises.iter().filter(move |(id, stored)| !stored.is_deleted && !wanted.contains(id))
    }
}

fn list_changes(course: &Course, comparison: &mut Comparison) -> Result<()> {
    let (mut added, mut changed, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    let change = |part, id: String, slug: &str, title: &str, returns| {
        let slug = Slug::parse(slug).map_err(|_| StoreError::Bug(format!("{slug:?} is not a slug")))?;
        Ok::<_, StoreError>(Change { part, id, slug, title: title.to_owned(), returns })
    };
    let entry = |returns| change(Part::Course, course.id.to_string(), course.slug.as_str(), &course.title, returns);
    match &comparison.course {
        None => added.push(entry(false)?),
        Some(stored) if stored.is_deleted => added.push(entry(true)?),
        Some(stored) if stored.columns != comparison.wanted_course => changed.push(entry(false)?),
        Some(_) => {}
    }
    for wanted in &comparison.wanted_lessons {
        let entry = |returns| change(Part::Lesson, wanted.id.to_string(), &wanted.columns.slug, &wanted.columns.title, returns);
        match comparison.lessons.get(&wanted.id) {
            None => added.push(entry(false)?),
            Some(stored) if stored.is_deleted => added.push(entry(true)?),
            Some(stored) if stored.columns != wanted.columns => changed.push(entry(false)?),
            Some(_) => {}
        }
    }
    for wanted in &comparison.wanted_exercises {
        let entry = |returns| change(Part::Exercise, wanted.id.to_string(), &wanted.columns.slug, &wanted.columns.title, returns);
        match comparison.exercises.get(&wanted.id) {
            None => added.push(entry(false)?),
            Some(stored) if stored.is_deleted => added.push(entry(true)?),
            Some(stored) if stored.columns != wanted.columns || stored.lesson != wanted.lesson => changed.push(entry(false)?),
            Some(_) => {}
        }
    }
    for (id, stored) in comparison.lessons_that_go() {
        removed.push(change(Part::Lesson, id.to_string(), &stored.columns.slug, &stored.columns.title, false)?);
    }
    for (id, stored) in comparison.exercises_that_go() {
        removed.push(change(Part::Exercise, id.to_string(), &stored.columns.slug, &stored.columns.title, false)?);
    }
    comparison.outcome.version_before = comparison.course.as_ref().map(|stored| stored.version);
    comparison.outcome.added = added;
    comparison.outcome.changed = changed;
    comparison.outcome.removed = removed;
    Ok(())
}

fn people_touched(connection: &Connection, outcome: &ImportOutcome) -> Result<Vec<UserId>> {
    let mut people = BTreeSet::new();
    if outcome.version_before.is_none() {
        return Ok(Vec::new());
    }
    let mut add = |sql: &str, id: &str| {
        people.extend(query::many(connection, sql, [id], |row| column::parsed::<UserId>(row, 0))?);
        Ok::<_, StoreError>(())
    };
    if outcome.added.iter().chain(&outcome.removed).any(|change| change.part == Part::Lesson) {
        add(include_str!("people_enrolled.sql"), &outcome.course.to_string())?;
    }
    for change in outcome.changed.iter().chain(&outcome.removed) {
        match change.part {
            Part::Course => {}
            Part::Lesson => add(include_str!("people_in_lesson.sql"), &change.id)?,
            Part::Exercise => add(include_str!("people_touched.sql"), &change.id)?,
        }
    }
    Ok(people.into_iter().collect())
}

// Ids are the same on every device, so one that stands in another course is a pack that took it from there.
fn refuse_what_is_elsewhere(connection: &Connection, course: &Course, comparison: &Comparison) -> Result<()> {
    let elsewhere = |sql: &str, id: String| Ok::<_, StoreError>(query::one(connection, sql, [id, course.id.to_string()], |_| Ok(()))?.is_some());
    for wanted in comparison.wanted_lessons.iter().filter(|wanted| !comparison.lessons.contains_key(&wanted.id)) {
        if elsewhere(include_str!("lesson_elsewhere.sql"), wanted.id.to_string())? {
            return Err(StoreError::Conflict("belongs_to_another_course"));
        }
    }
    for wanted in comparison.wanted_exercises.iter().filter(|wanted| !comparison.exercises.contains_key(&wanted.id)) {
        if elsewhere(include_str!("exercise_elsewhere.sql"), wanted.id.to_string())? {
            return Err(StoreError::Conflict("belongs_to_another_course"));
        }
    }
    if elsewhere(include_str!("slug_elsewhere.sql"), course.slug.as_str().to_owned())? {
        return Err(StoreError::Conflict("course_slug_taken"));
    }
    Ok(())
}

fn write_course(write: &Write<'_>, course: &Course, digest: &Digest, comparison: &Comparison) -> Result<()> {
    let category = category::find_or_add(write, &course.category)?;
    let columns = &comparison.wanted_course;
    let sql = if comparison.course.is_some() { include_str!("update.sql") } else { include_str!("insert.sql") };
    query::execute(
        write.connection,
        sql,
        params![
            course.id.to_string(),
            category.to_string(),
            columns.slug,
            columns.title,
            columns.summary,
            columns.description,
            course.version,
            columns.locale,
            columns.license,
            columns.authors,
            columns.difficulty,
            columns.hours,
            digest.to_string(),
            write.at_text,
        ],
    )?;
    let known = comparison.course.as_ref().map(|stored| &stored.columns.languages);
    for language in columns.languages.iter().filter(|language| known.is_none_or(|known| !known.contains(*language))) {
        let sql = include_str!("language_insert.sql");
        query::execute(write.connection, sql, params![course.id.to_string(), language])?;
    }
    Ok(())
}

// What comes is written before what goes: in between the course only ever has more lessons than before or after, so nobody seems to have completed it who
// has not. New ones stand at the end meanwhile, so that whoever was in a lesson that goes is moved by the old order.
fn write_lessons(write: &Write<'_>, course: &Course, comparison: &Comparison) -> Result<()> {
    let course_id = course.id.to_string();
    // Slugs that change hands are let go of first.
    for (id, stored) in comparison.lessons.iter().filter(|(_, stored)| !stored.is_deleted) {
        let stays = comparison.wanted_lessons.iter().any(|wanted| wanted.id == *id && wanted.columns.slug == stored.columns.slug);
        if !stays {
            query::execute(write.connection, include_str!("lesson_free_slug.sql"), [id.to_string()])?;
        }
    }
    let last = comparison.lessons.values().map(|stored| stored.position).max().unwrap_or(0);
    let put = |sql: &str, wanted: &Wanted<LessonId, LessonColumns>, position: u32| {
        let columns = &wanted.columns;
        query::execute(
            write.connection,
            sql,
            params![
                wanted.id.to_string(),
                course_id,
                position,
                columns.slug,
                columns.title,
                columns.summary,
                columns.kind,
                columns.minutes,
                columns.required,
                columns.content,
            ],
        )
    };
    for wanted in &comparison.wanted_lessons {
        match comparison.lessons.get(&wanted.id) {
            None => {
                put(include_str!("lesson_insert.sql"), wanted, last + wanted.position)?;
            }
            Some(stored) if stored.is_deleted => {
                put(include_str!("lesson_update.sql"), wanted, last + wanted.position)?;
                query::execute(write.connection, include_str!("lesson_restore.sql"), [wanted.id.to_string()])?;
            }
            Some(_) => {}
        }
    }
    for (id, stored) in comparison.lessons_that_go() {
        let sql = include_str!("lesson_put_away.sql");
        query::execute(write.connection, sql, params![id.to_string(), write.at_text, stored.columns.slug])?;
    }
    for wanted in &comparison.wanted_lessons {
        put(include_str!("lesson_update.sql"), wanted, wanted.position)?;
    }
    Ok(())
}

fn write_exercises(write: &Write<'_>, course: &Course, comparison: &Comparison) -> Result<()> {
    for (id, stored) in comparison.exercises.iter().filter(|(_, stored)| !stored.is_deleted) {
        match comparison.wanted_exercises.iter().find(|wanted| wanted.id == *id) {
            None => {
                let sql = include_str!("exercise_put_away.sql");
                query::execute(write.connection, sql, params![id.to_string(), write.at_text])?;
            }
            Some(wanted) if wanted.columns.slug != stored.columns.slug => {
                query::execute(write.connection, include_str!("exercise_free_slug.sql"), [id.to_string()])?;
            }
            Some(_) => {}
        }
    }
    for wanted in &comparison.wanted_exercises {
        let stored = comparison.exercises.get(&wanted.id);
        let same = stored.is_some_and(|stored| {
            !stored.is_deleted && stored.position == wanted.position && stored.lesson == wanted.lesson && stored.columns == wanted.columns
        });
        if same {
            continue;
        }
        let columns = &wanted.columns;
        let sql = if stored.is_some() { include_str!("exercise_update.sql") } else { include_str!("exercise_insert.sql") };
        query::execute(
            write.connection,
            sql,
            params![
                wanted.id.to_string(),
                course.id.to_string(),
                wanted.lesson.map(|lesson| lesson.to_string()),
                wanted.position,
                columns.slug,
                columns.title,
                columns.kind,
                columns.difficulty,
                columns.concepts,
                columns.minutes,
                columns.programming_language,
                columns.instructions,
                columns.question_data,
                columns.tests,
                columns.solution_code,
                columns.mistakes,
                columns.progressive_hints,
                columns.version_digest,
            ],
        )?;
    }
    Ok(())
}

fn course_columns(course: &Course) -> Result<CourseColumns> {
    Ok(CourseColumns {
        slug: course.slug.as_str().to_owned(),
        title: course.title.clone(),
        summary: course.summary.clone(),
        description: course.description.clone(),
        locale: course.locale.clone(),
        license: course.license.clone(),
        authors: serde_json::to_string(&course.authors)?,
        difficulty: column::name_of(&course.difficulty)?,
        hours: course.hours,
        category_slug: category::slug_of(&course.category),
        languages: course.languages.iter().cloned().collect(),
    })
}

fn lesson_columns(lesson: &Lesson) -> Result<LessonColumns> {
    Ok(LessonColumns {
        slug: lesson.slug.as_str().to_owned(),
        title: lesson.title.clone(),
        summary: lesson.summary.clone(),
        kind: column::name_of(&lesson.kind)?,
        minutes: lesson.minutes,
        required: lesson.required,
        content: lesson.text.clone(),
    })
}

fn stored_course(connection: &Connection, course: &Course) -> Result<Option<StoredCourse>> {
    let sql = include_str!("languages.sql");
    let languages: Vec<String> = query::many(connection, sql, [course.id.to_string()], |row| row.get(0))?;
    query::one(connection, include_str!("stored_course.sql"), [course.id.to_string()], |row| {
        Ok(StoredCourse {
            is_deleted: row.get(0)?,
            version: row.get(1)?,
            pack_digest: row.get(2)?,
            columns: CourseColumns {
                slug: row.get(3)?,
                title: row.get(4)?,
                summary: row.get(5)?,
                description: row.get(6)?,
                locale: row.get(7)?,
                license: row.get(8)?,
                authors: row.get(9)?,
                difficulty: row.get(10)?,
                hours: row.get(11)?,
                category_slug: row.get(12)?,
                languages: languages.into_iter().collect(),
            },
        })
    })
}

fn stored_lessons(connection: &Connection, course: &Course) -> Result<BTreeMap<LessonId, Stored<LessonColumns>>> {
    let rows = query::many(connection, include_str!("stored_lessons.sql"), [course.id.to_string()], |row| {
        let columns = LessonColumns {
            slug: row.get(3)?,
            title: row.get(4)?,
            summary: row.get(5)?,
            kind: row.get(6)?,
            minutes: row.get(7)?,
            required: row.get(8)?,
            content: row.get(9)?,
        };
        Ok((column::parsed(row, 0)?, Stored { is_deleted: row.get(1)?, position: row.get(2)?, lesson: None, columns }))
    })?;
    Ok(rows.into_iter().collect())
}

fn stored_exercises(connection: &Connection, course: &Course) -> Result<BTreeMap<ExerciseId, Stored<Definition>>> {
    let rows = query::many(connection, include_str!("stored_exercises.sql"), [course.id.to_string()], |row| {
        let stored =
            Stored { is_deleted: row.get(1)?, position: row.get(2)?, lesson: column::parsed_or_none(row, 3)?, columns: Definition::read(row, 4)? };
        Ok((column::parsed(row, 0)?, stored))
    })?;
    Ok(rows.into_iter().collect())
}
