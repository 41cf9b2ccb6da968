UPDATE main.outbox AS ours
SET base_rev = theirs.base_rev, payload = theirs.payload, digest = theirs.digest, created_at = theirs.created_at
FROM lost.outbox AS theirs
WHERE theirs.op_id = ours.op_id AND ours.kind = 'draft.save' AND ours.state = 'saved' AND theirs.state = 'saved' AND theirs.digest <> ours.digest
    AND theirs.created_at >= ours.created_at AND json_valid(theirs.payload) AND length(theirs.digest) = 64
