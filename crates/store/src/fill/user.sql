INSERT INTO users (id, username, username_index, email, email_index, role, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
