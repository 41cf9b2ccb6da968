//! An Exercism track (<https://exercism.org/docs/building/tracks>): a folder with `config.json` and `exercises/practice/SLUG/`.
//!
//! The practice exercises become one course, with a lesson for each difficulty. The ids are the source's own, so that a later conversion of the same track is an update
//! of the same course. Tests stay what they are, `unittest` files: each becomes a test of the kind `python`.

use super::{ConversionError, ConversionReport, Converted, LeftOut, Skipped};
use crate::{
    course,
    file_set::{FileSet, read_bounded},
    limits::{MAX_EXERCISE_FILES, MAX_HOURS, MAX_LIST_LENGTH, MAX_MINUTES, MAX_TEXT_FILE_BYTES, MAX_TITLE_CHARACTERS},
    problem::Findings,
    read::{self, Source},
    write,
};
use domain::{
    course::{Course, Lesson, LessonKind},
    exercise::{Difficulty, Exercise, ExerciseKind, Limits, SourceFile, Tests, safe_path},
    hint::{Hint, Rung},
    id::{CourseId, ExerciseId, LessonId},
    name::Slug,
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// The name space in which a track's slug becomes a course id (UUIDv5). Made once; another would make another course of every track.
const TRACKS: Uuid = Uuid::from_u128(0x6f0c_5d0e_3a1b_4c5e_9d27_8b64_1f2e_7a90);

/// The language that exercises are run in.
const PYTHON: &str = "python";

/// The highest difficulty that a track gives (its documentation: 1 to 10).
const HARDEST: u32 = 10;

/// `config.json` of the track, as far as it is used. Unknown fields are passed over: the format is Exercism's and grows.
#[derive(Debug, Deserialize)]
struct Track {
    language: String,
    slug: String,
    #[serde(default)]
    blurb: String,
    exercises: TrackExercises,
}

#[derive(Debug, Deserialize)]
struct TrackExercises {
    #[serde(default)]
    practice: Vec<TrackExercise>,
    #[serde(default)]
    concept: Vec<TrackExercise>,
}

#[derive(Debug, Deserialize)]
struct TrackExercise {
    slug: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    uuid: Option<String>,
    #[serde(default)]
    difficulty: Option<u32>,
    #[serde(default)]
    topics: Option<Vec<String>>,
    #[serde(default)]
    practices: Option<Vec<String>>,
    #[serde(default)]
    status: Option<String>,
}

/// `.meta/config.json` of an exercise.
#[derive(Debug, Deserialize)]
struct Meta {
    files: MetaFiles,
    #[serde(default)]
    blurb: Option<String>,
    #[serde(default)]
    authors: Option<Vec<String>>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    source_url: Option<String>,
}

#[derive(Debug, Deserialize)]
struct MetaFiles {
    #[serde(default)]
    solution: Vec<String>,
    #[serde(default)]
    test: Vec<String>,
    #[serde(default)]
    example: Vec<String>,
    #[serde(default)]
    editor: Vec<String>,
}

/// An exercise on its way into a lesson.
struct Found {
    name: String,
    exercise: Exercise,
    authors: Vec<String>,
    /// One line of Markdown: what it is about, who wrote it, where it is from.
    credit: String,
}

/// Converts a Python track into a `.studiopack` at `out`. Where a pack of the same track stands there already, the new one gets the next version number if anything has
/// changed, so that an import takes it for the update that it is.
///
/// `try_out` runs the example solutions: it may change how an exercise is judged, and names those that cannot be, which are left out.
///
/// # Errors
///
/// If the folder is no Python track, if none of its exercises can be converted, if the file cannot be written, or what `try_out` gives. Then nothing is written.
pub fn exercism<E: From<ConversionError>>(
    source: &Path,
    out: &Path,
    try_out: impl FnOnce(&mut Course) -> Result<Vec<LeftOut>, E>,
) -> Result<ConversionReport, E> {
    let track = read_track(source)?;
    let track_slug = Slug::from_any(&track.slug).ok_or_else(|| wrong_config("the track's slug has no letter or digit"))?;
    let id = CourseId::from_uuid(Uuid::new_v5(&TRACKS, track_slug.as_str().as_bytes()));
    let mut report = ConversionReport::default();
    let mut by_difficulty: BTreeMap<u32, Vec<Found>> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let mut slugs = BTreeSet::new();
    for entry in &track.exercises.practice {
        let difficulty = entry.difficulty.unwrap_or(1).clamp(1, HARDEST);
        let found = read_exercise(source, entry, difficulty, id).and_then(|found| {
            if !ids.insert(found.exercise.id) {
                return Err("another exercise of the track has the same uuid".to_owned());
            }
            if !slugs.insert(found.exercise.slug.clone()) {
                return Err("another exercise of the track has the same slug".to_owned());
            }
            Ok(found)
        });
        match found {
            Ok(found) => by_difficulty.entry(difficulty).or_default().push(found),
            Err(reason) => report.skipped.push(Skipped { name: entry.slug.clone(), reason }),
        }
    }
    for entry in &track.exercises.concept {
        let reason = "concept exercises belong to the text of their concept, and are not converted".to_owned();
        report.skipped.push(Skipped { name: entry.slug.clone(), reason });
    }
    let named: BTreeSet<&str> = track.exercises.practice.iter().map(|entry| entry.slug.as_str()).collect();
    for name in folder_names(&source.join("exercises/practice")) {
        if !named.contains(name.as_str()) {
            report.skipped.push(Skipped { name, reason: "the folder is not named in config.json".to_owned() });
        }
    }
    if by_difficulty.is_empty() {
        return Err(ConversionError::Nothing(report).into());
    }
    let license = read_text(source, "LICENSE").ok().flatten();
    let mut course = course_of(&track, &track_slug, id, by_difficulty, license.as_deref());
    for left_out in try_out(&mut course)? {
        for lesson in &mut course.lessons {
            if let Some(index) = lesson.exercises.iter().position(|exercise| exercise.slug == left_out.exercise) {
                let exercise = lesson.exercises.remove(index);
                report.skipped.push(Skipped { name: exercise.title, reason: left_out.reason.clone() });
            }
        }
    }
    course.lessons.retain(|lesson| !lesson.exercises.is_empty());
    if course.lessons.is_empty() {
        return Err(ConversionError::Nothing(report).into());
    }
    for (lesson, exercise) in course.exercises() {
        let converted = Converted { name: exercise.title.clone(), slug: exercise.slug.to_string(), lesson: lesson.slug.to_string() };
        report.converted.push(converted);
    }
    if let Some(earlier) = read::read(out).ok().filter(|earlier| earlier.course.id == id) {
        course.version = earlier.course.version;
        let same = read::parse(&files_of(&course, license.as_deref())?, Source::Archive, Findings::default()).is_ok_and(|pack| pack == earlier);
        if !same {
            course.version = earlier.course.version.saturating_add(1);
        }
    }
    write::write_files(files_of(&course, license.as_deref())?, Findings::default(), out).map_err(ConversionError::from)?;
    Ok(report)
}

fn wrong_config(reason: impl Into<String>) -> ConversionError {
    ConversionError::Source { file: "config.json".to_owned(), reason: reason.into() }
}

fn read_track(source: &Path) -> Result<Track, ConversionError> {
    let text = read_text(source, "config.json").map_err(wrong_config)?;
    let text = text.ok_or_else(|| ConversionError::NotFound { file: source.join("config.json").display().to_string() })?;
    let track: Track = serde_json::from_str(&text).map_err(|error| wrong_config(error.to_string()))?;
    if track.slug != PYTHON && track.language.to_lowercase() != PYTHON {
        return Err(wrong_config(format!("the track is for {}; only Python tracks can be converted", crate::problem::quotable(&track.language))));
    }
    Ok(track)
}

/// All files of the pack, with the source's licence: it wants to go wherever the exercises go.
fn files_of(course: &Course, license: Option<&str>) -> Result<FileSet, ConversionError> {
    let mut files = course::files(course).map_err(write::WriteError::from)?;
    if let Some(license) = license {
        files.insert("LICENSE", license);
    }
    Ok(files)
}

fn course_of(track: &Track, track_slug: &Slug, id: CourseId, by_difficulty: BTreeMap<u32, Vec<Found>>, license: Option<&str>) -> Course {
    let mut authors: Vec<String> = Vec::new();
    let mut lessons = Vec::new();
    let mut minutes = 0;
    let mut difficulty = Difficulty::Expert;
    for (level, found) in by_difficulty {
        let (lesson, names) = lesson_of(track, id, level, found);
        for name in names {
            if !authors.contains(&name) && authors.len() < MAX_LIST_LENGTH {
                authors.push(name);
            }
        }
        minutes += lesson.minutes;
        difficulty = difficulty.min(difficulty_of(level));
        lessons.push(lesson);
    }
    if authors.is_empty() {
        authors.push("Exercism".to_owned());
    }
    let license = match license {
        Some(text) if text.contains("MIT License") => "MIT",
        Some(_) => "see the file LICENSE in the pack",
        None => "not stated by the source",
    };
    let language = line(&track.language);
    Course {
        id,
        slug: Slug::from_any(&format!("exercism-{track_slug}")).unwrap_or_else(|| track_slug.clone()),
        title: format!("{language} exercises from Exercism"),
        summary: format!("The practice exercises of Exercism's {language} track, by difficulty."),
        description: format!("{}\n\nConverted from the {language} track of [Exercism](https://exercism.org).", track.blurb.trim()),
        version: 1,
        languages: vec![PYTHON.to_owned()],
        locale: "en".to_owned(),
        license: license.to_owned(),
        authors,
        category: "Programming".to_owned(),
        difficulty,
        hours: minutes.div_ceil(60).clamp(1, MAX_HOURS),
        lessons,
    }
}

fn lesson_of(track: &Track, course: CourseId, level: u32, found: Vec<Found>) -> (Lesson, Vec<String>) {
    // The range is never left, so the slug is always one; a lesson's id is derived from it like any other's.
    let slug = Slug::from_any(&format!("difficulty-{level}")).unwrap_or_else(|| found[0].exercise.slug.clone());
    let language = line(&track.language);
    let mut text = format!("These are the exercises of difficulty {level} of {HARDEST} in the {language} track of Exercism.\n\n");
    let mut authors = Vec::new();
    let mut exercises = Vec::new();
    for found in found {
        text.push_str(&format!("- **{}**. {}\n", comrak::escape_commonmark_inline(&found.name), found.credit));
        authors.extend(found.authors);
        exercises.push(found.exercise);
    }
    // The source says nothing of the time it takes. An estimate: 15 minutes for the easiest, 5 more for each step.
    let minutes = u32::try_from(exercises.len()).unwrap_or(u32::MAX).saturating_mul(10 + 5 * level).clamp(1, MAX_MINUTES);
    let lesson = Lesson {
        id: LessonId::derived(course, slug.as_str()),
        slug,
        title: format!("Difficulty {level} of {HARDEST}"),
        summary: format!("{} exercises, {}", exercises.len(), grade(level)),
        kind: LessonKind::Exercise,
        minutes,
        required: false,
        text,
        exercises,
    };
    (lesson, authors)
}

/// Exercism's own words: 1 to 3 are easy, 4 to 7 medium, 8 to 10 hard.
fn grade(level: u32) -> &'static str {
    match level {
        ..=3 => "easy",
        4..=7 => "medium",
        _ => "hard",
    }
}

