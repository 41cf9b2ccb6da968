// Made from the command table in crates/api by `make types`. Do not edit.

/**
 * An account in the list of the sign-in page.
 */
export type AccountEntry = { 
/**
 * The name to sign in with; `null` where its key is missing and the field is locked.
 */
name: string | null, 
/**
 * The name to be called by.
 */
display_name: string | null, 
/**
 * One or two letters for a picture.
 */
initials: string, 
/**
 * `learner`, `instructor` or `owner`.
 */
role: string, 
/**
 * Whether it asks for a password.
 */
has_password: boolean, 
/**
 * Whether it may sign in.
 */
disabled: boolean, 
/**
 * When it will be erased, if it was closed. Until then signing in offers to keep it.
 */
closes_at: string | null, };
/**
 * The person who is signed in, as they see themselves.
 */
export type AccountView = { 
/**
 * Id.
 */
id: string, 
/**
 * The name to sign in with.
 */
name: string, 
/**
 * The name to be called by.
 */
display_name: string, 
/**
 * One or two letters for a picture.
 */
initials: string, 
/**
 * `learner`, `instructor` or `owner`.
 */
role: string, 
/**
 * Whether it has a password.
 */
has_password: boolean, 
/**
 * E-mail address, if one was given.
 */
email: string | null, 
/**
 * Choices.
 */
preferences: Preferences, };
/**
 * An error as the window and other programs receive it.
 */
export type ApiError = { 
/**
 * `class.reason`, for example `denied.wrong_password`. The class is one of [`ErrorClass`]'s names.
 */
code: string, 
/**
 * The facts that its sentence names.
 */
params: Record<string, unknown>, 
/**
 * Whether the same act may succeed later without being changed.
 */
retry: boolean, 
/**
 * The operation in the outbox that it concerns, if any.
 */
operation_id: string | null, };
/**
 * An attempt in a list.
 */
export type AttemptRow = { 
/**
 * Id.
 */
id: string, 
/**
 * From 1, for each person and exercise.
 */
attempt_number: number, 
/**
 * How it ended.
 */
verdict: Verdict, 
/**
 * Whether it was practice, which is never credited.
 */
practice: boolean, 
/**
 * How well the program was shut in.
 */
tier: Tier, 
/**
 * Cases that passed.
 */
passed_cases: number, 
/**
 * All cases; 0 where it did not come to them.
 */
total_cases: number, 
/**
 * Whole per cent.
 */
score: number, 
/**
 * When it was made, UTC.
 */
submitted_at: string, 
/**
 * Where it is on its way.
 */
state: DeliveryState, };
/**
 * Names a backup.
 */
export type BackupRequest = { 
/**
 * Its id, or the beginning of it.
 */
id: string, 
/**
 * A name by which `stop` ends the work.
 */
run?: string, };
/**
 * A backup.
 */
export type BackupView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its file.
 */
path: string, 
/**
 * When it was made.
 */
created_at: string, 
/**
 * Whether it was looked at, and everything was as it must be.
 */
verified: boolean, 
/**
 * When it was last looked at.
 */
verified_at: string | null, 
/**
 * How many things were not as they must be then.
 */
problems: number, 
/**
 * Why it was made: `by-hand`, `scheduled`, `before-migration`, `before-repair`, `found`.
 */
reason: string, 
/**
 * Its length.
 */
bytes: number, };
/**
 * How much of a table was carried.
 */
export type CarriedView = { 
/**
 * The table.
 */
table: string, 
/**
 * How many rows.
 */
rows: number, };
/**
 * Changes the password of the person who is signed in.
 */
export type ChangePassword = { 
/**
 * The present one, if there is one.
 */
current?: string, 
/**
 * The new one; absent for an account without a password.
 */
new?: string, };
/**
 * What was found.
 */
export type CheckView = { 
/**
 * Whether the file is now what it must be.
 */
ok: boolean, 
/**
 * When it was begun.
 */
at: string, 
/**
 * How long it took.
 */
duration_ms: number, 
/**
 * How many differences are left.
 */
differences: number, 
/**
 * The differences; of very many, the first.
 */
findings: Array<FindingView>, 
/**
 * The backup that was made before a repair.
 */
backup: string | null, };
/**
 * Closes the account of the person who is signed in, and signs them out.
 */
export type CloseMine = { 
/**
 * The password, if there is one.
 */
password?: string, 
/**
 * Whether what they wrote for others goes too.
 */
erase_contributions: boolean, };
/**
 * A closed account.
 */
export type ClosingView = { 
/**
 * The earliest moment of its erasure.
 */
closes_at: string, 
/**
 * How many days must be seen passing.
 */
days: number, 
/**
 * Whether what they wrote for others stays.
 */
keeps_contributions: boolean, };
/**
 * A concept and how well it is known.
 */
export type ConceptView = { 
/**
 * Its name, from the course.
 */
concept: string, 
/**
 * Exercises that practise it and were passed.
 */
passed: number, 
/**
 * Exercises that practise it and were tried.
 */
tried: number, 
/**
 * Exercises that practise it.
 */
total: number, 
/**
 * In words.
 */
mastery: Mastery, };
/**
 * A question that can be agreed to.
 */
export type ConsentChoice = { 
/**
 * The purpose's name.
 */
purpose: string, 
/**
 * Whether a consent stands.
 */
given: boolean, };
/**
 * A consent.
 */
