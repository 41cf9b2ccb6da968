//! A person's own data, through the functions that the window and the command line call: who may do what, and what they are told.

use crate::installation::{Installation, open};
use api::{ApiError, Context, Session};
use serde_json::{Value, json};
use std::fs;

const PASSWORD: &str = "correct horse battery";

/// Ada owns it, Ben learns; both have passwords.
fn two_people() -> Installation {
    let installation = Installation::new();
    for name in ["Ada", "Ben"] {
        let request = json!({ "name": name, "password": PASSWORD, "email": format!("{name}@example.org") });
        installation.call("create_account", request).unwrap();
    }
    installation
}

fn sign_in(installation: &Installation, name: &str) {
    installation.call("sign_in", json!({ "name": name, "password": PASSWORD })).unwrap();
}

fn context(installation: &Installation) -> Context<'_> {
    Context { studio: &installation.studio, session: &installation.session, output: &|_| () }
}

fn code<T: std::fmt::Debug>(result: Result<T, ApiError>) -> String {
    result.unwrap_err().code
}

#[test]
fn a_person_closes_their_account_is_asked_at_the_next_sign_in_and_keeps_it() {
    let installation = two_people();
    sign_in(&installation, "Ben");
    assert_eq!(
        code(installation.call("close_my_account", json!({ "erase_contributions": false, "password": "not this one" }))),
        "denied.wrong_password"
    );
    assert_eq!(code(installation.call("close_my_account", json!({ "erase_contributions": false }))), "denied.wrong_password");
    let closing = installation.call("close_my_account", json!({ "erase_contributions": false, "password": PASSWORD })).unwrap();
    assert_eq!(closing["keeps_contributions"], json!(true));
    let status = installation.call("status", json!({})).unwrap();
    assert_eq!((&status["signed_in"], &status["first_run"]), (&Value::Null, &json!(false)));
    assert_eq!(status["accounts"][1]["closes_at"], closing["closes_at"]);

    let refused = installation.call("sign_in", json!({ "name": "ben", "password": PASSWORD })).unwrap_err();
    assert_eq!((refused.code.as_str(), &refused.params["closes_at"]), ("denied.closing", &closing["closes_at"]));
    // Who does not know the password is told nothing.
    let refused = installation.call("sign_in", json!({ "name": "ben", "password": "something else" })).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params.is_empty()), ("denied.wrong_password", true));
    assert_eq!(code(installation.call("reopen_account", json!({ "name": "ben", "password": "something else" }))), "denied.wrong_password");
    let account = installation.call("reopen_account", json!({ "name": "ben", "password": PASSWORD })).unwrap();
    assert_eq!(account["name"], json!("Ben"));
    assert_eq!(installation.call("status", json!({})).unwrap()["signed_in"]["name"], json!("Ben"));
    assert_eq!(code(installation.call("reopen_account", json!({ "name": "ben", "password": PASSWORD }))), "not_found.closing");
}

#[test]
fn the_last_person_on_an_installation_can_still_come_back() {
    let installation = Installation::new();
    installation.call("create_account", json!({ "name": "Ada" })).unwrap();
    installation.call("close_my_account", json!({ "erase_contributions": true })).unwrap();
    let status = installation.call("status", json!({})).unwrap();
    assert_eq!(status["first_run"], json!(false), "not the page for a new beginning: there is an account to keep");
    installation.call("reopen_account", json!({ "name": "Ada" })).unwrap();
}

#[test]
fn only_its_person_and_the_owner_act_on_an_account() {
    let installation = two_people();
    installation.call("create_account", json!({ "name": "Cleo" })).unwrap();
    let (folder, context) = (installation.folder.path().join("out"), context(&installation));
    assert_eq!(code(api::privacy::export_for(&context, "Ben", &folder)), "denied.role");
    assert_eq!(code(api::privacy::close(&context, "Ben", true, None)), "denied.role");
    assert_eq!(code(api::privacy::erase(&context, "Ben", true)), "denied.role");
    assert_eq!(code(api::privacy::reopen_for(&context, "Ben")), "denied.role");
    assert_eq!(code(api::privacy::make_reset_code(&context, "Ben")), "denied.role");
    assert_eq!(code(installation.call("make_recovery_code", json!({}))), "denied.role");
    let seen = api::privacy::show_user(&context, "Ben").unwrap();
    assert_eq!((seen.name.as_deref(), seen.email), (Some("Ben"), None));
    assert!(!folder.exists());
    let nobody = Session::new();
    let nobody = Context { session: &nobody, ..context };
    assert_eq!(code(api::privacy::erase(&nobody, "Ben", true)), "denied.not_signed_in");
    assert_eq!(code(api::privacy::export_for(&nobody, "Ben", &folder)), "denied.not_signed_in");

    sign_in(&installation, "Ada");
    assert_eq!(api::privacy::export_for(&context, "Ben", &folder).unwrap().path, folder.display().to_string());
    assert_eq!(code(api::privacy::export_for(&context, "Ben", &folder)), "conflict.export_exists");
    let trail: Value = serde_json::from_slice(&fs::read(folder.join("trail.json")).unwrap()).unwrap();
    assert!(trail.as_array().unwrap().iter().any(|line| line["action"] == "read"), "the export shows who made it");
    api::privacy::close(&context, "Ben", false, Some(3)).unwrap();
    api::privacy::reopen_for(&context, "Ben").unwrap();
    assert_eq!(code(api::privacy::reopen_for(&context, "Ben")), "not_found.closing", "it is open");
    assert_eq!(code(api::privacy::reopen_for(&context, "Nobody")), "not_found.user");
    assert!(api::privacy::erase(&context, "Ben", true).unwrap());
    assert_eq!(code(api::privacy::erase(&context, "Ben", true)), "not_found.user");
    assert_eq!(code(installation.call("sign_in", json!({ "name": "Ben", "password": PASSWORD }))), "denied.wrong_password");
}

