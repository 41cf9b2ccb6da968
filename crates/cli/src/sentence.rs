//! The sentence for each error, in English: what happened, what was kept, what to do; and what is said in several places.

use api::ApiError;
use domain::{error::ErrorClass, judge::Tier};

/// What is said of an exercise whose tests work only in the learner's own interpreter.
pub const PRACTICE: &str = "Practice only: its tests run inside your program's own Python, so it is shown and never counted.";

/// How well a program was shut in, for a column.
pub const fn tier_words(tier: Tier) -> &'static str {
    match tier {
        Tier::A => "full sandbox",
        Tier::B => "reduced sandbox",
        Tier::C => "WebAssembly",
    }
}

/// The same as a line under a result.
pub const fn shut_in(tier: Tier) -> &'static str {
    match tier {
        Tier::A => "Ran shut in: full sandbox (tier A).",
        Tier::B => "Ran shut in: reduced sandbox (tier B); `studio sandbox` says why.",
        Tier::C => "Ran shut in: Python inside WebAssembly (tier C); `studio sandbox` says why.",
    }
}

/// What a tier means, for the report on the sandbox.
pub fn tier_sentence(tier: Tier) -> &'static str {
    match tier {
        Tier::A => "Full sandbox (tier A): programs have name spaces of their own, Landlock, seccomp and limits.",
        Tier::B if cfg!(target_os = "linux") => "Reduced sandbox (tier B): Landlock, seccomp and limits, without name spaces of their own.",
        // docs/adr/0012-runner-on-other-systems.md
        Tier::B => {
            "Reduced sandbox (tier B): this system's own rules and limits. Nobody had tried them when this was built; what held just now stands below."
        }
        Tier::C => "Python inside WebAssembly (tier C): programs reach nothing outside it, and are slower.",
    }
}