fn difficulty_of(level: u32) -> Difficulty {
    match level {
        ..=3 => Difficulty::Beginner,
        4..=7 => Difficulty::Intermediate,
        _ => Difficulty::Advanced,
    }
}

/// Reads one practice exercise, and makes sure that it keeps the rules of a pack. `Err` is the reason why it is left out.
fn read_exercise(source: &Path, entry: &TrackExercise, level: u32, course: CourseId) -> Result<Found, String> {
    if let Some(status @ ("deprecated" | "wip")) = entry.status.as_deref() {
        return Err(format!("the track marks it as {status}"));
    }
    let slug = Slug::parse(&entry.slug).map_err(|problem| problem.to_string())?;
    let uuid = entry.uuid.as_deref().ok_or("config.json gives it no uuid")?;
    let id = Uuid::parse_str(uuid).map_err(|_| "its uuid in config.json is none")?;
    let folder = source.join("exercises/practice").join(slug.as_str());
    if !folder.is_dir() {
        return Err("its folder is missing".to_owned());
    }
    let meta = required(&folder, ".meta/config.json")?;
    let meta: Meta = serde_json::from_str(&meta).map_err(|error| format!(".meta/config.json: {error}"))?;
    let files = &meta.files;
    let (Some(entry_file), Some(_)) = (files.solution.first(), files.example.first()) else {
        return Err(".meta/config.json names no solution or no example".to_owned());
    };
    let module = entry_file.strip_suffix(".py").ok_or_else(|| format!("{entry_file} is not a Python file"))?.replace('/', ".");
    if files.test.is_empty() {
        return Err(".meta/config.json names no tests".to_owned());
    }

    let starter = sources(&folder, &files.solution)?;
    let mut solution = starter.clone();
    for (index, path) in files.example.iter().enumerate() {
        let text = required(&folder, path)?;
        let name = path.rsplit('/').next().unwrap_or(path);
        // The first example takes the place of the first solution file, whatever it is called; a further one that of its namesake.
        let place = if index == 0 { entry_file.clone() } else { name.to_owned() };
        solution.retain(|file| file.path != place);
        solution.push(SourceFile { path: place, text });
    }
    let mut tests = sources(&folder, &files.test)?;
    let mut data_files = sources(&folder, &files.editor)?;
    let listed: BTreeSet<&String> = files.solution.iter().chain(&files.test).chain(&files.editor).collect();
    for path in other_files(&folder)? {
        if !listed.contains(&path) {
            let file = SourceFile { text: required(&folder, &path)?, path };
            // Both may need it: what the program imports must lie beside it.
            let by_tests = imported(&file.path, &tests);
            if !by_tests || imported(&file.path, &solution) {
                data_files.push(file.clone());
            }
            if by_tests {
                tests.push(file);
            }
        }
    }
    for test in &mut tests {
        test.path.insert_str(0, "tests/");
    }
    for files in [&mut solution, &mut data_files] {
        files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    let mut concepts: Vec<String> = Vec::new();
    for concept in entry.practices.iter().flatten().chain(entry.topics.iter().flatten()).map(|concept| line(concept)) {
        if !concept.is_empty() && !concepts.contains(&concept) && concepts.len() < MAX_LIST_LENGTH {
            concepts.push(concept);
        }
    }
    let name = entry.name.as_deref().map(line).filter(|name| !name.is_empty()).unwrap_or_else(|| slug.to_string());
    let hints = optional(&folder, ".docs/hints.md")?
        .map(|text| Hint { rung: Rung::Concept, text: without_title(&callouts(&text)), after_seconds: None, after_failures: None })
        .filter(|hint| !hint.text.is_empty());
    let exercise = Exercise {
        id: ExerciseId::from_uuid(id),
        slug,
        title: name.clone(),
        kind: ExerciseKind::Code,
        difficulty: difficulty_of(level),
        concepts,
        minutes: None,
        language: PYTHON.to_owned(),
        entry: entry_file.clone(),
        instructions: instructions(&folder)?,
        starter,
        solution,
        data_files,
        tests: Tests::python(tests, module),
        mistakes: Vec::new(),
        hints: hints.into_iter().collect(),
        limits: Limits::default(),
        starter_may_pass: false,
    };
    let exercise = checked(course, &exercise)?;
    Ok(Found {
        credit: credit(&meta),
        name,
        exercise,
        authors: meta.authors.into_iter().flatten().map(|author| line(&author)).filter(|author| !author.is_empty()).collect(),
    })
}

/// The exercise as it will be read back, or the first rule of a pack that it breaks: one bad exercise must not cost the others.
fn checked(course: CourseId, exercise: &Exercise) -> Result<Exercise, String> {
    const FOLDER: &str = "lessons/00-checked/exercises";
    let folder = format!("{FOLDER}/{}", exercise.slug);
    let languages = [PYTHON.to_owned()];
    let files = course::exercise_files(&folder, course, Some(PYTHON), exercise).map_err(|error| error.to_string())?;
    if let Some(path) = files.iter().map(|(path, _)| path).find(|path| !crate::file_set::allowed_path(path) || crate::file_set::passed_over(path)) {
        return Err(format!("{} cannot stand in a pack", path.strip_prefix(&folder).unwrap_or(path)));
    }
    read::parse_exercise(&files, &folder, course, &languages).map_err(|problems| {
        let first = problems.as_slice().first().map(ToString::to_string).unwrap_or_default();
        first.replace(&format!("{folder}/"), "").replace(&folder, "the exercise")
    })
}

/// What to do: introduction, instructions, and what the track adds to them, without their titles.
fn instructions(folder: &Path) -> Result<String, String> {
    let mut parts = Vec::new();
    parts.extend(optional(folder, ".docs/introduction.md")?);
    parts.push(required(folder, ".docs/instructions.md")?);
    parts.extend(optional(folder, ".docs/instructions.append.md")?);
    let parts: Vec<String> = parts.iter().map(|part| without_title(&callouts(part))).filter(|part| !part.is_empty()).collect();
    Ok(parts.join("\n\n") + "\n")
}

/// Markdown without the heading of the first level that it begins with.
fn without_title(markdown: &str) -> String {
    let text = markdown.trim();
    match text.split_once('\n') {
        Some((title, rest)) if title.starts_with("# ") => rest.trim().to_owned(),
        None if text.starts_with("# ") => String::new(),
        _ => text.to_owned(),
    }
}

/// Exercism's own blocks (`~~~~exercism/note`) as the callouts of CommonMark's cousins (`> [!NOTE]`).
fn callouts(markdown: &str) -> String {
    let mut converted = String::new();
    // The fence that ends the block which is open.
    let mut fence: Option<String> = None;
    for line in markdown.lines() {
        let start = line.trim_end();
        match &fence {
            Some(end) if start == end => {
                fence = None;
                // Without an empty line the next paragraph would belong to the quote.
                converted.push('\n');
            }
            Some(_) => {
                converted.push_str(format!("> {line}").trim_end());
                converted.push('\n');
            }
            None => {
                let marks = start.len() - start.trim_start_matches(['~', '`']).len();
                let kind = start[marks..].trim().strip_prefix("exercism/").filter(|_| marks >= 3);
                if let Some(kind) = kind {
                    fence = Some(start[..marks].to_owned());
                    converted.push_str(match kind {
                        "caution" => "> [!CAUTION]\n",
                        "advanced" => "> [!TIP] Advanced\n",
                        _ => "> [!NOTE]\n",
                    });
                } else {
                    converted.push_str(line);
                    converted.push('\n');
                }
            }
        }
    }
    converted
}

/// What an exercise is about, who wrote it and where it is from, as one line of Markdown.
fn credit(meta: &Meta) -> String {
    let mut credit = meta.blurb.as_deref().map(line).unwrap_or_default();
    let authors: Vec<String> = meta.authors.iter().flatten().map(|author| comrak::escape_commonmark_inline(&line(author))).collect();
    if !authors.is_empty() {
        credit.push_str(&format!(" By {}.", authors.join(", ")));
    }
    let address = meta.source_url.as_deref().filter(|address| !address.contains(['<', '>', ' ', '\n']));
    match (meta.source.as_deref().map(line), address) {
        (Some(source), Some(address)) => credit.push_str(&format!(" Source: [{}](<{address}>).", comrak::escape_commonmark_inline(&source))),
        (Some(source), None) => credit.push_str(&format!(" Source: {}.", comrak::escape_commonmark_inline(&source))),
        (None, Some(address)) => credit.push_str(&format!(" Source: <{address}>.")),
        (None, None) => {}
    }
    credit.trim().to_owned()
}

/// A text as one line that is no longer than a title.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|character| !character.is_control()).take(MAX_TITLE_CHARACTERS).collect()
}

