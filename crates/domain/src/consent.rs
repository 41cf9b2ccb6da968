//! Consents: what a person may be asked to agree to, and which wording of it is the present one.

use serde::{Deserialize, Serialize};

/// What a consent is for. Only what is listed here can be asked; what needs one happens only while one stands, in the present wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The owner and the instructors of this installation may read my e-mail address, what I wrote about myself, and my goals.
    ProfileShownToInstructors,
    /// What I do in a class's courses goes to the class's hub, where its instructors read it. About a class.
    ClassSharing,
    /// What I did in the class's courses before joining goes there too. About a class.
    EarlierWork,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ProfileShownToInstructors, Self::ClassSharing, Self::EarlierWork];

    /// The purpose's name in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProfileShownToInstructors => "profile_shown_to_instructors",
            Self::ClassSharing => "class_sharing",
            Self::EarlierWork => "earlier_work",
        }
    }

    /// Reads a purpose's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == text)
    }

    /// The present wording. A consent to an older one no longer stands: whoever changes what is asked raises this.
    pub const fn version(self) -> u32 {
        match self {
            Self::ProfileShownToInstructors | Self::ClassSharing | Self::EarlierWork => 1,
        }
    }

    /// Whether it is about something, a class, and not about the installation as a whole.
    pub const fn needs_subject(self) -> bool {
        matches!(self, Self::ClassSharing | Self::EarlierWork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_fit_the_column() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::parse(purpose.name()), Some(purpose));
            assert!((1..=60).contains(&purpose.name().len()));
            assert!(purpose.version() >= 1);
        }
        assert_eq!(Purpose::parse("everything"), None);
    }
}
