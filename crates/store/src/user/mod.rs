//! Accounts.

mod password;

use crate::{
    Actor, Personal, Result, Store, StoreError, audit, column, consent,
    privacy::{self, Key, KeyFile, Place, ResetCode, blind_index, seal},
    query,
};
use domain::{
    account::{Email, Password, Role, UserName},
    consent::Purpose,
    id::UserId,
    preferences::Preferences,
    world::{Moment, World, moment_text},
};
use rusqlite::{Connection, Row, params};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// The name to sign in with.
    pub name: Personal,
    /// The name that is shown; the sign-in name where there is none.
    pub display_name: Personal,
    /// The e-mail address.
    pub email: Option<Personal>,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether a password is needed.
    pub has_password: bool,
    /// When it was made.
    pub created_at: Moment,
}

/// What is needed to make an account.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The name to sign in with.
    pub name: UserName,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The password; none means that anybody at this computer may use the account.
    pub password: Option<Password>,
    /// What they may do. The first account becomes the owner, whatever stands here.
    pub role: Role,
}

/// What a person tells about themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The name that is shown.
    pub display_name: Option<Personal>,
    /// About them, at most 500 characters.
    pub bio: Option<Personal>,
    /// What they want to learn, at most 1000 characters.
    pub goals: Option<Personal>,
}

/// What to change in a profile: `None` leaves it, `Some(None)` clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name that is shown.
    pub display_name: Option<Option<String>>,
    /// About them.
    pub bio: Option<Option<String>>,
    /// What they want to learn.
    pub goals: Option<Option<String>>,
}

/// How many active owners there are besides this one.
pub(crate) const COUNT_OTHER_OWNERS: &str = include_str!("count_other_owners.sql");

/// The greatest length of a shown name, in characters.
pub const MAX_DISPLAY_NAME: usize = 100;
/// The greatest length of what people write about themselves, in characters.
pub const MAX_BIO: usize = 500;
/// The greatest length of what people write about their goals, in characters.
pub const MAX_GOALS: usize = 1000;

/// Makes an account, with its profile and its key. `conflict.username_taken`, `conflict.email_taken`, `invalid.display_name_too_long`,
/// `denied.keys_locked`.
pub fn create(store: &Store, actor: Actor, new: &NewUser) -> Result<User> {
    let world = store.world();
    let display_name = tidy(new.display_name.as_deref(), MAX_DISPLAY_NAME, "display_name_too_long")?;
    let password_hash = new.password.as_ref().map(|password| password::hash(world, password)).transpose()?;
    // Nobody has data here that new keys would not open: nobody was here, or all were erased.
    let somebody: bool = store.read(|connection| Ok(connection.query_row(include_str!("exists_named.sql"), [], |row| row.get(0))?))?;
    let nobody_yet = !somebody;
    if !nobody_yet {
        refuse_taken(store, new)?;
    }

    // The key is on the disk before the row that needs it. If the row is refused after all, a key without a row is left, which opens nothing.
    let id = UserId::generate(world);
    let key = store.keys().create_person(world, id, nobody_yet)?;
    let index_key = store.keys().index().ok_or(StoreError::Denied("keys_locked"))?;
    let row = id.to_string();
    let username = sealed(world, &key, "users", "username", &row, new.name.as_str())?;
    let email = new.email.as_ref().map(|email| sealed(world, &key, "users", "email", &row, email.as_str())).transpose()?;
    let shown = display_name.as_deref().map(|name| sealed(world, &key, "profiles", "display_name", &row, name)).transpose()?;

    store.write(actor, |write| {
        let first: bool = write.connection.query_row(include_str!("none_yet.sql"), [], |row| row.get(0))?;
        let role = if first { Role::Owner } else { new.role };
        query::execute(
            write.connection,
            include_str!("insert.sql"),
            params![
                row,
                username,
                blind_index(&index_key, "username", &new.name.folded()),
                email,
                new.email.as_ref().map(|email| blind_index(&index_key, "email", &email.folded())),
                password_hash,
                role.name(),
                write.at_text,
            ],
        )?;
        if shown.is_some() {
            let nothing: Option<Vec<u8>> = None;
            query::execute(
                write.connection,
                include_str!("profile_update.sql"),
                params![row, true, shown, false, nothing, false, nothing, write.at_text],
            )?;
        }
        by_id(write.connection, write.keys, id)
    })
}

