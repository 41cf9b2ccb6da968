-- The form of the task of each kind of exercise, written once. A CHECK takes no subquery, so the rule is a trigger; and so that every table with a
-- task can use the same one, it stands on a view that holds nothing: a table's own triggers insert (kind, question_data, tests) into it.

CREATE VIEW question_data_rule (kind, question_data, tests) AS SELECT NULL, NULL, NULL WHERE 0;

CREATE TRIGGER question_data_check INSTEAD OF INSERT ON question_data_rule BEGIN
    SELECT RAISE(ABORT, 'question_data_not_json') WHERE NOT json_valid(NEW.question_data) OR NOT json_valid(NEW.tests);
    SELECT RAISE(ABORT, 'question_data_not_an_object')
    WHERE json_type(NEW.question_data) IS NOT 'object' OR json_type(NEW.tests) IS NOT 'object';

    -- code, project: the file to run, files to start with, data files, limits.
    SELECT RAISE(ABORT, 'question_data_entry')
    WHERE NEW.kind IN ('code', 'project')
        AND (json_type(NEW.question_data, '$.entry') IS NOT 'text' OR json_extract(NEW.question_data, '$.entry') = '');
    SELECT RAISE(ABORT, 'question_data_files')
    WHERE NEW.kind IN ('code', 'project')
        AND (
            json_type(NEW.question_data, '$.starter') IS NOT 'array'
            OR json_type(NEW.question_data, '$.data_files') IS NOT 'array'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.question_data, '$.starter')
                WHERE type <> 'object' OR json_type(value, '$.path') IS NOT 'text' OR json_type(value, '$.text') IS NOT 'text'
            )
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.question_data, '$.data_files')
                WHERE type <> 'object' OR json_type(value, '$.path') IS NOT 'text' OR json_type(value, '$.text') IS NOT 'text'
            )
        );
    SELECT RAISE(ABORT, 'question_data_limits')
    WHERE NEW.kind IN ('code', 'project')
        AND (
            json_type(NEW.question_data, '$.limits') IS NOT 'object'
            OR EXISTS (
                SELECT 1 FROM (SELECT '$.limits.wall_ms' AS path UNION ALL SELECT '$.limits.memory_mb' UNION ALL SELECT '$.limits.output_bytes' UNION ALL SELECT '$.limits.file_bytes')
                WHERE json_type(NEW.question_data, path) IS NOT 'integer' OR json_extract(NEW.question_data, path) < 0
            )
        );
    SELECT RAISE(ABORT, 'question_data_starter_may_pass')
    WHERE NEW.kind IN ('code', 'project') AND coalesce(json_type(NEW.question_data, '$.starter_may_pass'), '') NOT IN ('true', 'false');

    -- code, project: how it is judged.
    SELECT RAISE(ABORT, 'tests_kind')
    WHERE NEW.kind IN ('code', 'project') AND coalesce(json_extract(NEW.tests, '$.kind'), '') NOT IN ('data', 'python');
    SELECT RAISE(ABORT, 'tests_cases')
    WHERE NEW.kind IN ('code', 'project') AND json_extract(NEW.tests, '$.kind') = 'data'
        AND (
            json_type(NEW.tests, '$.cases') IS NOT 'array'
            OR json_array_length(NEW.tests, '$.cases') = 0
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.tests, '$.cases')
                WHERE type <> 'object' OR json_type(value, '$.name') IS NOT 'text'
                    OR coalesce(json_type(value, '$.hidden'), 'false') NOT IN ('true', 'false')
                    OR coalesce(json_type(value, '$.weight'), 'integer') <> 'integer'
            )
        );
    SELECT RAISE(ABORT, 'tests_files')
    WHERE NEW.kind IN ('code', 'project') AND json_extract(NEW.tests, '$.kind') = 'python'
        AND (
            json_type(NEW.tests, '$.module') IS NOT 'text'
            OR json_type(NEW.tests, '$.files') IS NOT 'array'
            OR json_array_length(NEW.tests, '$.files') = 0
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.tests, '$.files')
                WHERE type <> 'object' OR json_type(value, '$.path') IS NOT 'text' OR json_type(value, '$.text') IS NOT 'text'
            )
        );

    -- quiz: a question, at least two different options, and the right one or ones among them.
    SELECT RAISE(ABORT, 'question_data_question')
    WHERE NEW.kind = 'quiz'
        AND (json_type(NEW.question_data, '$.question') IS NOT 'text' OR json_extract(NEW.question_data, '$.question') = '');
    SELECT RAISE(ABORT, 'question_data_options')
    WHERE NEW.kind = 'quiz'
        AND (
            json_type(NEW.question_data, '$.options') IS NOT 'array'
            OR json_array_length(NEW.question_data, '$.options') < 2
            OR EXISTS (SELECT 1 FROM json_each(NEW.question_data, '$.options') WHERE type <> 'text')
            OR (SELECT count(*) <> count(DISTINCT value) FROM json_each(NEW.question_data, '$.options'))
        );
    SELECT RAISE(ABORT, 'question_data_correct_answer')
    WHERE NEW.kind = 'quiz'
        AND CASE json_type(NEW.question_data, '$.correct_answer')
            WHEN 'text' THEN
                json_extract(NEW.question_data, '$.correct_answer') NOT IN (SELECT value FROM json_each(NEW.question_data, '$.options'))
            WHEN 'array' THEN
                json_array_length(NEW.question_data, '$.correct_answer') = 0
                OR EXISTS (
                    SELECT 1 FROM json_each(NEW.question_data, '$.correct_answer')
                    WHERE type <> 'text' OR value NOT IN (SELECT value FROM json_each(NEW.question_data, '$.options'))
                )
            ELSE 1
        END;
    SELECT RAISE(ABORT, 'question_data_pass_mark')
    WHERE NEW.kind = 'quiz' AND json_type(NEW.question_data, '$.pass_mark') IS NOT NULL
        AND (
            json_type(NEW.question_data, '$.pass_mark') <> 'integer'
            OR json_extract(NEW.question_data, '$.pass_mark') NOT BETWEEN 1 AND 100
        );

    -- fill_blank: a template with {{BLANK_n}}, and for each n one solution or a list of them.
    SELECT RAISE(ABORT, 'question_data_template')
    WHERE NEW.kind IN ('fill_blank', 'choice') AND json_type(NEW.question_data, '$.template') IS NOT 'text';
    SELECT RAISE(ABORT, 'question_data_solutions')
    WHERE NEW.kind IN ('fill_blank', 'choice')
        AND (
            json_type(NEW.question_data, '$.solutions') IS NOT 'object'
            OR NOT EXISTS (SELECT 1 FROM json_each(NEW.question_data, '$.solutions'))
        );
    SELECT RAISE(ABORT, 'question_data_solutions')
    WHERE NEW.kind = 'fill_blank'
        AND EXISTS (
            SELECT 1 FROM json_each(NEW.question_data, '$.solutions') AS solution
            WHERE CASE solution.type
                WHEN 'text' THEN 0
                WHEN 'array' THEN json_array_length(solution.value) = 0 OR EXISTS (SELECT 1 FROM json_each(solution.value) WHERE type <> 'text')
                ELSE 1
            END
        );
    SELECT RAISE(ABORT, 'question_data_slots')
    WHERE NEW.kind IN ('fill_blank', 'choice')
        AND EXISTS (
            SELECT 1 FROM json_each(NEW.question_data, '$.solutions')
            WHERE NOT instr(
                json_extract(NEW.question_data, '$.template'),
                CASE NEW.kind WHEN 'choice' THEN '{{CHOICE_' ELSE '{{BLANK_' END || key || '}}'
            )
        );
    SELECT RAISE(ABORT, 'question_data_slots')
    WHERE NEW.kind IN ('fill_blank', 'choice')
        AND (SELECT count(*) FROM json_each(NEW.question_data, '$.solutions')) <> (
            SELECT (length(template) - length(replace(template, mark, ''))) / length(mark)
            FROM (
                SELECT
                    json_extract(NEW.question_data, '$.template') AS template,
                    CASE NEW.kind WHEN 'choice' THEN '{{CHOICE_' ELSE '{{BLANK_' END AS mark
            )
        );

    -- choice: for each {{CHOICE_n}} at least two choices, and the right one among them.
    SELECT RAISE(ABORT, 'question_data_choices')
    WHERE NEW.kind = 'choice'
        AND (
            json_type(NEW.question_data, '$.choices') IS NOT 'object'
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.question_data, '$.choices') AS slot
                WHERE slot.type <> 'array' OR json_array_length(slot.value) < 2
                    OR EXISTS (SELECT 1 FROM json_each(slot.value) WHERE type <> 'text')
            )
            OR EXISTS (
                SELECT 1 FROM json_each(NEW.question_data, '$.solutions') AS solution
                WHERE solution.type <> 'text' OR NOT EXISTS (
                    SELECT 1
                    FROM json_each(NEW.question_data, '$.choices') AS slot, json_each(slot.value) AS choice
                    WHERE slot.key = solution.key AND choice.value = solution.value
                )
            )
            OR (SELECT count(*) FROM json_each(NEW.question_data, '$.choices'))
                <> (SELECT count(*) FROM json_each(NEW.question_data, '$.solutions'))
        );

    -- predict: a program, and what it prints.
    SELECT RAISE(ABORT, 'question_data_program')
    WHERE NEW.kind = 'predict'
        AND (
            json_type(NEW.question_data, '$.program') IS NOT 'text'
            OR json_extract(NEW.question_data, '$.program') = ''
            OR json_type(NEW.question_data, '$.output') IS NOT 'text'
        );

    -- order: at least two lines; distractors and other accepted orders where there are some.
    SELECT RAISE(ABORT, 'question_data_lines')
    WHERE NEW.kind = 'order'
        AND (
            json_type(NEW.question_data, '$.lines') IS NOT 'array'
            OR json_array_length(NEW.question_data, '$.lines') < 2
            OR EXISTS (SELECT 1 FROM json_each(NEW.question_data, '$.lines') WHERE type <> 'text')
            OR coalesce(json_type(NEW.question_data, '$.distractors'), 'array') <> 'array'
            OR EXISTS (SELECT 1 FROM json_each(NEW.question_data, '$.distractors') WHERE type <> 'text')
            OR coalesce(json_type(NEW.question_data, '$.orders'), 'array') <> 'array'
            OR EXISTS (SELECT 1 FROM json_each(NEW.question_data, '$.orders') WHERE type <> 'array')
        );

    -- steps: whether they must be taken in sequence. The steps themselves are rows of exercise_steps.
    SELECT RAISE(ABORT, 'question_data_sequence')
    WHERE NEW.kind = 'steps' AND coalesce(json_type(NEW.question_data, '$.sequence'), '') NOT IN ('true', 'false');
END;

PRAGMA user_version = 5;
