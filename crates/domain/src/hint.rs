//! The ladder of hints: which rung is open.

use serde::{Deserialize, Serialize};

/// What a hint gives away, from least to most (TEACHING section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// The idea, two lines from another task.
    Concept,
    /// The subgoals in words.
    Approach,
    /// A skeleton with blanks.
    Structure,
    /// All but one line, with reasons.
    NearSolution,
    /// The solution, commented.
    Solution,
}

impl Rung {
    /// When the rung's time has come: seconds on the exercise, and failed attempts; whichever comes first (FEATURES section 1). The first hint of an exercise then
    /// opens by itself; the others are asked for. Zero attempts means that attempts do not count for it.
    pub const fn opens(self) -> (u32, u32) {
        match self {
            Self::Concept => (30, 0),
            Self::Approach => (90, 2),
            Self::Structure => (180, 3),
            Self::NearSolution => (300, 5),
            Self::Solution => (420, 7),
        }
    }
}

/// One hint of an exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// What it gives away.
    pub rung: Rung,
    /// Markdown.
    pub text: String,
    /// Seconds after which its time has come; the rung's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_seconds: Option<u32>,
    /// Failed attempts after which its time has come; the rung's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_failures: Option<u32>,
}

impl Hint {
    /// Seconds and failed attempts after which this hint's time has come.
    pub fn opens(&self) -> (u32, u32) {
        let (seconds, failures) = self.rung.opens();
        (self.after_seconds.unwrap_or(seconds), self.after_failures.unwrap_or(failures))
    }
}
