-- Who takes which course, and which lessons they opened and completed.

CREATE TABLE enrollments (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    enrolled_at TEXT NOT NULL CHECK (enrolled_at IS strftime('%Y-%m-%dT%H:%M:%fZ', enrolled_at) AND date(enrolled_at, '+0 days') IS substr(enrolled_at, 1, 10)),
    -- Leaving keeps the row, and with it the progress.
    left_at TEXT CHECK (left_at IS strftime('%Y-%m-%dT%H:%M:%fZ', left_at) AND date(left_at, '+0 days') IS substr(left_at, 1, 10)),
    completed_lessons INTEGER NOT NULL DEFAULT 0 CHECK (completed_lessons >= 0),
    progress_percentage INTEGER NOT NULL DEFAULT 0 CHECK (progress_percentage BETWEEN 0 AND 100),
    completed_at TEXT CHECK (completed_at IS strftime('%Y-%m-%dT%H:%M:%fZ', completed_at) AND date(completed_at, '+0 days') IS substr(completed_at, 1, 10)),
    last_accessed_lesson_id TEXT REFERENCES lessons (id) ON DELETE RESTRICT,
    last_accessed_at TEXT CHECK (last_accessed_at IS strftime('%Y-%m-%dT%H:%M:%fZ', last_accessed_at) AND date(last_accessed_at, '+0 days') IS substr(last_accessed_at, 1, 10)),
    CHECK (progress_percentage < 100 OR completed_at IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX enrollments_user_course ON enrollments (user_id, course_id);
CREATE INDEX enrollments_course ON enrollments (course_id, left_at);
CREATE INDEX enrollments_last_accessed_lesson ON enrollments (last_accessed_lesson_id);

CREATE TRIGGER enrollments_guard_insert BEFORE INSERT ON enrollments BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM enrollments WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'already_enrolled')
    WHERE EXISTS (SELECT 1 FROM enrollments WHERE user_id = NEW.user_id AND course_id = NEW.course_id);
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NEW.last_accessed_lesson_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.last_accessed_lesson_id AND course_id = NEW.course_id AND is_deleted = 0);
END;

CREATE TRIGGER enrollments_guard_update BEFORE UPDATE OF id, user_id, course_id, last_accessed_lesson_id ON enrollments BEGIN
    SELECT RAISE(ABORT, 'id_fixed')
    WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.course_id IS NOT OLD.course_id;
    SELECT RAISE(ABORT, 'lesson_not_in_course')
    WHERE NEW.last_accessed_lesson_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM lessons WHERE id = NEW.last_accessed_lesson_id AND course_id = NEW.course_id AND is_deleted = 0);
END;

CREATE TRIGGER enrollments_refuse_delete BEFORE DELETE ON enrollments BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- courses.total_enrollments: those who did not leave. Counted up and down, because a course may have very many.
CREATE TRIGGER enrollments_count_insert AFTER INSERT ON enrollments WHEN NEW.left_at IS NULL BEGIN
    UPDATE courses SET total_enrollments = total_enrollments + 1 WHERE id = NEW.course_id;
END;

CREATE TRIGGER enrollments_count_update AFTER UPDATE OF left_at ON enrollments WHEN (NEW.left_at IS NULL) <> (OLD.left_at IS NULL) BEGIN
    UPDATE courses SET total_enrollments = total_enrollments + CASE WHEN NEW.left_at IS NULL THEN 1 ELSE -1 END WHERE id = NEW.course_id;
END;

CREATE TRIGGER courses_count_enrollments AFTER INSERT ON courses BEGIN
    UPDATE courses SET total_enrollments = (SELECT count(*) FROM enrollments WHERE course_id = NEW.id AND left_at IS NULL) WHERE id = NEW.id;
END;

