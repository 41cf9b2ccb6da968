//! `studio user`.

use crate::{
    acting::Desk,
    arguments::{RoleArgument, UserVerb},
    output::table,
};
use api::{
    ApiError,
    account::{CreateAccount, SetDisabled},
    status::Nothing,
};
use domain::account::Role;

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
            let request = CreateAccount { name, display_name, email, password, language: None, theme: None };
            let account = api::account::add_account(&desk.context(), request, role)?;
            desk.output.show(&account, || format!("Account {} ({}).", account.name, account.role));
        }
        UserVerb::List => {
            let accounts = api::account::accounts(&desk.context(), Nothing {})?;
            desk.output.show(&accounts, || {
                let rows: Vec<_> = accounts
                    .iter()
                    .map(|account| {
                        let state = match (account.disabled, account.has_password) {
                            (true, _) => "closed",
                            (false, true) => "with password",
                            (false, false) => "no password",
                        };
                        vec![account.name.clone().unwrap_or_else(|| "(locked)".into()), account.role.clone(), state.into()]
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
    }
    Ok(())
}