export type ConsentView = { 
/**
 * The purpose's name.
 */
purpose: string, 
/**
 * What it is about, a class; empty for this installation.
 */
subject: string, 
/**
 * Which wording was agreed to.
 */
version: number, 
/**
 * When it was given.
 */
given_at: string, 
/**
 * When it was withdrawn.
 */
withdrawn_at: string | null, };
/**
 * A course in the library.
 */
export type CourseCard = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Title.
 */
title: string, 
/**
 * One line.
 */
summary: string, 
/**
 * `beginner`, `intermediate`, `advanced` or `expert`.
 */
difficulty: string, 
/**
 * Name of its category.
 */
category: string, 
/**
 * Hours it takes, about.
 */
hours: number, 
/**
 * Who made it.
 */
authors: Array<string>, 
/**
 * How many lessons.
 */
total_lessons: number, 
/**
 * How many exercises.
 */
total_exercises: number, 
/**
 * Whether the person is enrolled.
 */
enrolled: boolean, 
/**
 * Lessons the person has completed.
 */
completed_lessons: number, 
/**
 * Whole per cent of the lessons that are completed, rounded down.
 */
progress_percentage: number, };
/**
 * A course's page.
 */
export type CoursePage = { 
/**
 * The course.
 */
course: CourseCard, 
/**
 * Description, safe HTML.
 */
description_html: string, 
/**
 * Version of the pack.
 */
version: number, 
/**
 * Licence.
 */
license: string, 
/**
 * Its lessons, in order.
 */
lessons: Array<LessonRow>, 
/**
 * The one next step; `null` when everything is done.
 */
next: NextStep | null, };
/**
 * A course and how far the person is.
 */
export type CourseProgress = { 
/**
 * Slug.
 */
course: string, 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Lessons completed.
 */
completed_lessons: number, 
/**
 * All lessons.
 */
total_lessons: number, 
/**
 * Exercises passed.
 */
passed_exercises: number, 
/**
 * All exercises.
 */
total_exercises: number, 
/**
 * Whole per cent of the lessons, rounded down.
 */
progress_percentage: number, };
/**
 * Names a course: its id or its slug.
 */
export type CourseRequest = { 
/**
 * Id or slug.
 */
course: string, };
/**
 * Makes an account. On an installation without one it becomes the owner's. In the window the new account is signed in.
 */
export type CreateAccount = { 
/**
 * The name to sign in with.
 */
name: string, 
/**
 * The name to be called by; the name to sign in with if absent.
 */
display_name?: string, 
/**
 * E-mail address, kept encrypted.
 */
email?: string, 
/**
 * At least 8 characters; absent for an account without a password.
 */
password?: string, 
/**
 * Language of the window, BCP 47.
 */
language?: string, 
/**
 * Colours of the window.
 */
theme?: Theme, };
/**
 * A day on which something was done.
 */
export type DayView = { 
/**
 * `YYYY-MM-DD`, in the person's time zone.
 */
date: string, 
/**
 * Attempts.
 */
attempts: number, 
/**
 * Exercises passed for the first time.
 */
passed: number, 
/**
 * Lessons completed.
 */
lessons: number, };
/**
 * Says which of two texts stays.
 */
export type DecideDraft = { 
/**
 * Id, or `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * Whether the text that was kept beside takes the place of the other. What does not stay can be had back as after a reset.
 */
beside: boolean, };
/**
 * Where an attempt is on its way.
 */
export type DeliveryState = "saved" | "sent" | "delivered" | "rejected";
/**
 * A difference that was found after the call.
 */
export type Difference = { 
/**
 * What was looked at: `result`, `printed`, `raised`, an expression, or a file's name.
 */
what: string, 
/**
 * What it must be, as Python writes it (or the text itself for `printed` and files).
 */
expected: string, 
/**
 * What it was.
 */
actual: string, };
/**
 * A saved draft.
 */
export type DraftView = { 
/**
 * The files as they were typed.
 */
files: Array<SourceFile>, 
/**
 * When it was saved, UTC.
 */
saved_at: string, 
/**
 * Grows with each save.
 */
revision: number, 
/**
 * Whether the text from before the last reset is kept and can be had back.
 */
can_restore: boolean, 
/**
 * What another window typed on an older text: kept beside it until the person says which of the two stays.
 */
beside: Array<SourceFile> | null, };
/**
 * An exercise in a list.
 */
export type ExerciseDot = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind, `code` today.
 */
kind: string, 
/**
 * How far the person is.
 */
state: ExerciseState, 
/**
 * Whether it is practice, which is never credited.
 */
practice_only: boolean, };
/**
 * An exercise in the list.
 */
export type ExerciseEntry = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Title.
 */
title: string, 
/**
 * Slug of its course.
 */
course: string, 
/**
 * Slug of its lesson.
 */
lesson: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Difficulty.
 */
difficulty: string, 
/**
 * Whether it is practice, which is never credited.
 */
practice_only: boolean, };
/**
 * Asks for the list of exercises.
 */
export type ExerciseListRequest = { 
/**
 * Only those of this course (id or slug).
 */
course?: string, };
/**
 * Names an exercise.
 */
export type ExerciseRequest = { 
/**
 * Id, or `course-slug/exercise-slug`.
 */
exercise: string, };
/**
 * How far a person is with an exercise.
 */
