//! Reading a pack: from bytes that nobody has looked at to a [`Course`] that keeps every rule of `docs/pack-format.md`.

use crate::{
    archive, digest,
    file_set::{self, FileSet, allowed_path, passed_over, read_bounded},
    lesson,
    limits::{
        MAX_CASES, MAX_EXERCISE_FILES, MAX_HOURS, MAX_INSTRUCTIONS_BYTES, MAX_LESSON_BYTES, MAX_LIST_LENGTH, MAX_MINUTES, MAX_PACK_BYTES,
        MAX_SENTENCE_CHARACTERS, MAX_TEXT_FILE_BYTES, MAX_TITLE_CHARACTERS,
    },
    manifest::{
        DEFAULT_ENTRY, DataTestsFile, ExerciseFile, ExerciseKindOnly, FORMAT, LessonFile, PackFile, PythonTestsFile, TestsKind, TestsKindOnly,
    },
    problem::{Code, Findings, Problem, Problems},
};
use domain::{
    course::{Course, Lesson},
    exercise::{Case, Exercise, ExerciseKind, Mistake, Program, ProgramProblem, SourceFile, Tests},
    hint::Hint,
    id::{CourseId, ExerciseId, LessonId},
    name::Slug,
    value::Value as PythonValue,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    ops::Bound,
    path::Path,
};
use uuid::Uuid;

/// What a pack was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A folder of plain files.
    Folder,
    /// A `.studiopack`.
    Archive,
}

/// A pack that has been read and keeps every rule of the format. Whether its solutions pass and its mistakes fail shows only when they are run.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The course.
    pub course: Course,
    /// SHA-256 over the canonical listing of the files' hashes (`docs/pack-format.md`, "Digest"): the same for a folder and the `.studiopack` made of it.
    pub digest: [u8; 32],
    /// What it was read from.
    pub source: Source,
}

impl PartialEq for Pack {
    /// Two packs are the same if they hold the same, wherever they were read from.
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest && self.course == other.course
    }
}

impl Pack {
    /// The digest in lower-case hexadecimal.
    pub fn digest_hexadecimal(&self) -> String {
        digest::hexadecimal(&self.digest)
    }
}

/// Reads a pack: a course folder, or a `.studiopack`.
///
/// # Errors
///
/// Everything that is wrong with it, as far as it can be told at once: at most [`crate::MAX_PROBLEMS`].
pub fn read(path: &Path) -> Result<Pack, Problems> {
    let (files, source, findings) = read_files(path)?;
    parse(&files, source, findings)
}

/// The files of a pack, and what is wrong with single ones of them.
pub(crate) fn read_files(path: &Path) -> Result<(FileSet, Source, Findings), Problems> {
    let unreadable = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            Problem::new("", Code::NotFound)
        } else {
            Problem::new("", Code::Unreadable).with("detail", error.to_string())
        }
    };
    let mut findings = Findings::default();
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        let files = file_set::read_folder(path, &mut findings)?;
        return Ok((files, Source::Folder, findings));
    }
    if !metadata.is_file() {
        return Err(Problem::new("", Code::NotAPack).into());
    }
    let too_large = || Problem::new("", Code::PackTooLarge).with("max", MAX_PACK_BYTES);
    let bytes = read_bounded(path, MAX_PACK_BYTES).map_err(unreadable)?.ok_or_else(too_large)?;
    if !archive::looks_like_zip(&bytes) {
        return Err(Problem::new("", Code::NotAPack).into());
    }
    let files = archive::read(&bytes, &mut findings)?;
    Ok((files, Source::Archive, findings))
}

/// Makes files into a pack.
pub(crate) fn parse(files: &FileSet, source: Source, findings: Findings) -> Result<Pack, Problems> {
    let mut reader = Reader::new(files, findings);
    let Some(manifest) = reader.json::<Value>("pack.json") else {
        if let Some(folder) = reader.folder_with_the_pack() {
            return Err(Problem::new("", Code::PackInFolder).with("folder", folder).into());
        }
        return Err(reader.end());
    };
    // Before anything else: what a newer program wrote may be right in ways that this one cannot know.
    if let Some(format) = manifest.get("format").and_then(Value::as_u64)
        && format > FORMAT
    {
        return Err(Problem::new("pack.json", Code::TooNew).with("format", format).with("known", FORMAT).into());
    }
    let pack_file = reader.json::<PackFile>("pack.json");
    if let Some(pack_file) = &pack_file {
        reader.hashes(pack_file);
    }
    let context = Context {
        course: CourseId::from_uuid(pack_file.as_ref().map_or(Uuid::nil(), |pack_file| pack_file.id)),
        languages: pack_file.as_ref().map_or(&[], |pack_file| &pack_file.languages),
    };
    let lessons = reader.lessons(&context);
    let course = pack_file.as_ref().and_then(|pack_file| reader.course(pack_file, lessons));
    reader.unknown_files();
    match course {
        Some(course) if reader.findings.is_empty() => Ok(Pack { course, digest: digest::of_pack(files, &manifest), source }),
        _ => Err(reader.end()),
    }
}

