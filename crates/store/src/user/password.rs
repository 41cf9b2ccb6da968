//! Passwords: Argon2id at the cost that OWASP asks for. Hashing takes long on purpose, so it never happens inside a transaction.

use crate::{Result, StoreError};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, Version,
    password_hash::{PasswordHasher, PasswordVerifier, SaltString},
};
use domain::{account::Password, world::World};

/// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| StoreError::Bug(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The text that is kept instead of a password.
pub fn hash(world: &dyn World, password: &Password) -> Result<String> {
    let mut salt = [0; 16];
    world.fill_random(&mut salt);
    let bug = |error: argon2::password_hash::Error| StoreError::Bug(error.to_string());
    let salt = SaltString::encode_b64(&salt).map_err(bug)?;
    Ok(argon2()?.hash_password(password.expose().as_bytes(), &salt).map_err(bug)?.to_string())
}

/// Whether this is the password. Where there is none to compare with (no such name, no password set) the same work is done, so that the time tells
/// nothing, and the answer is no.
pub fn matches(hash: Option<&str>, given: &str) -> Result<bool> {
    // No password that may be set is longer; hashing more would only give an attacker a way to keep us busy.
    let given = if given.len() > Password::MAX_LENGTH { "" } else { given };
    let Some(hash) = hash else {
        let mut out = [0; 32];
        argon2()?.hash_password_into(given.as_bytes(), &[0; 16], &mut out).map_err(|error| StoreError::Bug(error.to_string()))?;
        return Ok(false);
    };
    let parsed = PasswordHash::new(hash).map_err(|error| StoreError::Bug(error.to_string()))?;
    Ok(argon2()?.verify_password(given.as_bytes(), &parsed).is_ok())
}