export type ExerciseState = "open" | "tried" | "passed";
/**
 * An explanation in plain words, in four parts: where, what, why, and what to do or look at next. Facts travel as `params`. A translation is made from `code` and `params`.
 */
export type Explanation = { 
/**
 * What kind of trouble, for example `name_error`.
 */
code: string, 
/**
 * The facts: names, values, lines.
 */
params: Record<string, unknown>, 
/**
 * Where, in English, as a heading: the line and its code, else the call or the case. Empty in results from before there were four parts; so are `what` and `why`.
 */
where: string, 
/**
 * What happened, with the program's own names and values, in English.
 */
what: string, 
/**
 * Why, in English.
 */
why: string, 
/**
 * `what` and `why` together.
 */
text: string, 
/**
 * One thing to do or look at, in English.
 */
next: string, };
/**
 * Writes everything about a person into a new folder.
 */
export type ExportMine = { 
/**
 * The folder to make; where [`YourData::export_path`] says if absent.
 */
path?: string, };
/**
 * What was written.
 */
export type ExportView = { 
/**
 * The folder.
 */
path: string, 
/**
 * How many documents.
 */
documents: number, 
/**
 * How many programs and other texts.
 */
files: number, };
/**
 * One difference.
 */
export type FindingView = { 
/**
 * What kind it is: `integrity`, `schema`, `foreign_keys`, `orphans`, `counters`, `encryption`, `locked`, `audit`.
 */
check: string, 
/**
 * The table.
 */
table: string, 
/**
 * The column; of the schema, the object.
 */
field: string, 
/**
 * The row: the values of its key with `/` between them. Empty where it is not about one row.
 */
row: string, 
/**
 * What is there.
 */
stored: unknown, 
/**
 * What must be there; null where nothing must be, or where nobody can know.
 */
actual: unknown, 
/**
 * Whether it was put right.
 */
repaired: boolean, };
/**
 * The file's health, as far as it is known.
 */
export type HealthView = { 
/**
 * The last time that everything was looked at.
 */
last: CheckView | null, 
/**
 * What is under way in this process.
 */
work: WorkView | null, 
/**
 * Whether the person who is signed in may repair and restore.
 */
may_repair: boolean, };
/**
 * The ladder of hints.
 */
export type HintLadder = { 
/**
 * How many there are.
 */
total: number, 
/**
 * Those that are open, in order.
 */
open: Array<HintView>, 
/**
 * Seconds on the exercise after which the first one opens by itself, if it is not open, or the next one is offered; `null` if there is none. It can always be asked for.
 */
next_after_seconds: number | null, 
/**
 * Failed attempts after which the same happens, if that is sooner; 0 if attempts do not count.
 */
next_after_failures: number, };
/**
 * A hint that is open.
 */
export type HintView = { 
/**
 * Place on the ladder, from 1.
 */
position: number, 
/**
 * `concept`, `approach`, `structure`, `near_solution` or `solution`.
 */
rung: string, 
/**
 * Safe HTML.
 */
html: string, };
/**
 * What an import did, or would do.
 */
export type ImportReport = { 
/**
 * Whether it was taken (or would be).
 */
ok: boolean, 
/**
 * Why not.
 */
problems: Array<PackProblem>, 
/**
 * Slug of the course.
 */
course: string | null, 
/**
 * Title of the course.
 */
title: string | null, 
/**
 * Lessons and exercises that are new, by slug.
 */
added: Array<string>, 
/**
 * That changed.
 */
changed: Array<string>, 
/**
 * That are gone.
 */
removed: Array<string>, 
/**
 * People whose progress it touches.
 */
touches: number, 
/**
 * Reference solutions that were run.
 */
verified: number, 
/**
 * Exercises that are practice only, by slug: their tests work in the learner's own interpreter alone, so nothing of them is credited.
 */
practice_only: Array<string>, };
/**
 * Imports a pack or a folder.
 */
export type ImportRequest = { 
/**
 * The `.studiopack` file or the course's folder.
 */
path: string, 
/**
 * Only say what would happen.
 */
dry_run: boolean, 
/**
 * Do not run the reference solutions.
 */
no_verify: boolean, };
/**
 * What a person types to a running program.
 */
export type InputRequest = { 
/**
 * The name that was chosen for the run.
 */
run: string, 
/**
 * The text, as it is: a line ends with a line feed.
 */
text: string, 
/**
 * Whether there is no more after it.
 */
end: boolean, };
/**
 * Who decided.
 */
export type JudgeKind = "none" | "data" | "two_boxes" | "practice";
/**
 * What a run or an attempt gave.
 */
export type JudgeResult = { 
/**
 * Version of `results.json` whose fields these are: 3.
 */
version: number, 
/**
 * In the words of `results.json`.
 */
status: Status, 
/**
 * One sentence in English where there was no test to show it (a syntax error, a timeout).
 */
message: string | null, 
/**
 * The tests, in order; empty for a run that is not judged.
 */
tests: Array<TestResult>, 
/**
 * How it ended.
 */
verdict: Verdict, 
/**
 * How well the program was shut in.
 */
tier: Tier, 
/**
 * Who decided.
 */
judge: JudgeKind, 
/**
 * What it was allowed.
 */
limits: Limits, 
/**
 * What it used.
 */
usage: Usage, 
/**
 * What it printed on standard output (for an attempt: while it was loaded, outside all cases).
 */
stdout: string, 
/**
 * What it printed on standard error, without our frames.
 */
stderr: string, 
/**
 * Whether output was cut.
 */
output_cut: boolean, 
/**
 * The line where it went wrong, from 1.
 */
line: number | null, 
/**
 * The file of that line.
 */
file: string | null, 
/**
 * Plain words about it.
 */
explanation: Explanation | null, 
/**
 * Whole per cent of the weight that passed.
 */
score: number, 
/**
 * Version of the interpreter, for example `3.11.2`.
 */
interpreter: string, };
/**
 * One thing that a program tried in order to get out.
 */
