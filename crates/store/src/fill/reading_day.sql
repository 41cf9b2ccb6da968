INSERT INTO reading_days (user_id, day, seconds, posts_read) VALUES (?1, ?2, ?3, ?4)
