//! A person's own data: seeing it, taking it along, agreeing to its use, closing the account, erasing it. And the keys that guard it.

use crate::{
    account::{AccountView, SignIn, known, owner, view},
    audit::{self, Looked},
    error::ApiError,
    status::Nothing,
    studio::Context,
};
use domain::{
    account::{Password, Role, UserName},
    consent::Purpose,
    error::ErrorClass,
    id::UserId,
    retention::DAYS_BEFORE_ERASURE,
    world::moment_text,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use store::{
    Actor, Store, StoreError,
    closing::{CloseHow, Closing},
    consent::Consent,
    privacy::KeyState,
    user::{ProfileChange, User},
};
use ts_rs::TS;

/// Everything the page "Your data" shows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct YourData {
    /// The name to be called by.
    pub display_name: String,
    /// What they wrote about themselves.
    pub bio: String,
    /// What they want to learn.
    pub goals: String,
    /// Whether all that is locked, because a key is missing.
    pub locked: bool,
    /// What can be asked here, and whether they agreed.
    pub choices: Vec<ConsentChoice>,
    /// All consents that were ever given, newest first.
    pub consents: Vec<ConsentView>,
    /// Where an export goes unless another place is named.
    pub export_path: String,
    /// Whether there is a recovery code; `null` for who does not own the installation.
    pub has_recovery_code: Option<bool>,
}

/// A question that can be agreed to.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ConsentChoice {
    /// The purpose's name.
    pub purpose: String,
    /// Whether a consent stands.
    pub given: bool,
}

/// A consent.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ConsentView {
    /// The purpose's name.
    pub purpose: String,
    /// What it is about, a class; empty for this installation.
    pub subject: String,
    /// Which wording was agreed to.
    pub version: u32,
    /// When it was given.
    pub given_at: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<String>,
}

/// Agrees, or takes that back.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetConsent {
    /// The purpose's name.
    pub purpose: String,
    /// What it is about; empty for this installation.
    #[serde(default)]
    #[ts(optional)]
    pub subject: Option<String>,
    /// Given, or withdrawn.
    pub given: bool,
}

/// Changes what a person tells about themselves; what is absent stays, an empty text takes it away.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveProfile {
    /// The name to be called by.
    #[serde(default)]
    #[ts(optional)]
    pub display_name: Option<String>,
    /// About them, at most 500 characters.
    #[serde(default)]
    #[ts(optional)]
    pub bio: Option<String>,
    /// What they want to learn, at most 1000 characters.
    #[serde(default)]
    #[ts(optional)]
    pub goals: Option<String>,
}

/// Changes the password of the person who is signed in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present one, if there is one.
    #[serde(default)]
    #[ts(optional)]
    pub current: Option<String>,
    /// The new one; absent for an account without a password.
    #[serde(default)]
    #[ts(optional)]
    pub new: Option<String>,
}

/// Writes everything about a person into a new folder.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ExportMine {
    /// The folder to make; where [`YourData::export_path`] says if absent.
    #[serde(default)]
    #[ts(optional)]
    pub path: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ExportView {
    /// The folder.
    pub path: String,
    /// How many documents.
    pub documents: u32,
    /// How many programs and other texts.
    pub files: u32,
}

/// Closes the account of the person who is signed in, and signs them out.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CloseMine {
    /// The password, if there is one.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<String>,
    /// Whether what they wrote for others goes too.
    pub erase_contributions: bool,
}

/// A closed account.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ClosingView {
    /// The earliest moment of its erasure.
    pub closes_at: String,
    /// How many days must be seen passing.
    pub days: u32,
    /// Whether what they wrote for others stays.
    pub keeps_contributions: bool,
}

/// A code that is shown once.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintedCode {
    /// The code.
    pub code: String,
}

/// A recovery code that was typed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RecoverKeys {
    /// As it was typed.
    pub code: String,
}

/// Sets a new password by a code from the owner.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UseResetCode {
    /// Whose.
    pub name: String,
    /// As it was typed.
    pub code: String,
    /// The new password.
    pub password: String,
}

/// What is known about an account. What the reader may not see is `null`.
#[derive(Debug, Clone, Serialize)]
pub struct UserView {
    /// Id.
    pub id: String,
    /// The name to sign in with.
    pub name: Option<String>,
    /// The name to be called by.
    pub display_name: Option<String>,
    /// `learner`, `instructor` or `owner`.
    pub role: String,
    /// Whether they consent to the rest being read, or it is their own.
    pub profile_shown: bool,
    /// E-mail address.
    pub email: Option<String>,
    /// About them.
    pub bio: Option<String>,
    /// What they want to learn.
    pub goals: Option<String>,
}

