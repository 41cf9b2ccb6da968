//! A course as the files of its pack.

use crate::{
    digest,
    file_set::FileSet,
    manifest::{DEFAULT_ENTRY, DataTestsFile, ExerciseFile, FORMAT, LessonFile, MistakeFile, PackFile, PythonTestsFile, TestsKind},
};
use domain::{
    course::{Course, Lesson},
    exercise::{Exercise, SourceFile, Tests},
    id::{CourseId, ExerciseId, LessonId},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// All files of a course, without hashes.
pub(crate) fn files(course: &Course) -> serde_json::Result<FileSet> {
    let mut files = FileSet::default();
    let pack = PackFile {
        format: FORMAT,
        id: course.id.uuid(),
        slug: course.slug.to_string(),
        title: course.title.clone(),
        summary: course.summary.clone(),
        description: course.description.clone(),
        version: course.version,
        languages: course.languages.clone(),
        locale: course.locale.clone(),
        license: course.license.clone(),
        authors: course.authors.clone(),
        category: course.category.clone(),
        difficulty: course.difficulty,
        hours: course.hours,
        files: None,
    };
    files.insert("pack.json", json(&pack)?);
    // At least two digits, and as many as the last one needs: so the folders stand in order in every file browser.
    let width = course.lessons.len().to_string().len().max(2);
    for (index, lesson) in course.lessons.iter().enumerate() {
        let folder = format!("lessons/{:0width$}-{}", index + 1, lesson.slug);
        insert_lesson(&mut files, &folder, course, lesson)?;
    }
    Ok(files)
}

fn insert_lesson(files: &mut FileSet, folder: &str, course: &Course, lesson: &Lesson) -> serde_json::Result<()> {
    let file = LessonFile {
        id: (lesson.id != LessonId::derived(course.id, lesson.slug.as_str())).then_some(lesson.id.uuid()),
        title: lesson.title.clone(),
        summary: lesson.summary.clone(),
        kind: lesson.kind,
        minutes: lesson.minutes,
        required: lesson.required,
        exercises: lesson.exercises.iter().map(|exercise| exercise.slug.to_string()).collect(),
    };
    files.insert(format!("{folder}/lesson.json"), json(&file)?);
    files.insert(format!("{folder}/lesson.md"), lesson.text.as_str());
    for exercise in &lesson.exercises {
        let default_language = course.languages.first().map(String::as_str);
        let folder = format!("{folder}/exercises/{}", exercise.slug);
        files.extend(exercise_files(&folder, course.id, default_language, exercise)?);
    }
    Ok(())
}

/// The files of one exercise.
pub(crate) fn exercise_files(folder: &str, course: CourseId, default_language: Option<&str>, exercise: &Exercise) -> serde_json::Result<FileSet> {
    let mut files = FileSet::default();
    let file = ExerciseFile {
        id: (exercise.id != ExerciseId::derived(course, exercise.slug.as_str())).then_some(exercise.id.uuid()),
        title: exercise.title.clone(),
        kind: exercise.kind,
        difficulty: exercise.difficulty,
        concepts: exercise.concepts.clone(),
        minutes: exercise.minutes,
        language: (default_language != Some(exercise.language.as_str())).then(|| exercise.language.clone()),
        entry: (exercise.entry != DEFAULT_ENTRY).then(|| exercise.entry.clone()),
        starter_may_pass: exercise.starter_may_pass,
        hints: exercise.hints.clone(),
        mistakes: exercise
            .mistakes
            .iter()
            .map(|mistake| MistakeFile { file: mistake.file.path.clone(), case: mistake.case.clone(), message: mistake.message.clone() })
            .collect(),
        limits: exercise.limits,
    };
    files.insert(format!("{folder}/exercise.json"), json(&file)?);
    files.insert(format!("{folder}/instructions.md"), exercise.instructions.as_str());
    let mut insert = |part: &str, sources: &[SourceFile]| {
        for source in sources {
            files.insert(format!("{folder}{part}/{}", source.path), source.text.as_str());
        }
    };
    insert("/starter", &exercise.starter);
    insert("/solution", &exercise.solution);
    insert("/files", &exercise.data_files);
    // The paths of these begin with the name of their folder.
    for mistake in &exercise.mistakes {
        insert("", std::slice::from_ref(&mistake.file));
    }
    let tests = match &exercise.tests {
        Tests::Data { cases } => json(&DataTestsFile { kind: TestsKind::Data, cases: cases.clone() })?,
        Tests::Python { files, module, decides, practice_only } => {
            insert("", files);
            json(&PythonTestsFile {
                kind: TestsKind::Python,
                files: files.iter().map(|file| file.path.clone()).collect(),
                module: Some(module.clone()),
                decides: decides.clone(),
                practice_only: *practice_only,
            })?
        }
    };
    files.insert(format!("{folder}/tests.json"), tests);
    Ok(files)
}

/// The same files with the hash of each in `pack.json`.
pub(crate) fn with_hashes(mut files: FileSet, manifest: &Value) -> serde_json::Result<FileSet> {
    let hashes: BTreeMap<&str, String> =
        files.iter().filter(|(path, _)| *path != "pack.json").map(|(path, bytes)| (path, digest::hexadecimal(&digest::sha256(bytes)))).collect();
    let mut manifest = manifest.clone();
    let hashes = serde_json::to_value(hashes)?;
    if let Some(fields) = manifest.as_object_mut() {
        fields.shift_remove("files");
        fields.insert("files".to_owned(), hashes);
    }
    let text = json(&manifest)?;
    files.insert("pack.json", text);
    Ok(files)
}

/// JSON as a person would write it: with line ends, so that a problem in it has a line.
fn json(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n")
}
