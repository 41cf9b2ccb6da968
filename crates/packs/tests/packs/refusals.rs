//! Every rule of the format, broken once.

use crate::fixture::{EXERCISE, Files, assert_refused};
use domain::error::ErrorClass;
use packs::Problem;
use std::path::Path;

const LESSON: &str = "lessons/01-begin";

/// The good course with one change: exactly this problem.
#[track_caller]
fn refused(change: impl FnOnce(&mut Files), file: &str, code: &str) -> Problem {
    let mut files = Files::good();
    change(&mut files);
    assert_refused(files.read(), file, code)
}

/// One text of a file of the exercise replaced.
#[track_caller]
fn exercise_refused(name: &str, old: &str, new: &str, code: &str) -> Problem {
    let path = format!("{EXERCISE}/{name}");
    refused(|files| files.replace(&path, old, new), &path, code)
}

#[test]
fn the_good_course_is_read() {
    let pack = Files::good().read().unwrap_or_else(|problems| panic!("{problems}"));
    let course = &pack.course;
    assert_eq!(course.lessons.len(), 2);
    assert!(course.lessons[0].required);
    let double = &course.lessons[0].exercises[0];
    assert_eq!(double.data_files[0].text, "a;b\r\n1;2\r\n");
    assert_eq!(double.limits.wall_ms, 5000);
    assert_eq!(double.limits.memory_mb, 128);
    assert_eq!(double.entry, "main.py");
    assert_eq!(double.language, "python");
    assert_eq!(double.id, domain::id::ExerciseId::derived(course.id, "double"));
    assert_eq!(double.mistakes[0].file.path, "wrong/adds-two.py");
    assert_eq!(course.lessons[1].exercises[0].entry, "triple.py");
}

#[test]
fn the_class_says_what_to_do() {
    let place = tempfile::tempdir().unwrap();
    let missing = packs::read(&place.path().join("gone")).unwrap_err();
    assert_eq!((missing.as_slice()[0].code, missing.class()), ("not_found", ErrorClass::NotFound));

    let mut newer = Files::good();
    newer.replace("pack.json", "\"format\": 1", "\"format\": 2, \"colour\": \"red\"");
    newer.set("lessons/01-begin/film.bin", b"\xff");
    let problems = newer.read().unwrap_err();
    assert_eq!(problems.class(), ErrorClass::TooNew);
    assert_eq!(assert_refused(Err(problems), "pack.json", "too_new").params["format"], 2);

    let file = place.path().join("text.studiopack");
    std::fs::write(&file, "this is no zip file").unwrap();
    let problems = packs::read(&file).unwrap_err();
    assert_eq!(problems.class(), ErrorClass::Invalid);
    assert_refused(Err(problems), "", "not_a_pack");
    let empty = packs::read(place.path().join(".").as_path()).unwrap_err();
    assert!(empty.as_slice().iter().any(|problem| (problem.file.as_str(), problem.code) == ("pack.json", "missing_file")), "{empty}");
}

#[test]
fn all_problems_are_named_at_once_and_no_more_than_a_hundred() {
    let mut files = Files::good();
    files.replace("pack.json", "\"hours\": 1", "\"hours\": 0");
    files.replace(&format!("{LESSON}/lesson.json"), "\"minutes\": 5", "\"minutes\": 0");
    files.remove(&format!("{EXERCISE}/instructions.md"));
    files.set("lessons/02-more/notes.txt", "");
    let problems = files.read().unwrap_err();
    let codes: Vec<_> = problems.as_slice().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["missing_file", "wrong_value", "unknown_file", "wrong_value"]);
    assert_eq!(problems.to_string().lines().count(), 4);

    for number in 0..300 {
        files.set(&format!("lessons/02-more/notes{number}.txt"), "");
    }
    assert_eq!(files.read().unwrap_err().as_slice().len(), packs::MAX_PROBLEMS);
}