/// Whether there is any account yet, closed ones included.
pub fn exists_any(store: &Store) -> Result<bool> {
    store.read(|connection| Ok(connection.query_row(include_str!("exists_any.sql"), [], |row| row.get(0))?))
}

/// All accounts that were not closed, oldest first.
pub fn list(store: &Store) -> Result<Vec<User>> {
    store.read(|connection| query::many(connection, include_str!("select_all.sql"), [], |row| read(store.keys(), row)))
}

/// One account. `not_found.user`.
pub fn find(store: &Store, id: UserId) -> Result<User> {
    store.read(|connection| by_id(connection, store.keys(), id))
}

/// The account with this name. `not_found.user`, `denied.keys_locked`.
pub fn find_by_name(store: &Store, name: &UserName) -> Result<User> {
    by_name(store, name)?.ok_or(StoreError::NotFound("user"))
}

/// The oldest active account that owns the installation.
pub fn owner(store: &Store) -> Result<Option<User>> {
    Ok(list(store)?.into_iter().find(|user| user.role == Role::Owner && user.is_active))
}

/// The closed account with this name, that is not erased yet. `not_found.user`.
pub fn find_closed_by_name(store: &Store, name: &UserName) -> Result<User> {
    closed_by_name(store, name)?.ok_or(StoreError::NotFound("user"))
}

/// Signs in by name. An unknown name and a wrong password give the same answer after the same time: `denied.wrong_password`.
/// `denied.disabled` and `denied.closing` (the account is closed and not erased yet) are said only to who knew the password. An account without a
/// password takes any.
pub fn sign_in(store: &Store, name: &str, password: Option<&str>) -> Result<User> {
    let (user, is_closed) = match UserName::parse(name) {
        Ok(name) => match by_name(store, &name)? {
            Some(user) => (Some(user), false),
            None => (closed_by_name(store, &name)?, true),
        },
        Err(_) => (None, false),
    };
    let hash = match &user {
        Some(user) => password_hash(store, user.id)?,
        None => None,
    };
    let matches = password::matches(hash.as_deref(), password.unwrap_or_default())?;
    match user {
        Some(user) if is_closed && (matches || !user.has_password) => Err(StoreError::Denied("closing")),
        Some(user) if matches || !user.has_password => if_active(user),
        _ => Err(StoreError::Denied("wrong_password")),
    }
}

/// Checks the password of an account; an account without one takes any. `denied.wrong_password`, `denied.disabled`.
pub fn verify_password(store: &Store, id: UserId, password: Option<&str>) -> Result<()> {
    let user = find(store, id)?;
    if user.has_password && !password::matches(password_hash(store, id)?.as_deref(), password.unwrap_or_default())? {
        return Err(StoreError::Denied("wrong_password"));
    }
    if_active(user).map(|_| ())
}

/// The name under which others see what somebody made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// This person.
    Named(Personal),
    /// Somebody who closed their account: shown as "deleted learner".
    Deleted,
}

/// The name under which others see what this person made. `not_found.user`.
pub fn author(store: &Store, id: UserId) -> Result<Author> {
    match find(store, id) {
        Ok(user) => Ok(Author::Named(user.display_name)),
        Err(StoreError::NotFound(_)) => store.read(|connection| {
            let deleted = query::one(connection, include_str!("exists_deleted.sql"), [id.to_string()], |_| Ok(Author::Deleted))?;
            deleted.ok_or(StoreError::NotFound("user"))
        }),
        Err(error) => Err(error),
    }
}

/// How long a reset code counts, in hours.
pub const RESET_CODE_HOURS: i64 = 24;