/// Reads one exercise by itself: `folder` is its path in `files`. For converters, which leave out the exercises that break a rule, and keep the others.
pub(crate) fn parse_exercise(files: &FileSet, folder: &str, course: CourseId, languages: &[String]) -> Result<Exercise, Problems> {
    let mut reader = Reader::new(files, Findings::default());
    let exercise = reader.exercise(folder, &Context { course, languages });
    match exercise {
        Some(exercise) if reader.findings.is_empty() => Ok(exercise),
        _ => Err(reader.end()),
    }
}

/// What an exercise needs to know of its course.
struct Context<'c> {
    course: CourseId,
    languages: &'c [String],
}

/// The files as text, and what was found wrong so far. Every method goes on after a problem, so that one reading names as many as it can.
struct Reader<'a> {
    files: &'a FileSet,
    /// `None` for a file that is there but is no text: that has been said already.
    texts: BTreeMap<&'a str, Option<&'a str>>,
    findings: Findings,
}

impl<'a> Reader<'a> {
    fn new(files: &'a FileSet, mut findings: Findings) -> Self {
        let texts = files.iter().map(|(path, bytes)| (path, text(path, bytes, &mut findings))).collect();
        Self { files, texts, findings }
    }

    /// All problems. Called only where there is no course, so that an empty list would itself be a mistake; it is answered with the file without which there is none.
    fn end(self) -> Problems {
        match self.findings.into_result() {
            Err(problems) => problems,
            Ok(()) => Problem::new("pack.json", Code::MissingFile).into(),
        }
    }

    fn has(&self, path: &str) -> bool {
        self.texts.contains_key(path)
    }

