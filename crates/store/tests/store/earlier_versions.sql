-- A little of everything, as it may stand in a file of each version. A section holds what its version's tables can hold; a file of version n has the
-- sections up to n. Every later version has to take all of it along.

-- version 1
INSERT INTO installation (id, installation_id, created_at) VALUES (1, '0190aaaa-0000-7000-8000-000000000001', '2026-01-01T00:00:00.000Z');
-- version 2
INSERT INTO users (id, username, username_index, role, created_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a1', randomblob(60), randomblob(32), 'owner', '2026-01-01T00:00:00.000Z');
INSERT INTO users (id, username, username_index, email, email_index, password_hash, role, created_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', randomblob(60), randomblob(32), randomblob(60), randomblob(32), '$argon2id$v=19$x', 'learner', '2026-01-02T00:00:00.000Z');
INSERT INTO users (id, username, username_index, role, is_active, is_deleted, deleted_at, created_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a3', randomblob(60), randomblob(32), 'learner', 0, 1, '2026-01-04T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
UPDATE profiles SET bio = randomblob(80), skill_level = 'advanced', preferences = '{"theme":"dark"}' WHERE user_id = '0190aaaa-0000-7000-8000-0000000000a2';
-- version 3
INSERT INTO categories (id, slug, name, created_at) VALUES ('0190aaaa-0000-7000-8000-0000000000b1', 'python', 'Python', '2026-01-01T00:00:00.000Z');
INSERT INTO courses (id, category_id, slug, title, summary, description, version, locale, license, difficulty, hours, pack_digest, imported_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000c1', '0190aaaa-0000-7000-8000-0000000000b1', 'first', 'First', 's', 'd', 3, 'en', 'CC0', 'beginner', 2, lower(hex(zeroblob(32))), '2026-01-01T00:00:00.000Z');
INSERT INTO course_languages (course_id, language) VALUES ('0190aaaa-0000-7000-8000-0000000000c1', 'python');
-- version 4
INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position)
VALUES ('0190aaaa-0000-7000-8000-0000000000d1', '0190aaaa-0000-7000-8000-0000000000c1', 'one', 'One', '', 'theory', 5, 1, 'text', 1);
INSERT INTO lessons (id, course_id, slug, title, summary, kind, minutes, required, content, position)
VALUES ('0190aaaa-0000-7000-8000-0000000000d2', '0190aaaa-0000-7000-8000-0000000000c1', 'two', 'Two', '', 'theory', 5, 0, 'text', 2);
-- version 6
INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, tests, solution_code, version_digest)
VALUES ('0190aaaa-0000-7000-8000-0000000000e1', '0190aaaa-0000-7000-8000-0000000000c1', '0190aaaa-0000-7000-8000-0000000000d1', 'task', 'Task', 'code', 'beginner', 'python', 1, 'Do it',
    '{"entry":"main.py","starter":[],"data_files":[],"limits":{"wall_ms":1,"memory_mb":1,"output_bytes":1,"file_bytes":1},"starter_may_pass":false}',
    '{"kind":"data","cases":[{"name":"a"}]}', '[{"path":"main.py","text":"x"}]', lower(hex(zeroblob(32))));
INSERT INTO exercises (id, course_id, lesson_id, slug, title, kind, difficulty, programming_language, position, instructions, question_data, version_digest)
VALUES ('0190aaaa-0000-7000-8000-0000000000e2', '0190aaaa-0000-7000-8000-0000000000c1', '0190aaaa-0000-7000-8000-0000000000d2', 'steps', 'Steps', 'steps', 'beginner', 'python', 1, 'In steps',
    '{"sequence":true}', lower(hex(zeroblob(32))));
INSERT INTO exercise_steps (id, exercise_id, position, kind, title, instructions, question_data)
VALUES ('0190aaaa-0000-7000-8000-0000000000e3', '0190aaaa-0000-7000-8000-0000000000e2', 1, 'quiz', 'Step', '', '{"question":"q","options":["a","b"],"correct_answer":"a"}');
-- version 7
INSERT INTO enrollments (id, user_id, course_id, enrolled_at, last_accessed_lesson_id)
VALUES ('0190aaaa-0000-7000-8000-0000000000f1', '0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000c1', '2026-01-05T00:00:00.000Z', '0190aaaa-0000-7000-8000-0000000000d2');
INSERT INTO lesson_progress (user_id, lesson_id, completed, completed_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000d1', 1, '2026-01-05T00:00:00.000Z');
-- version 8
INSERT INTO submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, total_tests, passed_tests, result, submitted_at)
VALUES ('0190aaaa-0000-7000-8000-000000000101', '0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000e1', lower(hex(zeroblob(32))), 1, '[{"path":"main.py","text":"y"}]', 'failed', 0, 1, 0, '{}', '2026-01-05T00:00:00.000Z');
INSERT INTO submissions (id, user_id, exercise_id, version_digest, attempt_number, code, status, score, total_tests, passed_tests, result, submitted_at)
VALUES ('0190aaaa-0000-7000-8000-000000000102', '0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000e1', lower(hex(zeroblob(32))), 2, '[{"path":"main.py","text":"x"}]', 'passed', 100, 1, 1, '{}', '2026-01-06T00:00:00.000Z');
-- version 9
INSERT INTO drafts (user_id, exercise_id, revision, files, updated_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000e1', 7, '[{"path":"main.py","text":"half a li"}]', '2026-01-06T00:00:00.000Z');
INSERT INTO hints_taken (user_id, exercise_id, rung, taken_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000e1', 'concept', '2026-01-05T00:00:00.000Z');
-- version 10
INSERT INTO outbox (op_id, position, user_id, kind, v, payload, digest, state, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000201', 1, '0190aaaa-0000-7000-8000-0000000000a2', 'hint.take', 1, '{}', lower(hex(zeroblob(32))), 'saved', '2026-01-05T00:00:00.000Z');
-- version 12
INSERT INTO publishers (fingerprint, public_key, name, accepted_at) VALUES (lower(hex(zeroblob(32))), randomblob(32), 'A school', '2026-01-01T00:00:00.000Z');
INSERT INTO pack_imports (id, course_id, version, pack_digest, publisher, imported_at)
VALUES ('0190aaaa-0000-7000-8000-000000000301', '0190aaaa-0000-7000-8000-0000000000c1', 3, lower(hex(zeroblob(32))), lower(hex(zeroblob(32))), '2026-01-01T00:00:00.000Z');
-- version 13
INSERT INTO lesson_notes (user_id, lesson_id, content, created_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000d1', randomblob(60), '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z');
INSERT INTO bookmarks (user_id, lesson_id, created_at) VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000d1', '2026-01-05T00:00:00.000Z');
INSERT INTO reading_days (user_id, day, seconds, posts_read) VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '2026-01-05', 600, 3);
INSERT INTO playground_files (id, user_id, path, text, created_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-000000000401', '0190aaaa-0000-7000-8000-0000000000a2', 'try.py', 'print(1)', '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z');
INSERT INTO step_progress (user_id, step_id, attempts, best_score, passed_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-0000000000e3', 1, 100, '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z');
-- version 14
INSERT INTO reviews (id, course_id, user_id, rating, title, content, created_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-000000000501', '0190aaaa-0000-7000-8000-0000000000c1', '0190aaaa-0000-7000-8000-0000000000a2', 4, 'Good', 'Clear', '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z');
INSERT INTO review_votes (review_id, user_id, created_at) VALUES ('0190aaaa-0000-7000-8000-000000000501', '0190aaaa-0000-7000-8000-0000000000a1', '2026-01-05T00:00:00.000Z');
-- version 15
INSERT INTO topics (id, course_id, lesson_id, user_id, slug, title, content, last_activity_at, created_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-000000000601', '0190aaaa-0000-7000-8000-0000000000c1', '0190aaaa-0000-7000-8000-0000000000d1', '0190aaaa-0000-7000-8000-0000000000a2', 'why', 'Why?', 'Why is it so, please?', '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z', '2026-01-05T00:00:00.000Z');
INSERT INTO posts (id, topic_id, user_id, content, created_at, updated_at)
VALUES ('0190aaaa-0000-7000-8000-000000000602', '0190aaaa-0000-7000-8000-000000000601', '0190aaaa-0000-7000-8000-0000000000a1', 'Because.', '2026-01-06T00:00:00.000Z', '2026-01-06T00:00:00.000Z');
UPDATE posts SET content = 'Because of that.', revision = 2 WHERE id = '0190aaaa-0000-7000-8000-000000000602';
INSERT INTO post_likes (post_id, user_id, created_at) VALUES ('0190aaaa-0000-7000-8000-000000000602', '0190aaaa-0000-7000-8000-0000000000a2', '2026-01-06T00:00:00.000Z');
INSERT INTO subscriptions (user_id, topic_id, created_at) VALUES ('0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-000000000601', '2026-01-06T00:00:00.000Z');
INSERT INTO submission_comments (id, submission_id, user_id, path, line, content, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000603', '0190aaaa-0000-7000-8000-000000000102', '0190aaaa-0000-7000-8000-0000000000a1', 'main.py', 1, 'Well done', '2026-01-06T00:00:00.000Z');
-- version 16
INSERT INTO flags (id, flagger_id, post_id, reason, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000701', '0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-000000000602', 'other', '2026-01-06T00:00:00.000Z');
INSERT INTO review_queue (id, kind, post_id, user_id, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000702', 'flagged_post', '0190aaaa-0000-7000-8000-000000000602', '0190aaaa-0000-7000-8000-0000000000a1', '2026-01-06T00:00:00.000Z');
INSERT INTO review_queue_votes (item_id, user_id, created_at) VALUES ('0190aaaa-0000-7000-8000-000000000702', '0190aaaa-0000-7000-8000-0000000000a2', '2026-01-06T00:00:00.000Z');
INSERT INTO moderation_decisions (id, item_id, post_id, revision, decision, moderator_id, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000703', '0190aaaa-0000-7000-8000-000000000702', '0190aaaa-0000-7000-8000-000000000602', 2, 'approve', '0190aaaa-0000-7000-8000-0000000000a1', '2026-01-07T00:00:00.000Z');
-- The numbers that version 21 counts, as they are.
UPDATE trust_levels SET posts_read = 3, seconds_read = 600, days_seen = 1, likes_given = 1 WHERE user_id = '0190aaaa-0000-7000-8000-0000000000a2';
UPDATE trust_levels SET likes_received = 1 WHERE user_id = '0190aaaa-0000-7000-8000-0000000000a1';
-- version 17
INSERT INTO consents (id, user_id, purpose, version, given_at) VALUES ('0190aaaa-0000-7000-8000-000000000801', '0190aaaa-0000-7000-8000-0000000000a2', 'class_history', 1, '2026-01-06T00:00:00.000Z');
INSERT INTO erasures (id, user_id, keeps_contributions, requested_at, due_at, days_wanted)
VALUES ('0190aaaa-0000-7000-8000-000000000802', '0190aaaa-0000-7000-8000-0000000000a3', 1, '2026-01-04T00:00:00.000Z', '2099-01-04T00:00:00.000Z', 30);
-- version 18
INSERT INTO classes (id, name, hub_key, epoch, joined_at) VALUES ('0190aaaa-0000-7000-8000-000000000901', 'A class', randomblob(32), '0190aaaa-0000-7000-8000-000000000902', '2026-01-06T00:00:00.000Z');
INSERT INTO replicas (id, class_id, user_id, member_id, public_key, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000903', '0190aaaa-0000-7000-8000-000000000901', '0190aaaa-0000-7000-8000-0000000000a2', '0190aaaa-0000-7000-8000-000000000904', randomblob(32), '2026-01-06T00:00:00.000Z');
INSERT INTO sent_operations (replica_id, seq, op_id) VALUES ('0190aaaa-0000-7000-8000-000000000903', 1, '0190aaaa-0000-7000-8000-000000000201');
INSERT INTO receipts (op_id, class_id, epoch, answer, body, root, signature, received_at)
VALUES ('0190aaaa-0000-7000-8000-000000000201', '0190aaaa-0000-7000-8000-000000000901', '0190aaaa-0000-7000-8000-000000000902', 'accepted', '{}', randomblob(32), randomblob(64), '2026-01-06T00:00:00.000Z');
INSERT INTO sync_state (replica_id, stream, epoch, position) VALUES ('0190aaaa-0000-7000-8000-000000000903', 'member', '0190aaaa-0000-7000-8000-000000000902', 5);
INSERT INTO parked_operations (class_id, op_id, stream, position, body, reason, parked_at)
VALUES ('0190aaaa-0000-7000-8000-000000000901', '0190aaaa-0000-7000-8000-000000000905', 'class', 4, '{}', 'unknown_kind', '2026-01-06T00:00:00.000Z');
INSERT INTO conflict_copies (id, user_id, entity, entity_id, body, created_at)
VALUES ('0190aaaa-0000-7000-8000-000000000906', '0190aaaa-0000-7000-8000-0000000000a2', 'draft', 'e1', '{}', '2026-01-06T00:00:00.000Z');