export type LayerView = { 
/**
 * A short name: `network`, `files_outside`, ...
 */
name: string, 
/**
 * Whether the program was kept from it.
 */
holds: boolean, 
/**
 * What happened when it was tried; the system's own words.
 */
detail: string, };
/**
 * A part of a lesson's text.
 */
export type LessonBlock = { "kind": "prose", 
/**
 * Safe HTML.
 */
html: string, } | { "kind": "code", 
/**
 * The program.
 */
source: string, 
/**
 * Its language, for the colours; empty for plain text.
 */
language: string, 
/**
 * Whether it can be run in place.
 */
runnable: boolean, 
/**
 * Its standard input when it is run in place.
 */
stdin: string, 
/**
 * Whether it is meant to stop with an error.
 */
expects_error: boolean, } | { "kind": "question", 
/**
 * The question, safe HTML.
 */
prompt_html: string, 
/**
 * The answers, in the author's order.
 */
answers: Array<QuestionAnswer>, };
/**
 * What completing or reopening a lesson changed.
 */
export type LessonChange = { 
/**
 * How far the person is with the lesson now.
 */
state: LessonState, 
/**
 * The course with its new numbers.
 */
course: CourseCard, 
/**
 * The one next step now.
 */
next: NextStep | null, };
/**
 * A heading, for the contents at the side.
 */
export type LessonHeading = { 
/**
 * 2 or 3.
 */
level: number, 
/**
 * Text.
 */
text: string, 
/**
 * The `id` it has in the HTML.
 */
anchor: string, };
/**
 * A lesson's page.
 */
export type LessonPage = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Place in the course, from 1.
 */
position: number, 
/**
 * Title.
 */
title: string, 
/**
 * One line.
 */
summary: string, 
/**
 * Minutes it takes, about.
 */
minutes: number, 
/**
 * The course it belongs to.
 */
course: CourseCard, 
/**
 * Its text.
 */
blocks: Array<LessonBlock>, 
/**
 * Its headings.
 */
headings: Array<LessonHeading>, 
/**
 * Its exercises.
 */
exercises: Array<ExerciseDot>, 
/**
 * How far the person is.
 */
state: LessonState, 
/**
 * Id of the lesson before, if there is one.
 */
previous: string | null, 
/**
 * Title of the lesson before.
 */
previous_title: string | null, 
/**
 * Id of the lesson after, if there is one.
 */
next: string | null, 
/**
 * Title of the lesson after.
 */
next_title: string | null, };
/**
 * Names a lesson.
 */
export type LessonRequest = { 
/**
 * Id, or `course-slug/lesson-slug`.
 */
lesson: string, };
/**
 * A lesson on the course page.
 */
export type LessonRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Place in the course, from 1.
 */
position: number, 
/**
 * Title.
 */
title: string, 
/**
 * One line.
 */
summary: string, 
/**
 * Minutes it takes, about.
 */
minutes: number, 
/**
 * How far the person is.
 */
state: LessonState, 
/**
 * Title of the required lesson that keeps it closed.
 */
closed_by: string | null, 
/**
 * Its exercises.
 */
exercises: Array<ExerciseDot>, };
/**
 * How far a person is with a lesson.
 */
export type LessonState = "open" | "current" | "done" | "closed";
/**
 * The library.
 */
export type Library = { 
/**
 * All courses, those the person is enrolled in first.
 */
courses: Array<CourseCard>, };
/**
 * What a program may use. Wall time counts from the moment it is sent.
 */
export type Limits = { 
/**
 * Milliseconds by the clock.
 */
wall_ms: number, 
/**
 * Mebibytes of address space beyond the interpreter's own.
 */
memory_mb: number, 
/**
 * Bytes of output that are kept, standard output and error together.
 */
output_bytes: number, 
/**
 * Bytes of files in the work folder.
 */
file_bytes: number, };
/**
 * Asks for something long, under a name by which `stop` ends it.
 */
export type LongRequest = { 
/**
 * The name.
 */
run?: string, };
/**
 * What was done behind the scenes.
 */
export type LookedAfter = { 
/**
 * The daily backup, if one was due.
 */
backup: string | null, 
/**
 * Whether a check came to its end.
 */
checked: boolean, 
/**
 * How many differences it found.
 */
differences: number, };
/**
 * How well a concept is known, from the exercises that practise it. In words, because a bar alone says nothing to a beginner.
 */
export type Mastery = "not_yet" | "started" | "nearly" | "sure";
/**
 * The one next step.
 */
export type NextStep = { 
/**
 * Id of the lesson.
 */
lesson: string, 
/**
 * Title of the lesson.
 */
lesson_title: string, 
/**
 * Id of the exercise, if the next step is one.
 */
exercise: string | null, 
/**
 * Title of the exercise, if the next step is one.
 */
exercise_title: string | null, 
/**
 * Place of the exercise in its lesson, from 1.
 */
exercise_position: number | null, 
/**
 * How many exercises the lesson has.
 */
lesson_exercises: number, 
/**
 * When the draft of that exercise was saved, if there is one.
 */
draft_saved_at: string | null, };
/**
 * A request without content.
 */
