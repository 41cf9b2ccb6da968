//! What the file refuses, whoever writes to it: tried by the system's `sqlite3` on a copy of a live file, foreign keys off.

use crate::support::{Fixture, PASSWORD, copy_of, file, new_user, shell, shell_text};
use domain::{account::Role, hint::Rung, judge::Verdict};
use std::path::PathBuf;
use store::{Actor, draft, enrollment, hint, lesson, user};
use tempfile::TempDir;

/// A copy of a file in which everything has happened once.
struct Copy {
    _folder: TempDir,
    path: PathBuf,
    names: Vec<(&'static str, String)>,
}

impl Copy {
    fn new() -> Self {
        let fixture = Fixture::new();
        let (learner, exercise) = (fixture.learner, fixture.exercise(0, 0));
        user::create(&fixture.store, Actor::Nobody, &new_user("Cleo", Role::Learner, Some(PASSWORD))).unwrap();
        fixture.submit(exercise, Verdict::Failed);
        fixture.submit(exercise, Verdict::Passed);
        lesson::complete(&fixture.store, learner, fixture.lesson(0)).unwrap();
        lesson::open(&fixture.store, learner, fixture.lesson(2)).unwrap();
        draft::save(&fixture.store, learner, exercise, &[file("main.py", "x")], 0, false).unwrap();
        draft::leave(&fixture.store, learner, exercise).unwrap();
        hint::take(&fixture.store, learner, exercise, Rung::Concept).unwrap();
        enrollment::add(&fixture.store, fixture.owner, fixture.course.id).unwrap();
        let names = vec![
            ("owner", fixture.owner.to_string()),
            ("learner", learner.to_string()),
            ("course", fixture.course.id.to_string()),
            ("lesson1", fixture.lesson(0).to_string()),
            ("lesson2", fixture.lesson(1).to_string()),
            ("lesson3", fixture.lesson(2).to_string()),
            ("lesson4", fixture.lesson(3).to_string()),
            ("exercise", exercise.to_string()),
            ("other_exercise", fixture.exercise(0, 1).to_string()),
            ("free", "0190aaaa-0000-7000-8000-0000000000ff".to_owned()),
            ("time", "2026-11-23T09:41:00.000Z".to_owned()),
        ];
        let (folder, path) = copy_of(fixture.folder.path());
        Self { _folder: folder, path, names }
    }

    fn fill(&self, sql: &str) -> String {
        self.names.iter().fold(sql.to_owned(), |sql, (name, value)| sql.replace(&format!("@{name}@"), &format!("'{value}'")))
    }

    /// The statement fails, with this in what it says, and changes nothing.
    fn refuses(&self, says: &str, sql: &str) {
        let sql = self.fill(sql);
        let before = self.everything();
        let output = shell(&self.path, &sql);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "was taken: {sql}");
        assert!(error.contains(says), "{sql}\nsays {error}\nnot {says}");
        assert_eq!(self.everything(), before, "{sql} changed something");
    }

    /// The same in each of the ways in which a row can be replaced.
    fn refuses_replacing(&self, says: &str, rest: &str) {
        for verb in ["INSERT INTO", "INSERT OR REPLACE INTO", "REPLACE INTO", "INSERT OR IGNORE INTO"] {
            self.refuses(says, &format!("{verb} {rest}"));
        }
    }

    fn takes(&self, sql: &str) -> String {
        shell_text(&self.path, &self.fill(sql))
    }

    fn everything(&self) -> String {
        shell_text(&self.path, ".sha3sum --schema")
    }
}

/// A class that was joined: sync has something to apply.
const JOIN: &str = "INSERT INTO classes (id, name, hub_key, epoch, joined_at) VALUES ('0190aaaa-0000-7000-8000-0000000000e1', 'Class', zeroblob(32), '0190aaaa-0000-7000-8000-0000000000e1', @time@);
    INSERT INTO replicas (id, class_id, user_id, member_id, public_key, created_at)
    VALUES ('0190aaaa-0000-7000-8000-0000000000e2', '0190aaaa-0000-7000-8000-0000000000e1', @learner@, @learner@, zeroblob(32), @time@)";

#[test]
fn finding_1_and_2_attempt_numbers_are_dense_and_unique() {
    let copy = Copy::new();
    let insert = |number: &str| {
        format!(
            "submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, result, submitted_at) \
             SELECT @free@, user_id, exercise_id, version_digest, {number}, code, status, score, result, submitted_at FROM submissions WHERE attempt_number = 1"
        )
    };
    for (number, says) in [
        ("0", "attempt_number_gap"),
        ("-1", "attempt_number_gap"),
        ("4", "attempt_number_gap"),
        ("NULL", "attempt_number_gap"),
        ("2", "attempt_number_taken"),
        ("1.5", ""),
    ] {
        copy.refuses_replacing(says, &insert(number));
    }
    // The CHECK holds for sync too, which may leave a gap for a moment.
    copy.takes(JOIN);
    copy.takes("INSERT INTO write_context (id, role) VALUES (1, 'sync')");
    for number in ["0", "-3"] {
        copy.refuses("CHECK constraint failed: attempt_number >= 1", &format!("INSERT INTO {}", insert(number)));
    }
    copy.refuses("attempt_number_taken", "UPDATE OR REPLACE submissions SET attempt_number = 1 WHERE attempt_number = 2");
    copy.takes(
        "UPDATE submissions SET attempt_number = attempt_number + 1000000; UPDATE submissions SET attempt_number = 3 - (attempt_number - 1000000)",
    );
    assert_eq!(copy.takes("SELECT attempts_to_pass FROM exercise_progress"), "1");
    copy.takes(
        "UPDATE submissions SET attempt_number = attempt_number + 1000000; UPDATE submissions SET attempt_number = 3 - (attempt_number - 1000000)",
    );
    copy.takes("DELETE FROM write_context");
    copy.takes(&format!("INSERT INTO {}", insert("3")));
    assert_eq!(copy.takes("SELECT attempts, best_score, attempts_to_pass FROM exercise_progress"), "3|100|2");
}

