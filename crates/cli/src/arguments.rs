//! The command line: verbs, arguments, `--help`. The names are a contract (people and programs script against them).

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Learn Python offline: courses, exercises that really run, progress.
#[derive(Debug, Parser)]
#[command(name = "studio", version, about, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// The data folder [default: where the app keeps it for this person]
    #[arg(long, global = true, env = "LEARNING_STUDIO_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Print one JSON document on standard output, and nothing else
    #[arg(long, global = true)]
    pub json: bool,

    /// Read the password from the first line of standard input
    #[arg(long, global = true)]
    pub password_stdin: bool,

    /// The Python to run programs with [default: the first one that is found, PATH first]
    #[arg(long, global = true, env = "LEARNING_STUDIO_PYTHON", value_name = "FILE")]
    pub python: Option<PathBuf>,

    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// Who acts.
#[derive(Debug, Args)]
pub struct Acting {
    /// Who acts [default: the owner]
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make the data folder and bring in the starter course
    Init {
        /// After a damaged file was set aside: begin with a new, empty one
        #[arg(long)]
        start_anew: bool,
    },
    /// Accounts
    #[command(subcommand)]
    User(UserVerb),
    /// What a person agreed to
    #[command(subcommand)]
    Consent(ConsentVerb),
    /// The keys of personal data
    #[command(subcommand)]
    Keys(KeysVerb),
    /// Private notes on lessons
    #[command(subcommand)]
    Note(NoteVerb),
    /// Courses
    #[command(subcommand)]
    Course(CourseVerb),
    /// Lessons
    #[command(subcommand)]
    Lesson(LessonVerb),
    /// Exercises
    #[command(subcommand)]
    Exercise(ExerciseVerb),
    /// Enrol in a course
    Enroll {
        /// Id or slug
        course: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Run a program in the sandbox. An error of the program is its result, and no failure of this command: the exit status is 0
    Run {
        /// The program
        file: PathBuf,
        /// A file that it reads as its standard input; - for this command's own, read to its end first. Without it the program hears what is typed while it runs
        #[arg(long, value_name = "FILE")]
        stdin: Option<PathBuf>,
    },
    /// Judge a program and keep nothing
    Test {
        /// Id, or course-slug/exercise-slug
        exercise: String,
        /// The program
        file: PathBuf,
        /// Its other files
        more: Vec<PathBuf>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Judge a program and keep it as an attempt; enrols if need be
    Submit {
        /// Id, or course-slug/exercise-slug
        exercise: String,
        /// The program
        file: PathBuf,
        /// Its other files
        more: Vec<PathBuf>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Attempts
    #[command(subcommand)]
    Submission(SubmissionVerb),
    /// How far somebody is
    Progress {
        #[command(flatten)]
        acting: Acting,
    },
    /// Course packs
    #[command(subcommand)]
    Pack(PackVerb),
    /// Who changed what, and whether that trail still stands as it was written
    #[command(subcommand)]
    Audit(AuditVerb),
    /// Look whether the data file is what it must be
    Doctor {
        /// Make a backup, then put right what can be
        #[arg(long)]
        repair: bool,
    },
    /// Look how programs are shut in here, by trying to get out
    Sandbox,
    /// Backups of the data file
    #[command(subcommand)]
    Backup(BackupVerb),
    /// Make a pack from another format
    Convert {
        /// The format
        format: Format,
        /// The folder to read
        source: PathBuf,
        /// The pack to write
        out: PathBuf,
    },
    /// For developers
    #[command(subcommand, hide = true)]
    Dev(DevVerb),
}

/// `studio dev`.
#[derive(Debug, Subcommand)]
pub enum DevVerb {
    /// Fill an empty data folder with rows in every table, the same for the same seed
    Fill {
        /// How many people, at least 6
        #[arg(long, value_name = "N")]
        learners: usize,
        /// How many courses, at least 2; everybody takes all of them
        #[arg(long, value_name = "M")]
        courses: usize,
        /// Lessons of each course [default: 20]
        #[arg(long, value_name = "L")]
        lessons: Option<usize>,
        /// Attempts of each person in each course [default: 2]
        #[arg(long, value_name = "A")]
        submissions: Option<usize>,
        /// From which everything follows
        #[arg(long, value_name = "S")]
        seed: u64,
    },
}

/// Formats that can be converted.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// A track folder with config.json and exercises/practice
    Exercism,
}

/// Roles.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleArgument {
    /// Learns
    Learner,
    /// Also writes courses
    Instructor,
    /// Also looks after the installation
    Owner,
}

/// Verbs of `studio user`.
#[derive(Debug, Subcommand)]
pub enum UserVerb {
    /// Make an account; the first one is the owner's
    Add {
        /// The name to sign in with
        name: String,
        /// The name to be called by
        #[arg(long, value_name = "D")]
        display_name: Option<String>,
        /// E-mail address, kept encrypted
        #[arg(long, value_name = "E")]
        email: Option<String>,
        /// Instructors and owners are made by the owner, whose password is asked for (with --password-stdin: the second line)
        #[arg(long, value_enum, value_name = "R")]
        role: Option<RoleArgument>,
        /// An account that anybody here may use
        #[arg(long, conflicts_with = "password_stdin")]
        no_password: bool,
    },
    /// All accounts
    List,
    /// Close an account to signing in (the owner's act); its work stays
    Disable {
        /// Whose
        name: String,
        /// Open it again
        #[arg(long)]
        enable: bool,
    },
    /// What is known about an account; of another person's only what they agreed to
    Show {
        /// Whose
        name: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Change what you tell about yourself; an empty text takes it away
    Profile {
        /// Whose; their password is asked for
        name: String,
        /// The name to be called by
        #[arg(long, value_name = "D")]
        display_name: Option<String>,
        /// About you, at most 500 characters
        #[arg(long, value_name = "TEXT")]
        bio: Option<String>,
        /// What you want to learn, at most 1000 characters
        #[arg(long, value_name = "TEXT")]
        goals: Option<String>,
    },
    /// Change a password; the present one is asked for first (with --password-stdin: the first line, where there is one)
    Password {
        /// Whose
        name: String,
        /// With a code from `studio user reset-code` in place of the present password
        #[arg(long)]
        reset_code: bool,
        /// An account that anybody here may use
        #[arg(long, conflicts_with = "reset_code")]
        no_password: bool,
    },
    /// Make a code with which somebody may set a new password, once and within a day (the owner's act)
    ResetCode {
        /// Whose
        name: String,
    },
    /// Write everything about a person into a new folder
    Export {
        /// Whose
        name: String,
        /// The folder to make
        #[arg(value_name = "FOLDER")]
        out: PathBuf,
        #[command(flatten)]
        acting: Acting,
    },
    /// Close an account: nobody can sign in any more, and it is erased after 30 days
    Close {
        /// Whose
        name: String,
        /// What they wrote for others goes too; otherwise it stays as a deleted learner's
        #[arg(long)]
        erase_contributions: bool,
        /// How many days until it is erased, at least 1 [default: 30]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Open a closed account again, until it is erased (the person themselves with --user, or the owner)
    Reopen {
        /// Whose
        name: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Erase an account at once and for ever (the owner's act)
    Erase {
        /// Whose
        name: String,
        /// What they wrote for others goes too; otherwise it stays as a deleted learner's
        #[arg(long)]
        erase_contributions: bool,
        /// Yes, for ever
        #[arg(long)]
        yes: bool,
    },
}

/// Verbs of `studio consent`.
#[derive(Debug, Subcommand)]
pub enum ConsentVerb {
    /// What somebody agreed to and withdrew, and what can be asked
    List {
        #[command(flatten)]
        acting: Acting,
    },
    /// Agree
    Give {
        /// What to: profile_shown_to_instructors, class_sharing, earlier_work
        purpose: String,
        /// The class it is about
        #[arg(long, value_name = "CLASS")]
        subject: Option<String>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Take that back
    Withdraw {
        /// What
        purpose: String,
        /// The class it is about
        #[arg(long, value_name = "CLASS")]
        subject: Option<String>,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio note`.
#[derive(Debug, Subcommand)]
pub enum NoteVerb {
    /// Somebody's private notes
    List {
        /// Only those in which all these words stand
        words: Vec<String>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Write a note on a lesson
    Set {
        /// Id, or course-slug/lesson-slug
        lesson: String,
        /// The text; an empty one takes the note away
        text: String,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio keys`.
#[derive(Debug, Subcommand)]
pub enum KeysVerb {
    /// Whether personal data can be read
    Status,
    /// Make the recovery code, or a new one; it is shown once (the owner's act)
    RecoveryCode,
    /// Bring a lost master.key back with the recovery code (asked for, or the next line with --password-stdin)
    Recover,
}

/// Verbs of `studio course`.
#[derive(Debug, Subcommand)]
pub enum CourseVerb {
    /// All courses
    List {
        #[command(flatten)]
        acting: Acting,
    },
    /// One course with its lessons
    Show {
        /// Id or slug
        course: String,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio lesson`.
#[derive(Debug, Subcommand)]
pub enum LessonVerb {
    /// The lessons of a course
    List {
        /// Id or slug of the course
        course: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// A lesson's text
    Show {
        /// Id, or course-slug/lesson-slug
        lesson: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Mark a lesson as completed
    Complete {
        /// Id, or course-slug/lesson-slug
        lesson: String,
        #[command(flatten)]
        acting: Acting,
    },
    /// Take that back
    Undo {
        /// Id, or course-slug/lesson-slug
        lesson: String,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio exercise`.
#[derive(Debug, Subcommand)]
pub enum ExerciseVerb {
    /// All exercises
    List {
        /// Only those of this course (id or slug)
        #[arg(long)]
        course: Option<String>,
    },
    /// What an exercise asks, and its starter
    Show {
        /// Id, or course-slug/exercise-slug
        exercise: String,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio submission`.
#[derive(Debug, Subcommand)]
pub enum SubmissionVerb {
    /// Somebody's attempts, newest first
    List {
        /// Only those at this exercise
        #[arg(long)]
        exercise: Option<String>,
        #[command(flatten)]
        acting: Acting,
    },
    /// One attempt with its program and result
    Show {
        /// Id
        submission: String,
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio pack`.
#[derive(Debug, Subcommand)]
pub enum PackVerb {
    /// Import a pack or a course's folder
    Import {
        /// The .studiopack file or the folder
        path: PathBuf,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// Do not run the reference solutions
        #[arg(long)]
        no_verify: bool,
    },
    /// The packs on this installation
    List,
}

/// Verbs of `studio audit`. For the owner and instructors.
#[derive(Debug, Subcommand)]
pub enum AuditVerb {
    /// The trail, newest first
    List {
        /// Only what this person did
        #[arg(long, value_name = "NAME")]
        actor: Option<String>,
        /// Only looks at this person's data
        #[arg(long, value_name = "NAME")]
        whose: Option<String>,
        /// Only this table
        #[arg(long, value_name = "TABLE")]
        table: Option<String>,
        /// Only from this moment on, for example 2026-11-23T09:41:00.123Z
        #[arg(long, value_name = "MOMENT")]
        since: Option<String>,
        /// Only lines before this one
        #[arg(long, value_name = "LINE")]
        before: Option<i64>,
        /// At most so many [default: 100]
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        #[command(flatten)]
        acting: Acting,
    },
    /// Read the whole trail and name the first line that is not as it was written
    Verify {
        #[command(flatten)]
        acting: Acting,
    },
}

/// Verbs of `studio backup`.
#[derive(Debug, Subcommand)]
pub enum BackupVerb {
    /// Make a backup and verify it
    Create {
        /// Only what is due: the backup of the day, and the check of the file, which is read whole once a week. For a timer (docs/how-to/backups.md)
        #[arg(long)]
        if_due: bool,
    },
    /// All backups, newest first
    List,
    /// Look at a backup again, or at all of them
    Verify {
        /// Its id, or the beginning of it
        id: Option<String>,
    },
    /// Put a backup in the place of the data file; what is there is set aside, and what was made since is carried over
    Restore {
        /// Its id, or the beginning of it [default: the newest that is verified]
        id: Option<String>,
    },
}