/// Makes a code with which a person may set a new password once, within a day; an earlier one counts no more. Only its hash is kept, and data keys are
/// left alone. `not_found.user`.
pub fn make_reset_code(store: &Store, actor: Actor, id: UserId) -> Result<String> {
    find(store, id)?;
    let code = privacy::new_reset_code(store);
    let printed = Password::parse(&code).map_err(|problem| StoreError::Bug(problem.to_string()))?;
    let hash = password::hash(store.world(), &printed)?;
    let expires_at = moment_text(store.now() + chrono::Duration::hours(RESET_CODE_HOURS));
    store.keys().set_reset_code(id, Some(ResetCode { hash, expires_at }))?;
    // That somebody may now come in by another way than their password belongs on the trail.
    audit::note_read(store, actor, id, "users")?;
    Ok(code)
}

/// Sets a new password by a reset code, which is used up. `invalid.code_mistyped`, `denied.wrong_reset_code` also for one that is used up, too old, or of
/// an account that is not here.
pub fn use_reset_code(store: &Store, name: &UserName, typed: &str, password: &Password) -> Result<User> {
    let code = privacy::read_reset_code(typed)?;
    let wrong = StoreError::Denied("wrong_reset_code");
    let Some(user) = by_name(store, name)? else { return Err(wrong) };
    let Some(kept) = store.keys().reset_code(user.id)? else { return Err(wrong) };
    if !password::matches(Some(&kept.hash), &code)? || kept.expires_at < moment_text(store.now()) {
        return Err(wrong);
    }
    // Used up first: a crash in between costs a new code, not a second use.
    store.keys().set_reset_code(user.id, None)?;
    set_password(store, Actor::Person(user.id), user.id, Some(password))?;
    find(store, user.id)
}

/// Sets or removes the password. Data keys are left alone. `not_found.user`.
pub fn set_password(store: &Store, actor: Actor, id: UserId, password: Option<&Password>) -> Result<()> {
    let hash = password.map(|password| password::hash(store.world(), password)).transpose()?;
    store.write(actor, |write| {
        let sql = include_str!("set_password.sql");
        found(query::execute(write.connection, sql, params![id.to_string(), hash])?)
    })
}

/// Keeps an account from signing in. `conflict.last_owner` for the only owner left.
pub fn disable(store: &Store, actor: Actor, id: UserId) -> Result<User> {
    store.write(actor, |write| {
        let user = by_id(write.connection, write.keys, id)?;
        let others: i64 = write.connection.query_row(COUNT_OTHER_OWNERS, [id.to_string()], |row| row.get(0))?;
        if user.role == Role::Owner && others == 0 {
            return Err(StoreError::Conflict("last_owner"));
        }
        query::execute(write.connection, include_str!("disable.sql"), [id.to_string()])?;
        by_id(write.connection, write.keys, id)
    })
}

/// Lets an account sign in again.
pub fn enable(store: &Store, actor: Actor, id: UserId) -> Result<User> {
    store.write(actor, |write| {
        found(query::execute(write.connection, include_str!("enable.sql"), [id.to_string()])?)?;
        by_id(write.connection, write.keys, id)
    })
}

/// What a person tells about themselves. `not_found.user`.
pub fn profile(store: &Store, id: UserId) -> Result<Profile> {
    store.read(|connection| profile_of(connection, store.keys(), id))
}

/// What another person tells about themselves, and their e-mail address: read only while they consent to it, and written on the trail in the same
/// transaction. `denied.no_consent`, `not_found.user`.
pub fn read_profile_of_another(store: &Store, reader: UserId, of: UserId) -> Result<(Profile, Option<Personal>)> {
    store.write(Actor::Person(reader), |write| {
        let user = by_id(write.connection, write.keys, of)?;
        consent::must_stand(write.connection, of, Purpose::ProfileShownToInstructors, "")?;
        audit::enter(write, "read", "profiles", &of.to_string(), None, None)?;
        Ok((profile_of(write.connection, write.keys, of)?, user.email))
    })
}