/// Whether one of the tests imports this file.
fn imported(path: &str, tests: &[SourceFile]) -> bool {
    let Some(module) = path.strip_suffix(".py").map(|path| path.replace('/', ".")) else { return false };
    tests.iter().flat_map(|test| test.text.lines()).any(|line| {
        let mut words = line.split_whitespace();
        matches!(words.next(), Some("import" | "from")) && words.any(|word| word.trim_end_matches(',') == module)
    })
}

/// The files of an exercise that lie beside its program: not those in folders with a dot (`.meta`, `.docs`, `.approaches`), and not what `exercism download` adds.
fn other_files(folder: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(prefix) = open.pop() {
        for entry in fs::read_dir(folder.join(&prefix)).map_err(|error| error.to_string())? {
            let entry = entry.map_err(|error| error.to_string())?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            if crate::file_set::passed_over(&path) || ["README.md", "HELP.md", "HINTS.md"].contains(&path.as_str()) {
                continue;
            }
            // What a link leads to is not part of the track; a link is left alone.
            let kind = entry.file_type().map_err(|error| error.to_string())?;
            if kind.is_dir() && safe_path(&path) {
                open.push(path);
            } else if kind.is_file() {
                found.push(path);
            }
            if found.len() + open.len() > MAX_EXERCISE_FILES {
                return Err(format!("it has more than {MAX_EXERCISE_FILES} files"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The names of the folders in a folder, sorted; none if it cannot be read.
fn folder_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn sources(folder: &Path, paths: &[String]) -> Result<Vec<SourceFile>, String> {
    paths.iter().map(|path| Ok(SourceFile { path: path.clone(), text: required(folder, path)? })).collect()
}

fn required(folder: &Path, path: &str) -> Result<String, String> {
    optional(folder, path)?.ok_or_else(|| format!("{path} is missing"))
}

fn optional(folder: &Path, path: &str) -> Result<Option<String>, String> {
    read_text(folder, path).map_err(|reason| format!("{path}: {reason}"))
}

/// A text of the source with the line ends of a pack and without a byte order mark; `None` if it is not there. The path comes from the source's own lists, so it is not trusted:
/// it must stay in the folder, and lead over no link.
fn read_text(folder: &Path, path: &str) -> Result<Option<String>, String> {
    if !safe_path(path) {
        return Err("not a path that can be used".to_owned());
    }
    let mut on_disk = PathBuf::from(folder);
    for part in path.split('/') {
        on_disk.push(part);
        match fs::symlink_metadata(&on_disk) {
            Ok(metadata) if metadata.file_type().is_symlink() => return Err("links are not followed".to_owned()),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.to_string()),
        }
    }
    if !on_disk.is_file() {
        return Err("not a file".to_owned());
    }
    let bytes = read_bounded(&on_disk, MAX_TEXT_FILE_BYTES).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or_else(|| format!("it has more than {MAX_TEXT_FILE_BYTES} bytes"))?;
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8")?;
    Ok(Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")))
}