#[test]
fn an_instructors_look_at_a_profile_needs_consent_and_leaves_a_trace() {
    let installation = two_people();
    sign_in(&installation, "Ben");
    installation.call("save_profile", json!({ "bio": "likes boats", "display_name": "Benny" })).unwrap();
    let seen = || {
        let context = context(&installation);
        let user = api::privacy::show_user(&context, "Ben").unwrap();
        (user.profile_shown, user.bio, user.email)
    };
    let all = (true, Some("likes boats".to_owned()), Some("Ben@example.org".to_owned()));
    assert_eq!(seen(), all, "one's own");
    sign_in(&installation, "Ada");
    assert_eq!(seen(), (false, None, None));
    sign_in(&installation, "Ben");
    let data = installation.call("set_consent", json!({ "purpose": "profile_shown_to_instructors", "given": true })).unwrap();
    assert_eq!((&data["choices"][0]["given"], &data["display_name"]), (&json!(true), &json!("Benny")));
    sign_in(&installation, "Ada");
    assert_eq!(seen(), all);
    sign_in(&installation, "Ben");
    installation.call("set_consent", json!({ "purpose": "profile_shown_to_instructors", "given": false })).unwrap();
    assert_eq!(code(installation.call("set_consent", json!({ "purpose": "profile_shown_to_instructors", "given": false }))), "not_found.consent");
    assert_eq!(code(installation.call("set_consent", json!({ "purpose": "everything", "given": true }))), "not_found.consent_purpose");
    sign_in(&installation, "Ada");
    assert_eq!(seen(), (false, None, None));
}

#[test]
fn a_password_is_changed_by_who_knows_it_and_reset_by_a_code_from_the_owner() {
    let installation = two_people();
    sign_in(&installation, "Ben");
    assert_eq!(code(installation.call("change_password", json!({ "current": "not this one", "new": "another one" }))), "denied.wrong_password");
    assert_eq!(code(installation.call("change_password", json!({ "current": PASSWORD, "new": "short" }))), "invalid.password_too_short");
    installation.call("change_password", json!({ "current": PASSWORD, "new": "another one" })).unwrap();
    assert_eq!(code(installation.call("sign_in", json!({ "name": "Ben", "password": PASSWORD }))), "denied.wrong_password");
    sign_in(&installation, "Ada");
    let code_for_ben = api::privacy::make_reset_code(&context(&installation), "Ben").unwrap().code;
    installation.call("sign_out", json!({})).unwrap();
    assert_eq!(
        code(installation.call("use_reset_code", json!({ "name": "Ada", "code": code_for_ben, "password": "mine now!" }))),
        "denied.wrong_reset_code"
    );
    installation.call("use_reset_code", json!({ "name": "Ben", "code": code_for_ben, "password": PASSWORD })).unwrap();
    sign_in(&installation, "Ben");
}

#[test]
fn a_lost_key_is_said_and_the_recovery_code_brings_it_back() {
    let installation = two_people();
    let keys = || installation.call("status", json!({})).unwrap()["keys"].clone();
    sign_in(&installation, "Ada");
    assert_eq!(installation.call("your_data", json!({})).unwrap()["has_recovery_code"], json!(false));
    let recovery = installation.call("make_recovery_code", json!({})).unwrap()["code"].clone();
    assert_eq!(installation.call("your_data", json!({})).unwrap()["has_recovery_code"], json!(true));
    assert_eq!(keys(), json!("open"));
    let data = installation.folder.path().join("data");
    fs::remove_file(data.join("master.key")).unwrap();
    assert_eq!(keys(), json!("master_key_missing"));
    assert_eq!(installation.call("your_data", json!({})).unwrap()["locked"], json!(true));
    assert_eq!(code(installation.call("save_profile", json!({ "bio": "over it" }))), "denied.keys_locked");
    assert_eq!(code(installation.call("recover_keys", json!({ "code": "ABCD" }))), "invalid.code_mistyped");
    installation.call("recover_keys", json!({ "code": recovery })).unwrap();
    assert_eq!(keys(), json!("open"));
    sign_in(&installation, "Ben");
    assert_eq!(installation.call("your_data", json!({})).unwrap()["has_recovery_code"], Value::Null, "only the owner's");
    fs::remove_file(data.join("keys.json")).unwrap();
    assert_eq!(keys(), json!("key_file_missing"));
}

#[test]
fn a_data_file_that_is_gone_is_a_question() {
    let Installation { folder, studio, session } = two_people();
    drop((studio, session));
    let data = folder.path().join("data");
    fs::remove_file(data.join("studio.db")).unwrap();
    let problem = open(&data).problem().unwrap();
    assert_eq!((problem.code.as_str(), problem.params["path"].as_str()), ("not_found.database", data.to_str()));
    let installation = Installation { studio: open(&data), folder, session: Session::new() };
    let status = installation.call("reopen", json!({ "start_anew": true })).unwrap();
    assert_eq!((&status["problem"], &status["first_run"]), (&Value::Null, &json!(true)));
}
