//! Consents: given, withdrawn, and asked for before anything that needs one (AUDIT B). None is ever changed or removed: it can only be withdrawn, once.

use crate::{Actor, Result, Store, StoreError, column, query, user};
use domain::{
    consent::Purpose,
    id::{ConsentId, UserId},
    world::Moment,
};
use rusqlite::{Connection, Row, params};

/// A consent, standing or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// The purpose's name. One that this version does not know is kept.
    pub purpose: String,
    /// What it is about, a class; empty for the installation.
    pub subject: String,
    /// Which wording the person saw.
    pub version: u32,
    /// When it was given.
    pub given_at: Moment,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

/// All consents of a person, newest first, withdrawn ones too.
pub fn list(store: &Store, user: UserId) -> Result<Vec<Consent>> {
    store.read(|connection| query::many(connection, include_str!("list.sql"), [user.to_string()], read))
}

/// Gives a consent in the present wording; one that stands already is given back, and one to an older wording is withdrawn for it.
/// `invalid.consent_subject` where a purpose needs a subject and has none, or the other way round. `not_found.user`.
pub fn give(store: &Store, actor: Actor, user: UserId, purpose: Purpose, subject: &str) -> Result<Consent> {
    if purpose.needs_subject() == subject.is_empty() || subject.chars().count() > 64 {
        return Err(StoreError::Invalid("consent_subject"));
    }
    store.write(actor, |write| {
        user::must_exist(write.connection, user)?;
        if let Some(consent) = standing(write.connection, user, purpose, subject)? {
            if consent.version == purpose.version() {
                return Ok(consent);
            }
            query::execute(write.connection, include_str!("withdraw.sql"), params![consent.id.to_string(), write.at_text])?;
        }
        let id = ConsentId::generate(write.world).to_string();
        let row = params![id, user.to_string(), purpose.name(), subject, purpose.version(), write.at_text];
        query::execute(write.connection, include_str!("insert.sql"), row)?;
        standing(write.connection, user, purpose, subject)?.ok_or_else(|| StoreError::Bug("the consent that was just given is not there".into()))
    })
}

/// Withdraws a consent; from now on nothing that needs it happens. `not_found.consent` where none stands.
pub fn withdraw(store: &Store, actor: Actor, user: UserId, purpose: Purpose, subject: &str) -> Result<()> {
    store.write(actor, |write| {
        let consent = standing(write.connection, user, purpose, subject)?.ok_or(StoreError::NotFound("consent"))?;
        query::execute(write.connection, include_str!("withdraw.sql"), params![consent.id.to_string(), write.at_text])?;
        Ok(())
    })
}

/// Whether a consent stands, in the present wording.
pub fn stands(store: &Store, user: UserId, purpose: Purpose, subject: &str) -> Result<bool> {
    store.read(|connection| match must_stand(connection, user, purpose, subject) {
        Err(StoreError::Denied(_)) => Ok(false),
        other => other.map(|()| true),
    })
}

/// Refuses to go on where no consent stands: `denied.no_consent`. To be asked in the transaction that does what needs it.
pub(crate) fn must_stand(connection: &Connection, user: UserId, purpose: Purpose, subject: &str) -> Result<()> {
    match standing(connection, user, purpose, subject)? {
        Some(consent) if consent.version == purpose.version() => Ok(()),
        _ => Err(StoreError::Denied("no_consent")),
    }
}

fn standing(connection: &Connection, user: UserId, purpose: Purpose, subject: &str) -> Result<Option<Consent>> {
    query::one(connection, include_str!("standing.sql"), params![user.to_string(), purpose.name(), subject], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Consent> {
    Ok(Consent {
        id: column::parsed(row, 0)?,
        purpose: row.get(1)?,
        subject: row.get(2)?,
        version: row.get(3)?,
        given_at: column::moment(row, 4)?,
        withdrawn_at: column::moment_or_none(row, 5)?,
    })
}
