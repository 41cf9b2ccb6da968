WHERE submissions.id = ?1
