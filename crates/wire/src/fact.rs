//! What a person did on their own: the payloads of the operations that need no one's leave.

use crate::{
    canonical::InexactNumber,
    digest::Digest,
    operation::{Kind, Operation},
};
use domain::{
    exercise::SourceFile,
    hint::Rung,
    id::{CourseId, EnrollmentId, ExerciseId, LessonId, OperationId, SubmissionId},
    judge::JudgeResult,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A fact about the person who says it. Moments are text (`domain::world::moment_text`), and shown, never used to order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// An attempt was made.
    SubmissionAdd(Box<SubmissionAdd>),
    /// A lesson was completed.
    LessonComplete(LessonComplete),
    /// A lesson is no longer completed.
    LessonReopen(LessonReopen),
    /// A course was joined.
    EnrollmentAdd(EnrollmentAdd),
    /// A course was left.
    EnrollmentLeave(EnrollmentLeave),
    /// A draft as it stood when the exercise was left.
    DraftSave(DraftSave),
    /// A hint was taken.
    HintTake(HintTake),
}

/// An attempt, whole: whoever holds it can run it again and needs nothing else but the exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubmissionAdd {
    /// The attempt.
    pub submission_id: SubmissionId,
    /// The exercise.
    pub exercise_id: ExerciseId,
    /// The version of the exercise that it was made on.
    pub exercise_digest: Digest,
    /// Its number on this device: provisional, the hub gives the final one.
    pub attempt_number: u32,
    /// The program.
    pub files: Vec<SourceFile>,
    /// What judging it on this device gave.
    pub result: JudgeResult,
    /// When.
    pub submitted_at: String,
}

/// A lesson was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonComplete {
    /// The lesson.
    pub lesson_id: LessonId,
    /// Its course.
    pub course_id: CourseId,
    /// When.
    pub completed_at: String,
}

/// A lesson is no longer completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonReopen {
    /// The lesson.
    pub lesson_id: LessonId,
    /// Its course.
    pub course_id: CourseId,
    /// When.
    pub reopened_at: String,
}

/// A course was joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollmentAdd {
    /// The enrolment on this device. Its identity for others is person and course.
    pub enrollment_id: EnrollmentId,
    /// The course.
    pub course_id: CourseId,
    /// When.
    pub enrolled_at: String,
}

/// A course was left. Progress stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollmentLeave {
    /// The enrolment on this device.
    pub enrollment_id: EnrollmentId,
    /// The course.
    pub course_id: CourseId,
    /// When.
    pub left_at: String,
}

/// A draft as it stood when the exercise was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSave {
    /// The exercise.
    pub exercise_id: ExerciseId,
    /// The draft's revision on this device.
    pub revision: u32,
    /// The text.
    pub files: Vec<SourceFile>,
    /// When it was last changed.
    pub saved_at: String,
}

/// A hint was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HintTake {
    /// The exercise.
    pub exercise_id: ExerciseId,
    /// Which one.
    pub rung: Rung,
    /// When.
    pub taken_at: String,
}

/// A fact that could not be written down, or a payload that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FactProblem {
    /// It does not have the form of its kind.
    #[error("the payload does not have the form of its kind: {0}")]
    Form(#[from] serde_json::Error),
    /// It holds a number that has no canonical form.
    #[error(transparent)]
    Number(#[from] InexactNumber),
    /// This version does not know the kind, or not this version of its payload.
    #[error("{kind} version {v} is not known")]
    Unknown {
        /// The kind's name.
        kind: String,
        /// The payload's version.
        v: u32,
    },
}

impl Fact {
    /// The version in which payloads are written.
    pub const VERSION: u32 = 1;

    /// The kind of operation that tells of this fact.
    pub fn kind(&self) -> Kind {
        match self {
            Self::SubmissionAdd(_) => Kind::SubmissionAdd,
            Self::LessonComplete(_) => Kind::LessonComplete,
            Self::LessonReopen(_) => Kind::LessonReopen,
            Self::EnrollmentAdd(_) => Kind::EnrollmentAdd,
            Self::EnrollmentLeave(_) => Kind::EnrollmentLeave,
            Self::DraftSave(_) => Kind::DraftSave,
            Self::HintTake(_) => Kind::HintTake,
        }
    }

    /// The operation that tells of this fact.
    pub fn into_operation(self, op_id: OperationId, base_rev: Option<OperationId>) -> Result<Operation, FactProblem> {
        Ok(Operation { op_id, kind: self.kind(), v: Self::VERSION, base_rev, payload: serde_json::to_value(&self)? })
    }

    /// Reads the fact that an operation tells of. Fields that this version does not know are passed over here; the operation itself keeps them.
    pub fn read(operation: &Operation) -> Result<Self, FactProblem> {
        fn form<T: serde::de::DeserializeOwned>(payload: &Value) -> Result<T, serde_json::Error> {
            T::deserialize(payload)
        }
        let unknown = || FactProblem::Unknown { kind: operation.kind.name().to_owned(), v: operation.v };
        if operation.v != Self::VERSION {
            return Err(unknown());
        }
        let payload = &operation.payload;
        Ok(match operation.kind {
            Kind::SubmissionAdd => Self::SubmissionAdd(Box::new(form(payload)?)),
            Kind::LessonComplete => Self::LessonComplete(form(payload)?),
            Kind::LessonReopen => Self::LessonReopen(form(payload)?),
            Kind::EnrollmentAdd => Self::EnrollmentAdd(form(payload)?),
            Kind::EnrollmentLeave => Self::EnrollmentLeave(form(payload)?),
            Kind::DraftSave => Self::DraftSave(form(payload)?),
            Kind::HintTake => Self::HintTake(form(payload)?),
            Kind::Unknown(_) => return Err(unknown()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_comes_back_from_its_operation() {
        let fact = Fact::HintTake(HintTake {
            exercise_id: "018f0000-0000-7000-8000-00000000000e".parse().unwrap(),
            rung: Rung::NearSolution,
            taken_at: "2026-11-23T09:41:00.123Z".into(),
        });
        let op_id = "018f0000-0000-7000-8000-000000000001".parse().unwrap();
        let mut operation = fact.clone().into_operation(op_id, None).unwrap();
        assert_eq!(
            operation.canonical_text().unwrap(),
            r#"{"base_rev":null,"kind":"hint.take","op_id":"018f0000-0000-7000-8000-000000000001","payload":{"exercise_id":"018f0000-0000-7000-8000-00000000000e","rung":"near_solution","taken_at":"2026-11-23T09:41:00.123Z"},"v":1}"#
        );
        assert_eq!(Fact::read(&operation).unwrap(), fact);
        operation.payload["later"] = true.into();
        assert_eq!(Fact::read(&operation).unwrap(), fact);
        operation.v = 2;
        assert!(matches!(Fact::read(&operation), Err(FactProblem::Unknown { v: 2, .. })));
        operation.v = 1;
        operation.payload = Value::Null;
        assert!(matches!(Fact::read(&operation), Err(FactProblem::Form(_))));
    }
}
