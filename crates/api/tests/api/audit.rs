//! The audit trail is for the owner and instructors, and says who looked at whose data.

use crate::installation::Installation;
use api::{
    Context,
    account::{CreateAccount, SignIn},
    audit::{AuditRequest, Looked, list, looked_at, verify},
    status::Nothing,
};
use domain::{account::Role, id::UserId};

fn add(context: &Context<'_>, name: &str, role: Role) -> UserId {
    let request = CreateAccount { name: name.into(), display_name: None, email: None, password: None, language: None, theme: None };
    api::account::add_account(context, request, Some(role)).unwrap().id.parse().unwrap()
}

fn sign_in(context: &Context<'_>, name: &str) {
    api::account::sign_in(context, SignIn { name: name.into(), password: None }).unwrap();
}

#[test]
fn the_trail_is_for_the_owner_and_instructors_and_names_who_looked() {
    let installation = Installation::new();
    let context = Context { studio: &installation.studio, session: &installation.session, output: &|_| () };
    assert_eq!(list(&context, AuditRequest::default()).unwrap_err().code, "denied.not_signed_in");
    add(&context, "Ada", Role::Owner);
    sign_in(&context, "Ada");
    let ben = add(&context, "Ben", Role::Learner);
    add(&context, "Iris", Role::Instructor);

    sign_in(&context, "Ben");
    assert_eq!(list(&context, AuditRequest::default()).unwrap_err().code, "denied.instructor");
    assert_eq!(verify(&context, Nothing {}).unwrap_err().code, "denied.instructor");
    looked_at(&context, ben, Looked::Profile).unwrap();

    sign_in(&context, "Iris");
    let of_ben = || list(&context, AuditRequest { whose: Some("ben".into()), ..AuditRequest::default() }).unwrap();
    assert!(of_ben().is_empty(), "one's own data leaves no line");
    looked_at(&context, ben, Looked::Profile).unwrap();
    let lines = of_ben();
    assert_eq!((lines.len(), lines[0].actor.as_deref(), lines[0].table.as_str()), (1, Some("Iris"), "profiles"));
    let of_ada = list(&context, AuditRequest { actor: Some("Ada".into()), limit: Some(2), ..AuditRequest::default() }).unwrap();
    assert!(!of_ada.is_empty() && of_ada.len() <= 2 && of_ada.iter().all(|line| line.actor.as_deref() == Some("Ada")));

    for (request, code) in [
        (AuditRequest { actor: Some("Nobody".into()), ..AuditRequest::default() }, "not_found.user"),
        (AuditRequest { since: Some("yesterday".into()), ..AuditRequest::default() }, "invalid.moment"),
    ] {
        assert_eq!(list(&context, request).unwrap_err().code, code);
    }
    let verdict = verify(&context, Nothing {}).unwrap();
    assert!(verdict.ok && verdict.first_bad.is_none() && verdict.rows > 3, "{verdict:?}");

    // Another program.
    let database = installation.studio.data_folder().join("studio.db");
    let shell = std::process::Command::new("sqlite3").arg(database).arg("UPDATE profiles SET skill_level = 'expert'").status();
    assert!(shell.expect("the sqlite3 shell must be installed (apt install sqlite3)").success());
    let verdict = verify(&context, Nothing {}).unwrap();
    let first = verdict.first_bad.unwrap();
    assert_eq!((verdict.ok, first.kind.as_str(), first.table.as_deref(), verdict.outside_count), (false, "unsealed", Some("profiles"), 3));
}
