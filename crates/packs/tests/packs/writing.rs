//! Writing packs.

use crate::fixture::{Files, names_in};
use domain::{
    error::ErrorClass,
    exercise::{SourceFile, Tests},
};
use packs::WriteError;
use std::fs;

#[test]
fn a_folder_round_trips_and_gives_the_same_bytes() {
    let files = Files::good();
    let folder = files.to_folder();
    let place = tempfile::tempdir().unwrap();
    let (one, other) = (place.path().join("one.studiopack"), place.path().join("other.studiopack"));
    let written = packs::write_folder(folder.path(), &one).unwrap();
    let read = packs::read(folder.path()).unwrap();
    assert_eq!(written, read);
    assert_eq!(packs::read(&one).unwrap(), read);
    // Another folder with the same files, made in another order at another time.
    let again = tempfile::tempdir().unwrap();
    for (path, bytes) in files.0.iter().rev() {
        let path = again.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    packs::write_folder(again.path(), &other).unwrap();
    assert_eq!(fs::read(&one).unwrap(), fs::read(&other).unwrap());
    assert_eq!(names_in(place.path()).len(), 2, "something was left behind");
}

#[test]
fn the_written_pack_lists_the_hash_of_every_other_file() {
    let folder = Files::good().to_folder();
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("small.studiopack");
    packs::write_folder(folder.path(), &out).unwrap();
    let bytes = fs::read(&out).unwrap();
    // Every hash in the archive is checked when it is read; here, that a spoilt one is noticed.
    let problems = crate::fixture::read_zip(&bytes[..bytes.len() - 1]).unwrap_err();
    assert_eq!(problems.class(), ErrorClass::Invalid);
    assert!(bytes.starts_with(b"PK\x03\x04"));
}

#[test]
fn a_course_round_trips() {
    let read = Files::good().read().unwrap();
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("small.studiopack");
    let written = packs::write_course(&read.course, &out).unwrap();
    assert_eq!(written.course, read.course);
    let first = fs::read(&out).unwrap();
    packs::write_course(&packs::read(&out).unwrap().course, &out).unwrap();
    assert_eq!(fs::read(&out).unwrap(), first);
}

#[test]
fn the_digest_is_of_the_content_not_of_its_shape() {
    let digest = |files: &Files| files.read().unwrap().digest;
    let good = digest(&Files::good());
    let mut spaced = Files::good();
    spaced.replace("pack.json", "  \"hours\": 1\n", "\"hours\":1");
    spaced.replace("pack.json", "  \"format\": 1,\n", "");
    spaced.replace("pack.json", "\"hours\":1", "\"hours\":1, \"format\":1");
    assert_eq!(digest(&spaced), good);
    let mut changed = Files::good();
    changed.replace("lessons/02-more/lesson.md", "Nothing", "Something");
    assert_ne!(digest(&changed), good);
    let mut renamed = Files::good();
    let bytes = renamed.0["lessons/01-begin/exercises/double/files/data.csv"].clone();
    renamed.remove("lessons/01-begin/exercises/double/files/data.csv");
    renamed.set("lessons/01-begin/exercises/double/files/dato.csv", bytes);
    assert_ne!(digest(&renamed), good);
}

#[test]
fn a_bad_course_is_not_written_and_what_stood_there_stays() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("small.studiopack");
    fs::write(&out, "what stood there").unwrap();
    let mut files = Files::good();
    files.replace("pack.json", "\"hours\": 1", "\"hours\": 0");
    let error = packs::write_folder(files.to_folder().path(), &out).unwrap_err();
    assert!(matches!(error, WriteError::Invalid(_)));

    // A course that was not read but made can hold anything.
    let course = Files::good().read().unwrap().course;
    for path in ["../../evil.py", ".hidden", "/etc/passwd", "a\\b", "MAIN.py"] {
        let mut course = course.clone();
        course.lessons[0].exercises[0].starter.push(SourceFile { path: path.into(), text: "x".into() });
        let error = packs::write_course(&course, &out).unwrap_err();
        assert!(matches!(error, WriteError::Invalid(_)), "{path}: {error}");
    }
    let mut twice = course.clone();
    let exercise = twice.lessons[0].exercises[0].clone();
    twice.lessons[0].exercises.push(exercise);
    assert_eq!(packs::write_course(&twice, &out).unwrap_err().class(), ErrorClass::Invalid);

    assert_eq!(fs::read_to_string(&out).unwrap(), "what stood there");
    assert_eq!(names_in(place.path()).len(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_said() {
    let place = tempfile::tempdir().unwrap();
    let course = Files::good().read().unwrap().course;
    let error = packs::write_course(&course, &place.path().join("gone/small.studiopack")).unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotFound);
    fs::create_dir(place.path().join("folder")).unwrap();
    let error = packs::write_course(&course, &place.path().join("folder")).unwrap_err();
    assert!(matches!(error, WriteError::Io { .. }), "{error}");
    assert_eq!(names_in(place.path()).len(), 1, "something was left behind");
}

#[test]
fn a_pack_is_not_a_folder() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("small.studiopack");
    packs::write_folder(Files::good().to_folder().path(), &out).unwrap();
    assert!(matches!(packs::write_folder(&out, &place.path().join("other")), Err(WriteError::Invalid(_))));
    assert_eq!(packs::write_folder(&place.path().join("gone"), &out).unwrap_err().class(), ErrorClass::NotFound);
}

#[test]
fn another_program_can_open_it() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("small.studiopack");
    packs::write_folder(Files::good().to_folder().path(), &out).unwrap();
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))";
    // Python is what the app runs programs with, so it is there wherever the tests are.
    let output = std::process::Command::new("python3").args(["-c", script]).arg(&out).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), Files::good().0.len().to_string(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_a_reference_shows_is_written_and_read() {
    let mut files = Files::good();
    let path = files.0.keys().find(|path| path.ends_with("exercises/triple/tests.json")).unwrap().clone();
    for (more, decides, practice_only) in [
        (r#", "decides": ["Money.__eq__ own", "*.__len__"]"#, Some(vec!["Money.__eq__ own".to_owned(), "*.__len__".to_owned()]), false),
        (r#", "decides": []"#, Some(Vec::new()), false),
        (r#", "practice_only": true"#, None, true),
        ("", None, false),
    ] {
        files.set(&path, format!(r#"{{ "kind": "python", "files": ["tests/test_triple.py"], "module": "triple"{more} }}"#));
        let read = files.read().unwrap();
        let (_, exercise) = read.course.exercises().find(|(_, exercise)| exercise.slug.as_str() == "triple").unwrap();
        let Tests::Python { decides: found, practice_only: practice, .. } = &exercise.tests else { panic!() };
        assert_eq!((found, *practice), (&decides, practice_only));
        let place = tempfile::tempdir().unwrap();
        assert_eq!(packs::write_course(&read.course, &place.path().join("x.studiopack")).unwrap().course, read.course);
    }
    files.set(&path, r#"{ "kind": "python", "files": ["tests/test_triple.py"], "decides": [""] }"#);
    assert_eq!(files.read().unwrap_err().class(), ErrorClass::Invalid);
}
