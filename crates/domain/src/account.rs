//! Accounts: names, passwords, roles.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a person may do on this installation. Roles never cross the wire: a class's hub has its own list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Learns.
    Learner,
    /// Also writes courses and reads what learners sent.
    Instructor,
    /// Also looks after the installation. The first account is the owner.
    Owner,
}

impl Role {
    /// The role's name in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Instructor => "instructor",
            Self::Owner => "owner",
        }
    }

    /// Reads a role's name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Learner, Self::Instructor, Self::Owner].into_iter().find(|role| role.name() == text)
    }
}

/// Why a name or password was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountProblem {
    /// The name is empty.
    #[error("the name is empty")]
    NameEmpty,
    /// The name is longer than [`UserName::MAX_LENGTH`].
    #[error("the name is longer than {max} characters", max = UserName::MAX_LENGTH)]
    NameTooLong,
    /// The name holds control characters.
    #[error("the name holds characters that cannot be shown")]
    NameUnprintable,
    /// The password is shorter than [`Password::MIN_LENGTH`] characters.
    #[error("the password is shorter than {min} characters", min = Password::MIN_LENGTH)]
    PasswordTooShort,
    /// The password is longer than [`Password::MAX_LENGTH`] bytes.
    #[error("the password is longer than {max} bytes", max = Password::MAX_LENGTH)]
    PasswordTooLong,
    /// It does not look like an e-mail address.
    #[error("that is not an e-mail address")]
    EmailWrong,
}

/// The name a person signs in with: 1 to 60 printable characters, without blanks at the ends, any script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserName(String);

impl UserName {
    /// The greatest length, in characters.
    pub const MAX_LENGTH: usize = 60;

    /// Checks the text; blanks at the ends are cut, runs of blanks inside become one.
    pub fn parse(text: &str) -> Result<Self, AccountProblem> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(AccountProblem::NameEmpty);
        }
        if name.chars().count() > Self::MAX_LENGTH {
            return Err(AccountProblem::NameTooLong);
        }
        if name.chars().any(is_invisible) {
            return Err(AccountProblem::NameUnprintable);
        }
        Ok(Self(name))
    }

    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes two names the same: upper and lower case do not differ.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

// Control characters, and the marks that reorder or hide text and so let one name look like another.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// An e-mail address, as far as an offline program can check one: something, `@`, something; at most 254 bytes (RFC 5321).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Checks the text.
    pub fn parse(text: &str) -> Result<Self, AccountProblem> {
        let text = text.trim();
        let well_formed = text.len() <= 254
            && !text.chars().any(|character| character.is_whitespace() || is_invisible(character))
            && text.rsplit_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !local.contains('@'));
        if well_formed { Ok(Self(text.to_owned())) } else { Err(AccountProblem::EmailWrong) }
    }

    /// The address as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What makes two addresses the same.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

/// A password that may be set. It is never shown: its `Debug` says only that there is one.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// The least length, in characters (FEATURES 1: the audited platform's rule, kept).
    pub const MIN_LENGTH: usize = 8;
    /// The greatest length, in bytes: Argon2 reads it all, so it must end somewhere.
    pub const MAX_LENGTH: usize = 1024;

    /// Checks a password that somebody wants to set.
    pub fn parse(text: &str) -> Result<Self, AccountProblem> {
        if text.chars().count() < Self::MIN_LENGTH {
            return Err(AccountProblem::PasswordTooShort);
        }
        if text.len() > Self::MAX_LENGTH {
            return Err(AccountProblem::PasswordTooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The password itself, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_are_taken_and_invisible_ones_are_not() {
        assert_eq!(UserName::parse("  Ada   Lovelace ").unwrap().as_str(), "Ada Lovelace");
        assert_eq!(UserName::parse("Ngũgĩ").unwrap().folded(), "ngũgĩ");
        assert_eq!(UserName::parse(" \t"), Err(AccountProblem::NameEmpty));
        assert_eq!(UserName::parse("a\u{202e}b"), Err(AccountProblem::NameUnprintable));
        assert_eq!(UserName::parse("a\0b"), Err(AccountProblem::NameUnprintable));
        assert_eq!(UserName::parse(&"a".repeat(61)), Err(AccountProblem::NameTooLong));
    }

    #[test]
    fn passwords_have_a_least_length_and_are_not_shown() {
        assert_eq!(Password::parse("1234567"), Err(AccountProblem::PasswordTooShort));
        assert_eq!(Password::parse(&"x".repeat(1025)), Err(AccountProblem::PasswordTooLong));
        assert_eq!(format!("{:?}", Password::parse("correct horse").unwrap()), "Password(…)");
    }

    #[test]
    fn addresses_need_two_sides() {
        for bad in ["", "a", "@b", "a@", "a b@c", "a@b@"] {
            assert!(Email::parse(bad).is_err(), "{bad:?} was taken");
        }
        assert_eq!(Email::parse(" Ada@Example.org ").unwrap().folded(), "ada@example.org");
    }
}