#[test]
fn finding_3_and_25_nothing_that_people_made_is_deleted_or_replaced() {
    let copy = Copy::new();
    for table in [
        "users",
        "profiles",
        "courses",
        "exercises",
        "exercise_versions",
        "enrollments",
        "lesson_progress",
        "exercise_progress",
        "submissions",
        "drafts",
        "hints_taken",
        "outbox",
    ] {
        let says = if ["submissions", "exercise_versions", "hints_taken", "outbox"].contains(&table) { "append_only" } else { "hard_delete_refused" };
        copy.refuses(says, &format!("DELETE FROM {table}"));
        copy.refuses(says, &format!("PRAGMA foreign_keys = ON; DELETE FROM {table}"));
    }
    // REPLACE by the whole row, and by each unique key.
    for (table, says) in [
        ("users", "id_taken"),
        ("profiles", "profile_exists"),
        ("categories", "id_taken"),
        ("courses", "id_taken"),
        ("lessons", "id_taken"),
        ("exercises", "id_taken"),
        ("exercise_versions", "id_taken"),
        ("enrollments", "id_taken"),
        ("lesson_progress", "id_taken"),
        ("exercise_progress", "id_taken"),
        ("submissions", "id_taken"),
        ("drafts", "id_taken"),
        ("hints_taken", "id_taken"),
        ("outbox", "id_taken"),
    ] {
        copy.refuses_replacing(says, &format!("{table} SELECT * FROM {table}"));
    }
    for (says, sql) in [
        (
            "username_taken",
            "INSERT OR REPLACE INTO users (id, username, username_index, role, created_at) SELECT @free@, username, username_index, role, created_at FROM users WHERE id = @learner@",
        ),
        (
            "email_taken",
            "INSERT OR REPLACE INTO users (id, username, username_index, email, email_index, role, created_at) SELECT @free@, username, zeroblob(32), email, email_index, role, created_at FROM users WHERE id = @learner@",
        ),
        ("username_taken", "UPDATE OR REPLACE users SET username_index = (SELECT username_index FROM users WHERE id = @owner@) WHERE id = @learner@"),
        ("email_taken", "UPDATE OR REPLACE users SET email_index = (SELECT email_index FROM users WHERE id = @owner@) WHERE id = @learner@"),
        ("id_fixed", "UPDATE OR REPLACE users SET id = @owner@ WHERE id = @learner@"),
        ("id_fixed", "UPDATE OR REPLACE profiles SET user_id = @owner@ WHERE user_id = @learner@"),
        (
            "course_slug_taken",
            "INSERT OR REPLACE INTO courses (id, category_id, slug, title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at) SELECT @free@, category_id, 'FIRST-steps', title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at FROM courses",
        ),
        ("id_fixed", "UPDATE OR REPLACE courses SET id = @free@"),
        ("id_fixed", "UPDATE OR REPLACE lessons SET id = @lesson1@ WHERE id = @lesson2@"),
        ("lesson_slug_taken", "UPDATE OR REPLACE lessons SET slug = 'LESSON-1' WHERE id = @lesson2@"),
        (
            "lesson_slug_taken",
            "INSERT OR REPLACE INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) SELECT @free@, course_id, slug, title, summary, kind, minutes, required, content, 9 FROM lessons WHERE id = @lesson1@",
        ),
        ("exercise_slug_taken", "UPDATE OR REPLACE exercises SET slug = 'task-1-1' WHERE id = @other_exercise@"),
        ("id_fixed", "UPDATE OR REPLACE exercises SET id = @exercise@ WHERE id = @other_exercise@"),
        ("already_enrolled", "INSERT OR REPLACE INTO enrollments (id, user_id, course_id, enrolled_at) VALUES (@free@, @learner@, @course@, @time@)"),
        ("id_fixed", "UPDATE OR REPLACE enrollments SET user_id = @owner@ WHERE user_id = @learner@"),
        ("id_fixed", "UPDATE OR REPLACE lesson_progress SET lesson_id = @lesson3@ WHERE lesson_id = @lesson1@"),
        ("id_fixed", "UPDATE OR REPLACE exercise_progress SET exercise_id = @other_exercise@"),
        ("id_fixed", "UPDATE OR REPLACE drafts SET user_id = @owner@, revision = 2"),
        ("append_only", "UPDATE exercise_versions SET tests = '{}'"),
        ("append_only", "UPDATE hints_taken SET rung = 'solution'"),
    ] {
        copy.refuses(says, sql);
    }
    // No hidden key to replace by.
    let hidden = "SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT wr AND name NOT IN ('installation', 'write_context', 'refinery_schema_history', 'sqlite_schema', 'audit_log', 'audit_seals')";
    assert_eq!(copy.takes(hidden), "");
    // A person goes, the work stays.
    copy.takes("UPDATE users SET is_deleted = 1, is_active = 0, deleted_at = @time@ WHERE id = @learner@");
    assert_eq!(copy.takes("SELECT count(*) FROM submissions WHERE user_id = @learner@"), "2");
}

