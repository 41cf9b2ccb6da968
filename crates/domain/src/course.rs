//! A course, as its pack describes it (`docs/pack-format.md`).

use crate::{
    exercise::{Difficulty, Exercise},
    id::{CourseId, LessonId},
    name::Slug,
};
use serde::{Deserialize, Serialize};

/// What a lesson is mostly made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LessonKind {
    /// Reading.
    #[default]
    Theory,
    /// Doing along.
    Practical,
    /// Exercises.
    Exercise,
    /// A project.
    Project,
    /// A quiz.
    Quiz,
}

/// A lesson with its exercises, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Its id, the same on every device.
    pub id: LessonId,
    /// Its slug, unique in the course.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// One line: what is in it.
    pub summary: String,
    /// What it is mostly made of.
    pub kind: LessonKind,
    /// Minutes it takes, about.
    pub minutes: u32,
    /// Whether it keeps the later ones closed until it is completed.
    pub required: bool,
    /// Markdown.
    pub text: String,
    /// Its exercises, in order.
    pub exercises: Vec<Exercise>,
}

/// A whole course: what a pack holds once it has been read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// Its id, the same on every device and in every version.
    pub id: CourseId,
    /// Its slug, unique on an installation.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Grows with each edition.
    pub version: u32,
    /// Programming languages its exercises may use.
    pub languages: Vec<String>,
    /// Language of its text, BCP 47.
    pub locale: String,
    /// SPDX expression, or the licence's name.
    pub license: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// Name of its category.
    pub category: String,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Hours it takes, 1 to 1000.
    pub hours: u32,
    /// Its lessons, in order.
    pub lessons: Vec<Lesson>,
}

impl Course {
    /// All exercises with the lesson they stand in, in order.
    pub fn exercises(&self) -> impl Iterator<Item = (&Lesson, &Exercise)> {
        self.lessons.iter().flat_map(|lesson| lesson.exercises.iter().map(move |exercise| (lesson, exercise)))
    }
}