CREATE TABLE lesson_progress (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    lesson_id TEXT NOT NULL REFERENCES lessons (id) ON DELETE RESTRICT,
    completed INTEGER NOT NULL DEFAULT 0 CHECK (completed IN (0, 1)),
    completed_at TEXT CHECK (completed_at IS strftime('%Y-%m-%dT%H:%M:%fZ', completed_at) AND date(completed_at, '+0 days') IS substr(completed_at, 1, 10)),
    opened_at TEXT CHECK (opened_at IS strftime('%Y-%m-%dT%H:%M:%fZ', opened_at) AND date(opened_at, '+0 days') IS substr(opened_at, 1, 10)),
    PRIMARY KEY (user_id, lesson_id),
    CHECK (completed = (completed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- "Completed lessons of this user in this course" is answered from this index alone.
CREATE INDEX lesson_progress_completed ON lesson_progress (user_id, completed, lesson_id);
CREATE INDEX lesson_progress_by_day ON lesson_progress (user_id, completed_at) WHERE completed = 1;
CREATE INDEX lesson_progress_lesson ON lesson_progress (lesson_id);

CREATE TRIGGER lesson_progress_guard_insert BEFORE INSERT ON lesson_progress BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM lesson_progress WHERE user_id = NEW.user_id AND lesson_id = NEW.lesson_id);
END;

CREATE TRIGGER lesson_progress_guard_update BEFORE UPDATE OF user_id, lesson_id ON lesson_progress
WHEN NEW.user_id IS NOT OLD.user_id OR NEW.lesson_id IS NOT OLD.lesson_id
BEGIN
    SELECT RAISE(ABORT, 'id_fixed');
END;

CREATE TRIGGER lesson_progress_refuse_delete BEFORE DELETE ON lesson_progress BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- What an enrolment's progress must be, counted from the lessons that are there. The triggers below write it down; doctor compares with it.
CREATE VIEW enrollment_recount (id, completed_lessons, total_lessons, progress_percentage) AS
SELECT id, done, total, CASE total WHEN 0 THEN 0 ELSE done * 100 / total END
FROM (
    SELECT
        enrollments.id AS id,
        (
            SELECT count(*)
            FROM lessons
            -- CROSS: from the lessons of the course, which are few, to the progress, which is much.
            CROSS JOIN lesson_progress
            WHERE lessons.course_id = enrollments.course_id AND lessons.is_deleted = 0
                AND lesson_progress.user_id = enrollments.user_id AND lesson_progress.completed = 1
                AND lesson_progress.lesson_id = lessons.id
        ) AS done,
        (SELECT count(*) FROM lessons WHERE lessons.course_id = enrollments.course_id AND lessons.is_deleted = 0) AS total
    FROM enrollments
);

CREATE TRIGGER enrollments_derive AFTER INSERT ON enrollments BEGIN
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) ELSE enrollments.completed_at END
        FROM enrollment_recount AS recount
        WHERE recount.id = NEW.id
    )
    WHERE id = NEW.id;
END;

CREATE TRIGGER lesson_progress_derive_insert AFTER INSERT ON lesson_progress WHEN NEW.completed = 1 BEGIN
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) ELSE enrollments.completed_at END
        FROM enrollment_recount AS recount
        WHERE recount.id = enrollments.id
    )
    WHERE user_id = NEW.user_id AND course_id = (SELECT course_id FROM lessons WHERE id = NEW.lesson_id);
END;

-- Only taking a completion back clears completed_at.
CREATE TRIGGER lesson_progress_derive_update AFTER UPDATE OF completed ON lesson_progress WHEN NEW.completed <> OLD.completed BEGIN
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE
                WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))
                WHEN NEW.completed = 0 THEN NULL
                ELSE enrollments.completed_at
            END
        FROM enrollment_recount AS recount
        WHERE recount.id = enrollments.id
    )
    WHERE user_id = NEW.user_id AND course_id = (SELECT course_id FROM lessons WHERE id = NEW.lesson_id);
END;

CREATE TRIGGER lessons_derive_insert AFTER INSERT ON lessons WHEN NEW.is_deleted = 0 BEGIN
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) ELSE enrollments.completed_at END
        FROM enrollment_recount AS recount
        WHERE recount.id = enrollments.id
    )
    WHERE course_id = NEW.course_id;
END;

-- A lesson that goes: whoever was in it goes on at the nearest earlier one that is still there.
CREATE TRIGGER lessons_derive_update AFTER UPDATE OF is_deleted ON lessons WHEN NEW.is_deleted <> OLD.is_deleted BEGIN
    UPDATE enrollments
    SET last_accessed_lesson_id = (
        SELECT id FROM lessons
        WHERE course_id = NEW.course_id AND is_deleted = 0 AND (position, id) < (NEW.position, NEW.id)
        ORDER BY position DESC, id DESC LIMIT 1
    )
    WHERE last_accessed_lesson_id = NEW.id AND NEW.is_deleted = 1;
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) ELSE enrollments.completed_at END
        FROM enrollment_recount AS recount
        WHERE recount.id = enrollments.id
    )
    WHERE course_id = NEW.course_id;
END;

CREATE TRIGGER lessons_leave BEFORE DELETE ON lessons BEGIN
    SELECT RAISE(ABORT, 'lesson_in_use') WHERE EXISTS (SELECT 1 FROM lesson_progress WHERE lesson_id = OLD.id);
    UPDATE enrollments
    SET last_accessed_lesson_id = (
        SELECT id FROM lessons
        WHERE course_id = OLD.course_id AND is_deleted = 0 AND (position, id) < (OLD.position, OLD.id)
        ORDER BY position DESC, id DESC LIMIT 1
    )
    WHERE last_accessed_lesson_id = OLD.id;
END;

CREATE TRIGGER lessons_derive_delete AFTER DELETE ON lessons WHEN OLD.is_deleted = 0 BEGIN
    UPDATE enrollments
    SET (completed_lessons, progress_percentage, completed_at) = (
        SELECT
            recount.completed_lessons,
            recount.progress_percentage,
            CASE WHEN recount.progress_percentage = 100 THEN coalesce(enrollments.completed_at, coalesce((SELECT at FROM write_context), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))) ELSE enrollments.completed_at END
        FROM enrollment_recount AS recount
        WHERE recount.id = enrollments.id
    )
    WHERE course_id = OLD.course_id;
END;

PRAGMA user_version = 7;
