UPDATE write_context SET actor_id = ?1, role = ?2, at = ?3
