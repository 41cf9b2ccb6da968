//! Who acts, and how they show that they may.

use crate::{
    arguments::{Acting, Arguments},
    output::Output,
};
use api::{
    ApiError, Configuration, Context, Session, Studio,
    account::{AccountEntry, AccountView, SignIn},
    run::OutputEvent,
    status::Nothing,
    world::{SystemWorld, default_data_folder},
};
use domain::error::ErrorClass;
use std::{
    cell::RefCell,
    io::{BufRead, IsTerminal},
    sync::Arc,
};

/// One installation, one person at the terminal.
pub struct Desk<'a> {
    /// The installation.
    pub studio: Studio,
    /// Who acts.
    pub session: Session,
    /// How to print.
    pub output: &'a Output,
    password_stdin: bool,
    given: RefCell<Option<std::io::Lines<std::io::StdinLock<'static>>>>,
}

impl<'a> Desk<'a> {
    /// Opens the installation that the arguments name.
    pub fn new(arguments: &Arguments, output: &'a Output) -> Result<Self, ApiError> {
        let data_folder = match &arguments.data {
            Some(folder) => folder.clone(),
            None => default_data_folder().ok_or_else(|| ApiError::new(ErrorClass::NotFound, "data_folder"))?,
        };
        let configuration = Configuration {
            data_folder,
            runner_binary: api::world::runner_binary(),
            courses_folder: api::world::courses_folder(),
            python: arguments.python.clone(),
            world: Arc::new(SystemWorld),
        };
        let studio = Studio::new(configuration);
        studio.look_at_calendar();
        Ok(Self { studio, session: Session::new(), output, password_stdin: arguments.password_stdin, given: RefCell::new(None) })
    }

    /// What the functions of `api` are called with.
    pub fn context(&self) -> Context<'_> {
        Context { studio: &self.studio, session: &self.session, output: &ignore }
    }

    /// The same, with a place for a running program's output.
    pub fn context_with<'b>(&'b self, output: &'b (dyn Fn(OutputEvent) + Sync)) -> Context<'b> {
        Context { studio: &self.studio, session: &self.session, output }
    }

    /// Signs in the person who acts: the one named, else the owner. An account with a password asks for it.
    pub fn sign_in(&self, acting: &Acting) -> Result<(), ApiError> {
        self.sign_in_as(acting.user.as_deref())
    }

    /// Signs in the account of that name, or the owner's.
    pub fn sign_in_as(&self, name: Option<&str>) -> Result<(), ApiError> {
        self.sign_in_with(name).map(|_| ())
    }

    /// The same, and gives the password that it took.
    pub fn sign_in_with(&self, name: Option<&str>) -> Result<Option<String>, ApiError> {
        let accounts = api::account::accounts(&self.context(), Nothing {})?;
        // `studio user list` shows every name, so that a name is not there is no secret.
        let account = match name {
            Some(name) => {
                let same = |other: &str| other.to_lowercase() == name.trim().to_lowercase();
                {
                    let found = accounts.iter().find(|account| account.name.as_deref().is_some_and(same));
                    // Where a name cannot be read it may be the one that is meant.
                    let missing = || match accounts.iter().any(|account| account.name.is_none()) {
                        true => ApiError::new(ErrorClass::Denied, "keys_locked"),
                        false => ApiError::new(ErrorClass::NotFound, "user").with("name", name),
                    };
                    found.ok_or_else(missing)?
                }
            }
            None => accounts
                .iter()
                .find(|account| account.role == "owner" && account.closes_at.is_none())
                .ok_or_else(|| ApiError::new(ErrorClass::NotFound, "account"))?,
        };
        let name = account.name.clone().ok_or_else(|| ApiError::new(ErrorClass::Denied, "keys_locked"))?;
        let password = if account.has_password { Some(self.password(&name)?) } else { None };
        api::account::sign_in(&self.context(), SignIn { name, password: password.clone() })?;
        Ok(password)
    }

    /// Signs in the person if there are accounts; looking at courses needs none.
    pub fn sign_in_if_named(&self, acting: &Acting) -> Result<(), ApiError> {
        if acting.user.is_some() { self.sign_in(acting) } else { Ok(()) }
    }

    /// Opens the closed account of that name again, for who knows its password.
    pub fn reopen(&self, name: &str) -> Result<AccountView, ApiError> {
        let accounts = api::account::accounts(&self.context(), Nothing {})?;
        let same = |account: &AccountEntry| account.name.as_deref().is_some_and(|other| other.to_lowercase() == name.trim().to_lowercase());
        let has_password = accounts.iter().any(|account| same(account) && account.has_password);
        let password = if has_password { Some(self.password(name)?) } else { None };
        api::privacy::reopen_account(&self.context(), SignIn { name: name.to_owned(), password })
    }

    /// A code: the next line of standard input, or asked for at the terminal.
    pub fn code(&self, what: &str) -> Result<String, ApiError> {
        let missing = || ApiError::new(ErrorClass::Invalid, "code_missing");
        if self.password_stdin || !std::io::stdin().is_terminal() {
            return self.next_line().ok_or_else(missing);
        }
        rpassword::prompt_password(format!("{what}: ")).map_err(|_| missing())
    }

    /// A password: the next line of standard input, or asked for at the terminal.
    pub fn password(&self, whose: &str) -> Result<String, ApiError> {
        if self.password_stdin {
            return self.next_line().ok_or_else(|| ApiError::new(ErrorClass::Denied, "password_needed"));
        }
        if !std::io::stdin().is_terminal() {
            return Err(ApiError::new(ErrorClass::Denied, "password_needed").with("name", whose));
        }
        rpassword::prompt_password(format!("Password of {whose}: ")).map_err(|_| ApiError::new(ErrorClass::Denied, "password_needed"))
    }

    /// A password for a new account, asked for twice at a terminal.
    pub fn new_password(&self, whose: &str) -> Result<String, ApiError> {
        if self.password_stdin {
            return self.next_line().ok_or_else(|| ApiError::new(ErrorClass::Invalid, "password_missing"));
        }
        if !std::io::stdin().is_terminal() {
            return Err(ApiError::new(ErrorClass::Invalid, "password_missing"));
        }
        let first = self.password(whose)?;
        let second = rpassword::prompt_password("The same again: ").map_err(|_| ApiError::new(ErrorClass::Invalid, "password_missing"))?;
        if first == second { Ok(first) } else { Err(ApiError::new(ErrorClass::Invalid, "passwords_differ")) }
    }

    fn next_line(&self) -> Option<String> {
        let mut given = self.given.borrow_mut();
        let line = given.get_or_insert_with(|| std::io::stdin().lock().lines()).next()?.ok()?;
        Some(line.trim_end_matches('\r').to_owned())
    }
}

fn ignore(_: OutputEvent) {}
