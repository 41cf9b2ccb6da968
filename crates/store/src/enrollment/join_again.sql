UPDATE enrollments SET left_at = NULL WHERE id = ?1