#[test]
fn attempts_and_operations_are_never_rewritten() {
    let copy = Copy::new();
    for column in [
        "id",
        "user_id",
        "exercise_id",
        "version_digest",
        "code",
        "status",
        "score",
        "total_tests",
        "passed_tests",
        "result",
        "submitted_at",
        "attempt_number",
    ] {
        copy.refuses("append_only", &format!("UPDATE submissions SET {column} = {column}"));
    }
    for (column, value) in [
        ("op_id", "@free@"),
        ("position", "position + 100"),
        ("user_id", "@owner@"),
        ("kind", "'x'"),
        ("v", "2"),
        ("base_rev", "@free@"),
        ("payload", "'{}'"),
        ("digest", "lower(hex(zeroblob(32)))"),
        ("entity_id", "@free@"),
        ("created_at", "@time@"),
    ] {
        copy.refuses("append_only", &format!("UPDATE OR REPLACE outbox SET {column} = {value} WHERE kind = 'submission.add'"));
    }
    copy.refuses("position_taken", "INSERT OR REPLACE INTO outbox (op_id, position, user_id, kind, v, payload, digest, created_at) SELECT @free@, position, user_id, kind, v, payload, digest, created_at FROM outbox WHERE position = 1");
    copy.takes("UPDATE outbox SET payload = '{\"a\":1}' WHERE kind = 'draft.save'");
    copy.takes("UPDATE outbox SET state = 'sent'");
    copy.refuses("append_only", "UPDATE outbox SET payload = '{}' WHERE kind = 'draft.save'");
    copy.refuses("append_only", "UPDATE outbox SET payload = '{}', state = 'saved' WHERE kind = 'draft.save'");
    copy.refuses("state_backwards", "UPDATE outbox SET state = 'saved' WHERE kind = 'draft.save'");
    copy.refuses("CHECK", "UPDATE outbox SET state = 'gone'");
}

#[test]
fn finding_4_percentages_follow_in_the_same_statement() {
    let copy = Copy::new();
    let state = "SELECT completed_lessons, progress_percentage, completed_at IS NOT NULL FROM enrollments WHERE user_id = @learner@";
    assert_eq!(copy.takes(state), "1|25|0");
    for index in [2, 4] {
        copy.takes(&format!(
            "INSERT INTO lesson_progress (user_id, lesson_id, completed, completed_at) VALUES (@learner@, @lesson{index}@, 1, @time@)"
        ));
    }
    copy.takes("UPDATE lesson_progress SET completed = 1, completed_at = @time@ WHERE user_id = @learner@ AND lesson_id = @lesson3@");
    assert_eq!(copy.takes(state), "4|100|1");
    // A lesson more: not complete any more, but completed once.
    let add = "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) VALUES (@free@, @course@, 'new', 'New', '', 'theory', 1, 0, '', 5)";
    copy.takes(add);
    assert_eq!(copy.takes(state), "4|80|1");
    copy.takes("DELETE FROM lessons WHERE id = @free@");
    assert_eq!(copy.takes(state), "4|100|1");
    copy.takes(&add.replace("'new'", "'again'"));
    copy.takes("UPDATE lessons SET is_deleted = 1, deleted_at = @time@ WHERE id = @lesson1@");
    assert_eq!(copy.takes(state), "3|75|1");
    copy.takes("UPDATE lessons SET is_deleted = 0, deleted_at = NULL WHERE id = @lesson1@");
    assert_eq!(copy.takes(state), "4|80|1");
    copy.takes("UPDATE lesson_progress SET completed = 0, completed_at = NULL WHERE user_id = @learner@ AND lesson_id = @lesson1@");
    assert_eq!(copy.takes(state), "3|60|0");
    // Whoever enrols with progress from before begins with it.
    copy.takes("UPDATE lesson_progress SET completed = 1, completed_at = @time@ WHERE user_id = @learner@");
    assert_eq!(copy.takes("SELECT total_lessons FROM courses"), "5");
    copy.refuses("CHECK", "UPDATE enrollments SET progress_percentage = 101");
    copy.refuses("CHECK", "UPDATE lesson_progress SET completed = 2");
    copy.refuses("CHECK", "UPDATE lesson_progress SET completed = 1, completed_at = NULL");
}

#[test]
fn finding_7_one_profile_for_each_person() {
    let copy = Copy::new();
    copy.takes("INSERT INTO users (id, username, username_index, role, created_at) VALUES (@free@, zeroblob(41), zeroblob(32), 'learner', @time@)");
    assert_eq!(copy.takes("SELECT count(*), preferences FROM profiles WHERE user_id = @free@"), "1|{}");
    copy.refuses_replacing("profile_exists", "profiles (user_id, created_at, updated_at) VALUES (@free@, @time@, @time@)");
    copy.refuses_replacing("user", "profiles (user_id, created_at, updated_at) VALUES ('0190aaaa-0000-7000-8000-0000000000fe', @time@, @time@)");
}

#[test]
fn finding_10_and_17_what_is_in_use_stays() {
    let copy = Copy::new();
    for keys in ["OFF", "ON"] {
        copy.refuses("lesson_in_use", &format!("PRAGMA foreign_keys = {keys}; DELETE FROM lessons WHERE id = @lesson2@"));
        copy.refuses("category_in_use", &format!("PRAGMA foreign_keys = {keys}; DELETE FROM categories"));
        copy.refuses("hard_delete_refused", &format!("PRAGMA foreign_keys = {keys}; DELETE FROM exercises WHERE id = @other_exercise@"));
    }
    copy.takes("INSERT INTO categories (id, parent_id, slug, name, created_at) SELECT @free@, id, 'below', 'Below', @time@ FROM categories");
    copy.takes("DELETE FROM categories WHERE id = @free@");
    copy.refuses("FOREIGN KEY", "PRAGMA foreign_keys = ON; INSERT INTO submissions SELECT @free@, @free@, exercise_id, version_digest, 1, code, status, score, total_tests, passed_tests, result, submitted_at FROM submissions LIMIT 1");
    copy.refuses(
        "FOREIGN KEY",
        "PRAGMA foreign_keys = ON; INSERT INTO enrollments (id, user_id, course_id, enrolled_at) VALUES (@free@, @free@, @course@, @time@)",
    );
    copy.refuses("FOREIGN KEY", "PRAGMA foreign_keys = ON; INSERT INTO drafts (user_id, exercise_id, revision, files, updated_at) VALUES (@free@, @exercise@, 1, '[]', @time@)");
}

