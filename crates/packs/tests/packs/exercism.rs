//! Converting a track: a small one, made here.

use crate::fixture::names_in;
use domain::{
    error::ErrorClass,
    exercise::{Difficulty, Tests},
    hint::Rung,
};
use packs::{
    Pack,
    convert::{ConversionError, ConversionReport, exercism},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

struct Track {
    place: TempDir,
    practice: Vec<Value>,
}

impl Track {
    fn new() -> Self {
        Self { place: tempfile::tempdir().unwrap(), practice: Vec::new() }
    }

    fn source(&self) -> PathBuf {
        self.place.path().join("python")
    }

    fn out(&self) -> PathBuf {
        self.place.path().join("out/track.studiopack")
    }

    fn set(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.source().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// An exercise as real ones are, with its entry in config.json.
    fn exercise(&mut self, slug: &str, difficulty: u32) -> String {
        let folder = format!("exercises/practice/{slug}");
        let snake = slug.replace('-', "_");
        let number = self.practice.len() + 1;
        self.practice.push(json!({
            "slug": slug, "name": slug.replace('-', " "), "uuid": format!("0190f3c4-7a00-7000-8000-{number:012}"),
            "practices": ["loops"], "prerequisites": ["basics"], "difficulty": difficulty, "topics": null
        }));
        self.set(
            &format!("{folder}/.meta/config.json"),
            json!({ "authors": ["one", "two"], "contributors": ["three"], "blurb": "Say it\nshort.", "source": "A *book*", "source_url": "https://example.org/book",
                    "files": { "solution": [format!("{snake}.py")], "test": [format!("{snake}_test.py")], "example": [".meta/example.py"] } })
            .to_string(),
        );
        self.set(&format!("{folder}/.meta/example.py"), "def answer():\n    return 42\n");
        self.set(&format!("{folder}/.docs/instructions.md"), "# Instructions\n\nGive the answer.\n");
        self.set(&format!("{folder}/{snake}.py"), "def answer():\n    pass\n");
        self.set(
            &format!("{folder}/{snake}_test.py"),
            format!(
                "import unittest\n\nfrom {snake} import answer\n\n\nclass AnswerTest(unittest.TestCase):\n    def test_answer(self):\n        self.assertEqual(answer(), 42)\n"
            ),
        );
        folder
    }

    fn convert(&self) -> Result<ConversionReport, ConversionError> {
        let config = json!({ "language": "Python", "slug": "python", "active": true, "blurb": "A language.", "version": 3,
            "exercises": { "practice": self.practice, "concept": [{ "slug": "cards", "name": "Cards", "uuid": "x", "concepts": [], "status": "beta" }], "foregone": ["lens"] } });
        self.set("config.json", config.to_string());
        fs::create_dir_all(self.out().parent().unwrap()).unwrap();
        exercism(&self.source(), &self.out(), |_| Ok(Vec::new()))
    }

    fn pack(&self) -> Pack {
        packs::read(&self.out()).unwrap_or_else(|problems| panic!("{problems}"))
    }
}

fn reason(report: &ConversionReport, name: &str) -> String {
    report.skipped.iter().find(|skipped| skipped.name == name).unwrap_or_else(|| panic!("{name}: {report:?}")).reason.clone()
}

#[test]
fn a_track_becomes_a_course() {
    let mut track = Track::new();
    track.exercise("two-step", 1);
    let hard = track.exercise("very-hard", 9);
    let folder = track.exercise("with-all", 1);
    track.set("LICENSE", "The MIT License (MIT)\n\nCopyright");
    track.set(&format!("{folder}/.docs/introduction.md"), "# Introduction\r\n\r\nOnce upon a time.\r\n");
    track.set(
        &format!("{folder}/.docs/instructions.append.md"),
        "# Instructions append\n\n## Messages\n\n~~~~exercism/caution\nMind [this][x].\n\n```python\nx = 1\n```\n\n[x]: https://example.org\n~~~~\nAfter.\n",
    );
    track.set(&format!("{folder}/.docs/hints.md"), "# Hints\n\n## General\n\n- Look.\n");
    track.set(&format!("{folder}/data/names.txt"), "Ada\r\n");
    track.set(&format!("{folder}/test_tools.py"), "def tool():\n    return 1\n");
    track.set(
        &format!("{folder}/with_all_test.py"),
        "from test_tools import tool\nfrom with_all import answer\n\n\ndef test_it():\n    assert answer() == 42\n",
    );
    track.set(&format!("{folder}/.approaches/introduction.md"), "Not for now.");
    track.set(&format!("{folder}/README.md"), "From a download.");
    track.set(&format!("{hard}/.meta/example.py"), "\u{feff}def answer():\r\n    return 42\r\n");

    let report = track.convert().unwrap_or_else(|error| panic!("{error}"));
    let converted: Vec<_> = report.converted.iter().map(|one| (one.name.as_str(), one.slug.as_str(), one.lesson.as_str())).collect();
    assert_eq!(
        converted,
        [("two step", "two-step", "difficulty-1"), ("with all", "with-all", "difficulty-1"), ("very hard", "very-hard", "difficulty-9")]
    );
    assert_eq!(report.skipped.len(), 1);
    assert!(reason(&report, "cards").contains("concept"));
    assert_eq!(serde_json::to_value(&report).unwrap()["skipped"][0]["name"], "cards");

    let course = track.pack().course;
    assert_eq!((course.slug.as_str(), course.version, course.license.as_str()), ("exercism-python", 1, "MIT"));
    assert_eq!(course.authors, ["one", "two"]);
    assert!(
        course.lessons[0].text.contains("- **two step**. Say it short. By one, two. Source: [A \\*book\\*](<https://example.org/book>)."),
        "{}",
        course.lessons[0].text
    );
    let easy = &course.lessons[0].exercises[0];
    assert_eq!(easy.id.to_string(), "0190f3c4-7a00-7000-8000-000000000001");
    assert_eq!(
        (easy.entry.as_str(), easy.difficulty, easy.concepts.as_slice()),
        ("two_step.py", Difficulty::Beginner, ["loops".to_owned()].as_slice())
    );
    assert_eq!(easy.instructions, "Give the answer.\n");
    assert_eq!((easy.starter[0].path.as_str(), easy.solution[0].path.as_str()), ("two_step.py", "two_step.py"));
    assert!(easy.solution[0].text.contains("42") && easy.starter[0].text.contains("pass"));
    let Tests::Python { files, module, .. } = &easy.tests else { panic!() };
    assert_eq!((files.len(), files[0].path.as_str(), module.as_str()), (1, "tests/two_step_test.py", "two_step"));

    let all = &course.lessons[0].exercises[1];
    assert_eq!(
        all.instructions,
        "Once upon a time.\n\nGive the answer.\n\n## Messages\n\n> [!CAUTION]\n> Mind [this][x].\n>\n> ```python\n> x = 1\n> ```\n>\n> [x]: https://example.org\n\nAfter.\n"
    );
    let html = packs::lesson::safe_html(&all.instructions);
    assert!(html.contains("markdown-alert-caution") && html.contains("href=\"https://example.org\""), "{html}");
    assert_eq!((all.hints[0].rung, all.hints[0].text.as_str()), (Rung::Concept, "## General\n\n- Look."));
    assert_eq!(all.data_files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect::<Vec<_>>(), [("data/names.txt", "Ada\n")]);
    let Tests::Python { files, .. } = &all.tests else { panic!() };
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["tests/with_all_test.py", "tests/test_tools.py"]);

    let hard = &course.lessons[1].exercises[0];
    assert_eq!((hard.difficulty, hard.solution[0].text.as_str()), (Difficulty::Advanced, "def answer():\n    return 42\n"));
}

#[test]
fn several_solution_files_keep_their_names() {
    let mut track = Track::new();
    let folder = track.exercise("shop", 4);
    track.set(
        &format!("{folder}/.meta/config.json"),
        json!({ "files": { "solution": ["shop.py", "prices.py"], "test": ["shop_test.py"], "example": [".meta/example.py", ".meta/prices.py"], "editor": ["list.txt"] } }).to_string(),
    );
    track.set(&format!("{folder}/.meta/prices.py"), "PRICES = [1]\n");
    track.set(&format!("{folder}/prices.py"), "PRICES = []\n");
    track.set(&format!("{folder}/list.txt"), "x\n");
    track.convert().unwrap();
    let course = track.pack().course;
    let exercise = &course.lessons[0].exercises[0];
    let names = |files: &[domain::exercise::SourceFile]| {
        files.iter().map(|file| format!("{}:{}", file.path, file.text.lines().next().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(names(&exercise.starter), ["prices.py:PRICES = []", "shop.py:def answer():"]);
    assert_eq!(names(&exercise.solution), ["prices.py:PRICES = [1]", "shop.py:def answer():"]);
    assert_eq!(names(&exercise.data_files), ["list.txt:x"]);
    assert_eq!(course.authors, ["Exercism"]);
    assert_eq!(course.license, "not stated by the source");
}

#[test]
fn what_cannot_be_converted_is_named_with_its_reason() {
    let mut track = Track::new();
    track.exercise("good", 1);
    let mut expected: Vec<(&str, &str)> = Vec::new();
    for status in ["deprecated", "wip"] {
        track.exercise(status, 1);
        track.practice.last_mut().unwrap()["status"] = status.into();
        expected.push((status, status));
    }
    let mut broken = |slug: &'static str, expects: &'static str, spoil: &dyn Fn(&mut Track, &str)| {
        let folder = track.exercise(slug, 2);
        spoil(&mut track, &folder);
        expected.push((slug, expects));
    };
    let remove = |track: &Track, path: String| fs::remove_file(track.source().join(path)).unwrap();
    broken("no-folder", "folder is missing", &|track, folder| fs::remove_dir_all(track.source().join(folder)).unwrap());
    broken("no-meta", ".meta/config.json is missing", &|track, folder| remove(track, format!("{folder}/.meta/config.json")));
    broken("bad-meta", ".meta/config.json", &|track, folder| track.set(&format!("{folder}/.meta/config.json"), "{"));
    broken("no-example", ".meta/example.py is missing", &|track, folder| remove(track, format!("{folder}/.meta/example.py")));
    broken("no-stub", "no_stub.py is missing", &|track, folder| remove(track, format!("{folder}/no_stub.py")));
    broken("no-tests", "no_tests_test.py is missing", &|track, folder| remove(track, format!("{folder}/no_tests_test.py")));
    broken("no-instructions", ".docs/instructions.md is missing", &|track, folder| remove(track, format!("{folder}/.docs/instructions.md")));
    broken("not-text", "not UTF-8", &|track, folder| track.set(&format!("{folder}/.docs/instructions.md"), b"\xff"));
    broken("nul-byte", "NUL", &|track, folder| track.set(&format!("{folder}/.meta/example.py"), b"x = '\0'"));
    broken("too-long", "instructions.md", &|track, folder| track.set(&format!("{folder}/.docs/instructions.md"), "long ".repeat(5000)));
    broken("too-large", "bytes", &|track, folder| track.set(&format!("{folder}/.meta/example.py"), "#".repeat(300_000)));
    broken("many-files", "40 files", &|track, folder| (0..50).for_each(|number| track.set(&format!("{folder}/data/{number}.txt"), "")));
    broken("bad-uuid", "uuid", &|track, _| track.practice.last_mut().unwrap()["uuid"] = "x".into());
    broken("same-uuid", "same uuid", &|track, _| {
        let first = track.practice[0]["uuid"].clone();
        track.practice.last_mut().unwrap()["uuid"] = first;
    });
    for (slug, path) in [("leaves", "../../../../secret.py"), ("absolute", "/etc/passwd")] {
        broken(slug, "not a path", &|track, folder| {
            track.set("../secret.py", "secret = 1\n");
            let meta = json!({ "files": { "solution": [format!("{slug}.py")], "test": [format!("{slug}_test.py")], "example": [path] } });
            track.set(&format!("{folder}/.meta/config.json"), meta.to_string());
        });
    }
    broken("other-language", "not a Python file", &|track, folder| {
        let meta = json!({ "files": { "solution": ["other.rb"], "test": ["other_test.rb"], "example": [".meta/example.py"] } });
        track.set(&format!("{folder}/.meta/config.json"), meta.to_string());
    });
    broken("nothing-named", "no solution", &|track, folder| track.set(&format!("{folder}/.meta/config.json"), json!({ "files": {} }).to_string()));
    #[cfg(unix)]
    broken("linked", "links are not followed", &|track, folder| {
        remove(track, format!("{folder}/.meta/example.py"));
        std::os::unix::fs::symlink("/etc/passwd", track.source().join(folder).join(".meta/example.py")).unwrap();
    });
    track.practice.push(json!({ "slug": "Not A Slug/..", "uuid": "0190f3c4-7a00-7000-8000-00000000ffff", "difficulty": 1 }));
    expected.push(("Not A Slug/..", "not a slug"));
    fs::create_dir_all(track.source().join("exercises/practice/unlisted")).unwrap();
    expected.push(("unlisted", "config.json"));

    let report = track.convert().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.converted.len(), 1, "{:?}", report.converted);
    for (name, part) in &expected {
        let reason = reason(&report, name);
        assert!(reason.contains(part), "{name}: {reason}");
    }
    assert_eq!(report.skipped.len(), expected.len() + 1, "{:?}", report.skipped);
    assert_eq!(track.pack().course.exercises().count(), 1);
}

#[test]
fn converting_again_is_an_update_of_the_same_course() {
    let mut track = Track::new();
    let folder = track.exercise("two-step", 1);
    track.convert().unwrap();
    let (first, bytes) = (track.pack(), fs::read(track.out()).unwrap());
    track.convert().unwrap();
    assert_eq!(fs::read(track.out()).unwrap(), bytes, "nothing has changed");
    track.set(&format!("{folder}/.docs/instructions.md"), "# Instructions\n\nGive another answer.\n");
    track.convert().unwrap();
    let second = track.pack();
    assert_eq!((second.course.id, second.course.version), (first.course.id, 2));
    assert_ne!(second.digest, first.digest);
    // Elsewhere the same track is the same course.
    let mut elsewhere = Track::new();
    elsewhere.exercise("other", 1);
    elsewhere.convert().unwrap();
    assert_eq!(elsewhere.pack().course.id, first.course.id);
}

#[test]
fn nothing_is_left_behind_when_it_fails() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("track.studiopack");
    let failed = |source: &Path| {
        let error = exercism(source, &out, |_| Ok::<_, ConversionError>(Vec::new())).unwrap_err();
        assert!(!out.exists() && names_in(place.path()).is_empty(), "{error}");
        error
    };
    let source = tempfile::tempdir().unwrap();
    assert_eq!(failed(&source.path().join("gone")).class(), ErrorClass::NotFound);
    assert_eq!(failed(source.path()).class(), ErrorClass::NotFound);
    let config = source.path().join("config.json");
    fs::write(&config, "{").unwrap();
    assert_eq!(failed(source.path()).class(), ErrorClass::Invalid);
    fs::write(&config, json!({ "language": "Ruby", "slug": "ruby", "exercises": {} }).to_string()).unwrap();
    assert!(failed(source.path()).to_string().contains("Ruby"));
    fs::write(&config, json!({ "language": "Python", "slug": "python", "exercises": { "practice": [{ "slug": "gone", "uuid": "x" }] } }).to_string())
        .unwrap();
    let ConversionError::Nothing(report) = failed(source.path()) else { panic!() };
    assert_eq!(report.skipped.len(), 1);

    let mut track = Track::new();
    track.exercise("good", 1);
    track.convert().unwrap();
    let error = exercism(&track.source(), &place.path().join("gone/track.studiopack"), |_| Ok::<_, ConversionError>(Vec::new())).unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotFound);
    assert!(names_in(place.path()).is_empty());
}
