-- The people whose progress in this course is counted anew.
SELECT user_id FROM enrollments WHERE course_id = ?1 AND left_at IS NULL
