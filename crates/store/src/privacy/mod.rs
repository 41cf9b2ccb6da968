//! Personal data: encrypted for each person, with keys that lie outside the database.
//!
//! - `keys.json` holds a data key for each person and the key of the blind indexes, each wrapped by the master key; who was erased; and reset codes.
//! - `master.key` holds the master key, readable by its owner only. The printed recovery code opens a wrapped copy of it in `keys.json`.
//! - A text is sealed with XChaCha20-Poly1305, bound to table, column and row: moved to another place it does not open.
//! - A blind index is HMAC-SHA-256 of the folded text: equal texts are found and kept apart without being readable.
//!
//! Destroying a person's entry in `keys.json` therefore destroys every copy of their personal data, backups included. Who was erased stands there too, so
//! that what is not encrypted goes again when an old backup comes back.

mod code;
mod keys;
mod seal;

pub use keys::KeyState;
pub(crate) use keys::{ErasedPerson, KeyFile, ResetCode};
pub(crate) use seal::{Key, Place, blind_index, open, seal};

use crate::{Result, Store, StoreError, erasure};
use domain::{id::UserId, world::moment_text};

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

/// How many bytes of a recovery code are secret: 120 bits, which nobody guesses, so that it needs no slow hashing.
const RECOVERY_BYTES: usize = 15;
/// How many bytes of a reset code are secret: 40 bits, slowly hashed, for a day.
const RESET_BYTES: usize = 5;

/// Whether the keys of this data folder can be read, and what is missing.
pub fn key_state(store: &Store) -> KeyState {
    store.keys().state()
}

/// Whether a recovery code was made. Which one is written nowhere.
pub fn has_recovery_code(store: &Store) -> Result<bool> {
    store.keys().has_recovery()
}

/// Makes the recovery code, or a new one; an earlier one then opens nothing. It is shown once, and kept nowhere. `denied.keys_locked`.
pub fn renew_recovery_code(store: &Store) -> Result<String> {
    let secret = code::generate(store.world(), RECOVERY_BYTES);
    store.keys().set_recovery(store.world(), &secret)?;
    Ok(code::print(&secret))
}

/// Brings the master key back from the recovery code. A master key that opens nothing here is moved aside, not overwritten.
/// `invalid.code_mistyped`, `denied.wrong_recovery_code`, `not_found.recovery_code`, `not_found.key_file`.
pub fn recover(store: &Store, typed: &str) -> Result<()> {
    let secret = code::read(typed, RECOVERY_BYTES).ok_or(StoreError::Invalid("code_mistyped"))?;
    store.keys().recover(&secret, &moment_text(store.now()))
}

/// A new secret for a reset code, and how it is printed.
pub(crate) fn new_reset_code(store: &Store) -> String {
    code::print(&code::generate(store.world(), RESET_BYTES))
}

/// A reset code as it was typed, in the one way that is hashed. `invalid.code_mistyped`.
pub(crate) fn read_reset_code(typed: &str) -> Result<String> {
    code::read(typed, RESET_BYTES).map(|secret| code::print(&secret)).ok_or(StoreError::Invalid("code_mistyped"))
}

/// Takes away again what erased people had in this file, after an older copy of it was put in place. To be called after a restore, last of all.
/// Returns whose data was found and taken away.
pub fn apply_erasures_after_restore(store: &Store) -> Result<Vec<UserId>> {
    erasure::apply_list(store, erasure::Which::Everybody)
}
