UPDATE enrollments SET left_at = ?2 WHERE id = ?1