/// One line for a person.
pub fn sentence(error: &ApiError) -> String {
    let fact = |name: &str| match error.params.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "?".to_owned(),
    };
    match error.code.as_str() {
        "invalid.name_empty" => "The name is empty. Give one with at least one letter.".into(),
        "invalid.name_too_long" => "The name is longer than 60 characters.".into(),
        "invalid.name_unprintable" => "The name holds characters that cannot be shown.".into(),
        "invalid.password_too_short" => "The password is too short: 8 characters or more.".into(),
        "invalid.password_too_long" => "The password is too long: 1,024 bytes at the most.".into(),
        "invalid.password_missing" => "There is no terminal to ask for a password. Use --password-stdin, or --no-password for an account without one.".into(),
        "invalid.passwords_differ" => "The two passwords are not the same. Nothing was changed.".into(),
        "invalid.code_missing" => "There is no terminal to ask for the code. Give it as a line on standard input.".into(),
        "invalid.code_mistyped" => "That is not a code that was ever printed: a character is wrong or missing. Nothing was changed.".into(),
        "invalid.not_confirmed" => format!("This erases the account of {} at once and for ever. Add --yes if that is meant.", fact("name")),
        "invalid.days" => "An account can be kept for 0 to 3650 days before it is erased.".into(),
        "invalid.consent_subject" => "Say what the consent is about with --subject CLASS; one for this computer takes none.".into(),
        "invalid.display_name_too_long" => "The name to be called by is longer than 100 characters.".into(),
        "invalid.bio_too_long" => "What you write about yourself is longer than 500 characters. Nothing was changed.".into(),
        "invalid.goals_too_long" => "Your goals are longer than 1,000 characters. Nothing was changed.".into(),
        "invalid.note_too_long" => "The note is longer than 20,000 characters. The earlier one was kept.".into(),
        "invalid.email_wrong" => "That is not an e-mail address.".into(),
        "invalid.code_empty" => "The program is empty. There is nothing to run yet.".into(),
        "invalid.code_too_large" => format!("The program has {} bytes; the most is {}. Nothing was run or kept.", fact("bytes"), fact("max")),
        "invalid.code_nul" => format!("{}, line {}: there is a NUL character, which Python cannot read. Nothing was run or kept.", fact("path"), fact("line")),
        "invalid.code_not_utf8" => format!("{}, byte {}: this is not UTF-8 text. Save the file as UTF-8. Nothing was run or kept.", fact("path"), fact("byte")),
        "invalid.bad_path" => format!("{} is not a file name that can be used here.", fact("path")),
        "invalid.too_many_files" => format!("These are {} files; the most is {}.", fact("files"), fact("max")),
        "invalid.no_entry" => format!("The file {} is missing.", fact("path")),
        "invalid.history_differs" | "invalid.not_a_studio_file" => format!("The data file in {} was not made by this program. It was left as it is. Name another folder with --data.", fact("path")),
        "invalid.pack_wrong" => format!("The pack was not taken, and nothing was changed. Problems found: {}.", fact("problems")),
        "invalid.hint_position" => "Hints open one after the other.".into(),
        "not_found.course" => format!("There is no course {}. `studio course list` shows those that are here.", fact("name")),
        "not_found.lesson" => format!("There is no lesson {}. `studio lesson list COURSE` shows those of a course.", fact("name")),
        "not_found.exercise" => format!("There is no exercise {}. `studio exercise list` shows those that are here.", fact("name")),
        "not_found.submission" => format!("There is no attempt {}.", fact("name")),
        "not_found.user" => format!("There is no account {}. `studio user list` shows those that are here.", fact("name")),
        "not_found.database" => format!(
            "The data file in {} is gone, but the keys of people who had accounts in it are here. Put studio.db back from a backup, or begin with an empty file: \
            studio init --start-anew",
            fact("path")
        ),
        "not_found.closing" => "This account is not closed, or it is erased already.".into(),
        "not_found.consent" => "This was not agreed to, so there is nothing to take back.".into(),
        "not_found.consent_purpose" => format!("Nobody is asked about {}. studio consent list shows what can be agreed to.", fact("name")),
        "not_found.recovery_code" => "No recovery code was ever made here, so none can bring the master key back. Put master.key back from a copy of this folder.".into(),
        "not_found.key_file" => "keys.json is missing. The recovery code opens it, but cannot take its place: put it back from a copy of this folder.".into(),
        "not_found.account" => "There is no account yet. Make one: studio user add NAME".into(),
        "not_found.file" => format!("The file {} cannot be read: {}.", fact("path"), fact("reason")),
        "not_found.pack" => format!("There is no pack at {}.", fact("path")),
        "not_found.python" => "No Python was found on this computer (3.8 or newer is needed). Install python3, or name one with --python FILE.".into(),
        "bug.runner_missing" => format!("The program that runs learners' programs is missing: {}. Install Learning Studio again.", fact("path")),
        "not_found.data_folder" => "There is no home folder to keep data in. Name a folder with --data DIR.".into(),
        "denied.wrong_password" => "The name or the password is wrong.".into(),
        "denied.no_sandbox" => format!("Programs cannot be shut in on this computer, so none is run: {}.", fact("why")),
        "invalid.exercise_cannot_be_judged" => format!("This exercise cannot be judged: {}. Nothing was kept.", fact("why")),
        "invalid.stdin_too_large" => format!("The input has {} bytes; the most is {}.", fact("bytes"), fact("max")),
        "invalid.source_wrong" => format!("{}: {}. Nothing was written.", fact("file"), fact("reason")),
        "invalid.nothing_converted" => format!("None of the {} exercises could be converted, and nothing was written. The first: {}", fact("skipped"), fact("first")),
        "not_found.source" => format!("{} is no track folder: {} is missing in it.", fact("path"), fact("file")),
        "invalid.not_a_folder" => format!("{} is not a folder. Name another with --data.", fact("path")),
        "full.disk_error" => "The disk does not take what is written. Nothing half-done was kept; look at the disk before going on.".into(),
        "denied.password_needed" => "This account has a password: sign in at a terminal, or give it with --password-stdin.".into(),
        "denied.not_signed_in" => "Nobody is signed in.".into(),
        "denied.disabled" => "This account is closed to signing in. The owner can open it again.".into(),
        "denied.closing" => format!("This account is closed and will be erased after {}. To keep it: studio user reopen NAME --user NAME", fact("closes_at").get(..10).unwrap_or("?")),
        "denied.wrong_recovery_code" => "This recovery code does not open these keys: a newer one was made, or it belongs to another folder. Nothing was changed.".into(),
        "denied.wrong_reset_code" => "This code does not count: it was used, is older than a day, or belongs to another account. Ask the owner for a new one.".into(),
        "denied.no_consent" => "Its person has not agreed to that.".into(),
        "denied.role" => "Only the owner may do that.".into(),
        "denied.instructor" => "Only the owner or an instructor may do that.".into(),
        "invalid.moment" => format!("{} is not a moment. They are written like 2026-11-23T09:41:00.123Z.", fact("text")),
        "denied.not_yours" => "That belongs to somebody else.".into(),
        "denied.course_change" => format!(
            "This pack changes {} and removes {} lessons and exercises of a course that is here. Only the owner or an instructor may do that.",
            fact("changed"),
            fact("removed")
        ),
        "denied.lesson_closed" => format!("This lesson opens after {}.", fact("title")),
        "full.folder_read_only" => {
            format!("The data folder {} cannot be written. Nothing was changed. Give yourself the right to write there, or name another with --data.", fact("path"))
        }
        "conflict.open_here" => "The data file is open in this program already. Nothing was changed.".into(),
        "conflict.in_use" => "The data file is open in another window or program. Close it and try again; nothing was changed.".into(),
        "busy.opening" => "The data file is being opened or restored at this moment. Nothing was changed; try again.".into(),
        "not_found.backup" => format!("There is no backup {}, or several begin so. `studio backup list` shows them.", fact("name")),
        "not_found.verified_backup" => "There is no backup that is verified. `studio backup list` shows those that are here; one can be named.".into(),
        "invalid.backup_damaged" => format!("The backup {} is damaged, and nothing was changed. `studio backup list` shows the others.", fact("name")),
        "conflict.username_taken" => "This name is taken. Choose another.".into(),
        "conflict.email_taken" => "This e-mail address belongs to another account here.".into(),
        "denied.keys_locked" => "The keys of this account are not here, so its name and e-mail cannot be read or changed. They were left as they are; studio keys status says what is missing.".into(),
        "conflict.pack_older" => format!("Version {} of this course is here already, and the pack has version {}. Nothing was changed.", fact("here"), fact("version")),
        "conflict.export_exists" => format!("There is something at {} already. It was left as it is; name another folder.", fact("path")),
        "conflict.already_closing" => "This account is closed already.".into(),
        "conflict.last_owner" => "This is the only owner. Make another owner first.".into(),
        "conflict.draft" => "Another window has saved this text in between. Nothing was overwritten.".into(),
        "conflict.course_slug_taken" => format!("Another course here is already called {}. Nothing was changed.", fact("name")),
        "busy.database" => "Another program is writing to the data file. Nothing was lost; try again in a moment.".into(),
        "too_new.database" => "The data file was written by a newer version of Learning Studio. It was left as it is; update this program.".into(),
        "too_new.pack" => "The pack was made for a newer version of Learning Studio. Update this program.".into(),
        "corrupt.database" if error.params.contains_key("set_aside") => format!(
            "The data file is damaged. It was set aside whole, not deleted: {}. Put the newest backup in its place: studio backup restore. Or begin with an empty file: studio init --start-anew",
            fact("set_aside")
        ),
        "corrupt.database" => "The data file is damaged. It stays where it is as long as a program has it open. Close the others, then run `studio backup restore`.".into(),
        "full.disk" => "The disk is full. Nothing half-done was kept; make room and try again.".into(),
        "interrupted.runner_ended" => "The program that runs learners' programs was ended from outside. Nothing was kept; try again.".into(),
        "interrupted.stopped" => "Stopped. Nothing half-done was kept.".into(),
        code => general(error.class(), code),
    }
}

// An error without a sentence of its own still says what can be done.
fn general(class: ErrorClass, code: &str) -> String {
    let advice = match class {
        ErrorClass::Invalid => "What was given cannot be used",
        ErrorClass::NotFound => "It is not there",
        ErrorClass::Denied => "That is not allowed",
        ErrorClass::Conflict => "Something else was there first",
        ErrorClass::Busy => "Something else is at work; try again in a moment",
        ErrorClass::Offline => "There is no connection; try again later",
        ErrorClass::Rejected => "The class's hub did not take it",
        ErrorClass::TooOld => "It was made by a version that is too old",
        ErrorClass::TooNew => "It was made by a newer version; update this program",
        ErrorClass::Corrupt => "A file is damaged",
        ErrorClass::Full => "It cannot be written: the disk is full, or the rights are missing",
        ErrorClass::Interrupted => "It was stopped before the end",
        ErrorClass::Bug => "Learning Studio made a mistake; nothing was lost",
    };
    format!("{advice} ({code}).")
}