/// Personal data can be read.
pub(crate) const OPEN: &str = "open";

/// Whether personal data can be read, in one word.
pub(crate) fn key_state(store: &Store) -> &'static str {
    match store::privacy::key_state(store) {
        KeyState::Open => OPEN,
        KeyState::MasterKeyMissing => "master_key_missing",
        KeyState::KeyFileMissing => "key_file_missing",
    }
}

/// When the closed account with this name will be erased.
pub(crate) fn closes_at(store: &Store, name: &str) -> Result<String, ApiError> {
    let user = store::user::find_closed_by_name(store, &UserName::parse(name)?)?;
    let closing = store::closing::standing(store, user.id)?.ok_or(StoreError::NotFound("closing"))?;
    Ok(moment_text(closing.due_at))
}

/// The page "Your data".
pub fn your_data(context: &Context<'_>, _: Nothing) -> Result<YourData, ApiError> {
    let store = context.studio.store()?;
    let id = context.session.signed_in()?;
    let user = store::user::find(&store, id)?;
    let profile = store::user::profile(&store, id)?;
    let fields = [&profile.display_name, &profile.bio, &profile.goals];
    let text = |field: &Option<store::Personal>| field.as_ref().and_then(known).unwrap_or_default();
    let choice = |purpose: Purpose| {
        Ok::<_, ApiError>(ConsentChoice { purpose: purpose.name().to_owned(), given: store::consent::stands(&store, id, purpose, "")? })
    };
    Ok(YourData {
        display_name: text(&profile.display_name),
        bio: text(&profile.bio),
        goals: text(&profile.goals),
        locked: fields.into_iter().flatten().any(|field| field.known().is_none()) || known(&user.name).is_none(),
        choices: Purpose::ALL.into_iter().filter(|purpose| !purpose.needs_subject()).map(choice).collect::<Result<_, _>>()?,
        consents: store::consent::list(&store, id)?.into_iter().map(consent_view).collect(),
        export_path: default_export_path(context).display().to_string(),
        has_recovery_code: (user.role == Role::Owner).then(|| store::privacy::has_recovery_code(&store)).transpose()?,
    })
}

/// Changes what the person who is signed in tells about themselves.
pub fn save_profile(context: &Context<'_>, request: SaveProfile) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let id = context.session.signed_in()?;
    let display_name = match request.display_name.as_deref().map(str::trim) {
        // Shown to others, so it follows the rules of names.
        Some(name) if !name.is_empty() => Some(Some(UserName::parse(name)?.as_str().to_owned())),
        other => other.map(|_| None),
    };
    let change = ProfileChange { display_name, bio: request.bio.map(Some), goals: request.goals.map(Some) };
    store::user::update_profile(&store, Actor::Person(id), id, &change)?;
    view(&store, &store::user::find(&store, id)?)
}

/// Changes the password of the person who is signed in.
pub fn change_password(context: &Context<'_>, request: ChangePassword) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let id = context.session.signed_in()?;
    let new = request.new.as_deref().map(Password::parse).transpose()?;
    store::user::verify_password(&store, id, request.current.as_deref())?;
    store::user::set_password(&store, Actor::Person(id), id, new.as_ref())?;
    view(&store, &store::user::find(&store, id)?)
}

/// Agrees to something, or takes that back.
pub fn set_consent(context: &Context<'_>, request: SetConsent) -> Result<YourData, ApiError> {
    let store = context.studio.store()?;
    let id = context.session.signed_in()?;
    let unknown = || ApiError::new(ErrorClass::NotFound, "consent_purpose").with("name", request.purpose.as_str());
    let purpose = Purpose::parse(&request.purpose).ok_or_else(unknown)?;
    let subject = request.subject.as_deref().unwrap_or_default();
    if request.given {
        store::consent::give(&store, Actor::Person(id), id, purpose, subject)?;
    } else {
        store::consent::withdraw(&store, Actor::Person(id), id, purpose, subject)?;
    }
    your_data(context, Nothing {})
}

/// Writes everything about the person who is signed in into a new folder.
pub fn export_my_data(context: &Context<'_>, request: ExportMine) -> Result<ExportView, ApiError> {
    let path = request.path.as_deref().map(str::trim).filter(|path| !path.is_empty());
    let path = path.map_or_else(|| default_export_path(context), in_home);
    export(context, context.session.signed_in()?, &path)
}