export type Nothing = Record<symbol, never>;
/**
 * A piece of output, as it comes.
 */
export type OutputEvent = { 
/**
 * The program waits for input: nothing was printed, and there is no text.
 */
waits: boolean, 
/**
 * Whether it was printed on standard error.
 */
error: boolean, 
/**
 * The text.
 */
text: string, };
/**
 * A pack that is on this installation.
 */
export type PackEntry = { 
/**
 * Slug of the course.
 */
course: string, 
/**
 * Id of the course.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Version.
 */
version: number, 
/**
 * Licence.
 */
license: string, 
/**
 * When it was imported, UTC.
 */
imported_at: string, 
/**
 * SHA-256 over its files, hexadecimal.
 */
digest: string, };
/**
 * Something wrong with a pack.
 */
export type PackProblem = { 
/**
 * The file inside the pack.
 */
file: string, 
/**
 * The line, from 1, where it can be named.
 */
line: number | null, 
/**
 * What is wrong.
 */
code: string, 
/**
 * The facts.
 */
params: Record<string, unknown>, 
/**
 * The same in English.
 */
text: string, };
/**
 * A person's choices. Unknown fields of a newer version are dropped when they are read, absent ones get their defaults.
 */
export type Preferences = { 
/**
 * Language of the window, BCP 47.
 */
language: string, 
/**
 * Colours.
 */
theme: Theme, 
/**
 * Typeface.
 */
font: TextFont, 
/**
 * Size of code in the editor, in CSS pixels, 10 to 24.
 */
editor_font_size: number, 
/**
 * Whether long lines of code are wrapped.
 */
wrap_lines: boolean, };
/**
 * A code that is shown once.
 */
export type PrintedCode = { 
/**
 * The code.
 */
code: string, };
/**
 * The progress page.
 */
export type ProgressPage = { 
/**
 * First day of the heat map (a Monday, 26 weeks back), `YYYY-MM-DD`.
 */
from: string, 
/**
 * Last day of the heat map: today.
 */
to: string, 
/**
 * Days on which something was done, in order; the others are empty.
 */
days: Array<DayView>, 
/**
 * Concepts, in the order in which the courses bring them.
 */
concepts: Array<ConceptView>, 
/**
 * Courses the person is enrolled in.
 */
courses: Array<CourseProgress>, 
/**
 * Exercises passed, of all in those courses.
 */
passed_exercises: number, 
/**
 * Exercises in those courses.
 */
total_exercises: number, 
/**
 * Attempts in all.
 */
attempts: number, 
/**
 * Attempts until an exercise is passed, typically (the median); `null` before the first pass.
 */
median_attempts: number | null, 
/**
 * Hints opened.
 */
hints: number, 
/**
 * Passed lately, newest first, at most 8.
 */
recent: Array<RecentPass>, };
/**
 * An answer to a question in a lesson.
 */
export type QuestionAnswer = { 
/**
 * The answer, safe HTML.
 */
html: string, 
/**
 * Whether it is the right one. Questions in lessons are for thinking, not for marks, so this may be known.
 */
right: boolean, 
/**
 * What is said when it is chosen, safe HTML.
 */
because_html: string, };
/**
 * Something that was done lately.
 */
export type RecentPass = { 
/**
 * Id of the exercise.
 */
exercise: string, 
/**
 * Title of the exercise.
 */
title: string, 
/**
 * Attempts until it was passed.
 */
attempts: number, 
/**
 * When it was passed, UTC.
 */
passed_at: string, };
/**
 * A recovery code that was typed.
 */
export type RecoverKeys = { 
/**
 * As it was typed.
 */
code: string, };
/**
 * Opens the data file again after [`StatusView::problem`].
 */
export type Reopen = { 
/**
 * After a damaged file was set aside: begin with a new, empty one.
 */
start_anew: boolean, };
/**
 * Asks for a backup to be put back.
 */
export type RestoreRequest = { 
/**
 * Its id, or the beginning of it; none for the newest that is verified.
 */
id?: string, 
/**
 * A name by which `stop` ends the work.
 */
run?: string, };
/**
 * What putting a backup back did.
 */
export type RestoreView = { 
/**
 * The backup that stands in the file's place now.
 */
backup: BackupView, 
/**
 * Where the file lies that was there before.
 */
set_aside: string | null, 
/**
 * Whether that file was damaged.
 */
was_damaged: boolean, 
/**
 * How many rows of it were carried into the restored one: what was made since the backup.
 */
carried: number, 
/**
 * The same, for each table.
 */
tables: Array<CarriedView>, 
/**
 * How many rows the restored file did not take. They are in the file that was set aside.
 */
not_carried: number, 
/**
 * Tables of the damaged file of which not everything could be read.
 */
unreadable: Array<string>, };
/**
 * Runs a program.
 */