/// Changes the profile. `invalid.bio_too_long`, `invalid.goals_too_long`, `invalid.display_name_too_long`, `denied.keys_locked`: what cannot be read is
/// not overwritten.
pub fn update_profile(store: &Store, actor: Actor, id: UserId, change: &ProfileChange) -> Result<Profile> {
    let world = store.world();
    let key = store.keys().person(id);
    let row = id.to_string();
    let seal_change = |column: &'static str, change: &Option<Option<String>>, max: usize, too_long: &'static str| match change {
        None => Ok((false, None)),
        Some(text) => {
            let key = key.as_ref().ok_or(StoreError::Denied("keys_locked"))?;
            let text = tidy(text.as_deref(), max, too_long)?;
            Ok::<_, StoreError>((true, text.map(|text| sealed(world, key, "profiles", column, &row, &text)).transpose()?))
        }
    };
    let display_name = seal_change("display_name", &change.display_name, MAX_DISPLAY_NAME, "display_name_too_long")?;
    let bio = seal_change("bio", &change.bio, MAX_BIO, "bio_too_long")?;
    let goals = seal_change("goals", &change.goals, MAX_GOALS, "goals_too_long")?;
    store.write(actor, |write| {
        let before = profile_of(write.connection, write.keys, id)?;
        // The key may be another one than that which sealed what stands there.
        for (changes, field) in [(display_name.0, &before.display_name), (bio.0, &before.bio), (goals.0, &before.goals)] {
            if changes && *field == Some(Personal::Locked) {
                return Err(StoreError::Denied("keys_locked"));
            }
        }
        query::execute(
            write.connection,
            include_str!("profile_update.sql"),
            params![row, display_name.0, display_name.1, bio.0, bio.1, goals.0, goals.1, write.at_text],
        )?;
        profile_of(write.connection, write.keys, id)
    })
}

/// A person's choices. `not_found.user`.
pub fn preferences(store: &Store, id: UserId) -> Result<Preferences> {
    store.read(|connection| {
        let text: String = query::one(connection, include_str!("preferences_select.sql"), [id.to_string()], |row| row.get(0))?
            .ok_or(StoreError::NotFound("user"))?;
        // Choices that a newer version wrote in a way we cannot read are not worth an error.
        Ok(serde_json::from_str::<Preferences>(&text).unwrap_or_default().within_bounds())
    })
}

/// Keeps a person's choices, with every number brought inside its bounds, and returns them so.
pub fn set_preferences(store: &Store, actor: Actor, id: UserId, preferences: &Preferences) -> Result<Preferences> {
    let preferences = preferences.clone().within_bounds();
    let text = serde_json::to_string(&preferences)?;
    store.write(actor, |write| {
        let sql = include_str!("preferences_update.sql");
        found(query::execute(write.connection, sql, params![id.to_string(), text, write.at_text])?)
    })?;
    Ok(preferences)
}

/// Whether this person has an account that was not closed; for changes that are about to refer to it.
pub(crate) fn must_exist(connection: &Connection, id: UserId) -> Result<()> {
    let sql = include_str!("exists.sql");
    query::one(connection, sql, [id.to_string()], |_| Ok(()))?.ok_or(StoreError::NotFound("user"))
}

fn found(rows: usize) -> Result<()> {
    if rows == 0 { Err(StoreError::NotFound("user")) } else { Ok(()) }
}

fn if_active(user: User) -> Result<User> {
    if user.is_active { Ok(user) } else { Err(StoreError::Denied("disabled")) }
}

fn refuse_taken(store: &Store, new: &NewUser) -> Result<()> {
    let index_key = store.keys().index().ok_or(StoreError::Denied("keys_locked"))?;
    // Both from one state of the file, so that an account made in between is told by its name, as the file itself would.
    store.read(|connection| {
        let taken = |sql: &'static str, index: [u8; 32]| Ok::<_, StoreError>(query::one(connection, sql, [index], |_| Ok(()))?.is_some());
        if taken(include_str!("username_taken.sql"), blind_index(&index_key, "username", &new.name.folded()))? {
            return Err(StoreError::Conflict("username_taken"));
        }
        if let Some(email) = &new.email
            && taken(include_str!("email_taken.sql"), blind_index(&index_key, "email", &email.folded()))?
        {
            return Err(StoreError::Conflict("email_taken"));
        }
        Ok(())
    })
}