/// The same about somebody else, by the owner. It is written on their trail.
pub fn export_for(context: &Context<'_>, name: &str, path: &Path) -> Result<ExportView, ApiError> {
    let store = context.studio.store()?;
    let (_, user) = may_act_on(context, &store, name)?;
    export(context, user.id, path)
}

fn export(context: &Context<'_>, of: UserId, path: &Path) -> Result<ExportView, ApiError> {
    let store = context.studio.store()?;
    // First the line on the trail: who reads it also finds this reading in it.
    audit::looked_at(context, of, Looked::Export)?;
    let export = store::export::collect(&store, of)?;
    export.write(path).map_err(|error| ApiError::from(error).with("path", path.display().to_string()))?;
    Ok(ExportView { path: path.display().to_string(), documents: crate::count(export.documents.len()), files: crate::count(export.files.len()) })
}

/// Closes the account of the person who is signed in, and signs them out.
pub fn close_my_account(context: &Context<'_>, request: CloseMine) -> Result<ClosingView, ApiError> {
    let store = context.studio.store()?;
    let id = context.session.signed_in()?;
    store::user::verify_password(&store, id, request.password.as_deref())?;
    let how = CloseHow { keeps_contributions: !request.erase_contributions, days: DAYS_BEFORE_ERASURE };
    let closing = store::closing::close(&store, Actor::Person(id), id, how)?;
    context.session.set(None);
    Ok(closing_view(&closing))
}

/// Closes an account, by its person or the owner. Without a number of days the usual one.
pub fn close(context: &Context<'_>, name: &str, erase_contributions: bool, days: Option<u32>) -> Result<ClosingView, ApiError> {
    let store = context.studio.store()?;
    let (actor, user) = may_act_on(context, &store, name)?;
    let how = CloseHow { keeps_contributions: !erase_contributions, days: days.unwrap_or(DAYS_BEFORE_ERASURE) };
    Ok(closing_view(&store::closing::close(&store, Actor::Person(actor), user.id, how)?))
}

/// Opens the closed account again for who knows its password, and signs them in.
pub fn reopen_account(context: &Context<'_>, request: SignIn) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    match store::user::sign_in(&store, &request.name, request.password.as_deref()) {
        Err(StoreError::Denied("closing")) => {}
        Ok(_) => return Err(ApiError::new(ErrorClass::NotFound, "closing")),
        Err(error) => return Err(error.into()),
    }
    let closed = store::user::find_closed_by_name(&store, &UserName::parse(&request.name)?)?;
    let user = store::closing::reopen(&store, Actor::Person(closed.id), closed.id)?;
    if !user.is_active {
        return Err(ApiError::new(ErrorClass::Denied, "disabled"));
    }
    context.session.set(Some(user.id));
    view(&store, &user)
}

/// Opens a closed account again, by the owner.
pub fn reopen_for(context: &Context<'_>, name: &str) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let actor = owner(&store, context)?;
    let name = UserName::parse(name)?;
    let closed = match store::user::find_closed_by_name(&store, &name) {
        Err(StoreError::NotFound(_)) if store::user::find_by_name(&store, &name).is_ok() => {
            return Err(ApiError::new(ErrorClass::NotFound, "closing"));
        }
        found => found.map_err(|error| ApiError::from(error).with("name", name.as_str()))?,
    };
    view(&store, &store::closing::reopen(&store, Actor::Person(actor), closed.id)?)
}

/// Erases an account at once, closed or not. The owner's act. Whether the file was rewritten to the end; if not, that follows by itself.
pub fn erase(context: &Context<'_>, name: &str, erase_contributions: bool) -> Result<bool, ApiError> {
    let store = context.studio.store()?;
    let actor = owner(&store, context)?;
    let parsed = UserName::parse(name)?;
    let found = match store::user::find_by_name(&store, &parsed) {
        Err(StoreError::NotFound(_)) => store::user::find_closed_by_name(&store, &parsed),
        other => other,
    };
    let user = found.map_err(|error| ApiError::from(error).with("name", name))?;
    Ok(store::erasure::erase_now(&store, actor, user.id, !erase_contributions)?.finished)
}

/// Makes a code with which somebody may set a new password, once and within a day. The owner's act.
pub fn make_reset_code(context: &Context<'_>, name: &str) -> Result<PrintedCode, ApiError> {
    let store = context.studio.store()?;
    let actor = owner(&store, context)?;
    let user = named(&store, name)?;
    Ok(PrintedCode { code: store::user::make_reset_code(&store, Actor::Person(actor), user.id)? })
}