#[test]
fn finding_11_json_is_json_of_its_type_and_defaults_are_distinct() {
    let copy = Copy::new();
    for (table, column, wrong) in [
        ("profiles", "preferences", "'[]'"),
        ("profiles", "preferences", "'{'"),
        ("profiles", "preferences", "NULL"),
        ("courses", "authors", "'{}'"),
        ("courses", "authors", "'x'"),
        ("exercises", "concepts", "'{}'"),
        ("exercises", "mistakes", "'1'"),
        ("exercises", "solution_code", "'{}'"),
        ("exercises", "progressive_hints", "'nope'"),
        ("exercises", "tests", "'[]'"),
        ("exercises", "question_data", "NULL"),
        ("exercises", "question_data", "'not json'"),
    ] {
        copy.refuses("", &format!("UPDATE {table} SET {column} = {wrong}"));
    }
    copy.refuses("CHECK", "UPDATE drafts SET files = '{}', revision = revision + 1");
    copy.takes("UPDATE profiles SET preferences = json_set(preferences, '$.a', 1) WHERE user_id = @learner@");
    assert_eq!(copy.takes("SELECT preferences FROM profiles WHERE user_id = @owner@"), "{}");
}

#[test]
fn finding_13_whoever_was_in_a_lesson_that_goes_goes_on_at_the_one_before() {
    let copy = Copy::new();
    let at = "SELECT (SELECT slug FROM lessons WHERE id = last_accessed_lesson_id) FROM enrollments WHERE user_id = @learner@";
    assert_eq!(copy.takes(at), "lesson-3");
    // Reordered: lesson 4 now stands before it.
    copy.takes("UPDATE lessons SET position = CASE id WHEN @lesson4@ THEN 3 ELSE 4 END WHERE id IN (@lesson3@, @lesson4@)");
    copy.takes("UPDATE lessons SET is_deleted = 1, deleted_at = @time@ WHERE id = @lesson3@");
    assert_eq!(copy.takes(at), "lesson-4");
    copy.takes("UPDATE lessons SET is_deleted = 1, deleted_at = @time@ WHERE id IN (@lesson4@, @lesson2@)");
    assert_eq!(copy.takes(at), "lesson-1");
    copy.takes("UPDATE lessons SET is_deleted = 1, deleted_at = @time@ WHERE id = @lesson1@");
    assert_eq!(copy.takes(at), "");
    copy.refuses("lesson_not_in_course", "UPDATE enrollments SET last_accessed_lesson_id = @lesson1@");
    // The same when the row itself goes.
    copy.takes("UPDATE lessons SET is_deleted = 0, deleted_at = NULL WHERE id = @lesson1@");
    copy.takes("INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) VALUES (@free@, @course@, 'new', 'New', '', 'theory', 1, 0, '', 9)");
    copy.takes("UPDATE enrollments SET last_accessed_lesson_id = @free@ WHERE user_id = @learner@");
    copy.takes("PRAGMA foreign_keys = ON; DELETE FROM lessons WHERE id = @free@");
    assert_eq!(copy.takes(at), "lesson-1");
}

#[test]
fn finding_15_counters_equal_a_recount_after_every_step() {
    let copy = Copy::new();
    let recount = "SELECT total_lessons - (SELECT count(*) FROM lessons WHERE course_id = courses.id AND is_deleted = 0), total_enrollments - (SELECT count(*) FROM enrollments WHERE course_id = courses.id AND left_at IS NULL) FROM courses";
    for sql in [
        "UPDATE enrollments SET left_at = @time@",
        "UPDATE enrollments SET left_at = @time@",
        "UPDATE enrollments SET left_at = NULL WHERE user_id = @owner@",
        "INSERT INTO enrollments (id, user_id, course_id, enrolled_at, left_at) SELECT @free@, id, @course@, @time@, NULL FROM users WHERE id NOT IN (@owner@, @learner@)",
        "UPDATE lessons SET is_deleted = 1, deleted_at = @time@ WHERE position > 1",
        "UPDATE lessons SET is_deleted = 1, deleted_at = @time@",
        "UPDATE lessons SET is_deleted = 0, deleted_at = NULL",
        "INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) VALUES (@free@, @course@, 'new', 'New', '', 'theory', 1, 0, '', 9)",
        "DELETE FROM lessons WHERE id = @free@",
    ] {
        copy.takes(sql);
        assert_eq!(copy.takes(recount), "0|0", "{sql}");
    }
    copy.takes("INSERT INTO courses (id, category_id, slug, title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at, total_lessons, total_enrollments) SELECT @free@, category_id, 'other', title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at, 7, 9 FROM courses");
    assert_eq!(copy.takes("SELECT total_lessons, total_enrollments FROM courses WHERE id = @free@"), "0|0");
    copy.refuses("CHECK", "UPDATE courses SET total_lessons = -1");
}

