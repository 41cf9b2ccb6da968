//! Personal data: encrypted for each person, with keys that lie outside the database.
//!
//! - `keys.json` holds a data key for each person and the key of the blind indexes, each wrapped by the master key.
//! - `master.key` holds the master key, readable by its owner only.
//! - A text is sealed with XChaCha20-Poly1305, bound to table, column and row: moved to another place it does not open.
//! - A blind index is HMAC-SHA-256 of the folded text: equal texts are found and kept apart without being readable.
//!
//! Destroying a person's entry in `keys.json` therefore destroys every copy of their personal data, backups included.

mod keys;
mod seal;

pub use keys::KeyFile;
pub use seal::{Key, Place, blind_index, open, seal};

/// A personal text, if its key is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personal {
    /// The text.
    Known(String),
    /// Its key is not here. It is shown as locked, and never overwritten.
    Locked,
}

impl Personal {
    /// The text, if its key is here.
    pub fn known(&self) -> Option<&str> {
        match self {
            Self::Known(text) => Some(text),
            Self::Locked => None,
        }
    }
}