/// Sets a new password by such a code, and signs in.
pub fn use_reset_code(context: &Context<'_>, request: UseResetCode) -> Result<AccountView, ApiError> {
    let store = context.studio.store()?;
    let password = Password::parse(&request.password)?;
    let user = store::user::use_reset_code(&store, &UserName::parse(&request.name)?, &request.code, &password)?;
    if !user.is_active {
        return Err(ApiError::new(ErrorClass::Denied, "disabled"));
    }
    context.session.set(Some(user.id));
    view(&store, &user)
}

/// Makes the recovery code, or a new one. The owner's act.
pub fn make_recovery_code(context: &Context<'_>, _: Nothing) -> Result<PrintedCode, ApiError> {
    let store = context.studio.store()?;
    owner(&store, context)?;
    Ok(PrintedCode { code: store::privacy::renew_recovery_code(&store)? })
}

/// Brings a lost master key back. Nobody can be signed in then, because no name can be read; who has the code is the owner.
pub fn recover_keys(context: &Context<'_>, request: RecoverKeys) -> Result<Nothing, ApiError> {
    store::privacy::recover(&*context.studio.store()?, &request.code)?;
    Ok(Nothing {})
}

/// What is known about an account: all of it for its person; for the owner and instructors what its person agreed to; for others the name.
pub fn show_user(context: &Context<'_>, name: &str) -> Result<UserView, ApiError> {
    let store = context.studio.store()?;
    let reader = store::user::find(&store, context.session.signed_in()?)?;
    let user = named(&store, name)?;
    let shown = if reader.id == user.id {
        Some((store::user::profile(&store, user.id)?, user.email.clone()))
    } else if reader.role > Role::Learner {
        match store::user::read_profile_of_another(&store, reader.id, user.id) {
            Err(StoreError::Denied("no_consent")) => None,
            other => Some(other?),
        }
    } else {
        None
    };
    let (profile, email) = shown.map_or((None, None), |(profile, email)| (Some(profile), email));
    let field =
        |field: fn(&store::user::Profile) -> &Option<store::Personal>| profile.as_ref().and_then(|profile| field(profile).as_ref().and_then(known));
    Ok(UserView {
        id: user.id.to_string(),
        name: known(&user.name),
        display_name: known(&user.display_name),
        role: user.role.name().to_owned(),
        profile_shown: profile.is_some(),
        email: email.as_ref().and_then(known),
        bio: field(|profile| &profile.bio),
        goals: field(|profile| &profile.goals),
    })
}

fn named(store: &Store, name: &str) -> Result<User, ApiError> {
    store::user::find_by_name(store, &UserName::parse(name)?).map_err(|error| ApiError::from(error).with("name", name))
}

// Its person may, and the owner.
fn may_act_on(context: &Context<'_>, store: &Store, name: &str) -> Result<(UserId, User), ApiError> {
    let user = named(store, name)?;
    let signed_in = context.session.signed_in()?;
    let actor = if signed_in == user.id { signed_in } else { owner(store, context)? };
    Ok((actor, user))
}

fn closing_view(closing: &Closing) -> ClosingView {
    ClosingView { closes_at: moment_text(closing.due_at), days: closing.days_wanted, keeps_contributions: closing.keeps_contributions }
}

fn consent_view(consent: Consent) -> ConsentView {
    ConsentView {
        purpose: consent.purpose,
        subject: consent.subject,
        version: consent.version,
        given_at: moment_text(consent.given_at),
        withdrawn_at: consent.withdrawn_at.map(moment_text),
    }
}

// In the person's documents, with the moment in its name so that it meets no earlier one.
fn default_export_path(context: &Context<'_>) -> PathBuf {
    let now = moment_text(context.studio.world().now());
    let name = format!("learning-studio-data-{}", now[..16].replace([':', 'T'], "-"));
    let directories = directories::UserDirs::new();
    let documents = directories.as_ref().map(|directories| directories.document_dir().unwrap_or(directories.home_dir()).to_owned());
    documents.unwrap_or_else(|| context.studio.data_folder().join("exports")).join(name)
}

// A path without a beginning is meant from home: a window has no current folder that its person knows.
fn in_home(path: &str) -> PathBuf {
    let path = path.strip_prefix("~/").unwrap_or(path);
    match directories::UserDirs::new() {
        Some(directories) if !Path::new(path).is_absolute() => directories.home_dir().join(path),
        _ => PathBuf::from(path),
    }
}
