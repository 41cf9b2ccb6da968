//! The table of everything the window and other programs can ask for. A command is written here once; the enum that decodes it, the
//! function that runs it and its TypeScript come from this table, and a command without a function does not compile.

use crate::{
    account::{AccountEntry, AccountView, CreateAccount, SignIn},
    backup::{BackupRequest, BackupView, RestoreRequest, RestoreView},
    course::{CoursePage, CourseRequest, Library},
    error::ApiError,
    exercise::{DecideDraft, DraftView, ExerciseEntry, ExerciseListRequest, ExerciseRequest, HintLadder, SaveDraft, TakeHint, Workspace},
    health::{CheckView, HealthView, LongRequest, LookedAfter},
    lesson::{LessonChange, LessonPage, LessonRequest},
    pack::{ImportReport, ImportRequest, PackEntry},
    privacy::{
        ChangePassword, CloseMine, ClosingView, ExportMine, ExportView, PrintedCode, RecoverKeys, SaveProfile, SetConsent, UseResetCode, YourData,
    },
    progress::ProgressPage,
    run::{InputRequest, RunRequest, StopRequest},
    status::{Nothing, Reopen, SandboxView, StatusView},
    studio::Context,
    submission::{AttemptRow, SubmissionEntry, SubmissionListRequest, SubmissionRequest, SubmissionView, SubmitOutcome, SubmitRequest},
};
use domain::{judge::JudgeResult, preferences::Preferences};
use serde::Deserialize;
use serde_json::Value;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $response:ty = $function:path;)+) => {
        /// A decoded request for one of the commands.
        #[derive(Debug, Deserialize)]
        #[serde(tag = "command", content = "request", rename_all = "snake_case")]
        #[allow(non_camel_case_types, reason = "the variants are the commands' own names, so that the table says each only once")]
        pub enum Command {
            $($(#[$doc])* $name($request),)+
        }

        impl Command {
            /// Runs the command. It may take as long as a learner's program, so it belongs on a thread of its own.
            pub fn run(self, context: &Context<'_>) -> Result<Value, ApiError> {
                match self {
                    $(Self::$name(request) => {
                        let response: $response = $function(context, request)?;
                        serde_json::to_value(response).map_err(ApiError::bug)
                    })+
                }
            }
        }

        /// TypeScript for the table and every type it names; `ui/src/backend/types.ts` is this text.
        pub fn typescript() -> String {
            let mut types = crate::typescript::Declarations::default();
            let mut table = String::new();
            $(
                types.add::<$request>();
                types.add::<$response>();
                table.push_str(&crate::typescript::entry::<$request, $response>(stringify!($name)));
            )+
            types.add::<crate::run::OutputEvent>();
            types.add::<ApiError>();
            types.file(&table)
        }
    };
}

commands! {
    /// The state of the installation. Needs nobody signed in.
    status(Nothing) -> StatusView = crate::status::status;
    /// Opens the data file again after a problem.
    reopen(Reopen) -> StatusView = crate::status::reopen;
    /// How programs are run here.
    sandbox(Nothing) -> SandboxView = crate::status::sandbox;
    /// Makes an account and signs it in.
    create_account(CreateAccount) -> AccountView = crate::account::create_account;
    /// Signs in.
    sign_in(SignIn) -> AccountView = crate::account::sign_in;
    /// Signs out.
    sign_out(Nothing) -> Nothing = crate::account::sign_out;
    /// All accounts of this installation.
    accounts(Nothing) -> Vec<AccountEntry> = crate::account::accounts;
    /// Changes the choices of the person who is signed in.
    save_preferences(Preferences) -> Preferences = crate::account::save_preferences;
    /// The page "Your data".
    your_data(Nothing) -> YourData = crate::privacy::your_data;
    /// Changes what the person who is signed in tells about themselves.
    save_profile(SaveProfile) -> AccountView = crate::privacy::save_profile;
    /// Changes their password.
    change_password(ChangePassword) -> AccountView = crate::privacy::change_password;
    /// Agrees to something, or takes that back.
    set_consent(SetConsent) -> YourData = crate::privacy::set_consent;
    /// Writes everything about them into a new folder.
    export_my_data(ExportMine) -> ExportView = crate::privacy::export_my_data;
    /// Closes their account.
    close_my_account(CloseMine) -> ClosingView = crate::privacy::close_my_account;
    /// Opens a closed account again.
    reopen_account(SignIn) -> AccountView = crate::privacy::reopen_account;
    /// Sets a new password by a code from the owner.
    use_reset_code(UseResetCode) -> AccountView = crate::privacy::use_reset_code;
    /// Makes the recovery code, or a new one.
    make_recovery_code(Nothing) -> PrintedCode = crate::privacy::make_recovery_code;
    /// Brings a lost master key back.
    recover_keys(RecoverKeys) -> Nothing = crate::privacy::recover_keys;
    /// The library.
    library(Nothing) -> Library = crate::course::library;
    /// A course's page.
    course(CourseRequest) -> CoursePage = crate::course::course;
    /// Enrols in a course; again is no error.
    enroll(CourseRequest) -> CoursePage = crate::course::enroll;
    /// Leaves a course; progress stays.
    leave(CourseRequest) -> CoursePage = crate::course::leave;
    /// A lesson's page; the place is remembered.
    lesson(LessonRequest) -> LessonPage = crate::lesson::lesson;
    /// Marks a lesson as completed.
    complete_lesson(LessonRequest) -> LessonChange = crate::lesson::complete_lesson;
    /// Takes that back.
    reopen_lesson(LessonRequest) -> LessonChange = crate::lesson::reopen_lesson;
    /// All exercises.
    exercises(ExerciseListRequest) -> Vec<ExerciseEntry> = crate::exercise::exercises;
    /// The workspace of an exercise.
    exercise(ExerciseRequest) -> Workspace = crate::exercise::exercise;
    /// Saves what is typed.
    save_draft(SaveDraft) -> DraftView = crate::exercise::save_draft;
    /// Says which of two texts stays, where two windows typed on the same one.
    decide_draft(DecideDraft) -> DraftView = crate::exercise::decide_draft;
    /// The exercise is left: what was typed there goes on its way to other devices.
    leave_exercise(ExerciseRequest) -> Nothing = crate::exercise::leave_exercise;
    /// Puts the starter back; what was there is kept.
    reset_draft(ExerciseRequest) -> DraftView = crate::exercise::reset_draft;
    /// Brings back what was there before the last reset.
    restore_draft(ExerciseRequest) -> DraftView = crate::exercise::restore_draft;
    /// Opens the next hint.
    take_hint(TakeHint) -> HintLadder = crate::exercise::take_hint;
    /// Runs a program without judging it; its output comes as it is printed.
    run(RunRequest) -> JudgeResult = crate::run::run;
    /// Gives a running program what a person typed.
    type_input(InputRequest) -> Nothing = crate::run::type_input;
    /// Judges a program and keeps nothing.
    test(SubmitRequest) -> JudgeResult = crate::submission::test;
    /// Judges a program and keeps it as an attempt.
    submit(SubmitRequest) -> SubmitOutcome = crate::submission::submit;
    /// Stops a run or a judging by the name its caller gave it.
    stop(StopRequest) -> Nothing = crate::run::stop;
    /// The attempts at an exercise, newest first.
    attempts(ExerciseRequest) -> Vec<AttemptRow> = crate::submission::attempts;
    /// The person's attempts at all exercises, newest first.
    submissions(SubmissionListRequest) -> Vec<SubmissionEntry> = crate::submission::submissions;
    /// One attempt.
    submission(SubmissionRequest) -> SubmissionView = crate::submission::submission;
    /// The progress page.
    progress(Nothing) -> ProgressPage = crate::progress::progress;
    /// Imports a pack or a course's folder.
    import_pack(ImportRequest) -> ImportReport = crate::pack::import_pack;
    /// The packs on this installation.
    packs(Nothing) -> Vec<PackEntry> = crate::pack::packs;
    /// What is known of the data file's health.
    health(Nothing) -> HealthView = crate::health::health;
    /// Looks at everything in the data file and changes nothing.
    check_health(LongRequest) -> CheckView = crate::health::check;
    /// Puts right what can be known, after a backup. The owner's act.
    repair_health(LongRequest) -> CheckView = crate::health::repair;
    /// The daily backup and the check behind the scenes, if they are due.
    look_after(LongRequest) -> LookedAfter = crate::health::look_after;
    /// All backups, newest first. Needs no data file.
    backups(Nothing) -> Vec<BackupView> = crate::backup::backups;
    /// Makes a backup.
    create_backup(LongRequest) -> BackupView = crate::backup::create;
    /// Looks at a backup again.
    verify_backup(BackupRequest) -> BackupView = crate::backup::verify;
    /// Puts a backup in the place of the data file. The owner's act; needs no data file.
    restore_backup(RestoreRequest) -> RestoreView = crate::backup::restore;
}