export type RunRequest = { 
/**
 * The exercise whose data files and limits apply (id or `course-slug/exercise-slug`); none for a code block of a lesson.
 */
exercise?: string, 
/**
 * The program.
 */
files: Array<SourceFile>, 
/**
 * The file that is run first, if not that of the exercise; `main.py` without an exercise.
 */
entry?: string, 
/**
 * Its standard input.
 */
stdin: string, 
/**
 * Whether a person types while it runs (`type_input`). What stands in `stdin` comes first then.
 */
interactive: boolean, 
/**
 * A name chosen by the caller, by which `stop` ends it and `type_input` reaches it.
 */
run?: string, };
/**
 * How programs are run here.
 */
export type SandboxView = { 
/**
 * How well programs are shut in; `null` where they cannot be run.
 */
tier: Tier | null, 
/**
 * Version of Python.
 */
interpreter: string | null, 
/**
 * Where Python is.
 */
interpreter_path: string | null, 
/**
 * What was tried inside, and whether the program was kept from it.
 */
layers: Array<LayerView>, 
/**
 * Why not tier A, where it is not; the system's own words.
 */
why_not_stronger: string | null, 
/**
 * Why programs cannot be run.
 */
problem: ApiError | null, };
/**
 * Saves what is typed.
 */
export type SaveDraft = { 
/**
 * Id, or `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * The files as they stand. They need not be a program yet.
 */
files: Array<SourceFile>, 
/**
 * The revision that was loaded or saved last, 0 for none. Another one in the file means that another window saved in between.
 */
revision: number, 
/**
 * Whether this replaces the text as a whole (an old attempt is taken up again): what was there is kept, as by a reset.
 */
keep_previous?: boolean, };
/**
 * Changes what a person tells about themselves; what is absent stays, an empty text takes it away.
 */
export type SaveProfile = { 
/**
 * The name to be called by.
 */
display_name?: string, 
/**
 * About them, at most 500 characters.
 */
bio?: string, 
/**
 * What they want to learn, at most 1000 characters.
 */
goals?: string, };
/**
 * Agrees, or takes that back.
 */
export type SetConsent = { 
/**
 * The purpose's name.
 */
purpose: string, 
/**
 * What it is about; empty for this installation.
 */
subject?: string, 
/**
 * Given, or withdrawn.
 */
given: boolean, };
/**
 * Signs a person in.
 */
export type SignIn = { 
/**
 * The name, upper or lower case.
 */
name: string, 
/**
 * The password, if the account has one.
 */
password?: string, };
/**
 * A text file of a program.
 */
export type SourceFile = { 
/**
 * Relative, with `/`; checked by [`safe_path`].
 */
path: string, 
/**
 * The text.
 */
text: string, };
/**
 * Status of a whole attempt, in the words of `results.json`.
 */
export type Status = "pass" | "fail" | "error";
/**
 * The state of the installation.
 */
export type StatusView = { 
/**
 * Version of the app.
 */
version: string, 
/**
 * The data folder.
 */
data_folder: string, 
/**
 * Why the data file could not be opened; everything but `status` and `reopen` is refused until it is.
 */
problem: ApiError | null, 
/**
 * Whether there is no account yet.
 */
first_run: boolean, 
/**
 * Who is signed in.
 */
signed_in: AccountView | null, 
/**
 * All accounts, for the sign-in page.
 */
accounts: Array<AccountEntry>, 
/**
 * Whether personal data can be read: `open`, `master_key_missing` (the recovery code brings it back) or `key_file_missing`.
 */
keys: string, 
/**
 * Operations that wait to be delivered. Without a class there is nobody to deliver them to, and they wait.
 */
waiting: number, };
/**
 * Stops a run or a judging.
 */
export type StopRequest = { 
/**
 * The name that was chosen for it.
 */
run: string, };
/**
 * An attempt in the list over all exercises.
 */
export type SubmissionEntry = { 
/**
 * Id.
 */
id: string, 
/**
 * Name of the person.
 */
user: string, 
/**
 * `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * From 1, for each person and exercise.
 */
attempt_number: number, 
/**
 * How it ended.
 */
verdict: Verdict, 
/**
 * Whether it was practice, which is never credited.
 */
practice: boolean, 
/**
 * How well the program was shut in.
 */
tier: Tier, 
/**
 * Whole per cent.
 */
score: number, 
/**
 * When it was made, UTC.
 */
submitted_at: string, 
/**
 * Where it is on its way.
 */
state: DeliveryState, };
/**
 * Asks for attempts.
 */
export type SubmissionListRequest = { 
/**
 * Only those at this exercise (id or `course-slug/exercise-slug`).
 */
exercise?: string, };
/**
 * Names an attempt.
 */
export type SubmissionRequest = { 
/**
 * Id.
 */
submission: string, };
/**
 * An attempt with its program and result.
 */
export type SubmissionView = { 
/**
 * The program.
 */
files: Array<SourceFile>, 
/**
 * What judging it gave.
 */
result: JudgeResult, 
/**
 * Id.
 */
id: string, 
/**
 * Name of the person.
 */
user: string, 
/**
 * `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * From 1, for each person and exercise.
 */
attempt_number: number, 
/**
 * How it ended.
 */
verdict: Verdict, 
/**
 * Whether it was practice, which is never credited.
 */
practice: boolean, 
/**
 * How well the program was shut in.
 */
tier: Tier, 
/**
 * Whole per cent.
 */
score: number, 
/**
 * When it was made, UTC.
 */
submitted_at: string, 
/**
 * Where it is on its way.
 */
state: DeliveryState, };
/**
 * What an attempt gave and changed.
 */