#[test]
fn every_code_has_a_sentence_of_its_own() {
    let codes: Vec<_> = packs::problem_codes().map(|(code, _)| code).collect();
    let unique: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len());
    for (code, sentence) in packs::problem_codes() {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'), "{code}");
        assert!(!sentence.is_empty());
    }
}

#[test]
fn json_is_read_strictly_and_with_lines() {
    let pack = |old: &str, new: &str, code: &str| refused(|files| files.replace("pack.json", old, new), "pack.json", code).line;
    assert_eq!(pack("\"slug\": \"small\",", "\"slug\": \"small\"", "invalid_json"), Some(5));
    assert_eq!(pack("\"hours\": 1\n}", "\"hours\": 1\n", "invalid_json"), Some(17));
    assert_eq!(pack("\"hours\": 1", "\"hours\": 1, \"colour\": 2", "unknown_field"), Some(15));
    assert_eq!(pack("  \"title\": \"Small course\",\n", "", "missing_field"), Some(15));
    assert_eq!(pack("\"hours\": 1", "\"hours\": 1, \"slug\": \"small\"", "duplicate_field"), Some(15));
    assert_eq!(pack("\"hours\": 1", "\"hours\": \"1\"", "wrong_type"), Some(15));
    assert_eq!(pack("\"hours\": 1", "\"hours\": -1", "wrong_type"), Some(15));
    assert_eq!(pack("\"beginner\"", "\"simple\"", "wrong_type"), Some(14));
    assert_eq!(pack("0190f3c4-7a00-7000-8000-0000000000aa", "7", "wrong_type"), Some(3));
    assert_eq!(refused(|files| files.set("pack.json", "[".repeat(1000)), "pack.json", "invalid_json").line, Some(1));
    refused(|files| files.set(&format!("{LESSON}/lesson.json"), "[]"), &format!("{LESSON}/lesson.json"), "wrong_type");
    assert_eq!(exercise_refused("exercise.json", "\"wall_ms\"", "\"wal_ms\"", "unknown_field").line, Some(14));
    assert_eq!(exercise_refused("exercise.json", "\"after_seconds\"", "\"after\"", "unknown_field").line, Some(9));
    assert_eq!(exercise_refused("tests.json", "\"call\": \"double(3)\"", "\"cal\": \"double(3)\"", "unknown_field").line, Some(3));
    exercise_refused("tests.json", "\"kind\": \"data\"", "\"kind\": \"magic\"", "wrong_type");
}

#[test]
fn the_pack_describes_itself() {
    let pack = |old: &str, new: &str, code: &str| {
        refused(|files| files.replace("pack.json", old, new), "pack.json", code);
    };
    pack("\"format\": 1", "\"format\": 0", "wrong_value");
    pack("0190f3c4-7a00-7000-8000-0000000000aa", "00000000-0000-0000-0000-000000000000", "wrong_value");
    pack("\"small\"", "\"Small Course\"", "wrong_value");
    pack("\"Small course\"", "\" \"", "empty");
    pack("\"Small course\"", &format!("{:?}", "long ".repeat(100)), "too_long");
    pack("\"Small course\"", "\"two\\nlines\"", "control_character");
    pack("\"*Short.*\"", "\"\\u0000\"", "control_character");
    pack("\"*Short.*\"", &format!("{:?}", "long ".repeat(5000)), "too_long");
    pack("\"version\": 3", "\"version\": 0", "wrong_value");
    pack("\"version\": 3", "\"version\": 3000000000", "wrong_value");
    pack("\"hours\": 1", "\"hours\": 1001", "wrong_value");
    pack("[\"A. Author\"]", "[]", "empty");
    pack("[\"A. Author\"]", "[\"A\", \"A\"]", "listed_twice");
    pack("[\"A. Author\"]", &format!("{:?}", (0..101).map(|number| number.to_string()).collect::<Vec<_>>()), "too_many");
    pack("\"en\"", "\"english!\"", "wrong_value");
    pack("[\"python\"]", "[\"python\", \"Visual Basic\"]", "wrong_value");
    refused(|files| files.remove("pack.json"), "pack.json", "missing_file");
}

