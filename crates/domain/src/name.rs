//! Short texts with rules: slugs, and names of accounts.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name in an address: lower-case letters, digits and single hyphens, 1 to 60 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text is not a slug.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a slug: lower-case letters, digits and single hyphens, 1 to {max} characters", max = Slug::MAX_LENGTH)]
pub struct NotASlug(pub String);

impl Slug {
    /// The greatest length, in characters.
    pub const MAX_LENGTH: usize = 60;

    /// Checks the text.
    pub fn parse(text: &str) -> Result<Self, NotASlug> {
        let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let hyphens = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        if text.is_empty() || text.len() > Self::MAX_LENGTH || !plain || hyphens {
            return Err(NotASlug(text.chars().take(80).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// A slug from any text (another format's title or file name): other characters become single hyphens. `None` if nothing is left.
    pub fn from_any(text: &str) -> Option<Self> {
        let mut slug = String::new();
        for character in text.chars().flat_map(char::to_lowercase) {
            if character.is_ascii_alphanumeric() {
                slug.push(character);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() == Self::MAX_LENGTH {
                break;
            }
        }
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain() {
        for good in ["a", "two-lines", "4", "x-1-y"] {
            assert_eq!(Slug::parse(good).unwrap().as_str(), good);
        }
        let long = "a".repeat(61);
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "é", "a/b", "..", long.as_str()] {
            assert!(Slug::parse(bad).is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn any_text_becomes_a_slug_or_nothing() {
        assert_eq!(Slug::from_any("Two  Fer_(2)").unwrap().as_str(), "two-fer-2");
        assert_eq!(Slug::from_any("…"), None);
        assert!(Slug::from_any(&"ab ".repeat(90)).unwrap().as_str().len() <= Slug::MAX_LENGTH);
    }
}
