//! `studio keys`.

use crate::{acting::Desk, arguments::KeysVerb};
use api::{ApiError, privacy::RecoverKeys, status::Nothing};

/// Does what was asked.
pub fn run(desk: &Desk<'_>, verb: &KeysVerb) -> Result<(), ApiError> {
    match verb {
        KeysVerb::Status => {}
        KeysVerb::RecoveryCode => {
            desk.sign_in_as(None)?;
            let code = api::privacy::make_recovery_code(&desk.context(), Nothing {})?;
            desk.output.show(&code, || recovery_code(&code.code));
            return Ok(());
        }
        KeysVerb::Recover => {
            let code = desk.code("Recovery code")?;
            api::privacy::recover_keys(&desk.context(), RecoverKeys { code })?;
        }
    }
    let status = api::status::status(&desk.context(), Nothing {})?;
    desk.output.show(&serde_json::json!({ "keys": status.keys }), || match status.keys.as_str() {
        "master_key_missing" => format!(
            "master.key is missing in {}, or it is another one. Names and e-mail addresses stay locked, and nothing in them is overwritten. \
                Put it back, or bring it back with the recovery code: studio keys recover",
            status.data_folder
        ),
        "key_file_missing" => format!(
            "keys.json is missing in {}, or cannot be read. Names and e-mail addresses stay locked, and nothing in them is overwritten. \
                Put it back from a copy of this folder: the recovery code opens it, but cannot take its place.",
            status.data_folder
        ),
        _ => "All keys are here: names and e-mail addresses can be read.".into(),
    });
    Ok(())
}

/// What is said with a recovery code, the one time that it is shown.
pub fn recovery_code(code: &str) -> String {
    format!(
        "Recovery code: {code}\nWrite it down and keep it away from this computer. If master.key is ever lost, it brings everything back: studio keys recover. \
        It is shown only now; studio keys recovery-code makes a new one."
    )
}