    /// The text of a file that must be there.
    fn text(&mut self, path: &str) -> Option<&'a str> {
        match self.texts.get(path) {
            Some(text) => *text,
            None => {
                self.findings.push(Problem::new(path, Code::MissingFile));
                None
            }
        }
    }

    /// A JSON file that must be there.
    fn json<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let text = self.text(path)?;
        match serde_json::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.findings.push(json_problem(path, &error));
                None
            }
        }
    }

    /// The folder at the top that holds a `pack.json`, if the archive was made of the folder instead of what is in it.
    fn folder_with_the_pack(&self) -> Option<&'a str> {
        self.texts.keys().find_map(|path| path.strip_suffix("/pack.json").filter(|folder| !folder.contains('/')))
    }

    /// Checks the list of hashes, if there is one.
    fn hashes(&mut self, pack_file: &PackFile) {
        let Some(hashes) = &pack_file.files else { return };
        for (path, bytes) in self.files.iter().filter(|(path, _)| *path != "pack.json") {
            match hashes.get(path) {
                Some(hash) if *hash == digest::hexadecimal(&digest::sha256(bytes)) => {}
                Some(_) => self.findings.push(Problem::new(path, Code::HashMismatch)),
                None => self.findings.push(Problem::new(path, Code::ExtraFile)),
            }
        }
        for path in self.files.skipped() {
            self.findings.push(Problem::new(path.as_str(), Code::ExtraFile));
        }
        for path in hashes.keys().filter(|path| self.files.get(path).is_none()) {
            self.findings.push(Problem::new(path.as_str(), Code::MissingFile));
        }
    }

    fn course(&mut self, file: &PackFile, lessons: Option<Vec<Lesson>>) -> Option<Course> {
        const FILE: &str = "pack.json";
        if file.format != FORMAT {
            self.value(FILE, "format", format!("it must be {FORMAT}"));
        }
        if file.id.is_nil() {
            self.value(FILE, "id", "it must be an id of the course's own");
        }
        let slug = self.slug(FILE, "slug", &file.slug);
        self.line_of_text(FILE, "title", &file.title, MAX_TITLE_CHARACTERS);
        self.line_of_text(FILE, "summary", &file.summary, MAX_SENTENCE_CHARACTERS);
        self.bytes(FILE, "description", &file.description, MAX_INSTRUCTIONS_BYTES);
        self.line_of_text(FILE, "license", &file.license, MAX_TITLE_CHARACTERS);
        self.line_of_text(FILE, "category", &file.category, MAX_TITLE_CHARACTERS);
        if file.version == 0 || i32::try_from(file.version).is_err() {
            self.value(FILE, "version", "it must be a whole number from 1");
        }
        self.range(FILE, "hours", file.hours, MAX_HOURS);
        self.list(FILE, "authors", &file.authors, true);
        self.list(FILE, "languages", &file.languages, true);
        for language in &file.languages {
            let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || "+#-.".contains(character);
            if !language.chars().all(plain) {
                self.value(FILE, "languages", format!("{language:?} is not the name of a language in small letters"));
            }
        }
        if !plausible_locale(&file.locale) {
            self.value(FILE, "locale", format!("{:?} is not a language tag such as en or pt-BR", file.locale));
        }
        Some(Course {
            id: CourseId::from_uuid(file.id),
            slug: slug?,
            title: file.title.clone(),
            summary: file.summary.clone(),
            description: file.description.clone(),
            version: file.version,
            languages: file.languages.clone(),
            locale: file.locale.clone(),
            license: file.license.clone(),
            authors: file.authors.clone(),
            category: file.category.clone(),
            difficulty: file.difficulty,
            hours: file.hours,
            lessons: lessons?,
        })
    }

    /// All lessons, in order; `None` if one of them could not be read.
    fn lessons(&mut self, context: &Context<'_>) -> Option<Vec<Lesson>> {
        let folders = self.folders("lessons/");
        if folders.is_empty() {
            self.findings.push(Problem::new("lessons", Code::NoLessons));
        }
        let mut complete = true;
        let mut lessons: BTreeMap<u32, (String, Option<Lesson>)> = BTreeMap::new();
        let mut slugs: HashMap<String, String> = HashMap::new();
        let mut exercise_slugs: HashMap<String, String> = HashMap::new();
        let mut ids: HashMap<Uuid, String> = HashMap::from([(context.course.uuid(), "pack.json".to_owned())]);
        for name in folders {
            let folder = format!("lessons/{name}");
            let Some((position, slug)) = numbered_slug(&name) else {
                self.findings.push(Problem::new(folder, Code::BadLessonFolder));
                complete = false;
                continue;
            };
            let lesson = self.lesson(&folder, slug.clone(), context);
            complete &= lesson.is_some();
            // An id is derived from a slug: where the slug is taken the id is too, and one problem is enough.
            let own_slug = self.unique(&mut slugs, slug.to_string(), &folder, Code::DuplicateSlug, "slug");
            let mut own_exercises = BTreeSet::new();
            for name in self.folders(&format!("{folder}/exercises/")) {
                if self.unique(&mut exercise_slugs, name.clone(), &format!("{folder}/exercises/{name}"), Code::DuplicateSlug, "slug") {
                    own_exercises.insert(name);
                }
            }
            if let Some(lesson) = &lesson {
                if own_slug {
                    self.unique(&mut ids, lesson.id.uuid(), &format!("{folder}/lesson.json"), Code::DuplicateId, "id");
                }
                for exercise in lesson.exercises.iter().filter(|exercise| own_exercises.contains(exercise.slug.as_str())) {
                    let path = format!("{folder}/exercises/{}/exercise.json", exercise.slug);
                    self.unique(&mut ids, exercise.id.uuid(), &path, Code::DuplicateId, "id");
                }
            }
            if let Some((other, _)) = lessons.get(&position) {
                let problem = Problem::new(folder, Code::DuplicatePosition).with("other", other.as_str());
                self.findings.push(problem.with("position", position));
                continue;
            }
            lessons.insert(position, (name, lesson));
        }
        let lessons: Vec<Lesson> = lessons.into_values().filter_map(|(_, lesson)| lesson).collect();
        complete.then_some(lessons)
    }

    /// Notes that a slug or id is taken by a file. `false`, and a problem, if another took it before.
    fn unique<K: std::hash::Hash + Eq + ToString>(&mut self, seen: &mut HashMap<K, String>, key: K, file: &str, code: Code, name: &str) -> bool {
        if let Some(other) = seen.get(&key) {
            self.findings.push(Problem::new(file, code).with(name, key.to_string()).with("other", other.as_str()));
            return false;
        }
        seen.insert(key, file.to_owned());
        true
    }

    fn lesson(&mut self, folder: &str, slug: Slug, context: &Context<'_>) -> Option<Lesson> {
        let path = format!("{folder}/lesson.json");
        let file = self.json::<LessonFile>(&path);
        let text_path = format!("{folder}/lesson.md");
        let text = self.text(&text_path);
        if let Some(text) = text
            && self.bytes(&text_path, "the text", text, MAX_LESSON_BYTES)
        {
            for problem in lesson::parse_and_check(text, &text_path).1 {
                self.findings.push(problem);
            }
        }
        let folders = self.folders(&format!("{folder}/exercises/"));
        let mut exercises = HashMap::new();
        for name in &folders {
            exercises.insert(name.as_str(), self.exercise(&format!("{folder}/exercises/{name}"), context));
        }
        let file = file?;
        self.line_of_text(&path, "title", &file.title, MAX_TITLE_CHARACTERS);
        self.line_of_text(&path, "summary", &file.summary, MAX_SENTENCE_CHARACTERS);
        self.range(&path, "minutes", file.minutes, MAX_MINUTES);
        let mut listed = Vec::new();
        let mut named = BTreeSet::new();
        let mut complete = true;
        for name in &file.exercises {
            let line = self.line(&path, name);
            if !named.insert(name.as_str()) {
                self.findings.push(Problem::new(path.as_str(), Code::ListedTwice).with("name", name.as_str()).at(line));
                continue;
            }
            match exercises.remove(name.as_str()) {
                Some(exercise) => {
                    complete &= exercise.is_some();
                    listed.extend(exercise);
                }
                None => self.findings.push(Problem::new(path.as_str(), Code::ExerciseMissing).with("slug", name.as_str()).at(line)),
            }
        }
        for name in folders.iter().filter(|name| !named.contains(name.as_str())) {
            self.findings.push(Problem::new(path.as_str(), Code::ExerciseNotListed).with("slug", name.as_str()));
        }
        let id = file.id.map_or_else(|| LessonId::derived(context.course, slug.as_str()), LessonId::from_uuid);
        complete.then_some(Lesson {
            id,
            slug,
            title: file.title,
            summary: file.summary,
            kind: file.kind,
            minutes: file.minutes,
            required: file.required,
            text: text?.to_owned(),
            exercises: listed,
        })
    }

    fn exercise(&mut self, folder: &str, context: &Context<'_>) -> Option<Exercise> {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let slug = self.slug(folder, "the folder's name", name);
        let count = self.under(&format!("{folder}/")).count();
        if count > MAX_EXERCISE_FILES {
            self.findings.push(Problem::new(folder, Code::TooManyFiles).with("max", MAX_EXERCISE_FILES));
        }
        let instructions_path = format!("{folder}/instructions.md");
        let instructions = self.text(&instructions_path);
        if let Some(text) = instructions {
            self.bytes(&instructions_path, "the text", text, MAX_INSTRUCTIONS_BYTES);
            if text.trim().is_empty() {
                self.findings.push(Problem::new(instructions_path, Code::Empty).with("field", "the text"));
            }
        }
        let path = format!("{folder}/exercise.json");
        // The kind first: another kind has other fields and other files.
        let kind = self.json::<ExerciseKindOnly>(&path)?.kind;
        if kind != ExerciseKind::Code {
            let name = serde_json::to_value(kind).unwrap_or_default();
            let line = name.as_str().and_then(|name| self.line(&path, name));
            self.findings.push(Problem::new(path, Code::KindNotSupported).with("kind", name).at(line));
            return None;
        }
        let file = self.json::<ExerciseFile>(&path);
        let starter = self.sources(folder, "starter");
        let solution = self.sources(folder, "solution");
        let data_files = self.sources(folder, "files");
        let entry = file.as_ref().and_then(|file| file.entry.clone()).unwrap_or_else(|| DEFAULT_ENTRY.to_owned());
        let tests = self.tests(folder, &entry, &solution);
        let file = file?;

        self.line_of_text(&path, "title", &file.title, MAX_TITLE_CHARACTERS);
        self.list(&path, "concepts", &file.concepts, false);
        if let Some(minutes) = file.minutes {
            self.range(&path, "minutes", minutes, MAX_MINUTES);
        }
        if file.limits.within_bounds() != file.limits {
            let bounds = format!("{:?} would become {:?}", file.limits, file.limits.within_bounds());
            self.findings.push(Problem::new(path.as_str(), Code::LimitsOutOfBounds).with("detail", bounds));
        }
        let language = file.language.clone().or_else(|| context.languages.first().cloned()).unwrap_or_else(|| "python".to_owned());
        if !context.languages.is_empty() && !context.languages.contains(&language) {
            let line = self.line(&path, &language);
            let problem = Problem::new(path.as_str(), Code::LanguageNotDeclared).with("language", language.as_str());
            self.findings.push(problem.with("languages", context.languages.join(", ")).at(line));
        }
        self.hints(&path, &file.hints);
        self.program(folder, "starter", &starter, &entry, true);
        self.program(folder, "solution", &solution, &entry, false);
        let mistakes = self.mistakes(folder, &path, &file, &entry, tests.as_ref());
        let slug = slug?;
        let id = file.id.map_or_else(|| ExerciseId::derived(context.course, slug.as_str()), ExerciseId::from_uuid);
        Some(Exercise {
            id,
            slug,
            title: file.title,
            kind,
            difficulty: file.difficulty,
            concepts: file.concepts,
            minutes: file.minutes,
            language,
            entry,
            instructions: instructions?.to_owned(),
            starter,
            solution,
            data_files,
            tests: tests?,
            mistakes,
            hints: file.hints,
            limits: file.limits,
            starter_may_pass: file.starter_may_pass,
        })
    }

    /// Checks that a program could be run. The starter may be blank: a learner who begins with nothing begins with that.
    fn program(&mut self, folder: &str, part: &str, files: &[SourceFile], entry: &str, may_be_blank: bool) {
        let problem = match Program::new(files.to_vec(), entry) {
            Ok(_) => return,
            Err(ProgramProblem::Empty) if may_be_blank => return,
            // A file that is there but is no text has been named already.
            Err(ProgramProblem::NoEntry { path }) if self.has(&format!("{folder}/{part}/{path}")) => return,
            Err(ProgramProblem::NoEntry { path }) => Problem::new(format!("{folder}/{part}/{path}"), Code::MissingFile),
            Err(other) => Problem::new(format!("{folder}/{part}"), Code::ProgramRefused).with("folder", part).with("detail", other.to_string()),
        };
        self.findings.push(problem);
    }

    fn hints(&mut self, path: &str, hints: &[Hint]) {
        for (index, hint) in hints.iter().enumerate() {
            self.bytes(path, &format!("hints[{index}].text"), &hint.text, MAX_INSTRUCTIONS_BYTES);
            if hint.text.trim().is_empty() {
                self.findings.push(Problem::new(path, Code::Empty).with("field", format!("hints[{index}].text")));
            }
            let Some(before) = index.checked_sub(1).and_then(|index| hints.get(index)) else { continue };
            if hint.rung <= before.rung {
                let name = |hint: &Hint| serde_json::to_value(hint.rung).unwrap_or_default();
                self.findings.push(Problem::new(path, Code::HintOrder).with("rung", name(hint)).with("before", name(before)));
            }
        }
    }

    fn mistakes(&mut self, folder: &str, path: &str, file: &ExerciseFile, entry: &str, tests: Option<&Tests>) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut named = BTreeSet::new();
        for (index, mistake) in file.mistakes.iter().enumerate() {
            let line = self.line(path, &mistake.file);
            self.line_of_text(path, &format!("mistakes[{index}].message"), &mistake.message, MAX_SENTENCE_CHARACTERS);
            if let Some(Tests::Data { cases }) = tests
                && !cases.iter().any(|case| case.name == mistake.case)
            {
                self.findings.push(Problem::new(path, Code::UnknownCase).with("case", mistake.case.as_str()).at(line));
            }
            if !named.insert(mistake.file.as_str()) {
                self.findings.push(Problem::new(path, Code::ListedTwice).with("name", mistake.file.as_str()).at(line));
                continue;
            }
            let on_disk = format!("{folder}/{}", mistake.file);
            if !mistake.file.starts_with("wrong/") || !self.has(&on_disk) {
                self.findings.push(Problem::new(path, Code::MistakeFileMissing).with("path", mistake.file.as_str()).at(line));
                continue;
            }
            let Some(text) = self.text(&on_disk) else { continue };
            // A wrong answer takes the place of the entry file.
            if let Err(problem) = Program::new(vec![SourceFile { path: entry.to_owned(), text: text.to_owned() }], entry) {
                self.findings.push(Problem::new(on_disk, Code::ProgramRefused).with("folder", "wrong").with("detail", problem.to_string()));
                continue;
            }
            let file = SourceFile { path: mistake.file.clone(), text: text.to_owned() };
            mistakes.push(Mistake { file, case: mistake.case.clone(), message: mistake.message.clone() });
        }
        self.unused(folder, "wrong/", &named, "mistakes");
        mistakes
    }

    /// Names files in a folder that nothing refers to: most often a misspelt name.
    fn unused(&mut self, folder: &str, part: &str, named: &BTreeSet<&str>, by: &str) {
        let prefix = format!("{folder}/");
        let unused: Vec<_> =
            self.under(&format!("{folder}/{part}")).filter(|path| !path.strip_prefix(&prefix).is_some_and(|inside| named.contains(inside))).collect();
        for path in unused {
            self.findings.push(Problem::new(path, Code::UnusedFile).with("by", by));
        }
    }

    fn tests(&mut self, folder: &str, entry: &str, solution: &[SourceFile]) -> Option<Tests> {
        let path = format!("{folder}/tests.json");
        match self.json::<TestsKindOnly>(&path)?.kind {
            TestsKind::Data => {
                let file = self.json::<DataTestsFile>(&path)?;
                self.cases(&path, &file.cases);
                self.unused(folder, "tests/", &BTreeSet::new(), "tests.json");
                Some(Tests::Data { cases: file.cases })
            }
            TestsKind::Python => {
                let file = self.json::<PythonTestsFile>(&path)?;
                self.python_tests(folder, &path, file, entry, solution)
            }
        }
    }

    fn python_tests(&mut self, folder: &str, path: &str, file: PythonTestsFile, entry: &str, solution: &[SourceFile]) -> Option<Tests> {
        if file.files.is_empty() {
            self.findings.push(Problem::new(path, Code::NoCases));
        }
        let mut named = BTreeSet::new();
        let mut files = Vec::new();
        for name in &file.files {
            let line = self.line(path, name);
            let on_disk = format!("{folder}/{name}");
            if !named.insert(name.as_str()) {
                self.findings.push(Problem::new(path, Code::ListedTwice).with("name", name.as_str()).at(line));
            } else if !name.starts_with("tests/") || !self.has(&on_disk) {
                self.findings.push(Problem::new(path, Code::TestFileMissing).with("path", name.as_str()).at(line));
            } else if let Some(text) = self.text(&on_disk) {
                files.push(SourceFile { path: name.clone(), text: text.to_owned() });
            }
        }
        self.unused(folder, "tests/", &named, "tests.json");
        let module = file.module.unwrap_or_else(|| entry.strip_suffix(".py").unwrap_or(entry).replace('/', "."));
        let module_path = format!("{}.py", module.replace('.', "/"));
        if !solution.iter().any(|file| file.path == module_path) && !self.has(&format!("{folder}/solution/{module_path}")) {
            let line = self.line(path, &module);
            self.findings.push(Problem::new(path, Code::ModuleMissing).with("module", module.as_str()).at(line));
        }
        if let Some(decides) = &file.decides {
            self.list(path, "decides", decides, false);
        }
        Some(Tests::Python { files, module, decides: file.decides, practice_only: file.practice_only })
    }

    fn cases(&mut self, path: &str, cases: &[Case]) {
        if cases.is_empty() {
            self.findings.push(Problem::new(path, Code::NoCases));
        } else if cases.iter().all(|case| case.weight == 0) {
            self.findings.push(Problem::new(path, Code::NoWeight));
        }
        if cases.len() > MAX_CASES {
            self.findings.push(Problem::new(path, Code::TooMany).with("field", "cases").with("max", MAX_CASES));
        }
        let mut names = BTreeSet::new();
        for (index, case) in cases.iter().enumerate() {
            self.line_of_text(path, &format!("cases[{index}].name"), &case.name, MAX_TITLE_CHARACTERS);
            if let Some(purpose) = &case.purpose {
                self.line_of_text(path, &format!("cases[{index}].purpose"), purpose, MAX_SENTENCE_CHARACTERS);
            }
            let line = self.line(path, &case.name);
            if !names.insert(case.name.as_str()) {
                let line = self.lines(path, &case.name).nth(1);
                self.findings.push(Problem::new(path, Code::DuplicateCase).with("case", case.name.as_str()).at(line));
                continue;
            }
            for problem in case_problems(path, case) {
                self.findings.push(problem.with("case", case.name.as_str()).at(line));
            }
        }
    }

    /// The files below one folder of an exercise, with their paths in it. Those that are no text are left out: they were named before.
    fn sources(&self, folder: &str, part: &str) -> Vec<SourceFile> {
        let prefix = format!("{folder}/{part}/");
        self.under(&prefix)
            .filter_map(|path| {
                let text = self.texts.get(path).copied().flatten()?;
                Some(SourceFile { path: path.strip_prefix(&prefix)?.to_owned(), text: text.to_owned() })
            })
            .collect()
    }

    /// The paths that begin so.
    fn under(&self, prefix: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let paths: Vec<&'a str> = self.texts.range::<str, _>(from).map(|(path, _)| *path).take_while(|path| path.starts_with(prefix)).collect();
        paths.into_iter()
    }

    /// The names of the folders directly below a prefix that ends with `/`.
    fn folders(&self, prefix: &str) -> Vec<String> {
        let names: BTreeSet<&str> = self.under(prefix).filter_map(|path| path[prefix.len()..].split_once('/')).map(|(name, _)| name).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// Names every file that has no place in the layout.
    fn unknown_files(&mut self) {
        for path in self.texts.keys().filter(|path| !has_a_place(path)) {
            self.findings.push(Problem::new(*path, Code::UnknownFile));
        }
    }

    /// The lines on which a text stands in a JSON file, as JSON writes it.
    fn lines(&self, path: &str, text: &str) -> impl Iterator<Item = u32> + use<'a> {
        let needle = Value::from(text).to_string();
        let content = self.texts.get(path).copied().flatten().unwrap_or_default();
        let found: Vec<u32> = content.lines().zip(1..).filter(|(line, _)| line.contains(&needle)).map(|(_, number)| number).collect();
        found.into_iter()
    }

    /// The first of those lines.
    fn line(&self, path: &str, text: &str) -> Option<u32> {
        self.lines(path, text).next()
    }

    fn value(&mut self, file: &str, field: &str, detail: impl Into<String>) {
        self.findings.push(Problem::new(file, Code::WrongValue).with("field", field).with("detail", detail.into()));
    }

    fn slug(&mut self, file: &str, field: &str, text: &str) -> Option<Slug> {
        Slug::parse(text).map_err(|problem| self.value(file, field, problem.to_string())).ok()
    }

    fn range(&mut self, file: &str, field: &str, number: u32, max: u32) {
        if !(1..=max).contains(&number) {
            self.value(file, field, format!("it must be from 1 to {max}"));
        }
    }

    /// A text that is shown on one line: not blank, not too long, no control characters.
    fn line_of_text(&mut self, file: &str, field: &str, text: &str, max: usize) {
        let code = if text.trim().is_empty() {
            Code::Empty
        } else if text.chars().count() > max {
            Code::TooLong
        } else if text.chars().any(char::is_control) {
            Code::ControlCharacter
        } else {
            return;
        };
        self.findings.push(Problem::new(file, code).with("field", field).with("max", max).with("unit", "characters"));
    }

    /// Whether a text has at most so many bytes.
    fn bytes(&mut self, file: &str, field: &str, text: &str, max: usize) -> bool {
        if text.contains('\0') {
            self.findings.push(Problem::new(file, Code::ControlCharacter).with("field", field));
        }
        if text.len() > max {
            self.findings.push(Problem::new(file, Code::TooLong).with("field", field).with("max", max).with("unit", "bytes"));
        }
        text.len() <= max
    }

    fn list(&mut self, file: &str, field: &str, entries: &[String], needed: bool) {
        if needed && entries.is_empty() {
            self.findings.push(Problem::new(file, Code::Empty).with("field", field));
        }
        if entries.len() > MAX_LIST_LENGTH {
            self.findings.push(Problem::new(file, Code::TooMany).with("field", field).with("max", MAX_LIST_LENGTH));
        }
        let mut seen = BTreeSet::new();
        for (index, entry) in entries.iter().enumerate() {
            self.line_of_text(file, &format!("{field}[{index}]"), entry, MAX_TITLE_CHARACTERS);
            if !seen.insert(entry) {
                self.findings.push(Problem::new(file, Code::ListedTwice).with("name", entry.as_str()));
            }
        }
    }
}