pub(crate) fn by_id(connection: &Connection, keys: &KeyFile, id: UserId) -> Result<User> {
    query::one(connection, include_str!("select_by_id.sql"), [id.to_string()], |row| read(keys, row))?.ok_or(StoreError::NotFound("user"))
}

/// An account that is closed and not erased yet.
pub(crate) fn closed_by_id(connection: &Connection, keys: &KeyFile, id: UserId) -> Result<User> {
    query::one(connection, include_str!("select_closed_by_id.sql"), [id.to_string()], |row| read(keys, row))?.ok_or(StoreError::NotFound("user"))
}

fn by_name(store: &Store, name: &UserName) -> Result<Option<User>> {
    let Some(index_key) = store.keys().index() else {
        // Without keys nobody can be found; while there is nobody, nobody is simply not there.
        return if exists_any(store)? { Err(StoreError::Denied("keys_locked")) } else { Ok(None) };
    };
    let index = blind_index(&index_key, "username", &name.folded());
    store.read(|connection| query::one(connection, include_str!("select_by_name.sql"), [index], |row| read(store.keys(), row)))
}

fn closed_by_name(store: &Store, name: &UserName) -> Result<Option<User>> {
    let Some(index_key) = store.keys().index() else { return Ok(None) };
    let index = blind_index(&index_key, "username", &name.folded());
    store.read(|connection| query::one(connection, include_str!("select_closed_by_name.sql"), [index], |row| read(store.keys(), row)))
}

fn password_hash(store: &Store, id: UserId) -> Result<Option<String>> {
    let sql = include_str!("password_hash.sql");
    Ok(store.read(|connection| query::one(connection, sql, [id.to_string()], |row| row.get(0)))?.flatten())
}

fn profile_of(connection: &Connection, keys: &KeyFile, id: UserId) -> Result<Profile> {
    let key = keys.person(id);
    let text = id.to_string();
    query::one(connection, include_str!("profile_select.sql"), [&text], |row| {
        let field = |index, column| opened(row, index, key.as_ref(), "profiles", column, &text);
        Ok(Profile { display_name: field(0, "display_name")?, bio: field(1, "bio")?, goals: field(2, "goals")? })
    })?
    .ok_or(StoreError::NotFound("user"))
}

fn read(keys: &KeyFile, row: &Row<'_>) -> rusqlite::Result<User> {
    let id: UserId = column::parsed(row, 0)?;
    let key = keys.person(id);
    let text = id.to_string();
    let name = opened(row, 1, key.as_ref(), "users", "username", &text)?.unwrap_or(Personal::Locked);
    Ok(User {
        id,
        display_name: opened(row, 2, key.as_ref(), "profiles", "display_name", &text)?.unwrap_or_else(|| name.clone()),
        name,
        email: opened(row, 3, key.as_ref(), "users", "email", &text)?,
        role: column::named(row, 4)?,
        is_active: row.get(5)?,
        has_password: row.get_ref(6)? != rusqlite::types::ValueRef::Null,
        created_at: column::moment(row, 7)?,
    })
}

fn opened(row: &Row<'_>, index: usize, key: Option<&Key>, table: &str, column: &str, id: &str) -> rusqlite::Result<Option<Personal>> {
    let sealed = row.get_ref(index)?.as_blob_or_null()?;
    Ok(sealed.map(|sealed| Personal::open(key, Place { table, column, row: id }, sealed)))
}

fn sealed(world: &dyn World, key: &Key, table: &str, column: &str, row: &str, text: &str) -> Result<Vec<u8>> {
    seal(world, key, Place { table, column, row }, text.as_bytes()).ok_or_else(|| StoreError::Bug("a text could not be sealed".into()))
}

// Blanks at the ends are cut; nothing left is none.
fn tidy(text: Option<&str>, max: usize, too_long: &'static str) -> Result<Option<String>> {
    match text.map(str::trim) {
        Some(text) if text.chars().count() > max => Err(StoreError::Invalid(too_long)),
        Some(text) if !text.is_empty() => Ok(Some(text.to_owned())),
        _ => Ok(None),
    }
}
