//! Identifiers: one type for each kind of thing, so that a lesson's id cannot be passed for an exercise's.
//!
//! What a person makes gets a UUIDv7 (time-ordered, so that indexes grow at one end). What comes with a course is derived from
//! the course's id and slugs (UUIDv5), so that it is the same on every device. See `docs/adr/0003-ids.md`.

use crate::world::World;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// The text is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0:?}")]
pub struct NotAnId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, from the time and randomness that are passed in (UUIDv7, RFC 9562).
            pub fn generate(world: &dyn World) -> Self {
                Self(version_7(world))
            }

            /// An id that is already known.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The id as a UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId(text.chars().take(64).collect()))
            }
        }
    )+};
}

ids! {
    /// A person's account on this installation.
    UserId
    /// A node in the tree of categories.
    CategoryId
    /// A course.
    CourseId
    /// A lesson of a course.
    LessonId
    /// An exercise of a lesson.
    ExerciseId
    /// One attempt at an exercise.
    SubmissionId
    /// A person's enrolment in a course.
    EnrollmentId
    /// One operation in the outbox.
    OperationId
    /// One consent.
    ConsentId
    /// One closing of an account.
    ErasureId
    /// A person's review of a course.
    ReviewId
    /// A topic of the forum.
    TopicId
    /// A post in a topic.
    PostId
    /// A reader's objection.
    FlagId
    /// An item of the review queue.
    QueueItemId
    /// A conflict copy.
    ConflictCopyId
}

impl CategoryId {
    /// The id of the category with this slug: categories come with courses, and have no id of their own there. UUIDv5 in the name space of URLs.
    pub fn derived(slug: &str) -> Self {
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("urn:learning-studio:category:{slug}").as_bytes()))
    }
}

impl LessonId {
    /// The id of a lesson whose pack names none: UUIDv5 of `lesson/SLUG` in the name space of the course.
    pub fn derived(course: CourseId, slug: &str) -> Self {
        Self(Uuid::new_v5(&course.uuid(), format!("lesson/{slug}").as_bytes()))
    }
}

impl ExerciseId {
    /// The id of an exercise whose pack names none: UUIDv5 of `exercise/SLUG` in the name space of the course.
    pub fn derived(course: CourseId, slug: &str) -> Self {
        Self(Uuid::new_v5(&course.uuid(), format!("exercise/{slug}").as_bytes()))
    }
}

fn version_7(world: &dyn World) -> Uuid {
    let mut random = [0u8; 10];
    world.fill_random(&mut random);
    let milliseconds = u64::try_from(world.now().timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}
