//! Accounts and signing in.

use crate::{error::ApiError, status::Nothing, studio::Context};
use domain::{
    account::{Email, Password, Role, UserName},
    error::ErrorClass,
    id::UserId,
    preferences::{Preferences, Theme},
    world::moment_text,
};
use serde::{Deserialize, Serialize};
use store::{
    Actor, Personal, Store,
    user::{NewUser, User},
};
use ts_rs::TS;

/// Makes an account. On an installation without one it becomes the owner's. In the window the new account is signed in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// The name to sign in with.
    pub name: String,
    /// The name to be called by; the name to sign in with if absent.
    #[serde(default)]
    #[ts(optional)]
    pub display_name: Option<String>,
    /// E-mail address, kept encrypted.
    #[serde(default)]
    #[ts(optional)]
    pub email: Option<String>,
    /// At least 8 characters; absent for an account without a password.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
    /// Language of the window, BCP 47.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<String>,
    /// Colours of the window.
    #[serde(default)]
    #[ts(optional)]
    pub theme: Option<Theme>,
}

/// Signs a person in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The name, upper or lower case.
    pub name: String,
    /// The password, if the account has one.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
}

/// The person who is signed in, as they see themselves.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountView {
    /// Id.
    pub id: String,
    /// The name to sign in with.
    pub name: String,
    /// The name to be called by.
    pub display_name: String,
    /// One or two letters for a picture.
    pub initials: String,
    /// `learner`, `instructor` or `owner`.
    pub role: String,
    /// Whether it has a password.
    pub has_password: bool,
    /// E-mail address, if one was given.
    pub email: Option<String>,
    /// Choices.
    pub preferences: Preferences,
}

/// An account in the list of the sign-in page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AccountEntry {
    /// The name to sign in with; `null` where its key is missing and the field is locked.
    pub name: Option<String>,
    /// The name to be called by.
    pub display_name: Option<String>,
    /// One or two letters for a picture.
    pub initials: String,
    /// `learner`, `instructor` or `owner`.
    pub role: String,
    /// Whether it asks for a password.
    pub has_password: bool,
    /// Whether it may sign in.
    pub disabled: bool,
    /// When it will be erased, if it was closed. Until then signing in offers to keep it.
    pub closes_at: Option<String>,
}

/// Opens or closes an account to signing in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetDisabled {
    /// Whose.
    pub name: String,
    /// Closed or open.
    pub disabled: bool,
}

/// Makes an account and signs it in.
pub fn create_account(context: &Context<'_>, request: CreateAccount) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let user = create(&store, &request, Actor::Nobody, Role::Learner)?;
    context.session.set(Some(user.id));
    view(&store, &user)
}

/// Makes an account for somebody else. A higher role than learner needs the owner to be signed in, unless it is the first account.
pub fn add_account(context: &Context<'_>, request: CreateAccount, role: Option<Role>) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let role = role.unwrap_or(Role::Learner);
    let actor = context.session.user().map_or(Actor::Nobody, Actor::Person);
    if role > Role::Learner && store::user::exists_any(&store)? {
        owner(&store, context)?;
    }
    let user = create(&store, &request, actor, role)?;
    view(&store, &user)
}

fn create(store: &Store, request: &CreateAccount, actor: Actor, role: Role) -> Result<User, ApiError> {
    let display_name = request.display_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let email = request.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
    let new = NewUser {
        name: UserName::parse(&request.name)?,
        display_name: display_name.map(|name| UserName::parse(name).map(|name| name.as_str().to_owned())).transpose()?,
        email: email.map(Email::parse).transpose()?,
        password: request.password.as_deref().map(Password::parse).transpose()?,
        role,
    };
    let user = store::user::create(store, actor, &new)?;
    let mut preferences = Preferences::default();
    if let Some(language) = &request.language {
        preferences.language.clone_from(language);
    }
    if let Some(theme) = request.theme {
        preferences.theme = theme;
    }
    if preferences != Preferences::default() {
        store::user::set_preferences(store, Actor::Person(user.id), user.id, &preferences)?;
    }
    Ok(user)
}

