-- Reviews of courses, one for each person and course, and who found them helpful.

ALTER TABLE courses ADD COLUMN total_reviews INTEGER NOT NULL DEFAULT 0 CHECK (total_reviews >= 0);
ALTER TABLE courses ADD COLUMN rating_sum INTEGER NOT NULL DEFAULT 0 CHECK (rating_sum >= 0);
-- From the two sums, so that it never goes astray by rounding. NULL without a review.
ALTER TABLE courses ADD COLUMN average_rating REAL CHECK (average_rating BETWEEN 1 AND 5);

CREATE TABLE reviews (
    id TEXT PRIMARY KEY NOT NULL CHECK (id GLOB '????????-????-????-????-????????????' AND id NOT GLOB '*[^0-9a-f-]*' AND length(replace(id, '-', '')) = 32),
    course_id TEXT NOT NULL REFERENCES courses (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    title TEXT NOT NULL DEFAULT '' CHECK (length(title) <= 255),
    content TEXT NOT NULL DEFAULT '' CHECK (length(content) <= 10000),
    helpful_count INTEGER NOT NULL DEFAULT 0 CHECK (helpful_count >= 0),
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) CHECK (updated_at IS strftime('%Y-%m-%dT%H:%M:%fZ', updated_at) AND date(updated_at, '+0 days') IS substr(updated_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX reviews_user_course ON reviews (user_id, course_id);
CREATE INDEX reviews_course ON reviews (course_id, is_deleted, created_at DESC);

CREATE TRIGGER reviews_guard_insert BEFORE INSERT ON reviews BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM reviews WHERE id = NEW.id);
    SELECT RAISE(ABORT, 'already_reviewed') WHERE EXISTS (SELECT 1 FROM reviews WHERE user_id = NEW.user_id AND course_id = NEW.course_id);
END;

CREATE TRIGGER reviews_guard_update BEFORE UPDATE OF id, user_id, course_id ON reviews BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id OR NEW.course_id IS NOT OLD.course_id;
END;

CREATE TRIGGER reviews_refuse_delete BEFORE DELETE ON reviews
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

-- Sums go up and down with the statement that changes a review; the average is made from them in the same statement.
CREATE TRIGGER reviews_count_insert AFTER INSERT ON reviews WHEN NEW.is_deleted = 0 BEGIN
    UPDATE courses
    SET
        total_reviews = total_reviews + 1,
        rating_sum = rating_sum + NEW.rating,
        average_rating = (rating_sum + NEW.rating) * 1.0 / nullif(total_reviews + 1, 0)
    WHERE id = NEW.course_id;
END;

CREATE TRIGGER reviews_count_update AFTER UPDATE OF rating, is_deleted ON reviews
WHEN NEW.rating <> OLD.rating OR NEW.is_deleted <> OLD.is_deleted
BEGIN
    UPDATE courses
    SET
        total_reviews = total_reviews + (NEW.is_deleted = 0) - (OLD.is_deleted = 0),
        rating_sum = rating_sum + NEW.rating * (NEW.is_deleted = 0) - OLD.rating * (OLD.is_deleted = 0),
        average_rating = (rating_sum + NEW.rating * (NEW.is_deleted = 0) - OLD.rating * (OLD.is_deleted = 0)) * 1.0 / nullif(total_reviews + (NEW.is_deleted = 0) - (OLD.is_deleted = 0), 0)
    WHERE id = NEW.course_id;
END;

CREATE TRIGGER reviews_count_delete AFTER DELETE ON reviews WHEN OLD.is_deleted = 0 BEGIN
    UPDATE courses
    SET
        total_reviews = total_reviews + (-1),
        rating_sum = rating_sum + (-OLD.rating),
        average_rating = (rating_sum + (-OLD.rating)) * 1.0 / nullif(total_reviews + (-1), 0)
    WHERE id = OLD.course_id;
END;

-- A course or a review that is inserted with numbers of its own counts what is there, as V4 and V7 do for lessons and enrolments.
CREATE TRIGGER courses_count_reviews AFTER INSERT ON courses WHEN NEW.total_reviews <> 0 OR NEW.rating_sum <> 0 OR NEW.average_rating IS NOT NULL BEGIN
    UPDATE courses
    SET (total_reviews, rating_sum, average_rating) = (
        SELECT count(*), coalesce(sum(rating), 0), sum(rating) * 1.0 / nullif(count(*), 0) FROM reviews WHERE course_id = NEW.id AND is_deleted = 0
    )
    WHERE id = NEW.id;
END;

CREATE TABLE review_votes (
    review_id TEXT NOT NULL REFERENCES reviews (id) ON DELETE RESTRICT,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL CHECK (created_at IS strftime('%Y-%m-%dT%H:%M:%fZ', created_at) AND date(created_at, '+0 days') IS substr(created_at, 1, 10)),
    is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
    deleted_at TEXT CHECK (deleted_at IS strftime('%Y-%m-%dT%H:%M:%fZ', deleted_at) AND date(deleted_at, '+0 days') IS substr(deleted_at, 1, 10)),
    PRIMARY KEY (review_id, user_id),
    CHECK (is_deleted = (deleted_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX review_votes_user ON review_votes (user_id);

CREATE TRIGGER review_votes_guard_insert BEFORE INSERT ON review_votes BEGIN
    SELECT RAISE(ABORT, 'id_taken') WHERE EXISTS (SELECT 1 FROM review_votes WHERE review_id = NEW.review_id AND user_id = NEW.user_id);
    SELECT RAISE(ABORT, 'own_review') WHERE EXISTS (SELECT 1 FROM reviews WHERE id = NEW.review_id AND user_id = NEW.user_id);
END;

CREATE TRIGGER review_votes_guard_update BEFORE UPDATE OF review_id, user_id ON review_votes BEGIN
    SELECT RAISE(ABORT, 'id_fixed') WHERE NEW.review_id IS NOT OLD.review_id OR NEW.user_id IS NOT OLD.user_id;
END;

CREATE TRIGGER review_votes_refuse_delete BEFORE DELETE ON review_votes
WHEN coalesce((SELECT role FROM write_context), 'person') <> 'erasure'
BEGIN
    SELECT RAISE(ABORT, 'hard_delete_refused');
END;

CREATE TRIGGER review_votes_count_insert AFTER INSERT ON review_votes WHEN NEW.is_deleted = 0 BEGIN
    UPDATE reviews SET helpful_count = helpful_count + 1 WHERE id = NEW.review_id;
END;

CREATE TRIGGER review_votes_count_update AFTER UPDATE OF is_deleted ON review_votes WHEN NEW.is_deleted <> OLD.is_deleted BEGIN
    UPDATE reviews SET helpful_count = helpful_count + (NEW.is_deleted = 0) - (OLD.is_deleted = 0) WHERE id = NEW.review_id;
END;

CREATE TRIGGER review_votes_count_delete AFTER DELETE ON review_votes WHEN OLD.is_deleted = 0 BEGIN
    UPDATE reviews SET helpful_count = helpful_count - 1 WHERE id = OLD.review_id;
END;

CREATE TRIGGER reviews_begin AFTER INSERT ON reviews WHEN NEW.helpful_count <> 0 BEGIN
    UPDATE reviews SET helpful_count = (SELECT count(*) FROM review_votes WHERE review_id = NEW.id AND is_deleted = 0) WHERE id = NEW.id;
END;

CREATE VIEW review_recount (id, helpful_count) AS
SELECT id, (SELECT count(*) FROM review_votes WHERE review_votes.review_id = reviews.id AND review_votes.is_deleted = 0) FROM reviews;

CREATE VIEW course_recount (id, total_lessons, total_enrollments, total_reviews, rating_sum, average_rating) AS
SELECT
    courses.id,
    (SELECT count(*) FROM lessons WHERE lessons.course_id = courses.id AND lessons.is_deleted = 0),
    (SELECT count(*) FROM enrollments WHERE enrollments.course_id = courses.id AND enrollments.left_at IS NULL),
    (SELECT count(*) FROM reviews WHERE reviews.course_id = courses.id AND reviews.is_deleted = 0),
    (SELECT coalesce(sum(rating), 0) FROM reviews WHERE reviews.course_id = courses.id AND reviews.is_deleted = 0),
    (SELECT sum(rating) * 1.0 / count(*) FROM reviews WHERE reviews.course_id = courses.id AND reviews.is_deleted = 0)
FROM courses;

PRAGMA user_version = 14;