/// A file as text, or `None` and the reason.
fn text<'a>(path: &str, bytes: &'a [u8], findings: &mut Findings) -> Option<&'a str> {
    let line = |end: usize| u32::try_from(bytes[..end].iter().filter(|byte| **byte == b'\n').count() + 1).ok();
    // What a program reads may be longer, and may have the line ends of whatever wrote it.
    let data = is_data_file(path);
    // pack.json may have to name every file of the pack.
    if !data && path != "pack.json" && bytes.len() as u64 > MAX_TEXT_FILE_BYTES {
        findings.push(Problem::new(path, Code::FileTooLarge).with("max", MAX_TEXT_FILE_BYTES));
        return None;
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            findings.push(Problem::new(path, Code::NotUtf8).at(line(error.valid_up_to())));
            return None;
        }
    };
    if let Some(position) = text.find('\0') {
        findings.push(Problem::new(path, Code::NulCharacter).at(line(position)));
        return None;
    }
    if !data && text.starts_with('\u{feff}') {
        findings.push(Problem::new(path, Code::ByteOrderMark).at(1));
        return None;
    }
    if !data && let Some(position) = text.find('\r') {
        findings.push(Problem::new(path, Code::CarriageReturn).at(line(position)));
        return None;
    }
    Some(text)
}