#[test]
fn finding_16_every_kind_of_exercise_has_its_form() {
    let copy = Copy::new();
    let code = r#"{"entry":"main.py","starter":[{"path":"main.py","text":""}],"data_files":[],"limits":{"wall_ms":1,"memory_mb":1,"output_bytes":1,"file_bytes":1},"starter_may_pass":false}"#;
    let tests = r#"{"kind":"data","cases":[{"name":"a"}]}"#;
    let quiz = r#"{"question":"?","options":["a","b"],"correct_answer":"a"}"#;
    let blank = r#"{"template":"x = {{BLANK_1}} + {{BLANK_2}}","solutions":{"1":"1","2":["2","two"]}}"#;
    let choice = r#"{"template":"x = {{CHOICE_1}}","choices":{"1":["a","b"]},"solutions":{"1":"b"}}"#;
    let predict = r#"{"program":"print(1)","output":"1"}"#;
    let order = r#"{"lines":["a","b"],"distractors":["c"],"orders":[["a","b"]]}"#;
    let good = [
        ("code", code, tests),
        ("project", code, r#"{"kind":"python","module":"main","files":[{"path":"t.py","text":""}]}"#),
        ("quiz", quiz, "{}"),
        ("quiz", r#"{"question":"?","options":["a","b","c"],"correct_answer":["a","c"],"pass_mark":60}"#, "{}"),
        ("fill_blank", blank, "{}"),
        ("choice", choice, "{}"),
        ("predict", predict, "{}"),
        ("order", order, "{}"),
        ("order", r#"{"lines":["a","b"]}"#, "{}"),
        ("steps", r#"{"sequence":true}"#, "{}"),
    ];
    let update = |kind: &str, data: &str, tests: &str| {
        format!(
            "UPDATE exercises SET kind = '{kind}', question_data = '{data}', tests = '{tests}', version_digest = lower(hex(randomblob(32))) WHERE id = @other_exercise@"
        )
    };
    for (kind, data, tests) in good {
        copy.takes(&update(kind, data, tests));
    }
    // Each key taken out, and each given another type.
    for (kind, data, tests) in good {
        for (column, document) in [("question_data", data), ("tests", tests)] {
            let value: serde_json::Value = serde_json::from_str(document).unwrap();
            for key in value.as_object().unwrap().keys() {
                if ["distractors", "orders", "pass_mark"].contains(&key.as_str()) {
                    continue;
                }
                for wrong in [None, Some(serde_json::json!(1.5)), Some(serde_json::json!(null)), Some(serde_json::json!([1]))] {
                    let mut value = value.clone();
                    match wrong {
                        None => drop(value.as_object_mut().unwrap().remove(key)),
                        Some(wrong) => value[key] = wrong,
                    }
                    let (data, tests) = if column == "tests" { (data.to_owned(), value.to_string()) } else { (value.to_string(), tests.to_owned()) };
                    copy.refuses("", &update(kind, &data, &tests));
                }
            }
        }
    }
    for (kind, data, tests, says) in [
        ("quiz", r#"{"question":"?","options":["a","b"],"correct_answer":"c"}"#, "{}", "question_data_correct_answer"),
        ("quiz", r#"{"question":"?","options":["a","b"],"correct_answer":["a","c"]}"#, "{}", "question_data_correct_answer"),
        ("quiz", r#"{"question":"?","options":["a","b"],"correct_answer":[]}"#, "{}", "question_data_correct_answer"),
        ("quiz", r#"{"question":"?","options":["a"],"correct_answer":"a"}"#, "{}", "question_data_options"),
        ("quiz", r#"{"question":"?","options":["a","a"],"correct_answer":"a"}"#, "{}", "question_data_options"),
        ("quiz", r#"{"question":"?","options":["a","b"],"correct_answer":"a","pass_mark":101}"#, "{}", "question_data_pass_mark"),
        ("fill_blank", r#"{"template":"{{BLANK_1}}","solutions":{"2":"x"}}"#, "{}", "question_data_slots"),
        ("fill_blank", r#"{"template":"{{BLANK_1}}{{BLANK_2}}","solutions":{"1":"x"}}"#, "{}", "question_data_slots"),
        ("fill_blank", r#"{"template":"{{BLANK_1}}","solutions":{"1":3}}"#, "{}", "question_data_solutions"),
        ("choice", r#"{"template":"{{CHOICE_1}}","choices":{"1":["a","b"]},"solutions":{"1":"c"}}"#, "{}", "question_data_choices"),
        ("choice", r#"{"template":"{{CHOICE_1}}","choices":{"2":["a","b"]},"solutions":{"1":"a"}}"#, "{}", "question_data_choices"),
        ("order", r#"{"lines":["a"]}"#, "{}", "question_data_lines"),
        ("order", r#"{"lines":["a","b"],"distractors":[1]}"#, "{}", "question_data_lines"),
        ("code", code, r#"{"kind":"data","cases":[]}"#, "tests_cases"),
        ("code", code, r#"{"kind":"other"}"#, "tests_kind"),
        ("code", code, "{}", "tests_kind"),
        ("code", "[]", tests, "question_data_not_an_object"),
    ] {
        copy.refuses(says, &update(kind, data, tests));
    }
    // A kind that its data do not fit, and a kind that there is not.
    copy.refuses("question_data_question", "UPDATE exercises SET kind = 'quiz' WHERE id = @exercise@");
    copy.refuses("", "UPDATE exercises SET kind = 'riddle' WHERE id = @exercise@");
    // New rows, and steps, are held to the same.
    let insert = |kind: &str, data: &str| {
        format!(
            "exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest) VALUES (@free@, @course@, @lesson1@, 'new', 'New', '{kind}', 'beginner', 'python', 9, '', '{data}', lower(hex(zeroblob(32))))"
        )
    };
    copy.refuses_replacing("question_data_options", &insert("quiz", r#"{"question":"?"}"#));
    copy.refuses_replacing("question_data_entry", &insert("code", "{}"));
    copy.takes(&format!("INSERT INTO {}", insert("steps", r#"{"sequence":false}"#)));
    let step = |exercise: &str, kind: &str, data: &str| {
        format!(
            "exercise_steps (id, exercise_id, position, kind, title, instructions, question_data) VALUES ('0190aaaa-0000-7000-8000-0000000000aa', {exercise}, 1, '{kind}', '', '', '{data}')"
        )
    };
    copy.refuses_replacing("question_data_options", &step("@free@", "quiz", r#"{"question":"?"}"#));
    copy.refuses_replacing("exercise_without_steps", &step("@exercise@", "quiz", quiz));
    copy.takes(&format!("INSERT INTO {}", step("@free@", "quiz", quiz)));
    copy.refuses("question_data_question", "UPDATE exercise_steps SET question_data = '{}'");
    copy.refuses("hard_delete_refused", "DELETE FROM exercise_steps");
    copy.refuses("id_taken", "REPLACE INTO exercise_steps SELECT * FROM exercise_steps");
    copy.refuses("step_position_taken", &format!("REPLACE INTO {}", step("@free@", "quiz", quiz).replace("0000000000aa", "0000000000ab")));
    copy.refuses("id_fixed", "UPDATE exercise_steps SET exercise_id = @exercise@");
}

#[test]
fn finding_23_languages_are_declared_both_ways() {
    let copy = Copy::new();
    copy.refuses("language_not_declared", "UPDATE exercises SET programming_language = 'cobol' WHERE id = @exercise@");
    copy.refuses("language_not_declared", "INSERT OR REPLACE INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest) VALUES (@free@, @course@, @lesson1@, 'new', 'New', 'steps', 'beginner', 'cobol', 9, '', '{\"sequence\":true}', lower(hex(zeroblob(32))))");
    copy.refuses("language_in_use", "DELETE FROM course_languages");
    copy.refuses("language_in_use", "UPDATE OR REPLACE course_languages SET language = 'cobol'");
    copy.refuses("language_in_use", "UPDATE course_languages SET course_id = @free@");
    copy.takes("INSERT INTO course_languages VALUES (@course@, 'sql')");
    copy.refuses("id_taken", "UPDATE OR REPLACE course_languages SET language = 'sql' WHERE language = 'python'");
    copy.takes("DELETE FROM course_languages WHERE language = 'sql'");
    // What was put away needs the language to come back.
    copy.takes("UPDATE exercises SET is_deleted = 1, deleted_at = @time@; DELETE FROM course_languages");
    copy.refuses("language_not_declared", "UPDATE exercises SET is_deleted = 0, deleted_at = NULL");
    copy.refuses("lesson_not_in_course", "UPDATE exercises SET lesson_id = @free@ WHERE id = @exercise@");
}

#[test]
fn finding_27_categories_make_no_circle_of_any_length() {
    let copy = Copy::new();
    let id = |number: usize| format!("'0190aaaa-0000-7000-8000-{number:012}'");
    for number in 1..=12 {
        let parent = if number == 1 { "NULL".to_owned() } else { id(number - 1) };
        copy.takes(&format!(
            "INSERT INTO categories (id, parent_id, slug, name, created_at) VALUES ({}, {parent}, 'c{number}', 'C', @time@)",
            id(number)
        ));
    }
    for below in 1..=12 {
        copy.refuses("category_cycle", &format!("UPDATE categories SET parent_id = {} WHERE id = {}", id(below), id(1)));
        copy.refuses("category_cycle", &format!("UPDATE OR REPLACE categories SET parent_id = {} WHERE id = {}", id(12), id(below)));
    }
    copy.refuses("category_cycle", "INSERT INTO categories (id, parent_id, slug, name, created_at) VALUES (@free@, @free@, 'self', 'S', @time@)");
    copy.refuses(
        "id_taken",
        &format!("REPLACE INTO categories (id, parent_id, slug, name, created_at) VALUES ({}, {}, 'c1', 'C', @time@)", id(1), id(12)),
    );
    copy.refuses("category_slug_taken", "REPLACE INTO categories (id, parent_id, slug, name, created_at) VALUES (@free@, NULL, 'C1', 'C', @time@)");
    // Rows of a parent that is not there yet close no circle either.
    copy.takes("INSERT INTO categories (id, parent_id, slug, name, created_at) VALUES (@free@, '0190aaaa-0000-7000-8000-0000000000fe', 'early', 'E', @time@)");
    copy.refuses(
        "category_cycle",
        "INSERT INTO categories (id, parent_id, slug, name, created_at) VALUES ('0190aaaa-0000-7000-8000-0000000000fe', @free@, 'late', 'L', @time@)",
    );
    let plan = copy.takes("EXPLAIN QUERY PLAN SELECT id FROM categories WHERE parent_id = 'x'");
    assert!(plan.contains("categories_parent"), "{plan}");
}

#[test]
fn ids_times_and_flags_have_one_form() {
    let copy = Copy::new();
    for bad in [
        "",
        "x",
        "0190AAAA-0000-7000-8000-0000000000ff",
        "0190aaaa00007000800000000000000000ff",
        "0190aaaa-0000-7000-8000-0000000000ff0",
        "------------------------------------",
    ] {
        copy.refuses(
            "CHECK",
            &format!(
                "INSERT INTO users (id, username, username_index, role, created_at) VALUES ('{bad}', zeroblob(41), zeroblob(32), 'learner', @time@)"
            ),
        );
    }
    for bad in [
        "2026-11-23",
        "2026-11-23 09:41:00",
        "2026-11-23T09:41:00Z",
        "2026-11-23T09:41:00.000+01:00",
        "2026-13-01T00:00:00.000Z",
        "2026-02-30T00:00:00.000Z",
        "2026-11-23T24:00:00.000Z",
        "soon",
    ] {
        copy.refuses(
            "",
            &format!(
                "INSERT INTO users (id, username, username_index, role, created_at) VALUES (@free@, zeroblob(41), zeroblob(32), 'learner', '{bad}')"
            ),
        );
    }
    for (says, sql) in [
        ("CHECK", "UPDATE users SET role = 'god'"),
        ("CHECK", "UPDATE users SET is_active = 2"),
        ("CHECK", "UPDATE users SET is_deleted = 1"),
        ("CHECK", "UPDATE users SET is_deleted = 1, deleted_at = @time@"),
        ("CHECK", "UPDATE users SET email = NULL"),
        ("not_erased", "UPDATE users SET username = NULL, username_index = NULL"),
        ("CHECK", "UPDATE users SET password_hash = 'correct horse'"),
        ("cannot store", "UPDATE users SET username = 'Ada in the clear, longer than any tag could be'"),
        ("CHECK", "UPDATE courses SET hours = 0"),
        ("CHECK", "UPDATE courses SET hours = 1001"),
        ("CHECK", "UPDATE courses SET difficulty = 'easy'"),
        ("CHECK", "UPDATE lessons SET kind = 'film'"),
        ("CHECK", "UPDATE lessons SET position = 0"),
        ("CHECK", "UPDATE exercise_progress SET best_score = 101"),
        ("CHECK", "UPDATE exercise_progress SET passed_at = NULL"),
        ("draft_changed", "UPDATE drafts SET files = '[]'"),
        ("draft_changed", "UPDATE drafts SET files = '[]', revision = revision + 2"),
        ("not_files", "UPDATE drafts SET files = '[1]', revision = revision + 1"),
        ("version_differs", "UPDATE exercises SET instructions = 'another task' WHERE id = @exercise@"),
        (
            "no_attempt",
            "INSERT INTO exercise_progress (user_id, exercise_id, attempts, last_attempt_at) VALUES (@learner@, @other_exercise@, 1, @time@)",
        ),
        ("append_only", "DELETE FROM installation"),
        ("append_only", "DELETE FROM refinery_schema_history"),
        (
            "id_taken",
            "INSERT OR REPLACE INTO refinery_schema_history (rowid, version, name, applied_on, checksum) SELECT rowid, 99, 'x', 'x', 'x' FROM refinery_schema_history WHERE version = 5",
        ),
        ("CHECK", "INSERT INTO write_context (id, role) VALUES (1, 'god')"),
        ("CHECK", "INSERT INTO write_context (id) VALUES (2)"),
        ("CHECK", "INSERT INTO installation (id, installation_id, created_at) VALUES (2, @free@, @time@)"),
    ] {
        copy.refuses(says, sql);
    }
}

#[test]
fn a_role_opens_nothing_that_the_file_does_not_know_of() {
    let copy = Copy::new();
    // Of everything that erasure may take away there is a row.
    copy.takes(
        "INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at) VALUES (@free@, @course@, @learner@, 'a', 'A question', 'How does that work?', @time@, @time@, @time@);
         INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) VALUES (@free@, @free@, @learner@, 'Like this', @time@, @time@);
         UPDATE posts SET content = 'Like that', revision = 2;
         INSERT INTO flags (id, flagger_id, post_id, reason, created_at) VALUES (@free@, @learner@, @free@, 'spam', @time@);
         INSERT INTO lesson_notes (user_id, lesson_id, content, created_at, updated_at) VALUES (@learner@, @lesson1@, zeroblob(41), @time@, @time@);
         INSERT INTO bookmarks (user_id, lesson_id, created_at) VALUES (@learner@, @lesson1@, @time@);
         INSERT INTO reading_days (user_id, day, seconds) VALUES (@learner@, '2026-11-23', 60);
         INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at) VALUES (@free@, @learner@, 'a.py', 'x', @time@, @time@);
         INSERT INTO subscriptions (user_id, topic_id, created_at) VALUES (@learner@, @free@, @time@);
         INSERT INTO reviews (id, course_id, user_id, rating) VALUES (@free@, @course@, @learner@, 4);
         INSERT INTO review_votes (review_id, user_id, created_at) VALUES (@free@, @owner@, @time@);
         INSERT INTO post_likes (post_id, user_id, created_at) VALUES (@free@, @owner@, @time@);
         INSERT INTO conflict_copies (id, user_id, entity, entity_id, body, created_at) VALUES (@free@, @learner@, 'draft', 'x', '{}', @time@);",
    );
    let tables = [
        "topics",
        "posts",
        "flags",
        "drafts",
        "lesson_notes",
        "bookmarks",
        "reading_days",
        "playground_files",
        "subscriptions",
        "reviews",
        "review_votes",
        "post_likes",
        "conflict_copies",
    ];
    let as_role = |role: &str, sql: &str| format!("INSERT INTO write_context (id, actor_id, role) VALUES (1, @owner@, '{role}'); {sql}");
    // Nobody is erased, so the role takes nothing from anybody.
    let copy_with_role = |role: &str| copy.takes(&as_role(role, ""));
    copy_with_role("erasure");
    for table in tables {
        copy.refuses("hard_delete_refused", &format!("DELETE FROM {table}"));
    }
    for sql in [
        "DELETE FROM text_revisions",
        "UPDATE text_revisions SET content = ''",
        "UPDATE submissions SET code = '[{\"path\":\"a\",\"text\":\"\"}]'",
        "UPDATE outbox SET payload = '{}', digest = lower(hex(zeroblob(32)))",
    ] {
        copy.refuses("append_only", sql);
    }
    copy.refuses("text_changed", "UPDATE posts SET content = '', is_erased = 1");
    copy.refuses("text_changed", "UPDATE topics SET title = '', content = '', is_erased = 1");
    // Nor does a name go by itself, or a closing come to its end before its day.
    copy.takes("UPDATE users SET is_deleted = 1, is_active = 0, deleted_at = @time@ WHERE id = @learner@");
    copy.refuses("not_erased", "UPDATE users SET username = NULL, username_index = NULL WHERE id = @learner@");
    let closing = "INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted, days_seen, erased_at)";
    copy.refuses(
        "erasure_not_due",
        &format!("{closing} VALUES (@free@, @learner@, 0, @time@, '2026-12-23T09:41:00.000Z', 30, 30, '2026-11-30T09:41:00.000Z')"),
    );
    copy.refuses(
        "erasure_not_due",
        &format!("{closing} VALUES (@free@, @learner@, 0, @time@, '2026-11-24T09:41:00.000Z', 30, 3, '2026-11-30T09:41:00.000Z')"),
    );
    copy.takes(&format!("{closing} VALUES (@free@, @learner@, 0, @time@, '2026-12-23T09:41:00.000Z', 30, 0, NULL)"));
    copy.refuses("erasure_not_due", "UPDATE erasures SET erased_at = '2026-12-24T09:41:00.000Z'");
    copy.takes("DELETE FROM write_context");
    copy.refuses("erasure_not_due", "UPDATE erasures SET erased_at = '2026-12-24T09:41:00.000Z', days_seen = 30");
    // A role is not changed in the middle, and the others want their reason too.
    copy.refuses("not_in_a_class", "INSERT INTO write_context (id, role) VALUES (1, 'sync')");
    copy.refuses("nothing_restored", "INSERT INTO write_context (id, role) VALUES (1, 'restore')");
    copy.takes("INSERT INTO write_context (id, role) VALUES (1, 'person')");
    for role in ["sync", "erasure", "restore"] {
        copy.refuses("role_fixed", &format!("UPDATE write_context SET role = '{role}'"));
    }
    copy.takes("DELETE FROM write_context");
    // With a class that was joined, sync deletes nothing all the same.
    copy.takes(JOIN);
    copy.takes("INSERT INTO write_context (id, role) VALUES (1, 'sync')");
    for table in tables {
        copy.refuses("hard_delete_refused", &format!("DELETE FROM {table}"));
    }
    copy.takes("DELETE FROM write_context");
    // Of somebody who was erased, their own rows go, and no others.
    copy.takes(
        "INSERT INTO write_context (id, role) VALUES (1, 'erasure');
         UPDATE erasures SET days_seen = 30, erased_at = '2026-12-24T09:41:00.000Z';
         UPDATE users SET username = NULL, username_index = NULL, email = NULL, email_index = NULL WHERE id = @learner@;
         DELETE FROM drafts; DELETE FROM lesson_notes; DELETE FROM bookmarks",
    );
    copy.refuses("hard_delete_refused", "DELETE FROM post_likes");
    copy.refuses("hard_delete_refused", "DELETE FROM review_votes");
}

#[test]
fn only_a_complete_enrolment_is_completed_and_it_stays_so_when_the_course_grows() {
    let copy = Copy::new();
    let at = "'2026-11-23T12:00:00.000Z'";
    copy.refuses("not_completed", &format!("UPDATE enrollments SET completed_at = {at} WHERE user_id = @learner@"));
    copy.refuses("not_completed", &format!("UPDATE enrollments SET completed_at = {at}, progress_percentage = 100, completed_lessons = 4"));
    copy.refuses_replacing(
        "not_completed",
        &format!("enrollments (id, user_id, course_id, enrolled_at, completed_at) SELECT @free@, id, @course@, @time@, {at} FROM users WHERE id NOT IN (SELECT user_id FROM enrollments)"),
    );
    // The last lesson completes it, in the same statement.
    copy.takes("INSERT OR IGNORE INTO lesson_progress (user_id, lesson_id, completed, completed_at) SELECT @learner@, id, 1, @time@ FROM lessons WHERE id NOT IN (SELECT lesson_id FROM lesson_progress WHERE user_id = @learner@)");
    copy.takes("UPDATE lesson_progress SET completed = 1, completed_at = @time@ WHERE completed = 0 AND user_id = @learner@");
    let completed = copy.takes("SELECT completed_at FROM enrollments WHERE user_id = @learner@");
    assert!(!completed.is_empty());
    copy.refuses("not_completed", &format!("UPDATE enrollments SET completed_at = {at} WHERE user_id = @learner@"));
    copy.takes("INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position) VALUES (@free@, @course@, 'new', 'New', '', 'theory', 1, 1, '', 9)");
    assert_eq!(copy.takes("SELECT progress_percentage || ' ' || completed_at FROM enrollments WHERE user_id = @learner@"), format!("80 {completed}"));
}

#[test]
fn an_earlier_wording_is_earlier_than_the_one_that_stands() {
    let copy = Copy::new();
    copy.takes(
        "INSERT INTO topics (id, course_id, user_id, slug, title, content, last_activity_at, created_at, updated_at) VALUES (@free@, @course@, @learner@, 'a', 'A question', 'How does that work?', @time@, @time@, @time@);
         INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at) VALUES (@free@, @free@, @learner@, 'Like this', @time@, @time@);",
    );
    for revision in [1, 2, 99] {
        copy.refuses_replacing(
            "revision_not_past",
            &format!("text_revisions (entity, entity_id, revision, content, replaced_at) VALUES ('post', @free@, {revision}, 'forged', @time@)"),
        );
        copy.refuses_replacing("revision_not_past", &format!("text_revisions (entity, entity_id, revision, title, content, replaced_at) VALUES ('topic', @free@, {revision}, 'forged', 'forged', @time@)"));
    }
    copy.refuses_replacing(
        "revision_not_past",
        "text_revisions (entity, entity_id, revision, content, replaced_at) VALUES ('post', @lesson1@, 1, 'of nothing', @time@)",
    );
    copy.takes("UPDATE posts SET content = 'Like that', revision = 2; UPDATE topics SET title = 'Another', revision = 2");
    assert_eq!(
        copy.takes("SELECT group_concat(content, '|') FROM (SELECT content FROM text_revisions ORDER BY entity)"),
        "Like this|How does that work?"
    );
}