/// Signs in.
pub fn sign_in(context: &Context<'_>, request: SignIn) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let user = store::user::sign_in(&store, &request.name, request.password.as_deref()).map_err(|error| {
        let closing = error.reason() == "closing";
        let closes_at = || crate::privacy::closes_at(&store, &request.name).ok();
        match closing.then(closes_at).flatten() {
            Some(closes_at) => ApiError::from(error).with("closes_at", closes_at),
            None => error.into(),
        }
    })?;
    context.session.set(Some(user.id));
    view(&store, &user)
}

/// Signs out.
pub fn sign_out(context: &Context<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    context.session.set(None);
    Ok(Nothing {})
}

/// All accounts of this installation; last those that were closed and are not erased yet.
pub fn accounts(context: &Context<'_>, _: Nothing) -> Result<Vec<AccountEntry>, ApiError> {
    entries(&*context.studio.store()?)
}

/// The same, for whoever has the data file open.
pub(crate) fn entries(store: &Store) -> Result<Vec<AccountEntry>, ApiError> {
    let mut entries: Vec<_> = store::user::list(store)?.iter().map(entry).collect();
    for (user, closing) in store::closing::list(store)? {
        entries.push(AccountEntry { closes_at: Some(moment_text(closing.due_at)), ..entry(&user) });
    }
    Ok(entries)
}

/// Changes the choices of the person who is signed in.
pub fn save_preferences(context: &Context<'_>, preferences: Preferences) -> Result<Preferences, ApiError> {
    let user = context.session.signed_in()?;
    Ok(store::user::set_preferences(&*context.studio.store()?, Actor::Person(user), user, &preferences)?)
}

/// Opens or closes an account to signing in. The owner's act.
pub fn set_disabled(context: &Context<'_>, request: SetDisabled) -> Result<AccountEntry, ApiError> {
    let store = context.studio.store()?;
    let actor = Actor::Person(owner(&store, context)?);
    let named = |error: store::StoreError| ApiError::from(error).with("name", request.name.as_str());
    let user = store::user::find_by_name(&store, &UserName::parse(&request.name)?).map_err(named)?;
    let user = if request.disabled { store::user::disable(&store, actor, user.id) } else { store::user::enable(&store, actor, user.id) }?;
    Ok(entry(&user))
}

/// The owner who is signed in, or an error.
pub(crate) fn owner(store: &Store, context: &Context<'_>) -> Result<UserId, ApiError> {
    let user = store::user::find(store, context.session.signed_in()?)?;
    if user.role == Role::Owner { Ok(user.id) } else { Err(ApiError::new(ErrorClass::Denied, "role")) }
}

/// An account as its owner sees it.
pub(crate) fn view(store: &Store, user: &User) -> Result<AccountView, ApiError> {
    let locked = || "…".to_owned();
    Ok(AccountView {
        id: user.id.to_string(),
        name: known(&user.name).unwrap_or_else(locked),
        display_name: known(&user.display_name).unwrap_or_else(locked),
        initials: initials(user),
        role: user.role.name().to_owned(),
        has_password: user.has_password,
        email: user.email.as_ref().and_then(known),
        preferences: store::user::preferences(store, user.id)?,
    })
}

/// An account as everybody at this computer sees it.
pub(crate) fn entry(user: &User) -> AccountEntry {
    AccountEntry {
        name: known(&user.name),
        display_name: known(&user.display_name),
        initials: initials(user),
        role: user.role.name().to_owned(),
        has_password: user.has_password,
        disabled: !user.is_active,
        closes_at: None,
    }
}

/// A personal text, if its key is here.
pub(crate) fn known(personal: &Personal) -> Option<String> {
    match personal {
        Personal::Known(text) => Some(text.clone()),
        Personal::Locked => None,
    }
}

fn initials(user: &User) -> String {
    let name = known(&user.display_name).unwrap_or_default();
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}