#[test]
fn hashes_must_fit_where_they_are_given() {
    let hash = |bytes: &[u8]| {
        use sha2::Digest;
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let with_hashes = |skip: &str, add: &str| {
        let mut files = Files::good();
        let mut hashes: serde_json::Map<String, serde_json::Value> = files
            .0
            .iter()
            .filter(|(path, _)| *path != "pack.json" && *path != skip)
            .map(|(path, bytes)| (path.clone(), hash(bytes).into()))
            .collect();
        if !add.is_empty() {
            hashes.insert(add.to_owned(), "00".repeat(32).into());
        }
        let hashes = serde_json::Value::from(hashes).to_string();
        files.replace("pack.json", "\"hours\": 1", &format!("\"hours\": 1, \"files\": {hashes}"));
        files
    };
    let pack = with_hashes("", "").read().unwrap();
    assert_eq!(pack.digest, Files::good().read().unwrap().digest, "the list of hashes is no part of the digest");

    let path = "lessons/02-more/lesson.md";
    assert_refused(with_hashes(path, "").read(), path, "extra_file");
    assert_refused(with_hashes("", "lessons/gone.md").read(), "lessons/gone.md", "missing_file");
    assert_refused(with_hashes("", path).read(), path, "hash_mismatch");
    let mut changed = with_hashes("", "");
    changed.set(path, "Something else.\n");
    assert_refused(changed.read(), path, "hash_mismatch");
    let mut hidden = with_hashes("", "");
    hidden.set("lessons/.hidden", "");
    assert_refused(hidden.read(), "lessons/.hidden", "extra_file");
}

#[test]
fn lessons_have_their_place() {
    let lesson = |old: &str, new: &str, code: &str| {
        let path = format!("{LESSON}/lesson.json");
        refused(|files| files.replace(&path, old, new), &path, code)
    };
    lesson("\"minutes\": 5", "\"minutes\": 0", "wrong_value");
    lesson("\"Begin\"", "\"\"", "empty");
    lesson("\"theory\"", "\"video\"", "wrong_type");
    assert_eq!(lesson("\"hello\"]", "\"hello\", \"gone\"]", "exercise_missing").line, Some(2));
    assert_eq!(lesson("\"hello\"]", "\"hello\", \"double\"]", "listed_twice").params["name"], "double");
    assert_eq!(lesson(", \"hello\"]", "]", "exercise_not_listed").params["slug"], "hello");
    refused(|files| files.remove(&format!("{LESSON}/lesson.md")), &format!("{LESSON}/lesson.md"), "missing_file");
    refused(|files| files.set(&format!("{LESSON}/lesson.md"), "long ".repeat(50_000)), &format!("{LESSON}/lesson.md"), "too_long");

    let moved = |from: &str, to: &str| {
        let mut files = Files::good();
        files.0 = files.0.into_iter().map(|(path, bytes)| (path.replacen(from, to, 1), bytes)).collect();
        files
    };
    for name in ["more", "x2-more", "02_more", "02-More", "-more"] {
        let folder = format!("lessons/{name}");
        assert_refused(moved("lessons/02-more", &folder).read(), &folder, "bad_lesson_folder");
    }
    assert_refused(moved("lessons/02-more", "lessons/01-more").read(), "lessons/01-more", "duplicate_position");
    assert_refused(moved("lessons/02-more", "lessons/02-begin").read(), "lessons/02-begin", "duplicate_slug");

    let mut files = Files::good();
    files.0.retain(|path, _| !path.starts_with("lessons/"));
    assert_refused(files.read(), "lessons", "no_lessons");
}

#[test]
fn an_exercise_is_unique_in_the_course() {
    let mut files = Files::good();
    let copies: Vec<_> = files
        .0
        .iter()
        .filter(|(path, _)| path.starts_with(EXERCISE))
        .map(|(path, bytes)| (path.replace("01-begin", "02-more"), bytes.clone()))
        .collect();
    files.0.extend(copies);
    files.replace("lessons/02-more/lesson.json", "[\"triple\"]", "[\"triple\", \"double\"]");
    assert_refused(files.read(), "lessons/02-more/exercises/double", "duplicate_slug");

    let mut files = Files::good();
    let id = "0190f3c4-7a00-7000-8000-0000000000bb";
    files.replace("lessons/02-more/exercises/triple/exercise.json", "{ \"title\"", &format!("{{ \"id\": \"{id}\", \"title\""));
    assert_eq!(files.read().unwrap().course.lessons[1].exercises[0].id.to_string(), id);
    files.replace("lessons/02-more/lesson.json", "{ \"title\"", &format!("{{ \"id\": \"{id}\", \"title\""));
    assert_eq!(assert_refused(files.read(), "lessons/02-more/exercises/triple/exercise.json", "duplicate_id").params["id"], id);
}

#[test]
fn an_exercise_is_complete() {
    for (name, file) in [
        ("exercise.json", "exercise.json"),
        ("instructions.md", "instructions.md"),
        ("tests.json", "tests.json"),
        ("starter/main.py", "starter/main.py"),
        ("solution/main.py", "solution/main.py"),
    ] {
        refused(|files| files.remove(&format!("{EXERCISE}/{name}")), &format!("{EXERCISE}/{file}"), "missing_file");
    }
    refused(|files| files.set(&format!("{EXERCISE}/instructions.md"), " \n"), &format!("{EXERCISE}/instructions.md"), "empty");
    refused(|files| files.set(&format!("{EXERCISE}/instructions.md"), "long ".repeat(5000)), &format!("{EXERCISE}/instructions.md"), "too_long");
    refused(|files| files.set(&format!("{EXERCISE}/solution/main.py"), " \n"), &format!("{EXERCISE}/solution"), "program_refused");
    refused(|files| files.set(&format!("{EXERCISE}/starter/big.py"), "#".repeat(300_000)), &format!("{EXERCISE}/starter"), "program_refused");
    refused(|files| files.set(&format!("{EXERCISE}/picture.png"), "x"), &format!("{EXERCISE}/picture.png"), "unknown_file");
    let many = |files: &mut Files| (0..40).for_each(|number| files.set(&format!("{EXERCISE}/files/{number}.txt"), ""));
    refused(many, EXERCISE, "too_many_files");
    exercise_refused("exercise.json", "\"minutes\": 5", "\"minutes\": 1441", "wrong_value");
    exercise_refused("exercise.json", "[\"functions\"]", "[\"\"]", "empty");
    exercise_refused("exercise.json", "\"wall_ms\": 5000", "\"wall_ms\": 600000", "limits_out_of_bounds");
    exercise_refused("exercise.json", "\"minutes\": 5", "\"language\": \"rust\"", "language_not_declared");
    let entry = |files: &mut Files| files.replace(&format!("{EXERCISE}/exercise.json"), "\"minutes\": 5", "\"entry\": \"start.py\"");
    let mut files = Files::good();
    entry(&mut files);
    let problems = files.read().unwrap_err();
    let found: Vec<_> = problems.as_slice().iter().map(|problem| (problem.file.rsplit("double/").next().unwrap(), problem.code)).collect();
    assert_eq!(found, [("solution/start.py", "missing_file"), ("starter/start.py", "missing_file")]);
}

#[test]
fn other_kinds_are_refused_by_name() {
    for kind in ["fill_blank", "choice", "quiz", "predict", "order", "steps", "project"] {
        let path = format!("{EXERCISE}/exercise.json");
        let content = format!("{{ \"title\": \"Another\",\n \"kind\": \"{kind}\", \"blanks\": [] }}");
        let problem = refused(|files| files.set(&path, content), &path, "kind_not_supported");
        assert_eq!((problem.params["kind"].as_str(), problem.line), (Some(kind), Some(2)));
    }
    exercise_refused("exercise.json", "\"code\"", "\"magic\"", "wrong_type");
}

#[test]
fn hints_climb() {
    exercise_refused("exercise.json", "\"rung\": \"approach\"", "\"rung\": \"concept\"", "hint_order");
    let problem = exercise_refused("exercise.json", "\"rung\": \"concept\"", "\"rung\": \"solution\"", "hint_order");
    assert_eq!((&problem.params["rung"], &problem.params["before"]), (&"approach".into(), &"solution".into()));
    exercise_refused("exercise.json", "\"Think.\"", "\"\"", "empty");
    exercise_refused("exercise.json", "\"Think.\"", &format!("{:?}", "long ".repeat(5000)), "too_long");
}

#[test]
fn mistakes_name_what_is_there() {
    assert_eq!(exercise_refused("exercise.json", "\"case\": \"three\"", "\"case\": \"four\"", "unknown_case").line, Some(12));
    exercise_refused("exercise.json", "\"That adds two.\"", "\"\"", "empty");
    let path = format!("{EXERCISE}/exercise.json");
    for name in ["wrong/gone.py", "solution/main.py", "../../01-begin/exercises/double/wrong/adds-two.py"] {
        let mut files = Files::good();
        files.replace(&path, "wrong/adds-two.py", name);
        let problems = files.read().unwrap_err();
        let found: Vec<_> = problems.as_slice().iter().map(|problem| problem.code).collect();
        assert_eq!(found, ["mistake_file_missing", "unused_file"], "{name}");
    }
    refused(|files| files.set(&format!("{EXERCISE}/wrong/other.py"), "x"), &format!("{EXERCISE}/wrong/other.py"), "unused_file");
    refused(|files| files.set(&format!("{EXERCISE}/wrong/adds-two.py"), ""), &format!("{EXERCISE}/wrong/adds-two.py"), "program_refused");
    let twice = |files: &mut Files| {
        let mistake = "{ \"file\": \"wrong/adds-two.py\", \"case\": \"three\", \"message\": \"That adds two.\" }";
        files.replace(&path, mistake, &format!("{mistake}, {mistake}"));
    };
    refused(twice, &path, "listed_twice");
}

#[test]
fn cases_check_something_that_can_be() {
    let case = |old: &str, new: &str, code: &str| exercise_refused("tests.json", old, new, code);
    let three = "\"call\": \"double(3)\", \"gives\": \"6\"";
    assert_eq!(case(", \"gives\": \"6\"", "", "case_checks_nothing").line, Some(3));
    case(three, "\"call\": \"double(3)\", \"gives\": \"6\", \"raises\": { \"type\": \"E\" }", "case_contradiction");
    case(three, "\"gives\": \"6\"", "case_needs_call");
    case("\"stdin\": \"1\\n\",", "\"setup\": \"x = 1\",", "case_needs_call");
    case(three, "\"call\": \" \", \"gives\": \"6\"", "case_value");
    case(three, "\"call\": \"double(3)\", \"gives\": \"\"", "case_value");
    case(three, "\"call\": \"double(3)\\u0000\", \"gives\": \"6\"", "case_value");
    for wrong in ["six", "double(3)", "[1, 2", "1 +", "__import__('os')", "{'a': }", "6; 7"] {
        let problem = case(three, &format!("\"call\": \"double(3)\", \"gives\": \"{wrong}\""), "not_a_literal");
        assert_eq!(problem.params["text"], wrong);
    }
    case("\"gives\": \"[1]\"", "\"gives\": \"x\"", "not_a_literal");
    case("\"tolerance\": 0.001", "\"tolerance\": -1", "case_value");
    case("\"type\": \"TypeError\"", "\"type\": \"Type Error\"", "case_value");
    case("\"type\": \"TypeError\"", "\"typ\": \"TypeError\"", "unknown_field");
    case("{ \"a.txt\": \"one\" }", "{ \"../a.txt\": \"one\" }", "case_value");
    case("{ \"b.txt\": \"two\" }", "{ \"/b.txt\": \"two\" }", "case_value");
    assert_eq!(case("\"name\": \"prints\"", "\"name\": \"three\"", "duplicate_case").line, Some(4));
    case("\"name\": \"prints\"", "\"name\": \"\"", "empty");
}

#[test]
fn there_are_cases_and_not_too_many() {
    let path = format!("{EXERCISE}/tests.json");
    let tests = |cases: &str| format!("{{ \"kind\": \"data\", \"cases\": [{cases}] }}");
    let good = "{ \"name\": \"three\", \"call\": \"f()\", \"gives\": \"1\" }";
    let mut files = Files::good();
    files.set(&path, tests(""));
    let codes: Vec<_> = files.read().unwrap_err().into_vec().into_iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unknown_case", "no_cases"]);
    let weightless = good.replace(" }", ", \"weight\": 0 }");
    refused(|files| files.set(&path, tests(&weightless)), &path, "no_weight");
    let many: Vec<_> = (0..200).map(|number| good.replace("three", &number.to_string())).collect();
    refused(|files| files.set(&path, tests(&format!("{good}, {}", many.join(", ")))), &path, "too_many");
}

#[test]
fn python_tests_name_files_and_a_module() {
    let folder = "lessons/02-more/exercises/triple";
    let path = format!("{folder}/tests.json");
    let tests = |old: &str, new: &str, code: &str| refused(|files| files.replace(&path, old, new), &path, code);
    tests("\"module\": \"triple\"", "\"module\": \"quadruple\"", "module_missing");
    tests("[\"tests/test_triple.py\"]", "[\"tests/test_triple.py\", \"tests/gone.py\"]", "test_file_missing");
    tests("[\"tests/test_triple.py\"]", "[\"tests/test_triple.py\", \"solution/triple.py\"]", "test_file_missing");
    tests("[\"tests/test_triple.py\"]", "[\"tests/test_triple.py\", \"tests/test_triple.py\"]", "listed_twice");
    refused(|files| files.set(&format!("{folder}/tests/other.py"), ""), &format!("{folder}/tests/other.py"), "unused_file");
    let mut without_module = Files::good();
    without_module.replace(&path, ", \"module\": \"triple\"", "");
    assert_eq!(without_module.read().unwrap().course, Files::good().read().unwrap().course);
    // A data test has no files.
    refused(|files| files.set(&format!("{EXERCISE}/tests/test_x.py"), ""), &format!("{EXERCISE}/tests/test_x.py"), "unused_file");
}

#[test]
fn text_is_text() {
    let path = format!("{LESSON}/lesson.md");
    let text = |content: &[u8], code: &str| refused(|files| files.set(&path, content), &path, code).line;
    assert_eq!(text(b"one\ntwo \xff\n", "not_utf8"), Some(2));
    assert_eq!(text(b"\xed\xa0\x80", "not_utf8"), Some(1));
    assert_eq!(text(b"one\ntwo\nthree\0\n", "nul_character"), Some(3));
    assert_eq!(text(b"\xef\xbb\xbfone\n", "byte_order_mark"), Some(1));
    assert_eq!(text(b"one\ntwo\r\n", "carriage_return"), Some(2));
    text(" ".repeat(1024 * 1024 + 1).as_bytes(), "file_too_large");
    let data = format!("{EXERCISE}/files/data.csv");
    refused(|files| files.set(&data, b"\0"), &data, "nul_character");
    refused(|files| files.set(&data, "x".repeat(4 * 1024 * 1024 + 1)), &data, "file_too_large");
    let mut large = Files::good();
    large.set(&data, "x".repeat(4 * 1024 * 1024));
    assert!(large.read().is_ok());
}

#[test]
fn files_without_a_place_are_refused_and_some_are_passed_over() {
    for path in ["notes.txt", "lessons/readme.txt", "lessons/01-begin/exercises/x.txt", "lessons/01-begin/pictures/a.png", "other/lesson.md"] {
        refused(|files| files.set(path, "x"), path, "unknown_file");
    }
    let mut files = Files::good();
    files.set("README.md", "# For authors\n");
    files.set("LICENSE", "Do what you like.\n");
    files.set("lessons/.DS_Store", b"\0\xff");
    files.set(&format!("{EXERCISE}/solution/__pycache__/main.cpython-311.pyc"), b"\0\xff");
    let pack = files.read().unwrap();
    assert_eq!(pack.course, Files::good().read().unwrap().course);
}

#[cfg(unix)]
#[test]
fn a_folder_has_no_links_or_devices() {
    use std::os::unix::{ffi::OsStrExt, fs::symlink};
    let folder = Files::good().to_folder();
    let root = folder.path();
    symlink("/etc/passwd", root.join("lessons/01-begin/lesson.txt")).unwrap();
    assert_refused(packs::read(root), "lessons/01-begin/lesson.txt", "symlink");
    std::fs::remove_file(root.join("lessons/01-begin/lesson.txt")).unwrap();

    // A link to a folder above would have no end.
    symlink(root, root.join("lessons/03-loop")).unwrap();
    assert_refused(packs::read(root), "lessons/03-loop", "symlink");
    std::fs::remove_file(root.join("lessons/03-loop")).unwrap();

    std::os::unix::net::UnixListener::bind(root.join("lessons/socket")).unwrap();
    assert_refused(packs::read(root), "lessons/socket", "not_a_file");
    std::fs::remove_file(root.join("lessons/socket")).unwrap();

    let name = std::ffi::OsStr::from_bytes(b"lessons/\xff.md");
    std::fs::write(root.join(name), "x").unwrap();
    assert_refused(packs::read(root), "lessons/\u{fffd}.md", "bad_path");
    std::fs::remove_file(root.join(name)).unwrap();

    std::fs::create_dir_all(root.join("lessons/a/b/c/d/e/f/g/h/i/j")).unwrap();
    assert_refused(packs::read(root), "lessons/a/b/c/d/e/f/g/h", "bad_path");
}

#[test]
fn questions_are_well_formed() {
    let path = format!("{LESSON}/lesson.md");
    let lesson = |content: &str, code: &str| refused(|files| files.set(&path, content), &path, code).line;
    let question = |body: &str| format!("Text.\n\n```question\n{body}\n```\n");
    assert_eq!(lesson(&question("- [x] a\n- [ ] b"), "question_without_prompt"), Some(3));
    lesson(&question("What?\n- [x] a"), "question_answers");
    lesson(&question("What?\n- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n- [ ] e\n- [ ] f"), "question_answers");
    lesson(&question("What?\n- [ ] a\n- [ ] b"), "question_right");
    lesson(&question("What?\n- [x] a\n- [x] b"), "question_right");
    assert_eq!(lesson(&question("What?\n- [x] a\n- [ ] b\n- c"), "question_box"), Some(7));
    assert_eq!(lesson(&question("What?\n- [x] a\n- [ ] -- because"), "question_answer_empty"), Some(6));
    assert_eq!(lesson("- item\n\n  ```question\n  What?\n  - [x] a\n  - [ ] b\n  ```\n", "block_not_at_top"), Some(3));
    assert_eq!(lesson("> ```python run\n> 1\n> ```\n", "block_not_at_top"), Some(1));
    assert_eq!(lesson("\n```python rnu\n1\n```\n", "unknown_block_word"), Some(2));
    lesson("```python run=1\n1\n```\n", "unknown_block_word");
    lesson("```question quickly\nWhat?\n- [x] a\n- [ ] b\n```\n", "unknown_block_word");
}

#[test]
fn reading_changes_nothing_on_disk() {
    let mut files = Files::good();
    files.set("lessons/01-begin/lesson.md", b"\xff");
    let folder = files.to_folder();
    let before = crate::fixture::names_in(folder.path());
    packs::read(folder.path()).unwrap_err();
    assert_eq!(crate::fixture::names_in(folder.path()), before);
    assert!(packs::read(Path::new("")).is_err());
}