/// `lessons/LESSON/exercises/EXERCISE/files/...`
fn is_data_file(path: &str) -> bool {
    matches!(path.split('/').collect::<Vec<_>>().as_slice(), ["lessons", _, "exercises", _, "files", _, ..])
}

/// Whether the format knows such a file.
fn has_a_place(path: &str) -> bool {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        [name] => *name == "pack.json" || ["README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "CHANGELOG.md"].contains(name),
        ["lessons", _, name] => ["lesson.json", "lesson.md"].contains(name),
        ["lessons", _, "exercises", _, name] => ["exercise.json", "instructions.md", "tests.json"].contains(name),
        ["lessons", _, "exercises", _, "starter" | "solution" | "files" | "wrong" | "tests", ..] => true,
        _ => false,
    }
}

/// A folder's name as number and slug: `01-say-something`.
fn numbered_slug(name: &str) -> Option<(u32, Slug)> {
    let (number, slug) = name.split_once('-')?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() <= 6;
    Some((plain.then(|| number.parse().ok())??, Slug::parse(slug).ok()?))
}

/// Whether a text looks like a BCP 47 tag: a language of 2 or 3 letters, then parts of 1 to 8 letters and digits.
fn plausible_locale(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    language && text.len() <= 35 && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// What kind of mistake in a JSON file it is, with its line.
fn json_problem(path: &str, error: &serde_json::Error) -> Problem {
    // The message ends with " at line 3 column 7"; the line has a place of its own.
    let message = error.to_string();
    let detail = message.rsplit_once(" at line ").map_or(message.as_str(), |(detail, _)| detail);
    let code = match error.classify() {
        serde_json::error::Category::Syntax | serde_json::error::Category::Eof | serde_json::error::Category::Io => Code::InvalidJson,
        serde_json::error::Category::Data if detail.starts_with("unknown field") => Code::UnknownField,
        serde_json::error::Category::Data if detail.starts_with("missing field") => Code::MissingField,
        serde_json::error::Category::Data if detail.starts_with("duplicate field") => Code::DuplicateField,
        serde_json::error::Category::Data => Code::WrongType,
    };
    Problem::new(path, code).with("detail", detail).at(u32::try_from(error.line()).ok().filter(|line| *line > 0))
}

/// What is wrong with one case. The name of the case is added by the caller.
fn case_problems(path: &str, case: &Case) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut contradiction = |first: &str, second: &str| {
        problems.push(Problem::new(path, Code::CaseContradiction).with("first", first).with("second", second));
    };
    if case.gives.is_some() && case.raises.is_some() {
        contradiction("gives", "raises");
    }
    if case.gives.is_none() && case.raises.is_none() && case.prints.is_none() && case.after.is_empty() && case.writes.is_empty() {
        problems.push(Problem::new(path, Code::CaseChecksNothing));
    }
    if case.call.is_none() {
        for (field, is_there) in [("gives", case.gives.is_some()), ("setup", case.setup.is_some())] {
            if is_there {
                problems.push(Problem::new(path, Code::CaseNeedsCall).with("field", field));
            }
        }
    }
    let mut value = |detail: String| problems.push(Problem::new(path, Code::CaseValue).with("detail", detail));
    let texts = [("call", &case.call), ("gives", &case.gives), ("setup", &case.setup)];
    for (field, text) in texts.iter().filter_map(|(field, text)| Some((field, text.as_ref()?))) {
        if text.trim().is_empty() {
            value(format!("{field} is empty"));
        }
    }
    for check in &case.after {
        if check.expression.trim().is_empty() || check.gives.trim().is_empty() {
            value("after: an expression and what it gives are both needed".to_owned());
        }
    }
    let code =
        [&case.call, &case.gives, &case.setup].into_iter().flatten().chain(case.after.iter().flat_map(|check| [&check.expression, &check.gives]));
    if code.clone().any(|text| text.contains('\0')) {
        value("there is a NUL character".to_owned());
    }
    for literal in case.gives.iter().chain(case.after.iter().map(|check| &check.gives)).filter(|literal| !literal.trim().is_empty()) {
        if let Err(problem) = PythonValue::parse(literal) {
            problems.push(Problem::new(path, Code::NotALiteral).with("text", literal.as_str()).with("detail", problem.to_string()));
        }
    }
    let mut value = |detail: String| problems.push(Problem::new(path, Code::CaseValue).with("detail", detail));
    if case.tolerance.is_some_and(|tolerance| !tolerance.is_finite() || tolerance < 0.0) {
        value("tolerance must be a number from 0".to_owned());
    }
    if case.tolerance.is_some() && case.gives.is_none() && case.after.is_empty() {
        value("tolerance needs gives or after".to_owned());
    }
    if let Some(error) = &case.raises {
        let identifier = |part: &str| {
            part.chars()
                .enumerate()
                .all(|(index, character)| character == '_' || if index == 0 { character.is_alphabetic() } else { character.is_alphanumeric() })
                && !part.is_empty()
        };
        if !error.type_name.split('.').all(identifier) {
            value(format!("raises: {:?} is not the name of a type", error.type_name));
        }
    }
    for (field, files) in [("files", &case.files), ("writes", &case.writes)] {
        for file in files {
            if !allowed_path(&file.path) || passed_over(&file.path) {
                value(format!("{field}: {:?} is not a path that can be used here", file.path));
            }
        }
    }
    problems
}