export type SubmitOutcome = { 
/**
 * Id of the attempt. It is on the disk.
 */
submission_id: string, 
/**
 * From 1.
 */
attempt_number: number, 
/**
 * When it was made, UTC.
 */
submitted_at: string, 
/**
 * Whether this was the first time the exercise was passed.
 */
first_pass: boolean, 
/**
 * How far the person is with the lesson now.
 */
lesson_state: LessonState, 
/**
 * Whether this attempt completed the lesson.
 */
lesson_completed: boolean, 
/**
 * The course with its new numbers.
 */
course: CourseCard, 
/**
 * The one next step.
 */
next: NextStep | null, 
/**
 * The ladder of hints after this attempt.
 */
hints: HintLadder, 
/**
 * Version of `results.json` whose fields these are: 3.
 */
version: number, 
/**
 * In the words of `results.json`.
 */
status: Status, 
/**
 * One sentence in English where there was no test to show it (a syntax error, a timeout).
 */
message: string | null, 
/**
 * The tests, in order; empty for a run that is not judged.
 */
tests: Array<TestResult>, 
/**
 * How it ended.
 */
verdict: Verdict, 
/**
 * How well the program was shut in.
 */
tier: Tier, 
/**
 * Who decided.
 */
judge: JudgeKind, 
/**
 * What it was allowed.
 */
limits: Limits, 
/**
 * What it used.
 */
usage: Usage, 
/**
 * What it printed on standard output (for an attempt: while it was loaded, outside all cases).
 */
stdout: string, 
/**
 * What it printed on standard error, without our frames.
 */
stderr: string, 
/**
 * Whether output was cut.
 */
output_cut: boolean, 
/**
 * The line where it went wrong, from 1.
 */
line: number | null, 
/**
 * The file of that line.
 */
file: string | null, 
/**
 * Plain words about it.
 */
explanation: Explanation | null, 
/**
 * Whole per cent of the weight that passed.
 */
score: number, 
/**
 * Version of the interpreter, for example `3.11.2`.
 */
interpreter: string, };
/**
 * Judges a program and keeps it as an attempt (`submit`), or only judges it (`test`).
 */
export type SubmitRequest = { 
/**
 * Id, or `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * The program.
 */
files: Array<SourceFile>, 
/**
 * A name chosen by the caller, by which `stop` ends it.
 */
run?: string, };
/**
 * Opens the next hint.
 */
export type TakeHint = { 
/**
 * Id, or `course-slug/exercise-slug`.
 */
exercise: string, 
/**
 * Place on the ladder, from 1: only the next closed one opens; an open one is given again.
 */
position: number, };
/**
 * One test.
 */
export type TestResult = { 
/**
 * Its name.
 */
name: string, 
/**
 * How it ended.
 */
status: Status, 
/**
 * One sentence in English about what went wrong; absent where it passed.
 */
message: string | null, 
/**
 * What the program printed during this test, at most 500 characters, as `results.json` asks.
 */
output: string | null, 
/**
 * The call, as the learner could type it.
 */
test_code: string | null, 
/**
 * The task of the exercise it belongs to.
 */
task_id: number | null, 
/**
 * Why this case is there, from its author.
 */
purpose: string | null, 
/**
 * What was given to the program on standard input.
 */
stdin: string | null, 
/**
 * What differed; empty where it passed or where its author hides it.
 */
differences: Array<Difference>, 
/**
 * The last part of the learner's own traceback, without our frames.
 */
traceback: string | null, 
/**
 * The line of the learner's program where it went wrong, from 1.
 */
line: number | null, 
/**
 * Whether its author hides call, expected and actual.
 */
hidden: boolean, 
/**
 * Its share in the score.
 */
weight: number, 
/**
 * The verdict on this case alone.
 */
verdict: Verdict, };
/**
 * The typeface of the text.
 */
export type TextFont = "hyperlegible" | "dyslexic";
/**
 * Colours of the window.
 */
export type Theme = "system" | "light" | "dark";
/**
 * How well the program was shut in.
 */
export type Tier = "A" | "B" | "C";
/**
 * What was used.
 */
export type Usage = { 
/**
 * Milliseconds by the clock, from sending the program to its end.
 */
wall_ms: number, 
/**
 * Milliseconds of processor time.
 */
cpu_ms: number, 
/**
 * Greatest resident memory, in kibibytes.
 */
memory_kb: number, };
/**
 * Sets a new password by a code from the owner.
 */
export type UseResetCode = { 
/**
 * Whose.
 */
name: string, 
/**
 * As it was typed.
 */
code: string, 
/**
 * The new password.
 */
password: string, };
/**
 * How a run or an attempt ended.
 */
export type Verdict = "passed" | "failed" | "error" | "timeout" | "memory" | "output" | "crashed" | "refused" | "cancelled";
/**
 * Something long that is under way.
 */
export type WorkView = { 
/**
 * What is done: the name of a check, `copy`, `carry`, `rescue`.
 */
work: string, 
/**
 * How many steps are done.
 */
done: number, 
/**
 * How many there are.
 */
total: number, };
/**
 * The workspace of an exercise.
 */
