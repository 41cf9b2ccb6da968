//! Operations: what a change is, once it may leave this device.

use crate::{
    canonical::{self, InexactNumber},
    digest::Digest,
};
use domain::id::OperationId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fmt;

/// What kind of change an operation tells of. A kind that a newer version made is kept by its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Kind {
    /// An attempt was made.
    SubmissionAdd,
    /// A lesson was completed.
    LessonComplete,
    /// A lesson is no longer completed.
    LessonReopen,
    /// A course was joined.
    EnrollmentAdd,
    /// A course was left.
    EnrollmentLeave,
    /// A draft as it stood when the exercise was left.
    DraftSave,
    /// A hint was taken.
    HintTake,
    /// A kind that this version does not know.
    Unknown(String),
}

impl Kind {
    const KNOWN: [Self; 7] =
        [Self::SubmissionAdd, Self::LessonComplete, Self::LessonReopen, Self::EnrollmentAdd, Self::EnrollmentLeave, Self::DraftSave, Self::HintTake];

    /// The kind's name.
    pub fn name(&self) -> &str {
        match self {
            Self::SubmissionAdd => "submission.add",
            Self::LessonComplete => "lesson.complete",
            Self::LessonReopen => "lesson.reopen",
            Self::EnrollmentAdd => "enrollment.add",
            Self::EnrollmentLeave => "enrollment.leave",
            Self::DraftSave => "draft.save",
            Self::HintTake => "hint.take",
            Self::Unknown(name) => name,
        }
    }
}

impl From<String> for Kind {
    fn from(name: String) -> Self {
        Self::KNOWN.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Unknown(name))
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.name().to_owned()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// One change. Its author is "me": who that is, and from which device, stands in the signed envelope of the batch, so that joining a class or copying
/// a folder never changes a digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id.
    pub op_id: OperationId,
    /// What kind of change.
    pub kind: Kind,
    /// Version of the payload's form for this kind.
    pub v: u32,
    /// The operation that made the revision which this one starts from; none for a fact that has no revisions, and for a first revision.
    pub base_rev: Option<OperationId>,
    /// What changed.
    pub payload: Value,
}

impl Operation {
    /// The operation in canonical form: exactly these five members. This text is what the digest is taken of.
    pub fn canonical_text(&self) -> Result<String, InexactNumber> {
        canonical::to_text(&json!({
            "op_id": self.op_id.to_string(),
            "kind": self.kind.name(),
            "v": self.v,
            "base_rev": self.base_rev.map(|id| id.to_string()),
            "payload": self.payload,
        }))
    }

    /// SHA-256 of [`Operation::canonical_text`], as UTF-8.
    pub fn digest(&self) -> Result<Digest, InexactNumber> {
        Ok(Digest::of(self.canonical_text()?.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(kind: Kind, base_rev: Option<&str>, payload: &str) -> Operation {
        Operation {
            op_id: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
            kind,
            v: 1,
            base_rev: base_rev.map(|text| text.parse().unwrap()),
            payload: serde_json::from_str(payload).unwrap(),
        }
    }

    // The digests were computed apart from this program: `printf '%s' TEXT | sha256sum`.
    #[test]
    fn digests_are_those_of_fixed_texts() {
        let vectors = [
            (
                operation(Kind::LessonComplete, None, r#"{ "lesson_id": "l", "completed_at": "2026-11-23T09:41:00.123Z" }"#),
                r#"{"base_rev":null,"kind":"lesson.complete","op_id":"018f0000-0000-7000-8000-000000000001","payload":{"completed_at":"2026-11-23T09:41:00.123Z","lesson_id":"l"},"v":1}"#,
                "ff92ad7b7c3e754b13101c2a34027afb0f63461deae039028ad3d2b950d6bab6",
            ),
            (
                operation(
                    Kind::DraftSave,
                    Some("018f0000-0000-7000-8000-000000000000"),
                    r#"{"files":[{"text":"print(\"é\")\n\u0001","path":"main.py"}],"number":1.50,"z":[],"a":{"c":false,"b":-0.0}}"#,
                ),
                r#"{"base_rev":"018f0000-0000-7000-8000-000000000000","kind":"draft.save","op_id":"018f0000-0000-7000-8000-000000000001","payload":{"a":{"b":0,"c":false},"files":[{"path":"main.py","text":"print(\"é\")\n\u0001"}],"number":1.5,"z":[]},"v":1}"#,
                "8a190ccde6d883c2fe7c18a50e648584f9918ab59d37dce1fb5a6fa96a79ab08",
            ),
        ];
        for (operation, text, digest) in vectors {
            assert_eq!(operation.canonical_text().unwrap(), text);
            assert_eq!(operation.digest().unwrap().to_string(), digest);
            let again: Operation = serde_json::from_str(&serde_json::to_string(&operation).unwrap()).unwrap();
            assert_eq!(again.digest(), operation.digest());
        }
    }

    #[test]
    fn every_part_counts_in_the_digest() {
        let base = operation(Kind::HintTake, None, "{}");
        let mut seen = vec![base.digest().unwrap()];
        let other: OperationId = "018f0000-0000-7000-8000-000000000002".parse().unwrap();
        for changed in [
            Operation { op_id: other, ..base.clone() },
            Operation { kind: Kind::LessonReopen, ..base.clone() },
            Operation { v: 2, ..base.clone() },
            Operation { base_rev: Some(other), ..base.clone() },
            Operation { payload: json!([]), ..base.clone() },
        ] {
            let digest = changed.digest().unwrap();
            assert!(!seen.contains(&digest));
            seen.push(digest);
        }
    }

    #[test]
    fn a_kind_of_a_newer_version_keeps_its_name() {
        let kind: Kind = serde_json::from_str("\"post.add\"").unwrap();
        assert_eq!(kind, Kind::Unknown("post.add".into()));
        assert_eq!(serde_json::to_string(&kind).unwrap(), "\"post.add\"");
        for known in Kind::KNOWN {
            assert_eq!(Kind::from(known.name().to_owned()), known);
        }
    }
}
