UPDATE flags SET details = '' WHERE flagger_id = ?1