export type Workspace = { 
/**
 * Id.
 */
id: string, 
/**
 * Slug.
 */
slug: string, 
/**
 * Title.
 */
title: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Difficulty.
 */
difficulty: string, 
/**
 * Id of its course.
 */
course: string, 
/**
 * Title of its course.
 */
course_title: string, 
/**
 * Id of its lesson.
 */
lesson: string, 
/**
 * Title of its lesson.
 */
lesson_title: string, 
/**
 * Place of its lesson in the course, from 1.
 */
lesson_position: number, 
/**
 * Place in its lesson, from 1.
 */
position: number, 
/**
 * All exercises of its lesson, this one too.
 */
siblings: Array<ExerciseDot>, 
/**
 * Id of the exercise before, through the whole course.
 */
previous: string | null, 
/**
 * Id of the exercise after, through the whole course.
 */
next: string | null, 
/**
 * Title of the exercise after.
 */
next_title: string | null, 
/**
 * Safe HTML.
 */
instructions_html: string, 
/**
 * What the learner starts with.
 */
starter: Array<SourceFile>, 
/**
 * Data files that lie beside the program; to be read, not changed.
 */
data_files: Array<SourceFile>, 
/**
 * The file that is run first.
 */
entry: string, 
/**
 * What was typed last.
 */
draft: DraftView | null, 
/**
 * Hints.
 */
hints: HintLadder, 
/**
 * Attempts, newest first, at most 50.
 */
attempts: Array<AttemptRow>, 
/**
 * How many attempts there are.
 */
total_attempts: number, 
/**
 * Whether it was passed.
 */
passed: boolean, 
/**
 * Whether it is practice, which is never credited.
 */
practice_only: boolean, 
/**
 * What a program may use.
 */
limits: Limits, };
/**
 * Everything the page "Your data" shows.
 */
export type YourData = { 
/**
 * The name to be called by.
 */
display_name: string, 
/**
 * What they wrote about themselves.
 */
bio: string, 
/**
 * What they want to learn.
 */
goals: string, 
/**
 * Whether all that is locked, because a key is missing.
 */
locked: boolean, 
/**
 * What can be asked here, and whether they agreed.
 */
choices: Array<ConsentChoice>, 
/**
 * All consents that were ever given, newest first.
 */
consents: Array<ConsentView>, 
/**
 * Where an export goes unless another place is named.
 */
export_path: string, 
/**
 * Whether there is a recovery code; `null` for who does not own the installation.
 */
has_recovery_code: boolean | null, };

/** Every command: what it takes and what it gives. */
export interface Commands {
  status: { request: Nothing; response: StatusView };
  reopen: { request: Reopen; response: StatusView };
  sandbox: { request: Nothing; response: SandboxView };
  create_account: { request: CreateAccount; response: AccountView };
  sign_in: { request: SignIn; response: AccountView };
  sign_out: { request: Nothing; response: Nothing };
  accounts: { request: Nothing; response: Array<AccountEntry> };
  save_preferences: { request: Preferences; response: Preferences };
  your_data: { request: Nothing; response: YourData };
  save_profile: { request: SaveProfile; response: AccountView };
  change_password: { request: ChangePassword; response: AccountView };
  set_consent: { request: SetConsent; response: YourData };
  export_my_data: { request: ExportMine; response: ExportView };
  close_my_account: { request: CloseMine; response: ClosingView };
  reopen_account: { request: SignIn; response: AccountView };
  use_reset_code: { request: UseResetCode; response: AccountView };
  make_recovery_code: { request: Nothing; response: PrintedCode };
  recover_keys: { request: RecoverKeys; response: Nothing };
  library: { request: Nothing; response: Library };
  course: { request: CourseRequest; response: CoursePage };
  enroll: { request: CourseRequest; response: CoursePage };
  leave: { request: CourseRequest; response: CoursePage };
  lesson: { request: LessonRequest; response: LessonPage };
  complete_lesson: { request: LessonRequest; response: LessonChange };
  reopen_lesson: { request: LessonRequest; response: LessonChange };
  exercises: { request: ExerciseListRequest; response: Array<ExerciseEntry> };
  exercise: { request: ExerciseRequest; response: Workspace };
  save_draft: { request: SaveDraft; response: DraftView };
  decide_draft: { request: DecideDraft; response: DraftView };
  leave_exercise: { request: ExerciseRequest; response: Nothing };
  reset_draft: { request: ExerciseRequest; response: DraftView };
  restore_draft: { request: ExerciseRequest; response: DraftView };
  take_hint: { request: TakeHint; response: HintLadder };
  run: { request: RunRequest; response: JudgeResult };
  type_input: { request: InputRequest; response: Nothing };
  test: { request: SubmitRequest; response: JudgeResult };
  submit: { request: SubmitRequest; response: SubmitOutcome };
  stop: { request: StopRequest; response: Nothing };
  attempts: { request: ExerciseRequest; response: Array<AttemptRow> };
  submissions: { request: SubmissionListRequest; response: Array<SubmissionEntry> };
  submission: { request: SubmissionRequest; response: SubmissionView };
  progress: { request: Nothing; response: ProgressPage };
  import_pack: { request: ImportRequest; response: ImportReport };
  packs: { request: Nothing; response: Array<PackEntry> };
  health: { request: Nothing; response: HealthView };
  check_health: { request: LongRequest; response: CheckView };
  repair_health: { request: LongRequest; response: CheckView };
  look_after: { request: LongRequest; response: LookedAfter };
  backups: { request: Nothing; response: Array<BackupView> };
  create_backup: { request: LongRequest; response: BackupView };
  verify_backup: { request: BackupRequest; response: BackupView };
  restore_backup: { request: RestoreRequest; response: RestoreView };
}
