SELECT description, license, pack_digest FROM courses WHERE id = ?1
