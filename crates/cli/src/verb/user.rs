//! `studio user`.

use crate::{
    acting::Desk,
    arguments::{RoleArgument, UserVerb},
    output::table,
};
use api::{
    ApiError,
    account::{AccountView, CreateAccount, SetDisabled, SignIn},
    privacy::{ChangePassword, SaveProfile, UseResetCode},
    status::Nothing,
};
use domain::{account::Role, error::ErrorClass};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: UserVerb) -> Result<(), ApiError> {
    match verb {
        UserVerb::Add { name, display_name, email, role, no_password } => {
            let password = if no_password { None } else { Some(desk.new_password(&name)?) };
            let role = role.map(|role| match role {
                RoleArgument::Learner => Role::Learner,
                RoleArgument::Instructor => Role::Instructor,
                RoleArgument::Owner => Role::Owner,
            });
            let somebody = !api::account::accounts(&desk.context(), Nothing {})?.is_empty();
            if somebody && role.is_some_and(|role| role > Role::Learner) {
                desk.sign_in_as(None)?;
            }
            let request = CreateAccount { name, display_name, email, password: password.clone(), language: None, theme: None };
            let account = api::account::add_account(&desk.context(), request, role)?;
            // With the first account come the keys, and with them the one code that brings them back.
            let code = if somebody { None } else { Some(first_recovery_code(desk, &account, password)?) };
            let mut document = serde_json::to_value(&account).map_err(ApiError::bug)?;
            if let (Some(code), Some(object)) = (&code, document.as_object_mut()) {
                object.insert("recovery_code".into(), code.as_str().into());
            }
            desk.output.show(&document, || {
                let account = format!("Account {} ({}).", account.name, account.role);
                code.map_or(account.clone(), |code| format!("{account}\n{}", super::keys::recovery_code(&code)))
            });
        }
        UserVerb::List => {
            let accounts = api::account::accounts(&desk.context(), Nothing {})?;
            desk.output.show(&accounts, || {
                let rows: Vec<_> = accounts
                    .iter()
                    .map(|account| {
                        let state = match (&account.closes_at, account.disabled, account.has_password) {
                            (Some(at), ..) => format!("closed, will be erased on {}", day(at)),
                            (None, true, _) => "closed".into(),
                            (None, false, true) => "with password".into(),
                            (None, false, false) => "no password".into(),
                        };
                        vec![account.name.clone().unwrap_or_else(|| "(locked)".into()), account.role.clone(), state]
                    })
                    .collect();
                if rows.is_empty() { "No account yet. Make one: studio user add NAME".into() } else { table(&rows) }
            });
        }
        UserVerb::Disable { name, enable } => {
            desk.sign_in_as(None)?;
            let account = api::account::set_disabled(&desk.context(), SetDisabled { name, disabled: !enable })?;
            desk.output.show(&account, || {
                format!("{} is {} signing in.", account.name.clone().unwrap_or_default(), if enable { "open for" } else { "closed to" })
            });
        }
        UserVerb::Show { name, acting } => {
            desk.sign_in(&acting)?;
            let user = api::privacy::show_user(&desk.context(), &name)?;
            desk.output.show(&user, || {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                let mut rows = vec![
                    vec!["name".into(), user.name.clone().unwrap_or_else(|| "(locked)".into())],
                    vec!["called".into(), text(&user.display_name)],
                    vec!["role".into(), user.role.clone()],
                ];
                if user.profile_shown {
                    rows.extend(
                        [("e-mail", &user.email), ("about", &user.bio), ("goals", &user.goals)].map(|(name, value)| vec![name.into(), text(value)]),
                    );
                }
                table(&rows)
            });
        }
        UserVerb::Profile { name, display_name, bio, goals } => {
            desk.sign_in_as(Some(&name))?;
            let account = api::privacy::save_profile(&desk.context(), SaveProfile { display_name, bio, goals })?;
            desk.output.show(&account, || format!("The profile of {} is saved.", account.name));
        }
        UserVerb::Password { name, reset_code, no_password } => password(desk, &name, reset_code, no_password)?,
        UserVerb::ResetCode { name } => {
            desk.sign_in_as(None)?;
            let code = api::privacy::make_reset_code(&desk.context(), &name)?;
            desk.output
                .show(&code, || format!("Code for {name}: {}\nIt counts once, within a day: studio user password {name:?} --reset-code", code.code));
        }
        UserVerb::Export { name, out, acting } => {
            desk.sign_in(&acting)?;
            let out = std::path::absolute(&out).unwrap_or(out);
            let export = api::privacy::export_for(&desk.context(), &name, &out)?;
            desk.output.show(&export, || format!("{}: {} documents, {} programs and texts.", export.path, export.documents, export.files));
        }
        UserVerb::Close { name, erase_contributions, days, acting } => {
            desk.sign_in(&acting)?;
            let closing = api::privacy::close(&desk.context(), &name, erase_contributions, days)?;
            desk.output.show(&closing, || {
                let contributions = if closing.keeps_contributions { "stays, as a deleted learner's" } else { "goes too" };
                format!(
                    "The account of {name} is closed. It will be erased on {}, after {} days on which this program ran. What was written for others {contributions}.\n\
                    Until then: studio user reopen {name:?}",
                    day(&closing.closes_at),
                    closing.days
                )
            });
        }
        UserVerb::Reopen { name, acting } => {
            let same = |user: &String| user.trim().to_lowercase() == name.trim().to_lowercase();
            let account = if acting.user.as_ref().is_some_and(same) {
                desk.reopen(&name)?
            } else {
                desk.sign_in(&acting)?;
                api::privacy::reopen_for(&desk.context(), &name)?
            };
            desk.output.show(&account, || format!("The account of {} is open again. Nothing of it was taken away.", account.name));
        }
        UserVerb::Erase { name, erase_contributions, yes } => {
            if !yes {
                return Err(ApiError::new(ErrorClass::Invalid, "not_confirmed").with("name", name));
            }
            desk.sign_in_as(None)?;
            let finished = api::privacy::erase(&desk.context(), &name, erase_contributions)?;
            desk.output.show(&serde_json::json!({ "erased": true, "finished": finished }), || match finished {
                true => "Erased. Their key is destroyed, and the data file was rewritten without them.".into(),
                false => {
                    "Erased. Their key is destroyed. Another program is reading the data file; it is rewritten without them as soon as that ends."
                        .into()
                }
            });
        }
    }
    Ok(())
}

// The present password first, then the new one.
fn password(desk: &Desk<'_>, name: &str, reset_code: bool, no_password: bool) -> Result<(), ApiError> {
    let account = if reset_code {
        let code = desk.code("Code from the owner")?;
        let password = desk.new_password(name)?;
        api::privacy::use_reset_code(&desk.context(), UseResetCode { name: name.to_owned(), code, password })?
    } else {
        let current = desk.sign_in_with(Some(name))?;
        let new = if no_password { None } else { Some(desk.new_password(name)?) };
        api::privacy::change_password(&desk.context(), ChangePassword { current, new })?
    };
    desk.output.show(&account, || match account.has_password {
        true => format!("{} has a new password.", account.name),
        false => format!("{} has no password any more.", account.name),
    });
    Ok(())
}

fn first_recovery_code(desk: &Desk<'_>, account: &AccountView, password: Option<String>) -> Result<String, ApiError> {
    api::account::sign_in(&desk.context(), SignIn { name: account.name.clone(), password })?;
    Ok(api::privacy::make_recovery_code(&desk.context(), Nothing {})?.code)
}

// The day of a moment.
fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}
